#include "store/salvage_parts.h"

#include "base/bytes.h"
#include "base/hash.h"
#include "base/leb128.h"
#include "base/memory.h"
#include "base/str.h"
#include "store/columns.h"
#include "store/internal.h"

#include <stdlib.h>
#include <string.h>

/* Length and id before a row, as SQLite writes numbers: one byte at least. */
#define LEAST_BEFORE 2
#define MOST_BEFORE 14

/* The beginning of a version's row says how long it is: a byte for itself and
 * one for each column, and more for long texts. */
#define MOST_HEADER 100

/* Pages between two calls of the progress function. */
#define STEP_PAGES 256

/* ---------------------------------------------------------- articles ---- */

static bool is_one_of(const nx_raw_row *row, size_t first, size_t end,
                      nx_raw_type type, bool may_be_null)
{
    for (size_t i = first; i < end; i++)
        if (row->columns[i].type != type &&
            !(may_be_null && row->columns[i].type == NX_RAW_NULL))
            return false;
    return true;
}

bool nx_salvage_is_article(const nx_raw_row *row)
{
    const nx_raw_type body = row->columns[NX_ARTICLE_BODY].type;

    return row->count == NX_ARTICLE_COLUMNS &&
           row->columns[NX_ARTICLE_ID].type == NX_RAW_NULL &&
           is_one_of(row, NX_ARTICLE_KEY, NX_ARTICLE_VERSION, NX_RAW_TEXT,
                     false) &&
           row->columns[NX_ARTICLE_KEY].length > 0 &&
           is_one_of(row, NX_ARTICLE_VERSION, NX_ARTICLE_PUBLISHED,
                     NX_RAW_INTEGER, false) &&
           is_one_of(row, NX_ARTICLE_PUBLISHED, NX_ARTICLE_INGESTED,
                     NX_RAW_INTEGER, true) &&
           is_one_of(row, NX_ARTICLE_INGESTED, NX_ARTICLE_EDITION,
                     NX_RAW_INTEGER, false) &&
           is_one_of(row, NX_ARTICLE_EDITION, NX_ARTICLE_LANGUAGE,
                     NX_RAW_INTEGER, true) &&
           is_one_of(row, NX_ARTICLE_LANGUAGE, NX_ARTICLE_BOUNDARIES,
                     NX_RAW_TEXT, true) &&
           is_one_of(row, NX_ARTICLE_BOUNDARIES, NX_ARTICLE_EXTRA, NX_RAW_BLOB,
                     true) &&
           is_one_of(row, NX_ARTICLE_EXTRA, NX_ARTICLE_BODY, NX_RAW_TEXT,
                     true) &&
           (body == NX_RAW_TEXT || body == NX_RAW_BLOB || body == NX_RAW_NULL);
}

/* Boundaries are as many numbers as they say. What follows them is a checksum;
 * where they are damaged it is taken for one. */
static void cut_checksum(nx_stored *stored)
{
    newsidx_text *text = &stored->boundaries;
    nx_bytes in = nx_bytes_of(*text);

    (void)nx_leb128_get(&in);
    for (size_t i = 0; i < 3 && !in.is_bad; i++) {
        const uint64_t count = nx_leb128_get_to(&in, nx_bytes_left(&in));

        for (uint64_t j = 0; j < count && !in.is_bad; j++)
            (void)nx_leb128_get(&in);
    }
    if ((!in.is_bad && nx_bytes_left(&in) == 0) ||
        text->length < NX_CHECKSUM_BYTES)
        return;
    text->length -= NX_CHECKSUM_BYTES;
    stored->checksum = nx_bytes_load64(text->bytes + text->length);
    stored->has_checksum = true;
}

