/* Long output on a terminal goes through a pager. */
#ifndef NEWSQ_PAGER_H
#define NEWSQ_PAGER_H

#include "options.h"
#include "terminal.h"

typedef struct nq_pager nq_pager;

/**
 * Send standard output to $NEWSQ_PAGER, else $PAGER, else less, from now on.
 * NULL, and nothing changes, if it goes to no terminal, --no-pager was given,
 * the variable is empty or names cat, or no pager can be started.
 *
 * Meanwhile Ctrl-C is the pager's, and a pager that is left early makes writes
 * fail: whoever writes much asks ferror(stdout) now and then.
 */
nq_pager *pager_open(const nq_options *options, const nq_look *look);

/** Write out what there is, wait for the pager to end, and put all back as it
 * was. Takes NULL. */
void pager_close(nq_pager *pager);

#endif
