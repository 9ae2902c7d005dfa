/* How much two texts have in common, by runs of four words. */
#ifndef NX_TESTS_HTML_SHINGLES_H
#define NX_TESTS_HTML_SHINGLES_H

#include "newsidx.h"

typedef struct shingle_score {
    double precision; /* of what was found */
    double recall;    /* of what there was */
} shingle_score;

/*
 * As the article extraction benchmark of Scrapinghub counts: words are runs of
 * letters, digits and "_"; each run of four counts as often as it occurs. A
 * text of fewer words is one run. Of nothing to find nothing, all is 1.
 */
shingle_score shingles_compare(newsidx_text wanted, newsidx_text found);

#endif
