#include "results/passages.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"

#include <stdlib.h>

/* Quotes and brackets that open: they belong to what follows them. */
static bool is_opening(int32_t codepoint)
{
    switch (codepoint) {
    case '(':
    case '[':
    case 0xAB:   /* « */
    case 0x2018: /* ‘ */
    case 0x201C: /* “ */
    case 0x201E: /* „ */
    case 0x300C: /* 「 */
    case 0x300E: /* 『 */
        return true;
    default:
        return false;
    }
}

/*
 * Where to cut between two words: behind the white space, else before a quote
 * that opens, else before the second word (`thousands.After`, `said.”Lavrov`).
 */
size_t nx_passage_cut(newsidx_text body, nx_gap gap)
{
    size_t at = gap.start;
    size_t cut = gap.end;

    while (at < gap.end) {
        size_t length;
        const int32_t codepoint =
            nx_utf8_decode(body.bytes + at, gap.end - at, &length);

        if (nx_is_space(body.bytes[at])) {
            while (at < gap.end && nx_is_space(body.bytes[at]))
                at++;
            return at;
        }
        if (cut == gap.end && is_opening(codepoint))
            cut = at;
        at += length;
    }
    return cut;
}

/* The bytes of passage `number`, without white space around it. */
static newsidx_span bytes_of(const nx_reading *reading, newsidx_text body,
                             size_t number)
{
    const size_t count = reading->boundaries.passages.count;
    newsidx_span bytes = {0, body.length};

    if (number > 0)
        bytes.start = nx_passage_cut(body, reading->gaps[number]);
    if (number + 1 < count)
        bytes.end = nx_passage_cut(body, reading->gaps[number + 1]);
    while (bytes.start < bytes.end && nx_is_space(body.bytes[bytes.start]))
        bytes.start++;
    while (bytes.end > bytes.start && nx_is_space(body.bytes[bytes.end - 1]))
        bytes.end--;
    return bytes;
}

static int compare_spans(const void *a, const void *b)
{
    const newsidx_span *first = a;
    const newsidx_span *second = b;

    if (first->start != second->start)
        return first->start < second->start ? -1 : 1;
    return (first->end > second->end) - (first->end < second->end);
}

/* Sorted spans, without overlaps; returns how many are left. */
static size_t join_overlaps(newsidx_span *spans, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && spans[i].start < spans[kept - 1].end) {
            if (spans[i].end > spans[kept - 1].end)
                spans[kept - 1].end = spans[i].end;
        } else {
            spans[kept++] = spans[i];
        }
    }
    return kept;
}

newsidx_status nx_passage_all_spans(const nx_reading *reading, nx_column column,
                                    newsidx_span bytes, nx_arena *arena,
                                    const newsidx_span **out_spans,
                                    size_t *out_count, newsidx_error *err)
{
    newsidx_span *spans;
    size_t count = 0;

    for (size_t i = 0; i < reading->occurrence_count; i++) {
        const nx_occurrence *at = &reading->occurrences[i];

        count += at->column == column && at->start < bytes.end &&
                 at->end > bytes.start;
    }
    spans = nx_arena_array(arena, count, sizeof *spans);
    if (spans == NULL)
        return nx_fail_memory(err);
    count = 0;
    for (size_t i = 0; i < reading->occurrence_count; i++) {
        const nx_occurrence *at = &reading->occurrences[i];

        if (at->column != column || at->start >= bytes.end ||
            at->end <= bytes.start)
            continue;
        spans[count].start =
            at->start > bytes.start ? at->start - bytes.start : 0;
        spans[count].end =
            (at->end < bytes.end ? at->end : bytes.end) - bytes.start;
        count++;
    }
    qsort(spans, count, sizeof *spans, compare_spans);
    *out_count = join_overlaps(spans, count);
    *out_spans = spans;
    return NEWSIDX_OK;
}

newsidx_status nx_passage_spans(const nx_reading *reading, nx_column column,
                                newsidx_span bytes, nx_arena *arena,
                                const newsidx_span **out_spans,
                                size_t *out_count, newsidx_error *err)
{
    const newsidx_status status = nx_passage_all_spans(
        reading, column, bytes, arena, out_spans, out_count, err);

    if (status >= 0 && *out_count > NX_LIMIT_SPANS)
        *out_count = NX_LIMIT_SPANS;
    return status;
}

newsidx_status nx_passage_make(const nx_reading *reading, newsidx_text body,
                               size_t number, nx_arena *arena,
                               newsidx_passage *out, newsidx_error *err)
{
    const newsidx_span bytes = bytes_of(reading, body, number);

    out->number = (uint32_t)number;
    out->offset = bytes.start;
    out->text = nx_arena_text(
        arena, nx_str_slice(body.bytes + bytes.start, bytes.end - bytes.start));
    if (out->text.bytes == NULL)
        return nx_fail_memory(err);
    return nx_passage_spans(reading, NX_COLUMN_BODY, bytes, arena, &out->spans,
                            &out->span_count, err);
}
