/* Random questions, each in the language of newsidx and in that of Sphinx. */
#ifndef PEER_QUESTIONS_H
#define PEER_QUESTIONS_H

#include "articles.h"

#define QUESTION_BYTES 2048

typedef struct question {
    char newsidx[QUESTION_BYTES];
    char sphinx[QUESTION_BYTES];
    bool has_sentences; /* to be asked where Sphinx knows of sentences */
} question;

void question_make(const article *articles, chance *from, question *out);

#endif
