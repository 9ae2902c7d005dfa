#include "formats/xml/entities.h"

#include "base/limits.h"
#include "base/str.h"
#include "reading.h"

#include <stdio.h>

static nx_xml_entities entities;
static nx_buf out;
static newsidx_error err;

static int begin(void **state)
{
    (void)state;
    nx_xml_entities_init(&entities);
    nx_buf_init(&out, NX_LIMIT_ARTICLE_BYTES);
    return 0;
}

static int end(void **state)
{
    (void)state;
    nx_xml_entities_finish(&entities);
    nx_buf_finish(&out);
    return 0;
}

static void expect(const char *text, const char *wanted)
{
    nx_buf_clear(&out);
    assert_int_equal(
        nx_xml_entities_decode(&entities, nx_str(text), &out, &err),
        NEWSIDX_OK);
    assert_string_equal(nx_buf_text(&out).bytes, wanted);
}

static void declare(const char *name, const char *value)
{
    assert_int_equal(
        nx_xml_entities_add(&entities, nx_str(name), nx_str(value), &err),
        NEWSIDX_OK);
}

static void names_of_html_are_known(void **state)
{
    static const char *const names[] = {"AElig", "amp",  "apos", "euro",
                                        "lt",    "quot", "zwnj", "yuml"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_true(nx_xml_named(nx_str(names[i])) > 0);
    assert_int_equal(nx_xml_named(nx_str("euro")), 0x20AC);
    assert_true(nx_xml_named(nx_str("EURO")) < 0);
    assert_true(nx_xml_named(nx_str("")) < 0);
}

static void references_are_resolved_and_the_rest_stays(void **state)
{
    (void)state;
    expect("", "");
    expect("&eacute;&#233;&#xE9;&#XE9;", "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9");
    expect("AT&T &amp; M&S; &; &#; &#x; &#xD800; &#1114112;",
           "AT&T & M&S; &; &#; &#x; &#xD800; &#1114112;");
    expect("&amp;eacute; &", "&eacute; &");
    expect("&#000000000000000000000065;", "A");
}

static void declared_entities_come_first(void **state)
{
    (void)state;
    declare("press", "Harbor &amp; Press &press; &paper;");
    declare("paper", "Paper");
    declare("paper", "ignored");
    declare("eacute", "e");
    expect("&press;|&paper;|&eacute;",
           "Harbor & Press &press; &paper;|Paper|e");
    nx_xml_entities_reset(&entities);
    expect("&paper;", "&paper;");
}

static void too_many_are_refused(void **state)
{
    newsidx_status status = NEWSIDX_OK;
    char name[20];

    (void)state;
    for (int i = 0; status == NEWSIDX_OK && i < 2000; i++) {
        snprintf(name, sizeof name, "e%d", i);
        status =
            nx_xml_entities_add(&entities, nx_str(name), nx_str("1"), &err);
    }
    assert_int_equal(status, NEWSIDX_ERR_INPUT);
    assert_string_equal(err.message, "bad XML: more than 1024 entities");
    expect("&e0;&e1023;&e1024;", "11&e1024;");
}

static void laughter_is_bounded(void **state)
{
    newsidx_status status = NEWSIDX_OK;
    char long_text[10001];

    (void)state;
    memset(long_text, 'a', sizeof long_text);
    long_text[10000] = '\0';
    declare("a", long_text);
    declare("b", "b");
    for (int i = 0; i < 2000000; i++) {
        nx_buf_clear(&out);
        nx_xml_entities_resolve(&entities, nx_str("b"), &out, &err);
    }
    for (int i = 0; status == NEWSIDX_OK && i < 2000; i++) {
        nx_buf_clear(&out);
        status = nx_xml_entities_resolve(&entities, nx_str("a"), &out, &err);
    }
    assert_int_equal(status, NEWSIDX_ERR_INPUT);
    assert_string_equal(err.message,
                        "bad XML: entities of more than 1048576 bytes");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_of_html_are_known),
        TEST(references_are_resolved_and_the_rest_stays),
        TEST(declared_entities_come_first), TEST(too_many_are_refused),
        TEST(laughter_is_bounded)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
