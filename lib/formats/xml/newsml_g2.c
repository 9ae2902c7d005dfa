#include "formats/xml/newsml_g2.h"

#include "base/limits.h"
#include "base/str.h"
#include "formats/xml/body.h"
#include "formats/xml/nitf.h"
#include "formats/xml/prolog.h"
#include "formats/xml/records.h"

#define NAR_SPACE "http://iptc.org/std/nar/2006-10-01/"

/* What a code of a thing without a name is given by, the best first. */
static const char *const codes[] = {"qcode",    "uri",     "literal", "href",
                                    "residref", "guidref", "tag",     "value"};

/* Elements of the metadata that have a field; all others go to extra. Those
 * whose codes are worth keeping are not among them, as "subject". */
static const char *const mapped[] = {
    "by",           "copyrightNotice", "dateline",      "embargoed",
    "firstCreated", "headline",        "keyword",       "language",
    "pubStatus",    "urgency",         "versionCreated"};

/* Elements whose names have a field, but whose codes have none. */
static const char *const named[] = {"provider", "service", "subject"};

static bool is_one_of(newsidx_text name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (nx_str_equal(name, nx_str(list[i])))
            return true;
    }
    return false;
}

static newsidx_text code_of(const nx_xml_node *node)
{
    newsidx_text code = {NULL, 0};

    for (size_t i = 0; code.length == 0 && i < sizeof codes / sizeof codes[0];
         i++)
        code = nx_xml_attribute_of(node, codes[i]);
    return code;
}

/* "en" of "en-US". */
static newsidx_text first_tag(newsidx_text language)
{
    size_t length = 0;

    while (length < language.length && nx_is_alpha(language.bytes[length]))
        length++;
    return nx_str_slice(language.bytes, length);
}

static bool is_in_language(const nx_put *put, const nx_xml_node *node)
{
    const newsidx_text wanted = first_tag(put->item->article.language);
    const newsidx_text tag = first_tag(nx_xml_attribute_of(node, "lang"));

    return tag.length > 0 && nx_str_equal_ascii(tag, wanted);
}

/* Of children that say the same in several languages, the one in the article's
 * language, else the first. */
static const nx_xml_node *in_language(const nx_put *put,
                                      const nx_xml_node *first)
{
    const nx_xml_node *at = first;

    while (at != NULL && !is_in_language(put, at))
        at = nx_xml_again(at);
    return at != NULL ? at : first;
}

/* What a person, a place, a subject... is called; NULL if only by a code. */
static const nx_xml_node *name_of(const nx_put *put, const nx_xml_node *node)
{
    const nx_xml_node *name = nx_xml_child(node, "name");

    if (name == NULL)
        name = nx_xml_path(node, "mainConcept/name");
    return in_language(put, name);
}

/* Its name, else what it is called without one, to a line. */
static void put_party(nx_put *put, newsidx_text *field,
                      const nx_xml_node *party)
{
    nx_put_node(put, field, name_of(put, party));
    nx_put_line(put, field, nx_xml_attribute_of(party, "literal"));
}

/* The role that an element of several plays: "subHeadline" of a headline. */
static newsidx_text role_of(const nx_xml_node *node)
{
    return nx_code_word(nx_xml_attribute_of(node, "role"));
}

static bool is_main_headline(const nx_xml_node *headline)
{
    static const char *const mains[] = {"", "main", "hl1", "headline"};
    const newsidx_text role = role_of(headline);

    return role.length == 0 ||
           is_one_of(role, mains, sizeof mains / sizeof mains[0]);
}

static void put_headline(nx_put *put, const nx_xml_node *content)
{
    newsidx_text *field = &put->item->article.headline;
    const nx_xml_node *main_one = NULL;
    const nx_xml_node *at = nx_xml_child(content, "headline");

    for (; at != NULL; at = nx_xml_again(at)) {
        if (is_main_headline(at) &&
            (main_one == NULL ||
             (is_in_language(put, at) && !is_in_language(put, main_one))))
            main_one = at;
    }
    nx_put_node(put, field, main_one);
    for (at = nx_xml_child(content, "headline"); at != NULL;
         at = nx_xml_again(at)) {
        newsidx_text line = {NULL, 0};

        if (at == main_one)
            continue;
        nx_put_node(put, &line, at);
        nx_put_extra_of(put, at->name, role_of(at), line);
    }
}

