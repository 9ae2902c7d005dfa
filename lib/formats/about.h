/* The libraries of this folder as they are loaded, for newsidx_examine(). */
#ifndef NX_FORMATS_ABOUT_H
#define NX_FORMATS_ABOUT_H

#include "base/findings.h"

void nx_formats_examine(newsidx_findings *to);

#endif
