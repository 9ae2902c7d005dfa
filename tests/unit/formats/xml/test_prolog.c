#include "formats/xml/prolog.h"

#include "base/str.h"
#include "reading.h"

static void expect_length(const char *text, size_t wanted, bool wanted_more)
{
    bool more;

    assert_int_equal(nx_xml_prolog_length(nx_str(text), &more), wanted);
    assert_int_equal(more, wanted_more);
}

static void a_prolog_ends_where_the_root_begins(void **state)
{
    (void)state;
    expect_length("<a>", 0, false);
    expect_length("", 0, true);
    expect_length(" \n", 2, true);
    expect_length("<", 0, true);
    expect_length("<!", 0, true);
    expect_length("<!x", 0, false);
    expect_length("text", 0, false);
    expect_length("<?xml version='1.0'?> <a>", 22, false);
    expect_length("<!-- <a> --><!--->", 12, true);
    expect_length("<!DOCTYPE a><a>", 12, false);
    expect_length("<!doctype a SYSTEM \"]>'\"><a>", 25, false);
    expect_length("<!DOCTYPE a [<!-- ]> ' --><?x ]>?><!ENTITY b ']>'>]><a>", 52,
                  false);
    expect_length("<!DOCTYPE a [<!ENTITY b ']>]><a>", 0, true);
}

static void expect_entity(const char *prolog, const char *name,
                          const char *wanted)
{
    nx_xml_entities entities;
    nx_buf out;

    nx_xml_entities_init(&entities);
    nx_buf_init(&out, 1000);
    assert_int_equal(nx_xml_prolog_entities(nx_str(prolog), &entities, NULL),
                     NEWSIDX_OK);
    assert_int_equal(
        nx_xml_entities_resolve(&entities, nx_str(name), &out, NULL),
        NEWSIDX_OK);
    assert_string_equal(nx_buf_text(&out).bytes, wanted);
    nx_buf_finish(&out);
    nx_xml_entities_finish(&entities);
}

static void entities_with_a_text_are_kept(void **state)
{
    (void)state;
    expect_entity("<!DOCTYPE a [<!ENTITY b 'c'>]>", "b", "c");
    expect_entity(" <!DOCTYPE a\n[\n<!ENTITY  b\n\"it's\" >]>", "b", "it's");
    expect_entity("<!DOCTYPE a [<!ENTITY b ''>]>", "b", "");
    expect_entity("<!DOCTYPE a [<!ENTITY % b 'c'>]>", "b", "&b;");
    expect_entity("<!DOCTYPE a [<!ENTITY b SYSTEM 'c'>]>", "b", "&b;");
    expect_entity("<!DOCTYPE a [<!-- <!ENTITY b 'c'> -->]>", "b", "&b;");
    expect_entity("<!-- <!DOCTYPE a [<!ENTITY b 'c'>]> --><a>", "b", "&b;");
    expect_entity("<!DOCTYPE a [<!ENTITY b>]>", "b", "&b;");
    expect_entity("<!DOCTYPE a [<!ENTITY]>", "b", "&b;");
}

static void expect_root(const char *text, const char *name, const char *tag)
{
    newsidx_text seen;
    const newsidx_text root = nx_xml_prolog_root(nx_str(text), &seen);

    if (name == NULL) {
        assert_null(root.bytes);
        return;
    }
    assert_true(nx_str_equal(root, nx_str(name)));
    assert_true(nx_str_equal(seen, nx_str(tag)));
}

static void the_root_shows_in_the_first_bytes(void **state)
{
    (void)state;
    expect_root("<nitf>", "nitf", "");
    expect_root("<?xml version='1.0'?>\n<!-- a -->\n<rss version='2.0'><a>",
                "rss", " version='2.0'");
    expect_root("<n:a b='c", "n:a", " b='c");
    expect_root("<a/>", "a", "/");
    expect_root("<!-- a --> text", NULL, NULL);
    expect_root("<!-- a ", NULL, NULL);
    expect_root("<nit", NULL, NULL);
    expect_root("< a>", NULL, NULL);
    expect_root("", NULL, NULL);
}

static void the_prolog_is_stepped_over_in_any_pieces(void **state)
{
    const char *text = "<?xml version='1.0'?>\n<!DOCTYPE a [\n"
                       "<!ENTITY b 'c'>\n]>\n<a>";

    (void)state;
    for (size_t chunk_bytes = 0; chunk_bytes < 60; chunk_bytes++) {
        reading_source source = {nx_str(text), chunk_bytes};
        nx_xml_entities entities;
        uint64_t line = 7;
        nx_input input;

        nx_xml_entities_init(&entities);
        nx_input_init(&input);
        nx_input_use(&input, reading_next, &source);
        assert_int_equal(nx_xml_prolog_skip(&input, &entities, &line, NULL),
                         NEWSIDX_OK);
        assert_int_equal(line, 11);
        assert_memory_equal(input.at, "<a>", 3);
        assert_int_equal(entities.count, 1);
        nx_input_finish(&input);
        nx_xml_entities_finish(&entities);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_prolog_ends_where_the_root_begins),
        cmocka_unit_test(entities_with_a_text_are_kept),
        cmocka_unit_test(the_root_shows_in_the_first_bytes),
        cmocka_unit_test(the_prolog_is_stepped_over_in_any_pieces)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
