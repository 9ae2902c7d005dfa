/* Stage two: the scores of an article that was read, see README.md. */
#ifndef NX_RANK_SCORE_H
#define NX_RANK_SCORE_H

#include "rank/matcher.h"

/* The parts of a score, before they are mixed. */
typedef struct nx_score {
    double article;
    double passage;
    double ordered;
    double unordered;
} nx_score;

/* 0.6 * article + ... */
double nx_score_mix(const nx_score *score);

/* Take from what was read of the text what age took from `article`. */
void nx_score_age(nx_score *score, double freshness);

/* Scores articles for one plan. Not for two threads at once. */
typedef struct nx_scorer nx_scorer;

/* The plan must stay as long as the scorer. */
newsidx_status nx_scorer_new(const nx_plan *plan, nx_scorer **out_scorer,
                             newsidx_error *err);
void nx_scorer_free(nx_scorer *scorer);

/*
 * Take the article that `reading` is of; `length` is its row's. The reading
 * must stay as it is while the functions below are called.
 */
newsidx_status nx_scorer_load(nx_scorer *scorer, const nx_reading *reading,
                              uint32_t length, newsidx_error *err);

/* S, from the text; equal to what stage one made of the index. */
double nx_scorer_article(nx_scorer *scorer);

/* What one unit adds to S, and how often it occurs. */
double nx_scorer_unit(nx_scorer *scorer, size_t unit, uint64_t *out_count);

/* P of a passage; of an article without a body, with 0: of its headline. */
double nx_scorer_passage(nx_scorer *scorer, size_t number);

/* Has the passage an occurrence of its own? */
bool nx_scorer_has(const nx_scorer *scorer, size_t number);

/* Does the plan's whole phrase begin in the passage? */
bool nx_scorer_has_phrase(const nx_scorer *scorer, size_t number);

/* Passage, ordered and unordered of the whole article. */
void nx_scorer_whole(nx_scorer *scorer, nx_score *score);

/* The same of one passage alone. */
void nx_scorer_one(nx_scorer *scorer, size_t number, nx_score *score);

#endif
