#include "fixture.h"

#include <sys/stat.h>

#define PROBLEMS 32

/* What an import said. */
typedef struct import_log {
    newsidx_import_counts counts;
    size_t problem_count;
    char problems[PROBLEMS][512]; /* "file:line: reason" */
    int stop_at;                  /* problems or calls; 0: never */
    int calls;
} import_log;

static int note_problem(const newsidx_problem *problem, void *user)
{
    import_log *to = user;

    assert_true(to->problem_count < PROBLEMS);
    assert_int_equal(strlen(problem->reason.bytes), problem->reason.length);
    snprintf(to->problems[to->problem_count++], sizeof to->problems[0],
             "%s:%llu: %s", problem->file.bytes,
             (unsigned long long)problem->line, problem->reason.bytes);
    return to->stop_at > 0 && (int)to->problem_count >= to->stop_at;
}

static newsidx_import_options listen(import_log *to)
{
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;

    memset(to, 0, sizeof *to);
    options.on_problem = note_problem;
    options.problem_user = to;
    return options;
}

static newsidx_import_counts import_path(newsidx *index, const char *path,
                                         const newsidx_import_options *options)
{
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;

    EXPECT_OK(newsidx_import_paths(index, &path, 1, options, &counts, &err));
    return counts;
}

static void expect_problem(const import_log *from, const char *file,
                           const char *reason)
{
    for (size_t i = 0; i < from->problem_count; i++) {
        if (strncmp(from->problems[i], file, strlen(file)) == 0 &&
            strstr(from->problems[i], reason) != NULL)
            return;
    }
    for (size_t i = 0; i < from->problem_count; i++)
        print_message("told: %s\n", from->problems[i]);
    fail_msg("nothing about \"%s\" of %s", reason, file);
}

static void a_text_file_becomes_an_article(void **state)
{
    newsidx *index = open_new();
    newsidx_import_counts counts;

    (void)state;
    write_string("one.txt", "Flood in the valley\n\nGENEVA (AP) \xE2\x80\x94 "
                            "The river rose on Monday, police said.\n");
    counts = import_path(index, "one.txt", NULL);
    assert_int_equal(counts.added, 1);
    assert_int_equal(counts.files, 1);
    assert_int_equal(counts.skipped, 0);
    assert_true(counts.bytes > 60);
    assert_int_equal(counts.bytes, counts.total_bytes);
    {
        newsidx_query *query = parse("headline:valley police");
        newsidx_results *results = search(index, query, NULL);
        const newsidx_hit *hit = next_hit(results);

        assert_non_null(hit);
        assert_string_equal(hit->headline.bytes, "Flood in the valley");
        /* The key is the file's absolute path. */
        assert_int_equal(hit->key.bytes[0], '/');
        assert_string_equal(hit->key.bytes + hit->key.length - 8, "/one.txt");
        newsidx_results_free(results);
        newsidx_query_free(query);
    }
    newsidx_close(index);
}

static void folders_are_walked_and_hidden_files_left_out(void **state)
{
    newsidx *index = open_new();
    newsidx_import_counts counts;

    (void)state;
    mkdir("walk", 0777);
    mkdir("walk/deep", 0777);
    mkdir("walk/.hidden", 0777);
    write_string("walk/b.txt", "Second\n\nThe second text of the folder.\n");
    write_string("walk/a.txt", "First\n\nThe first text of the folder.\n");
    write_string("walk/deep/c.txt", "Third\n\nThe third text, further down.\n");
    write_string("walk/.secret.txt", "Secret\n\nA secret text.\n");
    write_string("walk/.hidden/d.txt", "Secret\n\nA secret text.\n");
    counts = import_path(index, "walk", NULL);
    assert_int_equal(counts.added, 3);
    assert_int_equal(counts.files, 3);
    assert_int_equal(counts.skipped, 0);
    expect_hits(index, "secret", "");
    {
        newsidx_query *query = parse("text");
        newsidx_results *results = search(index, query, NULL);
        static const char *const ends[] = {"/a.txt", "/b.txt", "/c.txt"};
        const newsidx_hit *hit;
        size_t found = 0;

        /* Ids follow the order of names. */
        for (hit = next_hit(results); hit != NULL; hit = next_hit(results)) {
            assert_true(hit->id >= 1 && hit->id <= 3);
            assert_non_null(strstr(hit->key.bytes, ends[hit->id - 1]));
            found++;
        }
        assert_int_equal(found, 3);
        newsidx_results_free(results);
        newsidx_query_free(query);
    }
    newsidx_close(index);
}

