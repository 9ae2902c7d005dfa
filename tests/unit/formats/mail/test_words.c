#include "formats/mail/words.h"

#include "reading.h"

static void expect(const char *value, const char *wanted)
{
    newsidx_text text;
    nx_arena arena;

    nx_arena_init(&arena);
    assert_int_equal(nx_mail_words(nx_str(value), &arena, &text, NULL),
                     NEWSIDX_OK);
    assert_text(text, wanted);
    nx_arena_finish(&arena);
}

static void folded_lines_are_one(void **state)
{
    (void)state;
    expect("Salt is dear,\r\n\tand so is bread",
           "Salt is dear, and so is bread");
    expect("", "");
}

static void encoded_words_are_decoded(void **state)
{
    (void)state;
    expect("=?UTF-8?Q?Zo=C3=AB_Field?= writes", "Zo\xC3\xAB Field writes");
    expect("=?iso-8859-1?q?Stra=DFe?=", "Stra\xC3\x9F"
                                        "e");
    expect("=?utf-8*en?B?U2FsdA==?=", "Salt");
    expect("=?KOI8-R?B?7cnS?=", "\xD0\x9C\xD0\xB8\xD1\x80");
}

/* The euro sign's bytes are in two words. */
static void words_side_by_side_are_one_text(void **state)
{
    (void)state;
    expect("=?utf-8?B?4oI=?=\r\n =?utf-8?B?rA==?= 5", "\xE2\x82\xAC 5");
    expect("=?utf-8?Q?a?= =?iso-8859-1?Q?=DF?=", "a\xC3\x9F");
    expect("=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c");
}

static void what_is_no_encoded_word_stays(void **state)
{
    (void)state;
    expect("=?utf-8?X?abc?=", "=?utf-8?X?abc?=");
    expect("=?utf-8?Q?abc", "=?utf-8?Q?abc");
    expect("1 =? 2", "1 =? 2");
    expect("=?=?=?=", "=?=?=?=");
}

/* A label that lies, and one that nobody knows. */
static void wrong_charsets_do_no_harm(void **state)
{
    (void)state;
    expect("=?windows-1252?Q?Talk\xE2\x80\x99s_on?=", "Talk\xE2\x80\x99s on");
    expect("=?x-none?Q?abc?=", "abc");
    expect("caf\xC3\xA9", "caf\xC3\xA9");
}

static void bytes_have_a_declared_charset(void **state)
{
    newsidx_text text;
    uint64_t replaced = 1;
    nx_arena arena;
    nx_buf out;

    (void)state;
    nx_arena_init(&arena);
    assert_int_equal(nx_mail_words_in(nx_str("=?\xDF?="), nx_str("latin1"),
                                      &arena, &text, NULL),
                     NEWSIDX_OK);
    assert_text(text, "=?\xC3\x9F?=");
    nx_arena_finish(&arena);
    nx_buf_init(&out, 100);
    assert_int_equal(
        nx_mail_decode(nx_str("a\x81"), nx_str("ascii"), &out, &replaced, NULL),
        NEWSIDX_OK);
    assert_true(replaced >= 1);
    nx_buf_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folded_lines_are_one),
        cmocka_unit_test(encoded_words_are_decoded),
        cmocka_unit_test(words_side_by_side_are_one_text),
        cmocka_unit_test(what_is_no_encoded_word_stays),
        cmocka_unit_test(wrong_charsets_do_no_harm),
        cmocka_unit_test(bytes_have_a_declared_charset)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
