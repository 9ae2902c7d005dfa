/* Lines come back in their order, and stay where they are. */
#include "results/tally.h"

#include "../rank/fixture.h"

static void lines_come_in_order_and_then_none(void **state)
{
    const newsidx_tally_line *lines[200];
    newsidx_tally *tally;
    char label[32];

    (void)state;
    EXPECT_OK(nx_tally_new(&tally, &err));
    for (uint64_t i = 0; i < 200; i++) {
        snprintf(label, sizeof label, "line %d", (int)i);
        EXPECT_OK(nx_tally_add(tally, nx_str(label), i, (double)i / 2.0, &err));
    }
    for (size_t i = 0; i < 200; i++)
        lines[i] = nx_tally_next(tally);
    assert_null(nx_tally_next(tally));
    assert_null(nx_tally_next(tally));
    for (size_t i = 0; i < 200; i++) {
        snprintf(label, sizeof label, "line %d", (int)i);
        assert_text(lines[i]->label, label);
        assert_int_equal(lines[i]->count, i);
        assert_near(lines[i]->weight, (double)i / 2.0);
    }
    nx_tally_free(tally);
}

static void an_empty_one_has_no_line(void **state)
{
    newsidx_tally *tally;

    (void)state;
    EXPECT_OK(nx_tally_new(&tally, &err));
    assert_null(nx_tally_next(tally));
    EXPECT_OK(nx_tally_add(tally, nx_str(""), 0, 0.0, &err));
    assert_text(nx_tally_next(tally)->label, "");
    nx_tally_free(tally);
    nx_tally_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_in_order_and_then_none),
        cmocka_unit_test(an_empty_one_has_no_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
