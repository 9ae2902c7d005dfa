#include "formats/xml/nitf.h"

#include "base/limits.h"
#include "base/str.h"
#include "formats/xml/body.h"
#include "formats/xml/prolog.h"
#include "formats/xml/records.h"

/* Attributes of the head that have a field; all others go to extra. */
static const struct {
    const char *element;
    const char *attribute;
} mapped[] = {{"date.issue", "norm"},
              {"doc-id", "id-string"},
              {"doc.copyright", "holder"},
              {"doc.copyright", "year"},
              {"docdata", "management-status"},
              {"keyword", "key"},
              {"doc-scope", "scope"},
              {"meta", "content"},
              {"meta", "name"},
              {"pubdata", "position.section"},
              {"tobject.subject", "tobject.subject.detail"},
              {"tobject.subject", "tobject.subject.matter"},
              {"tobject.subject", "tobject.subject.type"},
              {"urgency", "ed-urg"}};

static bool is_mapped(newsidx_text element, newsidx_text attribute)
{
    for (size_t i = 0; i < sizeof mapped / sizeof mapped[0]; i++) {
        if (nx_str_equal(element, nx_str(mapped[i].element)) &&
            nx_str_equal(attribute, nx_str(mapped[i].attribute)))
            return true;
    }
    return false;
}

static newsidx_text attribute_at(const nx_xml_node *node, const char *path,
                                 const char *name)
{
    return nx_xml_attribute_of(nx_xml_path(node, path), name);
}

/* "evloc.city"; what has its element's name in it already is not told twice,
 * as "tobject.subject.refnum". */
static void put_attribute(nx_put *put, newsidx_text element,
                          const nx_xml_attribute *attribute)
{
    const newsidx_text none = {NULL, 0};

    if (nx_str_starts_with(attribute->name, element))
        nx_put_extra_of(put, attribute->name, none, attribute->value);
    else
        nx_put_extra_of(put, element, attribute->name, attribute->value);
}

/* Keep what the head says besides. */
static void put_head_extra(nx_put *put, const nx_xml_node *head)
{
    const nx_xml_node *at = head;

    for (; at != NULL; at = nx_xml_walk(head, at)) {
        if (nx_xml_is(at, "meta"))
            nx_put_extra_of(put, at->name, nx_xml_attribute_of(at, "name"),
                            nx_xml_attribute_of(at, "content"));
        for (size_t i = 0; i < at->attribute_count; i++) {
            if (!is_mapped(at->name, at->attributes[i].name))
                put_attribute(put, at->name, &at->attributes[i]);
        }
    }
}

/*
 * A story keeps its key from version to version: a dynamic use key that counts
 * versions is one. Without a count it may be anything, used again tomorrow, and
 * then the document's own id is the key.
 */
static void put_key(nx_put *put, const nx_xml_node *docdata)
{
    newsidx_article *article = &put->item->article;
    const nx_xml_node *story = nx_xml_child(docdata, "du-key");
    const newsidx_text version = nx_xml_attribute_of(story, "version");
    const newsidx_text id = attribute_at(docdata, "doc-id", "id-string");

    nx_put_number(put, &article->edition, version, UINT32_MAX, "version");
    if (version.length > 0 && nx_xml_attribute_of(story, "key").length > 0) {
        nx_put_line(put, &article->key, nx_xml_attribute_of(story, "key"));
        nx_put_extra(put, "doc-id", id);
    }
    nx_put_line(put, &article->key, id);
}

static void put_dates(nx_put *put, const nx_xml_node *nitf,
                      const nx_xml_node *docdata)
{
    newsidx_article *article = &put->item->article;
    const newsidx_text status =
        nx_xml_attribute_of(docdata, "management-status");
    const bool is_embargoed =
        nx_str_equal_ascii(nx_str_trim(status), nx_str("embargoed"));
    int64_t release = NEWSIDX_NO_TIME;

    nx_put_date(put, &article->published_at,
                attribute_at(docdata, "date.issue", "norm"), "date.issue");
    nx_put_date(put, &release, attribute_at(docdata, "date.release", "norm"),
                "date.release");
    if (release != NEWSIDX_NO_TIME &&
        (is_embargoed || (article->published_at != NEWSIDX_NO_TIME &&
                          release > article->published_at)))
        article->embargoed_until = release;
    if (article->published_at == NEWSIDX_NO_TIME)
        article->published_at = release;
    nx_put_date(put, &article->published_at,
                attribute_at(nitf, "head/pubdata", "date.publication"),
                "date.publication");
    nx_put_date(
        put, &article->published_at,
        attribute_at(nitf, "body/body.head/dateline/story.date", "norm"),
        "story.date");
    nx_put_usage(put, status);
    /* Nobody says until when: then not at all. */
    if (is_embargoed && article->embargoed_until == NEWSIDX_NO_TIME)
        article->usage = NEWSIDX_WITHHELD;
}

