#include "formats/xml/newsml_g2.h"

#include "formats/format.h"
#include "reading.h"

#define NAR "http://iptc.org/std/nar/2006-10-01/"

static const char message[] =
    "<newsMessage xmlns='" NAR "'><header><sent>2016</sent></header><itemSet>\n"
    "<newsItem guid='urn:a:1' version='3' xml:lang='de'><rightsInfo>"
    "<copyrightHolder><name>Harbor Press</name></copyrightHolder></rightsInfo>"
    "<itemMeta><provider qcode='p:HP'/><firstCreated>2016-09-08</firstCreated>"
    "<versionCreated>2016-09-09</versionCreated>"
    "<embargoed>2016-09-10</embargoed><pubStatus qcode='stat:withheld'/>"
    "<service><name>World</name></service><edNote role='n:x'>Check</edNote>"
    "</itemMeta><contentMeta><urgency>2</urgency>"
    "<subject qcode='m:1'><name xml:lang='en'>rain</name>"
    "<name xml:lang='de-AT'>Regen</name></subject>"
    "<headline role='h:sub'>Below</headline><headline>Rain</headline>"
    "<creator><name>Iva Korin</name></creator><dateline>12 Sept</dateline>"
    "</contentMeta><contentSet><inlineXML><html xmlns='urn:x'><head>"
    "<title>No</title></head><body><p>It rained.</p></body></html></inlineXML>"
    "<inlineXML><p>Twice</p></inlineXML>"
    "<remoteContent href='http://a.b/c.jpg'/></contentSet></newsItem>\n"
    "<newsItem guid='urn:a:2'><contentMeta><by>By Joe</by>"
    "<description>A coast.</description></contentMeta><contentSet>"
    "<inlineData encoding='base64'>AAAA</inlineData></contentSet></newsItem>\n"
    "<packageItem guid='urn:a:3'><groupSet><group><itemRef residref='urn:a:1'>"
    "<title>Rain</title></itemRef></group></groupSet></packageItem>\n"
    "<conceptItem guid='urn:a:4'/>"
    "</itemSet></newsMessage>";

static void items_of_a_message_are_articles(void **state)
{
    const newsidx_article *a;
    reading r;

    (void)state;
    reading_begin(&r, nx_str(message), 50, NEWSIDX_FORMAT_AUTO);
    a = &r.item.article;
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_int_equal(r.item.format, NEWSIDX_FORMAT_NEWSML_G2);
    assert_int_equal(r.item.line, 2);
    assert_text(a->key, "urn:a:1");
    assert_int_equal(a->edition, 3);
    assert_text(a->headline, "Rain");
    assert_text(a->byline, "Iva Korin");
    assert_null(a->dateline.bytes);
    assert_text(a->body, "It rained.");
    assert_text(a->source, "HP");
    assert_text(a->section, "World");
    assert_text(a->keywords, "Regen");
    assert_text(a->language, "de");
    assert_text(a->copyright, "Harbor Press");
    assert_int_equal(a->published_at, 1473292800);
    assert_int_equal(a->updated_at, 1473379200);
    assert_int_equal(a->embargoed_until, 1473465600);
    assert_int_equal(a->usage, NEWSIDX_WITHHELD);
    assert_int_equal(a->urgency, 2);
    assert_text(a->extra, "{\"copyrightHolder\":\"Harbor Press\","
                          "\"creator\":\"Iva Korin\",\"dateline\":\"12 Sept\","
                          "\"edNote.x\":\"Check\",\"headline.sub\":\"Below\","
                          "\"provider.code\":\"p:HP\","
                          "\"remoteContent\":\"http://a.b/c.jpg\","
                          "\"subject.code\":\"m:1\"}");
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_int_equal(r.item.line, 3);
    assert_text(a->byline, "Joe");
    assert_text(a->body, "A coast.");
    assert_null(a->extra.bytes);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(a->body, "Rain");
    assert_text(a->extra, "{\"itemRef\":\"urn:a:1\"}");
    assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
    assert_string_equal(
        r.err.message,
        "a conceptItem of NewsML-G2, which has no article in it");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

static void nitf_inside_gives_what_is_missing(void **state)
{
    const char *text =
        "<n:newsItem xmlns:n='" NAR "' guid='a'><n:contentMeta>"
        "<n:dateline/><n:located><n:name>Telmira</n:name></n:located>"
        "</n:contentMeta><n:contentSet><n:inlineXML><nitf xmlns='urn:nitf'>"
        "<body><body.head><headline><hl1>Rain</hl1></headline>"
        "<byline>By Iva Korin</byline></body.head><body.content><p>Wet.</p>"
        "</body.content></body></nitf></n:inlineXML></n:contentSet>"
        "</n:newsItem>";
    reading r;

    (void)state;
    reading_begin(&r, nx_str(text), 0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.headline, "Rain");
    assert_text(r.item.article.byline, "Iva Korin");
    assert_text(r.item.article.dateline, "Telmira");
    assert_text(r.item.article.body, "Wet.");
    reading_end(&r);
}

static void only_newsml_g2_is_recognised(void **state)
{
    static const char *const others[] = {
        "<newsItem>", "<newsItem xmlns='urn:mine'>", "<NewsML xmlns='" NAR "'>",
        "<item standard='NewsML-G2'>"};

    (void)state;
    assert_true(nx_format_newsml_g2.recognises(nx_str(message)));
    assert_true(nx_format_newsml_g2.recognises(
        nx_str("<planningItem standard='NewsML-G2'>")));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_false(nx_format_newsml_g2.recognises(nx_str(others[i])));
}

/* Each of these could be read in time that grows with its square. */
static void wide_items_are_read_in_time(void **state)
{
    static const char *const pieces[] = {
        "<headline xml:lang='fr'>a</headline>", "<subject><name/></subject>",
        "<keyword>a</keyword>", "<by>a</by>", "<creator literal='a'/>"};

    (void)state;
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        nx_buf text;
        reading r;

        nx_buf_init(&text, 20000000);
        nx_buf_add_string(&text, "<newsItem xmlns='" NAR "' xml:lang='en'>"
                                 "<contentMeta>");
        for (int j = 0; j < 20000; j++)
            nx_buf_add_string(&text, pieces[i]);
        nx_buf_add_string(&text, "</contentMeta><contentSet><inlineXML><p>b"
                                 "</p></inlineXML></contentSet></newsItem>");
        reading_begin(&r, nx_buf_text(&text), 0, NEWSIDX_FORMAT_AUTO);
        reading_step(&r);
        assert_true(r.status == NEWSIDX_OK || r.status == NEWSIDX_ERR_LIMIT);
        reading_end(&r);
        nx_buf_finish(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_of_a_message_are_articles),
        cmocka_unit_test(nitf_inside_gives_what_is_missing),
        cmocka_unit_test(only_newsml_g2_is_recognised),
        cmocka_unit_test(wide_items_are_read_in_time)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
