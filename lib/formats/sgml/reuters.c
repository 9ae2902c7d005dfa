#include "formats/sgml/reuters.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "formats/sgml/markup.h"
#include "formats/sgml/record.h"

/* After a record of this length, its memory is given back. */
#define KEPT_BYTES ((size_t)1024 * 1024)

/* So many bytes show what a source is. */
#define HEAD_BYTES 1024

/* <REUTERS ...> and </REUTERS> are alone on their lines. */
typedef struct records {
    nx_input *input;
    nx_buf spill;  /* a line that is in several chunks */
    nx_buf record; /* its lines so far */
    uint64_t line;
    uint64_t first_line; /* of the record */
    uint64_t start;      /* its byte of the file */
    bool is_open;        /* in a record */
    bool was_stray;      /* the last line was of none */
    bool skips;          /* records are cut, and not read */
} records;

static bool begins(newsidx_text text, const char *start)
{
    const newsidx_text wanted = nx_str(start);

    return text.length >= wanted.length &&
           nx_str_equal_ascii(nx_str_slice(text.bytes, wanted.length), wanted);
}

static bool begins_record(newsidx_text text)
{
    return begins(text, "<REUTERS ") || begins(text, "<REUTERS>");
}

static bool recognises(newsidx_text head)
{
    if (head.length > HEAD_BYTES)
        head.length = HEAD_BYTES;
    if (begins(head, "<!DOCTYPE lewis"))
        return true;
    return begins(head, "<REUTERS ") &&
           nx_sgml_find(head, 0, "NEWID=") != NEWSIDX_NO_OFFSET;
}

static newsidx_status open_records(const nx_origin *origin, void **out_state,
                                   newsidx_error *err)
{
    records *in = nx_new(records);

    if (in == NULL)
        return nx_fail_memory(err);
    in->input = origin->input;
    in->line = origin->line - 1;
    nx_buf_init(&in->spill, NX_LIMIT_ARTICLE_BYTES);
    nx_buf_init(&in->record, NX_LIMIT_ARTICLE_BYTES);
    *out_state = in;
    return NEWSIDX_OK;
}

static void begin_record(records *in, newsidx_text line, uint64_t start)
{
    nx_buf_clear(&in->record);
    nx_buf_add_text(&in->record, line);
    nx_buf_add_byte(&in->record, '\n');
    in->first_line = in->line;
    in->start = start;
    in->is_open = true;
    in->was_stray = false;
}

static newsidx_status fail_cut(size_t start, newsidx_error *err)
{
    return nx_fail_at(err, NEWSIDX_ERR_INPUT, start,
                      "a <REUTERS> without its end");
}

/* The record is whole. */
static newsidx_status read_record(records *in, nx_item *item,
                                  newsidx_error *err)
{
    newsidx_status status;

    in->is_open = false;
    if (in->record.status == NEWSIDX_ERR_LIMIT)
        return nx_fail_at(err, NEWSIDX_ERR_LIMIT, (size_t)in->start,
                          "record is longer than %zu bytes",
                          in->record.limit_bytes);
    if (in->record.status < 0)
        return nx_fail_memory(err);
    if (in->skips)
        return NEWSIDX_OK;
    status = nx_reuters_read(nx_buf_text(&in->record), item, err);
    if (status == NEWSIDX_ERR_INPUT && err != NULL)
        err->offset = (size_t)in->start;
    return status;
}

/* A line between records, where only the document's type may stand. */
static newsidx_status take_stray(records *in, newsidx_text line, size_t start,
                                 newsidx_error *err)
{
    const bool was_stray = in->was_stray;

    if (line.length == 0 || begins(line, "<!DOCTYPE") ||
        begins(line, "<lewis>") || begins(line, "</lewis>"))
        return NEWSIDX_OK;
    in->was_stray = true;
    if (was_stray)
        return NEWSIDX_OK;
    return nx_fail_at(err, NEWSIDX_ERR_INPUT, start,
                      "text that is in no <REUTERS>");
}

/* One line. NEWSIDX_DONE: there's more to read; else of next(). */
static newsidx_status take_line(records *in, newsidx_text raw, uint64_t start,
                                nx_item *item, newsidx_error *err)
{
    const newsidx_text line = nx_str_trim(raw);
    const bool was_open = in->is_open;
    const uint64_t cut_line = in->first_line;
    const uint64_t cut_start = in->start;
    newsidx_status status;

    if (begins_record(line)) {
        begin_record(in, raw, start);
        item->line = in->line;
        if (was_open) {
            item->line = cut_line;
            return fail_cut((size_t)cut_start, err);
        }
    } else if (!in->is_open) {
        item->line = in->line;
        status = take_stray(in, line, (size_t)start, err);
        return status < 0 ? status : NEWSIDX_DONE;
    } else {
        nx_buf_add_text(&in->record, raw);
        nx_buf_add_byte(&in->record, '\n');
    }
    if (nx_sgml_find(line, 0, "</REUTERS>") == NEWSIDX_NO_OFFSET)
        return NEWSIDX_DONE;
    item->line = in->first_line;
    item->start_bytes = in->start;
    return read_record(in, item, err);
}

static newsidx_status next(void *state, nx_item *item, newsidx_error *err)
{
    records *in = state;
    newsidx_status status;
    newsidx_text line;

    if (in->record.capacity > KEPT_BYTES && !in->is_open)
        nx_buf_finish(&in->record);
    do {
        const uint64_t start = in->input->offset;

        status = nx_input_line(in->input, &in->spill, &line, err);
        in->line++;
        if (status == NEWSIDX_DONE && in->is_open) {
            in->is_open = false;
            item->line = in->first_line;
            return fail_cut((size_t)in->start, err);
        }
        item->line = in->line;
        if (status != NEWSIDX_OK) {
            if (status == NEWSIDX_ERR_LIMIT && err != NULL)
                err->offset = (size_t)start;
            return status;
        }
        status = take_line(in, line, start, item, err);
    } while (status == NEWSIDX_DONE);
    return status;
}

static newsidx_status skip(void *state, bool may_parse, nx_item *scratch,
                           newsidx_error *err)
{
    records *in = state;
    newsidx_status status;

    (void)may_parse;
    in->skips = true;
    status = next(in, scratch, err);
    in->skips = false;
    return status;
}

static void close_records(void *state)
{
    records *in = state;

    if (in == NULL)
        return;
    nx_buf_finish(&in->spill);
    nx_buf_finish(&in->record);
    nx_free(in);
}

const nx_format nx_format_reuters = {
    .number = NEWSIDX_FORMAT_REUTERS,
    .recognises = recognises,
    .open = open_records,
    .next = next,
    .close = close_records,
    .skip = skip,
};
