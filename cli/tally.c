#include "tally.h"

#include <stdlib.h>
#include <string.h>

#define NAMES_MAX 200

void tally_add(nq_tally *tally, const char *name)
{
    size_t row = 0;
    while (row < tally->count && strcmp(tally->rows[row].name, name) != 0)
        row++;
    if (row == tally->count && row == NAMES_MAX) {
        name = "other";
        row = 0;
        while (row < tally->count && strcmp(tally->rows[row].name, name) != 0)
            row++;
    }
    if (row == tally->count) {
        tally->rows =
            memory_grow(tally->rows, tally->count + 1, sizeof(*tally->rows));
        tally->rows[tally->count++] = (nq_counted){memory_copy(name), 0};
    }
    tally->rows[row].count++;
}

void tally_add_reason(nq_tally *tally, newsidx_text reason)
{
    nq_buffer name = BUFFER_INIT;
    bool is_quoted = false;
    bool is_number = false; /* "byte 12", but not "UTF-8" */
    for (size_t i = 0; i < reason.length; i++) {
        char byte = reason.bytes[i];
        bool is_digit = byte >= '0' && byte <= '9' &&
                        (is_number || i == 0 || reason.bytes[i - 1] == ' ');
        if (byte == '"') {
            is_quoted = !is_quoted;
            if (is_quoted)
                buffer_add_string(&name, "\"...\"");
        } else if (!is_quoted && is_digit && !is_number) {
            buffer_add(&name, "N", 1);
        } else if (!is_quoted && !is_digit) {
            buffer_add(&name, &byte, 1);
        }
        is_number = is_digit;
    }
    tally_add(tally, buffer_string(&name));
    buffer_finish(&name);
}

static int by_count(const void *left, const void *right)
{
    const nq_counted *a = left;
    const nq_counted *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return strcmp(a->name, b->name);
}

void tally_sort(nq_tally *tally)
{
    if (tally->count > 0)
        qsort(tally->rows, tally->count, sizeof(*tally->rows), by_count);
}

void tally_finish(nq_tally *tally)
{
    for (size_t i = 0; i < tally->count; i++)
        memory_free(tally->rows[i].name);
    memory_free(tally->rows);
    *tally = (nq_tally){NULL, 0};
}
