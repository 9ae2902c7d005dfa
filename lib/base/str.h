/* Small things done with pieces of text. */
#ifndef NX_BASE_STR_H
#define NX_BASE_STR_H

#include "newsidx.h"

#include <stdbool.h>

/* A view of a C string; NULL gives {NULL, 0}. */
newsidx_text nx_str(const char *string);

newsidx_text nx_str_slice(const char *bytes, size_t length);

bool nx_str_equal(newsidx_text a, newsidx_text b);

/* Letters A-Z and a-z are alike; nothing else is. */
bool nx_str_equal_ascii(newsidx_text a, newsidx_text b);

/* Bytewise, as memcmp; a prefix comes first. */
int nx_str_compare(newsidx_text a, newsidx_text b);

/* Without the ASCII white space at both ends. */
newsidx_text nx_str_trim(newsidx_text text);

bool nx_str_starts_with(newsidx_text text, newsidx_text prefix);

/* Cut the first line off `*rest`: without its \n, and without a \r before it.
 * `rest` is not empty. */
newsidx_text nx_str_take_line(newsidx_text *rest);

/* Is `part` in `text`, whatever the case of A-Z? `part` is not empty. */
bool nx_str_contains_ascii(newsidx_text text, newsidx_text part);

/* Locale-free; bytes >= 0x80 are none of these. */
bool nx_is_space(char byte);
bool nx_is_digit(char byte);
bool nx_is_alpha(char byte);
bool nx_is_upper(char byte);
char nx_to_lower(char byte);

#endif
