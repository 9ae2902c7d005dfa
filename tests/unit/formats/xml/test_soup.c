#include "formats/xml/soup.h"

#include "trees.h"

/* Read leniently, from the first byte that Expat refuses on. */
static void begin(trees *t, const char *text, size_t chunk_bytes)
{
    trees_begin(t, nx_str(text), chunk_bytes, trees_item);
    nx_xml_be_lenient(t->xml);
}

/* Add a tree to `out` as well-formed XML. */
static void print(nx_buf *out, const nx_xml_node *top)
{
    if (top->name.bytes == NULL) {
        nx_buf_add_text(out, top->text);
        return;
    }
    nx_buf_add_format(out, "<%.*s", (int)top->name.length, top->name.bytes);
    for (size_t i = 0; i < top->attribute_count; i++)
        nx_buf_add_format(
            out, " %.*s=%.*s", (int)top->attributes[i].name.length,
            top->attributes[i].name.bytes, (int)top->attributes[i].value.length,
            top->attributes[i].value.bytes);
    nx_buf_add_byte(out, '>');
    for (const nx_xml_node *at = top->first; at != NULL; at = at->next)
        print(out, at);
    nx_buf_add_string(out, "</>");
}

/* All records of a document, whatever its chunks. */
static void expect(const char *text, const char *wanted)
{
    for (size_t chunk = 0; chunk < 40; chunk++) {
        nx_buf seen;
        trees t;

        begin(&t, text, chunk);
        nx_buf_init(&seen, 100000);
        while (trees_step(&t) == NEWSIDX_OK)
            print(&seen, t.record);
        assert_int_equal(t.status, NEWSIDX_DONE);
        assert_string_equal(nx_buf_text(&seen).bytes, wanted);
        nx_buf_finish(&seen);
        trees_end(&t);
    }
}

static void what_begins_nothing_is_text(void **state)
{
    (void)state;
    expect("<c><item>Q&A & 1 < 2 <3 &nosuch; &#xZ; a<b c</item></c>",
           "<item>Q&A & 1 < 2 <3 &nosuch; &#xZ; a<b c</>");
    expect("<c><item><l>http://a/?x=1&y=2&z</l></item></c>",
           "<item><l>http://a/?x=1&y=2&z</></>");
    expect("<c><item>&eacute;&amp;&#233; & </item></c>",
           "<item>\xC3\xA9&\xC3\xA9 & </>");
    expect("<c>&<item>]]></item></c>", "<item>]]></>");
}

static void ends_that_lack_are_put_in(void **state)
{
    (void)state;
    expect("<c><item><a>1</item><item><b>2",
           "<item><a>1</></><item><b>2</></>");
    expect("<c><item>1<item>2<item>3</c><item>4</item>",
           "<item>1</><item>2</><item>3</><item>4</>");
    expect("<c><item>1</c>", "<item>1</>");
    expect("<c>&<item>x<br>y<p>1<p>2<img src=a>3</item></c>",
           "<item>x<br></>y<p>1</><p>2<img src=a></>3</></>");
}

static void ends_of_nothing_go(void **state)
{
    (void)state;
    expect("<c><item>1</b>2</></item></c>", "<item>12</></>");
    expect("</b><c><item>1</item></c></c>", "<item>1</>");
    expect("<c><item><a>1</b></a></item></c>", "<item><a>1</></>");
}

static void tags_are_read_without_their_quotes(void **state)
{
    (void)state;
    expect("<c>&<item a=1 b='2' c=\"3\" d e=f/g>x</item></c>",
           "<item a=1 b=2 c=3 d= e=f/g>x</>");
    expect("<c><item a=\"1>x</item><item a='2'>y</item></c>",
           "<item a=1>x</><item a=2>y</>");
    expect("<c><item a='1' a='2' b='it&apos;s'>x</item></c>",
           "<item a=1 a=2 b=it's>x</>");
    expect("<c>&<item a='&eacute;&x'/></c>", "<item a=\xC3\xA9&x></>");
}

