#include "formats/json/documents.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "formats/json/article.h"
#include "formats/json/outline.h"
#include "formats/json/scan.h"

#include <string.h>

/* After a value of this length, its memory is given back. */
#define KEPT_SPILL_BYTES ((size_t)1024 * 1024)

/* What is looked at to see whether an object wraps a list. */
#define LOOK_BYTES ((size_t)64 * 1024)

/* So many bytes show what a source is. */
#define HEAD_BYTES 1024

/*
 *     {"status": "ok", "data": {"items": [ {...}, {...} ], "next": 2}}
 *     objects around the list = 2        ^ is_list      ^ the rest is skipped
 *
 * Outside of lists, values stand one after the other, perhaps with commas or
 * record separators (RFC 7464) between them.
 */
typedef struct documents {
    nx_input *input;
    nx_buf spill; /* a value that is in several chunks */
    uint64_t line;
    size_t objects_around; /* the list; 0: it's bare */
    bool is_list;
} documents;

static newsidx_text window(const documents *in)
{
    return nx_str_slice(in->input->at,
                        (size_t)(in->input->end - in->input->at));
}

static void take(documents *in, size_t length)
{
    const char *at = in->input->at;
    const char *end = at + length;

    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));

        if (newline == NULL)
            break;
        in->line++;
        at = newline + 1;
    }
    nx_input_take(in->input, length);
}

/* Go to the next byte that is neither blank nor a separator. */
static newsidx_status skip_separators(documents *in, newsidx_error *err)
{
    for (;;) {
        const newsidx_text text = window(in);
        size_t length = 0;
        newsidx_status status;

        while (length < text.length &&
               (nx_is_space(text.bytes[length]) || text.bytes[length] == ',' ||
                text.bytes[length] == '\x1E'))
            length++;
        take(in, length);
        if (length < text.length)
            return NEWSIDX_OK;
        status = nx_input_more(in->input, err);
        if (status != NEWSIDX_OK)
            return status;
    }
}

/*
 * Cut the value that begins here, or step over the rest of the one that `scan`
 * is in. It is borrowed until the next call; NULL: the bytes aren't wanted.
 */
static newsidx_status cut(documents *in, nx_json_scan *scan,
                          newsidx_text *out_value, newsidx_error *err)
{
    bool ended = false;

    nx_buf_clear(&in->spill);
    for (;;) {
        const newsidx_text text = window(in);
        const size_t length = nx_json_scan_step(scan, text, &ended);
        newsidx_status status;

        if (out_value != NULL && ended && in->spill.length == 0 &&
            in->spill.status >= 0 && length <= in->spill.limit_bytes)
            *out_value = nx_str_slice(text.bytes, length);
        else if (out_value != NULL)
            nx_buf_add(&in->spill, text.bytes, length);
        take(in, length);
        if (ended)
            break;
        status = nx_input_more(in->input, err);
        if (status < 0)
            return status;
        if (status == NEWSIDX_DONE)
            break;
    }
    if (in->spill.status == NEWSIDX_ERR_LIMIT)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "value is longer than %zu bytes",
                       in->spill.limit_bytes);
    if (in->spill.status < 0)
        return nx_fail_memory(err);
    if (out_value != NULL && in->spill.length > 0)
        *out_value = nx_buf_text(&in->spill);
    return NEWSIDX_OK;
}

/* Enter the list that the object here wraps, if it does. The outcome is the
 * same whatever the chunks: the look is at all of LOOK_BYTES, or it is sure. */
static newsidx_status enter_list(documents *in, newsidx_error *err)
{
    newsidx_text text = window(in);
    size_t offset;
    size_t depth = 0;
    newsidx_status status;

    if (text.length > LOOK_BYTES)
        text.length = LOOK_BYTES;
    if (nx_json_find_list(text, &offset, &depth) == NX_JSON_UNSURE &&
        text.length < LOOK_BYTES) {
        status = nx_input_peek(in->input, LOOK_BYTES, err);
        if (status < 0)
            return status;
        text = window(in);
        if (text.length > LOOK_BYTES)
            text.length = LOOK_BYTES;
        nx_json_find_list(text, &offset, &depth);
    }
    if (offset > 0) {
        take(in, offset);
        in->objects_around = depth;
        in->is_list = true;
    }
    return NEWSIDX_OK;
}

