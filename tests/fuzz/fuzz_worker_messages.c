/* Any bytes as what a worker sends, which may be in a stranger's hands. */
#include "formats/worker/message.h"

#include "reading.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void read_payload(const nx_message *message, nx_item *item)
{
    nx_message_problem problem;
    nx_message_source told;
    newsidx_error error;
    newsidx_error err;
    uint64_t bytes;

    nx_item_reset(item);
    if (nx_message_read_item(message->payload, item, &bytes, &err) ==
        NEWSIDX_OK) {
        item->line = 1;
        check_item(item);
    }
    nx_item_reset(item);
    if (nx_message_read_problem(message->payload, item, &problem, &error,
                                &err) == NEWSIDX_OK &&
        (error.status >= 0 ||
         memchr(error.message, '\0', sizeof error.message) == NULL))
        abort();
    check_text(item->member);
    if (nx_message_read_source(message->payload, &told, &err) == NEWSIDX_OK &&
        told.bad_count > NX_MESSAGE_BAD_ARTICLES)
        abort();
    (void)nx_message_number(message->payload);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    newsidx_text rest = {(const char *)data, length};
    nx_item item;

    nx_item_init(&item);
    while (rest.length > 0) {
        nx_message message;
        size_t whole;
        newsidx_error err;

        if (nx_message_find(rest, &message, &whole, &err) != NEWSIDX_OK)
            break;
        read_payload(&message, &item);
        rest.bytes += whole;
        rest.length -= whole;
    }
    nx_item_finish(&item);
    return 0;
}
