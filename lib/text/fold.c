#include "text/fold.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/chars.h"

#include <assert.h>
#include <string.h>
#include <utf8proc.h>

/*
 * The longest expansion is that of U+FDFA, 3 bytes, to 18 code points: 128
 * bytes make less than 800.
 */
#define POINTS_LIMIT 1024

typedef struct points {
    utf8proc_int32_t at[POINTS_LIMIT];
    size_t count;
} points;

/*
 * Letters that differ from others by a stroke, which Unicode doesn't take for
 * an accent, and ligatures. Walesa, Lodz, Malmo, Erdogan: the news writes all
 * of them either way.
 */
typedef struct spelling {
    int32_t letter;
    char plain[3];
} spelling;

static const spelling spellings[] = {
    {0x00E6, "ae"}, {0x00F0, "d"}, {0x00F8, "o"}, {0x00FE, "th"}, {0x0111, "d"},
    {0x0127, "h"},  {0x0131, "i"}, {0x0142, "l"}, {0x0153, "oe"}, {0x0167, "t"},
};

static bool is_ascii(const nx_form *form)
{
    for (size_t i = 0; i < form->length; i++) {
        if ((unsigned char)form->bytes[i] >= 0x80)
            return false;
    }
    return true;
}

static void lower_ascii(const nx_form *clean, nx_form *out)
{
    for (size_t i = 0; i < clean->length; i++)
        out->bytes[i] = nx_to_lower(clean->bytes[i]);
    out->length = clean->length;
}

bool nx_fold_clean(newsidx_text surface, nx_form *out)
{
    size_t marks = 0;
    size_t step;

    out->length = 0;
    for (size_t i = 0; i < surface.length; i += step) {
        const unsigned class =
            nx_char_class_at(surface.bytes, surface.length, i, &step);

        if ((class & (NX_CHAR_WORD | NX_CHAR_MARK)) == 0 &&
            surface.bytes[i] != '.' && surface.bytes[i] != ',')
            continue;
        marks = (class & NX_CHAR_MARK) != 0 ? marks + 1 : 0;
        if (marks > NX_LIMIT_COMBINING_MARKS)
            continue;
        if (out->length + step > NX_FORM_BYTES)
            return false;
        memcpy(out->bytes + out->length, surface.bytes + i, step);
        out->length += step;
    }
    return true;
}

/* Add a code point; those that don't fit are left out, and so is the rest. */
static bool add_point(nx_form *out, int32_t codepoint)
{
    char utf8[4];
    const size_t length = nx_utf8_encode(codepoint, utf8);

    if (out->length + length > NX_FORM_BYTES)
        return false;
    memcpy(out->bytes + out->length, utf8, length);
    out->length += length;
    return true;
}

static bool add_points(nx_form *out, points *in)
{
    const utf8proc_ssize_t count =
        utf8proc_normalize_utf32(in->at, (utf8proc_ssize_t)in->count,
                                 UTF8PROC_COMPOSE | UTF8PROC_STABLE);

    for (utf8proc_ssize_t i = 0; i < count; i++) {
        if (!add_point(out, in->at[i]))
            return false;
    }
    return true;
}

static bool decompose(const nx_form *clean, utf8proc_option_t more, points *out)
{
    const utf8proc_ssize_t count = utf8proc_decompose(
        (const utf8proc_uint8_t *)clean->bytes, (utf8proc_ssize_t)clean->length,
        out->at, POINTS_LIMIT,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STABLE |
            UTF8PROC_IGNORE | more);

    assert(count <= POINTS_LIMIT);
    if (count < 0)
        return false;
    out->count = (size_t)count;
    return true;
}

/*
 * Compatibility forms bring signs into words: the point of "1." in one
 * character, the brackets of (1), blanks in Arabic ligatures. The slash of
 * fractions stays, or 1 1/2 would be 112; so does the point in 3.5.
 */
static bool is_kept(const points *all, size_t i)
{
    const int32_t codepoint = all->at[i];

    if (codepoint == 0x2044)
        return true;
    if (codepoint == '.')
        return i > 0 && i + 1 < all->count &&
               (nx_char_class(all->at[i - 1]) & NX_CHAR_DIGIT) != 0 &&
               (nx_char_class(all->at[i + 1]) & NX_CHAR_DIGIT) != 0;
    return (nx_char_class(codepoint) & (NX_CHAR_WORD | NX_CHAR_MARK)) != 0;
}

/* Cyrillic letters that are written with an accent but are other letters. */
static bool is_own_letter(int32_t base, int32_t accent)
{
    if (accent == 0x0306)
        return base == 0x0438 || base == 0x0443; /* short i, short u */
    return accent == 0x0308 && base == 0x0456;   /* yi */
}

static size_t plain_spelling(int32_t codepoint, int32_t out[2])
{
    for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++) {
        if (spellings[i].letter == codepoint) {
            out[0] = (unsigned char)spellings[i].plain[0];
            out[1] = (unsigned char)spellings[i].plain[1];
            return out[1] == '\0' ? 1 : 2;
        }
    }
    out[0] = codepoint;
    return 1;
}

/* A word of nothing but signs stays as it is, that it be one at all. */
static void fold_points(const points *in, points *out)
{
    int32_t before = 0;

    out->count = 0;
    for (size_t i = 0; i < in->count && out->count + 2 <= POINTS_LIMIT; i++) {
        const int32_t codepoint = in->at[i];

        if (nx_char_is_accent(codepoint)) {
            if (is_own_letter(before, codepoint))
                out->at[out->count++] = codepoint;
            continue;
        }
        before = codepoint;
        if (is_kept(in, i))
            out->count += plain_spelling(codepoint, out->at + out->count);
    }
}

/* What is large on the stack is declared behind the way that most words go:
 * a compiler that clears all variables takes its time for it. */
void nx_fold_exact(const nx_form *clean, nx_form *out)
{
    if (is_ascii(clean)) {
        lower_ascii(clean, out);
        return;
    }

    points all;
    points kept;

    out->length = 0;
    if (!decompose(clean, UTF8PROC_CASEFOLD, &all))
        return;
    fold_points(&all, &kept);
    (void)add_points(out, &kept);
}

/*
 * Turkish has two letters i, with and without a dot, each with its capital.
 * Decomposed, the dotted capital is I and a combining dot.
 */
static void lower_points(points *all, bool is_turkish)
{
    size_t count = 0;

    for (size_t i = 0; i < all->count; i++) {
        const int32_t codepoint = all->at[i];

        if (codepoint == 'I' && i + 1 < all->count && all->at[i + 1] == 0x0307)
            all->at[count++] = 'i';
        else if (codepoint == 0x0307 && i > 0 && count > 0 &&
                 all->at[count - 1] == 'i')
            continue;
        else if (codepoint == 'I' && is_turkish)
            all->at[count++] = 0x0131;
        else
            all->at[count++] = utf8proc_tolower(codepoint);
    }
    all->count = count;
}

bool nx_fold_lower(const nx_form *clean, bool is_turkish, nx_form *out)
{
    if (!is_turkish && is_ascii(clean)) {
        lower_ascii(clean, out);
        return true;
    }

    points all;

    out->length = 0;
    if (!decompose(clean, 0, &all))
        return false;
    lower_points(&all, is_turkish);
    return add_points(out, &all);
}

void nx_fold_surface(newsidx_text surface, nx_form *out)
{
    nx_form clean;

    (void)nx_fold_clean(surface, &clean);
    nx_fold_exact(&clean, out);
}
