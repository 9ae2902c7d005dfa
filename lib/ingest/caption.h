/* Captions of pictures, which pages give twice. */
#ifndef NX_INGEST_CAPTION_H
#define NX_INGEST_CAPTION_H

#include "ingest/lines.h"

/*
 * Drop all copies of a short line that stands in the text more than once:
 *   - copies that are neighbours among the first lines after the headline;
 *   - copies anywhere of a line of three words or more that is no sentence;
 *   - later copies of the headline.
 * Sentences that the body repeats elsewhere stay. `scratch` is used up.
 */
newsidx_status nx_captions_drop(nx_lines *lines, nx_arena *scratch,
                                newsidx_error *err);

#endif
