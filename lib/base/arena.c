#include "base/arena.h"

#include "base/memory.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#define FIRST_LENGTH ((size_t)4096)
#define LAST_LENGTH ((size_t)256 * 1024)

struct nx_arena_block {
    nx_arena_block *next;
    size_t capacity;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
};

void nx_arena_init(nx_arena *arena)
{
    arena->blocks = NULL;
    arena->next_length = FIRST_LENGTH;
}

void nx_arena_finish(nx_arena *arena)
{
    nx_arena_block *block = arena->blocks;

    while (block != NULL) {
        nx_arena_block *next = block->next;

        nx_free(block);
        block = next;
    }
    nx_arena_init(arena);
}

void nx_arena_reset(nx_arena *arena)
{
    nx_arena_block *kept = arena->blocks;

    for (nx_arena_block *block = arena->blocks; block != NULL;
         block = block->next) {
        if (block->capacity > kept->capacity)
            kept = block;
    }
    for (nx_arena_block *block = arena->blocks; block != NULL;) {
        nx_arena_block *next = block->next;

        if (block != kept)
            nx_free(block);
        block = next;
    }
    if (kept != NULL) {
        kept->next = NULL;
        kept->used = 0;
    }
    arena->blocks = kept;
}

static nx_arena_block *add_block(nx_arena *arena, size_t least)
{
    size_t length = arena->next_length;
    nx_arena_block *block;

    if (length < least)
        length = least;
    else if (arena->next_length < LAST_LENGTH)
        arena->next_length *= 2;
    if (length > SIZE_MAX - sizeof *block)
        return NULL;
    block = nx_alloc(sizeof *block + length);
    if (block == NULL)
        return NULL;
    block->next = arena->blocks;
    block->capacity = length;
    block->used = 0;
    arena->blocks = block;
    return block;
}

void *nx_arena_alloc(nx_arena *arena, size_t length)
{
    const size_t alignment = alignof(max_align_t);
    nx_arena_block *block = arena->blocks;
    void *object;

    if (length > SIZE_MAX - alignment)
        return NULL;
    length = (length + alignment - 1) / alignment * alignment;
    if (block == NULL || block->capacity - block->used < length) {
        block = add_block(arena, length);
        if (block == NULL)
            return NULL;
    }
    object = block->bytes + block->used;
    block->used += length;
    memset(object, 0, length);
    return object;
}

void *nx_arena_array(nx_arena *arena, size_t count, size_t element_length)
{
    if (element_length > 0 && count > SIZE_MAX / element_length)
        return NULL;
    return nx_arena_alloc(arena, count * element_length);
}

newsidx_text nx_arena_text(nx_arena *arena, newsidx_text text)
{
    newsidx_text copy = {NULL, 0};
    char *bytes;

    if (text.length == SIZE_MAX)
        return copy;
    bytes = nx_arena_alloc(arena, text.length + 1);
    if (bytes == NULL)
        return copy;
    if (text.length > 0)
        memcpy(bytes, text.bytes, text.length);
    copy.bytes = bytes;
    copy.length = text.length;
    return copy;
}
