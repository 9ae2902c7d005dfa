/* The bodies of articles: texts, or frames once there is a dictionary. */
#ifndef NX_STORE_BODY_H
#define NX_STORE_BODY_H

#include "base/arena.h"
#include "disk/db.h"
#include "disk/frame.h"
#include "store/store.h"

/* What a store keeps for it. Zeroed is ready. */
typedef struct nx_bodies {
    nx_dictionary *dictionary; /* the one that was needed last, or NULL */
    bool is_asked;    /* the transaction has looked for a dictionary... */
    bool has_one;     /* ...and `dictionary` is the index's */
    bool is_hopeless; /* none can be trained: don't try again */
} nx_bodies;

void nx_bodies_finish(nx_bodies *bodies);

/* A write transaction begins: others may have written. */
void nx_bodies_begin(nx_bodies *bodies);

/*
 * The text of the body of article `id`, which is a column of the row that the
 * statement stands at, into `arena`; ends in NUL. What can't be read is
 * NEWSIDX_ERR_CORRUPT.
 */
newsidx_status nx_body_read(nx_store *store, sqlite3_stmt *statement,
                            int column, int64_t id, nx_arena *arena,
                            newsidx_text *out, newsidx_error *err);

/* The text of a frame of article `id` by the dictionary that it names,
 * likewise. NEWSIDX_ERR_CORRUPT if it names another. */
newsidx_status nx_body_unpack(nx_dictionary *dictionary, newsidx_text frame,
                              int64_t id, nx_arena *arena, newsidx_text *out,
                              newsidx_error *err);

/*
 * Bind `body`, within a write transaction, as it is to be stored. It must live
 * until the statement has run: a frame if there is a dictionary, but a text in
 * a bulk load.
 */
newsidx_status nx_body_bind(nx_store *store, sqlite3_stmt *statement,
                            int number, newsidx_text body, newsidx_error *err);

/*
 * Make frames of the bodies that are still texts, within a write transaction,
 * if the index has a dictionary or is large enough for one. `*out_saved` is the
 * bytes that this gives back.
 */
newsidx_status nx_bodies_pack(nx_store *store, int64_t *out_saved,
                              newsidx_error *err);

#endif
