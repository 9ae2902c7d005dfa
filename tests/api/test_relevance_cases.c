/*
 * Runs the cases of tests/relevance/ over the sample articles of data/.
 *
 * To add a case, write some lines into any .txt file of that folder, with a
 * blank line before and after; nobody needs to know C for it:
 *
 *     # why this should be so
 *     query: joint implementation center
 *     first: truce-halem-joint-center
 *     never: school-no-final-newline
 *
 * A line that begins with # is a comment. The others are
 *
 *     query:   what is typed; begins a case
 *     match:   any                 any word may match, as for questions
 *              phrase              the whole query is one phrase
 *     order:   newest or oldest    instead of the best first
 *     hits:    a b c               these articles in this order and no others
 *     first:   a b                 the first hits, in this order
 *     found:   a b                 are among the hits, wherever
 *     never:   a b                 are not among the hits
 *     above:   a b                 both are hits, and a stands above b
 *     count:   3                   so many hits
 *     phrases: 2                   so many of them have the words as a phrase
 *     marked:  U.S. | us           the marked pieces of the best passage of
 *                                  the first hit, in its order
 *
 * An article goes by its file's name without ".txt", or by its id in
 * articles.jsonl. "hits:" with nothing behind it says that nothing is found.
 */
#include "fixture.h"

#include <dirent.h>
#include <stdbool.h>

#define DATA NEWSIDX_TEST_SOURCE_DIR "/data"
#define CASES NEWSIDX_TEST_SOURCE_DIR "/tests/relevance"
#ifdef NX_HAVE_JSON
#define HAVE_JSON true
#else
#define HAVE_JSON false
#endif
#define MOST_HITS 200
#define NAME_BYTES 80
#define LINE_BYTES 1024

/* What a case's query found. */
typedef struct answer {
    char query[LINE_BYTES];
    newsidx_match match;
    uint32_t phrase;
    newsidx_order order;
    char names[MOST_HITS][NAME_BYTES];
    char marked[LINE_BYTES];
    size_t count;
    newsidx_summary summary;
    bool is_asked;
} answer;

/* Where in the cases we are, for messages. */
typedef struct place {
    const char *file;
    size_t line;
    size_t failures;
    size_t checks;
} place;

static void complain(place *at, const answer *of, const char *what,
                     const char *name)
{
    print_error("%s:%zu: %s: %s %s; found:", at->file, at->line, of->query,
                what, name);
    for (size_t i = 0; i < of->count && i < 12; i++)
        print_error(" %s", of->names[i]);
    print_error("%s\n", of->count > 12 ? " ..." : "");
    at->failures++;
}

/* "truce-halem" of "/some/where/truce-halem.txt"; ids stay as they are. */
static void name_of(newsidx_text key, char *out)
{
    const char *slash = strrchr(key.bytes, '/');
    size_t length;

    snprintf(out, NAME_BYTES, "%s",
             key.bytes[0] == '/' && slash != NULL ? slash + 1 : key.bytes);
    length = strlen(out);
    if (key.bytes[0] == '/' && length > 4 &&
        strcmp(out + length - 4, ".txt") == 0)
        out[length - 4] = '\0';
}

static void note_marked(const newsidx_hit *hit, answer *to)
{
    const newsidx_passage *passage = newsidx_hit_passage(hit, 0);
    size_t used = 0;

    to->marked[0] = '\0';
    for (size_t i = 0; passage != NULL && i < passage->span_count; i++) {
        const newsidx_span *span = &passage->spans[i];

        used += (size_t)snprintf(to->marked + used, sizeof to->marked - used,
                                 "%s%.*s", i > 0 ? " | " : "",
                                 (int)(span->end - span->start),
                                 passage->text.bytes + span->start);
        if (used >= sizeof to->marked)
            return;
    }
}

static void ask(newsidx *index, answer *to)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = parse_as(to->query, to->match, to->phrase);
    newsidx_results *results;
    const newsidx_hit *hit;

    options.order = to->order;
    options.limit = MOST_HITS;
    results = search(index, query, &options);
    to->summary.size = sizeof to->summary;
    EXPECT_OK(newsidx_results_summary(results, &to->summary, &err));
    to->count = 0;
    to->marked[0] = '\0';
    for (hit = next_hit(results); hit != NULL; hit = next_hit(results)) {
        if (to->count == 0)
            note_marked(hit, to);
        name_of(hit->key, to->names[to->count++]);
    }
    newsidx_results_free(results);
    newsidx_query_free(query);
    to->is_asked = true;
}

/* Where an article stands among the hits, from 0; `count` if nowhere. */
static size_t rank_of(const answer *of, const char *name)
{
    size_t rank = 0;

    while (rank < of->count && strcmp(of->names[rank], name) != 0)
        rank++;
    return rank;
}

/* The next word of a list; false after the last. */
static bool next_name(const char **list, char *out)
{
    size_t length;

    *list += strspn(*list, " \t");
    length = strcspn(*list, " \t");
    if (length == 0)
        return false;
    snprintf(out, NAME_BYTES, "%.*s", (int)length, *list);
    *list += length;
    return true;
}

