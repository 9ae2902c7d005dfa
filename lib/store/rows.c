#include "store/rows.h"

#include "base/bytes.h"

#include <assert.h>
#include <string.h>

static void encode(const void *item, unsigned char *out)
{
    const nx_row *row = item;

    nx_put_little_endian(out, row->length, 4);
    nx_put_little_endian(out + 4, row->lead, 2);
    out[6] = row->kept_state;
    out[7] = 0;
    nx_put_little_endian(out + 8, (uint64_t)row->published_at, 8);
}

static const nx_row absent = {0, 0, NX_STATE_ABSENT, NX_STATE_ABSENT,
                              NEWSIDX_NO_TIME};

static const nx_chunk_format format = {
    .name = "row",
    .ids_per_chunk = NX_ROWS_PER_CHUNK,
    .item_length = sizeof(nx_row),
    .stored_length = NX_ROW_BYTES,
    .absent = &absent,
    .encode = encode,
};

void nx_rows_init(nx_row_table *table)
{
    memset(table, 0, sizeof *table);
    nx_chunks_init(&table->chunks, &format);
}

void nx_rows_finish(nx_row_table *table)
{
    nx_chunks_finish(&table->chunks);
    nx_rows_init(table);
}

void nx_rows_forget(nx_row_table *table)
{
    nx_chunks_forget(&table->chunks);
    memset(&table->view, 0, sizeof table->view);
    table->embargoes_changed = false;
}

static nx_row *row_at(nx_row_table *table, size_t id)
{
    return (nx_row *)table->chunks.items + id;
}

/* Show what the chunks have come to. */
static void look(nx_row_table *table)
{
    table->view.rows = table->chunks.items;
    table->view.last_id = table->chunks.last_id;
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
    count_row(&table->view, row_at(table, id), false);
    *row_at(table, id) = *row;
    count_row(&table->view, row, true);
}

newsidx_status nx_rows_set(nx_row_table *table, int64_t id, const nx_row *row,
                           newsidx_error *err)
{
    newsidx_status status;

    assert(id > 0 && id <= table->view.last_id + 1);
    status = nx_chunks_reserve(&table->chunks, id, err);
    look(table);
    if (status < 0)
        return status;
    replace_row(table, (size_t)id, row);
    nx_chunks_touch(&table->chunks, id);
    return NEWSIDX_OK;
}

void nx_rows_set_state(nx_row_table *table, int64_t id, nx_state state)
{
    nx_row row;

    assert(id > 0 && id <= table->view.last_id);
    row = *row_at(table, (size_t)id);
    row.state = (uint8_t)state;
    row.kept_state = (uint8_t)state;
    replace_row(table, (size_t)id, &row);
    nx_chunks_touch(&table->chunks, id);
}

void nx_rows_show(nx_row_table *table, int64_t id, nx_state state)
{
    nx_row row;

    if (id < 1 || id > table->view.last_id)
        return;
    row = *row_at(table, (size_t)id);
    if (row.kept_state != NX_STATE_EMBARGOED)
        return;
    row.state = (uint8_t)state;
    replace_row(table, (size_t)id, &row);
}

newsidx_status nx_rows_decode(nx_row_table *table, int64_t chunk,
                              newsidx_text blob, newsidx_error *err)
{
    const unsigned char *in = (const unsigned char *)blob.bytes;
    size_t first = 0;
    size_t count = 0;
    newsidx_status status =
        nx_chunks_take(&table->chunks, chunk, blob.length, &first, &count, err);

    look(table);
    if (status < 0)
        return status;
    for (size_t i = 0; i < count; i++, in += NX_ROW_BYTES) {
        const uint64_t half = nx_bytes_load64(in);
        nx_row row;

        row.length = (uint32_t)half;
        row.lead = (uint16_t)(half >> 32);
        row.state = in[6];
        row.kept_state = in[6];
        row.published_at = (int64_t)nx_bytes_load64(in + 8);
        if (row.state > NX_STATE_ABSENT ||
            (first + i == 0 && row.state != NX_STATE_ABSENT))
            return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                           "row %zu has the unknown state %d", first + i,
                           row.state);
        if (row.kept_state == NX_STATE_EMBARGOED ||
            row_at(table, first + i)->kept_state == NX_STATE_EMBARGOED)
            table->embargoes_changed = true;
        replace_row(table, first + i, &row);
    }
    return NEWSIDX_OK;
}
