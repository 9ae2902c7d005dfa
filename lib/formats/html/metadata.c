#include "formats/html/metadata.h"

#include "base/calendar.h"
#include "base/str.h"
#include "base/utf8.h"
#include "formats/html/roles.h"
#include "formats/html/writer.h"
#include "ingest/byline.h"
#include "ingest/extra.h"

#include <string.h>

/* Names and dates are shorter. */
#define LONGEST_TEXT_BYTES 300
#define MOST_TEXT_BYTES 1000

/* As in "Jane van der Berg and John Doe, Associated Press". */
#define MOST_NAME_WORDS 10

/* A page that has more says nothing with them. */
#define MOST_EXTRAS 100

/* As in "Nov 18, 2019". */
#define MOST_DATE_WORDS 3

/* An element that is called a date has little else in it. */
#define LONGEST_DATE_BYTES 60

/* An element with more in it is no line of names. */
#define MOST_NODES_INSIDE 100

#define BLANKS " \t\n\r\f"

/* Names of meta elements in lower case. A lower rank is believed before. */
static const struct {
    const char *name;
    nx_html_fact fact;
    unsigned rank;
} metas[] = {{"og:title", NX_HTML_HEADLINE, 1},
             {"headline", NX_HTML_HEADLINE, 2},
             {"twitter:title", NX_HTML_HEADLINE, 3},
             {"parsely-title", NX_HTML_HEADLINE, 3},
             {"dc.title", NX_HTML_HEADLINE, 4},
             {"dcterms.title", NX_HTML_HEADLINE, 4},
             {"sailthru.title", NX_HTML_HEADLINE, 4},
             {"parsely-author", NX_HTML_BYLINE, 1},
             {"author", NX_HTML_BYLINE, 2},
             {"byl", NX_HTML_BYLINE, 2},
             {"article:author", NX_HTML_BYLINE, 3},
             {"dc.creator", NX_HTML_BYLINE, 4},
             {"dcterms.creator", NX_HTML_BYLINE, 4},
             {"sailthru.author", NX_HTML_BYLINE, 4},
             {"datepublished", NX_HTML_PUBLISHED, 1},
             {"article:published_time", NX_HTML_PUBLISHED, 1},
             {"article:published", NX_HTML_PUBLISHED, 2},
             {"article.published", NX_HTML_PUBLISHED, 2},
             {"og:published_time", NX_HTML_PUBLISHED, 2},
             {"parsely-pub-date", NX_HTML_PUBLISHED, 2},
             {"pubdate", NX_HTML_PUBLISHED, 2},
             {"publishdate", NX_HTML_PUBLISHED, 2},
             {"publish-date", NX_HTML_PUBLISHED, 2},
             {"publish_date", NX_HTML_PUBLISHED, 2},
             {"publication_date", NX_HTML_PUBLISHED, 2},
             {"dc.date.issued", NX_HTML_PUBLISHED, 3},
             {"dcterms.created", NX_HTML_PUBLISHED, 3},
             {"dcterms.issued", NX_HTML_PUBLISHED, 3},
             {"sailthru.date", NX_HTML_PUBLISHED, 3},
             {"date", NX_HTML_PUBLISHED, 4},
             {"dc.date", NX_HTML_PUBLISHED, 4},
             {"dcterms.date", NX_HTML_PUBLISHED, 4},
             {"datemodified", NX_HTML_UPDATED, 1},
             {"article:modified_time", NX_HTML_UPDATED, 1},
             {"article:modified", NX_HTML_UPDATED, 2},
             {"article.updated", NX_HTML_UPDATED, 2},
             {"og:updated_time", NX_HTML_UPDATED, 3},
             {"dcterms.modified", NX_HTML_UPDATED, 3},
             {"lastmod", NX_HTML_UPDATED, 3},
             {"last-modified", NX_HTML_UPDATED, 4},
             {"og:site_name", NX_HTML_SOURCE, 1},
             {"publisher", NX_HTML_SOURCE, 2},
             {"dc.publisher", NX_HTML_SOURCE, 2},
             {"dcterms.publisher", NX_HTML_SOURCE, 2},
             {"application-name", NX_HTML_SOURCE, 3},
             {"article:section", NX_HTML_SECTION, 1},
             {"articlesection", NX_HTML_SECTION, 1},
             {"parsely-section", NX_HTML_SECTION, 2},
             {"section", NX_HTML_SECTION, 2},
             {"article.section", NX_HTML_SECTION, 2},
             {"news_keywords", NX_HTML_KEYWORDS, 1},
             {"article:tag", NX_HTML_KEYWORDS, 2},
             {"parsely-tags", NX_HTML_KEYWORDS, 3},
             {"keywords", NX_HTML_KEYWORDS, 4},
             {"dc.subject", NX_HTML_KEYWORDS, 5},
             {"dcterms.subject", NX_HTML_KEYWORDS, 5},
             {"og:url", NX_HTML_URL, 2},
             {"twitter:url", NX_HTML_URL, 3},
             {"inlanguage", NX_HTML_LANGUAGE, 1},
             {"dc.language", NX_HTML_LANGUAGE, 2},
             {"dcterms.language", NX_HTML_LANGUAGE, 2},
             {"language", NX_HTML_LANGUAGE, 3},
             {"og:locale", NX_HTML_LANGUAGE, 4},
             {"copyright", NX_HTML_COPYRIGHT, 1},
             {"dc.rights", NX_HTML_COPYRIGHT, 2},
             {"dcterms.rights", NX_HTML_COPYRIGHT, 2},
             {"copyrightholder", NX_HTML_COPYRIGHT, 3},
             {"og:description", NX_HTML_DESCRIPTION, 1},
             {"description", NX_HTML_DESCRIPTION, 2},
             {"twitter:description", NX_HTML_DESCRIPTION, 3},
             {"dc.description", NX_HTML_DESCRIPTION, 4}};

