/* POSIX's processes. */
#define _POSIX_C_SOURCE 200809L

#include "api/handle.h"

#include <unistd.h>

newsidx_status nx_handle_check_text(const char *name, newsidx_text text,
                                    newsidx_error *err)
{
    if (text.bytes == NULL && text.length > 0)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "%s is NULL but has a length",
                       name);
    return NEWSIDX_OK;
}

bool nx_handle_is_ours(const newsidx *index)
{
    return index->process == getpid();
}

newsidx_status nx_handle_continue(newsidx *index, newsidx_error *err)
{
    if (index == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "index is NULL");
    if (!nx_handle_is_ours(index))
        return nx_fail(err, NEWSIDX_ERR_MISUSE,
                       "the index was opened before a fork, by process %ld: "
                       "open it again",
                       (long)index->process);
    /* Acquired and released, so that a handle may go from thread to thread. */
    if (atomic_exchange_explicit(&index->is_in_call, true,
                                 memory_order_acquire))
        return nx_fail(err, NEWSIDX_ERR_MISUSE,
                       "the index is in a call already, of another thread or "
                       "of the one that called back");
    return NEWSIDX_OK;
}

newsidx_status nx_handle_enter(newsidx *index, newsidx_error *err)
{
    const newsidx_status status = nx_handle_continue(index, err);

    if (status >= 0)
        nx_store_resume(index->store);
    return status;
}

void nx_handle_follow(nx_follower *follower, newsidx *index)
{
    follower->index = index;
    follower->previous = NULL;
    follower->next = index->followers;
    if (follower->next != NULL)
        follower->next->previous = follower;
    index->followers = follower;
}

void nx_handle_unfollow(nx_follower *follower)
{
    if (follower->index != NULL && follower->index->followers == follower)
        follower->index->followers = follower->next;
    if (follower->previous != NULL)
        follower->previous->next = follower->next;
    if (follower->next != NULL)
        follower->next->previous = follower->previous;
}

newsidx_status nx_handle_continue_as(const nx_follower *follower,
                                     newsidx_error *err)
{
    if (follower->index == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "its index is closed");
    return nx_handle_continue(follower->index, err);
}

newsidx_status nx_handle_leave(newsidx *index, newsidx_status status)
{
    if (index != NULL)
        atomic_store_explicit(&index->is_in_call, false, memory_order_release);
    return status;
}
