/* The columns of the table `article`. */
#ifndef NX_STORE_COLUMNS_H
#define NX_STORE_COLUMNS_H

#include "store/store.h"

/* In the order of schema.c, in which whoever reads a whole row asks for them.
 */
typedef enum nx_article_column {
    NX_ARTICLE_ID,
    NX_ARTICLE_KEY,
    NX_ARTICLE_VERSION,
    NX_ARTICLE_PUBLISHED,
    NX_ARTICLE_UPDATED,
    NX_ARTICLE_EMBARGO,
    NX_ARTICLE_INGESTED,
    NX_ARTICLE_HASH,
    NX_ARTICLE_EDITION,
    NX_ARTICLE_URGENCY,
    NX_ARTICLE_USAGE,
    NX_ARTICLE_LANGUAGE,
    NX_ARTICLE_HEADLINE,
    NX_ARTICLE_BYLINE,
    NX_ARTICLE_DATELINE,
    NX_ARTICLE_SOURCE,
    NX_ARTICLE_SECTION,
    NX_ARTICLE_KEYWORDS,
    NX_ARTICLE_URL,
    NX_ARTICLE_COPYRIGHT,
    NX_ARTICLE_DROPPED,
    NX_ARTICLE_BOUNDARIES,
    NX_ARTICLE_EXTRA,
    NX_ARTICLE_BODY,
    NX_ARTICLE_COLUMNS /* how many */
} nx_article_column;

#define NX_ARTICLE_FIRST_TEXT NX_ARTICLE_LANGUAGE
#define NX_ARTICLE_TEXTS (NX_ARTICLE_BODY - NX_ARTICLE_FIRST_TEXT)

/* Where the texts from language to extra go, which are stored as they are:
 * those of `boundaries` with the checksum at their end. */
void nx_article_texts(nx_stored *stored, newsidx_text *out[NX_ARTICLE_TEXTS]);

#endif
