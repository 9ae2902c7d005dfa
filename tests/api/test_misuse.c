/* Whatever is against the rules of newsidx.h has a status of its own, and what
 * was begun goes on. */
#define _POSIX_C_SOURCE 200809L

#include "refusals.h"

#include <pthread.h>

#define EXPECT_MISUSE(call) EXPECT_STATUS(NEWSIDX_ERR_MISUSE, call)

/* ------------------------------------------------------------ no handle ----
 */

static void nothing_is_done_without_an_index(void **state)
{
    newsidx_query *query = parse("rain");
    newsidx_article article = make_article("k", "Rain", "It rained.");
    newsidx_info info = NEWSIDX_INFO_INIT;
    newsidx_selection *selection = NULL;
    newsidx_results *results = NULL;
    newsidx_record *record = NULL;
    newsidx_tally *tally = NULL;
    newsidx_lines *lines = NULL;
    newsidx_marks *marks = NULL;
    const char *path = "x";
    uint64_t count = 0;
    int64_t id = 0;

    (void)state;
    EXPECT_MISUSE(newsidx_get_info(NULL, &info, &err));
    EXPECT_MISUSE(newsidx_check(NULL, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_optimize(NULL, &err));
    EXPECT_MISUSE(newsidx_rebuild(NULL, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_backup(NULL, "x.db", NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_begin(NULL, &err));
    EXPECT_MISUSE(newsidx_commit(NULL, &err));
    EXPECT_MISUSE(newsidx_rollback(NULL, &err));
    EXPECT_MISUSE(newsidx_put(NULL, &article, &id, &err));
    EXPECT_MISUSE(newsidx_remove(NULL, text_of("k"), &err));
    EXPECT_MISUSE(newsidx_find(NULL, text_of("k"), &id, &err));
    EXPECT_MISUSE(newsidx_read(NULL, 1, &record, &err));
    EXPECT_MISUSE(newsidx_search(NULL, query, NULL, &results, &err));
    EXPECT_MISUSE(newsidx_count(NULL, query, NULL, &count, &err));
    EXPECT_MISUSE(newsidx_select(NULL, query, NULL, &selection, &err));
    EXPECT_MISUSE(newsidx_explain(NULL, query, NULL, 1, &tally, &err));
    EXPECT_MISUSE(newsidx_term_info(NULL, text_of("rain"), &tally, &err));
    EXPECT_MISUSE(newsidx_list_boilerplate(NULL, &tally, &err));
    EXPECT_MISUSE(newsidx_facet(NULL, query, NULL, &tally, &err));
    EXPECT_MISUSE(newsidx_timeline(NULL, query, NULL, &tally, &err));
    EXPECT_MISUSE(newsidx_kwic(NULL, query, NULL, &lines, &err));
    EXPECT_MISUSE(newsidx_highlight(NULL, query, NULL, 1, &marks, &err));
    EXPECT_MISUSE(newsidx_import_paths(NULL, &path, 1, NULL, NULL, &err));
    newsidx_interrupt(NULL);
    newsidx_close(NULL);
    newsidx_query_free(query);
}

/* ------------------------------------------------------- no parameters ---- */

static void nothing_is_done_without_a_query(void **state)
{
    newsidx *index = open_new();
    newsidx_selection *selection = NULL;
    newsidx_results *results = NULL;
    newsidx_tally *tally = NULL;
    newsidx_lines *lines = NULL;
    newsidx_marks *marks = NULL;
    uint64_t count = 0;

    (void)state;
    EXPECT_MISUSE(newsidx_search(index, NULL, NULL, &results, &err));
    EXPECT_MISUSE(newsidx_count(index, NULL, NULL, &count, &err));
    EXPECT_MISUSE(newsidx_select(index, NULL, NULL, &selection, &err));
    EXPECT_MISUSE(newsidx_explain(index, NULL, NULL, 1, &tally, &err));
    EXPECT_MISUSE(newsidx_facet(index, NULL, NULL, &tally, &err));
    EXPECT_MISUSE(newsidx_timeline(index, NULL, NULL, &tally, &err));
    EXPECT_MISUSE(newsidx_kwic(index, NULL, NULL, &lines, &err));
    EXPECT_MISUSE(newsidx_highlight(index, NULL, NULL, 1, &marks, &err));
    newsidx_close(index);
}

static void nothing_is_done_without_a_place_for_the_answer(void **state)
{
    newsidx *index = open_new();
    newsidx_query *query = parse("rain");
    newsidx_results *results = search(index, query, NULL);
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    newsidx_lines *lines = NULL;

    (void)state;
    EXPECT_MISUSE(newsidx_open(INDEX_PATH, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_get_info(index, NULL, &err));
    EXPECT_MISUSE(newsidx_find(index, text_of("k"), NULL, &err));
    EXPECT_MISUSE(newsidx_read(index, 1, NULL, &err));
    EXPECT_MISUSE(newsidx_query_parse("a", 1, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_search(index, query, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_results_next(results, NULL, &err));
    EXPECT_MISUSE(newsidx_results_next(NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_results_summary(results, NULL, &err));
    EXPECT_MISUSE(newsidx_results_summary(NULL, &summary, &err));
    EXPECT_MISUSE(newsidx_count(index, query, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_select(index, query, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_explain(index, query, NULL, 1, NULL, &err));
    EXPECT_MISUSE(newsidx_term_info(index, text_of("rain"), NULL, &err));
    EXPECT_MISUSE(newsidx_list_boilerplate(index, NULL, &err));
    EXPECT_MISUSE(newsidx_facet(index, query, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_timeline(index, query, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_tally_get_sums(NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_highlight(index, query, NULL, 1, NULL, &err));
    EXPECT_MISUSE(newsidx_kwic(index, query, NULL, NULL, &err));
    EXPECT_OK(newsidx_kwic(index, query, NULL, &lines, &err));
    EXPECT_MISUSE(newsidx_lines_next(lines, NULL, &err));
    EXPECT_MISUSE(newsidx_analyzer_new("en", NULL, &err));
    EXPECT_MISUSE(newsidx_time_parse("2016", 4, NULL, &err));
    assert_int_equal(newsidx_selection_next(NULL, NULL), NEWSIDX_ERR_MISUSE);
    assert_int_equal(newsidx_tally_next(NULL, NULL), NEWSIDX_ERR_MISUSE);
    newsidx_lines_free(lines);
    newsidx_results_free(results);
    newsidx_query_free(query);
    newsidx_close(index);
}

static int stop_at_once(const newsidx_term *term, void *user)
{
    (void)term;
    (void)user;
    return 1;
}

/* A length without bytes would be read. */
static void a_text_without_bytes_has_no_length(void **state)
{
    const newsidx_text none = {NULL, 3};
    newsidx *index = open_new();
    newsidx_article article = make_article("k", "Rain", "It rained.");
    newsidx_analyzer *analyzer = NULL;
    newsidx_tally *tally = NULL;
    newsidx_query *query = NULL;
    newsidx_text *const texts[] = {
        &article.key,  &article.headline, &article.byline,  &article.dateline,
        &article.body, &article.source,   &article.section, &article.keywords,
        &article.url,  &article.language, &article.dropped, &article.copyright,
        &article.extra};
    int64_t id = 0;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const newsidx_text kept = *texts[i];

        *texts[i] = none;
        EXPECT_MISUSE(newsidx_put(index, &article, &id, &err));
        *texts[i] = kept;
    }
    EXPECT_MISUSE(newsidx_find(index, none, &id, &err));
    EXPECT_MISUSE(newsidx_remove(index, none, &err));
    EXPECT_MISUSE(newsidx_term_info(index, none, &tally, &err));
    EXPECT_MISUSE(newsidx_query_parse(NULL, 3, NULL, &query, &err));
    EXPECT_MISUSE(newsidx_time_parse(NULL, 3, &id, &err));
    EXPECT_OK(newsidx_analyzer_new("en", &analyzer, &err));
    EXPECT_MISUSE(newsidx_analyze(analyzer, none, stop_at_once, NULL, &err));
    EXPECT_MISUSE(newsidx_analyze(analyzer, text_of("a"), NULL, NULL, &err));
    EXPECT_MISUSE(
        newsidx_analyze(NULL, text_of("a"), stop_at_once, NULL, &err));
    newsidx_analyzer_free(analyzer);
    assert_int_equal(get_info(index).version_count, 0);
    put(index, "k", "Rain", "It rained.");
    newsidx_close(index);
}

/* Sizes that were never set, and fields that this version can't know. */
static void options_of_a_wrong_size_are_refused(void **state)
{
    static const size_t sizes[] = {0, 1, sizeof(size_t) - 1, (size_t)-1};
    newsidx *index = open_new();
    newsidx *other = NULL;
    newsidx_query *query = parse("rain");
    newsidx_query *second = NULL;
    newsidx_results *results = search(index, query, NULL);
    newsidx_tally *tally = NULL;
    newsidx_lines *lines = NULL;
    const char *path = "x";

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        newsidx_open_options how_open = NEWSIDX_OPEN_OPTIONS_INIT;
        newsidx_query_options how_query = NEWSIDX_QUERY_OPTIONS_INIT;
        newsidx_search_options how_search = NEWSIDX_SEARCH_OPTIONS_INIT;
        newsidx_kwic_options how_kwic = NEWSIDX_KWIC_OPTIONS_INIT;
        newsidx_overview_options how_overview = NEWSIDX_OVERVIEW_OPTIONS_INIT;
        newsidx_import_options how_import = NEWSIDX_IMPORT_OPTIONS_INIT;
        newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
        newsidx_article article = make_article("k", "Rain", "It rained.");
        newsidx_info info = NEWSIDX_INFO_INIT;
        newsidx_results *more = NULL;

        how_open.size = how_query.size = how_search.size = sizes[i];
        how_kwic.size = how_overview.size = how_import.size = sizes[i];
        summary.size = article.size = info.size = sizes[i];
        EXPECT_MISUSE(newsidx_open(INDEX_PATH, &how_open, &other, &err));
        EXPECT_MISUSE(newsidx_query_parse("a", 1, &how_query, &second, &err));
        EXPECT_MISUSE(newsidx_search(index, query, &how_search, &more, &err));
        EXPECT_MISUSE(newsidx_kwic(index, query, &how_kwic, &lines, &err));
        EXPECT_MISUSE(newsidx_facet(index, query, &how_overview, &tally, &err));
        EXPECT_MISUSE(
            newsidx_import_paths(index, &path, 1, &how_import, NULL, &err));
        EXPECT_MISUSE(newsidx_results_summary(results, &summary, &err));
        EXPECT_MISUSE(newsidx_put(index, &article, NULL, &err));
        EXPECT_MISUSE(newsidx_get_info(index, &info, &err));
    }
    newsidx_results_free(results);
    newsidx_query_free(query);
    newsidx_close(index);
}

/* ---------------------------------------------------------- wrong order ----
 */

static void what_only_reads_does_not_write(void **state)
{
    newsidx *index = open_new();
    newsidx_article article = make_article("k", "Rain", "It rained.");
    const char *path = NEWSIDX_TEST_SOURCE_DIR "/LICENSE";

    (void)state;
    newsidx_close(index);
    index = open_index(INDEX_PATH, NEWSIDX_READ_ONLY);
    EXPECT_STATUS(NEWSIDX_ERR_READ_ONLY, newsidx_begin(index, &err));
    EXPECT_MISUSE(newsidx_commit(index, &err));
    EXPECT_MISUSE(newsidx_rollback(index, &err));
    EXPECT_STATUS(NEWSIDX_ERR_READ_ONLY,
                  newsidx_put(index, &article, NULL, &err));
    EXPECT_STATUS(NEWSIDX_ERR_READ_ONLY,
                  newsidx_remove(index, text_of("k"), &err));
    EXPECT_STATUS(NEWSIDX_ERR_READ_ONLY, newsidx_optimize(index, &err));
    EXPECT_STATUS(NEWSIDX_ERR_READ_ONLY,
                  newsidx_rebuild(index, NULL, NULL, &err));
    EXPECT_STATUS(NEWSIDX_ERR_READ_ONLY,
                  newsidx_import_paths(index, &path, 1, NULL, NULL, &err));
    assert_int_equal(get_info(index).version_count, 0);
    newsidx_close(index);
}

static void a_transaction_is_not_interrupted_by_what_needs_its_own(void **state)
{
    newsidx *index = open_new();
    const char *path = NEWSIDX_TEST_SOURCE_DIR "/LICENSE";

    (void)state;
    EXPECT_OK(newsidx_begin(index, &err));
    put(index, "k", "Rain", "It rained.");
    EXPECT_MISUSE(newsidx_begin(index, &err));
    EXPECT_MISUSE(newsidx_optimize(index, &err));
    EXPECT_MISUSE(newsidx_rebuild(index, NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_backup(index, "copy.db", NULL, NULL, &err));
    EXPECT_MISUSE(newsidx_import_paths(index, &path, 1, NULL, NULL, &err));
    EXPECT_OK(newsidx_commit(index, &err));
    EXPECT_MISUSE(newsidx_commit(index, &err));
    expect_hits(index, "rain", "k");
    newsidx_close(index);
}

/* What came from an index is good, or says that it is not, without it. */
static void everything_can_be_freed_after_its_index(void **state)
{
    newsidx *index = open_new();
    newsidx_query *query = parse("rain");
    newsidx_selection *selection = NULL;
    newsidx_results *results;
    newsidx_record *record = NULL;
    newsidx_tally *tally = NULL;
    newsidx_lines *lines[3] = {NULL, NULL, NULL};
    newsidx_words *words = NULL;
    const newsidx_word *word = NULL;
    newsidx_marks *marks = NULL;
    const newsidx_tally_line *facet = NULL;
    const newsidx_line *line = NULL;
    int64_t id = put(index, "k", "Rain", "Rain, rain, rain.");

    (void)state;
    results = search(index, query, NULL);
    EXPECT_OK(newsidx_select(index, query, NULL, &selection, &err));
    EXPECT_OK(newsidx_read(index, id, &record, &err));
    EXPECT_OK(newsidx_facet(index, query, NULL, &tally, &err));
    EXPECT_OK(newsidx_highlight(index, query, NULL, id, &marks, &err));
    for (size_t i = 0; i < 3; i++)
        EXPECT_OK(newsidx_kwic(index, query, NULL, &lines[i], &err));
    EXPECT_OK(newsidx_lines_next(lines[0], &line, &err));
    EXPECT_OK(newsidx_terms(index, text_of(""), NULL, &words, &err));
    newsidx_lines_free(lines[1]);
    newsidx_query_free(query);
    newsidx_close(index);
    assert_string_equal(next_hit(results)->key.bytes, "k");
    assert_int_equal(newsidx_selection_next(selection, &id), NEWSIDX_OK);
    assert_string_equal(newsidx_record_article(record)->body.bytes,
                        "Rain, rain, rain.");
    assert_int_equal(newsidx_tally_next(tally, &facet), NEWSIDX_DONE);
    assert_int_equal(newsidx_marks_count(marks), 4);
    EXPECT_MISUSE(newsidx_lines_next(lines[0], &line, &err));
    EXPECT_MISUSE(newsidx_lines_next(lines[2], &line, &err));
    EXPECT_MISUSE(newsidx_words_next(words, &word, &err));
    newsidx_lines_free(lines[2]);
    newsidx_words_free(words);
    newsidx_lines_free(lines[0]);
    newsidx_results_free(results);
    newsidx_selection_free(selection);
    newsidx_record_free(record);
    newsidx_tally_free(tally);
    newsidx_marks_free(marks);
}

/* ---------------------------------------------------- two calls at once ----
 */

typedef struct guest {
    newsidx *index;
    newsidx_lines *lines;
    int calls;
    int refusals;
} guest;

static int on_progress(uint64_t done, uint64_t total, void *user)
{
    guest *in = user;
    const newsidx_line *line = NULL;

    (void)done;
    (void)total;
    in->calls++;
    in->refusals += count_refusals(in->index);
    newsidx_close(in->index); /* does nothing: what called back goes on */
    in->refusals +=
        newsidx_lines_next(in->lines, &line, NULL) == NEWSIDX_ERR_MISUSE;
    return 0;
}

static int on_imported(const newsidx_imported *imported, void *user)
{
    guest *in = user;

    (void)imported;
    in->calls++;
    in->refusals += count_refusals(in->index);
    return 0;
}

/* From another thread than the import's. */
static ptrdiff_t give_text(const char **bytes, void *user)
{
    static const char text[] = "Rain in the hills\n\nIt rained in the hills.\n";
    guest *in = user;

    *bytes = text;
    in->refusals += count_refusals(in->index);
    return in->calls++ == 0 ? (ptrdiff_t)sizeof text - 1 : 0;
}

static void a_callback_cannot_call_the_index(void **state)
{
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx *index = open_new();
    newsidx_query *query = parse("rain");
    guest in = {index, NULL, 0, 0};
    guest reader = {index, NULL, 0, 0};
    guest writer = {index, NULL, 0, 0};

    (void)state;
    put(index, "k", "Rain", "It rained.");
    EXPECT_OK(newsidx_kwic(index, query, NULL, &in.lines, &err));
    EXPECT_OK(newsidx_check(index, on_progress, &in, &err));
    EXPECT_OK(newsidx_rebuild(index, on_progress, &in, &err));
    remove_index("copy.db");
    EXPECT_OK(newsidx_backup(index, "copy.db", on_progress, &in, &err));
    assert_true(in.calls >= 3);
    assert_int_equal(in.refusals, in.calls * (REFUSALS + 1));
    options.on_imported = on_imported;
    options.imported_user = &writer;
    EXPECT_OK(newsidx_import_stream(index, "wire", give_text, &reader, &options,
                                    NULL, &err));
    assert_int_equal(writer.calls, 1);
    assert_int_equal(writer.refusals, REFUSALS);
    assert_true(reader.calls >= 2);
    assert_int_equal(reader.refusals, reader.calls * REFUSALS);
    assert_int_equal(get_info(index).article_count, 2);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_lines_free(in.lines);
    newsidx_query_free(query);
    newsidx_close(index);
}

/* A call that lasts until another thread has tried its own. */
typedef struct meeting {
    newsidx *index;
    pthread_barrier_t barrier;
    int calls;
    int refusals;
} meeting;

static int wait_for_other(uint64_t done, uint64_t total, void *user)
{
    meeting *in = user;

    (void)done;
    (void)total;
    if (in->calls++ == 0) {
        pthread_barrier_wait(&in->barrier);
        pthread_barrier_wait(&in->barrier);
    }
    return 0;
}

static void *call_meanwhile(void *user)
{
    meeting *in = user;

    pthread_barrier_wait(&in->barrier);
    in->refusals = count_refusals(in->index);
    newsidx_close(in->index);
    pthread_barrier_wait(&in->barrier);
    return NULL;
}

static void another_thread_cannot_call_meanwhile(void **state)
{
    pthread_t thread;
    meeting in;

    (void)state;
    memset(&in, 0, sizeof in);
    in.index = open_new();
    put(in.index, "k", "Rain", "It rained.");
    assert_int_equal(pthread_barrier_init(&in.barrier, NULL, 2), 0);
    assert_int_equal(pthread_create(&thread, NULL, call_meanwhile, &in), 0);
    EXPECT_OK(newsidx_check(in.index, wait_for_other, &in, &err));
    pthread_join(thread, NULL);
    pthread_barrier_destroy(&in.barrier);
    assert_true(in.calls > 0);
    assert_int_equal(in.refusals, REFUSALS);
    expect_hits(in.index, "rain", "k");
    newsidx_close(in.index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_done_without_an_index),
        cmocka_unit_test(nothing_is_done_without_a_query),
        cmocka_unit_test(nothing_is_done_without_a_place_for_the_answer),
        cmocka_unit_test(a_text_without_bytes_has_no_length),
        cmocka_unit_test(options_of_a_wrong_size_are_refused),
        cmocka_unit_test(what_only_reads_does_not_write),
        cmocka_unit_test(
            a_transaction_is_not_interrupted_by_what_needs_its_own),
        cmocka_unit_test(everything_can_be_freed_after_its_index),
        cmocka_unit_test(a_callback_cannot_call_the_index),
        cmocka_unit_test(another_thread_cannot_call_meanwhile),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
