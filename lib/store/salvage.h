/*
 * What a damaged file still has of its articles. Each row proves itself by its
 * hash and checksum, so it does not matter how it was come by: pages are looked
 * at one after another, whatever the trees above them say.
 */
#ifndef NX_STORE_SALVAGE_H
#define NX_STORE_SALVAGE_H

#include "disk/raw_cells.h"
#include "store/store.h"

typedef struct nx_salvage nx_salvage;

typedef enum nx_fate {
    NX_FATE_WHOLE,   /* as it was stored, every byte of it */
    NX_FATE_ALTERED, /* legible, and not as it was stored */
    NX_FATE_LOST
} nx_fate;

/* One version that is in the file, or was. */
typedef struct nx_salvaged {
    nx_stored stored; /* of a lost one id, and key and version if known */
    nx_fate fate;
    const char *reason; /* why it isn't whole; static */
    nx_state state;
    bool has_state; /* false: nothing is left that would tell it */
} nx_salvaged;

/* Look through the file at `path`, which is absolute. `progress` is called with
 * 0 of 0, and may be NULL. NEWSIDX_ERR_NOT_AN_INDEX if there is neither an
 * index's header nor an article. */
newsidx_status nx_salvage_open(const char *path, newsidx_progress_fn progress,
                               void *user, nx_salvage **out_salvage,
                               newsidx_error *err);
void nx_salvage_close(nx_salvage *salvage);

/* How many versions to expect. */
uint64_t nx_salvage_count(const nx_salvage *salvage);

/* Of articles that name none; "" if it is lost. */
const char *nx_salvage_language(const nx_salvage *salvage);

uint32_t nx_salvage_unreadable_pages(const nx_salvage *salvage);

/* The next version by id, into `arena`; NEWSIDX_DONE after the last. */
newsidx_status nx_salvage_next(nx_salvage *salvage, nx_arena *arena,
                               nx_salvaged *out, newsidx_error *err);

#endif
