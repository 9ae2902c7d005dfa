#include "formats/xml/soup.h"

#include "base/str.h"
#include "base/utf8.h"

#include <string.h>

/* So much of a chunk is looked at in one go. */
#define STEP_BYTES ((size_t)64 * 1024)

/* Longer runs of letters behind an & are no reference. */
#define LONGEST_REFERENCE 40

/* Elements inside of these are only their text, so that end tags are missed
 * by deep and broken HTML only. */
#define DEEPEST 200

/* "<![CDATA[" and "<!DOCTYPE" are told apart by so many bytes. */
#define OPENING_BYTES 9

/* What a look at the window came to. */
typedef enum look { LOOK_TOOK, LOOK_MORE, LOOK_FAILED } look;

void nx_soup_init(nx_soup *soup, nx_input *input, uint64_t offset,
                  uint64_t line, nx_xml_builder *builder,
                  nx_xml_entities *entities)
{
    memset(soup, 0, sizeof *soup);
    soup->input = input;
    soup->builder = builder;
    soup->entities = entities;
    soup->offset = offset;
    soup->line = line;
    nx_buf_init(&soup->window, SIZE_MAX / 2);
    nx_buf_init(&soup->text, SIZE_MAX / 2);
    nx_arena_init(&soup->values);
}

void nx_soup_finish(nx_soup *soup)
{
    nx_buf_finish(&soup->window);
    nx_buf_finish(&soup->text);
    nx_arena_finish(&soup->values);
}

static newsidx_text ahead(const nx_soup *soup)
{
    const newsidx_text window = nx_buf_text(&soup->window);

    return nx_str_slice(window.bytes + soup->at, window.length - soup->at);
}

static void take(nx_soup *soup, size_t length)
{
    const char *from = soup->window.bytes + soup->at;

    for (const char *at = from; at < from + length; at++)
        soup->line += *at == '\n' ? 1 : 0;
    soup->at += length;
    soup->offset += length;
    soup->wanted = 0;
}

/* Add to the window, which is moved only when half of it is done with. */
static newsidx_status read_more(nx_soup *soup, newsidx_error *err)
{
    nx_buf *window = &soup->window;
    newsidx_status status;
    size_t length;

    if (soup->input == NULL)
        return NEWSIDX_DONE;
    if (soup->at > 0 && soup->at >= window->length / 2) {
        memmove(window->bytes, window->bytes + soup->at,
                window->length - soup->at);
        nx_buf_truncate(window, window->length - soup->at);
        soup->at = 0;
    }
    status = nx_input_peek(soup->input, 1, err);
    if (status == NEWSIDX_DONE)
        soup->input = NULL;
    if (status != NEWSIDX_OK)
        return status;
    length = (size_t)(soup->input->end - soup->input->at);
    if (length > STEP_BYTES)
        length = STEP_BYTES;
    nx_buf_add(window, soup->input->at, length);
    nx_input_take(soup->input, length);
    return window->status < 0 ? nx_fail_memory(err) : NEWSIDX_OK;
}

/* ------------------------------------------------------------- texts ---- */

/* `text` to `out`, with U+FFFD for what is no UTF-8. */
static void add_repaired(nx_soup *soup, newsidx_text text, nx_buf *out)
{
    while (text.length > 0) {
        const size_t invalid = nx_utf8_find_invalid(text.bytes, text.length);
        const size_t length =
            invalid == NEWSIDX_NO_OFFSET ? text.length : invalid;
        size_t step = 0;

        nx_buf_add(out, text.bytes, length);
        if (length < text.length) {
            nx_utf8_decode(text.bytes + length, text.length - length, &step);
            nx_buf_add_string(out, "\xEF\xBF\xBD");
            soup->replaced += step;
        }
        text.bytes += length + step;
        text.length -= length + step;
    }
}

/* Repaired and with its references resolved, in soup->text. */
static newsidx_status decode(nx_soup *soup, newsidx_text text, bool is_raw,
                             newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    nx_buf repaired;

    nx_buf_init(&repaired, SIZE_MAX / 2);
    nx_buf_clear(&soup->text);
    if (nx_utf8_find_invalid(text.bytes, text.length) != NEWSIDX_NO_OFFSET) {
        add_repaired(soup, text, &repaired);
        text = nx_buf_text(&repaired);
    }
    if (is_raw || memchr(text.bytes, '&', text.length) == NULL)
        nx_buf_add_text(&soup->text, text);
    else
        status = nx_xml_entities_decode(soup->entities, text, &soup->text, err);
    if (status >= 0 && (repaired.status < 0 || soup->text.status < 0))
        status = nx_fail_memory(err);
    nx_buf_finish(&repaired);
    return status;
}

