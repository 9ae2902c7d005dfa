#include "text/letters.h"

#include "text/chars.h"

unsigned nx_letters_of(newsidx_text surface)
{
    unsigned classes = 0;
    size_t step;

    for (size_t i = 0; i < surface.length; i += step)
        classes |= nx_char_class_at(surface.bytes, surface.length, i, &step);
    return ((classes & NX_CHAR_UPPER) != 0 ? NX_LETTERS_CAPITAL : 0u) |
           ((classes & NX_CHAR_LOWER) != 0 ? NX_LETTERS_SMALL : 0u);
}
