#include "formats/html/linked.h"

#include "making.h"

static void expect_of_two(const char *first, const char *second,
                          nx_html_fact fact, const char *value)
{
    const newsidx_text scripts[] = {nx_str(first), nx_str(second)};
    nx_html_facts facts;

    nx_html_facts_init(&facts);
    nx_html_linked_read(scripts, 2, &facts);
    assert_piece(nx_html_facts_get(&facts, fact), value);
    nx_html_facts_finish(&facts);
}

static void expect(const char *json, nx_html_fact fact, const char *value)
{
    expect_of_two(json, "", fact, value);
}

static void articles_are_found_where_they_stand(void **state)
{
    (void)state;
    expect("{\"@type\": \"NewsArticle\", \"headline\": \"H\"}",
           NX_HTML_HEADLINE, "H");
    expect("[{\"@type\": \"WebSite\", \"name\": \"S\"}, {\"@type\": "
           "[\"A\", \"BlogPosting\"], \"headline\": \"H\"}]",
           NX_HTML_HEADLINE, "H");
    expect("{\"@graph\": [{\"@type\": \"Person\"}, {\"@type\": "
           "\"ReportageNewsArticle\", \"headline\": \"H\"}]}",
           NX_HTML_HEADLINE, "H");
    expect("//<![CDATA[\n{\"@type\": \"Article\", \"name\": \"N\"}\n//]]>",
           NX_HTML_HEADLINE, "N");
    expect("{\"@type\": \"Organization\", \"name\": \"S\"}", NX_HTML_HEADLINE,
           NULL);
}

static void values_are_strings_or_have_names(void **state)
{
    static const char json[] =
        "{\"@type\": \"NewsArticle\", \"author\": [{\"name\": \"Ann\"}, "
        "\"Bob\", {\"name\": [\"Cy\"]}], \"publisher\": {\"name\": \"P\"}, "
        "\"keywords\": [\"a\", \"b\"], \"mainEntityOfPage\": {\"@id\": "
        "\"https://example.com/1\"}, \"datePublished\": \"2016-09-09\", "
        "\"articleSection\": [\"World\", \"Top\"], \"inLanguage\": "
        "{\"name\": \"German\", \"alternateName\": \"de\"}, \"headline\": 7}";

    (void)state;
    expect(json, NX_HTML_BYLINE, "Ann, Bob, Cy");
    expect(json, NX_HTML_SOURCE, "P");
    expect(json, NX_HTML_KEYWORDS, "a, b");
    expect(json, NX_HTML_URL, "https://example.com/1");
    expect(json, NX_HTML_PUBLISHED, "2016-09-09");
    expect(json, NX_HTML_SECTION, "World");
    expect(json, NX_HTML_LANGUAGE, "de");
    expect(json, NX_HTML_HEADLINE, NULL);
}

static void what_is_no_json_says_nothing(void **state)
{
    (void)state;
    expect("", NX_HTML_HEADLINE, NULL);
    expect("no", NX_HTML_HEADLINE, NULL);
    expect("{\"@type\": \"Article\", \"headline\": \"H\"", NX_HTML_HEADLINE,
           NULL);
    expect("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", NX_HTML_HEADLINE,
           NULL);
    expect("[]", NX_HTML_HEADLINE, NULL);
    expect("{\"@graph\": {}, \"@type\": null}", NX_HTML_HEADLINE, NULL);
}

static void authors_and_publishers_may_be_told_elsewhere(void **state)
{
    static const char article[] =
        "{\"@type\": \"NewsArticle\", \"author\": [{\"@id\": \"#ann\"}, "
        "{\"@id\": \"#nobody\"}], \"publisher\": {\"@id\": \"#press\"}}";
    static const char others[] =
        "{\"@graph\": [{\"@id\": \"#ann\", \"@type\": \"Person\", \"name\": "
        "\"Ann\"}, {\"@id\": \"#press\", \"@type\": \"Organization\", "
        "\"name\": \"Press\"}]}";

    (void)state;
    expect_of_two(article, others, NX_HTML_BYLINE, "Ann");
    expect_of_two(others, article, NX_HTML_SOURCE, "Press");
    expect_of_two(article, "{\"@id\": \"#ann\", \"name\": \"Ann\"}",
                  NX_HTML_BYLINE, "Ann");
    expect("{\"@graph\": [{\"@id\": \"#a\", \"name\": \"Ann\"}, {\"@type\": "
           "\"Article\", \"author\": {\"@id\": \"#a\"}}]}",
           NX_HTML_BYLINE, "Ann");
    expect(article, NX_HTML_BYLINE, NULL);
    expect_of_two(
        "{\"@type\": \"Article\", \"author\": \"Ann\", \"creator\": \"Bob\"}",
        "{\"@type\": \"Article\", \"author\": \"ann-1\"}", NX_HTML_BYLINE,
        "Ann, Bob");
}

static void a_publisher_is_no_author(void **state)
{
    (void)state;
    expect("{\"@type\": \"Article\", \"author\": {\"@type\": "
           "\"NewsMediaOrganization\", \"name\": \"Press\"}, \"publisher\": "
           "{\"name\": \"PRESS\"}}",
           NX_HTML_BYLINE, NULL);
    expect("{\"@type\": \"Article\", \"author\": {\"@type\": "
           "\"Organization\", \"name\": \"Agency\"}, \"publisher\": "
           "{\"name\": \"Press\"}}",
           NX_HTML_BYLINE, "Agency");
}

static void a_site_is_the_source_if_nothing_else_is(void **state)
{
    static const char site[] =
        "[{\"@type\": \"Organization\", \"name\": \"Company\"}, {\"@type\": "
        "\"WebSite\", \"name\": \"Site\"}]";

    (void)state;
    expect(site, NX_HTML_SOURCE, "Site");
    expect("{\"@type\": \"Organization\", \"name\": \"Company\"}",
           NX_HTML_SOURCE, "Company");
    expect_of_two(site, "{\"@type\": \"Article\", \"publisher\": \"Press\"}",
                  NX_HTML_SOURCE, "Press");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(articles_are_found_where_they_stand),
        cmocka_unit_test(values_are_strings_or_have_names),
        cmocka_unit_test(what_is_no_json_says_nothing),
        cmocka_unit_test(authors_and_publishers_may_be_told_elsewhere),
        cmocka_unit_test(a_publisher_is_no_author),
        cmocka_unit_test(a_site_is_the_source_if_nothing_else_is)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
