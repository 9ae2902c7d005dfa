#include "formats/mail/mbox.h"

#include "reading.h"

#define SEPARATOR "From ann@a.example Fri Sep  9 18:45:30 2016\n"

static const char box[] =
    SEPARATOR "Message-ID: <1@a>\nSubject: Salt\n\n>From the start,\n"
              ">>From below,\nFrom here on it is dear.\n\n"
              "From Fri 9 Sep 18:45 2016 on, salt was dear.\n\n" SEPARATOR
              "Message-ID: <2@a>\nSubject: Bread\n\nIt follows.\n\n" SEPARATOR
              "no header\n\n" SEPARATOR "Subject: Wine\n\nNo.";

static void mails_come_one_after_another(void **state)
{
    (void)state;
    for (size_t chunk_bytes = 0; chunk_bytes < 50; chunk_bytes++) {
        reading r;

        reading_begin(&r, nx_str(box), chunk_bytes, NEWSIDX_FORMAT_AUTO);
        assert_int_equal(reading_step(&r), NEWSIDX_OK);
        assert_int_equal(r.item.format, NEWSIDX_FORMAT_MBOX);
        assert_text(r.item.article.key, "1@a");
        assert_int_equal(r.item.line, 1);
        assert_text(r.item.article.body,
                    "From the start,\n>From below,\nFrom here on it is dear."
                    "\n\nFrom Fri 9 Sep 18:45 2016 on, salt was dear.");
        assert_int_equal(reading_step(&r), NEWSIDX_OK);
        assert_text(r.item.article.headline, "Bread");
        assert_int_equal(r.item.line, 11);
        assert_int_equal(r.item.start_bytes,
                         (size_t)(strstr(box + 1, SEPARATOR) - box));
        /* Only a header makes a separator of a line. */
        assert_text(r.item.article.body,
                    "It follows.\n\n"
                    "From ann@a.example Fri Sep  9 18:45:30 2016\nno header");
        assert_int_equal(reading_step(&r), NEWSIDX_OK);
        assert_text(r.item.article.body, "No.");
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        reading_end(&r);
    }
}

static void mails_can_be_stepped_over(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r, nx_str(box), 9, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(nx_reader_skip(r.reader, false, &r.item, &r.err),
                     NEWSIDX_OK);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.headline, "Bread");
    assert_int_equal(nx_reader_skip(r.reader, false, &r.item, &r.err),
                     NEWSIDX_OK);
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

static void mailboxes_are_known_by_their_first_lines(void **state)
{
    static const char *const others[] = {
        "", "From here to there\n\nSalt", "From a 18:45 2016\nprose goes on",
        "From 18:45 2016", "Subject: a\nFrom a 18:45 2016\n"};

    (void)state;
    assert_true(nx_format_mbox.recognises(nx_str(box)));
    assert_true(nx_format_mbox.recognises(
        nx_str("From - Fri Sep 09 18:45:30 2016\r\nX-Status: 1\r\n")));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_false(nx_format_mbox.recognises(nx_str(others[i])));
}

static void what_is_no_mail_is_named(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r, nx_str("Salt.\n\n" SEPARATOR "Subject: Salt\n\nDear\n"),
                  0, NEWSIDX_FORMAT_MBOX);
    assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
    assert_int_equal(r.item.line, 1);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_int_equal(r.item.line, 3);
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mails_come_one_after_another),
        cmocka_unit_test(mails_can_be_stepped_over),
        cmocka_unit_test(mailboxes_are_known_by_their_first_lines),
        cmocka_unit_test(what_is_no_mail_is_named)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
