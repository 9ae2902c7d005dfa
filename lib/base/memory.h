/* The only place that asks the C library for memory. */
#ifndef NX_BASE_MEMORY_H
#define NX_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* NULL when there is no memory. A length of 0 is asked for as 1. */
void *nx_alloc(size_t length);

/* Zeroed; NULL also when count * element_length overflows. */
void *nx_alloc_zeroed(size_t count, size_t element_length);

/* NULL when there is no memory, and then `memory` is as it was. */
void *nx_realloc(void *memory, size_t length);

/* Takes NULL. */
void nx_free(void *memory);

/* A zeroed object of a type; free it with nx_free(). */
#define nx_new(type) ((type *)nx_alloc_zeroed(1, sizeof(type)))

/*
 * Make room for `count` elements in a growing array: doubles `*capacity` until
 * it holds them. `*array` and `*capacity` begin as NULL and 0. False when there
 * is no memory, and then nothing has changed. New elements are not zeroed.
 */
bool nx_grow(void **array, size_t *capacity, size_t count,
             size_t element_length);

#endif
