#include "store/list_writer.h"

#include <string.h>

/* As of the encoder's, and the number. */
#define HEAD_LIMIT ((size_t)65 * 1024 * 1024)

static newsidx_status next_number(nx_store *store, const char *sql,
                                  int64_t *out_number, newsidx_error *err)
{
    return nx_db_number(store->db, sql, "numbering the ranked lists",
                        out_number, err);
}

newsidx_status nx_list_writer_open(nx_list_writer *writer, nx_store *store,
                                   newsidx_error *err)
{
    newsidx_status status;

    memset(writer, 0, sizeof *writer);
    nx_buf_init(&writer->head, HEAD_LIMIT);
    writer->store = store;
    status = next_number(
        store, "SELECT coalesce(max(segment), 0) + 1 FROM list_segment",
        &writer->segment, err);
    if (status >= 0)
        status = next_number(store,
                             "SELECT coalesce(max(id), 0) + 1 FROM list_chunk",
                             &writer->first_chunk, err);
    writer->next_chunk = writer->first_chunk;
    return status;
}

void nx_list_writer_finish(nx_list_writer *writer)
{
    nx_buf_finish(&writer->head);
}

static newsidx_status store_chunk(nx_list_writer *writer, newsidx_text chunk,
                                  newsidx_error *err)
{
    sqlite3_stmt *insert = NULL;
    newsidx_status status =
        nx_statement(writer->store, NX_SQL_LIST_CHUNK_INSERT, &insert, err);

    if (status < 0)
        return status;
    sqlite3_bind_int64(insert, 1, writer->next_chunk);
    sqlite3_bind_blob64(insert, 2, chunk.bytes, chunk.length, SQLITE_STATIC);
    writer->byte_count += chunk.length;
    writer->next_chunk++;
    return nx_statement_run(writer->store, insert,
                            "storing a part of a ranked list", err);
}

/* The whole head, borrowed until the next. */
static newsidx_status number_head(nx_list_writer *writer,
                                  const nx_list_rows_head *head,
                                  newsidx_text *out, newsidx_error *err)
{
    nx_buf *whole = &writer->head;

    *out = head->before;
    if (!head->has_chunks)
        return NEWSIDX_OK;
    nx_buf_clear(whole);
    nx_buf_add_text(whole, head->before);
    nx_leb128_add(whole, (uint64_t)(writer->first_chunk + head->chunk));
    nx_buf_add_text(whole, head->after);
    if (whole->status < 0)
        return nx_fail(err, whole->status, "storing a ranked list: %s",
                       nx_status_text(whole->status));
    *out = nx_buf_text(whole);
    return NEWSIDX_OK;
}

static newsidx_status store_term(nx_list_writer *writer,
                                 const nx_list_rows_term *term,
                                 newsidx_error *err)
{
    sqlite3_stmt *insert = NULL;
    newsidx_status status =
        nx_statement(writer->store, NX_SQL_LIST_INSERT, &insert, err);

    if (status < 0)
        return status;
    sqlite3_bind_int64(insert, 1, writer->segment);
    sqlite3_bind_text64(insert, 2, term->spelling.bytes, term->spelling.length,
                        SQLITE_STATIC, SQLITE_UTF8);
    for (size_t i = 0; i < NX_LIST_KINDS; i++) {
        newsidx_text head;

        if (term->heads[i].before.length == 0)
            continue;
        status = number_head(writer, &term->heads[i], &head, err);
        if (status < 0) {
            sqlite3_clear_bindings(insert);
            return status;
        }
        /* There may be a second head to number. */
        sqlite3_bind_blob64(insert, 3 + (int)i, head.bytes, head.length,
                            term->heads[i].has_chunks ? SQLITE_TRANSIENT
                                                      : SQLITE_STATIC);
        writer->byte_count += head.length;
    }
    return nx_statement_run(writer->store, insert, "storing a ranked list",
                            err);
}

newsidx_status nx_list_writer_store(nx_list_writer *writer, nx_list_rows *rows,
                                    newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    nx_list_rows_term term;
    newsidx_text chunk;
    size_t at = 0;

    while (status >= 0 && nx_list_rows_next_chunk(rows, &at, &chunk))
        status = store_chunk(writer, chunk, err);
    at = 0;
    while (status >= 0 && nx_list_rows_next(rows, &at, &term))
        status = store_term(writer, &term, err);
    nx_list_rows_clear(rows);
    return status;
}

newsidx_status nx_list_writer_close(nx_list_writer *writer,
                                    const nx_list_rows *rows,
                                    newsidx_error *err)
{
    sqlite3_stmt *insert = NULL;
    newsidx_status status =
        nx_statement(writer->store, NX_SQL_SEGMENT_INSERT, &insert, err);

    if (status < 0)
        return status;
    sqlite3_bind_int64(insert, 1, writer->segment);
    sqlite3_bind_int64(insert, 2, rows->first);
    sqlite3_bind_int64(insert, 3, rows->last);
    sqlite3_bind_int64(insert, 4, (int64_t)rows->posting_count);
    sqlite3_bind_int64(insert, 5, (int64_t)writer->byte_count);
    sqlite3_bind_int64(insert, 6, writer->first_chunk);
    sqlite3_bind_int64(insert, 7, writer->next_chunk);
    return nx_statement_run(writer->store, insert, "storing a segment", err);
}
