/* Postings of ranked lists, gathered in memory article by article. */
#ifndef NX_POSTINGS_BUILDER_H
#define NX_POSTINGS_BUILDER_H

#include "postings/block.h"
#include "words/words.h"

/* A spelling, and where it is found; see list_builder.c. */
typedef struct nx_list_entry nx_list_entry;
typedef struct nx_list_place nx_list_place;

/* In the order of their coming, until nx_list_builder_sort() groups them. */
typedef struct nx_list_note {
    uint32_t list; /* entry number * 2 + nx_list_kind */
    nx_posting posting;
} nx_list_note;

typedef struct nx_list_builder {
    nx_list_entry *entries;
    size_t entry_count;
    size_t entry_capacity;
    nx_list_place *table; /* open hash */
    size_t table_length;
    nx_buf letters; /* of all spellings */
    nx_list_note *notes;
    size_t note_count;
    size_t note_capacity;
    uint32_t first_id; /* of the articles taken; 0: none */
    uint32_t last_id;
    uint32_t *lengths; /* of the articles from first_id on; 0: not taken */
    size_t length_capacity;
    /* After sorting: */
    uint32_t *order; /* entry numbers, by the bytes of their spellings */
    size_t order_capacity;
    nx_posting *postings;
    size_t posting_capacity;
    uint32_t *starts; /* of each list, and the end of the last */
    size_t start_capacity;
} nx_list_builder;

void nx_list_builder_init(nx_list_builder *builder);
void nx_list_builder_finish(nx_list_builder *builder);

/* Forget the articles, keep the memory. */
void nx_list_builder_clear(nx_list_builder *builder);

/* Take the words of article `id`, which is above all ids before. After an error
 * the builder is to be cleared. */
newsidx_status nx_list_builder_add(nx_list_builder *builder, uint32_t id,
                                   const nx_words *words, newsidx_error *err);

/* The same of what is left of the words: their number, nx_words_length(), and
 * nx_weights.packed. */
newsidx_status nx_list_builder_add_weights(nx_list_builder *builder,
                                           uint32_t id, uint32_t length,
                                           newsidx_text weights,
                                           newsidx_error *err);

/* Bytes of memory that the postings take. */
size_t nx_list_builder_bytes(const nx_list_builder *builder);

/* After the last article: make the lists below. */
newsidx_status nx_list_builder_sort(nx_list_builder *builder,
                                    newsidx_error *err);

/* Postings of rising ids. */
typedef struct nx_postings {
    const nx_posting *items;
    size_t count;
} nx_postings;

/* The spelling that is `number` in the order of bytes. */
newsidx_text nx_list_builder_spelling(const nx_list_builder *builder,
                                      size_t number);

/* What it has noted: under NX_LIST_STEM only what is not under NX_LIST_EXACT,
 * to which it is to be added. */
nx_postings nx_list_builder_postings(const nx_list_builder *builder,
                                     size_t number, nx_list_kind kind);

/* Two lists as one, the weights of the same article added up. `out` has room
 * for both. Returns how many there are. */
size_t nx_postings_unite(nx_postings a, nx_postings b, nx_posting *out);

#endif
