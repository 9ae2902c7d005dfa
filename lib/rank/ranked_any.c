#include "rank/ranking.h"

#include "base/bits.h"

#include <string.h>

/*
 * Articles that are in any of the lists, window by window:
 *
 *     ids      1 ........ 2048 | 2049 ........ 4096 | ...
 *     list 0   bound 3.1       | 2.8
 *     list 1   bound 0.4       | 0.5                    bounds: what the list
 *     list 2   bound 0.2       | 0.1                    adds there at most
 *
 * MaxScore (Turtle and Flood, "Query Evaluation: Strategies and Optimizations",
 * 1995) with block maxima (Ding and Suel, 2011): where the bounds of the least
 * lists together can't reach what the last of the best has, an article must be
 * in one of the others, the essential lists, to enter. Only those are read; the
 * rest are asked about the few articles that may still enter. Where all bounds
 * together are too low, nothing is read at all.
 */
typedef struct window {
    nx_ranked_search *in;
    uint32_t first; /* ids from first up to, not including, end */
    uint32_t end;
    size_t *order; /* the group's lists, by their bounds, the least first */
    size_t count;
    size_t essential; /* of the order: those from here on are essential */
    int64_t total;    /* of all bounds */
    int64_t rest;     /* of those of lists that aren't essential */
    int64_t threshold;
    int64_t sums[NX_RANKED_WINDOW];
    uint64_t touched[NX_RANKED_WINDOW / 64];
} window;

/* ------------------------------------------------------------ bounds ---- */

/* By the chunks that reach into the window, of which none need be read. */
static void bound_by_chunks(const window *at, nx_scored_list *list)
{
    nx_list *from = &list->list;

    list->bound = 0;
    nx_list_skip(from, at->first);
    for (size_t i = from->chunk; i < from->chunk_count; i++) {
        int64_t bound;

        if (from->chunks[i].base >= at->end - 1)
            break;
        bound = nx_ranked_chunk_bound(at->in, list, i);
        if (bound > list->bound)
            list->bound = bound;
    }
}

/* By the blocks: closer, at the price of reading the chunks. */
static newsidx_status bound_by_blocks(const window *at, nx_scored_list *list)
{
    nx_list *from = &list->list;

    list->bound = 0;
    for (size_t i = from->chunk; i < from->chunk_count; i++) {
        const nx_list_part *part;
        newsidx_status status;

        if (from->chunks[i].base >= at->end - 1)
            break;
        status = nx_list_read(from, i, &part, at->in->err);
        if (status < 0)
            return status;
        for (size_t j = 0; j < part->block_count; j++) {
            const nx_block *block = &part->blocks[j];
            int64_t bound;

            if (block->last < at->first || block->base >= at->end - 1)
                continue;
            bound = nx_ranked_bound(at->in, list, &block->impacts);
            if (bound > list->bound)
                list->bound = bound;
        }
    }
    return NEWSIDX_OK;
}

/* Sort by the bounds, which change little from window to window, and find
 * which lists are essential. */
static void divide(window *at)
{
    const nx_scored_list *lists = at->in->lists;
    int64_t sum = 0;

    at->total = 0;
    for (size_t i = 0; i < at->count; i++) {
        const size_t number = at->order[i];
        size_t place = i;

        for (; place > 0 &&
               lists[at->order[place - 1]].bound > lists[number].bound;
             place--)
            at->order[place] = at->order[place - 1];
        at->order[place] = number;
        at->total += lists[number].bound;
    }
    at->rest = 0;
    for (at->essential = 0; at->essential < at->count; at->essential++) {
        sum += lists[at->order[at->essential]].bound;
        if (sum > at->threshold)
            break;
        at->rest = sum;
    }
}

/* Can nothing in the window enter? */
static bool is_hopeless(const window *at)
{
    return at->essential == at->count;
}

/* ------------------------------------------------------------- sums ----- */

/* Add what the block's postings in the window add. */
static void add_block(window *at, nx_scored_list *list)
{
    const nx_ranked_search *in = at->in;
    nx_list *from = &list->list;
    const nx_block *block = nx_list_block(from);
    uint32_t i = from->at;

    for (; i < from->id_count && from->ids[i] < at->end; i++) {
        const uint32_t id = from->ids[i];
        const uint32_t place = id - at->first;

        at->sums[place] +=
            nx_bm25_part(&in->bm25, list->factor, nx_block_weight(block, i),
                         in->rows->rows[id].length);
        at->touched[place / 64] |= UINT64_C(1) << place % 64;
    }
    if (i < from->id_count)
        from->at = i;
}

