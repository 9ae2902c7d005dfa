#include "ingest/boilerplate.h"

#include "base/str.h"

#include <string.h>

/* "exact\tShare" and "prefix\tPhoto:", from data/boilerplate.txt. */
static const char *const entries[] = {
#include "generated/boilerplate.inc"
};

#define ENTRY_COUNT (sizeof entries / sizeof entries[0])

/* Longer lines begin like furniture but are somebody's sentence. */
#define PREFIX_LINE_WIDTH 80

/* No entry is longer; spares long lines the comparison. */
#define LONGEST_LINE_BYTES 320

/*
 * Which bytes entries begin with: most lines begin with another, and a text
 * may have millions of lines.
 */
typedef struct first_bytes {
    bool known[256];
} first_bytes;

static bool matches(const char *entry, newsidx_text line)
{
    const char *tab = strchr(entry, '\t');
    newsidx_text text;

    if (tab == NULL)
        return false;
    text = nx_str(tab + 1);
    if (strncmp(entry, "exact\t", 6) == 0)
        return nx_str_equal_ascii(line, text);
    return line.length >= text.length &&
           nx_str_equal_ascii(nx_str_slice(line.bytes, text.length), text) &&
           nx_text_width(line) <= PREFIX_LINE_WIDTH;
}

bool nx_is_boilerplate(newsidx_text line)
{
    if (line.length == 0 || line.length > LONGEST_LINE_BYTES)
        return false;
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        if (matches(entries[i], line))
            return true;
    }
    return false;
}

static void note_first_bytes(first_bytes *first)
{
    memset(first, 0, sizeof *first);
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        const char *tab = strchr(entries[i], '\t');

        if (tab != NULL)
            first->known[(unsigned char)nx_to_lower(tab[1])] = true;
    }
}

void nx_boilerplate_drop(nx_lines *lines)
{
    first_bytes first;

    note_first_bytes(&first);
    for (size_t i = 0; i < lines->count; i++) {
        const newsidx_text text = nx_lines_text(lines, i);
        const bool stands_alone = !lines->lines[i].continues &&
                                  nx_lines_paragraph_end(lines, i) == i + 1;

        if (stands_alone &&
            first.known[(unsigned char)nx_to_lower(text.bytes[0])] &&
            nx_is_boilerplate(text))
            lines->lines[i].role = NX_LINE_DROPPED;
    }
}
