#include "formats/xml/records.h"

#include "reading.h"

static bool is_record(const nx_xml_node *element)
{
    return nx_xml_is(element, "a");
}

/* An empty one has no article. */
static void read_record(nx_put *put, const nx_xml_node *record)
{
    if (record->first == NULL)
        put->status = nx_fail(put->err, NEWSIDX_ERR_INPUT, "nothing in it");
    nx_put_node(put, &put->item->article.body, record);
}

static void a_record_without_an_article_is_named(void **state)
{
    reading_source source = {nx_str("<r>\n<a>1</a>\n <a/><a>2</a></r>"), 0};
    newsidx_error err;
    nx_input input;
    const nx_origin origin = {.input = &input, .line = 10};
    nx_item item;
    void *records;

    (void)state;
    nx_input_init(&input);
    nx_input_use(&input, reading_next, &source);
    nx_item_init(&item);
    assert_int_equal(
        nx_records_open(&origin, is_record, read_record, &records, &err),
        NEWSIDX_OK);
    assert_int_equal(nx_records_next(records, &item, &err), NEWSIDX_OK);
    assert_text(item.article.body, "1");
    assert_int_equal(item.line, 11);
    assert_int_equal(item.start_bytes, 4);
    nx_item_reset(&item);
    assert_int_equal(nx_records_next(records, &item, &err), NEWSIDX_ERR_INPUT);
    assert_string_equal(err.message, "nothing in it");
    assert_int_equal(err.offset, 14);
    assert_int_equal(item.line, 12);
    nx_item_reset(&item);
    assert_int_equal(nx_records_next(records, &item, &err), NEWSIDX_OK);
    assert_text(item.article.body, "2");
    assert_int_equal(nx_records_next(records, &item, &err), NEWSIDX_DONE);
    nx_records_close(records);
    nx_records_close(NULL);
    nx_item_finish(&item);
    nx_input_finish(&input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_without_an_article_is_named)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
