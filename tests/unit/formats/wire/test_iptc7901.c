#include "formats/wire/iptc7901.h"

#include "reading.h"

static const char message[] =
    "\x01"
    "bdt0123 2 pl 99 vvvvb dpa 0456\r\n\nHafen/\r\nSalz\r\n"
    "\x02(Achtung)\n3RD LEAD\nSalz f\xFCr den Hafen\nBy Ann Field =\r\n"
    "\nHafen (dpa) - Salz ist teuer.\r\n\nBrot auch.\r\n\n* * * *\r\n"
    "Die folgenden Informationen sind nicht zur Ver\xF6"
    "ffentlichung bestimmt\r\n- Ann\r\n\r\n\x03"
    "091645 MESZ Sep 16\r\n\x04";

static void a_message_has_fields(void **state)
{
    reading r;
    const newsidx_article *a = &r.item.article;

    (void)state;
    reading_begin(&r, nx_str(message), 7, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_int_equal(r.item.format, NEWSIDX_FORMAT_IPTC_7901);
    assert_text(a->headline, "Salz f\xC3\xBCr den Hafen");
    assert_text(a->byline, "Ann Field");
    assert_text(a->source, "dpa");
    assert_text(a->dateline, "Hafen (dpa)");
    assert_text(a->keywords, "Hafen, Salz");
    assert_text(a->body, "Salz ist teuer.\n\nBrot auch.");
    assert_int_equal(a->urgency, 2);
    assert_int_equal(a->edition, 4);
    /* No such zone is known: it isn't guessed. */
    assert_int_equal(a->published_at, NEWSIDX_NO_TIME);
    assert_text(a->dropped,
                "Die folgenden Informationen sind nicht zur Ver\xC3\xB6"
                "ffentlichung bestimmt\n- Ann\ndate: 091645 MESZ Sep 16");
    assert_text(a->extra,
                "{\"category\":\"pl\",\"label\":[\"(Achtung)\",\"3RD LEAD\"],"
                "\"notes\":\"vvvvb dpa 0456\",\"number\":\"bdt0123\","
                "\"slug\":\"Hafen/\\nSalz\",\"word-count\":\"99\"}");
    reading_end(&r);
}

static void a_headline_may_be_missing_or_without_its_sign(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r,
                  nx_str("\x01"
                         "a1 5 i 9\n\n\x02Harbor (dpa) - Salt.\n"),
                  0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_null(r.item.article.headline.bytes);
    assert_text(r.item.article.body, "Salt.");
    reading_end(&r);
    reading_begin(&r,
                  nx_str("\x01"
                         "a1 5 i 9\n\n\x02SALT\n\nSalt is dear.\n"),
                  0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.headline, "SALT");
    assert_text(r.item.article.body, "Salt is dear.");
    reading_end(&r);
}

/* An archive that is text only. */
static void a_message_may_have_lost_its_controls(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r,
                  nx_str("ZCZC\nbdt0123 4 pl 9  dpa 0456\n\nHarbor/salt/\n"
                         "Salt is dear =\nHarbor (dpa) - It is.\n\n"
                         "091645 GMT Sep 16\nNNNN\n"),
                  0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_int_equal(r.item.format, NEWSIDX_FORMAT_IPTC_7901);
    assert_text(r.item.article.headline, "Salt is dear");
    assert_text(r.item.article.keywords, "Harbor, salt");
    assert_text(r.item.article.body, "It is.");
    assert_text(r.item.article.key, "bdt0123/2016-09-09T16:45Z");
    reading_end(&r);
}

static void other_texts_are_none(void **state)
{
    static const char *const heads[] = {"",
                                        "\x01",
                                        "\x01"
                                        "eca001\n",
                                        "\x01"
                                        "eca001 x i 9\n",
                                        "bdt0123 4 pl 9\n\nHarbor/\n",
                                        "bdt0123 4 pl 9  xyz 1\n\nHarbor/\n",
                                        "bdt0123 4 pl 9  dpa 1\n\nThe harbor\n",
                                        "Room 4 i 9 dpa\nHarbor/\n",
                                        "ZCZC\n"};

    (void)state;
    assert_true(nx_format_iptc7901.recognises(nx_str(message)));
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        assert_false(nx_format_iptc7901.recognises(nx_str(heads[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_has_fields),
        cmocka_unit_test(a_headline_may_be_missing_or_without_its_sign),
        cmocka_unit_test(a_message_may_have_lost_its_controls),
        cmocka_unit_test(other_texts_are_none)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
