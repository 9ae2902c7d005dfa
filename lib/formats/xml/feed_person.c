#include "formats/xml/feed_person.h"

#include "base/str.h"

#include <string.h>

static bool has_at_sign(newsidx_text text)
{
    return text.length > 0 && memchr(text.bytes, '@', text.length) != NULL;
}

static bool has_space(newsidx_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (nx_is_space(text.bytes[i]))
            return true;
    }
    return false;
}

/* What stands before the bracket, and in it, if it ends the line. */
static bool split_at(newsidx_text line, char bracket, char end,
                     newsidx_text *out_before, newsidx_text *out_inside)
{
    const char *start =
        line.length > 0 ? memchr(line.bytes, bracket, line.length) : NULL;
    size_t length;

    if (start == NULL || line.bytes[line.length - 1] != end)
        return false;
    length = (size_t)(start - line.bytes);
    *out_before = nx_str_trim(nx_str_slice(line.bytes, length));
    *out_inside =
        nx_str_trim(nx_str_slice(start + 1, line.length - length - 2));
    return true;
}

void nx_feed_person_split(newsidx_text line, newsidx_text *out_name,
                          newsidx_text *out_mail)
{
    newsidx_text before;
    newsidx_text inside;

    line = nx_str_trim(line);
    *out_name = nx_str("");
    *out_mail = nx_str("");
    if (split_at(line, '(', ')', &before, &inside) ||
        split_at(line, '<', '>', &before, &inside)) {
        if (has_at_sign(before) && !has_at_sign(inside)) {
            *out_name = inside;
            *out_mail = before;
            return;
        }
        if (has_at_sign(inside)) {
            *out_name = before;
            *out_mail = inside;
            return;
        }
    }
    if (has_at_sign(line) && !has_space(line))
        *out_mail = line;
    else
        *out_name = line;
}
