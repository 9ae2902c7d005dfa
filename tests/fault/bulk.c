#define _POSIX_C_SOURCE 200809L

#include "bulk.h"

#include "scenarios.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const queries[BULK_QUERIES] = {"rain", "town", "\"rain in\"",
                                                  "=geneva", "w1* -town"};

void bulk_prepare(void)
{
    mkdir("many", 0700);
    for (int i = 0; i < BULK_FILES; i++) {
        char name[64];
        char text[4096];
        size_t used;

        snprintf(name, sizeof name, "many/%04d.txt", i);
        used = (size_t)snprintf(text, sizeof text, "Rain in town %d\n\n", i);
        for (int j = 0; j < i % 90; j++)
            used += (size_t)snprintf(text + used, sizeof text - used, "w%d ",
                                     (i * 31 + j * 7) % 1000);
        snprintf(text + used, sizeof text - used, "%s\n",
                 i % 2 == 0 ? "Rain in Geneva." : "No more.");
        scenarios_write_file(name, text);
    }
}

newsidx_status bulk_import(newsidx *index)
{
    static const char *const paths[] = {"many"};
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;

    options.batch_articles = 25;
    return newsidx_import_paths(index, paths, 1, &options, NULL, NULL);
}

static double best_score(newsidx *index, const char *text)
{
    newsidx_results *results = NULL;
    newsidx_query *query = NULL;
    const newsidx_hit *hit;
    double score = 0.0;

    EXPECT_OK(newsidx_query_parse(text, NEWSIDX_WHOLE, NULL, &query, &err));
    EXPECT_OK(newsidx_search(index, query, NULL, &results, &err));
    if (newsidx_results_next(results, &hit, NULL) == NEWSIDX_OK)
        score = hit->score;
    newsidx_results_free(results);
    newsidx_query_free(query);
    return score;
}

void bulk_look(newsidx *index, bulk_outcome *out)
{
    newsidx_info info = NEWSIDX_INFO_INIT;

    EXPECT_OK(newsidx_get_info(index, &info, &err));
    out->articles = info.article_count;
    out->versions = info.version_count;
    out->tokens = info.token_count;
    for (size_t i = 0; i < BULK_QUERIES; i++) {
        out->totals[i] = scenarios_count(index, queries[i]);
        out->best_scores[i] = best_score(index, queries[i]);
    }
}

void bulk_expect_same(const bulk_outcome *a, const bulk_outcome *b)
{
    assert_int_equal(a->articles, b->articles);
    assert_int_equal(a->versions, b->versions);
    assert_int_equal(a->tokens, b->tokens);
    for (size_t i = 0; i < BULK_QUERIES; i++) {
        const double apart = a->best_scores[i] - b->best_scores[i];

        assert_int_equal(a->totals[i], b->totals[i]);
        assert_true(apart < 1e-9 && apart > -1e-9);
    }
}

newsidx_status bulk_count_first(newsidx *index, uint64_t *out_count,
                                newsidx_error *err)
{
    newsidx_info info = NEWSIDX_INFO_INIT;
    newsidx_status status = newsidx_get_info(index, &info, err);
    char folder[PATH_MAX];

    *out_count = info.version_count;
    assert_non_null(getcwd(folder, sizeof folder));
    for (uint64_t i = 0; i < info.version_count && status == NEWSIDX_OK; i++) {
        char path[PATH_MAX + 32];
        newsidx_text key;
        int64_t id;

        key.bytes = path;
        key.length = (size_t)snprintf(path, sizeof path, "%s/many/%04d.txt",
                                      folder, (int)i);
        status = newsidx_find(index, key, &id, err);
        if (status == NEWSIDX_NOT_FOUND)
            snprintf(err->message, sizeof err->message,
                     "of %d articles number %d is not there",
                     (int)info.version_count, (int)i);
    }
    return status;
}
