/* What the analyzers do today, as one number. */
#ifndef NX_TEXT_FINGERPRINT_H
#define NX_TEXT_FINGERPRINT_H

#include "text/analyze.h"

/*
 * A hash of what every analyzer makes of a list of probe words. Two libraries
 * (of ours, Snowball's, utf8proc's) with the same fingerprint give the same
 * terms for them. Computed at each call, in a few milliseconds.
 */
newsidx_status nx_fingerprint(uint64_t *out_fingerprint, newsidx_error *err);

/* The same of one analyzer: quicker, for a file of few languages. */
newsidx_status nx_fingerprint_one(nx_analyzer *analyzer,
                                  uint64_t *out_fingerprint,
                                  newsidx_error *err);

#endif
