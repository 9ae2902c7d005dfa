#include "formats/html/roles.h"

#include "making.h"

static void expect(const char *start_tag, nx_html_role role)
{
    char html[300];
    making m;

    snprintf(html, sizeof html, "%sx", start_tag);
    making_begin(&m, html);
    /* html, head, body, and then it. */
    if (nx_html_role_of(&m.tree.nodes[3]) != role)
        print_error("%s\n", start_tag);
    assert_int_equal(nx_html_role_of(&m.tree.nodes[3]), role);
    making_end(&m);
}

static void names_say_what_an_element_is_for(void **state)
{
    (void)state;
    expect("<div>", NX_HTML_ANY);
    expect("<div class='story-body wide'>", NX_HTML_BODY);
    expect("<div class=articleBody>", NX_HTML_BODY);
    expect("<div id=entryContent>", NX_HTML_BODY);
    expect("<div itemprop=articleBody>", NX_HTML_ARTICLE_BODY);
    expect("<div class='box share-tools'>", NX_HTML_FURNITURE);
    expect("<div class=socialLinks>", NX_HTML_FURNITURE);
    expect("<div class=relatedarticles>", NX_HTML_FURNITURE);
    expect("<div id=comments>", NX_HTML_COMMENTS);
    expect("<div class=photo>", NX_HTML_IMAGE);
    expect("<div class=wp-caption-text>", NX_HTML_CAPTION);
    expect("<div class='social embed'>", NX_HTML_ANY);
    expect("<div class=shareholder>", NX_HTML_ANY);
    expect("<div id=sharing-with-several-people>", NX_HTML_ANY);
}

static void tags_and_roles_say_it_too(void **state)
{
    (void)state;
    expect("<nav>", NX_HTML_FURNITURE);
    expect("<footer>", NX_HTML_FURNITURE);
    expect("<form>", NX_HTML_FURNITURE);
    expect("<figcaption>", NX_HTML_CAPTION);
    expect("<div role=navigation>", NX_HTML_FURNITURE);
    expect("<div class=story-body hidden>", NX_HTML_UNSEEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_say_what_an_element_is_for),
        cmocka_unit_test(tags_and_roles_say_it_too)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
