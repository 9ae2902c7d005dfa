#include "formats/sgml/record.h"

#include "base/buf.h"
#include "base/calendar.h"
#include "base/limits.h"
#include "base/str.h"
#include "formats/sgml/markup.h"
#include "ingest/byline.h"
#include "ingest/clean.h"
#include "ingest/extra.h"
#include "ingest/lines.h"

#include <string.h>

/* A paragraph begins with four blanks; lines with fewer are of tables. */
#define PARAGRAPH_INDENT 4

/* "REUTER...^M", bytes of lines that end a story. */
#define LONGEST_SIGN_OFF 12

/* Topics, places or notes of one record: in fact a dozen. */
#define MOST_ENTRIES 1000

/* The content of an element, decoded and as one line; {NULL, 0} without. */
static newsidx_status take_line(newsidx_text text, const char *name,
                                nx_arena *arena, newsidx_text *out,
                                newsidx_error *err)
{
    nx_sgml_element found;

    *out = nx_str(NULL);
    if (!nx_sgml_element_at(text, 0, name, &found))
        return NEWSIDX_OK;
    *out = nx_sgml_decode(found.content, arena);
    if (out->bytes != NULL)
        *out = nx_clean_line(arena, *out);
    return out->bytes != NULL ? NEWSIDX_OK : nx_fail_memory(err);
}

static newsidx_status take_key(newsidx_text attributes, nx_item *item,
                               newsidx_error *err)
{
    static const char *const names[] = {"TOPICS", "LEWISSPLIT", "CGISPLIT",
                                        "OLDID", "CSECS"};
    const newsidx_text id = nx_sgml_attribute(attributes, "NEWID");
    newsidx_status status = NEWSIDX_OK;
    nx_buf key;

    for (size_t i = 0; status >= 0 && i < sizeof names / sizeof names[0]; i++)
        status = nx_extra_add(item, names[i],
                              nx_sgml_attribute(attributes, names[i]), err);
    if (status < 0 || id.length == 0)
        return status;
    nx_buf_init(&key, NX_LIMIT_ARTICLE_BYTES);
    nx_buf_add_string(&key, "reuters:");
    nx_buf_add_text(&key, id);
    if (key.status >= 0)
        item->article.key = nx_clean_line(&item->arena, nx_buf_text(&key));
    if (item->article.key.bytes == NULL)
        status = nx_fail_memory(err);
    nx_buf_finish(&key);
    return status;
}

/* How many bytes of the text are "26-FEB-1987 15:01:01.79". */
static size_t date_length(newsidx_text text)
{
    size_t i = 0;

    while (i < text.length &&
           (nx_is_digit(text.bytes[i]) || nx_is_alpha(text.bytes[i]) ||
            text.bytes[i] == '-'))
        i++;
    while (i < text.length && text.bytes[i] == ' ')
        i++;
    while (i < text.length && (nx_is_digit(text.bytes[i]) ||
                               text.bytes[i] == ':' || text.bytes[i] == '.'))
        i++;
    return i;
}

/* It is a date of mail but for the hyphens. */
static bool read_date(newsidx_text text, int64_t *out_seconds)
{
    char plain[40];

    if (text.length >= sizeof plain)
        return false;
    for (size_t i = 0; i < text.length; i++)
        plain[i] = (char)(text.bytes[i] == '-' ? ' ' : text.bytes[i]);
    plain[text.length] = '\0';
    return nx_calendar_read(nx_str(plain), out_seconds);
}

/* What stands behind a date is noise, but not ours to throw away. */
static newsidx_status take_date(newsidx_text record, nx_item *item,
                                nx_buf *dropped, newsidx_error *err)
{
    newsidx_article *article = &item->article;
    nx_sgml_element found;
    newsidx_text text;
    size_t length;

    if (!nx_sgml_element_at(record, 0, "DATE", &found))
        return NEWSIDX_OK;
    text = nx_sgml_decode(found.content, &item->arena);
    if (text.bytes == NULL)
        return nx_fail_memory(err);
    text = nx_str_trim(text);
    length = date_length(text);
    if (read_date(nx_str_slice(text.bytes, length), &article->published_at))
        return nx_extra_add(
            item, "DATE",
            nx_str_slice(text.bytes + length, text.length - length), err);
    article->published_at = NEWSIDX_NO_TIME;
    text = nx_clean_line(&item->arena, text);
    if (text.bytes == NULL)
        return nx_fail_memory(err);
    if (text.length > 0) {
        nx_buf_add_string(dropped, "date: ");
        nx_buf_add_text(dropped, text);
    }
    return NEWSIDX_OK;
}

static newsidx_status fail_many(const char *name, newsidx_error *err)
{
    return nx_fail(err, NEWSIDX_ERR_INPUT, "more than %d of <%s>", MOST_ENTRIES,
                   name);
}

