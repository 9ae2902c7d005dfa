#include "formats/xml/feed_item.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "formats/xml/feed_date.h"
#include "formats/xml/feed_extra.h"
#include "formats/xml/feed_keywords.h"
#include "formats/xml/feed_language.h"
#include "formats/xml/feed_link.h"
#include "formats/xml/feed_person.h"
#include "formats/xml/feed_text.h"
#include "ingest/byline.h"
#include "ingest/clean.h"
#include "ingest/language_tag.h"

#include <string.h>

typedef enum field {
    KEY,
    HEADLINE,
    BODY,
    PUBLISHED,
    UPDATED,
    BYLINE,
    COPYRIGHT,
    SOURCE,
    LANGUAGE,
    LINK,
    CATEGORY,
    FIELD_COUNT
} field;

/*
 * Elements, whatever the case of their names. Of several for one field the
 * first in this table that says something counts.
 */
static const struct {
    nx_feed_space space;
    const char *name;
    field field;
} spellings[] = {{NX_FEED_CORE, "id", KEY},
                 {NX_FEED_CORE, "guid", KEY},
                 {NX_FEED_DC, "identifier", KEY},
                 {NX_FEED_WORDPRESS, "post_id", KEY},
                 {NX_FEED_CORE, "title", HEADLINE},
                 {NX_FEED_DC, "title", HEADLINE},
                 {NX_FEED_ITUNES, "title", HEADLINE},
                 {NX_FEED_MEDIA, "title", HEADLINE},
                 {NX_FEED_CONTENT, "encoded", BODY},
                 {NX_FEED_CORE, "content", BODY},
                 {NX_FEED_XHTML, "body", BODY},
                 {NX_FEED_XHTML, "div", BODY},
                 {NX_FEED_CORE, "fullitem", BODY},
                 {NX_FEED_CORE, "body", BODY},
                 {NX_FEED_EXCERPT, "encoded", BODY},
                 {NX_FEED_CORE, "description", BODY},
                 {NX_FEED_CORE, "abstract", BODY},
                 {NX_FEED_CORE, "summary", BODY},
                 {NX_FEED_DC, "description", BODY},
                 {NX_FEED_DCTERMS, "abstract", BODY},
                 {NX_FEED_ITUNES, "summary", BODY},
                 {NX_FEED_MEDIA, "description", BODY},
                 {NX_FEED_WORDPRESS, "post_date_gmt", PUBLISHED},
                 {NX_FEED_CORE, "pubdate", PUBLISHED},
                 {NX_FEED_CORE, "published", PUBLISHED},
                 {NX_FEED_CORE, "issued", PUBLISHED},
                 {NX_FEED_DCTERMS, "issued", PUBLISHED},
                 {NX_FEED_DC, "date", PUBLISHED},
                 {NX_FEED_CORE, "date", PUBLISHED},
                 {NX_FEED_CORE, "created", PUBLISHED},
                 {NX_FEED_DCTERMS, "created", PUBLISHED},
                 {NX_FEED_WORDPRESS, "post_modified_gmt", UPDATED},
                 {NX_FEED_CORE, "updated", UPDATED},
                 {NX_FEED_CORE, "modified", UPDATED},
                 {NX_FEED_DCTERMS, "modified", UPDATED},
                 {NX_FEED_DC, "creator", BYLINE},
                 {NX_FEED_DC, "author", BYLINE},
                 {NX_FEED_CORE, "author", BYLINE},
                 {NX_FEED_ITUNES, "author", BYLINE},
                 {NX_FEED_CORE, "rights", COPYRIGHT},
                 {NX_FEED_CORE, "copyright", COPYRIGHT},
                 {NX_FEED_DC, "rights", COPYRIGHT},
                 {NX_FEED_MEDIA, "copyright", COPYRIGHT},
                 {NX_FEED_CORE, "source", SOURCE},
                 {NX_FEED_DC, "publisher", SOURCE},
                 {NX_FEED_DC, "language", LANGUAGE},
                 {NX_FEED_CORE, "language", LANGUAGE},
                 {NX_FEED_CORE, "link", LINK},
                 {NX_FEED_CORE, "category", CATEGORY},
                 {NX_FEED_DC, "subject", CATEGORY},
                 {NX_FEED_CORE, "keywords", CATEGORY},
                 {NX_FEED_ITUNES, "category", CATEGORY},
                 {NX_FEED_ITUNES, "keywords", CATEGORY},
                 {NX_FEED_MEDIA, "category", CATEGORY},
                 {NX_FEED_MEDIA, "keywords", CATEGORY}};

