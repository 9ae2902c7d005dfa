/* Words at a glance: eight bytes at once see what one after another sees. */
#include "text/skips.h"

#include "tokens.h"

#include "base/str.h"

/* What nx_skip_read() says, byte by byte. */
static size_t read_slowly(newsidx_text text, size_t at, nx_skip *out,
                          bool *out_has_letter)
{
    size_t length = 0;

    out->first = 0;
    out->second = 0;
    *out_has_letter = false;
    if (text.length - at < 16)
        return 0;
    for (; length < 16; length++) {
        const char byte = text.bytes[at + length];
        uint64_t *half = length < 8 ? &out->first : &out->second;

        if (!nx_is_alpha(byte) && !nx_is_digit(byte))
            return length;
        *half |= (uint64_t)(unsigned char)byte << (8 * (length % 8));
        *out_has_letter = *out_has_letter || nx_is_alpha(byte);
    }
    return 0;
}

static void check_read(newsidx_text text, size_t at)
{
    nx_skip expected;
    nx_skip word;
    bool expected_letter;
    bool has_letter = false;
    const size_t length = read_slowly(text, at, &expected, &expected_letter);

    assert_int_equal(nx_skip_read(text, at, &word, &has_letter), length);
    if (length == 0)
        return;
    assert_true(word.first == expected.first);
    assert_true(word.second == expected.second);
    assert_int_equal(has_letter, expected_letter);
}

/* Any byte at any place, among letters, digits and the rest. */
static void every_byte_is_a_part_or_an_end(void **state)
{
    static const char fillings[] = {'a', 'z', 'A', 'Z', '0', '9', '\x7F'};
    char bytes[24];

    (void)state;
    for (size_t filling = 0; filling < sizeof fillings; filling++) {
        memset(bytes, fillings[filling], sizeof bytes);
        for (size_t at = 0; at < 17; at++) {
            for (int byte = 0; byte < 256; byte++) {
                bytes[at] = (char)byte;
                for (size_t from = 0; from < sizeof bytes; from++)
                    check_read(nx_str_slice(bytes, sizeof bytes), from);
            }
            bytes[at] = fillings[filling];
        }
    }
}

static bool is_skipped(const nx_skips *skips, const char *text)
{
    nx_skip word = {0, 0};
    bool has_letter;

    assert_true(nx_skip_read(nx_str(text), 0, &word, &has_letter) > 0);
    return nx_skips_has(skips, &word);
}

static void what_is_added_is_skipped_and_nothing_else(void **state)
{
    nx_skips skips = {NULL, 0, 0};

    (void)state;
    assert_true(nx_skips_begin(&skips));
    assert_int_equal(skips.except, NX_SKIPS_NEVER);
    nx_skips_add(&skips, nx_str("the house is green and so on"), 4, 9);
    assert_true(is_skipped(&skips, "house of seven gables"));
    assert_false(is_skipped(&skips, "House of seven gables"));
    assert_false(is_skipped(&skips, "houses of seven gables"));
    assert_false(is_skipped(&skips, "hous of seven gables"));
    /* Not the end of a word, not a word, too near the end, too long. */
    nx_skips_add(&skips, nx_str("the garden is green, and so on"), 4, 9);
    assert_false(is_skipped(&skips, "garde is a town no more"));
    nx_skips_add(&skips, nx_str("\xC3\xA9t\xC3\xA9 is green, and so on"), 0, 5);
    nx_skips_add(&skips, nx_str("the lake is green"), 4, 8);
    assert_false(is_skipped(&skips, "lake of seven gables"));
    nx_skips_add(&skips, nx_str("internationalist and more"), 0, 16);
    /* A second beginning forgets. */
    assert_true(nx_skips_begin(&skips));
    assert_false(is_skipped(&skips, "house of seven gables"));
    nx_skips_finish(&skips);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_is_a_part_or_an_end),
        cmocka_unit_test(what_is_added_is_skipped_and_nothing_else),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