/* The <D> of a list, joined for the keywords, or each a member of extra. */
static newsidx_status take_list(newsidx_text record, const char *name,
                                nx_item *item, nx_buf *keywords,
                                newsidx_error *err)
{
    nx_sgml_element list;
    nx_sgml_element entry;
    size_t count = 0;
    size_t at = 0;

    if (!nx_sgml_element_at(record, 0, name, &list))
        return NEWSIDX_OK;
    while (nx_sgml_element_at(list.content, at, "D", &entry)) {
        const newsidx_text text = nx_sgml_decode(entry.content, &item->arena);
        newsidx_status status = NEWSIDX_OK;

        if (++count > MOST_ENTRIES)
            return fail_many(name, err);

        at = (size_t)(entry.whole.bytes - list.content.bytes) +
             entry.whole.length;
        if (text.bytes == NULL)
            return nx_fail_memory(err);
        if (keywords == NULL) {
            status = nx_extra_add(item, name, text, err);
        } else {
            if (keywords->length > 0)
                nx_buf_add_string(keywords, ", ");
            nx_buf_add_text(keywords, text);
        }
        if (status < 0)
            return status;
    }
    return NEWSIDX_OK;
}

static newsidx_status take_lists(newsidx_text record, nx_item *item,
                                 newsidx_error *err)
{
    static const char *const names[] = {"PLACES", "PEOPLE", "ORGS", "EXCHANGES",
                                        "COMPANIES"};
    newsidx_status status;
    nx_buf keywords;

    nx_buf_init(&keywords, NX_LIMIT_ARTICLE_BYTES);
    status = take_list(record, "TOPICS", item, &keywords, err);
    for (size_t i = 0; status >= 0 && i < sizeof names / sizeof names[0]; i++)
        status = take_list(record, names[i], item, NULL, err);
    if (status >= 0 && keywords.length > 0)
        item->article.keywords =
            nx_clean_line(&item->arena, nx_buf_text(&keywords));
    if (status >= 0 &&
        (keywords.status < 0 ||
         (keywords.length > 0 && item->article.keywords.bytes == NULL)))
        status = nx_fail_memory(err);
    nx_buf_finish(&keywords);
    return status;
}

/* All elements of a name, as members of extra. */
static newsidx_status take_notes(newsidx_text record, const char *name,
                                 nx_item *item, newsidx_error *err)
{
    nx_sgml_element found;
    size_t count = 0;
    size_t at = 0;

    while (nx_sgml_element_at(record, at, name, &found)) {
        const newsidx_text text = nx_sgml_decode(found.content, &item->arena);
        newsidx_status status;

        if (++count > MOST_ENTRIES)
            return fail_many(name, err);
        if (text.bytes == NULL)
            return nx_fail_memory(err);
        status = nx_extra_add(item, name, text, err);
        if (status < 0)
            return status;
        at = (size_t)(found.whole.bytes - record.bytes) + found.whole.length;
    }
    return NEWSIDX_OK;
}

static newsidx_text without_end(newsidx_text text, const char *end)
{
    const newsidx_text wanted = nx_str(end);

    if (text.length >= wanted.length &&
        nx_str_equal_ascii(
            nx_str_slice(text.bytes + text.length - wanted.length,
                         wanted.length),
            wanted))
        text.length -= wanted.length;
    return nx_str_trim(text);
}

static newsidx_status copy(nx_arena *arena, newsidx_text *text,
                           newsidx_error *err)
{
    *text = nx_arena_text(arena, *text);
    return text->bytes != NULL ? NEWSIDX_OK : nx_fail_memory(err);
}

/* "    by Jim Smith, Reuters" and "    LONDON, Feb 26 - ". */
static newsidx_status take_head(newsidx_text text, nx_item *item,
                                newsidx_error *err)
{
    newsidx_article *article = &item->article;
    nx_arena *arena = &item->arena;
    newsidx_status status =
        take_line(text, "TITLE", arena, &article->headline, err);

    if (status >= 0)
        status = take_line(text, "AUTHOR", arena, &article->byline, err);
    if (status >= 0)
        status = take_line(text, "DATELINE", arena, &article->dateline, err);
    if (status < 0)
        return status;
    article->byline =
        without_end(nx_byline_without_by(article->byline), ", Reuters");
    article->dateline = without_end(article->dateline, "-");
    article->source = nx_str("Reuters");
    status = copy(arena, &article->source, err);
    if (status >= 0)
        status = copy(arena, &article->byline, err);
    if (status >= 0)
        status = copy(arena, &article->dateline, err);
    return status;
}

/* "Reuter", "REUTER..." or "More" at the end of a story. */
static bool is_sign_off(newsidx_text line)
{
    if (line.length > LONGEST_SIGN_OFF)
        return false;
    return nx_str_equal_ascii(line, nx_str("more")) ||
           (line.length >= 6 &&
            nx_str_equal_ascii(nx_str_slice(line.bytes, 6), nx_str("reuter")));
}

static bool ends_in_hyphen(const nx_buf *text)
{
    return text->length > 1 && text->bytes[text->length - 1] == '-' &&
           nx_is_alpha(text->bytes[text->length - 2]);
}

