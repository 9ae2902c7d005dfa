/* A program that knows nothing of newsidx but what was installed. */
#include <newsidx.h>
#include <stdio.h>
#include <string.h>

static int fail(const newsidx_error *err)
{
    fprintf(stderr, "outside: %s\n", err->message);
    return 1;
}

int main(void)
{
    newsidx_article river = NEWSIDX_ARTICLE_INIT, wheat = NEWSIDX_ARTICLE_INIT;
    newsidx_query *query = NULL;
    newsidx_results *results = NULL;
    const newsidx_hit *hit = NULL;
    newsidx *index = NULL;
    newsidx_error err;

    river.key = (newsidx_text){"a1", 2};
    river.body = (newsidx_text){"The river rose over its banks.", 30};
    wheat.key = (newsidx_text){"a2", 2};
    wheat.body = (newsidx_text){"Wheat prices fell on Monday.", 28};
    if (newsidx_open("outside.db", NULL, &index, &err) < 0 ||
        newsidx_put(index, &river, NULL, &err) < 0 ||
        newsidx_put(index, &wheat, NULL, &err) < 0 ||
        newsidx_query_parse("price", NEWSIDX_WHOLE, NULL, &query, &err) < 0 ||
        newsidx_search(index, query, NULL, &results, &err) < 0 ||
        newsidx_results_next(results, &hit, &err) < 0)
        return fail(&err);
    if (hit == NULL || strcmp(hit->key.bytes, "a2") != 0)
        return 2;
    printf("%s\n", newsidx_hit_passage(hit, 0)->text.bytes);
    newsidx_results_free(results);
    newsidx_query_free(query);
    newsidx_close(index);
    return 0;
}
