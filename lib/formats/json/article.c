#include "formats/json/article.h"

#include "base/buf.h"
#include "base/calendar.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "ingest/byline.h"
#include "ingest/clean.h"

#include <json-c/json.h>
#include <assert.h>
#include <limits.h>
#include <string.h>

/* Articles are flat; what is deeper wants to hurt. */
#define DEEPEST 64

#define LONGEST_NAME 24

typedef enum field {
    KEY,
    HEADLINE,
    BODY,
    PUBLISHED,
    UPDATED,
    SOURCE,
    BYLINE,
    DATELINE,
    SECTION,
    KEYWORDS,
    URL,
    LANGUAGE,
    FIELD_COUNT
} field;

/*
 * Names of members, in lower case and without "_" and "-". Of several in one
 * object the first in this table that isn't empty counts.
 */
static const struct {
    const char *name;
    field field;
} spellings[] = {{"id", KEY},
                 {"key", KEY},
                 {"guid", KEY},
                 {"uri", KEY},
                 {"title", HEADLINE},
                 {"headline", HEADLINE},
                 {"hl1", HEADLINE},
                 {"text", BODY},
                 {"body", BODY},
                 {"content", BODY},
                 {"bodytext", BODY},
                 {"article", BODY},
                 {"story", BODY},
                 {"date", PUBLISHED},
                 {"published", PUBLISHED},
                 {"publishedat", PUBLISHED},
                 {"pubdate", PUBLISHED},
                 {"datepublished", PUBLISHED},
                 {"versioncreated", PUBLISHED},
                 {"firstcreated", PUBLISHED},
                 {"updated", UPDATED},
                 {"updatedat", UPDATED},
                 {"modified", UPDATED},
                 {"datemodified", UPDATED},
                 {"versionupdated", UPDATED},
                 {"source", SOURCE},
                 {"agency", SOURCE},
                 {"publisher", SOURCE},
                 {"provider", SOURCE},
                 {"copyrightholder", SOURCE},
                 {"byline", BYLINE},
                 {"author", BYLINE},
                 {"authors", BYLINE},
                 {"creator", BYLINE},
                 {"by", BYLINE},
                 {"dateline", DATELINE},
                 {"location", DATELINE},
                 {"section", SECTION},
                 {"category", SECTION},
                 {"desk", SECTION},
                 {"keywords", KEYWORDS},
                 {"tags", KEYWORDS},
                 {"subject", KEYWORDS},
                 {"subjects", KEYWORDS},
                 {"url", URL},
                 {"link", URL},
                 {"canonical", URL},
                 {"lang", LANGUAGE},
                 {"language", LANGUAGE}};

#define SPELLING_COUNT (sizeof spellings / sizeof spellings[0])

/* The member that counts for each field so far; borrowed from the object. */
typedef struct choice {
    struct json_object *value;
    size_t rank; /* lower is better */
} choice;

/* What the tokener stopped at, which it may have wanted more of. */
static newsidx_status fail_json(struct json_tokener *tokener, size_t start,
                                newsidx_error *err)
{
    const enum json_tokener_error error = json_tokener_get_error(tokener);
    const size_t offset = start + json_tokener_get_parse_end(tokener);

    if (error == json_tokener_error_depth)
        return nx_fail_at(err, NEWSIDX_ERR_INPUT, offset,
                          "bad JSON: nested deeper than %d", DEEPEST);
    if (error == json_tokener_continue)
        return nx_fail_at(err, NEWSIDX_ERR_INPUT, offset,
                          "bad JSON: the line ends too early");
    return nx_fail_at(err, NEWSIDX_ERR_INPUT, offset, "bad JSON: %s",
                      json_tokener_error_desc(error));
}

static newsidx_status parse(newsidx_text line, size_t start,
                            struct json_object **out_root, newsidx_error *err)
{
    const size_t invalid = nx_utf8_find_invalid(line.bytes, line.length);
    newsidx_status status = NEWSIDX_OK;
    struct json_tokener *tokener;

