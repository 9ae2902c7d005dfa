#include "store/list_writer.h"

#include "base/memory.h"

#include <assert.h>
#include <string.h>

/* The head of the longest list: a chunk has 2,048 postings and a line of some
 * twenty bytes. */
#define HEAD_LIMIT ((size_t)64 * 1024 * 1024)
#define CHUNK_LIMIT ((size_t)64 * 1024)

struct nx_list_writer {
    nx_store *store;
    int64_t segment;
    uint32_t first;
    int64_t first_chunk; /* of the segment */
    int64_t next_chunk;
    uint64_t posting_count;
    uint64_t byte_count;
    /* The list at hand. */
    nx_posting pending[NX_CHUNK_POSTINGS];
    size_t pending_count;
    uint64_t count;
    uint32_t base;      /* the last id that is in a chunk */
    int64_t list_chunk; /* its first chunk */
    nx_buf chunk_lines; /* of its head */
    nx_buf chunk;
    nx_buf heads[NX_LIST_KINDS]; /* empty: no such list */
};

static newsidx_status next_number(nx_store *store, const char *sql,
                                  int64_t *out_number, newsidx_error *err)
{
    return nx_db_number(store->db, sql, "numbering the ranked lists",
                        out_number, err);
}

newsidx_status nx_list_writer_open(nx_store *store, uint32_t first,
                                   nx_list_writer **out_writer,
                                   newsidx_error *err)
{
    nx_list_writer *writer = nx_new(nx_list_writer);
    newsidx_status status;

    *out_writer = NULL;
    if (writer == NULL)
        return nx_fail_memory(err);
    writer->store = store;
    writer->first = first;
    nx_buf_init(&writer->chunk_lines, HEAD_LIMIT);
    nx_buf_init(&writer->chunk, CHUNK_LIMIT);
    for (size_t i = 0; i < NX_LIST_KINDS; i++)
        nx_buf_init(&writer->heads[i], HEAD_LIMIT);
    status = next_number(
        store, "SELECT coalesce(max(segment), 0) + 1 FROM list_segment",
        &writer->segment, err);
    if (status >= 0)
        status = next_number(store,
                             "SELECT coalesce(max(id), 0) + 1 FROM list_chunk",
                             &writer->first_chunk, err);
    writer->next_chunk = writer->first_chunk;
    if (status < 0) {
        nx_list_writer_free(writer);
        return status;
    }
    *out_writer = writer;
    return NEWSIDX_OK;
}

void nx_list_writer_free(nx_list_writer *writer)
{
    if (writer == NULL)
        return;
    nx_buf_finish(&writer->chunk_lines);
    nx_buf_finish(&writer->chunk);
    for (size_t i = 0; i < NX_LIST_KINDS; i++)
        nx_buf_finish(&writer->heads[i]);
    nx_free(writer);
}

void nx_list_writer_begin(nx_list_writer *writer)
{
    writer->pending_count = 0;
    writer->count = 0;
    writer->base = writer->first - 1;
    writer->list_chunk = writer->next_chunk;
    nx_buf_clear(&writer->chunk_lines);
}

static newsidx_status buf_fail(const nx_buf *buf, newsidx_error *err)
{
    return nx_fail(err, buf->status, "writing the ranked lists: %s",
                   nx_status_text(buf->status));
}

/* The pending postings as a chunk, in the writer's scratch buffer. */
static newsidx_status encode_pending(nx_list_writer *writer,
                                     nx_impacts *out_impacts,
                                     newsidx_error *err)
{
    const nx_rows *rows = &writer->store->rows.view;
    uint32_t lengths[NX_CHUNK_POSTINGS];

    for (size_t i = 0; i < writer->pending_count; i++) {
        assert(writer->pending[i].id <= rows->last_id);
        lengths[i] = rows->rows[writer->pending[i].id].length;
    }
    nx_buf_clear(&writer->chunk);
    nx_chunk_encode(writer->pending, lengths, writer->pending_count,
                    writer->base, &writer->chunk, out_impacts);
    if (writer->chunk.status < 0)
        return buf_fail(&writer->chunk, err);
    return NEWSIDX_OK;
}

