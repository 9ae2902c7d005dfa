#include "formats/mail/body.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "formats/html/text.h"
#include "formats/mail/flowed.h"
#include "formats/mail/transfer.h"
#include "formats/mail/words.h"
#include "ingest/clean.h"
#include "ingest/extra.h"
#include "ingest/lines.h"

/*
 * A plain text beside an HTML of so many times its bytes may be a teaser ("To
 * read this, ..."); it is one if it has so many times less to read.
 */
#define TEASER_MARKUP_TIMES 8
#define TEASER_TEXT_TIMES 3

typedef struct body {
    nx_item *item;
    nx_buf text;
    nx_buf dropped;
    bool wants_attached; /* texts that are attachments count too */
    newsidx_error *err;
} body;

static bool is_html(const nx_mail_part *part)
{
    return part->kind == NX_MAIL_LEAF &&
           (nx_str_equal(part->type, nx_str("text/html")) ||
            nx_str_equal(part->type, nx_str("application/xhtml+xml")));
}

/* Also a multipart that has no boundary, and so no parts. */
static bool is_plain(const nx_mail_part *part)
{
    return part->kind == NX_MAIL_LEAF &&
           (nx_str_equal(part->type, nx_str("text/plain")) ||
            nx_str_starts_with(part->type, nx_str("multipart/")));
}

static bool is_attached(const nx_mail_part *part)
{
    static const newsidx_text attachment = {"attachment", 10};
    const newsidx_text value =
        nx_mail_header_find(&part->header, "Content-Disposition");

    return value.length >= attachment.length &&
           nx_str_equal_ascii(nx_str_slice(value.bytes, attachment.length),
                              attachment);
}

/* The bytes of a part as they were before mail packed them. */
static newsidx_status unpack(const body *b, const nx_mail_part *part,
                             nx_buf *out)
{
    const newsidx_text encoding = nx_mail_token(
        nx_mail_header_find(&part->header, "Content-Transfer-Encoding"),
        &b->item->arena);

    if (encoding.bytes == NULL)
        return nx_fail_memory(b->err);
    if (nx_str_equal(encoding, nx_str("quoted-printable")))
        nx_mail_decode_quoted(part->content, out);
    else if (nx_str_equal(encoding, nx_str("base64")))
        nx_mail_decode_base64(part->content, out);
    else
        nx_buf_add_text(out, part->content);
    return out->status < 0 ? nx_fail_memory(b->err) : NEWSIDX_OK;
}

/* Add a part's text to `out`, in UTF-8. */
static newsidx_status decode(const body *b, const nx_mail_part *part,
                             nx_buf *out)
{
    newsidx_text charset = {NULL, 0};
    newsidx_status status;
    nx_buf bytes;

    nx_buf_init(&bytes, NX_LIMIT_ARTICLE_BYTES);
    status = unpack(b, part, &bytes);
    if (status >= 0)
        status = nx_mail_parameter(
            nx_mail_header_find(&part->header, "Content-Type"), "charset",
            &b->item->arena, &charset, b->err);
    if (status >= 0)
        status = nx_mail_decode(nx_buf_text(&bytes), charset, out,
                                &b->item->replaced, b->err);
    if (status >= 0 && out->status < 0)
        status = out->status == NEWSIDX_ERR_LIMIT
                     ? nx_fail(b->err, NEWSIDX_ERR_LIMIT,
                               "a text of more than %zu bytes",
                               NX_LIMIT_ARTICLE_BYTES)
                     : nx_fail_memory(b->err);
    nx_buf_finish(&bytes);
    return status;
}

/* Is the parameter of Content-Type that value? */
static newsidx_status has_parameter(const body *b, const nx_mail_part *part,
                                    const char *name, const char *value,
                                    bool *out_has)
{
    newsidx_text text;
    const newsidx_status status =
        nx_mail_parameter(nx_mail_header_find(&part->header, "Content-Type"),
                          name, &b->item->arena, &text, b->err);

    *out_has = status >= 0 && nx_str_equal_ascii(text, nx_str(value));
    return status;
}

/* Cut the signature off `text`, for `dropped`. */
static void drop_signature(body *b, newsidx_text *text)
{
    size_t behind;
    const size_t start = nx_mail_find_signature(*text, &behind);

    if (start == text->length)
        return;
    if (b->dropped.length > 0)
        nx_buf_add_byte(&b->dropped, '\n');
    nx_buf_add(&b->dropped, text->bytes + behind, text->length - behind);
    text->length = start;
}

