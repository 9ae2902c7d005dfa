#include "formats/sgml/markup.h"

#include "reading.h"

static void assert_slice(newsidx_text text, const char *expected)
{
    assert_int_equal(text.length, strlen(expected));
    assert_memory_equal(text.bytes, expected, text.length);
}

static void elements_are_found_by_name(void **state)
{
    const newsidx_text text = nx_str(
        "<BODYGUARD>x</BODYGUARD> <body a=1>one</BODY><BODY>two</BODY><D>");
    nx_sgml_element found;

    (void)state;
    assert_true(nx_sgml_element_at(text, 0, "BODY", &found));
    assert_slice(found.content, "one");
    assert_slice(found.attributes, " a=1");
    assert_slice(found.whole, "<body a=1>one</BODY>");
    assert_true(nx_sgml_element_at(
        text, (size_t)(found.content.bytes - text.bytes), "BODY", &found));
    assert_slice(found.content, "two");
    assert_false(nx_sgml_element_at(text, 0, "D", &found));
    assert_false(nx_sgml_element_at(text, 0, "TITLE", &found));
    assert_false(nx_sgml_element_at(nx_str("<"), 0, "D", &found));
    assert_false(nx_sgml_element_at(nx_str("<D "), 0, "D", &found));
    assert_false(nx_sgml_element_at(nx_str(""), 0, "D", &found));
}

static void attributes_may_be_quoted(void **state)
{
    const newsidx_text text =
        nx_str(" TOPICS=\"YES NO\" Split = 'a\"b' flag =x NEWID=17");

    (void)state;
    assert_slice(nx_sgml_attribute(text, "topics"), "YES NO");
    assert_slice(nx_sgml_attribute(text, "SPLIT"), "a\"b");
    assert_slice(nx_sgml_attribute(text, "FLAG"), "x");
    assert_slice(nx_sgml_attribute(text, "NEWID"), "17");
    assert_null(nx_sgml_attribute(text, "ID").bytes);
    assert_null(nx_sgml_attribute(nx_str(" a = "), "b").bytes);
    assert_null(nx_sgml_attribute(nx_str("= = '"), "b").bytes);
}

static void references_are_decoded_once(void **state)
{
    nx_arena arena;

    (void)state;
    nx_arena_init(&arena);
    assert_slice(
        nx_sgml_decode(nx_str("&lt;A&amp;B> &amp;lt; &#233;&#3;."), &arena),
        "<A&B> &lt; \xC3\xA9\x03.");
    assert_slice(nx_sgml_decode(nx_str("AT&T &; &#; &#x3; &nope; &#55296; "
                                       "&#99999999; &amp"),
                                &arena),
                 "AT&T &; &#; &#x3; &nope; &#55296; &#99999999; &amp");
    nx_arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_are_found_by_name),
        cmocka_unit_test(attributes_may_be_quoted),
        cmocka_unit_test(references_are_decoded_once)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
