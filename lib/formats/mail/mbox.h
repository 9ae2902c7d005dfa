/* A mailbox: mails one after another, each behind a line "From ". */
#ifndef NX_FORMATS_MAIL_MBOX_H
#define NX_FORMATS_MAIL_MBOX_H

#include "formats/format.h"

extern const nx_format nx_format_mbox;

#endif
