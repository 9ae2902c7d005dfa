/* "Did you mean ...?" */
#ifndef NEWSQ_SUGGEST_H
#define NEWSQ_SUGGEST_H

#include <stddef.h>

/**
 * Edits that turn one into the other: letters left out, added, changed, or two
 * neighbours swapped (optimal string alignment). Long words are cut.
 */
size_t suggest_distance(const char *a, const char *b);

/** Near enough to be a slip of the fingers in a word like `typed`? */
int suggest_is_near(const char *typed, size_t distance);

#endif
