/*
 * A search by ranked lists and one by the words alone come to the same: hits,
 * order, scores and totals, whatever the index went through before. The
 * articles are made of words as common and as rare as those of real text.
 */
#define _POSIX_C_SOURCE 200809L

#include "fixture.h"

#include <math.h>
#include <stdbool.h>
#include <time.h>

#define STEMS 500
#define LINE 1200

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t random_state = 20161127;

static uint64_t next_random(void)
{
    uint64_t z = random_state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static size_t below(size_t bound)
{
    return (size_t)(next_random() % bound);
}

static bool one_in(size_t count)
{
    return below(count) == 0;
}

/* ------------------------------------------------------------ corpus ---- */

/* Number 0 is the most common: about one in so many of the others. */
static size_t zipf(void)
{
    const double share = (double)(next_random() >> 11) / 9007199254740992.0;

    return (size_t)(pow((double)STEMS + 1.0, share) - 1.0);
}

/* "barolt", in one of its forms. */
static void append_word(char *to, size_t stem)
{
    static const char *const heads[] = {"bar", "cel", "dim", "fon", "gur",
                                        "hal", "kep", "lim", "mor", "nut"};
    static const char *const tails[] = {"olt", "ark", "erg", "ump", "isk"};
    static const char *const ends[] = {"", "", "", "s", "ing", "ed"};
    char word[32];

    snprintf(word, sizeof word, "%s%s%s%s", heads[stem % 10],
             heads[stem / 10 % 10], tails[stem / 100],
             ends[below(sizeof ends / sizeof *ends)]);
    strcat(to, word);
}

static void append_words(char *to, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        append_word(to, zipf());
        /* What is written in two ways has two forms at one place. */
        strcat(to, one_in(60) ? "-" : one_in(12) ? ". " : " ");
    }
}

/* The day from which embargoes and searches count, if there are any. */
static int64_t embargoes_from = 0;

/* Hours until half of the embargoes are over. */
#define HOURS 10

static void restrict_use(newsidx_article *article)
{
    switch (below(9)) {
    case 0:
        article->usage = NEWSIDX_WITHHELD;
        break;
    case 1:
        article->usage = NEWSIDX_CANCELED;
        break;
    case 2:
    case 3:
    case 4:
        article->embargoed_until =
            embargoes_from + (int64_t)below(HOURS) * 3600;
        break;
    default:
        break;
    }
    article->edition = (uint32_t)below(4);
}

static void put_random(newsidx *index, size_t key)
{
    newsidx_status status;
    static const char *const languages[] = {"", "", "", "de", "fr", "ja"};
    char name[32];
    char headline[LINE] = "";
    char body[LINE * 4] = "";
    newsidx_article article = NEWSIDX_ARTICLE_INIT;

    snprintf(name, sizeof name, "key-%zu", key);
    append_words(headline, 1 + below(6));
    append_words(body, below(one_in(10) ? 250 : 60));
    article.key = text_of(name);
    article.headline = text_of(headline);
    article.body = text_of(body);
    article.language = text_of(languages[below(6)]);
    if (!one_in(9))
        article.published_at = (int64_t)below(400) * 86400;
    if (one_in(3))
        article.source = text_of(one_in(2) ? "AP" : "Reuters");
    if (embargoes_from != 0)
        restrict_use(&article);
    status = newsidx_put(index, &article, NULL, NULL);
    assert_true(status == NEWSIDX_OK ||
                (embargoes_from != 0 && status == NEWSIDX_OUTDATED));
}

/* `count` articles of keys from `first` on, as one transaction. */
static void put_some(newsidx *index, size_t first, size_t count)
{
    EXPECT_OK(newsidx_begin(index, &err));
    for (size_t i = 0; i < count; i++)
        put_random(index, first + i);
    EXPECT_OK(newsidx_commit(index, &err));
}

static void remove_some(newsidx *index, size_t keys, size_t count)
{
    EXPECT_OK(newsidx_begin(index, &err));
    for (size_t i = 0; i < count; i++) {
        char name[32];
        newsidx_status status;

        snprintf(name, sizeof name, "key-%zu", below(keys));
        status = newsidx_remove(index, text_of(name), NULL);
        assert_true(status == NEWSIDX_OK || status == NEWSIDX_NOT_FOUND);
    }
    EXPECT_OK(newsidx_commit(index, &err));
}

/* ----------------------------------------------------------- queries ---- */

/* A word that a query asks for: any form, one form, several that are like it,
 * or one that is nowhere. */
