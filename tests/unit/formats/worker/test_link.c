#include "formats/worker/link.h"

#include "reading.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct pair {
    int ends[2];
    nx_link left;
    nx_link right;
    nx_buf out;
} pair;

static void open_pair(pair *p)
{
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, p->ends), 0);
    nx_link_init(&p->left, p->ends[0]);
    nx_link_init(&p->right, p->ends[1]);
    nx_buf_init(&p->out, (size_t)16 * 1024 * 1024);
}

static void close_pair(pair *p)
{
    nx_link_finish(&p->left);
    nx_link_finish(&p->right);
    nx_buf_finish(&p->out);
    close(p->ends[0]);
    if (p->ends[1] >= 0)
        close(p->ends[1]);
}

static void messages_come_in_their_order(void **state)
{
    nx_message message;
    pair p;

    (void)state;
    open_pair(&p);
    for (uint64_t i = 0; i < 3; i++) {
        nx_message_write(&p.out, NX_MESSAGE_ALIVE, i);
        assert_true(nx_link_send(&p.left, &p.out, -1, 100));
    }
    assert_int_equal(nx_link_find(&p.right, &message, NULL), NEWSIDX_NOT_FOUND);
    assert_int_equal(nx_link_receive(&p.right, 100, NULL), NEWSIDX_OK);
    for (uint64_t i = 0; i < 3; i++) {
        assert_int_equal(nx_link_find(&p.right, &message, NULL), NEWSIDX_OK);
        assert_int_equal(nx_message_number(message.payload), i);
    }
    assert_int_equal(nx_link_find(&p.right, &message, NULL), NEWSIDX_NOT_FOUND);
    assert_int_equal(nx_link_receive(&p.right, 0, NULL), NEWSIDX_NOT_FOUND);
    close_pair(&p);
}

static void a_long_message_is_put_together(void **state)
{
    char *text = calloc(1, (size_t)3 << 20);
    nx_message message;
    size_t sent = 0;
    pair p;

    (void)state;
    assert_non_null(text);
    open_pair(&p);
    nx_message_write_bytes(&p.out, nx_str_slice(text, (size_t)3 << 20));
    while (nx_link_find(&p.right, &message, NULL) == NEWSIDX_NOT_FOUND) {
        const ssize_t length = send(p.ends[0], p.out.bytes + sent,
                                    p.out.length - sent, MSG_DONTWAIT);

        sent += length > 0 ? (size_t)length : 0;
        assert_int_not_equal(nx_link_receive(&p.right, 0, NULL), NEWSIDX_DONE);
    }
    assert_int_equal(message.payload.length, (size_t)3 << 20);
    /* And then the room is given back. */
    assert_int_equal(nx_link_receive(&p.right, 0, NULL), NEWSIDX_NOT_FOUND);
    assert_true(p.right.capacity <= (size_t)1 << 20);
    close_pair(&p);
    free(text);
}

static void a_file_is_handed_over(void **state)
{
    const int file = open("/dev/null", O_RDONLY);
    nx_message message;
    char byte;
    pair p;

    (void)state;
    open_pair(&p);
    nx_message_write(&p.out, NX_MESSAGE_ALIVE, 1);
    assert_true(nx_link_send(&p.left, &p.out, file, 100));
    close(file);
    assert_int_equal(nx_link_receive(&p.right, -1, NULL), NEWSIDX_OK);
    assert_int_equal(nx_link_find(&p.right, &message, NULL), NEWSIDX_OK);
    assert_true(p.right.file >= 0);
    assert_int_equal(read(p.right.file, &byte, 1), 0);
    close_pair(&p);
}

static void an_end_that_is_gone_is_noticed(void **state)
{
    pair p;

    (void)state;
    open_pair(&p);
    nx_message_write(&p.out, NX_MESSAGE_ALIVE, 1);
    close(p.ends[1]);
    p.ends[1] = -1;
    assert_int_equal(nx_link_receive(&p.left, 100, NULL), NEWSIDX_DONE);
    assert_false(nx_link_send(&p.left, &p.out, -1, 100));
    close_pair(&p);
}

static void an_end_that_takes_nothing_is_given_up(void **state)
{
    char *text = calloc(1, (size_t)8 << 20);
    pair p;

    (void)state;
    assert_non_null(text);
    open_pair(&p);
    nx_message_write_bytes(&p.out, nx_str_slice(text, (size_t)8 << 20));
    assert_false(nx_link_send(&p.left, &p.out, -1, 20));
    close_pair(&p);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_come_in_their_order),
        cmocka_unit_test(a_long_message_is_put_together),
        cmocka_unit_test(a_file_is_handed_over),
        cmocka_unit_test(an_end_that_is_gone_is_noticed),
        cmocka_unit_test(an_end_that_takes_nothing_is_given_up)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
