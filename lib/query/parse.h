/* What somebody typed, to a tree. */
#ifndef NX_QUERY_PARSE_H
#define NX_QUERY_PARSE_H

#include "query/tree.h"

/*
 * Parse `text` (any bytes) by `options`, of which every field is known. See
 * newsidx_query_parse() for the contract and GRAMMAR.md for the language.
 */
newsidx_status nx_query_parse(newsidx_text text,
                              const newsidx_query_options *options,
                              newsidx_query **out_query, newsidx_error *err);

void nx_query_free(newsidx_query *query);

#endif
