/* Any bytes as SGML of Reuters-21578. */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    read_in_chunks(data, length, NEWSIDX_FORMAT_REUTERS);
    return 0;
}
