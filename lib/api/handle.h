/* The handles of the public header. */
#ifndef NX_API_HANDLE_H
#define NX_API_HANDLE_H

#include "rank/frequencies.h"
#include "results/kwic.h"
#include "store/store.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

struct newsidx {
    nx_store *store;
    nx_frequencies *frequencies;
    newsidx_lines *lines; /* those that are open, the latest first */
    pid_t process;        /* that opened it: a child has only a likeness */
    atomic_bool is_in_call;
};

/* Lines read as they go, so they have to know when their index is closed. */
struct newsidx_lines {
    nx_kwic *kwic;
    newsidx *index; /* NULL: it was closed */
    newsidx_lines *previous;
    newsidx_lines *next;
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

/* Let others in, and hand on what the call came to. Takes NULL. */
newsidx_status nx_handle_leave(newsidx *index, newsidx_status status);

/* NEWSIDX_ERR_MISUSE of a text with a length and no bytes. */
newsidx_status nx_handle_check_text(const char *name, newsidx_text text,
                                    newsidx_error *err);

/* Was it opened by this very process? */
bool nx_handle_is_ours(const newsidx *index);

#endif
