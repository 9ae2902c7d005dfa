#include "formats/xml/feed_keywords.h"

#include "base/str.h"

#include <string.h>

/* In longer lists nobody looks for what is there twice: that is quadratic. */
#define COMPARED_BYTES 4096

static bool has_word(newsidx_text list, newsidx_text word)
{
    size_t start = 0;

    while (start + word.length <= list.length) {
        const char *end = memchr(list.bytes + start, ',', list.length - start);
        const size_t length = end == NULL ? list.length - start
                                          : (size_t)(end - list.bytes) - start;

        if (nx_str_equal_ascii(nx_str_slice(list.bytes + start, length), word))
            return true;
        start += length + 2;
    }
    return false;
}

bool nx_feed_keyword_add(nx_buf *list, newsidx_text word)
{
    if (word.length == 0 ||
        (list->length < COMPARED_BYTES && has_word(nx_buf_text(list), word)))
        return true;
    if (list->length + word.length + 2 > NX_FEED_KEYWORD_BYTES)
        return false;
    if (list->length > 0)
        nx_buf_add_string(list, ", ");
    nx_buf_add_text(list, word);
    return true;
}
