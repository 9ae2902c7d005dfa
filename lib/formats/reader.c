#include "formats/reader.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "base/utf8.h"
#include "formats/decoding.h"
#include "formats/format.h"
#include "ingest/clean.h"
#include "ingest/extra.h"

#include <stdio.h>

/* So many bytes show what a file is. */
#define PROBE_BYTES 4096

struct nx_reader {
    nx_input input;
    nx_decoding decoding;
    nx_buf document; /* of a format that reads all at once */
    nx_arena names;
    nx_origin origin;
    newsidx_format wanted;
    const nx_format *format; /* NULL until the first call of next */
    void *state;             /* of a format that goes from article to article */
    newsidx_error failure;   /* of beginning, to be told by next */
    bool is_recognised;
    bool began;
    bool ended;
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
    nx_decoding_init(&reader->decoding);
    nx_buf_init(&reader->document, NX_LIMIT_ARTICLE_BYTES);
    nx_arena_init(&reader->names);
    reader->wanted = options->format;
    reader->origin.input = &reader->input;
    reader->origin.source = nx_clean_line(&reader->names, options->source);
    reader->origin.key = nx_clean_line(&reader->names, options->key);
    reader->origin.line = 1;
    reader->origin.around = options->around;
    if (reader->origin.source.bytes == NULL ||
        reader->origin.key.bytes == NULL) {
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
    if (reader->format != NULL && reader->format->close != NULL)
        reader->format->close(reader->state);
    nx_input_finish(&reader->input);
    nx_decoding_finish(&reader->decoding);
    nx_buf_finish(&reader->document);
    nx_arena_finish(&reader->names);
    nx_free(reader);
}

uint64_t nx_reader_bytes(const nx_reader *reader)
{
    return nx_input_source_bytes(&reader->input);
}

static newsidx_text window(const nx_reader *reader)
{
    return nx_str_slice(reader->input.at,
                        (size_t)(reader->input.end - reader->input.at));
}

/* A tag, and a tag again: XML of some kind, or HTML, without saying so. */
static bool begins_with_tags(newsidx_text text)
{
    size_t at = 0;

    for (int i = 0; i < 2; i++) {
        while (at < text.length && nx_is_space(text.bytes[at]))
            at++;
        if (at + 1 >= text.length || text.bytes[at] != '<' ||
            !nx_is_alpha(text.bytes[at + 1]))
            return false;
        while (at < text.length && text.bytes[at] != '>')
            at++;
        at++;
    }
    return at <= text.length;
}

/* What no format recognised would be stored, and found, as if it were words. */
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
    if (begins_with_tags(text))
        return nx_fail(err, NEWSIDX_ERR_INPUT, "markup, not a plain text");
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
            reader->origin.line += text.bytes[length++] == '\n' ? 1 : 0;
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

/* JSON in a layout that no format reads. */
static newsidx_status refuse_json(newsidx_text text, newsidx_error *err)
{
    newsidx_text rest;

    if (text.length == 0 || (text.bytes[0] != '{' && text.bytes[0] != '['))
        return NEWSIDX_OK;
    rest = nx_str_trim(nx_str_slice(text.bytes + 1, text.length - 1));
    if (nx_str_starts_with(rest, nx_str(text.bytes[0] == '{' ? "\"" : "{")))
        return nx_fail(err, NEWSIDX_ERR_INPUT, "JSON, not a plain text");
    return NEWSIDX_OK;
}

/* Find the format of what isn't raw, and the window's first byte of it. */
static newsidx_status recognise_text(nx_reader *reader, newsidx_error *err)
{
    newsidx_status status =
        nx_decoding_begin(&reader->decoding, &reader->input, err);

    if (status < 0)
        return status;
    status = skip_blanks(reader, err);
    if (status < 0)
        return status;
    status = nx_input_peek(&reader->input, PROBE_BYTES, err);
    if (status < 0 || reader->format != NULL)
        return status;
    reader->format = nx_format_recognise(window(reader), false);
    if (reader->format != NULL)
        return NEWSIDX_OK;
    status = refuse_markup(window(reader), err);
    if (status >= 0)
        status = refuse_json(window(reader), err);
    reader->format = nx_format_find(NEWSIDX_FORMAT_TEXT);
    return status;
}

static newsidx_status recognise(nx_reader *reader, newsidx_error *err)
{
    newsidx_status status = nx_input_peek(&reader->input, PROBE_BYTES, err);
    const nx_format *raw;

    if (status < 0)
        return status;
    raw = nx_format_recognise(window(reader), true);
    if (reader->wanted == NEWSIDX_FORMAT_AUTO) {
        reader->format = raw;
    } else if (raw != NULL && raw->is_container) {
        reader->format = raw;
        if (reader->wanted != raw->number)
            reader->origin.members = reader->wanted;
    } else {
        reader->format = nx_format_find(reader->wanted);
        if (reader->format == NULL)
            return nx_fail(err, NEWSIDX_ERR_INPUT,
                           "%s, but newsidx was built without it",
                           nx_format_name(reader->wanted));
    }
    if (reader->format != NULL && reader->format->is_raw)
        return NEWSIDX_OK;
    return recognise_text(reader, err);
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
    newsidx_text *const fields[] = {
        &article->headline, &article->byline,   &article->dateline,
        &article->body,     &article->source,   &article->dropped,
        &article->section,  &article->keywords, &article->url,
        &article->language, &article->copyright};
    newsidx_status status = nx_extra_finish(item, err);

    if (status < 0)
        return status;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        *fields[i] = none_if_empty(*fields[i]);
    if (article->source.length == 0 && reader->origin.source.length > 0) {
        article->source = nx_arena_text(&item->arena, reader->origin.source);
        if (article->source.bytes == NULL)
            return nx_fail_memory(err);
    }
    if (article->key.length == 0) {
        status = make_key(item, err);
        if (status < 0)
            return status;
    }
    item->end_bytes = nx_input_source_bytes(&reader->input);
    return nx_article_check(article, err);
}

/* All that is left of the source. */
static newsidx_status read_rest(nx_reader *reader, newsidx_error *err)
{
    nx_buf *document = &reader->document;
    newsidx_status status = NEWSIDX_OK;

    while (status == NEWSIDX_OK) {
        nx_buf_add(document, reader->input.at, window(reader).length);
        nx_input_take(&reader->input, window(reader).length);
        if (document->status < 0)
            break;
        status = nx_input_more(&reader->input, err);
    }
    if (status < 0)
        return status;
    if (document->status == NEWSIDX_ERR_LIMIT)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "longer than %zu bytes",
                       NX_LIMIT_ARTICLE_BYTES);
    return document->status < 0 ? nx_fail_memory(err) : NEWSIDX_OK;
}

