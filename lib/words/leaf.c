#include "words/leaf.h"

#include "base/str.h"
#include "words/words.h"

#include <string.h>

/* The first rowid and the end, two bytes each. */
#define HEADER_BYTES 4

newsidx_text nx_leaf_term_text(const nx_leaf_term *term)
{
    return nx_str_slice(term->bytes, term->length);
}

bool nx_leaf_number(nx_leaf_bytes *in, uint64_t most, uint64_t *out)
{
    uint64_t number = 0;

    /* Nothing that we read needs FTS5's ninth byte, which has eight bits. */
    for (size_t i = 0; i < 8 && in->at < in->end; i++) {
        const unsigned char byte = *in->at++;

        if (i == 0 && byte == 0x80)
            return false;
        number = (number << 7) | (byte & 0x7fU);
        if ((byte & 0x80U) == 0) {
            *out = number;
            return number <= most;
        }
    }
    return false;
}

static size_t big_endian(const unsigned char *bytes)
{
    return ((size_t)bytes[0] << 8) | bytes[1];
}

/* Find where the term begins that the index tells of next. */
static bool step(nx_leaf *leaf)
{
    uint64_t length;

    if (leaf->index.at == leaf->index.end) {
        leaf->next_at = leaf->end;
        return true;
    }
    if (!nx_leaf_number(&leaf->index, leaf->end - leaf->next_at, &length) ||
        length == 0 || length == leaf->end - leaf->next_at)
        return false;
    leaf->next_at += (size_t)length;
    return true;
}

bool nx_leaf_open(nx_leaf *leaf, const void *bytes, size_t length)
{
    memset(leaf, 0, sizeof *leaf);
    if (length < HEADER_BYTES)
        return false;
    leaf->bytes = bytes;
    leaf->rowid_at = big_endian(leaf->bytes);
    leaf->end = big_endian(leaf->bytes + 2);
    leaf->is_first = true;
    leaf->doclist_at = HEADER_BYTES;
    if (leaf->end < HEADER_BYTES || leaf->end > length)
        return false;
    leaf->index.at = leaf->bytes + leaf->end;
    leaf->index.end = leaf->bytes + length;
    return step(leaf) && leaf->next_at >= HEADER_BYTES;
}

bool nx_leaf_next(nx_leaf *leaf, nx_leaf_term *term)
{
    nx_leaf_bytes in = {leaf->bytes + leaf->next_at, leaf->bytes + leaf->end};
    uint64_t kept = 0;
    uint64_t added;

    if (!leaf->is_first && !nx_leaf_number(&in, term->length, &kept))
        return false;
    if (!nx_leaf_number(&in, sizeof term->bytes - kept, &added) || added == 0 ||
        added > (size_t)(in.end - in.at))
        return false;
    memcpy(term->bytes + kept, in.at, (size_t)added);
    term->length = (size_t)(kept + added);
    leaf->doclist_at = (size_t)(in.at - leaf->bytes) + (size_t)added;
    leaf->is_first = false;
    return step(leaf) && leaf->doclist_at <= leaf->next_at;
}

/* --------------------------------------------------- a whole segment ---- */

void nx_leaf_audit_init(nx_leaf_audit *audit, uint64_t last_id)
{
    memset(audit, 0, sizeof *audit);
    audit->last_id = last_id;
}

static bool fail(nx_leaf_audit *audit, const char *fault)
{
    audit->fault = fault;
    return false;
}

/* One number of a list of positions. */
static bool take_position(nx_leaf_audit *audit, uint64_t number)
{
    if (audit->wants_column) {
        if (number <= audit->column || number >= NX_COLUMN_COUNT)
            return fail(audit, "a column that can't be");
        audit->column = number;
        audit->position = 0;
        audit->wants_column = false;
        audit->wants_position = true;
    } else if (number == 1) {
        if (audit->wants_position && audit->column > 0)
            return fail(audit, "a column without a position");
        audit->wants_column = true;
    } else if (number == 0) {
        return fail(audit, "a position that can't be");
    } else {
        audit->position += number - 2;
        audit->wants_position = false;
        if (audit->position > NX_LIMIT_ARTICLE_BYTES)
            return fail(audit, "a position behind every article's end");
    }
    return true;
}

/* As many positions as there are, or as are left of the article's. */
static bool take_positions(nx_leaf_audit *audit, nx_leaf_bytes *in)
{
    nx_leaf_bytes mine = *in;
    uint64_t number;

    if ((uint64_t)(in->end - in->at) > audit->left)
        mine.end = in->at + audit->left;
    audit->left -= (uint64_t)(mine.end - in->at);
    in->at = mine.end;
    while (mine.at < mine.end) {
        if (!nx_leaf_number(&mine, NX_LIMIT_ARTICLE_BYTES + 2, &number))
            return fail(audit, "a position that is no number");
        if (!take_position(audit, number))
            return false;
    }
    if (audit->left == 0 && (audit->wants_column || audit->wants_position))
        return fail(audit, "positions that end too early");
    return true;
}

