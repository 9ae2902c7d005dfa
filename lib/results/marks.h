/* Every place of an article that satisfies a query. */
#ifndef NX_RESULTS_MARKS_H
#define NX_RESULTS_MARKS_H

#include "results/examiner.h"

/* The marks and the array live in the arena. */
struct newsidx_marks {
    nx_arena arena;
    newsidx_mark *items;
    size_t count;
};

/* Those of the article that was taken last, by field and then by place, in
 * `arena`. */
newsidx_status nx_marks_read(nx_examiner *examiner, nx_arena *arena,
                             newsidx_mark **out_items, size_t *out_count,
                             newsidx_error *err);

/* Takes NULL. */
void nx_marks_free(newsidx_marks *marks);

#endif
