#include "formats/xml/xml.h"

#include "base/buf.h"
#include "base/limits.h"
#include "trees.h"

#include <stdio.h>
#include <time.h>

static const char channel[] =
    "<?xml version='1.0' standalone='yes'?>\n"
    "<!DOCTYPE rss [<!ENTITY press 'Harbor &amp; Press'>]>\n"
    "<rss xmlns:dc='urn:dc'><channel><title>&press;</title>\n"
    "<item id='1'><title>Rain</title><dc:date>2016</dc:date></item>\n"
    "<language>en</language>\n"
    "<item id='2'><title><![CDATA[Snow & ice]]> caf&eacute;</title></item>"
    "<item/></channel></rss>";

static void records_come_one_after_another(void **state)
{
    (void)state;
    for (size_t chunk_bytes = 0; chunk_bytes < 40; chunk_bytes++) {
        trees t;

        trees_begin(&t, nx_str(channel), chunk_bytes, trees_item);
        assert_int_equal(trees_step(&t), NEWSIDX_OK);
        assert_string_equal(trees_at(&t, "title"), "Rain");
        assert_int_equal(nx_xml_line(t.xml), 4);
        assert_int_equal(nx_xml_offset(t.xml),
                         (size_t)(strstr(channel, "<item") - channel));
        assert_null(nx_xml_path(t.record, "date"));
        assert_non_null(nx_xml_child_in(t.record, "urn:dc", "date"));
        assert_int_equal(trees_step(&t), NEWSIDX_OK);
        assert_string_equal(trees_at(&t, "title"), "Snow & ice caf\xC3\xA9");
        assert_text(nx_xml_attribute_of(t.record, "id"), "2");
        t.record = t.record->parent;
        assert_string_equal(trees_at(&t, "title"), "Harbor & Press");
        assert_string_equal(trees_at(&t, "language"), "en");
        assert_null(trees_at(&t, "item"));
        assert_int_equal(trees_step(&t), NEWSIDX_OK);
        assert_null(t.record->first);
        assert_int_equal(trees_step(&t), NEWSIDX_DONE);
        assert_true(nx_xml_is(nx_xml_top(t.xml), "rss"));
        assert_int_equal(trees_step(&t), NEWSIDX_DONE);
        trees_end(&t);
    }
}

static void references_of_html_need_no_declaration(void **state)
{
    const char *text = "<?xml version='1.0' encoding='iso-8859-1' "
                       "standalone='yes'?><p a='caf&eacute; &lt;&#233;&gt; "
                       "&nothing; ?a=1&amp;b=2' b=\"it's\">&nbsp;&hellip;"
                       "&nothing;&apos;&amp;</p>";
    trees t;

    (void)state;
    trees_begin(&t, nx_str(text), 3, trees_root);
    assert_int_equal(trees_step(&t), NEWSIDX_OK);
    assert_text(nx_xml_attribute_of(t.record, "a"),
                "caf\xC3\xA9 <\xC3\xA9> &nothing; ?a=1&b=2");
    assert_text(nx_xml_attribute_of(t.record, "b"), "it's");
    assert_string_equal(nx_xml_text_of(t.record, &t.arena).bytes,
                        "\xC2\xA0\xE2\x80\xA6&nothing;'&");
    trees_end(&t);
}

static void nothing_of_another_file_is_read(void **state)
{
    const char *text = "<!DOCTYPE a SYSTEM 'file:///etc/passwd' ["
                       "<!ENTITY x SYSTEM 'file:///etc/passwd'>"
                       "<!ENTITY % p SYSTEM 'http://127.0.0.1/p'> %p;"
                       "<!ENTITY y 'one > two'><!-- <!ENTITY z 'no'> ' -->"
                       "<?php echo \"]>\" ?>]>\n<a b='&x;'>&x;&y;&z;</a>";
    trees t;

    (void)state;
    trees_begin(&t, nx_str(text), 0, trees_root);
    assert_int_equal(trees_step(&t), NEWSIDX_OK);
    assert_int_equal(nx_xml_line(t.xml), 2);
    assert_text(nx_xml_attribute_of(t.record, "b"), "&x;");
    assert_string_equal(nx_xml_text_of(t.record, &t.arena).bytes,
                        "&x;one > two&z;");
    trees_end(&t);
}

static void documents_may_follow_one_another(void **state)
{
    const char *text = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e '1'>]>"
                       "<a>&e;</a\n>\n<!-- end -->\n"
                       "<?xml version='1.0'?>\n<b/><b c='2'>x&e;</b> \n";

    (void)state;
    for (size_t chunk_bytes = 0; chunk_bytes < 20; chunk_bytes++) {
        trees t;

        trees_begin(&t, nx_str(text), chunk_bytes, trees_root);
        assert_int_equal(trees_step(&t), NEWSIDX_OK);
        assert_string_equal(nx_xml_text_of(t.record, &t.arena).bytes, "1");
        assert_int_equal(trees_step(&t), NEWSIDX_OK);
        assert_int_equal(nx_xml_line(t.xml), 5);
        assert_int_equal(trees_step(&t), NEWSIDX_OK);
        assert_int_equal(nx_xml_line(t.xml), 5);
        assert_string_equal(nx_xml_text_of(t.record, &t.arena).bytes, "x&e;");
        assert_int_equal(trees_step(&t), NEWSIDX_DONE);
        trees_end(&t);
    }
}

