#include "text/acronym.h"

#include "text/chars.h"

/* How far a word in capitals looks to both sides, in bytes. */
#define NEIGHBOURHOOD 64

/* The length of a letter with its marks that has no other after it. */
static size_t lone_letter(newsidx_text text, size_t at)
{
    size_t step;
    size_t end;
    unsigned class;

    if (at >= text.length)
        return 0;
    class = nx_char_class_at(text.bytes, text.length, at, &step);
    if ((class & NX_CHAR_LETTER) == 0 || (class & NX_CHAR_RUN) != 0)
        return 0;
    for (end = at + step; end < text.length; end += step) {
        class = nx_char_class_at(text.bytes, text.length, end, &step);
        if ((class & NX_CHAR_WORD) != 0)
            return 0;
        if ((class & (NX_CHAR_MARK | NX_CHAR_IGNORED)) == 0)
            break;
    }
    return end - at;
}

size_t nx_acronym_length(newsidx_text text, size_t at)
{
    size_t letters = 0;
    size_t end = at;

    for (;;) {
        const size_t step = lone_letter(text, end);

        if (step == 0)
            break;
        letters++;
        end += step;
        if (end >= text.length || text.bytes[end] != '.')
            break;
        end++;
    }
    return letters >= 2 ? end - at : 0;
}

bool nx_acronym_is_capitals(newsidx_text word)
{
    if (word.length < 2 || word.length > 6)
        return false;
    for (size_t i = 0; i < word.length; i++) {
        if ((nx_byte_class(word.bytes[i]) & NX_CHAR_UPPER) == 0)
            return false;
    }
    return true;
}

typedef struct letters {
    size_t capital_count;
    size_t small_count;
} letters;

/* Letters of other scripts don't count. */
static void count_letter(unsigned class, letters *counts)
{
    counts->capital_count += (class & NX_CHAR_UPPER) != 0;
    counts->small_count += (class & NX_CHAR_LOWER) != 0;
}

bool nx_acronym_stands_out(newsidx_text text, size_t start, size_t end)
{
    letters counts = {0, 0};

    for (size_t i = start; i > 0 && start - i < NEIGHBOURHOOD; i--) {
        const unsigned class = nx_byte_class(text.bytes[i - 1]);

        if ((class & NX_CHAR_BREAK) != 0)
            break;
        count_letter(class, &counts);
    }
    for (size_t i = end; i < text.length && i - end < NEIGHBOURHOOD; i++) {
        const unsigned class = nx_byte_class(text.bytes[i]);

        if ((class & NX_CHAR_BREAK) != 0)
            break;
        count_letter(class, &counts);
    }
    return counts.small_count > counts.capital_count;
}
