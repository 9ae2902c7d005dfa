#include "ingest/input.h"

#include "reading.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void write_file(const char *path, newsidx_text text)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text.bytes, 1, text.length, file), text.length);
    assert_int_equal(fclose(file), 0);
}

/* Lines of a text that comes in chunks of every length. */
static void lines_are_the_same_whatever_the_chunks(void **state)
{
    static const char text[] = "one\n\ntwo words\r\n\xE2\x82\xAC\nlast";
    static const char *const wanted[] = {"one", "", "two words\r",
                                         "\xE2\x82\xAC", "last"};

    (void)state;
    for (size_t chunk = 1; chunk <= sizeof text; chunk++) {
        reading_source source = {nx_str(text), chunk};
        newsidx_text line;
        nx_input input;
        nx_buf spill;

        nx_input_init(&input);
        nx_buf_init(&spill, 100);
        nx_input_use(&input, reading_next, &source);
        for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
            assert_int_equal(nx_input_line(&input, &spill, &line, NULL),
                             NEWSIDX_OK);
            assert_true(nx_str_equal(line, nx_str(wanted[i])));
        }
        assert_int_equal(nx_input_line(&input, &spill, &line, NULL),
                         NEWSIDX_DONE);
        assert_int_equal(nx_input_line(&input, &spill, &line, NULL),
                         NEWSIDX_DONE);
        assert_int_equal(input.offset, strlen(text));
        nx_buf_finish(&spill);
        nx_input_finish(&input);
    }
}

static void lines_over_the_limit_are_stepped_over(void **state)
{
    (void)state;
    for (size_t chunk = 1; chunk < 12; chunk++) {
        reading_source source = {nx_str("abcd\nabcde\nabcd"), chunk};
        newsidx_error err;
        newsidx_text line;
        nx_input input;
        nx_buf spill;

        nx_input_init(&input);
        nx_buf_init(&spill, 4);
        nx_input_use(&input, reading_next, &source);
        assert_int_equal(nx_input_line(&input, &spill, &line, &err),
                         NEWSIDX_OK);
        assert_int_equal(nx_input_line(&input, &spill, &line, &err),
                         NEWSIDX_ERR_LIMIT);
        assert_string_equal(err.message, "line is longer than 4 bytes");
        assert_int_equal(nx_input_line(&input, &spill, &line, &err),
                         NEWSIDX_OK);
        assert_true(nx_str_equal(line, nx_str("abcd")));
        nx_buf_finish(&spill);
        nx_input_finish(&input);
    }
}

/* Writes each pair of bytes as one, the second, and keeps a first one. */
typedef struct halver {
    bool has_kept;
    bool had_last;
} halver;

static newsidx_status halve(void *decoder, newsidx_text bytes, bool is_last,
                            nx_buf *out, newsidx_error *err)
{
    halver *with = decoder;

    (void)err;
    assert_false(with->had_last);
    with->had_last = is_last;
    for (size_t i = 0; i < bytes.length; i++) {
        if (with->has_kept)
            nx_buf_add_byte(out, bytes.bytes[i]);
        with->has_kept = !with->has_kept;
    }
    if (is_last && with->has_kept)
        nx_buf_add_byte(out, '!');
    return NEWSIDX_OK;
}

/* From the middle of a window on, in chunks of every length, peeked or not. */
static void decoded_lines_are_the_same_whatever_the_chunks(void **state)
{
    static const char text[] = "##.o.n.e.\n.\n.t.w.o.\n.x.";

    (void)state;
    for (size_t chunk = 1; chunk <= 2 * sizeof text; chunk++) {
        static const char *const wanted[] = {"one", "", "two", "x!"};
        reading_source source = {nx_str(text), chunk / 2 + 1};
        halver decoder = {false, false};
        uint64_t before = 0;
        newsidx_text line;
        nx_input input;
        nx_buf spill;

        nx_input_init(&input);
        nx_buf_init(&spill, 100);
        nx_input_use(&input, reading_next, &source);
        assert_int_equal(nx_input_peek(&input, 3, NULL), NEWSIDX_OK);
        nx_input_take(&input, 2);
        nx_input_decode(&input, halve, &decoder);
        if (chunk % 2 == 0) {
            assert_int_equal(nx_input_peek(&input, 5, NULL), NEWSIDX_OK);
            assert_true(input.end - input.at >= 5);
        }
        for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
            assert_int_equal(nx_input_line(&input, &spill, &line, NULL),
                             NEWSIDX_OK);
            assert_true(nx_str_equal(line, nx_str(wanted[i])));
            assert_in_range(nx_input_source_bytes(&input), before,
                            strlen(text));
            before = nx_input_source_bytes(&input);
        }
        assert_int_equal(nx_input_line(&input, &spill, &line, NULL),
                         NEWSIDX_DONE);
        assert_int_equal(nx_input_more(&input, NULL), NEWSIDX_DONE);
        assert_int_equal(nx_input_source_bytes(&input), strlen(text));
        nx_buf_finish(&spill);
        nx_input_finish(&input);
    }
}

