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

/* A message of these keywords, this text and this trailer. */
static void read_message(reading *r, nx_buf *text, const char *keywords,
                         const char *body, const char *trailer)
{
    nx_buf_init(text, 10000);
    nx_buf_add_format(text,
                      "\x01"
                      "a1 5 i 9 dpa\n%s\n\x02%s\x03%s\n\x04",
                      keywords, body, trailer);
    reading_begin(r, nx_buf_text(text), 0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(r), NEWSIDX_OK);
}

static void end(reading *r, nx_buf *text)
{
    reading_end(r);
    nx_buf_finish(text);
}

static void a_block_ends_in_its_sign(void **state)
{
    static const struct {
        const char *text;
        const char *headline;
        const char *byline;
        uint32_t edition;
        const char *body;
    } cases[] = {
        {"Salt is\ndear =\n\nIt is.", "Salt is dear", NULL, 0, "It is."},
        {"1ST LEAD\nREFILE\nSalt =\nIt is.", "Salt", NULL, 2, "It is."},
        {"Salt\nBy Ann Field\n=\nIt is.", "Salt", "Ann Field", 0, "It is."},
        /* No headline yet: these words are one. */
        {"By the sea =\nIt is.", "By the sea", NULL, 0, "It is."},
        {"(Salt)\n(Sea =\nIt is.", "(Sea", NULL, 0, "It is."},
        {"(Salt =\nIt is.", "(Salt", NULL, 0, "It is."},
        /* A label is short. */
        {"SALT AND TEA AND WINE AND SALT AND TEA-AND\nSea =\nIt is.",
         "SALT AND TEA AND WINE AND SALT AND TEA-AND Sea", NULL, 0, "It is."},
        {"1\n2\n3\n4\n5\n6\n7\n8\nIt is =\nso.", "1", NULL, 0,
         "2\n3\n4\n5\n6\n7\n8\nIt is =\nso."},
        {"Salt is dear.\nIt is.", NULL, NULL, 0, "Salt is dear.\nIt is."}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nx_buf text;
        reading r;

        read_message(&r, &text, "salt", cases[i].text, "");
        assert_text(r.item.article.headline, cases[i].headline);
        assert_text(r.item.article.byline, cases[i].byline);
        assert_int_equal(r.item.article.edition, cases[i].edition);
        assert_text(r.item.article.body, cases[i].body);
        end(&r, &text);
    }
}

static void what_is_for_editors_is_dropped(void **state)
{
    static const struct {
        const char *text;
        const char *body;
        const char *dropped;
    } cases[] = {
        {"Salt =\nIt is.\n\n# Notebook\nCall Ann.", "It is.",
         "# Notebook\nCall Ann."},
        {"Salt =\nIt is.\n# dpa-Notizblock\nCall.", "It is.",
         "# dpa-Notizblock\nCall."},
        {"Salt =\nIt is.\n\n* * * *\nThe following information is not for you",
         "It is.", "The following information is not for you"},
        {"Salt =\n* * * *\n# Notebook", "* * * *", "# Notebook"},
        {"Salt =\nIt is.\n\n# Other\n\nNotebook\n\n#1 notebook",
         "It is.\n\n# Other\n\nNotebook\n\n#1 notebook", NULL},
        {"Salt =\nIt is.\n\n"
         "# A notebook is a thing for which one pays\n\nThe following year",
         "It is.\n\n# A notebook is a thing for which one pays\n\n"
         "The following year",
         NULL}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nx_buf text;
        reading r;

        read_message(&r, &text, "salt", cases[i].text, "");
        assert_text(r.item.article.body, cases[i].body);
        assert_text(r.item.article.dropped, cases[i].dropped);
        end(&r, &text);
    }
}

static void trailers_have_many_spellings(void **state)
{
    static const struct {
        const char *trailer;
        int64_t published_at;
        const char *dropped;
    } cases[] = {
        {"091645 GMT Sep 16", 1473439500, NULL},
        {"091645 Sep 16", 1473439500, NULL},
        {"091645 Sep 2016", 1473439500, NULL},
        {"091645 GMT Sep 2016", 1473439500, NULL},
        {"91645 GMT Sep 16", NEWSIDX_NO_TIME, "date: 91645 GMT Sep 16"},
        {"091645 GMT Sep", NEWSIDX_NO_TIME, "date: 091645 GMT Sep"},
        {"091645 GMT 9 16", NEWSIDX_NO_TIME, "date: 091645 GMT 9 16"},
        {"091645", NEWSIDX_NO_TIME, "date: 091645"},
        {"", NEWSIDX_NO_TIME, NULL}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nx_buf text;
        reading r;

        read_message(&r, &text, "salt", "Salt =\nIt is.", cases[i].trailer);
        assert_int_equal(r.item.article.published_at, cases[i].published_at);
        assert_text(r.item.article.dropped, cases[i].dropped);
        end(&r, &text);
    }
}

static void keywords_stand_between_strokes(void **state)
{
    static const char *const cases[][2] = {
        {"salt/tea", "salt, tea"},
        {"/salt // tea/\n wine ", "salt, tea, wine"},
        {" salt", "salt"},
        {"//", NULL}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nx_buf text;
        reading r;

        read_message(&r, &text, cases[i][0], "Salt =\nIt is.", "");
        assert_text(r.item.article.keywords, cases[i][1]);
        end(&r, &text);
    }
}

static void other_texts_are_none(void **state)
{
    static const char *const heads[] = {"",
                                        "\x01",
                                        "\x01"
                                        "eca001\n",
                                        "\x01"
                                        "eca001 x i 9\n",
                                        "\x01"
                                        "eca001 3 i- 9\n",
                                        "\x01"
                                        "eca001 3 abcde 9\n",
                                        "\x01"
                                        "eca001 3 i nine\n",
                                        "\x01"
                                        "eca001 3 i\n",
                                        "\x01"
                                        "eca 3 i 9\n",
                                        "\x01"
                                        "service1 3 i 9\n",
                                        "bdt0123 4 pl 9\n\nHarbor/\n",
                                        "bdt0123 4 pl 9  dpa 1\n \n",
                                        "bdt0123 4 pl 9 a b c d e f g h i j dpa"
                                        "\n\nHarbor/\n",
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
        cmocka_unit_test(a_block_ends_in_its_sign),
        cmocka_unit_test(what_is_for_editors_is_dropped),
        cmocka_unit_test(trailers_have_many_spellings),
        cmocka_unit_test(keywords_stand_between_strokes),
        cmocka_unit_test(other_texts_are_none)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
