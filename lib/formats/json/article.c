#include "formats/json/article.h"

#include "base/buf.h"
#include "base/calendar.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "formats/json/choice.h"
#include "formats/json/ninjs.h"
#include "formats/json/rest.h"
#include "formats/json/scan.h"
#include "formats/json/text.h"
#include "formats/json/value.h"
#include "ingest/byline.h"
#include "ingest/language_tag.h"

#include <json-c/json.h>
#include <assert.h>
#include <limits.h>

/* An object on its way to an article. */
typedef struct work {
    nx_json_choices choices;
    nx_item *item;
    nx_buf dropped;
} work;

/* What the tokener stopped at, which it may have wanted more of. */
static newsidx_status fail_json(struct json_tokener *tokener, size_t start,
                                newsidx_error *err)
{
    const enum json_tokener_error error = json_tokener_get_error(tokener);
    const size_t offset = start + json_tokener_get_parse_end(tokener);

    if (error == json_tokener_error_depth)
        return nx_fail_at(err, NEWSIDX_ERR_INPUT, offset,
                          "bad JSON: nested deeper than %d", NX_JSON_DEEPEST);
    if (error == json_tokener_continue)
        return nx_fail_at(err, NEWSIDX_ERR_INPUT, offset,
                          "bad JSON: it ends too early");
    return nx_fail_at(err, NEWSIDX_ERR_INPUT, offset, "bad JSON: %s",
                      json_tokener_error_desc(error));
}

/* Each value costs a hundred bytes and more, however short it is. */
static newsidx_status check_values(newsidx_text text, size_t start,
                                   newsidx_error *err)
{
    nx_json_scan scan;
    bool ended;

    if (text.length < NX_JSON_MOST_VALUES)
        return NEWSIDX_OK;
    nx_json_scan_begin(&scan);
    text = nx_str_trim(text);
    nx_json_scan_step(&scan, text, &ended);
    if (scan.values > NX_JSON_MOST_VALUES)
        return nx_fail_at(err, NEWSIDX_ERR_INPUT, start,
                          "bad JSON: more than %zu values",
                          NX_JSON_MOST_VALUES);
    return NEWSIDX_OK;
}

static newsidx_status parse(newsidx_text text, size_t start,
                            struct json_object **out_root, newsidx_error *err)
{
    const size_t invalid = nx_utf8_find_invalid(text.bytes, text.length);
    newsidx_status status;
    struct json_tokener *tokener;

    *out_root = NULL;
    if (invalid != NEWSIDX_NO_OFFSET)
        return nx_fail_at(err, NEWSIDX_ERR_INPUT, start + invalid,
                          "not UTF-8 at byte %zu", start + invalid);
    status = check_values(text, start, err);
    if (status < 0)
        return status;
    assert(text.length <= INT_MAX);
    tokener = json_tokener_new_ex(NX_JSON_DEEPEST);
    if (tokener == NULL)
        return nx_fail_memory(err);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    *out_root = json_tokener_parse_ex(tokener, text.bytes, (int)text.length);
    if (json_tokener_get_error(tokener) != json_tokener_success)
        status = fail_json(tokener, start, err);
    else if (!json_object_is_type(*out_root, json_type_object))
        status = nx_fail_at(err, NEWSIDX_ERR_INPUT, start, "not a JSON object");
    if (status < 0) {
        json_object_put(*out_root);
        *out_root = NULL;
    }
    json_tokener_free(tokener);
    return status;
}

static const nx_json_choice *chosen(const work *w, nx_json_field field)
{
    return &w->choices.of[field];
}

/* A member that is no such field is one that nobody knows. */
static void give_back(work *w, nx_json_field field)
{
    w->choices.of[field].value = NULL;
}

static newsidx_status take_texts(work *w, newsidx_error *err)
{
    newsidx_article *article = &w->item->article;
    const struct {
        nx_json_field field;
        newsidx_text *text;
    } lines[] = {{NX_JSON_KEY, &article->key},
                 {NX_JSON_HEADLINE, &article->headline},
                 {NX_JSON_SOURCE, &article->source},
                 {NX_JSON_BYLINE, &article->byline},
                 {NX_JSON_DATELINE, &article->dateline},
                 {NX_JSON_SECTION, &article->section},
                 {NX_JSON_URL, &article->url},
                 {NX_JSON_COPYRIGHT, &article->copyright}};
    nx_arena *arena = &w->item->arena;
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = 0; status >= 0 && i < sizeof lines / sizeof lines[0]; i++)
        status =
            nx_json_line(chosen(w, lines[i].field), arena, lines[i].text, err);
    if (status < 0)
        return status;
    article->byline = nx_byline_without_by(article->byline);
    status = nx_json_body(&w->choices, arena, &article->body, err);
    if (status >= 0)
        status = nx_json_keywords(&w->choices, arena, &article->keywords, err);
    return status;
}

