/* A query as a tree: what was meant, before any index is asked. */
#ifndef NX_QUERY_TREE_H
#define NX_QUERY_TREE_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>

/*
 *   kerry lavrov -"new york"           AND
 *                                     /  |  \
 *                                 WORD WORD  NOT
 *                                             |
 *                                           PHRASE
 *
 * AND and OR have two or more children and never one of their own kind: they
 * are flattened. NOT has one child and stands below an AND that also has a part
 * without NOT, or alone at the root, where it finds nothing. FIELD has one
 * child, which is no NOT, and narrows where its words may stand. EMPTY is the
 * query without a word. WORD and PHRASE hold what was typed; which terms that
 * means depends on the index's language and is not decided here.
 */
typedef enum nx_node_kind {
    NX_NODE_EMPTY,
    NX_NODE_WORD,
    NX_NODE_PHRASE,
    NX_NODE_AND,
    NX_NODE_OR,
    NX_NODE_NOT,
    NX_NODE_FIELD
} nx_node_kind;

/* How a word or phrase is to be taken. */
typedef enum nx_word_form {
    NX_WORD_STEM,  /* word */
    NX_WORD_EXACT, /* =word; every phrase */
    NX_WORD_PREFIX /* word* */
} nx_word_form;

/* Fields of an article; more come with the query language. */
typedef enum nx_field { NX_FIELD_HEADLINE } nx_field;

typedef struct nx_node nx_node;
struct nx_node {
    nx_node_kind kind;
    nx_word_form form;  /* WORD, PHRASE */
    nx_field field;     /* FIELD */
    newsidx_text text;  /* WORD, PHRASE: as typed, without marks and quotes */
    newsidx_span span;  /* bytes of the query */
    nx_node **children; /* AND, OR, NOT, FIELD */
    size_t child_count;
    size_t height; /* parentheses, one in another, that it is printed with */
};

/* A parsed query: everything lives in its arena. It never changes. */
struct newsidx_query {
    nx_arena arena;
    newsidx_text text; /* as typed */
    nx_node *root;     /* never NULL */
    const char *canonical;
    const char *tree;
    newsidx_diagnostic *diagnostics;
    size_t diagnostic_count;
    newsidx_match match;
    bool is_shouting;    /* two words or more, and no small letter */
    bool is_plain_words; /* AND of STEM words alone, as somebody types them */
};

/* True if the two trees mean the same; spans don't count. */
bool nx_node_equal(const nx_node *a, const nx_node *b);

/* "headline" */
const char *nx_field_name(nx_field field);

#endif
