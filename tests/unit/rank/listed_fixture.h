/* What the tests of the ranked driver share: lists, and both drivers. */
#ifndef NX_TESTS_RANK_LISTED_FIXTURE_H
#define NX_TESTS_RANK_LISTED_FIXTURE_H

#include "fixture.h"

#include "store/lists.h"

/* Make a segment of what is in none. */
static inline void seal(fixture *in)
{
    EXPECT_OK(nx_store_begin(in->store, NX_DURABLE, &err));
    EXPECT_OK(nx_lists_seal(in->store, NX_TAIL_NONE, &err));
    EXPECT_OK(nx_store_commit(in->store, &err));
}

/* So many articles, each with the words whose number divides its own:
 * "w1 w2 w3 w6" is number 6. */
static inline void put_divided(fixture *in, int first, int count, int most)
{
    EXPECT_OK(nx_store_begin(in->store, NX_DURABLE, &err));
    for (int i = first; i < first + count; i++) {
        newsidx_article article;
        char body[512] = "";
        char key[16];
        size_t used = 0;

        for (int j = 1; j <= most; j++)
            if (i % j == 0)
                used += (size_t)snprintf(body + used, sizeof body - used,
                                         "w%d ", j);
        snprintf(key, sizeof key, "%d", i);
        article = make_article(key, "Numbers", body);
        article.published_at = i % 97 * 1000;
        store_article(in->store, &article);
    }
    EXPECT_OK(nx_store_commit(in->store, &err));
}

static inline void hide(fixture *in, const char *key)
{
    EXPECT_OK(nx_store_begin(in->store, NX_DURABLE, &err));
    EXPECT_OK(nx_store_remove(in->store, nx_str(key), &err));
    EXPECT_OK(nx_store_commit(in->store, &err));
}

/* Both drivers find the same; returns how many they find. */
static inline uint64_t expect_same(fixture *in, const char *query,
                                   newsidx_match match, nx_wanted wanted)
{
    const bool at_least = wanted.at_least;
    nx_candidates by_words;
    nx_candidates by_lists;
    uint64_t total;

    find_by(in, query, match, &wanted, &by_lists);
    wanted.no_lists = true;
    wanted.at_least = false;
    find_by(in, query, match, &wanted, &by_words);
    assert_int_equal(by_words.listed, 0);
    assert_true(by_lists.listed > 0);
    assert_true(at_least || !by_lists.is_bound);
    if (by_lists.is_bound)
        assert_true(by_lists.total <= by_words.total);
    else
        assert_int_equal(by_lists.total, by_words.total);
    if (by_lists.is_bound)
        assert_true(by_lists.phrase_total <= by_words.phrase_total);
    else if (wanted.count > 0)
        assert_int_equal(by_lists.phrase_total, by_words.phrase_total);
    assert_int_equal(by_lists.best.count, by_words.best.count);
    for (size_t i = 0; i < by_words.best.count; i++) {
        const nx_candidate *a = &by_words.best.entries[i];
        const nx_candidate *b = &by_lists.best.entries[i];

        if (a->id != b->id || a->key != b->key ||
            a->has_phrase != b->has_phrase)
            fail_msg("%s: article %d with %.17g, not %d with %.17g", query,
                     (int)b->id, b->key, (int)a->id, a->key);
    }
    total = by_words.total;
    nx_candidates_finish(&by_words);
    nx_candidates_finish(&by_lists);
    return total;
}

/* Both note the same matches, as many as they count. */
static inline void expect_same_matches(fixture *in, const char *query,
                                       newsidx_match match)
{
    const int64_t last_id = nx_store_rows(in->store)->last_id;
    nx_matches matches[2];
    nx_candidates found;

    for (size_t i = 0; i < 2; i++) {
        const nx_wanted wanted = {.no_lists = i == 1, .matches = &matches[i]};
        uint64_t count = 0;
        int64_t id = 0;

        EXPECT_OK(nx_matches_init(&matches[i], last_id, &err));
        find_by(in, query, match, &wanted, &found);
        while (nx_matches_next(&matches[i], &id))
            count++;
        assert_int_equal(count, found.total);
        nx_candidates_finish(&found);
    }
    assert_memory_equal(matches[0].words, matches[1].words,
                        matches[0].word_count * sizeof *matches[0].words);
    nx_matches_finish(&matches[0]);
    nx_matches_finish(&matches[1]);
}

/* The same for the best few and many, all orders, and for the count alone. */
static inline void expect_same_always(fixture *in, const char *query,
                                      newsidx_match match)
{
    static const size_t counts[] = {0, 1, 5, 100, 10000};

    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        for (int order = 0; order < 3; order++)
            for (int at_least = 0; at_least < 2; at_least++) {
                const nx_wanted wanted = {.order = (newsidx_order)order,
                                          .count = counts[i],
                                          .at_least = at_least != 0};

                expect_same(in, query, match, wanted);
            }
    expect_same_matches(in, query, match);
}

#endif
