/* Versions that are found from one moment on, or up to one. */
#ifndef NX_STORE_EMBARGOES_H
#define NX_STORE_EMBARGOES_H

#include "store/rows.h"

/* From `since` on and before `until`, in seconds since 1970. */
typedef struct nx_span_of_time {
    int64_t since; /* NX_ALWAYS: it has no beginning */
    int64_t until; /* NX_FOR_EVER: it has no end */
} nx_span_of_time;

#define NX_ALWAYS INT64_MIN
#define NX_FOR_EVER INT64_MAX

bool nx_span_of_time_has(nx_span_of_time span, int64_t moment);

typedef struct nx_embargo {
    int64_t id;
    nx_span_of_time shown;
} nx_embargo;

/*
 * The file says of them that they are embargoed, and their rows what that means
 * at the moment: no write is needed when an embargo ends.
 */
typedef struct nx_embargoes {
    nx_embargo *items; /* by id */
    size_t count;
    size_t capacity;
    nx_span_of_time valid; /* moments at which the rows would be as they are */
} nx_embargoes;

void nx_embargoes_init(nx_embargoes *embargoes);
void nx_embargoes_finish(nx_embargoes *embargoes);
void nx_embargoes_forget(nx_embargoes *embargoes);

/* Add one, or change it. */
newsidx_status nx_embargoes_set(nx_embargoes *embargoes, int64_t id,
                                nx_span_of_time shown, newsidx_error *err);

/* Take one out, if it is there. */
void nx_embargoes_drop(nx_embargoes *embargoes, int64_t id);

/* Let the rows be as of `now`. It costs something only when some embargo has
 * begun or ended since the last time. */
void nx_embargoes_apply(nx_embargoes *embargoes, nx_row_table *rows,
                        int64_t now);

#endif
