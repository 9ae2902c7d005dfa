#include "formats/charset/western.h"

#include "base/str.h"
#include "base/utf8.h"
#include "formats/charset/decoder.h"
#include "text/stop_words.h"

#include <string.h>

/* So many bytes, and words of them, show what there is to see. */
#define LOOKED_AT_BYTES ((size_t)16 * 1024)
#define LOOKED_AT_WORDS 300

/* Fewer words must show it more clearly. */
#define FEW_WORDS 40

/* Languages with a list of stop words, and a few to spare. */
#define MOST_LANGUAGES 16

#define LONGEST_WORD 15

/* How many of the words are in each language's list. */
typedef struct word_counts {
    const char *languages[MOST_LANGUAGES];
    size_t of_language[MOST_LANGUAGES];
    size_t language_count;
    size_t word_count;
} word_counts;

static size_t *count_of(word_counts *counts, const char *language)
{
    const size_t last = counts->language_count;

    if (last > 0 && strcmp(counts->languages[last - 1], language) == 0)
        return &counts->of_language[last - 1];
    if (last == MOST_LANGUAGES)
        return NULL;
    counts->languages[last] = language;
    counts->of_language[last] = 0;
    counts->language_count++;
    return &counts->of_language[last];
}

/* The words of a text, each with a NUL behind it; they are few and short. */
typedef struct words {
    char word[LOOKED_AT_WORDS][LONGEST_WORD + 1];
    size_t count;
    size_t all_count; /* with those that are longer, or not plain ASCII */
} words;

static bool is_of_word(char byte)
{
    return nx_is_alpha(byte) || (unsigned char)byte >= 0x80;
}

static void find_words(newsidx_text bytes, words *out)
{
    size_t i = 0;

    out->count = 0;
    out->all_count = 0;
    while (i < bytes.length && out->count < LOOKED_AT_WORDS) {
        const size_t start = i;
        bool is_plain = true;

        for (; i < bytes.length && is_of_word(bytes.bytes[i]); i++)
            is_plain = is_plain && nx_is_alpha(bytes.bytes[i]);
        if (i == start) {
            i++;
            continue;
        }
        out->all_count++;
        if (!is_plain || i - start > LONGEST_WORD)
            continue;
        for (size_t k = start; k < i; k++)
            out->word[out->count][k - start] = nx_to_lower(bytes.bytes[k]);
        out->word[out->count++][i - start] = '\0';
    }
}

static size_t count_word(const words *in, const char *word)
{
    size_t count = 0;

    for (size_t i = 0; i < in->count; i++)
        count += in->word[i][0] == word[0] && strcmp(in->word[i], word) == 0;
    return count;
}

bool nx_charset_is_western(newsidx_text bytes)
{
    word_counts counts;
    words in;
    const char *language;
    const char *word;

    counts.language_count = 0;
    if (bytes.length > LOOKED_AT_BYTES)
        bytes.length = LOOKED_AT_BYTES;
    find_words(bytes, &in);
    for (size_t i = 0; nx_stop_words_at(i, &language, &word); i++) {
        size_t *count = count_of(&counts, language);

        if (count != NULL)
            *count += count_word(&in, word);
    }
    for (size_t i = 0; i < counts.language_count; i++) {
        const size_t count = counts.of_language[i];

        if (count >= 3 &&
            count * (in.all_count < FEW_WORDS ? 3 : 4) >= in.all_count)
            return true;
    }
    return false;
}

static bool is_one_of(int32_t character, const int32_t *all)
{
    for (; *all != 0; all++) {
        if (*all == character)
            return true;
    }
    return false;
}

/* Of all the letters of western Europe, those that words have inside. */
static bool is_letter(int32_t c)
{
    static const int32_t others[] = {0x153, 0x161, 0x17E, 0};

    return (c >= 0xDF && c <= 0xFF && c != 0xF7) || is_one_of(c, others);
}

static bool is_capital(int32_t c)
{
    static const int32_t others[] = {0x152, 0x160, 0x17D, 0};

    return (c >= 0xC0 && c <= 0xDE && c != 0xD7) || is_one_of(c, others);
}

static bool is_upper(int32_t c)
{
    return (c < 0x80 && nx_is_upper((char)c)) || is_capital(c);
}

