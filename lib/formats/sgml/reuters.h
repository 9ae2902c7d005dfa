/* The SGML of Reuters-21578, a file of a thousand articles of 1987. */
#ifndef NX_FORMATS_SGML_REUTERS_H
#define NX_FORMATS_SGML_REUTERS_H

#include "formats/format.h"

extern const nx_format nx_format_reuters;

#endif
