#include "store/list_sums.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/str.h"
#include "store/internal.h"
#include "store/list_reader.h"

static uint64_t list_hash(newsidx_text spelling, nx_list_kind kind)
{
    return nx_hash64(spelling.bytes, spelling.length, (uint64_t)kind);
}

static uint64_t posting_hash(uint64_t hash, const nx_posting *posting)
{
    const uint64_t parts[] = {hash, posting->weight};

    return nx_hash64(parts, sizeof parts, 0);
}

static void add_list(nx_posting_sums *sums, uint64_t hash, nx_postings postings)
{
    for (size_t i = 0; i < postings.count; i++)
        sums->sums[postings.items[i].id] +=
            posting_hash(hash, &postings.items[i]);
}

newsidx_status nx_list_sums_add(nx_posting_sums *sums, nx_list_builder *builder,
                                newsidx_error *err)
{
    nx_posting *room = nx_alloc_zeroed(builder->note_count, sizeof *room);
    newsidx_status status =
        room == NULL ? nx_fail_memory(err) : nx_list_builder_sort(builder, err);

    for (size_t i = 0; i < builder->entry_count && status >= 0; i++) {
        const newsidx_text spelling = nx_list_builder_spelling(builder, i);
        const nx_postings exact =
            nx_list_builder_postings(builder, i, NX_LIST_EXACT);
        const nx_postings others =
            nx_list_builder_postings(builder, i, NX_LIST_STEM);
        const nx_postings both = {room, nx_postings_unite(exact, others, room)};

        add_list(sums, list_hash(spelling, NX_LIST_EXACT), exact);
        add_list(sums, list_hash(spelling, NX_LIST_STEM), both);
    }
    nx_free(room);
    nx_list_builder_clear(builder);
    return status;
}

/* Does one of the pairs stand for the posting? */
static bool is_covered(const nx_impacts *impacts, uint32_t weight,
                       uint32_t length)
{
    for (size_t i = 0; i < impacts->count; i++) {
        if (impacts->pairs[i].weight >= weight &&
            impacts->pairs[i].length <= length)
            return true;
    }
    return false;
}

/* What was gone through, which has to be all that there is. */
typedef struct visited {
    uint64_t row_count;
    uint64_t chunk_count;
    uint64_t posting_count;
    uint64_t byte_count; /* of heads */
} visited;

static newsidx_status subtract_block(nx_posting_sums *sums, const nx_list *list,
                                     const nx_list_chunk *chunk,
                                     const nx_block *block, uint64_t hash,
                                     newsidx_error *err)
{
    const nx_rows *rows = &list->store->rows.view;
    uint32_t ids[NX_BLOCK_POSTINGS];
    uint32_t weights[NX_BLOCK_POSTINGS];

    if (!nx_block_ids(block, ids))
        return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                       "a ranked list has ids that don't rise");
    nx_block_weights(block, weights);
    for (size_t i = 0; i < block->count; i++) {
        const nx_posting posting = {ids[i], weights[i]};
        const uint32_t length = rows->rows[ids[i]].length;

        if (!is_covered(&block->impacts, weights[i], length) ||
            !is_covered(&chunk->impacts, weights[i], length))
            return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                           "a ranked list promises less of article %lu than it "
                           "has",
                           (unsigned long)ids[i]);
        sums->sums[ids[i]] -= posting_hash(hash, &posting);
    }
    return NEWSIDX_OK;
}

static newsidx_status subtract_list(nx_posting_sums *sums, nx_list *list,
                                    uint64_t hash, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = 0; i < list->chunk_count && status >= 0; i++) {
        const nx_list_part *part;

        status = nx_list_read(list, i, &part, err);
        for (size_t j = 0; status >= 0 && j < part->block_count; j++)
            status = subtract_block(sums, list, &list->chunks[i],
                                    &part->blocks[j], hash, err);
    }
    return status;
}

/* A list that has a head of its own. */
static void count_list(visited *all, const nx_list *list, newsidx_text head)
{
    all->posting_count += list->count;
    all->byte_count += head.length;
    for (size_t i = 0; i < list->chunk_count; i++)
        all->chunk_count += list->chunks[i].id != 0;
}

