/*
 * Write a corpus, or queries that fit it, to standard output:
 *
 *     bench_generate articles COUNT [SEED]               JSON Lines
 *     bench_generate short COUNT [SEED]                  of some sixty words
 *     bench_generate queries COUNT ARTICLE_COUNT [SEED]  id TAB words
 */
#include "corpus.h"
#include "measure.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static uint64_t read_number(const char *text)
{
    char *end;
    uint64_t value = strtoull(text, &end, 10);

    if (*text == '\0' || *end != '\0')
        bench_die("not a number: %s", text);
    return value;
}

int main(int argc, char **argv)
{
    const char *what = argc >= 2 ? argv[1] : "";
    bool is_queries = strcmp(what, "queries") == 0;
    bool is_short = strcmp(what, "short") == 0;
    int seed_at = is_queries ? 4 : 3;
    uint64_t count;
    uint64_t articles = 0;
    bench_corpus *corpus;

    if (argc < seed_at || argc > seed_at + 1 ||
        (!is_queries && !is_short && strcmp(what, "articles") != 0))
        bench_die("usage: bench_generate articles COUNT [SEED]\n"
                  "       bench_generate short COUNT [SEED]\n"
                  "       bench_generate queries COUNT ARTICLE_COUNT [SEED]");
    count = read_number(argv[2]);
    if (is_queries)
        articles = read_number(argv[3]);
    corpus = bench_corpus_new(argc > seed_at ? read_number(argv[seed_at]) : 1,
                              is_short ? BENCH_SHORT_ARTICLES : BENCH_ARTICLES);
    for (uint64_t i = 0; i < count; i++) {
        if (is_queries)
            bench_corpus_write_query(corpus, i, articles, stdout);
        else
            bench_corpus_write_article(corpus, i, stdout);
    }
    bench_corpus_free(corpus);
    if (fflush(stdout) != 0)
        bench_die("can't write");
    return 0;
}
