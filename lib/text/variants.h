/* Spellings of one name: Qaida and Qaeda. */
#ifndef NX_TEXT_VARIANTS_H
#define NX_TEXT_VARIANTS_H

#include "newsidx.h"

/*
 * All spellings of the name that `word`, an exact form, is one of: itself too,
 * with blanks between them. {NULL, 0} if there is no such name. Static; the
 * names are those of data/variants.txt, which is of English news.
 */
newsidx_text nx_variants_find(newsidx_text word);

/* Take the first word off `*spellings`, which is not empty. */
newsidx_text nx_variants_next(newsidx_text *spellings);

#endif
