#include "results/tally.h"

#include "base/memory.h"
#include "base/options.h"

/* Lines are chained, so that one that was handed out never moves. */
typedef struct line {
    newsidx_tally_line public;
    struct line *next;
} line;

struct newsidx_tally {
    nx_arena arena;
    line *last;
    line *next; /* to be handed out */
    newsidx_tally_sums sums;
};

newsidx_status nx_tally_new(newsidx_tally **out_tally, newsidx_error *err)
{
    *out_tally = nx_new(newsidx_tally);
    if (*out_tally == NULL)
        return nx_fail_memory(err);
    nx_arena_init(&(*out_tally)->arena);
    return NEWSIDX_OK;
}

newsidx_status nx_tally_add(newsidx_tally *tally, newsidx_text label,
                            uint64_t count, double weight, newsidx_error *err)
{
    line *added = nx_arena_new(&tally->arena, line);

    if (added == NULL)
        return nx_fail_memory(err);
    added->public.label = nx_arena_text(&tally->arena, label);
    added->public.count = count;
    added->public.weight = weight;
    if (added->public.label.bytes == NULL)
        return nx_fail_memory(err);
    if (tally->last != NULL)
        tally->last->next = added;
    if (tally->next == NULL)
        tally->next = added;
    tally->last = added;
    return NEWSIDX_OK;
}

void nx_tally_set_sums(newsidx_tally *tally, const newsidx_tally_sums *sums)
{
    tally->sums = *sums;
}

newsidx_status nx_tally_get_sums(const newsidx_tally *tally,
                                 newsidx_tally_sums *sums, newsidx_error *err)
{
    return nx_options_write(sums, &tally->sums, sizeof tally->sums, err);
}

const newsidx_tally_line *nx_tally_next(newsidx_tally *tally)
{
    line *at = tally->next;

    if (at == NULL)
        return NULL;
    tally->next = at->next;
    return &at->public;
}

void nx_tally_free(newsidx_tally *tally)
{
    if (tally == NULL)
        return;
    nx_arena_finish(&tally->arena);
    nx_free(tally);
}
