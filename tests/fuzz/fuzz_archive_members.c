/* Any bytes as an archive. */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void read_members(newsidx_text text, size_t chunk_bytes)
{
    const nx_reader_options options = {
        NEWSIDX_FORMAT_ARCHIVE, {NULL, 0}, nx_str("/a"), NULL};
    source from = {text, chunk_bytes};
    newsidx_status status;
    newsidx_error err;
    nx_reader *reader;
    nx_item item;

    nx_item_init(&item);
    if (nx_reader_open(read_chunk, &from, &options, &reader, &err) < 0)
        abort();
    do {
        status = nx_reader_next(reader, &item, &err);
        check_text(item.member);
        if (status == NEWSIDX_OK)
            check_item(&item);
        else if (status != NEWSIDX_ERR_INPUT && status != NEWSIDX_ERR_LIMIT &&
                 status != NEWSIDX_DONE && status != NEWSIDX_ERR_MEMORY)
            abort();
    } while (status != NEWSIDX_DONE && status != NEWSIDX_ERR_MEMORY);
    if (nx_reader_next(reader, &item, &err) != NEWSIDX_DONE)
        abort();
    nx_reader_free(reader);
    nx_item_finish(&item);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    /* An empty input may be NULL, which no callback hands out. */
    const newsidx_text text =
        length > 0 ? nx_str_slice((const char *)data, length) : nx_str("");

    read_members(text, length + 1);
    read_members(text, 7);
    return 0;
}
