#include "rank/ranking.h"

#include <stdlib.h>

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

static newsidx_status take(nx_ranked_search *in, uint32_t id)
{
    bool passes;
    newsidx_status status = nx_ranked_passes(in, id, &passes);

    in->out->looked_at++;
    if (status < 0 || !passes)
        return status;
    in->out->total++;
    if (in->wanted->count == 0)
        return NEWSIDX_OK;
    return nx_ranked_keep(in, id,
                          nx_ranked_is_scored(in) ? score_of(in, id) : 0);
}

static int compare(const void *a, const void *b)
{
    const nx_list_group *first = a;
    const nx_list_group *second = b;

    return (first->frequency > second->frequency) -
           (first->frequency < second->frequency);
}

newsidx_status nx_ranked_all(nx_ranked_search *in)
{
    newsidx_status status = NEWSIDX_OK;
    uint32_t id = 1;

    qsort(in->groups, in->group_count, sizeof *in->groups, compare);
    while (status >= 0) {
        status = find_common(in, id, &id);
        if (status < 0 || id == NX_LIST_END)
            break;
        status = take(in, id);
        if (status >= 0 && in->out->looked_at % CLOCK_STEP == 0)
            status = nx_ranked_check_time(in);
        id++;
    }
    return status;
}
