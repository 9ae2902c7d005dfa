/* Who wrote an article, and which agency sent it. */
#ifndef NX_INGEST_BYLINE_H
#define NX_INGEST_BYLINE_H

#include "ingest/lines.h"

/* A line that says so itself: "By Matthew Lee", or an agency's name. */
bool nx_is_byline(newsidx_text line);

/* "By Matthew Lee" without "By". */
newsidx_text nx_byline_without_by(newsidx_text line);

/*
 * Read the byline, at most two lines of names, the agency and the date that
 * stand from line `number` on, and mark their lines. Names without "By" count
 * only right before an agency or alone before a long paragraph. Fields that
 * aren't there are left as they are.
 */
newsidx_status nx_byline_take(nx_lines *lines, size_t number, nx_arena *arena,
                              newsidx_article *article, newsidx_error *err);

#endif
