#include "formats/mail/structure.h"

#include "base/str.h"

#include <string.h>

/*
 * The parts that are open, the outermost first. A line that is the boundary of
 * one of them ends all that are inside of it, even if their own end is missing.
 */
typedef struct level {
    nx_mail_part *part;
    nx_mail_part *last_child;
    newsidx_text boundary; /* {NULL, 0}: of a mail in a mail */
} level;

typedef struct parser {
    newsidx_text rest;
    nx_arena *arena;
    level levels[NX_MAIL_DEPTH];
    size_t depth;
    nx_mail_part *root;
    nx_mail_part *leaf; /* that is open; NULL between parts */
    size_t part_count;
    newsidx_error *err;
} parser;

static bool is_type(newsidx_text type, const char *start)
{
    return nx_str_starts_with(type, nx_str(start));
}

/* Is its content in the mail as it is? */
static bool is_plain_transfer(newsidx_text encoding)
{
    return encoding.length == 0 || nx_str_equal(encoding, nx_str("7bit")) ||
           nx_str_equal(encoding, nx_str("8bit")) ||
           nx_str_equal(encoding, nx_str("binary"));
}

/* The type that the header says, or the one that goes without saying. */
static newsidx_status read_type(parser *p, nx_mail_part *part)
{
    const level *parent = p->depth > 0 ? &p->levels[p->depth - 1] : NULL;
    const bool is_digest =
        parent != NULL && is_type(parent->part->type, "multipart/digest");

    part->type = nx_mail_token(
        nx_mail_header_find(&part->header, "Content-Type"), p->arena);
    if (part->type.bytes == NULL)
        return nx_fail_memory(p->err);
    if (memchr(part->type.bytes, '/', part->type.length + 1) == NULL)
        part->type = nx_str(is_digest ? "message/rfc822" : "text/plain");
    return NEWSIDX_OK;
}

static void append(parser *p, nx_mail_part *part)
{
    level *parent = p->depth > 0 ? &p->levels[p->depth - 1] : NULL;

    if (parent == NULL)
        p->root = part;
    else if (parent->last_child == NULL)
        parent->part->first_child = part;
    else
        parent->last_child->next = part;
    if (parent != NULL)
        parent->last_child = part;
}

/* Begin a part at the rest; `*out_again`: a mail in it begins right there. */
static newsidx_status begin_part(parser *p, bool *out_again)
{
    nx_mail_part *part = nx_arena_new(p->arena, nx_mail_part);
    newsidx_text boundary = {NULL, 0};
    newsidx_text encoding;
    newsidx_status status;

    *out_again = false;
    if (part == NULL)
        return nx_fail_memory(p->err);
    if (++p->part_count > NX_MAIL_PARTS)
        return nx_fail(p->err, NEWSIDX_ERR_LIMIT, "more than %d parts",
                       NX_MAIL_PARTS);
    status = nx_mail_header_read(&p->rest, p->arena, &part->header, p->err);
    if (status >= 0)
        status = read_type(p, part);
    if (status < 0)
        return status;
    part->content = p->rest;
    append(p, part);
    encoding = nx_mail_token(
        nx_mail_header_find(&part->header, "Content-Transfer-Encoding"),
        p->arena);
    if (encoding.bytes == NULL)
        return nx_fail_memory(p->err);
    if (is_type(part->type, "multipart/"))
        status = nx_mail_parameter(
            nx_mail_header_find(&part->header, "Content-Type"), "boundary",
            p->arena, &boundary, p->err);
    if (status < 0)
        return status;
    if (boundary.length > 0)
        part->kind = NX_MAIL_MULTIPART;
    else if (nx_str_equal(part->type, nx_str("message/rfc822")) &&
             is_plain_transfer(encoding))
        part->kind = NX_MAIL_MESSAGE;
    if (p->depth == NX_MAIL_DEPTH || part->kind == NX_MAIL_LEAF) {
        part->kind = NX_MAIL_LEAF;
        p->leaf = part;
        return NEWSIDX_OK;
    }
    p->levels[p->depth++] = (level){part, NULL, boundary};
    *out_again = part->kind == NX_MAIL_MESSAGE;
    return NEWSIDX_OK;
}

static newsidx_status begin_parts(parser *p)
{
    bool again = true;
    newsidx_status status = NEWSIDX_OK;

    while (again && status >= 0)
        status = begin_part(p, &again);
    return status;
}

/* The content ends before `end`: the line end there is the boundary's. */
static void end_content(nx_mail_part *part, const char *end)
{
    newsidx_text *content = &part->content;

    content->length = end > content->bytes ? (size_t)(end - content->bytes) : 0;
    if (content->length > 0 && content->bytes[content->length - 1] == '\n')
        content->length--;
    if (content->length > 0 && content->bytes[content->length - 1] == '\r')
        content->length--;
}

static void end_parts(parser *p, size_t depth, const char *end)
{
    if (p->leaf != NULL)
        end_content(p->leaf, end);
    p->leaf = NULL;
    while (p->depth > depth)
        end_content(p->levels[--p->depth].part, end);
}

/* The number of the level whose boundary the line is, plus 1; 0: of none.
 * `*out_is_last` if it's the one behind the last part. */
static size_t find_boundary(const parser *p, newsidx_text line,
                            bool *out_is_last)
{
    newsidx_text rest;

    if (!nx_str_starts_with(line, nx_str("--")))
        return 0;
    for (size_t i = p->depth; i > 0; i--) {
        const newsidx_text boundary = p->levels[i - 1].boundary;

        if (boundary.length == 0)
            continue;
        rest = nx_str_slice(line.bytes + 2, line.length - 2);
        if (!nx_str_starts_with(rest, boundary))
            continue;
        rest.bytes += boundary.length;
        rest.length -= boundary.length;
        rest = nx_str_trim(rest);
        *out_is_last = nx_str_equal(rest, nx_str("--"));
        if (rest.length == 0 || *out_is_last)
            return i;
    }
    return 0;
}

newsidx_status nx_mail_parse(newsidx_text message, nx_arena *arena,
                             nx_mail_part **out_root, newsidx_error *err)
{
    parser p = {.rest = message, .arena = arena, .err = err};
    newsidx_status status = begin_parts(&p);

    while (p.rest.length > 0 && status >= 0) {
        const char *start = p.rest.bytes;
        const newsidx_text line = nx_str_take_line(&p.rest);
        bool is_last = false;
        const size_t found = find_boundary(&p, line, &is_last);

        if (found == 0)
            continue;
        end_parts(&p, is_last ? found - 1 : found, start);
        if (!is_last)
            status = begin_parts(&p);
    }
    if (status < 0)
        return status;
    if (p.leaf != NULL || p.depth > 0)
        end_parts(&p, 0, message.bytes + message.length);
    *out_root = p.root;
    return NEWSIDX_OK;
}
