/*
 * Hostile pages take as long as their length lets expect: the shapes on which
 * gumbo alone is quadratic, or was suspected of it.
 */
#include "formats/html/page.h"

#include "reading.h"

#include <stdio.h>
#include <time.h>

#define LONGEST ((size_t)2 * 1000 * 1000)

/* Two megabytes that are quadratic take minutes. Processor time, with room for
 * sanitizers and for machines that do other things as well. */
#define MOST_SECONDS 5.0

static char *page;

static double seconds_of(const char *prefix, const char *piece)
{
    const size_t prefix_length = strlen(prefix);
    const size_t piece_length = strlen(piece);
    clock_t began;
    size_t length = prefix_length;
    newsidx_error err;
    nx_item item;

    memcpy(page, prefix, prefix_length);
    for (; length + piece_length <= LONGEST; length += piece_length)
        memcpy(page + length, piece, piece_length);
    nx_item_init(&item);
    began = clock();
    if (nx_format_html.read(nx_str_slice(page, length), &item, &err) < 0)
        assert_int_equal(err.status, NEWSIDX_ERR_LIMIT);
    nx_item_finish(&item);
    return (double)(clock() - began) / CLOCKS_PER_SEC;
}

static void expect_all(const char *prefix, const char *const *pieces,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const double seconds = seconds_of(prefix, pieces[i]);

        if (seconds > MOST_SECONDS)
            print_error("%s%s...: %.2f s\n", prefix, pieces[i], seconds);
        assert_true(seconds <= MOST_SECONDS);
    }
}

static void elements_without_end_are_linear(void **state)
{
    static const char *const pieces[] = {"<div>",
                                         "<p>",
                                         "<b>",
                                         "<b><p>",
                                         "<a href=x>",
                                         "<a><p>x",
                                         "<font color=x>x",
                                         "<table>",
                                         "<table>x",
                                         "<table><tr><td>",
                                         "<table><b>x",
                                         "<svg>",
                                         "<svg><g>",
                                         "<math><mi>",
                                         "<li>",
                                         "<ul><li>",
                                         "<dl><dd>",
                                         "<select><option>",
                                         "<form>",
                                         "<template>",
                                         "<h1>",
                                         "<span class=x>",
                                         "<x-y>",
                                         "<nobr>",
                                         "<a><table><td>",
                                         "<p><span id=a><div>"};

    (void)state;
    expect_all("", pieces, sizeof pieces / sizeof *pieces);
}

static void attributes_and_signs_are_linear(void **state)
{
    static const char *const in_a_tag[] = {"a=b ", "a", "class=x ", "\"", "= "};
    static const char *const anywhere[] = {
        "<",    "&",    "&a",     "&#x",      "<!--",     "<!",
        "</",   "</p>", "</div>", "<title>",  "<script>", "\xC2\xA0",
        "a b ", "<br>", "<hr>",   "<div id='"};

    (void)state;
    expect_all("<div ", in_a_tag, sizeof in_a_tag / sizeof *in_a_tag);
    expect_all("", anywhere, sizeof anywhere / sizeof *anywhere);
}

static void what_is_said_of_articles_is_linear(void **state)
{
    static const char *const pieces[] = {
        "<meta property=og:x content=y>",
        "<meta name=keywords content=a>",
        "<div itemprop=author>",
        "<a rel=author>x</a>",
        "<div class=byline>",
        "<h1>a b c d e f g h i</h1>",
        "<time datetime=2016>",
        "<div itemprop=articleBody><p>x",
        "<p hidden>x",
        "<script type=application/ld+json>{\"@type\":\"Article\"}</script>"};
    static const char *const json[] = {"[", "{\"a\":", "[{},", "\"a\",", " "};

    (void)state;
    expect_all("<title>A b c d e f g h</title>", pieces,
               sizeof pieces / sizeof *pieces);
    expect_all("<script type=application/ld+json>[", json,
               sizeof json / sizeof *json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_without_end_are_linear),
        cmocka_unit_test(attributes_and_signs_are_linear),
        cmocka_unit_test(what_is_said_of_articles_is_linear)};
    int failed;

    page = malloc(LONGEST);
    if (page == NULL)
        return 1;
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(page);
    return failed;
}
