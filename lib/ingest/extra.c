#include "ingest/extra.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "ingest/clean.h"

#include <stdlib.h>
#include <string.h>

/* In the order of adding, the last first; all in the item's arena. */
struct nx_extra {
    const struct nx_extra *before;
    newsidx_text name;
    newsidx_text value;
    bool is_json;
    size_t number; /* in the order of adding */
};

static newsidx_status add(nx_item *item, const char *name, newsidx_text value,
                          bool is_json, newsidx_error *err)
{
    nx_arena *arena = &item->arena;
    struct nx_extra *member;

    if (value.length == 0)
        return NEWSIDX_OK;
    member = nx_arena_alloc(arena, sizeof *member);
    if (member == NULL)
        return nx_fail_memory(err);
    member->before = item->extra;
    member->number = item->extra == NULL ? 0 : item->extra->number + 1;
    member->name = nx_arena_text(arena, nx_str(name));
    member->value = value;
    member->is_json = is_json;
    if (member->name.bytes == NULL)
        return nx_fail_memory(err);
    item->extra = member;
    return NEWSIDX_OK;
}

newsidx_status nx_extra_add(nx_item *item, const char *name, newsidx_text text,
                            newsidx_error *err)
{
    const newsidx_text clean = nx_clean_text(&item->arena, text);

    if (clean.bytes == NULL)
        return nx_fail_memory(err);
    return add(item, name, clean, false, err);
}

newsidx_status nx_extra_add_json(nx_item *item, const char *name,
                                 newsidx_text json, newsidx_error *err)
{
    const newsidx_text copy = nx_arena_text(&item->arena, nx_str_trim(json));

    if (copy.bytes == NULL)
        return nx_fail_memory(err);
    return add(item, name, copy, true, err);
}

/* RFC 8259, section 7: only these must be escaped. They are as json-c writes
 * them, so that an object that is read and written again is the same. */
static void add_string(nx_buf *out, newsidx_text text)
{
    static const char short_forms[] = "\bb\tt\nn\ff\rr\"\"\\\\";

    nx_buf_add_byte(out, '"');
    for (size_t i = 0; i < text.length; i++) {
        const unsigned char byte = (unsigned char)text.bytes[i];
        size_t form = 0;

        while (short_forms[form] != '\0' && short_forms[form] != (char)byte)
            form += 2;
        if (short_forms[form] != '\0') {
            nx_buf_add_byte(out, '\\');
            nx_buf_add_byte(out, short_forms[form + 1]);
        } else if (byte < 0x20) {
            nx_buf_add_format(out, "\\u%04x", byte);
        } else {
            nx_buf_add_byte(out, (char)byte);
        }
    }
    nx_buf_add_byte(out, '"');
}

static int by_name(const void *left, const void *right)
{
    const struct nx_extra *a = *(const struct nx_extra *const *)left;
    const struct nx_extra *b = *(const struct nx_extra *const *)right;
    const int order = nx_str_compare(a->name, b->name);

    if (order != 0)
        return order;
    return a->number < b->number ? -1 : 1;
}

static bool has_name_of(const struct nx_extra *const *members, size_t count,
                        size_t at, size_t other)
{
    return other < count &&
           nx_str_equal(members[at]->name, members[other]->name);
}

static void add_members(nx_buf *out, const struct nx_extra *const *members,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const bool goes_on = has_name_of(members, count, i, i + 1);
        const bool is_first = i == 0 || !has_name_of(members, count, i, i - 1);

        nx_buf_add_byte(out, i == 0 ? '{' : ',');
        if (is_first) {
            add_string(out, members[i]->name);
            nx_buf_add_string(out, goes_on ? ":[" : ":");
        }
        if (members[i]->is_json)
            nx_buf_add_text(out, members[i]->value);
        else
            add_string(out, members[i]->value);
        if (!is_first && !goes_on)
            nx_buf_add_byte(out, ']');
    }
    nx_buf_add_byte(out, '}');
}

newsidx_status nx_extra_finish(nx_item *item, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    const struct nx_extra **members;
    size_t count;
    nx_buf out;

    if (item->extra == NULL)
        return NEWSIDX_OK;
    count = item->extra->number + 1;
    members = nx_arena_alloc(&item->arena, count * sizeof *members);
    if (members == NULL)
        return nx_fail_memory(err);
    for (const struct nx_extra *at = item->extra; at != NULL; at = at->before)
        members[at->number] = at;
    qsort(members, count, sizeof *members, by_name);
    nx_buf_init(&out, NX_LIMIT_EXTRA_BYTES);
    add_members(&out, members, count);
    item->article.extra = nx_arena_text(&item->arena, nx_buf_text(&out));
    if (out.status == NEWSIDX_ERR_LIMIT)
        status = nx_fail(err, NEWSIDX_ERR_LIMIT,
                         "extra fields of more than %zu bytes",
                         NX_LIMIT_EXTRA_BYTES);
    else if (out.status < 0 || item->article.extra.bytes == NULL)
        status = nx_fail_memory(err);
    nx_buf_finish(&out);
    return status;
}
