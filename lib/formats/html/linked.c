#include "formats/html/linked.h"

#include "base/limits.h"
#include "base/str.h"

#include <json-c/json.h>
#include <limits.h>
#include <string.h>

#define DEEPEST 32

/* It says so for the purpose; nothing else does it better. */
#define RANK 0u

/* A publisher whose object is told elsewhere is a company rather than a paper,
 * which og:site_name has. */
#define REFERRED_RANK 2u

/* After all that is said of the article itself. */
#define SITE_RANK 10u

/* For each of them all objects are looked at. */
#define MOST_REFERENCES 32

/* What the scripts of a page hold; NULL for what is no JSON. */
typedef struct documents {
    struct json_object *roots[NX_HTML_SCRIPTS];
    size_t count;
    size_t references; /* that were resolved */
    nx_html_facts *facts;
} documents;

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

static bool has_ending(newsidx_text name, newsidx_text end)
{
    return name.length >= end.length &&
           memcmp(name.bytes + name.length - end.length, end.bytes,
                  end.length) == 0;
}

/* Is it of the type, or of one whose name ends so? */
static bool is_of_type(struct json_object *object, const char *end)
{
    struct json_object *type = member_of(object, "@type");

    if (!json_object_is_type(type, json_type_array))
        return has_ending(string_of(type), nx_str(end));
    for (size_t i = 0; i < json_object_array_length(type); i++) {
        if (has_ending(string_of(json_object_array_get_idx(type, i)),
                       nx_str(end)))
            return true;
    }
    return false;
}