static newsidx_status refuse(void *decoder, newsidx_text bytes, bool is_last,
                             nx_buf *out, newsidx_error *err)
{
    (void)decoder;
    (void)bytes;
    (void)is_last;
    (void)out;
    return nx_fail(err, NEWSIDX_ERR_INPUT, "no");
}

static void a_decoder_that_fails_ends_it(void **state)
{
    reading_source source = {nx_str("abc"), 1};
    nx_input input;

    (void)state;
    nx_input_init(&input);
    nx_input_use(&input, reading_next, &source);
    assert_int_equal(nx_input_more(&input, NULL), NEWSIDX_OK);
    nx_input_decode(&input, refuse, NULL);
    assert_int_equal(nx_input_more(&input, NULL), NEWSIDX_ERR_INPUT);
    assert_int_equal(nx_input_more(&input, NULL), NEWSIDX_DONE);
    nx_input_finish(&input);
}

static void peeking_takes_nothing(void **state)
{
    (void)state;
    for (size_t chunk = 1; chunk < 8; chunk++) {
        reading_source source = {nx_str("abc\ndef"), chunk};
        newsidx_text line;
        nx_input input;
        nx_buf spill;

        nx_input_init(&input);
        nx_buf_init(&spill, 100);
        nx_input_use(&input, reading_next, &source);
        assert_int_equal(nx_input_peek(&input, 5, NULL), NEWSIDX_OK);
        assert_true(input.end - input.at >= 5);
        assert_int_equal(input.offset, 0);
        nx_input_take(&input, 1);
        assert_int_equal(nx_input_peek(&input, 100, NULL), NEWSIDX_OK);
        assert_int_equal(input.end - input.at, 6);
        assert_int_equal(nx_input_line(&input, &spill, &line, NULL),
                         NEWSIDX_OK);
        assert_true(nx_str_equal(line, nx_str("bc")));
        assert_int_equal(nx_input_line(&input, &spill, &line, NULL),
                         NEWSIDX_OK);
        assert_true(nx_str_equal(line, nx_str("def")));
        assert_int_equal(nx_input_peek(&input, 1, NULL), NEWSIDX_DONE);
        nx_buf_finish(&spill);
        nx_input_finish(&input);
    }
}

static ptrdiff_t failing_read(const char **bytes, void *user)
{
    (void)user;
    *bytes = NULL;
    return -1;
}

static ptrdiff_t absurd_read(const char **bytes, void *user)
{
    (void)user;
    *bytes = NULL;
    return 7;
}

static void a_callback_may_fail(void **state)
{
    const newsidx_read_fn reads[] = {failing_read, absurd_read};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        newsidx_error err;
        nx_input input;

        nx_input_init(&input);
        nx_input_use(&input, reads[i], NULL);
        assert_int_equal(nx_input_more(&input, &err), NEWSIDX_ERR_IO);
        assert_string_equal(err.message, "the stream can't be read");
        assert_int_equal(nx_input_more(&input, &err), NEWSIDX_DONE);
        nx_input_finish(&input);
    }
}

