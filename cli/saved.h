/*
 * Searches that the user has named, for the interactive mode. They are lines of
 * a name, a tab and a query, in the file "searches" of the XDG state folder,
 * which only the user can read.
 */
#ifndef NEWSQ_SAVED_H
#define NEWSQ_SAVED_H

#include "queries.h"

/** Call `run` for each, in the order in which they were named; return a
 * nq_exit_code. None is CODE_OK. */
int saved_each(nq_query_fn run, void *user);

/** The query of that name. CODE_NOTHING, and nothing told, if there's none. */
int saved_find(const char *name, char **out_query);

/** Name a query; one of that name before is forgotten. NULL: only that, and
 * CODE_NOTHING if there was none. The name has no white space. */
int saved_put(const char *name, const char *query);

#endif
