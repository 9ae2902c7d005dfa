/* Lines of a web page that are not its article's. */
#ifndef NX_INGEST_BOILERPLATE_H
#define NX_INGEST_BOILERPLATE_H

#include "ingest/lines.h"

/* Is a line, without blanks around it, page furniture such as "Share"? */
bool nx_is_boilerplate(newsidx_text line);

/* Drop the lines that are page furniture and stand alone on their line. */
void nx_boilerplate_drop(nx_lines *lines);

#endif
