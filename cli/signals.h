/* Ctrl-C, and the signals that would end newsq without a word. */
#ifndef NEWSQ_SIGNALS_H
#define NEWSQ_SIGNALS_H

#include "newsidx.h"

#include <stdbool.h>

/**
 * A closed pipe ends newsq quietly, as it does other tools, also when whoever
 * started it ignores that signal. A file size limit is an error of writing.
 */
void signals_init(void);

/**
 * From now on Ctrl-C and SIGTERM only raise a flag, for long work to stop
 * where that is clean. A second Ctrl-C ends newsq at once.
 */
void signals_catch(void);

/** Was the flag raised? */
bool signals_interrupted(void);

/** True once after it was: the terminal wrote "^C" where the cursor stood. */
bool signals_take_echo(void);

/**
 * Ctrl-C cancels what runs on `index` and nothing else, until called with
 * NULL. Lowers the flag. For the interactive mode.
 */
void signals_cancel_only(newsidx *index);

/**
 * Leave Ctrl-C to another program that has the terminal, and let writes to it
 * fail when it is gone; then take back what was before.
 */
void signals_leave(void);
void signals_take_back(void);

#endif
