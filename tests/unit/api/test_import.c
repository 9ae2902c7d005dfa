/* Imports: what is wrong is told and skipped, what stops them leaves whole. */
#define _POSIX_C_SOURCE 200809L

#include "api/handle.h"

#include "../rank/fixture.h"

#include "base/clock.h"

#include <pthread.h>

/* What an import told. */
typedef struct told {
    newsidx *index;
    char text[2048];
    size_t used;
    uint64_t problems;
    uint64_t stop_after; /* problems; 0: never */
    uint64_t interrupt_after;
} told;

static int on_problem(const newsidx_problem *problem, void *user)
{
    told *in = user;

    in->problems++;
    if (in->used < sizeof in->text - 1)
        in->used += (size_t)snprintf(in->text + in->used,
                                     sizeof in->text - in->used, "%s:%d\n",
                                     problem->file.bytes, (int)problem->line);
    assert_true(problem->reason.length > 0);
    if (in->interrupt_after > 0 && in->problems == in->interrupt_after)
        newsidx_interrupt(in->index);
    return in->stop_after > 0 && in->problems == in->stop_after;
}

static newsidx *open_new(void)
{
    static const char *const beside[] = {"", "-wal", "-shm", ".lock"};
    newsidx *index = NULL;
    char name[64];

    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        snprintf(name, sizeof name, "%s%s", INDEX_PATH, beside[i]);
        unlink(name);
    }
    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
    return index;
}

