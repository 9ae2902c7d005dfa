#include "formats/sgml/reuters.h"

#include "reading.h"

#include <stdio.h>

static const char records[] =
    "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n"
    "<REUTERS TOPICS=\"YES\" LEWISSPLIT=\"TRAIN\" OLDID=\"50\" NEWID=\"7\">\n"
    "<DATE>26-FEB-1987 15:01:01.79</DATE>\n"
    "<TOPICS><D>tea</D><D>hot-drinks</D></TOPICS>\n"
    "<PLACES><D>telmira</D><D>usa</D></PLACES>\n"
    "<PEOPLE></PEOPLE>\n"
    "<UNKNOWN> \n&#5;&#5;&#5;C T\n</UNKNOWN>\n"
    "<TEXT>&#2;\n"
    "<TITLE>TEA &lt;TEA&amp;CO>\n IS DEARER</TITLE>\n"
    "<AUTHOR>    By Iva Korin, Reuters</AUTHOR>\n"
    "<DATELINE>    TELMIRA, Feb 26 - </DATELINE><BODY>Tea was dearer on the\n"
    "market of Telmira, and a cease-\n"
    "fire did not help.\n"
    "    Prices are:\n"
    " Green   2.55\n"
    " Black   1.33\n"
    "    They went up.\n"
    " Reuter\n"
    "&#3;</BODY></TEXT>\n"
    "</REUTERS>\n";

static void a_record_is_an_article(void **state)
{
    reading r;
    const newsidx_article *a = &r.item.article;

    (void)state;
    for (size_t chunk = 0; chunk < 90; chunk += 7) {
        reading_begin(&r, nx_str(records), chunk, NEWSIDX_FORMAT_AUTO);
        assert_int_equal(reading_step(&r), NEWSIDX_OK);
        assert_int_equal(r.item.format, NEWSIDX_FORMAT_REUTERS);
        assert_int_equal(r.item.line, 2);
        assert_text(a->key, "reuters:7");
        assert_text(a->headline, "TEA <TEA&CO> IS DEARER");
        assert_text(a->byline, "Iva Korin");
        assert_text(a->dateline, "TELMIRA, Feb 26");
        assert_text(a->source, "Reuters");
        assert_text(a->keywords, "tea, hot-drinks");
        assert_int_equal(a->published_at, 541350061);
        assert_text(a->body, "Tea was dearer on the market of Telmira, and a "
                             "cease-fire did not help.\nPrices are:\n"
                             "Green   2.55\nBlack   1.33\nThey went up.");
        assert_text(a->dropped, "Reuter");
        assert_text(a->extra, "{\"LEWISSPLIT\":\"TRAIN\",\"OLDID\":\"50\","
                              "\"PLACES\":[\"telmira\",\"usa\"],"
                              "\"TOPICS\":\"YES\",\"UNKNOWN\":\"C T\"}");
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        reading_end(&r);
    }
}

static void records_can_be_stepped_over(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r,
                  nx_str("<REUTERS NEWID=\"1\">\n<TEXT><TITLE>A</TITLE>\n"
                         "</TEXT></REUTERS>\n<REUTERS NEWID=\"2\">\n"
                         "<TEXT><TITLE>B</TITLE>\n</TEXT></REUTERS>\n"),
                  3, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(nx_reader_skip(r.reader, false, &r.item, &r.err),
                     NEWSIDX_OK);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.key, "reuters:2");
    assert_int_equal(nx_reader_skip(r.reader, false, &r.item, &r.err),
                     NEWSIDX_DONE);
    reading_end(&r);
}

