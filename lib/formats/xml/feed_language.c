#include "formats/xml/feed_language.h"

#include "base/str.h"

/* No tag of the registry is longer. */
#define LONGEST_LANGUAGE 35

bool nx_feed_is_language(newsidx_text text)
{
    size_t subtag = 0;
    size_t number = 0;

    if (text.length > LONGEST_LANGUAGE)
        return false;
    for (size_t i = 0; i <= text.length; i++) {
        const char byte = i < text.length ? text.bytes[i] : '-';

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

newsidx_status nx_feed_language_write(newsidx_text text, nx_arena *arena,
                                      newsidx_text *out, newsidx_error *err)
{
    char *tag = nx_arena_array(arena, text.length + 1, 1);

    if (tag == NULL)
        return nx_fail_memory(err);
    for (size_t i = 0; i < text.length; i++)
        tag[i] = (char)(text.bytes[i] == '_' ? '-' : text.bytes[i]);
    *out = nx_str_slice(tag, text.length);
    return NEWSIDX_OK;
}

newsidx_text nx_feed_language_above(const nx_xml_node *node)
{
    for (; node != NULL; node = node->parent) {
        for (size_t i = 0; i < node->attribute_count; i++) {
            if (nx_str_equal(node->attributes[i].name, nx_str("lang")) &&
                nx_str_equal(node->attributes[i].space, nx_str(NX_XML_SPACE)))
                return nx_str_trim(node->attributes[i].value);
        }
    }
    return nx_str("");
}
