#include "failing_memory.h"

#include <stdatomic.h>
#include <stdlib.h>

/* The linker's names: __wrap_x is called for x, and __real_x is x itself. It
 * is weak, so that a program that isn't linked for this still is one. */
void *__real_malloc(size_t length) __attribute__((weak));
void *__real_calloc(size_t count, size_t length) __attribute__((weak));
void *__real_realloc(void *memory, size_t length) __attribute__((weak));
void *__wrap_malloc(size_t length);
void *__wrap_calloc(size_t count, size_t length);
void *__wrap_realloc(void *memory, size_t length);

/* Allocations until one fails; 0: none will. Threads may share it: which of
 * them meets the failure is chance, that one does is not. */
static atomic_size_t countdown;
static atomic_bool persists;
static atomic_bool failed;

bool failing_memory_works(void)
{
    void *volatile memory;
    bool works;

    failing_memory_begin(1, false);
    memory = malloc(1);
    works = failing_memory_end();
    free(memory);
    return works;
}

void failing_memory_begin(size_t number, bool and_on)
{
    atomic_store(&persists, and_on);
    atomic_store(&failed, false);
    atomic_store(&countdown, number);
}

bool failing_memory_end(void)
{
    atomic_store(&countdown, 0);
    return atomic_load(&failed);
}

bool failing_memory_next(void)
{
    size_t left = atomic_load(&countdown);

    /* Counting down is for one thread at a time, the last step as well. */
    do {
        if (left == 0)
            return false;
        if (left == 1 && atomic_load(&persists))
            break;
    } while (!atomic_compare_exchange_weak(&countdown, &left, left - 1));
    if (left > 1)
        return false;
    atomic_store(&failed, true);
    return true;
}

void *__wrap_malloc(size_t length)
{
    return failing_memory_next() ? NULL : __real_malloc(length);
}

void *__wrap_calloc(size_t count, size_t length)
{
    return failing_memory_next() ? NULL : __real_calloc(count, length);
}

void *__wrap_realloc(void *memory, size_t length)
{
    return failing_memory_next() ? NULL : __real_realloc(memory, length);
}
