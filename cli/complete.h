/*
 * What Tab offers in the interactive mode: commands and what follows them,
 * names of the query language, values of filters, and words of the index.
 */
#ifndef NEWSQ_COMPLETE_H
#define NEWSQ_COMPLETE_H

#include "memory.h"

/** What may stand in the place of the word before the cursor. */
typedef struct nq_completions {
    size_t start; /**< Byte of the line where that word begins. */
    char **words;
    size_t count;
} nq_completions;

/** Give back with completions_finish(). `user` is a nq_repl. */
void complete_line(const char *line, void *user, nq_completions *out);

/** Add a word that is not there yet. */
void completions_add(nq_completions *to, newsidx_text word);

void completions_finish(nq_completions *completions);

#endif
