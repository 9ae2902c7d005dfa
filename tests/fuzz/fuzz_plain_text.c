/* Any bytes as a plain text, and as whatever they look like. */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    read_in_chunks(data, length, NEWSIDX_FORMAT_TEXT);
    read_in_chunks(data, length, NEWSIDX_FORMAT_AUTO);
    return 0;
}
