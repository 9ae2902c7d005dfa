#include "formats/worker/message.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "ingest/clean.h"

#include <string.h>

/* The length of a text that isn't there. */
#define NO_TEXT UINT32_MAX

/* ------------------------------------------------------------- writing ---- */

static void begin(nx_buf *out, nx_message_kind kind)
{
    const uint32_t header[2] = {(uint32_t)kind, 0};

    nx_buf_clear(out);
    nx_buf_add(out, header, sizeof header);
}

static void end(nx_buf *out)
{
    const uint32_t length = (uint32_t)(out->length - NX_MESSAGE_HEADER_BYTES);

    if (out->status >= 0)
        memcpy(out->bytes + sizeof length, &length, sizeof length);
}

static void add_number(nx_buf *out, uint64_t number)
{
    nx_buf_add(out, &number, sizeof number);
}

static void add_text(nx_buf *out, newsidx_text text)
{
    const uint32_t length =
        text.bytes == NULL ? NO_TEXT : (uint32_t)text.length;

    nx_buf_add(out, &length, sizeof length);
    nx_buf_add_text(out, text);
}

void nx_message_write(nx_buf *out, nx_message_kind kind, uint64_t number)
{
    begin(out, kind);
    add_number(out, number);
    end(out);
}

void nx_message_write_bytes(nx_buf *out, newsidx_text bytes)
{
    begin(out, NX_MESSAGE_BYTES);
    nx_buf_add_text(out, bytes);
    end(out);
}

void nx_message_write_source(nx_buf *out, const nx_message_source *source)
{
    begin(out, NX_MESSAGE_OPEN);
    add_number(out, (uint64_t)source->format);
    add_number(out, source->is_file ? 1 : 0);
    add_number(out, source->skip);
    add_number(out, source->bad_count);
    for (size_t i = 0; i < source->bad_count; i++)
        add_number(out, source->bad[i]);
    add_text(out, source->source);
    add_text(out, source->key);
    end(out);
}

/* Where an article is. */
static void add_place(nx_buf *out, const nx_item *item)
{
    add_number(out, (uint64_t)item->format);
    add_number(out, item->line);
    add_number(out, item->start_bytes);
    add_number(out, item->end_bytes);
    add_text(out, item->member);
}

/* The texts of an article, in the order of its struct. */
#define TEXT_COUNT 13

static void list_texts(newsidx_article *article, newsidx_text *out[TEXT_COUNT])
{
    newsidx_text *const texts[TEXT_COUNT] = {
        &article->key,      &article->headline, &article->byline,
        &article->dateline, &article->body,     &article->source,
        &article->section,  &article->keywords, &article->url,
        &article->language, &article->dropped,  &article->copyright,
        &article->extra};

    memcpy(out, texts, sizeof texts);
}

void nx_message_write_item(nx_buf *out, const nx_item *item, uint64_t bytes)
{
    newsidx_article article = item->article;
    newsidx_text *texts[TEXT_COUNT];

    begin(out, NX_MESSAGE_ITEM);
    add_number(out, bytes);
    add_place(out, item);
    add_number(out, item->replaced);
    add_number(out, (uint64_t)article.published_at);
    add_number(out, (uint64_t)article.updated_at);
    add_number(out, (uint64_t)article.embargoed_until);
    add_number(out, article.urgency);
    add_number(out, article.edition);
    add_number(out, (uint64_t)article.usage);
    list_texts(&article, texts);
    for (size_t i = 0; i < TEXT_COUNT; i++)
        add_text(out, *texts[i]);
    end(out);
}

void nx_message_write_problem(nx_buf *out, const nx_item *item,
                              const newsidx_error *error,
                              const nx_message_problem *problem)
{
    begin(out, NX_MESSAGE_PROBLEM);
    add_number(out, problem->bytes);
    add_number(out, problem->is_extra ? 1 : 0);
    add_place(out, item);
    add_number(out, (uint64_t)(int64_t)error->status);
    add_number(out, (uint64_t)(int64_t)error->system_code);
    add_number(out, (uint64_t)error->offset);
    add_text(out, nx_str(error->message));
    end(out);
}

