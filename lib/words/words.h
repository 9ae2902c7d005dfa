/* An article's words, ready to be written: made on any thread. */
#ifndef NX_WORDS_WORDS_H
#define NX_WORDS_WORDS_H

#include "base/buf.h"
#include "text/analyze.h"
#include "text/boundaries.h"
#include "words/weights.h"

/* The columns of the words table, in its order. */
typedef enum nx_column {
    NX_COLUMN_HEADLINE,
    NX_COLUMN_BYLINE,
    NX_COLUMN_DATELINE,
    NX_COLUMN_BODY,
    NX_COLUMN_KEYWORDS,
    NX_COLUMN_COUNT
} nx_column;

/* What stands in a column of an article. */
newsidx_text nx_words_column(const newsidx_article *article, nx_column column);

/*
 * The terms of each column, packed: a byte with the form's length, whose top
 * bit says "another form of the same position", then the bytes of the form.
 *
 *   talks on   ->   [5]talks [0x80|5]~talk [2]on
 *
 * A term is at most 127 bytes here (stems carry their "~"): a longer one is cut
 * at a character.
 */
typedef struct nx_words {
    nx_buf packed[NX_COLUMN_COUNT];
    uint32_t counts[NX_COLUMN_COUNT]; /* positions */
    nx_boundaries boundaries;         /* of the body */
    nx_weights weights;
} nx_words;

void nx_words_init(nx_words *words);
void nx_words_finish(nx_words *words);

/* Analyze `article`; replaces what `words` held. */
newsidx_status nx_words_analyze(nx_words *words, nx_analyzer *analyzer,
                                const newsidx_article *article,
                                newsidx_error *err);

/* All positions of all columns: the length of the article in BM25. */
uint32_t nx_words_length(const nx_words *words);

/* Body positions of the lead: its first passage; at most NX_LEAD_MOST, which is
 * what a row of the index has room for. */
#define NX_LEAD_MOST UINT16_MAX
uint32_t nx_words_lead(const nx_words *words);

/*
 * What a word weighs by where it stands, in fifths, so that sums are exact
 * whatever their order: ranked lists keep these numbers.
 */
#define NX_WEIGHT_UNIT 5
#define NX_WEIGHT_HEADLINE 8
#define NX_WEIGHT_LEAD 6
#define NX_WEIGHT_KEYWORDS 6
#define NX_WEIGHT_OTHER 5
#define NX_WEIGHT_LEAST NX_WEIGHT_OTHER

/* `lead` is nx_words_lead(). */
uint32_t nx_words_weight(nx_column column, uint32_t position, uint32_t lead);

#endif