static void ask_word(char *to)
{
    const bool is_exact = one_in(5);

    if (is_exact)
        strcat(to, "=");
    if (one_in(50))
        strcat(to, "nowhere");
    else
        append_word(to, zipf());
    if (!is_exact && one_in(40))
        strcat(to, one_in(2) ? "*" : "~1");
}

static void ask_words(char *to, size_t count, const char *between)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            strcat(to, between);
        ask_word(to);
    }
}

static void ask_group(char *to, const char *sign, const char *between)
{
    strcat(to, sign);
    strcat(to, "(");
    ask_words(to, 2 + below(3), between);
    strcat(to, ")");
}

static void ask_filter(char *to)
{
    static const char *const filters[] = {" source:AP", " lang:de",
                                          " after:1970-06-01"};

    strcat(to, filters[below(3)]);
}

static void ask(char *to)
{
    to[0] = '\0';
    switch (below(12)) {
    case 0:
    case 1:
        ask_words(to, 2 + below(6), " OR ");
        break;
    case 2:
    case 3:
        ask_words(to, 1 + below(4), " AND ");
        break;
    case 4:
        ask_group(to, "", " OR ");
        ask_group(to, " AND ", " OR ");
        break;
    case 5:
        ask_word(to);
        ask_group(to, " AND ", " OR ");
        strcat(to, " -");
        ask_word(to);
        break;
    case 6:
        ask_group(to, "", " OR ");
        ask_group(to, " AND NOT ", one_in(2) ? " AND " : " OR ");
        break;
    case 7:
        ask_group(to, "", " AND ");
        ask_group(to, " AND NOT ", one_in(2) ? " AND " : " -");
        break;
    case 8:
        ask_group(to, "", " AND ");
        ask_group(to, " OR ", " AND ");
        break;
    case 9:
        ask_words(to, 1 + below(3), " ");
        ask_filter(to);
        break;
    default: /* plain words, which may be one phrase */
        ask_words(to, 2 + below(3), " ");
        break;
    }
}

static void choose_options(newsidx_search_options *options)
{
    static const uint32_t limits[] = {1, 2, 5, 10, 10, 50, 100, 200};
    static const uint32_t offsets[] = {0, 0, 0, 1, 3, 60, 300};

    *options = (newsidx_search_options)NEWSIDX_SEARCH_OPTIONS_INIT;
    options->timeout_ms = -1;
    options->shape = one_in(20) ? NEWSIDX_ARTICLES : NEWSIDX_IDS;
    options->order =
        one_in(4) ? (newsidx_order)(1 + below(2)) : NEWSIDX_BEST_FIRST;
    options->limit = limits[below(8)];
    options->offset = offsets[below(7)];
    if (embargoes_from != 0)
        options->now = embargoes_from + (int64_t)below(HOURS) * 3600;
}

/* -------------------------------------------------------- comparison ---- */

typedef struct answer {
    newsidx_results *results;
    newsidx_summary summary;
} answer;

static answer answer_of(newsidx *index, const newsidx_query *query,
                        const newsidx_search_options *options)
{
    answer out = {NULL, NEWSIDX_SUMMARY_INIT};

    out.results = search(index, query, options);
    EXPECT_OK(newsidx_results_summary(out.results, &out.summary, &err));
    assert_int_equal(out.summary.is_partial, 0);
    return out;
}

static bool is_same_hit(const newsidx_hit *a, const newsidx_hit *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return a->id == b->id && a->score == b->score && a->rank == b->rank &&
           a->has_phrase == b->has_phrase;
}

/* The hits and totals of `other` are those that `words` has. */
static void expect_same(answer *words, answer *other, const char *text,
                        const char *how)
{
    const newsidx_hit *a;
    const newsidx_hit *b;

    if (other->summary.is_at_least != 0
            ? other->summary.total > words->summary.total ||
                  other->summary.phrase_total > words->summary.phrase_total
            : other->summary.total != words->summary.total ||
                  other->summary.phrase_total != words->summary.phrase_total)
        fail_msg("%s, %s: %llu matches, %llu phrases, not %llu, %llu", text,
                 how, (unsigned long long)other->summary.total,
                 (unsigned long long)other->summary.phrase_total,
                 (unsigned long long)words->summary.total,
                 (unsigned long long)words->summary.phrase_total);
    do {
        a = next_hit(words->results);
        b = next_hit(other->results);
        if (!is_same_hit(a, b))
            fail_msg("%s, %s: article %lld with %.17g, not %lld with %.17g",
                     text, how, b != NULL ? (long long)b->id : 0LL,
                     b != NULL ? b->score : 0.0,
                     a != NULL ? (long long)a->id : 0LL,
                     a != NULL ? a->score : 0.0);
    } while (a != NULL);
}

