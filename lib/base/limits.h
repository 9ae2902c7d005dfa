/* Every limit of the library, with why it is what it is. */
#ifndef NX_BASE_LIMITS_H
#define NX_BASE_LIMITS_H

#include <stddef.h>
#include <stdint.h>

/* An article's text; SQLite's own rows end at 256 MiB by our settings. */
#define NX_LIMIT_ARTICLE_BYTES ((size_t)64 * 1024 * 1024)

/* Headline, byline, key and other short fields. */
#define NX_LIMIT_FIELD_BYTES ((size_t)64 * 1024)

/* What a format says of an article besides, as JSON. */
#define NX_LIMIT_EXTRA_BYTES ((size_t)1024 * 1024)

/* Archives in archives. */
#define NX_LIMIT_ARCHIVE_DEPTH 2

/* What comes out for each byte that goes in, once more than the first has come
 * out: text is packed 3:1 to 10:1, and deflate can't do more than 1032:1. There
 * is no limit of the whole, as nothing of it is kept. */
#define NX_LIMIT_ARCHIVE_BYTES ((uint64_t)1024 * 1024)
#define NX_LIMIT_ARCHIVE_RATIO 200

/* Members of an archive, or one for so many of its bytes: half of what a short
 * article takes when it is packed. */
#define NX_LIMIT_ARCHIVE_MEMBERS 100000
#define NX_LIMIT_MEMBER_BYTES 256

#define NX_LIMIT_MEMBER_NAME_BYTES 1024

/* Utf8proc and the stemmers are quadratic in a word's length. */
#define NX_LIMIT_WORD_BYTES 128
#define NX_LIMIT_COMBINING_MARKS 30

/* A query is written by a person, or by a form that a person filled. */
#define NX_LIMIT_QUERY_BYTES 8192
#define NX_LIMIT_QUERY_DEPTH 32
#define NX_LIMIT_QUERY_TERMS 64
#define NX_LIMIT_EXPANSIONS 1000

/* Pairs of words near one another that are parts of further such pairs: in an
 * article of natural text a few dozen. */
#define NX_LIMIT_INTERVALS 65536

/* Stage two looks at so many articles, whatever page is asked for. */
#define NX_LIMIT_WINDOW 50

#define NX_LIMIT_HITS 10000
#define NX_LIMIT_OFFSET 100000
#define NX_LIMIT_PASSAGES 100
#define NX_LIMIT_CONTEXT 100

/* Of the text on either side of a match. */
#define NX_LIMIT_CONTEXT_BYTES 65536

/* What a passage shows; a paragraph without end is cut for display only. */
#define NX_LIMIT_SPANS 256

#endif
