#include "ingest/headline.h"

#include "reading.h"

/* The headline that is taken from a text; NULL: none. */
static void expect(const char *text, const char *headline)
{
    reading r;

    reading_plain(&r, text);
    assert_text(r.item.article.headline, headline);
    reading_end(&r);
}

#define LONG                                                                   \
    "The ministers of nine countries met in the old customs house on "         \
    "Tuesday and talked about the price of salt, which has risen for the "     \
    "third time in a year, and of bread, which has not, and then they had "    \
    "dinner."

static void a_short_line_before_a_blank_one_is_a_headline(void **state)
{
    (void)state;
    expect("Truce holds\n\nNobody fired.", "Truce holds");
    expect("Will the truce hold?\n\nNobody fired.", "Will the truce hold?");
    expect("Truce talks with U.S.\n\nNobody fired.", "Truce talks with U.S.");
    expect("\xE2\x80\x9CWe won\xE2\x80\x9D\n\nThey did.",
           "\xE2\x80\x9CWe won\xE2\x80\x9D");
}

static void a_byline_or_a_long_paragraph_shows_a_headline(void **state)
{
    (void)state;
    expect("Truce holds\nBy Matthew Lee\nNobody fired.", "Truce holds");
    expect("Truce holds\nAssociated Press\nNobody fired.", "Truce holds");
    expect("Truce holds\n" LONG, "Truce holds");
}

static void sentences_are_no_headlines(void **state)
{
    (void)state;
    expect("Nobody fired.\n\nThat was good.", NULL);
    expect(LONG "\n" LONG, NULL);
    expect("Dear readers,\n\nNobody fired.", NULL);
    expect("GENEVA (AP) - Nobody fired\n\nThat was good.", NULL);
    expect("* * *\n\nNobody fired.", NULL);
    expect("one\ntwo\nthree", NULL);
    expect("Nobody fired", NULL);
}

static void a_wrapped_headline_is_one_line(void **state)
{
    (void)state;
    expect("Ministers of nine countries meet in the old customs house\n"
           "to talk about salt\n"
           "\n"
           "Ministers met in the old customs house on Tuesday to talk\n"
           "about the price of salt, which has risen for the third time\n"
           "in a year and worries bakers in each of the nine countries.\n",
           "Ministers of nine countries meet in the old customs house "
           "to talk about salt");
}

static void expect_end(const char *text, const char *body, const char *dropped)
{
    reading r;

    reading_plain(&r, text);
    assert_text(r.item.article.body, body);
    assert_text(r.item.article.dropped, dropped);
    reading_end(&r);
}

static void stray_headlines_at_the_end_go(void **state)
{
    (void)state;
    expect_end("Truce holds\n\nOne.\n\nTwo.\n\nThree.\n\n"
               "Bread to cost more next year",
               "One.\n\nTwo.\n\nThree.", "Bread to cost more next year");
    expect_end("Truce holds\n\nOne.\n\nTwo.\n\nThree.\n\n"
               "GENEVA-TRUCE- A minister\n\nBread to cost more",
               "One.\n\nTwo.\n\nThree.",
               "GENEVA-TRUCE- A minister\nBread to cost more");
}

static void other_last_lines_stay(void **state)
{
    static const char *const ends[] = {
        "Two.\n\nThree.\n\nBread to cost more",       /* too little before it */
        "One.\n\nTwo.\n\nThree.\n\nFour.\nFive",      /* no blank line */
        "One.\n\nTwo.\n\nThree:\n\nFour",             /* a list */
        "One.\n\nTwo.\n\nThree.\n\na\n\nb\n\nc\n\nd", /* a long one */
        "One\n\nTwo\n\nThree.\n\nFour",               /* verse */
        "One.\n\nTwo.\n\nThree.\n\nFour,"};

    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        char text[200] = "Truce holds\n\n";

        strncat(text, ends[i], sizeof text - strlen(text) - 1);
        expect_end(text, ends[i], NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_short_line_before_a_blank_one_is_a_headline),
        cmocka_unit_test(a_byline_or_a_long_paragraph_shows_a_headline),
        cmocka_unit_test(sentences_are_no_headlines),
        cmocka_unit_test(a_wrapped_headline_is_one_line),
        cmocka_unit_test(stray_headlines_at_the_end_go),
        cmocka_unit_test(other_last_lines_stay)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
