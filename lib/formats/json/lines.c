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
#define SKIPPED_SPILL_BYTES ((size_t)64 * 1024)

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

/* The next line that isn't blank. */
static newsidx_status next_line(lines *in, nx_buf *spill, nx_item *item,
                                newsidx_text *out_line, newsidx_error *err)
{
    newsidx_status status;

    do {
        item->start_bytes = in->input->offset;
        item->line = ++in->line;
        status = nx_input_line(in->input, spill, out_line, err);
        if (status == NEWSIDX_ERR_LIMIT && err != NULL)
            err->offset = (size_t)item->start_bytes;
    } while (status == NEWSIDX_OK && nx_str_trim(*out_line).length == 0);
    return status;
}

static newsidx_status next(void *state, nx_item *item, newsidx_error *err)
{
    lines *in = state;
    newsidx_text line;
    newsidx_status status;

    if (in->spill.capacity > KEPT_SPILL_BYTES)
        nx_buf_finish(&in->spill);
    status = next_line(in, &in->spill, item, &line, err);
    if (status != NEWSIDX_OK)
        return status;
    return nx_json_article_read(line, (size_t)item->start_bytes, item, err);
}

/* A line may be skipped because it is too long for the memory there is, so no
 * more of it is kept than shows that it isn't blank. */
static newsidx_status skip(void *state, bool may_parse, nx_item *scratch,
                           newsidx_error *err)
{
    newsidx_status status;
    newsidx_text line;
    nx_buf start;

    (void)may_parse;
    nx_buf_init(&start, SKIPPED_SPILL_BYTES);
    status = next_line(state, &start, scratch, &line, err);
    nx_buf_finish(&start);
    return status == NEWSIDX_ERR_LIMIT ? NEWSIDX_OK : status;
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
    .is_trusted = true,
    .recognises = recognises,
    .open = open_lines,
    .next = next,
    .close = close_lines,
    .skip = skip,
};