static void brief_and_unprocessed_texts_are_read(void **state)
{
    reading r;
    const newsidx_article *a = &r.item.article;

    (void)state;
    reading_begin(&r,
                  nx_str("<REUTERS NEWID=\"1\"><DATE>9-APR-1987 00:00:00.00"
                         "    # date added as guesswork</DATE>\n"
                         "<TEXT TYPE=\"BRIEF\">&#2;\n"
                         "******<TITLE>TEA IS DEARER\n</TITLE>\n"
                         "Blah blah blah.\n&#3;\n</TEXT></REUTERS>\n"
                         "<REUTERS NEWID=\"2\">\n"
                         "<DATE>31-MAR-1987 605:12:19.12</DATE>\n"
                         "<TEXT TYPE=\"UNPROC\">&#2;\n"
                         "Shr 3 cts\nNet 1 mln\n&#3;</TEXT>\n</REUTERS>\n"),
                  3, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(a->headline, "TEA IS DEARER");
    assert_text(a->body, "Blah blah blah.");
    assert_text(a->dropped, "******");
    assert_int_equal(a->published_at, 544924800);
    assert_text(a->extra, "{\"DATE\":\"# date added as guesswork\","
                          "\"TYPE\":\"BRIEF\"}");
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(a->headline, NULL);
    assert_text(a->body, "Shr 3 cts Net 1 mln");
    assert_text(a->dropped, "date: 31-MAR-1987 605:12:19.12");
    assert_true(a->published_at == NEWSIDX_NO_TIME);
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

static void broken_records_are_named_and_the_rest_goes_on(void **state)
{
    static const char text[] =
        "<REUTERS NEWID=\"1\">\n<TEXT>a\n"
        "<REUTERS NEWID=\"2\">\n<TEXT><BODY>b</BODY></TEXT>\n</REUTERS>\n"
        "stray\nlines\n\n"
        "<REUTERS NEWID=\"3\">\n</REUTERS>\n"
        "<REUTERS NEWID=\"4\">\n<TEXT>\n</TEXT>\n</REUTERS>\n"
        "<REUTERS NEWID=\"5\">\n<TEXT>c</TEXT>\n";
    static const struct {
        uint64_t line;
        const char *at;
        const char *message; /* NULL: an article */
    } wanted[] = {{1, "<REUTERS NEWID=\"1", "a <REUTERS> without its end"},
                  {3, "<", NULL},
                  {6, "stray", "text that is in no <REUTERS>"},
                  {9, "<REUTERS NEWID=\"3", "a record without <TEXT>"},
                  {11, "<REUTERS NEWID=\"4", "no headline and no text"},
                  {15, "<REUTERS NEWID=\"5", "a <REUTERS> without its end"}};

    (void)state;
    for (size_t chunk = 1; chunk < 30; chunk++) {
        reading r;

        reading_begin(&r, nx_str(text), chunk, NEWSIDX_FORMAT_AUTO);
        for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
            const newsidx_status status = reading_step(&r);

            assert_int_equal(r.item.line, wanted[i].line);
            if (wanted[i].message == NULL) {
                assert_int_equal(status, NEWSIDX_OK);
                assert_text(r.item.article.key, "reuters:2");
                assert_text(r.item.article.body, "b");
                continue;
            }
            assert_int_equal(status, NEWSIDX_ERR_INPUT);
            assert_string_equal(r.err.message, wanted[i].message);
            assert_int_equal(r.err.offset, strstr(text, wanted[i].at) - text);
        }
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        reading_end(&r);
    }
}

static void lists_without_end_are_refused(void **state)
{
    static char text[20000];
    char *at = text;
    reading r;

    (void)state;
    at += sprintf(at, "<REUTERS NEWID=\"1\"><PLACES>");
    for (int i = 0; i < 1001; i++)
        at += sprintf(at, "<D>a</D>");
    sprintf(at, "</PLACES><TEXT>a</TEXT></REUTERS>\n");
    reading_begin(&r, nx_str(text), 0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
    assert_string_equal(r.err.message, "more than 1000 of <PLACES>");
    reading_end(&r);
}

static void texts_are_not_taken_for_records(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r, nx_str("<REUTERS> is how a record begins."), 0,
                  NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_int_equal(r.item.format, NEWSIDX_FORMAT_TEXT);
    reading_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_is_an_article),
        cmocka_unit_test(records_can_be_stepped_over),
        cmocka_unit_test(brief_and_unprocessed_texts_are_read),
        cmocka_unit_test(broken_records_are_named_and_the_rest_goes_on),
        cmocka_unit_test(lists_without_end_are_refused),
        cmocka_unit_test(texts_are_not_taken_for_records)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
