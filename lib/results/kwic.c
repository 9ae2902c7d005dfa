#include "results/kwic.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/options.h"
#include "base/str.h"
#include "base/utf8.h"

#include <string.h>

#define DEFAULT_CONTEXT_BYTES 80

/*
 * Articles are read in batches, each in a snapshot of its own, so that no lock
 * is held while somebody reads lines. A batch ends with so many articles, or
 * when their texts come to so much.
 */
#define BATCH_ARTICLES 64
#define BATCH_BYTES ((size_t)512 * 1024)

/* An article with its marks. */
typedef struct marked_article {
    int64_t id;
    int64_t published_at;
    newsidx_text key;
    newsidx_text source;
    newsidx_text columns[NX_COLUMN_COUNT];
    newsidx_mark *marks;
    size_t mark_count;
} marked_article;

struct nx_kwic {
    nx_store *store;
    nx_all all;
    size_t context_bytes;
    size_t next; /* of the ranking: the first that isn't in the batch */
    /* The batch, in its arena. */
    nx_arena arena;
    marked_article articles[BATCH_ARTICLES];
    size_t article_count;
    size_t at;   /* the article whose lines are given */
    size_t mark; /* the next of its marks */
    /* The line. */
    nx_buf left;
    nx_buf match;
    nx_buf right;
    newsidx_line line;
};

static newsidx_status read_options(const newsidx_kwic_options *theirs,
                                   newsidx_kwic_options *mine,
                                   newsidx_search_options *out_search,
                                   newsidx_error *err)
{
    const newsidx_search_options init = NEWSIDX_SEARCH_OPTIONS_INIT;
    const newsidx_status status =
        nx_options_read(mine, sizeof *mine, theirs, err);

    if (status < 0)
        return status;
    if (mine->context_bytes == 0)
        mine->context_bytes = DEFAULT_CONTEXT_BYTES;
    if (mine->context_bytes > NX_LIMIT_CONTEXT_BYTES)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "context_bytes is over %d",
                       NX_LIMIT_CONTEXT_BYTES);
    *out_search = init;
    out_search->order = mine->order;
    out_search->timeout_ms = mine->timeout_ms > 0 ? mine->timeout_ms : -1;
    out_search->language = mine->language;
    out_search->advise = mine->advise;
    out_search->half_life_days = mine->half_life_days;
    out_search->now = mine->now;
    return NEWSIDX_OK;
}

newsidx_status nx_kwic_open(nx_store *store, nx_frequencies *frequencies,
                            const newsidx_query *query,
                            const newsidx_kwic_options *options,
                            nx_kwic **out_kwic, newsidx_error *err)
{
    newsidx_kwic_options mine;
    newsidx_search_options how;
    nx_kwic *kwic;
    newsidx_status status = read_options(options, &mine, &how, err);

    *out_kwic = NULL;
    if (status < 0)
        return status;
    kwic = nx_new(nx_kwic);
    if (kwic == NULL)
        return nx_fail_memory(err);
    kwic->store = store;
    kwic->context_bytes = mine.context_bytes;
    nx_arena_init(&kwic->arena);
    nx_buf_init(&kwic->left, NX_LIMIT_CONTEXT_BYTES);
    nx_buf_init(&kwic->match, NX_LIMIT_ARTICLE_BYTES);
    nx_buf_init(&kwic->right, NX_LIMIT_CONTEXT_BYTES);
    status = nx_search_all(store, frequencies, query, &how, &kwic->all, err);
    if (status < 0) {
        nx_kwic_free(kwic);
        return status;
    }
    *out_kwic = kwic;
    return NEWSIDX_OK;
}

/* ----------------------------------------------------------- batches ---- */

/* Copy a text of the article at hand, if it has it. */
static bool copy(nx_arena *arena, newsidx_text from, newsidx_text *to)
{
    if (from.bytes == NULL)
        return true;
    *to = nx_arena_text(arena, from);
    return to->bytes != NULL;
}

/* Keep the article that the examiner took, unless nothing is marked in it. */
static newsidx_status keep(nx_kwic *kwic, nx_examiner *examiner, size_t *bytes,
                           newsidx_error *err)
{
    const newsidx_article *from = &examiner->stored.article;
    marked_article *to = &kwic->articles[kwic->article_count];
    newsidx_status status;

    memset(to, 0, sizeof *to);
    status =
        nx_marks_read(examiner, &kwic->arena, &to->marks, &to->mark_count, err);
    if (status < 0 || to->mark_count == 0)
        return status;
    to->id = examiner->stored.id;
    to->published_at = from->published_at;
    if (!copy(&kwic->arena, from->key, &to->key) ||
        !copy(&kwic->arena, from->source, &to->source))
        return nx_fail_memory(err);
    for (size_t i = 0; i < NX_COLUMN_COUNT; i++) {
        if (!copy(&kwic->arena, nx_words_column(from, (nx_column)i),
                  &to->columns[i]))
            return nx_fail_memory(err);
        *bytes += to->columns[i].length;
    }
    *bytes += to->mark_count * sizeof *to->marks;
    kwic->article_count++;
    return NEWSIDX_OK;
}