void nx_salvage_decode(const nx_raw_row *row, int64_t id, nx_stored *out)
{
    newsidx_article *article = &out->article;
    newsidx_text *texts[NX_ARTICLE_TEXTS];

    memset(out, 0, sizeof *out);
    nx_article_texts(out, texts);
    article->size = sizeof *article;
    out->id = id;
    article->key = nx_raw_text(row, NX_ARTICLE_KEY);
    out->version = (uint32_t)nx_raw_integer(row, NX_ARTICLE_VERSION, 0);
    article->published_at =
        nx_raw_integer(row, NX_ARTICLE_PUBLISHED, NEWSIDX_NO_TIME);
    article->updated_at =
        nx_raw_integer(row, NX_ARTICLE_UPDATED, NEWSIDX_NO_TIME);
    article->embargoed_until =
        nx_raw_integer(row, NX_ARTICLE_EMBARGO, NEWSIDX_NO_TIME);
    out->ingested_at = nx_raw_integer(row, NX_ARTICLE_INGESTED, 0);
    out->content_hash = (uint64_t)nx_raw_integer(row, NX_ARTICLE_HASH, 0);
    article->edition = (uint32_t)nx_raw_integer(row, NX_ARTICLE_EDITION, 0);
    article->urgency = (uint32_t)nx_raw_integer(row, NX_ARTICLE_URGENCY, 0);
    article->usage = (newsidx_usage)nx_raw_integer(row, NX_ARTICLE_USAGE, 0);
    for (size_t i = 0; i < NX_ARTICLE_TEXTS; i++)
        *texts[i] = nx_raw_text(row, NX_ARTICLE_FIRST_TEXT + i);
    cut_checksum(out);
    if (row->columns[NX_ARTICLE_BODY].type == NX_RAW_TEXT)
        article->body = nx_raw_text(row, NX_ARTICLE_BODY);
}

static newsidx_status add_find(nx_salvage *salvage, const nx_find *find,
                               newsidx_error *err)
{
    if (!nx_grow((void **)&salvage->finds, &salvage->find_capacity,
                 salvage->find_count + 1, sizeof *salvage->finds))
        return nx_fail_memory(err);
    salvage->finds[salvage->find_count++] = *find;
    return NEWSIDX_OK;
}

/* Note a row of that shape; one that was only searched for has to be proven. */
static newsidx_status take_article(nx_salvage *salvage, const nx_raw_cell *cell,
                                   nx_raw_row *row, uint32_t offset,
                                   bool is_searched, bool *out_is_proven,
                                   newsidx_error *err)
{
    const bool is_free = salvage->owners[salvage->page_number] == NX_OWNER_FREE;
    nx_find find = {cell->rowid, salvage->page_number, (uint16_t)offset,
                    is_free ? NX_FIND_OLD : NX_FIND_DAMAGED};
    const uint64_t pages = cell->length / NX_RAW_PAGE_BYTES;
    newsidx_status status = NEWSIDX_NOT_FOUND;
    nx_stored stored;

    *out_is_proven = false;
    if (pages <= salvage->pages_left) {
        status = nx_raw_row_read(&salvage->pages, cell, &salvage->arena, row);
        salvage->pages_left -= pages;
    }
    if (status == NEWSIDX_ERR_MEMORY)
        return nx_fail_memory(err);
    if (status == NEWSIDX_OK) {
        nx_salvage_decode(row, cell->rowid, &stored);
        *out_is_proven = cell->rowid > 0 && stored.has_checksum &&
                         nx_write_checksum(&stored) == stored.checksum;
    }
    if (*out_is_proven)
        find.rank = NX_FIND_PROVEN;
    salvage->is_ours = salvage->is_ours || *out_is_proven;
    if (is_searched && !*out_is_proven)
        return NEWSIDX_OK;
    return add_find(salvage, &find, err);
}

/* -------------------------------------------------------- other rows ---- */

static newsidx_status take_dictionary(nx_salvage *salvage, newsidx_text bytes,
                                      newsidx_error *err)
{
    nx_dictionary *dictionary = NULL;
    newsidx_status status;

    if (salvage->dictionary_count == NX_SALVAGE_DICTIONARIES)
        return NEWSIDX_OK;
    status = nx_dictionary_new(bytes, &dictionary);
    if (status == NEWSIDX_ERR_MEMORY)
        return nx_fail_memory(err);
    if (status == NEWSIDX_OK)
        salvage->dictionaries[salvage->dictionary_count++] = dictionary;
    return NEWSIDX_OK;
}

static newsidx_status take_key(nx_salvage *salvage, const nx_raw_row *row,
                               uint32_t offset, newsidx_error *err)
{
    const newsidx_text key = nx_raw_text(row, 0);

    if (!nx_grow((void **)&salvage->keys, &salvage->key_capacity,
                 salvage->key_count + 1, sizeof *salvage->keys))
        return nx_fail_memory(err);
    salvage->keys[salvage->key_count++] =
        (nx_key_line){nx_hash64(key.bytes, key.length, 0),
                      nx_raw_integer(row, 1, 0),
                      nx_raw_integer(row, 2, 0),
                      salvage->page_number,
                      (uint16_t)offset,
                      false};
    return NEWSIDX_OK;
}

