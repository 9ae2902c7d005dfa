/* The authors of a byline, as citations want them. */
#ifndef NEWSQ_AUTHORS_H
#define NEWSQ_AUTHORS_H

#include "memory.h"

/** A person, or a name that is not taken apart. Pieces of the byline. */
typedef struct nq_author {
    newsidx_text given;   /**< "Maren A." */
    newsidx_text family;  /**< "van der Berg"; {NULL, 0}: not a person. */
    newsidx_text suffix;  /**< "Jr." */
    newsidx_text literal; /**< The whole name. */
} nq_author;

/**
 * Step to the next author; `*offset` begins as 0. Names are parted by commas,
 * semicolons, "and" and "&"; what stands for a post ("AP Diplomatic Writer") is
 * left out behind a person. One of several words that begin with capitals is a
 * person, unless a word says that it is an office: "Associated Press".
 */
bool authors_next(newsidx_text byline, size_t *offset, nq_author *out_author);

#endif
