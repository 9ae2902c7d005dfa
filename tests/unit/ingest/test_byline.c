#include "ingest/byline.h"

#include "reading.h"

#define LEAD                                                                   \
    "\n\nThe ministers of nine countries met in the old customs house on "     \
    "Tuesday and talked about salt."

/* What is read from the lines between headline and lead. */
static void expect(const char *lines, const char *byline, const char *source)
{
    char text[400] = "Truce holds\n\n";
    reading r;

    strncat(text, lines, sizeof text - strlen(text) - 1);
    strncat(text, LEAD, sizeof text - strlen(text) - 1);
    reading_plain(&r, text);
    assert_text(r.item.article.byline, byline);
    assert_text(r.item.article.source, source);
    assert_text(r.item.article.body, &LEAD[2]);
    reading_end(&r);
}

static void names_and_agencies_are_read(void **state)
{
    (void)state;
    expect("Matthew Lee\nAssociated Press", "Matthew Lee", "Associated Press");
    expect("By Matthew Lee", "Matthew Lee", NULL);
    expect("BY MATTHEW LEE\nREUTERS", "MATTHEW LEE", "REUTERS");
    expect("By Matthew Lee and Bradley Klapper, Associated Press",
           "Matthew Lee and Bradley Klapper", "Associated Press");
    expect("By MARK NIESSE\nAssociated Press Writer", "MARK NIESSE",
           "Associated Press");
    expect("By Reuters", "Reuters", "Reuters");
    expect("Matthew Lee (AP)", "Matthew Lee", "AP");
    expect("Matthew Lee | Reuters", "Matthew Lee", "Reuters");
    expect("By Jo Lindgren\nHarbor Press", "Jo Lindgren", "Harbor Press");
    expect("Matthew Lee\nBradley Klapper\nAssociated Press",
           "Matthew Lee, Bradley Klapper", "Associated Press");
    expect("Matthew Lee", "Matthew Lee", NULL);
    expect("The Associated Press", NULL, "Associated Press");
}

static void names_are_of_many_kinds(void **state)
{
    (void)state;
    expect("By Rafael del Valle Ortega", "Rafael del Valle Ortega", NULL);
    expect("By J.R. O'Brien", "J.R. O'Brien", NULL);
    expect("By Ma\xC3\xABlle Qu\xC3\xA9r\xC3\xA9 & Ursula von der Leyen",
           "Ma\xC3\xABlle Qu\xC3\xA9r\xC3\xA9 & Ursula von der Leyen", NULL);
    expect("By John Smith, diplomatic correspondent",
           "John Smith, diplomatic correspondent", NULL);
    expect("By our political staff", "our political staff", NULL);
    expect("Von Katrin Ohlendorf", "Katrin Ohlendorf", NULL);
}

/* These lines stay in the body. */
static void other_lines_are_no_bylines(void **state)
{
    static const char *const lines[] = {"By the time they met, it rained.",
                                        "By Friday they had left",
                                        "White House",
                                        "The Latest",
                                        "Ministers meet in Geneva",
                                        "3 killed",
                                        "United Nations"};

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        char text[400] = "Truce holds\n\n";
        reading r;

        strncat(text, lines[i], sizeof text - strlen(text) - 1);
        strncat(text, LEAD, sizeof text - strlen(text) - 1);
        reading_plain(&r, text);
        assert_text(r.item.article.byline, NULL);
        assert_non_null(strstr(r.item.article.body.bytes, lines[i]));
        reading_end(&r);
    }
}

static void a_date_under_the_byline_is_the_articles(void **state)
{
    reading r;

    (void)state;
    reading_plain(&r, "Truce holds\n\nBy Matthew Lee\nSeptember 9, 2016" LEAD);
    assert_int_equal(r.item.article.published_at, 1473379200);
    assert_text(r.item.article.dropped, "September 9, 2016");
    assert_text(r.item.article.body, &LEAD[2]);
    reading_end(&r);
    reading_plain(&r, "Truce holds\n\nBy Matthew Lee\n2025551212" LEAD);
    assert_true(r.item.article.published_at == NEWSIDX_NO_TIME);
    reading_end(&r);
}

static void by_is_no_part_of_a_name(void **state)
{
    (void)state;
    assert_true(
        nx_str_equal(nx_byline_without_by(nx_str(" BY  Lee ")), nx_str("Lee")));
    assert_true(
        nx_str_equal(nx_byline_without_by(nx_str("Byron")), nx_str("Byron")));
    assert_true(
        nx_str_equal(nx_byline_without_by(nx_str("By ")), nx_str("By")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_and_agencies_are_read),
        cmocka_unit_test(names_are_of_many_kinds),
        cmocka_unit_test(other_lines_are_no_bylines),
        cmocka_unit_test(a_date_under_the_byline_is_the_articles),
        cmocka_unit_test(by_is_no_part_of_a_name)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