static newsidx_status take_hidden(nx_salvage *salvage, int64_t id,
                                  const nx_raw_row *row, newsidx_error *err)
{
    const int64_t state = nx_raw_integer(row, 1, NX_STATE_ABSENT);

    if (state <= NX_STATE_CURRENT || state >= NX_STATE_ABSENT)
        return NEWSIDX_OK;
    if (!nx_grow((void **)&salvage->hidden, &salvage->hidden_capacity,
                 salvage->hidden_count + 1, sizeof *salvage->hidden))
        return nx_fail_memory(err);
    salvage->hidden[salvage->hidden_count++] = (nx_hidden_line){id, state};
    return NEWSIDX_OK;
}

static void take_language(nx_salvage *salvage, newsidx_text language)
{
    if (language.length == 0 || language.length >= sizeof salvage->language)
        return;
    memcpy(salvage->language, language.bytes, language.length);
    salvage->language[language.length] = '\0';
}

static bool is_shape(const nx_raw_row *row, size_t count, nx_raw_type first,
                     nx_raw_type second)
{
    return row->count == count && row->columns[0].type == first &&
           row->columns[1].type == second;
}

/* A row of a table without rowids, or of an index: its shape says of which. */
static newsidx_status take_entry(nx_salvage *salvage, const nx_raw_row *row,
                                 uint32_t offset, newsidx_error *err)
{
    const newsidx_text name = nx_raw_text(row, 0);

    if (is_shape(row, 3, NX_RAW_TEXT, NX_RAW_INTEGER) &&
        row->columns[2].type == NX_RAW_INTEGER)
        return take_key(salvage, row, offset, err);
    if (is_shape(row, 2, NX_RAW_TEXT, NX_RAW_BLOB) &&
        nx_str_equal(name, nx_str("dictionary")))
        return take_dictionary(salvage, nx_raw_text(row, 1), err);
    if (is_shape(row, 2, NX_RAW_TEXT, NX_RAW_TEXT) &&
        nx_str_equal(name, nx_str("default_language")))
        take_language(salvage, nx_raw_text(row, 1));
    return NEWSIDX_OK;
}

/* There are many blobs, and dictionaries begin as RFC 8878 says. */
static bool may_be_dictionary(const nx_raw_cell *cell,
                              const nx_raw_column *column)
{
    static const unsigned char magic[] = {0x37, 0xA4, 0x30, 0xEC};

    return column->start + sizeof magic <= cell->local_length &&
           memcmp(cell->local + column->start, magic, sizeof magic) == 0;
}

/* A row of a table that is not an article. */
static newsidx_status take_row(nx_salvage *salvage, const nx_raw_cell *cell,
                               nx_raw_row *row, newsidx_error *err)
{
    const bool is_dictionary = is_shape(row, 2, NX_RAW_NULL, NX_RAW_BLOB) &&
                               may_be_dictionary(cell, &row->columns[1]);
    const bool is_hidden = is_shape(row, 4, NX_RAW_NULL, NX_RAW_INTEGER);
    newsidx_status status;

    if (!is_dictionary && !is_hidden)
        return NEWSIDX_OK;
    status = nx_raw_row_read(&salvage->pages, cell, &salvage->arena, row);
    if (status == NEWSIDX_ERR_MEMORY)
        return nx_fail_memory(err);
    if (status != NEWSIDX_OK)
        return NEWSIDX_OK;
    return is_hidden ? take_hidden(salvage, cell->rowid, row, err)
                     : take_dictionary(salvage, nx_raw_text(row, 1), err);
}

/* ------------------------------------------------------------- pages ---- */

static newsidx_status take_cell(nx_salvage *salvage, nx_raw_kind kind,
                                uint32_t offset, bool *out_is_proven,
                                newsidx_error *err)
{
    nx_raw_cell cell;
    nx_raw_row row;
    newsidx_status status;

    *out_is_proven = false;
    if (!nx_raw_cell_at(salvage->page, kind, offset, &cell) ||
        !nx_raw_row_look(&cell, &row))
        return NEWSIDX_OK;
    if (kind == NX_RAW_TABLE_LEAF && nx_salvage_is_article(&row))
        return take_article(salvage, &cell, &row, offset, false, out_is_proven,
                            err);
    if (salvage->owners[salvage->page_number] == NX_OWNER_FREE)
        return NEWSIDX_OK;
    if (kind == NX_RAW_TABLE_LEAF)
        return take_row(salvage, &cell, &row, err);
    status = nx_raw_row_read(&salvage->pages, &cell, &salvage->arena, &row);
    if (status == NEWSIDX_ERR_MEMORY)
        return nx_fail_memory(err);
    return status == NEWSIDX_OK ? take_entry(salvage, &row, offset, err)
                                : NEWSIDX_OK;
}

