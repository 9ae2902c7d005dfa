#include "disk/raw_cells.h"

#include <assert.h>
#include <string.h>

#define FILE_HEADER_BYTES 100

/* So much of a row is in its page, or some more than LEAST if it runs over. */
#define MOST_OF_TABLES (NX_RAW_PAGE_BYTES - 35)
#define MOST_OF_INDEXES ((NX_RAW_PAGE_BYTES - 12) * 64 / 255 - 23)
#define LEAST ((NX_RAW_PAGE_BYTES - 12) * 32 / 255 - 23)

/* As connection.c has it. */
#define MOST_ROW_BYTES ((uint64_t)256 * 1024 * 1024)

/* SQLite's own numbers of variable length: the highest bits first, eight bits
 * in the ninth byte. The bytes taken, or 0 behind the end. */
static size_t read_varint(const unsigned char *in, size_t length, uint64_t *out)
{
    uint64_t number = 0;

    for (size_t i = 0; i < 9 && i < length; i++) {
        if (i == 8) {
            *out = number << 8 | in[i];
            return 9;
        }
        number = number << 7 | (in[i] & 0x7f);
        if (in[i] < 0x80) {
            *out = number;
            return i + 1;
        }
    }
    return 0;
}

nx_raw_header nx_raw_header_of(const unsigned char *page, uint32_t number)
{
    const uint32_t start = number == 1 ? FILE_HEADER_BYTES : 0;
    const unsigned char *at = page + start;
    nx_raw_header header = {NX_RAW_OTHER, 0, 0, 0};
    bool is_inner;

    if (at[0] != NX_RAW_TABLE_INNER && at[0] != NX_RAW_TABLE_LEAF &&
        at[0] != NX_RAW_INDEX_INNER && at[0] != NX_RAW_INDEX_LEAF)
        return header;
    header.kind = (nx_raw_kind)at[0];
    is_inner = at[0] == NX_RAW_TABLE_INNER || at[0] == NX_RAW_INDEX_INNER;
    header.first = start + (is_inner ? 12 : 8);
    header.cell_count = nx_raw_number(at + 3, 2);
    if (header.first + 2 * header.cell_count > NX_RAW_PAGE_BYTES)
        header.cell_count = 0;
    if (is_inner)
        header.last_child = nx_raw_number(at + 8, 4);
    return header;
}

uint32_t nx_raw_offset(const unsigned char *page, const nx_raw_header *header,
                       uint32_t index)
{
    assert(index < header->cell_count);
    return nx_raw_number(page + header->first + 2 * (size_t)index, 2);
}

/* How much of `length` bytes is in the page. */
static size_t local_length(nx_raw_kind kind, uint64_t length)
{
    const uint64_t most =
        kind == NX_RAW_TABLE_LEAF ? MOST_OF_TABLES : MOST_OF_INDEXES;
    uint64_t kept;

    if (length <= most)
        return (size_t)length;
    kept = LEAST + (length - LEAST) % (NX_RAW_PAGE_BYTES - 4);
    return (size_t)(kept <= most ? kept : LEAST);
}

bool nx_raw_cell_at(const unsigned char *page, nx_raw_kind kind,
                    uint32_t offset, nx_raw_cell *out)
{
    const bool is_inner =
        kind == NX_RAW_TABLE_INNER || kind == NX_RAW_INDEX_INNER;
    const bool is_table =
        kind == NX_RAW_TABLE_INNER || kind == NX_RAW_TABLE_LEAF;
    size_t at = offset;
    uint64_t rowid = 0;
    size_t step;

    *out = (nx_raw_cell){.rowid = 0};
    if (at + (is_inner ? 4 : 0) >= NX_RAW_PAGE_BYTES)
        return false;
    if (is_inner) {
        out->child = nx_raw_number(page + at, 4);
        at += 4;
    }
    if (kind != NX_RAW_TABLE_INNER) {
        step = read_varint(page + at, NX_RAW_PAGE_BYTES - at, &out->length);
        if (step == 0 || out->length == 0 || out->length > MOST_ROW_BYTES)
            return false;
        at += step;
    }
    if (is_table) {
        step = read_varint(page + at, NX_RAW_PAGE_BYTES - at, &rowid);
        if (step == 0)
            return false;
        out->rowid = (int64_t)rowid;
        at += step;
    }
    out->local = page + at;
    out->local_length = local_length(kind, out->length);
    at += out->local_length;
    if (out->local_length == out->length)
        return at <= NX_RAW_PAGE_BYTES;
    if (at + 4 > NX_RAW_PAGE_BYTES)
        return false;
    out->overflow = nx_raw_number(page + at, 4);
    return true;
}

