#include "formats/xml/newsml.h"

#include "formats/format.h"
#include "reading.h"

/* A document with an item that has these. */
static void read_item(reading *r, nx_buf *text, const char *management,
                      const char *component)
{
    nx_buf_init(text, 10000);
    nx_buf_add_format(
        text,
        "<NewsML>\n<NewsItem><Identification><NewsIdentifier>"
        "<ProviderId>hp.example</ProviderId><DateId>20160908</DateId>"
        "<NewsItemId>7</NewsItemId><RevisionId Update='N'>2</RevisionId>"
        "<PublicIdentifier>urn:newsml:hp.example:20160908:7:2</"
        "PublicIdentifier></NewsIdentifier></Identification>"
        "<NewsManagement>%s</NewsManagement><NewsComponent>%s</NewsComponent>"
        "</NewsItem></NewsML>",
        management, component);
    reading_begin(r, nx_buf_text(text), 0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(r), NEWSIDX_OK);
    assert_int_equal(r->item.line, 2);
}

static void end(reading *r, nx_buf *text)
{
    assert_int_equal(reading_step(r), NEWSIDX_DONE);
    reading_end(r);
    nx_buf_finish(text);
}

static void an_item_has_its_fields(void **state)
{
    const newsidx_article *a;
    nx_buf text;
    reading r;

    (void)state;
    read_item(&r, &text,
              "<FirstCreated>20160908T100000Z</FirstCreated>"
              "<ThisRevisionCreated>20160909T100000Z</ThisRevisionCreated>"
              "<Status FormalName='Usable'/><Urgency FormalName='3'/>",
              "<NewsLines><HeadLine>Rain</HeadLine><ByLine>By Iva Korin"
              "</ByLine><DateLine>Telmira</DateLine><CopyrightLine>(c) HP"
              "</CopyrightLine><SubHeadLine>Wet</SubHeadLine><KeywordLine>rain"
              "</KeywordLine></NewsLines><AdministrativeMetadata><Source>"
              "<Party FormalName='Harbor Press'/></Source>"
              "</AdministrativeMetadata><DescriptiveMetadata>"
              "<Language FormalName='fr'/><SubjectCode>"
              "<Subject FormalName='17000000'/></SubjectCode><Location>"
              "<Property FormalName='City' Value='Telmira'/></Location>"
              "</DescriptiveMetadata><TopicSet><Topic>"
              "<Description Variant='Name' xml:lang='en'>weather"
              "</Description><Description Variant='Name' xml:lang='fr'>temps"
              "</Description></Topic></TopicSet><ContentItem><MediaType "
              "FormalName='Text'/><DataContent><p>It rained.</p><p>More.</p>"
              "</DataContent></ContentItem>");
    a = &r.item.article;
    assert_text(a->key, "urn:newsml:hp.example:20160908:7");
    assert_int_equal(a->edition, 2);
    assert_text(a->headline, "Rain");
    assert_text(a->byline, "Iva Korin");
    assert_text(a->dateline, "Telmira");
    assert_text(a->body, "It rained.\n\nMore.");
    assert_text(a->source, "Harbor Press");
    assert_text(a->copyright, "(c) HP");
    assert_text(a->language, "fr");
    assert_text(a->keywords, "rain, temps");
    assert_int_equal(a->published_at, 1473328800);
    assert_int_equal(a->updated_at, 1473415200);
    assert_int_equal(a->urgency, 3);
    assert_text(a->extra,
                "{\"Location.City\":\"Telmira\",\"SubHeadLine\":\"Wet\","
                "\"SubjectCode.Subject\":\"17000000\"}");
    assert_int_equal(r.item.format, NEWSIDX_FORMAT_NEWSML);
    end(&r, &text);
}

static void components_are_joined_or_chosen(void **state)
{
    nx_buf text;
    reading r;

    (void)state;
    read_item(&r, &text, "",
              "<NewsComponent><Role FormalName='Caption'/><ContentItem>"
              "<DataContent>A coast</DataContent></ContentItem>"
              "</NewsComponent><NewsComponent EquivalentsList='yes'>"
              "<ContentItem><DataContent>one</DataContent></ContentItem>"
              "<ContentItem><DataContent>same</DataContent></ContentItem>"
              "</NewsComponent><NewsComponent><ContentItem><DataContent><nitf>"
              "<body><body.content><p>two</p></body.content></body></nitf>"
              "</DataContent></ContentItem></NewsComponent><ContentItem>"
              "<MediaType FormalName='Photo'/><DataContent>AAAA</DataContent>"
              "</ContentItem><ContentItem><DataContent>"
              "<![CDATA[<p>three</p><p>four</p>]]></DataContent>"
              "</ContentItem>");
    assert_text(r.item.article.body, "one\n\ntwo\n\nthree\n\nfour");
    assert_text(r.item.article.dropped, "A coast");
    end(&r, &text);
}

static void an_embargo_ends_when_the_status_changes(void **state)
{
    nx_buf text;
    reading r;

    (void)state;
    read_item(&r, &text,
              "<Status FormalName='Embargoed'/><StatusWillChange>"
              "<FutureStatus FormalName='Usable'/>"
              "<DateAndTime>20160101T000000Z</DateAndTime></StatusWillChange>",
              "<NewsLines><HeadLine>Rain</HeadLine></NewsLines>");
    assert_int_equal(r.item.article.usage, NEWSIDX_USABLE);
    assert_int_equal(r.item.article.embargoed_until, 1451606400);
    end(&r, &text);
    read_item(&r, &text, "<Status FormalName='Embargoed'/>",
              "<NewsLines><HeadLine>Rain</HeadLine></NewsLines>");
    assert_int_equal(r.item.article.usage, NEWSIDX_WITHHELD);
    end(&r, &text);
}

static void only_newsml_is_recognised(void **state)
{
    (void)state;
    assert_true(nx_format_newsml.recognises(
        nx_str("<!DOCTYPE NewsML PUBLIC 'a' 'b'>\n<NewsML Version='1.2'>")));
    assert_false(nx_format_newsml.recognises(nx_str("<newsml>")));
    assert_false(nx_format_newsml.recognises(nx_str("NewsML is a format")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_item_has_its_fields),
        cmocka_unit_test(components_are_joined_or_chosen),
        cmocka_unit_test(an_embargo_ends_when_the_status_changes),
        cmocka_unit_test(only_newsml_is_recognised)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
