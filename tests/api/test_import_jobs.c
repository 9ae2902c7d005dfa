/* Several readers: what comes of an import is the same as of one. */
#include "fixture.h"

#include <stdbool.h>
#include <sys/stat.h>

#define FILES 60
#define BROKEN_FILES (FILES / 10)
/* Files of articles in lines; without JSON there are none. */
#ifdef NX_HAVE_JSON
#define LINE_FILES 3
#else
#define LINE_FILES 0
#endif
#define LINES 900
#define BROKEN_LINES (LINES / 100)
#define ARTICLES                                                               \
    (FILES - BROKEN_FILES - LINE_FILES + LINE_FILES * (LINES - BROKEN_LINES))
#define ACCOUNT_BYTES ((size_t)512 * 1024)

/* All that an import told, in order. */
typedef struct account {
    char text[ACCOUNT_BYTES];
    size_t used;
    uint64_t bytes; /* progress so far */
    size_t told;
    size_t most; /* stop after so many articles; 0: never */
} account;

static account *new_account(void)
{
    account *to = calloc(1, sizeof *to);

    assert_non_null(to);
    return to;
}

static void add_line(account *to, const char *line)
{
    const size_t length = strlen(line);

    assert_true(to->used + length < ACCOUNT_BYTES);
    memcpy(to->text + to->used, line, length);
    to->used += length;
}

static int note_imported(const newsidx_imported *imported, void *user)
{
    account *to = user;
    char line[400];

    snprintf(line, sizeof line, "%s:%lu %d %u %s\n", imported->file.bytes,
             (unsigned long)imported->line, (int)imported->status,
             (unsigned)imported->version, imported->article->headline.bytes);
    add_line(to, line);
    to->told++;
    return to->told == to->most;
}

static int note_problem(const newsidx_problem *problem, void *user)
{
    char line[400];

    snprintf(line, sizeof line, "%s:%lu %s\n", problem->file.bytes,
             (unsigned long)problem->line, problem->reason.bytes);
    add_line(user, line);
    return 0;
}

static int note_progress(const newsidx_import_counts *counts, void *user)
{
    account *to = user;

    assert_true(counts->bytes >= to->bytes);
    assert_true(counts->bytes <= counts->total_bytes);
    to->bytes = counts->bytes;
    return 0;
}

/* One in a hundred is none. A key that two files have is another version in the
 * second. */
static size_t write_line(char *out, size_t room, int file, int number)
{
    if (number % 100 == 50)
        return (size_t)snprintf(out, room, "no %d\n", number);
    return (size_t)snprintf(out, room,
                            "{\"key\": \"%d\", \"headline\": \"Line %d.%d\", "
                            "\"body\": \"Rain again.\"}\n",
                            number, file, number);
}

/* Texts, lines, and what is no text. */
static void write_one(int number)
{
    static char lines[LINES * 100];
    size_t used = 0;
    char path[64];
    char body[200];

    snprintf(path, sizeof path, "many/%02d.txt", number);
    snprintf(body, sizeof body, "Rain %d\n\nIt rained on day %d in Geneva.\n",
             number, number);
    if (number % 10 == 3)
        snprintf(body, sizeof body, "%s", "GIF8\1\2\3\4\5\6");
    if (LINE_FILES == 0 || number % 20 != 7) {
        write_string(path, body);
        return;
    }
    for (int i = 0; i < LINES; i++)
        used += write_line(lines + used, sizeof lines - used, number, i);
    write_string(path, lines);
}

static int write_all(void **state)
{
    (void)state;
    assert_int_equal(mkdir("many", 0700), 0);
    for (int i = 0; i < FILES; i++)
        write_one(i);
    return 0;
}

static newsidx_import_options listen(account *to)
{
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;

    options.on_imported = note_imported;
    options.imported_user = to;
    options.on_problem = note_problem;
    options.problem_user = to;
    options.on_progress = note_progress;
    options.progress_user = to;
    return options;
}

/* What is found, in the order of their numbers. */
static void add_found(newsidx *index, account *to)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results;
    newsidx_query *query;
    const newsidx_hit *hit;

    options.limit = 2000;
    options.order = NEWSIDX_OLDEST_FIRST;
    EXPECT_OK(newsidx_query_parse("*", NEWSIDX_WHOLE, NULL, &query, &err));
    EXPECT_OK(newsidx_search(index, query, &options, &results, &err));
    while (newsidx_results_next(results, &hit, NULL) == NEWSIDX_OK) {
        char line[400];

        snprintf(line, sizeof line, "%ld %s %s\n", (long)hit->id,
                 hit->key.bytes, hit->headline.bytes);
        add_line(to, line);
    }
    newsidx_results_free(results);
    newsidx_query_free(query);
}

static account *import_with(uint32_t jobs, newsidx_isolation isolation)
{
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    account *to = new_account();
    newsidx_import_options options = listen(to);
    newsidx *index = open_new();
    const char *path = "many";

    options.jobs = jobs;
    options.isolation = isolation;
    EXPECT_OK(newsidx_import_paths(index, &path, 1, &options, &counts, &err));
    assert_int_equal(counts.files, FILES);
    assert_int_equal(counts.bytes, to->bytes);
    assert_int_equal(counts.skipped, BROKEN_FILES + LINE_FILES * BROKEN_LINES);
    assert_int_equal(counts.added + counts.replaced, ARTICLES);
    assert_true(LINE_FILES == 0 || counts.replaced > LINES);
    add_found(index, to);
    newsidx_close(index);
    return to;
}

static void expect_the_same(newsidx_isolation isolation)
{
    static const uint32_t jobs[] = {0, 2, 3, 7, 64};
    account *one = import_with(1, isolation);

    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        account *many = import_with(jobs[i], isolation);

        assert_string_equal(many->text, one->text);
        free(many);
    }
    free(one);
}

static void what_is_told_and_stored_is_the_same(void **state)
{
    (void)state;
    expect_the_same(NEWSIDX_ISOLATION_NONE);
}

static void with_a_process_for_each_it_is_the_same(void **state)
{
    (void)state;
    expect_the_same(NEWSIDX_ISOLATION_PARTIAL);
}

static void all_of_them_stop_when_one_article_is_the_last(void **state)
{
    const char *path = "many";

    (void)state;
    for (size_t most = 1; most < ARTICLES; most = most * 3 + 1) {
        account *to = new_account();
        newsidx_import_options options = listen(to);
        newsidx *index = open_new();

        to->most = most;
        options.jobs = 5;
        EXPECT_STATUS(
            NEWSIDX_ERR_CANCELLED,
            newsidx_import_paths(index, &path, 1, &options, NULL, &err));
        assert_int_equal(to->told, most);
        newsidx_close(index);
        free(to);
    }
}

static void there_are_not_any_number_of_them(void **state)
{
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    const char *path = "many";
    newsidx *index = open_new();

    (void)state;
    options.jobs = 65;
    EXPECT_STATUS(NEWSIDX_ERR_OPTIONS,
                  newsidx_import_paths(index, &path, 1, &options, NULL, &err));
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_told_and_stored_is_the_same),
        cmocka_unit_test(with_a_process_for_each_it_is_the_same),
        cmocka_unit_test(all_of_them_stop_when_one_article_is_the_last),
        cmocka_unit_test(there_are_not_any_number_of_them),
    };

    return cmocka_run_group_tests(tests, write_all, NULL);
}
