#include "store/salvage_parts.h"

#include "base/memory.h"
#include "base/str.h"
#include "store/internal.h"

#include <string.h>

/* Where the file's header has the first page of the list of free ones. */
#define HEADER_FREE 32
#define HEADER_APPLICATION_ID 68

/* Pages from a root to a leaf: a tree of 16 KiB pages has four levels of
 * billions of rows. */
#define MOST_LEVELS 20

/* A table or an index each: schema.c has them, and FTS5's own. */
#define MOST_ROOTS 32

/* ------------------------------------------------------------- trees ---- */

/* Where a tree is being gone through, from the root down. */
typedef struct climb {
    uint32_t pages[MOST_LEVELS];
    uint32_t children[MOST_LEVELS]; /* the next one to go to */
    size_t depth;
} climb;

/* Note who has the page. False if somebody has it already or it isn't one of a
 * table: then this is no tree any more. */
static bool claim(nx_salvage *salvage, uint32_t number, unsigned char owner,
                  nx_raw_header *out)
{
    if (number == 0 || number > salvage->pages.count ||
        salvage->owners[number] != NX_OWNER_UNKNOWN ||
        !nx_salvage_turn_to(salvage, number))
        return false;
    *out = nx_raw_header_of(salvage->page, number);
    if (out->kind != NX_RAW_TABLE_LEAF && out->kind != NX_RAW_TABLE_INNER)
        return false;
    salvage->owners[number] = owner;
    return true;
}

/* Child `index` of an inner page; the last stands in its header. */
static uint32_t child_of(const nx_salvage *salvage, const nx_raw_header *header,
                         uint32_t index)
{
    nx_raw_cell cell;

    if (index == header->cell_count)
        return header->last_child;
    return nx_raw_cell_at(salvage->page, header->kind,
                          nx_raw_offset(salvage->page, header, index), &cell)
               ? cell.child
               : 0;
}

/* Give all pages of a table an owner. False if some could not be reached. */
static bool walk(nx_salvage *salvage, uint32_t root, unsigned char owner)
{
    climb at = {.depth = 0};
    uint32_t number = root;
    bool is_whole = true;

    for (;;) {
        nx_raw_header header;

        if (!claim(salvage, number, owner, &header)) {
            is_whole = false;
        } else if (header.kind == NX_RAW_TABLE_INNER) {
            if (at.depth == MOST_LEVELS)
                return false;
            at.pages[at.depth] = number;
            at.children[at.depth++] = 0;
        }
        while (at.depth > 0) {
            const uint32_t page = at.pages[at.depth - 1];

            if (!nx_salvage_turn_to(salvage, page))
                return false;
            header = nx_raw_header_of(salvage->page, page);
            if (at.children[at.depth - 1] <= header.cell_count)
                break;
            at.depth--;
        }
        if (at.depth == 0)
            return is_whole;
        number = child_of(salvage, &header, at.children[at.depth - 1]++);
    }
}

/* ------------------------------------------------------------ owners ---- */

static void mark_free(nx_salvage *salvage, uint32_t number)
{
    if (number > 0 && number <= salvage->pages.count)
        salvage->owners[number] = NX_OWNER_FREE;
}

/* Pages of the list name the next one, and as many others. */
static void mark_all_free(nx_salvage *salvage, uint32_t first)
{
    uint32_t number = first;

    while (number > 0 && number <= salvage->pages.count &&
           salvage->owners[number] != NX_OWNER_FREE) {
        uint32_t count;

        mark_free(salvage, number);
        if (!nx_salvage_turn_to(salvage, number))
            return;
        count = nx_raw_number(salvage->page + 4, 4);
        if (count > NX_RAW_PAGE_BYTES / 4 - 2)
            return;
        for (uint32_t i = 0; i < count; i++)
            mark_free(salvage,
                      nx_raw_number(salvage->page + 8 + 4 * (size_t)i, 4));
        number = nx_raw_number(salvage->page, 4);
    }
}

/* The root of a table as the schema on page 1 has it, or 0. */
static newsidx_status find_root(nx_salvage *salvage, const char *table,
                                uint32_t *out_root, newsidx_error *err)
{
    nx_raw_header header;

    *out_root = 0;
    if (!nx_salvage_turn_to(salvage, 1))
        return NEWSIDX_OK;
    header = nx_raw_header_of(salvage->page, 1);
    if (header.kind != NX_RAW_TABLE_LEAF)
        return NEWSIDX_OK;
    for (uint32_t i = 0; i < header.cell_count && *out_root == 0; i++) {
        int64_t id = 0;
        nx_raw_row row;
        const newsidx_status status = nx_salvage_row(
            salvage, header.kind, 1, nx_raw_offset(salvage->page, &header, i),
            &salvage->arena, &id, &row, err);

        if (status < 0)
            return status;
        /* type, name, table, root, statement */
        if (status == NEWSIDX_OK && row.count == 5 &&
            nx_str_equal(nx_raw_text(&row, 1), nx_str(table)))
            *out_root = (uint32_t)nx_raw_integer(&row, 3, 0);
    }
    return NEWSIDX_OK;
}