static uint64_t count_of(newsidx *index, const char *text)
{
    newsidx_query *query = NULL;
    uint64_t count = 0;

    EXPECT_OK(newsidx_query_parse(text, NEWSIDX_WHOLE, NULL, &query, &err));
    EXPECT_OK(newsidx_count(index, query, NULL, &count, &err));
    newsidx_query_free(query);
    return count;
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void bad_files_are_told_and_the_rest_goes_in(void **state)
{
    static const char *const paths[] = {"good.txt", "bad.txt", "missing.txt",
                                        "other.txt"};
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    newsidx *index = open_new();
    told heard = {.index = index};

    (void)state;
    write_file("good.txt", "Rain in town\n\nIt rained in Geneva.\n");
    write_file("bad.txt", "%PDF-1.4 Rain in town\n");
    write_file("other.txt", "More rain\n\nIt rained in Bern.\n");
    options.on_problem = on_problem;
    options.problem_user = &heard;
    EXPECT_OK(newsidx_import_paths(index, paths, 4, &options, &counts, &err));
    assert_int_equal(counts.added, 2);
    assert_int_equal(counts.skipped, 2);
    assert_non_null(strstr(heard.text, "bad.txt:"));
    assert_non_null(strstr(heard.text, "missing.txt:0"));
    assert_int_equal(count_of(index, "rain"), 2);
    EXPECT_OK(newsidx_import_paths(index, paths, 4, &options, &counts, &err));
    assert_int_equal(counts.added, 0);
    assert_int_equal(counts.unchanged, 2);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

#ifdef NX_HAVE_JSON
/* A stream in pieces, as a pipe gives them. */
typedef struct stream {
    newsidx_text rest;
    size_t piece_bytes;
    int64_t wait_ms;      /* before each piece */
    size_t failing_after; /* bytes; 0: it doesn't fail */
    size_t read_bytes;
} stream;

static ptrdiff_t read_stream(const char **bytes, void *user)
{
    stream *in = user;
    size_t length = in->piece_bytes;

    if (in->failing_after > 0 && in->read_bytes >= in->failing_after)
        return -1;
    nx_clock_sleep_ms(in->wait_ms);
    if (length > in->rest.length)
        length = in->rest.length;
    *bytes = in->rest.bytes;
    in->rest.bytes += length;
    in->rest.length -= length;
    in->read_bytes += length;
    return (ptrdiff_t)length;
}

static void make_lines(nx_buf *out, int count, int bad_every)
{
    nx_buf_init(out, 16 * 1024 * 1024);
    for (int i = 0; i < count; i++) {
        if (bad_every > 0 && i % bad_every == bad_every - 1)
            nx_buf_add_string(out, "{\"id\": broken\n");
        else
            nx_buf_add_format(out,
                              "{\"id\": \"k%d\", \"title\": \"Rain %d\", "
                              "\"text\": \"It rained on day %d.\"}\n",
                              i, i, i);
    }
}

static newsidx_status import_lines(newsidx *index, newsidx_text lines,
                                   newsidx_import_options *options,
                                   newsidx_import_counts *counts)
{
    stream in = {lines, 4096, 0, 0, 0};
    newsidx_error failure;

    return newsidx_import_stream(index, "lines", read_stream, &in, options,
                                 counts, &failure);
}

static void bad_lines_are_told_by_their_number(void **state)
{
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    newsidx *index = open_new();
    told heard = {.index = index};
    nx_buf lines;

    (void)state;
    make_lines(&lines, 10, 4);
    options.on_problem = on_problem;
    options.problem_user = &heard;
    assert_int_equal(
        import_lines(index, nx_buf_text(&lines), &options, &counts),
        NEWSIDX_OK);
    assert_int_equal(counts.added, 8);
    assert_int_equal(counts.skipped, 2);
    assert_string_equal(heard.text, "lines:4\nlines:8\n");
    assert_int_equal(counts.bytes, lines.length);
    nx_buf_finish(&lines);
    newsidx_close(index);
}

static void a_problem_callback_can_stop_it(void **state)
{
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    newsidx *index = open_new();
    told heard = {.index = index, .stop_after = 3};
    nx_buf lines;

    (void)state;
    make_lines(&lines, 5000, 10);
    options.on_problem = on_problem;
    options.problem_user = &heard;
    assert_int_equal(
        import_lines(index, nx_buf_text(&lines), &options, &counts),
        NEWSIDX_ERR_CANCELLED);
    assert_int_equal(counts.added, 27);
    assert_int_equal(count_of(index, "rain"), 27);
    nx_buf_finish(&lines);
    newsidx_close(index);
}

/* Then the index can be used again at once. */
static void an_interrupt_stops_it_and_nothing_after_it(void **state)
{
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    newsidx *index = open_new();
    told heard = {.index = index, .interrupt_after = 3};
    nx_buf lines;

    (void)state;
    make_lines(&lines, 5000, 10);
    options.on_problem = on_problem;
    options.problem_user = &heard;
    assert_int_equal(
        import_lines(index, nx_buf_text(&lines), &options, &counts),
        NEWSIDX_ERR_CANCELLED);
    assert_true(counts.added < 4500);
    assert_int_equal(count_of(index, "rain"), counts.added);
    heard.interrupt_after = 0;
    assert_int_equal(
        import_lines(index, nx_buf_text(&lines), &options, &counts),
        NEWSIDX_OK);
    assert_int_equal(count_of(index, "rain"), 4500);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    nx_buf_finish(&lines);
    newsidx_close(index);
}

static void a_stream_that_fails_keeps_what_came(void **state)
{
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    newsidx *index = open_new();
    told heard = {.index = index};
    nx_buf lines;
    stream in;

    (void)state;
    make_lines(&lines, 1000, 0);
    in = (stream){nx_buf_text(&lines), 1000, 0, 30000, 0};
    options.on_problem = on_problem;
    options.problem_user = &heard;
    EXPECT_OK(newsidx_import_stream(index, NULL, read_stream, &in, &options,
                                    &counts, &err));
    assert_int_equal(counts.skipped, 1);
    assert_true(counts.added > 300);
    assert_int_equal(heard.problems, 1);
    assert_int_equal(heard.text[0], '-');
    assert_int_equal(count_of(index, "rain"), counts.added);
    nx_buf_finish(&lines);
    newsidx_close(index);
}

/* While nothing comes, the batch is committed and others may write. */
static void a_slow_stream_holds_nobody_up(void **state)
{
    static const char line[] = "{\"id\":\"a\",\"title\":\"Rain\"}\n";
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    newsidx *index = open_new();
    stream in = {nx_str(line), sizeof line - 1, 1500, 0, 0};

    (void)state;
    EXPECT_OK(newsidx_import_stream(index, NULL, read_stream, &in, NULL,
                                    &counts, &err));
    assert_int_equal(counts.added, 1);
    newsidx_close(index);
}

static void batches_of_one_article_too(void **state)
{
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    newsidx *index = open_new();
    newsidx_info info = NEWSIDX_INFO_INIT;
    nx_buf lines;

    (void)state;
    make_lines(&lines, 20, 0);
    options.batch_articles = 1;
    assert_int_equal(
        import_lines(index, nx_buf_text(&lines), &options, &counts),
        NEWSIDX_OK);
    EXPECT_OK(newsidx_get_info(index, &info, &err));
    assert_int_equal(info.article_count, 20);
    assert_true(info.revision >= 20);
    nx_buf_finish(&lines);
    newsidx_close(index);
}

/* What went in must come out, whatever it says of its language. */
static void articles_of_any_language_can_be_found(void **state)
{
    static const char *const codes[] = {
        "en",  "EN-us", "en_US", "de",  "zh-Hans",  "x-foo",       "i-klingon",
        "e",   "12",    "",      "tlh", "-",        "toolongcode", "en-",
        "und", "mul",   "e n",   "deu", "aaaaaaaa", "aaaa"};
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    newsidx *index = open_new();
    newsidx_query *query;
    newsidx_results *results;
    nx_buf lines;

    (void)state;
    nx_buf_init(&lines, 65536);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        nx_buf_add_format(&lines,
                          "{\"id\":\"%d\",\"title\":\"Rain\",\"lang\":\"%s\"}"
                          "\n",
                          (int)i, codes[i]);
    assert_int_equal(
        import_lines(index, nx_buf_text(&lines), &options, &counts),
        NEWSIDX_OK);
    assert_true(counts.added >= 5);
    EXPECT_OK(newsidx_query_parse("rain", NEWSIDX_WHOLE, NULL, &query, &err));
    EXPECT_OK(newsidx_search(index, query, NULL, &results, &err));
    newsidx_results_free(results);
    newsidx_query_free(query);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    EXPECT_OK(newsidx_rebuild(index, NULL, NULL, &err));
    nx_buf_finish(&lines);
    newsidx_close(index);
}
#endif

static void within_a_transaction_it_is_refused(void **state)
{
    static const char *const paths[] = {"good.txt"};
    newsidx *index = open_new();

    (void)state;
    EXPECT_OK(newsidx_begin(index, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_import_paths(index, paths, 1, NULL, NULL, &err));
    EXPECT_OK(newsidx_rollback(index, &err));
    EXPECT_OK(newsidx_import_paths(index, NULL, 0, NULL, NULL, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_import_paths(index, NULL, 1, NULL, NULL, &err));
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_files_are_told_and_the_rest_goes_in),
#ifdef NX_HAVE_JSON
        cmocka_unit_test(bad_lines_are_told_by_their_number),
        cmocka_unit_test(a_problem_callback_can_stop_it),
        cmocka_unit_test(an_interrupt_stops_it_and_nothing_after_it),
        cmocka_unit_test(a_stream_that_fails_keeps_what_came),
        cmocka_unit_test(a_slow_stream_holds_nobody_up),
        cmocka_unit_test(batches_of_one_article_too),
        cmocka_unit_test(articles_of_any_language_can_be_found),
#endif
        cmocka_unit_test(within_a_transaction_it_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
