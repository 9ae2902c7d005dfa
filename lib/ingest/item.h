/* An article on its way from outside to the index. */
#ifndef NX_INGEST_ITEM_H
#define NX_INGEST_ITEM_H

#include "base/arena.h"
#include "base/status.h"

/*
 * Every text of `article` is well-formed UTF-8 without NUL and C0 controls
 * (but newlines and tabs), is within the limits, and lives in `arena`. An
 * article has a key and a headline or a body.
 */
typedef struct nx_item {
    newsidx_article article;
    nx_arena arena;
    struct nx_extra *extra; /* the last member of article.extra (extra.h) */
    newsidx_text member; /* of an archive, that it came from; {NULL, 0}: none */
    newsidx_format format; /* that it was read as */
    uint64_t line; /* of the file, from 1, where it begins; 0: not known */
    uint64_t start_bytes; /* of the file, where it begins */
    uint64_t end_bytes;   /* of the file, read when it was complete */
    uint64_t replaced;    /* U+FFFD for what could not be decoded */
} nx_item;

void nx_item_init(nx_item *item);
void nx_item_finish(nx_item *item);

/* Forget the article, keep the memory. */
void nx_item_reset(nx_item *item);

#endif
