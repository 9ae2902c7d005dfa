#include "formats/html/linked.h"

#include "making.h"

static void expect(const char *json, nx_html_fact fact, const char *value)
{
    nx_html_facts facts;

    nx_html_facts_init(&facts);
    nx_html_linked_read(nx_str(json), &facts);
    assert_piece(nx_html_facts_get(&facts, fact), value);
    nx_html_facts_finish(&facts);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(articles_are_found_where_they_stand),
        cmocka_unit_test(values_are_strings_or_have_names),
        cmocka_unit_test(what_is_no_json_says_nothing)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
