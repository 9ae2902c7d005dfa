#include "base/arena.h"

#include "base/str.h"
#include "checking.h"

#include <stdalign.h>

static bool is_zero(const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != 0)
            return false;
    }
    return true;
}

/* Objects of all lengths, filled to the brim: none may touch another. */
static void objects_are_zeroed_aligned_and_apart(void **state)
{
    enum { COUNT = 600 };
    static unsigned char *objects[COUNT];
    nx_arena arena;

    (void)state;
    nx_arena_init(&arena);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < COUNT; i++) {
            objects[i] = nx_arena_alloc(&arena, i * 7);
            assert_non_null(objects[i]);
            assert_int_equal((uintptr_t)objects[i] % alignof(max_align_t), 0);
            assert_true(is_zero(objects[i], i * 7));
            if (i > 0)
                memset(objects[i], (int)(i % 251) + 1, i * 7);
        }
        for (size_t i = 1; i < COUNT; i++) {
            assert_int_equal(objects[i][0], i % 251 + 1);
            assert_int_equal(objects[i][i * 7 - 1], i % 251 + 1);
        }
        nx_arena_reset(&arena);
    }
    nx_arena_finish(&arena);
}

static void large_objects_have_room(void **state)
{
    nx_arena arena;
    unsigned char *large;
    unsigned char *small;

    (void)state;
    nx_arena_init(&arena);
    large = nx_arena_alloc(&arena, 3000000);
    small = nx_arena_alloc(&arena, 10);
    assert_non_null(large);
    assert_non_null(small);
    memset(large, 1, 3000000);
    assert_true(is_zero(small, 10));
    nx_arena_reset(&arena);
    /* The memory of the large one is used again. */
    assert_ptr_equal(nx_arena_alloc(&arena, 3000000), large);
    nx_arena_finish(&arena);
    assert_non_null(nx_arena_alloc(&arena, 1));
    nx_arena_finish(&arena);
}

static void absurd_lengths_are_refused(void **state)
{
    nx_arena arena;
    const newsidx_text endless = {"x", SIZE_MAX};

    (void)state;
    nx_arena_init(&arena);
    assert_null(nx_arena_alloc(&arena, SIZE_MAX));
    assert_null(nx_arena_alloc(&arena, SIZE_MAX - 20));
    assert_null(nx_arena_array(&arena, SIZE_MAX / 2, 3));
    assert_null(nx_arena_text(&arena, endless).bytes);
    assert_non_null(nx_arena_array(&arena, 0, 8));
    assert_non_null(nx_arena_array(&arena, 8, 0));
    nx_arena_finish(&arena);
}

static void texts_are_copied_with_a_nul(void **state)
{
    const newsidx_text none = {NULL, 0};
    nx_arena arena;
    newsidx_text copy;

    (void)state;
    nx_arena_init(&arena);
    copy = nx_arena_text(&arena, nx_str_slice("truce holds", 5));
    assert_string_equal(copy.bytes, "truce");
    assert_int_equal(copy.length, 5);
    copy = nx_arena_text(&arena, none);
    assert_string_equal(copy.bytes, "");
    assert_int_equal(copy.length, 0);
    nx_arena_finish(&arena);
}

static void an_unused_one_can_be_reset_and_finished(void **state)
{
    nx_arena arena;

    (void)state;
    nx_arena_init(&arena);
    nx_arena_reset(&arena);
    nx_arena_finish(&arena);
    nx_arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_are_zeroed_aligned_and_apart),
        cmocka_unit_test(large_objects_have_room),
        cmocka_unit_test(absurd_lengths_are_refused),
        cmocka_unit_test(texts_are_copied_with_a_nul),
        cmocka_unit_test(an_unused_one_can_be_reset_and_finished)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
