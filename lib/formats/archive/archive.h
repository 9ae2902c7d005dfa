/* Archives: articles of files in zip, tar or compressed files. */
#ifndef NX_FORMATS_ARCHIVE_ARCHIVE_H
#define NX_FORMATS_ARCHIVE_ARCHIVE_H

#include "formats/format.h"

extern const nx_format nx_format_archive;

#endif