/* Lines that aren't indented go on the paragraph before them. */
static void join_lines(const nx_lines *lines, size_t count, nx_buf *out)
{
    bool was_table = false;

    for (size_t i = 0; i < count; i++) {
        const nx_line *line = &lines->lines[i];
        const bool goes_on =
            i > 0 && line->indent == 0 && !line->after_blank && !was_table;

        if (!goes_on && i > 0)
            nx_buf_add_byte(out, '\n');
        else if (goes_on && !ends_in_hyphen(out))
            nx_buf_add_byte(out, ' ');
        nx_buf_add_text(out, nx_lines_text(lines, i));
        was_table =
            i > 0 && line->indent > 0 && line->indent < PARAGRAPH_INDENT;
    }
}

static newsidx_status take_body(newsidx_text raw, nx_item *item,
                                nx_buf *dropped, newsidx_error *err)
{
    const newsidx_text decoded = nx_sgml_decode(raw, &item->arena);
    newsidx_text clean;
    newsidx_status status;
    nx_lines lines;
    size_t count;
    nx_buf body;

    if (decoded.bytes == NULL)
        return nx_fail_memory(err);
    clean = nx_clean_text(&item->arena, decoded);
    if (clean.bytes == NULL)
        return nx_fail_memory(err);
    status = nx_lines_split(clean, &item->arena, &lines, err);
    if (status < 0)
        return status;
    count = lines.count;
    if (count > 0 && is_sign_off(nx_lines_text(&lines, count - 1))) {
        count--;
        if (dropped->length > 0)
            nx_buf_add_byte(dropped, '\n');
        nx_buf_add_text(dropped, nx_lines_text(&lines, count));
    }
    nx_buf_init(&body, NX_LIMIT_ARTICLE_BYTES);
    join_lines(&lines, count, &body);
    item->article.body = nx_arena_text(&item->arena, nx_buf_text(&body));
    if (body.status < 0 || item->article.body.bytes == NULL)
        status = nx_fail_memory(err);
    nx_buf_finish(&body);
    return status;
}

/* Of a text that has no <BODY>, what is behind title and dateline is the story.
 * Asterisks are before it, of what is urgent. */
static newsidx_status take_unprocessed(newsidx_text text, nx_item *item,
                                       nx_buf *dropped, newsidx_error *err)
{
    static const char *const names[] = {"TITLE", "AUTHOR", "DATELINE"};
    newsidx_text before = text;
    size_t behind = 0;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        nx_sgml_element found;
        size_t start;

        if (!nx_sgml_element_at(text, 0, names[i], &found))
            continue;
        start = (size_t)(found.whole.bytes - text.bytes);
        if (start < before.length)
            before.length = start;
        if (start + found.whole.length > behind)
            behind = start + found.whole.length;
    }
    if (behind == 0)
        before.length = 0;
    before = nx_sgml_decode(before, &item->arena);
    if (before.bytes != NULL)
        before = nx_clean_line(&item->arena, before);
    if (before.bytes == NULL)
        return nx_fail_memory(err);
    if (before.length > 0 && dropped->length > 0)
        nx_buf_add_byte(dropped, '\n');
    nx_buf_add_text(dropped, before);
    return take_body(nx_str_slice(text.bytes + behind, text.length - behind),
                     item, dropped, err);
}

static newsidx_status take_text(newsidx_text record, nx_item *item,
                                nx_buf *dropped, newsidx_error *err)
{
    nx_sgml_element text;
    nx_sgml_element body;
    newsidx_status status;

    if (!nx_sgml_element_at(record, 0, "TEXT", &text))
        return nx_fail(err, NEWSIDX_ERR_INPUT, "a record without <TEXT>");
    status = nx_extra_add(item, "TYPE",
                          nx_sgml_attribute(text.attributes, "TYPE"), err);
    if (status >= 0)
        status = take_head(text.content, item, err);
    if (status < 0)
        return status;
    return nx_sgml_element_at(text.content, 0, "BODY", &body)
               ? take_body(body.content, item, dropped, err)
               : take_unprocessed(text.content, item, dropped, err);
}

newsidx_status nx_reuters_read(newsidx_text record, nx_item *item,
                               newsidx_error *err)
{
    nx_sgml_element whole;
    newsidx_status status;
    nx_buf dropped;

    if (!nx_sgml_element_at(record, 0, "REUTERS", &whole))
        return nx_fail_at(err, NEWSIDX_ERR_INPUT, 0, "not a whole <REUTERS>");
    nx_buf_init(&dropped, NX_LIMIT_ARTICLE_BYTES);
    status = take_key(whole.attributes, item, err);
    if (status >= 0)
        status = take_date(whole.content, item, &dropped, err);
    if (status >= 0)
        status = take_lists(whole.content, item, err);
    if (status >= 0)
        status = take_notes(whole.content, "MKNOTE", item, err);
    if (status >= 0)
        status = take_notes(whole.content, "UNKNOWN", item, err);
    if (status >= 0)
        status = take_text(whole.content, item, &dropped, err);
    if (status >= 0) {
        item->article.dropped =
            nx_arena_text(&item->arena, nx_buf_text(&dropped));
        if (dropped.status < 0 || item->article.dropped.bytes == NULL)
            status = nx_fail_memory(err);
    }
    nx_buf_finish(&dropped);
    return status;
}
