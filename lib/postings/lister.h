/* A thread that gathers ranked lists while a load writes articles. */
#ifndef NX_POSTINGS_LISTER_H
#define NX_POSTINGS_LISTER_H

#include "postings/encoder.h"

/*
 *   the writer                                the lister's thread
 *     add: id, length, weights   -- given -->   a builder of its own
 *     next: rows to be stored    <-- ready --   encoded when it is full
 *
 * It knows no file and fails for nobody: what it has no memory for is missing
 * in its lists, which whoever stores them sees by their ids.
 */
typedef struct nx_lister nx_lister;

/* Begin with what `builder` has, which is empty afterwards. It hands out rows
 * of so many bytes of postings. NULL: there is no memory or no thread. */
nx_lister *nx_lister_new(nx_list_builder *builder, size_t builder_bytes);

/* Stop it and forget what it has. Takes NULL. */
void nx_lister_free(nx_lister *lister);

/* Give it the words of an article that was stored. Waits if it is far behind
 * and has no rows ready. */
void nx_lister_add(nx_lister *lister, uint32_t id, const nx_words *words);

/* Rows to be stored, the caller's to finish and nx_free(); NULL: there are none
 * yet. */
nx_list_rows *nx_lister_next(nx_lister *lister);

/* After the last article: the same, but waits; NULL when there are no more. */
nx_list_rows *nx_lister_last(nx_lister *lister);

/* When there are no more: what it has of the newest articles becomes the
 * builder's, and the lister is freed. */
void nx_lister_end(nx_lister *lister, nx_list_builder *builder);

#endif
