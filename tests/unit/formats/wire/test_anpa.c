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

/* A story of one paragraph, with this behind its header's first line, above
 * its text, and behind it. */
static void read_story(reading *r, nx_buf *text, const char *second,
                       const char *head, const char *trailer)
{
    nx_buf_init(text, 10000);
    nx_buf_add_format(text, "\x01W1645\x1f\r\n%s\r\n\x02", second);
    nx_buf_add_format(text, "%s\t  Salt is dear.\r\n\x03%s", head, trailer);
    reading_begin(r, nx_buf_text(text), 0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(r), NEWSIDX_OK);
}

static void end(reading *r, nx_buf *text)
{
    reading_end(r);
    nx_buf_finish(text);
}

static void priorities_are_urgencies(void **state)
{
    static const struct {
        const char *second;
        uint32_t urgency;
        uint32_t edition;
    } cases[] = {{"f a BC-Salt 03-04 0140", 1, 0},
                 {"B a BC-Salt 03-04 0140", 2, 0},
                 {"d abc BC-Salt 3-4 0140", 5, 0},
                 {"z a BC-Salt", 0, 0},
                 {"r a BC-Salt 1stLd 2ndLd-Writethru 03-04", 4, 3},
                 {"r a BC-Salt x-04 03-x 1-", 4, 0},
                 {"ur a BC-Salt 03-04", 0, 0},
                 {"r abcd BC-Salt 03-04", 0, 0}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nx_buf text;
        reading r;

        read_story(&r, &text, cases[i].second, "", "");
        assert_int_equal(r.item.article.urgency, cases[i].urgency);
        assert_int_equal(r.item.article.edition, cases[i].edition);
        end(&r, &text);
    }
}

/* Who wrote it and who sent it, as the head's lines say. */
static void agencies_are_no_persons(void **state)
{
    static const struct {
        const char *head;
        const char *headline;
        const char *byline;
        const char *source;
        const char *extra; /* a part of it */
        const char *body;
    } cases[] = {
        {"^Salt<\r\n^By The Associated Press=\r\n", "Salt", NULL,
         "Associated Press", "", "Salt is dear."},
        {"^Salt<\r\n^By ANN FIELD=\r\n^By BOB GATE=\r\n", "Salt", "ANN FIELD",
         NULL, "\"byline\":\"By BOB GATE\"", "Salt is dear."},
        {"^Salt<\r\n^Reuters=\r\n^Associated Press=\r\n", "Salt", NULL,
         "Reuters", "", "Salt is dear."},
        {"^Salt<\r\n^By ANN FIELD=\r\n^AP Harbor Writer=\r\n", "Salt",
         "ANN FIELD", "AP", "", "Salt is dear."},
        {"^Salt<\r\n^AP Harbor Bureau=\r\n", "Salt", NULL, NULL, "",
         "AP Harbor Bureau\nSalt is dear."},
        {"^Salt<\r\n^By ANN FIELD=\r\n^AP Harbor Bureau=\r\n", "Salt",
         "ANN FIELD", NULL, "", "AP Harbor Bureau\nSalt is dear."},
        {"^BC-Salt,140<\r\n^BC-Tea<\r\n", "BC-Tea", NULL, NULL,
         "\"slug\":\"BC-Salt\"", "Salt is dear."},
        {"^BC-Salt 140<\r\n", NULL, NULL, NULL, "\"slug\":\"BC-Salt 140\"",
         "Salt is dear."},
        {"^Be- Salt<\r\n", "Be- Salt", NULL, NULL, "", "Salt is dear."},
        {"^BC- Salt<\r\n", "BC- Salt", NULL, NULL, "", "Salt is dear."},
        {"^bC-Salt<\r\n", "bC-Salt", NULL, NULL, "", "Salt is dear."},
        {"^BC_Salt<\r\n", "BC_Salt", NULL, NULL, "", "Salt is dear."},
        {"^___<\r\n^Salt<\r\n", "Salt", NULL, NULL, "", "Salt is dear."}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nx_buf text;
        reading r;
        const newsidx_article *a = &r.item.article;

        read_story(&r, &text, "r a BC-Salt 03-04", cases[i].head, "");
        assert_text(a->headline, cases[i].headline);
        assert_text(a->byline, cases[i].byline);
        assert_text(a->source, cases[i].source);
        assert_non_null(strstr(a->extra.bytes, cases[i].extra));
        assert_text(a->body, cases[i].body);
        end(&r, &text);
    }
}