static void the_same_folder_twice_changes_nothing(void **state)
{
    newsidx *index = open_new();
    newsidx_import_counts counts;
    newsidx_info before;
    newsidx_info after;

    (void)state;
    mkdir("twice", 0777);
    write_string("twice/a.txt", "First\n\nThe first text of the folder.\n");
    write_string("twice/b.txt", "Second\n\nThe second text of the folder.\n");
    counts = import_path(index, "twice", NULL);
    assert_int_equal(counts.added, 2);
    before = get_info(index);
    counts = import_path(index, "twice", NULL);
    assert_int_equal(counts.added, 0);
    assert_int_equal(counts.replaced, 0);
    assert_int_equal(counts.unchanged, 2);
    after = get_info(index);
    assert_int_equal(after.version_count, before.version_count);
    assert_int_equal(after.token_count, before.token_count);

    write_string("twice/b.txt", "Second\n\nThe second text has changed.\n");
    counts = import_path(index, "twice", NULL);
    assert_int_equal(counts.unchanged, 1);
    assert_int_equal(counts.replaced, 1);
    assert_int_equal(get_info(index).version_count, 3);
    assert_int_equal(get_info(index).article_count, 2);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

static void bad_files_are_named_and_the_rest_goes_in(void **state)
{
    newsidx *index = open_new();
    static const unsigned char binary[] = {0x7F, 'E', 'L', 'F', 0, 1, 2,
                                           0,    0,   0,   9,   0, 0, 1};
    import_log told;
    newsidx_import_options options = listen(&told);
    newsidx_import_counts counts;

    (void)state;
    mkdir("bad", 0777);
    write_string("bad/a.txt", "Good\n\nA good text before all others.\n");
    write_string("bad/b.txt", "{\\rtf1 A text of another kind.}\n");
    write_file("bad/c.txt", binary, sizeof binary);
    write_string("bad/d.txt", "");
    write_string("bad/e.txt", "Good too\n\nA good text after all others.\n");
    counts = import_path(index, "bad", &options);
    assert_int_equal(counts.added, 2);
    assert_int_equal(counts.skipped, 3);
    assert_int_equal(told.problem_count, 3);
    expect_problem(&told, "bad/b.txt:", "RTF");
    expect_problem(&told, "bad/c.txt:", "");
    expect_problem(&told, "bad/d.txt:", "empty");
    assert_int_equal(get_info(index).article_count, 2);
    newsidx_close(index);
}

static void a_path_that_is_not_there_is_a_problem_of_its_own(void **state)
{
    newsidx *index = open_new();
    static const char *const paths[] = {"not-there.txt", "there.txt"};
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    import_log told;
    newsidx_import_options options = listen(&told);

    (void)state;
    write_string("there.txt", "Here\n\nThis text is here.\n");
    EXPECT_OK(newsidx_import_paths(index, paths, 2, &options, &counts, &err));
    assert_int_equal(counts.added, 1);
    assert_int_equal(counts.skipped, 1);
    expect_problem(&told, "not-there.txt:", "");
    newsidx_close(index);
}

static void a_file_that_is_named_twice_is_read_once(void **state)
{
    newsidx *index = open_new();
    static const char *const paths[] = {"once.txt", "./once.txt", "once.txt"};
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;

    (void)state;
    write_string("once.txt", "Once\n\nThis text is read once.\n");
    EXPECT_OK(newsidx_import_paths(index, paths, 3, NULL, &counts, &err));
    assert_int_equal(counts.files, 1);
    assert_int_equal(counts.added, 1);
    newsidx_close(index);
}

/* A stream that gives what it has in pieces. */
typedef struct pieces {
    const char *bytes;
    size_t length;
    size_t at_most;
    int fails;
} pieces;

static ptrdiff_t read_pieces(const char **bytes, void *user)
{
    pieces *from = user;
    size_t length = from->length < from->at_most ? from->length : from->at_most;

    if (from->fails && length == 0)
        return -1;
    *bytes = from->bytes;
    from->bytes += length;
    from->length -= length;
    return (ptrdiff_t)length;
}

static pieces pieces_of(const char *text, size_t at_most)
{
    pieces from = {text, strlen(text), at_most, 0};

    return from;
}

static void a_stream_of_one_text_is_keyed_by_its_content(void **state)
{
    static const char text[] = "Stream\n\nThis text came as a stream.\n";
    newsidx *index = open_new();
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    pieces from = pieces_of(text, 5);

    (void)state;
    EXPECT_OK(newsidx_import_stream(index, NULL, read_pieces, &from, NULL,
                                    &counts, &err));
    assert_int_equal(counts.added, 1);
    from = pieces_of(text, 1000);
    EXPECT_OK(newsidx_import_stream(index, NULL, read_pieces, &from, NULL,
                                    &counts, &err));
    assert_int_equal(counts.unchanged, 1);
    assert_int_equal(counts.added, 0);
    assert_int_equal(get_info(index).article_count, 1);
    newsidx_close(index);
}

static void a_stream_that_fails_is_told_and_not_stored_by_half(void **state)
{
    newsidx *index = open_new();
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    import_log told;
    newsidx_import_options options = listen(&told);
    pieces from = pieces_of("Half\n\nHalf of a te", 7);

    (void)state;
    from.fails = 1;
    EXPECT_OK(newsidx_import_stream(index, "half", read_pieces, &from, &options,
                                    &counts, &err));
    assert_int_equal(counts.skipped, 1);
    assert_int_equal(counts.added, 0);
    expect_problem(&told, "half:", "read");
    assert_int_equal(get_info(index).article_count, 0);
    newsidx_close(index);
}

#ifdef NX_HAVE_JSON
static void json_lines_take_the_usual_names(void **state)
{
    static const char text[] =
        "{\"id\": \"a\", \"title\": \"First\", \"text\": \"One text.\", "
        "\"date\": \"2016-09-10T12:00:00Z\", \"source\": \"AP\"}\n"
        "{\"guid\": \"b\", \"headline\": \"Second\", \"body\": \"Two text.\", "
        "\"published\": \"Sat, 10 Sep 2016 12:00:00 GMT\"}\r\n"
        "\n"
        "{\"uri\": \"c\", \"content\": \"Three text.\", \"byline\": \"Ann\", "
        "\"versioncreated\": 1473508800}";
    newsidx *index = open_new();
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    pieces from = pieces_of(text, 11);
    newsidx_query *query = parse("text");
    newsidx_results *results;
    const newsidx_hit *hit;
    size_t count = 0;

    (void)state;
    options.source = "Elsewhere";
    EXPECT_OK(newsidx_import_stream(index, "lines", read_pieces, &from,
                                    &options, &counts, &err));
    assert_int_equal(counts.added, 3);
    results = search(index, query, NULL);
    for (hit = next_hit(results); hit != NULL; hit = next_hit(results)) {
        assert_int_equal(hit->published_at, 1473508800);
        assert_string_equal(hit->source.bytes,
                            hit->key.bytes[0] == 'a' ? "AP" : "Elsewhere");
        count++;
    }
    assert_int_equal(count, 3);
    newsidx_results_free(results);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void bad_lines_are_named_and_the_rest_goes_in(void **state)
{
    static const char text[] =
        "{\"id\": \"a\", \"text\": \"First good line.\"}\n"
        "{\"id\": \"b\", \"text\": \"not closed}\n"
        "{\"id\": \"c\", \"text\": 7 8}\n"
        "{\"id\": \"d\"}\n"
        "{\"text\": \"No key.\"}\n"
        "[1, 2, 3]\n"
        "{\"id\": \"e\", \"text\": \"Last good line.\"}\n";
    newsidx *index = open_new();
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    import_log told;
    newsidx_import_options options = listen(&told);
    pieces from = pieces_of(text, 64);

    (void)state;
    options.format = NEWSIDX_FORMAT_JSON_LINES;
    EXPECT_OK(newsidx_import_stream(index, "bad.jsonl", read_pieces, &from,
                                    &options, &counts, &err));
    expect_problem(&told, "bad.jsonl:2:", "");
    expect_problem(&told, "bad.jsonl:3:", "");
    expect_problem(&told, "bad.jsonl:4:", "");
    expect_problem(&told, "bad.jsonl:6:", "");
    assert_int_equal(counts.skipped, told.problem_count);
    assert_int_equal(counts.added + counts.skipped, 7);
    expect_hits(index, "first", "a");
    expect_hits(index, "last", "e");
    newsidx_close(index);
}

static int note_progress(const newsidx_import_counts *counts, void *user)
{
    import_log *to = user;

    assert_true(counts->bytes >= to->counts.bytes);
    to->counts = *counts;
    to->calls++;
    return to->stop_at > 0 && to->calls >= to->stop_at;
}

/* A JSON Lines text of `count` articles. */
static char *make_lines(int count)
{
    char *text = malloc((size_t)count * 80 + 1);
    size_t used = 0;

    assert_non_null(text);
    for (int i = 0; i < count; i++)
        used += (size_t)snprintf(text + used, 80,
                                 "{\"id\": \"%d\", \"text\": \"Number %d of "
                                 "many.\"}\n",
                                 i, i);
    return text;
}

static void progress_can_stop_and_whole_batches_stay(void **state)
{
    char *text = make_lines(2000);
    newsidx *index = open_new();
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    pieces from = pieces_of(text, 4096);
    import_log told;
    uint64_t stored;

    (void)state;
    memset(&told, 0, sizeof told);
    told.stop_at = 1;
    options.batch_articles = 10;
    options.on_progress = note_progress;
    options.progress_user = &told;
    EXPECT_STATUS(NEWSIDX_ERR_CANCELLED,
                  newsidx_import_stream(index, NULL, read_pieces, &from,
                                        &options, &counts, &err));
    stored = get_info(index).article_count;
    assert_true(stored < 2000);
    assert_int_equal(counts.added, stored);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));

    /* The same import again completes it. */
    from = pieces_of(text, 4096);
    EXPECT_OK(newsidx_import_stream(index, NULL, read_pieces, &from, NULL,
                                    &counts, &err));
    assert_int_equal(counts.unchanged, stored);
    assert_int_equal(counts.added, 2000 - stored);
    free(text);
    newsidx_close(index);
}

