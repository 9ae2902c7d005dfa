#include "results/context.h"

#include "base/str.h"
#include "results/passages.h"

/* The reader of a body. */
typedef struct reader {
    const nx_starts *sentences;
    nx_gap *gaps;
    size_t next;  /* the sentence to begin */
    uint32_t end; /* of the word before */
} reader;

static int on_token(const nx_token *token, void *user)
{
    reader *in = user;

    if (in->next < in->sentences->count &&
        token->position == in->sentences->positions[in->next]) {
        in->gaps[in->next].start = in->end;
        in->gaps[in->next].end = token->start;
        in->next++;
    }
    in->end = token->end;
    return 0;
}

newsidx_status nx_context_read(nx_analyzer *analyzer, const nx_reading *reading,
                               newsidx_text body, nx_arena *arena,
                               nx_context *out, newsidx_error *err)
{
    reader in = {.sentences = &reading->boundaries.sentences};

    out->count = in.sentences->count;
    out->gaps = nx_arena_array(arena, out->count, sizeof *out->gaps);
    if (out->gaps == NULL)
        return nx_fail_memory(err);
    in.gaps = out->gaps;
    return nx_analyze_places(analyzer, body, NULL, on_token, &in, err);
}

/* Where the sentence begins, or the body ends. */
static size_t start_of(const nx_context *context, newsidx_text body,
                       size_t sentence)
{
    if (sentence == 0)
        return 0;
    if (sentence >= context->count)
        return body.length;
    return nx_passage_cut(body, context->gaps[sentence]);
}

/* A piece of the body, if there is any of it. */
static newsidx_status copy_piece(newsidx_text body, size_t start, size_t end,
                                 nx_arena *arena, newsidx_text *out,
                                 newsidx_error *err)
{
    if (start >= end) {
        *out = nx_str("");
        return NEWSIDX_OK;
    }
    *out = nx_arena_text(arena, nx_str_slice(body.bytes + start, end - start));
    return out->bytes != NULL ? NEWSIDX_OK : nx_fail_memory(err);
}

newsidx_status nx_context_add(const nx_context *context,
                              const nx_reading *reading, newsidx_text body,
                              size_t sentences, nx_arena *arena,
                              newsidx_passage *passage, newsidx_error *err)
{
    const nx_boundaries *of = &reading->boundaries;
    const size_t first =
        nx_starts_find(&of->sentences, of->passages.positions[passage->number]);
    const size_t behind =
        passage->number + 1 < of->passages.count
            ? nx_starts_find(&of->sentences,
                             of->passages.positions[passage->number + 1])
            : context->count;
    const size_t text_end = passage->offset + passage->text.length;
    size_t start =
        start_of(context, body, first > sentences ? first - sentences : 0);
    size_t end = start_of(context, body, behind + sentences);
    newsidx_status status;

    while (start < passage->offset && nx_is_space(body.bytes[start]))
        start++;
    while (end > text_end && nx_is_space(body.bytes[end - 1]))
        end--;
    status =
        copy_piece(body, start, passage->offset, arena, &passage->before, err);
    return status < 0
               ? status
               : copy_piece(body, text_end, end, arena, &passage->after, err);
}