/* What stands beside words: quotes, bullets, no-break space, units. */
static bool is_sign(int32_t c)
{
    static const int32_t signs[] = {
        0xA0,   0xA1,   0xA3,   0xA7,   0xA9,   0xAB,   0xAE,   0xB0,
        0xB1,   0xB2,   0xB3,   0xB5,   0xB7,   0xBB,   0xBC,   0xBD,
        0xBE,   0xBF,   0xD7,   0xF7,   0x2018, 0x201A, 0x201C, 0x201D,
        0x201E, 0x2020, 0x2022, 0x2026, 0x20AC, 0x2122, 0};

    return is_one_of(c, signs);
}

/* An apostrophe and dashes, which stand inside too. */
static bool is_joint(int32_t c)
{
    return c == 0x2019 || c == 0x2013 || c == 0x2014;
}

static bool is_of_latin_word(int32_t c)
{
    return (c < 0x80 && nx_is_alpha((char)c)) || is_letter(c);
}

/* At the beginning of a word, by itself, or among others. */
static bool is_well_placed_capital(int32_t before, int32_t after)
{
    if (is_upper(before) || is_upper(after))
        return true;
    return !is_of_latin_word(before) &&
           (is_of_latin_word(after) || before == ' ');
}

/* Does it stand where it belongs? */
static bool is_well_placed(int32_t before, int32_t character, int32_t after)
{
    const bool is_beside = is_of_latin_word(before) || is_of_latin_word(after);

    if (is_joint(character))
        return true;
    if (is_letter(character))
        return is_beside || before == ' ';
    if (is_capital(character))
        return is_well_placed_capital(before, after);
    if (character >= 0xBC && character <= 0xBE) /* a fraction */
        return !is_beside;
    return is_sign(character) &&
           !(is_of_latin_word(before) && is_of_latin_word(after));
}

/* The characters beyond ASCII that make sense in a charset, and all of them. */
typedef struct sense {
    size_t good_count;
    size_t count;
} sense;

static void weigh(newsidx_text text, sense *out)
{
    int32_t before = ' ';

    out->good_count = 0;
    out->count = 0;
    for (size_t i = 0; i < text.length;) {
        int32_t after = ' ';
        size_t length;
        size_t next_length;
        const int32_t character =
            nx_utf8_decode(text.bytes + i, text.length - i, &length);

        i += length;
        if (i < text.length)
            after =
                nx_utf8_decode(text.bytes + i, text.length - i, &next_length);
        if (character >= 0x80) {
            out->count++;
            out->good_count += is_well_placed(before, character, after);
        }
        before = character;
    }
}

/* False: no memory. */
static bool find_sense(newsidx_text bytes, const char *charset, sense *out)
{
    newsidx_status status;
    nx_decoder *decoder;
    nx_buf text;

    status = nx_decoder_new(charset, &decoder, NULL);
    if (status < 0)
        return false;
    nx_buf_init(&text, 4 * LOOKED_AT_BYTES);
    status = nx_decoder_decode(decoder, bytes, true, &text, NULL);
    nx_decoder_free(decoder);
    if (status >= 0)
        weigh(nx_buf_text(&text), out);
    nx_buf_finish(&text);
    return status >= 0;
}

newsidx_status nx_charset_fits_western(newsidx_text bytes)
{
    sense found;

    if (bytes.length > LOOKED_AT_BYTES)
        bytes.length = LOOKED_AT_BYTES;
    if (!find_sense(bytes, "CP1252", &found))
        return NEWSIDX_ERR_MEMORY;
    return found.good_count == found.count ? 1 : 0;
}

const char *nx_charset_find_western(newsidx_text bytes)
{
    /* In the order in which they are likely. */
    static const char *const charsets[] = {"CP1252", "ISO-8859-15", "MACINTOSH",
                                           "IBM850"};
    const char *best = charsets[0];
    size_t most = 0;

    if (bytes.length > LOOKED_AT_BYTES)
        bytes.length = LOOKED_AT_BYTES;
    for (size_t i = 0; i < sizeof charsets / sizeof charsets[0]; i++) {
        sense found;

        if (!find_sense(bytes, charsets[i], &found))
            return NULL;
        if (found.good_count > most) {
            most = found.good_count;
            best = charsets[i];
        }
    }
    return best;
}
