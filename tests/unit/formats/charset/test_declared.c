#include "formats/charset/declared.h"

#include "reading.h"

static void expect(const char *head, const char *label)
{
    const newsidx_text found = nx_charset_declared(nx_str(head));

    if (label == NULL) {
        assert_null(found.bytes);
        return;
    }
    assert_true(nx_str_equal(found, nx_str(label)));
}

static void xml_declares_an_encoding(void **state)
{
    (void)state;
    expect("<?xml version=\"1.0\" encoding=\"iso-8859-2\"?><a/>", "iso-8859-2");
    expect("\n <?xml version='1.0' encoding = 'big5' ?>", "big5");
    expect("<?xml version=\"1.0\"?><a encoding=\"big5\"/>", NULL);
    expect("<?xml version=\"1.0\" encoding=\"\"?>", NULL);
    expect("<?xml encoding", NULL);
}

static void html_declares_it_in_a_tag(void **state)
{
    (void)state;
    expect("<html><head><META CHARSET=windows-1251>", "windows-1251");
    expect("<meta charset='utf-8'/>", "utf-8");
    expect("<!doctype html><meta http-equiv=\"Content-Type\" "
           "content=\"text/html; charset=ISO-8859-1\">",
           "ISO-8859-1");
    expect("<meta content='text/html; charset=koi8-r; x'>", "koi8-r");
    expect("<meta name=\"charset\" content=\"x\"><meta charset=big5>", "big5");
    expect("<?xml version=\"1.0\"?><html><meta charset=\"big5\">", "big5");
}

static void what_only_looks_like_it_declares_nothing(void **state)
{
    (void)state;
    expect("", NULL);
    expect("A text about <meta charset=big5>", NULL);
    expect("{\"html\": \"<meta charset=big5>\"}", NULL);
    expect("<!-- <meta charset=big5> --><meta charset=utf-8>", "utf-8");
    expect("<!-- <meta charset=big5>", NULL);
    expect("<metal charset=big5>", NULL);
    expect("<meta", NULL);
    expect("<meta charset", NULL);
    expect("<meta charset=", NULL);
    expect("<p charset=big5>", NULL);
    expect("<meta x <meta charset=big5>", "big5");
}

static void only_the_head_is_looked_at(void **state)
{
    static char page[2 * NX_CHARSET_HEAD_BYTES];

    (void)state;
    memset(page, ' ', sizeof page - 1);
    page[0] = '<';
    memcpy(page + NX_CHARSET_HEAD_BYTES, "<meta charset=big5>", 19);
    expect(page, NULL);
    memcpy(page + NX_CHARSET_HEAD_BYTES - 30, "<meta charset=big5>", 19);
    expect(page, "big5");
}

static void expect_mark(newsidx_text head, const char *charset, size_t length)
{
    size_t found_length;
    const char *found = nx_charset_mark(head, &found_length);

    assert_int_equal(found_length, length);
    if (charset == NULL)
        assert_null(found);
    else
        assert_string_equal(found, charset);
}

static void marks_are_known(void **state)
{
    (void)state;
    expect_mark(nx_str("\xEF\xBB\xBF"), "UTF-8", 3);
    expect_mark(nx_str_slice("\xFF\xFE\0\0", 4), "UTF-32LE", 4);
    expect_mark(nx_str_slice("\0\0\xFE\xFF", 4), "UTF-32BE", 4);
    expect_mark(nx_str_slice("\xFF\xFE\1\0", 4), "UTF-16LE", 2);
    expect_mark(nx_str_slice("\xFE\xFF\0\1", 4), "UTF-16BE", 2);
    expect_mark(nx_str("\xEF\xBB"), NULL, 0);
    expect_mark(nx_str(""), NULL, 0);
}

static void expect_wide(const char *bytes, size_t length, const char *charset)
{
    const char *found = nx_charset_wide(nx_str_slice(bytes, length));

    if (charset == NULL) {
        assert_null(found);
        return;
    }
    assert_non_null(found);
    assert_string_equal(found, charset);
}

static void wide_characters_are_seen_without_a_mark(void **state)
{
    (void)state;
    expect_wide("H\0i\0", 4, "UTF-16LE");
    expect_wide("\0H\0i", 4, "UTF-16BE");
    expect_wide("H\0\0\0i\0\0\0", 8, "UTF-32LE");
    expect_wide("\0\0\0H\0\0\0i", 8, "UTF-32BE");
    /* Kana, a blank of their own, a Chinese figure one, a line end. */
    expect_wide("\x42\x30\x44\x30\x46\x30\x00\x30\x00\x4E\x46\x30\x0A\x00", 14,
                "UTF-16LE");
    expect_wide("\x30\x42\x30\x44\x30\x46\x30\x00\x4E\x00\x30\x46\x00\x0A", 14,
                "UTF-16BE");
    /* The last character is cut. */
    expect_wide("H\0i\0!", 5, "UTF-16LE");
    expect_wide("H\0i\0\x3D\xD8", 6, "UTF-16LE");
}

static void binary_data_are_no_wide_characters(void **state)
{
    (void)state;
    expect_wide("Hi there", 8, NULL);
    expect_wide("GIF8\0\1", 6, NULL);
    expect_wide("\0\0\0\0", 4, NULL);
    expect_wide("a\0b\0\1\0", 6, NULL);
    expect_wide("a\0b\0\0\xDC", 6, NULL);
    expect_wide("a\0b\0\0\xE0", 6, NULL);
    expect_wide("a", 1, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xml_declares_an_encoding),
        cmocka_unit_test(html_declares_it_in_a_tag),
        cmocka_unit_test(what_only_looks_like_it_declares_nothing),
        cmocka_unit_test(only_the_head_is_looked_at),
        cmocka_unit_test(marks_are_known),
        cmocka_unit_test(wide_characters_are_seen_without_a_mark),
        cmocka_unit_test(binary_data_are_no_wide_characters)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
