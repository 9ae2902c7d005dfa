#include "formats/xml/build.h"

#include "trees.h"

/* Hand in "a", "b=c" ... */
static void start(nx_xml_builder *builder, const char *name,
                  const char *attribute, const char *value)
{
    const nx_xml_given given = {nx_str(attribute), nx_str(value)};

    assert_int_equal(nx_xml_build_start(builder, nx_str(name), &given,
                                        attribute == NULL ? 0 : 1, NULL),
                     NEWSIDX_OK);
}

static void text(nx_xml_builder *builder, const char *bytes)
{
    assert_int_equal(nx_xml_build_text(builder, nx_str(bytes), NULL),
                     NEWSIDX_OK);
}

static void end(nx_xml_builder *builder)
{
    assert_int_equal(nx_xml_build_end(builder, NULL), NEWSIDX_OK);
}

static void a_record_is_complete_at_its_end(void **state)
{
    nx_xml_builder builder;
    const nx_xml_node *record;

    (void)state;
    nx_xml_build_init(&builder, trees_item);
    start(&builder, "rss", NULL, NULL);
    start(&builder, "item", "id", "7");
    text(&builder, "Rain ");
    text(&builder, "fell");
    start(&builder, "b", NULL, NULL);
    assert_string_equal(nx_xml_build_name(&builder, 3).bytes, "b");
    assert_null(builder.record);
    end(&builder);
    end(&builder);
    record = builder.record;
    assert_true(nx_xml_is(record, "item"));
    assert_text(nx_xml_attribute_of(record, "id"), "7");
    assert_text(record->first->text, "Rain fell");
    assert_true(nx_xml_is(record->first->next, "b"));
    assert_null(record->first->next->next);
    assert_ptr_equal(record->parent, builder.top);
    assert_null(record->parent->first);
    nx_xml_build_forget(&builder);
    assert_null(builder.record);
    end(&builder);
    assert_int_equal(builder.depth, 0);
    nx_xml_build_finish(&builder);
}

static void prefixes_stand_for_what_is_declared_above(void **state)
{
    nx_xml_builder builder;
    const nx_xml_node *at;

    (void)state;
    nx_xml_build_init(&builder, trees_root);
    start(&builder, "a", "xmlns", " urn:1 ");
    start(&builder, "x:b", "xmlns:x", "urn:2");
    start(&builder, "c", "x:d", "1");
    start(&builder, "e", "xmlns", "");
    end(&builder);
    end(&builder);
    end(&builder);
    start(&builder, "x:b", "xml:lang", "fr");
    end(&builder);
    start(&builder, ":f:", "xmlnsx", "1");
    end(&builder);
    end(&builder);
    at = builder.record;
    assert_true(nx_xml_is_in(at, "urn:1", "a"));
    at = at->first;
    assert_true(nx_xml_is_in(at, "urn:2", "b"));
    assert_int_equal(at->attribute_count, 0);
    assert_true(nx_xml_is_in(at->first, "urn:1", "c"));
    assert_text(at->first->attributes[0].space, "urn:2");
    assert_null(at->first->first->space.bytes);
    at = at->next;
    assert_true(nx_xml_is_in(at, "x", "b"));
    assert_text(at->attributes[0].space, NX_XML_SPACE);
    at = at->next;
    assert_true(nx_xml_is_in(at, "urn:1", ":f:"));
    assert_text(nx_xml_attribute_of(at, "xmlnsx"), "1");
    nx_xml_build_finish(&builder);
}

static void what_is_around_records_is_kept_within_a_limit(void **state)
{
    nx_xml_builder builder;
    size_t count = 0;

    (void)state;
    nx_xml_build_init(&builder, trees_item);
    start(&builder, "rss", NULL, NULL);
    start(&builder, "title", NULL, NULL);
    text(&builder, "News");
    end(&builder);
    for (int i = 0; i < 20000; i++) {
        text(&builder, " \n");
        start(&builder, "category", NULL, NULL);
        text(&builder, "weather and climate");
        end(&builder);
        start(&builder, "item", NULL, NULL);
        end(&builder);
        assert_string_equal(
            nx_xml_child(builder.record->parent, "title")->first->text.bytes,
            "News");
        nx_xml_build_forget(&builder);
    }
    for (const nx_xml_node *at = nx_xml_child(builder.top, "category");
         at != NULL; at = nx_xml_again(at))
        count++;
    assert_in_range(count, 1000, 10000);
    assert_true(builder.outer_bytes <= NX_XML_OUTER_BYTES);
    nx_xml_build_finish(&builder);
}

static void a_builder_takes_another_document(void **state)
{
    nx_xml_builder builder;

    (void)state;
    nx_xml_build_init(&builder, trees_root);
    for (int i = 0; i < 3; i++) {
        start(&builder, i == 0 ? "a" : "b", "xmlns", "urn:1");
        start(&builder, "c", NULL, NULL);
        if (i != 1) {
            end(&builder);
            end(&builder);
            assert_true(
                nx_xml_is_in(builder.record, "urn:1", i == 0 ? "a" : "b"));
        }
        nx_xml_build_reset(&builder);
        assert_null(builder.top);
    }
    nx_xml_build_finish(&builder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_is_complete_at_its_end),
        cmocka_unit_test(prefixes_stand_for_what_is_declared_above),
        cmocka_unit_test(what_is_around_records_is_kept_within_a_limit),
        cmocka_unit_test(a_builder_takes_another_document)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
