/* Names of charsets, as files and mails give them. */
#ifndef NX_FORMATS_CHARSET_LABELS_H
#define NX_FORMATS_CHARSET_LABELS_H

#include "newsidx.h"

#include <stdbool.h>

/*
 * What iconv(3) calls the charset of that label, as the Encoding standard of
 * the WHATWG has it: "latin1" and "ISO-8859-1" are "CP1252", because that is
 * what they turn out to be. A name is a label too. NULL for one that isn't
 * known. Static.
 */
const char *nx_charset_find(newsidx_text label);

/* The number'th of all charsets; NULL behind the last. Static. */
const char *nx_charset_name(size_t number);

/* One byte a character, ASCII's below 0x80? Of a name as found. */
bool nx_charset_is_single_byte(const char *charset);

#endif
