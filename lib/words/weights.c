#include "words/weights.h"

#include "base/hash.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"

#include <string.h>

/* An article has a few hundred spellings, of some ten bytes. */
#define FIRST_TABLE 1024
#define PACKED_LIMIT (16 * NX_LIMIT_ARTICLE_BYTES)

#define WEIGHT_BYTES sizeof(uint32_t)
#define STEM_MARK 0x80u

void nx_weights_init(nx_weights *weights)
{
    memset(weights, 0, sizeof *weights);
    nx_buf_init(&weights->packed, PACKED_LIMIT);
}

void nx_weights_finish(nx_weights *weights)
{
    nx_buf_finish(&weights->packed);
    nx_free(weights->table);
    nx_weights_init(weights);
}

void nx_weights_clear(nx_weights *weights)
{
    if (weights->count > 0)
        memset(weights->table, 0,
               weights->table_length * sizeof *weights->table);
    nx_buf_clear(&weights->packed);
    weights->count = 0;
}

bool nx_weights_next(newsidx_text packed, size_t *at, nx_weight *out)
{
    const char *bytes;
    unsigned char first;

    if (*at == packed.length)
        return false;
    bytes = packed.bytes + *at;
    first = (unsigned char)bytes[0];
    out->kind = (first & STEM_MARK) != 0 ? NX_LIST_STEM : NX_LIST_EXACT;
    out->spelling = nx_str_slice(bytes + 1, first & ~STEM_MARK);
    memcpy(&out->weight, bytes + 1 + out->spelling.length, WEIGHT_BYTES);
    *at += 1 + out->spelling.length + WEIGHT_BYTES;
    return true;
}

/* Where the spelling stands in the table, or where it would. */
static size_t find_place(const nx_weights *weights, newsidx_text spelling,
                         nx_list_kind kind)
{
    const size_t mask = weights->table_length - 1;
    size_t place = (size_t)nx_hash64(spelling.bytes, spelling.length, kind);

    for (;; place++) {
        const uint32_t known = weights->table[place & mask];
        size_t at = known - 1;
        nx_weight there;

        if (known == 0 ||
            (nx_weights_next(nx_buf_text(&weights->packed), &at, &there) &&
             there.kind == kind && nx_str_equal(there.spelling, spelling)))
            return place & mask;
    }
}

/* Twice as many places, at a load of at most a half. */
static bool grow_table(nx_weights *weights)
{
    const size_t length =
        weights->table_length > 0 ? weights->table_length * 2 : FIRST_TABLE;
    uint32_t *table = nx_alloc_zeroed(length, sizeof *table);
    size_t start = 0;
    size_t at = 0;
    nx_weight next;

    if (table == NULL)
        return false;
    nx_free(weights->table);
    weights->table = table;
    weights->table_length = length;
    while (nx_weights_next(nx_buf_text(&weights->packed), &at, &next)) {
        table[find_place(weights, next.spelling, next.kind)] =
            (uint32_t)start + 1;
        start = at;
    }
    return true;
}

static newsidx_status add(nx_weights *weights, newsidx_text spelling,
                          nx_list_kind kind, uint32_t weight)
{
    size_t place;
    char *there;
    uint32_t sum;

    if (weights->count * 2 >= weights->table_length && !grow_table(weights))
        return NEWSIDX_ERR_MEMORY;
    place = find_place(weights, spelling, kind);
    if (weights->table[place] == 0) {
        nx_buf *packed = &weights->packed;
        const size_t start = packed->length;
        const unsigned mark = kind == NX_LIST_STEM ? STEM_MARK : 0;

        nx_buf_add_byte(packed, (char)(mark | spelling.length));
        nx_buf_add_text(packed, spelling);
        nx_buf_add(packed, &weight, WEIGHT_BYTES);
        if (packed->status < 0)
            return packed->status;
        weights->table[place] = (uint32_t)start + 1;
        weights->count++;
        return NEWSIDX_OK;
    }
    there = weights->packed.bytes + weights->table[place] + spelling.length;
    memcpy(&sum, there, WEIGHT_BYTES);
    sum += weight;
    memcpy(there, &sum, WEIGHT_BYTES);
    return NEWSIDX_OK;
}

static bool has_form(const newsidx_text *forms, size_t count, newsidx_text form)
{
    for (size_t i = 0; i < count; i++) {
        if (nx_str_equal(forms[i], form))
            return true;
    }
    return false;
}

newsidx_status nx_weights_add(nx_weights *weights, const newsidx_text *forms,
                              size_t form_count, uint32_t weight)
{
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = 0; i < form_count && status >= 0; i++) {
        newsidx_text form = forms[i];
        nx_list_kind kind = NX_LIST_EXACT;

        if (has_form(forms, i, form))
            continue;
        if (form.bytes[0] == '~') {
            form = nx_str_slice(form.bytes + 1, form.length - 1);
            kind = NX_LIST_STEM;
            if (has_form(forms, form_count, form))
                continue;
        }
        status = add(weights, form, kind, weight);
    }
    return status;
}
