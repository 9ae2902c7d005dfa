/* Which terms the index has: by their beginning, shape and spelling. */
#ifndef NX_RANK_VOCABULARY_H
#define NX_RANK_VOCABULARY_H

#include "base/arena.h"
#include "rank/frequencies.h"
#include "store/store.h"

typedef enum nx_likeness_kind {
    NX_LIKE_PREFIX,  /* begins with the text */
    NX_LIKE_PATTERN, /* fits it, where * is any characters and ? is one */
    NX_LIKE_SPELLING /* is within `edits` of it, with its first character */
} nx_likeness_kind;

/* Some of the exact forms; stems and marks are never among them. */
typedef struct nx_likeness {
    nx_likeness_kind kind;
    newsidx_text text; /* folded; not empty */
    size_t edits;      /* SPELLING: see nx_edits() */
} nx_likeness;

/* The first of all such terms, in byte order. */
typedef struct nx_expansion {
    newsidx_text *terms;
    size_t count;
    bool is_cut; /* there were more */
} nx_expansion;

/* At most `most` terms, 1 or more, as an array in `arena`. */
newsidx_status nx_vocabulary_expand(nx_store *store,
                                    const nx_likeness *likeness, size_t most,
                                    nx_arena *arena, nx_expansion *out,
                                    newsidx_error *err);

typedef struct nx_neighbour {
    newsidx_text term;
    uint64_t count; /* versions that hold it, hidden ones too */
    size_t edits;   /* never 0 */
} nx_neighbour;

/*
 * What `word`, an exact form, may have been meant to be: at most `most` terms
 * within one edit, or two of six characters or more; none of a word of one or
 * two. The nearest come first, of equals those that more versions hold.
 */
newsidx_status nx_vocabulary_nearest(nx_store *store,
                                     nx_frequencies *frequencies,
                                     newsidx_text word, size_t most,
                                     nx_arena *arena,
                                     nx_neighbour **out_neighbours,
                                     size_t *out_count, newsidx_error *err);

/* How many versions have the exact form `term`, or any word of that stem,
 * hidden versions too. It is cut already, see nx_plan_cut_term(). */
newsidx_status nx_vocabulary_count(nx_store *store, nx_frequencies *frequencies,
                                   newsidx_text term, bool is_stem,
                                   uint64_t *out_count, newsidx_error *err);

/* True if the whole of `word` fits `pattern`, where * is any characters, also
 * none, and ? is one. */
bool nx_vocabulary_fits(newsidx_text pattern, newsidx_text word);

#endif
