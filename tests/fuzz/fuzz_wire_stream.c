/* Any bytes as messages of wires. */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    read_in_chunks(data, length, NEWSIDX_FORMAT_ANPA);
    read_in_chunks(data, length, NEWSIDX_FORMAT_IPTC_7901);
    return 0;
}