/* A plain part to clean text, "" if it says nothing. */
static newsidx_status read_plain(body *b, const nx_mail_part *part,
                                 newsidx_text *out_text)
{
    newsidx_text text;
    newsidx_status status;
    bool is_flowed = false;
    bool is_spaced = false;
    nx_buf decoded;
    nx_buf joined;

    nx_buf_init(&decoded, NX_LIMIT_ARTICLE_BYTES);
    nx_buf_init(&joined, NX_LIMIT_ARTICLE_BYTES * 2);
    status = decode(b, part, &decoded);
    if (status >= 0)
        status = has_parameter(b, part, "format", "flowed", &is_flowed);
    if (status >= 0)
        status = has_parameter(b, part, "delsp", "yes", &is_spaced);
    if (status < 0)
        goto cleanup;
    text = nx_buf_text(&decoded);
    if (is_flowed) {
        nx_mail_join_flowed(text, is_spaced, &joined);
        text = nx_buf_text(&joined);
    }
    drop_signature(b, &text);
    text = nx_clean_text(&b->item->arena, text);
    if (joined.status < 0 || text.bytes == NULL)
        status = nx_fail_memory(b->err);
    else
        status = nx_lines_join(text, &b->item->arena, out_text, b->err);

cleanup:
    nx_buf_finish(&decoded);
    nx_buf_finish(&joined);
    return status;
}

static newsidx_status read_html(body *b, const nx_mail_part *part,
                                newsidx_text *out_text)
{
    newsidx_status status;
    nx_buf decoded;

    nx_buf_init(&decoded, NX_LIMIT_ARTICLE_BYTES);
    status = decode(b, part, &decoded);
    if (status >= 0)
        status = nx_html_to_text(nx_buf_text(&decoded), &b->item->arena,
                                 out_text, b->err);
    if (status >= 0)
        drop_signature(b, out_text);
    nx_buf_finish(&decoded);
    return status;
}

static void add_text(body *b, newsidx_text text)
{
    if (text.length > 0 && b->text.length > 0)
        nx_buf_add_string(&b->text, "\n\n");
    nx_buf_add_text(&b->text, text);
}

/* Name what can't be read: by its file's name, else by its type. */
static newsidx_status name_attachment(const body *b, const nx_mail_part *part)
{
    newsidx_text name;
    newsidx_status status = nx_mail_parameter(
        nx_mail_header_find(&part->header, "Content-Disposition"), "filename",
        &b->item->arena, &name, b->err);

    if (status >= 0 && name.length == 0)
        status = nx_mail_parameter(
            nx_mail_header_find(&part->header, "Content-Type"), "name",
            &b->item->arena, &name, b->err);
    if (status < 0)
        return status;
    return nx_extra_add(b->item, "attachment",
                        name.length > 0 ? name : part->type, b->err);
}

static newsidx_status add_leaf(body *b, const nx_mail_part *part)
{
    newsidx_status status;
    newsidx_text text = {"", 0};

    if ((!is_plain(part) && !is_html(part)) ||
        (is_attached(part) && !b->wants_attached))
        return b->wants_attached ? NEWSIDX_OK : name_attachment(b, part);
    /* The second look is for what was attached only. */
    if (b->wants_attached && !is_attached(part))
        return NEWSIDX_OK;
    status =
        is_html(part) ? read_html(b, part, &text) : read_plain(b, part, &text);
    if (status >= 0)
        add_text(b, text);
    return status;
}

/* The HTML that may stand for `part`: itself, or the root of what is related
 * to one another. NULL: none. */
static const nx_mail_part *find_html(const nx_mail_part *part)
{
    if (part->kind == NX_MAIL_MULTIPART &&
        nx_str_equal(part->type, nx_str("multipart/related")))
        part = part->first_child;
    return part != NULL && is_html(part) ? part : NULL;
}

/* Name what is neither: pictures beside the HTML, an invitation. As deep as
 * NX_MAIL_DEPTH. */
static newsidx_status name_others(const body *b, const nx_mail_part *part)
{
    newsidx_status status = NEWSIDX_OK;

    if (part->kind == NX_MAIL_LEAF)
        return is_plain(part) || is_html(part) ? NEWSIDX_OK
                                               : name_attachment(b, part);
    for (const nx_mail_part *child = part->first_child;
         child != NULL && status >= 0; child = child->next)
        status = name_others(b, child);
    return status;
}

/* The better one of two parts that say the same; either may be NULL. */
static newsidx_status choose_text(body *b, const nx_mail_part *plain,
                                  const nx_mail_part *html,
                                  newsidx_text *out_text)
{
    newsidx_status status = NEWSIDX_OK;
    newsidx_text rich;
    size_t dropped_before;

    *out_text = nx_str("");
    if (plain != NULL)
        status = read_plain(b, plain, out_text);
    if (status < 0 || html == NULL ||
        html->content.length / TEASER_MARKUP_TIMES < out_text->length)
        return status;
    dropped_before = b->dropped.length;
    status = read_html(b, html, &rich);
    if (status < 0)
        return status;
    if (rich.length > 0 && rich.length / TEASER_TEXT_TIMES >= out_text->length)
        *out_text = rich;
    else if (b->dropped.length > dropped_before) /* the same once more */
        nx_buf_truncate(&b->dropped, dropped_before);
    return NEWSIDX_OK;
}

