#include "formats/json/feed.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "formats/json/documents.h"
#include "formats/json/outline.h"
#include "formats/json/scan.h"
#include "formats/json/value.h"
#include "ingest/clean.h"

/* So much of a feed is looked at for what stands before its items. */
#define LOOK_BYTES ((size_t)64 * 1024)

/* Items are read as any list of objects is; they have source, language and
 * authors of the feed if they name none. */
typedef struct feed {
    void *documents;
    uint64_t start_bytes; /* of the feed's own object */
    newsidx_text title;
    newsidx_text language;
    newsidx_text authors;
    nx_arena arena;
} feed;

/* A value of the feed, as one line in its arena. */
static newsidx_status read_line(feed *in, newsidx_text json, newsidx_text *out,
                                newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    struct json_object *value;
    struct json_tokener *tokener = json_tokener_new_ex(NX_JSON_DEEPEST);
    nx_buf line;

    if (tokener == NULL)
        return nx_fail_memory(err);
    nx_buf_init(&line, NX_LIMIT_FIELD_BYTES);
    value = json_tokener_parse_ex(tokener, json.bytes, (int)json.length);
    if (value != NULL)
        nx_json_add_value(&line, value, ", ");
    *out = nx_clean_line(&in->arena, nx_buf_text(&line));
    if (out->bytes == NULL || line.status == NEWSIDX_ERR_MEMORY)
        status = nx_fail_memory(err);
    json_object_put(value);
    json_tokener_free(tokener);
    nx_buf_finish(&line);
    return status;
}

static newsidx_text *field_of(feed *in, newsidx_text name)
{
    if (nx_str_equal(name, nx_str("title")))
        return &in->title;
    if (nx_str_equal(name, nx_str("language")))
        return &in->language;
    if (nx_str_equal(name, nx_str("authors")) ||
        nx_str_equal(name, nx_str("author")))
        return &in->authors;
    return NULL;
}

/* What the feed says of itself before its items. */
static newsidx_status read_head(feed *in, newsidx_text text, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    nx_json_outline at;

    nx_json_outline_begin(&at, nx_str_slice(text.bytes + 1, text.length - 1));
    while (status >= 0 && nx_json_outline_next(&at) == NX_JSON_MEMBER) {
        newsidx_text *field = field_of(in, at.name);

        if (nx_str_equal(at.name, nx_str("items")) ||
            !nx_json_outline_skip(&at))
            break;
        if (field != NULL && field->length == 0)
            status = read_line(
                in,
                nx_str_slice(at.value.bytes,
                             (size_t)(at.rest.bytes - at.value.bytes)),
                field, err);
    }
    return status;
}

static void close_feed(void *state)
{
    feed *in = state;

    if (in == NULL)
        return;
    nx_json_documents_close(in->documents);
    nx_arena_finish(&in->arena);
    nx_free(in);
}

static newsidx_status open_feed(const nx_origin *origin, void **out_state,
                                newsidx_error *err)
{
    feed *in = nx_new(feed);
    newsidx_status status;
    newsidx_text text;

    if (in == NULL)
        return nx_fail_memory(err);
    nx_arena_init(&in->arena);
    in->start_bytes = origin->input->offset;
    status = nx_input_peek(origin->input, LOOK_BYTES, err);
    if (status < 0)
        goto cleanup;
    text = nx_str_slice(origin->input->at,
                        (size_t)(origin->input->end - origin->input->at));
    if (text.length > LOOK_BYTES)
        text.length = LOOK_BYTES;
    if (text.length > 0) {
        status = read_head(in, text, err);
        if (status < 0)
            goto cleanup;
    }
    status = nx_json_documents_open(origin, &in->documents, err);
    if (status < 0)
        goto cleanup;
    *out_state = in;
    in = NULL;

cleanup:
    close_feed(in);
    return status;
}

static newsidx_status inherit(nx_item *item, newsidx_text from,
                              newsidx_text *out, newsidx_error *err)
{
    if (out->length > 0 || from.length == 0)
        return NEWSIDX_OK;
    *out = nx_arena_text(&item->arena, from);
    return out->bytes == NULL ? nx_fail_memory(err) : NEWSIDX_OK;
}

static newsidx_status next(void *state, nx_item *item, newsidx_error *err)
{
    feed *in = state;
    newsidx_article *article = &item->article;
    newsidx_status status = nx_json_documents_next(in->documents, item, err);

    if (status != NEWSIDX_OK)
        return status;
    /* An object without a list of articles was taken for one itself. */
    if (item->start_bytes == in->start_bytes)
        return nx_fail_at(err, NEWSIDX_ERR_INPUT, (size_t)in->start_bytes,
                          "a feed without articles among its items");
    status = inherit(item, in->title, &article->source, err);
    if (status >= 0)
        status = inherit(item, in->language, &article->language, err);
    if (status >= 0)
        status = inherit(item, in->authors, &article->byline, err);
    return status;
}

/* "version" says so, and it says so first in all feeds that are known. */
static bool recognises(newsidx_text head)
{
    nx_json_outline at;

    if (!nx_str_starts_with(head, nx_str("{")))
        return false;
    nx_json_outline_begin(&at, nx_str_slice(head.bytes + 1, head.length - 1));
    while (nx_json_outline_next(&at) == NX_JSON_MEMBER) {
        if (nx_str_equal(at.name, nx_str("version")))
            return nx_str_starts_with(at.value,
                                      nx_str("\"https://jsonfeed.org/")) ||
                   nx_str_starts_with(at.value,
                                      nx_str("\"http://jsonfeed.org/")) ||
                   nx_str_starts_with(at.value,
                                      nx_str("\"https:\\/\\/jsonfeed.org\\/"));
        if (!nx_json_outline_skip(&at))
            break;
    }
    return false;
}

const nx_format nx_format_json_feed = {
    .number = NEWSIDX_FORMAT_JSON_FEED,
    .recognises = recognises,
    .open = open_feed,
    .next = next,
    .close = close_feed,
};
