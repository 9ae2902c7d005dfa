#include "formats/worker/serve.h"

#include "formats/worker/link.h"
#include "reading.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* A server on a thread, and the import's end of its socket. */
typedef struct served {
    int ends[2];
    pthread_t thread;
    nx_link link;
    nx_buf out;
    nx_item item;
    newsidx_error told;
} served;

static void *serve(void *user)
{
    const served *s = user;

    nx_serve(s->ends[1], 5);
    shutdown(s->ends[1], SHUT_RDWR);
    return NULL;
}

static nx_message_kind receive(served *s)
{
    nx_message_problem problem;
    nx_message message;
    uint64_t bytes;

    while (nx_link_find(&s->link, &message, NULL) != NEWSIDX_OK) {
        if (nx_link_receive(&s->link, -1, NULL) != NEWSIDX_OK)
            return 0;
    }
    nx_item_reset(&s->item);
    if (message.kind == NX_MESSAGE_ITEM)
        assert_int_equal(
            nx_message_read_item(message.payload, &s->item, &bytes, NULL),
            NEWSIDX_OK);
    if (message.kind == NX_MESSAGE_PROBLEM)
        assert_int_equal(nx_message_read_problem(message.payload, &s->item,
                                                 &problem, &s->told, NULL),
                         NEWSIDX_OK);
    if (message.kind == NX_MESSAGE_READY)
        assert_int_equal(nx_message_number(message.payload), 5);
    return message.kind;
}

static void begin(served *s)
{
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, s->ends), 0);
    nx_link_init(&s->link, s->ends[0]);
    nx_buf_init(&s->out, 1000000);
    nx_item_init(&s->item);
    assert_int_equal(pthread_create(&s->thread, NULL, serve, s), 0);
    assert_int_equal(receive(s), NX_MESSAGE_READY);
}

static void end(served *s)
{
    shutdown(s->ends[0], SHUT_RDWR);
    pthread_join(s->thread, NULL);
    close(s->ends[0]);
    close(s->ends[1]);
    nx_link_finish(&s->link);
    nx_item_finish(&s->item);
    nx_buf_finish(&s->out);
}

static void open_source(served *s, nx_message_source *source, int file)
{
    source->source = nx_str("AP");
    source->key = nx_str("/a");
    nx_message_write_source(&s->out, source);
    assert_true(nx_link_send(&s->link, &s->out, file, -1));
}

static void give(served *s, const char *text)
{
    assert_int_equal(receive(s), NX_MESSAGE_WANT);
    nx_message_write_bytes(&s->out, nx_str(text));
    assert_true(nx_link_send(&s->link, &s->out, -1, -1));
}

static void streams_are_asked_for_and_read(void **state)
{
    nx_message_source source = {.format = NEWSIDX_FORMAT_TEXT};
    served s;

    (void)state;
    begin(&s);
    for (int i = 0; i < 2; i++) {
        open_source(&s, &source, -1);
        give(&s, "Truce holds\n\nThe road ");
        give(&s, "is clear.\n");
        give(&s, "");
        assert_int_equal(receive(&s), NX_MESSAGE_ITEM);
        assert_text(s.item.article.headline, "Truce holds");
        assert_text(s.item.article.body, "The road is clear.");
        assert_text(s.item.article.key, "/a");
        assert_text(s.item.article.source, "AP");
        assert_int_equal(receive(&s), NX_MESSAGE_DONE);
    }
    end(&s);
}

static void a_stream_that_breaks_is_told(void **state)
{
    nx_message_source source = {.format = NEWSIDX_FORMAT_TEXT};
    served s;

    (void)state;
    begin(&s);
    open_source(&s, &source, -1);
    give(&s, "Truce holds\n\nThe road ");
    assert_int_equal(receive(&s), NX_MESSAGE_WANT);
    nx_message_write(&s.out, NX_MESSAGE_BROKEN, 0);
    assert_true(nx_link_send(&s.link, &s.out, -1, -1));
    assert_int_equal(receive(&s), NX_MESSAGE_PROBLEM);
    assert_int_equal(s.told.status, NEWSIDX_ERR_IO);
    assert_int_equal(receive(&s), NX_MESSAGE_DONE);
    end(&s);
}

#ifdef NX_HAVE_JSON
static void files_are_read_from_where_they_were_left(void **state)
{
    nx_message_source source = {
        .is_file = true, .skip = 2, .bad = {1}, .bad_count = 1};
    FILE *file = fopen("a.jsonl", "wb");
    int descriptor;
    served s;

    (void)state;
    assert_non_null(file);
    for (int i = 0; i < 4; i++)
        fprintf(file, "{\"id\": \"%d\", \"title\": \"T\"}\n", i);
    assert_int_equal(fclose(file), 0);
    descriptor = open("a.jsonl", O_RDONLY);
    begin(&s);
    open_source(&s, &source, descriptor);
    close(descriptor);
    assert_int_equal(receive(&s), NX_MESSAGE_ALIVE);
    assert_int_equal(receive(&s), NX_MESSAGE_ITEM);
    assert_text(s.item.article.key, "2");
    assert_int_equal(receive(&s), NX_MESSAGE_ITEM);
    assert_text(s.item.article.key, "3");
    assert_int_equal(receive(&s), NX_MESSAGE_DONE);
    end(&s);
}
#endif

static void nonsense_ends_it(void **state)
{
    served s;

    (void)state;
    begin(&s);
    nx_message_write(&s.out, NX_MESSAGE_DONE, 0);
    assert_true(nx_link_send(&s.link, &s.out, -1, -1));
    assert_int_equal(receive(&s), 0);
    end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streams_are_asked_for_and_read),
        cmocka_unit_test(a_stream_that_breaks_is_told),
#ifdef NX_HAVE_JSON
        cmocka_unit_test(files_are_read_from_where_they_were_left),
#endif
        cmocka_unit_test(nonsense_ends_it)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