static newsidx_status read_articles(nx_kwic *kwic, nx_examiner *examiner,
                                    newsidx_error *err)
{
    const nx_ranking *ranking = &kwic->all.ranking;
    size_t bytes = 0;

    while (kwic->next < ranking->count &&
           kwic->article_count < BATCH_ARTICLES && bytes < BATCH_BYTES) {
        const int64_t id = ranking->standings[kwic->next].id;
        newsidx_status status;

        if (nx_store_is_interrupted(kwic->store))
            return nx_fail(err, NEWSIDX_ERR_CANCELLED, "interrupted");
        status = nx_store_may_read(kwic->store, id, kwic->all.recency.now, err);
        if (status == NEWSIDX_OK)
            status = nx_examiner_take(examiner, id, err);
        if (status == NEWSIDX_OK)
            status = keep(kwic, examiner, &bytes, err);
        if (status < 0)
            return status;
        kwic->next++;
    }
    return NEWSIDX_OK;
}

static newsidx_status read_batch(nx_kwic *kwic, newsidx_error *err)
{
    const nx_all *all = &kwic->all;
    nx_examiner examiner;
    newsidx_status status;

    kwic->article_count = 0;
    kwic->at = 0;
    kwic->mark = 0;
    nx_arena_reset(&kwic->arena);
    if (kwic->next >= all->ranking.count)
        return NEWSIDX_OK;
    status = nx_store_begin_read_at(kwic->store, all->recency.now, err);
    if (status < 0)
        return status;
    status = nx_examiner_init(&examiner, kwic->store, &all->plan, &all->recency,
                              err);
    if (status >= 0)
        status = read_articles(kwic, &examiner, err);
    nx_examiner_finish(&examiner);
    nx_store_end_read(kwic->store);
    return status;
}

/* -------------------------------------------------------------- lines ---- */

static newsidx_status set_text(nx_buf *buf, const char *bytes, size_t length,
                               newsidx_text *out, newsidx_error *err)
{
    nx_buf_clear(buf);
    nx_buf_add(buf, bytes, length);
    *out = nx_buf_text(buf);
    return buf->status < 0
               ? nx_fail(err, buf->status, "%s", nx_status_text(buf->status))
               : NEWSIDX_OK;
}

/* The texts around a mark, cut between characters. */
static newsidx_status set_texts(nx_kwic *kwic, newsidx_text field,
                                newsidx_span span, newsidx_error *err)
{
    const size_t most = kwic->context_bytes;
    newsidx_line *line = &kwic->line;
    size_t start = span.start > most ? span.start - most : 0;
    size_t length = field.length - span.end;
    newsidx_status status;

    while (start < span.start && nx_utf8_is_continuation(field.bytes[start]))
        start++;
    if (length > most)
        length = nx_utf8_cut(field.bytes + span.end, most);
    status = set_text(&kwic->left, field.bytes + start, span.start - start,
                      &line->left, err);
    if (status >= 0)
        status = set_text(&kwic->match, field.bytes + span.start,
                          span.end - span.start, &line->match, err);
    if (status >= 0)
        status = set_text(&kwic->right, field.bytes + span.end, length,
                          &line->right, err);
    return status;
}

static newsidx_status make_line(nx_kwic *kwic, newsidx_error *err)
{
    const marked_article *article = &kwic->articles[kwic->at];
    const newsidx_mark *mark = &article->marks[kwic->mark];
    newsidx_line *line = &kwic->line;

    line->article += kwic->mark == 0;
    line->id = article->id;
    line->published_at = article->published_at;
    line->key = article->key;
    line->headline = article->columns[NX_COLUMN_HEADLINE];
    line->source = article->source;
    line->field = mark->field;
    line->span = mark->span;
    return set_texts(kwic, article->columns[mark->field], mark->span, err);
}

newsidx_status nx_kwic_next(nx_kwic *kwic, const newsidx_line **out_line,
                            newsidx_error *err)
{
    newsidx_status status;

    *out_line = NULL;
    while (kwic->at == kwic->article_count) {
        if (kwic->next >= kwic->all.ranking.count)
            return NEWSIDX_DONE;
        status = read_batch(kwic, err);
        if (status < 0)
            return status;
    }
    status = make_line(kwic, err);
    if (status < 0)
        return status;
    if (++kwic->mark == kwic->articles[kwic->at].mark_count) {
        kwic->at++;
        kwic->mark = 0;
    }
    *out_line = &kwic->line;
    return NEWSIDX_OK;
}

const newsidx_results *nx_kwic_results(const nx_kwic *kwic)
{
    return kwic->all.results;
}

void nx_kwic_free(nx_kwic *kwic)
{
    if (kwic == NULL)
        return;
    nx_results_free(kwic->all.results);
    nx_arena_finish(&kwic->arena);
    nx_buf_finish(&kwic->left);
    nx_buf_finish(&kwic->match);
    nx_buf_finish(&kwic->right);
    nx_free(kwic);
}
