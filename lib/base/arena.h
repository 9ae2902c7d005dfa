/* Memory for things that live and die together: freed as one. */
#ifndef NX_BASE_ARENA_H
#define NX_BASE_ARENA_H

#include "newsidx.h"

/*
 *   blocks -> [ next | capacity | used | bytes ....... ] -> [ next | ... ]
 *
 * The newest block comes first; an object never moves. Blocks double from 4 KB
 * to 256 KB; what is larger gets one of its own.
 */
typedef struct nx_arena_block nx_arena_block;

typedef struct nx_arena {
    nx_arena_block *blocks;
    size_t next_length;
} nx_arena;

void nx_arena_init(nx_arena *arena);

/* Free all objects. The arena can be used again. */
void nx_arena_finish(nx_arena *arena);

/* Forget all objects but keep the largest block for the next ones. */
void nx_arena_reset(nx_arena *arena);

/* Zeroed, aligned for any type; NULL when there is no memory. */
void *nx_arena_alloc(nx_arena *arena, size_t length);

/* Zeroed elements; NULL also when the product overflows. */
void *nx_arena_array(nx_arena *arena, size_t count, size_t element_length);

/* A copy that ends in NUL. `out->bytes` is NULL when there is no memory. */
newsidx_text nx_arena_text(nx_arena *arena, newsidx_text text);

#define nx_arena_new(arena, type) ((type *)nx_arena_alloc(arena, sizeof(type)))

#endif
