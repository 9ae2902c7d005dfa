/* Bits of matches, and that every driver sets those that it counts. */
#include "rank/matches.h"

#include "fixture.h"

static void gives_each_once_and_rising(void **state)
{
    static const int64_t added[] = {130, 1, 64, 63, 130, 127, 128, 200, 65};
    static const int64_t wanted[] = {1, 63, 64, 65, 127, 128, 130, 200};
    nx_matches matches;
    int64_t id = 0;

    (void)state;
    EXPECT_OK(nx_matches_init(&matches, 200, &err));
    assert_false(nx_matches_next(&matches, &id));
    for (size_t i = 0; i < sizeof added / sizeof *added; i++)
        nx_matches_add(&matches, added[i]);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        assert_true(nx_matches_next(&matches, &id));
        assert_int_equal(id, wanted[i]);
    }
    assert_false(nx_matches_next(&matches, &id));
    nx_matches_clear(&matches);
    id = 0;
    assert_false(nx_matches_next(&matches, &id));
    nx_matches_finish(&matches);
}

static void has_room_for_none(void **state)
{
    nx_matches matches;
    int64_t id = 0;

    (void)state;
    EXPECT_OK(nx_matches_init(&matches, 0, &err));
    assert_false(nx_matches_next(&matches, &id));
    nx_matches_finish(&matches);
}

/* As many as random ids of a range that ends in the middle of a word. */
static void agrees_with_an_array(void **state)
{
    uint64_t random = 7;

    (void)state;
    for (size_t round = 0; round < 300; round++) {
        const int64_t last = (int64_t)random_below(&random, 400) + 1;
        bool is_there[401] = {false};
        nx_matches matches;
        int64_t id = 0;
        int64_t at = 0;

        EXPECT_OK(nx_matches_init(&matches, last, &err));
        for (size_t i = 0; i < 60; i++) {
            const int64_t one =
                (int64_t)random_below(&random, (uint64_t)last) + 1;

            is_there[one] = true;
            nx_matches_add(&matches, one);
        }
        while (nx_matches_next(&matches, &id)) {
            for (at++; at < id; at++)
                assert_false(is_there[at]);
            assert_true(is_there[id]);
        }
        for (at++; at <= last; at++)
            assert_false(is_there[at]);
        nx_matches_finish(&matches);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_each_once_and_rising),
        cmocka_unit_test(has_room_for_none),
        cmocka_unit_test(agrees_with_an_array),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
