#include "formats/html/filter.h"

#include "base/str.h"
#include "base/utf8.h"
#include "formats/html/scan.h"

#include <string.h>

#define LONG_BYTES 80
#define LONGEST_REFERENCE 40
#define LONGEST_TITLE_BYTES 8192
#define HIGHEST_CHARACTER 0x10FFFF

/* More than this are not decoded. */
#define MOST_REFERENCES 500000

typedef enum element_kind {
    INLINE,  /* only the text stays, unless it has a class or the like */
    LINK,    /* the same, but it always stays */
    BLOCK,   /* ends paragraphs */
    HEADING, /* a block that another one ends */
    CELL,    /* a block out of which an end tag of something else can't reach */
    ROW,
    TABLE,
    EMPTY,  /* has no content, and stays */
    GONE,   /* has no content, and nothing to say */
    HIDDEN, /* goes with its content */
    RAW,    /* has text for content, and goes with it */
    UNSEEN  /* the tag alone goes, and ends nothing */
} element_kind;

/* By private names go those that gumbo has modes or special ends for. */
static const struct {
    element_kind kind;
    const char *name;
} traits[GUMBO_TAG_LAST] = {
    [GUMBO_TAG_A] = {LINK, "x-a"},
    [GUMBO_TAG_ADDRESS] = {BLOCK, "address"},
    [GUMBO_TAG_ARTICLE] = {BLOCK, "article"},
    [GUMBO_TAG_ASIDE] = {BLOCK, "aside"},
    [GUMBO_TAG_BLOCKQUOTE] = {BLOCK, "blockquote"},
    [GUMBO_TAG_CENTER] = {BLOCK, "div"},
    [GUMBO_TAG_DD] = {BLOCK, "x-dd"},
    [GUMBO_TAG_DETAILS] = {BLOCK, "details"},
    [GUMBO_TAG_DIR] = {BLOCK, "ul"},
    [GUMBO_TAG_DIV] = {BLOCK, "div"},
    [GUMBO_TAG_DL] = {BLOCK, "dl"},
    [GUMBO_TAG_DT] = {BLOCK, "x-dt"},
    [GUMBO_TAG_FIELDSET] = {BLOCK, "x-form"},
    [GUMBO_TAG_FIGCAPTION] = {BLOCK, "figcaption"},
    [GUMBO_TAG_FIGURE] = {BLOCK, "figure"},
    [GUMBO_TAG_FOOTER] = {BLOCK, "footer"},
    [GUMBO_TAG_FORM] = {BLOCK, "x-form"},
    [GUMBO_TAG_HEADER] = {BLOCK, "header"},
    [GUMBO_TAG_HGROUP] = {BLOCK, "hgroup"},
    [GUMBO_TAG_LEGEND] = {BLOCK, "div"},
    [GUMBO_TAG_LI] = {BLOCK, "x-li"},
    [GUMBO_TAG_MAIN] = {BLOCK, "main"},
    [GUMBO_TAG_MENU] = {BLOCK, "ul"},
    [GUMBO_TAG_NAV] = {BLOCK, "nav"},
    [GUMBO_TAG_OL] = {BLOCK, "ol"},
    [GUMBO_TAG_P] = {BLOCK, "p"},
    [GUMBO_TAG_LISTING] = {BLOCK, "pre"},
    [GUMBO_TAG_PRE] = {BLOCK, "pre"},
    [GUMBO_TAG_SECTION] = {BLOCK, "section"},
    [GUMBO_TAG_SUMMARY] = {BLOCK, "summary"},
    [GUMBO_TAG_UL] = {BLOCK, "ul"},
    [GUMBO_TAG_H1] = {HEADING, "h1"},
    [GUMBO_TAG_H2] = {HEADING, "h2"},
    [GUMBO_TAG_H3] = {HEADING, "h3"},
    [GUMBO_TAG_H4] = {HEADING, "h4"},
    [GUMBO_TAG_H5] = {HEADING, "h5"},
    [GUMBO_TAG_H6] = {HEADING, "h6"},
    [GUMBO_TAG_TABLE] = {TABLE, "x-table"},
    [GUMBO_TAG_TR] = {ROW, "x-tr"},
    [GUMBO_TAG_TD] = {CELL, "x-td"},
    [GUMBO_TAG_TH] = {CELL, "x-td"},
    [GUMBO_TAG_CAPTION] = {CELL, "x-caption"},
    [GUMBO_TAG_TIME] = {LINK, "time"},
    [GUMBO_TAG_BR] = {EMPTY, "br"},
    [GUMBO_TAG_HR] = {EMPTY, "hr"},
    [GUMBO_TAG_LINK] = {EMPTY, "link"},
    [GUMBO_TAG_META] = {EMPTY, "meta"},
    [GUMBO_TAG_AREA] = {GONE, NULL},
    [GUMBO_TAG_BASE] = {GONE, NULL},
    [GUMBO_TAG_BASEFONT] = {GONE, NULL},
    [GUMBO_TAG_BGSOUND] = {GONE, NULL},
    [GUMBO_TAG_COL] = {GONE, NULL},
    [GUMBO_TAG_EMBED] = {GONE, NULL},
    [GUMBO_TAG_FRAME] = {GONE, NULL},
    [GUMBO_TAG_IMAGE] = {GONE, NULL},
    [GUMBO_TAG_IMG] = {GONE, NULL},
    [GUMBO_TAG_INPUT] = {GONE, NULL},
    [GUMBO_TAG_ISINDEX] = {GONE, NULL},
    [GUMBO_TAG_KEYGEN] = {GONE, NULL},
    [GUMBO_TAG_MENUITEM] = {GONE, NULL},
    [GUMBO_TAG_PARAM] = {GONE, NULL},
    [GUMBO_TAG_SOURCE] = {GONE, NULL},
    [GUMBO_TAG_TRACK] = {GONE, NULL},
    [GUMBO_TAG_WBR] = {GONE, NULL},
    [GUMBO_TAG_APPLET] = {HIDDEN, NULL},
    [GUMBO_TAG_AUDIO] = {HIDDEN, NULL},
    [GUMBO_TAG_BUTTON] = {HIDDEN, NULL},
    [GUMBO_TAG_CANVAS] = {HIDDEN, NULL},
    [GUMBO_TAG_DATALIST] = {HIDDEN, NULL},
    [GUMBO_TAG_MATH] = {HIDDEN, NULL},
    [GUMBO_TAG_OBJECT] = {HIDDEN, NULL},
    [GUMBO_TAG_RP] = {HIDDEN, NULL},
    [GUMBO_TAG_RT] = {HIDDEN, NULL},
    [GUMBO_TAG_SELECT] = {HIDDEN, NULL},
    [GUMBO_TAG_SVG] = {HIDDEN, NULL},
    [GUMBO_TAG_TEMPLATE] = {HIDDEN, NULL},
    [GUMBO_TAG_VIDEO] = {HIDDEN, NULL},
    [GUMBO_TAG_IFRAME] = {RAW, NULL},
    [GUMBO_TAG_NOEMBED] = {RAW, NULL},
    [GUMBO_TAG_NOFRAMES] = {RAW, NULL},
    [GUMBO_TAG_NOSCRIPT] = {RAW, NULL},
    [GUMBO_TAG_SCRIPT] = {RAW, NULL},
    [GUMBO_TAG_STYLE] = {RAW, NULL},
    [GUMBO_TAG_TEXTAREA] = {RAW, NULL},
    [GUMBO_TAG_TITLE] = {RAW, "title"},
    [GUMBO_TAG_XMP] = {RAW, NULL},
    [GUMBO_TAG_BODY] = {UNSEEN, NULL},
    [GUMBO_TAG_COLGROUP] = {UNSEEN, NULL},
    [GUMBO_TAG_FRAMESET] = {UNSEEN, NULL},
    [GUMBO_TAG_HEAD] = {UNSEEN, NULL},
    [GUMBO_TAG_HTML] = {UNSEEN, NULL},
    [GUMBO_TAG_PLAINTEXT] = {UNSEEN, NULL},
    [GUMBO_TAG_TBODY] = {UNSEEN, NULL},
    [GUMBO_TAG_TFOOT] = {UNSEEN, NULL},
    [GUMBO_TAG_THEAD] = {UNSEEN, NULL},
};