/* ------------------------------------------------------------- reading ---- */

/* What is left of a payload. */
typedef struct cursor {
    newsidx_text rest;
    bool is_bad; /* something was missing, or was what can't be */
} cursor;

static const char *take(cursor *in, size_t length)
{
    const char *bytes = in->rest.bytes;

    if (length > in->rest.length) {
        in->is_bad = true;
        return NULL;
    }
    in->rest.bytes += length;
    in->rest.length -= length;
    return bytes;
}

static uint64_t take_number(cursor *in)
{
    const char *bytes = take(in, sizeof(uint64_t));
    uint64_t number = 0;

    if (bytes != NULL)
        memcpy(&number, bytes, sizeof number);
    return number;
}

/* A number of which only so many values are right. */
static uint64_t take_choice(cursor *in, uint64_t most)
{
    const uint64_t number = take_number(in);

    if (number > most) {
        in->is_bad = true;
        return 0;
    }
    return number;
}

static newsidx_text take_text(cursor *in)
{
    const char *bytes = take(in, sizeof(uint32_t));
    uint32_t length = NO_TEXT;

    if (bytes != NULL)
        memcpy(&length, bytes, sizeof length);
    if (length == NO_TEXT)
        return nx_str(NULL);
    bytes = take(in, length);
    return bytes == NULL ? nx_str(NULL) : nx_str_slice(bytes, length);
}

static newsidx_status fail_message(newsidx_error *err)
{
    return nx_fail(err, NEWSIDX_ERR_INPUT, "no message of a worker");
}

newsidx_status nx_message_find(newsidx_text received, nx_message *out,
                               size_t *out_length, newsidx_error *err)
{
    uint32_t header[2];

    *out_length = NX_MESSAGE_HEADER_BYTES;
    if (received.length < NX_MESSAGE_HEADER_BYTES)
        return NEWSIDX_NOT_FOUND;
    memcpy(header, received.bytes, sizeof header);
    if (header[0] < NX_MESSAGE_OPEN || header[0] > NX_MESSAGE_DONE ||
        header[1] > NX_MESSAGE_LIMIT_BYTES)
        return fail_message(err);
    *out_length = NX_MESSAGE_HEADER_BYTES + (size_t)header[1];
    if (received.length < *out_length)
        return NEWSIDX_NOT_FOUND;
    out->kind = (nx_message_kind)header[0];
    out->payload =
        nx_str_slice(received.bytes + NX_MESSAGE_HEADER_BYTES, header[1]);
    return NEWSIDX_OK;
}

uint64_t nx_message_number(newsidx_text payload)
{
    cursor in = {payload, false};

    return take_number(&in);
}

newsidx_status nx_message_read_source(newsidx_text payload,
                                      nx_message_source *out,
                                      newsidx_error *err)
{
    cursor in = {payload, false};

    out->format = (newsidx_format)take_choice(&in, NEWSIDX_FORMAT_ARCHIVE);
    out->is_file = take_choice(&in, 1) == 1;
    out->skip = take_number(&in);
    out->bad_count = (size_t)take_choice(&in, NX_MESSAGE_BAD_ARTICLES);
    for (size_t i = 0; i < out->bad_count; i++)
        out->bad[i] = take_number(&in);
    out->source = take_text(&in);
    out->key = take_text(&in);
    return in.is_bad ? fail_message(err) : NEWSIDX_OK;
}

/* Controls that no text of an article has. */
static bool is_clean(newsidx_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        const unsigned char byte = (unsigned char)text.bytes[i];

        if (byte < 0x20 && byte != '\n' && byte != '\t')
            return false;
    }
    return true;
}

