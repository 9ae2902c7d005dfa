/* Plain text: one article a file. What nothing else is, is this. */
#ifndef NX_FORMATS_PLAIN_H
#define NX_FORMATS_PLAIN_H

#include "formats/format.h"

extern const nx_format nx_format_plain;

#endif