#define SPELLING_COUNT (sizeof spellings / sizeof spellings[0])

/* What is known of an element while it becomes an article. */
typedef struct work {
    const nx_xml_node *element;
    const nx_feed_channel *channel;
    const nx_feed_rules *rules;
    nx_item *item; /* NULL for a channel */
    nx_arena *arena;
    const nx_xml_node *first[SPELLING_COUNT]; /* child of each spelling */
    const nx_xml_node *used[SPELLING_COUNT];  /* children that made a field */
    size_t used_count;
    nx_feed_extra extra;
    nx_buf dropped;
} work;

static size_t spelling_of(const nx_xml_node *child)
{
    const nx_feed_space space = nx_feed_space_of(child);

    for (size_t i = 0; i < SPELLING_COUNT; i++) {
        if (spellings[i].space == space &&
            nx_str_equal_ascii(child->name, nx_str(spellings[i].name)))
            return i;
    }
    return SPELLING_COUNT;
}

/* Of a film or picture: what is said of it is said of the item. */
static bool is_medium(const nx_xml_node *node)
{
    return nx_feed_space_of(node) == NX_FEED_MEDIA &&
           (nx_xml_is(node, "group") || nx_xml_is(node, "content"));
}

static void find_children(work *w, const nx_xml_node *parent)
{
    for (const nx_xml_node *at = parent->first; at != NULL; at = at->next) {
        size_t number;

        if (at->name.bytes == NULL)
            continue;
        number = spelling_of(at);
        if (number < SPELLING_COUNT && w->first[number] == NULL)
            w->first[number] = at;
    }
}

/* What a film has counts only where the item itself says nothing. */
static void find_all_children(work *w)
{
    const nx_xml_node *medium = w->element->first;

    find_children(w, w->element);
    while (medium != NULL && (medium->name.bytes == NULL || !is_medium(medium)))
        medium = medium->next;
    if (medium != NULL)
        find_children(w, medium);
}

/* The next child for a field, in the order of the table, from *at on. */
static const nx_xml_node *next_child(const work *w, field wanted, size_t *at)
{
    while (*at < SPELLING_COUNT) {
        const size_t number = (*at)++;

        if (spellings[number].field == wanted && w->first[number] != NULL)
            return w->first[number];
    }
    return NULL;
}

static void use(work *w, const nx_xml_node *child)
{
    w->used[w->used_count++] = child;
}

/* What was gathered, to an article's field. */
static newsidx_status copy(const nx_buf *from, nx_arena *arena,
                           newsidx_text *out, newsidx_error *err)
{
    if (from->status >= 0)
        *out = nx_arena_text(arena, nx_buf_text(from));
    return from->status < 0 || out->bytes == NULL ? nx_fail_memory(err)
                                                  : NEWSIDX_OK;
}

/* Keep what a field said that it can't hold. */
static void drop(work *w, const char *name, newsidx_text text)
{
    if (w->dropped.length > 0)
        nx_buf_add_byte(&w->dropped, '\n');
    nx_buf_add_string(&w->dropped, name);
    nx_buf_add_string(&w->dropped, ": ");
    nx_buf_add_text(&w->dropped, text);
}

