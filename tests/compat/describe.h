/* What an index answers, as lines of text that can be kept and compared. */
#ifndef COMPAT_DESCRIBE_H
#define COMPAT_DESCRIBE_H

#include "newsidx.h"

#include <stdbool.h>
#include <stdio.h>

/*
 * The counts of newsidx_get_info() that last, articles that can be found,
 * and of some queries the count and the best hits with scores and passages.
 * Embargoes are as of a fixed moment. False, with what is wrong in `err`, if a
 * call fails. Scores have six digits, as many as any machine gives alike.
 */
bool describe_index(newsidx *index, FILE *to, newsidx_error *err);

#endif
