/* Texts of western Europe in one of the charsets they were written in. */
#ifndef NX_FORMATS_CHARSET_WESTERN_H
#define NX_FORMATS_CHARSET_WESTERN_H

#include "newsidx.h"

#include <stdbool.h>

/*
 * Does a quarter of the words, a third of few, say little in one language
 * that we have such words of (data/stop-words) and that is written in the
 * letters of western Europe? Only words of plain ASCII count, so that no
 * charset must be known.
 */
bool nx_charset_is_western(newsidx_text bytes);

/* 1 if everything beyond ASCII makes sense in CP1252, 0 if not;
 * NEWSIDX_ERR_MEMORY. */
newsidx_status nx_charset_fits_western(newsidx_text bytes);

/*
 * Which of CP1252, ISO-8859-15, MACINTOSH and IBM850 makes letters of what
 * stands in words, and signs of what stands between; CP1252 if several do.
 * NULL: out of memory.
 */
const char *nx_charset_find_western(newsidx_text bytes);

#endif
