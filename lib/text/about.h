/* The parts of this folder: for newsidx_build_info() as they were compiled, for
 * newsidx_examine() as they are loaded. */
#ifndef NX_TEXT_ABOUT_H
#define NX_TEXT_ABOUT_H

#include "base/findings.h"

#include <utf8proc.h>

#define NX_TEXT_QUOTE(number) #number
#define NX_TEXT_VERSION(major, minor, patch)                                   \
    NX_TEXT_QUOTE(major) "." NX_TEXT_QUOTE(minor) "." NX_TEXT_QUOTE(patch)
#define NX_TEXT_ABOUT                                                          \
    "utf8proc/" NX_TEXT_VERSION(UTF8PROC_VERSION_MAJOR,                        \
                                UTF8PROC_VERSION_MINOR,                        \
                                UTF8PROC_VERSION_PATCH)

void nx_text_examine(newsidx_findings *to);

#endif