static newsidx_status take_date(work *w, nx_json_field field, const char *name,
                                int64_t *out_seconds, newsidx_error *err)
{
    const nx_json_choice *choice = chosen(w, field);
    newsidx_text text;
    newsidx_status status;

    if (choice->value == NULL)
        return NEWSIDX_OK;
    status = nx_json_line(choice, &w->item->arena, &text, err);
    if (status >= 0 && text.length > 0 &&
        !nx_calendar_read(text, out_seconds)) {
        *out_seconds = NEWSIDX_NO_TIME;
        nx_json_drop(&w->dropped, name, text);
    }
    return status;
}

/* "versioncreated" is when an article was published, unless another member
 * says that; then it is when this version was. */
static newsidx_status take_dates(work *w, newsidx_error *err)
{
    newsidx_article *article = &w->item->article;
    int64_t version_created = NEWSIDX_NO_TIME;
    newsidx_status status =
        take_date(w, NX_JSON_PUBLISHED, "date", &article->published_at, err);

    if (status >= 0)
        status =
            take_date(w, NX_JSON_UPDATED, "updated", &article->updated_at, err);
    if (status >= 0)
        status = take_date(w, NX_JSON_VERSION_CREATED, "versioncreated",
                           &version_created, err);
    if (status < 0)
        return status;
    if (chosen(w, NX_JSON_PUBLISHED)->value == NULL)
        article->published_at = version_created;
    else if (chosen(w, NX_JSON_UPDATED)->value != NULL)
        give_back(w, NX_JSON_VERSION_CREATED);
    else if (version_created != article->published_at)
        article->updated_at = version_created;
    return NEWSIDX_OK;
}

static newsidx_status take_language(work *w, newsidx_error *err)
{
    nx_item *item = w->item;
    newsidx_text text;
    const newsidx_status status =
        nx_json_line(chosen(w, NX_JSON_LANGUAGE), &item->arena, &text, err);

    if (status < 0 || text.length == 0)
        return status;
    if (!nx_language_tag_is(text)) {
        nx_json_drop(&w->dropped, "language", text);
        return NEWSIDX_OK;
    }
    return nx_language_tag_write(text, &item->arena, &item->article.language,
                                 err);
}

/* A whole number and nothing else. */
static bool read_number(newsidx_text text, uint32_t *out)
{
    uint64_t number = 0;

    if (text.length == 0 || text.length > 10)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        if (!nx_is_digit(text.bytes[i]))
            return false;
        number = number * 10 + (uint64_t)(text.bytes[i] - '0');
    }
    *out = (uint32_t)number;
    return number <= UINT32_MAX;
}

static newsidx_status take_number(work *w, nx_json_field field, uint32_t most,
                                  uint32_t *out, newsidx_error *err)
{
    const nx_json_choice *choice = chosen(w, field);
    newsidx_text text;
    uint32_t number;
    newsidx_status status;

    if (choice->value == NULL)
        return NEWSIDX_OK;
    status = nx_json_line(choice, &w->item->arena, &text, err);
    if (status < 0 || text.length == 0)
        return status;
    if (read_number(text, &number) && number <= most)
        *out = number;
    else
        give_back(w, field);
    return NEWSIDX_OK;
}

/* "usable", "stat:canceled" and the other spellings of IPTC's publishing
 * status; a status of another kind is not about this. */
static bool read_usage(newsidx_text text, newsidx_usage *out)
{
    static const struct {
        const char *name;
        newsidx_usage usage;
    } names[] = {{"usable", NEWSIDX_USABLE},
                 {"withheld", NEWSIDX_WITHHELD},
                 {"withhold", NEWSIDX_WITHHELD},
                 {"canceled", NEWSIDX_CANCELED},
                 {"cancelled", NEWSIDX_CANCELED}};
    size_t start = text.length;

    while (start > 0 && text.bytes[start - 1] != ':' &&
           text.bytes[start - 1] != '/')
        start--;
    text = nx_str_slice(text.bytes + start, text.length - start);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (nx_str_equal_ascii(text, nx_str(names[i].name))) {
            *out = names[i].usage;
            return true;
        }
    }
    return false;
}