static void files_are_read_in_chunks(void **state)
{
    const size_t length = 200000;
    char *text = malloc(length);
    nx_input input;
    newsidx_text line;
    nx_buf spill;

    (void)state;
    assert_non_null(text);
    memset(text, 'x', length);
    text[100000] = '\n';
    write_file("chunks.txt", nx_str_slice(text, length));
    nx_input_init(&input);
    nx_buf_init(&spill, length);
    assert_int_equal(nx_input_open(&input, "chunks.txt", NULL), NEWSIDX_OK);
    assert_int_equal(nx_input_line(&input, &spill, &line, NULL), NEWSIDX_OK);
    assert_int_equal(line.length, 100000);
    assert_int_equal(nx_input_line(&input, &spill, &line, NULL), NEWSIDX_OK);
    assert_int_equal(line.length, length - 100001);
    assert_int_equal(nx_input_line(&input, &spill, &line, NULL), NEWSIDX_DONE);
    nx_buf_finish(&spill);
    nx_input_finish(&input);
    free(text);
}

static void expect_refusal(const char *path, newsidx_status status,
                           const char *message)
{
    newsidx_error err;
    nx_input input;

    nx_input_init(&input);
    assert_int_equal(nx_input_open(&input, path, &err), status);
    assert_string_equal(err.message, message);
    nx_input_finish(&input);
}

static void what_is_no_file_is_refused(void **state)
{
    (void)state;
    expect_refusal("missing.txt", NEWSIDX_ERR_IO,
                   "can't be opened: no such file or directory");
    expect_refusal(".", NEWSIDX_ERR_INPUT, "a folder, not a file");
    expect_refusal("/dev/null", NEWSIDX_ERR_INPUT, "neither a file nor a pipe");
}

/* Root may read anything, and then there is nothing to see. */
static void files_without_permission_are_refused(void **state)
{
    (void)state;
    if (geteuid() == 0)
        return;
    write_file("secret.txt", nx_str("x"));
    assert_int_equal(chmod("secret.txt", 0), 0);
    expect_refusal("secret.txt", NEWSIDX_ERR_IO,
                   "can't be opened: permission denied");
}

/* Whoever opens a pipe waits for its writer, and reads all that comes. */
static void pipes_are_read_to_their_end(void **state)
{
    nx_input input;
    newsidx_text line;
    nx_buf spill;
    FILE *writer;

    (void)state;
    assert_int_equal(mkfifo("pipe", 0600), 0);
    /* Both ends, so that neither waits for the other. */
    writer = fopen("pipe", "r+");
    assert_non_null(writer);
    assert_true(fputs("one\ntwo\n", writer) >= 0);
    assert_int_equal(fflush(writer), 0);
    nx_input_init(&input);
    nx_buf_init(&spill, 100);
    assert_int_equal(nx_input_open(&input, "pipe", NULL), NEWSIDX_OK);
    assert_int_equal(nx_input_line(&input, &spill, &line, NULL), NEWSIDX_OK);
    assert_true(nx_str_equal(line, nx_str("one")));
    assert_int_equal(nx_input_line(&input, &spill, &line, NULL), NEWSIDX_OK);
    assert_true(nx_str_equal(line, nx_str("two")));
    assert_int_equal(fclose(writer), 0);
    assert_int_equal(nx_input_line(&input, &spill, &line, NULL), NEWSIDX_DONE);
    nx_buf_finish(&spill);
    nx_input_finish(&input);
}

static void reasons_begin_small(void **state)
{
    char out[80];

    (void)state;
    assert_string_equal(nx_input_reason(EACCES, out), "permission denied");
    assert_int_not_equal(nx_input_reason(99999, out)[0], '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_the_same_whatever_the_chunks),
        cmocka_unit_test(lines_over_the_limit_are_stepped_over),
        cmocka_unit_test(decoded_lines_are_the_same_whatever_the_chunks),
        cmocka_unit_test(a_decoder_that_fails_ends_it),
        cmocka_unit_test(peeking_takes_nothing),
        cmocka_unit_test(a_callback_may_fail),
        cmocka_unit_test(files_are_read_in_chunks),
        cmocka_unit_test(what_is_no_file_is_refused),
        cmocka_unit_test(files_without_permission_are_refused),
        cmocka_unit_test(pipes_are_read_to_their_end),
        cmocka_unit_test(reasons_begin_small)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
