#include "rank/ranking.h"

/*
 * Articles that are in every group, by leaps: the rarest group names one, and
 * whichever group hasn't got it names the next that could be.
 */

/* Matches between two looks at the clock. */
#define CLOCK_STEP 4096

static newsidx_status seek_group(nx_ranked_search *in, nx_list_group *group,
                                 uint32_t id)
{
    group->id = NX_LIST_END;
    for (size_t i = 0; i < group->count; i++) {
        nx_scored_list *list = &in->lists[group->lists[i]];
        const newsidx_status status = nx_ranked_seek(in, list, id);

        if (status < 0)
            return status;
        if (list->id < group->id)
            group->id = list->id;
    }
    return NEWSIDX_OK;
}

/* The first article from `id` on that all groups have. */
static newsidx_status find_common(nx_ranked_search *in, uint32_t id,
                                  uint32_t *out_id)
{
    size_t agreed = 0;

    while (agreed < in->group_count) {
        const newsidx_status status = seek_group(in, &in->groups[agreed], id);

        if (status < 0)
            return status;
        if (in->groups[agreed].id == id) {
            agreed++;
            continue;
        }
        id = in->groups[agreed].id;
        if (id == NX_LIST_END)
            break;
        agreed = agreed == 0 ? 1 : 0;
    }
    *out_id = id;
    return NEWSIDX_OK;
}

/* What all lists that stand at the article add to its score. */
static int64_t score_of(const nx_ranked_search *in, uint32_t id)
{
    const uint32_t length = in->rows->rows[id].length;
    int64_t score = 0;

    for (size_t i = 0; i < in->list_count; i++) {
        const nx_scored_list *list = &in->lists[i];

        if (list->id == id && list->factor > 0.0)
            score += nx_bm25_part(&in->bm25, list->factor,
                                  nx_list_weight(&list->list), length);
    }
    return score;
}

/* ids up to `last`, and what all lists together can add to one of them. */
typedef struct stretch {
    uint32_t last;
    int64_t bound;
} stretch;

/* From `id` on, as long as every list stays in its chunk. */
static void chunk_stretch(nx_ranked_search *in, uint32_t id, stretch *out)
{
    out->last = in->last_id;
    out->bound = 0;
    for (size_t i = 0; i < in->list_count; i++) {
        nx_scored_list *list = &in->lists[i];
        nx_list *from = &list->list;

        nx_list_skip(from, id);
        if (list->factor <= 0.0 || from->chunk == from->chunk_count)
            continue;
        out->bound += nx_ranked_chunk_bound(in, list, from->chunk);
        if (from->chunks[from->chunk].last < out->last)
            out->last = from->chunks[from->chunk].last;
    }
}

/* The same for its block. */
static newsidx_status block_stretch(nx_ranked_search *in, uint32_t id,
                                    stretch *out)
{
    out->last = in->last_id;
    out->bound = 0;
    for (size_t i = 0; i < in->list_count; i++) {
        nx_scored_list *list = &in->lists[i];
        const nx_block *block;
        newsidx_status status;

        if (list->factor <= 0.0)
            continue;
        status = nx_list_find_block(&list->list, id, &block, in->err);
        if (status < 0)
            return status;
        if (block == NULL)
            continue;
        out->bound += nx_ranked_bound(in, list, &block->impacts);
        if (block->last < out->last)
            out->last = block->last;
    }
    return NEWSIDX_OK;
}

/*
 * The first id from `*id` on that may enter the best, and in `*out_last` how
 * far that is not to be asked again: block maxima for ANDs as in Lucene 8.
 */
static newsidx_status skip_hopeless(nx_ranked_search *in, uint32_t *id,
                                    uint32_t *out_last)
{
    const int64_t threshold = nx_ranked_threshold(in);
    newsidx_status status = NEWSIDX_OK;
    stretch at = {0, 0};

    *out_last = in->last_id;
    while (*id <= in->last_id) {
        chunk_stretch(in, *id, &at);
        if (at.bound > threshold)
            status = block_stretch(in, *id, &at);
        if (status < 0 || at.bound > threshold)
            break;
        *id = at.last + 1;
    }
    *out_last = at.last;
    return status;
}

static newsidx_status take(nx_ranked_search *in, uint32_t id)
{
    bool passes;
    newsidx_status status = nx_ranked_passes(in, id, &passes);

    in->out->looked_at++;
    if (status < 0 || !passes)
        return status;
    nx_ranked_count(in, id);
    if (in->wanted->count == 0)
        return NEWSIDX_OK;
    return nx_ranked_keep(in, id,
                          nx_ranked_is_scored(in) ? score_of(in, id) : 0);
}

newsidx_status nx_ranked_leaps(nx_ranked_search *in)
{
    const bool may_skip = nx_ranked_is_scored(in) && in->wanted->at_least &&
                          in->phrases->count == 0;
    newsidx_status status = NEWSIDX_OK;
    uint32_t known = 0; /* up to here nothing more is hopeless */
    uint32_t id = 1;

    in->out->is_bound = may_skip;
    while (status >= 0) {
        if (may_skip && id > known)
            status = skip_hopeless(in, &id, &known);
        if (status >= 0)
            status = find_common(in, id, &id);
        if (status < 0 || id == NX_LIST_END)
            break;
        if (may_skip && id > known)
            continue;
        status = take(in, id);
        if (status >= 0 && in->out->looked_at % CLOCK_STEP == 0)
            status = nx_ranked_check_time(in);
        id++;
    }
    return status;
}