static newsidx_status take_usage(work *w, newsidx_error *err)
{
    newsidx_text text;
    const newsidx_status status =
        nx_json_line(chosen(w, NX_JSON_USAGE), &w->item->arena, &text, err);

    if (status >= 0 && text.length > 0 &&
        !read_usage(text, &w->item->article.usage))
        give_back(w, NX_JSON_USAGE);
    return status;
}

/* An embargo whose end can't be read is one without an end. */
static newsidx_status take_embargo(work *w, newsidx_error *err)
{
    newsidx_article *article = &w->item->article;
    const newsidx_status status = take_date(w, NX_JSON_EMBARGOED, "embargoed",
                                            &article->embargoed_until, err);

    if (status >= 0 && article->embargoed_until == NEWSIDX_NO_TIME &&
        article->usage == NEWSIDX_USABLE)
        article->usage = NEWSIDX_WITHHELD;
    return status;
}

/* What an export said was dropped before comes before what is now. */
static newsidx_status take_dropped(work *w, newsidx_error *err)
{
    newsidx_text text;
    const newsidx_status status =
        nx_json_lines(chosen(w, NX_JSON_DROPPED), &w->item->arena, &text, err);

    if (status >= 0 && text.length > 0)
        nx_buf_add_text(&w->dropped, text);
    return status;
}

static newsidx_status take_fields(work *w, newsidx_error *err)
{
    newsidx_article *article = &w->item->article;
    newsidx_status status = take_dropped(w, err);

    if (status >= 0)
        status = take_texts(w, err);
    if (status >= 0)
        status = take_dates(w, err);
    if (status >= 0 && chosen(w, NX_JSON_LANGUAGE)->value != NULL)
        status = take_language(w, err);
    if (status >= 0)
        status = take_number(w, NX_JSON_URGENCY, 9, &article->urgency, err);
    if (status >= 0)
        status =
            take_number(w, NX_JSON_EDITION, UINT32_MAX, &article->edition, err);
    if (status >= 0 && chosen(w, NX_JSON_USAGE)->value != NULL)
        status = take_usage(w, err);
    if (status >= 0 && chosen(w, NX_JSON_EMBARGOED)->value != NULL)
        status = take_embargo(w, err);
    return status;
}

/* A description of such objects has a title and a description, as they do. */
static bool is_schema(const nx_json_choices *choices)
{
    return choices->of[NX_JSON_BODY].value == NULL &&
           choices->of[NX_JSON_BODY_HTML].value == NULL &&
           nx_json_member(choices->levels[0], "$schema").length > 0 &&
           json_object_object_get_ex(choices->levels[0], "properties", NULL);
}

static newsidx_status take(work *w, newsidx_error *err)
{
    struct json_object *extra = chosen(w, NX_JSON_EXTRA)->value;
    newsidx_status status = take_fields(w, err);

    if (status < 0)
        return status;
    if (is_schema(&w->choices))
        return nx_fail(err, NEWSIDX_ERR_INPUT, "a JSON schema, no article");
    if (w->choices.is_ninjs) {
        w->item->format = NEWSIDX_FORMAT_NINJS;
        status = nx_ninjs_adjust(&w->choices, w->item, &w->dropped, err);
    }
    if (status < 0)
        return status;
    if (w->choices.is_ninjs || !json_object_is_type(extra, json_type_object))
        give_back(w, NX_JSON_EXTRA);
    return nx_json_keep_rest(&w->choices, w->item, &w->dropped, err);
}

/* What newsq itself wrote has numbers of the index that it was in, of which the
 * version is no edition of the sender's. */
static void forget_index(struct json_object *root)
{
    if (!json_object_object_get_ex(root, "article_id", NULL) ||
        !json_object_object_get_ex(root, "key", NULL))
        return;
    json_object_object_del(root, "article_id");
    json_object_object_del(root, "version");
}

newsidx_status nx_json_article_read(newsidx_text text, size_t start,
                                    nx_item *item, newsidx_error *err)
{
    newsidx_status status;
    struct json_object *root;
    work w = {.item = item};

    nx_buf_init(&w.dropped, NX_LIMIT_ARTICLE_BYTES);
    status = parse(text, start, &root, err);
    if (status < 0)
        goto cleanup;
    forget_index(root);
    nx_json_choose(root, &w.choices);
    status = take(&w, err);
    if (status < 0)
        goto cleanup;
    if (w.dropped.length > 0)
        item->article.dropped =
            nx_arena_text(&item->arena, nx_buf_text(&w.dropped));
    if (w.dropped.status < 0 ||
        (w.dropped.length > 0 && item->article.dropped.bytes == NULL))
        status = nx_fail_memory(err);

cleanup:
    json_object_put(root);
    nx_buf_finish(&w.dropped);
    return status;
}
