/*
 * The commands. Each is one row of the table in main.c, which opens the index
 * as the row says and calls `run`; adding one is a row and a cmd_x.c.
 */
#ifndef NEWSQ_COMMANDS_H
#define NEWSQ_COMMANDS_H

#include "options.h"
#include "terminal.h"

/** What a command needs of the index. */
typedef enum nq_mode {
    MODE_NO_INDEX,
    MODE_PATH, /**< Its path alone: the command opens it, or doesn't. */
    MODE_READ,
    MODE_CHECK, /**< For writing, but for reading where it is sealed. */
    MODE_WRITE, /**< It must be there already. */
    MODE_CREATE /**< It is made if it isn't there. */
} nq_mode;

typedef struct nq_command nq_command;
typedef struct nq_found nq_found; /* search.h */

/** What a running command has. Everything is borrowed from main.c. */
typedef struct nq_session {
    const nq_command *command;
    nq_options options;
    const char *const *words; /**< After the command's name. */
    size_t word_count;
    nq_look look;
    newsidx *index;         /**< NULL: MODE_NO_INDEX, MODE_PATH. */
    const char *index_path; /**< NULL: MODE_NO_INDEX. */
    nq_found *found; /**< Of the interactive mode, whose hints differ: a page
                          of hits leaves there what it found. Else NULL. */
} nq_session;

struct nq_command {
    const char *name;
    const char *arguments; /**< As "ID|KEY..." */
    const char *summary;   /**< A line, for the list. */
    const char *details;   /**< A paragraph or more; may be NULL. */
    uint64_t options;      /**< OPTION_BITs it knows. */
    size_t words_min;
    size_t words_max;
    int (*run)(nq_session *session); /**< Returns an nq_exit_code. */
    nq_mode mode;
};

#define WORDS_ANY ((size_t)-1)

/** All commands, ended by a row without a name. */
extern const nq_command commands[];

/** NULL if there is none of that name. */
const nq_command *command_find(const char *name);

int cmd_search(nq_session *session);
int cmd_explain(nq_session *session);
int cmd_export(nq_session *session);
int cmd_kwic(nq_session *session);
int cmd_add(nq_session *session);
int cmd_show(nq_session *session);
int cmd_remove(nq_session *session);
int cmd_info(nq_session *session);
int cmd_check(nq_session *session);
int cmd_optimize(nq_session *session);
int cmd_rebuild(nq_session *session);
int cmd_backup(nq_session *session);
int cmd_repair(nq_session *session);
int cmd_seal(nq_session *session);
int cmd_doctor(nq_session *session);
int cmd_batch(nq_session *session);
int cmd_count(nq_session *session);
int cmd_facet(nq_session *session);
int cmd_timeline(nq_session *session);
int cmd_first(nq_session *session);
int cmd_terms(nq_session *session);
int cmd_suggest(nq_session *session);
int cmd_like(nq_session *session);
int cmd_repl(nq_session *session);
int cmd_completion(nq_session *session);
int cmd_help(nq_session *session);
int cmd_version(nq_session *session);

/** What a facet can be of, from 0, as "source"; NULL past the end. */
const char *overview_field(size_t number);

/** What `newsq` alone prints where nobody can type. */
void help_print_usage(FILE *file);

/** What `newsq COMMAND --help` prints. */
void help_print_command(const nq_command *command);

/** The query language in short. */
void help_print_query(void);

#endif
