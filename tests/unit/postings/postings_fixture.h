/* What the tests of postings share: an analyzer, and articles for a builder. */
#ifndef NX_TESTS_POSTINGS_FIXTURE_H
#define NX_TESTS_POSTINGS_FIXTURE_H

#include "../store/store_fixture.h"
#include "postings/builder.h"

static nx_analyzer *analyzer;

/* For a group of tests. */
static inline int postings_set_up(void **state)
{
    (void)state;
    EXPECT_OK(nx_analyzer_new(nx_str("en"), &analyzer, err));
    return 0;
}

static inline int postings_tear_down(void **state)
{
    (void)state;
    nx_analyzer_free(analyzer);
    return 0;
}

static inline void postings_add(nx_list_builder *builder, uint32_t id,
                                const char *headline, const char *body)
{
    newsidx_article article = make_article("a", headline, body);
    nx_words words;

    nx_words_init(&words);
    EXPECT_OK(nx_words_analyze(&words, analyzer, &article, err));
    EXPECT_OK(nx_list_builder_add(builder, id, &words, err));
    nx_words_finish(&words);
}

#endif
