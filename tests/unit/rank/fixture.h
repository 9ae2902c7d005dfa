/* What the tests of rank and results share: an index, articles, plans. */
#ifndef NX_TESTS_RANK_FIXTURE_H
#define NX_TESTS_RANK_FIXTURE_H

#include "base/str.h"
#include "ingest/clean.h"
#include "query/parse.h"
#include "rank/candidates.h"
#include "rank/matcher.h"
#include "rank/plan.h"
#include "articles.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define INDEX_PATH "test.db"

/* A status that isn't the expected one says what the library said. */
#define EXPECT_STATUS(expected, call)                                          \
    do {                                                                       \
        newsidx_error err;                                                     \
        newsidx_status came;                                                   \
        err.message[0] = '\0';                                                 \
        came = (call);                                                         \
        if (came != (expected))                                                \
            fail_msg("%s: %s, not %s: %s", #call, newsidx_status_name(came),   \
                     newsidx_status_name(expected), err.message);              \
    } while (0)

#define EXPECT_OK(call) EXPECT_STATUS(NEWSIDX_OK, call)

/* An index of its own, and the plan that was made last. */
typedef struct fixture {
    nx_store *store;
    nx_frequencies *frequencies;
    nx_arena arena;
    newsidx_query *query;
    nx_plan plan;
} fixture;

static inline void fixture_open(fixture *in)
{
    static const char *const beside[] = {"", "-wal", "-shm", ".lock"};
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    char name[64];

    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        snprintf(name, sizeof name, "%s%s", INDEX_PATH, beside[i]);
        unlink(name);
    }
    memset(in, 0, sizeof *in);
    nx_arena_init(&in->arena);
    EXPECT_OK(nx_store_open(INDEX_PATH, &options, &in->store, &err));
    EXPECT_OK(nx_candidates_register(in->store, &err));
    EXPECT_OK(nx_frequencies_new(&in->frequencies, &err));
}

static inline void fixture_close(fixture *in)
{
    nx_query_free(in->query);
    nx_arena_finish(&in->arena);
    nx_frequencies_free(in->frequencies);
    nx_store_close(in->store);
}

/* For a group of tests: one fixture in *state, its index empty. */
static inline int fixture_set_up(void **state)
{
    fixture *in = calloc(1, sizeof *in);

    if (in == NULL)
        return -1;
    fixture_open(in);
    *state = in;
    return 0;
}

static inline int fixture_tear_down(void **state)
{
    fixture_close(*state);
    free(*state);
    return 0;
}

/* Within a transaction. */
static inline int64_t store_article(nx_store *store,
                                    const newsidx_article *article)
{
    nx_put_result result = {0, 0};
    nx_analyzer *analyzer;
    nx_words words;

    EXPECT_OK(nx_store_analyzer(store, article->language, &analyzer, &err));
    nx_words_init(&words);
    EXPECT_OK(nx_words_analyze(&words, analyzer, article, &err));
    EXPECT_OK(nx_store_put(store, article, nx_content_hash(article), &words,
                           &result, &err));
    nx_words_finish(&words);
    return result.id;
}

/* What the matcher reads of `article`, as if it were stored. */
static inline void read_as_stored(nx_matcher *matcher, nx_analyzer *analyzer,
                                  const newsidx_article *article,
                                  nx_reading *reading)
{
    nx_stored stored;
    nx_words words;
    nx_buf blob;

    memset(&stored, 0, sizeof stored);
    stored.article = *article;
    nx_words_init(&words);
    nx_buf_init(&blob, (size_t)1 << 24);
    EXPECT_OK(nx_words_analyze(&words, analyzer, article, &err));
    nx_boundaries_encode(&words.boundaries, &blob);
    stored.boundaries = nx_buf_text(&blob);
    EXPECT_OK(nx_matcher_read(matcher, analyzer, &stored, reading, &err));
    nx_buf_finish(&blob);
    nx_words_finish(&words);
}

static inline int64_t put_article(fixture *in, const newsidx_article *article)
{
    int64_t id;

    EXPECT_OK(nx_store_begin(in->store, NX_DURABLE, &err));
    id = store_article(in->store, article);
    EXPECT_OK(nx_store_commit(in->store, &err));
    return id;
}

static inline int64_t put(fixture *in, const char *key, const char *headline,
                          const char *body)
{
    const newsidx_article article = make_article(key, headline, body);

    return put_article(in, &article);
}

static inline void parse_as(fixture *in, const char *text, newsidx_match match)
{
    newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;

    options.match = match;
    nx_query_free(in->query);
    in->query = NULL;
    EXPECT_OK(nx_query_parse(nx_str(text), &options, &in->query, &err));
}

/* Plan a query in a snapshot of its own. */
static inline void plan_as(fixture *in, const char *text, newsidx_match match)
{
    parse_as(in, text, match);
    EXPECT_OK(nx_store_begin_read(in->store, &err));
    EXPECT_OK(nx_plan_make(in->store, in->frequencies, in->query, nx_str(NULL),
                           &in->arena, &in->plan, &err));
    nx_store_end_read(in->store);
}

static inline void plan(fixture *in, const char *text)
{
    plan_as(in, text, NEWSIDX_MATCH_ALL);
}

static inline void assert_text(newsidx_text text, const char *expected)
{
    if (!nx_str_equal(text, nx_str(expected)))
        fail_msg("\"%.*s\" is not \"%s\"", (int)text.length,
                 text.bytes != NULL ? text.bytes : "", expected);
}

/* Free what is found with nx_candidates_finish(). */
static inline void find_by(fixture *in, const char *query, newsidx_match match,
                           const nx_wanted *wanted, nx_candidates *found)
{
    parse_as(in, query, match);
    EXPECT_OK(nx_store_begin_read(in->store, &err));
    EXPECT_OK(nx_plan_make(in->store, in->frequencies, in->query, nx_str(NULL),
                           &in->arena, &in->plan, &err));
    EXPECT_OK(nx_candidates_find(in->store, &in->plan, wanted, found, &err));
    nx_store_end_read(in->store);
}

static inline void assert_near(double value, double expected)
{
    const double apart = value < expected ? expected - value : value - expected;

    if (!(apart <= 1e-9 * (expected < 0 ? 1 - expected : 1 + expected)))
        fail_msg("%.12g is not %.12g", value, expected);
}

/* SplitMix64 (Steele, Lea, Flood 2014). */
static inline uint64_t random_next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static inline size_t random_below(uint64_t *state, size_t bound)
{
    return (size_t)(random_next(state) % bound);
}

#endif
