/*
 * A searcher that reads every word of every article, and is right because it
 * does nothing else than lib/query/GRAMMAR.md and lib/rank/README.md say, must
 * agree with the library: the same hits, scores, passages, spans, pages and
 * counts.
 *
 * It takes tokens, passages and query terms from lib/text, which has tests of
 * its own, and nothing from store, query, rank and results.
 *
 *     NEWSIDX_ORACLE_QUERIES=100000 NEWSIDX_ORACLE_SEED=7 oracle_search_oracle
 */
#include "compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define SMALL_CORPORA 12

static uint64_t number_from(const char *name, uint64_t otherwise)
{
    const char *value = getenv(name);

    return value == NULL ? otherwise : strtoull(value, NULL, 10);
}

static uint64_t query_count(void)
{
    return number_from("NEWSIDX_ORACLE_QUERIES", 1500);
}

static newsidx *open_new(void)
{
    newsidx *index;
    newsidx_error err;

    unlink("oracle.db");
    unlink("oracle.db-wal");
    unlink("oracle.db-shm");
    if (newsidx_open("oracle.db", NULL, &index, &err) < 0)
        model_fail("newsidx_open: %s", err.message);
    return index;
}

static void ask(const model *of, chance *from, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        made_query query;
        nx_arena arena;

        compare_seed = from->state;
        nx_arena_init(&arena);
        make_query(of, from, &arena, &query);
        compare_query(of, &query, from);
        nx_arena_finish(&arena);
    }
}

static void check_index(newsidx *index)
{
    newsidx_error err;

    if (newsidx_check(index, NULL, NULL, &err) < 0)
        model_fail("newsidx_check: %s", err.message);
}

/* A transaction sees what it wrote; afterwards everybody does. */
static void write_and_ask(model *of, chance *from, uint32_t article_count,
                          uint64_t queries)
{
    newsidx_error err;

    if (newsidx_begin(of->index, &err) < 0)
        model_fail("newsidx_begin: %s", err.message);
    make_corpus(of, from, article_count / 2);
    ask(of, from, queries / 8);
    make_corpus(of, from, article_count - article_count / 2);
    ask(of, from, queries / 8);
    if (newsidx_commit(of->index, &err) < 0)
        model_fail("newsidx_commit: %s", err.message);
    ask(of, from, queries - queries / 8 * 2);
    check_index(of->index);
}

static void ask_random(uint64_t seed, uint32_t article_count, uint64_t queries)
{
    chance from = {seed};
    newsidx *index = open_new();
    newsidx_error err;
    model of;

    model_init(&of, index);
    write_and_ask(&of, &from, article_count, queries / 2);
    /* Merging what FTS5 keeps apart changes no answer. */
    if (newsidx_optimize(index, &err) < 0)
        model_fail("newsidx_optimize: %s", err.message);
    write_and_ask(&of, &from, article_count / 10, queries - queries / 2);
    model_finish(&of);
    newsidx_close(index);
}

static void small_corpora_agree(void **state)
{
    uint64_t seed = number_from("NEWSIDX_ORACLE_SEED", 1);

    (void)state;
    for (uint32_t i = 0; i < SMALL_CORPORA; i++)
        ask_random(seed * 1000 + i, i * i / 2 + i,
                   query_count() * 4 / 5 / SMALL_CORPORA);
}

static void corpora_larger_than_the_window_agree(void **state)
{
    uint64_t seed = number_from("NEWSIDX_ORACLE_SEED", 1);

    (void)state;
    for (uint32_t i = 0; i < 2; i++)
        ask_random(seed * 1000 + 100 + i, 250 + 150 * i, query_count() / 20);
}

static void sample_articles_agree(void **state)
{
    static const char *const paths[] = {NEWSIDX_TEST_SOURCE_DIR
                                        "/data/articles"};
    chance from = {number_from("NEWSIDX_ORACLE_SEED", 1) + 99};
    newsidx_info info = NEWSIDX_INFO_INIT;
    newsidx *index;
    newsidx_error err;
    model of;

    (void)state;
    if (access(paths[0], R_OK) != 0)
        skip();
    index = open_new();
    if (newsidx_import_paths(index, paths, 1, NULL, NULL, &err) < 0)
        model_fail("newsidx_import_paths: %s", err.message);
    if (newsidx_get_info(index, &info, &err) < 0)
        model_fail("newsidx_get_info: %s", err.message);
    model_init(&of, index);
    for (uint64_t id = 1; id <= info.version_count; id++)
        model_note(&of, (int64_t)id);
    ask(&of, &from, query_count() / 10);
    model_finish(&of);
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_corpora_agree),
        cmocka_unit_test(corpora_larger_than_the_window_agree),
        cmocka_unit_test(sample_articles_agree),
    };

    int failed;

    setvbuf(stdout, NULL, _IONBF, 0);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    printf("%llu queries, %llu of them with hits; %llu pairs of a query and an "
           "article\n",
           (unsigned long long)compared.queries,
           (unsigned long long)compared.queries_with_hits,
           (unsigned long long)compared.pairs);
    return failed;
}
