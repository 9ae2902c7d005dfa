#include "formats/mail/mail.h"

#include "reading.h"

static void mails_are_known_by_their_fields(void **state)
{
    static const char *const heads[] = {
        "Received: by a.example\nReturn-Path: <a@a.example>\n",
        "\r\n   \r\nDelivered-To: a@a.example\r\nReceived: from b",
        "\xEF\xBB\xBFReceived: by a.example\nReturn-Path: <a@a.example>\n",
        "Subject: Salt\nMIME-Version: 1.0\n\nSalt is dear.\n",
        "From: Ann <ann@a.example>\nDate: Fri, 9 Sep 2016 18:45\nTo: b\n\n{",
        "Message-ID: <1@a>\nFrom: a\nX-Long: so\n and so\nDa"};

    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        assert_true(nx_format_mail.recognises(nx_str(heads[i])));
}

static void other_texts_are_no_mails(void **state)
{
    static const char *const heads[] = {
        "",
        "Salt is dear.\n\nReceived: by a.example\nReturn-Path: b\n",
        "Subject: Salt\nDate: Friday\nFrom: the harbor\n\nText",
        "title: Salt\ndate: 2016-09-09\ntags: a\n---\nText",
        "HTTP/1.1 200 OK\nContent-Type: text/html\nDate: x\n\n",
        "By: Ann Field\nDate: Friday\n\nText",
        "{\"from\": \"a@b\", \"to\": 1, \"date\": 2}",
        "Content-Type: text/html\n\n<p>",
        "Received: a\nReturn-Path: b\nThis goes on as prose.\n\n"};

    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        assert_false(nx_format_mail.recognises(nx_str(heads[i])));
}

static void a_file_is_one_mail(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r,
                  nx_str("Message-ID: <1@a>\nSubject: Salt\n\nIt is dear.\n"),
                  5, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_int_equal(r.item.format, NEWSIDX_FORMAT_MAIL);
    assert_text(r.item.article.key, "1@a");
    assert_text(r.item.article.body, "It is dear.");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mails_are_known_by_their_fields),
        cmocka_unit_test(other_texts_are_no_mails),
        cmocka_unit_test(a_file_is_one_mail)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