/* "2016 Press Association" */
static void put_copyright(nx_put *put, const nx_xml_node *copyright)
{
    newsidx_article *article = &put->item->article;
    const newsidx_text parts[] = {nx_xml_attribute_of(copyright, "year"),
                                  nx_xml_attribute_of(copyright, "holder")};
    char joined[400];
    size_t length = 0;

    if (parts[1].length > sizeof joined / 2 ||
        parts[0].length > sizeof joined / 4) {
        nx_put_line(put, &article->copyright, parts[1]);
        return;
    }
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < parts[i].length; j++)
            joined[length++] = parts[i].bytes[j];
        joined[length++] = ' ';
    }
    nx_put_line(put, &article->copyright, nx_str_slice(joined, length));
}

static void put_source(nx_put *put, const nx_xml_node *nitf,
                       const nx_xml_node *docdata)
{
    newsidx_text *source = &put->item->article.source;
    const nx_xml_node *head = nx_xml_path(nitf, "body/body.head");

    nx_put_node(put, source, nx_xml_child(head, "distributor"));
    nx_put_line(put, source, attribute_at(docdata, "doc.copyright", "holder"));
    nx_put_line(put, source, attribute_at(docdata, "doc-id", "regsrc"));
    nx_put_node(put, source, nx_xml_path(head, "rights/rights.owner"));
    nx_put_line(put, source,
                attribute_at(docdata, "del-list/from-src", "src-name"));
}

static void put_keywords(nx_put *put, const nx_xml_node *head)
{
    static const char *const names[] = {"tobject.subject.type",
                                        "tobject.subject.matter",
                                        "tobject.subject.detail"};
    const nx_xml_node *at = nx_xml_path(head, "docdata/key-list/keyword");

    for (; at != NULL; at = nx_xml_again(at))
        nx_put_keyword(put, nx_xml_attribute_of(at, "key"));
    at = nx_xml_path(head, "docdata/doc-scope");
    for (; at != NULL; at = nx_xml_again(at))
        nx_put_keyword(put, nx_xml_attribute_of(at, "scope"));
    at = nx_xml_path(head, "tobject/tobject.subject");
    for (; at != NULL; at = nx_xml_again(at)) {
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
            nx_put_keyword(put, nx_xml_attribute_of(at, names[i]));
    }
}

static void put_head(nx_put *put, const nx_xml_node *nitf)
{
    newsidx_article *article = &put->item->article;
    const nx_xml_node *head = nx_xml_child(nitf, "head");
    const nx_xml_node *docdata = nx_xml_child(head, "docdata");
    const newsidx_text type = attribute_at(head, "tobject", "tobject.type");

    put_key(put, docdata);
    put_dates(put, nitf, docdata);
    put_copyright(put, nx_xml_child(docdata, "doc.copyright"));
    put_source(put, nitf, docdata);
    put_keywords(put, head);
    nx_put_language(put, nx_xml_attribute_of(nitf, "baselang"));
    nx_put_language(put, nx_xml_attribute_of(nitf, "lang"));
    nx_put_number(put, &article->urgency,
                  attribute_at(docdata, "urgency", "ed-urg"), 9, "urgency");
    nx_put_line(put, &article->section,
                attribute_at(head, "pubdata", "position.section"));
    /* "News" is what it is if nobody says anything. */
    if (!nx_str_equal_ascii(nx_str_trim(type), nx_str("news")))
        nx_put_line(put, &article->section, type);
    put_head_extra(put, head);
}

/* All text of `node` but for what is in elements called `other`. */
static void add_without(nx_buf *out, const nx_xml_node *node, const char *other)
{
    const nx_xml_node *at = node;

    while (at != NULL) {
        nx_buf_add_text(out, at->text);
        at = nx_xml_is(at, other) ? nx_xml_walk_past(node, at)
                                  : nx_xml_walk(node, at);
    }
}

