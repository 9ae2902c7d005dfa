#include "formats/json/ninjs.h"

#include "base/str.h"
#include "formats/json/documents.h"
#include "formats/json/members.h"
#include "formats/json/outline.h"
#include "formats/json/rest.h"
#include "formats/json/value.h"

#include <string.h>

/* So many bytes show what a source is. */
#define HEAD_BYTES 1024

static bool is_named(newsidx_text name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (nx_str_equal_ascii(name, nx_str(names[i])))
            return true;
    }
    return false;
}

/* An identifier and a name that only ninjs has, in the first object. */
static bool recognises(newsidx_text head)
{
    static const char *const keys[] = {"uri", "guid"};
    static const char *const others[] = {
        "versioncreated",    "pubstatus",       "bodies",
        "body_xhtml",        "copyrightholder", "usageterms",
        "representationtype"};
    bool has_key = false;
    bool has_other = false;
    nx_json_outline at;

    if (head.length > HEAD_BYTES)
        head.length = HEAD_BYTES;
    if (nx_str_starts_with(head, nx_str("[")))
        head = nx_str_trim(nx_str_slice(head.bytes + 1, head.length - 1));
    if (!nx_str_starts_with(head, nx_str("{")))
        return false;
    nx_json_outline_begin(&at, nx_str_slice(head.bytes + 1, head.length - 1));
    while (nx_json_outline_next(&at) == NX_JSON_MEMBER) {
        has_key =
            has_key || is_named(at.name, keys, sizeof keys / sizeof keys[0]);
        has_other = has_other ||
                    is_named(at.name, others, sizeof others / sizeof others[0]);
        if (!nx_json_outline_skip(&at))
            break;
    }
    return has_key && has_other;
}

/* The length of an address without the query, which may be made for each
 * reader; only where the other identifier is found before it. */
static size_t lasting_length(newsidx_text uri, newsidx_text id)
{
    const char *query = memchr(uri.bytes, '?', uri.length);
    const size_t length = query == NULL ? 0 : (size_t)(query - uri.bytes);

    if (id.length == 0)
        return uri.length;
    for (size_t i = 0; i + id.length <= length; i++) {
        if (memcmp(uri.bytes + i, id.bytes, id.length) == 0)
            return length;
    }
    return uri.length;
}

static void adjust_key(nx_json_choices *choices, newsidx_article *article)
{
    struct json_object *object = choices->levels[choices->level_count - 1];
    struct json_object *ids = NULL;
    size_t length;

    if (!json_object_object_get_ex(object, "altids", &ids) ||
        article->key.length == 0)
        return;
    length = lasting_length(article->key, nx_json_member(ids, "itemid"));
    if (length == article->key.length)
        return;
    article->key.length = length;
    choices->of[NX_JSON_KEY].value = NULL;
}

/* Agencies' texts begin with the headline again. */
static void adjust_body(newsidx_article *article, nx_buf *dropped)
{
    const newsidx_text body = article->body;
    const newsidx_text headline = article->headline;
    size_t start = headline.length;

    if (headline.length == 0 || !nx_str_starts_with(body, headline) ||
        body.length == start || body.bytes[start] != '\n')
        return;
    while (start < body.length && body.bytes[start] == '\n')
        start++;
    article->body = nx_str_slice(body.bytes + start, body.length - start);
    if (dropped->length > 0)
        nx_buf_add_byte(dropped, '\n');
    nx_buf_add_text(dropped, headline);
}

newsidx_status nx_ninjs_adjust(nx_json_choices *choices, nx_item *item,
                               nx_buf *dropped, newsidx_error *err)
{
    newsidx_article *article = &item->article;

    adjust_body(article, dropped);
    adjust_key(choices, article);
    article->key = nx_arena_text(&item->arena, article->key);
    return article->key.bytes != NULL ? NEWSIDX_OK : nx_fail_memory(err);
}

const nx_format nx_format_ninjs = {
    .number = NEWSIDX_FORMAT_NINJS,
    .recognises = recognises,
    .open = nx_json_documents_open,
    .next = nx_json_documents_next,
    .close = nx_json_documents_close,
};
