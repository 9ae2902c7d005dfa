/* The parts of this folder, for newsidx_build_info(). */
#ifndef NX_TEXT_ABOUT_H
#define NX_TEXT_ABOUT_H

#include <utf8proc.h>

#define NX_TEXT_QUOTE(number) #number
#define NX_TEXT_VERSION(major, minor, patch)                                   \
    NX_TEXT_QUOTE(major) "." NX_TEXT_QUOTE(minor) "." NX_TEXT_QUOTE(patch)
#define NX_TEXT_ABOUT                                                          \
    "utf8proc/" NX_TEXT_VERSION(UTF8PROC_VERSION_MAJOR,                        \
                                UTF8PROC_VERSION_MINOR,                        \
                                UTF8PROC_VERSION_PATCH)

#endif
