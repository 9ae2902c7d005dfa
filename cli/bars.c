#include "bars.h"

#include "unicode.h"

#define EIGHTHS 8
#define FULL_BLOCK 0x2588

/* How much of `parts` is due to `count`; at least one if it isn't 0. */
static size_t share_of(uint64_t count, uint64_t most, size_t parts)
{
    if (count == 0 || most == 0)
        return 0;
    size_t share = (size_t)((double)count / (double)most * (double)parts + 0.5);
    return share == 0 ? 1 : share;
}

void bars_add(nq_buffer *to, uint64_t count, uint64_t most, size_t width)
{
    if (!unicode_is_native()) {
        buffer_fill(to, '#', share_of(count, most, width));
        return;
    }
    size_t eighths = share_of(count, most, width * EIGHTHS);
    for (; eighths >= EIGHTHS; eighths -= EIGHTHS)
        unicode_add(to, FULL_BLOCK);
    /* The block of one eighth is seven behind the full one. */
    if (eighths > 0)
        unicode_add(to, FULL_BLOCK + EIGHTHS - (uint32_t)eighths);
}
