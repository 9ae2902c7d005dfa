#include "store/lists.h"

#include "base/memory.h"
#include "store/list_writer.h"

#include <assert.h>
#include <string.h>

/*
 * FTS5 answers for the tail beside the lists, so it is kept short; to seal
 * 1,000 articles took 60 to 90 ms on a busy machine. A load gathers more before
 * it seals: what fits in so much memory.
 */
#define LONG_TAIL 1000
#define SHORT_TAIL 100
#define BUILDER_BYTES ((size_t)32 * 1024 * 1024)

/* A load that has gathered so much, of some hundred articles, has a thread of
 * its own gather the rest. */
#define LISTER_BYTES ((size_t)1024 * 1024)

/* So many segments of a size become one of the next: each posting is written
 * log(articles / 1000) / log(12) times. */
#define FAN 12

/* An ordinary commit doesn't wait for more than to merge some thousand
 * articles, as long as there are no more segments than this. */
#define MANY_SEGMENTS 32

void nx_lists_init(nx_lists *lists)
{
    memset(lists, 0, sizeof *lists);
    nx_list_builder_init(&lists->builder);
}

void nx_lists_finish(nx_lists *lists)
{
    nx_lister_free(lists->lister);
    nx_list_builder_finish(&lists->builder);
    nx_free(lists->segments);
    nx_free(lists->retired);
    nx_lists_init(lists);
}

void nx_lists_forget(nx_lists *lists)
{
    nx_lister_free(lists->lister);
    lists->lister = NULL;
    nx_list_builder_clear(&lists->builder);
    lists->segment_count = 0;
    lists->retired_count = 0;
    lists->are_damaged = false;
}

uint32_t nx_lists_last(const nx_lists *lists)
{
    return lists->segment_count > 0
               ? lists->segments[lists->segment_count - 1].last
               : 0;
}

uint32_t nx_store_listed(const nx_store *store)
{
    return store->lists.are_damaged ? 0 : nx_lists_last(&store->lists);
}

void nx_store_distrust_lists(nx_store *store)
{
    store->lists.are_damaged = true;
}

static newsidx_status add_segment(nx_store *store, sqlite3_stmt *row,
                                  newsidx_error *err)
{
    nx_lists *lists = &store->lists;
    const int64_t first = sqlite3_column_int64(row, 1);
    const int64_t last = sqlite3_column_int64(row, 2);
    void *segments = lists->segments;
    nx_segment *added;

    /* A gap, or articles that aren't there: not to be used. */
    if (first != (int64_t)nx_lists_last(lists) + 1 || last < first ||
        last > store->rows.view.last_id || last >= UINT32_MAX)
        lists->are_damaged = true;
    if (!nx_grow(&segments, &lists->segment_capacity, lists->segment_count + 1,
                 sizeof *added))
        return nx_fail_memory(err);
    lists->segments = segments;
    added = &lists->segments[lists->segment_count++];
    added->number = sqlite3_column_int64(row, 0);
    added->first = (uint32_t)first;
    added->last = (uint32_t)last;
    added->posting_count = (uint64_t)sqlite3_column_int64(row, 3);
    added->byte_count = (uint64_t)sqlite3_column_int64(row, 4);
    added->first_chunk = sqlite3_column_int64(row, 5);
    added->end_chunk = sqlite3_column_int64(row, 6);
    return NEWSIDX_OK;
}

newsidx_status nx_lists_load(nx_store *store, newsidx_error *err)
{
    sqlite3_stmt *read = NULL;
    newsidx_status status =
        nx_statement(store, NX_SQL_SEGMENTS_READ, &read, err);
    int code = SQLITE_DONE;

    store->lists.segment_count = 0;
    store->lists.are_damaged = false;
    while (status >= 0) {
        code = sqlite3_step(read);
        if (code != SQLITE_ROW)
            break;
        status = add_segment(store, read, err);
    }
    if (status >= 0 && code != SQLITE_DONE)
        status = nx_db_fail(store->db, code, "reading the segments", err);
    sqlite3_reset(read);
    if (status < 0)
        store->lists.segment_count = 0;
    return status;
}

/* ----------------------------------------------------------- sealing ---- */

/* Make a segment of rows that begin where the segments end. */
static newsidx_status store_rows(nx_store *store, nx_list_rows *rows,
                                 newsidx_error *err)
{
    nx_list_writer writer;
    newsidx_status status;

    assert(rows->first == nx_lists_last(&store->lists) + 1);
    /* Others who have read the segments have to read them again. */
    store->changed = true;
    status = nx_list_writer_open(&writer, store, err);
    if (status >= 0)
        status = nx_list_writer_store(&writer, rows, err);
    if (status >= 0)
        status = nx_list_writer_close(&writer, rows, err);
    nx_list_writer_finish(&writer);
    return status < 0 ? status : nx_lists_load(store, err);
}