/* Who made it; houses are named elsewhere. */
static void put_bylines(nx_put *put, const nx_xml_node *content)
{
    for (const nx_xml_node *at = nx_xml_child(content, "by"); at != NULL;
         at = nx_xml_again(at)) {
        newsidx_text line = {NULL, 0};

        nx_put_node(put, &line, at);
        nx_put_byline(put, line);
    }
}

/* If nobody is named in a line for it, those who created the content. */
static void put_creators(nx_put *put, const nx_xml_node *content)
{
    const bool has_byline = nx_put_has_byline(put);

    for (const nx_xml_node *at = nx_xml_child(content, "creator");
         at != NULL && !has_byline; at = nx_xml_again(at)) {
        newsidx_text line = {NULL, 0};

        if (nx_xml_child(at, "organisationDetails") != NULL)
            continue;
        nx_put_node(put, &line, name_of(put, at));
        nx_put_byline(put, line);
    }
}

/* Some agencies have a time here, which is no place. */
static void put_dateline(nx_put *put, const nx_xml_node *content)
{
    newsidx_text *field = &put->item->article.dateline;
    newsidx_text line = {NULL, 0};

    nx_put_node(put, &line, nx_xml_child(content, "dateline"));
    if (line.length > 0 && nx_is_digit(line.bytes[0]))
        nx_put_extra(put, "dateline", line);
    else if (line.length > 0)
        *field = line;
    else
        put_party(put, field, nx_xml_child(content, "located"));
}

static void put_source(nx_put *put, const nx_xml_node *item)
{
    newsidx_text *field = &put->item->article.source;
    const nx_xml_node *provider = nx_xml_path(item, "itemMeta/provider");
    const nx_xml_node *sources = nx_xml_path(item, "contentMeta/infoSource");

    put_party(put, field, provider);
    nx_put_line(put, field,
                nx_code_word(nx_xml_attribute_of(provider, "qcode")));
    for (; sources != NULL; sources = nx_xml_again(sources))
        put_party(put, field, sources);
    put_party(put, field, nx_xml_path(item, "rightsInfo/copyrightHolder"));
    nx_put_line(put, field, nx_xml_attribute_of(provider, "uri"));
}

static void put_keywords(nx_put *put, const nx_xml_node *content)
{
    const nx_xml_node *at = nx_xml_child(content, "keyword");

    for (; at != NULL; at = nx_xml_again(at)) {
        newsidx_text line = {NULL, 0};

        nx_put_node(put, &line, at);
        nx_put_keyword(put, line);
    }
    for (at = nx_xml_child(content, "subject"); at != NULL;
         at = nx_xml_again(at)) {
        newsidx_text line = {NULL, 0};

        nx_put_node(put, &line, name_of(put, at));
        if (nx_xml_attribute_of(at, "qcode").length == 0)
            nx_put_line(put, &line, nx_xml_attribute_of(at, "literal"));
        nx_put_keyword(put, line);
    }
}

static newsidx_text text_at(nx_put *put, const nx_xml_node *node,
                            const char *path)
{
    newsidx_text line = {NULL, 0};

    nx_put_node(put, &line, nx_xml_path(node, path));
    return line;
}

static void put_dates(nx_put *put, const nx_xml_node *item)
{
    newsidx_article *article = &put->item->article;
    const newsidx_text first = text_at(put, item, "itemMeta/firstCreated");
    const newsidx_text version = text_at(put, item, "itemMeta/versionCreated");
    const newsidx_text content =
        text_at(put, item, "contentMeta/contentCreated");
    const newsidx_text modified =
        text_at(put, item, "contentMeta/contentModified");

    nx_put_date(put, &article->published_at, first, "firstCreated");
    nx_put_date(put, &article->published_at, version, "versionCreated");
    nx_put_date(put, &article->published_at, content, "contentCreated");
    nx_put_date(put, &article->updated_at, version, "versionCreated");
    nx_put_date(put, &article->updated_at, modified, "contentModified");
    nx_put_date(put, &article->embargoed_until,
                text_at(put, item, "itemMeta/embargoed"), "embargoed");
}

