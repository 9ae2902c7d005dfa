/* Any bytes in the charset that the first one picks, or in whichever they seem
 * to be: well-formed UTF-8, the same in pieces as in one. */
#include "formats/charset/charset.h"

#include "base/str.h"
#include "base/utf8.h"
#include "formats/charset/decoder.h"
#include "formats/charset/labels.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST_TEXT ((size_t)1024 * 1024)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static uint64_t decode(const char *charset, newsidx_text bytes, size_t piece,
                       nx_buf *out)
{
    uint64_t replaced;
    nx_decoder *decoder;

    nx_buf_clear(out);
    if (nx_decoder_new(charset, &decoder, NULL) < 0)
        abort();
    while (bytes.length > 0) {
        const size_t step = bytes.length < piece ? bytes.length : piece;

        if (nx_decoder_decode(decoder, nx_str_slice(bytes.bytes, step), false,
                              out, NULL) < 0)
            abort();
        bytes = nx_str_slice(bytes.bytes + step, bytes.length - step);
    }
    if (nx_decoder_decode(decoder, bytes, true, out, NULL) < 0)
        abort();
    replaced = nx_decoder_replaced(decoder);
    nx_decoder_free(decoder);
    if (nx_utf8_find_invalid(out->bytes, out->length) != NEWSIDX_NO_OFFSET)
        abort();
    return replaced;
}

static void compare_pieces(const char *charset, newsidx_text bytes)
{
    static const size_t pieces[] = {1, 3, 17};
    nx_buf whole;
    nx_buf out;
    uint64_t replaced;

    nx_buf_init(&whole, LONGEST_TEXT);
    nx_buf_init(&out, LONGEST_TEXT);
    replaced = decode(charset, bytes, bytes.length + 1, &whole);
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        if (decode(charset, bytes, pieces[i], &out) != replaced ||
            !nx_str_equal(nx_buf_text(&out), nx_buf_text(&whole)))
            abort();
    }
    nx_buf_finish(&whole);
    nx_buf_finish(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    newsidx_text bytes;
    uint64_t replaced;
    nx_buf out;

    if (length == 0 || length > LONGEST_TEXT / 8)
        return 0;
    bytes = nx_str_slice((const char *)data + 1, length - 1);
    /* Behind the last is none, which is a guess. */
    compare_pieces(nx_charset_name(data[0] % 64), bytes);
    nx_buf_init(&out, LONGEST_TEXT);
    if (nx_charset_decode(bytes, NULL, &out, &replaced, NULL) < 0)
        abort();
    if (nx_utf8_find_invalid(out.bytes, out.length) != NEWSIDX_NO_OFFSET)
        abort();
    nx_buf_finish(&out);
    return 0;
}
