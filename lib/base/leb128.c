#include "base/leb128.h"

/* Ten bytes have 70 bits; of the last one only the lowest counts. */
#define LAST_SHIFT 63

void nx_leb128_add(nx_buf *out, uint64_t number)
{
    while (number >= 0x80) {
        nx_buf_add_byte(out, (char)(number | 0x80));
        number >>= 7;
    }
    nx_buf_add_byte(out, (char)number);
}

nx_bytes nx_bytes_of(newsidx_text blob)
{
    const unsigned char *start = (const unsigned char *)blob.bytes;
    const nx_bytes in = {start, start != NULL ? start + blob.length : NULL,
                         false};

    return in;
}

size_t nx_bytes_left(const nx_bytes *in)
{
    return (size_t)(in->end - in->at);
}

uint64_t nx_leb128_get(nx_bytes *in)
{
    uint64_t number = 0;

    for (unsigned shift = 0; !in->is_bad && shift <= LAST_SHIFT; shift += 7) {
        unsigned char byte;

        if (in->at == in->end)
            break;
        byte = *in->at++;
        if (shift == LAST_SHIFT && byte > 1)
            break;
        number |= (uint64_t)(byte & 0x7FU) << shift;
        if (byte >= 0x80)
            continue;
        if (byte == 0 && shift > 0)
            break;
        return number;
    }
    in->is_bad = true;
    return 0;
}

uint64_t nx_leb128_get_to(nx_bytes *in, uint64_t most)
{
    const uint64_t number = nx_leb128_get(in);

    if (number <= most)
        return number;
    in->is_bad = true;
    return 0;
}