typedef struct reader {
    const nx_html_tree *tree;
    nx_html_facts *facts;
    nx_item *item;
    nx_buf text;    /* of the element at hand */
    nx_buf date;    /* of elements that are called so */
    bool has_dates; /* they don't say the same */
    size_t extra_count;
} reader;

/* Vocabularies whose other members are kept; they hold facts of articles. */
static bool is_kept(newsidx_text name)
{
    static const char *const prefixes[] = {"og:",      "article:", "article.",
                                           "twitter:", "dc.",      "dcterms",
                                           "parsely-", "news_",    "sailthru."};

    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        const newsidx_text prefix = nx_str(prefixes[i]);

        if (name.length > prefix.length &&
            nx_str_equal_ascii(nx_str_slice(name.bytes, prefix.length), prefix))
            return true;
    }
    return false;
}

/* What machines were told elsewhere may be another one. */
static void add_headline(reader *r, unsigned rank, newsidx_text text)
{
    nx_html_facts_add(r->facts, NX_HTML_HEADLINE, rank, text);
    nx_html_facts_add(r->facts, NX_HTML_SEEN_HEADLINE, rank, text);
}

static bool add_fact(reader *r, newsidx_text name, newsidx_text value)
{
    for (size_t i = 0; i < sizeof metas / sizeof *metas; i++) {
        if (nx_str_equal_ascii(name, nx_str(metas[i].name))) {
            if (metas[i].fact == NX_HTML_HEADLINE)
                add_headline(r, metas[i].rank, value);
            else
                nx_html_facts_add(r->facts, metas[i].fact, metas[i].rank,
                                  value);
            return true;
        }
    }
    return false;
}

/* A property may be several names: "og:title twitter:title". */
static newsidx_status read_meta(reader *r, const nx_html_node *node,
                                newsidx_error *err)
{
    static const char *const attributes[] = {"property", "name", "itemprop"};
    const newsidx_text content = nx_str(nx_html_value(node, "content"));

    if (nx_str_equal_ascii(nx_str(nx_html_value(node, "http-equiv")),
                           nx_str("content-language")))
        nx_html_facts_add(r->facts, NX_HTML_LANGUAGE, 3, content);
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        const char *at = nx_html_value(node, attributes[i]);

        while (at != NULL && *at != '\0') {
            const size_t length = strcspn(at, BLANKS);
            const newsidx_text name = nx_str_slice(at, length);

            if (length > 0 && !add_fact(r, name, content) && is_kept(name) &&
                r->extra_count++ < MOST_EXTRAS) {
                char key[64];

                if (length < sizeof key) {
                    memcpy(key, at, length);
                    key[length] = '\0';
                    if (nx_extra_add(r->item, key, content, err) < 0)
                        return NEWSIDX_ERR_MEMORY;
                }
            }
            at += length;
            at += strspn(at, BLANKS);
        }
    }
    return NEWSIDX_OK;
}

static void read_link(reader *r, const nx_html_node *node)
{
    const newsidx_text relation = nx_str(nx_html_value(node, "rel"));

    if (nx_str_equal_ascii(relation, nx_str("canonical")))
        nx_html_facts_add(r->facts, NX_HTML_URL, 1,
                          nx_str(nx_html_value(node, "href")));
}