/* The attributes that stay. What has a value over its limit is cut. */
typedef enum attribute_use {
    ALWAYS,
    OF_LINKS, /* of <a> and <link>: an address says nothing elsewhere */
    MAKES_SPAN
} attribute_use;

static const struct {
    const char *name;
    attribute_use use;
    size_t limit_bytes;
} kept[] = {{"class", MAKES_SPAN, 512},    {"id", MAKES_SPAN, 256},
            {"itemprop", MAKES_SPAN, 256}, {"itemtype", MAKES_SPAN, 256},
            {"property", MAKES_SPAN, 256}, {"rel", MAKES_SPAN, 128},
            {"role", MAKES_SPAN, 64},      {"datetime", MAKES_SPAN, 128},
            {"href", OF_LINKS, 2048},      {"name", ALWAYS, 256},
            {"http-equiv", ALWAYS, 64},    {"content", ALWAYS, 8192}};
#define KEPT_COUNT (sizeof kept / sizeof *kept)

typedef struct open_element {
    GumboTag tag;
    const char *name;    /* that it was written by; NULL: it wasn't */
    newsidx_text source; /* its name in the source */
} open_element;

typedef struct filter {
    nx_html_filtered *out;
    const char *source;
    size_t reference_count;
    size_t reference_end; /* of the markup, if it may go on; SIZE_MAX: none */
    size_t long_count;
    open_element open[NX_HTML_DEPTH];
    size_t open_count;
    size_t too_deep; /* elements that are open besides */
    size_t hidden;   /* open_count with the outermost hidden one; 0: none */
    size_t tag_count;
    uint32_t open_of[GUMBO_TAG_LAST]; /* how often each is open */
} filter;

