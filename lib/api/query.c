#include "query/parse.h"

#include "base/options.h"

#include <inttypes.h>
#include <string.h>

/* The first second of the year 1, and the last of 9999. */
#define FIRST_SECOND INT64_C(-62135596800)
#define LAST_SECOND INT64_C(253402300799)

newsidx_status newsidx_query_parse(const char *text, size_t length,
                                   const newsidx_query_options *options,
                                   newsidx_query **out_query,
                                   newsidx_error *err)
{
    newsidx_query_options mine;
    newsidx_status status;
    newsidx_text query = {text, length};

    if (out_query == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "out_query is NULL");
    *out_query = NULL;
    if (text == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "text is NULL");
    if (length == NEWSIDX_WHOLE)
        query.length = strlen(text);
    status = nx_options_read(&mine, sizeof mine, options, err);
    if (status < 0)
        return status;
    if (mine.match != NEWSIDX_MATCH_ALL && mine.match != NEWSIDX_MATCH_ANY)
        return nx_fail(err, NEWSIDX_ERR_OPTIONS, "match is %d, not known",
                       (int)mine.match);
    if (mine.phrase > 1)
        return nx_fail(err, NEWSIDX_ERR_OPTIONS, "phrase is %u, not 0 or 1",
                       (unsigned int)mine.phrase);
    if (mine.now < FIRST_SECOND || mine.now > LAST_SECOND)
        return nx_fail(err, NEWSIDX_ERR_OPTIONS,
                       "now is %" PRId64 ", years go from 1 to 9999", mine.now);
    return nx_query_parse(query, &mine, out_query, err);
}

const char *newsidx_query_text(const newsidx_query *query)
{
    return query == NULL ? "" : query->canonical;
}

const char *newsidx_query_tree(const newsidx_query *query)
{
    return query == NULL ? "" : query->tree;
}

size_t newsidx_query_diagnostic_count(const newsidx_query *query)
{
    return query == NULL ? 0 : query->diagnostic_count;
}

const newsidx_diagnostic *newsidx_query_diagnostic(const newsidx_query *query,
                                                   size_t number)
{
    if (query == NULL || number >= query->diagnostic_count)
        return NULL;
    return &query->diagnostics[number];
}

void newsidx_query_free(newsidx_query *query)
{
    nx_query_free(query);
}
