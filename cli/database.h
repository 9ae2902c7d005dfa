/* Which index, and opening it. */
#ifndef NEWSQ_DATABASE_H
#define NEWSQ_DATABASE_H

#include "commands.h"

/**
 * Open the index that the options and the environment name: -d, $NEWSQ_DB,
 * ./.newsidx.db if it exists, else the user's own in the XDG data folder,
 * which MODE_CREATE makes. A dry run only reads, and makes none: the index is
 * NULL if it isn't there. Returns a nq_exit_code; what's wrong has been told.
 *
 * @param out_path  Yours, even when it fails; may be NULL then.
 */
int database_open(const nq_options *options, nq_mode mode, newsidx **out_index,
                  char **out_path);

/**
 * The path of what newsq keeps for the user, as "history", in the XDG state
 * folder, which is made, private, if it isn't there. NULL if there's no home.
 * Yours.
 */
char *database_state_file(const char *name);

#endif