/* The articles of the builder, which begin where the segments end. */
static newsidx_status seal_builder(nx_store *store, newsidx_error *err)
{
    nx_list_builder *builder = &store->lists.builder;
    newsidx_status status;
    nx_list_rows rows;

    nx_list_rows_init(&rows);
    status = nx_list_encode(builder, &rows, err);
    nx_list_builder_clear(builder);
    if (status >= 0)
        status = store_rows(store, &rows, err);
    nx_list_rows_finish(&rows);
    return status;
}

/* Which power of FAN the segment's articles come to. */
static unsigned level_of(const nx_segment *segment)
{
    uint64_t count = ((uint64_t)segment->last - segment->first + 1) / LONG_TAIL;
    unsigned level = 0;

    for (; count >= FAN; count /= FAN)
        level++;
    return level;
}

static newsidx_status merge_levels(nx_store *store, bool is_hurried,
                                   newsidx_error *err)
{
    const nx_lists *lists = &store->lists;
    newsidx_status status = NEWSIDX_OK;

    while (status >= 0) {
        size_t first = lists->segment_count;
        unsigned level;

        if (lists->segment_count < FAN)
            break;
        level = level_of(&lists->segments[lists->segment_count - 1]);
        while (first > 0 && level_of(&lists->segments[first - 1]) <= level)
            first--;
        if (lists->segment_count - first < FAN ||
            (is_hurried && level > 0 && lists->segment_count <= MANY_SEGMENTS))
            break;
        status =
            nx_lists_merge(store, first, lists->segment_count - first, err);
    }
    return status;
}

/* Does the builder begin where the segments end? */
static bool continues(const nx_lists *lists)
{
    return lists->builder.first_id == nx_lists_last(lists) + 1;
}

/* What is to be sealed. */
typedef struct sealing {
    bool is_hurried;
    nx_list_rows *rows; /* NULL: the builder, or the tail */
} sealing;

static newsidx_status seal_full(nx_store *store, const sealing *what,
                                newsidx_error *err)
{
    const newsidx_status status = what->rows != NULL
                                      ? store_rows(store, what->rows, err)
                                      : seal_builder(store, err);

    return status < 0 ? status : merge_levels(store, what->is_hurried, err);
}

/* What can't be deleted for damage is in nobody's way but a check's. */
static newsidx_status sweep(nx_store *store, newsidx_error *err)
{
    newsidx_error failure;
    const newsidx_status status = nx_lists_sweep(store, &failure);

    if (status == NEWSIDX_ERR_CORRUPT) {
        nx_store_distrust_lists(store);
        return NEWSIDX_OK;
    }
    if (status < 0 && err != NULL)
        *err = failure;
    return status;
}

/*
 * Lists follow from the articles, and no article is refused for their sake:
 * where damage is in the way they stay as they were, unused until a rebuild.
 */
static newsidx_status
attempt(nx_store *store,
        newsidx_status (*work)(nx_store *, const sealing *, newsidx_error *),
        const sealing *what, newsidx_error *err)
{
    static const char doing[] = "sealing ranked lists";
    newsidx_status status =
        nx_statement_once(store, "SAVEPOINT sealing", doing, err);
    newsidx_error failure;

    if (status < 0)
        return status;
    status = work(store, what, &failure);
    if (status == NEWSIDX_ERR_CORRUPT) {
        status = nx_statement_once(store, "ROLLBACK TO sealing", doing, err);
        nx_list_builder_clear(&store->lists.builder);
        store->lists.retired_count = 0;
        if (status >= 0)
            status = nx_lists_load(store, err);
        nx_store_distrust_lists(store);
    } else if (status < 0 && err != NULL) {
        *err = failure;
    }
    if (status >= 0)
        status = nx_statement_once(store, "RELEASE sealing", doing, err);
    return status < 0 ? status : sweep(store, err);
}

/* Store what the lister has made, if it is not made in vain: others may have
 * written between its articles. */
static newsidx_status take_rows(nx_store *store, nx_list_rows *rows,
                                newsidx_error *err)
{
    const sealing what = {false, rows};
    newsidx_status status = NEWSIDX_OK;

    if (!store->lists.are_damaged &&
        rows->first == nx_lists_last(&store->lists) + 1)
        status = attempt(store, seal_full, &what, err);
    nx_list_rows_finish(rows);
    nx_free(rows);
    return status;
}

/* The lister gathers, and makes rows meanwhile. */
static newsidx_status take_by_lister(nx_store *store, uint32_t id,
                                     const nx_words *words, newsidx_error *err)
{
    nx_list_rows *rows;

    nx_lister_add(store->lists.lister, id, words);
    rows = nx_lister_next(store->lists.lister);
    return rows != NULL ? take_rows(store, rows, err) : NEWSIDX_OK;
}

/* The load is over: what the lister has becomes segments and the builder's. */
static newsidx_status end_lister(nx_store *store, newsidx_error *err)
{
    nx_lists *lists = &store->lists;
    newsidx_status status = NEWSIDX_OK;

    while (status >= 0) {
        nx_list_rows *rows = nx_lister_last(lists->lister);

        if (rows == NULL)
            break;
        status = take_rows(store, rows, err);
    }
    if (status < 0)
        return status;
    nx_lister_end(lists->lister, &lists->builder);
    lists->lister = NULL;
    return NEWSIDX_OK;
}