/* The next rowid, whole or as a step, and how long its positions are. */
static bool take_rowid(nx_leaf_audit *audit, nx_leaf_bytes *in, bool is_whole)
{
    uint64_t number;
    uint64_t size;

    if (!nx_leaf_number(in, audit->last_id, &number) || number == 0)
        return fail(audit, "a rowid that no article has");
    if (!is_whole)
        number += audit->rowid;
    if (number <= audit->rowid || number > audit->last_id)
        return fail(audit, "rowids that don't rise to the last article's");
    audit->rowid = number;
    /* Twice the length, and one more for what was deleted: we never do. */
    if (!nx_leaf_number(in, 4 * (uint64_t)NX_LIMIT_ARTICLE_BYTES, &size))
        return fail(audit, "positions of no length");
    if (size == 0 || size % 2 != 0)
        return fail(audit, "the mark of something deleted");
    audit->left = size / 2;
    audit->column = 0;
    audit->position = 0;
    audit->wants_column = false;
    audit->wants_position = true;
    return true;
}

/* The bytes of one doclist that are on this leaf. */
static bool take_doclist(nx_leaf_audit *audit, const nx_leaf *leaf)
{
    nx_leaf_bytes in = {leaf->bytes + leaf->doclist_at,
                        leaf->bytes + leaf->next_at};

    while (in.at < in.end) {
        /* Before all terms the doclist is that of a leaf before. */
        const bool is_leafs_first = leaf->is_first && audit->first_rowid == 0;
        const size_t at = (size_t)(in.at - leaf->bytes);

        if (audit->left == 0 && is_leafs_first && at != leaf->rowid_at)
            return fail(audit, "a header that misses the first rowid");
        if (audit->left == 0) {
            if (!take_rowid(audit, &in, is_leafs_first || audit->rowid == 0))
                return false;
            if (is_leafs_first)
                audit->first_rowid = audit->rowid;
        } else if (!take_positions(audit, &in)) {
            return false;
        }
    }
    if (audit->left > 0 && nx_leaf_has_term(leaf))
        return fail(audit, "positions that go on in the next term");
    if (leaf->is_first && (leaf->rowid_at != 0) != (audit->first_rowid != 0))
        return fail(audit, "a header of a rowid that isn't there");
    return true;
}

/* The term before is done; is the next one behind it? */
static bool begin_term(nx_leaf_audit *audit, nx_leaf *leaf)
{
    const nx_leaf_term before = audit->term;
    const bool is_leafs_first = leaf->is_first;
    const unsigned char *at = leaf->bytes + leaf->next_at;
    const newsidx_text last = nx_leaf_term_text(&before);
    newsidx_text term;

    if (before.length > 0 && !nx_leaf_audit_end(audit))
        return false;
    if (!nx_leaf_next(leaf, &audit->term))
        return fail(audit, "a term that can't be");
    term = nx_leaf_term_text(&audit->term);
    if (term.bytes[0] != '0' || term.length < 2)
        return fail(audit, "a term of no index of ours");
    if (before.length > 0 && nx_str_compare(term, last) <= 0)
        return fail(audit, "terms that don't rise");
    /* As much is kept as can be: FTS5 leaves terms out by it. */
    if (!is_leafs_first && *at < before.length &&
        term.bytes[*at] == before.bytes[*at])
        return fail(audit, "a term that keeps too little");
    if (is_leafs_first)
        audit->first = audit->term;
    audit->has_term = true;
    audit->rowid = 0;
    return true;
}

bool nx_leaf_audit_read(nx_leaf_audit *audit, const void *bytes, size_t length)
{
    nx_leaf leaf;

    audit->before = audit->term;
    audit->has_term = false;
    audit->first_rowid = 0;
    if (!nx_leaf_open(&leaf, bytes, length))
        return fail(audit, "a header or an index that can't be");
    if (audit->term.length == 0 &&
        (!nx_leaf_has_term(&leaf) || leaf.next_at != HEADER_BYTES))
        return fail(audit, "a segment that begins without a term");
    if (leaf.end == HEADER_BYTES)
        return fail(audit, "nothing in it");
    if (!take_doclist(audit, &leaf))
        return false;
    while (nx_leaf_has_term(&leaf))
        if (!begin_term(audit, &leaf) || !take_doclist(audit, &leaf))
            return false;
    return true;
}

bool nx_leaf_audit_end(nx_leaf_audit *audit)
{
    if (audit->left > 0)
        return fail(audit, "positions that are cut off");
    if (audit->rowid == 0)
        return fail(audit, "a term without articles");
    return true;
}
