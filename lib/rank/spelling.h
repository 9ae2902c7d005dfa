/* How a word is written in a text: its letter cases and its very bytes. */
#ifndef NX_RANK_SPELLING_H
#define NX_RANK_SPELLING_H

#include "rank/intervals.h"
#include "rank/plan.h"

/* Are these bytes, a word, in the letter cases that the unit asks for? */
bool nx_spelling_has_cases(const nx_unit *unit, newsidx_text text,
                           uint32_t start, uint32_t end);

/* Do the bytes that the unit asks for, if it does, stand around its first word,
 * which begins at `start`? A blank of theirs is any run of white space. */
bool nx_spelling_has_bytes(const nx_unit *unit, newsidx_text text,
                           uint32_t start);

/* Looks at texts for one plan. Not for two threads at once. */
typedef struct nx_speller nx_speller;

/* The plan must stay as long as the speller. */
newsidx_status nx_speller_new(const nx_plan *plan, nx_speller **out_speller,
                              newsidx_error *err);
void nx_speller_free(nx_speller *speller);

/*
 * Take out of `places`, of each unit, those that are not written as their unit
 * asks. They are sorted, and of the article.
 */
newsidx_status nx_speller_keep(nx_speller *speller, nx_analyzer *analyzer,
                               const newsidx_article *article,
                               nx_intervals *places, newsidx_error *err);

#endif