/* A text in the item's arena; *out is {NULL, 0} if there is none. */
static newsidx_status copy_text(cursor *in, nx_item *item, newsidx_text *out,
                                newsidx_error *err)
{
    const newsidx_text text = take_text(in);

    *out = nx_str(NULL);
    if (text.bytes == NULL)
        return NEWSIDX_OK;
    if (!is_clean(text))
        return fail_message(err);
    *out = nx_arena_text(&item->arena, text);
    return out->bytes == NULL ? nx_fail_memory(err) : NEWSIDX_OK;
}

static newsidx_status read_place(cursor *in, nx_item *item, newsidx_error *err)
{
    newsidx_status status;

    item->format = (newsidx_format)take_choice(in, NEWSIDX_FORMAT_ARCHIVE);
    item->line = take_number(in);
    item->start_bytes = take_number(in);
    item->end_bytes = take_number(in);
    status = copy_text(in, item, &item->member, err);
    if (status < 0)
        return status;
    if (item->member.length > NX_LIMIT_FIELD_BYTES ||
        nx_utf8_find_invalid(item->member.bytes, item->member.length) !=
            NEWSIDX_NO_OFFSET) {
        item->member = nx_str(NULL);
        return fail_message(err);
    }
    return NEWSIDX_OK;
}

newsidx_status nx_message_read_item(newsidx_text payload, nx_item *item,
                                    uint64_t *out_bytes, newsidx_error *err)
{
    newsidx_article *article = &item->article;
    newsidx_text *texts[TEXT_COUNT];
    cursor in = {payload, false};
    newsidx_status status;

    *out_bytes = take_number(&in);
    status = read_place(&in, item, err);
    item->replaced = take_number(&in);
    article->published_at = (int64_t)take_number(&in);
    article->updated_at = (int64_t)take_number(&in);
    article->embargoed_until = (int64_t)take_number(&in);
    article->urgency = (uint32_t)take_choice(&in, UINT32_MAX);
    article->edition = (uint32_t)take_choice(&in, UINT32_MAX);
    article->usage = (newsidx_usage)take_choice(&in, NEWSIDX_CANCELED);
    list_texts(article, texts);
    for (size_t i = 0; i < TEXT_COUNT && status >= 0; i++)
        status = copy_text(&in, item, texts[i], err);
    if (status < 0)
        return status;
    if (in.is_bad || in.rest.length > 0 || nx_article_check(article, NULL) < 0)
        return fail_message(err);
    if (article->extra.length > 0 &&
        (article->extra.bytes[0] != '{' ||
         article->extra.bytes[article->extra.length - 1] != '}'))
        return fail_message(err);
    return NEWSIDX_OK;
}

/* The statuses that a reader gives. */
static bool is_of_reader(int64_t status)
{
    return status == NEWSIDX_ERR_INPUT || status == NEWSIDX_ERR_LIMIT ||
           status == NEWSIDX_ERR_LANGUAGE || status == NEWSIDX_ERR_IO ||
           status == NEWSIDX_ERR_MEMORY;
}

newsidx_status nx_message_read_problem(newsidx_text payload, nx_item *item,
                                       nx_message_problem *out,
                                       newsidx_error *out_error,
                                       newsidx_error *err)
{
    cursor in = {payload, false};
    newsidx_status status;
    newsidx_text message;
    int64_t kind;

    out->bytes = take_number(&in);
    out->is_extra = take_choice(&in, 1) == 1;
    status = read_place(&in, item, err);
    if (status < 0)
        return status;
    kind = (int64_t)take_number(&in);
    out_error->system_code = (int)take_choice(&in, INT32_MAX);
    out_error->offset = (size_t)take_number(&in);
    message = take_text(&in);
    if (in.is_bad || in.rest.length > 0 || !is_of_reader(kind) ||
        message.length >= sizeof out_error->message || !is_clean(message) ||
        nx_utf8_find_invalid(message.bytes, message.length) !=
            NEWSIDX_NO_OFFSET)
        return fail_message(err);
    out_error->status = (newsidx_status)kind;
    if (message.length > 0)
        memcpy(out_error->message, message.bytes, message.length);
    out_error->message[message.length] = '\0';
    return NEWSIDX_OK;
}
