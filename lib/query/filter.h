/* Filters: what is asked of an article besides its words. */
#ifndef NX_QUERY_FILTER_H
#define NX_QUERY_FILTER_H

#include "query/dates.h"
#include "query/tree.h"

/* The sign between a filter's name and its value. */
typedef enum nx_filter_sign {
    NX_SIGN_COLON, /* also "=" */
    NX_SIGN_LESS,
    NX_SIGN_AT_MOST,
    NX_SIGN_MORE,
    NX_SIGN_AT_LEAST
} nx_filter_sign;

/* A filter that is being read: source: date>= after: ... */
typedef struct nx_filter_reader {
    newsidx_text text; /* the whole query */
    nx_filter_kind kind;
    nx_filter_sign sign; /* COLON for kinds with values; after: is AT_LEAST,
                            before: is LESS */
    const char *shown;   /* as "date:", for messages */
    const nx_today *today;
    nx_arena *arena; /* what is read lives here */
    newsidx_error *err;
} nx_filter_reader;

/*
 * Read the value at `*offset` of the query, which is right behind the sign,
 * and set `*offset` to what follows it. A value ends at a blank, a
 * parenthesis or a bar outside quotes.
 *   values   AP,Reuters,"Daily Star"   in the order typed, each once
 *   ranges   a   a..b   a..   ..b      both ends belong to it
 * Behind another sign than the colon stands one date or number: date>2016 is
 * what comes after all of 2016, date<=2016 all up to its end.
 * NEWSIDX_ERR_QUERY, with the place and what would do, for what is no value.
 */
newsidx_status nx_filter_read(const nx_filter_reader *reader, size_t *offset,
                              nx_filter *out);

/*
 * The values of both, each once; the kinds are the same and have values.
 * NEWSIDX_ERR_MEMORY if there is none.
 */
newsidx_status nx_filter_unite(const nx_filter *a, const nx_filter *b,
                               nx_arena *arena, nx_filter *out);

/*
 * In canonical spelling: source:AP,"Daily Star", date:2016-09..2016-10. Reading
 * that with the same zone gives an equal filter.
 */
void nx_filter_print(const nx_filter *filter, const nx_zone *zone, nx_buf *out);

bool nx_filter_equal(const nx_filter *a, const nx_filter *b);

#endif