/* The first child that says something, as one line; else "". */
static newsidx_status take_line(work *w, field wanted, newsidx_text *out,
                                newsidx_error *err)
{
    const nx_xml_node *child;
    size_t at = 0;

    *out = nx_str("");
    while (out->length == 0) {
        newsidx_status status;

        child = next_child(w, wanted, &at);
        if (child == NULL)
            return NEWSIDX_OK;
        status = nx_feed_line(child, w->arena, out, err);
        if (status < 0)
            return status;
        if (out->length > 0)
            use(w, child);
    }
    return NEWSIDX_OK;
}

/* Text that is no markup: an address, a key. */
static newsidx_status raw_line(const work *w, const nx_xml_node *node,
                               newsidx_text *out, newsidx_error *err)
{
    *out = nx_xml_line_of(node, w->arena);
    return out->bytes == NULL ? nx_fail_memory(err) : NEWSIDX_OK;
}

/* ---------------------------------------------------- link and key ---- */

/* A link that is no article's address: "link.enclosure". */
static newsidx_status keep_link(work *w, newsidx_text target,
                                newsidx_text relation, newsidx_error *err)
{
    char name[40] = "link.";
    const size_t length = strlen(name);

    if (w->item == NULL || relation.length >= sizeof name - length)
        return NEWSIDX_OK;
    memcpy(name + length, relation.bytes, relation.length);
    return nx_feed_extra_text(&w->extra, name, target, err);
}

/* CDF has addresses and dates in attributes of the item itself. */
static newsidx_status own_attribute(const work *w, const char *name,
                                    newsidx_text *out, newsidx_error *err)
{
    *out = nx_str("");
    for (size_t i = 0; i < w->element->attribute_count; i++) {
        if (nx_str_equal_ascii(w->element->attributes[i].name, nx_str(name)))
            *out = nx_clean_line(w->arena, w->element->attributes[i].value);
    }
    return out->bytes == NULL ? nx_fail_memory(err) : NEWSIDX_OK;
}

static newsidx_status take_link(work *w, newsidx_text *out, newsidx_error *err)
{
    const newsidx_status own = own_attribute(w, "href", out, err);
    const nx_xml_node *link;
    bool has_html = false;
    size_t at = 0;

    if (own < 0)
        return own;
    for (link = next_child(w, LINK, &at); link != NULL;
         link = nx_xml_again(link)) {
        newsidx_text target;
        newsidx_text relation;
        newsidx_status status =
            nx_feed_link_read(link, w->arena, &target, &relation, err);

        if (status < 0)
            return status;
        if (target.length > 0 &&
            nx_str_equal_ascii(relation, nx_str("alternate")) &&
            (out->length == 0 || (!has_html && nx_feed_link_is_html(link)))) {
            *out = target;
            has_html = nx_feed_link_is_html(link);
            continue;
        }
        status = keep_link(w, target, relation, err);
        if (status < 0)
            return status;
    }
    return NEWSIDX_OK;
}

static bool has_colon(newsidx_text text)
{
    return text.length > 0 && memchr(text.bytes, ':', text.length) != NULL;
}

static bool is_address(newsidx_text text)
{
    return nx_str_starts_with(text, nx_str("http://")) ||
           nx_str_starts_with(text, nx_str("https://"));
}

/* A number that only its channel understands is no key among many. */
static newsidx_status qualify_key(work *w, newsidx_error *err)
{
    newsidx_text *key = &w->item->article.key;
    const newsidx_text link = w->channel->link;
    char *bytes;

    if (key->length == 0 || link.length == 0 || has_colon(*key))
        return NEWSIDX_OK;
    bytes = nx_arena_alloc(w->arena, link.length + key->length + 2);
    if (bytes == NULL)
        return nx_fail_memory(err);
    memcpy(bytes, link.bytes, link.length);
    bytes[link.length] = '#';
    memcpy(bytes + link.length + 1, key->bytes, key->length);
    *key = nx_str_slice(bytes, link.length + key->length + 1);
    return NEWSIDX_OK;
}

