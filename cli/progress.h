/*
 * How far long work has come: a bar on a terminal, now and then a line
 * elsewhere. All of it goes to standard error.
 */
#ifndef NEWSQ_PROGRESS_H
#define NEWSQ_PROGRESS_H

#include "newsidx.h"

#include <stdbool.h>

/** Begin. Nothing is shown before work has taken a moment. */
void progress_start(bool is_quiet);

/** Show counts of an import, if it's time to. */
void progress_import(const newsidx_import_counts *counts);

/** Show `done` of `total` of `unit`, as "articles", if it's time to. */
void progress_steps(uint64_t done, uint64_t total, const char *unit);

/** Take the bar away, so that a line can be printed. Was there one? */
bool progress_hide(void);

/** Seconds since progress_start(); takes the bar away. */
double progress_end(void);

/** A newsidx_progress_fn. `user` is the unit; stops when interrupted. */
int progress_callback(uint64_t done, uint64_t total, void *user);

#endif
