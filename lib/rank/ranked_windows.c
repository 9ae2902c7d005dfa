#include "rank/ranking.h"

#include "base/bits.h"

#include <string.h>

/*
 * Articles that are in every group, window by window, each list as bits:
 *
 *     group 0    list 0  1 0 0 1 1 0 0 1 ...
 *                list 1  0 0 1 0 0 0 0 1 ...     or
 *     group 1    list 2  1 1 1 1 0 0 1 0 ...     and
 *     matches            1 0 1 1 0 0 0 0 ...
 *
 * What is dense costs so the least, and a count is a count of bits.
 */
#define WORDS (NX_RANKED_WINDOW / 64)

typedef struct marks {
    uint64_t bits[WORDS];
    uint32_t *weights; /* by place; NULL: not asked for */
    uint32_t first;    /* of the window that they are of; 0: of none */
} marks;

typedef struct window {
    nx_ranked_search *in;
    uint32_t first; /* ids from first up to, not including, end */
    uint32_t end;
    bool is_counted; /* and nothing else */
    marks *lists;    /* of each list */
    uint64_t matches[WORDS];
} window;

/* The postings of one list in the window; several groups may have it. */
static newsidx_status mark_list(window *at, size_t number)
{
    nx_scored_list *list = &at->in->lists[number];
    marks *to = &at->lists[number];
    newsidx_status status;

    if (to->first == at->first)
        return NEWSIDX_OK;
    to->first = at->first;
    memset(to->bits, 0, sizeof to->bits);
    status = nx_ranked_seek(at->in, list, at->first);
    while (status >= 0 && list->id < at->end) {
        const nx_list *from = &list->list;
        const nx_block *block = nx_list_block(from);
        uint32_t i = from->at;

        for (; i < from->id_count && from->ids[i] < at->end; i++) {
            const uint32_t place = from->ids[i] - at->first;

            to->bits[place / 64] |= UINT64_C(1) << place % 64;
            if (to->weights != NULL)
                to->weights[place] = nx_block_weight(block, i);
        }
        status = nx_ranked_seek(
            at->in, list, i < from->id_count ? at->end : from->ids[i - 1] + 1);
    }
    return status;
}

/* What is in all groups; false if nothing is. */
static newsidx_status match_groups(window *at, bool *out_any)
{
    const nx_ranked_search *in = at->in;
    newsidx_status status = NEWSIDX_OK;

    *out_any = true;
    memset(at->matches, 0xFF, sizeof at->matches);
    for (size_t i = 0; i < in->group_count && *out_any; i++) {
        const nx_list_group *group = &in->groups[i];
        uint64_t any = 0;

        for (size_t j = 0; j < group->count && status >= 0; j++)
            status = mark_list(at, group->lists[j]);
        if (status < 0)
            return status;
        for (size_t j = 0; j < WORDS; j++) {
            uint64_t bits = 0;

            for (size_t k = 0; k < group->count; k++)
                bits |= at->lists[group->lists[k]].bits[j];
            at->matches[j] &= bits;
            any |= at->matches[j];
        }
        *out_any = any != 0;
    }
    return NEWSIDX_OK;
}

static int64_t score_of(const window *at, uint32_t place)
{
    const nx_ranked_search *in = at->in;
    const uint32_t length = in->rows->rows[at->first + place].length;
    int64_t score = 0;

    for (size_t i = 0; i < in->list_count; i++) {
        const marks *list = &at->lists[i];

        if (list->weights != NULL &&
            (list->bits[place / 64] >> place % 64 & 1U) != 0)
            score += nx_bm25_part(&in->bm25, in->lists[i].factor,
                                  list->weights[place], length);
    }
    return score;
}

static newsidx_status take(window *at, uint32_t place)
{
    nx_ranked_search *in = at->in;
    const uint32_t id = at->first + place;
    bool passes;
    const newsidx_status status = nx_ranked_passes(in, id, &passes);

    if (status < 0 || !passes)
        return status;
    nx_ranked_count(in, id);
    if (at->is_counted)
        return NEWSIDX_OK;
    return nx_ranked_keep(in, id,
                          nx_ranked_is_scored(in) ? score_of(at, place) : 0);
}

static newsidx_status take_matches(window *at)
{
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = 0; i < WORDS; i++) {
        uint64_t bits = at->matches[i];

        for (; bits != 0 && status >= 0; bits &= bits - 1)
            status = take(at, (uint32_t)(i * 64) + nx_lowest_bit(bits));
    }
    return status;
}

/* Where nothing is hidden, excluded or filtered, all matches count. */
static bool can_count_bits(const window *at)
{
    const nx_ranked_search *in = at->in;

    return at->is_counted && in->wanted->matches == NULL &&
           in->excluded_count == 0 && in->filters == NULL &&
           in->rows->article_count == in->rows->version_count;
}

static newsidx_status search_window(void *user, uint32_t first, uint32_t end)
{
    window *at = user;
    nx_candidates *out = at->in->out;
    newsidx_status status;
    bool is_any;

    at->first = first;
    at->end = end;
    status = match_groups(at, &is_any);
    if (status < 0 || !is_any)
        return status;
    for (size_t i = 0; i < WORDS; i++)
        out->looked_at += nx_count_bits(at->matches[i]);
    if (!can_count_bits(at))
        return take_matches(at);
    for (size_t i = 0; i < WORDS; i++)
        out->total += nx_count_bits(at->matches[i]);
    return NEWSIDX_OK;
}

/* Weights are kept of the lists that score. */
static newsidx_status open_marks(window *at)
{
    nx_ranked_search *in = at->in;

    at->lists = nx_arena_array(&in->arena, in->list_count, sizeof *at->lists);
    if (at->lists == NULL)
        return nx_fail_memory(in->err);
    for (size_t i = 0; i < in->list_count; i++) {
        if (at->is_counted || !nx_ranked_is_scored(in) ||
            in->lists[i].factor <= 0.0)
            continue;
        at->lists[i].weights =
            nx_arena_array(&in->arena, NX_RANKED_WINDOW, sizeof(uint32_t));
        if (at->lists[i].weights == NULL)
            return nx_fail_memory(in->err);
    }
    return NEWSIDX_OK;
}

newsidx_status nx_ranked_windows(nx_ranked_search *in, bool is_counted)
{
    window at = {.in = in, .is_counted = is_counted || in->wanted->count == 0};
    const newsidx_status status = open_marks(&at);

    return status < 0 ? status : nx_ranked_each_window(in, search_window, &at);
}
