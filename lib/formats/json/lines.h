/* JSON Lines: one object a line. */
#ifndef NX_FORMATS_JSON_LINES_H
#define NX_FORMATS_JSON_LINES_H

#include "formats/format.h"

extern const nx_format nx_format_json_lines;

#endif