static newsidx_status take_key(work *w, newsidx_error *err)
{
    newsidx_article *article = &w->item->article;
    newsidx_text about = nx_str_trim(nx_xml_attribute_of(w->element, "about"));
    newsidx_text key = {"", 0};
    const nx_xml_node *child;
    size_t at = 0;

    while (key.length == 0) {
        newsidx_status status;

        child = next_child(w, KEY, &at);
        if (child == NULL)
            break;
        status = raw_line(w, child, &key, err);
        if (status < 0)
            return status;
        if (key.length > 0)
            use(w, child);
        if (article->url.length == 0 && nx_xml_is(child, "guid") &&
            is_address(key) &&
            !nx_str_equal_ascii(
                nx_str_trim(nx_xml_attribute_of(child, "isPermaLink")),
                nx_str("false")))
            article->url = key;
    }
    if (key.length == 0 && about.length > 0) {
        key = nx_clean_line(w->arena, about);
        if (key.bytes == NULL)
            return nx_fail_memory(err);
    }
    article->key = key;
    if (key.length == 0)
        article->key = article->url;
    return qualify_key(w, err);
}

/* WordPress writes this for no date. */
static bool is_no_date(newsidx_text text)
{
    return text.length == 0 || nx_str_starts_with(text, nx_str("0000-00-00"));
}

static newsidx_status take_date(work *w, field wanted, const char *name,
                                int64_t *out_seconds, newsidx_error *err)
{
    newsidx_text unread = {NULL, 0};
    const nx_xml_node *unread_child = NULL;
    const nx_xml_node *child;
    size_t at = 0;

    for (child = next_child(w, wanted, &at); child != NULL;
         child = next_child(w, wanted, &at)) {
        newsidx_text text;
        const newsidx_status status = raw_line(w, child, &text, err);

        if (status < 0)
            return status;
        if (nx_feed_date_read(text, out_seconds)) {
            use(w, child);
            return NEWSIDX_OK;
        }
        if (unread.length == 0 && !is_no_date(text)) {
            unread = text;
            unread_child = child;
        }
    }
    if (unread_child == NULL)
        return NEWSIDX_OK;
    use(w, unread_child);
    drop(w, name, unread);
    return NEWSIDX_OK;
}

static newsidx_status take_dates(work *w, newsidx_error *err)
{
    newsidx_article *article = &w->item->article;
    newsidx_text modified;
    newsidx_status status =
        take_date(w, PUBLISHED, "date", &article->published_at, err);

    if (status >= 0)
        status = take_date(w, UPDATED, "updated", &article->updated_at, err);
    if (status >= 0)
        status = own_attribute(w, "lastmod", &modified, err);
    if (status < 0)
        return status;
    if (article->updated_at == NEWSIDX_NO_TIME && modified.length > 0 &&
        !nx_feed_date_read(modified, &article->updated_at))
        drop(w, "updated", modified);
    /* An entry of Atom needs no other date. */
    if (article->published_at == NEWSIDX_NO_TIME)
        article->published_at = article->updated_at;
    return NEWSIDX_OK;
}

/* ---------------------------------------------------------- people ---- */

/* One author: the name goes to `names`, the rest to `extra`. */
static newsidx_status take_person(work *w, const nx_xml_node *node,
                                  nx_buf *names, newsidx_error *err)
{
    static const char *const parts[] = {"email", "uri", "url", "homepage"};
    const nx_xml_node *name_node = nx_xml_child(node, "name");
    newsidx_text line;
    newsidx_text name;
    newsidx_text mail;
    newsidx_status status = nx_feed_line(name_node != NULL ? name_node : node,
                                         w->arena, &line, err);

    if (status < 0)
        return status;
    if (name_node == NULL && nx_xml_child(node, "email") != NULL)
        line = nx_str("");
    nx_feed_person_split(line, &name, &mail);
    name = nx_byline_without_by(name);
    if (name.length > 0 && names->length > 0)
        nx_buf_add_string(names, ", ");
    nx_buf_add_text(names, name);
    if (w->item == NULL)
        return NEWSIDX_OK;
    status = nx_feed_extra_text(&w->extra, "author.email", mail, err);
    for (size_t i = 0; status >= 0 && i < sizeof parts / sizeof parts[0]; i++) {
        const nx_xml_node *part = nx_xml_child(node, parts[i]);

        if (part != NULL)
            status = nx_feed_extra_element(
                &w->extra, i == 0 ? "author.email" : "author.uri", part, err);
    }
    return status;
}

