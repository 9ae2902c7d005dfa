#include "postings/encoder.h"

#include "base/memory.h"
#include "base/str.h"

#include <string.h>

/* The head of the longest list: a chunk has 2,048 postings and a line of some
 * twenty bytes. */
#define HEAD_LIMIT ((size_t)64 * 1024 * 1024)
#define CHUNK_LIMIT ((size_t)64 * 1024)

/* Rows are taken away before there are so many: what a builder has gathered
 * takes a third of its own memory. */
#define ROWS_LIMIT ((size_t)1024 * 1024 * 1024)

/* What stands before the bytes of a head. */
typedef struct measure {
    uint32_t before_length; /* 0: no such list */
    uint32_t after_length;
    uint32_t chunk; /* of its first, + 1; 0: it has none */
} measure;

/* The head of a list that was ended. */
typedef struct ended {
    measure measure;
    nx_buf bytes;
} ended;

struct nx_list_encoder {
    uint32_t first;
    const uint32_t *lengths;
    nx_list_rows *rows;
    uint32_t next_chunk;
    newsidx_status status;
    /* The list at hand. */
    nx_posting pending[NX_CHUNK_POSTINGS];
    size_t pending_count;
    uint64_t count;
    uint32_t base;       /* the last id that is in a chunk */
    uint32_t list_chunk; /* its first chunk */
    nx_buf chunk_lines;  /* of its head */
    nx_buf chunk;
    ended heads[NX_LIST_KINDS];
};

/* -------------------------------------------------------------- rows ---- */

void nx_list_rows_init(nx_list_rows *rows)
{
    memset(rows, 0, sizeof *rows);
    nx_buf_init(&rows->terms, ROWS_LIMIT);
    nx_buf_init(&rows->chunks, ROWS_LIMIT);
}

void nx_list_rows_finish(nx_list_rows *rows)
{
    nx_buf_finish(&rows->terms);
    nx_buf_finish(&rows->chunks);
    nx_list_rows_init(rows);
}

void nx_list_rows_clear(nx_list_rows *rows)
{
    nx_buf_clear(&rows->terms);
    nx_buf_clear(&rows->chunks);
}

static void add_text(nx_buf *buf, newsidx_text text)
{
    const uint32_t length = (uint32_t)text.length;

    nx_buf_add(buf, &length, sizeof length);
    nx_buf_add_text(buf, text);
}

static newsidx_text take_bytes(const char **at, size_t length)
{
    const newsidx_text text = nx_str_slice(*at, length);

    *at += length;
    return text;
}

/* What add_text() has added. */
static newsidx_text take_text(const char **at)
{
    uint32_t length;

    memcpy(&length, *at, sizeof length);
    *at += sizeof length;
    return take_bytes(at, length);
}

bool nx_list_rows_next(const nx_list_rows *rows, size_t *at,
                       nx_list_rows_term *out)
{
    const char *next;

    if (*at == rows->terms.length)
        return false;
    next = rows->terms.bytes + *at;
    out->spelling = take_text(&next);
    for (size_t i = 0; i < NX_LIST_KINDS; i++) {
        nx_list_rows_head *head = &out->heads[i];
        measure measured;

        memcpy(&measured, next, sizeof measured);
        next += sizeof measured;
        head->before = take_bytes(&next, measured.before_length);
        head->after = take_bytes(&next, measured.after_length);
        head->has_chunks = measured.chunk != 0;
        head->chunk = head->has_chunks ? measured.chunk - 1 : 0;
    }
    *at = (size_t)(next - rows->terms.bytes);
    return true;
}

bool nx_list_rows_next_chunk(const nx_list_rows *rows, size_t *at,
                             newsidx_text *out)
{
    const char *next;

    if (*at == rows->chunks.length)
        return false;
    next = rows->chunks.bytes + *at;
    *out = take_text(&next);
    *at = (size_t)(next - rows->chunks.bytes);
    return true;
}

