/* The interactive mode: what lasts from line to line, and its commands. */
#ifndef NEWSQ_REPL_H
#define NEWSQ_REPL_H

#include "search.h"

/** What lasts from one line to the next. Zero but for what cmd_repl() sets. */
typedef struct nq_repl {
    nq_session session; /**< A copy: .limit and the like change its options. */
    nq_found found;     /**< The hits of the last search, page by page. */
    char *query;        /**< The last one as typed; NULL: none yet. */
    char *filter;       /**< What .filter adds to each; NULL: nothing. */
    newsidx *own_index; /**< What .open opened; else NULL, as is its path. */
    char *own_path;
    bool is_interactive;
    bool is_done;
} nq_repl;

/** A command of the interactive mode. */
typedef struct nq_repl_row {
    const char *name;     /**< As ".facet". */
    const char *argument; /**< As "FIELD [N]", "best|new", "[QUERY]" or "". */
    const char *help;
    int (*run)(nq_repl *repl, const char *argument);
    nq_option option; /**< Of those that set one; else OPTION_COUNT. */
} nq_repl_row;

/** All of them, ended by a row without a name. */
extern const nq_repl_row repl_rows[];

/** NULL if there is none of that name. */
const nq_repl_row *repl_find(const char *name);

/** Run a command by its row; returns a nq_exit_code. */
int repl_run(nq_repl *repl, const nq_repl_row *row, const char *argument);

/** Search for what was typed. */
int repl_search(nq_repl *repl, const char *text);

/**
 * The id of a hit of the last search, by the rank that was printed. False if
 * `text` is no such number.
 */
bool repl_find_hit(const nq_repl *repl, const char *text, int64_t *out_id);

/** Print the article, through the pager if it is long. */
int repl_show(nq_repl *repl, int64_t id);

#endif