/* One row of a segment: spelling, exact, stem. */
static newsidx_status subtract_row(nx_posting_sums *sums, nx_store *store,
                                   const nx_segment *segment, sqlite3_stmt *row,
                                   visited *all, newsidx_error *err)
{
    const newsidx_text spelling =
        nx_str_slice((const char *)sqlite3_column_text(row, 0),
                     (size_t)sqlite3_column_bytes(row, 0));
    newsidx_status status = NEWSIDX_OK;

    if (spelling.bytes == NULL)
        return nx_fail_memory(err);
    for (nx_list_kind kind = NX_LIST_EXACT; kind <= NX_LIST_STEM && status >= 0;
         kind++) {
        newsidx_text head = nx_list_head(row, 1, kind);
        nx_list list;

        if (head.bytes == NULL)
            continue;
        status = nx_list_open_head(&list, store, segment, head, err);
        if (status >= 0)
            status = subtract_list(sums, &list, list_hash(spelling, kind), err);
        if (sqlite3_column_type(row, 1 + (int)kind) != SQLITE_NULL)
            count_list(all, &list, head);
        nx_list_finish(&list);
    }
    all->row_count++;
    return status;
}

/* Rows that belong to no segment and chunks that belong to no list are in the
 * way of those to come. */
static newsidx_status judge_visited(nx_store *store, const visited *all,
                                    newsidx_error *err)
{
    static const char doing[] = "counting the ranked lists";
    int64_t row_count = 0;
    int64_t chunk_count = 0;
    int64_t chunk_bytes = 0;
    uint64_t posting_count = 0;
    uint64_t byte_count = 0;
    newsidx_status status = nx_db_number(
        store->db, "SELECT count(*) FROM list_term", doing, &row_count, err);

    if (status >= 0)
        status = nx_db_number(store->db, "SELECT count(*) FROM list_chunk",
                              doing, &chunk_count, err);
    if (status >= 0)
        status = nx_db_number(
            store->db, "SELECT coalesce(sum(length(data)), 0) FROM list_chunk",
            doing, &chunk_bytes, err);
    if (status < 0)
        return status;
    for (size_t i = 0; i < store->lists.segment_count; i++) {
        posting_count += store->lists.segments[i].posting_count;
        byte_count += store->lists.segments[i].byte_count;
    }
    if (all->row_count == (uint64_t)row_count &&
        all->chunk_count == (uint64_t)chunk_count &&
        all->posting_count == posting_count &&
        all->byte_count + (uint64_t)chunk_bytes == byte_count)
        return NEWSIDX_OK;
    return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                   "the segments of the ranked lists are not what is in them");
}

newsidx_status nx_list_sums_subtract(nx_posting_sums *sums, nx_store *store,
                                     newsidx_error *err)
{
    visited all = {0, 0, 0, 0};
    sqlite3_stmt *rows = NULL;
    newsidx_status status =
        nx_db_prepare(store->db,
                      "SELECT spelling, exact, stem FROM list_term "
                      "WHERE segment = ?1",
                      &rows, err);

    for (size_t i = 0; i < store->lists.segment_count && status >= 0; i++) {
        const nx_segment *segment = &store->lists.segments[i];
        int code = SQLITE_DONE;

        sqlite3_bind_int64(rows, 1, segment->number);
        while (status >= 0) {
            code = sqlite3_step(rows);
            if (code != SQLITE_ROW)
                break;
            status = subtract_row(sums, store, segment, rows, &all, err);
        }
        if (status >= 0 && code != SQLITE_DONE)
            status =
                nx_db_fail(store->db, code, "reading the ranked lists", err);
        sqlite3_reset(rows);
    }
    sqlite3_finalize(rows);
    return status < 0 ? status : judge_visited(store, &all, err);
}

newsidx_status nx_list_sums_judge(const nx_posting_sums *sums,
                                  newsidx_error *err)
{
    for (int64_t id = 1; id <= sums->last_id; id++)
        if (sums->sums[id] != 0)
            return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                           "the ranked lists of article %lld are not those of "
                           "its words",
                           (long long)id);
    return NEWSIDX_OK;
}
