/* Which articles hold the words of a plain query as one phrase. */
#ifndef NX_RANK_WHOLE_PHRASE_H
#define NX_RANK_WHOLE_PHRASE_H

#include "rank/candidates.h"

/*
 * The ids up to nx_store_listed(), rising, of articles with the plan's whole
 * phrase; none if the plan has none. `out` is to be freed with nx_ids_finish().
 */
newsidx_status nx_whole_phrase_find(nx_store *store, const nx_plan *plan,
                                    nx_ids *out, newsidx_error *err);

void nx_ids_finish(nx_ids *ids);

#endif
