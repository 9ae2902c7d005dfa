/* A query as a tree: what was meant, before any index is asked. */
#ifndef NX_QUERY_TREE_H
#define NX_QUERY_TREE_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>

/*
 *   kerry w/5 (lavrov -geneva) -"new york"          AND
 *                                                  /   \
 *                                              NEAR     NOT
 *                                             /    \      \
 *                                          WORD    AND   PHRASE
 *                                                 /   \
 *                                              WORD   NOT
 *                                                      |
 *                                                     WORD
 *
 * AND and OR have two or more children and never one of their own kind: they
 * are flattened. NOT has one child and stands below an AND that also has a part
 * without NOT, or alone at the root. NEAR has two children, the left and the
 * right operand, of which one at most is compound (nx_node_is_boolean());
 * neither is a NOT. FIELD, FIRST, CASE, SCOPE and ATLEAST have one child, which
 * is no NOT. EMPTY is the query without a word, ALL the query "*"; ALL stands
 * alone at the root or beside a NOT below an AND, nowhere else. WORD and PHRASE
 * hold what was typed; which terms that means depends on the index's language
 * and is not decided here.
 */
typedef enum nx_node_kind {
    NX_NODE_EMPTY,
    NX_NODE_ALL, /* * */
    NX_NODE_WORD,
    NX_NODE_PHRASE,
    NX_NODE_AND,
    NX_NODE_OR,
    NX_NODE_NOT,
    NX_NODE_NEAR,    /* a w/5 b */
    NX_NODE_FIELD,   /* headline:a */
    NX_NODE_FIRST,   /* first50(a) */
    NX_NODE_CASE,    /* caps(a) */
    NX_NODE_SCOPE,   /* sentence(a b) */
    NX_NODE_ATLEAST, /* atleast5(a) */
    NX_NODE_FILTER   /* source:AP */
} nx_node_kind;

/* How a word or phrase is to be taken. */
typedef enum nx_word_form {
    NX_WORD_STEM,     /* word, ~"some words" */
    NX_WORD_EXACT,    /* =word, "some words" */
    NX_WORD_PATTERN,  /* ceas* wom?n: the text has the wildcards */
    NX_WORD_FUZZY,    /* word~1: within `count` edits */
    NX_WORD_VERBATIM, /* verbatim("some words"): a PHRASE, by its very bytes */
    NX_WORD_ANY_CASE  /* below a CASE: exact, and US is no more than us */
} nx_word_form;

typedef enum nx_field {
    NX_FIELD_HEADLINE,
    NX_FIELD_BYLINE,
    NX_FIELD_DATELINE,
    NX_FIELD_BODY,
    NX_FIELD_LEAD,          /* the body's first passage */
    NX_FIELD_HEADLINE_LEAD, /* hlead: headline or lead */
    NX_FIELD_TAG            /* the keywords */
} nx_field;

typedef enum nx_case {
    NX_CASE_CAPS,    /* some letter is a capital */
    NX_CASE_ALLCAPS, /* and none is small */
    NX_CASE_NOCAPS   /* no letter is a capital */
} nx_case;

/* What a distance is counted in. */
typedef enum nx_reach {
    NX_REACH_WORDS,
    NX_REACH_SENTENCE, /* in the same one */
    NX_REACH_PARAGRAPH
} nx_reach;

/* The `relation` of a NEAR. */
typedef struct nx_near {
    nx_reach reach;
    uint32_t distance; /* 1 to 255 words; 0 for the other reaches */
    bool is_ordered;   /* pre/5: the left one first */
    bool is_excluding; /* NOT w/5: a left one with no right one near */
} nx_near;

typedef enum nx_filter_kind {
    NX_FILTER_SOURCE,
    NX_FILTER_SECTION,
    NX_FILTER_LANGUAGE,
    NX_FILTER_STATUS,
    NX_FILTER_ID,
    NX_FILTER_KEY,
    NX_FILTER_PUBLISHED, /* date: after: before: */
    NX_FILTER_UPDATED,
    NX_FILTER_INGESTED,
    NX_FILTER_LENGTH /* words of the article */
} nx_filter_kind;

/* The values of STATUS. */
#define NX_STATUS_USABLE "usable"
#define NX_STATUS_CORRECTED "corrected"

/*
 * A condition on an article as a whole. Kinds before PUBLISHED have values, any
 * of which will do; the others a range: from `low` up to, not including,
 * `high`, INT64_MIN and INT64_MAX where it is open.
 */
typedef struct nx_filter {
    nx_filter_kind kind;
    newsidx_text *values;
    size_t value_count;
    int64_t low;
    int64_t high;
} nx_filter;

typedef struct nx_node nx_node;
struct nx_node {
    nx_node_kind kind;
    nx_word_form form;  /* WORD, PHRASE */
    nx_field field;     /* FIELD */
    nx_case letters;    /* CASE */
    nx_reach scope;     /* SCOPE: SENTENCE or PARAGRAPH */
    nx_near relation;   /* NEAR */
    uint32_t count;     /* FIRST, ATLEAST: N; FUZZY: edits, 1 or 2 */
    nx_filter filter;   /* FILTER */
    newsidx_text text;  /* WORD, PHRASE: as typed, without marks and quotes;
                           FILTER: in canonical spelling */
    newsidx_span span;  /* bytes of the query */
    nx_node **children; /* of all but the leaves */
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
    newsidx_query_options options; /* it was parsed by; the zone is ours */
    bool is_shouting;              /* two words or more, and no small letter */
    bool is_plain_words; /* AND of STEM words alone, as somebody types them */
};

/* True if the two trees mean the same; spans don't count. */
bool nx_node_equal(const nx_node *a, const nx_node *b);

/*
 * Does it say more than where some words stand: is there an AND, a NOT or a
 * FILTER in it that is not inside a NEAR? Of such operands a NEAR has at most
 * one.
 */
bool nx_node_is_boolean(const nx_node *node);

/* "headline" */
const char *nx_field_name(nx_field field);

#endif