    *out_root = NULL;
    if (invalid != NEWSIDX_NO_OFFSET)
        return nx_fail_at(err, NEWSIDX_ERR_INPUT, start + invalid,
                          "not UTF-8 at byte %zu", start + invalid);
    assert(line.length <= INT_MAX);
    tokener = json_tokener_new_ex(DEEPEST);
    if (tokener == NULL)
        return nx_fail_memory(err);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    *out_root = json_tokener_parse_ex(tokener, line.bytes, (int)line.length);
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

/* The rank of a member's name in the table; SPELLING_COUNT if unknown. */
static size_t find_spelling(const char *name, bool *out_private)
{
    char plain[LONGEST_NAME];
    size_t length = 0;

    *out_private = name[0] == '_';
    for (; *name != '\0'; name++) {
        if (*name == '_' || *name == '-')
            continue;
        if (length + 1 == sizeof plain)
            return SPELLING_COUNT;
        plain[length++] = nx_to_lower(*name);
    }
    plain[length] = '\0';
    for (size_t i = 0; i < SPELLING_COUNT; i++) {
        if (strcmp(plain, spellings[i].name) == 0)
            return i;
    }
    return SPELLING_COUNT;
}

static newsidx_text string_of(struct json_object *value)
{
    return nx_str_slice(json_object_get_string(value),
                        (size_t)json_object_get_string_len(value));
}

static bool is_empty(struct json_object *value)
{
    switch (json_object_get_type(value)) {
    case json_type_string:
        return nx_str_trim(string_of(value)).length == 0;
    case json_type_array:
        return json_object_array_length(value) == 0;
    case json_type_object:
        return json_object_object_length(value) == 0;
    case json_type_int:
    case json_type_double:
        return false;
    default:
        return true;
    }
}

/* Let a member be its field's choice, if it is the best so far. */
static void consider(const char *name, struct json_object *value,
                     choice *chosen)
{
    bool is_private;
    size_t rank = find_spelling(name, &is_private);
    choice *best;

    if (rank == SPELLING_COUNT || is_empty(value))
        return;
    best = &chosen[spellings[rank].field];
    /* A database's own "_id" is the last choice. */
    if (is_private)
        rank += SPELLING_COUNT;
    if (rank <= best->rank)
        *best = (choice){value, rank};
}

static void choose(struct json_object *object, choice *chosen)
{
    const struct json_object_iterator end = json_object_iter_end(object);
    struct json_object_iterator at = json_object_iter_begin(object);

    for (size_t i = 0; i < FIELD_COUNT; i++)
        chosen[i] = (choice){NULL, (size_t)-1};
    for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at))
        consider(json_object_iter_peek_name(&at),
                 json_object_iter_peek_value(&at), chosen);
}

/* A whole number that 64 bits can't hold is read as the nearest that they can:
 * two keys would become one. */
static bool is_saturated(struct json_object *value)
{
    const int64_t number = json_object_get_int64(value);

    return json_object_is_type(value, json_type_int) &&
           (number == INT64_MAX || number == INT64_MIN);
}

/* Strings and numbers; a number as it was written, whatever the locale. */
static void add_scalar(nx_buf *out, struct json_object *value)
{
    if (json_object_is_type(value, json_type_string))
        nx_buf_add_text(out, string_of(value));
    else if (json_object_is_type(value, json_type_double) ||
             (json_object_is_type(value, json_type_int) &&
              !is_saturated(value)))
        nx_buf_add_string(out, json_object_get_string(value));
}

/* Of an object, the member that names it. */
static void add_one(nx_buf *out, struct json_object *value)
{
    static const char *const names[] = {"name", "title", "value", "$oid",
                                        "$date"};

    if (!json_object_is_type(value, json_type_object)) {
        add_scalar(out, value);
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct json_object *member;

        if (json_object_object_get_ex(value, names[i], &member) &&
            !is_empty(member)) {
            add_scalar(out, member);
            return;
        }
    }
}

/* All that a value says, the elements of an array between separators. */
static void add_value(nx_buf *out, struct json_object *value,
                      const char *separator)
{
    if (!json_object_is_type(value, json_type_array)) {
        add_one(out, value);
        return;
    }
    for (size_t i = 0; i < json_object_array_length(value); i++) {
        const size_t before = out->length;
        size_t behind;

        if (before > 0)
            nx_buf_add_string(out, separator);
        behind = out->length;
        add_one(out, json_object_array_get_idx(value, i));
        if (out->length == behind && out->status >= 0 && out->bytes != NULL)
            nx_buf_truncate(out, before);
    }
}

/* The text of a field, cleaned; {NULL, 0} if it has none. */
static newsidx_status take_text(const choice *chosen, bool is_body,
                                nx_arena *arena, newsidx_text *out_text,
                                newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    newsidx_text raw;
    nx_buf joined;

    *out_text = nx_str(NULL);
    if (chosen->value == NULL)
        return NEWSIDX_OK;
    nx_buf_init(&joined, NX_LIMIT_ARTICLE_BYTES);
    if (json_object_is_type(chosen->value, json_type_string)) {
        raw = string_of(chosen->value);
    } else {
        /* The elements of a body are its paragraphs. */
        add_value(&joined, chosen->value, is_body ? "\n\n" : ", ");
        if (joined.status < 0) {
            status = nx_fail_memory(err);
            goto cleanup;
        }
        raw = nx_buf_text(&joined);
    }
    *out_text = is_body ? nx_clean_text(arena, raw) : nx_clean_line(arena, raw);
    if (out_text->bytes == NULL)
        status = nx_fail_memory(err);
    else if (out_text->length == 0)
        *out_text = nx_str(NULL);

cleanup:
    nx_buf_finish(&joined);
    return status;
}

