#include "formats/xml/wordpress.h"

#include "base/str.h"
#include "formats/xml/feed.h"
#include "formats/xml/feed_extra.h"
#include "formats/xml/feed_text.h"
#include "formats/xml/prolog.h"
#include "formats/xml/wordpress_text.h"
#include "ingest/clean.h"
#include "ingest/extra.h"

#include <stdio.h>
#include <string.h>

/* Names of more authors are logins. */
#define MOST_AUTHORS 500

#define LONGEST_NAME 100

static bool is_wordpress(const nx_xml_node *node, const char *name)
{
    return nx_xml_is(node, name) && nx_feed_space_of(node) == NX_FEED_WORDPRESS;
}

static const nx_xml_node *child_of(const nx_xml_node *node, const char *name)
{
    const nx_xml_node *at = node->first;

    while (at != NULL && !is_wordpress(at, name))
        at = at->next;
    return at;
}

/* The text of wp:name; "" if it isn't there. */
static newsidx_status value_of(const nx_xml_node *node, const char *name,
                               nx_arena *arena, newsidx_text *out,
                               newsidx_error *err)
{
    *out = nx_xml_line_of(child_of(node, name), arena);
    return out->bytes == NULL ? nx_fail_memory(err) : NEWSIDX_OK;
}

static bool is_one_of(newsidx_text name, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (nx_str_equal(name, nx_str(*names)))
            return true;
    }
    return false;
}

/* Comments are others' words; fields whose names begin with _ are hidden from
 * readers by WordPress too; the rest of these is read by other means. */
static bool is_known(const nx_xml_node *child)
{
    return is_wordpress(child, "comment") || is_wordpress(child, "postmeta") ||
           is_wordpress(child, "post_date") ||
           is_wordpress(child, "post_date_gmt") ||
           is_wordpress(child, "post_modified") ||
           is_wordpress(child, "post_modified_gmt");
}

/* Types are open: a site may have "news" and "review". These and wp_... are
 * what WordPress and its plugins keep as if they were posts. */
static bool is_article_type(newsidx_text type)
{
    static const char *const others[] = {"attachment",
                                         "revision",
                                         "nav_menu_item",
                                         "custom_css",
                                         "oembed_cache",
                                         "customize_changeset",
                                         "user_request",
                                         "acf-field",
                                         "acf-field-group",
                                         "shop_order",
                                         "shop_coupon",
                                         "wpcf7_contact_form",
                                         NULL};

    return !is_one_of(type, others) && !nx_str_starts_with(type, nx_str("wp_"));
}

static newsidx_status refuse_others(const nx_xml_node *element, nx_item *item,
                                    newsidx_error *err)
{
    newsidx_text type;
    newsidx_text status_name;
    newsidx_status status =
        value_of(element, "post_type", &item->arena, &type, err);

    if (status >= 0)
        status = value_of(element, "status", &item->arena, &status_name, err);
    if (status < 0)
        return status;
    /* Only what belongs to a post inherits its status. */
    if (nx_str_equal(status_name, nx_str("inherit")) && is_article_type(type))
        type = nx_str(child_of(element, "attachment_url") != NULL ? "attachment"
                                                                  : "revision");
    if (is_article_type(type))
        return NEWSIDX_OK;
    return nx_fail_at(
        err, NEWSIDX_ERR_INPUT, (size_t)item->start_bytes,
        "of the type \"%.*s\", not an article",
        (int)(type.length < LONGEST_NAME ? type.length : LONGEST_NAME),
        type.bytes);
}

/* What may be done with a post, by its status. */
static newsidx_status take_status(const nx_xml_node *element, nx_item *item,
                                  newsidx_error *err)
{
    static const char *const usable[] = {"", "publish", "future", "closed",
                                         NULL};
    newsidx_article *article = &item->article;
    newsidx_text name;
    newsidx_text password;
    newsidx_status status =
        value_of(element, "status", &item->arena, &name, err);

    if (status >= 0)
        status =
            value_of(element, "post_password", &item->arena, &password, err);
    if (status < 0)
        return status;
    if (nx_str_equal(name, nx_str("trash")))
        article->usage = NEWSIDX_CANCELED;
    else if (!is_one_of(name, usable) || password.length > 0)
        article->usage = NEWSIDX_WITHHELD;
    if (nx_str_equal(name, nx_str("future")))
        article->embargoed_until = article->published_at;
    return NEWSIDX_OK;
}