/* Hand in `length` bytes of text. */
static newsidx_status take_text(nx_soup *soup, size_t length, bool is_raw,
                                newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    if (length > 0 && soup->builder->depth > 0) {
        status =
            decode(soup, nx_str_slice(ahead(soup).bytes, length), is_raw, err);
        if (status >= 0)
            status =
                nx_xml_build_text(soup->builder, nx_buf_text(&soup->text), err);
    }
    take(soup, length);
    return status;
}

/* How much of a text that goes on is whole: no half characters, no half
 * references. */
static size_t whole_length(newsidx_text text)
{
    size_t length = nx_utf8_cut(text.bytes, text.length);
    size_t at = length;

    while (at > 0 && length - at < LONGEST_REFERENCE) {
        const char byte = text.bytes[--at];

        if (byte == ';')
            break;
        if (byte == '&')
            return at;
    }
    return length;
}

static look look_at_text(nx_soup *soup, newsidx_status *status,
                         newsidx_error *err)
{
    const newsidx_text text = ahead(soup);
    const char *tag = memchr(text.bytes, '<', text.length);
    size_t length = tag == NULL ? text.length : (size_t)(tag - text.bytes);

    if (tag == NULL && soup->input != NULL)
        length = whole_length(text);
    if (length == 0)
        return LOOK_MORE;
    *status = take_text(soup, length, false, err);
    return *status < 0 ? LOOK_FAILED : LOOK_TOOK;
}

/* Where `end` is in what is ahead; its length if it isn't. */
static size_t find(newsidx_text text, newsidx_text end)
{
    const char *at = text.bytes;
    const char *stop = text.bytes + text.length;

    while (stop - at >= (ptrdiff_t)end.length) {
        at = memchr(at, end.bytes[0], (size_t)(stop - at) - end.length + 1);
        if (at == NULL)
            break;
        if (memcmp(at, end.bytes, end.length) == 0)
            return (size_t)(at - text.bytes);
        at++;
    }
    return text.length;
}

/* The inside of a comment or of CDATA, which goes to the document's end if
 * nothing ends it. */
static look look_at_section(nx_soup *soup, newsidx_status *status,
                            newsidx_error *err)
{
    const bool is_text = soup->state == NX_SOUP_CDATA;
    const newsidx_text end = nx_str(is_text ? "]]>" : "-->");
    const newsidx_text text = ahead(soup);
    size_t length = find(text, end);
    const bool is_ended = length < text.length;

    if (!is_ended && soup->input != NULL) {
        length -= length < end.length ? length : end.length - 1;
        length = nx_utf8_cut(text.bytes, length);
    }
    if (length == 0 && !is_ended)
        return LOOK_MORE;
    if (is_text)
        *status = take_text(soup, length, true, err);
    else
        take(soup, length);
    if (is_ended) {
        take(soup, end.length);
        soup->state = NX_SOUP_TEXT;
    }
    return *status < 0 ? LOOK_FAILED : LOOK_TOOK;
}

static look look_for_end(nx_soup *soup)
{
    const newsidx_text text = ahead(soup);
    const char *end = memchr(text.bytes, '>', text.length);

    if (end == NULL) {
        take(soup, text.length);
        return LOOK_MORE;
    }
    take(soup, (size_t)(end - text.bytes) + 1);
    soup->state = NX_SOUP_TEXT;
    return LOOK_TOOK;
}

/* -------------------------------------------------------------- tags ---- */

static bool is_name_start(char byte)
{
    return nx_is_alpha(byte) || byte == '_' || byte == ':' ||
           (unsigned char)byte >= 0x80;
}

static bool is_name_end(char byte)
{
    return nx_is_space(byte) || byte == '/' || byte == '>' || byte == '=' ||
           byte == '<' || byte == '"' || byte == '\'';
}

/*
 * The bytes of the tag that begins `text`; 0 if it doesn't end there. A quote
 * that isn't closed before the next < was not meant: such a tag ends at its
 * first >. What goes on to the next < without any is no tag: *out_is_text.
 */
