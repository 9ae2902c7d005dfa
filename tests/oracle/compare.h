/* The library's answers held against the reference's. */
#ifndef ORACLE_COMPARE_H
#define ORACLE_COMPARE_H

#include "reference.h"

/*
 * Ask everything about one query: articles, passages, ids, by date, pages both
 * ways, the count and one explanation. model_fail() at the first difference.
 */
void compare_query(const model *of, made_query *query, chance *from);

/* A query with what it finds by definition. */
typedef struct lines_question {
    const char *text;
    const newsidx_query *query;
    reference *reference;
    const found_list *list;
} lines_question;

/* Every match has its line, and the marks of one article are its lines. */
void compare_lines(const lines_question *in, chance *from);

/* What was done so far. */
typedef struct compared_counts {
    uint64_t queries;
    uint64_t queries_with_hits;
    uint64_t pairs; /* of a query and an article that a search can find */
} compared_counts;

extern compared_counts compared;

/* Printed with a difference, so that it can be repeated. */
extern uint64_t compare_seed;

#endif
