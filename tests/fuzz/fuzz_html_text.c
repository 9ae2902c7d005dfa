/* Any bytes as a piece of HTML. */
#include "formats/html/text.h"

#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    const newsidx_text html =
        length > 0 ? nx_str_slice((const char *)data, length) : nx_str("");
    newsidx_text text;
    newsidx_error err;
    nx_arena arena;

    if (nx_utf8_find_invalid(html.bytes, html.length) != NEWSIDX_NO_OFFSET)
        return 0;
    nx_arena_init(&arena);
    if (nx_html_to_text(html, &arena, &text, &err) == NEWSIDX_OK)
        check_text(text);
    else if (err.status != NEWSIDX_ERR_LIMIT)
        abort();
    nx_arena_finish(&arena);
    return 0;
}