/* Keep what a field said that it can't hold. */
static void drop(nx_buf *dropped, const char *name, newsidx_text text)
{
    if (dropped->length > 0)
        nx_buf_add_byte(dropped, '\n');
    nx_buf_add_string(dropped, name);
    nx_buf_add_string(dropped, ": ");
    nx_buf_add_text(dropped, text);
}

static newsidx_status take_date(const choice *chosen, const char *name,
                                nx_arena *arena, int64_t *out_seconds,
                                nx_buf *dropped, newsidx_error *err)
{
    newsidx_text text;
    const newsidx_status status = take_text(chosen, false, arena, &text, err);

    if (status < 0)
        return status;
    if (text.length > 0 && !nx_calendar_read(text, out_seconds)) {
        *out_seconds = NEWSIDX_NO_TIME;
        drop(dropped, name, text);
    }
    return NEWSIDX_OK;
}

/* The shape of BCP 47: "en", "pt-BR", "zh-Hant-TW"; "_" for "-" may be. */
static bool is_language(newsidx_text text)
{
    size_t subtag = 0;
    size_t number = 0;

    if (text.length > 35)
        return false;
    for (size_t i = 0; i <= text.length; i++) {
        const char byte = i < text.length ? text.bytes[i] : '-';

        if (byte == '-' || byte == '_') {
            if (subtag < (number == 0 ? 2u : 1u) ||
                subtag > (number == 0 ? 3u : 8u))
                return false;
            subtag = 0;
            number++;
        } else if (nx_is_alpha(byte) || (number > 0 && nx_is_digit(byte))) {
            subtag++;
        } else {
            return false;
        }
    }
    return true;
}

static newsidx_status take_language(const choice *chosen, nx_item *item,
                                    nx_buf *dropped, newsidx_error *err)
{
    newsidx_text text;
    char *tag;
    const newsidx_status status =
        take_text(chosen, false, &item->arena, &text, err);

    if (status < 0 || text.length == 0)
        return status;
    if (!is_language(text)) {
        drop(dropped, "language", text);
        return NEWSIDX_OK;
    }
    tag = nx_arena_array(&item->arena, text.length + 1, 1);
    if (tag == NULL)
        return nx_fail_memory(err);
    for (size_t i = 0; i < text.length; i++)
        tag[i] = (char)(text.bytes[i] == '_' ? '-' : text.bytes[i]);
    item->article.language = nx_str_slice(tag, text.length);
    return NEWSIDX_OK;
}

static newsidx_status take_fields(const choice *chosen, nx_item *item,
                                  nx_buf *dropped, newsidx_error *err)
{
    newsidx_article *article = &item->article;
    const struct {
        field field;
        newsidx_text *text;
    } texts[] = {{KEY, &article->key},         {HEADLINE, &article->headline},
                 {BODY, &article->body},       {SOURCE, &article->source},
                 {BYLINE, &article->byline},   {DATELINE, &article->dateline},
                 {SECTION, &article->section}, {KEYWORDS, &article->keywords},
                 {URL, &article->url}};
    newsidx_status status;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        status = take_text(&chosen[texts[i].field], texts[i].field == BODY,
                           &item->arena, texts[i].text, err);
        if (status < 0)
            return status;
    }
    article->byline = nx_byline_without_by(article->byline);
    status = take_date(&chosen[PUBLISHED], "date", &item->arena,
                       &article->published_at, dropped, err);
    if (status < 0)
        return status;
    status = take_date(&chosen[UPDATED], "updated", &item->arena,
                       &article->updated_at, dropped, err);
    if (status < 0)
        return status;
    return take_language(&chosen[LANGUAGE], item, dropped, err);
}

newsidx_status nx_json_article_read(newsidx_text line, size_t start,
                                    nx_item *item, newsidx_error *err)
{
    choice chosen[FIELD_COUNT];
    newsidx_status status;
    struct json_object *root;
    nx_buf dropped;

    nx_buf_init(&dropped, NX_LIMIT_ARTICLE_BYTES);
    status = parse(line, start, &root, err);
    if (status < 0)
        goto cleanup;
    choose(root, chosen);
    status = take_fields(chosen, item, &dropped, err);
    if (status < 0)
        goto cleanup;
    if (dropped.length > 0)
        item->article.dropped =
            nx_arena_text(&item->arena, nx_buf_text(&dropped));
    if (dropped.status < 0 ||
        (dropped.length > 0 && item->article.dropped.bytes == NULL))
        status = nx_fail_memory(err);

cleanup:
    json_object_put(root);
    nx_buf_finish(&dropped);
    return status;
}
