/* The index's words in memory, sorted, with how common they are. */
#ifndef NX_RESULTS_LEXICON_H
#define NX_RESULTS_LEXICON_H

#include "results/counts.h"
#include "store/store.h"

/* A snapshot in which words are read, as of `now`; 0: of the clock. End it with
 * nx_store_end_read(). NEWSIDX_ERR_REBUILD if other rules made the words. */
newsidx_status nx_lexicon_begin(nx_store *store, int64_t now,
                                newsidx_error *err);

/* What an index was when something was read of it. */
typedef struct nx_moment {
    uint64_t revision; /* 0: nothing was read */
    int64_t last_id;
    uint32_t listed; /* by nx_store_listed() */
} nx_moment;

typedef struct nx_lexicon_word {
    uint32_t offset; /* in the bytes */
    uint32_t length;
    uint32_t count; /* see nx_word_range */
} nx_lexicon_word;

/*
 * Words, which are exact forms, one behind the other. The tail has no ranked
 * lists, so its articles are analyzed again, once a revision:
 *
 *   bytes  kerrylavrovtalk
 *   words  [0 5: 41][5 6: 38][11 4: 97]
 *   tail   [talk 2][lavrov 1]            how many versions of the tail
 */
typedef struct nx_lexicon {
    char *bytes;
    size_t byte_count;
    size_t byte_capacity;
    nx_lexicon_word *words;
    size_t count;
    size_t capacity;
    size_t most_words; /* when there are more, the rarest go */
    uint32_t rarest;   /* words of no more versions are not there; 0: all are */
    nx_moment moment;  /* of the words; only if they are all */
    nx_counts tail;    /* sorted by term */
    nx_moment tail_moment;
} nx_lexicon;

void nx_lexicon_init(nx_lexicon *lexicon);
void nx_lexicon_finish(nx_lexicon *lexicon);

/* Which words, and what they are counted by. */
typedef struct nx_word_range {
    newsidx_text prefix; /* that they begin with; may be empty */
    newsidx_text after;  /* and come after; {NULL, 0}: from the first on */
    size_t most;         /* 0: all */
    bool is_found;       /* count articles that a search finds, and leave out
                            words that none of those has; else versions */
} nx_word_range;

/* Replace the words by those of the range; within a snapshot. */
newsidx_status nx_lexicon_load(nx_lexicon *lexicon, nx_store *store,
                               const nx_word_range *range, newsidx_error *err);

/* All words by versions, read again only if the index has changed; within a
 * snapshot. Those of removed versions may be missing. */
newsidx_status nx_lexicon_refresh(nx_lexicon *lexicon, nx_store *store,
                                  newsidx_error *err);

/* Borrowed until words are loaded. */
newsidx_text nx_lexicon_text(const nx_lexicon *lexicon, size_t number);

/* The first word from `low` up to `high` that isn't before `text`; `high` if
 * there is none. With `is_past`, the first that is behind all words that begin
 * with `text`. */
size_t nx_lexicon_find(const nx_lexicon *lexicon, newsidx_text text,
                       bool is_past, size_t low, size_t high);

/* How many articles that a search finds have the exact form `term`, which no
 * more than `versions` have; within a snapshot. */
newsidx_status nx_count_found(nx_store *store, newsidx_text term,
                              uint64_t versions, uint64_t *out_articles,
                              newsidx_error *err);

#endif