/* What a child of the metadata says that has no field, by name and code. */
static void put_other(nx_put *put, const nx_xml_node *node)
{
    const bool is_named =
        is_one_of(node->name, named, sizeof named / sizeof named[0]);
    const newsidx_text code = code_of(node);
    newsidx_text line = {NULL, 0};

    nx_put_node(put, &line, name_of(put, node));
    if (nx_xml_child_in(node, NULL, "name") == NULL)
        nx_put_node(put, &line, node);
    if (line.length == 0) {
        nx_put_extra_of(put, node->name,
                        is_named ? nx_str("code") : role_of(node), code);
        return;
    }
    if (!is_named)
        nx_put_extra_of(put, node->name, role_of(node), line);
    nx_put_extra_of(put, node->name, nx_str("code"), code);
}

static void put_others(nx_put *put, const nx_xml_node *item,
                       bool has_descriptions)
{
    static const char *const parts[] = {"rightsInfo", "itemMeta",
                                        "contentMeta"};

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const nx_xml_node *part = nx_xml_child(item, parts[i]);
        const nx_xml_node *at = part == NULL ? NULL : part->first;

        for (; at != NULL; at = at->next) {
            if (at->name.bytes != NULL &&
                !is_one_of(at->name, mapped,
                           sizeof mapped / sizeof mapped[0]) &&
                (has_descriptions || !nx_xml_is(at, "description")))
                put_other(put, at);
        }
    }
}

/* XHTML, NITF, or pieces of one of them. */
static void put_inline_xml(nx_put *put, const nx_xml_node *inline_xml)
{
    newsidx_article *article = &put->item->article;
    const nx_xml_node *nitf = nx_xml_child_in(inline_xml, NULL, "nitf");

    if (nitf != NULL)
        nx_nitf_put(put, nitf);
    else
        nx_xml_put_body(put, &article->body, inline_xml);
}

/* Of renditions of one content, the first that has a text. */
static void put_content(nx_put *put, const nx_xml_node *set)
{
    newsidx_article *article = &put->item->article;
    const nx_xml_node *at = nx_xml_child(set, "inlineXML");

    for (; at != NULL && article->body.length == 0; at = nx_xml_again(at))
        put_inline_xml(put, at);
    at = nx_xml_child(set, "inlineData");
    for (; at != NULL && article->body.length == 0; at = nx_xml_again(at)) {
        const newsidx_text data = nx_xml_text_of(at, &put->item->arena);

        /* Others are bytes in letters: pictures in base64. */
        if (nx_xml_attribute_of(at, "encoding").length > 0)
            continue;
        if (data.bytes == NULL && put->status >= 0)
            put->status = nx_fail_memory(put->err);
        nx_xml_put_markup(put, &article->body, data);
    }
    at = nx_xml_child(set, "remoteContent");
    for (; at != NULL; at = nx_xml_again(at)) {
        const newsidx_text href = nx_xml_attribute_of(at, "href");

        nx_put_extra(put, "remoteContent",
                     href.length > 0 ? href
                                     : nx_xml_attribute_of(at, "residref"));
    }
}

/* Add a paragraph of its own. */
static void add_paragraph(nx_put *put, nx_buf *out, const nx_xml_node *node)
{
    newsidx_text text = {NULL, 0};

    nx_xml_put_body(put, &text, node);
    if (text.length == 0)
        return;
    if (out->length > 0)
        nx_buf_add_string(out, "\n\n");
    nx_buf_add_text(out, text);
}

/* All headlines and descriptions that a package has of its parts. */
static void add_references(nx_put *put, nx_buf *out, const nx_xml_node *set)
{
    for (const nx_xml_node *at = set; at != NULL; at = nx_xml_walk(set, at)) {
        const nx_xml_node *title;

        if (!nx_xml_is(at, "itemRef") && !nx_xml_is(at, "conceptRef"))
            continue;
        title = nx_xml_child(at, "headline");
        add_paragraph(put, out,
                      title != NULL ? title : nx_xml_child(at, "title"));
        for (title = nx_xml_child(at, "description"); title != NULL;
             title = nx_xml_again(title))
            add_paragraph(put, out, title);
        nx_put_extra(put, "itemRef", nx_xml_attribute_of(at, "residref"));
    }
}

/*
 * Pictures and packages have no text of their own: what is said about the
 * picture, or the headlines of what is in the package, stands for it.
 */
