#include "formats/plain.h"

#include "ingest/plain_text.h"

const nx_format nx_format_plain = {
    .number = NEWSIDX_FORMAT_TEXT,
    .is_trusted = true,
    .read = nx_plain_text_read,
};