static size_t tag_length(newsidx_text text, bool *out_is_text)
{
    size_t first_end = 0;
    char quote = '\0';
    char last = '\0';

    *out_is_text = false;
    for (size_t i = 1; i < text.length; i++) {
        const char byte = text.bytes[i];

        if (byte == '<') {
            *out_is_text = first_end == 0 && text.bytes[1] != '/';
            return first_end > 0 ? first_end : i;
        }
        if (byte == '>' && quote == '\0')
            return i + 1;
        if (byte == '>' && first_end == 0)
            first_end = i + 1;
        if (quote != '\0')
            quote = byte == quote ? '\0' : quote;
        else if ((byte == '"' || byte == '\'') && last == '=')
            quote = byte;
        last = nx_is_space(byte) ? last : byte;
    }
    return 0;
}

/* The name at `*at`, which is moved behind it. */
static newsidx_text read_name(newsidx_text tag, size_t *at)
{
    const size_t start = *at;

    while (*at < tag.length && !is_name_end(tag.bytes[*at]))
        *at += 1;
    return nx_str_slice(tag.bytes + start, *at - start);
}

static void skip_spaces(newsidx_text tag, size_t *at)
{
    while (*at < tag.length && nx_is_space(tag.bytes[*at]))
        *at += 1;
}

/* What stands behind =, with quotes or without. */
static newsidx_text read_value(newsidx_text tag, size_t *at)
{
    size_t start = *at;
    char quote = '\0';
    newsidx_text value;

    if (start < tag.length &&
        (tag.bytes[start] == '"' || tag.bytes[start] == '\'')) {
        quote = tag.bytes[start++];
        *at = start;
    }
    while (*at < tag.length && (quote != '\0' ? tag.bytes[*at] != quote
                                              : !nx_is_space(tag.bytes[*at])))
        *at += 1;
    value = nx_str_slice(tag.bytes + start, *at - start);
    if (*at < tag.length)
        *at += 1;
    return value;
}

static bool is_good_name(newsidx_text name)
{
    return name.length > 0 && name.length <= NX_XML_NAME_BYTES &&
           is_name_start(name.bytes[0]) &&
           nx_utf8_find_invalid(name.bytes, name.length) == NEWSIDX_NO_OFFSET;
}

/* The attributes of a tag without its < and >, from `at` on. Of one that
 * stands there twice the first counts. */
static newsidx_status read_attributes(nx_soup *soup, newsidx_text tag,
                                      size_t at, size_t *out_count,
                                      newsidx_error *err)
{
    *out_count = 0;
    nx_arena_reset(&soup->values);
    while (at < tag.length && *out_count < NX_XML_ATTRIBUTES) {
        newsidx_text name;
        newsidx_text value = {"", 0};
        newsidx_status status;

        skip_spaces(tag, &at);
        name = read_name(tag, &at);
        if (name.length == 0) {
            at++;
            continue;
        }
        skip_spaces(tag, &at);
        if (at < tag.length && tag.bytes[at] == '=') {
            at++;
            skip_spaces(tag, &at);
            value = read_value(tag, &at);
        }
        if (!is_good_name(name))
            continue;
        status = decode(soup, value, false, err);
        if (status < 0)
            return status;
        value = nx_arena_text(&soup->values, nx_buf_text(&soup->text));
        if (value.bytes == NULL)
            return nx_fail_memory(err);
        soup->attributes[(*out_count)++] = (nx_xml_given){name, value};
    }
    return NEWSIDX_OK;
}

static bool is_one_of(newsidx_text name, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (nx_str_equal_ascii(name, nx_str(*names)))
            return true;
    }
    return false;
}

/* Of HTML that stands in the feed as it is: elements that have no end. */
static bool is_empty_html(newsidx_text name)
{
    static const char *const names[] = {"br",  "hr",   "img",   "input", "wbr",
                                        "col", "area", "embed", "param", NULL};

    return is_one_of(name, names);
}

/* The same: elements that end where the next of their name begins. */
static bool ends_its_like(newsidx_text name)
{
    static const char *const names[] = {"p",  "li", "tr", "td",
                                        "th", "dt", "dd", NULL};

    return is_one_of(name, names);
}

/* The depth of the innermost open element of that name; 0: there is none. */
static size_t find_open(const nx_soup *soup, newsidx_text name)
{
    size_t depth = soup->builder->depth;

    while (depth > 0 &&
           !nx_str_equal(nx_xml_build_name(soup->builder, depth), name))
        depth--;
    return depth;
}

static void end_deeper_than(nx_soup *soup, size_t depth)
{
    soup->end_depth = depth;
    soup->is_ending = true;
}