newsidx_status nx_lists_take(nx_store *store, int64_t id, const nx_words *words,
                             newsidx_error *err)
{
    static const sealing all = {false, NULL};
    nx_lists *lists = &store->lists;
    nx_list_builder *builder = &lists->builder;
    newsidx_status status;

    if (id >= UINT32_MAX || lists->are_damaged)
        return NEWSIDX_OK;
    if (lists->lister == NULL && store->durability == NX_BULK &&
        nx_list_builder_bytes(builder) >= LISTER_BYTES)
        lists->lister = nx_lister_new(builder, BUILDER_BYTES);
    if (lists->lister != NULL)
        return take_by_lister(store, (uint32_t)id, words, err);
    /* Others have written since. */
    if (builder->last_id != 0 && builder->last_id + 1 != id)
        nx_list_builder_clear(builder);
    status = nx_list_builder_add(builder, (uint32_t)id, words, err);
    if (status < 0 || nx_list_builder_bytes(builder) < BUILDER_BYTES)
        return status;
    if (!continues(lists)) {
        nx_list_builder_clear(builder);
        return NEWSIDX_OK;
    }
    return attempt(store, seal_full, &all, err);
}

/* Does the builder have the whole tail? */
static bool has_tail(const nx_store *store)
{
    const nx_list_builder *builder = &store->lists.builder;

    return continues(&store->lists) &&
           builder->last_id == store->rows.view.last_id;
}

/* Analyze the articles of the tail again, for another handle wrote them. */
static newsidx_status read_tail(nx_store *store, newsidx_error *err)
{
    const int64_t last_id = store->rows.view.last_id;
    nx_stored stored = {.id = nx_lists_last(&store->lists)};
    newsidx_status status = NEWSIDX_OK;
    nx_state state;
    nx_arena arena;
    nx_words words;

    nx_arena_init(&arena);
    nx_words_init(&words);
    nx_list_builder_clear(&store->lists.builder);
    while (status >= 0 && stored.id < last_id) {
        nx_analyzer *analyzer = NULL;

        nx_arena_reset(&arena);
        status = nx_read_next(store, stored.id, &arena, &stored, &state, err);
        if (status == NEWSIDX_DONE)
            status = nx_fail(err, NEWSIDX_ERR_CORRUPT, "article %lld is gone",
                             (long long)last_id);
        if (status >= 0)
            status = nx_store_analyzer(store, stored.article.language,
                                       &analyzer, err);
        if (status >= 0)
            status = nx_words_analyze(&words, analyzer, &stored.article, err);
        if (status >= 0)
            status = nx_lists_take(store, stored.id, &words, err);
    }
    nx_words_finish(&words);
    nx_arena_finish(&arena);
    return status;
}

static bool is_due(const nx_store *store, nx_tail allowed)
{
    const int64_t length =
        store->rows.view.last_id - (int64_t)nx_lists_last(&store->lists);

    if (length == 0 || store->rows.view.last_id >= UINT32_MAX)
        return false;
    if (allowed == NX_TAIL_NONE)
        return true;
    return length >= (allowed == NX_TAIL_SHORT ? SHORT_TAIL : LONG_TAIL);
}

static newsidx_status seal_tail(nx_store *store, const sealing *what,
                                newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    if (!has_tail(store))
        status = read_tail(store, err);
    if (status < 0 || store->lists.are_damaged)
        return status;
    /* All that was read may be sealed already. */
    if (store->lists.builder.last_id == 0)
        return NEWSIDX_OK;
    if (!continues(&store->lists))
        return nx_fail(err, NEWSIDX_ERR_CORRUPT, "article %lld is gone",
                       (long long)store->lists.builder.first_id - 1);
    return seal_full(store, what, err);
}

newsidx_status nx_lists_seal(nx_store *store, nx_tail allowed,
                             newsidx_error *err)
{
    const sealing tail = {allowed == NX_TAIL_LONG, NULL};
    newsidx_status status = NEWSIDX_OK;

    if (store->lists.lister != NULL)
        status = end_lister(store, err);
    /* Those that are damaged stay as they are until a rebuild. */
    if (status < 0 || store->lists.are_damaged || !is_due(store, allowed))
        return status;
    return attempt(store, seal_tail, &tail, err);
}

newsidx_status nx_lists_optimize(nx_store *store, newsidx_error *err)
{
    newsidx_status status = nx_lists_seal(store, NX_TAIL_NONE, err);

    if (status < 0 || store->lists.are_damaged ||
        store->lists.segment_count < 2)
        return status;
    status = nx_lists_merge(store, 0, store->lists.segment_count, err);
    return status < 0 ? status : nx_lists_sweep(store, err);
}

newsidx_status nx_lists_drop(nx_store *store, newsidx_error *err)
{
    const newsidx_status status =
        nx_statement_once(store,
                          "DELETE FROM list_segment; DELETE FROM list_term; "
                          "DELETE FROM list_chunk",
                          "forgetting the ranked lists", err);

    nx_lists_forget(&store->lists);
    return status;
}