/* All authors of the best spelling. */
static newsidx_status take_people(work *w, newsidx_text *out,
                                  newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    const nx_xml_node *child;
    size_t at = 0;
    nx_buf names;

    *out = nx_str("");
    nx_buf_init(&names, NX_LIMIT_ARTICLE_BYTES);
    while (status >= 0 && names.length == 0) {
        child = next_child(w, BYLINE, &at);
        if (child == NULL)
            break;
        use(w, child);
        for (; status >= 0 && child != NULL; child = nx_xml_again(child))
            status = take_person(w, child, &names, err);
    }
    if (status >= 0)
        status = copy(&names, w->arena, out, err);
    nx_buf_finish(&names);
    return status;
}

/* -------------------------------------------------------- keywords ---- */

static newsidx_status add_keyword(work *w, newsidx_text word, nx_buf *list,
                                  newsidx_error *err)
{
    word = nx_clean_line(w->arena, word);
    if (word.bytes == NULL)
        return nx_fail_memory(err);
    if (nx_feed_keyword_add(list, word))
        return NEWSIDX_OK;
    return nx_feed_extra_text(&w->extra, "category", word, err);
}

/* A category: its text, or what Atom and podcasts have in attributes. A term
 * that is an address is for programs. */
static newsidx_status add_category(work *w, const nx_xml_node *node,
                                   nx_buf *list, newsidx_error *err)
{
    static const char *const names[] = {"term", "label", "text"};
    const nx_xml_node *inner = nx_xml_child(node, "category");
    newsidx_text word;
    newsidx_status status;

    status = nx_feed_line(inner == NULL ? node : NULL, w->arena, &word, err);
    if (status >= 0)
        status = add_keyword(w, word, list, err);
    for (size_t i = 0; status >= 0 && i < sizeof names / sizeof names[0]; i++) {
        word = nx_xml_attribute_of(node, names[i]);
        if (is_address(word) && node->attribute_count > 1)
            status = nx_feed_extra_text(&w->extra, "category.term", word, err);
        else
            status = add_keyword(w, word, list, err);
    }
    for (; status >= 0 && inner != NULL; inner = nx_xml_again(inner)) {
        word = nx_xml_attribute_of(inner, "text");
        status = add_keyword(w, word, list, err);
    }
    return status;
}

static newsidx_status take_categories(work *w, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    const nx_xml_node *child;
    size_t at = 0;
    nx_buf list;

    nx_buf_init(&list, NX_LIMIT_FIELD_BYTES);
    for (child = next_child(w, CATEGORY, &at); status >= 0 && child != NULL;
         child = next_child(w, CATEGORY, &at)) {
        for (; status >= 0 && child != NULL; child = nx_xml_again(child))
            status = add_category(w, child, &list, err);
    }
    if (status >= 0)
        status = copy(&list, w->arena, &w->item->article.keywords, err);
    nx_buf_finish(&list);
    return status;
}

/* ------------------------------------------------------------ body ---- */

/* Is the summary no more than how the body begins? A teaser often ends in
 * dots. */
static bool is_beginning(newsidx_text body, newsidx_text summary)
{
    while (summary.length > 0 && summary.bytes[summary.length - 1] == '.')
        summary.length--;
    return nx_str_starts_with(body, summary);
}

/* The best text is the body; the next one that says something else stays, as
 * its summary. */