void nx_html_filtered_init(nx_html_filtered *filtered)
{
    memset(filtered, 0, sizeof *filtered);
    nx_buf_init(&filtered->markup, NX_HTML_LIMIT_BYTES);
}

void nx_html_filtered_finish(nx_html_filtered *filtered)
{
    nx_buf_finish(&filtered->markup);
}

static bool is_digit_of(char byte, bool is_hexadecimal)
{
    const char lower = nx_to_lower(byte);

    return nx_is_digit(byte) ||
           (is_hexadecimal && lower >= 'a' && lower <= 'f');
}

/*
 * The length of a reference by number at the "&" of `text` that means no
 * character because its number is too high; 0 for anything else. Gumbo's
 * numbers overflow, and come out as bytes that are no UTF-8.
 */
static size_t excessive_at(newsidx_text text, size_t at)
{
    size_t end = at + 1;
    int64_t number = 0;
    bool is_hexadecimal;

    if (end == text.length || text.bytes[end++] != '#')
        return 0;
    is_hexadecimal = end < text.length && nx_to_lower(text.bytes[end]) == 'x';
    end += is_hexadecimal ? 1 : 0;
    for (; end < text.length && is_digit_of(text.bytes[end], is_hexadecimal);
         end++) {
        const char lower = nx_to_lower(text.bytes[end]);
        const int digit = lower <= '9' ? lower - '0' : lower - 'a' + 10;

        if (number <= HIGHEST_CHARACTER)
            number = number * (is_hexadecimal ? 16 : 10) + digit;
    }
    if (number <= HIGHEST_CHARACTER)
        return 0;
    return end - at + (end < text.length && text.bytes[end] == ';' ? 1 : 0);
}

/* Write `text` with a reference for each `sign`. */
static void add_replacing(nx_buf *markup, newsidx_text text, char sign,
                          const char *reference)
{
    size_t at = 0;

    while (at < text.length) {
        const size_t start = at;
        size_t length = 0;

        while (at < text.length && text.bytes[at] != sign && length == 0) {
            if (text.bytes[at] == '&')
                length = excessive_at(text, at);
            at += length == 0 ? 1 : 0;
        }
        nx_buf_add(markup, text.bytes + start, at - start);
        if (at == text.length)
            return;
        nx_buf_add_string(markup, length > 0 ? "&#xFFFD;" : reference);
        at += length > 0 ? length : 1;
    }
}

/* Gumbo reads ten million letters a second, so what is long and has nothing to
 * decode goes past it. */
