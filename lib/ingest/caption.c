#include "ingest/caption.h"

#include "base/hash.h"
#include "base/str.h"

#define LONGEST_SENTENCE_BYTES 400
#define LONGEST_LABEL_BYTES 200

/* Captions stand so near to the headline, in lines of text. */
#define HEAD_LINES 8

/* No article has more lines; a table that does is none of our business. */
#define MOST_LINES 20000

/*
 * A hash table of line numbers, open addressing, a power of two at least twice
 * the lines; a slot holds 1 + the number of the last line with that text.
 */
typedef struct table {
    uint32_t *slots;
    size_t mask;
} table;

static bool is_candidate(const nx_lines *lines, size_t number)
{
    const nx_line *line = &lines->lines[number];

    return (line->role == NX_LINE_BODY || line->role == NX_LINE_HEADLINE) &&
           !line->continues && line->length <= LONGEST_SENTENCE_BYTES &&
           nx_lines_paragraph_end(lines, number) == number + 1;
}

static uint32_t *find_slot(const table *seen, const nx_lines *lines,
                           newsidx_text text)
{
    size_t i = (size_t)nx_hash64(text.bytes, text.length, 0) & seen->mask;

    while (seen->slots[i] != 0 &&
           !nx_str_equal(nx_lines_text(lines, seen->slots[i] - 1), text))
        i = (i + 1) & seen->mask;
    return &seen->slots[i];
}

/* Three words or more, and no figures: a row of a table isn't a caption. */
static bool is_label(newsidx_text text)
{
    size_t blanks = 0;

    if (text.length > LONGEST_LABEL_BYTES || nx_text_ends_sentence(text))
        return false;
    for (size_t i = 0; i < text.length; i++) {
        if (nx_is_digit(text.bytes[i]))
            return false;
        blanks += text.bytes[i] == ' ' ? 1 : 0;
    }
    return blanks >= 2;
}

/* Line `later` says what `earlier` said. */
static void judge(nx_lines *lines, size_t earlier, size_t later,
                  size_t head_end)
{
    nx_line *first = &lines->lines[earlier];
    nx_line *second = &lines->lines[later];
    const bool neighbours = nx_lines_next(lines, earlier + 1) == later;

    if (first->role == NX_LINE_HEADLINE || first->role == NX_LINE_DROPPED) {
        second->role = NX_LINE_DROPPED;
    } else if ((neighbours && later < head_end) ||
               is_label(nx_lines_text(lines, later))) {
        first->role = NX_LINE_DROPPED;
        second->role = NX_LINE_DROPPED;
    }
}

/* The end of the first lines after the headline; 0 if there's none. */
static size_t find_head_end(const nx_lines *lines)
{
    size_t count = 0;
    size_t number = 0;
    bool found = false;

    for (; number < lines->count && count < HEAD_LINES; number++) {
        if (lines->lines[number].role == NX_LINE_HEADLINE)
            found = true;
        else if (lines->lines[number].role == NX_LINE_BODY)
            count++;
    }
    return found ? number : 0;
}

newsidx_status nx_captions_drop(nx_lines *lines, nx_arena *scratch,
                                newsidx_error *err)
{
    const size_t head_end = find_head_end(lines);
    table seen = {NULL, 1};

    if (lines->count < 2 || lines->count > MOST_LINES)
        return NEWSIDX_OK;
    while (seen.mask < lines->count * 2)
        seen.mask *= 2;
    seen.slots = nx_arena_array(scratch, seen.mask, sizeof *seen.slots);
    if (seen.slots == NULL)
        return nx_fail_memory(err);
    seen.mask--;
    for (size_t i = 0; i < lines->count; i++) {
        uint32_t *slot;

        if (!is_candidate(lines, i))
            continue;
        slot = find_slot(&seen, lines, nx_lines_text(lines, i));
        if (*slot != 0)
            judge(lines, *slot - 1, i, head_end);
        *slot = (uint32_t)i + 1;
    }
    return NEWSIDX_OK;
}
