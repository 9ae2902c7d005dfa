#include "store/list_reader.h"
#include "store/list_writer.h"

#include "base/memory.h"
#include "base/str.h"

#include <assert.h>

/*
 * Segments have disjoint ranges of ids, so the lists of a spelling are joined
 * one behind the other:
 *
 *   segment 1    aleppo  exact 3 17 40               stem -
 *   segment 2    aleppo  exact 71                    stem -
 *                bomb    exact 80                    stem 80 91
 *   together     aleppo  exact 3 17 40 71            stem -
 *                bomb    exact 80                    stem 80 91
 *
 * Where one segment has a list for the stem and another needs none, the one of
 * the exact word is taken, for there they are the same.
 */
typedef struct input {
    const nx_segment *segment;
    sqlite3_stmt *rows; /* spelling, exact, stem; by spelling */
    bool is_at_end;
    newsidx_text spelling; /* of the row at hand; borrowed */
    bool takes_part;       /* in the spelling that is merged */
} input;

typedef struct merger {
    nx_store *store;
    input *inputs;
    size_t input_count;
    uint32_t *lengths; /* of the articles */
    nx_list_rows rows; /* not yet stored */
    nx_list_encoder *encoder;
    nx_list_writer *writer;
    newsidx_error *err;
} merger;

/* Rows that are stored together. */
#define ROWS_BYTES ((size_t)1024 * 1024)

static newsidx_status step(const merger *in, input *from)
{
    const int code = sqlite3_step(from->rows);

    from->is_at_end = code == SQLITE_DONE;
    if (from->is_at_end)
        return NEWSIDX_OK;
    if (code != SQLITE_ROW)
        return nx_db_fail(in->store->db, code, "merging ranked lists", in->err);
    from->spelling.bytes = (const char *)sqlite3_column_text(from->rows, 0);
    from->spelling.length = (size_t)sqlite3_column_bytes(from->rows, 0);
    if (from->spelling.bytes == NULL)
        return nx_fail_memory(in->err);
    return NEWSIDX_OK;
}

static newsidx_status open_inputs(merger *in, const nx_segment *segments)
{
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = 0; i < in->input_count && status >= 0; i++) {
        input *from = &in->inputs[i];

        from->segment = &segments[i];
        status = nx_db_prepare(in->store->db,
                               "SELECT spelling, exact, stem FROM list_term "
                               "WHERE segment = ?1 ORDER BY spelling",
                               &from->rows, in->err);
        if (status < 0)
            return status;
        sqlite3_bind_int64(from->rows, 1, segments[i].number);
        status = step(in, from);
    }
    return status;
}

/* Find the first of the spellings at hand, and which inputs have it; false
 * after the last. It is borrowed from one of them. */
static bool first_spelling(const merger *in, newsidx_text *out)
{
    out->bytes = NULL;
    for (size_t i = 0; i < in->input_count; i++) {
        const input *from = &in->inputs[i];

        if (!from->is_at_end &&
            (out->bytes == NULL || nx_str_compare(from->spelling, *out) < 0))
            *out = from->spelling;
    }
    for (size_t i = 0; i < in->input_count; i++) {
        input *from = &in->inputs[i];

        from->takes_part =
            !from->is_at_end && nx_str_equal(from->spelling, *out);
    }
    return out->bytes != NULL;
}

/* Append the postings of a list, block by block. */
static newsidx_status copy_postings(const merger *in, nx_list *list)
{
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = 0; i < list->chunk_count; i++) {
        const nx_list_part *part;

        status = nx_list_read(list, i, &part, in->err);
        for (size_t j = 0; status >= 0 && j < part->block_count; j++) {
            const nx_block *block = &part->blocks[j];
            uint32_t ids[NX_BLOCK_POSTINGS];
            uint32_t weights[NX_BLOCK_POSTINGS];
            nx_posting items[NX_BLOCK_POSTINGS];
            const nx_postings postings = {items, block->count};

            if (!nx_block_ids(block, ids))
                return nx_fail(in->err, NEWSIDX_ERR_CORRUPT,
                               "a ranked list has ids that don't rise");
            nx_block_weights(block, weights);
            for (size_t k = 0; k < block->count; k++)
                items[k] = (nx_posting){ids[k], weights[k]};
            nx_list_encoder_add(in->encoder, postings);
        }
        if (status < 0)
            break;
    }
    return status;
}

static newsidx_status copy_list(const merger *in, const input *from,
                                nx_list_kind kind)
{
    const newsidx_text head = nx_list_head(from->rows, 1, kind);
    newsidx_status status;
    nx_list list;

    if (head.bytes == NULL)
        return NEWSIDX_OK;
    status = nx_list_open_head(&list, in->store, from->segment, head, in->err);
    if (status >= 0)
        status = copy_postings(in, &list);
    nx_list_finish(&list);
    return status;
}

/* The lists of one kind that the inputs have of a spelling, as one. */
static newsidx_status join(const merger *in, nx_list_kind kind)
{
    newsidx_status status = NEWSIDX_OK;

    nx_list_encoder_begin(in->encoder);
    for (size_t i = 0; i < in->input_count && status >= 0; i++) {
        const input *from = &in->inputs[i];

        if (from->takes_part)
            status = copy_list(in, from, kind);
    }
    nx_list_encoder_end(in->encoder, kind);
    return status;
}

