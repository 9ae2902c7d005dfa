/* Any bytes as messages of wires. */
#include "reading.h"

#include "formats/charset/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static bool is_ready;

    /* Else the C library loads and unloads a charset for each text. */
    if (!is_ready)
        nx_charset_preload();
    is_ready = true;
    read_in_chunks(data, length, NEWSIDX_FORMAT_ANPA);
    read_in_chunks(data, length, NEWSIDX_FORMAT_IPTC_7901);
    return 0;
}
