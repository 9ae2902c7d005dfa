/* The parts of a mail. */
#ifndef NX_FORMATS_MAIL_STRUCTURE_H
#define NX_FORMATS_MAIL_STRUCTURE_H

#include "formats/mail/header.h"

/* Parts in parts, and mails in mails, of all kinds together. */
#define NX_MAIL_DEPTH 16
#define NX_MAIL_PARTS 1000

typedef enum nx_mail_kind {
    NX_MAIL_LEAF,
    NX_MAIL_MULTIPART,
    NX_MAIL_MESSAGE /* a mail in a mail: one child, which is the mail */
} nx_mail_kind;

/*
 *   message                   multipart/mixed
 *                             ├─ multipart/alternative
 *   first_child, next:        │  ├─ text/plain
 *                             │  └─ text/html
 *                             └─ image/jpeg
 */
typedef struct nx_mail_part {
    nx_mail_kind kind;
    nx_mail_header header;
    newsidx_text type;    /* "text/plain", never empty, in lower case */
    newsidx_text content; /* behind the header; a piece of the mail */
    struct nx_mail_part *first_child;
    struct nx_mail_part *next;
} nx_mail_part;

/*
 * Find the parts of `message`, in one pass over its lines. They live in
 * `arena`. What is nested deeper than NX_MAIL_DEPTH is a leaf. RFC 2046.
 * NEWSIDX_ERR_LIMIT, _MEMORY.
 */
newsidx_status nx_mail_parse(newsidx_text message, nx_arena *arena,
                             nx_mail_part **out_root, newsidx_error *err);

#endif
