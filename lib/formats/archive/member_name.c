#include "formats/archive/member_name.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"

static bool is_stroke(char byte)
{
    return byte == '/' || byte == '\\';
}

/* Take the part before the next stroke off the name. */
static newsidx_text next_part(newsidx_text *name)
{
    newsidx_text part = {name->bytes, 0};

    while (part.length < name->length && !is_stroke(name->bytes[part.length]))
        part.length++;
    name->bytes += part.length;
    name->length -= part.length;
    if (name->length > 0) {
        name->bytes++;
        name->length--;
    }
    return part;
}

newsidx_status nx_member_name_check(newsidx_text name, newsidx_error *err)
{
    if (name.length == 0)
        return nx_fail(err, NEWSIDX_ERR_INPUT, "a member without a name");
    if (name.length > NX_LIMIT_MEMBER_NAME_BYTES)
        return nx_fail(err, NEWSIDX_ERR_LIMIT,
                       "a member's name of more than %d bytes",
                       NX_LIMIT_MEMBER_NAME_BYTES);
    if (is_stroke(name.bytes[0]) ||
        (name.length > 1 && nx_is_alpha(name.bytes[0]) && name.bytes[1] == ':'))
        return nx_fail(err, NEWSIDX_ERR_INPUT,
                       "a member's name that is an absolute path");
    while (name.length > 0) {
        if (nx_str_equal(next_part(&name), nx_str("..")))
            return nx_fail(err, NEWSIDX_ERR_INPUT,
                           "a member's name that leads out of the archive");
    }
    return NEWSIDX_OK;
}

bool nx_member_name_is_hidden(newsidx_text name)
{
    while (name.length > 0) {
        const newsidx_text part = next_part(&name);

        if (nx_str_equal(part, nx_str("__MACOSX")) ||
            (part.length > 1 && part.bytes[0] == '.'))
            return true;
    }
    return false;
}

void nx_member_name_add(nx_buf *label, newsidx_text name)
{
    size_t step;

    if (name.length > NX_LIMIT_MEMBER_NAME_BYTES)
        name.length = NX_LIMIT_MEMBER_NAME_BYTES;
    for (size_t offset = 0; offset < name.length; offset += step) {
        const char *at = name.bytes + offset;
        const int32_t codepoint =
            nx_utf8_decode(at, name.length - offset, &step);

        if (codepoint >= 0x20 && (codepoint < 0x7F || codepoint >= 0xA0)) {
            nx_buf_add(label, at, step);
            continue;
        }
        for (size_t i = 0; i < step; i++)
            nx_buf_add_format(label, "%%%02X", (unsigned)(unsigned char)at[i]);
    }
}
