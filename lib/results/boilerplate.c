#include "results/boilerplate.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "ingest/recurring.h"
#include "results/tally.h"

/* Count the articles that a search can find. */
static newsidx_status count_all(nx_store *store, nx_recurring *recurring,
                                newsidx_error *err)
{
    const nx_rows *rows = nx_store_rows(store);
    newsidx_status status = NEWSIDX_OK;
    nx_arena arena;

    nx_arena_init(&arena);
    for (int64_t id = 1; id <= rows->last_id && status >= 0; id++) {
        nx_stored stored;

        if (rows->rows[id].state != NX_STATE_CURRENT)
            continue;
        nx_arena_reset(&arena);
        status = nx_store_read(store, id, &arena, &stored, err);
        if (status == NEWSIDX_OK)
            status = nx_recurring_add(recurring, &stored.article, err);
    }
    nx_arena_finish(&arena);
    return status < 0 ? status : NEWSIDX_OK;
}

static newsidx_status tell(const nx_recurring *recurring, newsidx_tally *lines,
                           newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    nx_recurring_line line;
    nx_buf label;
    size_t at = 0;

    nx_buf_init(&label, 2 * NX_LIMIT_FIELD_BYTES);
    while (status >= 0 && nx_recurring_next(recurring, &at, &line)) {
        nx_buf_clear(&label);
        nx_buf_add_text(&label, line.source);
        nx_buf_add_byte(&label, '\t');
        nx_buf_add_text(&label, line.line);
        if (label.status < 0)
            status = nx_fail_memory(err);
        else
            status = nx_tally_add(
                lines, nx_buf_text(&label), line.articles,
                (double)line.articles / (double)line.source_articles, err);
    }
    nx_buf_finish(&label);
    return status;
}

newsidx_status nx_boilerplate_list(nx_store *store, newsidx_tally **out_lines,
                                   newsidx_error *err)
{
    newsidx_tally *lines = NULL;
    nx_recurring recurring;
    newsidx_status status;

    *out_lines = NULL;
    nx_recurring_init(&recurring);
    status = nx_store_begin_read(store, err);
    if (status < 0)
        return status;
    status = count_all(store, &recurring, err);
    nx_store_end_read(store);
    if (status >= 0)
        status = nx_tally_new(&lines, err);
    if (status >= 0) {
        nx_recurring_sort(&recurring);
        status = tell(&recurring, lines, err);
    }
    nx_recurring_finish(&recurring);
    if (status < 0) {
        nx_tally_free(lines);
        return status;
    }
    *out_lines = lines;
    return NEWSIDX_OK;
}
