/* What the analyzers do today, as one number. */
#ifndef NX_TEXT_FINGERPRINT_H
#define NX_TEXT_FINGERPRINT_H

#include "base/buf.h"
#include "text/analyze.h"

/* Room for the parts of a fingerprint. */
#define NX_FINGERPRINT_PARTS_BYTES 256

/*
 * What every analyzer makes of a list of probe words, by its parts: "rules:1
 * unicode:14.0.0 stop-words:HEX probe-words:HEX words:HEX stems:HEX". Two
 * libraries (of ours, Snowball's, utf8proc's) with the same parts give the same
 * terms for those words. Computed at each call, in tens of milliseconds.
 */
newsidx_status nx_fingerprint_parts(nx_buf *parts, newsidx_error *err);

/* The hash of such parts. */
uint64_t nx_fingerprint_of(newsidx_text parts);

/*
 * Name the parts in which `there`, of another library, differs from `here`, as
 * "Unicode 13.0.0 (here 14.0.0), stems"; "" if it has none. For messages.
 */
void nx_fingerprint_compare(const char *there, const char *here, nx_buf *out);

/* The same of one analyzer: quicker, for a file of few languages. */
newsidx_status nx_fingerprint_one(nx_analyzer *analyzer,
                                  uint64_t *out_fingerprint,
                                  newsidx_error *err);

#endif
