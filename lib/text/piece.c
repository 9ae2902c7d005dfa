#include "text/piece.h"

#include "base/str.h"
#include "text/acronym.h"
#include "text/chars.h"

#include <string.h>

/* A word being read: [start, end) is taken, `at` is looked at. */
typedef struct reader {
    const nx_language *language;
    const char *bytes;
    size_t length;
    size_t at;
    unsigned seen; /* classes of all that was taken */
    bool has_groups;
    bool has_decimals;
    bool has_fixed_end;
} reader;

static unsigned class_at(const reader *in, size_t at)
{
    size_t step;

    if (at >= in->length)
        return 0;
    return nx_char_class_at(in->bytes, in->length, at, &step);
}

static bool digit_at(const reader *in, size_t at)
{
    return at < in->length && nx_is_digit(in->bytes[at]);
}

/* True if the word before the apostrophe is one that loses its vowel. */
static bool is_elision(const reader *in, const nx_piece *piece)
{
    char word[10] = " ";
    const size_t length = in->at - piece->start;

    if (in->language->elisions == NULL || length + 3 > sizeof word)
        return false;
    for (size_t i = 0; i < length; i++)
        word[1 + i] = nx_to_lower(in->bytes[piece->start + i]);
    word[1 + length] = ' ';
    word[2 + length] = '\0';
    return strstr(in->language->elisions, word) != NULL;
}

/* At an apostrophe of `step` bytes: false if the word ends here. */
static bool take_apostrophe(reader *in, size_t step, nx_piece *out)
{
    const size_t after = in->at + step;
    const unsigned class = class_at(in, after);

    if ((class & NX_CHAR_LETTER) == 0 || (class & NX_CHAR_RUN) != 0)
        return false;
    if ((in->bytes[after] == 's' || in->bytes[after] == 'S') &&
        (class_at(in, after + 1) & (NX_CHAR_WORD | NX_CHAR_MARK)) == 0) {
        out->next = after + 1;
        return false;
    }
    if (is_elision(in, out)) {
        out->is_elided = true;
        out->next = after;
        return false;
    }
    if (in->language->drops_after_apostrophe)
        in->has_fixed_end = true;
    in->at = after;
    return true;
}

/* At a point or comma among digits: true if it is a part of the number. */
static bool take_separator(reader *in, const nx_piece *piece)
{
    const char separator = in->bytes[in->at];
    const char group = in->language->has_decimal_comma ? '.' : ',';
    const size_t start = piece->start;
    size_t digits = 0;

    if (in->seen != NX_CHAR_DIGIT || in->has_decimals)
        return false;
    /* 12.09.2016 is a date and not 12.09 and not 9.2016. */
    if (start >= 2 && nx_is_digit(in->bytes[start - 2]) &&
        (in->bytes[start - 1] == '.' || in->bytes[start - 1] == ','))
        return false;
    while (digit_at(in, in->at + 1 + digits))
        digits++;
    if (separator == group && digits == 3 &&
        (in->has_groups || in->at - start <= 3)) {
        in->has_groups = true;
        in->at++;
        return true;
    }
    if (digits == 0 || (separator == ',' && group == ','))
        return false;
    if (in->at + 1 + digits < in->length &&
        (in->bytes[in->at + 1 + digits] == '.' ||
         in->bytes[in->at + 1 + digits] == ',') &&
        digit_at(in, in->at + 2 + digits))
        return false;
    in->has_decimals = true;
    in->at++;
    return true;
}

/* "[S]omeone": a letter that a quotation had in another case. */
static bool is_bracketed_letter(const reader *in, const nx_piece *piece)
{
    const size_t start = piece->start;

    return start > 0 && in->at == start + 1 && in->bytes[start - 1] == '[' &&
           in->bytes[in->at] == ']' &&
           (class_at(in, start) & NX_CHAR_LETTER) != 0 &&
           (class_at(in, in->at + 1) & NX_CHAR_LOWER) != 0;
}

/*
 * Signs that belong to a word in one place only: the point of Catalan
 * "col·legi" and the quotation mark that stands for gershayim in Hebrew.
 */