/* ---------------------------------------------------------- encoding ---- */

newsidx_status nx_list_encoder_new(uint32_t first, const uint32_t *lengths,
                                   nx_list_rows *rows,
                                   nx_list_encoder **out_encoder,
                                   newsidx_error *err)
{
    nx_list_encoder *encoder = nx_new(nx_list_encoder);

    *out_encoder = encoder;
    if (encoder == NULL)
        return nx_fail_memory(err);
    encoder->first = first;
    encoder->lengths = lengths;
    encoder->rows = rows;
    nx_buf_init(&encoder->chunk_lines, HEAD_LIMIT);
    nx_buf_init(&encoder->chunk, CHUNK_LIMIT);
    for (size_t i = 0; i < NX_LIST_KINDS; i++)
        nx_buf_init(&encoder->heads[i].bytes, HEAD_LIMIT);
    return NEWSIDX_OK;
}

void nx_list_encoder_free(nx_list_encoder *encoder)
{
    if (encoder == NULL)
        return;
    nx_buf_finish(&encoder->chunk_lines);
    nx_buf_finish(&encoder->chunk);
    for (size_t i = 0; i < NX_LIST_KINDS; i++)
        nx_buf_finish(&encoder->heads[i].bytes);
    nx_free(encoder);
}

void nx_list_encoder_begin(nx_list_encoder *encoder)
{
    encoder->pending_count = 0;
    encoder->count = 0;
    encoder->base = encoder->first - 1;
    encoder->list_chunk = encoder->next_chunk;
    nx_buf_clear(&encoder->chunk_lines);
}

/* What failed is told by the next put. */
static void note_failure(nx_list_encoder *encoder, const nx_buf *buf)
{
    if (buf->status < 0)
        encoder->status = buf->status;
}

/* The pending postings as a chunk, in the encoder's scratch buffer. */
static void encode_pending(nx_list_encoder *encoder, nx_impacts *out_impacts)
{
    uint32_t lengths[NX_CHUNK_POSTINGS];

    for (size_t i = 0; i < encoder->pending_count; i++)
        lengths[i] = encoder->lengths[encoder->pending[i].id - encoder->first];
    nx_buf_clear(&encoder->chunk);
    nx_chunk_encode(encoder->pending, lengths, encoder->pending_count,
                    encoder->base, &encoder->chunk, out_impacts);
    note_failure(encoder, &encoder->chunk);
}

/* The pending postings become a chunk of their own. */
static void flush(nx_list_encoder *encoder)
{
    const uint32_t last = encoder->pending[encoder->pending_count - 1].id;
    nx_buf *chunks = &encoder->rows->chunks;
    nx_impacts impacts;

    encode_pending(encoder, &impacts);
    nx_leb128_add(&encoder->chunk_lines, last - encoder->base);
    nx_impacts_encode(&impacts, &encoder->chunk_lines);
    add_text(chunks, nx_buf_text(&encoder->chunk));
    note_failure(encoder, chunks);
    encoder->next_chunk++;
    encoder->base = last;
    encoder->pending_count = 0;
}

void nx_list_encoder_add(nx_list_encoder *encoder, nx_postings postings)
{
    while (postings.count > 0) {
        size_t room = NX_CHUNK_POSTINGS - encoder->pending_count;

        if (room > postings.count)
            room = postings.count;
        memcpy(&encoder->pending[encoder->pending_count], postings.items,
               room * sizeof *postings.items);
        encoder->pending_count += room;
        encoder->count += room;
        postings.items += room;
        postings.count -= room;
        if (encoder->pending_count == NX_CHUNK_POSTINGS)
            flush(encoder);
    }
}

