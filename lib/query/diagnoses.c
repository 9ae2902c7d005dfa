#include "query/diagnoses.h"

#include "base/memory.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

void nx_diagnoses_init(nx_diagnoses *diagnoses)
{
    memset(diagnoses, 0, sizeof *diagnoses);
}

void nx_diagnoses_finish(nx_diagnoses *diagnoses)
{
    nx_free(diagnoses->items);
    nx_diagnoses_init(diagnoses);
}

void nx_diagnoses_add(nx_diagnoses *diagnoses, nx_diagnosis code,
                      newsidx_span span, const char *message,
                      const char *suggestion)
{
    void *items = diagnoses->items;
    newsidx_diagnostic *item;

    diagnoses->has_code[code] = true;
    if (!nx_grow(&items, &diagnoses->capacity, diagnoses->count + 1,
                 sizeof *item)) {
        diagnoses->is_out_of_memory = true;
        return;
    }
    diagnoses->items = items;
    item = &diagnoses->items[diagnoses->count++];
    memset(item, 0, sizeof *item);
    item->code[0] = 'Q';
    item->code[1] = (char)('0' + code / 10);
    item->code[2] = (char)('0' + code % 10);
    item->span = span;
    item->message = nx_str(message);
    item->suggestion = nx_str(suggestion);
}

/* No two are alike in place and code, so the order is the same everywhere. */
static int compare(const void *a, const void *b)
{
    const newsidx_diagnostic *left = a;
    const newsidx_diagnostic *right = b;

    if (left->span.start != right->span.start)
        return left->span.start < right->span.start ? -1 : 1;
    if (left->span.end != right->span.end)
        return left->span.end < right->span.end ? -1 : 1;
    return memcmp(left->code, right->code, sizeof left->code);
}

bool nx_diagnoses_settle(nx_diagnoses *diagnoses, newsidx_text reading,
                         nx_arena *arena, newsidx_diagnostic **out_items)
{
    const size_t count = diagnoses->count;
    newsidx_diagnostic *items;

    if (diagnoses->is_out_of_memory)
        return false;
    items = nx_arena_array(arena, count + 1, sizeof *items);
    if (items == NULL)
        return false;
    if (count > 0) {
        memcpy(items, diagnoses->items, count * sizeof *items);
        qsort(items, count, sizeof *items, compare);
    }
    for (size_t i = 0; i < count; i++) {
        if (memcmp(items[i].code, "Q11", sizeof items[i].code) == 0)
            items[i].suggestion = reading;
    }
    *out_items = items;
    return true;
}