static void add_plain(filter *f, newsidx_text text)
{
    if (text.length < LONG_BYTES || f->long_count == NX_HTML_TAGS) {
        nx_buf_add_text(&f->out->markup, text);
        return;
    }
    nx_buf_add_format(&f->out->markup, "<x-text id=\"%zu %zu\"></x-text>",
                      (size_t)(text.bytes - f->source), text.length);
    f->long_count++;
}

/* Does `text` end in what could be the beginning of a reference? */
static bool ends_in_reference(newsidx_text text)
{
    size_t at = text.length;

    while (at > 0 &&
           (nx_is_alpha(text.bytes[at - 1]) ||
            nx_is_digit(text.bytes[at - 1]) || text.bytes[at - 1] == '#'))
        at--;
    return at > 0 && text.bytes[at - 1] == '&';
}

/* Let no reference go on behind what was left out of the source there. */
static void separate(filter *f)
{
    nx_buf *markup = &f->out->markup;

    if (markup->length != f->reference_end)
        return;
    nx_buf_add_string(markup, f->tag_count < NX_HTML_TAGS ? "<!---->" : " ");
    f->tag_count++;
}

/* Of the & at `at` with the name behind it, which must not be parted from it.
 */
static size_t reference_length(newsidx_text text, size_t at)
{
    const size_t left = text.length - at;
    const size_t most = left < LONGEST_REFERENCE ? left : LONGEST_REFERENCE;
    size_t length = 1;

    while (length < most &&
           (nx_is_alpha(text.bytes[at + length]) ||
            nx_is_digit(text.bytes[at + length]) ||
            text.bytes[at + length] == '#' || text.bytes[at + length] == ';'))
        length++;
    return length;
}

static void add_decoding(filter *f, newsidx_text text)
{
    size_t at = 0;

    while (at < text.length) {
        const char *sign = f->reference_count < MOST_REFERENCES
                               ? memchr(text.bytes + at, '&', text.length - at)
                               : NULL;
        const size_t stop =
            sign != NULL ? (size_t)(sign - text.bytes) : text.length;
        size_t length;

        add_plain(f, nx_str_slice(text.bytes + at, stop - at));
        if (sign == NULL)
            return;
        length = excessive_at(text, stop);
        if (length > 0) {
            nx_buf_add_string(&f->out->markup, "&#xFFFD;");
        } else {
            length = reference_length(text, stop);
            nx_buf_add(&f->out->markup, sign, length);
        }
        f->reference_count++;
        at = stop + length;
    }
}

/* A "<" that stays would begin a tag of its own with what comes next. */
static void add_text(filter *f, newsidx_text text)
{
    separate(f);
    if (text.length == 1 && text.bytes[0] == '<') {
        nx_buf_add_string(&f->out->markup, "&lt;");
        return;
    }
    add_decoding(f, text);
    if (ends_in_reference(text))
        f->reference_end = f->out->markup.length;
}

/* ---------------------------------------------------------- attributes --- */

static size_t find_kept(newsidx_text name)
{
    size_t i = 0;

    while (i < KEPT_COUNT && !nx_str_equal_ascii(name, nx_str(kept[i].name)))
        i++;
    return i;
}

static bool holds(newsidx_text text, const char *what)
{
    const newsidx_text wanted = nx_str(what);

    for (size_t i = 0; i + wanted.length <= text.length; i++) {
        if (nx_str_equal_ascii(nx_str_slice(text.bytes + i, wanted.length),
                               wanted))
            return true;
    }
    return false;
}

/* Does the attribute say that its element isn't shown? Styles are looked at
 * for as long as they can be meant. */
static bool hides(newsidx_text name, newsidx_text value)
{
    if (value.length > 1024)
        value.length = 1024;
    if (nx_str_equal_ascii(name, nx_str("style")))
        return holds(value, "display:none") || holds(value, "display: none") ||
               holds(value, "visibility:hidden") ||
               holds(value, "visibility: hidden");
    if (nx_str_equal_ascii(name, nx_str("aria-hidden")))
        return nx_str_equal_ascii(value, nx_str("true"));
    return nx_str_equal_ascii(name, nx_str("hidden"));
}

