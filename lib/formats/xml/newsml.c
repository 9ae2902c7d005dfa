#include "formats/xml/newsml.h"

#include "base/limits.h"
#include "base/str.h"
#include "formats/xml/body.h"
#include "formats/xml/nitf.h"
#include "formats/xml/prolog.h"
#include "formats/xml/records.h"

static newsidx_text text_at(nx_put *put, const nx_xml_node *node,
                            const char *path)
{
    newsidx_text line = {NULL, 0};

    nx_put_node(put, &line, nx_xml_path(node, path));
    return line;
}

/* Nearly everything has its value in an attribute of this name. */
static newsidx_text formal_name(const nx_xml_node *node, const char *path)
{
    return nx_xml_attribute_of(nx_xml_path(node, path), "FormalName");
}

/*
 * A news item keeps its key from revision to revision, so the key is its
 * identifier without the revision, as section 5.1.3 of the specification builds
 * the public one: urn:newsml:{provider}:{date}:{id}:{revision}.
 */
static void put_key(nx_put *put, const nx_xml_node *id)
{
    static const char *const parts[] = {"ProviderId", "DateId", "NewsItemId"};
    newsidx_article *article = &put->item->article;
    bool is_whole = true;
    nx_buf key;

    nx_buf_init(&key, NX_LIMIT_FIELD_BYTES);
    nx_buf_add_string(&key, "urn:newsml");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const newsidx_text part = text_at(put, id, parts[i]);

        is_whole = is_whole && part.length > 0;
        nx_buf_add_byte(&key, ':');
        nx_buf_add_text(&key, part);
    }
    if (key.status == NEWSIDX_ERR_MEMORY && put->status >= 0)
        put->status = nx_fail_memory(put->err);
    if (is_whole && key.status >= 0)
        nx_put_line(put, &article->key, nx_buf_text(&key));
    nx_buf_finish(&key);
    nx_put_line(put, &article->key, text_at(put, id, "PublicIdentifier"));
    nx_put_number(put, &article->edition, text_at(put, id, "RevisionId"),
                  UINT32_MAX, "RevisionId");
}

static void put_management(nx_put *put, const nx_xml_node *management)
{
    newsidx_article *article = &put->item->article;
    const newsidx_text status = formal_name(management, "Status");
    const bool is_embargoed =
        nx_str_equal_ascii(nx_str_trim(status), nx_str("embargoed"));
    const nx_xml_node *change = nx_xml_child(management, "StatusWillChange");
    const newsidx_text future = formal_name(change, "FutureStatus");

    nx_put_date(put, &article->published_at,
                text_at(put, management, "FirstCreated"), "FirstCreated");
    nx_put_date(put, &article->updated_at,
                text_at(put, management, "ThisRevisionCreated"),
                "ThisRevisionCreated");
    if (article->published_at == NEWSIDX_NO_TIME)
        article->published_at = article->updated_at;
    nx_put_usage(put, status);
    if (nx_str_equal_ascii(nx_str_trim(future), nx_str("usable")))
        nx_put_date(put, &article->embargoed_until,
                    text_at(put, change, "DateAndTime"), "DateAndTime");
    if (article->embargoed_until != NEWSIDX_NO_TIME)
        article->usage = NEWSIDX_USABLE;
    else if (is_embargoed)
        article->usage = NEWSIDX_WITHHELD;
    nx_put_number(put, &article->urgency, formal_name(management, "Urgency"), 9,
                  "Urgency");
    nx_put_extra(put, "NewsItemType", formal_name(management, "NewsItemType"));
    nx_put_extra(put, "Instruction", formal_name(management, "Instruction"));
}

/* All lines of that name, to extra. */
static void put_lines(nx_put *put, const nx_xml_node *lines, const char *name)
{
    for (const nx_xml_node *at = nx_xml_child(lines, name); at != NULL;
         at = nx_xml_again(at))
        nx_put_node_extra(put, name, at);
}

/* Lines for people. Of components inside components the outermost that has
 * such a line counts. */
