/*
 * Any bytes as a query: the first says which options, the others are the text.
 * What parses is spelled out, and that must come to an equal query.
 */
#include "newsidx.h"

#include "query/tree.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void expect(int truth)
{
    if (!truth)
        abort();
}

static newsidx_query *parse(const char *text, size_t length,
                            const newsidx_query_options *options)
{
    newsidx_query *query = NULL;
    newsidx_error err;
    const newsidx_status status =
        newsidx_query_parse(text, length, options, &query, &err);

    expect((status == NEWSIDX_OK) == (query != NULL));
    expect(status == NEWSIDX_OK || status == NEWSIDX_ERR_QUERY ||
           status == NEWSIDX_ERR_LIMIT || status == NEWSIDX_ERR_MEMORY);
    expect(status != NEWSIDX_ERR_QUERY || err.offset < length);
    return query;
}

static void check(const newsidx_query *query, size_t length)
{
    size_t last = 0;

    for (size_t i = 0; i < newsidx_query_diagnostic_count(query); i++) {
        const newsidx_diagnostic *item = newsidx_query_diagnostic(query, i);

        expect(item->span.start >= last);
        expect(item->span.start <= item->span.end);
        expect(item->span.end <= length);
        expect(strlen(item->message.bytes) == item->message.length);
        last = item->span.start;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_query *query;
    newsidx_query *again;
    const char *text;

    if (length == 0)
        return 0;
    if (data[0] == 'a')
        options.match = NEWSIDX_MATCH_ANY;
    if (data[0] == 'z')
        options.time_zone = "-03:30";
    options.now = 1473940800; /* 2016-09-15T12:00:00Z */
    options.phrase = data[0] == 'p' ? 1 : 0;
    text = (const char *)data + 1;
    length--;
    query = parse(text, length, &options);
    if (query == NULL)
        return 0;
    check(query, length);
    again = parse(newsidx_query_text(query), strlen(newsidx_query_text(query)),
                  &options);
    expect(again != NULL);
    expect(nx_node_equal(query->root, again->root));
    expect(strcmp(newsidx_query_text(query), newsidx_query_text(again)) == 0);
    expect(strcmp(newsidx_query_tree(query), newsidx_query_tree(again)) == 0);
    newsidx_query_free(query);
    newsidx_query_free(again);
    return 0;
}
