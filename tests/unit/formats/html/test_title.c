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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_name_of_the_site_is_cut),
        cmocka_unit_test(a_heading_says_it_best)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
