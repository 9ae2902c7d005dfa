/* Bars of text: numbers that are seen before they are read. */
#ifndef NEWSQ_BARS_H
#define NEWSQ_BARS_H

#include "memory.h"

#include <stdint.h>

/**
 * Add a bar for `count`, where `most` would take `width` columns: blocks down
 * to an eighth of a column, or signs of # where the locale isn't UTF-8. What
 * isn't 0 is seen.
 */
void bars_add(nq_buffer *to, uint64_t count, uint64_t most, size_t width);

#endif