static void a_problem_can_stop_the_import(void **state)
{
    newsidx *index = open_new();
    import_log told;
    newsidx_import_options options = listen(&told);
    pieces from = pieces_of("{\"id\": \"a\", \"text\": \"Good.\"}\n{bad\n"
                            "{\"id\": \"b\", \"text\": \"Good.\"}\n",
                            1000);

    (void)state;
    told.stop_at = 1;
    options.format = NEWSIDX_FORMAT_JSON_LINES;
    EXPECT_STATUS(NEWSIDX_ERR_CANCELLED,
                  newsidx_import_stream(index, NULL, read_pieces, &from,
                                        &options, NULL, &err));
    assert_int_equal(told.problem_count, 1);
    newsidx_close(index);
}

static void batches_of_any_size_store_the_same(void **state)
{
    static const uint32_t batches[] = {1, 7, 100, 0, 1000000};
    char *text = make_lines(300);

    (void)state;
    for (size_t i = 0; i < sizeof batches / sizeof *batches; i++) {
        newsidx *index = open_new();
        newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
        newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
        pieces from = pieces_of(text, 100 + i * 1000);

        options.batch_articles = batches[i];
        EXPECT_OK(newsidx_import_stream(index, NULL, read_pieces, &from,
                                        &options, &counts, &err));
        assert_int_equal(counts.added, 300);
        assert_int_equal(counts.bytes, strlen(text));
        assert_int_equal(get_info(index).article_count, 300);
        expect_hits(index, "=299", "299");
        EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
        newsidx_close(index);
    }
    free(text);
}
#endif

