#include "ingest/language_tag.h"

#include "base/str.h"

/* RFC 5646, section 4.4.1: who keeps tags must have room for so many. */
#define LONGEST_BYTES 35

bool nx_language_tag_is(newsidx_text text)
{
    size_t subtag = 0;
    size_t number = 0;

    if (text.length > LONGEST_BYTES)
        return false;
    for (size_t i = 0; i <= text.length; i++) {
        const char byte = (char)(i < text.length ? text.bytes[i] : '-');

        if (byte == '-' || byte == '_') {
            if (subtag < (number == 0 ? 2u : 1u) ||
                subtag > (number == 0 ? 3u : 8u))
                return false;
            subtag = 0;
            number++;
        } else if (nx_is_alpha(byte) || (number > 0 && nx_is_digit(byte))) {
            subtag++;
        } else {
            return false;
        }
    }
    return true;
}

newsidx_status nx_language_tag_write(newsidx_text text, nx_arena *arena,
                                     newsidx_text *out, newsidx_error *err)
{
    char *tag = nx_arena_array(arena, text.length + 1, 1);
    bool is_first = true;

    if (tag == NULL)
        return nx_fail_memory(err);
    for (size_t i = 0; i < text.length; i++) {
        const char byte = (char)(text.bytes[i] == '_' ? '-' : text.bytes[i]);

        is_first = is_first && byte != '-';
        tag[i] = (char)(is_first ? nx_to_lower(byte) : byte);
    }
    tag[text.length] = '\0';
    *out = nx_str_slice(tag, text.length);
    return NEWSIDX_OK;
}
