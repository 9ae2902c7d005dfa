#include "formats/html/metadata.h"

#include "ingest/extra.h"
#include "making.h"

static void expect(const char *html, nx_html_fact fact, const char *value)
{
    making m;

    making_begin(&m, html);
    assert_piece(nx_html_facts_get(&m.facts, fact), value);
    making_end(&m);
}

static void meta_elements_are_known_by_any_attribute(void **state)
{
    (void)state;
    expect("<meta property='og:title' content=T>", NX_HTML_HEADLINE, "T");
    expect("<meta name='OG:Title' content=T>", NX_HTML_HEADLINE, "T");
    expect("<meta name='x og:title' content=T>", NX_HTML_HEADLINE, "T");
    expect("<meta itemprop=datePublished content=2016-09-09>",
           NX_HTML_PUBLISHED, "2016-09-09");
    expect("<meta name=author content='Ann'><meta name=author content=Bob>",
           NX_HTML_BYLINE, "Ann, Bob");
    expect("<meta name=keywords content='a, b'><meta property=article:tag "
           "content=c><meta property=article:tag content=d>",
           NX_HTML_KEYWORDS, "c, d");
    expect("<link rel=canonical href=https://example.com/a>", NX_HTML_URL,
           "https://example.com/a");
    expect("<title>A\n&amp; b</title><title>c</title>", NX_HTML_TITLE, "A & b");
}

static void microdata_and_marks_are_read(void **state)
{
    (void)state;
    expect("<h1 itemprop=headline>A <b>b</b></h1>", NX_HTML_HEADLINE, "A b");
    expect("<time datetime='2016-09-09T10:00Z'>Friday</time>",
           NX_HTML_PUBLISHED, "2016-09-09T10:00Z");
    expect("<span itemprop=datePublished>September 9, 2016</span>",
           NX_HTML_PUBLISHED, "September 9, 2016");
    expect("<span itemprop=author><span itemprop=name>Ann</span></span>",
           NX_HTML_BYLINE, "Ann");
    expect("<a rel=author href=x>Ann</a>", NX_HTML_BYLINE, "Ann");
}

static void lines_of_names_lose_what_is_no_name(void **state)
{
    (void)state;
    expect("<p class=byline>By Ann van Dyk | May 3, 2016</p>", NX_HTML_BYLINE,
           "Ann van Dyk");
    expect("<p class=story-author>Ann Lee and Bob Ray Published 10:02 am</p>",
           NX_HTML_BYLINE, "Ann Lee and Bob Ray");
    expect("<p class=author>Ann has written about the sea and what is in it "
           "since she was very young.</p>",
           NX_HTML_BYLINE, NULL);
}

static void other_members_of_vocabularies_are_kept(void **state)
{
    making m;

    (void)state;
    making_begin(&m, "<meta property=og:type content=article>"
                     "<meta name=viewport content=x>"
                     "<meta name=twitter:creator content='@ann'>");
    assert_int_equal(nx_extra_finish(&m.item, &m.err), NEWSIDX_OK);
    assert_non_null(strstr(m.item.article.extra.bytes, "\"og:type\""));
    assert_non_null(strstr(m.item.article.extra.bytes, "\"twitter:creator\""));
    assert_null(strstr(m.item.article.extra.bytes, "viewport"));
    making_end(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meta_elements_are_known_by_any_attribute),
        cmocka_unit_test(microdata_and_marks_are_read),
        cmocka_unit_test(lines_of_names_lose_what_is_no_name),
        cmocka_unit_test(other_members_of_vocabularies_are_kept)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
