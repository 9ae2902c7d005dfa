#include "formats/worker/worker.h"

#include "base/clock.h"
#include "formats/charset/decoder.h"
#include "formats/worker/message.h"
#include "reading.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* Articles that fill the socket many times over, so that a worker is always in
 * the middle of them. */
#define MANY 6000

static nx_worker_options how;
static newsidx_error err;

static nx_worker *new_worker(uint32_t timeout_ms, uint64_t memory_bytes)
{
    nx_worker *worker;

    how = (nx_worker_options){memory_bytes, timeout_ms, false};
    assert_int_equal(nx_worker_new(&how, &worker, &err), NEWSIDX_OK);
    assert_true(nx_worker_process(worker) > 0);
    return worker;
}

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void write_lines(const char *path, int count)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    for (int i = 0; i < count; i++)
        fprintf(file,
                "{\"id\": \"%d\", \"title\": \"T\", \"text\": \"%0500d\"}\n", i,
                i);
    assert_int_equal(fclose(file), 0);
}

static void open_file(nx_worker *worker, const char *path)
{
    const nx_reader_options options = {NEWSIDX_FORMAT_AUTO, nx_str("AP"),
                                       nx_str(path), NULL};

    assert_int_equal(nx_worker_open_file(worker, path, &options, &err),
                     NEWSIDX_OK);
}

static void files_are_read_one_after_another(void **state)
{
    nx_worker *worker = new_worker(0, 0);
    nx_item item;
    long process = nx_worker_process(worker);

    (void)state;
    nx_item_init(&item);
    write_text("a.txt", "Truce holds\n\nThe road is clear.\n");
    write_text("empty.txt", "");
    for (int i = 0; i < 3; i++) {
        open_file(worker, "a.txt");
        assert_int_equal(nx_worker_next(worker, &item, &err), NEWSIDX_OK);
        assert_text(item.article.headline, "Truce holds");
        assert_text(item.article.key, "a.txt");
        assert_text(item.article.source, "AP");
        assert_int_equal(item.format, NEWSIDX_FORMAT_TEXT);
        assert_int_equal(nx_worker_next(worker, &item, &err), NEWSIDX_DONE);
        assert_int_equal(nx_worker_next(worker, &item, &err), NEWSIDX_DONE);
        assert_int_equal(nx_worker_bytes(worker), 32);
        open_file(worker, "empty.txt");
        assert_int_equal(nx_worker_next(worker, &item, &err),
                         NEWSIDX_ERR_INPUT);
        assert_string_equal(err.message, "empty file");
        assert_int_equal(nx_worker_next(worker, &item, &err), NEWSIDX_DONE);
    }
    assert_int_equal(nx_worker_process(worker), process);
    nx_item_finish(&item);
    nx_worker_free(worker);
}

static atomic_bool is_over;

static void *open_charsets(void *user)
{
    nx_decoder *decoder;

    (void)user;
    while (!is_over) {
        assert_int_equal(nx_decoder_new("KOI8-R", &decoder, NULL), NEWSIDX_OK);
        nx_decoder_free(decoder);
    }
    return NULL;
}

/* A process that is forked while another thread is in iconv_open() has glibc's
 * lock for it, and nobody who gives it back. */
static void others_may_open_charsets_while_one_is_started(void **state)
{
    pthread_t threads[3];
    nx_item item;

    (void)state;
    nx_item_init(&item);
    write_text("cafe.txt", "Caf\xE9 closed\n\nThe caf\xE9 was burnt out.\n");
    is_over = false;
    for (int i = 0; i < 3; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, open_charsets, NULL),
                         0);
    for (int i = 0; i < 40; i++) {
        nx_worker *worker = new_worker(1000, 0);

        open_file(worker, "cafe.txt");
        assert_int_equal(nx_worker_next(worker, &item, &err), NEWSIDX_OK);
        assert_text(item.article.headline, "Caf\xC3\xA9 closed");
        nx_worker_free(worker);
    }
    is_over = true;
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    nx_item_finish(&item);
}

static void what_cannot_be_opened_is_told(void **state)
{
    const nx_reader_options options = {
        NEWSIDX_FORMAT_AUTO, {NULL, 0}, {NULL, 0}, NULL};
    nx_worker *worker = new_worker(0, 0);
    nx_item item;

    (void)state;
    nx_item_init(&item);
    assert_int_equal(nx_worker_open_file(worker, "missing", &options, &err),
                     NEWSIDX_ERR_IO);
    assert_int_equal(nx_worker_open_file(worker, ".", &options, &err),
                     NEWSIDX_ERR_INPUT);
    assert_int_equal(nx_worker_next(worker, &item, &err), NEWSIDX_DONE);
    nx_item_finish(&item);
    nx_worker_free(worker);
}

