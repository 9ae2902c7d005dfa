#include "text/variants.h"

#include "base/str.h"

/* So few that to look through them all costs less than a search's one seek. */
static const char *const names[] = {
#include "generated/variants.inc"
};

newsidx_text nx_variants_find(newsidx_text word)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const newsidx_text spellings = nx_str(names[i]);
        newsidx_text rest = spellings;

        while (rest.length > 0) {
            if (nx_str_equal(nx_variants_next(&rest), word))
                return spellings;
        }
    }
    return nx_str(NULL);
}

newsidx_text nx_variants_next(newsidx_text *spellings)
{
    newsidx_text word = {spellings->bytes, 0};

    while (word.length < spellings->length && word.bytes[word.length] != ' ')
        word.length++;
    *spellings = nx_str_trim(nx_str_slice(spellings->bytes + word.length,
                                          spellings->length - word.length));
    return word;
}