static bool is_inner_sign(const reader *in, size_t step)
{
    const char *bytes = in->bytes + in->at;

    if (in->at < 2 || in->at + step + 1 >= in->length)
        return false;
    if (step == 2 && memcmp(bytes, "\xC2\xB7", 2) == 0)
        return nx_to_lower(bytes[-1]) == 'l' && nx_to_lower(bytes[2]) == 'l';
    /* Hebrew letters are U+05D0 to U+05EA: D7 90 to D7 AA. */
    return step == 1 && *bytes == '"' && bytes[-2] == '\xD7' &&
           (unsigned char)bytes[-1] >= 0x90 && bytes[1] == '\xD7' &&
           (unsigned char)bytes[2] >= 0x90;
}

/* Take one character; false at the end of the word. */
static bool take(reader *in, nx_piece *out)
{
    size_t step;
    const unsigned class =
        nx_char_class_at(in->bytes, in->length, in->at, &step);

    if ((class & NX_CHAR_RUN) != 0)
        return false;
    if ((class & (NX_CHAR_WORD | NX_CHAR_MARK)) != 0) {
        in->seen |= class & (NX_CHAR_WORD | NX_CHAR_MARK);
        in->at += step;
        out->next = in->at;
        if (!in->has_fixed_end)
            out->end = in->at;
        return true;
    }
    if ((class & NX_CHAR_IGNORED) != 0) {
        in->at += step;
        return true;
    }
    if ((class & NX_CHAR_APOSTROPHE) != 0)
        return in->at == out->next && take_apostrophe(in, step, out);
    if (in->bytes[in->at] == '.' || in->bytes[in->at] == ',')
        return take_separator(in, out);
    if ((in->bytes[in->at] != ']' || !is_bracketed_letter(in, out)) &&
        (in->at != out->next || !is_inner_sign(in, step)))
        return false;
    in->at += step;
    return true;
}

/* Take a lone letter for the beginning of an acronym, if it is one. */
static void read_acronym(const reader *in, nx_piece *out)
{
    const newsidx_text text = {in->bytes, in->length};
    const size_t length = nx_acronym_length(text, out->start);
    size_t step;

    if (length == 0)
        return;
    out->kind = NX_TOKEN_ACRONYM;
    out->end = out->start + length;
    out->next = out->end;
    step = nx_char_apostrophe(in->bytes, in->length, out->end);
    if (step > 0 && out->end + step < in->length &&
        nx_to_lower(in->bytes[out->end + step]) == 's' &&
        (class_at(in, out->end + step + 1) & (NX_CHAR_WORD | NX_CHAR_MARK)) ==
            0)
        out->next = out->end + step + 1;
}

/* Everything that isn't plain ASCII letters and digits with a blank after. */
static void read_slowly(reader *in, nx_piece *out)
{
    while (in->at < in->length && take(in, out))
        continue;
    out->kind =
        (in->seen & NX_CHAR_DIGIT) != 0 ? NX_TOKEN_NUMBER : NX_TOKEN_WORD;
    if (in->at < in->length && in->bytes[in->at] == '.')
        read_acronym(in, out);
}

void nx_piece_read(const nx_language *language, newsidx_text text, size_t at,
                   nx_piece *out)
{
    unsigned class = 0;
    unsigned seen = 0;
    size_t i = at;

    for (; i < text.length; i++) {
        class = nx_byte_class(text.bytes[i]);
        if ((class & NX_CHAR_WORD) == 0)
            break;
        seen |= class;
    }
    out->start = at;
    out->end = i;
    out->next = i;
    out->is_elided = false;
    out->is_plain = true;
    out->begins_with_letter =
        (nx_byte_class(text.bytes[at]) & (NX_CHAR_LETTER | NX_CHAR_HIGH)) != 0;
    out->kind = (seen & NX_CHAR_DIGIT) != 0 ? NX_TOKEN_NUMBER : NX_TOKEN_WORD;
    if (i < text.length &&
        (class != 0 || text.bytes[i] == ',' || text.bytes[i] == ']')) {
        reader in = {language,
                     text.bytes,
                     text.length,
                     i,
                     seen & (NX_CHAR_WORD | NX_CHAR_MARK),
                     false,
                     false,
                     false};

        read_slowly(&in, out);
        out->is_plain = out->end == i;
    }
}