/* Items name their author by login; the channel has the name. */
static newsidx_status name_author(const nx_xml_node *channel, nx_item *item,
                                  newsidx_error *err)
{
    newsidx_text *byline = &item->article.byline;
    size_t count = 0;

    if (channel == NULL || byline->length == 0)
        return NEWSIDX_OK;
    for (const nx_xml_node *at = channel->first;
         at != NULL && count < MOST_AUTHORS; at = at->next) {
        const nx_xml_node *login;
        newsidx_text name;
        newsidx_status status;

        if (!is_wordpress(at, "author"))
            continue;
        count++;
        login = child_of(at, "author_login");
        if (login == NULL || login->first == NULL ||
            !nx_str_equal(nx_str_trim(login->first->text), *byline))
            continue;
        status = value_of(at, "author_display_name", &item->arena, &name, err);
        if (status >= 0 && name.length > 0)
            *byline = name;
        return status;
    }
    return NEWSIDX_OK;
}

/* The first category that isn't the one of all posts that have none. */
static newsidx_status take_section(const nx_xml_node *element, nx_item *item,
                                   newsidx_error *err)
{
    for (const nx_xml_node *at = element->first; at != NULL; at = at->next) {
        newsidx_status status;

        if (!nx_xml_is(at, "category") ||
            !nx_str_equal(nx_xml_attribute_of(at, "domain"),
                          nx_str("category")) ||
            nx_str_equal(nx_xml_attribute_of(at, "nicename"),
                         nx_str("uncategorized")))
            continue;
        status = nx_feed_line(at, &item->arena, &item->article.section, err);
        if (status < 0 || item->article.section.length > 0)
            return status;
    }
    return NEWSIDX_OK;
}

static newsidx_status add_field(const nx_xml_node *field, nx_feed_extra *extra,
                                newsidx_error *err)
{
    char name[LONGEST_NAME + 10];
    newsidx_text value;
    newsidx_text key;
    newsidx_status status =
        value_of(field, "meta_key", &extra->item->arena, &key, err);

    if (status < 0 || key.length == 0 || key.bytes[0] == '_' ||
        key.length > LONGEST_NAME)
        return status;
    status = value_of(field, "meta_value", &extra->item->arena, &value, err);
    if (status < 0)
        return status;
    snprintf(name, sizeof name, "postmeta.%.*s", (int)key.length, key.bytes);
    return nx_feed_extra_text(extra, name, value, err);
}

/* A post's own fields, and how many comments it has. */
static newsidx_status take_more(const nx_xml_node *element, nx_item *item,
                                newsidx_error *err)
{
    nx_feed_extra extra = {item, 0, false};
    size_t comments = 0;
    char count[24];

    for (const nx_xml_node *at = element->first; at != NULL; at = at->next) {
        newsidx_status status = NEWSIDX_OK;

        if (is_wordpress(at, "comment"))
            comments++;
        else if (is_wordpress(at, "postmeta"))
            status = add_field(at, &extra, err);
        if (status < 0)
            return status;
    }
    if (comments == 0)
        return NEWSIDX_OK;
    snprintf(count, sizeof count, "%zu", comments);
    return nx_extra_add_json(item, "comments", nx_str(count), err);
}

static newsidx_status read_post(const nx_xml_node *element,
                                const nx_feed_channel *channel, nx_item *item,
                                newsidx_error *err)
{
    static const nx_feed_rules rules = {nx_wordpress_text, is_known};
    newsidx_status status = refuse_others(element, item, err);

    if (status >= 0)
        status = nx_feed_item_read(element, channel, &rules, item, err);
    if (status >= 0)
        status = take_status(element, item, err);
    if (status >= 0)
        status = name_author(element->parent, item, err);
    if (status >= 0)
        status = take_section(element, item, err);
    if (status >= 0)
        status = take_more(element, item, err);
    return status;
}

static newsidx_status open_export(const nx_origin *origin, void **out_state,
                                  newsidx_error *err)
{
    nx_feed *feed;
    const newsidx_status status = nx_feed_open(origin, &feed, err);

    *out_state = feed;
    return status;
}

static newsidx_status next(void *state, nx_item *item, newsidx_error *err)
{
    const nx_xml_node *element = NULL;
    const nx_feed_channel *channel = NULL;
    const newsidx_status status =
        nx_feed_next(state, item, &element, &channel, err);

    if (status != NEWSIDX_OK)
        return status;
    return read_post(element, channel, item, err);
}

static void close_export(void *state)
{
    nx_feed_close(state);
}

static bool recognises(newsidx_text head)
{
    static const char name[] = "http://wordpress.org/export/";
    newsidx_text tag;
    const newsidx_text root = nx_xml_prolog_root(head, &tag);

    if (!nx_str_equal_ascii(root, nx_str("rss")))
        return false;
    for (size_t i = 0; i + sizeof name - 1 <= tag.length; i++) {
        if (memcmp(tag.bytes + i, name, sizeof name - 1) == 0)
            return true;
    }
    return false;
}

const nx_format nx_format_wordpress = {
    .number = NEWSIDX_FORMAT_WORDPRESS,
    .recognises = recognises,
    .open = open_export,
    .next = next,
    .close = close_export,
};
