#include "formats/xml/body.h"

#include "base/limits.h"
#include "base/str.h"
#include "formats/xml/xml.h"
#include "ingest/clean.h"
#include "ingest/input.h"

#include <string.h>

/* What a tag does to the text around it. */
typedef enum effect {
    INLINE,
    PARAGRAPH, /* apart from what is before and behind, by a blank line */
    LINE,      /* begins a line, and what follows begins another */
    BREAK,
    CELL,
    KEPT,    /* a paragraph whose line ends are its own */
    CAPTION, /* goes to dropped */
    NOTHING  /* is no text */
} effect;

typedef struct rule {
    const char *name;
    effect effect;
} rule;

/* NITF 3.6 and XHTML; in the order of their names. */
static const rule rules[] = {{"address", PARAGRAPH},
                             {"article", PARAGRAPH},
                             {"aside", PARAGRAPH},
                             {"blockquote", PARAGRAPH},
                             {"block", PARAGRAPH},
                             {"bq", PARAGRAPH},
                             {"br", BREAK},
                             {"caption", LINE},
                             {"credit", LINE},
                             {"dd", LINE},
                             {"div", PARAGRAPH},
                             {"dl", PARAGRAPH},
                             {"dt", LINE},
                             {"figcaption", CAPTION},
                             {"fn", PARAGRAPH},
                             {"footer", PARAGRAPH},
                             {"form", PARAGRAPH},
                             {"h1", PARAGRAPH},
                             {"h2", PARAGRAPH},
                             {"h3", PARAGRAPH},
                             {"h4", PARAGRAPH},
                             {"h5", PARAGRAPH},
                             {"h6", PARAGRAPH},
                             {"head", NOTHING},
                             {"header", PARAGRAPH},
                             {"hedline", PARAGRAPH},
                             {"hl1", PARAGRAPH},
                             {"hl2", PARAGRAPH},
                             {"hr", PARAGRAPH},
                             {"li", LINE},
                             {"main", PARAGRAPH},
                             {"media-caption", CAPTION},
                             {"media-metadata", NOTHING},
                             {"media-object", NOTHING},
                             {"media-producer", CAPTION},
                             {"media-reference", NOTHING},
                             {"note", PARAGRAPH},
                             {"ol", PARAGRAPH},
                             {"p", PARAGRAPH},
                             {"pre", KEPT},
                             {"script", NOTHING},
                             {"section", PARAGRAPH},
                             {"style", NOTHING},
                             {"table", PARAGRAPH},
                             {"td", CELL},
                             {"th", CELL},
                             {"tr", LINE},
                             {"ul", PARAGRAPH}};

#define RULE_COUNT (sizeof rules / sizeof rules[0])

typedef struct writer {
    nx_put *put;
    nx_buf out;
    size_t newlines; /* that are wanted before the next letter */
    bool has_blank;  /* so is a blank */
    bool has_cell;   /* so is a tab */
    bool is_in_cell; /* with nothing in it yet: a <p> there begins no line */
    bool is_kept;    /* line ends are its own */
    bool in_caption;
} writer;

static effect effect_of(newsidx_text name)
{
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (nx_str_equal_ascii(name, nx_str(rules[i].name)))
            return rules[i].effect;
    }
    return INLINE;
}

static void break_lines(writer *to, size_t count)
{
    if (to->newlines < count && !to->is_in_cell)
        to->newlines = count;
}

/* What was wanted before the letter that comes now. */
static void add_space(writer *to)
{
    if (to->out.length > 0 && to->newlines > 0)
        nx_buf_add(&to->out, "\n\n", to->newlines < 2 ? 1 : 2);
    else if (to->has_cell)
        nx_buf_add_byte(&to->out, '\t');
    else if (to->has_blank && to->out.length > 0)
        nx_buf_add_byte(&to->out, ' ');
    to->newlines = 0;
    to->has_blank = false;
    to->has_cell = false;
    to->is_in_cell = false;
}

/* The bytes from `at` on in which all white space is one blank between words:
 * nearly all of a text is such runs, and they are copied as they are. */
static size_t run_length(newsidx_text text, size_t at)
{
    size_t end = at;

    while (end < text.length) {
        if ((unsigned char)text.bytes[end] > ' ')
            end++;
        else if (text.bytes[end] == ' ' && end > at && end + 1 < text.length &&
                 (unsigned char)text.bytes[end + 1] > ' ')
            end += 2;
        else
            break;
    }
    return end - at;
}

static void add_text(writer *to, newsidx_text text)
{
    size_t at = 0;

    while (at < text.length) {
        const size_t length = run_length(text, at);

        if (length > 0) {
            add_space(to);
            nx_buf_add(&to->out, text.bytes + at, length);
        } else {
            to->has_blank = true;
        }
        at += length > 0 ? length : 1;
    }
}

/* The lines of a <pre>, with the blanks they begin with. */
static void add_lines(writer *to, newsidx_text text)
{
    size_t at = 0;

    while (at < text.length) {
        const char *newline = memchr(text.bytes + at, '\n', text.length - at);
        const size_t end =
            newline == NULL ? text.length : (size_t)(newline - text.bytes);

        if (end > at) {
            to->has_blank = false;
            add_space(to);
            nx_buf_add(&to->out, text.bytes + at, end - at);
        }
        if (newline != NULL)
            to->newlines = to->newlines < 2 ? to->newlines + 1 : 2;
        at = end + 1;
    }
}

