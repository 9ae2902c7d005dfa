/* Calls of every kind, on a handle that must refuse them all. */
#ifndef API_REFUSALS_H
#define API_REFUSALS_H

#include "fixture.h"

#define REFUSALS 13

/* How many are NEWSIDX_ERR_MISUSE. For any thread and process: nothing is
 * asserted. */
static inline int count_refusals(newsidx *index)
{
    newsidx_article article = make_article("other", "Snow", "It snowed.");
    newsidx_info info = NEWSIDX_INFO_INIT;
    const char *path = NEWSIDX_TEST_SOURCE_DIR "/LICENSE";
    newsidx_results *results = NULL;
    newsidx_record *record = NULL;
    newsidx_tally *tally = NULL;
    newsidx_query *query = NULL;
    newsidx_lines *lines = NULL;
    newsidx_status came[REFUSALS];
    uint64_t count = 0;
    int refusals = 0;

    newsidx_query_parse("rain", NEWSIDX_WHOLE, NULL, &query, NULL);
    came[0] = newsidx_get_info(index, &info, NULL);
    came[1] = newsidx_search(index, query, NULL, &results, NULL);
    came[2] = newsidx_count(index, query, NULL, &count, NULL);
    came[3] = newsidx_kwic(index, query, NULL, &lines, NULL);
    came[4] = newsidx_facet(index, query, NULL, &tally, NULL);
    came[5] = newsidx_read(index, 1, &record, NULL);
    came[6] = newsidx_put(index, &article, NULL, NULL);
    came[7] = newsidx_begin(index, NULL);
    came[8] = newsidx_commit(index, NULL);
    came[9] = newsidx_rollback(index, NULL);
    came[10] = newsidx_check(index, NULL, NULL, NULL);
    came[11] = newsidx_optimize(index, NULL);
    came[12] = newsidx_import_paths(index, &path, 1, NULL, NULL, NULL);
    newsidx_query_free(query);
    for (size_t i = 0; i < REFUSALS; i++)
        refusals += came[i] == NEWSIDX_ERR_MISUSE;
    return refusals;
}

#endif
