/* Scripts without blanks between words, one character after the other. */
#ifndef NX_TEXT_RUNS_H
#define NX_TEXT_RUNS_H

#include "text/fold.h"

/* A character with its marks, folded. Two of them are a form. */
typedef struct nx_run_char {
    size_t start;
    size_t end;
    size_t length;
    char bytes[NX_FORM_BYTES / 2];
} nx_run_char;

/* True if the character at text.bytes[at] belongs to such a script; then read
 * it with what hangs on it. */
bool nx_run_read(newsidx_text text, size_t at, nx_run_char *out);

#endif