static void add_attribute(filter *f, const char *name, newsidx_text value,
                          size_t limit_bytes)
{
    nx_buf *markup = &f->out->markup;

    if (value.length > limit_bytes)
        value.length = nx_utf8_cut(value.bytes, limit_bytes);
    nx_buf_add_byte(markup, ' ');
    nx_buf_add_string(markup, name);
    nx_buf_add_string(markup, "=\"");
    add_replacing(markup, value, '"', "&quot;");
    nx_buf_add_byte(markup, '"');
}

/*
 * Write the attributes that count, each once. Returns whether there is one that
 * an element without a meaning of its own stays for.
 */
static bool add_attributes(filter *f, const nx_html_piece *tag)
{
    newsidx_text rest = tag->attributes;
    const bool is_link = tag->tag == GUMBO_TAG_A || tag->tag == GUMBO_TAG_LINK;
    bool seen[KEPT_COUNT + 1] = {false};
    bool makes_span = false;
    newsidx_text name;
    newsidx_text value;

    while (nx_html_attribute(&rest, &name, &value)) {
        const size_t i = find_kept(name);

        if (seen[i])
            continue;
        if (i == KEPT_COUNT) {
            seen[i] = hides(name, value);
            continue;
        }
        seen[i] = true;
        makes_span = makes_span || kept[i].use == MAKES_SPAN;
        if (kept[i].use != OF_LINKS || is_link)
            add_attribute(f, kept[i].name, value, kept[i].limit_bytes);
    }
    if (seen[KEPT_COUNT])
        add_attribute(f, "hidden", nx_str(""), 0);
    return makes_span || seen[KEPT_COUNT];
}

/* ------------------------------------------------------------ elements --- */

static element_kind kind_of(GumboTag tag)
{
    return tag < GUMBO_TAG_LAST ? traits[tag].kind : INLINE;
}

static element_kind kind_at(const filter *f, size_t depth)
{
    return kind_of(f->open[depth - 1].tag);
}

static bool is_block(element_kind kind)
{
    return kind >= BLOCK && kind <= TABLE;
}

/* Close the innermost ones, until `depth` are open. */
static void close_to(filter *f, size_t depth)
{
    while (f->open_count > depth) {
        const open_element *last = &f->open[--f->open_count];

        f->open_of[last->tag]--;
        if (last->name != NULL) {
            nx_buf_add_string(&f->out->markup, "</");
            nx_buf_add_string(&f->out->markup, last->name);
            nx_buf_add_byte(&f->out->markup, '>');
        }
    }
    if (f->hidden > depth)
        f->hidden = 0;
}

/* Elements that gumbo doesn't know go by their names. */
static bool is_same(const open_element *element, GumboTag tag,
                    newsidx_text source)
{
    return element->tag == tag && (tag != GUMBO_TAG_UNKNOWN ||
                                   nx_str_equal_ascii(element->source, source));
}

/* Close the innermost element of that name unless a wall is in between. */
static bool close_named(filter *f, GumboTag tag, newsidx_text source,
                        bool (*is_wall)(open_element))
{
    if (f->open_of[tag] == 0)
        return false;
    for (size_t depth = f->open_count; depth > 0; depth--) {
        if (is_same(&f->open[depth - 1], tag, source)) {
            close_to(f, depth - 1);
            return true;
        }
        if (is_wall(f->open[depth - 1]))
            return false;
    }
    return false;
}

static bool close_inside(filter *f, GumboTag tag, bool (*is_wall)(open_element))
{
    return close_named(f, tag, nx_str(NULL), is_wall);
}

static bool is_cell_wall(open_element element)
{
    const element_kind kind = kind_of(element.tag);

    return kind == CELL || kind == TABLE;
}

static bool is_table_wall(open_element element)
{
    return kind_of(element.tag) == TABLE;
}

static bool is_block_wall(open_element element)
{
    return is_block(kind_of(element.tag));
}

static bool is_no_wall(open_element element)
{
    (void)element;
    return false;
}

/* Items end through what is no list and no part of a page. */
static bool is_item_wall(open_element element)
{
    return is_block(kind_of(element.tag)) && element.tag != GUMBO_TAG_DIV &&
           element.tag != GUMBO_TAG_P && element.tag != GUMBO_TAG_ADDRESS;
}

