#include "formats/charset/labels.h"

#include "reading.h"

static void expect(const char *label, const char *charset)
{
    const char *found = nx_charset_find(nx_str(label));

    if (charset == NULL) {
        assert_null(found);
        return;
    }
    assert_non_null(found);
    assert_string_equal(found, charset);
}

static void labels_are_those_of_the_standard(void **state)
{
    (void)state;
    expect("utf-8", "UTF-8");
    expect(" UTF8\n", "UTF-8");
    expect("ISO-8859-1", "CP1252");
    expect("us-ascii", "CP1252");
    expect("iso-8859-9", "CP1254");
    expect("GB2312", "GB18030");
    expect("Shift_JIS", "CP932");
    expect("ks_c_5601-1987", "UHC");
    expect("utf-16", "UTF-16LE");
}

static void other_labels_are_none(void **state)
{
    (void)state;
    expect(NULL, NULL);
    expect("", NULL);
    expect(" ", NULL);
    expect("bogus", NULL);
    expect("utf-8 utf8", NULL);
    expect("8", NULL);
    expect("UTF-8//TRANSLIT", NULL);
    expect("a label that is much longer than any that there is anywhere", NULL);
    assert_null(nx_charset_find(nx_str_slice("utf-8\0x", 7)));
}

static void each_name_is_its_own_label(void **state)
{
    size_t count = 0;

    (void)state;
    for (; nx_charset_name(count) != NULL; count++)
        expect(nx_charset_name(count), nx_charset_name(count));
    assert_in_range(count, 40, 99);
    assert_null(nx_charset_name(count + 1));
}

static void charsets_of_single_bytes_are_known(void **state)
{
    (void)state;
    assert_true(nx_charset_is_single_byte("CP1252"));
    assert_true(nx_charset_is_single_byte("KOI8-R"));
    assert_false(nx_charset_is_single_byte("UTF-8"));
    assert_false(nx_charset_is_single_byte("CP932"));
    assert_false(nx_charset_is_single_byte("no such"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_are_those_of_the_standard),
        cmocka_unit_test(other_labels_are_none),
        cmocka_unit_test(each_name_is_its_own_label),
        cmocka_unit_test(charsets_of_single_bytes_are_known)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
