/* What kind of character a byte or a code point is. */
#ifndef NX_TEXT_CHARS_H
#define NX_TEXT_CHARS_H

#include "base/utf8.h"

#include <stdbool.h>

enum {
    NX_CHAR_LETTER = 1,      /* L*: begins and continues words */
    NX_CHAR_DIGIT = 2,       /* N*: likewise */
    NX_CHAR_MARK = 4,        /* M*: continues words */
    NX_CHAR_UPPER = 8,       /* a letter too: Lu, Lt */
    NX_CHAR_RUN = 16,        /* a letter too, of a script without word spaces */
    NX_CHAR_IGNORED = 32,    /* as if it weren't there: soft hyphen, joiners */
    NX_CHAR_APOSTROPHE = 64, /* any of several */
    NX_CHAR_STOP = 128,      /* . ! ? and their kin */
    NX_CHAR_BREAK = 256,     /* ends a line or a paragraph */
    NX_CHAR_HIGH = 512,      /* only of bytes: a part of a longer character */
    NX_CHAR_LOWER = 1024     /* a letter too: Ll */
};

#define NX_CHAR_WORD (NX_CHAR_LETTER | NX_CHAR_DIGIT)

/* Classes of a byte: right for ASCII, NX_CHAR_HIGH for all others. */
extern const uint16_t nx_byte_classes[256];

static inline unsigned nx_byte_class(char byte)
{
    return nx_byte_classes[(unsigned char)byte];
}

/* Classes of any code point; 0 for NX_UTF8_INVALID and for the rest. */
unsigned nx_char_class(int32_t codepoint);

/* Classes of the character at bytes[at], and how long it is. */
static inline unsigned nx_char_class_at(const char *bytes, size_t length,
                                        size_t at, size_t *out_step)
{
    const unsigned byte_class = nx_byte_class(bytes[at]);

    if ((byte_class & NX_CHAR_HIGH) == 0) {
        *out_step = 1;
        return byte_class;
    }
    return nx_char_class(nx_utf8_decode(bytes + at, length - at, out_step));
}

/* The length of the hyphen at bytes[at]; 0 if there is none. */
size_t nx_char_hyphen(const char *bytes, size_t length, size_t at);

/* The length of the apostrophe at bytes[at]; 0 if there is none. */
size_t nx_char_apostrophe(const char *bytes, size_t length, size_t at);

/* A mark that exact forms leave out. Those of Indic scripts are letters to
 * their readers and to the stemmers, and stay. */
bool nx_char_is_accent(int32_t codepoint);

#endif
