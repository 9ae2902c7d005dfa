#include "failing_memory.h"

#include <stdlib.h>

/* The linker's names: __wrap_x is called for x, and __real_x is x itself. It
 * is weak, so that a program that isn't linked for this still is one. */
void *__real_malloc(size_t length) __attribute__((weak));
void *__real_calloc(size_t count, size_t length) __attribute__((weak));
void *__real_realloc(void *memory, size_t length) __attribute__((weak));
void *__wrap_malloc(size_t length);
void *__wrap_calloc(size_t count, size_t length);
void *__wrap_realloc(void *memory, size_t length);

static size_t countdown; /* allocations until one fails; 0: none will */
static bool persists;
static bool failed;

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
    countdown = number;
    persists = and_on;
    failed = false;
}

bool failing_memory_end(void)
{
    countdown = 0;
    return failed;
}

static bool fails_now(void)
{
    if (countdown == 0)
        return false;
    if (countdown > 1) {
        countdown--;
        return false;
    }
    if (!persists)
        countdown = 0;
    failed = true;
    return true;
}

void *__wrap_malloc(size_t length)
{
    return fails_now() ? NULL : __real_malloc(length);
}

void *__wrap_calloc(size_t count, size_t length)
{
    return fails_now() ? NULL : __real_calloc(count, length);
}

void *__wrap_realloc(void *memory, size_t length)
{
    return fails_now() ? NULL : __real_realloc(memory, length);
}
