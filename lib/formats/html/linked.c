#include "formats/html/linked.h"

#include "base/limits.h"
#include "base/str.h"

#include <json-c/json.h>
#include <limits.h>
#include <string.h>

#define DEEPEST 32

/* It says so for the purpose; nothing else does it better. */
#define RANK 0u

static newsidx_text string_of(struct json_object *value)
{
    if (!json_object_is_type(value, json_type_string))
        return nx_str(NULL);
    return nx_str_slice(json_object_get_string(value),
                        (size_t)json_object_get_string_len(value));
}

static struct json_object *member_of(struct json_object *object,
                                     const char *name)
{
    struct json_object *member = NULL;

    if (!json_object_is_type(object, json_type_object) ||
        !json_object_object_get_ex(object, name, &member))
        return NULL;
    return member;
}

/* "NewsArticle", "BlogPosting", "ReportageNewsArticle", ... */
static bool is_article_type(struct json_object *type)
{
    static const char *const ends[] = {"Article", "Posting", "Report"};
    const newsidx_text name = string_of(type);

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const size_t length = strlen(ends[i]);

        if (name.length >= length &&
            memcmp(name.bytes + name.length - length, ends[i], length) == 0)
            return true;
    }
    return false;
}

static bool is_article(struct json_object *object)
{
    struct json_object *type = member_of(object, "@type");

    if (!json_object_is_type(type, json_type_array))
        return is_article_type(type);
    for (size_t i = 0; i < json_object_array_length(type); i++) {
        if (is_article_type(json_object_array_get_idx(type, i)))
            return true;
    }
    return false;
}

/* The first article of a document: itself, one of an array, of a graph. */
static struct json_object *find_article(struct json_object *root)
{
    struct json_object *list = root;

    if (is_article(root))
        return root;
    if (json_object_is_type(root, json_type_object))
        list = member_of(root, "@graph");
    if (!json_object_is_type(list, json_type_array))
        return NULL;
    for (size_t i = 0; i < json_object_array_length(list); i++) {
        struct json_object *item = json_object_array_get_idx(list, i);
        struct json_object *graph = member_of(item, "@graph");

        if (is_article(item))
            return item;
        if (json_object_is_type(graph, json_type_array) &&
            is_article(json_object_array_get_idx(graph, 0)))
            return json_object_array_get_idx(graph, 0);
    }
    return NULL;
}

/* A string, or the name of an object. */
static void add_one(struct json_object *value, nx_html_fact fact,
                    nx_html_facts *facts)
{
    if (json_object_is_type(value, json_type_object)) {
        struct json_object *name =
            member_of(value, fact == NX_HTML_URL        ? "@id"
                             : fact == NX_HTML_LANGUAGE ? "alternateName"
                                                        : "name");

        if (json_object_is_type(name, json_type_array))
            name = json_object_array_get_idx(name, 0);
        value = name;
    }
    nx_html_facts_add(facts, fact, RANK, string_of(value));
}

static void add(struct json_object *value, nx_html_fact fact,
                nx_html_facts *facts)
{
    if (!json_object_is_type(value, json_type_array)) {
        add_one(value, fact, facts);
        return;
    }
    for (size_t i = 0; i < json_object_array_length(value); i++)
        add_one(json_object_array_get_idx(value, i), fact, facts);
}

static void take(struct json_object *article, nx_html_facts *facts)
{
    static const struct {
        const char *member;
        nx_html_fact fact;
    } members[] = {{"headline", NX_HTML_HEADLINE},
                   {"name", NX_HTML_HEADLINE},
                   {"author", NX_HTML_BYLINE},
                   {"creator", NX_HTML_BYLINE},
                   {"dateline", NX_HTML_DATELINE},
                   {"datePublished", NX_HTML_PUBLISHED},
                   {"dateCreated", NX_HTML_PUBLISHED},
                   {"dateModified", NX_HTML_UPDATED},
                   {"publisher", NX_HTML_SOURCE},
                   {"articleSection", NX_HTML_SECTION},
                   {"keywords", NX_HTML_KEYWORDS},
                   {"url", NX_HTML_URL},
                   {"mainEntityOfPage", NX_HTML_URL},
                   {"inLanguage", NX_HTML_LANGUAGE},
                   {"copyrightHolder", NX_HTML_COPYRIGHT},
                   {"description", NX_HTML_DESCRIPTION},
                   {"articleBody", NX_HTML_TEXT_BODY}};

    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        add(member_of(article, members[i].member), members[i].fact, facts);
}

/* From the first bracket on; some wrap it in CDATA as if it were XHTML. */
static newsidx_text without_wrapper(newsidx_text json)
{
    static const char wrapper[] = "<![CDATA[";
    size_t at = 0;

    while (at < json.length && json.bytes[at] != '{' && json.bytes[at] != '[') {
        const newsidx_text rest =
            nx_str_slice(json.bytes + at, json.length - at);

        at += nx_str_starts_with(rest, nx_str(wrapper)) ? strlen(wrapper) : 1;
    }
    json = nx_str_slice(json.bytes + at, json.length - at);
    /* Behind an object, "//" would begin a comment without an end. */
    while (json.length > 0 && json.bytes[0] == '{' &&
           json.bytes[json.length - 1] != '}')
        json.length--;
    return json;
}

void nx_html_linked_read(newsidx_text json, nx_html_facts *facts)
{
    struct json_tokener *tokener;
    struct json_object *root;
    struct json_object *article;

    json = without_wrapper(json);
    if (json.length == 0 || json.length > INT_MAX)
        return;
    tokener = json_tokener_new_ex(DEEPEST);
    if (tokener == NULL)
        return;
    root = json_tokener_parse_ex(tokener, json.bytes, (int)json.length);
    article = find_article(root);
    if (article != NULL)
        take(article, facts);
    json_object_put(root);
    json_tokener_free(tokener);
}
