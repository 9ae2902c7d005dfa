#include "formats/mail/message.h"

#include "ingest/extra.h"
#include "reading.h"

static void read_mail(const char *mail, nx_item *item)
{
    newsidx_error err;

    nx_item_init(item);
    assert_int_equal(nx_mail_message_read(nx_str(mail), item, &err),
                     NEWSIDX_OK);
    assert_int_equal(nx_extra_finish(item, &err), NEWSIDX_OK);
}

static void fields_are_in_the_header(void **state)
{
    nx_item item;
    const newsidx_article *a = &item.article;

    (void)state;
    read_mail("\n \nReceived: by a.example\nX-Spam: no\n"
              "Message-ID: <1@a.example>\nSubject: =?utf-8?Q?Salz_f=C3=BCr?=\n"
              "From: Ann Field <ann@a.example>\nOrganization: Harbor Press\n"
              "Date: Fri, 9 Sep 2016 18:45:30 +0200 (CEST)\n"
              "Keywords: salt,\n bread\nContent-Language: de\n"
              "Archived-At: <https://a.example/1>\nList-Id: <l.a.example>\n"
              "Comments: one\nComments: two\n\nSalz ist teuer.\n",
              &item);
    assert_text(a->key, "1@a.example");
    assert_text(a->headline, "Salz f\xC3\xBCr");
    assert_text(a->byline, "Ann Field");
    assert_text(a->source, "Harbor Press");
    assert_text(a->keywords, "salt, bread");
    assert_text(a->language, "de");
    assert_text(a->url, "https://a.example/1");
    assert_text(a->body, "Salz ist teuer.");
    assert_int_equal(a->published_at, INT64_C(1473439530));
    assert_text(a->extra, "{\"comments\":[\"one\",\"two\"],"
                          "\"from\":\"Ann Field <ann@a.example>\","
                          "\"list-id\":\"<l.a.example>\"}");
    nx_item_finish(&item);
}

static void agencies_are_sources(void **state)
{
    nx_item item;

    (void)state;
    read_mail("From: \"Associated Press\" <ap@a.example>\nSubject: Salt\n\n"
              "GENEVA (AP) \xE2\x80\x94 Salt is dear.\n",
              &item);
    assert_text(item.article.source, "Associated Press");
    assert_null(item.article.byline.bytes);
    assert_text(item.article.dateline, "GENEVA (AP)");
    assert_text(item.article.body, "Salt is dear.");
    nx_item_finish(&item);
    read_mail("From: b@b.example\nSubject: Re\n\nBob \xE2\x80\x94 Thanks.\n",
              &item);
    assert_null(item.article.dateline.bytes);
    nx_item_finish(&item);
}

static void what_cannot_be_read_is_dropped_not_guessed(void **state)
{
    nx_item item;

    (void)state;
    read_mail("Subject: Salt\nDate: next week\nContent-Language: German\n\n"
              "Salt.\n-- \nAnn\n",
              &item);
    assert_int_equal(item.article.published_at, NEWSIDX_NO_TIME);
    assert_null(item.article.language.bytes);
    assert_text(item.article.dropped, "Ann\ndate: next week\nlanguage: German");
    nx_item_finish(&item);
}

static void wrapped_lines_are_paragraphs(void **state)
{
    nx_item item;

    (void)state;
    read_mail("Subject: Salt\n\n"
              "The price of salt went up again on Friday, to the surprise\n"
              "of nobody in the harbor, where bakers had bought all there\n"
              "was in the week before, and where the ships with the next\n"
              "load are late by three days.\n\nBread will follow.\n",
              &item);
    assert_text(item.article.body,
                "The price of salt went up again on Friday, to the surprise "
                "of nobody in the harbor, where bakers had bought all there "
                "was in the week before, and where the ships with the next "
                "load are late by three days.\n\nBread will follow.");
    nx_item_finish(&item);
}

/* As forms send them; the mail broke a line in a string. */
static void an_object_has_fields_of_its_own(void **state)
{
    nx_item item;

    (void)state;
    read_mail("Message-ID: <1@a.example>\nSubject: A form\n\n"
              "{\"Headline\":[\"Salt\"],\"Desk\":[\"Har\nbor\",\"\"],\n"
              "\"Body\":[\"It is dear.\\n\\nVery.\"]}\n",
              &item);
    assert_text(item.article.headline, "Salt");
    assert_text(item.article.section, "Har bor");
    assert_text(item.article.body, "It is dear.\n\nVery.");
    assert_text(item.article.key, "1@a.example");
    assert_non_null(strstr(item.article.extra.bytes, "\"subject\":\"A form\""));
    nx_item_finish(&item);
    read_mail("Subject: Braces\n\n{not an object}\n", &item);
    assert_text(item.article.body, "{not an object}");
    assert_text(item.article.headline, "Braces");
    nx_item_finish(&item);
}

static void a_text_without_header_is_refused(void **state)
{
    newsidx_error err;
    nx_item item;

    (void)state;
    nx_item_init(&item);
    assert_int_equal(
        nx_mail_message_read(nx_str("Salt is dear.\n"), &item, &err),
        NEWSIDX_ERR_INPUT);
    assert_string_equal(err.message, "no header of a mail");
    nx_item_finish(&item);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_in_the_header),
        cmocka_unit_test(agencies_are_sources),
        cmocka_unit_test(what_cannot_be_read_is_dropped_not_guessed),
        cmocka_unit_test(wrapped_lines_are_paragraphs),
        cmocka_unit_test(an_object_has_fields_of_its_own),
        cmocka_unit_test(a_text_without_header_is_refused)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
