/* A mail, as it is saved: one article a file. */
#ifndef NX_FORMATS_MAIL_MAIL_H
#define NX_FORMATS_MAIL_MAIL_H

#include "formats/format.h"

extern const nx_format nx_format_mail;

#endif
