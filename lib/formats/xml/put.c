#include "formats/xml/put.h"

#include "base/calendar.h"
#include "base/limits.h"
#include "base/str.h"
#include "ingest/byline.h"
#include "ingest/clean.h"
#include "ingest/extra.h"
#include "ingest/language_tag.h"

#include <string.h>

/* Among more keywords than this, nobody looks for doubles. */
#define MOST_COMPARED 64

/* The name of a member of `extra` is shorter. */
#define LONGEST_NAME_BYTES 100

void nx_put_begin(nx_put *put, nx_item *item, newsidx_error *err)
{
    memset(put, 0, sizeof *put);
    put->item = item;
    put->err = err;
    nx_buf_init(&put->keywords, NX_LIMIT_ARTICLE_BYTES);
    nx_buf_init(&put->bylines, NX_LIMIT_ARTICLE_BYTES);
    nx_buf_init(&put->dropped, NX_LIMIT_ARTICLE_BYTES);
}

/* A clean line that lives as long as the item. */
static newsidx_text line_of(nx_put *put, newsidx_text text)
{
    newsidx_text line = {NULL, 0};

    if (put->status < 0 || text.length == 0)
        return line;
    line = nx_clean_line(&put->item->arena, text);
    if (line.bytes == NULL)
        put->status = nx_fail_memory(put->err);
    return line;
}

static void store(nx_put *put, newsidx_text *field, const nx_buf *from)
{
    if (put->status < 0)
        return;
    if (from->status == NEWSIDX_ERR_LIMIT) {
        put->status = nx_fail(put->err, NEWSIDX_ERR_LIMIT,
                              "longer than %zu bytes", from->limit_bytes);
        return;
    }
    if (from->length > 0 && from->status >= 0)
        *field = nx_arena_text(&put->item->arena, nx_buf_text(from));
    if (from->status < 0 || (from->length > 0 && field->bytes == NULL))
        put->status = nx_fail_memory(put->err);
}

newsidx_status nx_put_end(nx_put *put)
{
    newsidx_article *article = &put->item->article;

    store(put, &article->keywords, &put->keywords);
    store(put, &article->byline, &put->bylines);
    store(put, &article->dropped, &put->dropped);
    nx_buf_finish(&put->keywords);
    nx_buf_finish(&put->bylines);
    nx_buf_finish(&put->dropped);
    return put->status;
}

void nx_put_line(nx_put *put, newsidx_text *field, newsidx_text text)
{
    newsidx_text line;

    if (field->length > 0)
        return;
    line = line_of(put, text);
    if (line.length > 0)
        *field = line;
}

void nx_put_node(nx_put *put, newsidx_text *field, const nx_xml_node *node)
{
    newsidx_text text;

    if (put->status < 0 || node == NULL || field->length > 0)
        return;
    text = nx_xml_text_of(node, &put->item->arena);
    if (text.bytes == NULL)
        put->status = nx_fail_memory(put->err);
    else
        nx_put_line(put, field, text);
}

/* "date: soon" */
static void drop_named(nx_put *put, const char *name, newsidx_text text)
{
    if (put->dropped.length > 0)
        nx_buf_add_byte(&put->dropped, '\n');
    nx_buf_add_string(&put->dropped, name);
    nx_buf_add_string(&put->dropped, ": ");
    nx_buf_add_text(&put->dropped, text);
}

void nx_put_date(nx_put *put, int64_t *field, newsidx_text text,
                 const char *name)
{
    newsidx_text line;
    int64_t seconds;

    if (*field != NEWSIDX_NO_TIME)
        return;
    line = line_of(put, text);
    if (line.length == 0)
        return;
    if (nx_calendar_read(line, &seconds))
        *field = seconds;
    else
        drop_named(put, name, line);
}

void nx_put_number(nx_put *put, uint32_t *field, newsidx_text text,
                   uint32_t most, const char *name)
{
    const newsidx_text line = line_of(put, text);
    uint64_t number = 0;
    size_t at = 0;

    if (line.length == 0)
        return;
    while (at < line.length && at < 10 && nx_is_digit(line.bytes[at]))
        number = number * 10 + (uint64_t)(line.bytes[at++] - '0');
    if (at == line.length && number >= 1 && number <= most && *field == 0)
        *field = (uint32_t)number;
    else
        nx_put_extra(put, name, line);
}

void nx_put_language(nx_put *put, newsidx_text text)
{
    newsidx_text *field = &put->item->article.language;
    newsidx_text line;

    if (field->length > 0)
        return;
    line = line_of(put, text);
    /* "x-default" and "und" say that nobody said. */
    if (line.length == 0 || nx_str_equal_ascii(line, nx_str("und")) ||
        nx_str_equal_ascii(line, nx_str("x-default")))
        return;
    if (!nx_language_tag_is(line)) {
        drop_named(put, "language", line);
        return;
    }
    put->status =
        nx_language_tag_write(line, &put->item->arena, field, put->err);
}

