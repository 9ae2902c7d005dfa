#include "text/stem.h"

#include "base/memory.h"
#include "base/str.h"

#include <libstemmer.h>
#include <limits.h>
#include <string.h>

struct nx_stemmer {
    struct sb_stemmer *snowball;
    bool is_romanian;
};

#define FRENCH " c d j l m n s t qu jusqu lorsqu puisqu quoiqu "
#define ITALIAN                                                                \
    " agl all c coll d dagl dall degl dell gl l m negl nell pell s sugl sull " \
    "t un v "
#define CATALAN " d l m n s t "
#define IRISH " b d m "

/* Sorted by code: nx_language_codes() hands the codes out in this order. */
static const nx_language languages[] = {
    /* code, others, Snowball, elisions, Latin, comma, ordinal, apostrophe,
       shortens */
    {"ar", "ara", "arabic", NULL, false, false, false, false, false},
    {"ca", "cat", "catalan", CATALAN, true, true, false, false, false},
    {"da", "dan", "danish", NULL, true, true, true, false, false},
    {"de", "deu ger", "german", NULL, true, true, true, false, false},
    {"el", "ell gre", "greek", NULL, false, true, false, false, false},
    {"en", "eng", "english", NULL, true, false, false, false, true},
    {"es", "esl spa", "spanish", NULL, true, true, false, false, false},
    {"eu", "baq eus", "basque", NULL, true, true, true, false, false},
    {"fi", "fin", "finnish", NULL, true, true, true, false, false},
    {"fr", "fra fre", "french", FRENCH, true, true, false, false, false},
    {"ga", "gle", "irish", IRISH, true, false, false, false, false},
    {"hi", "hin", "hindi", NULL, false, false, false, false, false},
    {"hu", "hun", "hungarian", NULL, true, true, true, false, false},
    {"hy", "arm hye", "armenian", NULL, false, true, false, false, false},
    {"id", "ind", "indonesian", NULL, true, true, false, false, false},
    {"it", "ita", "italian", ITALIAN, true, true, false, false, false},
    {"lt", "lit", "lithuanian", NULL, true, true, false, false, false},
    {"nb", "nob", "norwegian", NULL, true, true, true, false, false},
    {"ne", "nep", "nepali", NULL, false, false, false, false, false},
    {"nl", "dut nld", "dutch", NULL, true, true, false, false, false},
    {"nn", "nno", "norwegian", NULL, true, true, true, false, false},
    {"no", "nor", "norwegian", NULL, true, true, true, false, false},
    {"pt", "por", "portuguese", NULL, true, true, false, false, false},
    {"ro", "ron rum", "romanian", NULL, true, true, false, false, false},
    {"ru", "rus", "russian", NULL, false, true, false, false, false},
    {"sr", "srp", "serbian", NULL, true, true, true, false, false},
    {"sv", "swe", "swedish", NULL, true, true, false, false, false},
    {"ta", "tam", "tamil", NULL, false, false, false, false, false},
    {"tr", "tur", "turkish", NULL, true, true, true, true, false},
    {"yi", "yid", "yiddish", NULL, false, false, false, false, false},
};

static const char *const codes[] = {
    "ar", "ca", "da", "de", "el", "en", "es", "eu", "fi", "fr", "ga",
    "hi", "hu", "hy", "id", "it", "lt", "nb", "ne", "nl", "nn", "no",
    "pt", "ro", "ru", "sr", "sv", "ta", "tr", "yi", NULL,
};

/* True if `code`, of three letters, is one of a list with blanks between. */
static bool lists_code(const char *list, newsidx_text code)
{
    if (list == NULL || code.length != 3)
        return false;
    for (; strlen(list) >= 3; list += list[3] == ' ' ? 4 : 3) {
        if (memcmp(list, code.bytes, 3) == 0)
            return true;
    }
    return false;
}

const nx_language *nx_language_find(newsidx_text code)
{
    for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++) {
        if (nx_str_equal(nx_str(languages[i].code), code) ||
            lists_code(languages[i].other_codes, code))
            return &languages[i];
    }
    return NULL;
}

const char *const *nx_language_codes(void)
{
    return codes;
}

newsidx_status nx_stemmer_new(const nx_language *language,
                              nx_stemmer **out_stemmer, newsidx_error *err)
{
    nx_stemmer *stemmer = nx_new(nx_stemmer);

    *out_stemmer = NULL;
    if (stemmer == NULL)
        return nx_fail_memory(err);
    /* The names are those of libstemmer 2.2, and later ones have them all, so
     * there is no other reason to fail than memory. */
    stemmer->snowball = sb_stemmer_new(language->algorithm, "UTF_8");
    if (stemmer->snowball == NULL) {
        nx_free(stemmer);
        return nx_fail_memory(err);
    }
    stemmer->is_romanian = strcmp(language->code, "ro") == 0;
    *out_stemmer = stemmer;
    return NEWSIDX_OK;
}

void nx_stemmer_free(nx_stemmer *stemmer)
{
    if (stemmer == NULL)
        return;
    sb_stemmer_delete(stemmer->snowball);
    nx_free(stemmer);
}

/*
 * Romanian's s and t have a comma below. Old character sets had a cedilla
 * instead, and that is what Snowball's algorithm knows: U+0219 and U+021B
 * (C8 99, C8 9B) become U+015F and U+0163 (C5 9F, C5 A3).
 */
static void use_cedillas(nx_form *word)
{
    for (size_t i = 0; i + 1 < word->length; i++) {
        if (word->bytes[i] != '\xC8')
            continue;
        if (word->bytes[i + 1] == '\x99')
            memcpy(word->bytes + i, "\xC5\x9F", 2);
        else if (word->bytes[i + 1] == '\x9B')
            memcpy(word->bytes + i, "\xC5\xA3", 2);
    }
}

bool nx_stemmer_stem(nx_stemmer *stemmer, const nx_form *lower,
                     newsidx_text *out_stem)
{
    nx_form word;
    const sb_symbol *stem;

    if (stemmer->is_romanian) {
        word = *lower;
        use_cedillas(&word);
        lower = &word;
    }
    stem = sb_stemmer_stem(stemmer->snowball, (const sb_symbol *)lower->bytes,
                           (int)lower->length);
    if (stem == NULL)
        return false;
    out_stem->bytes = (const char *)stem;
    out_stem->length = (size_t)sb_stemmer_length(stemmer->snowball);
    return true;
}
