#include "base/memory.h"

#include "checking.h"

static void nothing_is_still_something(void **state)
{
    void *memory = nx_alloc(0);
    void *zeroed = nx_alloc_zeroed(0, 0);

    (void)state;
    assert_non_null(memory);
    assert_non_null(zeroed);
    memory = nx_realloc(memory, 0);
    assert_non_null(memory);
    nx_free(memory);
    nx_free(zeroed);
    nx_free(NULL);
}

static void objects_are_zeroed(void **state)
{
    long *numbers = nx_alloc_zeroed(100, sizeof *numbers);
    double *one = nx_new(double);

    (void)state;
    assert_non_null(numbers);
    assert_non_null(one);
    for (int i = 0; i < 100; i++)
        assert_int_equal(numbers[i], 0);
    assert_true(*one == 0.0);
    nx_free(numbers);
    nx_free(one);
}

/* The compiler must not see how absurd it is. */
static volatile size_t half = SIZE_MAX / 2;

static void products_that_overflow_are_refused(void **state)
{
    (void)state;
    assert_null(nx_alloc_zeroed(half, 3));
}

static void arrays_grow_by_doubling(void **state)
{
    void *array = NULL;
    size_t capacity = 0;
    size_t moves = 0;

    (void)state;
    for (size_t count = 1; count <= 100000; count++) {
        const size_t before = capacity;

        assert_true(nx_grow(&array, &capacity, count, sizeof(int)));
        assert_true(capacity >= count);
        moves += capacity != before ? 1 : 0;
        ((int *)array)[count - 1] = (int)count;
    }
    assert_true(moves < 20);
    for (int i = 0; i < 100000; i++)
        assert_int_equal(((int *)array)[i], i + 1);
    nx_free(array);
}

static void an_array_that_cannot_grow_stays_as_it_is(void **state)
{
    void *array = NULL;
    size_t capacity = 0;
    void *before;

    (void)state;
    assert_true(nx_grow(&array, &capacity, 1, 8));
    before = array;
    assert_false(nx_grow(&array, &capacity, SIZE_MAX, 8));
    assert_false(nx_grow(&array, &capacity, half, 8));
    assert_ptr_equal(array, before);
    assert_int_equal(capacity, 16);
    nx_free(array);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_still_something),
        cmocka_unit_test(objects_are_zeroed),
        cmocka_unit_test(products_that_overflow_are_refused),
        cmocka_unit_test(arrays_grow_by_doubling),
        cmocka_unit_test(an_array_that_cannot_grow_stays_as_it_is)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