static newsidx_status take_body(work *w, newsidx_error *err)
{
    newsidx_article *article = &w->item->article;
    newsidx_text summary = {"", 0};
    const nx_xml_node *child;
    size_t at = 0;

    for (child = next_child(w, BODY, &at); child != NULL;
         child = next_child(w, BODY, &at)) {
        newsidx_text text;
        newsidx_status status = w->rules->text(child, w->arena, &text, err);

        if (status >= 0)
            status = nx_feed_extra_text(&w->extra, "content.src",
                                        nx_xml_attribute_of(child, "src"), err);
        if (status < 0)
            return status;
        if (text.length == 0)
            continue;
        if (article->body.length == 0) {
            article->body = text;
        } else if (!is_beginning(article->body, text) &&
                   !nx_str_equal(summary, text)) {
            summary = text;
            status = nx_feed_extra_text(&w->extra, "summary", text, err);
        }
        if (status < 0)
            return status;
    }
    return NEWSIDX_OK;
}

/* The child whose xml:lang is the article's: the body, else the headline. */
static const nx_xml_node *speaking_child(const work *w)
{
    size_t at = 0;
    const nx_xml_node *child = next_child(w, BODY, &at);

    at = 0;
    return child != NULL ? child : next_child(w, HEADLINE, &at);
}

static newsidx_status take_language(work *w, newsidx_text *out,
                                    newsidx_error *err)
{
    const nx_xml_node *speaking = speaking_child(w);
    newsidx_text line;
    newsidx_status status = take_line(w, LANGUAGE, &line, err);

    if (status < 0)
        return status;
    /* A channel's title may be in another language than its items. */
    if (line.length == 0)
        line = nx_feed_language_above(
            speaking != NULL && w->item != NULL ? speaking : w->element);
    if (line.length == 0)
        return NEWSIDX_OK;
    if (nx_language_tag_is(line))
        return nx_language_tag_write(line, w->arena, out, err);
    line = nx_clean_line(w->arena, line);
    if (line.bytes == NULL)
        return nx_fail_memory(err);
    drop(w, "language", line);
    return NEWSIDX_OK;
}

/* What the channel says of all its items, if one says nothing. */
static newsidx_status inherit(const work *w, newsidx_text *out,
                              newsidx_text from, newsidx_error *err)
{
    if (out->length > 0 || from.length == 0)
        return NEWSIDX_OK;
    *out = nx_arena_text(w->arena, from);
    return out->bytes == NULL ? nx_fail_memory(err) : NEWSIDX_OK;
}

static newsidx_status take_source(work *w, newsidx_error *err)
{
    const nx_xml_node *child;
    newsidx_text *source = &w->item->article.source;
    size_t at = 0;

    for (child = next_child(w, SOURCE, &at);
         child != NULL && source->length == 0;
         child = next_child(w, SOURCE, &at)) {
        /* Of Atom it is a piece of another feed. */
        const nx_xml_node *title = nx_xml_child(child, "title");
        const newsidx_status status =
            nx_feed_line(title != NULL ? title : child, w->arena, source, err);

        if (status < 0)
            return status;
        if (title == NULL && source->length > 0 && child->attribute_count == 0)
            use(w, child);
    }
    return inherit(w, source, w->channel->title, err);
}

/* ------------------------------------------------------------- all ---- */

static bool is_used(const work *w, const nx_xml_node *child)
{
    for (size_t i = 0; i < w->used_count; i++) {
        if (w->used[i] == child)
            return true;
    }
    return false;
}

/* Another element with a date that the article has already. */
static bool is_date_again(const work *w, const nx_xml_node *child, field kind)
{
    int64_t seconds;

    return child->first != NULL && child->first->next == NULL &&
           nx_feed_date_read(child->first->text, &seconds) &&
           seconds == (kind == PUBLISHED ? w->item->article.published_at
                                         : w->item->article.updated_at);
}

