/* Files of queries: each line is an id, a tab and a query. */
#ifndef NEWSQ_QUERIES_H
#define NEWSQ_QUERIES_H

#include "memory.h"

/** Run one query; an nq_exit_code. CODE_USAGE: the query can't be read, and it
    has been told; the others are run all the same. */
typedef int (*nq_query_fn)(void *user, newsidx_text query_id, const char *text);

/**
 * Call `run` with each line of the file `name`, "-": of standard input. Empty
 * lines are passed over; CODE_SKIPPED if some were left out, which has been
 * told; CODE_USAGE for what is no such line, or no file.
 */
int queries_each(const char *name, nq_query_fn run, void *user);

#endif
