/* Any bytes as a mail and as a mailbox. */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    read_in_chunks(data, length, NEWSIDX_FORMAT_MAIL);
    read_in_chunks(data, length, NEWSIDX_FORMAT_MBOX);
    return 0;
}
