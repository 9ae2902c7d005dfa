#include "text/skips.h"

#include "base/memory.h"

#include <string.h>

bool nx_skips_begin(nx_skips *skips)
{
    if (skips->places == NULL)
        skips->places = nx_alloc_zeroed(NX_SKIPS_COUNT, sizeof *skips->places);
    else
        memset(skips->places, 0, NX_SKIPS_COUNT * sizeof *skips->places);
    skips->except = NX_SKIPS_NEVER;
    skips->position = 0;
    return skips->places != NULL;
}

void nx_skips_finish(nx_skips *skips)
{
    nx_free(skips->places);
    skips->places = NULL;
}

void nx_skips_add(nx_skips *skips, newsidx_text text, size_t start, size_t end)
{
    nx_skip word;
    bool has_letter;

    if (nx_skip_read(text, start, &word, &has_letter) == end - start)
        *nx_skips_place(skips, &word) = word;
}
