/* The expectations of feedparser's test files: small Python expressions. */
#ifndef NX_TESTS_EXPECTATION_H
#define NX_TESTS_EXPECTATION_H

#include "base/buf.h"

#include <stdbool.h>

/*
 *   not bozo and entries[0]['title'] == 'Example' and len(feed.links) == 1
 *
 * A path like entries[0]['title'] or feed.title is asked of the caller as
 * "entries.0.title", "feed.title".
 */
typedef enum answer {
    UNKNOWN, /* asks for what the caller has no answer to */
    HOLDS,
    FAILS
} answer;

typedef enum literal_kind {
    LITERAL_TEXT,
    LITERAL_NUMBER, /* in `number` */
    LITERAL_TIME,   /* nine numbers: in `number`, seconds since 1970 */
    LITERAL_NONE,   /* None, False: not there; len() == 0 */
    LITERAL_TRUE,
    LITERAL_OTHER
} literal_kind;

typedef struct literal {
    literal_kind kind;
    newsidx_text text;
    int64_t number;
} literal;

typedef enum question {
    ASK_EQUAL,  /* is it `wanted`? */
    ASK_EXISTS, /* is it there at all? `wanted` is NULL */
    ASK_LENGTH, /* has it so many elements? */
    ASK_FIRST   /* is its first character that number? */
} question;

/* Answer a question about the value at `path`. */
typedef answer (*expectation_fn)(const char *path, question asked,
                                 const literal *wanted, void *user);

/*
 * What follows "Expect:" in the text of a feed, up to the comment's end; false
 * if there is none.
 */
bool expectation_find(newsidx_text feed, newsidx_text *out_expression);

/* Evaluate an expression: it fails if a part of it does; it holds if all parts
 * that have an answer do. */
answer expectation_evaluate(newsidx_text expression, expectation_fn ask,
                            void *user);

#endif
