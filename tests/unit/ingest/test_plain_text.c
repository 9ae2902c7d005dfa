#include "ingest/plain_text.h"

#include "reading.h"

#include <stdio.h>

/* All traps of the wire in one article. */
static void every_line_is_in_a_field_or_dropped(void **state)
{
    reading r;
    const newsidx_article *a = &r.item.article;

    (void)state;
    reading_plain(&r, "\xEF\xBB\xBF"
                      "Share\r\n\r\n"
                      "Talks end without a deal\r\n\r\n"
                      "Iva Korin\r\nAssociated Press\r\n\r\n"
                      "TELMIRA (AP) \xE2\x80\x94 The talks ended.After the "
                      "talks, dinner.\r\n\r\n"
                      "Advertisement\r\n\r\n"
                      "\xE2\x80\x9CWe share a road,\xE2\x80\x9D he said, "
                      "\xE2\x80\x9Cthat is blocked.\xE2\x80\x9D\r\n\r\n"
                      "They left.\r\n\r\n"
                      "Korin meets Arlov in the hills\r\n");
    assert_text(a->headline, "Talks end without a deal");
    assert_text(a->byline, "Iva Korin");
    assert_text(a->source, "Associated Press");
    assert_text(a->dateline, "TELMIRA (AP)");
    assert_text(a->body,
                "The talks ended.After the talks, dinner.\n\n"
                "\xE2\x80\x9CWe share a road,\xE2\x80\x9D he said, "
                "\xE2\x80\x9Cthat is blocked.\xE2\x80\x9D\n\nThey left.");
    assert_text(a->dropped,
                "Share\nAdvertisement\nKorin meets Arlov in the hills");
    assert_true(a->published_at == NEWSIDX_NO_TIME);
    assert_int_equal(r.item.line, 1);
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

static void a_text_without_a_headline_is_all_body(void **state)
{
    static const char text[] =
        "The two ministers had a tense talk on Friday and each said of the "
        "other that he was failing to live up to the terms, which neither of "
        "them had signed in the first place, an aide to one of them said.\n"
        "They will talk again.\n"
        "Nobody said when.";
    reading r;

    (void)state;
    reading_plain(&r, text);
    assert_text(r.item.article.headline, NULL);
    assert_text(r.item.article.body, text);
    assert_text(r.item.article.dropped, NULL);
    reading_end(&r);
}

static void wrapped_paragraphs_become_lines(void **state)
{
    reading r;

    (void)state;
    reading_plain(&r,
                  "Salt is dear\n"
                  "\n"
                  "GENEVA (dpa) - Ministers met in the customs house on\n"
                  "Tuesday to talk about the price of salt, and of the cease-\n"
                  "fire that bakers want, their association said yesterday.\n"
                  "   Bakers were not asked. Their association said that it\n"
                  "would send a letter.\n");
    assert_text(r.item.article.dateline, "GENEVA (dpa)");
    assert_text(r.item.article.body,
                "Ministers met in the customs house on Tuesday to talk about "
                "the price of salt, and of the cease-fire that bakers want, "
                "their association said yesterday.\n"
                "Bakers were not asked. Their association said that it would "
                "send a letter.");
    reading_end(&r);
}

static void the_agency_of_the_byline_comes_first(void **state)
{
    reading r;

    (void)state;
    reading_plain(&r, "Salt is dear\n\nBy Matthew Lee\nReuters\n\n"
                      "GENEVA (AP) - Ministers met.\n");
    assert_text(r.item.article.source, "Reuters");
    assert_text(r.item.article.dateline, "GENEVA (AP)");
    reading_end(&r);
}

static void a_headline_alone_is_a_body(void **state)
{
    reading r;

    (void)state;
    reading_plain(&r, "Salt is dear\n\nShare\n");
    assert_text(r.item.article.headline, NULL);
    assert_text(r.item.article.body, "Salt is dear");
    reading_end(&r);
}

/* Five megabytes of one thing, in lines and without: time must be linear. */
static void large_texts_are_read_in_linear_time(void **state)
{
    static const char *const pieces[] = {"a\n",     "block\n", "\n", "word ",
                                         "A B\n\n", "- ",      "(",  "Lee, "};
    const size_t length = (size_t)5 * 1024 * 1024;
    char *text = malloc(length + 1);

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        const size_t step = strlen(pieces[i]);
        reading r;

        for (size_t k = 0; k + step <= length; k += step)
            memcpy(text + k, pieces[i], step);
        reading_begin(&r, nx_str_slice(text, length / step * step), 0,
                      NEWSIDX_FORMAT_TEXT);
        reading_step(&r);
        assert_true(r.status == NEWSIDX_OK || r.status == NEWSIDX_ERR_INPUT);
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        reading_end(&r);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_is_in_a_field_or_dropped),
        cmocka_unit_test(a_text_without_a_headline_is_all_body),
        cmocka_unit_test(wrapped_paragraphs_become_lines),
        cmocka_unit_test(the_agency_of_the_byline_comes_first),
        cmocka_unit_test(a_headline_alone_is_a_body),
        cmocka_unit_test(large_texts_are_read_in_linear_time)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