static void streams_are_read_in_any_pieces(void **state)
{
    const nx_reader_options options = {
        NEWSIDX_FORMAT_TEXT, {NULL, 0}, {NULL, 0}, NULL};
    static char text[300000];
    nx_worker *worker = new_worker(0, 0);
    nx_item item;

    (void)state;
    memset(text, 'a', sizeof text);
    nx_item_init(&item);
    for (size_t chunk = 0; chunk < 2; chunk++) {
        reading_source source = {nx_str_slice(text, sizeof text), chunk * 1000};

        assert_int_equal(
            nx_worker_open(worker, reading_next, &source, &options, &err),
            NEWSIDX_OK);
        assert_int_equal(nx_worker_next(worker, &item, &err), NEWSIDX_OK);
        assert_int_equal(item.article.body.length, sizeof text);
        assert_int_equal(nx_worker_next(worker, &item, &err), NEWSIDX_DONE);
    }
    nx_item_finish(&item);
    nx_worker_free(worker);
}

#ifdef NX_HAVE_JSON

/*
 * The matrix of ways to die. The worker is hit in the middle of a file; what
 * comes out is every article in its order, but for one at each hit, of which is
 * told how it went.
 */
static void expect_one_lost_a_hit(int signal_number, const char *how_it_ends)
{
    nx_worker *worker = new_worker(300, 0);
    int next_id = 0;
    int hits = 0;
    newsidx_status status;
    nx_item item;

    write_lines("many.jsonl", MANY);
    nx_item_init(&item);
    open_file(worker, "many.jsonl");
    for (;;) {
        if (next_id == 100 + hits * 1500 && hits < 3) {
            hits++;
            kill((pid_t)nx_worker_process(worker), signal_number);
        }
        status = nx_worker_next(worker, &item, &err);
        if (status == NEWSIDX_DONE)
            break;
        if (status == NEWSIDX_OK) {
            assert_int_equal(strtol(item.article.key.bytes, NULL, 10), next_id);
            next_id++;
            continue;
        }
        assert_true(status == NEWSIDX_ERR_INPUT || status == NEWSIDX_ERR_LIMIT);
        assert_non_null(strstr(err.message, "article "));
        if (strstr(err.message, how_it_ends) == NULL)
            fail_msg("%s", err.message);
        assert_null(strstr(err.message, "not read"));
        next_id++;
    }
    assert_int_equal(next_id, MANY);
    assert_int_equal(hits, 3);
    nx_item_finish(&item);
    nx_worker_free(worker);
}

static void a_crash_costs_one_article(void **state)
{
    (void)state;
    expect_one_lost_a_hit(SIGSEGV, "the parser crashed (SIGSEGV)");
    expect_one_lost_a_hit(SIGABRT, "the parser crashed (SIGABRT)");
    expect_one_lost_a_hit(SIGSYS, "the parser crashed (SIGSYS)");
    expect_one_lost_a_hit(SIGKILL, "the parser was killed");
}

static void a_hang_costs_one_article(void **state)
{
    (void)state;
    expect_one_lost_a_hit(SIGSTOP, "the parser took longer than 0.3 s");
}

/* Ctrl-C is the import's to decide about. */
static void an_interrupt_costs_nothing(void **state)
{
    (void)state;
    expect_one_lost_a_hit(SIGINT, "nothing of that kind");
}

static ptrdiff_t read_for_long(const char **bytes, void *user)
{
    static const char line[] = "{\"id\": \"1\", \"title\": \"T\"}\n";
    int *left = user;

    *bytes = line;
    return (*left)-- > 0 ? (ptrdiff_t)strlen(line) : 0;
}