/* Must something end before an element of that name can begin? */
static bool ends_another(nx_soup *soup, newsidx_text name)
{
    const nx_xml_builder *builder = soup->builder;

    if (builder->record_depth > 0 &&
        nx_str_equal(nx_xml_build_name(builder, builder->record_depth), name)) {
        end_deeper_than(soup, builder->record_depth - 1);
        return true;
    }
    if (builder->depth > builder->record_depth && builder->depth > 0 &&
        ends_its_like(name) &&
        nx_str_equal(nx_xml_build_name(builder, builder->depth), name)) {
        end_deeper_than(soup, builder->depth - 1);
        return true;
    }
    return false;
}

static newsidx_status start_element(nx_soup *soup, newsidx_text name,
                                    size_t attribute_count, bool is_empty,
                                    newsidx_error *err)
{
    nx_xml_builder *builder = soup->builder;
    const bool was_outside = builder->record_depth == 0;
    newsidx_status status = nx_xml_build_start(builder, name, soup->attributes,
                                               attribute_count, err);

    if (was_outside && builder->record_depth > 0) {
        soup->start_offset = soup->offset;
        soup->start_line = soup->line;
    }
    if (status >= 0 && is_empty)
        end_deeper_than(soup, builder->depth - 1);
    return status;
}

/* `tag` begins with the name. */
static newsidx_status take_start(nx_soup *soup, newsidx_text tag, size_t length,
                                 newsidx_error *err)
{
    newsidx_status status;
    size_t count = 0;
    size_t at = 0;
    newsidx_text name;
    bool is_empty = false;

    if (tag.length > 0 && tag.bytes[tag.length - 1] == '/') {
        is_empty = true;
        tag.length--;
    }
    name = read_name(tag, &at);
    if (ends_another(soup, name))
        return NEWSIDX_OK; /* It will be looked at again. */
    status = read_attributes(soup, tag, at, &count, err);
    if (status >= 0 && soup->builder->depth < DEEPEST)
        status = start_element(soup, name, count,
                               is_empty || is_empty_html(name), err);
    take(soup, length);
    return status;
}

static look look_at_tag(nx_soup *soup, newsidx_status *status,
                        newsidx_error *err)
{
    const newsidx_text text = ahead(soup);
    const bool is_end = text.bytes[1] == '/';
    const size_t skipped = is_end ? 2 : 1;
    bool is_text;
    const size_t length = tag_length(text, &is_text);
    newsidx_text tag;
    newsidx_text name;
    size_t at = 0;

    if (length == 0 && soup->input != NULL && text.length < NX_SOUP_TAG_BYTES)
        return LOOK_MORE;
    tag = nx_str_slice(text.bytes + skipped,
                       length < skipped ? 0 : length - skipped);
    if (tag.length > 0 && tag.bytes[tag.length - 1] == '>')
        tag.length--;
    name = read_name(tag, &at);
    if (is_text || !is_good_name(name)) {
        *status = take_text(soup, 1, true, err);
    } else if (is_end) {
        const size_t depth = find_open(soup, name);

        if (depth > 0)
            end_deeper_than(soup, depth - 1);
        take(soup, length);
    } else {
        *status = take_start(soup, tag, length, err);
    }
    return *status < 0 ? LOOK_FAILED : LOOK_TOOK;
}

/* ------------------------------------------------------ declarations ---- */

/* <!ENTITY name "value">; others, and those of files, are nothing to us. */
static newsidx_status take_entity(nx_soup *soup, newsidx_text declaration,
                                  newsidx_error *err)
{
    size_t at = 0;
    newsidx_text name;
    newsidx_text value;

    skip_spaces(declaration, &at);
    name = read_name(declaration, &at);
    skip_spaces(declaration, &at);
    if (!is_good_name(name) || at >= declaration.length ||
        (declaration.bytes[at] != '"' && declaration.bytes[at] != '\''))
        return NEWSIDX_OK;
    value = read_value(declaration, &at);
    if (nx_utf8_find_invalid(value.bytes, value.length) != NEWSIDX_NO_OFFSET)
        return NEWSIDX_OK;
    return nx_xml_entities_add(soup->entities, name, value, err);
}

/* One step through the internal subset, up to its ] */
static look look_at_subset(nx_soup *soup, newsidx_status *status,
                           newsidx_error *err)
{
    static const newsidx_text entity = {"<!ENTITY", 8};
    const newsidx_text text = ahead(soup);
    size_t length = 1;

    if (text.bytes[0] == '<') {
        const char *end = memchr(text.bytes, '>', text.length);

        if (end == NULL && soup->input != NULL &&
            text.length < NX_SOUP_TAG_BYTES)
            return LOOK_MORE;
        if (end != NULL)
            length = (size_t)(end - text.bytes) + 1;
        if (length > entity.length && nx_str_starts_with(text, entity))
            *status = take_entity(soup,
                                  nx_str_slice(text.bytes + entity.length,
                                               length - entity.length - 1),
                                  err);
    } else if (text.bytes[0] == ']') {
        soup->state = NX_SOUP_SKIP;
    }
    take(soup, length);
    return *status < 0 ? LOOK_FAILED : LOOK_TOOK;
}

