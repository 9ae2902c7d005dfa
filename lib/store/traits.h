/* What filters ask of articles, in memory and as chunks in the file. */
#ifndef NX_STORE_TRAITS_H
#define NX_STORE_TRAITS_H

#include "disk/chunks.h"
#include "store/labels.h"

/* FORMAT.md draws the blob. */
#define NX_TRAITS_PER_CHUNK 1024
#define NX_TRAIT_BYTES 32

/* Read when somebody asks for it first, which a plain search doesn't. */
typedef struct nx_trait_table {
    nx_chunks chunks;
    nx_label_table labels;
    uint64_t revision; /* of the index, as of which they are; 0: not read */
    nx_traits view;    /* what nx_store_traits() hands out */
} nx_trait_table;

void nx_traits_init(nx_trait_table *table);
void nx_traits_finish(nx_trait_table *table);

/* Forget everything: the next load reads it all again. */
void nx_traits_forget(nx_trait_table *table);

/* Take over what filters ask of a version. Its names get numbers where they
 * have none; ids that are left out are absent. */
newsidx_status nx_traits_set(nx_trait_table *table, nx_analyzer *analyzer,
                             const nx_stored *stored, newsidx_error *err);

/* Take a chunk from the file, whose names are there already.
 * NEWSIDX_ERR_CORRUPT for what can't be. */
newsidx_status nx_traits_decode(nx_trait_table *table, int64_t chunk,
                                newsidx_text blob, newsidx_error *err);

#endif
