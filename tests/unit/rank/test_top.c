/* The heap of the best, held against sorting everything. */
#include "rank/top.h"

#include "fixture.h"

#include <math.h>
#include <stdlib.h>

#define MOST 300

static int compare(const void *a, const void *b)
{
    return nx_candidate_is_better(a, b) ? -1 : 1;
}

/* Few different keys, so that ties are common. */
static void fill(uint64_t *random, nx_candidate *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        all[i].id = (int64_t)i + 1;
        all[i].key = (double)random_below(random, 12) / 4.0;
        all[i].leads = random_below(random, 5) == 0;
        all[i].has_phrase = random_below(random, 2) == 0;
        if (random_below(random, 20) == 0)
            all[i].key = -INFINITY;
    }
    for (size_t i = count; i > 1; i--) {
        const size_t other = random_below(random, i);
        const nx_candidate kept = all[i - 1];

        all[i - 1] = all[other];
        all[other] = kept;
    }
}

static void keeps_what_sorting_would_keep(void **state)
{
    nx_candidate all[MOST];
    uint64_t random = 1;

    (void)state;
    for (int round = 0; round < 2000; round++) {
        const size_t count = random_below(&random, MOST + 1);
        const size_t capacity = random_below(&random, 40);
        nx_top top;

        fill(&random, all, count);
        nx_top_init(&top, capacity);
        for (size_t i = 0; i < count; i++)
            assert_true(nx_top_add(&top, &all[i]));
        nx_top_sort(&top);
        if (count > 0)
            qsort(all, count, sizeof *all, compare);
        assert_int_equal(top.count, count < capacity ? count : capacity);
        for (size_t i = 0; i < top.count; i++)
            assert_int_equal(top.entries[i].id, all[i].id);
        nx_top_finish(&top);
    }
}

static void who_leads_comes_before_key_and_key_before_id(void **state)
{
    const nx_candidate leader = {9, 0.1, true, true};
    const nx_candidate high = {8, 2.0, true, false};
    const nx_candidate low = {1, 1.0, false, false};
    const nx_candidate same = {2, 1.0, false, false};

    (void)state;
    assert_true(nx_candidate_is_better(&leader, &high));
    assert_true(nx_candidate_is_better(&high, &low));
    assert_true(nx_candidate_is_better(&low, &same));
    assert_false(nx_candidate_is_better(&same, &low));
    assert_false(nx_candidate_is_better(&low, &low));
}

static void capacity_of_none_takes_nothing_and_no_memory(void **state)
{
    const nx_candidate one = {1, 1.0, true, true};
    nx_top top;

    (void)state;
    nx_top_init(&top, 0);
    assert_true(nx_top_add(&top, &one));
    nx_top_sort(&top);
    assert_int_equal(top.count, 0);
    assert_null(top.entries);
    nx_top_finish(&top);
}

static void wanted_is_what_would_be_kept(void **state)
{
    const nx_candidate high = {1, 2.0, false, false};
    const nx_candidate low = {2, 1.0, false, false};
    const nx_candidate lower = {3, 1.0, false, false};
    nx_top top;

    (void)state;
    nx_top_init(&top, 0);
    assert_false(nx_top_wants(&top, &high));
    nx_top_finish(&top);
    nx_top_init(&top, 1);
    assert_true(nx_top_wants(&top, &low));
    assert_true(nx_top_add(&top, &low));
    assert_true(nx_top_wants(&top, &high));
    assert_false(nx_top_wants(&top, &low));
    assert_false(nx_top_wants(&top, &lower));
    nx_top_finish(&top);
}

static void memory_grows_with_what_is_added_only(void **state)
{
    const nx_candidate one = {1, 1.0, true, true};
    nx_top top;

    (void)state;
    nx_top_init(&top, 100000);
    assert_true(nx_top_add(&top, &one));
    assert_true(top.room < 100);
    nx_top_finish(&top);
    assert_int_equal(top.capacity, 100000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_what_sorting_would_keep),
        cmocka_unit_test(who_leads_comes_before_key_and_key_before_id),
        cmocka_unit_test(capacity_of_none_takes_nothing_and_no_memory),
        cmocka_unit_test(wanted_is_what_would_be_kept),
        cmocka_unit_test(memory_grows_with_what_is_added_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
