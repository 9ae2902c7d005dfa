/* Random articles of plain words, which every searcher cuts alike. */
#ifndef PEER_ARTICLES_H
#define PEER_ARTICLES_H

#include "oracle/chance.h"

#include <stddef.h>
#include <stdio.h>

#define ARTICLE_COUNT 300
#define MOST_HEADLINE_WORDS 8
#define MOST_PARAGRAPHS 4
#define MOST_SENTENCES 4
#define MOST_SENTENCE_WORDS 9

/* Less than 255, so that words of one field are never too far apart. */
#define MOST_WORDS (MOST_PARAGRAPHS * MOST_SENTENCES * MOST_SENTENCE_WORDS)

typedef enum column { COLUMN_HEADLINE, COLUMN_BODY } column;

#define COLUMN_COUNT 2

typedef struct article_column {
    const char *words[MOST_WORDS]; /* in small letters */
    size_t count;
    char text[2048]; /* paragraphs end in a blank line */
} article_column;

typedef struct article {
    article_column columns[COLUMN_COUNT];
} article;

/* ARTICLE_COUNT articles. */
void articles_make(article *articles, chance *from);

/* A line for each article: its number from 1, headline and body as HTML. */
void articles_write(const article *articles, FILE *to);

/* Any word that may be in an article; lives as long as the program. */
const char *articles_draw_word(chance *from);

#endif