/* Is there nothing left to say of a child? */
static bool is_done_with(const work *w, const nx_xml_node *child)
{
    const size_t number = spelling_of(child);

    if (w->rules->is_known != NULL && w->rules->is_known(child))
        return true;
    if (number == SPELLING_COUNT)
        return false;
    switch (spellings[number].field) {
    case LINK:
    case CATEGORY:
    case BODY:
        return true;
    case BYLINE:
        return is_used(w, w->first[number]);
    case PUBLISHED:
    case UPDATED:
        return is_used(w, child) ||
               is_date_again(w, child, spellings[number].field);
    default:
        return is_used(w, child);
    }
}

static newsidx_status keep_rest(work *w, newsidx_error *err)
{
    for (const nx_xml_node *at = w->element->first; at != NULL; at = at->next) {
        newsidx_status status;

        if (at->name.bytes == NULL || is_done_with(w, at))
            continue;
        status = nx_feed_extra_element(&w->extra, NULL, at, err);
        if (status < 0)
            return status;
    }
    return NEWSIDX_OK;
}

static void begin(work *w, const nx_xml_node *element, nx_arena *arena)
{
    memset(w, 0, sizeof *w);
    w->element = element;
    w->arena = arena;
    nx_buf_init(&w->dropped, NX_LIMIT_ARTICLE_BYTES);
    find_all_children(w);
}

static const nx_xml_node *channel_in(const nx_xml_node *root)
{
    const nx_xml_node *at = root->first;

    while (at != NULL && (at->name.bytes == NULL ||
                          !nx_str_equal_ascii(at->name, nx_str("channel"))))
        at = at->next;
    return at;
}

newsidx_status nx_feed_channel_read(const nx_xml_node *around, nx_arena *arena,
                                    nx_feed_channel *out, newsidx_error *err)
{
    newsidx_status status;
    work w;

    memset(out, 0, sizeof *out);
    if (around == NULL)
        return NEWSIDX_OK;
    if (channel_in(around) != NULL)
        around = channel_in(around);
    begin(&w, around, arena);
    status = take_line(&w, HEADLINE, &out->title, err);
    if (status >= 0)
        status = take_link(&w, &out->link, err);
    if (status >= 0)
        status = take_language(&w, &out->language, err);
    if (status >= 0)
        status = take_line(&w, COPYRIGHT, &out->copyright, err);
    if (status >= 0)
        status = take_people(&w, &out->byline, err);
    nx_buf_finish(&w.dropped);
    return status;
}

/* Short fields, and what the channel has for those that aren't there. */
static newsidx_status take_fields(work *w, newsidx_error *err)
{
    newsidx_article *article = &w->item->article;
    newsidx_status status = take_line(w, HEADLINE, &article->headline, err);

    if (status >= 0)
        status = take_link(w, &article->url, err);
    if (status >= 0)
        status = take_key(w, err);
    if (status >= 0)
        status = take_dates(w, err);
    if (status >= 0)
        status = take_people(w, &article->byline, err);
    if (status >= 0)
        status = take_line(w, COPYRIGHT, &article->copyright, err);
    if (status >= 0)
        status = take_language(w, &article->language, err);
    if (status >= 0)
        status = take_source(w, err);
    if (status >= 0)
        status = inherit(w, &article->byline, w->channel->byline, err);
    if (status >= 0)
        status = inherit(w, &article->copyright, w->channel->copyright, err);
    if (status >= 0)
        status = inherit(w, &article->language, w->channel->language, err);
    return status;
}

newsidx_status nx_feed_item_read(const nx_xml_node *element,
                                 const nx_feed_channel *channel,
                                 const nx_feed_rules *rules, nx_item *item,
                                 newsidx_error *err)
{
    newsidx_status status;
    work w;

    begin(&w, element, &item->arena);
    w.channel = channel;
    w.rules = rules;
    w.item = item;
    w.extra.item = item;
    status = take_fields(&w, err);
    if (status >= 0)
        status = take_body(&w, err);
    if (status >= 0)
        status = take_categories(&w, err);
    if (status >= 0)
        status = keep_rest(&w, err);
    if (status >= 0)
        status = copy(&w.dropped, w.arena, &item->article.dropped, err);
    nx_buf_finish(&w.dropped);
    return status;
}
