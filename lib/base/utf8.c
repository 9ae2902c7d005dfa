#include "base/utf8.h"

#include <assert.h>
#include <string.h>

/*
 * What may follow a lead byte: Table 3-7 of the Unicode Standard. Only the
 * second byte's range varies; it is what keeps overlong forms and surrogates
 * out.
 */
static size_t sequence(unsigned char lead, unsigned char *low,
                       unsigned char *high)
{
    *low = 0x80;
    *high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF) {
        if (lead == 0xE0)
            *low = 0xA0;
        else if (lead == 0xED)
            *high = 0x9F;
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        if (lead == 0xF0)
            *low = 0x90;
        else if (lead == 0xF4)
            *high = 0x8F;
        return 4;
    }
    return 0;
}

int32_t nx_utf8_decode(const char *bytes, size_t length, size_t *out_length)
{
    const unsigned char *in = (const unsigned char *)bytes;
    unsigned char low;
    unsigned char high;
    size_t wanted;
    int32_t codepoint;

    assert(length > 0);
    *out_length = 1;
    if (in[0] < 0x80)
        return in[0];
    wanted = sequence(in[0], &low, &high);
    if (wanted == 0)
        return NX_UTF8_INVALID;
    codepoint = in[0] & (0xFF >> (wanted + 1));
    for (size_t i = 1; i < wanted; i++) {
        if (i >= length || in[i] < low || in[i] > high)
            return NX_UTF8_INVALID;
        codepoint = (int32_t)((uint32_t)codepoint << 6 | (in[i] & 0x3Fu));
        low = 0x80;
        high = 0xBF;
        *out_length = i + 1;
    }
    return codepoint;
}

size_t nx_utf8_encode(int32_t codepoint, char out[4])
{
    const uint32_t c = (uint32_t)codepoint;

    assert(codepoint >= 0 && codepoint <= 0x10FFFF);
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

size_t nx_utf8_find_invalid(const char *bytes, size_t length)
{
    size_t offset = 0;

    while (offset < length) {
        uint64_t word;
        size_t step;

        /* Eight ASCII bytes at a time: news copy is mostly that. */
        if (length - offset >= sizeof word) {
            memcpy(&word, bytes + offset, sizeof word);
            if ((word & UINT64_C(0x8080808080808080)) == 0) {
                offset += sizeof word;
                continue;
            }
        }
        if (nx_utf8_decode(bytes + offset, length - offset, &step) ==
            NX_UTF8_INVALID)
            return offset;
        offset += step;
    }
    return NEWSIDX_NO_OFFSET;
}

size_t nx_utf8_cut(const char *bytes, size_t length)
{
    size_t start = length;
    size_t step;

    while (start > 0 && length - start < 4) {
        start--;
        if (!nx_utf8_is_continuation(bytes[start]))
            break;
    }
    if (start == length ||
        nx_utf8_decode(bytes + start, length - start, &step) == NX_UTF8_INVALID)
        return start;
    return length;
}