static void put_news_lines(nx_put *put, const nx_xml_node *lines)
{
    static const char *const others[] = {"CreditLine", "NewsLine",
                                         "RightsLine", "SeriesLine",
                                         "SlugLine",   "SubHeadLine"};
    newsidx_article *article = &put->item->article;
    const newsidx_text date = text_at(put, lines, "DateLine");
    const bool has_byline = nx_put_has_byline(put);
    const nx_xml_node *at = nx_xml_child(lines, "ByLine");

    nx_put_node(put, &article->headline, nx_xml_child(lines, "HeadLine"));
    for (; at != NULL && !has_byline; at = nx_xml_again(at)) {
        newsidx_text line = {NULL, 0};

        nx_put_node(put, &line, at);
        nx_put_byline(put, line);
    }
    /* Some agencies have only a date here, which is no place. */
    if (date.length > 0 && nx_is_digit(date.bytes[0]))
        nx_put_extra(put, "DateLine", date);
    else
        nx_put_line(put, &article->dateline, date);
    nx_put_node(put, &article->copyright, nx_xml_child(lines, "CopyrightLine"));
    for (at = nx_xml_child(lines, "KeywordLine"); at != NULL;
         at = nx_xml_again(at)) {
        newsidx_text line = {NULL, 0};

        nx_put_node(put, &line, at);
        nx_put_keyword(put, line);
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        put_lines(put, lines, others[i]);
}

static void put_properties(nx_put *put, const nx_xml_node *metadata)
{
    const nx_xml_node *at = nx_xml_child(metadata, "Property");

    for (; at != NULL; at = nx_xml_again(at)) {
        const newsidx_text name = nx_xml_attribute_of(at, "FormalName");
        const newsidx_text value = nx_xml_attribute_of(at, "Value");

        if (nx_str_equal_ascii(name, nx_str("keyword")))
            nx_put_keyword(put, value);
        else
            nx_put_extra_of(put, at->name, name, value);
    }
}

static void put_administration(nx_put *put, const nx_xml_node *metadata)
{
    newsidx_text *source = &put->item->article.source;

    nx_put_line(put, source, formal_name(metadata, "Source/Party"));
    nx_put_line(put, source, formal_name(metadata, "Provider/Party"));
    nx_put_extra(put, "Provider", formal_name(metadata, "Provider/Party"));
    nx_put_extra(put, "Creator", formal_name(metadata, "Creator/Party"));
    nx_put_node_extra(put, "FileName", nx_xml_child(metadata, "FileName"));
    put_properties(put, metadata);
}

/* Codes of what it is about; of places by their names. */
static void put_description(nx_put *put, const nx_xml_node *metadata)
{
    const nx_xml_node *at = nx_xml_child(metadata, "Language");

    for (; at != NULL; at = nx_xml_again(at))
        nx_put_language(put, nx_xml_attribute_of(at, "FormalName"));
    at = nx_xml_child(metadata, "Genre");
    for (; at != NULL; at = nx_xml_again(at))
        nx_put_extra(put, "Genre", nx_xml_attribute_of(at, "FormalName"));
    at = nx_xml_child(metadata, "SubjectCode");
    for (; at != NULL; at = nx_xml_again(at)) {
        for (const nx_xml_node *code = at->first; code != NULL;
             code = code->next)
            nx_put_extra_of(put, at->name, code->name,
                            nx_xml_attribute_of(code, "FormalName"));
    }
    at = nx_xml_child(metadata, "Location");
    for (; at != NULL; at = nx_xml_again(at)) {
        const nx_xml_node *property = nx_xml_child(at, "Property");

        for (; property != NULL; property = nx_xml_again(property))
            nx_put_extra_of(put, at->name,
                            nx_xml_attribute_of(property, "FormalName"),
                            nx_xml_attribute_of(property, "Value"));
    }
    put_properties(put, metadata);
}

/* "en" of "EN" and "en-US". */
static bool is_same_language(newsidx_text a, newsidx_text b)
{
    return a.length >= 2 && b.length >= 2 &&
           nx_str_equal_ascii(nx_str_slice(a.bytes, 2),
                              nx_str_slice(b.bytes, 2));
}

/* What a topic is called, in the article's language if it says so. */
static void put_topic(nx_put *put, const nx_xml_node *topic)
{
    const newsidx_text language = put->item->article.language;
    const nx_xml_node *at = nx_xml_child(topic, "Description");
    const nx_xml_node *best = NULL;
    newsidx_text line = {NULL, 0};

    for (; at != NULL; at = nx_xml_again(at)) {
        const newsidx_text variant = nx_xml_attribute_of(at, "Variant");

        if (variant.length > 0 && !nx_str_equal(variant, nx_str("Name")))
            continue;
        if (best == NULL)
            best = at;
        if (is_same_language(nx_xml_attribute_of(at, "lang"), language)) {
            best = at;
            break;
        }
    }
    nx_put_node(put, &line, best);
    nx_put_keyword(put, line);
}

static void put_topics(nx_put *put, const nx_xml_node *component)
{
    const nx_xml_node *set = nx_xml_child(component, "TopicSet");

    for (; set != NULL; set = nx_xml_again(set)) {
        const nx_xml_node *at = nx_xml_child(set, "Topic");

        for (; at != NULL; at = nx_xml_again(at))
            put_topic(put, at);
    }
}

/* A text, in whichever way it is written; {NULL, 0} if it has none. */
static newsidx_text content_of(nx_put *put, const nx_xml_node *content)
{
    newsidx_text text = {NULL, 0};
    const nx_xml_node *data = nx_xml_child(content, "DataContent");
    const nx_xml_node *encoding = nx_xml_path(content, "Encoding/DataContent");
    const newsidx_text media = formal_name(content, "MediaType");
    newsidx_text raw;

    if (encoding != NULL ||
        (media.length > 0 && !nx_str_equal_ascii(media, nx_str("Text")) &&
         !nx_str_equal_ascii(media, nx_str("ComplexText"))))
        return text;
    if (data != NULL && nx_xml_child_in(data, NULL, "nitf") != NULL) {
        const nx_xml_node *nitf = nx_xml_child_in(data, NULL, "nitf");
        newsidx_article *article = &put->item->article;
        const newsidx_text before = article->body;

        article->body = text;
        nx_nitf_put(put, nitf);
        text = article->body;
        article->body = before;
        return text;
    }
    if (data != NULL && data->first != NULL && data->first == data->last &&
        data->first->name.bytes == NULL) {
        raw = data->first->text;
        nx_xml_put_markup(put, &text, raw);
    } else {
        nx_xml_put_body(put, &text, data);
    }
    return text;
}

/* The nearest component around a content item. */
static const nx_xml_node *component_of(const nx_xml_node *content)
{
    const nx_xml_node *at = content->parent;

    while (at != NULL && !nx_xml_is(at, "NewsComponent"))
        at = at->parent;
    return at;
}

/*
 * The texts of all components: captions are dropped, and of components that say
 * the same in several ways the first counts.
 */
static void put_contents(nx_put *put, const nx_xml_node *item)
{
    const nx_xml_node *last_equal = NULL;
    nx_buf body;

    nx_buf_init(&body, NX_LIMIT_ARTICLE_BYTES);
    for (const nx_xml_node *at = item; at != NULL; at = nx_xml_walk(item, at)) {
        const nx_xml_node *component;
        const nx_xml_node *set;
        newsidx_text text;

        if (!nx_xml_is(at, "ContentItem"))
            continue;
        component = component_of(at);
        set = component;
        if (nx_str_equal(nx_xml_attribute_of(set, "EquivalentsList"),
                         nx_str("yes")) == false)
            set = component == NULL ? NULL : component->parent;
        if (!nx_str_equal(nx_xml_attribute_of(set, "EquivalentsList"),
                          nx_str("yes")))
            set = NULL;
        if (set != NULL && set == last_equal)
            continue;
        text = content_of(put, at);
        if (text.length == 0)
            continue;
        last_equal = set;
        if (nx_str_equal_ascii(formal_name(component, "Role"),
                               nx_str("Caption"))) {
            nx_put_dropped(put, text);
            continue;
        }
        if (body.length > 0)
            nx_buf_add_string(&body, "\n\n");
        nx_buf_add_text(&body, text);
    }
    if (put->status >= 0 && body.status < 0)
        put->status = nx_fail_memory(put->err);
    if (put->status >= 0 && body.length > 0) {
        put->item->article.body =
            nx_arena_text(&put->item->arena, nx_buf_text(&body));
        if (put->item->article.body.bytes == NULL)
            put->status = nx_fail_memory(put->err);
    }
    nx_buf_finish(&body);
}

static void read_record(nx_put *put, const nx_xml_node *item)
{
    static const char *const metadata[] = {"AdministrativeMetadata",
                                           "DescriptiveMetadata"};
    const nx_xml_node *at;

    put_key(put, nx_xml_path(item, "Identification/NewsIdentifier"));
    nx_put_node_extra(put, "NameLabel",
                      nx_xml_path(item, "Identification/NameLabel"));
    put_management(put, nx_xml_child(item, "NewsManagement"));
    for (at = item; at != NULL; at = nx_xml_walk(item, at)) {
        if (nx_xml_is(at, "NewsLines"))
            put_news_lines(put, at);
        else if (nx_xml_is(at, metadata[0]))
            put_administration(put, at);
        else if (nx_xml_is(at, metadata[1]))
            put_description(put, at);
    }
    for (at = item; at != NULL; at = nx_xml_walk(item, at)) {
        if (nx_xml_is(at, "NewsComponent"))
            put_topics(put, at);
    }
    put_contents(put, item);
}

static bool is_item(const nx_xml_node *element)
{
    return nx_xml_is(element, "NewsItem") &&
           nx_xml_is(element->parent, "NewsML");
}

static bool recognises(newsidx_text head)
{
    newsidx_text tag;

    return nx_str_equal(nx_xml_prolog_root(head, &tag), nx_str("NewsML"));
}

static newsidx_status open_newsml(const nx_origin *origin, void **out_state,
                                  newsidx_error *err)
{
    return nx_records_open(origin, is_item, read_record, out_state, err);
}

const nx_format nx_format_newsml = {
    .number = NEWSIDX_FORMAT_NEWSML,
    .recognises = recognises,
    .open = open_newsml,
    .next = nx_records_next,
    .close = nx_records_close,
};