/* Expat may wait with a long token until there is twice as much, or the end. */
static void what_expat_keeps_back_is_not_lost(void **state)
{
    (void)state;
    for (size_t chunk_bytes = 100; chunk_bytes < 3200; chunk_bytes += 100) {
        nx_buf text;
        trees t;

        nx_buf_init(&text, 10000);
        nx_buf_add_string(&text, "<a><!--");
        for (int i = 0; i < 3000; i++)
            nx_buf_add_byte(&text, 'x');
        nx_buf_add_string(&text, "--></a\n>\n <b/>");
        trees_begin(&t, nx_buf_text(&text), chunk_bytes, trees_root);
        assert_int_equal(trees_step(&t), NEWSIDX_OK);
        assert_int_equal(trees_step(&t), NEWSIDX_OK);
        assert_true(nx_xml_is(t.record, "b"));
        assert_int_equal(nx_xml_line(t.xml), 3);
        assert_int_equal(trees_step(&t), NEWSIDX_DONE);
        trees_end(&t);
        nx_buf_finish(&text);
    }
}

/* The last call says this of `text`, at that byte. */
static void expect_error(const char *text, size_t offset, const char *message)
{
    for (size_t chunk_bytes = 0; chunk_bytes < 9; chunk_bytes++) {
        trees t;

        trees_begin(&t, nx_str(text), chunk_bytes, trees_root);
        while (trees_step(&t) == NEWSIDX_OK)
            continue;
        assert_int_equal(t.status, NEWSIDX_ERR_INPUT);
        assert_string_equal(t.err.message, message);
        assert_int_equal(t.err.offset, offset);
        assert_int_equal(trees_step(&t), NEWSIDX_DONE);
        trees_end(&t);
    }
}

static void errors_name_their_byte(void **state)
{
    (void)state;
    expect_error("", 0, "bad XML: no element in it");
    expect_error(" <!-- a --> ", 12, "bad XML: no element in it");
    expect_error("<!-- a ->", 0, "bad XML: ends before its first element");
    expect_error("<!DOCTYPE a [ ]", 0,
                 "bad XML: ends before its first element");
    expect_error("<a><b></a>", 8, "bad XML: mismatched tag");
    expect_error("\n<a>\n<b>", 8, "bad XML: no element found");
    expect_error("<a/>text", 4, "bad XML: text behind the document");
    expect_error("<a>\x01</a>", 3, "bad XML: not well-formed (invalid token)");
    expect_error("<a b='1' b='2'/>", 9, "bad XML: duplicate attribute");
}

/* `count` times `piece`, between two others, to one buffer. */
static void repeat(nx_buf *out, const char *before, const char *piece,
                   size_t count, const char *after)
{
    nx_buf_init(out, (size_t)-1 / 2);
    nx_buf_add_string(out, before);
    for (size_t i = 0; i < count; i++)
        nx_buf_add_string(out, piece);
    nx_buf_add_string(out, after);
    assert_int_equal(out->status, NEWSIDX_OK);
}

/* What reading it all ends with, after how many records and seconds. */
static newsidx_status read_all(const nx_buf *text, size_t chunk_bytes,
                               nx_xml_is_record is_record, size_t *out_count,
                               char message[240])
{
    newsidx_status status;
    trees t;

    *out_count = 0;
    trees_begin(&t, nx_buf_text(text), chunk_bytes, is_record);
    while (trees_step(&t) == NEWSIDX_OK)
        *out_count += 1;
    status = t.status;
    snprintf(message, 240, "%s", status < 0 ? t.err.message : "");
    trees_end(&t);
    return status;
}

