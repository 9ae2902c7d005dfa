#include "formats/xml/put.h"

#include "ingest/extra.h"
#include "reading.h"

static nx_item item;
static nx_put put;
static newsidx_error err;

static int begin(void **state)
{
    (void)state;
    nx_item_init(&item);
    nx_put_begin(&put, &item, &err);
    return 0;
}

static int end(void **state)
{
    (void)state;
    nx_item_finish(&item);
    return 0;
}

static void finish(void)
{
    assert_int_equal(nx_put_end(&put), NEWSIDX_OK);
    assert_int_equal(nx_extra_finish(&item, &err), NEWSIDX_OK);
}

static void what_is_found_first_stays(void **state)
{
    (void)state;
    nx_put_line(&put, &item.article.headline, nx_str(" "));
    nx_put_line(&put, &item.article.headline, nx_str(" Rain\nfell "));
    nx_put_line(&put, &item.article.headline, nx_str("Snow"));
    nx_put_date(&put, &item.article.published_at, nx_str("2016"), "date");
    nx_put_date(&put, &item.article.published_at, nx_str("2017"), "date");
    nx_put_language(&put, nx_str("x-default"));
    nx_put_language(&put, nx_str("EN_us"));
    nx_put_language(&put, nx_str("fr"));
    finish();
    assert_text(item.article.headline, "Rain fell");
    assert_int_equal(item.article.published_at, 1451606400);
    assert_text(item.article.language, "en-us");
    assert_null(item.article.dropped.bytes);
}

static void what_cant_be_read_is_kept(void **state)
{
    (void)state;
    nx_put_date(&put, &item.article.published_at, nx_str("soon"), "date");
    nx_put_language(&put, nx_str("English"));
    nx_put_number(&put, &item.article.urgency, nx_str("high"), 9, "urgency");
    nx_put_number(&put, &item.article.edition, nx_str("99999999999"),
                  UINT32_MAX, "version");
    nx_put_usage(&put, nx_str("stat:pending"));
    nx_put_dropped(&put, nx_str("A caption"));
    finish();
    assert_int_equal(item.article.published_at, NEWSIDX_NO_TIME);
    assert_null(item.article.language.bytes);
    assert_text(item.article.dropped,
                "date: soon\nlanguage: English\nA caption");
    assert_text(item.article.extra,
                "{\"status\":\"stat:pending\",\"urgency\":\"high\","
                "\"version\":\"99999999999\"}");
}

static void numbers_have_limits(void **state)
{
    (void)state;
    nx_put_number(&put, &item.article.urgency, nx_str("0"), 9, "urgency");
    nx_put_number(&put, &item.article.urgency, nx_str("10"), 9, "urgency");
    nx_put_number(&put, &item.article.urgency, nx_str(" 4 "), 9, "urgency");
    nx_put_number(&put, &item.article.edition, nx_str("4294967295"), UINT32_MAX,
                  "version");
    finish();
    assert_int_equal(item.article.urgency, 4);
    assert_int_equal(item.article.edition, UINT32_MAX);
}

static void codes_say_what_may_be_done(void **state)
{
    static const struct {
        const char *code;
        newsidx_usage usage;
    } codes[] = {{"stat:usable", NEWSIDX_USABLE},
                 {"http://a.b/stat/withheld", NEWSIDX_WITHHELD},
                 {"Canceled", NEWSIDX_CANCELED},
                 {"killed", NEWSIDX_CANCELED},
                 {"Usable", NEWSIDX_USABLE}};

    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        nx_put_usage(&put, nx_str(codes[i].code));
        assert_int_equal(item.article.usage, codes[i].usage);
    }
    assert_int_equal(nx_code_word(nx_str("")).length, 0);
    finish();
}

static void bylines_and_keywords_are_joined(void **state)
{
    (void)state;
    assert_false(nx_put_has_byline(&put));
    nx_put_byline(&put, nx_str("By Iva Korin, "));
    nx_put_byline(&put, nx_str(""));
    nx_put_byline(&put, nx_str("Joe Arlov"));
    assert_true(nx_put_has_byline(&put));
    nx_put_keyword(&put, nx_str("rain"));
    nx_put_keyword(&put, nx_str("snow"));
    nx_put_keyword(&put, nx_str("rain"));
    nx_put_keyword(&put, nx_str("rains"));
    nx_put_keyword(&put, nx_str("snow"));
    finish();
    assert_text(item.article.byline, "Iva Korin, Joe Arlov");
    assert_text(item.article.keywords, "rain, snow, rains");
}

static void names_of_extra_are_short_and_plain(void **state)
{
    char name[300];

    (void)state;
    memset(name, 'a', sizeof name);
    name[299] = '\0';
    nx_put_extra_of(&put, nx_str(name), nx_str(name), nx_str("1"));
    nx_put_extra_of(&put, nx_str("caf\xC3\xA9"), nx_str(NULL), nx_str("2"));
    nx_put_extra_of(&put, nx_str("a"), nx_str("b"), nx_str("3"));
    finish();
    assert_non_null(strstr(item.article.extra.bytes, "\"a.b\":\"3\""));
    assert_non_null(strstr(item.article.extra.bytes, "\"caf__\":\"2\""));
    assert_in_range(item.article.extra.length, 220, 260);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_found_first_stays),
        TEST(what_cant_be_read_is_kept),
        TEST(numbers_have_limits),
        TEST(codes_say_what_may_be_done),
        TEST(bylines_and_keywords_are_joined),
        TEST(names_of_extra_are_short_and_plain)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
