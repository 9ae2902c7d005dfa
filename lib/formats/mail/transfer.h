/* What mail does to bytes that 7 bits can't carry, undone. */
#ifndef NX_FORMATS_MAIL_TRANSFER_H
#define NX_FORMATS_MAIL_TRANSFER_H

#include "base/buf.h"

/*
 * Add the bytes that `text` stands for to `out`; never more than it has. What
 * breaks the rules stays as it is (quoted-printable) or is stepped over
 * (base64), as all mail programs do. RFC 2045.
 */
void nx_mail_decode_quoted(newsidx_text text, nx_buf *out);
void nx_mail_decode_base64(newsidx_text text, nx_buf *out);

/* The form of quoted-printable in headers, where _ is a blank. RFC 2047. */
void nx_mail_decode_q(newsidx_text text, nx_buf *out);

#endif