static void the_trailer_says_when_and_who(void **state)
{
    static const struct {
        const char *trailer;
        const char *key; /* NULL: no time could be read */
        const char *source;
        const char *dropped;
    } cases[] = {
        {"AP-WF-06-29-17 2350GMT<", "AP-WF/W1645/2017-06-29T23:50Z", "AP",
         NULL},
        {"AP-06-29-17 2350GMT<", "AP/W1645/2017-06-29T23:50Z", "AP", NULL},
        {"XY-WF-12-29-17 2350", "XY-WF/W1645/2017-12-29T23:50Z", NULL, NULL},
        {"06-29-17 2350GMT<", "W1645/2017-06-29T23:50Z", NULL, NULL},
        {"AP-WF-13-29-17 2350GMT<", NULL, NULL,
         "date: AP-WF-13-29-17 2350GMT<"},
        {"AP-WF-00-29-17 2350GMT<", NULL, NULL,
         "date: AP-WF-00-29-17 2350GMT<"},
        {"AP-WF-ab-29-17 2350GMT<", NULL, NULL,
         "date: AP-WF-ab-29-17 2350GMT<"},
        {"AP-WF-06-29-17 235<", NULL, NULL, "date: AP-WF-06-29-17 235<"},
        {"AP-WF-06-29-17 235", NULL, NULL, "date: AP-WF-06-29-17 235"},
        {"AP-WF-06-29-17 <", NULL, NULL, "date: AP-WF-06-29-17 <"},
        {"AP-WF-06-29-17", NULL, NULL, "date: AP-WF-06-29-17"},
        {"AP-06-2x-17 2350GMT", NULL, NULL, "date: AP-06-2x-17 2350GMT"},
        {"AP-06-29-1x 2350GMT", NULL, NULL, "date: AP-06-29-1x 2350GMT"},
        {"AP-06-29-17 235xGMT", NULL, NULL, "date: AP-06-29-17 235xGMT"},
        {"AP-06-29-17 2350GMT5", NULL, NULL, "date: AP-06-29-17 2350GMT5"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nx_buf text;
        reading r;

        read_story(&r, &text, "r a BC-Salt 03-04", "", cases[i].trailer);
        if (cases[i].key != NULL)
            assert_text(r.item.article.key, cases[i].key);
        assert_int_equal(r.item.article.published_at == NEWSIDX_NO_TIME,
                         cases[i].key == NULL);
        assert_text(r.item.article.source, cases[i].source);
        assert_text(r.item.article.dropped, cases[i].dropped);
        end(&r, &text);
    }
}

/* Typists set a line as they liked. */
static void lines_are_set_in_many_ways(void **state)
{
    static const struct {
        const char *text;
        const char *body;
    } cases[] = {
        {"   One\r\ntwo.\r\n\r\n   Three.", "One two.\n\nThree."},
        {"One\r\ntwo=\r\nThree", "One two\nThree"},
        {"\tOne `two' `'three'' ``four.''",
         "One `two' `'three\xE2\x80\x9D \xE2\x80\x9C"
         "four.\xE2\x80\x9D"},
        {"\tOne {\r\n\b\bTwo {'\r\n^^Three", "One {\nTwo \xC2\xBD'\nThree"},
        {"\t<\r\n\t^\r\n\b<\r\n\tOne", "^\nOne"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nx_buf text;
        reading r;

        nx_buf_init(&text, 10000);
        nx_buf_add_format(&text, "\x01W1645\x1f\r\nr a Salt\r\n\x02%s",
                          cases[i].text);
        reading_begin(&r, nx_buf_text(&text), 0, NEWSIDX_FORMAT_AUTO);
        assert_int_equal(reading_step(&r), NEWSIDX_OK);
        assert_text(r.item.article.body, cases[i].body);
        end(&r, &text);
    }
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
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_story_has_fields),
        cmocka_unit_test(parts_may_be_missing),
        cmocka_unit_test(priorities_are_urgencies),
        cmocka_unit_test(agencies_are_no_persons),
        cmocka_unit_test(the_trailer_says_when_and_who),
        cmocka_unit_test(lines_are_set_in_many_ways),
        cmocka_unit_test(other_texts_are_none)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
