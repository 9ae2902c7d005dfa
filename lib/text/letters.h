/* Which letter cases a piece of text is written in. */
#ifndef NX_TEXT_LETTERS_H
#define NX_TEXT_LETTERS_H

#include "newsidx.h"

enum {
    NX_LETTERS_CAPITAL = 1, /* some letter is a capital */
    NX_LETTERS_SMALL = 2    /* some letter is a small one */
};

/* Any of the above; 0 for digits and scripts that have no cases. */
unsigned nx_letters_of(newsidx_text surface);

#endif