#ifdef NX_HAVE_JSON
static void lower_editions_are_counted_as_outdated(void **state)
{
    static const char *const paths[] = {"editions.jsonl"};
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx *index = open_new();

    (void)state;
    write_string(paths[0], "{\"key\":\"k\",\"body\":\"b\",\"edition\":2}\n"
                           "{\"key\":\"k\",\"body\":\"a\",\"edition\":1}\n"
                           "{\"key\":\"k\",\"body\":\"c\",\"edition\":3}\n");
    EXPECT_OK(newsidx_import_paths(index, paths, 1, &options, &counts, &err));
    assert_int_equal(counts.added, 1);
    assert_int_equal(counts.replaced, 1);
    assert_int_equal(counts.outdated, 1);
    expect_hits(index, "c", "k");
    expect_hits(index, "b", "");
    /* A dry run knows what is there. */
    write_string(paths[0], "{\"key\":\"k\",\"body\":\"a\",\"edition\":1}\n"
                           "{\"key\":\"k\",\"body\":\"d\",\"edition\":2}\n"
                           "{\"key\":\"k\",\"body\":\"e\",\"edition\":4}\n");
    options.dry_run = 1;
    EXPECT_OK(newsidx_import_paths(index, paths, 1, &options, &counts, &err));
    assert_int_equal(counts.unchanged, 1);
    assert_int_equal(counts.outdated, 1);
    assert_int_equal(counts.replaced, 1);
    assert_int_equal(get_info(index).version_count, 3);
    newsidx_close(index);
}
#endif

