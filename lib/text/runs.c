#include "text/runs.h"

#include "base/utf8.h"
#include "text/chars.h"

#include <string.h>

/* Vowels and final consonants of Hangul in pieces, and the voice marks of
 * half-width Katakana, are letters to Unicode but parts of a character. */
static bool hangs_on(int32_t codepoint)
{
    return (codepoint >= 0x1161 && codepoint <= 0x11FF) ||
           (codepoint >= 0xD7B0 && codepoint <= 0xD7FF) ||
           codepoint == 0xFF9E || codepoint == 0xFF9F;
}

/* Characters that are their own exact form: nearly all of any text. */
static bool is_plain(int32_t codepoint)
{
    return (codepoint >= 0x4E00 && codepoint <= 0x9FFF) ||
           (codepoint >= 0xAC00 && codepoint <= 0xD7A3) ||
           (codepoint >= 0x3041 && codepoint <= 0x3096) ||
           (codepoint >= 0x30A1 && codepoint <= 0x30FA);
}

static void fold(newsidx_text text, nx_run_char *out)
{
    nx_form exact;

    nx_fold_surface(
        (newsidx_text){text.bytes + out->start, out->end - out->start}, &exact);
    out->length = exact.length;
    if (out->length > sizeof out->bytes)
        out->length = nx_utf8_cut(exact.bytes, sizeof out->bytes);
    memcpy(out->bytes, exact.bytes, out->length);
}

bool nx_run_read(newsidx_text text, size_t at, nx_run_char *out)
{
    size_t step;
    size_t first_step;
    int32_t first;

    if (at >= text.length ||
        (nx_byte_class(text.bytes[at]) & NX_CHAR_HIGH) == 0)
        return false;
    first = nx_utf8_decode(text.bytes + at, text.length - at, &first_step);
    if ((nx_char_class(first) & NX_CHAR_RUN) == 0)
        return false;
    out->start = at;
    out->end = at + first_step;
    for (size_t i = out->end; i < text.length; i += step) {
        const int32_t codepoint =
            nx_utf8_decode(text.bytes + i, text.length - i, &step);
        const unsigned class = nx_char_class(codepoint);

        if ((class & (NX_CHAR_MARK | NX_CHAR_IGNORED)) == 0 &&
            !hangs_on(codepoint))
            break;
        out->end = i + step;
    }
    if (out->end == at + first_step && is_plain(first)) {
        out->length = first_step;
        memcpy(out->bytes, text.bytes + at, first_step);
    } else {
        fold(text, out);
    }
    return true;
}
