#include "formats/mail/address.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "formats/mail/words.h"

#include <string.h>

/*
 *     "Field, Ann" <ann@a.example>, bob@b.example (Bob Gate)
 *     phrase        in angles       bare           comment
 */
typedef struct address {
    nx_buf phrase;  /* what is neither in angles nor a comment */
    nx_buf comment; /* the name, in the old way to write one */
    bool has_angles;
    bool has_name; /* quotes are names even where they look like addresses */
} address;

/* A byte between quotes, brackets or angles, with the \ that may be before
 * it; returns how many bytes it takes. */
static size_t add_inside(newsidx_text text, size_t at, nx_buf *out)
{
    const bool is_escaped = text.bytes[at] == '\\' && at + 1 < text.length;

    if (out != NULL)
        nx_buf_add_byte(out, text.bytes[at + (is_escaped ? 1 : 0)]);
    return is_escaped ? 2 : 1;
}

/* Up to `close`, from behind its opposite; returns the offset behind it. */
static size_t take_inside(newsidx_text text, size_t at, char close, nx_buf *out)
{
    const char open = close == ')' ? '(' : '\0';
    size_t depth = 1;

    while (at < text.length) {
        if (text.bytes[at] == close && --depth == 0)
            return at + 1;
        if (open != '\0' && text.bytes[at] == open)
            depth++;
        at += add_inside(text, at, out);
    }
    return at;
}

/* Up to the comma; returns the offset behind it. */
static size_t read_address(newsidx_text text, size_t at, address *out)
{
    nx_buf_clear(&out->phrase);
    nx_buf_clear(&out->comment);
    out->has_angles = false;
    out->has_name = false;
    while (at < text.length) {
        const char byte = text.bytes[at++];

        switch (byte) {
        case '"':
            at = take_inside(text, at, '"', &out->phrase);
            out->has_name = true;
            break;
        case '(':
            at = take_inside(text, at, ')', &out->comment);
            break;
        case '<':
            at = take_inside(text, at, '>', NULL);
            out->has_angles = true;
            break;
        case ':': /* the name of a group */
            nx_buf_clear(&out->phrase);
            break;
        case ',':
        case ';':
            return at;
        default:
            nx_buf_add_byte(&out->phrase, byte);
        }
    }
    return at;
}

/* Add the address's name, if it has one. */
static newsidx_status add_name(const address *from, nx_arena *arena,
                               nx_buf *names, newsidx_error *err)
{
    const newsidx_text phrase = nx_str_trim(nx_buf_text(&from->phrase));
    const bool is_name =
        phrase.length > 0 && (from->has_angles || from->has_name);
    newsidx_status status;
    newsidx_text name;

    if (from->phrase.status < 0 || from->comment.status < 0)
        return nx_fail_memory(err);
    status = nx_mail_words(is_name ? phrase : nx_buf_text(&from->comment),
                           arena, &name, err);
    if (status < 0)
        return status;
    /* "ann@a.example" <ann@a.example> */
    if (name.length == 0 || memchr(name.bytes, '@', name.length) != NULL)
        return NEWSIDX_OK;
    if (names->length > 0)
        nx_buf_add_string(names, ", ");
    nx_buf_add_text(names, name);
    return NEWSIDX_OK;
}

newsidx_status nx_mail_names(newsidx_text addresses, nx_arena *arena,
                             newsidx_text *out_names, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    size_t at = 0;
    address one;
    nx_buf names;

    *out_names = nx_str(NULL);
    nx_buf_init(&names, NX_LIMIT_ARTICLE_BYTES);
    nx_buf_init(&one.phrase, NX_LIMIT_ARTICLE_BYTES);
    nx_buf_init(&one.comment, NX_LIMIT_ARTICLE_BYTES);
    while (at < addresses.length && status >= 0) {
        at = read_address(addresses, at, &one);
        status = add_name(&one, arena, &names, err);
    }
    if (status >= 0 && names.length > 0)
        *out_names = nx_arena_text(arena, nx_buf_text(&names));
    if (status >= 0 &&
        (names.status < 0 || (names.length > 0 && out_names->bytes == NULL)))
        status = nx_fail_memory(err);
    nx_buf_finish(&names);
    nx_buf_finish(&one.phrase);
    nx_buf_finish(&one.comment);
    return status;
}