/* A byline has titles in it, which are none: "Staff Reporter". */
static void put_byline(nx_put *put, const nx_xml_node *byline)
{
    const nx_xml_node *title = nx_xml_find(byline, "byttl");
    newsidx_text name = {NULL, 0};
    nx_buf text;

    nx_buf_init(&text, NX_LIMIT_ARTICLE_BYTES);
    add_without(&text, byline, "byttl");
    if (text.status < 0 && put->status >= 0)
        put->status = nx_fail_memory(put->err);
    nx_put_line(put, &name, nx_buf_text(&text));
    nx_buf_finish(&text);
    if (name.length > 0) {
        nx_put_byline(put, name);
        nx_put_node_extra(put, "byttl", title);
        return;
    }
    nx_put_node(put, &name, title);
    nx_put_byline(put, name);
}

static void put_dateline(nx_put *put, const nx_xml_node *dateline)
{
    nx_buf text;

    nx_buf_init(&text, NX_LIMIT_ARTICLE_BYTES);
    add_without(&text, dateline, "story.date");
    if (text.status < 0 && put->status >= 0)
        put->status = nx_fail_memory(put->err);
    nx_put_line(put, &put->item->article.dateline, nx_buf_text(&text));
    nx_buf_finish(&text);
}

static void put_headline(nx_put *put, const nx_xml_node *nitf,
                         const nx_xml_node *head)
{
    newsidx_text *headline = &put->item->article.headline;
    const nx_xml_node *hedline = nx_xml_child(head, "hedline");

    /* The Associated Press writes "headline". */
    if (hedline == NULL)
        hedline = nx_xml_child(head, "headline");
    nx_put_node(put, headline, nx_xml_child(hedline, "hl1"));
    nx_put_node(put, headline, nx_xml_path(nitf, "head/title"));
    for (const nx_xml_node *at = nx_xml_child(hedline, "hl2"); at != NULL;
         at = nx_xml_again(at))
        nx_put_node_extra(put, "hl2", at);
}

static void put_body_head(nx_put *put, const nx_xml_node *nitf)
{
    static const char *const others[] = {"abstract", "note", "series"};
    newsidx_article *article = &put->item->article;
    const nx_xml_node *head = nx_xml_path(nitf, "body/body.head");
    const bool had_byline = nx_put_has_byline(put);

    put_headline(put, nitf, head);
    for (const nx_xml_node *at = nx_xml_child(head, "byline");
         at != NULL && !had_byline; at = nx_xml_again(at))
        put_byline(put, at);
    put_dateline(put, nx_xml_child(head, "dateline"));
    nx_put_node(put, &article->copyright, nx_xml_child(head, "rights"));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        for (const nx_xml_node *at = nx_xml_child(head, others[i]); at != NULL;
             at = nx_xml_again(at))
            nx_put_node_extra(put, others[i], at);
    }
}

void nx_nitf_put(nx_put *put, const nx_xml_node *nitf)
{
    static const char *const ends[] = {"tagline", "bibliography"};
    const nx_xml_node *end = nx_xml_path(nitf, "body/body.end");

    put_head(put, nitf);
    put_body_head(put, nitf);
    nx_xml_put_body(put, &put->item->article.body,
                    nx_xml_path(nitf, "body/body.content"));
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        nx_put_node_extra(put, ends[i], nx_xml_child(end, ends[i]));
}

static bool is_nitf(const nx_xml_node *element)
{
    return nx_xml_is(element, "nitf");
}

/* Whoever has <nitf> for a root means this. */
static bool recognises(newsidx_text head)
{
    newsidx_text tag;
    const newsidx_text root = nx_xml_prolog_root(head, &tag);

    return nx_str_equal(nx_code_word(root), nx_str("nitf"));
}

static newsidx_status open_nitf(const nx_origin *origin, void **out_state,
                                newsidx_error *err)
{
    return nx_records_open(origin, is_nitf, nx_nitf_put, out_state, err);
}

const nx_format nx_format_nitf = {
    .number = NEWSIDX_FORMAT_NITF,
    .recognises = recognises,
    .open = open_nitf,
    .next = nx_records_next,
    .close = nx_records_close,
};
