#include "formats/charset/charset.h"

#include "reading.h"

static void expect(const char *bytes, const char *label, const char *charset)
{
    assert_string_equal(nx_charset_choose(nx_str(bytes), label), charset);
}

static void a_mark_wins_over_all(void **state)
{
    (void)state;
    expect("\xEF\xBB\xBF<?xml version='1.0' encoding='koi8-r'?>\xC1", "big5",
           "UTF-8");
    assert_string_equal(
        nx_charset_choose(nx_str_slice("\xFF\xFE\x42\x30", 4), "utf-8"),
        "UTF-16LE");
}

static void the_callers_label_comes_before_the_documents(void **state)
{
    (void)state;
    expect("<meta charset=koi8-r>\xC1", "windows-1251", "CP1251");
    expect("<meta charset=koi8-r>\xC1", "no such", "KOI8-R");
    expect("<meta charset=koi8-r>\xC1", NULL, "KOI8-R");
}

static void a_declaration_may_be_wrong(void **state)
{
    (void)state;
    expect("Caf\xC3\xA9", "iso-8859-1", "UTF-8");
    expect("Caf\xC3\xA9 \xE2\x82\xAC", "euc-jp", "UTF-8");
    expect("The caf\xE9 is closed, and so is the road to it.", "utf-8",
           "CP1252");
    expect("Caf\xC3\xA9 \xE9 \xE9 \xE9", "utf-8", "UTF-8");
    expect("<?xml version='1.0' encoding='utf-16'?>Caf\xC3\xA9", NULL, "UTF-8");
    expect("Caf\xC3\xA9", "utf-16", "UTF-8");
    expect("\x42\x30\xA4\x30", "utf-16", "UTF-16LE");
}

static void expect_stream(newsidx_text head, const char *charset)
{
    const char *chosen;

    assert_int_equal(nx_charset_choose_stream(head, &chosen, NULL), NEWSIDX_OK);
    if (charset == NULL) {
        assert_null(chosen);
        return;
    }
    assert_non_null(chosen);
    assert_string_equal(chosen, charset);
}

static void a_stream_shows_its_beginning(void **state)
{
    (void)state;
    expect_stream(nx_str("{\"a\": \"\xC3\xA9\"}"), NULL);
    expect_stream(nx_str("<?xml version='1.0' encoding='utf-8'?>"), NULL);
    expect_stream(nx_str("<?xml version='1.0' encoding='utf-8'?>\xC3\xA9"),
                  "UTF-8");
    expect_stream(nx_str("<?xml version='1.0' encoding='iso-8859-2'?>"),
                  "ISO-8859-2");
    expect_stream(nx_str_slice("\xFE\xFF\0<", 4), "UTF-16BE");
    expect_stream(nx_str_slice("\0<\0a", 4), "UTF-16BE");
}

static void texts_are_decoded_without_their_mark(void **state)
{
    uint64_t replaced;
    nx_buf out;

    (void)state;
    nx_buf_init(&out, 100);
    nx_buf_add_string(&out, "before ");
    assert_int_equal(nx_charset_decode(nx_str("\xEF\xBB\xBF"
                                              "caf\xC3\xA9 \xFF"),
                                       NULL, &out, &replaced, NULL),
                     NEWSIDX_OK);
    assert_text(nx_buf_text(&out), "before caf\xC3\xA9 \xEF\xBF\xBD");
    assert_int_equal(replaced, 1);
    nx_buf_clear(&out);
    assert_int_equal(
        nx_charset_decode(nx_str("\xC1"), "KOI8-R", &out, NULL, NULL),
        NEWSIDX_OK);
    assert_text(nx_buf_text(&out), "\xD0\xB0");
    nx_buf_finish(&out);
}

static void a_text_that_has_no_room_is_refused(void **state)
{
    newsidx_error err;
    nx_buf out;

    (void)state;
    nx_buf_init(&out, 5);
    assert_int_equal(nx_charset_decode(nx_str("\xE9\xE9\xE9 caf\xE9"), "latin1",
                                       &out, NULL, &err),
                     NEWSIDX_ERR_LIMIT);
    assert_string_equal(err.message, "longer than 5 bytes");
    nx_buf_finish(&out);
}

static void all_charsets_can_be_opened(void **state)
{
    (void)state;
    nx_charset_preload();
    nx_charset_preload();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mark_wins_over_all),
        cmocka_unit_test(the_callers_label_comes_before_the_documents),
        cmocka_unit_test(a_declaration_may_be_wrong),
        cmocka_unit_test(a_stream_shows_its_beginning),
        cmocka_unit_test(texts_are_decoded_without_their_mark),
        cmocka_unit_test(a_text_that_has_no_room_is_refused),
        cmocka_unit_test(all_charsets_can_be_opened)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
