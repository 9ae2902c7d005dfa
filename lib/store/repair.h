/* A new index of what a damaged file still has. */
#ifndef NX_STORE_REPAIR_H
#define NX_STORE_REPAIR_H

#include "store/store.h"

/* As newsidx_repair(); `options` and `counts` are whole. */
newsidx_status nx_store_repair(const char *path, const char *new_path,
                               const newsidx_repair_options *options,
                               newsidx_repair_counts *counts,
                               newsidx_error *err);

/* ------------------------------------------------ repair_states.c ------- */

/* What is known of the versions that were written, and of some that are lost.*/
typedef struct nx_known_states {
    unsigned char *states; /* by the new id, from 1 */
    size_t count;
    size_t capacity;
    struct nx_stopped *stopped;
    size_t stopped_count;
    size_t stopped_capacity;
} nx_known_states;

/* A lost version that must not be found, nor what came before it. */
typedef struct nx_stopped {
    uint64_t key_hash;
    int64_t version;
} nx_stopped;

void nx_known_states_finish(nx_known_states *known);
newsidx_status nx_known_states_add(nx_known_states *known, int64_t id,
                                   nx_state state, newsidx_error *err);
newsidx_status nx_known_states_stop(nx_known_states *known, newsidx_text key,
                                    int64_t version, newsidx_error *err);

/* Give every version of `store` the state it has among those that are left,
 * within a write transaction. */
newsidx_status nx_known_states_write(const nx_known_states *known,
                                     nx_store *store, newsidx_error *err);

#endif
