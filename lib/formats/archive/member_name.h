/* Names of an archive's members: labels, never paths. */
#ifndef NX_FORMATS_ARCHIVE_MEMBER_NAME_H
#define NX_FORMATS_ARCHIVE_MEMBER_NAME_H

#include "base/buf.h"

#include <stdbool.h>

/*
 * May there be a member of this name? No for one that is empty or too long, is
 * absolute (/a, \a, C:a) or leads outside (a/../../b, with either stroke):
 * nothing here writes a file by it, but who made the archive wanted somebody
 * to. NEWSIDX_ERR_INPUT, _LIMIT.
 */
newsidx_status nx_member_name_check(newsidx_text name, newsidx_error *err);

/* Does a part of it begin with a dot, or is it __MACOSX? These are left out as
 * hidden files are. "./a" isn't hidden. */
bool nx_member_name_is_hidden(newsidx_text name);

/* Add it as a label in UTF-8, cut to the longest that a name may be. Bytes that
 * are no UTF-8, and controls, are written %E4, so that two names stay two. */
void nx_member_name_add(nx_buf *label, newsidx_text name);

#endif
