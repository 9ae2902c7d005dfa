/*
 * Every allocation fails in turn where a lister gathers: it tells nobody, and
 * what it hands out is whole all the same.
 */
#include "postings/lister.h"

#include "base/memory.h"
#include "base/str.h"
#include "failing_memory.h"
#include "scenarios.h"
#include "text/analyze.h"

#include <stdio.h>

#define ARTICLES 60u
#define MOST_ALLOCATIONS 5000

/* A segment every few articles. */
#define BUILDER_BYTES ((size_t)2048)

static nx_words words[ARTICLES + 1];

static int set_up(void **state)
{
    nx_analyzer *analyzer = NULL;

    (void)state;
    EXPECT_OK(nx_analyzer_new(nx_str("en"), &analyzer, &err));
    for (unsigned i = 1; i <= ARTICLES; i++) {
        newsidx_article article = NEWSIDX_ARTICLE_INIT;
        char text[200];

        snprintf(text, sizeof text,
                 "Rain and storms of %u to %u and %u hailing w%u x%u y%u", i,
                 i / 2, i / 3, i, i * 7 % 11, i * 5 % 13);
        article.headline = nx_str(text);
        nx_words_init(&words[i]);
        EXPECT_OK(nx_words_analyze(&words[i], analyzer, &article, &err));
    }
    nx_analyzer_free(analyzer);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (unsigned i = 1; i <= ARTICLES; i++)
        nx_words_finish(&words[i]);
    return 0;
}

/* They are what a builder makes of the same articles. */
static void expect_whole(nx_list_rows *rows)
{
    nx_list_builder builder;
    nx_list_rows expected;

    nx_list_builder_init(&builder);
    nx_list_rows_init(&expected);
    for (uint32_t id = rows->first; id <= rows->last; id++)
        EXPECT_OK(nx_list_builder_add(&builder, id, &words[id], &err));
    EXPECT_OK(nx_list_encode(&builder, &expected, &err));
    assert_int_equal(rows->posting_count, expected.posting_count);
    assert_true(
        nx_str_equal(nx_buf_text(&rows->terms), nx_buf_text(&expected.terms)));
    nx_list_rows_finish(&expected);
    nx_list_builder_finish(&builder);
    nx_list_rows_finish(rows);
    nx_free(rows);
}

/* Gather them all; returns how many articles came back. */
static size_t gather(size_t number, bool and_on, bool *out_failed)
{
    nx_list_rows *all[ARTICLES];
    nx_list_builder builder;
    nx_lister *lister;
    size_t articles = 0;
    size_t count = 0;

    nx_list_builder_init(&builder);
    failing_memory_begin(number, and_on);
    lister = nx_lister_new(&builder, BUILDER_BYTES);
    for (uint32_t id = 1; id <= ARTICLES && lister != NULL; id++)
        nx_lister_add(lister, id, &words[id]);
    while (lister != NULL) {
        all[count] = nx_lister_last(lister);
        if (all[count] == NULL)
            break;
        count++;
    }
    if (lister != NULL)
        nx_lister_end(lister, &builder);
    *out_failed = failing_memory_end();
    for (size_t i = 0; i < count; i++) {
        articles += all[i]->last - all[i]->first + 1;
        expect_whole(all[i]);
    }
    if (builder.last_id != 0)
        articles += builder.last_id - builder.first_id + 1;
    nx_list_builder_finish(&builder);
    return articles;
}

static void fail_each(bool and_on)
{
    bool failed = true;
    size_t number;
    size_t lost = 0;

    for (number = 1; failed && number < MOST_ALLOCATIONS; number++) {
        const size_t articles = gather(number, and_on, &failed);

        assert_true(articles <= ARTICLES);
        assert_true(failed || articles == ARTICLES);
        lost += articles < ARTICLES;
    }
    printf("%zu failures, %zu lost articles\n", number - 2, lost);
    assert_true(number > 2 && number < MOST_ALLOCATIONS);
    assert_true(lost > 0);
}

static void one_allocation_fails_at_a_time(void **state)
{
    (void)state;
    fail_each(false);
}

static void from_one_allocation_on_all_fail(void **state)
{
    (void)state;
    fail_each(true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_allocation_fails_at_a_time),
        cmocka_unit_test(from_one_allocation_on_all_fail),
    };

    if (!failing_memory_works()) {
        printf("skipped: linked without --wrap\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