static newsidx_text beginning_of(newsidx_text text)
{
    if (text.length > LONGEST_TEXT_BYTES)
        text.length = nx_utf8_cut(text.bytes, LONGEST_TEXT_BYTES);
    return text;
}

/* The beginning of what is written in an element, as one line. */
static newsidx_text text_of(reader *r, uint32_t i)
{
    const uint32_t end = r->tree->nodes[i].end;
    nx_html_writer writer;

    nx_buf_clear(&r->text);
    nx_html_writer_init(&writer, &r->text);
    for (i++; i < end && r->text.length < LONGEST_TEXT_BYTES; i++) {
        const nx_html_node *node = &r->tree->nodes[i];

        if (node->tag == NX_HTML_IS_TEXT)
            nx_html_write(&writer, beginning_of(node->text));
        else if (nx_html_line_ends(node->tag) > 0 || node->tag == GUMBO_TAG_BR)
            nx_html_write(&writer, nx_str(" "));
    }
    return nx_buf_text(&r->text);
}

/* A date of an element: for machines, else as it is written. */
static newsidx_text date_of(reader *r, uint32_t i)
{
    const nx_html_node *node = &r->tree->nodes[i];
    newsidx_text date = nx_str(nx_html_value(node, "datetime"));

    if (date.length == 0)
        date = nx_str(nx_html_value(node, "content"));
    return date.length > 0 ? date : text_of(r, i);
}

static bool has_ending(newsidx_text text, newsidx_text end)
{
    return text.length >= end.length &&
           nx_str_equal_ascii(
               nx_str_slice(text.bytes + text.length - end.length, end.length),
               end);
}

/* What stands in a line of names between them and a date. */
static bool is_no_name(newsidx_text word)
{
    static const char *const words[] = {
        "|",         "\xE2\x80\xA2", "\xC2\xB7", "on",
        "published", "updated",      "posted",   "-",
        "/",         "created",      "am",       "pm"};

    if (word.length > 0 && word.bytes[word.length - 1] == ':')
        word.length--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (nx_str_equal_ascii(word, nx_str(words[i])))
            return true;
    }
    return false;
}

static newsidx_text without_comma(newsidx_text text)
{
    while (text.length > 0 && text.bytes[text.length - 1] == ',')
        text = nx_str_trim(nx_str_slice(text.bytes, text.length - 1));
    return text;
}

/* The word at the beginning of `text`. */
static newsidx_text word_of(newsidx_text text)
{
    size_t length = 0;

    while (length < text.length && !nx_is_space(text.bytes[length]))
        length++;
    return nx_str_slice(text.bytes, length);
}

static bool has_digit(newsidx_text word)
{
    for (size_t i = 0; i < word.length; i++) {
        if (nx_is_digit(word.bytes[i]))
            return true;
    }
    return false;
}

static bool is_month(newsidx_text word)
{
    word = without_comma(word);
    return word.length <= 9 && nx_calendar_month(word) > 0;
}

static bool is_weekday(newsidx_text word)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu",
                                       "Fri", "Sat", "Sun"};

    word = without_comma(word);
    if (word.length < 3 || word.length > 9)
        return false;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        if (nx_str_equal_ascii(nx_str_slice(word.bytes, 3), nx_str(days[i])))
            return word.length == 3 || has_ending(word, nx_str("day")) ||
                   word.bytes[3] == '.';
    }
    return false;
}

static bool is_number(newsidx_text word)
{
    return word.length > 0 && nx_is_digit(word.bytes[0]);
}

/* Does a date begin with `word`, if `next` follows? April may be a name, and so
 * may Friday, unless the rest of a date follows; and "ann99" is one. */
static bool begins_date(newsidx_text word, newsidx_text next)
{
    if (has_digit(word))
        return !nx_is_alpha(word.bytes[0]);
    if (is_month(word))
        return next.length == 0 || is_number(next);
    return is_weekday(word) && (is_number(next) || is_month(next));
}

/* "Text: Jane Doe" without what it calls her. */
static newsidx_text without_label(newsidx_text line)
{
    const newsidx_text word = word_of(line);

    if (word.length == line.length || word.bytes[word.length - 1] != ':')
        return line;
    return nx_str_trim(
        nx_str_slice(line.bytes + word.length, line.length - word.length));
}

