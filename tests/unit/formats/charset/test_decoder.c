#include "formats/charset/decoder.h"

#include "reading.h"

/* The same text, in pieces of every length. */
static void expect(const char *charset, newsidx_text bytes, const char *wanted,
                   uint64_t replaced)
{
    for (size_t piece = 1; piece <= bytes.length + 1; piece++) {
        newsidx_text rest = bytes;
        nx_decoder *decoder;
        nx_buf out;

        nx_buf_init(&out, 100000);
        assert_int_equal(nx_decoder_new(charset, &decoder, NULL), NEWSIDX_OK);
        while (rest.length > 0) {
            const size_t length = rest.length < piece ? rest.length : piece;

            assert_int_equal(nx_decoder_decode(decoder,
                                               nx_str_slice(rest.bytes, length),
                                               false, &out, NULL),
                             NEWSIDX_OK);
            rest = nx_str_slice(rest.bytes + length, rest.length - length);
        }
        assert_int_equal(nx_decoder_decode(decoder, rest, true, &out, NULL),
                         NEWSIDX_OK);
        assert_string_equal(nx_buf_text(&out).bytes, wanted);
        assert_int_equal(nx_decoder_replaced(decoder), replaced);
        nx_decoder_free(decoder);
        nx_buf_finish(&out);
    }
}

