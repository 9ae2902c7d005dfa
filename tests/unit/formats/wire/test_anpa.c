#include "formats/wire/anpa.h"

#include "reading.h"

static const char story[] =
    "\x16\x16\x01"
    "a0412\x1f"
    "harbr\r\nu f\x13\x11 BC-Salt 2ndLd-Writethru "
    "03-04 0140\r\n\x02^BC-Salt,2nd Ld-Writethru,140<\r\n"
    "^Salt is dear,\r\nand bread may follow<\r\n^Eds: ADDS a quote.<\r\n"
    "^By ANN FIELD=\r\n^AP Harbor Writer=\r\n"
    "\t   HARBOR (AP) _ Salt is ``dear,'' the bakers of the town said on\r\n"
    "Friday, when the ships were late.\r\n\t   Bread will follow.\r\n"
    "^Prices=\r\n\b^;Old;New\x10 \r\n\bFine\x10 salt;1{;3\x10 \r\n\t   ___\r\n"
    "\t   So will wine.<\r\n\r\n\t   \x03"
    "AP-NY-03-04-96 1415EST<\r\n\x0c\x04";

static void a_story_has_fields(void **state)
{
    reading r;
    const newsidx_article *a = &r.item.article;

    (void)state;
    reading_begin(&r, nx_str(story), 3, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_int_equal(r.item.format, NEWSIDX_FORMAT_ANPA);
    assert_text(a->headline, "Salt is dear, and bread may follow");
    assert_text(a->byline, "ANN FIELD");
    assert_text(a->source, "AP");
    assert_text(a->dateline, "HARBOR (AP)");
    assert_int_equal(a->urgency, 3);
    assert_int_equal(a->edition, 3);
    assert_int_equal(a->published_at, INT64_C(825966900));
    assert_text(a->key, "AP-NY/a0412/1996-03-04T19:15Z");
    assert_text(a->body,
                "Salt is \xE2\x80\x9C"
                "dear,\xE2\x80\x9D the bakers of the "
                "town said on Friday, when the ships were late.\n"
                "Bread will follow.\nPrices\n;Old;New\nFine salt;1\xC2\xBD;3\n"
                "So will wine.");
    assert_text(a->extra,
                "{\"category\":\"f\",\"filing-date\":\"03-04\","
                "\"keyword\":\"BC-Salt\",\"note\":\"Eds: ADDS a quote.\","
                "\"number\":\"a0412\",\"priority\":\"u\","
                "\"selector\":\"harbr\","
                "\"slug\":\"BC-Salt,2nd Ld-Writethru\","
                "\"version\":\"2ndLd-Writethru\",\"word-count\":\"0140\"}");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

static void parts_may_be_missing(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r,
                  nx_str("\x01"
                         "1234UP\x1f\r\nodd\r\n\t  Salt is dear.\r\n"
                         "\x03soon"),
                  0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.body, "Salt is dear.");
    assert_text(r.item.article.dropped, "date: soon");
    assert_text(r.item.article.extra,
                "{\"header\":\"odd\",\"number\":\"1234UP\"}");
    assert_int_equal(r.item.article.urgency, 0);
    reading_end(&r);
}

static void other_texts_are_none(void **state)
{
    static const char *const heads[] = {"",
                                        "\x01",
                                        "\x01W1645\r\n\x1f",
                                        "W1645\x1f"
                                        "asian\n",
                                        "\x01W16\x1f"
                                        "asian\n",
                                        "\x01WW1645\x1f"
                                        "asian\n"};

    (void)state;
    assert_true(nx_format_anpa.recognises(nx_str(story)));
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        assert_false(nx_format_anpa.recognises(nx_str(heads[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_story_has_fields),
                                       cmocka_unit_test(parts_may_be_missing),
                                       cmocka_unit_test(other_texts_are_none)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
