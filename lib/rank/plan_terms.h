/* What was typed, as terms of this index. */
#ifndef NX_RANK_PLAN_TERMS_H
#define NX_RANK_PLAN_TERMS_H

#include "base/limits.h"
#include "rank/plan.h"
#include "rank/vocabulary.h"
#include "text/query_terms.h"

/* What a pattern or a fuzzy word stands for. */
typedef struct nx_known_expansion {
    nx_likeness likeness;
    nx_expansion expansion;
} nx_known_expansion;

/* Makes units for one plan; everything lives in the plan's arena. */
typedef struct nx_term_maker {
    nx_store *store;
    nx_analyzer *analyzer;
    nx_plan *plan;
    newsidx_error *err;
    bool is_shouting;
    size_t diagnostic_capacity;
    size_t term_count; /* positions of all units that take part */
    /* One may come as often as it fits, and is looked up once. */
    nx_known_expansion expansions[NX_LIMIT_QUERY_TERMS];
    size_t expansion_count;
    size_t most_expansions; /* of one pattern */
} nx_term_maker;

/* How many terms each pattern of a query may stand for. */
size_t nx_terms_most_expansions(const nx_node *root);

/* Would `count` more positions be too many? */
bool nx_terms_are_too_many(const nx_term_maker *maker, size_t count);

/*
 * `text`, in `form`, as a unit: position_count 0 if it has no word, dropped if
 * it is over the limit. Expansions that were cut are told, for `span`.
 */
newsidx_status nx_terms_make_unit(nx_term_maker *maker, newsidx_text text,
                                  nx_term_form form, size_t edits,
                                  newsidx_span span, nx_unit *out);

/* Tell that a unit was left out for the limit. */
newsidx_status nx_terms_tell_left_out(nx_term_maker *maker, newsidx_span span,
                                      newsidx_text label);

#endif