/* By lists, and by lists without a count, it is as it is by words. */
static void compare_one(newsidx *index, const char *text, newsidx_match match,
                        newsidx_search_options *options)
{
    newsidx_query *query = parse_as(text, match, 0);

    for (uint32_t at_least = 0; at_least < 2; at_least++) {
        char how[96];
        answer words;
        answer lists;

        snprintf(how, sizeof how, "match %d order %d limit %u offset %u%s",
                 (int)match, (int)options->order, (unsigned)options->limit,
                 (unsigned)options->offset, at_least ? " at least" : "");
        options->no_lists = 1;
        options->at_least = 0;
        words = answer_of(index, query, options);
        options->no_lists = 0;
        options->at_least = at_least;
        lists = answer_of(index, query, options);
        if (at_least == 0)
            assert_int_equal(lists.summary.is_at_least, 0);
        expect_same(&words, &lists, text, how);
        newsidx_results_free(words.results);
        newsidx_results_free(lists.results);
    }
    newsidx_query_free(query);
}

static void compare_counts(newsidx *index, const char *text,
                           newsidx_match match)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = parse_as(text, match, 0);
    uint64_t by_lists;
    uint64_t by_words;

    options.timeout_ms = -1;
    EXPECT_OK(newsidx_count(index, query, &options, &by_lists, &err));
    options.no_lists = 1;
    EXPECT_OK(newsidx_count(index, query, &options, &by_words, &err));
    if (by_lists != by_words)
        fail_msg("%s: counted %llu, not %llu", text,
                 (unsigned long long)by_lists, (unsigned long long)by_words);
    newsidx_query_free(query);
}

static void compare(newsidx *index, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const newsidx_match match =
            one_in(4) ? NEWSIDX_MATCH_ANY : NEWSIDX_MATCH_ALL;
        newsidx_search_options options;
        char text[LINE];

        ask(text);
        choose_options(&options);
        compare_one(index, text, match, &options);
        if (one_in(4))
            compare_counts(index, text, match);
    }
}

/* ------------------------------------------------------------- tests ---- */

static void lists_and_words_find_the_same(void **state)
{
    newsidx *index = open_new();

    (void)state;
    compare(index, 20);
    put_some(index, 0, 60);
    compare(index, 100);
    for (size_t i = 0; i < 5; i++)
        put_some(index, 60 + i * 530, 530);
    compare(index, 600);
    /* Of some articles there are newer versions then, and others are gone. */
    put_some(index, 300, 130);
    remove_some(index, 2700, 150);
    compare(index, 400);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    EXPECT_OK(newsidx_optimize(index, &err));
    compare(index, 400);
    put_some(index, 2710, 40);
    compare(index, 200);
    newsidx_close(index);
    index = open_index(INDEX_PATH, NEWSIDX_READ_ONLY);
    compare(index, 200);
    newsidx_close(index);
}

static void several_segments_in_a_window_are_searched_as_one(void **state)
{
    newsidx *index = open_new();

    (void)state;
    for (size_t i = 0; i < 5; i++)
        put_some(index, i * 1000, 1000);
    compare(index, 500);
    newsidx_close(index);
}

