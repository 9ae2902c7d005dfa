#include "formats/html/title.h"

#include "base/str.h"

#include <string.h>

/* Less of a headline could be the beginning of any. */
#define LEAST_BYTES 15

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

/* The heading that is what `said` says, or more of it. */
static newsidx_text find_heading(const nx_html_blocks *blocks,
                                 newsidx_text said, newsidx_text shorter)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const GumboTag tag = blocks->tree->nodes[blocks->blocks[i].node].tag;
        const newsidx_text heading = nx_html_block_text(blocks, i);

        if (tag < GUMBO_TAG_H1 || tag > GUMBO_TAG_H2 ||
            heading.length < LEAST_BYTES || heading.length > 500)
            continue;
        if (begins_as(said, heading) || begins_as(heading, shorter))
            return heading;
    }
    return nx_str(NULL);
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
    heading = find_heading(blocks, said, shorter);
    return heading.length > 0 ? heading : shorter;
}