static void hostile_shapes_are_refused_in_time(void **state)
{
    static const struct {
        const char *before;
        const char *piece;
        size_t count;
        const char *after;
        const char *message;
    } shapes[] = {
        {"", "<a>", 1000000, "", "bad XML: nested deeper than 256"},
        {"<r>", "<item/>", 1400000, "</r>",
         "an article of more than 67108864 bytes"},
        {"<o>", "<item/>", 1400000, "</o>", NULL},
        {"<o>", "<o/> ", 700000, "</o>", NULL},
        {"<o>", "<o> <item/> </o> ", 200000, "</o>", NULL},
        {"<r>", "<a/>", 500000, "</r>", NULL},
        {"<r>", "text &amp; ", 300000, "</r>", NULL},
        {"<r>", "&nbsp;", 500000, "</r>", NULL},
        {"<r>", "&none;", 500000, "</r>", NULL},
        {"<r>", "\r", 3000000, "</r>", NULL},
        {"<r>", "]", 3000000, "</r>", NULL},
        {"<r><!--", "<!-", 1000000, "--></r>",
         "bad XML: a tag of more than 1048576 bytes"},
        {"<r>", "<!-- a -->", 300000, "</r>", NULL},
        {"<r><![CDATA[", "]]", 1500000, "]]></r>", NULL},
        {"<r a='", "abcdefghij", 300000, "'/>",
         "bad XML: a tag of more than 1048576 bytes"},
        {"<r a='", "abcdefghij", 100000, "'/>", NULL},
        {"<!--", "<!--", 1000000, "-->",
         "bad XML: over 1048576 bytes before the first element"},
        {"", "<!-- a -->", 300000, "<a/>", NULL},
        {"<!DOCTYPE a [", "<!ENTITY", 130000, "]><a/>", NULL},
        {"<!DOCTYPE a [", "<!ENTITY a", 100000, "'']><a/>", NULL},
        {"<!DOCTYPE a [<!ENTITY a '", "0123456789", 10000,
         "'>]><a>&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;</a>",
         "bad XML: entities of more than 1048576 bytes"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        const clock_t start = clock();
        const bool is_stream = strcmp(shapes[i].before, "<o>") == 0;
        char message[240];
        size_t count;
        nx_buf text;

        repeat(&text, shapes[i].before, shapes[i].piece, shapes[i].count,
               shapes[i].after);
        read_all(&text, 1000, is_stream ? trees_item : trees_root, &count,
                 message);
        assert_string_equal(message,
                            shapes[i].message == NULL ? "" : shapes[i].message);
        printf("%zu %.3f\n", i, (double)(clock() - start) / CLOCKS_PER_SEC);
        /* Ten times what it takes, for machines that are busy. */
        assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 5);
        nx_buf_finish(&text);
    }
}

static void many_attributes_and_names_are_refused(void **state)
{
    char message[240];
    size_t count;
    nx_buf text;

    (void)state;
    nx_buf_init(&text, (size_t)-1 / 2);
    nx_buf_add_string(&text, "<a");
    for (int i = 0; i < 257; i++)
        nx_buf_add_format(&text, " a%d='1'", i);
    nx_buf_add_string(&text, "/>");
    assert_int_equal(read_all(&text, 0, trees_root, &count, message),
                     NEWSIDX_ERR_INPUT);
    assert_string_equal(message, "bad XML: more than 256 attributes");
    nx_buf_clear(&text);
    nx_buf_add_string(&text, "<a>");
    for (int i = 0; i < 5000; i++)
        nx_buf_add_format(&text, "<a%d/>", i);
    nx_buf_add_string(&text, "</a>");
    assert_int_equal(read_all(&text, 0, trees_root, &count, message),
                     NEWSIDX_ERR_INPUT);
    assert_string_equal(message, "bad XML: more than 4096 different names");
    nx_buf_clear(&text);
    nx_buf_add_string(&text, "<a");
    for (int i = 0; i < 70; i++)
        nx_buf_add_format(&text, " xmlns:a%d='urn:%d'", i, i);
    nx_buf_add_string(&text, "/>");
    assert_int_equal(read_all(&text, 0, trees_root, &count, message),
                     NEWSIDX_ERR_INPUT);
    assert_string_equal(message, "bad XML: more than 64 prefixes at once");
    nx_buf_finish(&text);
}

static void a_record_that_is_too_long_costs_only_itself(void **state)
{
    nx_buf text;
    trees t;

    (void)state;
    nx_buf_init(&text, (size_t)-1 / 2);
    nx_buf_add_string(&text, "<r><item>1</item>\n<item>");
    for (size_t i = 0; i < 7000000; i++)
        nx_buf_add_string(&text, "0123456789");
    nx_buf_add_string(&text, "</item><item>3</item></r>");
    trees_begin(&t, nx_buf_text(&text), 1000000, trees_item);
    assert_int_equal(trees_step(&t), NEWSIDX_OK);
    assert_int_equal(trees_step(&t), NEWSIDX_ERR_LIMIT);
    assert_string_equal(t.err.message,
                        "an article of more than 67108864 bytes");
    assert_int_equal(t.err.offset, 18);
    assert_int_equal(nx_xml_line(t.xml), 2);
    assert_int_equal(trees_step(&t), NEWSIDX_OK);
    assert_string_equal(nx_xml_text_of(t.record, &t.arena).bytes, "3");
    assert_int_equal(trees_step(&t), NEWSIDX_DONE);
    trees_end(&t);
    nx_buf_finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_come_one_after_another),
        cmocka_unit_test(references_of_html_need_no_declaration),
        cmocka_unit_test(nothing_of_another_file_is_read),
        cmocka_unit_test(documents_may_follow_one_another),
        cmocka_unit_test(what_expat_keeps_back_is_not_lost),
        cmocka_unit_test(errors_name_their_byte),
        cmocka_unit_test(hostile_shapes_are_refused_in_time),
        cmocka_unit_test(many_attributes_and_names_are_refused),
        cmocka_unit_test(a_record_that_is_too_long_costs_only_itself)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
