/* Any bytes as a feed, well-formed or not, and as an export of WordPress. */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    read_in_chunks(data, length, NEWSIDX_FORMAT_RSS);
    read_in_chunks(data, length, NEWSIDX_FORMAT_WORDPRESS);
    return 0;
}
