/* Random articles and random queries over the same few words. */
#ifndef ORACLE_MAKE_H
#define ORACLE_MAKE_H

#include "chance.h"
#include "model.h"

#include "text/query_terms.h"

#define QUERY_BYTES 2048
#define MOST_CHILDREN 4

/* Put articles, new versions and removals, in the transaction that is open. */
void make_corpus(model *of, chance *from, uint32_t article_count);

typedef enum query_kind {
    QUERY_STEM,   /* talk */
    QUERY_EXACT,  /* =talk */
    QUERY_PREFIX, /* tal* */
    QUERY_PHRASE, /* "talk about" */
    QUERY_AND,
    QUERY_OR,
    QUERY_NOT,     /* one child, below an AND */
    QUERY_HEADLINE /* one child */
} query_kind;

/* A query as it was meant; the text says the same. */
typedef struct query_node {
    query_kind kind;
    char word[160]; /* of the first four kinds, without marks */
    struct query_node *children[MOST_CHILDREN];
    size_t child_count;
    nx_query_terms terms; /* of the word, once it was read */
} query_node;

typedef struct made_query {
    char text[QUERY_BYTES];
    query_node *root;
    bool is_any;   /* match any */
    bool is_plain; /* two or more words and nothing else */
} made_query;

/* Memory of `arena`. */
void make_query(const model *of, chance *from, nx_arena *arena,
                made_query *out);

#endif
