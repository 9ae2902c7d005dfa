/* What the files of the ranked driver share. */
#ifndef NX_RANK_RANKING_H
#define NX_RANK_RANKING_H

#include "rank/bm25.h"
#include "rank/filters.h"
#include "rank/listed.h"
#include "rank/ranked.h"

/* The list of one unit. */
typedef struct nx_scored_list {
    nx_list list;
    uint32_t id;   /* of the posting at hand; NX_LIST_END behind the last */
    double factor; /* 0: it doesn't score */
    int64_t *chunk_bounds; /* of what it adds; -1: not computed */
    int64_t bound;         /* within the window at hand */
} nx_scored_list;

/* Ids that are looked at together, as far as they are close together. */
#define NX_RANKED_WINDOW 2048

/* Lists of which an article needs one: a word, or an OR of words. */
typedef struct nx_list_group {
    size_t *lists; /* their numbers */
    size_t count;
    uint64_t frequency; /* the sum of theirs */
    uint32_t id;        /* the least of theirs */
} nx_list_group;

typedef struct nx_ranked_search {
    nx_store *store;
    const nx_plan *plan;
    const nx_rows *rows;
    const nx_wanted *wanted;
    const nx_ids *phrases;
    nx_candidates *out;
    nx_arena arena;
    nx_bm25 bm25;
    uint32_t last_id; /* of the lists */
    nx_scored_list *lists;
    size_t list_count;
    size_t *list_of_unit; /* SIZE_MAX: it isn't used */
    nx_list_group *groups;
    size_t group_count;
    const nx_condition **excluded; /* none of them may hold */
    size_t excluded_count;
    nx_filters *filters; /* NULL: there are none */
    size_t next_phrase;  /* of phrases, the first that is not behind us */
    newsidx_error *err;
} nx_ranked_search;

/* The first id of the list that is `id` or above, into its `id`. */
newsidx_status nx_ranked_seek(nx_ranked_search *in, nx_scored_list *list,
                              uint32_t id);

/* Is it a version that a search finds, not excluded, and past the filters? */
newsidx_status nx_ranked_passes(nx_ranked_search *in, uint32_t id,
                                bool *out_passes);

/* How much an article has to score to be kept, in whole numbers: more than
 * this. Below 0: there is room for anything. */
int64_t nx_ranked_threshold(const nx_ranked_search *in);

/* What the list can add at most by these pairs, or by those of a chunk. */
int64_t nx_ranked_bound(const nx_ranked_search *in, const nx_scored_list *list,
                        const nx_impacts *impacts);
int64_t nx_ranked_chunk_bound(const nx_ranked_search *in, nx_scored_list *list,
                              size_t chunk);

/* A match: add it, with the whole score, or by date. */
newsidx_status nx_ranked_keep(nx_ranked_search *in, uint32_t id, int64_t score);

/* A match: count it, and note it if somebody asks for all of them. */
static inline void nx_ranked_count(nx_ranked_search *in, uint32_t id)
{
    in->out->total++;
    if (in->wanted->matches != NULL)
        nx_matches_add(in->wanted->matches, id);
}

/* Is anything scored? Or is it a matter of counting or of dates? */
bool nx_ranked_is_scored(const nx_ranked_search *in);

/* Has somebody said stop? */
newsidx_status nx_ranked_check_time(const nx_ranked_search *in);

/* Go through the windows: ids from `first` up to, not including, `end`. The
 * first failure of `search` ends it, and so does the time. */
newsidx_status nx_ranked_each_window(nx_ranked_search *in,
                                     newsidx_status (*search)(void *user,
                                                              uint32_t first,
                                                              uint32_t end),
                                     void *user);

/* ranked_any.c: the best of those in the only group. */
newsidx_status nx_ranked_any_best(nx_ranked_search *in);

/* ranked_windows.c: every article that is in all groups, by windows. They are
 * only counted if nothing is wanted, or `is_counted`. */
newsidx_status nx_ranked_windows(nx_ranked_search *in, bool is_counted);

/* ranked_leaps.c: the same, one after another. */
newsidx_status nx_ranked_leaps(nx_ranked_search *in);

#endif