static void misuse_is_told(void **state)
{
    newsidx *index = open_new();
    static const char *const paths[] = {NULL};
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;

    (void)state;
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_import_paths(index, NULL, 1, NULL, NULL, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_import_paths(index, paths, 1, NULL, NULL, &err));
    EXPECT_STATUS(
        NEWSIDX_ERR_MISUSE,
        newsidx_import_stream(index, NULL, NULL, NULL, NULL, NULL, &err));
    options.format = (newsidx_format)99;
    write_string("format.txt", "Format\n\nA text.\n");
    {
        const char *path = "format.txt";

        EXPECT_STATUS(
            NEWSIDX_ERR_OPTIONS,
            newsidx_import_paths(index, &path, 1, &options, NULL, &err));
    }
    EXPECT_OK(newsidx_import_paths(index, NULL, 0, NULL, NULL, &err));
    newsidx_close(index);
}

static void reading_only_refuses_to_import(void **state)
{
    newsidx *index = open_new();
    const char *path = "readonly.txt";

    (void)state;
    newsidx_close(index);
    write_string(path, "Read only\n\nA text.\n");
    index = open_index(INDEX_PATH, NEWSIDX_READ_ONLY);
    EXPECT_STATUS(NEWSIDX_ERR_READ_ONLY,
                  newsidx_import_paths(index, &path, 1, NULL, NULL, &err));
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_file_becomes_an_article),
        cmocka_unit_test(folders_are_walked_and_hidden_files_left_out),
        cmocka_unit_test(the_same_folder_twice_changes_nothing),
        cmocka_unit_test(bad_files_are_named_and_the_rest_goes_in),
        cmocka_unit_test(a_path_that_is_not_there_is_a_problem_of_its_own),
        cmocka_unit_test(a_file_that_is_named_twice_is_read_once),
        cmocka_unit_test(a_stream_of_one_text_is_keyed_by_its_content),
        cmocka_unit_test(a_stream_that_fails_is_told_and_not_stored_by_half),
#ifdef NX_HAVE_JSON
        cmocka_unit_test(json_lines_take_the_usual_names),
        cmocka_unit_test(bad_lines_are_named_and_the_rest_goes_in),
        cmocka_unit_test(progress_can_stop_and_whole_batches_stay),
        cmocka_unit_test(a_problem_can_stop_the_import),
        cmocka_unit_test(batches_of_any_size_store_the_same),
#endif
#ifdef NX_HAVE_JSON
        cmocka_unit_test(lower_editions_are_counted_as_outdated),
#endif
        cmocka_unit_test(misuse_is_told),
        cmocka_unit_test(reading_only_refuses_to_import),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