void nx_list_encoder_end(nx_list_encoder *encoder, nx_list_kind kind)
{
    ended *head = &encoder->heads[kind];
    nx_buf *bytes = &head->bytes;
    nx_impacts impacts;

    nx_buf_clear(bytes);
    head->measure = (measure){0, 0, 0};
    if (encoder->count == 0)
        return;
    nx_leb128_add(bytes, encoder->count);
    if (encoder->count <= NX_BLOCK_POSTINGS) {
        nx_block_encode(encoder->pending, encoder->pending_count, encoder->base,
                        bytes);
    } else if (encoder->count <= NX_LIST_INLINE_POSTINGS) {
        encode_pending(encoder, &impacts);
        nx_buf_add_text(bytes, nx_buf_text(&encoder->chunk));
    } else {
        if (encoder->pending_count > 0)
            flush(encoder);
        head->measure.chunk = encoder->list_chunk + 1;
        head->measure.after_length = (uint32_t)encoder->chunk_lines.length;
        head->measure.before_length = (uint32_t)bytes->length;
        nx_buf_add_text(bytes, nx_buf_text(&encoder->chunk_lines));
    }
    if (head->measure.chunk == 0)
        head->measure.before_length = (uint32_t)bytes->length;
    note_failure(encoder, &encoder->chunk_lines);
    note_failure(encoder, bytes);
    encoder->rows->posting_count += encoder->count;
}

newsidx_status nx_list_encoder_put(nx_list_encoder *encoder,
                                   newsidx_text spelling, newsidx_error *err)
{
    nx_buf *terms = &encoder->rows->terms;

    add_text(terms, spelling);
    for (size_t i = 0; i < NX_LIST_KINDS; i++) {
        ended *head = &encoder->heads[i];

        nx_buf_add(terms, &head->measure, sizeof head->measure);
        nx_buf_add_text(terms, nx_buf_text(&head->bytes));
        nx_buf_clear(&head->bytes);
        head->measure = (measure){0, 0, 0};
    }
    note_failure(encoder, terms);
    if (encoder->status < 0)
        return nx_fail(err, encoder->status, "making ranked lists: %s",
                       nx_status_text(encoder->status));
    return NEWSIDX_OK;
}

/* All lists of one spelling. `room` holds a posting of every article. */
static newsidx_status encode_spelling(nx_list_encoder *encoder,
                                      const nx_list_builder *builder,
                                      size_t number, nx_posting *room,
                                      newsidx_error *err)
{
    const nx_postings exact =
        nx_list_builder_postings(builder, number, NX_LIST_EXACT);
    const nx_postings others =
        nx_list_builder_postings(builder, number, NX_LIST_STEM);

    nx_list_encoder_begin(encoder);
    nx_list_encoder_add(encoder, exact);
    nx_list_encoder_end(encoder, NX_LIST_EXACT);
    if (others.count > 0) {
        const nx_postings both = {room, nx_postings_unite(exact, others, room)};

        nx_list_encoder_begin(encoder);
        nx_list_encoder_add(encoder, both);
        nx_list_encoder_end(encoder, NX_LIST_STEM);
    }
    return nx_list_encoder_put(encoder,
                               nx_list_builder_spelling(builder, number), err);
}

newsidx_status nx_list_encode(nx_list_builder *builder, nx_list_rows *rows,
                              newsidx_error *err)
{
    const size_t article_count =
        (size_t)builder->last_id - builder->first_id + 1;
    nx_posting *room = nx_alloc(article_count * sizeof *room);
    nx_list_encoder *encoder = NULL;
    newsidx_status status =
        room == NULL ? nx_fail_memory(err) : nx_list_builder_sort(builder, err);

    rows->first = builder->first_id;
    rows->last = builder->last_id;
    if (status >= 0)
        status = nx_list_encoder_new(builder->first_id, builder->lengths, rows,
                                     &encoder, err);
    for (size_t i = 0; i < builder->entry_count && status >= 0; i++)
        status = encode_spelling(encoder, builder, i, room, err);
    nx_list_encoder_free(encoder);
    nx_free(room);
    return status;
}
