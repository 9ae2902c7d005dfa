#include "ingest/boilerplate.h"

#include "reading.h"

static void furniture_is_known_whatever_its_case(void **state)
{
    static const char *const lines[] = {"Share",
                                        "SHARE",
                                        "Advertisement",
                                        "block",
                                        "Read more",
                                        "Read more: Talks",
                                        "Photo: Jane Doe/Reuters"};

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        assert_true(nx_is_boilerplate(nx_str(lines[i])));
}

static void sentences_are_no_furniture(void **state)
{
    static const char *const lines[] = {
        "",
        "Shares",
        "blocked",
        "The block",
        "Share the burden",
        ("Photo: the picture that was shown in court on Friday is the only one "
         "of the two ministers")};

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        assert_false(nx_is_boilerplate(nx_str(lines[i])));
}

static void furniture_goes_where_it_stands_alone(void **state)
{
    reading r;

    (void)state;
    reading_plain(&r, "Share\n"
                      "\n"
                      "Truce holds in the hills\n"
                      "\n"
                      "Nobody fired a shot. They share a well.\n"
                      "Advertisement\n"
                      "The road is not blocked.\n"
                      "  share  \n");
    assert_text(r.item.article.headline, "Truce holds in the hills");
    assert_text(r.item.article.body, "Nobody fired a shot. They share a well.\n"
                                     "The road is not blocked.");
    assert_text(r.item.article.dropped, "Share\nAdvertisement\nshare");
    reading_end(&r);
}

/* The last word of a paragraph may be alone on its line. */
static void a_word_of_a_wrapped_paragraph_stays(void **state)
{
    reading r;

    (void)state;
    reading_plain(
        &r, "Ministers met in the old customs house on Tuesday to talk\n"
            "about the price of salt, which has risen for the third time\n"
            "in a year, and of bread, of which every baker wants to have\n"
            "block\n"
            "\n"
            "Share\n");
    assert_non_null(strstr(r.item.article.body.bytes, "to have block"));
    assert_text(r.item.article.dropped, "Share");
    reading_end(&r);
}

static void nothing_but_furniture_is_no_article(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r, nx_str("Share\n\nAdvertisement\n"), 0,
                  NEWSIDX_FORMAT_TEXT);
    assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
    assert_string_equal(r.err.message, "no text but boilerplate");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(furniture_is_known_whatever_its_case),
        cmocka_unit_test(sentences_are_no_furniture),
        cmocka_unit_test(furniture_goes_where_it_stands_alone),
        cmocka_unit_test(a_word_of_a_wrapped_paragraph_stays),
        cmocka_unit_test(nothing_but_furniture_is_no_article)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
