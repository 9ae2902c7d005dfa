/* Whether a sentence or a paragraph begins between two words. */
#ifndef NX_TEXT_SENTENCE_H
#define NX_TEXT_SENTENCE_H

#include "text/analyze.h"
#include "text/stem.h"

/* A line of more columns was not wrapped by anybody, so its end is that of a
 * paragraph. */
#define NX_WRAPPED_COLUMNS 120

typedef struct nx_sentences {
    newsidx_text text;
    const nx_language *language;
    /* Lines. */
    size_t widest_columns; /* of lines that may be wrapped */
    size_t line_start;
    size_t indent;
    bool is_wrapped;
    /* The word before. */
    size_t word_start;
    size_t word_end;
    nx_token_kind word_kind;
    bool word_began_sentence;
} nx_sentences;

typedef enum nx_beginning {
    NX_BEGINS_NOTHING,
    NX_BEGINS_SENTENCE,
    NX_BEGINS_PARAGRAPH
} nx_beginning;

/* Looks at the text's lines. `text` and `language` are borrowed. */
void nx_sentences_init(nx_sentences *sentences, newsidx_text text,
                       const nx_language *language);

/*
 * What begins with the word at `end`, given that there are no words between
 * `start` and `end`. To be asked about every gap with an NX_CHAR_STOP or
 * NX_CHAR_BREAK in it, and about those after an acronym.
 */
nx_beginning nx_sentences_look(nx_sentences *sentences, size_t start,
                               size_t end);

#endif
