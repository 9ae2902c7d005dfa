#include "query/quotes.h"

#include "base/str.h"
#include "query/scan.h"

#include <string.h>

bool nx_quotes_find_close(newsidx_text text, size_t start, size_t *out_end,
                          size_t *out_next)
{
    size_t next = start;

    while (next < text.length) {
        const size_t here = next;
        const int32_t character = nx_scan_character(text, here, &next);

        if (!nx_scan_is_quote(character))
            continue;
        if (character == '"' && next < text.length && text.bytes[next] == '"') {
            next++;
            continue;
        }
        *out_end = here;
        *out_next = next;
        return true;
    }
    return false;
}

newsidx_text nx_quotes_undouble(newsidx_text text, nx_arena *arena)
{
    size_t length = 0;
    char *bytes;

    if (text.length == 0 || memchr(text.bytes, '"', text.length) == NULL)
        return text;
    bytes = nx_arena_alloc(arena, text.length);
    for (size_t i = 0; i < text.length && bytes != NULL; i++) {
        bytes[length++] = text.bytes[i];
        if (text.bytes[i] == '"' && i + 1 < text.length &&
            text.bytes[i + 1] == '"')
            i++;
    }
    return nx_str_slice(bytes, length);
}

void nx_quotes_add(nx_buf *out, newsidx_text text)
{
    nx_buf_add_byte(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '"')
            nx_buf_add_byte(out, '"');
        nx_buf_add_byte(out, text.bytes[i]);
    }
    nx_buf_add_byte(out, '"');
}