/* An error's byte of the document is one of the file. */
static newsidx_status read_document(nx_reader *reader, nx_item *item,
                                    newsidx_error *err)
{
    newsidx_status status =
        reader->format->read(nx_buf_text(&reader->document), item, err);

    if (status < 0 || item->article.key.length > 0 ||
        reader->origin.key.length == 0)
        return status;
    item->article.key = nx_arena_text(&item->arena, reader->origin.key);
    return item->article.key.bytes != NULL ? NEWSIDX_OK : nx_fail_memory(err);
}

/* The rest of the source is one article. */
static newsidx_status next_document(nx_reader *reader, nx_item *item,
                                    newsidx_error *err)
{
    const size_t start = (size_t)reader->input.offset;
    newsidx_status status = read_rest(reader, err);

    reader->ended = true;
    if (status < 0)
        return status;
    if (!reader->format->is_raw)
        status = nx_decoding_document(&reader->decoding, &reader->document,
                                      start, &item->replaced, err);
    if (status < 0)
        return status;
    status = read_document(reader, item, err);
    if (status < 0) {
        if (err != NULL && err->offset != NEWSIDX_NO_OFFSET)
            err->offset += start;
        return status;
    }
    status = complete(reader, item, err);
    item->line = status < 0 ? 0 : reader->origin.line;
    return status;
}

static newsidx_status next_article(nx_reader *reader, nx_item *item,
                                   newsidx_error *err)
{
    newsidx_status status = reader->format->next(reader->state, item, err);

    if (status == NEWSIDX_OK) {
        item->replaced += nx_decoding_replaced(&reader->decoding);
        status = complete(reader, item, err);
        if (status < 0 && err != NULL)
            err->offset = (size_t)item->start_bytes;
    }
    if (status == NEWSIDX_DONE || (status < 0 && status != NEWSIDX_ERR_INPUT &&
                                   status != NEWSIDX_ERR_LIMIT))
        reader->ended = true;
    return status;
}

/* Know the format, and have its state if it has one. */
static newsidx_status begin(nx_reader *reader, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    if (reader->began)
        return NEWSIDX_OK;
    if (!reader->is_recognised)
        status = recognise(reader, err);
    if (status >= 0 && reader->format->open != NULL && !reader->format->is_raw)
        status = nx_decoding_stream(&reader->decoding, &reader->input, err);
    if (status >= 0 && reader->format->open != NULL)
        status = reader->format->open(&reader->origin, &reader->state, err);
    reader->began = true;
    reader->ended = status < 0;
    return status;
}

newsidx_status nx_reader_next(nx_reader *reader, nx_item *item,
                              newsidx_error *err)
{
    newsidx_status status;

    nx_item_reset(item);
    if (reader->ended)
        return NEWSIDX_DONE;
    status = begin(reader, err);
    if (status < 0)
        return status;
    item->format = reader->format->number;
    status = reader->format->read != NULL ? next_document(reader, item, err)
                                          : next_article(reader, item, err);
    if (status < 0 && err != NULL && !nx_decoding_is_exact(&reader->decoding))
        err->offset = NEWSIDX_NO_OFFSET;
    return status;
}

newsidx_status nx_reader_skip(nx_reader *reader, bool may_parse,
                              nx_item *scratch, newsidx_error *err)
{
    newsidx_status status;

    nx_item_reset(scratch);
    if (reader->ended)
        return NEWSIDX_DONE;
    status = begin(reader, err);
    if (status < 0)
        return status;
    if (reader->format->read != NULL) {
        reader->ended = true;
        return NEWSIDX_OK;
    }
    if (reader->format->skip != NULL)
        return reader->format->skip(reader->state, may_parse, scratch, err);
    if (may_parse)
        return next_article(reader, scratch, err);
    reader->ended = true;
    return nx_fail(err, NEWSIDX_ERR_LIMIT, "what follows was not read");
}

/* UTF-8 as far as the window shows; a character may be cut at its end. */
static bool shows_utf8(const nx_reader *reader)
{
    const newsidx_text text = window(reader);
    const size_t invalid = nx_utf8_find_invalid(text.bytes, text.length);

    return nx_decoding_is_exact(&reader->decoding) &&
           (invalid == NEWSIDX_NO_OFFSET || invalid + 4 > text.length);
}

/* Nothing is taken apart for that: it isn't known yet who may. A charset that
 * has to be guessed isn't for everybody either. */
bool nx_reader_is_trusted(nx_reader *reader)
{
    if (!reader->is_recognised) {
        reader->is_recognised = recognise(reader, NULL) >= 0;
        reader->ended = !reader->is_recognised;
    }
    return reader->is_recognised && reader->format->is_trusted &&
           shows_utf8(reader);
}