newsidx_text nx_code_word(newsidx_text code)
{
    size_t start;

    code = nx_str_trim(code);
    if (code.length == 0)
        return code;
    for (start = code.length; start > 0; start--) {
        if (code.bytes[start - 1] == ':' || code.bytes[start - 1] == '/')
            break;
    }
    return nx_str_slice(code.bytes + start, code.length - start);
}

void nx_put_usage(nx_put *put, newsidx_text text)
{
    static const struct {
        const char *word;
        newsidx_usage usage;
    } words[] = {
        {"usable", NEWSIDX_USABLE},     {"withheld", NEWSIDX_WITHHELD},
        {"embargoed", NEWSIDX_USABLE}, /* until its time */
        {"canceled", NEWSIDX_CANCELED}, {"cancelled", NEWSIDX_CANCELED},
        {"killed", NEWSIDX_CANCELED}};
    const newsidx_text word = nx_code_word(line_of(put, text));

    if (word.length == 0)
        return;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (!nx_str_equal_ascii(word, nx_str(words[i].word)))
            continue;
        put->item->article.usage = words[i].usage;
        return;
    }
    nx_put_extra(put, "status", text);
}

/* Without the comma that a title behind a name had before it. */
static newsidx_text without_comma(newsidx_text text)
{
    text = nx_str_trim(text);
    while (text.length > 0 && (text.bytes[text.length - 1] == ',' ||
                               nx_is_space(text.bytes[text.length - 1])))
        text.length--;
    return text;
}

void nx_put_byline(nx_put *put, newsidx_text text)
{
    const newsidx_text line =
        without_comma(nx_byline_without_by(line_of(put, text)));

    if (line.length == 0)
        return;
    if (put->bylines.length > 0)
        nx_buf_add_string(&put->bylines, ", ");
    nx_buf_add_text(&put->bylines, line);
}

bool nx_put_has_byline(const nx_put *put)
{
    return put->bylines.length > 0;
}

/* Is `word` among those between ", " already? */
static bool is_known(const nx_put *put, newsidx_text word)
{
    const newsidx_text all = nx_buf_text(&put->keywords);
    size_t at = 0;

    while (at + word.length <= all.length) {
        const char *comma = memchr(all.bytes + at, ',', all.length - at);
        const size_t end =
            comma == NULL ? all.length : (size_t)(comma - all.bytes);

        if (nx_str_equal(nx_str_slice(all.bytes + at, end - at), word))
            return true;
        at = end + 2;
    }
    return false;
}

void nx_put_keyword(nx_put *put, newsidx_text text)
{
    const newsidx_text word = line_of(put, text);

    if (word.length == 0 ||
        (put->keyword_count < MOST_COMPARED && is_known(put, word)))
        return;
    if (put->keyword_count++ > 0)
        nx_buf_add_string(&put->keywords, ", ");
    nx_buf_add_text(&put->keywords, word);
}

void nx_put_dropped(nx_put *put, newsidx_text text)
{
    newsidx_text clean;

    if (put->status < 0)
        return;
    clean = nx_clean_text(&put->item->arena, text);
    if (clean.bytes == NULL) {
        put->status = nx_fail_memory(put->err);
        return;
    }
    if (clean.length == 0)
        return;
    if (put->dropped.length > 0)
        nx_buf_add_byte(&put->dropped, '\n');
    nx_buf_add_text(&put->dropped, clean);
}

void nx_put_extra(nx_put *put, const char *name, newsidx_text text)
{
    if (put->status >= 0)
        put->status = nx_extra_add(put->item, name, text, put->err);
}

void nx_put_node_extra(nx_put *put, const char *name, const nx_xml_node *node)
{
    newsidx_text line = {NULL, 0};

    nx_put_node(put, &line, node);
    nx_put_extra(put, name, line);
}

void nx_put_extra_of(nx_put *put, newsidx_text name, newsidx_text more,
                     newsidx_text text)
{
    char joined[2 * LONGEST_NAME_BYTES + 2];
    size_t length = 0;
    const newsidx_text parts[] = {name, more};

    for (size_t i = 0; i < 2; i++) {
        if (parts[i].length == 0)
            continue;
        if (length > 0)
            joined[length++] = '.';
        for (size_t j = 0; j < parts[i].length && j < LONGEST_NAME_BYTES; j++) {
            /* Letters beyond ASCII could be cut in two. */
            const unsigned char byte = (unsigned char)parts[i].bytes[j];

            joined[length++] = (char)(byte < 0x80 ? byte : '_');
        }
    }
    joined[length] = '\0';
    nx_put_extra(put, joined, text);
}