/* Store the pending postings as a chunk of their own. */
static newsidx_status flush(nx_list_writer *writer, newsidx_error *err)
{
    const uint32_t last = writer->pending[writer->pending_count - 1].id;
    sqlite3_stmt *insert = NULL;
    nx_impacts impacts;
    newsidx_status status = encode_pending(writer, &impacts, err);

    if (status < 0)
        return status;
    nx_leb128_add(&writer->chunk_lines, last - writer->base);
    nx_impacts_encode(&impacts, &writer->chunk_lines);
    status =
        nx_statement(writer->store, NX_SQL_LIST_CHUNK_INSERT, &insert, err);
    if (status < 0)
        return status;
    sqlite3_bind_int64(insert, 1, writer->next_chunk);
    sqlite3_bind_blob64(insert, 2, writer->chunk.bytes, writer->chunk.length,
                        SQLITE_STATIC);
    status = nx_statement_run(writer->store, insert,
                              "storing a part of a ranked list", err);
    writer->byte_count += writer->chunk.length;
    writer->next_chunk++;
    writer->base = last;
    writer->pending_count = 0;
    return status;
}

newsidx_status nx_list_writer_add(nx_list_writer *writer, nx_postings postings,
                                  newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    while (postings.count > 0 && status >= 0) {
        size_t room = NX_CHUNK_POSTINGS - writer->pending_count;

        if (room > postings.count)
            room = postings.count;
        memcpy(&writer->pending[writer->pending_count], postings.items,
               room * sizeof *postings.items);
        writer->pending_count += room;
        writer->count += room;
        postings.items += room;
        postings.count -= room;
        if (writer->pending_count == NX_CHUNK_POSTINGS)
            status = flush(writer, err);
    }
    return status;
}

newsidx_status nx_list_writer_end(nx_list_writer *writer, nx_list_kind kind,
                                  newsidx_error *err)
{
    nx_buf *head = &writer->heads[kind];
    newsidx_status status = NEWSIDX_OK;
    nx_impacts impacts;

    nx_buf_clear(head);
    if (writer->count == 0)
        return NEWSIDX_OK;
    nx_leb128_add(head, writer->count);
    if (writer->count <= NX_BLOCK_POSTINGS) {
        nx_block_encode(writer->pending, writer->pending_count, writer->base,
                        head);
    } else if (writer->count <= NX_LIST_INLINE_POSTINGS) {
        status = encode_pending(writer, &impacts, err);
        nx_buf_add_text(head, nx_buf_text(&writer->chunk));
    } else {
        if (writer->pending_count > 0)
            status = flush(writer, err);
        nx_leb128_add(head, (uint64_t)writer->list_chunk);
        nx_buf_add_text(head, nx_buf_text(&writer->chunk_lines));
    }
    if (status >= 0 && writer->chunk_lines.status < 0)
        status = buf_fail(&writer->chunk_lines, err);
    if (status >= 0 && head->status < 0)
        status = buf_fail(head, err);
    writer->posting_count += writer->count;
    writer->byte_count += head->length;
    return status;
}

newsidx_status nx_list_writer_put(nx_list_writer *writer, newsidx_text spelling,
                                  newsidx_error *err)
{
    sqlite3_stmt *insert = NULL;
    newsidx_status status =
        nx_statement(writer->store, NX_SQL_LIST_INSERT, &insert, err);

    if (status < 0)
        return status;
    sqlite3_bind_int64(insert, 1, writer->segment);
    sqlite3_bind_text64(insert, 2, spelling.bytes, spelling.length,
                        SQLITE_STATIC, SQLITE_UTF8);
    for (size_t i = 0; i < NX_LIST_KINDS; i++) {
        const nx_buf *head = &writer->heads[i];

        if (head->length > 0)
            sqlite3_bind_blob64(insert, 3 + (int)i, head->bytes, head->length,
                                SQLITE_STATIC);
    }
    status =
        nx_statement_run(writer->store, insert, "storing a ranked list", err);
    for (size_t i = 0; i < NX_LIST_KINDS; i++)
        nx_buf_clear(&writer->heads[i]);
    return status;
}

newsidx_status nx_list_writer_close(nx_list_writer *writer, uint32_t last,
                                    newsidx_error *err)
{
    sqlite3_stmt *insert = NULL;
    newsidx_status status =
        nx_statement(writer->store, NX_SQL_SEGMENT_INSERT, &insert, err);

    if (status >= 0) {
        sqlite3_bind_int64(insert, 1, writer->segment);
        sqlite3_bind_int64(insert, 2, writer->first);
        sqlite3_bind_int64(insert, 3, last);
        sqlite3_bind_int64(insert, 4, (int64_t)writer->posting_count);
        sqlite3_bind_int64(insert, 5, (int64_t)writer->byte_count);
        sqlite3_bind_int64(insert, 6, writer->first_chunk);
        sqlite3_bind_int64(insert, 7, writer->next_chunk);
        status =
            nx_statement_run(writer->store, insert, "storing a segment", err);
    }
    nx_list_writer_free(writer);
    return status;
}
