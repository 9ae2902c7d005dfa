#include "base/utf8.h"

#include "checking.h"

static bool is_character(int32_t codepoint)
{
    return codepoint < 0xD800 || codepoint > 0xDFFF;
}

static void every_character_is_read_back(void **state)
{
    (void)state;
    for (int32_t codepoint = 0; codepoint <= 0x10FFFF; codepoint++) {
        char bytes[4];
        size_t length;
        size_t step;

        if (!is_character(codepoint))
            continue;
        length = nx_utf8_encode(codepoint, bytes);
        if (nx_utf8_decode(bytes, length, &step) != codepoint || step != length)
            fail_msg("U+%04X is not read back", (unsigned)codepoint);
        /* Cut anywhere, it is none. */
        for (size_t cut = 1; cut < length; cut++) {
            if (nx_utf8_decode(bytes, cut, &step) != NX_UTF8_INVALID ||
                step < 1 || step > cut || nx_utf8_cut(bytes, cut) != 0)
                fail_msg("U+%04X is read from %zu bytes", (unsigned)codepoint,
                         cut);
        }
        assert_int_equal(nx_utf8_cut(bytes, length), length);
    }
}

/* Whatever three bytes decode to must encode to the same bytes. */
static void nothing_else_is_a_character(void **state)
{
    (void)state;
    for (uint32_t word = 0; word < 0x1000000; word++) {
        const char bytes[3] = {(char)(word >> 16), (char)(word >> 8),
                               (char)word};
        char again[4];
        size_t step;
        const int32_t codepoint = nx_utf8_decode(bytes, 3, &step);

        if (step < 1 || step > 3)
            fail_msg("%06x takes %zu bytes", word, step);
        if (codepoint == NX_UTF8_INVALID)
            continue;
        if (!is_character(codepoint) ||
            nx_utf8_encode(codepoint, again) != step ||
            memcmp(again, bytes, step) != 0)
            fail_msg("%06x is read as U+%04X", word, (unsigned)codepoint);
    }
}

static void the_first_bad_byte_is_found(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
        size_t offset;
    } cases[] = {{"", 0, NEWSIDX_NO_OFFSET},
                 {"plain text of some length", 25, NEWSIDX_NO_OFFSET},
                 {"caf\xC3\xA9", 5, NEWSIDX_NO_OFFSET},
                 {"caf\xC3", 4, 3},
                 {"caf\xE9 closed", 11, 3},
                 {"12345678\xFF", 9, 8},
                 {"1234567\x80"
                  "9",
                  9, 7},
                 {"\xC0\x80", 2, 0},         /* overlong */
                 {"\xE0\x9F\xBF", 3, 0},     /* overlong */
                 {"\xF0\x8F\xBF\xBF", 4, 0}, /* overlong */
                 {"\xED\xA0\x80", 3, 0},     /* surrogate */
                 {"\xF4\x90\x80\x80", 4, 0}, /* beyond the last plane */
                 {"a\0b", 3, NEWSIDX_NO_OFFSET}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(nx_utf8_find_invalid(cases[i].bytes, cases[i].length),
                         cases[i].offset);
    assert_int_equal(nx_utf8_find_invalid(NULL, 0), NEWSIDX_NO_OFFSET);
}

/* A bad byte at every place of a text, for each way the loop gets there. */
static void a_bad_byte_is_found_wherever_it_is(void **state)
{
    (void)state;
    for (size_t length = 1; length < 40; length++) {
        for (size_t at = 0; at < length; at++) {
            char bytes[40];

            memset(bytes, 'x', sizeof bytes);
            bytes[at] = '\xFE';
            assert_int_equal(nx_utf8_find_invalid(bytes, length), at);
        }
    }
}

static void cuts_are_between_characters(void **state)
{
    static const char text[] = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";
    static const size_t cuts[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};

    (void)state;
    for (size_t i = 0; i <= 10; i++)
        assert_int_equal(nx_utf8_cut(text, i), cuts[i]);
    assert_true(nx_utf8_is_continuation('\x80'));
    assert_true(nx_utf8_is_continuation('\xBF'));
    assert_false(nx_utf8_is_continuation('\xC2'));
    assert_false(nx_utf8_is_continuation('a'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_is_read_back),
        cmocka_unit_test(nothing_else_is_a_character),
        cmocka_unit_test(the_first_bad_byte_is_found),
        cmocka_unit_test(a_bad_byte_is_found_wherever_it_is),
        cmocka_unit_test(cuts_are_between_characters)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
