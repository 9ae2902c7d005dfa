#include "formats/json/lines.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "formats/json/article.h"
#include "formats/json/outline.h"
#include "formats/json/scan.h"

#include <string.h>

/* After a line of this length, its memory is given back. */
#define KEPT_SPILL_BYTES ((size_t)1024 * 1024)

/* So many bytes show what a source is. */
#define HEAD_BYTES 1024

typedef struct lines {
    nx_input *input;
    nx_buf spill; /* a line that is in several chunks */
    uint64_t line;
} lines;

/*
 * Is the first line not the whole of an object? It leaves one open that the
 * next line goes on with, or has something behind it. A next line that begins
 * another object shows that the first is broken.
 */
static bool has_other_layout(newsidx_text head)
{
    const char *newline = memchr(head.bytes, '\n', head.length);
    nx_json_scan scan;
    newsidx_text line;
    newsidx_text rest;
    size_t length;
    bool ended;

    if (newline == NULL)
        return false;
    line = nx_str_slice(head.bytes, (size_t)(newline - head.bytes));
    rest = nx_str_trim(nx_str_slice(newline, head.length - line.length));
    nx_json_scan_begin(&scan);
    length = nx_json_scan_step(&scan, line, &ended);
    if (ended)
        rest = nx_str_trim(
            nx_str_slice(line.bytes + length, line.length - length));
    return rest.length > 0 && (ended || rest.bytes[0] != '{');
}

/* An object that begins on one line, even if the line turns out broken; but
 * not one that is around a list of them. */
static bool recognises(newsidx_text head)
{
    size_t offset;
    size_t depth;

    if (head.length > HEAD_BYTES)
        head.length = HEAD_BYTES;
    if (!nx_str_starts_with(head, nx_str("{")))
        return false;
    for (size_t i = 1; i < head.length && head.bytes[i] != '\n'; i++) {
        if (nx_is_space(head.bytes[i]))
            continue;
        if (head.bytes[i] != '"')
            return head.bytes[i] == '}';
        nx_json_find_list(head, &offset, &depth);
        return offset == 0 && !has_other_layout(head);
    }
    return false;
}

static newsidx_status open_lines(const nx_origin *origin, void **out_state,
                                 newsidx_error *err)
{
    lines *in = nx_new(lines);

    if (in == NULL)
        return nx_fail_memory(err);
    in->input = origin->input;
    in->line = origin->line - 1;
    nx_buf_init(&in->spill, NX_LIMIT_ARTICLE_BYTES);
    *out_state = in;
    return NEWSIDX_OK;
}

static newsidx_status next(void *state, nx_item *item, newsidx_error *err)
{
    lines *in = state;
    newsidx_status status;
    newsidx_text line;
    uint64_t start;

    if (in->spill.capacity > KEPT_SPILL_BYTES)
        nx_buf_finish(&in->spill);
    do {
        start = in->input->offset;
        item->line = ++in->line;
        status = nx_input_line(in->input, &in->spill, &line, err);
        if (status == NEWSIDX_ERR_LIMIT && err != NULL)
            err->offset = (size_t)start;
        if (status != NEWSIDX_OK)
            return status;
    } while (nx_str_trim(line).length == 0);
    item->start_bytes = start;
    return nx_json_article_read(line, (size_t)start, item, err);
}

static void close_lines(void *state)
{
    lines *in = state;

    if (in == NULL)
        return;
    nx_buf_finish(&in->spill);
    nx_free(in);
}

const nx_format nx_format_json_lines = {
    .number = NEWSIDX_FORMAT_JSON_LINES,
    .name = "jsonl",
    .recognises = recognises,
    .open = open_lines,
    .next = next,
    .close = close_lines,
};
