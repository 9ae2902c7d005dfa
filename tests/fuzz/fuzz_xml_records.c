/* Any bytes as NITF, NewsML-G2 and NewsML. */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const newsidx_format formats[] = {
        NEWSIDX_FORMAT_NITF, NEWSIDX_FORMAT_NEWSML_G2, NEWSIDX_FORMAT_NEWSML};

    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        read_in_chunks(data, length, formats[i]);
    return 0;
}