/* Write the ends that this start tag implies. */
static void close_implied(filter *f, GumboTag tag, element_kind kind)
{
    if (tag == GUMBO_TAG_LI) {
        close_inside(f, tag, is_item_wall);
    } else if (tag == GUMBO_TAG_DD || tag == GUMBO_TAG_DT) {
        if (!close_inside(f, GUMBO_TAG_DD, is_item_wall))
            close_inside(f, GUMBO_TAG_DT, is_item_wall);
    } else if (kind == CELL) {
        if (!close_inside(f, GUMBO_TAG_TD, is_table_wall) &&
            !close_inside(f, GUMBO_TAG_TH, is_table_wall))
            close_inside(f, GUMBO_TAG_CAPTION, is_table_wall);
    } else if (kind == ROW) {
        if (!close_inside(f, tag, is_table_wall))
            close_inside(f, GUMBO_TAG_CAPTION, is_table_wall);
    } else if (tag == GUMBO_TAG_A) {
        close_inside(f, tag, is_block_wall);
    }
    if (is_block(kind) || tag == GUMBO_TAG_HR)
        close_inside(f, GUMBO_TAG_P, is_cell_wall);
    if (kind == HEADING && f->open_count > 0 &&
        kind_at(f, f->open_count) == HEADING)
        close_to(f, f->open_count - 1);
}

/* A name of its own, as <story-body>, says what a class says. */
static void add_name_as_class(filter *f, newsidx_text name)
{
    nx_buf_add_string(&f->out->markup, " class=\"");
    for (size_t i = 0; i < name.length && i < 64; i++) {
        const char byte = name.bytes[i];

        if (nx_is_alpha(byte) || nx_is_digit(byte) || byte == '-')
            nx_buf_add_byte(&f->out->markup, byte);
    }
    nx_buf_add_byte(&f->out->markup, '"');
}

/* Write a start tag, and return the name that its end is written by. */
static const char *add_tag(filter *f, const nx_html_piece *tag,
                           element_kind kind)
{
    nx_buf *markup = &f->out->markup;
    const size_t before = markup->length;
    const char *name = kind != INLINE ? traits[tag->tag].name : "span";
    bool stays = kind != INLINE;

    nx_buf_add_byte(markup, '<');
    nx_buf_add_string(markup, name);
    if (tag->tag == GUMBO_TAG_UNKNOWN &&
        memchr(tag->name.bytes, '-', tag->name.length) != NULL) {
        add_name_as_class(f, tag->name);
        stays = true;
    } else {
        stays = add_attributes(f, tag) || stays;
    }
    nx_buf_add_byte(markup, '>');
    f->tag_count++;
    if (stays)
        return name;
    if (markup->status >= 0)
        nx_buf_truncate(markup, before);
    f->tag_count--;
    return NULL;
}

static void push(filter *f, const nx_html_piece *tag, element_kind kind)
{
    open_element *element;

    if (f->open_count == NX_HTML_DEPTH || f->tag_count >= NX_HTML_TAGS) {
        f->too_deep++;
        nx_buf_add_byte(&f->out->markup, is_block(kind) ? '\n' : ' ');
        return;
    }
    element = &f->open[f->open_count++];
    element->tag = tag->tag;
    element->name = NULL;
    element->source = tag->name;
    f->open_of[tag->tag]++;
    if (f->hidden > 0)
        return;
    if (kind == HIDDEN)
        f->hidden = f->open_count;
    else
        element->name = add_tag(f, tag, kind);
}

static void take_raw(filter *f, const nx_html_piece *tag)
{
    nx_html_filtered *out = f->out;
    newsidx_text rest = tag->attributes;
    newsidx_text title = tag->text;
    newsidx_text name;
    newsidx_text value;

    if (title.length > LONGEST_TITLE_BYTES)
        title.length = nx_utf8_cut(title.bytes, LONGEST_TITLE_BYTES);
    if (tag->tag == GUMBO_TAG_TITLE && f->hidden == 0) {
        nx_buf_add_string(&out->markup, "<title>");
        add_replacing(&out->markup, title, '<', "&lt;");
        nx_buf_add_string(&out->markup, "</title>");
        f->tag_count++;
    }
    if (tag->tag != GUMBO_TAG_SCRIPT || out->script_count == NX_HTML_SCRIPTS)
        return;
    while (nx_html_attribute(&rest, &name, &value)) {
        if (nx_str_equal_ascii(name, nx_str("type")) &&
            nx_str_equal_ascii(nx_str_trim(value),
                               nx_str("application/ld+json"))) {
            out->scripts[out->script_count++] = tag->text;
            return;
        }
    }
}

