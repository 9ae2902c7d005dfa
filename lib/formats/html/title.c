#include "formats/html/title.h"

#include "base/str.h"

#include <string.h>

/* Less of a headline could be the beginning of any. */
#define LEAST_BYTES 15

/* No headline is longer. */
#define MOST_BYTES 500

/* A page of more headings of the first level is none of one article. */
#define MOST_HEADINGS 50

/* Two of three words in common say nothing if they are fewer. */
#define LEAST_WORDS 4

/* A name that follows a headline has at most so many words. */
#define MOST_NAME_WORDS 4

/* Headings and headlines are compared without blanks, quotes and dashes, which
 * editors' tools change: how many bytes of one are at `at`? */
static size_t skipped_at(newsidx_text text, size_t at)
{
    const newsidx_text rest = nx_str_slice(text.bytes + at, text.length - at);
    const char byte = text.bytes[at];

    if (nx_is_space(byte) || byte == '\'' || byte == '"' || byte == '-')
        return 1;
    if (rest.length > 2 && nx_str_starts_with(rest, nx_str("\xE2\x80")))
        return 3;
    return nx_str_starts_with(rest, nx_str("\xC2\xA0")) ? 2 : 0;
}

static size_t skip(newsidx_text text, size_t at)
{
    while (at < text.length && skipped_at(text, at) > 0)
        at += skipped_at(text, at);
    return at;
}

/* Does `text` say at its beginning all that `start` says? */
static bool begins_as(newsidx_text text, newsidx_text start)
{
    size_t at = skip(text, 0);
    size_t i = skip(start, 0);

    if (i == start.length)
        return false;
    while (i < start.length) {
        if (at == text.length ||
            nx_to_lower(text.bytes[at]) != nx_to_lower(start.bytes[i]))
            return false;
        at = skip(text, at + 1);
        i = skip(start, i + 1);
    }
    return true;
}

/* " | ", " - " and their like at `at`; 0 if there's none. */
static size_t separator_at(newsidx_text text, size_t at)
{
    static const char *const separators[] = {
        " | ",        " - ",           " \xE2\x80\x93 ", " \xE2\x80\x94 ",
        " \xC2\xBB ", " :: ",          " \xC2\xB7 ",     " \xE2\x80\xA2 ",
        " / ",        " \xE2\x80\xBA "};
    const newsidx_text rest = nx_str_slice(text.bytes + at, text.length - at);

    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        if (nx_str_starts_with(rest, nx_str(separators[i])))
            return strlen(separators[i]);
    }
    return 0;
}

static size_t count_words(newsidx_text text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.length; i++)
        count += !nx_is_space(text.bytes[i]) &&
                         (i == 0 || nx_is_space(text.bytes[i - 1]))
                     ? 1
                     : 0;
    return count;
}

/* "JPost.com": a dot, and behind the last one letters. */
static bool is_host(newsidx_text word)
{
    size_t letters = 0;

    while (letters < word.length &&
           nx_is_alpha(word.bytes[word.length - 1 - letters]))
        letters++;
    return letters > 1 && letters + 1 < word.length &&
           word.bytes[word.length - 1 - letters] == '.';
}

/*
 * Cut what follows the last separator if it's the site's name, or, of a page's
 * title, if it is short beside what is left.
 */
static newsidx_text without_name(newsidx_text title, newsidx_text site,
                                 bool is_title)
{
    for (size_t at = title.length; at > LEAST_BYTES; at--) {
        const size_t length = separator_at(title, at - 1);
        const newsidx_text head = nx_str_slice(title.bytes, at - 1);
        newsidx_text tail;

        if (length == 0)
            continue;
        tail = nx_str_slice(title.bytes + at - 1 + length,
                            title.length - (at - 1) - length);
        if ((site.length > 0 && begins_as(tail, site)) ||
            (site.length > 0 && tail.length > 3 && begins_as(site, tail)))
            return nx_str_trim(head);
        if (is_title && count_words(tail) <= MOST_NAME_WORDS &&
            count_words(tail) < count_words(head))
            return without_name(head, site, false);
        return title;
    }
    return title;
}

/* A heading of that level that may be a headline; else {NULL, 0}. */
static newsidx_text heading_at(const nx_html_blocks *blocks, size_t number,
                               GumboTag tag)
{
    const nx_html_node *node =
        &blocks->tree->nodes[blocks->blocks[number].node];
    const newsidx_text heading = nx_html_block_text(blocks, number);

    if (node->tag != tag || heading.length < LEAST_BYTES ||
        heading.length > MOST_BYTES)
        return nx_str(NULL);
    return heading;
}

/* Does `heading` say what `said` does behind the name of the site or of a
 * series: "The Harbor Press: Talks end"? */
static bool ends_as(newsidx_text said, newsidx_text heading)
{
    for (size_t at = 1; at < said.length; at++) {
        if (said.bytes[at - 1] == ':' && nx_is_space(said.bytes[at]) &&
            begins_as(nx_str_slice(said.bytes + at, said.length - at), heading))
            return true;
    }
    return false;
}

/* Is a heading the name of the site, as a part of it or with a motto? */
static bool is_site(newsidx_text heading, newsidx_text site)
{
    return begins_as(site, heading) ||
           (site.length >= heading.length / 2 && begins_as(heading, site));
}

/* Of what `said` says, a heading that isn't the best that we know has to say
 * the greater part: the rest is a name, or else the heading is. */
static bool says_most(newsidx_text heading, newsidx_text said)
{
    return heading.length >= said.length / 2 &&
           (begins_as(said, heading) || ends_as(said, heading));
}

