/* The news agencies whose names stand in bylines and datelines. */
#ifndef NX_INGEST_AGENCY_H
#define NX_INGEST_AGENCY_H

#include "newsidx.h"

#include <stdbool.h>

/*
 * Is `text` an agency's name, also with "The" before it and "Writer" or
 * "Staff" behind it? `*out_name` is then the name without these, in `text`.
 */
bool nx_agency_find(newsidx_text text, newsidx_text *out_name);

/* Does `text` look like the name of some agency or paper: two to six words
 * with capitals, one of them "Press", "News", "Agency"...? */
bool nx_agency_guess(newsidx_text text);

#endif
