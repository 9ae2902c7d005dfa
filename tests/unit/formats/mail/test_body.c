#include "formats/mail/body.h"

#include "ingest/extra.h"

#include "reading.h"

#include <stdio.h>

/* The body that is made of a mail's parts. */
static void read_body(const char *mail, nx_item *item)
{
    nx_mail_part *root;

    nx_item_init(item);
    assert_int_equal(nx_mail_parse(nx_str(mail), &item->arena, &root, NULL),
                     NEWSIDX_OK);
    assert_int_equal(nx_mail_body_read(root, item, NULL), NEWSIDX_OK);
}

static void expect(const char *mail, const char *body, const char *dropped)
{
    nx_item item;

    read_body(mail, &item);
    assert_text(item.article.body, body);
    assert_text(item.article.dropped, dropped);
    nx_item_finish(&item);
}

static void texts_are_decoded(void **state)
{
    (void)state;
    expect("Content-Type: text/plain; charset=iso-8859-1\n"
           "Content-Transfer-Encoding: Quoted-Printable\n\nStra=DFe=\n n\n",
           "Stra\xC3\x9F"
           "e n",
           "");
    expect("Content-Transfer-Encoding: base64\n\nU2FsdA==\n", "Salt", "");
    expect("Content-Type: text/plain; format=flowed; delsp=yes\n\nSal \nt\n",
           "Salt", "");
    expect("Content-Type: text/html\n\n<p>Salt &amp; bread<p>Dear",
           "Salt & "
           "bread\n\n"
           "Dear",
           "");
}

static void signatures_are_dropped(void **state)
{
    (void)state;
    expect("A: b\n\nSalt.\n\n-- \nAnn Field\nHarbor\n", "Salt.",
           "Ann Field\nHarbor");
}

#define ALTERNATIVE                                                            \
    "Content-Type: multipart/alternative; boundary=a\n\n--a\n\n%s\n--a\n"      \
    "Content-Type: text/html\n\n%s\n--a\n"                                     \
    "Content-Type: text/calendar; name=\"day.ics\"\n\nBEGIN\n--a--\n"

static void expect_choice(const char *plain, const char *html, const char *body)
{
    char mail[2000];
    nx_item item;

    snprintf(mail, sizeof mail, ALTERNATIVE, plain, html);
    read_body(mail, &item);
    assert_text(item.article.body, body);
    assert_int_equal(nx_extra_finish(&item, NULL), NEWSIDX_OK);
    assert_text(item.article.extra, "{\"attachment\":\"day.ics\"}");
    nx_item_finish(&item);
}

static void of_alternatives_the_plain_one_counts(void **state)
{
    (void)state;
    expect_choice("Salt is dear.", "<p>Salt <b>is</b> dear.", "Salt is dear.");
}

static void unless_it_is_empty_or_a_teaser(void **state)
{
    (void)state;
    expect_choice("", "<p>Salt", "Salt");
    expect_choice("Read on.",
                  "<p>Salt is dear and bread is too, as all that is baked and "
                  "boiled in the harbor.",
                  "Salt is dear and bread is too, as all that is baked and "
                  "boiled in the harbor.");
}

static void attachments_are_named(void **state)
{
    nx_item item;

    (void)state;
    read_body("Content-Type: multipart/mixed; boundary=a\n\n--a\n\nSalt.\n"
              "--a\nContent-Type: image/png\n"
              "Content-Disposition: attachment; filename=\"salt 1.png\"\n"
              "Content-Transfer-Encoding: base64\n\nU2FsdA==\n--a\n"
              "Content-Type: application/pdf\n\n%PDF\n--a\n"
              "Content-Disposition: attachment; filename=a.txt\n\nno\n--a--\n",
              &item);
    assert_text(item.article.body, "Salt.");
    assert_int_equal(nx_extra_finish(&item, NULL), NEWSIDX_OK);
    assert_text(item.article.extra, "{\"attachment\":[\"salt 1.png\","
                                    "\"application/pdf\",\"a.txt\"]}");
    nx_item_finish(&item);
}

/* Press releases come as files, beside a mail that says nothing. */
static void attached_texts_count_where_nothing_else_does(void **state)
{
    (void)state;
    expect("Content-Type: multipart/mixed; boundary=a\n\n--a\n\n\n--a\n"
           "Content-Disposition: attachment; filename=a.txt\n\nSalt.\n--a--\n",
           "Salt.", "");
}

static void forwarded_mails_are_part_of_the_text(void **state)
{
    nx_item item;

    (void)state;
    read_body("Content-Type: multipart/mixed; boundary=a\n\n--a\n\nSee:\n--a\n"
              "Content-Type: message/rfc822\n\nSubject: Salt\nFrom: Ann\n\n"
              "It is dear.\n--a--\n",
              &item);
    assert_text(item.article.body, "See:\n\nSalt\n\nIt is dear.");
    assert_int_equal(nx_extra_finish(&item, NULL), NEWSIDX_OK);
    assert_text(item.article.extra, "{\"forwarded\":\"Salt; Ann\"}");
    nx_item_finish(&item);
}

static void a_multipart_without_parts_is_text(void **state)
{
    (void)state;
    expect("Content-Type: multipart/mixed\n\nSalt.\n", "Salt.", "");
    expect("A: b\n", "", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_decoded),
        cmocka_unit_test(signatures_are_dropped),
        cmocka_unit_test(of_alternatives_the_plain_one_counts),
        cmocka_unit_test(unless_it_is_empty_or_a_teaser),
        cmocka_unit_test(attachments_are_named),
        cmocka_unit_test(attached_texts_count_where_nothing_else_does),
        cmocka_unit_test(forwarded_mails_are_part_of_the_text),
        cmocka_unit_test(a_multipart_without_parts_is_text)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