static void take_language(filter *f, const nx_html_piece *tag)
{
    newsidx_text rest = tag->attributes;
    newsidx_text name;
    newsidx_text value;

    while (f->out->language.length == 0 &&
           nx_html_attribute(&rest, &name, &value)) {
        if (nx_str_equal_ascii(name, nx_str("lang")) ||
            nx_str_equal_ascii(name, nx_str("xml:lang")))
            f->out->language = value;
    }
}

static void take_start(filter *f, const nx_html_piece *tag)
{
    const element_kind kind = kind_of(tag->tag);

    switch (kind) {
    case UNSEEN:
        if (tag->tag == GUMBO_TAG_HTML)
            take_language(f, tag);
        return;
    case GONE:
        return;
    case RAW:
        take_raw(f, tag);
        return;
    case HIDDEN:
        if (tag->is_closed)
            return;
        break;
    case CELL:
    case ROW:
        if (f->open_of[GUMBO_TAG_TABLE] == 0)
            return;
        break;
    default:
        break;
    }
    if (f->too_deep == 0)
        close_implied(f, tag->tag, kind);
    if (kind != EMPTY)
        push(f, tag, kind);
    else if (f->hidden == 0 && f->tag_count < NX_HTML_TAGS)
        add_tag(f, tag, kind);
}

/* Browsers take these end tags for elements. */
static void add_empty(filter *f, const char *markup)
{
    if (f->hidden > 0 || f->tag_count >= NX_HTML_TAGS)
        return;
    nx_buf_add_string(&f->out->markup, markup);
    f->tag_count++;
}

static void take_end(filter *f, const nx_html_piece *piece)
{
    const GumboTag tag = piece->tag;
    const element_kind kind = kind_of(tag);

    if (kind == UNSEEN || kind == GONE || kind == RAW || kind == EMPTY) {
        if (tag == GUMBO_TAG_BR)
            add_empty(f, "<br>");
        return;
    }
    if (f->too_deep > 0) {
        f->too_deep--;
        return;
    }
    switch (kind) {
    case INLINE:
    case LINK:
        close_named(f, tag, piece->name, is_block_wall);
        return;
    case HEADING:
        /* Whichever heading is open. */
        for (GumboTag any = GUMBO_TAG_H1; any <= GUMBO_TAG_H6; any++) {
            if (close_inside(f, any, is_cell_wall))
                return;
        }
        return;
    case CELL:
    case ROW:
        close_inside(f, tag, is_table_wall);
        return;
    case TABLE:
        close_inside(f, tag, is_no_wall);
        return;
    default:
        if (!close_inside(f, tag, is_cell_wall) && tag == GUMBO_TAG_P)
            add_empty(f, "<p></p>");
        return;
    }
}

newsidx_status nx_html_filter(newsidx_text html, nx_html_filtered *out,
                              newsidx_error *err)
{
    filter f = {.out = out, .source = html.bytes, .reference_end = SIZE_MAX};
    nx_html_scan scan = {"", NULL};
    nx_html_piece piece;

    /* An empty text may be NULL. */
    if (html.length > 0)
        scan.at = html.bytes;
    scan.end = scan.at + html.length;
    nx_buf_clear(&out->markup);
    out->language = nx_str(NULL);
    out->script_count = 0;
    while (out->markup.status >= 0 && nx_html_scan_next(&scan, &piece)) {
        if (piece.kind == NX_HTML_START)
            take_start(&f, &piece);
        else if (piece.kind == NX_HTML_END)
            take_end(&f, &piece);
        else if (f.hidden == 0)
            add_text(&f, piece.text);
    }
    close_to(&f, 0);
    if (out->markup.status == NEWSIDX_ERR_LIMIT)
        return nx_fail(err, NEWSIDX_ERR_LIMIT,
                       "more than %zu bytes of HTML text and tags",
                       NX_HTML_LIMIT_BYTES);
    return out->markup.status < 0 ? nx_fail_memory(err) : NEWSIDX_OK;
}
