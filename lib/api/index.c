/* POSIX's processes. */
#define _POSIX_C_SOURCE 200809L

#include "api/handle.h"
#include "base/memory.h"
#include "base/options.h"
#include "rank/candidates.h"

#include <unistd.h>

static newsidx_status fail_null(const char *name, newsidx_error *err)
{
    return nx_fail(err, NEWSIDX_ERR_MISUSE, "%s is NULL", name);
}

newsidx_status newsidx_open(const char *path,
                            const newsidx_open_options *options,
                            newsidx **out_index, newsidx_error *err)
{
    newsidx_open_options known;
    newsidx *index = NULL;
    newsidx_status status;

    if (out_index == NULL)
        return fail_null("out_index", err);
    *out_index = NULL;
    if (path == NULL)
        return fail_null("path", err);
    status = nx_options_read(&known, sizeof known, options, err);
    if (status < 0)
        return status;
    known.size = sizeof known;
    if (known.mode > NEWSIDX_READ_ONLY)
        return nx_fail(err, NEWSIDX_ERR_OPTIONS, "mode is not known");
    index = nx_new(newsidx);
    if (index == NULL)
        return nx_fail_memory(err);
    index->process = getpid();
    atomic_init(&index->is_in_call, false);
    nx_lexicon_init(&index->lexicon);
    status = nx_store_open(path, &known, &index->store, err);
    if (status < 0)
        goto cleanup;
    status = nx_candidates_register(index->store, err);
    if (status < 0)
        goto cleanup;
    status = nx_frequencies_new(&index->frequencies, err);
    if (status < 0)
        goto cleanup;
    *out_index = index;
    index = NULL;

cleanup:
    newsidx_close(index);
    return status;
}

void newsidx_close(newsidx *index)
{
    if (index == NULL)
        return;
    /* SQLite's files and memory are the parent's, and its threads, one of which
     * may have been in a call, are not here. */
    if (!nx_handle_is_ours(index)) {
        nx_store_abandon(index->store);
        return;
    }
    if (nx_handle_continue(index, NULL) < 0)
        return;
    for (nx_follower *follower = index->followers; follower != NULL;
         follower = follower->next)
        follower->index = NULL;
    nx_lexicon_finish(&index->lexicon);
    nx_frequencies_free(index->frequencies);
    nx_store_close(index->store);
    nx_free(index);
}

void newsidx_interrupt(newsidx *index)
{
    if (index != NULL)
        nx_store_interrupt(index->store);
}

newsidx_status newsidx_get_info(newsidx *index, newsidx_info *info,
                                newsidx_error *err)
{
    newsidx_info known = NEWSIDX_INFO_INIT;
    newsidx_status status = nx_handle_enter(index, err);

    if (status < 0)
        return status;
    status = nx_store_info(index->store, &known, err);
    if (status >= 0)
        status = nx_options_write(info, &known, sizeof known, err);
    return nx_handle_leave(index, status);
}

newsidx_status newsidx_check(newsidx *index, newsidx_progress_fn progress,
                             void *user, newsidx_error *err)
{
    const newsidx_status status = nx_handle_enter(index, err);

    if (status < 0)
        return status;
    return nx_handle_leave(index,
                           nx_store_check(index->store, progress, user, err));
}

newsidx_status newsidx_optimize(newsidx *index, newsidx_error *err)
{
    const newsidx_status status = nx_handle_enter(index, err);

    if (status < 0)
        return status;
    return nx_handle_leave(index, nx_store_optimize(index->store, err));
}

newsidx_status newsidx_rebuild(newsidx *index, newsidx_progress_fn progress,
                               void *user, newsidx_error *err)
{
    const newsidx_status status = nx_handle_enter(index, err);

    if (status < 0)
        return status;
    return nx_handle_leave(index,
                           nx_store_rebuild(index->store, progress, user, err));
}

newsidx_status newsidx_backup(newsidx *index, const char *path,
                              newsidx_progress_fn progress, void *user,
                              newsidx_error *err)
{
    newsidx_status status;

    if (path == NULL)
        return fail_null("path", err);
    status = nx_handle_enter(index, err);
    if (status < 0)
        return status;
    return nx_handle_leave(
        index, nx_store_backup(index->store, path, progress, user, err));
}