/* <!DOCTYPE rss PUBLIC "..." [ or > */
static look look_at_doctype(nx_soup *soup)
{
    const newsidx_text text = ahead(soup);
    size_t length = 0;

    while (length < text.length && text.bytes[length] != '[' &&
           text.bytes[length] != '>')
        length++;
    if (length == text.length && soup->input != NULL &&
        text.length < NX_SOUP_TAG_BYTES)
        return LOOK_MORE;
    soup->state = length < text.length && text.bytes[length] == '['
                      ? NX_SOUP_DOCTYPE
                      : NX_SOUP_TEXT;
    take(soup, length < text.length ? length + 1 : length);
    return LOOK_TOOK;
}

/* Something that begins with < */
static look look_at_markup(nx_soup *soup, newsidx_status *status,
                           newsidx_error *err)
{
    const newsidx_text text = ahead(soup);

    if (text.length < OPENING_BYTES && soup->input != NULL)
        return LOOK_MORE;
    if (nx_str_starts_with(text, nx_str("<!--"))) {
        take(soup, 4);
        soup->state = NX_SOUP_COMMENT;
        return LOOK_TOOK;
    }
    if (nx_str_starts_with(text, nx_str("<![CDATA["))) {
        take(soup, OPENING_BYTES);
        soup->state = NX_SOUP_CDATA;
        return LOOK_TOOK;
    }
    if (text.length >= OPENING_BYTES &&
        nx_str_equal_ascii(nx_str_slice(text.bytes, OPENING_BYTES),
                           nx_str("<!DOCTYPE")))
        return look_at_doctype(soup);
    if (text.length > 1 && (text.bytes[1] == '!' || text.bytes[1] == '?')) {
        soup->state = NX_SOUP_SKIP;
        return look_for_end(soup);
    }
    if (text.length > 1 &&
        (is_name_start(text.bytes[1]) || text.bytes[1] == '/'))
        return look_at_tag(soup, status, err);
    *status = take_text(soup, 1, true, err);
    return *status < 0 ? LOOK_FAILED : LOOK_TOOK;
}

static look look_ahead(nx_soup *soup, newsidx_status *status,
                       newsidx_error *err)
{
    if (ahead(soup).length == 0 || ahead(soup).length < soup->wanted)
        return LOOK_MORE;
    switch (soup->state) {
    case NX_SOUP_COMMENT:
    case NX_SOUP_CDATA:
        return look_at_section(soup, status, err);
    case NX_SOUP_DOCTYPE:
        return look_at_subset(soup, status, err);
    case NX_SOUP_SKIP:
        return look_for_end(soup);
    default:
        break;
    }
    return ahead(soup).bytes[0] == '<' ? look_at_markup(soup, status, err)
                                       : look_at_text(soup, status, err);
}

/* The window shows too little: get more of it, or end what is open. What can't
 * be understood yet is looked at again when there is twice as much of it, or
 * many small chunks would take quadratic time. */
static newsidx_status go_on(nx_soup *soup, newsidx_error *err)
{
    newsidx_status status;

    if (soup->wanted <= ahead(soup).length)
        soup->wanted = ahead(soup).length * 2;
    status = read_more(soup, err);
    if (status != NEWSIDX_DONE)
        return status;
    soup->wanted = 0;
    if (ahead(soup).length > 0)
        return NEWSIDX_OK; /* As it is the last, it is understood now. */
    if (soup->builder->depth == 0)
        return NEWSIDX_DONE;
    end_deeper_than(soup, 0);
    return NEWSIDX_OK;
}

newsidx_status nx_soup_next(nx_soup *soup, newsidx_error *err)
{
    nx_xml_builder *builder = soup->builder;
    newsidx_status status = NEWSIDX_OK;

    if (builder->record != NULL)
        nx_xml_build_forget(builder);
    while (status == NEWSIDX_OK && builder->record == NULL) {
        if (soup->is_ending && builder->depth > soup->end_depth) {
            status = nx_xml_build_end(builder, err);
            continue;
        }
        soup->is_ending = false;
        if (look_ahead(soup, &status, err) == LOOK_MORE)
            status = go_on(soup, err);
    }
    return status;
}
