/* The handles of the public header. */
#ifndef NX_API_HANDLE_H
#define NX_API_HANDLE_H

#include "rank/frequencies.h"
#include "results/lexicon.h"
#include "store/store.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

/* Part of what reads the index as it goes, and so has to know when it is
 * closed. */
typedef struct nx_follower {
    newsidx *index; /* NULL: it was closed */
    struct nx_follower *previous;
    struct nx_follower *next;
} nx_follower;

struct newsidx {
    nx_store *store;
    nx_frequencies *frequencies;
    nx_lexicon lexicon;     /* read when somebody asks for suggestions */
    nx_follower *followers; /* the latest first */
    pid_t process;          /* that opened it: a child has only a likeness */
    atomic_bool is_in_call;
};

/*
 * Every public call that reads or writes begins with this and, if it was let
 * in, ends with nx_handle_leave(). NEWSIDX_ERR_MISUSE without an index, in the
 * child of a fork, and while another thread is in a call, or a callback's
 * caller is. An interrupt that was meant for an earlier call is forgotten.
 */
newsidx_status nx_handle_enter(newsidx *index, newsidx_error *err);

/* The same, but that an earlier interrupt holds. */
newsidx_status nx_handle_continue(newsidx *index, newsidx_error *err);

void nx_handle_follow(nx_follower *follower, newsidx *index);
void nx_handle_unfollow(nx_follower *follower);

/* nx_handle_continue() of the index that is followed, if it is open. */
newsidx_status nx_handle_continue_as(const nx_follower *follower,
                                     newsidx_error *err);

/* Let others in, and hand on what the call came to. Takes NULL. */
newsidx_status nx_handle_leave(newsidx *index, newsidx_status status);

/* NEWSIDX_ERR_MISUSE of a text with a length and no bytes. */
newsidx_status nx_handle_check_text(const char *name, newsidx_text text,
                                    newsidx_error *err);

/* Was it opened by this very process? */
bool nx_handle_is_ours(const newsidx *index);

#endif
