#include "text/chars.h"

#include <utf8proc.h>

/* Short names, so that the table below is a picture of ASCII. */
enum {
    O = 0,
    B = NX_CHAR_BREAK,
    S = NX_CHAR_STOP,
    Q = NX_CHAR_APOSTROPHE,
    D = NX_CHAR_DIGIT,
    L = NX_CHAR_LETTER | NX_CHAR_LOWER,
    U = NX_CHAR_LETTER | NX_CHAR_UPPER,
    H = NX_CHAR_HIGH
};

const uint16_t nx_byte_classes[256] = {
    O, O, O, O, O, O, O, O, O, O, B, B, B, B, O, O, /* NUL to SI */
    O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, O, /* DLE to US */
    O, S, O, O, O, O, O, Q, O, O, O, O, O, O, S, O, /*  !"#$%&'()*+,-./ */
    D, D, D, D, D, D, D, D, D, D, O, O, O, O, O, S, /* 0123456789:;<=>? */
    O, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U, /* @ABCDEFGHIJKLMNO */
    U, U, U, U, U, U, U, U, U, U, U, O, O, O, O, O, /* PQRSTUVWXYZ[\]^_ */
    O, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* `abcdefghijklmno */
    L, L, L, L, L, L, L, L, L, L, L, O, O, O, O, O, /* pqrstuvwxyz{|}~ */
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, /* 0x80 */
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, /* 0x90 */
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, /* 0xa0 */
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, /* 0xb0 */
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, /* 0xc0 */
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, /* 0xd0 */
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, /* 0xe0 */
    H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, /* 0xf0 */
};

typedef struct range {
    int32_t first;
    int32_t last;
} range;

/* Blocks whose writers put no space between words, by first code point. */
static const range run_ranges[] = {
    {0x0E00, 0x0EFF},   /* Thai, Lao */
    {0x1000, 0x109F},   /* Myanmar */
    {0x1100, 0x11FF},   /* Hangul jamo */
    {0x1780, 0x17FF},   /* Khmer */
    {0x3005, 0x3007},   /* iteration mark, closing mark, zero */
    {0x3021, 0x3029},   /* Hangzhou numerals */
    {0x3031, 0x3035},   /* Kana repeat marks */
    {0x3038, 0x303C},   /* Han numerals and marks */
    {0x3041, 0x318F},   /* Hiragana, Katakana, Bopomofo, Hangul */
    {0x31A0, 0x31FF},   /* Bopomofo, Katakana */
    {0x3400, 0x4DBF},   /* Han */
    {0x4E00, 0x9FFF},   /* Han */
    {0xA960, 0xA97F},   /* Hangul jamo */
    {0xA9E0, 0xA9FF},   /* Myanmar */
    {0xAA60, 0xAA7F},   /* Myanmar */
    {0xAC00, 0xD7FF},   /* Hangul */
    {0xF900, 0xFAFF},   /* Han */
    {0xFF66, 0xFFDC},   /* half-width Katakana and Hangul */
    {0x1AFF0, 0x1B16F}, /* Kana */
    {0x20000, 0x3FFFF}, /* Han */
};

/* Marks that exact forms leave out, by first code point. */
static const range accent_ranges[] = {
    {0x0300, 0x036F}, /* combining diacritical marks */
    {0x0483, 0x0489}, /* Cyrillic */
    {0x0591, 0x05C7}, /* Hebrew points */
    {0x0610, 0x061A}, /* Arabic */
    {0x064B, 0x065F}, /* Arabic harakat */
    {0x0670, 0x0670}, /* Arabic superscript alef */
    {0x06D6, 0x06ED}, /* Koranic */
    {0x1AB0, 0x1AFF}, /* combining diacritical marks extended */
    {0x1DC0, 0x1DFF}, /* and their supplement */
    {0x20D0, 0x20FF}, /* and those of symbols */
    {0xFE20, 0xFE2F}, /* and their halves */
};

static bool in_ranges(const range *ranges, size_t count, int32_t codepoint)
{
    size_t low = 0;
    size_t high = count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (codepoint > ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && codepoint >= ranges[low].first;
}

bool nx_char_is_accent(int32_t codepoint)
{
    return in_ranges(accent_ranges,
                     sizeof accent_ranges / sizeof accent_ranges[0], codepoint);
}

static bool is_run(int32_t codepoint)
{
    return in_ranges(run_ranges, sizeof run_ranges / sizeof run_ranges[0],
                     codepoint);
}

/* What general categories don't tell. */
static unsigned special_class(int32_t codepoint)
{
    switch (codepoint) {
    case 0x00B4: /* acute accent, where a typewriter had no apostrophe */
    case 0x02BC: /* modifier letter apostrophe */
    case 0x05F3: /* Hebrew geresh */
    case 0x05F4: /* Hebrew gershayim, in acronyms */
    case 0x2018: /* left quotation mark, by careless software */
    case 0x2019: /* right quotation mark, the usual one */
    case 0xFF07: /* full width */
        return NX_CHAR_APOSTROPHE;
    case 0x0589: /* Armenian full stop */
    case 0x061F: /* Arabic question mark */
    case 0x06D4: /* Urdu full stop */
    case 0x0964: /* danda */
    case 0x0965: /* double danda */
    case 0x104A: /* Myanmar little section */
    case 0x104B: /* Myanmar section */
    case 0x1362: /* Ethiopic full stop */
    case 0x17D4: /* khan */
    case 0x17D5: /* bariyoosan */
    case 0x2026: /* ellipsis */
    case 0x203C: /* !! */
    case 0x2047: /* ?? */
    case 0x2048: /* ?! */
    case 0x2049: /* !? */
    case 0x3002: /* ideographic full stop */
    case 0xFF01: /* full width ! */
    case 0xFF0E: /* full width . */
    case 0xFF1F: /* full width ? */
    case 0xFF61: /* half width ideographic full stop */
        return NX_CHAR_STOP;
    case 0x0085:
    case 0x2028:
    case 0x2029:
        return NX_CHAR_BREAK;
    case 0x034F: /* grapheme joiner */
    case 0x0640: /* tatweel, which only stretches a word */
    case 0x115F: /* Hangul fillers */
    case 0x1160:
    case 0x3164:
    case 0xFFA0:
        return NX_CHAR_IGNORED;
    default:
        return 0;
    }
}

unsigned nx_char_class(int32_t codepoint)
{
    unsigned class;

    if (codepoint < 0)
        return 0;
    if (codepoint < 0x80)
        return nx_byte_classes[codepoint];
    class = special_class(codepoint);
    if (class != 0)
        return class;
    switch (utf8proc_category(codepoint)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
        return NX_CHAR_LETTER | NX_CHAR_UPPER;
    case UTF8PROC_CATEGORY_LL:
        return NX_CHAR_LETTER | NX_CHAR_LOWER;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
        return is_run(codepoint) ? NX_CHAR_LETTER | NX_CHAR_RUN
                                 : NX_CHAR_LETTER;
    case UTF8PROC_CATEGORY_NL:
        return is_run(codepoint) ? NX_CHAR_LETTER | NX_CHAR_RUN : NX_CHAR_DIGIT;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NO:
        return NX_CHAR_DIGIT;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return NX_CHAR_MARK;
    case UTF8PROC_CATEGORY_CF:
        /* The zero width space is there to part words. */
        return codepoint == 0x200B ? 0 : NX_CHAR_IGNORED;
    default:
        return 0;
    }
}

size_t nx_char_hyphen(const char *bytes, size_t length, size_t at)
{
    size_t step;
    int32_t codepoint;

    if (at >= length)
        return 0;
    if (bytes[at] == '-')
        return 1;
    if ((nx_byte_class(bytes[at]) & NX_CHAR_HIGH) == 0)
        return 0;
    codepoint = nx_utf8_decode(bytes + at, length - at, &step);
    return codepoint == 0x2010 || codepoint == 0x2011 || codepoint == 0xFF0D
               ? step
               : 0;
}

size_t nx_char_apostrophe(const char *bytes, size_t length, size_t at)
{
    size_t step;

    if (at >= length)
        return 0;
    if ((nx_char_class_at(bytes, length, at, &step) & NX_CHAR_APOSTROPHE) == 0)
        return 0;
    return step;
}
