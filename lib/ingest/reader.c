#include "ingest/reader.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "base/utf8.h"
#include "ingest/clean.h"
#include "ingest/input.h"
#include "ingest/plain_text.h"

#ifdef NX_HAVE_JSON
#include "ingest/json_lines.h"
#endif

#include <stdio.h>

/* So many bytes show whether a file is text at all. */
#define PROBE_BYTES 1024

/* After a line of this length, its memory is given back. */
#define KEPT_SPILL_BYTES ((size_t)1024 * 1024)

struct nx_reader {
    nx_input input;
    nx_buf spill; /* a line, or a whole text */
    nx_arena names;
    newsidx_text source;
    newsidx_text key;
    newsidx_format format; /* AUTO until the first call of next */
    bool recognised;
    bool ended;
    uint64_t line;
};

static newsidx_status new_reader(const nx_reader_options *options,
                                 nx_reader **out_reader, newsidx_error *err)
{
    static const nx_reader_options none;
    newsidx_status status = NEWSIDX_OK;
    nx_reader *reader = nx_new(nx_reader);

    if (reader == NULL)
        return nx_fail_memory(err);
    if (options == NULL)
        options = &none;
    nx_input_init(&reader->input);
    nx_buf_init(&reader->spill, NX_LIMIT_ARTICLE_BYTES);
    nx_arena_init(&reader->names);
    reader->format = options->format;
    reader->source = nx_clean_line(&reader->names, options->source);
    reader->key = nx_clean_line(&reader->names, options->key);
    if (reader->source.bytes == NULL || reader->key.bytes == NULL) {
        status = nx_fail_memory(err);
        goto cleanup;
    }
    *out_reader = reader;
    reader = NULL;

cleanup:
    nx_reader_free(reader);
    return status;
}

newsidx_status nx_reader_open(newsidx_read_fn read, void *user,
                              const nx_reader_options *options,
                              nx_reader **out_reader, newsidx_error *err)
{
    newsidx_status status;

    *out_reader = NULL;
    status = new_reader(options, out_reader, err);
    if (status >= 0)
        nx_input_use(&(*out_reader)->input, read, user);
    return status;
}

newsidx_status nx_reader_open_file(const char *path,
                                   const nx_reader_options *options,
                                   nx_reader **out_reader, newsidx_error *err)
{
    nx_reader *reader = NULL;
    newsidx_status status;

    *out_reader = NULL;
    status = new_reader(options, &reader, err);
    if (status < 0)
        goto cleanup;
    status = nx_input_open(&reader->input, path, err);
    if (status < 0)
        goto cleanup;
    *out_reader = reader;
    reader = NULL;

cleanup:
    nx_reader_free(reader);
    return status;
}

void nx_reader_free(nx_reader *reader)
{
    if (reader == NULL)
        return;
    nx_input_finish(&reader->input);
    nx_buf_finish(&reader->spill);
    nx_arena_finish(&reader->names);
    nx_free(reader);
}

uint64_t nx_reader_bytes(const nx_reader *reader)
{
    return reader->input.offset;
}

static newsidx_text window(const nx_reader *reader)
{
    return nx_str_slice(reader->input.at,
                        (size_t)(reader->input.end - reader->input.at));
}

/* Controls that no text has; wire formats do use a few. */
static bool is_odd_control(unsigned char byte)
{
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' &&
           byte != '\f' && byte != 0x1B;
}

/* Say what it is if it is no text in UTF-8. */
static newsidx_status refuse_binary(newsidx_text probe, newsidx_error *err)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *name;
    } marks[] = {{"\xFF\xFE\0\0", 4, "UTF-32"},
                 {"\0\0\xFE\xFF", 4, "UTF-32"},
                 {"\xFF\xFE", 2, "UTF-16"},
                 {"\xFE\xFF", 2, "UTF-16"}};
    size_t odd_count = 0;
    size_t first_odd = 0;

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (nx_str_starts_with(probe,
                               nx_str_slice(marks[i].bytes, marks[i].length)))
            return nx_fail_at(err, NEWSIDX_ERR_INPUT, 0, "%s, not UTF-8",
                              marks[i].name);
    }
    if (probe.length > PROBE_BYTES)
        probe.length = PROBE_BYTES;
    for (size_t i = 0; i < probe.length; i++) {
        if (!is_odd_control((unsigned char)probe.bytes[i]))
            continue;
        if (odd_count++ == 0)
            first_odd = i;
        if (probe.bytes[i] == '\0') {
            first_odd = i;
            odd_count = probe.length;
            break;
        }
    }
    if (odd_count >= 4 && odd_count * 20 > probe.length)
        return nx_fail_at(err, NEWSIDX_ERR_INPUT, first_odd,
                          "binary data at byte %zu", first_odd);
    return NEWSIDX_OK;
}