/* "By Jane Doe | Nov 18, 2019" without what isn't a name. */
static newsidx_text names_of(newsidx_text line)
{
    const newsidx_text text =
        without_label(nx_byline_without_by(nx_str_trim(line)));
    newsidx_text rest = text;
    size_t end = 0;
    size_t words = 0;

    while (rest.length > 0) {
        const newsidx_text word = word_of(rest);

        rest = nx_str_trim(
            nx_str_slice(rest.bytes + word.length, rest.length - word.length));
        if (is_no_name(word) || begins_date(word, word_of(rest)))
            break;
        end = (size_t)(word.bytes + word.length - text.bytes);
        words++;
    }
    return words <= MOST_NAME_WORDS
               ? without_comma(nx_str_slice(text.bytes, end))
               : nx_str(NULL);
}

/* What of the beginning of `text` can be read as a date: all of it, or a day
 * before a time in another spelling. */
static newsidx_text readable_date(newsidx_text text)
{
    newsidx_text rest = text;
    int64_t seconds;

    if (nx_calendar_read(text, &seconds))
        return text;
    for (size_t i = 0; i < MOST_DATE_WORDS && rest.length > 0; i++) {
        rest = nx_str_trim(rest);
        rest.bytes += word_of(rest).length;
        rest.length = (size_t)(text.bytes + text.length - rest.bytes);
    }
    text.length -= rest.length;
    return nx_calendar_read(text, &seconds) ? text : nx_str(NULL);
}

/* The date in "By Jane Doe | Monday, Nov 18, 2019", without the weekday;
 * {NULL, 0} if there is none that can be read. */
static newsidx_text date_behind_names(newsidx_text line)
{
    newsidx_text rest = nx_str_trim(line);

    while (rest.length > 0) {
        const newsidx_text word = word_of(rest);
        const newsidx_text behind = nx_str_trim(
            nx_str_slice(rest.bytes + word.length, rest.length - word.length));

        if (begins_date(word, word_of(behind)) && !is_weekday(word))
            return readable_date(rest);
        rest = behind;
    }
    return nx_str(NULL);
}

static void add_byline(reader *r, unsigned rank, newsidx_text text)
{
    nx_html_facts_add(r->facts, NX_HTML_BYLINE, rank, names_of(text));
}

/* Does a class or a property have the word, between blanks or hyphens? */
static bool has_word(const char *classes, const char *word)
{
    const size_t length = strlen(word);

    while (classes != NULL && *classes != '\0') {
        const size_t found = strcspn(classes, " \t\n\r-_");

        if (nx_str_equal_ascii(nx_str_slice(classes, found),
                               nx_str_slice(word, length)))
            return true;
        classes += found;
        classes += strspn(classes, " \t\n\r-_");
    }
    return false;
}

/* What an author or a publisher is called: a name inside, else all of it. */
static newsidx_text name_in(reader *r, uint32_t i)
{
    const uint32_t end = r->tree->nodes[i].end;

    for (uint32_t j = i + 1; j < end && j <= i + MOST_NODES_INSIDE; j++) {
        const nx_html_node *node = &r->tree->nodes[j];
        const newsidx_text content = nx_str(nx_html_value(node, "content"));

        if (nx_str_equal_ascii(nx_str(nx_html_value(node, "itemprop")),
                               nx_str("name")))
            return content.length > 0 ? content : text_of(r, j);
    }
    return text_of(r, i);
}

static void read_property(reader *r, uint32_t i, newsidx_text property)
{
    if (nx_str_equal_ascii(property, nx_str("headline")))
        add_headline(r, 5, text_of(r, i));
    else if (nx_str_equal_ascii(property, nx_str("datePublished")))
        nx_html_facts_add(r->facts, NX_HTML_PUBLISHED, 5, date_of(r, i));
    else if (nx_str_equal_ascii(property, nx_str("dateModified")))
        nx_html_facts_add(r->facts, NX_HTML_UPDATED, 5, date_of(r, i));
    else if (nx_str_equal_ascii(property, nx_str("articleSection")))
        nx_html_facts_add(r->facts, NX_HTML_SECTION, 5, text_of(r, i));
    else if (nx_str_equal_ascii(property, nx_str("author")))
        add_byline(r, 5, name_in(r, i));
    else if (nx_str_equal_ascii(property, nx_str("publisher")))
        nx_html_facts_add(r->facts, NX_HTML_SOURCE, 2, name_in(r, i));
}

