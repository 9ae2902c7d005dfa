#include "formats/html/title.h"

#include "making.h"

static void expect(const char *html, const char *headline)
{
    making m;

    making_begin(&m, html);
    assert_piece(nx_html_headline(&m.facts, &m.blocks), headline);
    making_end(&m);
}

static void the_name_of_the_site_is_cut(void **state)
{
    (void)state;
    expect("<title>Talks end without a deal | Harbor Press</title>",
           "Talks end without a deal");
    expect("<title>Talks end without a deal - Harbor Press of the Northern "
           "Coast</title><meta property=og:site_name content='Harbor Press'>",
           "Talks end without a deal");
    expect("<meta property=og:title content='Talks end - for now, says he'>",
           "Talks end - for now, says he");
    expect("<title>Talks end without a deal \xE2\x80\x93 World \xE2\x80\x93 "
           "Press</title><meta property=og:site_name content=Press>",
           "Talks end without a deal \xE2\x80\x93 World");
}

static void a_heading_says_it_best(void **state)
{
    (void)state;
    expect("<title>Talks end without a \"deal\" | X</title>"
           "<h1>Harbor</h1><h1>Talks end without a "
           "\xE2\x80\x9C"
           "deal\xE2\x80\x9D</h1>",
           "Talks end without a \xE2\x80\x9C"
           "deal\xE2\x80\x9D");
    expect("<meta property=og:title content='Talks end without'>"
           "<h1>Talks end without a deal</h1>",
           "Talks end without a deal");
    expect("<meta property=og:title content='Talks end without a deal'>"
           "<h1>Something else altogether</h1>",
           "Talks end without a deal");
    expect("<h1>Short</h1>", "Short");
    expect("<p>Nothing", NULL);
}

static void the_page_shows_another_headline_than_machines_were_told(void **s)
{
    static const char told[] = "<script type=application/ld+json>{\"@type\": "
                               "\"NewsArticle\", \"headline\": \"Ministers "
                               "part without a word\"}</script>";
    char html[1000];

    (void)s;
    snprintf(html, sizeof html,
             "%s<title>Talks end without a deal - Harbor Press</title>"
             "<h1>Talks end without a deal</h1>",
             told);
    expect(html, "Talks end without a deal");
    snprintf(html, sizeof html,
             "%s<meta property=og:title content='Talks end without a deal'>"
             "<title>X</title><h1>Talks end without a deal</h1>",
             told);
    expect(html, "Talks end without a deal");
    snprintf(html, sizeof html,
             "%s<meta property=og:title content='Ministers part'><h1>"
             "Ministers part without saying a word</h1>",
             told);
    expect(html, "Ministers part without saying a word");
    snprintf(html, sizeof html,
             "%s<h1 itemprop=headline>Talks end without a deal</h1>"
             "<h1>Another heading of it</h1>",
             told);
    expect(html, "Talks end without a deal");
    snprintf(
        html, sizeof html,
        "%s<meta property=og:title content='Ministers part without a word'>"
        "<h1 itemprop=headline><a href=x>Talks end without a deal</a>"
        "</h1>",
        told);
    expect(html, "Ministers part without a word");
}

static void the_name_of_the_site_is_no_headline(void **state)
{
    (void)state;
    expect("<title>The Harbor Press: Talks end without a deal</title>"
           "<h1>Talks end without a deal</h1>",
           "Talks end without a deal");
    expect("<meta property=og:title content='Talks end without a deal at all'>"
           "<meta property=og:site_name content='The Harbor Press of Telmira'>"
           "<title>The Harbor Press of Telmira: Talks end without a deal"
           "</title><h1>The Harbor Press of Telmira</h1>",
           "Talks end without a deal at all");
    expect("<meta property=og:title content='Talks end without a deal at all'>"
           "<title>The Harbor Press: Talks end without a deal of any kind"
           "</title><h1>The Harbor Press</h1>",
           "Talks end without a deal at all");
    expect("<title>Talks end without a deal of any kind | The Harbor Press, "
           "Telmira</title><h1>The Harbor Press, Telmira</h1>",
           "Talks end without a deal of any kind");
}

static void an_address_is_no_part_of_a_site_s_name(void **state)
{
    (void)state;
    assert_piece(nx_html_site(nx_str("Harbor Press | hpress.com")),
                 "Harbor Press");
    assert_piece(nx_html_site(nx_str("Harbor Press - Telmira")),
                 "Harbor Press - Telmira");
    assert_piece(nx_html_site(nx_str("Harbor.com")), "Harbor.com");
    assert_piece(nx_html_site(nx_str("A | .com")), "A | .com");
    assert_piece(nx_html_site(nx_str(NULL)), NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_name_of_the_site_is_cut),
        cmocka_unit_test(a_heading_says_it_best),
        cmocka_unit_test(
            the_page_shows_another_headline_than_machines_were_told),
        cmocka_unit_test(the_name_of_the_site_is_no_headline),
        cmocka_unit_test(an_address_is_no_part_of_a_site_s_name)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