/*
 * By the first bytes that aren't blank: an object that begins on one line is
 * JSON Lines, even if the line turns out to be broken. JSON in any other
 * layout would be stored as a text if it weren't refused.
 */
static newsidx_status recognise_json(newsidx_text text,
                                     newsidx_format *out_format,
                                     newsidx_error *err)
{
    newsidx_text rest;

    *out_format = NEWSIDX_FORMAT_TEXT;
    if (text.length == 0 || (text.bytes[0] != '{' && text.bytes[0] != '['))
        return NEWSIDX_OK;
    rest = nx_str_slice(text.bytes + 1, text.length - 1);
    while (rest.length > 0 && nx_is_space(rest.bytes[0]) &&
           (text.bytes[0] == '[' || rest.bytes[0] != '\n')) {
        rest.bytes++;
        rest.length--;
    }
    if (text.bytes[0] == '{' && rest.length > 0 &&
        (rest.bytes[0] == '"' || rest.bytes[0] == '}'))
        *out_format = NEWSIDX_FORMAT_JSON_LINES;
    else if (text.bytes[0] == '{' &&
             (rest.length == 0 || rest.bytes[0] == '\n') &&
             nx_str_starts_with(nx_str_trim(rest), nx_str("\"")))
        return nx_fail(err, NEWSIDX_ERR_INPUT,
                       "JSON of several lines, not one object a line");
    else if (text.bytes[0] == '[' && rest.length > 0 && rest.bytes[0] == '{')
        return nx_fail(err, NEWSIDX_ERR_INPUT,
                       "a JSON array, not one object a line");
    return NEWSIDX_OK;
}

/* Markup would be stored, and found, as if it were words. */
static newsidx_status refuse_markup(newsidx_text text, newsidx_error *err)
{
    static const struct {
        const char *start;
        const char *name;
    } kinds[] = {{"<?xml", "XML"},
                 {"<!doctype html", "HTML"},
                 {"<html", "HTML"},
                 {"{\\rtf", "RTF"},
                 {"%PDF-", "PDF"}};

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const newsidx_text start = nx_str(kinds[i].start);

        if (text.length >= start.length &&
            nx_str_equal_ascii(nx_str_slice(text.bytes, start.length), start))
            return nx_fail(err, NEWSIDX_ERR_INPUT, "%s, not a plain text",
                           kinds[i].name);
    }
    return NEWSIDX_OK;
}

/* Step over blank lines at the beginning of the source. */
static newsidx_status skip_blanks(nx_reader *reader, newsidx_error *err)
{
    for (;;) {
        const newsidx_text text = window(reader);
        size_t length = 0;
        newsidx_status status;

        while (length < text.length && nx_is_space(text.bytes[length]))
            reader->line += text.bytes[length++] == '\n' ? 1 : 0;
        nx_input_take(&reader->input, length);
        if (length < text.length)
            return NEWSIDX_OK;
        status = nx_input_more(&reader->input, err);
        if (status == NEWSIDX_DONE)
            return nx_fail(err, NEWSIDX_ERR_INPUT, "empty file");
        if (status < 0)
            return status;
    }
}

static newsidx_status recognise(nx_reader *reader, newsidx_error *err)
{
    newsidx_format format;
    newsidx_status status = nx_input_peek(&reader->input, PROBE_BYTES, err);

    if (status < 0)
        return status;
    status = refuse_binary(window(reader), err);
    if (status < 0)
        return status;
    if (nx_str_starts_with(window(reader), nx_str("\xEF\xBB\xBF")))
        nx_input_take(&reader->input, 3);
    status = skip_blanks(reader, err);
    if (status < 0)
        return status;
    status = nx_input_peek(&reader->input, PROBE_BYTES, err);
    if (status < 0)
        return status;
    if (reader->format == NEWSIDX_FORMAT_AUTO) {
        status = refuse_markup(window(reader), err);
        if (status < 0)
            return status;
        status = recognise_json(window(reader), &format, err);
        if (status < 0)
            return status;
        reader->format = format;
    }
#ifndef NX_HAVE_JSON
    if (reader->format == NEWSIDX_FORMAT_JSON_LINES)
        return nx_fail(err, NEWSIDX_ERR_INPUT,
                       "JSON Lines, but newsidx was built without JSON");
#endif
    return NEWSIDX_OK;
}

