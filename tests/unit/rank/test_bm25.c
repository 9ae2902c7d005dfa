/* The formulas of README.md, with numbers worked out by hand. */
#include "rank/bm25.h"

#include "fixture.h"

/* They may be tuned; the formula stays. */
#define K1 NX_ARTICLE_K1
#define B NX_ARTICLE_B

static void idf_is_the_logarithm_of_the_readme(void **state)
{
    (void)state;
    /* ln(1 + (10 - 2 + 0.5) / (2 + 0.5)) = ln(4.4) */
    assert_near(nx_bm25_idf(10, 2), 1.4816045409242156);
    /* ln(1 + 1000.5 / 0.5) = ln(2002) */
    assert_near(nx_bm25_idf(1000, 0), 7.601901959875166);
}

static void idf_of_a_word_in_every_article_is_above_zero(void **state)
{
    (void)state;
    /* ln(1 + 0.5 / 7.5) */
    assert_near(nx_bm25_idf(7, 7), 0.06453852113757118);
}

static void idf_of_a_damaged_count_is_zero(void **state)
{
    (void)state;
    assert_near(nx_bm25_idf(3, 4), 0.0);
    assert_near(nx_bm25_idf(0, 1), 0.0);
}

static void article_saturates_and_knows_its_length(void **state)
{
    (void)state;
    /* Half as long as the average. */
    assert_near(nx_bm25_article(3.0, 50.0, 100.0),
                3.0 * (K1 + 1.0) / (3.0 + K1 * (1.0 - B + B * 0.5)));
    /* 1 * (k1 + 1) / (1 + k1) at the average length */
    assert_near(nx_bm25_article(1.0, 20.0, 20.0), 1.0);
    assert_true(nx_bm25_article(1e9, 20.0, 20.0) < K1 + 1.0);
    assert_true(nx_bm25_article(1e9, 20.0, 20.0) > K1 + 0.999);
}

static void passage_has_constants_of_its_own(void **state)
{
    const double k1 = NX_PASSAGE_K1;
    const double b = NX_PASSAGE_B;

    (void)state;
    assert_near(nx_bm25_passage(2.0, 0.5 * NX_PASSAGE_AVERAGE),
                2.0 * (k1 + 1.0) / (2.0 + k1 * (1.0 - b + b * 0.5)));
    assert_near(nx_bm25_passage(1.0, NX_PASSAGE_AVERAGE), 1.0);
}

static void no_occurrence_is_worth_nothing(void **state)
{
    (void)state;
    assert_near(nx_bm25_article(0.0, 0.0, 0.0), 0.0);
    assert_near(nx_bm25_passage(0.0, 0.0), 0.0);
}

static void a_part_is_the_same_formula_in_whole_numbers(void **state)
{
    const double scale = nx_bm25_scale(100.0);
    const double factor = scale * 3.0 * (NX_ARTICLE_K1 + 1.0);
    nx_bm25 bm25;

    (void)state;
    nx_bm25_init(&bm25, 500, 10);
    for (uint32_t weight = 5; weight < 400; weight += 7) {
        for (uint32_t length = 1; length < 900; length += 13) {
            const int64_t part = nx_bm25_part(&bm25, factor, weight, length);

            assert_near((double)part / scale,
                        3.0 * nx_bm25_article((double)weight / NX_WEIGHT_UNIT,
                                              length, 50.0));
        }
    }
}

static void no_part_passes_the_bound_of_a_better_pair(void **state)
{
    const double factor = nx_bm25_scale(7.0) * 1.7;
    nx_bm25 bm25;

    (void)state;
    nx_bm25_init(&bm25, 1234567, 4321);
    for (uint32_t weight = 5; weight < 3000; weight++) {
        const uint32_t length = weight * 7 % 511;
        const int64_t bound = nx_bm25_bound(&bm25, factor, weight, length);

        for (uint32_t less = 0; less < 3; less++)
            assert_true(nx_bm25_part(&bm25, factor, weight - less,
                                     length + less) <= bound);
    }
}

static void a_scale_leaves_room_for_the_greatest_sum(void **state)
{
    static const double most[] = {1e-9, 0.5, 1.0, 3.0, 1e6};

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        const double whole = most[i] * nx_bm25_scale(most[i]);

        assert_true(whole >= 0x1p59 && whole <= 0x1p60);
    }
    assert_true(nx_bm25_scale(0.0) > 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(idf_is_the_logarithm_of_the_readme),
        cmocka_unit_test(idf_of_a_word_in_every_article_is_above_zero),
        cmocka_unit_test(idf_of_a_damaged_count_is_zero),
        cmocka_unit_test(article_saturates_and_knows_its_length),
        cmocka_unit_test(passage_has_constants_of_its_own),
        cmocka_unit_test(no_occurrence_is_worth_nothing),
        cmocka_unit_test(a_part_is_the_same_formula_in_whole_numbers),
        cmocka_unit_test(no_part_passes_the_bound_of_a_better_pair),
        cmocka_unit_test(a_scale_leaves_room_for_the_greatest_sum),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
