/* Which index, and opening it. */
#ifndef NEWSQ_DATABASE_H
#define NEWSQ_DATABASE_H

#include "commands.h"

/** Is there a file of that name? */
bool database_exists(const char *path);

/** Tell that there is no index, and how to make one. CODE_NO_INDEX. */
int database_report_missing(const nq_options *options, const char *path);

/**
 * Open the index that the options and the environment name: -d, $NEWSQ_DB,
 * ./.newsidx.db if it exists, else the user's own in the XDG data folder,
 * which MODE_CREATE makes. A dry run only reads, and makes none: the index is
 * NULL if it isn't there, and with MODE_PATH. Returns a nq_exit_code; what's
 * wrong has been told.
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
