/* Where the sentences, paragraphs and passages of a body begin. */
#ifndef NX_TEXT_BOUNDARIES_H
#define NX_TEXT_BOUNDARIES_H

#include "base/buf.h"
#include "text/analyze.h"

/* A passage over this many words is cut at a sentence end near the next. */
#define NX_PASSAGE_MOST_WORDS 150
#define NX_PASSAGE_GOOD_WORDS 100
/* One under this joins the following one; the last joins the one before. */
#define NX_PASSAGE_LEAST_WORDS 20

/* Positions at which something begins, rising; the first is 0. */
typedef struct nx_starts {
    uint32_t *positions;
    size_t count;
    size_t capacity;
} nx_starts;

/*
 *   tokens     0 1 2 3 4 5 6 7 8 9 ...                   token_count
 *   sentences  ^       ^       ^        every passage begins a sentence,
 *   paragraphs ^               ^        but not every paragraph a passage,
 *   passages   ^               ^        nor the other way round
 *
 * A text without tokens has no starts at all.
 */
typedef struct nx_boundaries {
    nx_starts sentences;
    nx_starts paragraphs;
    nx_starts passages;
    uint32_t token_count;
} nx_boundaries;

void nx_boundaries_init(nx_boundaries *boundaries);
void nx_boundaries_finish(nx_boundaries *boundaries);

/* Forget the starts, keep the memory. */
void nx_boundaries_clear(nx_boundaries *boundaries);

/* Take the next token of the body. */
newsidx_status nx_boundaries_add(nx_boundaries *boundaries,
                                 const nx_token *token);

/* After the last token: make the passages. */
newsidx_status nx_boundaries_cut(nx_boundaries *boundaries);

/* The number of the element of `starts` that `position` lies in. */
size_t nx_starts_find(const nx_starts *starts, uint32_t position);

/*
 * As a blob: LEB128 numbers: token count, then for each of the three kinds its
 * count and the differences of its starts. FORMAT.md draws it.
 */
void nx_boundaries_encode(const nx_boundaries *boundaries, nx_buf *out);

/* NEWSIDX_ERR_CORRUPT for what nx_boundaries_encode() can't have made. */
newsidx_status nx_boundaries_decode(nx_boundaries *boundaries,
                                    newsidx_text blob, newsidx_error *err);

#endif
