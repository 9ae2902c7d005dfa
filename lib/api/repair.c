#include "store/repair.h"

#include "base/options.h"

newsidx_status newsidx_repair(const char *path, const char *new_path,
                              const newsidx_repair_options *options,
                              newsidx_repair_counts *counts, newsidx_error *err)
{
    newsidx_repair_options known;
    newsidx_repair_counts sums = NEWSIDX_REPAIR_COUNTS_INIT;
    newsidx_status status;

    if (path == NULL || new_path == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "%s is NULL",
                       path == NULL ? "path" : "new_path");
    status = nx_options_read(&known, sizeof known, options, err);
    if (status < 0)
        return status;
    if (counts != NULL)
        status = nx_options_write(counts, &sums, sizeof sums, err);
    if (status < 0)
        return status;
    status = nx_store_repair(path, new_path, &known, &sums, err);
    if (counts != NULL)
        (void)nx_options_write(counts, &sums, sizeof sums, NULL);
    return status;
}