/* A property may be several names: "author creator". */
static void read_properties(reader *r, uint32_t i, const char *names)
{
    while (names != NULL && *names != '\0') {
        const size_t length = strcspn(names, BLANKS);

        read_property(r, i, nx_str_slice(names, length));
        names += length;
        names += strspn(names, BLANKS);
    }
}

/* A line of several things may name the author in an element inside. */
static newsidx_text author_in(reader *r, uint32_t i)
{
    const uint32_t end = r->tree->nodes[i].end;

    for (uint32_t j = i + 1; j < end && j <= i + MOST_NODES_INSIDE; j++) {
        const char *classes = nx_html_value(&r->tree->nodes[j], "class");
        newsidx_text name;

        if (!has_word(classes, "author"))
            continue;
        name = nx_str_trim(text_of(r, j));
        if (name.length > 0)
            return name;
    }
    return text_of(r, i);
}

/* An element that is called a date, on a page that has one such date. */
static void see_date(reader *r, uint32_t i)
{
    const newsidx_text text = text_of(r, i);
    newsidx_text date;

    if (text.length > LONGEST_DATE_BYTES)
        return;
    date = date_behind_names(text);
    if (date.length == 0)
        return;
    if (r->date.length > 0 && !nx_str_equal(nx_buf_text(&r->date), date))
        r->has_dates = true;
    nx_buf_clear(&r->date);
    nx_buf_add_text(&r->date, date);
}

static void read_element(reader *r, uint32_t i)
{
    const nx_html_node *node = &r->tree->nodes[i];
    const newsidx_text relation = nx_str(nx_html_value(node, "rel"));
    const char *classes = nx_html_value(node, "class");

    read_properties(r, i, nx_html_value(node, "itemprop"));
    if (nx_str_equal_ascii(relation, nx_str("author")))
        add_byline(r, 6, text_of(r, i));
    else if (r->facts->ranks[NX_HTML_BYLINE] > 7 &&
             (has_word(classes, "byline") || has_word(classes, "author"))) {
        add_byline(r, 7, author_in(r, i));
        nx_html_facts_add(r->facts, NX_HTML_PUBLISHED, 8,
                          date_behind_names(text_of(r, i)));
    }
    if (has_word(classes, "date"))
        see_date(r, i);
    if (node->tag == GUMBO_TAG_TIME)
        nx_html_facts_add(r->facts, NX_HTML_PUBLISHED, 7,
                          nx_str(nx_html_value(node, "datetime")));
}

/* What readers wrote has authors and dates of its own. What has most of the
 * page in it only says that there are comments. */
static bool is_of_comments(const reader *r, uint32_t i)
{
    const nx_html_node *node = &r->tree->nodes[i];
    const newsidx_text type = nx_str(nx_html_value(node, "itemtype"));

    if (node->element == NULL || node->end - i > r->tree->count / 2)
        return false;
    return has_ending(type, nx_str("/Comment")) ||
           has_ending(type, nx_str("/UserComments")) ||
           has_word(nx_html_value(node, "itemprop"), "comment") ||
           has_word(nx_html_value(node, "class"), "comment") ||
           nx_html_role_of(node) == NX_HTML_COMMENTS;
}

newsidx_status nx_html_metadata_read(const nx_html_tree *tree,
                                     nx_html_facts *facts, nx_item *item,
                                     newsidx_error *err)
{
    reader r = {.tree = tree, .facts = facts, .item = item};
    newsidx_status status = NEWSIDX_OK;

    nx_buf_init(&r.text, MOST_TEXT_BYTES);
    nx_buf_init(&r.date, MOST_TEXT_BYTES);
    for (uint32_t i = 0; i < tree->count && status >= 0; i++) {
        const nx_html_node *node = &tree->nodes[i];

        if (is_of_comments(&r, i))
            i = node->end - 1;
        else if (node->tag == GUMBO_TAG_META)
            status = read_meta(&r, node, err);
        else if (node->tag == GUMBO_TAG_LINK)
            read_link(&r, node);
        else if (node->tag == GUMBO_TAG_TITLE)
            nx_html_facts_add(facts, NX_HTML_TITLE, 1, text_of(&r, i));
        else if (node->element != NULL)
            read_element(&r, i);
    }
    if (!r.has_dates)
        nx_html_facts_add(facts, NX_HTML_PUBLISHED, 9, nx_buf_text(&r.date));
    if (r.text.status == NEWSIDX_ERR_MEMORY ||
        r.date.status == NEWSIDX_ERR_MEMORY)
        status = nx_fail_memory(err);
    nx_buf_finish(&r.text);
    nx_buf_finish(&r.date);
    return status;
}
