#include "formats/charset/guess.h"

#include "base/str.h"
#include "base/utf8.h"
#include "formats/charset/labels.h"
#include "formats/charset/western.h"

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

/*
 * uchardet takes one Latin charset for the other where there is little to go
 * by, as in English, whose quotes and dashes are letters elsewhere. The words
 * know better, and so does a sentence that makes all sense as it is.
 */
static newsidx_status is_doubtful(const char *charset, newsidx_text bytes)
{
    if (strcmp(charset, "CP1252") == 0 || strcmp(charset, "ISO-8859-15") == 0)
        return 1;
    if (!nx_charset_is_single_byte(charset))
        return 0;
    if (nx_charset_is_western(bytes))
        return 1;
    if (strcmp(charset, "MAC-CENTRALEUROPE") != 0 &&
        strcmp(charset, "IBM852") != 0 && strcmp(charset, "VISCII") != 0)
        return 0;
    return nx_charset_fits_western(bytes);
}

const char *nx_charset_guess(newsidx_text bytes)
{
    const nx_charset_tally tally = nx_charset_count(bytes);
    newsidx_status status;
    const char *charset;

    if (bytes.length == 0 || (nx_charset_is_utf8(tally) && tally.valid > 0))
        return "UTF-8";
    if (tally.invalid == 0)
        return guess_ascii(bytes);
    charset = ask_uchardet(bytes);
    /* It was no UTF-8, and UTF-16 has been looked for. */
    if (charset == NULL || strncmp(charset, "UTF-", 4) == 0)
        charset = FALLBACK;
    status = is_doubtful(charset, bytes);
    if (status < 0)
        return NULL;
    return status > 0 ? nx_charset_find_western(bytes) : charset;
}
