/*
 * Any bytes as the leaves of a segment of FTS5, each behind its length in two
 * bytes, and as a structure record: what passes keeps its promises, and is read
 * the same by the reader that the list of terms has.
 */
#include "words/audit.h"
#include "words/leaf.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

#define LAST_ID 100000

static void expect(bool truth)
{
    if (!truth)
        abort();
}

/* All terms of a leaf, as far as they can be read. */
static size_t count_terms(const void *bytes, size_t length)
{
    nx_leaf_term term = {.length = 0};
    size_t count = 0;
    nx_leaf leaf;

    if (!nx_leaf_open(&leaf, bytes, length))
        return 0;
    while (nx_leaf_has_term(&leaf) && nx_leaf_next(&leaf, &term)) {
        expect(term.length > 0 && term.length <= NX_LONGEST_TERM);
        expect(leaf.doclist_at <= leaf.next_at && leaf.next_at <= leaf.end);
        expect(leaf.end <= length);
        count++;
    }
    return count;
}

/* What a leaf that passed says of itself. */
static void check_leaf(const nx_leaf_audit *audit, const void *bytes,
                       size_t length)
{
    const newsidx_text first = nx_leaf_term_text(&audit->first);
    const newsidx_text before = nx_leaf_term_text(&audit->before);

    expect(audit->has_term == (count_terms(bytes, length) > 0));
    expect(audit->rowid <= LAST_ID && audit->first_rowid <= LAST_ID);
    if (audit->has_term)
        expect(before.length == 0 || nx_str_compare(first, before) > 0);
    else
        expect(audit->first_rowid <= audit->rowid);
}

/* The bytes are copied, so that sanitizers see one too far. */
static bool read_leaf(nx_leaf_audit *audit, const uint8_t *data, size_t length)
{
    unsigned char *copy = malloc(length > 0 ? length : 1);
    bool is_sound;

    if (copy == NULL)
        return false;
    if (length > 0)
        memcpy(copy, data, length);
    is_sound = nx_leaf_audit_read(audit, copy, length);
    expect(is_sound || audit->fault != NULL);
    if (is_sound)
        check_leaf(audit, copy, length);
    else
        count_terms(copy, length);
    free(copy);
    return is_sound;
}

static void read_structure(const uint8_t *data, size_t length)
{
    static nx_words_structure structure;

    if (!nx_words_structure_read(&structure, data, length)) {
        expect(structure.fault != NULL);
        return;
    }
    expect(structure.count <= NX_MOST_SEGMENTS);
    for (size_t i = 0; i < structure.count; i++) {
        const nx_words_segment *segment = &structure.segments[i];

        expect(segment->number > 0 && segment->first <= segment->last);
        expect(i == 0 || segment->number > segment[-1].number);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    nx_leaf_audit audit;
    bool is_sound = true;

    read_structure(data, length);
    nx_leaf_audit_init(&audit, LAST_ID);
    while (is_sound && length >= 2) {
        size_t leaf = (size_t)data[0] << 8 | data[1];

        data += 2;
        length -= 2;
        if (leaf > length)
            leaf = length;
        is_sound = read_leaf(&audit, data, leaf);
        data += leaf;
        length -= leaf;
    }
    if (is_sound && audit.term.length > 0)
        nx_leaf_audit_end(&audit);
    return 0;
}
