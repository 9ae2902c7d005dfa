#include "base/edits.h"

#include "base/limits.h"
#include "base/str.h"
#include "checking.h"

static size_t edits(const char *a, const char *b, size_t most)
{
    const size_t there = nx_edits(nx_str(a), nx_str(b), most);

    assert_int_equal(nx_edits(nx_str(b), nx_str(a), most), there);
    return there;
}

static void equal_texts_are_not_apart(void **state)
{
    (void)state;
    assert_int_equal(edits("", "", 0), 0);
    assert_int_equal(edits("geneva", "geneva", 0), 0);
    assert_int_equal(edits("geneva", "geneva", 9), 0);
}

static void each_slip_of_the_finger_is_one_edit(void **state)
{
    (void)state;
    assert_int_equal(edits("geneva", "geneva2", 2), 1);
    assert_int_equal(edits("geneva", "genva", 2), 1);
    assert_int_equal(edits("geneva", "jeneva", 2), 1);
    assert_int_equal(edits("geneva", "genvea", 2), 1);
    assert_int_equal(edits("geneva", "egneva", 2), 1);
    assert_int_equal(edits("ab", "", 2), 2);
    assert_int_equal(edits("a", "ba", 2), 1);
}

/* Otherwise "ca" would be two edits from "abc". */
static void exchanged_neighbours_stay_as_they_are(void **state)
{
    (void)state;
    assert_int_equal(edits("ca", "abc", 3), 3);
}

static void letter_case_is_a_difference(void **state)
{
    (void)state;
    assert_int_equal(edits("Geneva", "geneva", 2), 1);
}

static void characters_count_and_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(edits("москва", "масква", 2), 1);
    assert_int_equal(edits("中東", "東中", 2), 1);
    assert_int_equal(edits("中", "", 2), 1);
    assert_int_equal(edits("\xFF\xFE", "\xFF", 2), 1);
}

static void over_the_bound_is_one_more(void **state)
{
    (void)state;
    assert_int_equal(edits("kitten", "sitting", 3), 3);
    assert_int_equal(edits("kitten", "sitting", 2), 3);
    assert_int_equal(edits("kitten", "sitting", 1), 2);
    assert_int_equal(edits("kitten", "sitting", 0), 1);
    assert_int_equal(edits("a", "abcdefgh", 2), 3);
}

static void texts_longer_than_words_are_too_far(void **state)
{
    char word[NX_LIMIT_WORD_BYTES + 1];
    newsidx_text text = {word, sizeof word};

    (void)state;
    memset(word, 'a', sizeof word);
    assert_int_equal(nx_edits(text, text, 2), 3);
    text.length--;
    assert_int_equal(nx_edits(text, text, 2), 0);
    assert_int_equal(nx_edits(text, nx_str(""), 200), NX_LIMIT_WORD_BYTES);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The definition itself, without a band: all of the table. */
static size_t slow_edits(newsidx_text a, newsidx_text b)
{
    size_t rows[16][16];

    for (size_t i = 0; i <= a.length; i++) {
        for (size_t j = 0; j <= b.length; j++) {
            size_t best = i + j;

            if (i > 0 && j > 0) {
                best = rows[i - 1][j - 1] + (a.bytes[i - 1] != b.bytes[j - 1]);
                best = least(best, rows[i - 1][j] + 1);
                best = least(best, rows[i][j - 1] + 1);
            }
            if (i > 1 && j > 1 && a.bytes[i - 1] == b.bytes[j - 2] &&
                a.bytes[i - 2] == b.bytes[j - 1])
                best = least(best, rows[i - 2][j - 2] + 1);
            rows[i][j] = best;
        }
    }
    return rows[a.length][b.length];
}

/* Three letters give every kind of nearness; the generator is Lehmer's. */
static void the_band_loses_nothing(void **state)
{
    uint64_t seed = 1;
    char bytes[2][12];
    newsidx_text words[2];

    (void)state;
    for (size_t round = 0; round < 100000; round++) {
        size_t expected;

        for (size_t k = 0; k < 2; k++) {
            seed = seed * 48271 % 2147483647;
            words[k] = nx_str_slice(bytes[k], (size_t)(seed % 13));
            for (size_t i = 0; i < words[k].length; i++) {
                seed = seed * 48271 % 2147483647;
                bytes[k][i] = (char)('a' + seed % 3);
            }
        }
        expected = slow_edits(words[0], words[1]);
        for (size_t most = 0; most < 5; most++)
            assert_int_equal(nx_edits(words[0], words[1], most),
                             least(expected, most + 1));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_texts_are_not_apart),
        cmocka_unit_test(each_slip_of_the_finger_is_one_edit),
        cmocka_unit_test(exchanged_neighbours_stay_as_they_are),
        cmocka_unit_test(letter_case_is_a_difference),
        cmocka_unit_test(characters_count_and_not_bytes),
        cmocka_unit_test(over_the_bound_is_one_more),
        cmocka_unit_test(texts_longer_than_words_are_too_far),
        cmocka_unit_test(the_band_loses_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
