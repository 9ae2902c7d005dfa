/* Passages of an article as a person reads them: text and marks. */
#ifndef NX_RESULTS_PASSAGES_H
#define NX_RESULTS_PASSAGES_H

#include "base/arena.h"
#include "rank/matcher.h"

/*
 * Fill in passage `number` of the article that `reading` is of: its text and
 * spans are copied to `arena`. Its score is the caller's.
 */
newsidx_status nx_passage_make(const nx_reading *reading, newsidx_text body,
                               size_t number, nx_arena *arena,
                               newsidx_passage *out, newsidx_error *err);

/* Where to cut a body between two words: the offset of what stands behind. */
size_t nx_passage_cut(newsidx_text body, nx_gap gap);

/*
 * The occurrences of `column` within `bytes` of it, as spans that begin at 0
 * with those bytes: sorted, overlapping ones joined. `all` is without a limit,
 * the other one at most NX_LIMIT_SPANS.
 */
newsidx_status nx_passage_all_spans(const nx_reading *reading, nx_column column,
                                    newsidx_span bytes, nx_arena *arena,
                                    const newsidx_span **out_spans,
                                    size_t *out_count, newsidx_error *err);
newsidx_status nx_passage_spans(const nx_reading *reading, nx_column column,
                                newsidx_span bytes, nx_arena *arena,
                                const newsidx_span **out_spans,
                                size_t *out_count, newsidx_error *err);

#endif
