#include "store/list_reader.h"

#include "base/memory.h"
#include "base/str.h"
#include "store/internal.h"

#include <assert.h>
#include <string.h>

static newsidx_status fail(const nx_segment *segment, newsidx_error *err)
{
    return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                   "a ranked list of articles %lu to %lu is damaged",
                   (unsigned long)segment->first, (unsigned long)segment->last);
}

static nx_list_chunk *add_chunk(nx_list *list)
{
    void *chunks = list->chunks;

    if (!nx_grow(&chunks, &list->chunk_capacity, list->chunk_count + 1,
                 sizeof *list->chunks))
        return NULL;
    list->chunks = chunks;
    memset(&list->chunks[list->chunk_count], 0, sizeof *list->chunks);
    return &list->chunks[list->chunk_count++];
}

/* The impacts of a block that doesn't have them written, and its last id. */
static bool measure_bare(const nx_list *list, nx_block *block)
{
    const nx_rows *rows = &list->store->rows.view;
    uint32_t ids[NX_BLOCK_POSTINGS];
    uint32_t weights[NX_BLOCK_POSTINGS];

    if (!nx_block_ids(block, ids) || ids[block->count - 1] > rows->last_id)
        return false;
    nx_block_weights(block, weights);
    for (size_t i = 0; i < block->count; i++) {
        const nx_impact pair = {weights[i], rows->rows[ids[i]].length};

        nx_impacts_add(&block->impacts, pair);
    }
    block->last = ids[block->count - 1];
    return true;
}

/* Find the blocks of a chunk in its bytes. */
static bool take_blocks(const nx_list *list, const nx_list_chunk *chunk,
                        newsidx_text bytes, nx_list_part *out)
{
    nx_bytes in = nx_bytes_of(bytes);

    if (!chunk->is_bare) {
        out->block_count = nx_chunk_take(&in, chunk->base, chunk->last,
                                         chunk->count, out->blocks);
        return !in.is_bad;
    }
    out->block_count = 1;
    nx_block_take(&in, chunk->base, chunk->count, &out->blocks[0]);
    return !in.is_bad && nx_bytes_left(&in) == 0 &&
           measure_bare(list, &out->blocks[0]);
}

/* What is in the head itself becomes a chunk that needs no reading. */
static newsidx_status take_inline(nx_list *list, const nx_segment *segment,
                                  const nx_bytes *in, uint32_t count,
                                  newsidx_error *err)
{
    const size_t length = nx_bytes_left(in);
    char *bytes = nx_arena_alloc(&list->arena, length + NX_CHUNK_MARGIN);
    nx_list_chunk *chunk = add_chunk(list);
    nx_list_part part;

    if (bytes == NULL || chunk == NULL)
        return nx_fail_memory(err);
    memcpy(bytes, in->at, length);
    chunk->base = segment->first - 1;
    chunk->count = count;
    chunk->is_bare = count <= NX_BLOCK_POSTINGS;
    chunk->bytes = nx_str_slice(bytes, length);
    if (!take_blocks(list, chunk, chunk->bytes, &part))
        return fail(segment, err);
    for (size_t i = 0; i < part.block_count; i++)
        nx_impacts_add_all(&chunk->impacts, &part.blocks[i].impacts);
    chunk->last = part.blocks[part.block_count - 1].last;
    if (chunk->last > segment->last)
        return fail(segment, err);
    return NEWSIDX_OK;
}

/* The lines of the chunks that are elsewhere. */
static newsidx_status take_lines(nx_list *list, const nx_segment *segment,
                                 nx_bytes *in, uint64_t count,
                                 newsidx_error *err)
{
    int64_t id = (int64_t)nx_leb128_get_to(in, INT64_MAX / 2);
    uint32_t base = segment->first - 1;

    while (count > 0 && !in->is_bad) {
        nx_list_chunk *chunk = add_chunk(list);

        if (chunk == NULL)
            return nx_fail_memory(err);
        chunk->id = id++;
        chunk->count =
            count < NX_CHUNK_POSTINGS ? (uint32_t)count : NX_CHUNK_POSTINGS;
        chunk->base = base;
        chunk->last =
            base + (uint32_t)nx_leb128_get_to(in, segment->last - base);
        if (chunk->last - base < chunk->count ||
            chunk->id < segment->first_chunk || chunk->id >= segment->end_chunk)
            in->is_bad = true;
        nx_impacts_decode(in, &chunk->impacts);
        base = chunk->last;
        count -= chunk->count;
    }
    if (in->is_bad || nx_bytes_left(in) > 0)
        return fail(segment, err);
    return NEWSIDX_OK;
}

/* How many postings the head is of, which are one an article at most. */
static uint64_t take_count(const nx_segment *segment, nx_bytes *in)
{
    const uint64_t count =
        nx_leb128_get_to(in, segment->last - segment->first + 1);

    if (count == 0)
        in->is_bad = true;
    return count;
}