static void utf8_goes_through(void **state)
{
    (void)state;
    expect("UTF-8", nx_str(""), "", 0);
    expect("UTF-8", nx_str("abc"), "abc", 0);
    expect("UTF-8", nx_str("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"),
           "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 0);
}

/* As table 3-8 of the Unicode Standard has it. */
static void what_is_no_utf8_is_replaced_piece_by_piece(void **state)
{
    (void)state;
    expect("UTF-8", nx_str("\x80\xC3"), "\xEF\xBF\xBD\xEF\xBF\xBD", 2);
    expect("UTF-8", nx_str("a\xC3(b"), "a\xEF\xBF\xBD(b", 1);
    expect("UTF-8", nx_str("\xE2\x82\xC3\xA9"), "\xEF\xBF\xBD\xC3\xA9", 1);
    expect("UTF-8", nx_str("\xC0\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD", 2);
    expect("UTF-8", nx_str("\xED\xA0\x80"),
           "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 3);
    expect("UTF-8", nx_str("\xF0\x9F\x98x"), "\xEF\xBF\xBDx", 1);
}

static void charsets_of_single_bytes_are_decoded(void **state)
{
    (void)state;
    expect("CP1252", nx_str("\x80 caf\xE9"), "\xE2\x82\xAC caf\xC3\xA9", 0);
    expect("CP1252", nx_str("a\x81z"), "a\xEF\xBF\xBDz", 1);
    expect("KOI8-R", nx_str("\xE4\xC1"), "\xD0\x94\xD0\xB0", 0);
}

static void charsets_of_several_bytes_are_decoded(void **state)
{
    (void)state;
    expect("CP932", nx_str("\x93\xFA\x96{"), "\xE6\x97\xA5\xE6\x9C\xAC", 0);
    expect("GB18030", nx_str("\xD6\xD0\x90\x30\x81\x30"),
           "\xE4\xB8\xAD\xF0\x90\x80\x80", 0);
    /* The end, and a line end, cut a character. */
    expect("CP932", nx_str("\x93\xFA\x96"), "\xE6\x97\xA5\xEF\xBF\xBD", 1);
    expect("UHC", nx_str("\xB0\n"), "\xEF\xBF\xBD\n", 1);
}

static void escapes_are_remembered(void **state)
{
    (void)state;
    expect("ISO-2022-JP", nx_str("a\x1B$BF|K\\\x1B(Bb"),
           "a\xE6\x97\xA5\xE6\x9C\xAC"
           "b",
           0);
}

/* Letters that wait for an accent come out, in their place. */
static void letters_that_wait_are_not_lost(void **state)
{
    (void)state;
    expect("CP1258", nx_str("Vi\xEA\xF2"), "Vi\xE1\xBB\x87", 0);
    expect("CP1258", nx_str("Vi\xEA"), "Vi\xC3\xAA", 0);
    expect("CP1258", nx_str("\xEA\x8A."), "\xC3\xAA\xEF\xBF\xBD.", 1);
}

static void wide_characters_are_decoded(void **state)
{
    (void)state;
    expect("UTF-16LE", nx_str_slice("a\0\x3D\xD8\0\xDE", 6),
           "a\xF0\x9F\x98\x80", 0);
    expect("UTF-16BE", nx_str_slice("\0a\xD8\x3D\0b\0c", 8),
           "a\xEF\xBF\xBD"
           "bc",
           1);
    expect("UTF-16LE", nx_str_slice("a\0b", 3), "a\xEF\xBF\xBD", 1);
    expect("UTF-32LE", nx_str_slice("a\0\0\0\0\0\x11\0b\0\0\0", 12),
           "a\xEF\xBF\xBD"
           "b",
           1);
}

static void a_charset_is_guessed_from_what_is_not_ascii(void **state)
{
    (void)state;
    expect(NULL, nx_str("plain"), "plain", 0);
    expect(NULL, nx_str("one \xC3\xA9 two \xC3\xA9"),
           "one \xC3\xA9 two \xC3\xA9", 0);
    expect(NULL, nx_str("one \xE9 two \xE9"), "one \xC3\xA9 two \xC3\xA9", 0);
}

/* What is guessed from 16 KiB holds for the rest. */
static void a_guess_is_not_taken_back(void **state)
{
    static char text[40000];
    nx_decoder *decoder;
    nx_buf out;

    (void)state;
    memset(text, 'a', sizeof text - 1);
    memcpy(text + 10, "\xE9t\xE9", 3);
    memcpy(text + 39000, "\xC3\xA9", 2);
    nx_buf_init(&out, 100000);
    assert_int_equal(nx_decoder_new(NULL, &decoder, NULL), NEWSIDX_OK);
    assert_true(nx_decoder_is_exact(decoder));
    for (size_t i = 0; i < sizeof text - 1; i += 100) {
        size_t length = sizeof text - 1 - i;

        assert_int_equal(
            nx_decoder_decode(
                decoder, nx_str_slice(text + i, length < 100 ? length : 100),
                false, &out, NULL),
            NEWSIDX_OK);
    }
    assert_false(nx_decoder_is_exact(decoder));
    assert_memory_equal(out.bytes + 10, "\xC3\xA9t\xC3\xA9", 5);
    assert_memory_equal(out.bytes + 39002, "\xC3\x83\xC2\xA9", 4);
    assert_int_equal(out.length, sizeof text - 1 + 4);
    nx_decoder_free(decoder);
    nx_decoder_free(NULL);
    nx_buf_finish(&out);
}

static void an_unknown_charset_is_named(void **state)
{
    newsidx_error err;
    nx_decoder *decoder;

    (void)state;
    assert_int_equal(nx_decoder_new("NO-SUCH", &decoder, &err),
                     NEWSIDX_ERR_INPUT);
    assert_string_equal(err.message, "charset NO-SUCH can't be read");
    assert_null(decoder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_goes_through),
        cmocka_unit_test(what_is_no_utf8_is_replaced_piece_by_piece),
        cmocka_unit_test(charsets_of_single_bytes_are_decoded),
        cmocka_unit_test(charsets_of_several_bytes_are_decoded),
        cmocka_unit_test(escapes_are_remembered),
        cmocka_unit_test(letters_that_wait_are_not_lost),
        cmocka_unit_test(wide_characters_are_decoded),
        cmocka_unit_test(a_charset_is_guessed_from_what_is_not_ascii),
        cmocka_unit_test(a_guess_is_not_taken_back),
        cmocka_unit_test(an_unknown_charset_is_named)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