/* Is that the root of the rows? Row 0 is of no article, and says so. */
static newsidx_status has_first_chunk(nx_salvage *salvage, uint32_t root,
                                      bool *out_has, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_NOT_FOUND;
    uint32_t number = root;
    nx_raw_header header = {.kind = NX_RAW_TABLE_INNER};
    newsidx_text blob = {NULL, 0};
    int64_t chunk = 1;
    nx_raw_row row;

    *out_has = false;
    for (size_t i = 0; i < MOST_LEVELS && header.kind == NX_RAW_TABLE_INNER;
         i++) {
        if (!nx_salvage_turn_to(salvage, number))
            return NEWSIDX_OK;
        header = nx_raw_header_of(salvage->page, number);
        if (header.kind == NX_RAW_TABLE_INNER)
            number = child_of(salvage, &header, 0);
    }
    if (header.kind == NX_RAW_TABLE_LEAF && header.cell_count > 0)
        status = nx_salvage_row(salvage, header.kind, number,
                                nx_raw_offset(salvage->page, &header, 0),
                                &salvage->arena, &chunk, &row, err);
    if (status == NEWSIDX_OK && row.count == 3)
        blob = nx_raw_text(&row, 2);
    *out_has = chunk == 0 && blob.length >= NX_ROW_BYTES &&
               blob.bytes[6] == NX_STATE_ABSENT;
    return status < 0 ? status : NEWSIDX_OK;
}

/* Roots are made before there is anything else in the file, so they are among
 * its first pages, with or without a schema that names them. */
static newsidx_status guess_root(nx_salvage *salvage, uint32_t *out_root,
                                 newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    *out_root = 0;
    for (uint32_t i = 2; i <= MOST_ROOTS && *out_root == 0 && status >= 0;
         i++) {
        bool has_chunk = false;

        if (i <= salvage->pages.count)
            status = has_first_chunk(salvage, i, &has_chunk, err);
        if (has_chunk)
            *out_root = i;
    }
    return status;
}

newsidx_status nx_salvage_find_owners(nx_salvage *salvage, newsidx_error *err)
{
    uint32_t hidden = 0;
    uint32_t rows = 0;
    newsidx_status status;

    if (nx_salvage_turn_to(salvage, 1)) {
        salvage->is_ours = nx_raw_number(salvage->page + HEADER_APPLICATION_ID,
                                         4) == NX_APPLICATION_ID;
        mark_all_free(salvage, nx_raw_number(salvage->page + HEADER_FREE, 4));
    }
    status = find_root(salvage, "hidden", &hidden, err);
    if (status >= 0)
        status = find_root(salvage, "row_chunk", &rows, err);
    if (status >= 0 && rows == 0)
        status = guess_root(salvage, &rows, err);
    nx_arena_reset(&salvage->arena);
    if (status < 0)
        return status;
    salvage->has_all_hidden = walk(salvage, hidden, NX_OWNER_HIDDEN);
    (void)walk(salvage, rows, NX_OWNER_ROWS);
    return NEWSIDX_OK;
}

/* ------------------------------------------------------------ states ---- */

/* What a chunk says of its ids. It can't be of any id: the file would have to
 * be long enough for the chunks before it. */
static newsidx_status take_chunk(nx_salvage *salvage, int64_t chunk,
                                 newsidx_text blob, newsidx_error *err)
{
    const size_t count = blob.length / NX_ROW_BYTES;
    const int64_t first = chunk * NX_ROWS_PER_CHUNK;
    unsigned char *states;

    if (chunk < 0 || count == 0 || count > NX_ROWS_PER_CHUNK ||
        chunk > (int64_t)salvage->pages.count)
        return NEWSIDX_OK;
    if (first + (int64_t)count - 1 > salvage->last_state) {
        const size_t had =
            salvage->states == NULL ? 0 : (size_t)salvage->last_state + 1;
        const size_t length = (size_t)first + count;

        states = nx_realloc(salvage->states, length);
        if (states == NULL)
            return nx_fail_memory(err);
        memset(states + had, NX_STATE_ABSENT, length - had);
        salvage->states = states;
        salvage->last_state = (int64_t)length - 1;
    }
    salvage->chunk_count++;
    states = salvage->states + first;
    for (size_t i = 0; i < count; i++) {
        const unsigned char state =
            (unsigned char)blob.bytes[NX_ROW_BYTES * i + 6];

        if (state <= NX_STATE_ABSENT)
            states[i] = state;
    }
    return NEWSIDX_OK;
}

static newsidx_status take_chunks(nx_salvage *salvage, uint32_t number,
                                  newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    nx_raw_header header;

    if (!nx_salvage_turn_to(salvage, number))
        return NEWSIDX_OK;
    header = nx_raw_header_of(salvage->page, number);
    if (header.kind != NX_RAW_TABLE_LEAF)
        return NEWSIDX_OK;
    for (uint32_t i = 0; i < header.cell_count && status >= 0; i++) {
        int64_t id = 0;
        nx_raw_row row;

        nx_arena_reset(&salvage->arena);
        status = nx_salvage_row(salvage, header.kind, number,
                                nx_raw_offset(salvage->page, &header, i),
                                &salvage->arena, &id, &row, err);
        if (status == NEWSIDX_OK && row.count == 3)
            status = take_chunk(salvage, id, nx_raw_text(&row, 2), err);
    }
    return status;
}

newsidx_status nx_salvage_read_states(nx_salvage *salvage, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    for (uint32_t i = 1; i <= salvage->pages.count && status >= 0; i++)
        if (salvage->owners[i] == NX_OWNER_ROWS)
            status = take_chunks(salvage, i, err);
    return status < 0 ? status : NEWSIDX_OK;
}
