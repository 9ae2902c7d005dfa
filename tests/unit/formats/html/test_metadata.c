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
    expect("<i itemprop='author creator'>Ann</i>", NX_HTML_BYLINE, "Ann");
    expect("<div itemprop=author>Writer: <b itemprop=name>Ann</b> of X</div>",
           NX_HTML_BYLINE, "Ann");
    expect("<div itemprop=publisher><i itemprop=logo>L</i>"
           "<meta itemprop=name content=Press></div>",
           NX_HTML_SOURCE, "Press");
    expect("<meta http-equiv=Content-Language content=pt_BR>", NX_HTML_LANGUAGE,
           "pt_BR");
}

static void who_comments_is_no_author(void **state)
{
    static const char page[] =
        "<p>One<p>Two<p>Three<p>Four<p>Five<p>Six<p>Seven<p>Eight";
    static const char *const comments[] = {
        "<ol class=commentlist><li><b class=author>Troll</b></ol>",
        "<span class=comment-author>Troll</span>",
        "<div itemprop=comment><b itemprop=author>Troll</b></div>",
        ("<p itemtype=http://schema.org/Comment><b "
         "itemprop=author>Troll</b></p>"),
        "<div id=comments><meta itemprop=author content=Troll></div>"};

    (void)state;
    for (size_t i = 0; i < sizeof comments / sizeof *comments; i++) {
        char html[500];

        snprintf(html, sizeof html, "%s%s", page, comments[i]);
        expect(html, NX_HTML_BYLINE, NULL);
        snprintf(html, sizeof html, "%s%s<p class=author>Ann", page,
                 comments[i]);
        expect(html, NX_HTML_BYLINE, "Ann");
    }
    expect("<body class='comment open'><p class=author>Ann<p>One",
           NX_HTML_BYLINE, "Ann");
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
    expect("<h3 class=byline>by Ann Lee<br><i>Monday, May 2, 2016</i></h3>",
           NX_HTML_BYLINE, "Ann Lee");
    expect("<p class=byline>April Joe Friday, ann99 Wed. 3 May", NX_HTML_BYLINE,
           "April Joe Friday, ann99");
    expect("<p class=byline>Text: Ann Lee", NX_HTML_BYLINE, "Ann Lee");
    expect("<p class=byline>Ann Lee 18-Nov-2016", NX_HTML_BYLINE, "Ann Lee");
}

static void an_author_inside_a_line_of_names_is_the_author(void **state)
{
    (void)state;
    expect("<div class=byline-section><i class=author-icon></i><i class=author>"
           "Ann Lee</i> <i class=paper>Harbor Press</i> 11:34 PM</div>",
           NX_HTML_BYLINE, "Ann Lee");
    expect("<div class=byline>Ann Lee, Harbor Press</div>", NX_HTML_BYLINE,
           "Ann Lee, Harbor Press");
}

static void a_date_behind_names_is_the_article_s(void **state)
{
    (void)state;
    expect("<h3 class=byline>by Ann Lee<br><i>Monday, May 2, 2016</i></h3>",
           NX_HTML_PUBLISHED, "May 2, 2016");
    expect("<p class=byline>Ann Lee | 2 May 2016", NX_HTML_PUBLISHED,
           "2 May 2016");
    expect("<p class=byline>Ann Lee | May 2, 2016 - 11:28 AMT",
           NX_HTML_PUBLISHED, "May 2, 2016");
    expect("<p class=byline>May Lee, 5/2/2016", NX_HTML_PUBLISHED, NULL);
    expect("<p class=byline>2016-05-01<p><time datetime=2016-05-02>",
           NX_HTML_PUBLISHED, "2016-05-02");
}

static void the_only_element_that_is_called_a_date_is_one(void **state)
{
    (void)state;
    expect("<div class='article_date small'>Mon, May 2, 2016 - 11:28 AMT</div>",
           NX_HTML_PUBLISHED, "May 2, 2016");
    expect("<p class=post-date>Posted on <b class=date>2016-05-02</b></p>",
           NX_HTML_PUBLISHED, "2016-05-02");
    expect("<p class=date>2 May 2016<p class=date>3 May 2016",
           NX_HTML_PUBLISHED, NULL);
    expect("<p class=date>2 May 2016<p class=date>2 May 2016",
           NX_HTML_PUBLISHED, "2 May 2016");
    expect("<p class=dated>2 May 2016<p class=date>Today", NX_HTML_PUBLISHED,
           NULL);
    expect("<p class=date>2 May 2016 is the day on which the harbor of the "
           "town was closed for the last time",
           NX_HTML_PUBLISHED, NULL);
    expect("<p class=date>2 May 2016<time datetime=2016-05-03>",
           NX_HTML_PUBLISHED, "2016-05-03");
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
        cmocka_unit_test(who_comments_is_no_author),
        cmocka_unit_test(lines_of_names_lose_what_is_no_name),
        cmocka_unit_test(an_author_inside_a_line_of_names_is_the_author),
        cmocka_unit_test(a_date_behind_names_is_the_article_s),
        cmocka_unit_test(the_only_element_that_is_called_a_date_is_one),
        cmocka_unit_test(other_members_of_vocabularies_are_kept)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
