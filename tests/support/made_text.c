#include "made_text.h"

#include <stdio.h>
#include <string.h>

#define WORD_COUNT 1500u

static unsigned next(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Word 0 is the commonest; three syllables tell 1,500 of them apart. */
static void make_word(char word[8], unsigned number)
{
    static const char first[] = "bdfgklmnprstvz";
    static const char second[] = "aeiou";

    for (int i = 0; i < 3; i++) {
        word[2 * i] = first[number % (sizeof first - 1)];
        word[2 * i + 1] = second[number % (sizeof second - 1)];
        number = number / 7 + (unsigned)i;
    }
    word[6] = '\0';
}

void made_text(char *out, size_t length, unsigned number)
{
    unsigned state = number * 2654435761u + 1;
    size_t used = 0;

    out[0] = '\0';
    for (unsigned i = 1; used + 12 < length; i++) {
        unsigned chance = next(&state) % WORD_COUNT;
        char word[8];

        /* The square makes common words common. */
        make_word(word, chance * chance / WORD_COUNT);
        used += (size_t)snprintf(out + used, length - used, "%s%s", word,
                                 i % 12 == 0 ? ".\n" : " ");
    }
}