/* ------------------------------------------------------------- rows ----- */

static bool type_of(uint64_t serial, nx_raw_column *out)
{
    static const unsigned char lengths[] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};

    if (serial >= 12) {
        out->type = serial % 2 == 0 ? NX_RAW_BLOB : NX_RAW_TEXT;
        out->length = (serial - 12) / 2;
        return true;
    }
    if (serial >= sizeof lengths)
        return false;
    out->type = serial == 0   ? NX_RAW_NULL
                : serial == 7 ? NX_RAW_REAL
                              : NX_RAW_INTEGER;
    out->length = lengths[serial];
    /* 0 and 1 have no bytes: their number is in the place of the start. */
    out->start = serial == 9;
    return true;
}

bool nx_raw_row_look(const nx_raw_cell *cell, nx_raw_row *out)
{
    uint64_t header_length = 0;
    uint64_t end;
    size_t at;

    out->count = 0;
    out->bytes = (newsidx_text){NULL, 0};
    at = read_varint(cell->local, cell->local_length, &header_length);
    if (at == 0 || header_length > cell->local_length || header_length <= at)
        return false;
    end = header_length;
    while (at < header_length) {
        nx_raw_column *column = &out->columns[out->count];
        uint64_t serial = 0;
        const size_t step =
            read_varint(cell->local + at, (size_t)header_length - at, &serial);

        if (step == 0 || out->count == NX_RAW_COLUMNS ||
            !type_of(serial, column))
            return false;
        if (column->length > 0 || column->type != NX_RAW_INTEGER)
            column->start = end;
        if (column->length > cell->length - end)
            return false;
        end += column->length;
        at += step;
        out->count++;
    }
    return end == cell->length;
}

newsidx_status nx_raw_row_read(nx_raw_pages *pages, const nx_raw_cell *cell,
                               nx_arena *arena, nx_raw_row *row)
{
    unsigned char page[NX_RAW_PAGE_BYTES];
    uint32_t next = cell->overflow;
    size_t done = cell->local_length;
    char *bytes;

    if (cell->length > (uint64_t)pages->count * NX_RAW_PAGE_BYTES)
        return NEWSIDX_NOT_FOUND;
    bytes = nx_arena_alloc(arena, (size_t)cell->length + 1);
    if (bytes == NULL)
        return NEWSIDX_ERR_MEMORY;
    memcpy(bytes, cell->local, done);
    while (done < cell->length) {
        size_t step = (size_t)cell->length - done;

        if (step > NX_RAW_PAGE_BYTES - 4)
            step = NX_RAW_PAGE_BYTES - 4;
        if (!nx_raw_pages_read(pages, next, page))
            return NEWSIDX_NOT_FOUND;
        next = nx_raw_number(page, 4);
        memcpy(bytes + done, page + 4, step);
        done += step;
    }
    row->bytes = (newsidx_text){bytes, (size_t)cell->length};
    return NEWSIDX_OK;
}

newsidx_text nx_raw_text(const nx_raw_row *row, size_t column)
{
    const nx_raw_column *at = &row->columns[column];

    if (column >= row->count ||
        (at->type != NX_RAW_TEXT && at->type != NX_RAW_BLOB))
        return (newsidx_text){NULL, 0};
    return (newsidx_text){row->bytes.bytes + at->start, (size_t)at->length};
}

int64_t nx_raw_integer(const nx_raw_row *row, size_t column, int64_t otherwise)
{
    const nx_raw_column *at = &row->columns[column];
    const unsigned char *bytes =
        (const unsigned char *)row->bytes.bytes + at->start;
    uint64_t number;

    if (column >= row->count || at->type != NX_RAW_INTEGER)
        return otherwise;
    if (at->length == 0)
        return (int64_t)at->start;
    number = bytes[0] < 0x80 ? 0 : UINT64_MAX;
    for (size_t i = 0; i < at->length; i++)
        number = number << 8 | bytes[i];
    return (int64_t)number;
}
