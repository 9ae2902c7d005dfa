/* The headline of a plain text, and the one of another that strayed in. */
#ifndef NX_INGEST_HEADLINE_H
#define NX_INGEST_HEADLINE_H

#include "ingest/lines.h"

/*
 * Mark the first paragraph that is left as the headline, if it looks like one:
 * short, no sentence, no dateline, and apart from what follows. Returns the
 * number of the first line behind it; 0 if there is no headline.
 */
size_t nx_headline_mark(nx_lines *lines);

/*
 * Drop up to three last paragraphs that are headlines of related articles or
 * slugs: short, no sentence, each apart, behind three paragraphs of prose.
 */
void nx_stray_headline_drop(nx_lines *lines);

#endif
