#include "store/list_facts.h"

#include "store/internal.h"
#include "store/list_reader.h"

#include <string.h>

/* The bytes of a list's chunks, which follow one another. */
static newsidx_status add_chunk_bytes(nx_store *store, const nx_list *list,
                                      nx_list_facts *out, newsidx_error *err)
{
    const int64_t first = list->chunks[0].id;
    sqlite3_stmt *sum = NULL;
    newsidx_status status;
    int code;

    if (first == 0)
        return NEWSIDX_OK;
    status = nx_db_prepare(store->db,
                           "SELECT sum(length(data)) FROM list_chunk "
                           "WHERE id >= ?1 AND id < ?2",
                           &sum, err);
    if (status < 0)
        return status;
    sqlite3_bind_int64(sum, 1, first);
    sqlite3_bind_int64(sum, 2, first + (int64_t)list->chunk_count);
    code = sqlite3_step(sum);
    if (code == SQLITE_ROW)
        out->byte_count += (uint64_t)sqlite3_column_int64(sum, 0);
    else
        status = nx_db_fail(store->db, code, "measuring a ranked list", err);
    sqlite3_finalize(sum);
    return status;
}

static newsidx_status look_into(nx_store *store, nx_list *list,
                                nx_list_facts *out, newsidx_error *err)
{
    newsidx_status status =
        nx_list_seek(list, out->first, &out->first_posting, err);

    out->posting_count = list->count;
    out->chunk_count = list->chunk_count;
    for (size_t i = 0; i < list->chunk_count; i++) {
        const nx_list_chunk *chunk = &list->chunks[i];

        out->block_count +=
            (chunk->count + NX_BLOCK_POSTINGS - 1) / NX_BLOCK_POSTINGS;
        out->last_posting = chunk->last;
        nx_impacts_add_all(&out->impacts, &chunk->impacts);
    }
    return status < 0 ? status : add_chunk_bytes(store, list, out, err);
}

newsidx_status nx_list_look(nx_store *store, size_t number,
                            newsidx_text spelling, nx_list_kind kind,
                            nx_list_facts *out, newsidx_error *err)
{
    const nx_segment *segment;
    sqlite3_stmt *find = NULL;
    newsidx_status status;
    newsidx_text head = {NULL, 0};

    memset(out, 0, sizeof *out);
    if (number >= store->lists.segment_count)
        return NEWSIDX_DONE;
    segment = &store->lists.segments[number];
    out->first = segment->first;
    out->last = segment->last;
    status = nx_statement(store, NX_SQL_LIST_FIND, &find, err);
    if (status >= 0)
        status =
            nx_list_find_head(store, segment, spelling, kind, find, &head, err);
    if (status >= 0 && head.bytes != NULL) {
        nx_list list;

        out->byte_count = head.length;
        status = nx_list_open_head(&list, store, segment, head, err);
        if (status >= 0)
            status = look_into(store, &list, out, err);
        nx_list_finish(&list);
    }
    sqlite3_reset(find);
    return status;
}
