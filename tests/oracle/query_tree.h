/* A query as it was meant; what is typed says the same. */
#ifndef ORACLE_QUERY_TREE_H
#define ORACLE_QUERY_TREE_H

#include "model.h"

#define WORD_BYTES 200
#define MOST_CHILDREN 24
#define MOST_VALUES 4
#define NO_LEAF ((size_t)-1)

typedef enum query_kind {
    QUERY_LEAF,    /* a word or phrase */
    QUERY_CHOICES, /* "a (b|c)": the children are the phrases it stands for */
    QUERY_ALL,     /* * */
    QUERY_AND,
    QUERY_OR,
    QUERY_NOT,   /* one child, below an AND or at the root */
    QUERY_NEAR,  /* two children */
    QUERY_FIELD, /* this and what follows has one child */
    QUERY_FIRST,
    QUERY_CASE,
    QUERY_SCOPE,
    QUERY_ATLEAST,
    QUERY_FILTER /* none */
} query_kind;

typedef enum leaf_form {
    LEAF_WORD,        /* talk */
    LEAF_STEM,        /* ~talk: the same, but below a CASE */
    LEAF_EXACT,       /* =talk */
    LEAF_PATTERN,     /* tal* t?lk */
    LEAF_FUZZY,       /* talk~1 */
    LEAF_PHRASE,      /* "talk about" */
    LEAF_STEM_PHRASE, /* ~"talk about" */
    LEAF_VERBATIM     /* verbatim("talk about") */
} leaf_form;

typedef enum query_field {
    FIELD_HEADLINE,
    FIELD_BYLINE,
    FIELD_DATELINE,
    FIELD_BODY,
    FIELD_LEAD,
    FIELD_HEADLINE_LEAD,
    FIELD_TAG
} query_field;

typedef enum query_case { CASE_CAPS, CASE_ALLCAPS, CASE_NOCAPS } query_case;

typedef enum query_reach {
    REACH_WORDS,
    REACH_SENTENCE,
    REACH_PARAGRAPH
} query_reach;

typedef struct query_near {
    query_reach reach;
    size_t distance; /* of WORDS */
    bool is_ordered;
    bool is_excluding;
} query_near;

typedef enum filter_kind {
    FILTER_SOURCE,
    FILTER_SECTION,
    FILTER_LANGUAGE,
    FILTER_STATUS,
    FILTER_ID,
    FILTER_KEY,
    FILTER_PUBLISHED, /* this and what follows has a range */
    FILTER_UPDATED,
    FILTER_LENGTH
} filter_kind;

/* Values of which any will do, or a range from `low` up to, not including,
 * `high`. */
typedef struct query_filter {
    filter_kind kind;
    char values[MOST_VALUES][32];
    size_t value_count;
    int64_t low;
    int64_t high;
} query_filter;

typedef struct query_node {
    query_kind kind;
    leaf_form form;
    char word[WORD_BYTES]; /* LEAF: without its marks; CHOICES, FILTER: typed */
    size_t count;          /* FUZZY: edits; FIRST, ATLEAST: how many */
    query_field field;
    query_case letters;
    query_reach scope;
    query_near relation;
    query_filter filter;
    bool is_wordy; /* spelled as exact(talk), not =talk */
    struct query_node *children[MOST_CHILDREN];
    size_t child_count;
    size_t number; /* of query_number(), in the order of the text */
} query_node;

query_node *query_node_new(nx_arena *arena, query_kind kind);
void query_node_add(query_node *to, query_node *child);

/* Does it say more than where words stand: has it an AND, a NOT or a filter
 * that is not inside a NEAR? */
bool query_is_boolean(const query_node *node);

/*
 * The same query without what only saves typing: choices become an OR, an AND
 * of an AND one AND, filters of a kind in one AND one filter; ATLEAST is put to
 * each part of what is boolean, and a NEAR of two boolean operands, or that
 * excludes from a boolean one, too: then `*out_is_repeated` is set.
 */
query_node *query_lower(nx_arena *arena, query_node *root,
                        bool *out_is_repeated);

/* Number all nodes from 0; the count is returned. */
size_t query_number(query_node *root);

#endif