static void add_node(writer *to, const nx_xml_node *node);

static void add_children(writer *to, const nx_xml_node *node)
{
    for (const nx_xml_node *at = node->first; at != NULL; at = at->next)
        add_node(to, at);
}

/* What is in `node` is no part of the text around it. */
static void drop_caption(writer *to, const nx_xml_node *node)
{
    writer caption = {.put = to->put, .in_caption = true};

    nx_buf_init(&caption.out, NX_LIMIT_ARTICLE_BYTES);
    add_children(&caption, node);
    if (caption.out.status < 0 && to->out.status >= 0)
        to->out.status = caption.out.status;
    nx_put_dropped(to->put, nx_buf_text(&caption.out));
    nx_buf_finish(&caption.out);
}

static void add_cell(writer *to, const nx_xml_node *cell)
{
    if (cell != cell->parent->first)
        to->has_cell = to->out.length > 0 && to->newlines == 0;
    to->is_in_cell = true;
    add_children(to, cell);
    if (!to->is_in_cell)
        to->newlines = 0;
    to->is_in_cell = false;
}

static void add_element(writer *to, const nx_xml_node *node, effect what)
{
    const size_t newlines = what == PARAGRAPH || what == KEPT ? 2
                            : what == LINE                    ? 1
                                                              : 0;
    const bool was_kept = to->is_kept;

    break_lines(to, what == BREAK ? 1 : newlines);
    to->is_kept = was_kept || what == KEPT;
    add_children(to, node);
    to->is_kept = was_kept;
    break_lines(to, newlines);
}

/* It calls itself as deep as the tree is, which is at most NX_XML_DEPTH. */
static void add_node(writer *to, const nx_xml_node *node)
{
    effect what;

    if (node->name.bytes == NULL) {
        if (to->is_kept)
            add_lines(to, node->text);
        else
            add_text(to, node->text);
        return;
    }
    what = effect_of(node->name);
    if (what == CAPTION && !to->in_caption)
        drop_caption(to, node);
    else if (what == CELL && node->parent != NULL)
        add_cell(to, node);
    else if (what != NOTHING)
        add_element(to, node, what);
}

void nx_xml_put_body(nx_put *put, newsidx_text *field, const nx_xml_node *node)
{
    writer to = {.put = put};
    newsidx_text text;

    if (put->status < 0 || node == NULL || field->length > 0)
        return;
    nx_buf_init(&to.out, NX_LIMIT_ARTICLE_BYTES);
    add_children(&to, node);
    if (to.out.status == NEWSIDX_ERR_LIMIT)
        put->status = nx_fail(put->err, NEWSIDX_ERR_LIMIT,
                              "longer than %zu bytes", NX_LIMIT_ARTICLE_BYTES);
    else if (to.out.status < 0)
        put->status = nx_fail_memory(put->err);
    if (put->status >= 0) {
        text = nx_clean_text(&put->item->arena, nx_buf_text(&to.out));
        if (text.bytes == NULL)
            put->status = nx_fail_memory(put->err);
        else if (text.length > 0)
            *field = text;
    }
    nx_buf_finish(&to.out);
}

/* A text in memory, once. */
static ptrdiff_t read_once(const char **bytes, void *user)
{
    newsidx_text *text = user;
    const size_t length = text->length;

    *bytes = text->bytes;
    text->length = 0;
    return (ptrdiff_t)length;
}

static bool is_root(const nx_xml_node *element)
{
    return element->parent == NULL;
}

/* The fragment has no root of its own: it gets one. */
static newsidx_status put_fragment(nx_put *put, newsidx_text *field,
                                   newsidx_text text, newsidx_error *err)
{
    newsidx_status status;
    const nx_xml_node *root;
    nx_input input;
    nx_xml *xml = NULL;
    nx_buf document;

    nx_input_init(&input);
    nx_buf_init(&document, NX_LIMIT_ARTICLE_BYTES + 64);
    nx_buf_add_string(&document, "<root>");
    nx_buf_add_text(&document, text);
    nx_buf_add_string(&document, "</root>");
    if (document.status < 0) {
        status = nx_fail_memory(err);
        goto cleanup;
    }
    text = nx_buf_text(&document);
    nx_input_use(&input, read_once, &text);
    status = nx_xml_open(&input, 1, is_root, &xml, err);
    if (status >= 0)
        status = nx_xml_next(xml, &root, err);
    if (status == NEWSIDX_OK)
        nx_xml_put_body(put, field, root);

cleanup:
    nx_xml_close(xml);
    nx_input_finish(&input);
    nx_buf_finish(&document);
    return status;
}

void nx_xml_put_markup(nx_put *put, newsidx_text *field, newsidx_text text)
{
    newsidx_status status = NEWSIDX_ERR_INPUT;
    newsidx_text clean;

    text = nx_str_trim(text);
    if (put->status < 0 || text.length == 0 || field->length > 0)
        return;
    if (memchr(text.bytes, '<', text.length) != NULL)
        status = put_fragment(put, field, text, put->err);
    if (status == NEWSIDX_OK || put->status < 0)
        return;
    if (status == NEWSIDX_ERR_MEMORY) {
        put->status = status;
        return;
    }
    clean = nx_clean_text(&put->item->arena, text);
    if (clean.bytes == NULL)
        put->status = nx_fail_memory(put->err);
    else
        *field = clean;
}
