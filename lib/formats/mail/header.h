/* The header of a mail or of a part of one: fields with names. */
#ifndef NX_FORMATS_MAIL_HEADER_H
#define NX_FORMATS_MAIL_HEADER_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>

/* Longer or more than any mail has that isn't made to hurt. */
#define NX_MAIL_HEADER_BYTES ((size_t)256 * 1024)
#define NX_MAIL_HEADER_FIELDS 2000

/* Pieces of the mail: the value has its line ends, encoded words and all. */
typedef struct nx_mail_field {
    newsidx_text name;
    newsidx_text value;
} nx_mail_field;

typedef struct nx_mail_header {
    nx_mail_field *fields;
    size_t count;
} nx_mail_header;

/* What is behind a byte order mark and the blank lines that some programs save
 * before a mail. */
newsidx_text nx_mail_start(newsidx_text text);

/*
 * Read the field that `*rest` begins with, and the lines that go on with it,
 * and cut it off; false if it begins with none.
 */
bool nx_mail_field_read(newsidx_text *rest, nx_mail_field *out_field);

/*
 * Read the fields that `*rest` begins with, and cut them off together with the
 * blank line behind them. They live in `arena`. NEWSIDX_ERR_LIMIT, _MEMORY.
 */
newsidx_status nx_mail_header_read(newsidx_text *rest, nx_arena *arena,
                                   nx_mail_header *out_header,
                                   newsidx_error *err);

/* The value of the first field of that name; {NULL, 0} if there's none. */
newsidx_text nx_mail_header_find(const nx_mail_header *header,
                                 const char *name);

/* "text/plain" of "Text/Plain; charset=x", in lower case. The bytes are NULL
 * when there is no memory; of nothing it is "". */
newsidx_text nx_mail_token(newsidx_text value, nx_arena *arena);

/*
 * The parameter of that name, as "charset", behind the ; of a value, without
 * quotes; pieces of it ("filename*0*=") are put together. RFC 2231. In UTF-8,
 * on one line; {NULL, 0} if it isn't there. NEWSIDX_ERR_MEMORY.
 */
newsidx_status nx_mail_parameter(newsidx_text value, const char *name,
                                 nx_arena *arena, newsidx_text *out_text,
                                 newsidx_error *err);

#endif
