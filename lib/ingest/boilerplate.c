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

/*
 * The entries, chained by their first byte, because most lines begin with
 * another and a text may have millions of lines:
 *
 *     first['s'] -> Share -> Share this -> ... -> NONE
 */
#define NONE ((size_t)-1)

typedef struct table {
    size_t first[256];
    size_t next[ENTRY_COUNT];
    newsidx_text texts[ENTRY_COUNT];
    bool are_prefixes[ENTRY_COUNT];
} table;

static size_t *chain_of(table *known, char byte)
{
    return &known->first[(unsigned char)nx_to_lower(byte)];
}

static void fill(table *known)
{
    for (size_t i = 0; i < 256; i++)
        known->first[i] = NONE;
    for (size_t i = 0; i < ENTRY_COUNT; i++) {
        const char *tab = strchr(entries[i], '\t');
        size_t *chain;

        if (tab == NULL || tab[1] == '\0')
            continue;
        chain = chain_of(known, tab[1]);
        known->texts[i] = nx_str(tab + 1);
        known->are_prefixes[i] = strncmp(entries[i], "prefix\t", 7) == 0;
        known->next[i] = *chain;
        *chain = i;
    }
}

static bool matches(const table *known, size_t entry, newsidx_text line)
{
    const newsidx_text text = known->texts[entry];

    if (!known->are_prefixes[entry])
        return nx_str_equal_ascii(line, text);
    return line.length >= text.length &&
           nx_str_equal_ascii(nx_str_slice(line.bytes, text.length), text) &&
           nx_text_width(line) <= PREFIX_LINE_WIDTH;
}

static bool find(table *known, newsidx_text line)
{
    size_t entry = NONE;

    if (line.length > 0)
        entry = *chain_of(known, line.bytes[0]);
    while (entry != NONE && !matches(known, entry, line))
        entry = known->next[entry];
    return entry != NONE;
}

bool nx_is_boilerplate(newsidx_text line)
{
    table known;

    fill(&known);
    return find(&known, line);
}

void nx_boilerplate_drop(nx_lines *lines)
{
    table known;

    fill(&known);
    for (size_t i = 0; i < lines->count; i++) {
        const bool stands_alone = !lines->lines[i].continues &&
                                  nx_lines_paragraph_end(lines, i) == i + 1;

        if (stands_alone && find(&known, nx_lines_text(lines, i)))
            lines->lines[i].role = NX_LINE_DROPPED;
    }
}
