/* Any bytes as JSON of whatever layout, ninjs among it. */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    read_in_chunks(data, length, NEWSIDX_FORMAT_JSON);
    return 0;
}