static newsidx_status merge_spelling(merger *in, newsidx_text spelling)
{
    bool has_stem = false; /* a list of its own */
    newsidx_status status = join(in, NX_LIST_EXACT);

    for (size_t i = 0; i < in->input_count; i++)
        has_stem = has_stem ||
                   (in->inputs[i].takes_part &&
                    sqlite3_column_type(in->inputs[i].rows, 2) != SQLITE_NULL);
    if (status >= 0 && has_stem)
        status = join(in, NX_LIST_STEM);
    if (status >= 0)
        status = nx_list_encoder_put(in->encoder, spelling, in->err);
    if (status >= 0 &&
        in->rows.terms.length + in->rows.chunks.length > ROWS_BYTES)
        status = nx_list_writer_store(in->writer, &in->rows, in->err);
    return status;
}

/* The spelling is done: those who had it go on. */
static newsidx_status step_over(const merger *in)
{
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = 0; i < in->input_count && status >= 0; i++) {
        if (in->inputs[i].takes_part)
            status = step(in, &in->inputs[i]);
    }
    return status;
}

static newsidx_status merge(merger *in)
{
    newsidx_status status = NEWSIDX_OK;
    newsidx_text spelling;

    while (status >= 0 && first_spelling(in, &spelling)) {
        status = merge_spelling(in, spelling);
        if (status >= 0)
            status = step_over(in);
    }
    return status;
}

/* Run a statement about rows of a segment: ?1, or from ?2 up to ?3. */
static newsidx_status run_about(nx_store *store, const char *sql,
                                const nx_segment *segment, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status = nx_db_prepare(store->db, sql, &statement, err);

    if (status < 0)
        return status;
    sqlite3_bind_int64(statement, 1, segment->number);
    sqlite3_bind_int64(statement, 2, segment->first_chunk);
    sqlite3_bind_int64(statement, 3, segment->end_chunk);
    status = nx_statement_run(store, statement, "deleting a segment", err);
    sqlite3_finalize(statement);
    return status;
}

/* The segment is none any more; its lists are swept later. */
static newsidx_status retire(nx_store *store, const nx_segment *segment,
                             newsidx_error *err)
{
    nx_lists *lists = &store->lists;
    void *retired = lists->retired;

    if (!nx_grow(&retired, &lists->retired_capacity, lists->retired_count + 1,
                 sizeof *segment))
        return nx_fail_memory(err);
    lists->retired = retired;
    lists->retired[lists->retired_count++] = *segment;
    return run_about(store, "DELETE FROM list_segment WHERE segment = ?1",
                     segment, err);
}

newsidx_status nx_lists_sweep(nx_store *store, newsidx_error *err)
{
    nx_lists *lists = &store->lists;
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = 0; i < lists->retired_count && status >= 0; i++) {
        const nx_segment *segment = &lists->retired[i];

        status = run_about(store, "DELETE FROM list_term WHERE segment = ?1",
                           segment, err);
        if (status >= 0)
            status = run_about(store,
                               "DELETE FROM list_chunk "
                               "WHERE id >= ?2 AND id < ?3",
                               segment, err);
    }
    lists->retired_count = 0;
    return status;
}

/* Which ids there are, and how long the articles are. */
static newsidx_status prepare(merger *in, const nx_segment *segments)
{
    const nx_row *rows = in->store->rows.view.rows;
    const uint32_t first = segments[0].first;
    const uint32_t last = segments[in->input_count - 1].last;
    const size_t count = (size_t)last - first + 1;

    assert(last <= in->store->rows.view.last_id);
    in->rows.first = first;
    in->rows.last = last;
    in->inputs = nx_alloc_zeroed(in->input_count, sizeof *in->inputs);
    in->lengths = nx_alloc_zeroed(count, sizeof *in->lengths);
    if (in->inputs == NULL || in->lengths == NULL)
        return nx_fail_memory(in->err);
    for (size_t i = 0; i < count; i++)
        in->lengths[i] = rows[first + i].length;
    return nx_list_encoder_new(first, in->lengths, &in->rows, &in->encoder,
                               in->err);
}

static void finish(merger *in)
{
    for (size_t i = 0; i < in->input_count && in->inputs != NULL; i++)
        sqlite3_finalize(in->inputs[i].rows);
    nx_free(in->inputs);
    nx_list_encoder_free(in->encoder);
    nx_free(in->lengths);
    nx_list_rows_finish(&in->rows);
}

newsidx_status nx_lists_merge(nx_store *store, size_t first, size_t count,
                              newsidx_error *err)
{
    const nx_segment *segments = &store->lists.segments[first];
    nx_list_writer writer;
    merger in = {
        .store = store, .input_count = count, .writer = &writer, .err = err};
    newsidx_status status;

    /* Others who have read the segments have to read them again. */
    store->changed = true;
    nx_list_rows_init(&in.rows);
    status = nx_list_writer_open(&writer, store, err);
    if (status >= 0)
        status = prepare(&in, segments);
    if (status >= 0)
        status = open_inputs(&in, segments);
    if (status >= 0)
        status = merge(&in);
    if (status >= 0)
        status = nx_list_writer_store(&writer, &in.rows, err);
    for (size_t i = 0; i < count && in.inputs != NULL; i++)
        sqlite3_reset(in.inputs[i].rows);
    for (size_t i = 0; i < count && status >= 0; i++)
        status = retire(store, &segments[i], err);
    if (status >= 0)
        status = nx_list_writer_close(&writer, &in.rows, err);
    finish(&in);
    nx_list_writer_finish(&writer);
    return status < 0 ? status : nx_lists_load(store, err);
}
