/* Ranked lists of a few articles, and what is in them as text. */
#ifndef NX_TESTS_LISTS_FIXTURE_H
#define NX_TESTS_LISTS_FIXTURE_H

#include "store/internal.h"
#include "store/list_reader.h"
#include "store_fixture.h"

/* Make a segment of what is in none. */
static inline void lists_seal(nx_store *store)
{
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(nx_lists_seal(store, NX_TAIL_NONE, err));
    EXPECT_OK(nx_store_commit(store, err));
}

/* `count` articles with the headline, as one transaction. Their keys are
 * `name` and a number. */
static inline void lists_put(nx_store *store, const char *name, size_t count,
                             const char *headline)
{
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    for (size_t i = 0; i < count; i++) {
        nx_put_result put = {0, 0};
        newsidx_article article;
        char key[64];

        snprintf(key, sizeof key, "%s-%zu", name, i);
        article = make_article(key, headline, NULL);
        EXPECT_OK(fixture_try_put(store, &article, &put, err));
    }
    EXPECT_OK(nx_store_commit(store, err));
}

/* A segment of one article. */
static inline void lists_put_sealed(nx_store *store, const char *key,
                                    const char *headline)
{
    fixture_put(store, key, headline, NULL);
    lists_seal(store);
}

/* The segments as "1-3 4-9". */
static inline const char *lists_segments(nx_store *store)
{
    static char out[1000];
    size_t used = 0;

    out[0] = '\0';
    EXPECT_OK(nx_store_begin_read(store, err));
    for (size_t i = 0; i < store->lists.segment_count; i++) {
        const nx_segment *segment = &store->lists.segments[i];

        used += (size_t)snprintf(
            out + used, sizeof out - used, "%s%lu-%lu", i > 0 ? " " : "",
            (unsigned long)segment->first, (unsigned long)segment->last);
        assert_true(used < sizeof out);
    }
    nx_store_end_read(store);
    return out;
}

/* The postings of a list as "3:10 17:5": ids and weights. */
static inline const char *lists_postings(nx_store *store, const char *spelling,
                                         nx_list_kind kind)
{
    static char out[1000];
    uint64_t count = 0;
    size_t used = 0;
    uint32_t id = 0;
    nx_list list;

    out[0] = '\0';
    EXPECT_OK(nx_store_begin_read(store, err));
    EXPECT_OK(nx_list_open(&list, store, nx_str(spelling), kind, err));
    for (;;) {
        EXPECT_OK(nx_list_seek(&list, id + 1, &id, err));
        if (id == NX_LIST_END)
            break;
        count++;
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%lu:%lu",
                                 used > 0 ? " " : "", (unsigned long)id,
                                 (unsigned long)nx_list_weight(&list));
        assert_true(used < sizeof out);
    }
    assert_int_equal(list.count, count);
    nx_list_finish(&list);
    nx_store_end_read(store);
    return out;
}

#endif
