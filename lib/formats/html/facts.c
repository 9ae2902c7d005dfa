#include "formats/html/facts.h"

#include "base/calendar.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "ingest/language_tag.h"

#include <string.h>

/* Lists of keywords are longer than any other short field. */
#define LONGEST_BYTES 8192

/* Added to the rank of a name that is an address. */
#define HOST_RANK 20u

/* "2016-09-09" */
#define ISO_DAY_BYTES ((size_t)10)

/* Each is compared with those before. */
#define MOST_VALUES 500

void nx_html_facts_init(nx_html_facts *facts)
{
    for (size_t i = 0; i < NX_HTML_FACT_COUNT; i++) {
        nx_buf_init(&facts->values[i], NX_LIMIT_ARTICLE_BYTES);
        facts->ranks[i] = NX_HTML_NO_RANK;
        facts->counts[i] = 0;
    }
}

void nx_html_facts_finish(nx_html_facts *facts)
{
    for (size_t i = 0; i < NX_HTML_FACT_COUNT; i++)
        nx_buf_finish(&facts->values[i]);
    nx_html_facts_init(facts);
}

static bool is_address(newsidx_text text)
{
    return nx_str_starts_with(text, nx_str("http://")) ||
           nx_str_starts_with(text, nx_str("https://")) ||
           nx_str_starts_with(text, nx_str("//")) ||
           nx_str_starts_with(text, nx_str("www."));
}

/* "www.example.com" may be all that a site is called. */
static bool is_host(newsidx_text text)
{
    return nx_str_starts_with(text, nx_str("www.")) &&
           memchr(text.bytes, '/', text.length) == NULL;
}

static bool is_readable(nx_html_fact fact, newsidx_text text)
{
    static const nx_date no_date = {2, 1, 1, 0, 0, 0};
    int64_t seconds;

    /* Of the year 1 are dates that a program had no value for. */
    if (fact == NX_HTML_PUBLISHED || fact == NX_HTML_UPDATED)
        return nx_calendar_read(text, &seconds) &&
               seconds > nx_calendar_seconds(&no_date);
    return fact != NX_HTML_LANGUAGE || nx_language_tag_is(text);
}

/* "2016-09-09T18:45Z": a day, a time and a zone. */
static bool has_time(newsidx_text date)
{
    size_t colon = 0;

    while (colon < date.length && date.bytes[colon] != ':')
        colon++;
    for (size_t i = colon; i < date.length; i++) {
        if (date.bytes[i] == '+' || date.bytes[i] == '-' ||
            date.bytes[i] == 'Z')
            return true;
    }
    return false;
}

/* Does `text` say the day that `date` does, and the time of it as well? */
static bool is_same_day(newsidx_text text, newsidx_text date)
{
    return date.length == ISO_DAY_BYTES && text.length > ISO_DAY_BYTES &&
           memcmp(text.bytes, date.bytes, ISO_DAY_BYTES) == 0 && has_time(text);
}

/* A day says less than a time of that day, wherever that was said. True if all
 * is done with `text`. */
static bool add_time(nx_html_facts *facts, nx_html_fact fact, unsigned rank,
                     newsidx_text text)
{
    nx_buf *value = &facts->values[fact];
    const newsidx_text old = nx_buf_text(value);

    if ((fact != NX_HTML_PUBLISHED && fact != NX_HTML_UPDATED) ||
        rank >= NX_HTML_UNREADABLE || facts->ranks[fact] >= NX_HTML_UNREADABLE)
        return false;
    if (rank < facts->ranks[fact] && is_same_day(old, text)) {
        facts->ranks[fact] = rank;
        return true;
    }
    if (rank < facts->ranks[fact] || !is_same_day(text, old))
        return false;
    nx_buf_clear(value);
    nx_buf_add_text(value, text);
    return true;
}

static bool is_list(nx_html_fact fact)
{
    return fact == NX_HTML_BYLINE || fact == NX_HTML_KEYWORDS;
}

/* Is `text`, which may hold commas itself, one of those that `list` joins? */
static bool is_in_list(newsidx_text list, newsidx_text text)
{
    for (size_t at = 0; at + text.length <= list.length; at++) {
        const size_t end = at + text.length;

        if ((at == 0 || list.bytes[at - 1] == ' ') &&
            (end == list.length || list.bytes[end] == ',') &&
            memcmp(list.bytes + at, text.bytes, text.length) == 0)
            return true;
    }
    return false;
}

void nx_html_facts_add(nx_html_facts *facts, nx_html_fact fact, unsigned rank,
                       newsidx_text text)
{
    nx_buf *value = &facts->values[fact];

    text = nx_str_trim(text);
    if (text.length == 0)
        return;
    if (fact == NX_HTML_SOURCE && is_host(text))
        rank += HOST_RANK;
    else if (fact != NX_HTML_URL && fact != NX_HTML_TEXT_BODY &&
             is_address(text))
        return;
    if (fact != NX_HTML_TEXT_BODY && text.length > LONGEST_BYTES)
        text.length = nx_utf8_cut(text.bytes, LONGEST_BYTES);
    if (!is_readable(fact, text))
        rank += NX_HTML_UNREADABLE;
    if (add_time(facts, fact, rank, text) || rank > facts->ranks[fact])
        return;
    if (rank < facts->ranks[fact]) {
        nx_buf_clear(value);
    } else if (!is_list(fact) || value->length + text.length > LONGEST_BYTES ||
               facts->counts[fact]++ > MOST_VALUES ||
               is_in_list(nx_buf_text(value), text)) {
        return;
    } else {
        nx_buf_add_string(value, ", ");
    }
    facts->ranks[fact] = rank;
    nx_buf_add_text(value, text);
}

newsidx_text nx_html_facts_get(const nx_html_facts *facts, nx_html_fact fact)
{
    return facts->ranks[fact] < NX_HTML_NO_RANK
               ? nx_buf_text(&facts->values[fact])
               : nx_str(NULL);
}

newsidx_status nx_html_facts_check(const nx_html_facts *facts,
                                   newsidx_error *err)
{
    for (size_t i = 0; i < NX_HTML_FACT_COUNT; i++) {
        if (facts->values[i].status < 0)
            return nx_fail_memory(err);
    }
    return NEWSIDX_OK;
}