static void of_a_stream_the_rest_is_lost(void **state)
{
    const nx_reader_options options = {
        NEWSIDX_FORMAT_JSON_LINES, {NULL, 0}, {NULL, 0}, NULL};
    nx_worker *worker = new_worker(0, 0);
    newsidx_status status;
    int left = 1000000; /* more than it reads before the signal comes */
    nx_item item;

    (void)state;
    nx_item_init(&item);
    assert_int_equal(
        nx_worker_open(worker, read_for_long, &left, &options, &err),
        NEWSIDX_OK);
    assert_int_equal(nx_worker_next(worker, &item, &err), NEWSIDX_OK);
    kill((pid_t)nx_worker_process(worker), SIGBUS);
    do {
        status = nx_worker_next(worker, &item, &err);
    } while (status == NEWSIDX_OK);
    assert_int_equal(status, NEWSIDX_ERR_INPUT);
    assert_non_null(strstr(
        err.message, "the parser crashed (SIGBUS); what follows was not read"));
    assert_int_equal(nx_worker_next(worker, &item, &err), NEWSIDX_DONE);
    /* The next source has a new one. */
    write_lines("few.jsonl", 2);
    open_file(worker, "few.jsonl");
    assert_int_equal(nx_worker_next(worker, &item, &err), NEWSIDX_OK);
    nx_item_finish(&item);
    nx_worker_free(worker);
}

/* A line of 40 MB is parsed into more than 48 MB. */
static void hunger_for_memory_costs_one_article(void **state)
{
    nx_worker *worker = new_worker(60000, (uint64_t)48 * 1024 * 1024);
    const bool is_limited = nx_worker_is_filtered(worker);
    FILE *file = fopen("large.jsonl", "wb");
    newsidx_status status;
    nx_item item;

    (void)state;
    assert_non_null(file);
    fputs("{\"id\": \"0\", \"title\": \"T\"}\n{\"id\": \"1\", \"text\": \"",
          file);
    for (int i = 0; i < 4000000; i++)
        fputs("large text", file);
    fputs("\"}\n{\"id\": \"2\", \"title\": \"T\"}\n", file);
    assert_int_equal(fclose(file), 0);
    nx_item_init(&item);
    open_file(worker, "large.jsonl");
    assert_int_equal(nx_worker_next(worker, &item, &err), NEWSIDX_OK);
    status = nx_worker_next(worker, &item, &err);
    if (is_limited) {
        assert_int_equal(status, NEWSIDX_ERR_LIMIT);
        assert_string_equal(err.message,
                            "article 2: the parser ran out of memory");
        assert_int_equal(nx_worker_next(worker, &item, &err), NEWSIDX_OK);
        assert_text(item.article.key, "2");
        assert_int_equal(nx_worker_next(worker, &item, &err), NEWSIDX_DONE);
    }
    nx_item_finish(&item);
    nx_worker_free(worker);
}

static void a_source_can_be_left_in_the_middle(void **state)
{
    nx_worker *worker = new_worker(0, 0);
    nx_item item;

    (void)state;
    nx_item_init(&item);
    write_lines("many.jsonl", MANY);
    write_lines("few.jsonl", 1);
    for (int i = 0; i < 3; i++) {
        open_file(worker, "many.jsonl");
        assert_int_equal(nx_worker_next(worker, &item, &err), NEWSIDX_OK);
        open_file(worker, "few.jsonl");
        assert_int_equal(nx_worker_next(worker, &item, &err), NEWSIDX_OK);
        assert_int_equal(nx_worker_next(worker, &item, &err), NEWSIDX_DONE);
    }
    nx_item_finish(&item);
    nx_worker_free(worker);
}

#endif

/* Whatever brings each new one down as well is given up. */
static void a_source_that_kills_again_and_again_is_given_up(void **state)
{
    nx_worker *worker = new_worker(0, 0);
    nx_item item;
    int told = 0;

    (void)state;
    write_text("a.txt", "Truce holds\n\nThe road is clear.\n");
    nx_item_init(&item);
    open_file(worker, "a.txt");
    kill((pid_t)nx_worker_process(worker), SIGSTOP);
    kill((pid_t)nx_worker_process(worker), SIGKILL);
    while (nx_worker_next(worker, &item, &err) != NEWSIDX_DONE)
        assert_true(told++ < 3);
    nx_item_finish(&item);
    nx_worker_free(worker);
    nx_worker_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_read_one_after_another),
        cmocka_unit_test(others_may_open_charsets_while_one_is_started),
        cmocka_unit_test(what_cannot_be_opened_is_told),
        cmocka_unit_test(streams_are_read_in_any_pieces),
#ifdef NX_HAVE_JSON
        cmocka_unit_test(a_crash_costs_one_article),
        cmocka_unit_test(a_hang_costs_one_article),
        cmocka_unit_test(an_interrupt_costs_nothing),
        cmocka_unit_test(of_a_stream_the_rest_is_lost),
        cmocka_unit_test(hunger_for_memory_costs_one_article),
        cmocka_unit_test(a_source_can_be_left_in_the_middle),
#endif
        cmocka_unit_test(a_source_that_kills_again_and_again_is_given_up)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