/* The heading that is what `said` says, or more of it. */
static newsidx_text find_heading(const nx_html_blocks *blocks, GumboTag tag,
                                 newsidx_text said, newsidx_text shorter)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const newsidx_text heading = heading_at(blocks, i, tag);

        if (heading.length > 0 &&
            (begins_as(said, heading) || begins_as(heading, shorter)))
            return heading;
    }
    return nx_str(NULL);
}

/* The same of what else is said of the article, except for the site's name. */
static newsidx_text find_other_heading(const nx_html_blocks *blocks,
                                       newsidx_text said, newsidx_text site)
{
    size_t count = 0;

    if (said.length > MOST_BYTES)
        return nx_str(NULL);
    for (size_t i = 0; i < blocks->count && count < MOST_HEADINGS; i++) {
        const newsidx_text heading = heading_at(blocks, i, GUMBO_TAG_H1);

        count += heading.length > 0 ? 1 : 0;
        if (heading.length > 0 && !is_site(heading, site) &&
            says_most(heading, said))
            return heading;
    }
    return nx_str(NULL);
}

/* The only heading of the first level that is marked as the headline; if
 * `is_marked` is false, the only one. A link leads to another article. */
static newsidx_text find_only(const nx_html_blocks *blocks, newsidx_text site,
                              bool is_marked)
{
    newsidx_text found = nx_str(NULL);

    for (size_t i = 0; i < blocks->count; i++) {
        const newsidx_text heading = heading_at(blocks, i, GUMBO_TAG_H1);
        const char *property = nx_html_value(
            &blocks->tree->nodes[blocks->blocks[i].node], "itemprop");

        if (heading.length == 0 || is_site(heading, site) ||
            blocks->blocks[i].link_length > heading.length / 2 ||
            (is_marked &&
             (property == NULL || strstr(property, "headline") == NULL)))
            continue;
        if (found.length > 0)
            return nx_str(NULL);
        found = heading;
    }
    return found;
}

/* Are two of three words of `heading` in `said`? Those of one letter or two
 * are in anything. */
static bool has_words_of(newsidx_text said, newsidx_text heading)
{
    size_t words = 0;
    size_t shared = 0;

    for (size_t at = 0; at < heading.length;) {
        size_t end = at;

        while (end < heading.length && !nx_is_space(heading.bytes[end]))
            end++;
        if (end - at > 2) {
            words++;
            shared += nx_str_contains_ascii(
                          said, nx_str_slice(heading.bytes + at, end - at))
                          ? 1
                          : 0;
        }
        at = end + 1;
    }
    return words >= LEAST_WORDS && 3 * shared >= 2 * words;
}

/* If nothing but headings says it: the first of the first level. */
static newsidx_text first_heading(const nx_html_blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        if (blocks->tree->nodes[blocks->blocks[i].node].tag == GUMBO_TAG_H1)
            return nx_html_block_text(blocks, i);
    }
    return nx_str(NULL);
}

/* What the page shows as its headline, which machines may have been told
 * otherwise; {NULL, 0} if no heading is sure to be it. */
static newsidx_text find_shown(const nx_html_facts *facts,
                               const nx_html_blocks *blocks)
{
    static const nx_html_fact others[] = {NX_HTML_HEADLINE,
                                          NX_HTML_SEEN_HEADLINE, NX_HTML_TITLE};
    const newsidx_text site = nx_html_facts_get(facts, NX_HTML_SOURCE);
    const newsidx_text only = find_only(blocks, site, false);
    newsidx_text heading = find_only(blocks, site, true);

    for (size_t i = 0;
         i < sizeof others / sizeof *others && heading.length == 0; i++)
        heading = find_other_heading(blocks,
                                     nx_html_facts_get(facts, others[i]), site);
    for (size_t i = 0; i < sizeof others / sizeof *others &&
                       heading.length == 0 && only.length > 0;
         i++) {
        const newsidx_text said = nx_html_facts_get(facts, others[i]);

        if (said.length <= MOST_BYTES && has_words_of(said, only) &&
            has_words_of(only, said))
            heading = only;
    }
    return heading;
}

newsidx_text nx_html_headline(const nx_html_facts *facts,
                              const nx_html_blocks *blocks)
{
    const newsidx_text site = nx_html_facts_get(facts, NX_HTML_SOURCE);
    newsidx_text said = nx_html_facts_get(facts, NX_HTML_HEADLINE);
    const bool is_title = said.length == 0;
    newsidx_text shorter;
    newsidx_text heading;

    if (is_title)
        said = nx_html_facts_get(facts, NX_HTML_TITLE);
    if (said.length == 0)
        return first_heading(blocks);
    shorter = without_name(said, site, is_title);
    if (shorter.length < LEAST_BYTES)
        return shorter;
    heading = find_heading(blocks, GUMBO_TAG_H1, said, shorter);
    if (heading.length == 0)
        heading = find_shown(facts, blocks);
    if (heading.length == 0)
        heading = find_heading(blocks, GUMBO_TAG_H2, said, shorter);
    return heading.length > 0 ? heading : shorter;
}

newsidx_text nx_html_site(newsidx_text name)
{
    for (size_t at = name.length; at > 1; at--) {
        const size_t length = separator_at(name, at - 1);
        newsidx_text tail;

        if (length == 0)
            continue;
        tail = nx_str_slice(name.bytes + at - 1 + length,
                            name.length - (at - 1) - length);
        return count_words(tail) == 1 && is_host(tail)
                   ? nx_str_trim(nx_str_slice(name.bytes, at - 1))
                   : name;
    }
    return name;
}
