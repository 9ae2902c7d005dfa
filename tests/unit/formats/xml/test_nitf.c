#include "formats/xml/nitf.h"

#include "formats/format.h"
#include "reading.h"

static const char story[] =
    "<?xml version='1.0'?>\n"
    "<!DOCTYPE nitf SYSTEM 'nitf-3-3.dtd'>\n"
    "<nitf baselang='en-GB'><head><title>Title</title>"
    "<tobject tobject.type='Sport'><tobject.subject"
    " tobject.subject.type='Weather' tobject.subject.refnum='17000000'/>"
    "</tobject><docdata management-status='usable'>"
    "<doc-id id-string='a1' regsrc='HP'/><urgency ed-urg='3'/>"
    "<date.issue norm='20160908T132446+0100'/><du-key key='story'/>"
    "<doc.copyright year='2016' holder='Harbor Press'/>"
    "<key-list><keyword key='RAIN'/></key-list></docdata></head>"
    "<body><body.head><hedline><hl1>Rain &amp; sn&ouml;w</hl1></hedline>"
    "<byline>By <person>Iva Korin</person>, <byttl>Editor</byttl></byline>"
    "<dateline><location>TELMIRA</location> <story.date>Sept. 8</story.date>"
    "</dateline></body.head><body.content><p>It rained.</p></body.content>"
    "<body.end><tagline>Call Joe.</tagline></body.end></body></nitf>\n";

static void a_story_has_its_fields(void **state)
{
    const newsidx_article *a;

    (void)state;
    for (size_t chunk_bytes = 0; chunk_bytes < 9; chunk_bytes++) {
        reading r;

        reading_begin(&r, nx_str(story), chunk_bytes, NEWSIDX_FORMAT_AUTO);
        assert_int_equal(reading_step(&r), NEWSIDX_OK);
        a = &r.item.article;
        assert_text(a->key, "a1");
        assert_text(a->headline, "Rain & sn\xC3\xB6w");
        assert_text(a->byline, "Iva Korin");
        assert_text(a->dateline, "TELMIRA");
        assert_text(a->body, "It rained.");
        assert_text(a->source, "Harbor Press");
        assert_text(a->section, "Sport");
        assert_text(a->keywords, "RAIN, Weather");
        assert_text(a->language, "en-GB");
        assert_text(a->copyright, "2016 Harbor Press");
        assert_int_equal(a->published_at, 1473337486);
        assert_int_equal(a->urgency, 3);
        assert_int_equal(a->usage, NEWSIDX_USABLE);
        assert_int_equal(r.item.line, 3);
        assert_int_equal(r.item.format, NEWSIDX_FORMAT_NITF);
        assert_non_null(strstr(a->extra.bytes, "\"byttl\":\"Editor\""));
        assert_non_null(strstr(a->extra.bytes, "\"tagline\":\"Call Joe.\""));
        assert_non_null(strstr(a->extra.bytes, "\"doc-id.regsrc\":\"HP\""));
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        reading_end(&r);
    }
}

static void documents_follow_one_another(void **state)
{
    nx_buf text;
    reading r;

    (void)state;
    nx_buf_init(&text, 10000);
    nx_buf_add_string(&text, story);
    nx_buf_add_string(&text, story);
    nx_buf_add_string(&text, "<all><nitf><head><title>a</title></head></nitf>"
                             "<nitf><x/></nitf><nitf><head><title>b</title>"
                             "</head></nitf></all>");
    reading_begin(&r, nx_buf_text(&text), 100, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_int_equal(r.item.line, 6);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.headline, "a");
    assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
    assert_string_equal(r.err.message, "no headline and no text");
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.headline, "b");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
    nx_buf_finish(&text);
}

/* One whose docdata is this. */
static void read_docdata(reading *r, nx_buf *text, const char *docdata)
{
    nx_buf_init(text, 10000);
    nx_buf_add_format(text, "<nitf><head><title>t</title>%s</head></nitf>",
                      docdata);
    reading_begin(r, nx_buf_text(text), 0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(r), NEWSIDX_OK);
}

static void status_and_embargo_are_read(void **state)
{
    static const struct {
        const char *docdata;
        newsidx_usage usage;
        int64_t embargoed_until;
    } cases[] = {{"<docdata management-status='canceled'/>", NEWSIDX_CANCELED,
                  NEWSIDX_NO_TIME},
                 {"<docdata management-status='withheld'/>", NEWSIDX_WITHHELD,
                  NEWSIDX_NO_TIME},
                 {"<docdata management-status='embargoed'/>", NEWSIDX_WITHHELD,
                  NEWSIDX_NO_TIME},
                 {"<docdata management-status='embargoed'>"
                  "<date.release norm='20160101'/></docdata>",
                  NEWSIDX_USABLE, 1451606400},
                 {"<docdata><date.issue norm='20150101'/>"
                  "<date.release norm='20160101'/></docdata>",
                  NEWSIDX_USABLE, 1451606400},
                 {"<docdata><date.issue norm='20160101'/>"
                  "<date.release norm='20160101'/></docdata>",
                  NEWSIDX_USABLE, NEWSIDX_NO_TIME}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        reading r;
        nx_buf text;

        read_docdata(&r, &text, cases[i].docdata);
        assert_int_equal(r.item.article.usage, cases[i].usage);
        assert_int_equal(r.item.article.embargoed_until,
                         cases[i].embargoed_until);
        reading_end(&r);
        nx_buf_finish(&text);
    }
}

static void a_story_with_versions_keeps_its_key(void **state)
{
    reading r;
    nx_buf text;

    (void)state;
    read_docdata(&r, &text,
                 "<docdata><doc-id id-string='a_2'/>"
                 "<du-key key='a' version='2'/></docdata>");
    assert_text(r.item.article.key, "a");
    assert_int_equal(r.item.article.edition, 2);
    assert_non_null(strstr(r.item.article.extra.bytes, "\"doc-id\":\"a_2\""));
    reading_end(&r);
    nx_buf_finish(&text);
    read_docdata(&r, &text,
                 "<docdata><date.issue norm='last week'/></docdata>");
    assert_text(r.item.article.dropped, "date.issue: last week");
    reading_end(&r);
    nx_buf_finish(&text);
}

static void only_nitf_is_recognised(void **state)
{
    static const char *const others[] = {"<nitfx>", "<doc><nitf>", "nitf",
                                         "<!-- <nitf> -->", "<nitf"};

    (void)state;
    assert_true(nx_format_nitf.recognises(nx_str(story)));
    assert_true(nx_format_nitf.recognises(nx_str("<n:nitf xmlns:n='a'>")));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_false(nx_format_nitf.recognises(nx_str(others[i])));
}

static void broken_documents_are_named(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r, nx_str("<nitf>\n<head></nitf>"), 0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
    assert_string_equal(r.err.message, "bad XML: mismatched tag");
    assert_int_equal(r.err.offset, 15);
    assert_int_equal(r.item.line, 2);
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_story_has_its_fields),
        cmocka_unit_test(documents_follow_one_another),
        cmocka_unit_test(status_and_embargo_are_read),
        cmocka_unit_test(a_story_with_versions_keeps_its_key),
        cmocka_unit_test(only_nitf_is_recognised),
        cmocka_unit_test(broken_documents_are_named)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