static newsidx_status take_head(nx_list *list, const nx_segment *segment,
                                newsidx_text head, newsidx_error *err)
{
    nx_bytes in = nx_bytes_of(head);
    const uint64_t count = take_count(segment, &in);

    if (in.is_bad)
        return fail(segment, err);
    list->count += count;
    if (count <= NX_LIST_INLINE_POSTINGS)
        return take_inline(list, segment, &in, (uint32_t)count, err);
    return take_lines(list, segment, &in, count, err);
}

newsidx_text nx_list_head(sqlite3_stmt *row, int first, nx_list_kind kind)
{
    const bool has_stem = sqlite3_column_type(row, first + 1) != SQLITE_NULL;
    const int column = kind == NX_LIST_STEM && has_stem ? first + 1 : first;
    const void *bytes = sqlite3_column_blob(row, column);

    /* An empty head is a damaged one, and not the same as none. */
    if (bytes == NULL && sqlite3_column_type(row, column) != SQLITE_NULL)
        return nx_str("");
    return nx_str_slice(bytes, (size_t)sqlite3_column_bytes(row, column));
}

newsidx_status nx_list_find_head(nx_store *store, const nx_segment *segment,
                                 newsidx_text spelling, nx_list_kind kind,
                                 sqlite3_stmt *find, newsidx_text *out_head,
                                 newsidx_error *err)
{
    int code;

    *out_head = nx_str(NULL);
    sqlite3_bind_int64(find, 1, segment->number);
    sqlite3_bind_text64(find, 2, spelling.bytes, spelling.length, SQLITE_STATIC,
                        SQLITE_UTF8);
    code = sqlite3_step(find);
    if (code == SQLITE_DONE)
        return NEWSIDX_OK;
    if (code != SQLITE_ROW)
        return nx_db_fail(store->db, code, "looking for a ranked list", err);
    *out_head = nx_list_head(find, 0, kind);
    return NEWSIDX_OK;
}

static void init(nx_list *list, nx_store *store)
{
    memset(list, 0, sizeof *list);
    nx_arena_init(&list->arena);
    list->store = store;
    for (size_t i = 0; i < NX_LIST_PARTS; i++)
        list->parts[i].number = SIZE_MAX;
}

newsidx_status nx_list_open_head(nx_list *list, nx_store *store,
                                 const nx_segment *segment, newsidx_text head,
                                 newsidx_error *err)
{
    init(list, store);
    return take_head(list, segment, head, err);
}

newsidx_status nx_list_open(nx_list *list, nx_store *store,
                            newsidx_text spelling, nx_list_kind kind,
                            newsidx_error *err)
{
    sqlite3_stmt *find = NULL;
    newsidx_status status = nx_statement(store, NX_SQL_LIST_FIND, &find, err);

    init(list, store);
    for (size_t i = 0; i < store->lists.segment_count && status >= 0; i++) {
        const nx_segment *segment = &store->lists.segments[i];
        newsidx_text head;

        status =
            nx_list_find_head(store, segment, spelling, kind, find, &head, err);
        if (status >= 0 && head.bytes != NULL)
            status = take_head(list, segment, head, err);
        sqlite3_reset(find);
    }
    return status;
}

newsidx_status nx_list_head_count(const nx_segment *segment, newsidx_text head,
                                  uint64_t *out_count, newsidx_error *err)
{
    nx_bytes in = nx_bytes_of(head);

    *out_count = take_count(segment, &in);
    return in.is_bad ? fail(segment, err) : NEWSIDX_OK;
}

newsidx_status nx_list_count(nx_store *store, newsidx_text spelling,
                             nx_list_kind kind, uint64_t *out_count,
                             newsidx_error *err)
{
    sqlite3_stmt *find = NULL;
    newsidx_status status = nx_statement(store, NX_SQL_LIST_FIND, &find, err);

    *out_count = 0;
    for (size_t i = 0; i < store->lists.segment_count && status >= 0; i++) {
        const nx_segment *segment = &store->lists.segments[i];
        newsidx_text head;

        status =
            nx_list_find_head(store, segment, spelling, kind, find, &head, err);
        if (status >= 0 && head.bytes != NULL) {
            uint64_t count;

            status = nx_list_head_count(segment, head, &count, err);
            *out_count += count;
        }
        sqlite3_reset(find);
    }
    return status;
}

void nx_list_finish(nx_list *list)
{
    for (size_t i = 0; i < NX_LIST_PARTS; i++)
        nx_free(list->parts[i].bytes);
    nx_free(list->chunks);
    nx_arena_finish(&list->arena);
    memset(list, 0, sizeof *list);
}

/* ----------------------------------------------------------- reading ---- */

