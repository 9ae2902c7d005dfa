#include "memory.h"

#include "exit_codes.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void give_up(void)
{
    fputs("newsq: out of memory\n", stderr);
    exit(CODE_INTERNAL);
}

void *memory_new(size_t length)
{
    void *fresh = calloc(1, length > 0 ? length : 1);
    if (fresh == NULL)
        give_up();
    return fresh;
}

void *memory_grow(void *old, size_t count, size_t item_length)
{
    if (count == 0)
        count = 1;
    if (item_length > 0 && count > SIZE_MAX / item_length)
        give_up();
    void *fresh = realloc(old, count * item_length);
    if (fresh == NULL)
        give_up();
    return fresh;
}

char *memory_copy(const char *text)
{
    if (text == NULL)
        return NULL;
    size_t length = strlen(text);
    char *copy = memory_new(length + 1);
    memcpy(copy, text, length);
    return copy;
}

void memory_free(void *old)
{
    free(old);
}

/* Room for `more` bytes and the NUL; doubled, so that adding is linear. */
static void make_room(nq_buffer *to, size_t more)
{
    if (more >= SIZE_MAX / 4 || to->length >= SIZE_MAX / 4)
        give_up();
    size_t needed = to->length + more + 1;
    if (needed <= to->room)
        return;
    size_t room = to->room < 128 ? 128 : to->room;
    while (room < needed)
        room *= 2;
    to->bytes = memory_grow(to->bytes, room, 1);
    to->room = room;
}

void buffer_add(nq_buffer *to, const char *bytes, size_t length)
{
    make_room(to, length);
    if (length > 0)
        memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
    to->bytes[to->length] = '\0';
}

void buffer_add_string(nq_buffer *to, const char *string)
{
    buffer_add(to, string, strlen(string));
}

void buffer_add_text(nq_buffer *to, newsidx_text text)
{
    if (text.bytes != NULL)
        buffer_add(to, text.bytes, text.length);
}

void buffer_add_format(nq_buffer *to, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length <= 0)
        return;
    make_room(to, (size_t)length);
    va_start(arguments, format);
    vsnprintf(to->bytes + to->length, (size_t)length + 1, format, arguments);
    va_end(arguments);
    to->length += (size_t)length;
}

void buffer_fill(nq_buffer *to, char filler, size_t count)
{
    make_room(to, count);
    memset(to->bytes + to->length, filler, count);
    to->length += count;
    to->bytes[to->length] = '\0';
}

void buffer_clear(nq_buffer *to)
{
    to->length = 0;
    if (to->bytes != NULL)
        to->bytes[0] = '\0';
}

void buffer_flush(nq_buffer *to, FILE *file)
{
    if (to->length > 0)
        fwrite(to->bytes, 1, to->length, file);
    buffer_clear(to);
}

bool buffer_read_line(nq_buffer *to, FILE *file)
{
    buffer_clear(to);
    bool found = false;
    for (;;) {
        int letter = getc(file);
        if (letter == EOF)
            break;
        found = true;
        if (letter == '\n')
            break;
        char byte = (char)letter;
        buffer_add(to, &byte, 1);
    }
    if (to->length > 0 && to->bytes[to->length - 1] == '\r')
        to->bytes[--to->length] = '\0';
    return found;
}

const char *buffer_string(const nq_buffer *from)
{
    return from->bytes == NULL ? "" : from->bytes;
}

void buffer_finish(nq_buffer *to)
{
    memory_free(to->bytes);
    to->bytes = NULL;
    to->length = 0;
    to->room = 0;
}