/* "NewsArticle", "BlogPosting", "ReportageNewsArticle", ... */
static bool is_article(struct json_object *object)
{
    return is_of_type(object, "Article") || is_of_type(object, "Posting") ||
           is_of_type(object, "Report");
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

/* The objects of a document, at its top or in a graph, each once. */
static struct json_object *list_of(struct json_object *root)
{
    struct json_object *graph = member_of(root, "@graph");

    if (json_object_is_type(graph, json_type_array))
        return graph;
    return json_object_is_type(root, json_type_array) ? root : NULL;
}

static bool is_called(struct json_object *object, newsidx_text id)
{
    return nx_str_equal(string_of(member_of(object, "@id")), id) &&
           member_of(object, "name") != NULL;
}

/* The object that `value` only refers to, with {"@id": ...}; else itself. */
static struct json_object *resolve(documents *all, struct json_object *value)
{
    const newsidx_text id = string_of(member_of(value, "@id"));

    if (id.length == 0 || member_of(value, "name") != NULL ||
        all->references++ >= MOST_REFERENCES)
        return value;
    for (size_t i = 0; i < all->count; i++) {
        struct json_object *list = list_of(all->roots[i]);

        if (is_called(all->roots[i], id))
            return all->roots[i];
        for (size_t j = 0; list != NULL && j < json_object_array_length(list);
             j++) {
            struct json_object *item = json_object_array_get_idx(list, j);

            if (is_called(item, id))
                return item;
        }
    }
    return value;
}

/* A string, or the name of an object. */
static newsidx_text text_in(documents *all, struct json_object *value,
                            nx_html_fact fact)
{
    struct json_object *name;

    if (!json_object_is_type(value, json_type_object))
        return string_of(value);
    if (fact == NX_HTML_URL)
        return string_of(member_of(value, "@id"));
    if (fact == NX_HTML_LANGUAGE)
        return string_of(member_of(value, "alternateName"));
    name = member_of(resolve(all, value), "name");
    if (json_object_is_type(name, json_type_array))
        name = json_object_array_get_idx(name, 0);
    return string_of(name);
}

/* A publisher that calls itself the author names nobody. */
static bool is_nobody(documents *all, struct json_object *author,
                      newsidx_text name)
{
    return is_of_type(resolve(all, author), "Organization") &&
           nx_str_equal_ascii(name,
                              nx_html_facts_get(all->facts, NX_HTML_SOURCE));
}

static void add_one(documents *all, struct json_object *value,
                    nx_html_fact fact)
{
    const newsidx_text text = text_in(all, value, fact);
    const bool is_referred = fact == NX_HTML_SOURCE &&
                             json_object_is_type(value, json_type_object) &&
                             member_of(value, "name") == NULL;

    if (fact != NX_HTML_BYLINE || !is_nobody(all, value, text))
        nx_html_facts_add(all->facts, fact, is_referred ? REFERRED_RANK : RANK,
                          text);
}

static void add(documents *all, struct json_object *value, nx_html_fact fact)
{
    if (!json_object_is_type(value, json_type_array)) {
        add_one(all, value, fact);
        return;
    }
    for (size_t i = 0; i < json_object_array_length(value); i++)
        add_one(all, json_object_array_get_idx(value, i), fact);
}

static void take(documents *all, struct json_object *article)
{
    static const struct {
        const char *member;
        nx_html_fact fact;
    } members[] = {{"publisher", NX_HTML_SOURCE}, /* before authors */
                   {"headline", NX_HTML_HEADLINE},
                   {"name", NX_HTML_HEADLINE},
                   {"author", NX_HTML_BYLINE},
                   {"creator", NX_HTML_BYLINE},
                   {"dateline", NX_HTML_DATELINE},
                   {"datePublished", NX_HTML_PUBLISHED},
                   {"dateCreated", NX_HTML_PUBLISHED},
                   {"dateModified", NX_HTML_UPDATED},
                   {"articleSection", NX_HTML_SECTION},
                   {"keywords", NX_HTML_KEYWORDS},
                   {"url", NX_HTML_URL},
                   {"mainEntityOfPage", NX_HTML_URL},
                   {"inLanguage", NX_HTML_LANGUAGE},
                   {"copyrightHolder", NX_HTML_COPYRIGHT},
                   {"description", NX_HTML_DESCRIPTION},
                   {"articleBody", NX_HTML_TEXT_BODY}};

    /* Another script that tells of the same article calls them otherwise. */
    const bool has_authors = all->facts->ranks[NX_HTML_BYLINE] == RANK;

    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (members[i].fact != NX_HTML_BYLINE || !has_authors)
            add(all, member_of(article, members[i].member), members[i].fact);
    }
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

static struct json_object *parse(newsidx_text json)
{
    struct json_tokener *tokener;
    struct json_object *root;

    json = without_wrapper(json);
    if (json.length == 0 || json.length > INT_MAX)
        return NULL;
    tokener = json_tokener_new_ex(DEEPEST);
    if (tokener == NULL)
        return NULL;
    root = json_tokener_parse_ex(tokener, json.bytes, (int)json.length);
    json_tokener_free(tokener);
    return root;
}

/* Whose page it is, if nothing else says it. */
static void take_site(documents *all, struct json_object *object)
{
    const newsidx_text name = string_of(member_of(object, "name"));

    if (is_of_type(object, "WebSite"))
        nx_html_facts_add(all->facts, NX_HTML_SOURCE, SITE_RANK, name);
    else if (is_of_type(object, "Organization"))
        nx_html_facts_add(all->facts, NX_HTML_SOURCE, SITE_RANK + 1, name);
}

static void take_sites(documents *all, struct json_object *root)
{
    struct json_object *list = list_of(root);

    take_site(all, root);
    for (size_t i = 0; list != NULL && i < json_object_array_length(list); i++)
        take_site(all, json_object_array_get_idx(list, i));
}

void nx_html_linked_read(const newsidx_text *scripts, size_t count,
                         nx_html_facts *facts)
{
    documents all = {.facts = facts};

    for (; all.count < count && all.count < NX_HTML_SCRIPTS; all.count++)
        all.roots[all.count] = parse(scripts[all.count]);
    for (size_t i = 0; i < all.count; i++) {
        struct json_object *article = find_article(all.roots[i]);

        if (article != NULL)
            take(&all, article);
    }
    for (size_t i = 0; i < all.count; i++)
        take_sites(&all, all.roots[i]);
    for (size_t i = 0; i < all.count; i++)
        json_object_put(all.roots[i]);
}
