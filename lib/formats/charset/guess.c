#include "formats/charset/guess.h"

#include "base/str.h"
#include "base/utf8.h"
#include "formats/charset/labels.h"

#include <string.h>
#include <uchardet/uchardet.h>

/* What uchardet is shown: more doesn't make it surer, only slower. */
#define SHOWN_BYTES ((size_t)256 * 1024)

#define FALLBACK "CP1252"

nx_charset_tally nx_charset_count(newsidx_text bytes)
{
    nx_charset_tally tally = {0, 0};
    size_t i = 0;

    while (i < bytes.length) {
        uint64_t word;
        size_t step;

        /* News copy is mostly ASCII: eight of it at a time. */
        if (bytes.length - i >= sizeof word) {
            memcpy(&word, bytes.bytes + i, sizeof word);
            if ((word & UINT64_C(0x8080808080808080)) == 0) {
                i += sizeof word;
                continue;
            }
        }
        if ((unsigned char)bytes.bytes[i] < 0x80) {
            i++;
            continue;
        }
        if (nx_utf8_decode(bytes.bytes + i, bytes.length - i, &step) !=
            NX_UTF8_INVALID)
            tally.valid++;
        else if (i + step < bytes.length || step == 1)
            tally.invalid++;
        i += step;
    }
    return tally;
}

bool nx_charset_is_utf8(nx_charset_tally tally)
{
    return tally.invalid == 0 || tally.valid > 2 * tally.invalid;
}

/* Is it a letter in every Latin charset, or in the places of ISO 8859? */
static bool is_letter(newsidx_text bytes, size_t i)
{
    return i < bytes.length && (nx_is_alpha(bytes.bytes[i]) ||
                                (unsigned char)bytes.bytes[i] >= 0xC0);
}

/*
 * ISO 8859-15 differs from 8859-1 in eight places, in which it has the euro
 * and letters. uchardet 0.0.7 mistakes one for the other; whether letters
 * stand beside the place tells. More for 8859-15 than against it?
 */
static bool has_letters_of_latin9(newsidx_text bytes)
{
    size_t letters = 0;
    size_t signs = 0;

    for (size_t i = 0; i < bytes.length; i++) {
        const unsigned char byte = (unsigned char)bytes.bytes[i];
        const bool is_beside =
            (i > 0 && is_letter(bytes, i - 1)) || is_letter(bytes, i + 1);

        if (byte >= 0x80 && byte < 0xA0)
            return false;
        /* Nobody writes the sign for any currency. */
        if (byte == 0xA4)
            letters++;
        else if (byte == 0xA6 || byte == 0xA8 || byte == 0xB4 || byte == 0xB8 ||
                 (byte >= 0xBC && byte <= 0xBE))
            *(is_beside ? &letters : &signs) += 1;
    }
    return letters > signs;
}

static const char *ask_uchardet(newsidx_text bytes)
{
    const char *charset = NULL;
    uchardet_t detector = uchardet_new();

    if (detector == NULL)
        return NULL;
    if (bytes.length > SHOWN_BYTES)
        bytes.length = SHOWN_BYTES;
    if (uchardet_handle_data(detector, bytes.bytes, bytes.length) == 0) {
        uchardet_data_end(detector);
        charset = nx_charset_find(nx_str(uchardet_get_charset(detector)));
    }
    uchardet_delete(detector);
    return charset;
}

/* ISO 2022 is made of ASCII and of escapes. */
static const char *guess_ascii(newsidx_text bytes)
{
    const char *charset = NULL;

    if (memchr(bytes.bytes, 0x1B, bytes.length) != NULL)
        charset = ask_uchardet(bytes);
    return charset != NULL && strncmp(charset, "ISO-2022", 8) == 0 ? charset
                                                                   : "UTF-8";
}

const char *nx_charset_guess(newsidx_text bytes)
{
    const nx_charset_tally tally = nx_charset_count(bytes);
    const char *charset;

    if (bytes.length == 0 || (nx_charset_is_utf8(tally) && tally.valid > 0))
        return "UTF-8";
    if (tally.invalid == 0)
        return guess_ascii(bytes);
    charset = ask_uchardet(bytes);
    /* It was no UTF-8, and UTF-16 has been looked for. */
    if (charset == NULL || strncmp(charset, "UTF-", 4) == 0)
        charset = FALLBACK;
    if (strcmp(charset, "CP1252") == 0 || strcmp(charset, "ISO-8859-15") == 0)
        charset = has_letters_of_latin9(bytes) ? "ISO-8859-15" : "CP1252";
    return charset;
}