/* "hash:" and the hash of the content, for articles without a key. */
static newsidx_status make_key(nx_item *item, newsidx_error *err)
{
    char key[32];
    const int length =
        snprintf(key, sizeof key, "hash:%016llx",
                 (unsigned long long)nx_content_hash(&item->article));

    item->article.key =
        nx_arena_text(&item->arena, nx_str_slice(key, (size_t)length));
    if (item->article.key.bytes == NULL)
        return nx_fail_memory(err);
    return NEWSIDX_OK;
}

static newsidx_text none_if_empty(newsidx_text text)
{
    return text.length > 0 ? text : nx_str(NULL);
}

/* What is the same for all formats: source, key, limits. */
static newsidx_status complete(nx_reader *reader, nx_item *item,
                               newsidx_error *err)
{
    newsidx_article *article = &item->article;
    newsidx_text *const fields[] = {&article->headline, &article->byline,
                                    &article->dateline, &article->body,
                                    &article->source,   &article->dropped};
    newsidx_status status;

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        *fields[i] = none_if_empty(*fields[i]);
    if (article->source.length == 0 && reader->source.length > 0) {
        article->source = nx_arena_text(&item->arena, reader->source);
        if (article->source.bytes == NULL)
            return nx_fail_memory(err);
    }
    if (article->key.length == 0) {
        status = make_key(item, err);
        if (status < 0)
            return status;
    }
    item->end_bytes = reader->input.offset;
    return nx_article_check(article, err);
}

/* The rest of the source is one article. */
static newsidx_status next_text(nx_reader *reader, nx_item *item,
                                newsidx_error *err)
{
    const uint64_t start = reader->input.offset;
    nx_buf *text = &reader->spill;
    newsidx_status status = NEWSIDX_OK;
    size_t offset;

    reader->ended = true;
    while (status == NEWSIDX_OK) {
        nx_buf_add(text, reader->input.at, window(reader).length);
        nx_input_take(&reader->input, window(reader).length);
        if (text->status < 0)
            break;
        status = nx_input_more(&reader->input, err);
    }
    if (status < 0)
        return status;
    if (text->status == NEWSIDX_ERR_LIMIT)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "longer than %zu bytes",
                       NX_LIMIT_ARTICLE_BYTES);
    if (text->status < 0)
        return nx_fail_memory(err);
    offset = nx_utf8_find_invalid(text->bytes, text->length);
    if (offset != NEWSIDX_NO_OFFSET)
        return nx_fail_at(err, NEWSIDX_ERR_INPUT, (size_t)start + offset,
                          "not UTF-8 at byte %zu", (size_t)start + offset);
    status = nx_plain_text_read(nx_buf_text(text), item, err);
    if (status < 0)
        return status;
    if (reader->key.length > 0) {
        item->article.key = nx_arena_text(&item->arena, reader->key);
        if (item->article.key.bytes == NULL)
            return nx_fail_memory(err);
    }
    status = complete(reader, item, err);
    item->line = status < 0 ? 0 : reader->line + 1;
    return status;
}

#ifdef NX_HAVE_JSON
static newsidx_status next_object(nx_reader *reader, nx_item *item,
                                  newsidx_error *err)
{
    newsidx_text line;
    newsidx_status status;
    uint64_t start;

    if (reader->spill.capacity > KEPT_SPILL_BYTES)
        nx_buf_finish(&reader->spill);
    do {
        start = reader->input.offset;
        reader->line++;
        item->line = reader->line;
        status = nx_input_line(&reader->input, &reader->spill, &line, err);
        if (status == NEWSIDX_ERR_LIMIT && err != NULL)
            err->offset = (size_t)start;
        if (status != NEWSIDX_OK)
            return status;
    } while (nx_str_trim(line).length == 0);
    status = nx_json_article_read(line, (size_t)start, item, err);
    if (status < 0)
        return status;
    status = complete(reader, item, err);
    if (status < 0 && err != NULL)
        err->offset = (size_t)start;
    return status;
}
#endif

newsidx_status nx_reader_next(nx_reader *reader, nx_item *item,
                              newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    nx_item_reset(item);
    if (reader->ended)
        return NEWSIDX_DONE;
    if (!reader->recognised) {
        status = recognise(reader, err);
        if (status < 0) {
            reader->ended = true;
            return status;
        }
        reader->recognised = true;
    }
    if (reader->format == NEWSIDX_FORMAT_TEXT)
        return next_text(reader, item, err);
#ifdef NX_HAVE_JSON
    status = next_object(reader, item, err);
#endif
    if (status == NEWSIDX_DONE || (status < 0 && status != NEWSIDX_ERR_INPUT &&
                                   status != NEWSIDX_ERR_LIMIT))
        reader->ended = true;
    return status;
}
