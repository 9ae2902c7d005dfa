#include "text/stop_words.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/fold.h"

#include <string.h>

typedef struct stop_word {
    const char *language;
    const char *word;
} stop_word;

/* By language, and the languages sorted: the lists are files of a folder. */
static const stop_word stop_words[] = {
#include "generated/stop_words.inc"
};

#define STOP_WORD_COUNT (sizeof stop_words / sizeof stop_words[0])

static size_t find_language(const char *language)
{
    size_t low = 0;
    size_t high = STOP_WORD_COUNT;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (strcmp(stop_words[middle].language, language) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/*
 * The lists hold words as they are written ("für", "don't"), and they are
 * short. Those without a plain form are folded here each time, which is less
 * to go wrong than a second copy of the lists; most of them, by their first
 * letter alone.
 */
static bool is_word(const char *listed, newsidx_text word)
{
    const newsidx_text whole = nx_str(listed);
    nx_form exact;
    size_t first;

    if (listed[0] >= 'a' && listed[0] <= 'z' && listed[0] != word.bytes[0])
        return false;
    (void)nx_utf8_decode(listed, whole.length, &first);
    nx_fold_surface(nx_str_slice(listed, first), &exact);
    if (!nx_str_starts_with(word, nx_str_slice(exact.bytes, exact.length)))
        return false;
    nx_fold_surface(whole, &exact);
    return nx_str_equal(nx_str_slice(exact.bytes, exact.length), word);
}

bool nx_stop_words_has(const char *language, newsidx_text word)
{
    if (word.length == 0)
        return false;
    for (size_t i = find_language(language);
         i < STOP_WORD_COUNT && strcmp(stop_words[i].language, language) == 0;
         i++) {
        if (is_word(stop_words[i].word, word))
            return true;
    }
    return false;
}

bool nx_stop_words_at(size_t number, const char **out_language,
                      const char **out_word)
{
    if (number >= STOP_WORD_COUNT)
        return false;
    *out_language = stop_words[number].language;
    *out_word = stop_words[number].word;
    return true;
}
