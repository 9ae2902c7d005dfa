/*
 * Rows in the pages of a b-tree, by https://sqlite.org/fileformat2.html. Any
 * bytes will do: what can't be a row is none.
 */
#ifndef NX_DISK_RAW_CELLS_H
#define NX_DISK_RAW_CELLS_H

#include "base/arena.h"
#include "disk/raw_pages.h"

typedef enum nx_raw_kind {
    NX_RAW_TABLE_INNER = 5,
    NX_RAW_TABLE_LEAF = 13,
    NX_RAW_INDEX_INNER = 2,
    NX_RAW_INDEX_LEAF = 10,
    NX_RAW_OTHER = 0
} nx_raw_kind;

/* What a page of a b-tree says of itself; page 1 begins with the file's header.
 * `cell_count` is 0 where it can't be. */
typedef struct nx_raw_header {
    nx_raw_kind kind;
    uint32_t cell_count;
    uint32_t first;      /* where the cells' offsets are */
    uint32_t last_child; /* of inner pages */
} nx_raw_header;

nx_raw_header nx_raw_header_of(const unsigned char *page, uint32_t number);

/* Where cell `index`, below cell_count, begins. */
uint32_t nx_raw_offset(const unsigned char *page, const nx_raw_header *header,
                       uint32_t index);

typedef struct nx_raw_cell {
    int64_t rowid;              /* of tables */
    uint32_t child;             /* of inner pages */
    uint64_t length;            /* of the row */
    const unsigned char *local; /* as much as is in the page; borrowed */
    size_t local_length;
    uint32_t overflow; /* the page where it goes on, or 0 */
} nx_raw_cell;

/* The cell at `offset` of a page of that kind. False if there can't be one. */
bool nx_raw_cell_at(const unsigned char *page, nx_raw_kind kind,
                    uint32_t offset, nx_raw_cell *out);

/* More columns than a row of any of our tables has. */
#define NX_RAW_COLUMNS 32

typedef enum nx_raw_type {
    NX_RAW_NULL,
    NX_RAW_INTEGER,
    NX_RAW_REAL,
    NX_RAW_BLOB,
    NX_RAW_TEXT
} nx_raw_type;

typedef struct nx_raw_column {
    nx_raw_type type;
    uint64_t start; /* of the row's bytes */
    uint64_t length;
} nx_raw_column;

typedef struct nx_raw_row {
    size_t count;
    nx_raw_column columns[NX_RAW_COLUMNS];
    newsidx_text bytes; /* nx_raw_row_read() sets it */
} nx_raw_row;

/* The shape of a row, which its beginning tells. False if there can't be one
 * of that length. */
bool nx_raw_row_look(const nx_raw_cell *cell, nx_raw_row *out);

/* All its bytes, into `arena`. NEWSIDX_NOT_FOUND if a page of it is not there;
 * NEWSIDX_ERR_MEMORY without a message. */
newsidx_status nx_raw_row_read(nx_raw_pages *pages, const nx_raw_cell *cell,
                               nx_arena *arena, nx_raw_row *row);

/* A text or blob of a row that was read, borrowed; {NULL, 0} for NULL. */
newsidx_text nx_raw_text(const nx_raw_row *row, size_t column);

/* A whole number; `otherwise` for what is none. */
int64_t nx_raw_integer(const nx_raw_row *row, size_t column, int64_t otherwise);

#endif