/* A list ends; so do the objects around it. */
static newsidx_status leave_list(documents *in, newsidx_error *err)
{
    nx_json_scan scan;
    newsidx_status status = NEWSIDX_OK;

    take(in, 1);
    if (in->objects_around > 0) {
        nx_json_scan_begin(&scan);
        scan.began = true;
        scan.depth = in->objects_around;
        scan.objects = (UINT64_C(1) << in->objects_around) - 1;
        status = cut(in, &scan, NULL, err);
    }
    in->objects_around = 0;
    in->is_list = false;
    return status;
}

/* What stands where an object should. */
static newsidx_status refuse(documents *in, size_t start, newsidx_error *err)
{
    const char byte = in->input->at[0];
    nx_json_scan scan;
    newsidx_status status;

    if (byte == ']' || byte == '}') {
        take(in, 1);
        return nx_fail_at(err, NEWSIDX_ERR_INPUT, start,
                          "bad JSON: \"%c\" where nothing is open", byte);
    }
    nx_json_scan_begin(&scan);
    status = cut(in, &scan, NULL, err);
    return status < 0
               ? status
               : nx_fail_at(err, NEWSIDX_ERR_INPUT, start, "not a JSON object");
}

static newsidx_status read_object(documents *in, size_t start, nx_item *item,
                                  newsidx_error *err)
{
    newsidx_text value = {NULL, 0};
    nx_json_scan scan;
    newsidx_status status;

    nx_json_scan_begin(&scan);
    status = cut(in, &scan, &value, err);
    if (status == NEWSIDX_ERR_LIMIT && err != NULL)
        err->offset = start;
    if (status < 0)
        return status;
    return nx_json_article_read(value, start, item, err);
}

/* Enter and leave lists until there is something else. */
static newsidx_status find_value(documents *in, newsidx_error *err)
{
    for (;;) {
        newsidx_status status = skip_separators(in, err);
        const bool was_list = in->is_list;

        if (status != NEWSIDX_OK)
            return status;
        if (in->is_list && in->input->at[0] == ']') {
            status = leave_list(in, err);
        } else if (!in->is_list && in->input->at[0] == '[') {
            take(in, 1);
            in->is_list = true;
        } else if (!in->is_list && in->input->at[0] == '{') {
            status = enter_list(in, err);
        }
        if (status < 0 || in->is_list == was_list)
            return status;
    }
}

newsidx_status nx_json_documents_next(void *state, nx_item *item,
                                      newsidx_error *err)
{
    documents *in = state;
    newsidx_status status;
    size_t start;

    if (in->spill.capacity > KEPT_SPILL_BYTES)
        nx_buf_finish(&in->spill);
    status = find_value(in, err);
    item->line = in->line;
    start = (size_t)in->input->offset;
    item->start_bytes = start;
    if (status == NEWSIDX_DONE && in->is_list) {
        in->is_list = false;
        return nx_fail_at(err, NEWSIDX_ERR_INPUT, start,
                          "bad JSON: it ends inside a list");
    }
    if (status != NEWSIDX_OK)
        return status;
    if (in->input->at[0] == '{')
        return read_object(in, start, item, err);
    return refuse(in, start, err);
}

newsidx_status nx_json_documents_open(const nx_origin *origin, void **out_state,
                                      newsidx_error *err)
{
    documents *in = nx_new(documents);

    if (in == NULL)
        return nx_fail_memory(err);
    in->input = origin->input;
    in->line = origin->line;
    nx_buf_init(&in->spill, NX_LIMIT_ARTICLE_BYTES);
    *out_state = in;
    return NEWSIDX_OK;
}

void nx_json_documents_close(void *state)
{
    documents *in = state;

    if (in == NULL)
        return;
    nx_buf_finish(&in->spill);
    nx_free(in);
}

/* An object or an array of objects, of whatever layout. */
static bool recognises(newsidx_text head)
{
    newsidx_text inside;

    if (head.length > HEAD_BYTES)
        head.length = HEAD_BYTES;
    if (nx_str_starts_with(head, nx_str("["))) {
        head = nx_str_trim(nx_str_slice(head.bytes + 1, head.length - 1));
    }
    if (!nx_str_starts_with(head, nx_str("{")))
        return false;
    inside = nx_str_trim(nx_str_slice(head.bytes + 1, head.length - 1));
    return inside.length > 0 &&
           (inside.bytes[0] == '"' || inside.bytes[0] == '}');
}

const nx_format nx_format_json = {
    .number = NEWSIDX_FORMAT_JSON,
    .recognises = recognises,
    .open = nx_json_documents_open,
    .next = nx_json_documents_next,
    .close = nx_json_documents_close,
};
