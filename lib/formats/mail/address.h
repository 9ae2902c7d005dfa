/* Who a mail is from. */
#ifndef NX_FORMATS_MAIL_ADDRESS_H
#define NX_FORMATS_MAIL_ADDRESS_H

#include "base/arena.h"
#include "base/status.h"

/*
 * The names of a list of addresses, "Ann Field <ann@a.example>", joined by
 * ", ", in `arena`. An address without a name has none to give: {NULL, 0} if
 * no name is left. RFC 5322, 3.4. NEWSIDX_ERR_MEMORY.
 */
newsidx_status nx_mail_names(newsidx_text addresses, nx_arena *arena,
                             newsidx_text *out_names, newsidx_error *err);

#endif