static void put_descriptions(nx_put *put, const nx_xml_node *item)
{
    newsidx_article *article = &put->item->article;
    const nx_xml_node *at = nx_xml_path(item, "contentMeta/description");
    const bool has_body = article->body.length > 0;
    nx_buf out;

    nx_buf_init(&out, NX_LIMIT_ARTICLE_BYTES);
    for (; at != NULL && !has_body; at = nx_xml_again(at))
        add_paragraph(put, &out, at);
    add_references(put, &out, nx_xml_child(item, "groupSet"));
    if (put->status >= 0 && out.status < 0)
        put->status = nx_fail_memory(put->err);
    if (put->status >= 0 && !has_body && out.length > 0) {
        article->body = nx_arena_text(&put->item->arena, nx_buf_text(&out));
        if (article->body.bytes == NULL)
            put->status = nx_fail_memory(put->err);
    }
    nx_buf_finish(&out);
}

static void put_language(nx_put *put, const nx_xml_node *item)
{
    const nx_xml_node *content = nx_xml_child(item, "contentMeta");
    const nx_xml_node *at = nx_xml_child(content, "language");

    for (; at != NULL; at = nx_xml_again(at))
        nx_put_language(put, nx_xml_attribute_of(at, "tag"));
    nx_put_language(put, nx_xml_attribute_of(item, "lang"));
}

static void put_item(nx_put *put, const nx_xml_node *item)
{
    newsidx_article *article = &put->item->article;
    const nx_xml_node *content = nx_xml_child(item, "contentMeta");
    const nx_xml_node *meta = nx_xml_child(item, "itemMeta");
    const nx_xml_node *status = nx_xml_child(meta, "pubStatus");
    bool has_body;

    nx_put_line(put, &article->key, nx_xml_attribute_of(item, "guid"));
    nx_put_number(put, &article->edition, nx_xml_attribute_of(item, "version"),
                  UINT32_MAX, "version");
    put_language(put, item);
    put_headline(put, content);
    put_bylines(put, content);
    put_dateline(put, content);
    put_dates(put, item);
    put_source(put, item);
    put_keywords(put, content);
    nx_put_usage(put, code_of(status));
    nx_put_number(put, &article->urgency, text_at(put, content, "urgency"), 9,
                  "urgency");
    nx_put_node(put, &article->section,
                name_of(put, nx_xml_child(meta, "service")));
    nx_put_node(put, &article->copyright,
                nx_xml_path(item, "rightsInfo/copyrightNotice"));
    put_party(put, &article->copyright,
              nx_xml_path(item, "rightsInfo/copyrightHolder"));
    put_content(put, nx_xml_child(item, "contentSet"));
    put_creators(put, content);
    has_body = article->body.length > 0;
    put_descriptions(put, item);
    put_others(put, item, has_body);
    nx_put_node(put, &article->headline, nx_xml_child(meta, "title"));
}

static const char *const items[] = {"newsItem",     "packageItem",
                                    "conceptItem",  "knowledgeItem",
                                    "planningItem", "catalogItem"};

static void read_record(nx_put *put, const nx_xml_node *item)
{
    if (nx_xml_is(item, items[0]) || nx_xml_is(item, items[1]))
        put_item(put, item);
    else
        put->status = nx_fail(put->err, NEWSIDX_ERR_INPUT,
                              "a %s of NewsML-G2, which has no article in it",
                              item->name.bytes);
}

static bool is_item(const nx_xml_node *element)
{
    return is_one_of(element->name, items, sizeof items / sizeof items[0]);
}

static bool has(newsidx_text text, const char *piece)
{
    const newsidx_text wanted = nx_str(piece);

    for (size_t i = 0; i + wanted.length <= text.length; i++) {
        if (nx_str_equal(nx_str_slice(text.bytes + i, wanted.length), wanted))
            return true;
    }
    return false;
}

/* Its names are common words, so its tag must say that it is this. */
static bool recognises(newsidx_text head)
{
    newsidx_text tag;
    const newsidx_text root = nx_code_word(nx_xml_prolog_root(head, &tag));

    return (nx_str_equal(root, nx_str("newsMessage")) ||
            is_one_of(root, items, sizeof items / sizeof items[0])) &&
           (has(tag, NAR_SPACE) || has(tag, "NewsML-G2"));
}

static newsidx_status open_g2(const nx_origin *origin, void **out_state,
                              newsidx_error *err)
{
    return nx_records_open(origin, is_item, read_record, out_state, err);
}

const nx_format nx_format_newsml_g2 = {
    .number = NEWSIDX_FORMAT_NEWSML_G2,
    .recognises = recognises,
    .open = open_g2,
    .next = nx_records_next,
    .close = nx_records_close,
};
