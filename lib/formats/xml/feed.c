#include "formats/xml/feed.h"

#include "base/memory.h"
#include "base/str.h"
#include "formats/xml/feed_text.h"
#include "formats/xml/prolog.h"
#include "formats/xml/xml.h"

#include <string.h>

struct nx_feed {
    nx_xml *xml;
    nx_feed_channel channel;
    const nx_xml_node *channel_of; /* the element that it was read from */
    size_t channel_document;       /* and of which document; 0: not read yet */
    bool has_items;
    bool ended;
    nx_arena arena; /* of the channel */
};

static bool is_named(const nx_xml_node *node, const char *name)
{
    return nx_str_equal_ascii(node->name, nx_str(name));
}

/* What an item or entry stands in; not always right in it, if something else's
 * end is missing. NULL: nothing that holds items. */
static const nx_xml_node *holder_of(const nx_xml_node *element)
{
    const nx_xml_node *at = element->parent;

    while (at != NULL && !is_named(at, "channel") && !is_named(at, "RDF") &&
           !is_named(at, "rss") && !is_named(at, "feed"))
        at = at->parent;
    return at;
}

/*
 * An item of RSS stands in its channel or, in RDF, beside it; an entry of Atom
 * in its feed, or it is all there is. Which namespaces they are in doesn't
 * matter: there are too many that mean the same.
 */
static bool is_item(const nx_xml_node *element)
{
    const nx_xml_node *holder;

    if (!is_named(element, "item") && !is_named(element, "entry"))
        return false;
    holder = holder_of(element);
    if (is_named(element, "item"))
        return holder != NULL && !is_named(holder, "feed");
    return holder == NULL ? element->parent == NULL : is_named(holder, "feed");
}

newsidx_status nx_feed_open(const nx_origin *origin, nx_feed **out_feed,
                            newsidx_error *err)
{
    nx_feed *feed = nx_new(nx_feed);
    newsidx_status status;

    *out_feed = NULL;
    if (feed == NULL)
        return nx_fail_memory(err);
    nx_arena_init(&feed->arena);
    status = nx_xml_open(origin->input, origin->line, is_item, &feed->xml, err);
    if (status < 0) {
        nx_feed_close(feed);
        return status;
    }
    nx_xml_be_lenient(feed->xml);
    *out_feed = feed;
    return NEWSIDX_OK;
}

void nx_feed_close(nx_feed *feed)
{
    if (feed == NULL)
        return;
    nx_xml_close(feed->xml);
    nx_arena_finish(&feed->arena);
    nx_free(feed);
}

/* A channel is read with its first item, not again for each, or many items of
 * a long channel would take quadratic time. */
static newsidx_status know_channel(nx_feed *feed, const nx_xml_node *element,
                                   newsidx_error *err)
{
    const nx_xml_node *holder = holder_of(element);
    newsidx_status status;

    if (feed->channel_document == nx_xml_documents(feed->xml) &&
        feed->channel_of == holder)
        return NEWSIDX_OK;
    nx_arena_reset(&feed->arena);
    status = nx_feed_channel_read(holder, &feed->arena, &feed->channel, err);
    feed->channel_of = holder;
    feed->channel_document = status < 0 ? 0 : nx_xml_documents(feed->xml);
    return status;
}

newsidx_status nx_feed_next(nx_feed *feed, nx_item *item,
                            const nx_xml_node **out_element,
                            const nx_feed_channel **out_channel,
                            newsidx_error *err)
{
    newsidx_status status;

    if (feed->ended)
        return NEWSIDX_DONE;
    status = nx_xml_next(feed->xml, out_element, err);
    item->line = nx_xml_line(feed->xml);
    item->start_bytes = nx_xml_offset(feed->xml);
    if (status == NEWSIDX_DONE && !feed->has_items) {
        feed->ended = true;
        item->line = 0;
        return nx_fail(err, NEWSIDX_ERR_INPUT, "a feed without items");
    }
    if (status != NEWSIDX_OK)
        return status;
    feed->has_items = true;
    status = know_channel(feed, *out_element, err);
    *out_channel = &feed->channel;
    return status;
}

static newsidx_status open_feed(const nx_origin *origin, void **out_state,
                                newsidx_error *err)
{
    nx_feed *feed;
    const newsidx_status status = nx_feed_open(origin, &feed, err);

    *out_state = feed;
    return status;
}

/* Drafts of the Atom publishing protocol: <app:control><app:draft>yes. */
static bool is_draft(const nx_xml_node *element)
{
    const nx_xml_node *control = nx_xml_child_in(element, NULL, "control");
    const nx_xml_node *draft = nx_xml_child_in(control, NULL, "draft");

    return draft != NULL && draft->first != NULL &&
           nx_str_equal_ascii(nx_str_trim(draft->first->text), nx_str("yes"));
}

static newsidx_status next(void *state, nx_item *item, newsidx_error *err)
{
    static const nx_feed_rules rules = {nx_feed_text, NULL};
    const nx_xml_node *element = NULL;
    const nx_feed_channel *channel = NULL;
    newsidx_status status = nx_feed_next(state, item, &element, &channel, err);

    if (status != NEWSIDX_OK)
        return status;
    if (is_draft(element))
        item->article.usage = NEWSIDX_WITHHELD;
    return nx_feed_item_read(element, channel, &rules, item, err);
}

static void close_feed(void *state)
{
    nx_feed_close(state);
}

static bool contains(newsidx_text text, const char *word)
{
    const size_t length = strlen(word);

    for (size_t i = 0; i + length <= text.length; i++) {
        if (memcmp(text.bytes + i, word, length) == 0)
            return true;
    }
    return false;
}

static newsidx_text local_name(newsidx_text name)
{
    const char *colon =
        name.length > 0 ? memchr(name.bytes, ':', name.length) : NULL;

    if (colon == NULL)
        return name;
    return nx_str_slice(colon + 1,
                        name.length - (size_t)(colon + 1 - name.bytes));
}

static bool recognises_rss(newsidx_text head)
{
    newsidx_text tag;
    const newsidx_text root = local_name(nx_xml_prolog_root(head, &tag));

    if (nx_str_equal_ascii(root, nx_str("rss")))
        return true;
    /* Other vocabularies are RDF as well. */
    if (nx_str_equal(root, nx_str("RDF")))
        return contains(head, "http://purl.org/rss/1.0/") ||
               contains(head, "netscape.com/rdf/simple/0.9") ||
               contains(head, "<channel") || contains(head, ":channel");
    return nx_str_equal_ascii(root, nx_str("channel"));
}

static bool recognises_atom(newsidx_text head)
{
    newsidx_text tag;
    const newsidx_text root = local_name(nx_xml_prolog_root(head, &tag));

    return nx_str_equal(root, nx_str("feed")) ||
           (nx_str_equal(root, nx_str("entry")) &&
            (contains(tag, "http://www.w3.org/2005/Atom") ||
             contains(tag, "http://purl.org/atom/ns")));
}

const nx_format nx_format_rss = {
    .number = NEWSIDX_FORMAT_RSS,
    .recognises = recognises_rss,
    .open = open_feed,
    .next = next,
    .close = close_feed,
};

const nx_format nx_format_atom = {
    .number = NEWSIDX_FORMAT_ATOM,
    .recognises = recognises_atom,
    .open = open_feed,
    .next = next,
    .close = close_feed,
};