/* Add up an essential list, but for blocks in which nothing can enter. */
static newsidx_status add_list(window *at, nx_scored_list *list)
{
    const int64_t others = at->total - list->bound;
    nx_list *from = &list->list;
    uint32_t id = at->first;

    while (id < at->end) {
        const nx_block *block;
        newsidx_status status =
            nx_list_find_block(from, id, &block, at->in->err);

        if (status < 0)
            return status;
        if (block == NULL || block->base >= at->end - 1)
            break;
        if (nx_ranked_bound(at->in, list, &block->impacts) + others >
            at->threshold) {
            status = nx_list_seek(from, id, &list->id, at->in->err);
            if (status < 0)
                return status;
            add_block(at, list);
        }
        id = block->last + 1;
    }
    return NEWSIDX_OK;
}

/* Ask the other lists, from the greatest bound on, about an article that may
 * enter; below 0 in `*sum` if it can't. */
static newsidx_status complete(window *at, uint32_t id, int64_t *sum)
{
    nx_ranked_search *in = at->in;
    int64_t rest = at->rest;

    for (size_t i = at->essential; i > 0 && *sum + rest > at->threshold; i--) {
        nx_scored_list *list = &in->lists[at->order[i - 1]];
        const newsidx_status status =
            nx_list_seek(&list->list, id, &list->id, in->err);

        if (status < 0)
            return status;
        rest -= list->bound;
        if (list->id == id)
            *sum += nx_bm25_part(&in->bm25, list->factor,
                                 nx_list_weight(&list->list),
                                 in->rows->rows[id].length);
    }
    if (*sum + rest <= at->threshold)
        *sum = -1;
    return NEWSIDX_OK;
}

static newsidx_status take(window *at, uint32_t id, int64_t sum)
{
    newsidx_status status = complete(at, id, &sum);
    bool passes;

    if (status < 0 || sum < 0)
        return status;
    at->in->out->looked_at++;
    status = nx_ranked_passes(at->in, id, &passes);
    if (status < 0 || !passes)
        return status;
    at->in->out->total++;
    status = nx_ranked_keep(at->in, id, sum);
    at->threshold = nx_ranked_threshold(at->in);
    return status;
}

/* Take each article that was touched, and forget the marks. */
static newsidx_status take_touched(window *at)
{
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = 0; i < NX_RANKED_WINDOW / 64; i++) {
        uint64_t bits = at->touched[i];

        at->touched[i] = 0;
        for (; bits != 0 && status >= 0; bits &= bits - 1) {
            const uint32_t place = (uint32_t)(i * 64) + nx_lowest_bit(bits);

            if (at->sums[place] + at->rest > at->threshold)
                status = take(at, at->first + place, at->sums[place]);
        }
    }
    return status;
}

static newsidx_status search_window(void *user, uint32_t first, uint32_t end)
{
    window *at = user;
    nx_ranked_search *in = at->in;
    newsidx_status status = NEWSIDX_OK;

    at->first = first;
    at->end = end;
    at->threshold = nx_ranked_threshold(in);
    for (size_t i = 0; i < at->count; i++)
        bound_by_chunks(at, &in->lists[at->order[i]]);
    divide(at);
    if (is_hopeless(at))
        return NEWSIDX_OK;
    for (size_t i = at->essential; i < at->count && status >= 0; i++)
        status = bound_by_blocks(at, &in->lists[at->order[i]]);
    if (status < 0)
        return status;
    divide(at);
    memset(at->sums, 0, sizeof at->sums);
    for (size_t i = at->essential; i < at->count && status >= 0; i++)
        status = add_list(at, &in->lists[at->order[i]]);
    return status < 0 ? status : take_touched(at);
}

/* ----------------------------------------------------------- windows ---- */

newsidx_status nx_ranked_any_best(nx_ranked_search *in)
{
    window at = {.in = in};

    at.order = nx_arena_array(&in->arena, in->list_count, sizeof *at.order);
    if (at.order == NULL)
        return nx_fail_memory(in->err);
    /* Excluded words don't score: their lists move by themselves. */
    for (size_t i = 0; i < in->list_count; i++) {
        if (in->lists[i].factor > 0.0)
            at.order[at.count++] = i;
    }
    return nx_ranked_each_window(in, search_window, &at);
}