static void check_first(place *at, const answer *of, const char *list,
                        bool is_all)
{
    char name[NAME_BYTES];
    size_t rank = 0;

    while (next_name(&list, name)) {
        if (rank >= of->count || strcmp(of->names[rank], name) != 0) {
            complain(at, of, "not in its place:", name);
            return;
        }
        rank++;
    }
    if (is_all && rank < of->count)
        complain(at, of, "should not be found:", of->names[rank]);
}

static void check_among(place *at, const answer *of, const char *list,
                        bool is_wanted)
{
    char name[NAME_BYTES];

    while (next_name(&list, name)) {
        if ((rank_of(of, name) < of->count) != is_wanted)
            complain(at, of,
                     is_wanted ? "not found:" : "should not be found:", name);
    }
}

static void check_above(place *at, const answer *of, const char *list)
{
    char upper[NAME_BYTES];
    char lower[NAME_BYTES];

    if (!next_name(&list, upper) || !next_name(&list, lower))
        complain(at, of, "two names belong behind", "above:");
    else if (rank_of(of, lower) == of->count ||
             rank_of(of, upper) >= rank_of(of, lower))
        complain(at, of, "not above the other:", upper);
}

static void check_number(place *at, const answer *of, const char *value,
                         uint64_t actual)
{
    if (strtoull(value, NULL, 10) != actual) {
        char number[32];

        snprintf(number, sizeof number, "%llu", (unsigned long long)actual);
        complain(at, of, "the number is", number);
    }
}

/* A line that says something about the answer; false if it's none of them. */
static bool check(place *at, const answer *of, const char *name,
                  const char *value)
{
    at->checks++;
    if (strcmp(name, "hits") == 0)
        check_first(at, of, value, true);
    else if (strcmp(name, "first") == 0)
        check_first(at, of, value, false);
    else if (strcmp(name, "found") == 0)
        check_among(at, of, value, true);
    else if (strcmp(name, "never") == 0)
        check_among(at, of, value, false);
    else if (strcmp(name, "above") == 0)
        check_above(at, of, value);
    else if (strcmp(name, "count") == 0)
        check_number(at, of, value, of->summary.total);
    else if (strcmp(name, "phrases") == 0)
        check_number(at, of, value, of->summary.phrase_total);
    else if (strcmp(name, "marked") != 0)
        return false;
    else if (strcmp(of->marked, value) != 0)
        complain(at, of, "marked is", of->marked);
    return true;
}

/* A line that says how to ask. */
static bool prepare(answer *to, const char *name, const char *value)
{
    if (strcmp(name, "query") == 0) {
        memset(to, 0, sizeof *to);
        snprintf(to->query, sizeof to->query, "%s", value);
    } else if (strcmp(name, "match") == 0 && strcmp(value, "any") == 0) {
        to->match = NEWSIDX_MATCH_ANY;
    } else if (strcmp(name, "match") == 0 && strcmp(value, "phrase") == 0) {
        to->phrase = 1;
    } else if (strcmp(name, "order") == 0 && strcmp(value, "newest") == 0) {
        to->order = NEWSIDX_NEWEST_FIRST;
    } else if (strcmp(name, "order") == 0 && strcmp(value, "oldest") == 0) {
        to->order = NEWSIDX_OLDEST_FIRST;
    } else {
        return false;
    }
    to->is_asked = false;
    return true;
}

static void run_line(newsidx *index, place *at, answer *of, char *line)
{
    size_t length = strcspn(line, "\r\n");
    char *colon;
    char *value;

    line[length] = '\0';
    if (length == 0 || line[0] == '#')
        return;
    colon = strchr(line, ':');
    if (colon == NULL) {
        fail_msg("%s:%zu: no colon", at->file, at->line);
        return;
    }
    *colon = '\0';
    value = colon + 1 + strspn(colon + 1, " ");
    if (prepare(of, line, value))
        return;
    if (!of->is_asked)
        ask(index, of);
    if (!check(at, of, line, value))
        fail_msg("%s:%zu: what is \"%s\"?", at->file, at->line, line);
}

static void run_file(newsidx *index, const char *name, place *at)
{
    static answer of;
    char path[512];
    char line[LINE_BYTES];
    FILE *file;

    snprintf(path, sizeof path, CASES "/%s", name);
    file = fopen(path, "rb");
    assert_non_null(file);
    at->file = name;
    at->line = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        at->line++;
        run_line(index, at, &of, line);
    }
    fclose(file);
}

static void all_cases_hold(void **state)
{
    static const char *const paths[] = {DATA "/articles",
                                        DATA "/articles.jsonl"};
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    newsidx *index = open_new();
    place at = {"", 0, 0, 0};
    DIR *folder = opendir(CASES);
    const struct dirent *entry;

    (void)state;
    EXPECT_OK(newsidx_import_paths(index, paths, 2, NULL, &counts, &err));
    assert_true(counts.added >= 60);
    assert_int_equal(counts.skipped, 0);
    assert_non_null(folder);
    for (entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        size_t length = strlen(entry->d_name);

        if (length > 4 && strcmp(entry->d_name + length - 4, ".txt") == 0)
            run_file(index, entry->d_name, &at);
    }
    closedir(folder);
    newsidx_close(index);
    assert_true(at.checks > 0);
    assert_int_equal(at.failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_cases_hold)};

    if (!HAVE_JSON) {
        printf("skipped: this build doesn't read JSON Lines\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