/* The bytes of a chunk that has a row, with room behind them. */
static newsidx_status read_bytes(const nx_list *list,
                                 const nx_list_chunk *chunk, nx_list_part *out,
                                 newsidx_text *out_bytes, newsidx_error *err)
{
    nx_store *store = list->store;
    sqlite3_stmt *read = NULL;
    newsidx_status status =
        nx_statement(store, NX_SQL_LIST_CHUNK_READ, &read, err);
    size_t length;
    int code;

    if (status < 0)
        return status;
    sqlite3_bind_int64(read, 1, chunk->id);
    code = sqlite3_step(read);
    if (code == SQLITE_ROW) {
        const void *bytes = sqlite3_column_blob(read, 0);

        length = (size_t)sqlite3_column_bytes(read, 0);
        if ((bytes == NULL && length > 0) ||
            !nx_grow(&out->bytes, &out->capacity, length + NX_CHUNK_MARGIN, 1))
            status = nx_fail_memory(err);
        else if (length > 0)
            memcpy(out->bytes, bytes, length);
        if (status >= 0)
            *out_bytes = nx_str_slice(out->bytes, length);
    } else if (code == SQLITE_DONE) {
        status = nx_fail(err, NEWSIDX_ERR_CORRUPT,
                         "part %lld of a ranked list is not there",
                         (long long)chunk->id);
    } else {
        status = nx_db_fail(store->db, code, "reading a ranked list", err);
    }
    sqlite3_reset(read);
    return status;
}

newsidx_status nx_list_read(nx_list *list, size_t chunk,
                            const nx_list_part **out_part, newsidx_error *err)
{
    nx_list_part *part = &list->parts[chunk % NX_LIST_PARTS];
    const nx_list_chunk *from = &list->chunks[chunk];
    newsidx_text bytes = from->bytes;
    newsidx_status status = NEWSIDX_OK;

    *out_part = part;
    if (part->number == chunk)
        return NEWSIDX_OK;
    /* The weights of the block at hand go with its part. */
    if (part->number == list->chunk)
        list->is_decoded = false;
    part->number = SIZE_MAX;
    if (from->id != 0)
        status = read_bytes(list, from, part, &bytes, err);
    if (status < 0)
        return status;
    if (!take_blocks(list, from, bytes, part))
        return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                       "part %lld of a ranked list is damaged",
                       (long long)from->id);
    part->number = chunk;
    return NEWSIDX_OK;
}

void nx_list_skip(nx_list *list, uint32_t id)
{
    if (list->chunk == list->chunk_count ||
        list->chunks[list->chunk].last >= id)
        return;
    while (list->chunk < list->chunk_count &&
           list->chunks[list->chunk].last < id)
        list->chunk++;
    list->block = 0;
    list->is_decoded = false;
}

newsidx_status nx_list_find_block(nx_list *list, uint32_t id,
                                  const nx_block **out_block,
                                  newsidx_error *err)
{
    const nx_list_part *part;
    newsidx_status status;

    *out_block = NULL;
    nx_list_skip(list, id);
    if (list->chunk == list->chunk_count)
        return NEWSIDX_OK;
    status = nx_list_read(list, list->chunk, &part, err);
    if (status < 0)
        return status;
    while (part->blocks[list->block].last < id) {
        list->block++;
        list->is_decoded = false;
    }
    *out_block = &part->blocks[list->block];
    return NEWSIDX_OK;
}

void nx_list_rewind(nx_list *list)
{
    list->chunk = 0;
    list->block = 0;
    list->is_decoded = false;
}

static newsidx_status decode(nx_list *list, const nx_block *block,
                             newsidx_error *err)
{
    if (!nx_block_ids(block, list->ids))
        return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                       "part %lld of a ranked list has ids that don't rise",
                       (long long)list->chunks[list->chunk].id);
    list->is_decoded = true;
    list->id_count = block->count;
    list->at = 0;
    return NEWSIDX_OK;
}

/* Steps that are tried before a search by halves: most leaps are short. */
#define STEPS 8

/* The first of the ids at hand that is `id` or above; there is one. */
static void find_id(nx_list *list, uint32_t id)
{
    const uint32_t *ids = list->ids;
    uint32_t low = list->at;
    uint32_t high = list->id_count - 1;

    for (uint32_t end = low + STEPS; low < end; low++) {
        if (ids[low] >= id) {
            list->at = low;
            return;
        }
        if (low == high)
            break;
    }
    while (low < high) {
        const uint32_t middle = (low + high) / 2;

        if (ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    list->at = low;
}

newsidx_status nx_list_seek(nx_list *list, uint32_t id, uint32_t *out_id,
                            newsidx_error *err)
{
    *out_id = NX_LIST_END;
    if (list->chunk == list->chunk_count)
        return NEWSIDX_OK;
    if (!list->is_decoded || list->ids[list->id_count - 1] < id) {
        const nx_block *block;
        newsidx_status status = nx_list_find_block(list, id, &block, err);

        if (status >= 0 && block != NULL && !list->is_decoded)
            status = decode(list, block, err);
        if (status < 0 || block == NULL)
            return status;
    }
    if (list->ids[list->at] < id)
        find_id(list, id);
    *out_id = list->ids[list->at];
    return NEWSIDX_OK;
}

const nx_block *nx_list_block(const nx_list *list)
{
    return &list->parts[list->chunk % NX_LIST_PARTS].blocks[list->block];
}

uint32_t nx_list_weight(const nx_list *list)
{
    return nx_block_weight(nx_list_block(list), list->at);
}
