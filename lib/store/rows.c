#include "store/rows.h"

#include "base/memory.h"

#include <assert.h>
#include <string.h>

static const nx_row absent = {0, 0, NX_STATE_ABSENT, 0, NEWSIDX_NO_TIME};

void nx_rows_init(nx_row_table *table)
{
    memset(table, 0, sizeof *table);
}

void nx_rows_finish(nx_row_table *table)
{
    nx_free(table->rows);
    nx_free(table->dirty);
    nx_rows_init(table);
}

void nx_rows_forget(nx_row_table *table)
{
    nx_rows_clean(table);
    memset(&table->view, 0, sizeof table->view);
    table->view.rows = table->rows;
}

void nx_rows_clean(nx_row_table *table)
{
    size_t count = nx_rows_chunk_count(table);

    if (table->dirty != NULL && count > 0)
        memset(table->dirty, 0, count * sizeof *table->dirty);
}

size_t nx_rows_chunk_count(const nx_row_table *table)
{
    if (table->view.last_id == 0)
        return 0;
    return (size_t)table->view.last_id / NX_ROWS_PER_CHUNK + 1;
}

/* Room for all ids up to `last_id`; those that are new are absent. */
static newsidx_status reserve(nx_row_table *table, int64_t last_id,
                              newsidx_error *err)
{
    size_t had = table->view.last_id > 0 ? (size_t)table->view.last_id + 1 : 0;
    size_t chunks_had = nx_rows_chunk_count(table);
    size_t chunks = (size_t)last_id / NX_ROWS_PER_CHUNK + 1;
    void *rows = table->rows;
    void *dirty = table->dirty;

    if (last_id <= table->view.last_id)
        return NEWSIDX_OK;
    if (!nx_grow(&rows, &table->capacity, (size_t)last_id + 1,
                 sizeof *table->rows))
        return nx_fail_memory(err);
    table->rows = rows;
    table->view.rows = rows;
    if (!nx_grow(&dirty, &table->dirty_capacity, chunks, sizeof *table->dirty))
        return nx_fail_memory(err);
    table->dirty = dirty;
    for (size_t i = had; i <= (size_t)last_id; i++)
        table->rows[i] = absent;
    for (size_t i = chunks_had; i < chunks; i++)
        table->dirty[i] = false;
    table->view.last_id = last_id;
    return NEWSIDX_OK;
}

/* Take a row out of the sums, or put it in: `weight` is 1 or -1. */
static void count_row(nx_rows *view, const nx_row *row, bool added)
{
    uint64_t one = added ? 1 : UINT64_MAX;

    if (row->state == NX_STATE_ABSENT)
        return;
    view->version_count += one;
    view->total_length += one * row->length;
    if (row->state == NX_STATE_CURRENT)
        view->article_count += one;
}

static void replace_row(nx_row_table *table, size_t id, const nx_row *row)
{
    count_row(&table->view, &table->rows[id], false);
    table->rows[id] = *row;
    count_row(&table->view, row, true);
}

newsidx_status nx_rows_set(nx_row_table *table, int64_t id, const nx_row *row,
                           newsidx_error *err)
{
    newsidx_status status;

    assert(id > 0 && id <= table->view.last_id + 1);
    status = reserve(table, id, err);
    if (status < 0)
        return status;
    replace_row(table, (size_t)id, row);
    table->dirty[id / NX_ROWS_PER_CHUNK] = true;
    return NEWSIDX_OK;
}

void nx_rows_set_state(nx_row_table *table, int64_t id, nx_state state)
{
    nx_row row;

    assert(id > 0 && id <= table->view.last_id);
    row = table->rows[id];
    row.state = (uint8_t)state;
    replace_row(table, (size_t)id, &row);
    table->dirty[id / NX_ROWS_PER_CHUNK] = true;
}

static void put_little_endian(unsigned char *out, uint64_t value, size_t length)
{
    for (size_t i = 0; i < length; i++)
        out[i] = (unsigned char)(value >> (8 * i));
}

static uint64_t get_little_endian(const unsigned char *in, size_t length)
{
    uint64_t value = 0;

    for (size_t i = 0; i < length; i++)
        value |= (uint64_t)in[i] << (8 * i);
    return value;
}

void nx_rows_encode(const nx_row_table *table, size_t chunk, nx_buf *out)
{
    size_t id = chunk * NX_ROWS_PER_CHUNK;
    size_t end = id + NX_ROWS_PER_CHUNK;

    if (end > (size_t)table->view.last_id + 1)
        end = (size_t)table->view.last_id + 1;
    nx_buf_clear(out);
    for (; id < end; id++) {
        const nx_row *row = &table->rows[id];
        unsigned char bytes[NX_ROW_BYTES];

        put_little_endian(bytes, row->length, 4);
        put_little_endian(bytes + 4, row->lead, 2);
        bytes[6] = row->state;
        bytes[7] = row->reserved;
        put_little_endian(bytes + 8, (uint64_t)row->published_at, 8);
        nx_buf_add(out, bytes, sizeof bytes);
    }
}

newsidx_status nx_rows_decode(nx_row_table *table, int64_t chunk,
                              newsidx_text blob, newsidx_error *err)
{
    const unsigned char *in = (const unsigned char *)blob.bytes;
    size_t count = blob.length / NX_ROW_BYTES;
    size_t first;
    newsidx_status status;

    /* Chunks come in order, so a gap means that one is missing. */
    if (chunk < 0 || (size_t)chunk > nx_rows_chunk_count(table) ||
        blob.length % NX_ROW_BYTES != 0 || count > NX_ROWS_PER_CHUNK ||
        count == 0)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                       "row chunk %lld has %zu bytes or none before it",
                       (long long)chunk, blob.length);
    first = (size_t)chunk * NX_ROWS_PER_CHUNK;
    status = reserve(table, (int64_t)(first + count - 1), err);
    if (status < 0)
        return status;
    for (size_t i = 0; i < count; i++, in += NX_ROW_BYTES) {
        nx_row row;

        row.length = (uint32_t)get_little_endian(in, 4);
        row.lead = (uint16_t)get_little_endian(in + 4, 2);
        row.state = in[6];
        row.reserved = in[7];
        row.published_at = (int64_t)get_little_endian(in + 8, 8);
        if (row.state > NX_STATE_ABSENT ||
            (first + i == 0 && row.state != NX_STATE_ABSENT))
            return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                           "row %zu has the unknown state %d", first + i,
                           row.state);
        replace_row(table, first + i, &row);
    }
    return NEWSIDX_OK;
}
