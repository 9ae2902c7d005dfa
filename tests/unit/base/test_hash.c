#include "base/hash.h"

#include "checking.h"

/* Computed by a second implementation, from the paper's definition. */
static void hashes_are_those_of_murmur_64a(void **state)
{
    unsigned char bytes[256];

    (void)state;
    for (int i = 0; i < 256; i++)
        bytes[i] = (unsigned char)i;
    assert_true(nx_hash64("", 0, 0) == 0);
    assert_true(nx_hash64(NULL, 0, 7) == UINT64_C(0x6e80950782bdbe12));
    assert_true(nx_hash64("hello", 5, 0) == UINT64_C(0x1e68d17c457bf117));
    assert_true(nx_hash64("hello, world", 12, 1) ==
                UINT64_C(0xab0bccb0e3d9e8a5));
    assert_true(nx_hash64("12345678", 8, 0) == UINT64_C(0x758f67d162b2d202));
    assert_true(nx_hash64(bytes, 256, 42) == UINT64_C(0xc4e367c886a6032c));
}

/* What is left behind the last eight bytes, one byte after another. */
static uint64_t slow_hash(const unsigned char *bytes, size_t length)
{
    const uint64_t multiplier = UINT64_C(0xc6a4a7935bd1e995);
    uint64_t hash = length * multiplier;
    uint64_t word = 0;

    assert_true(length < 8);
    for (size_t i = 0; i < length; i++)
        word |= (uint64_t)bytes[i] << (8 * i);
    hash = (hash ^ word) * multiplier;
    hash = (hash ^ hash >> 47) * multiplier;
    return hash ^ hash >> 47;
}

static void every_length_is_read_to_its_end(void **state)
{
    static const unsigned char bytes[] = {0xf1, 0x82, 0x03, 0xe4,
                                          0x75, 0xc6, 0x97};

    (void)state;
    for (size_t length = 1; length <= sizeof bytes; length++)
        assert_true(nx_hash64(bytes, length, 0) == slow_hash(bytes, length));
}

/* One bit more or less changes about half of the hash. */
static void every_bit_counts(void **state)
{
    unsigned char bytes[21] = {0};
    const uint64_t whole = nx_hash64(bytes, sizeof bytes, 0);

    (void)state;
    for (size_t bit = 0; bit < 8 * sizeof bytes; bit++) {
        uint64_t changed;
        int count = 0;

        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        changed = nx_hash64(bytes, sizeof bytes, 0) ^ whole;
        bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        for (; changed != 0; changed &= changed - 1)
            count++;
        assert_in_range(count, 12, 52);
    }
    assert_false(nx_hash64(bytes, 20, 0) == whole);
    assert_false(nx_hash64(bytes, 21, 1) == whole);
}

static void alignment_does_not_count(void **state)
{
    char bytes[40] = "xThe river rose above its banks";

    (void)state;
    for (size_t shift = 0; shift < 8; shift++) {
        char moved[48];

        memcpy(moved + shift, bytes, sizeof bytes);
        assert_true(nx_hash64(moved + shift, 31, 3) == nx_hash64(bytes, 31, 3));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_are_those_of_murmur_64a),
        cmocka_unit_test(every_length_is_read_to_its_end),
        cmocka_unit_test(every_bit_counts),
        cmocka_unit_test(alignment_does_not_count)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