/* Parts that all say the same, and should be known by their types. */
static newsidx_status add_alternative(body *b, const nx_mail_part *part,
                                      bool *out_added)
{
    const nx_mail_part *plain = NULL;
    const nx_mail_part *html = NULL;
    newsidx_status status;
    newsidx_text text;

    for (const nx_mail_part *child = part->first_child; child != NULL;
         child = child->next) {
        plain = plain == NULL && is_plain(child) ? child : plain;
        html = html == NULL ? find_html(child) : html;
    }
    *out_added = plain != NULL || html != NULL;
    if (!*out_added)
        return NEWSIDX_OK;
    status = choose_text(b, plain, html, &text);
    if (status < 0)
        return status;
    add_text(b, text);
    return name_others(b, part);
}

/* "Subject; From; Date" of a mail in a mail, and its subject as a line. */
static newsidx_status add_forwarded(body *b, const nx_mail_part *mail)
{
    static const char *const names[] = {"Subject", "From", "Date"};
    newsidx_status status = NEWSIDX_OK;
    nx_buf line;

    nx_buf_init(&line, NX_LIMIT_ARTICLE_BYTES);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        newsidx_text text;

        status = nx_mail_words(nx_mail_header_find(&mail->header, names[i]),
                               &b->item->arena, &text, b->err);
        if (status < 0)
            goto cleanup;
        if (i == 0)
            add_text(b, text);
        if (text.length > 0 && line.length > 0)
            nx_buf_add_string(&line, "; ");
        nx_buf_add_text(&line, text);
    }
    status = line.status < 0 ? nx_fail_memory(b->err)
                             : nx_extra_add(b->item, "forwarded",
                                            nx_buf_text(&line), b->err);

cleanup:
    nx_buf_finish(&line);
    return status;
}

static newsidx_status add_part(body *b, const nx_mail_part *part);

/* Recursion is as deep as parts are in parts: NX_MAIL_DEPTH. */
static newsidx_status add_children(body *b, const nx_mail_part *part)
{
    newsidx_status status = NEWSIDX_OK;

    for (const nx_mail_part *child = part->first_child;
         child != NULL && status >= 0; child = child->next)
        status = add_part(b, child);
    return status;
}

static newsidx_status add_part(body *b, const nx_mail_part *part)
{
    newsidx_status status = NEWSIDX_OK;
    bool is_added = false;

    if (part->kind == NX_MAIL_LEAF)
        return add_leaf(b, part);
    if (b->wants_attached)
        return add_children(b, part);
    if (part->kind == NX_MAIL_MESSAGE) {
        if (part->first_child != NULL)
            status = add_forwarded(b, part->first_child);
    } else if (nx_str_equal(part->type, nx_str("multipart/alternative"))) {
        status = add_alternative(b, part, &is_added);
    }
    return status < 0 || is_added ? status : add_children(b, part);
}

newsidx_status nx_mail_body_read(const nx_mail_part *root, nx_item *item,
                                 newsidx_error *err)
{
    body b = {.item = item, .err = err};
    newsidx_article *article = &item->article;
    newsidx_status status;

    nx_buf_init(&b.text, NX_LIMIT_ARTICLE_BYTES);
    nx_buf_init(&b.dropped, NX_LIMIT_ARTICLE_BYTES);
    status = add_part(&b, root);
    if (status >= 0 && b.text.length == 0) {
        b.wants_attached = true;
        status = add_part(&b, root);
    }
    if (status < 0)
        goto cleanup;
    if (b.text.status == NEWSIDX_ERR_LIMIT) {
        status =
            nx_fail(err, NEWSIDX_ERR_LIMIT, "a text of more than %zu bytes",
                    NX_LIMIT_ARTICLE_BYTES);
        goto cleanup;
    }
    article->body = nx_clean_text(&item->arena, nx_buf_text(&b.text));
    article->dropped = nx_clean_text(&item->arena, nx_buf_text(&b.dropped));
    if (b.text.status < 0 || b.dropped.status < 0 ||
        article->body.bytes == NULL || article->dropped.bytes == NULL)
        status = nx_fail_memory(err);

cleanup:
    nx_buf_finish(&b.text);
    nx_buf_finish(&b.dropped);
    return status;
}
