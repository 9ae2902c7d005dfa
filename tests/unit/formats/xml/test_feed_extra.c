#include "formats/xml/feed_extra.h"

#include "ingest/extra.h"
#include "trees.h"

/* What is kept of the root of a document. */
static void expect(const char *document, const char *name, const char *wanted)
{
    nx_feed_extra extra = {NULL, 0, false};
    nx_item item;
    trees t;

    nx_item_init(&item);
    extra.item = &item;
    trees_begin(&t, nx_str(document), 0, trees_root);
    assert_int_equal(trees_step(&t), NEWSIDX_OK);
    assert_int_equal(nx_feed_extra_element(&extra, name, t.record, &t.err),
                     NEWSIDX_OK);
    assert_int_equal(nx_extra_finish(&item, &t.err), NEWSIDX_OK);
    assert_text(item.article.extra, wanted);
    trees_end(&t);
    nx_item_finish(&item);
}

static void elements_are_kept_under_their_names(void **state)
{
    (void)state;
    expect("<a>1</a>", NULL, "{\"a\":\"1\"}");
    expect("<a b='2' xml:lang='en'>1</a>", NULL, "{\"a\":\"1\",\"a.b\":\"2\"}");
    expect("<dc:a xmlns:dc='http://purl.org/dc/elements/1.1/'>&lt;b>1&lt;/b>"
           "</dc:a>",
           NULL, "{\"dc:a\":\"1\"}");
    expect("<a>1</a>", "other", "{\"other\":\"1\"}");
    expect("<a/>", NULL, NULL);
}

static void elements_inside_have_a_path(void **state)
{
    (void)state;
    expect("<a> <b><c>1</c><c x='y'>2</c></b> <d>3</d> </a>", NULL,
           "{\"a.b.c\":[\"1\",\"2\"],\"a.b.c.x\":\"y\",\"a.d\":\"3\"}");
    expect("<a><b><c><d><e><f><g>deep</g></f></e></d></c></b><h>1</h></a>",
           NULL, "{\"a.h\":\"1\"}");
}

static void what_has_no_room_is_left_out_and_told(void **state)
{
    nx_feed_extra extra = {NULL, 0, false};
    newsidx_text text;
    nx_item item;
    nx_buf long_text;

    (void)state;
    nx_item_init(&item);
    extra.item = &item;
    nx_buf_init(&long_text, 200000);
    while (long_text.length < 100000)
        nx_buf_add_string(&long_text, "rain ");
    text = nx_buf_text(&long_text);
    assert_int_equal(nx_feed_extra_text(&extra, "a", text, NULL), NEWSIDX_OK);
    assert_int_equal(nx_feed_extra_text(&extra, "b", text, NULL), NEWSIDX_OK);
    assert_int_equal(nx_feed_extra_text(&extra, "c", text, NULL), NEWSIDX_OK);
    assert_int_equal(nx_extra_finish(&item, NULL), NEWSIDX_OK);
    assert_true(item.article.extra.length < NX_FEED_EXTRA_BYTES);
    assert_non_null(strstr(item.article.extra.bytes, "\"truncated\":true}"));
    nx_buf_finish(&long_text);
    nx_item_finish(&item);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_are_kept_under_their_names),
        cmocka_unit_test(elements_inside_have_a_path),
        cmocka_unit_test(what_has_no_room_is_left_out_and_told)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
