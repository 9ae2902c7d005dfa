/* Names that many articles share, by number: sources, sections, languages. */
#ifndef NX_STORE_LABELS_H
#define NX_STORE_LABELS_H

#include "base/arena.h"
#include "store/store.h"

/*
 *   items   [none][AP][World][en][Reuters] ...   last_number = 4
 *   slots   numbers by the hash of kind and text; 0: free
 *
 * Numbers are given in the order in which the names come, and never again.
 */
typedef struct nx_label_table {
    nx_arena arena; /* of the texts */
    nx_label *items;
    size_t capacity;
    uint32_t last_number;
    uint32_t stored_number; /* up to it the file has them */
    uint32_t *slots;
    size_t slot_count; /* a power of two, or 0 */
} nx_label_table;

void nx_labels_init(nx_label_table *table);
void nx_labels_finish(nx_label_table *table);

/* There is none. */
void nx_labels_forget(nx_label_table *table);

/* The number of a name, or 0. */
uint32_t nx_labels_find(const nx_label_table *table, nx_label_kind kind,
                        newsidx_text text);

/*
 * Give a name that isn't there the next number. `analyzer` tells its words and
 * may be of any language: exact forms are the same in all.
 */
newsidx_status nx_labels_add(nx_label_table *table, nx_analyzer *analyzer,
                             nx_label_kind kind, newsidx_text text,
                             newsidx_error *err);

/* Read the names that others have added; within a transaction.
 * NEWSIDX_ERR_CORRUPT for what can't be. */
newsidx_status nx_labels_read(nx_label_table *table, nx_store *store,
                              newsidx_error *err);

/* Write those that the file doesn't have. */
newsidx_status nx_labels_write(nx_label_table *table, nx_store *store,
                               newsidx_error *err);

/* The words of a name in one text, "the daily star", into `out`, which is empty
 * at first. */
newsidx_status nx_label_words(nx_analyzer *analyzer, newsidx_text name,
                              nx_buf *out, newsidx_error *err);

#endif