static void what_a_transaction_has_written_is_found(void **state)
{
    newsidx *index = open_new();

    (void)state;
    put_some(index, 0, 1100);
    EXPECT_OK(newsidx_begin(index, &err));
    for (size_t i = 0; i < 50; i++)
        put_random(index, 1050 + i);
    compare(index, 100);
    EXPECT_OK(newsidx_rollback(index, &err));
    compare(index, 100);
    put_some(index, 1050, 1100);
    compare(index, 100);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

static void other_handles_see_what_became_of_the_lists(void **state)
{
    newsidx *index = open_new();
    newsidx *other;

    (void)state;
    put_some(index, 0, 1200);
    other = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
    compare(other, 50);
    put_some(index, 1200, 1050);
    compare(other, 50);
    EXPECT_OK(newsidx_optimize(index, &err));
    compare(other, 50);
    EXPECT_OK(newsidx_optimize(other, &err));
    compare(index, 50);
    put_some(other, 2100, 300);
    put_some(index, 2200, 300);
    compare(other, 50);
    EXPECT_OK(newsidx_rebuild(index, NULL, NULL, &err));
    compare(other, 50);
    EXPECT_OK(newsidx_check(other, NULL, NULL, &err));
    newsidx_close(other);
    newsidx_close(index);
}

/* The time goes back and forth, and the writer's clock doesn't. */
static void what_may_not_be_used_is_found_in_neither_way(void **state)
{
    newsidx *index = open_new();
    newsidx *other;

    (void)state;
    embargoes_from = (int64_t)time(NULL) + 3600;
    put_some(index, 0, 1200);
    other = open_index(INDEX_PATH, NEWSIDX_READ_ONLY);
    compare(index, 150);
    compare(other, 150);
    /* Of most keys there are two and more versions then. */
    put_some(index, 100, 1050);
    put_some(index, 200, 500);
    remove_some(index, 1200, 100);
    compare(index, 150);
    compare(other, 150);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    EXPECT_OK(newsidx_optimize(index, &err));
    compare(other, 100);
    EXPECT_OK(newsidx_rebuild(index, NULL, NULL, &err));
    compare(index, 100);
    compare(other, 100);
    EXPECT_OK(newsidx_check(other, NULL, NULL, &err));
    assert_true(get_info(index).withheld_count > 100);
    assert_true(get_info(index).embargoed_count > 100);
    newsidx_close(other);
    newsidx_close(index);
    embargoes_from = 0;
}

/* ---------------------------------------------------------- real text ---- */

#define REAL_LINES 3000

typedef struct source {
    FILE *pipe;
    size_t lines; /* that are left to be read */
    char line[1024 * 1024];
} source;

static ptrdiff_t read_line(const char **bytes, void *user)
{
    source *from = user;

    if (from->lines == 0 ||
        fgets(from->line, sizeof from->line, from->pipe) == NULL)
        return 0;
    from->lines--;
    *bytes = from->line;
    return (ptrdiff_t)strlen(from->line);
}

/* False if there are none. */
static bool import_real(newsidx *index, const char *corpora)
{
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    static source from;
    char command[1024];

    snprintf(command, sizeof command,
             "zstd -dcq '%s/speed/senate.jsonl.zst' 2> /dev/null", corpora);
    from.pipe = popen(command, "r");
    assert_non_null(from.pipe);
    from.lines = REAL_LINES;
    EXPECT_OK(newsidx_import_stream(index, NULL, read_line, &from, NULL,
                                    &counts, &err));
    pclose(from.pipe);
    return get_info(index).article_count > 0;
}

/* What stands behind the tab. */
static const char *words_of(char *line)
{
    char *words = strchr(line, '\t');

    line[strcspn(line, "\r\n")] = '\0';
    return words != NULL ? words + 1 : line;
}

static void compare_headlines(newsidx *index, FILE *headlines)
{
    char line[LINE];

    while (fgets(line, sizeof line, headlines) != NULL) {
        const char *words = words_of(line);

        for (int match = NEWSIDX_MATCH_ALL; match <= NEWSIDX_MATCH_ANY;
             match++) {
            newsidx_search_options options;

            choose_options(&options);
            compare_one(index, words, (newsidx_match)match, &options);
        }
    }
}

static void headlines_find_the_same_in_real_articles(void **state)
{
    const char *corpora = getenv("NEWSIDX_CORPORA");
    char name[1024];
    FILE *headlines;
    newsidx *index;

    (void)state;
    if (corpora == NULL) {
        printf("skipped: NEWSIDX_CORPORA is not set\n");
        skip();
    }
    snprintf(name, sizeof name, "%s/speed/headlines.tsv", corpora);
    headlines = fopen(name, "r");
    index = open_new();
    if (headlines == NULL || !import_real(index, corpora)) {
        printf("skipped: %s has no articles and headlines that this build "
               "reads\n",
               corpora);
        if (headlines != NULL)
            fclose(headlines);
        newsidx_close(index);
        skip();
        return;
    }
    compare_headlines(index, headlines);
    EXPECT_OK(newsidx_optimize(index, &err));
    rewind(headlines);
    compare_headlines(index, headlines);
    fclose(headlines);
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_and_words_find_the_same),
        cmocka_unit_test(several_segments_in_a_window_are_searched_as_one),
        cmocka_unit_test(what_a_transaction_has_written_is_found),
        cmocka_unit_test(other_handles_see_what_became_of_the_lists),
        cmocka_unit_test(what_may_not_be_used_is_found_in_neither_way),
        cmocka_unit_test(headlines_find_the_same_in_real_articles),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