/* The rows that the page itself tells of. */
static newsidx_status take_cells(nx_salvage *salvage, bool *are_proven,
                                 newsidx_error *err)
{
    const nx_raw_header header =
        nx_raw_header_of(salvage->page, salvage->page_number);
    newsidx_status status = NEWSIDX_OK;

    if (header.kind == NX_RAW_OTHER || header.kind == NX_RAW_TABLE_INNER)
        return NEWSIDX_OK;
    for (uint32_t i = 0; i < header.cell_count && status >= 0; i++) {
        const uint32_t offset = nx_raw_offset(salvage->page, &header, i);
        bool is_proven = false;

        if (offset < NX_RAW_PAGE_BYTES)
            status = take_cell(salvage, header.kind, offset, &is_proven, err);
        if (is_proven)
            are_proven[offset] = true;
    }
    return status;
}

/* A version's row whose columns are told from `start` on. */
static newsidx_status search_before(nx_salvage *salvage, size_t start,
                                    const bool *are_proven, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = LEAST_BEFORE; i <= MOST_BEFORE && i <= start; i++) {
        const uint32_t offset = (uint32_t)(start - i);
        bool is_proven = false;
        nx_raw_cell cell;
        nx_raw_row row;

        if (are_proven[offset] ||
            !nx_raw_cell_at(salvage->page, NX_RAW_TABLE_LEAF, offset, &cell) ||
            cell.local != salvage->page + start ||
            !nx_raw_row_look(&cell, &row) || !nx_salvage_is_article(&row))
            continue;
        status =
            take_article(salvage, &cell, &row, offset, true, &is_proven, err);
        if (status < 0 || is_proven)
            break;
    }
    return status;
}

/* Rows that nothing points at any more. */
static newsidx_status search_page(nx_salvage *salvage, const bool *are_proven,
                                  newsidx_error *err)
{
    const unsigned char *page = salvage->page;
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = LEAST_BEFORE; i + 1 < NX_RAW_PAGE_BYTES && status >= 0; i++)
        if (page[i] > NX_ARTICLE_COLUMNS && page[i] < MOST_HEADER &&
            page[i + 1] == 0)
            status = search_before(salvage, i, are_proven, err);
    return status;
}

bool nx_salvage_turn_to(nx_salvage *salvage, uint32_t number)
{
    if (salvage->page_number == number)
        return true;
    salvage->page_number = number;
    if (nx_raw_pages_read(&salvage->pages, number, salvage->page))
        return true;
    salvage->page_number = 0;
    return false;
}

newsidx_status nx_salvage_row(nx_salvage *salvage, nx_raw_kind kind,
                              uint32_t page, uint32_t offset, nx_arena *arena,
                              int64_t *out_id, nx_raw_row *out,
                              newsidx_error *err)
{
    nx_raw_cell cell;
    newsidx_status status;

    if (!nx_salvage_turn_to(salvage, page))
        return NEWSIDX_NOT_FOUND;
    if (kind == NX_RAW_OTHER)
        kind = nx_raw_header_of(salvage->page, page).kind;
    if (kind == NX_RAW_OTHER ||
        !nx_raw_cell_at(salvage->page, kind, offset, &cell) ||
        !nx_raw_row_look(&cell, out))
        return NEWSIDX_NOT_FOUND;
    *out_id = cell.rowid;
    status = nx_raw_row_read(&salvage->pages, &cell, arena, out);
    return status == NEWSIDX_ERR_MEMORY ? nx_fail_memory(err) : status;
}

newsidx_status nx_salvage_scan(nx_salvage *salvage,
                               newsidx_progress_fn progress, void *user,
                               newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    for (uint32_t i = 1; i <= salvage->pages.count && status >= 0; i++) {
        bool are_proven[NX_RAW_PAGE_BYTES] = {false};

        if (i % STEP_PAGES == 0 && progress != NULL &&
            progress(0, 0, user) != 0)
            return nx_fail(err, NEWSIDX_ERR_CANCELLED,
                           "the repair was stopped");
        if (!nx_salvage_turn_to(salvage, i))
            continue;
        nx_arena_reset(&salvage->arena);
        status = take_cells(salvage, are_proven, err);
        if (status >= 0)
            status = search_page(salvage, are_proven, err);
    }
    return status;
}
