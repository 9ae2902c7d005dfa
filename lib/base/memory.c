#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>

void *nx_alloc(size_t length)
{
    return malloc(length > 0 ? length : 1);
}

void *nx_alloc_zeroed(size_t count, size_t element_length)
{
    return calloc(count > 0 ? count : 1,
                  element_length > 0 ? element_length : 1);
}

void *nx_realloc(void *memory, size_t length)
{
    return realloc(memory, length > 0 ? length : 1);
}

void nx_free(void *memory)
{
    free(memory);
}

bool nx_grow(void **array, size_t *capacity, size_t count,
             size_t element_length)
{
    size_t wanted = *capacity;
    void *grown;

    if (count <= *capacity)
        return true;
    if (wanted == 0)
        wanted = 16;
    while (wanted < count) {
        if (wanted > SIZE_MAX / 2)
            return false;
        wanted *= 2;
    }
    if (wanted > SIZE_MAX / element_length)
        return false;
    grown = nx_realloc(*array, wanted * element_length);
    if (grown == NULL)
        return false;
    *array = grown;
    *capacity = wanted;
    return true;
}