static void cut_documents_give_what_they_have(void **state)
{
    (void)state;
    expect("<c><item>1</item><item>2<![CDATA[3 <b>",
           "<item>1</><item>23 <b></>");
    expect("<c><item>1</item><item>2<![CD", "<item>1</><item>2</>");
    expect("<c><item>1</item><item>2<!-- 3", "<item>1</><item>2</>");
    expect("<c><item>1</item></c", "<item>1</>");
    expect("<c><item>1&am", "<item>1&am</>");
}

static void controls_in_cdata_leave_it_cdata(void **state)
{
    (void)state;
    expect("<c><item><![CDATA[a\x01 <b>&amp;</b>]]>&amp;</item></c>",
           "<item>a\x01 <b>&amp;</b>&</>");
    expect("<c>\x02<item><![CDATA[]] ]]]>]]&gt;</item></c>",
           "<item>]] ]]]></>");
}

static void entities_are_declared_in_broken_documents_too(void **state)
{
    (void)state;
    expect("junk <!DOCTYPE c [ <!ENTITY ap \"Harbor Press\"> <!-- > -->\n"
           "<!ENTITY file SYSTEM '/etc/passwd'>]><c><item>&ap; &file;</item>",
           "<item>Harbor Press &file;</>");
    expect("junk <!DOCTYPE c PUBLIC 'a' 'b'><?xml version='1.0'?><c><item>1"
           "</item></c>",
           "<item>1</>");
}

static void bytes_that_are_no_text_are_replaced(void **state)
{
    (void)state;
    expect("<c><item>&\xFF\xC3<a b=\"\xC3\">x</a></item></c>",
           "<item>&\xEF\xBF\xBD\xEF\xBF\xBD<a b=\xEF\xBF\xBD>x</></>");
}

static void records_know_their_line_and_byte(void **state)
{
    static const char text[] = "<c>\n<item>a & b</item>\n\n<item>2</item></c>";
    trees t;

    (void)state;
    begin(&t, text, 1);
    assert_int_equal(trees_step(&t), NEWSIDX_OK);
    assert_int_equal(nx_xml_line(t.xml), 2); /* began before the fault */
    assert_int_equal(nx_xml_offset(t.xml), strstr(text, "<item>a") - text);
    assert_int_equal(trees_step(&t), NEWSIDX_OK);
    assert_int_equal(nx_xml_line(t.xml), 4);
    assert_int_equal(nx_xml_offset(t.xml), strstr(text, "<item>2") - text);
    assert_string_equal(t.record->parent->name.bytes, "c");
    assert_int_equal(trees_step(&t), NEWSIDX_DONE);
    trees_end(&t);
}

/* A megabyte of each shape takes some hundredths of a second. */
static void no_shape_takes_quadratic_time(void **state)
{
    static const char *const shapes[] = {
        "<",  "<a",        "<a ",  "<a b=\"", "&",       "&a",  "</a>",
        ">",  "<![CDATA[", "<!--", "<!",      "<item>",  "<a>", "<a/>",
        "]]", "</",        "--",   "<p>",     "<a b='>", "<?",  "\n"};

    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        nx_buf text;
        trees t;

        nx_buf_init(&text, 2000000);
        nx_buf_add_string(&text, "&<c><item>");
        while (text.length < 1000000)
            nx_buf_add_string(&text, shapes[i]);
        begin(&t, text.bytes, 1000);
        while (trees_step(&t) == NEWSIDX_OK)
            ;
        assert_true(t.status == NEWSIDX_DONE || t.status == NEWSIDX_ERR_INPUT);
        trees_end(&t);
        nx_buf_finish(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_begins_nothing_is_text),
        cmocka_unit_test(ends_that_lack_are_put_in),
        cmocka_unit_test(ends_of_nothing_go),
        cmocka_unit_test(tags_are_read_without_their_quotes),
        cmocka_unit_test(cut_documents_give_what_they_have),
        cmocka_unit_test(controls_in_cdata_leave_it_cdata),
        cmocka_unit_test(entities_are_declared_in_broken_documents_too),
        cmocka_unit_test(bytes_that_are_no_text_are_replaced),
        cmocka_unit_test(records_know_their_line_and_byte),
        cmocka_unit_test(no_shape_takes_quadratic_time)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
