#include "results/results.h"

#include <string.h>

newsidx_status nx_results_add_diagnostics(newsidx_results *results,
                                          const newsidx_diagnostic *items,
                                          size_t count, newsidx_error *err)
{
    newsidx_diagnostic *all = nx_arena_array(
        &results->arena, results->diagnostic_count + count, sizeof *all);

    if (all == NULL)
        return nx_fail_memory(err);
    if (results->diagnostic_count > 0)
        memcpy(all, results->diagnostics,
               results->diagnostic_count * sizeof *all);
    if (count > 0)
        memcpy(all + results->diagnostic_count, items, count * sizeof *all);
    results->diagnostics = all;
    results->diagnostic_count += count;
    return NEWSIDX_OK;
}
