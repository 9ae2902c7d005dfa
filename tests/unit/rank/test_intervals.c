/* Sets of places: order, overlaps, and which of them are near one another. */
#include "rank/intervals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#define BODY NX_COLUMN_BODY

static nx_interval in_column(nx_column column, uint32_t first, uint32_t last)
{
    return (nx_interval){nx_place(column, first), nx_place(column, last)};
}

static nx_interval body(uint32_t first, uint32_t last)
{
    return in_column(BODY, first, last);
}

static void add(nx_intervals *set, nx_interval added)
{
    assert_true(nx_intervals_add(set, added));
}

/* "1-2 5" is what begins at 1 and ends at 2, and a single place. */
static void fill(nx_intervals *set, const char *text)
{
    memset(set, 0, sizeof *set);
    while (*text != '\0') {
        char *end;
        const uint32_t first = (uint32_t)strtoul(text, &end, 10);
        const uint32_t last =
            *end == '-' ? (uint32_t)strtoul(end + 1, &end, 10) : first;

        add(set, body(first, last));
        text = *end == ' ' ? end + 1 : end;
    }
    assert_true(nx_intervals_sort(set));
}

static void assert_same(nx_interval a, nx_interval b)
{
    assert_int_equal(a.first, b.first);
    assert_int_equal(a.last, b.last);
}

static void a_place_is_a_column_and_a_position(void **state)
{
    const uint64_t place = nx_place(NX_COLUMN_KEYWORDS, UINT32_MAX);

    (void)state;
    assert_int_equal(nx_place_column(place), NX_COLUMN_KEYWORDS);
    assert_int_equal(nx_place_position(place), UINT32_MAX);
    assert_true(nx_place(BODY, UINT32_MAX) < nx_place(BODY + 1, 0));
}

static void sorted_sets_have_each_interval_once(void **state)
{
    nx_intervals set;
    size_t number;

    (void)state;
    fill(&set, "7 3-5 3 3-5 7 1-9");
    assert_int_equal(set.count, 4);
    assert_same(set.items[0], body(1, 9));
    assert_same(set.items[1], body(3, 3));
    assert_same(set.items[2], body(3, 5));
    assert_same(set.items[3], body(7, 7));
    assert_int_equal(set.longest, 8);
    assert_true(nx_intervals_has(&set, body(3, 5), &number));
    assert_int_equal(number, 2);
    assert_false(nx_intervals_has(&set, body(3, 4), &number));
    assert_false(nx_intervals_has(&set, body(8, 8), &number));
    assert_false(
        nx_intervals_has(&set, in_column(NX_COLUMN_HEADLINE, 7, 7), &number));
    assert_int_equal(nx_intervals_find(&set, nx_place(BODY, 3)), 1);
    assert_int_equal(nx_intervals_find(&set, nx_place(BODY, 4)), 3);
    assert_int_equal(nx_intervals_find(&set, nx_place(BODY, 8)), 4);
    nx_intervals_finish(&set);
}

static int compare_items(const void *a, const void *b)
{
    const nx_interval *left = a;
    const nx_interval *right = b;

    if (left->first != right->first)
        return left->first < right->first ? -1 : 1;
    return (left->last > right->last) - (left->last < right->last);
}

static void sets_of_any_order_are_sorted(void **state)
{
    uint32_t random = 3;

    (void)state;
    for (size_t count = 0; count < 200; count++) {
        nx_intervals set = {NULL, 0, 0, 0};
        nx_intervals copy = {NULL, 0, 0, 0};

        for (size_t i = 0; i < count; i++) {
            uint32_t first;

            random = random * 1664525U + 1013904223U;
            first = (random >> 8) % (1 + (uint32_t)count);
            add(&set, body(first, first + (random >> 24) % 3));
            add(&copy, set.items[i]);
        }
        assert_true(nx_intervals_sort(&set));
        for (size_t i = 1; i < set.count; i++)
            assert_true(compare_items(&set.items[i - 1], &set.items[i]) < 0);
        for (size_t i = 0; i < count; i++) {
            size_t number;

            assert_true(nx_intervals_has(&set, copy.items[i], &number));
        }
        nx_intervals_finish(&set);
        nx_intervals_finish(&copy);
    }
}

static void a_cleared_set_is_as_good_as_new(void **state)
{
    nx_intervals set;

    (void)state;
    fill(&set, "1-9 3");
    nx_intervals_clear(&set);
    assert_int_equal(set.count, 0);
    assert_int_equal(set.longest, 0);
    add(&set, body(4, 5));
    assert_int_equal(set.longest, 1);
    nx_intervals_finish(&set);
    assert_null(set.items);
}

static void an_interval_is_in_another_with_both_ends(void **state)
{
    (void)state;
    assert_true(nx_interval_is_in(body(3, 5), body(3, 5)));
    assert_true(nx_interval_is_in(body(4, 4), body(3, 5)));
    assert_false(nx_interval_is_in(body(2, 4), body(3, 5)));
    assert_false(nx_interval_is_in(body(4, 6), body(3, 5)));
    assert_false(
        nx_interval_is_in(in_column(NX_COLUMN_HEADLINE, 4, 4), body(3, 5)));
}

static void assert_apart(const char *text, size_t expected)
{
    nx_intervals set;

    fill(&set, text);
    assert_int_equal(nx_intervals_count_apart(&set), expected);
    nx_intervals_finish(&set);
}

static void as_many_are_apart_as_fit_beside_each_other(void **state)
{
    (void)state;
    assert_apart("", 0);
    assert_apart("0", 1);
    assert_apart("0-2 2-4", 1);
    assert_apart("0-2 3-4", 2);
    assert_apart("0-9 1-2 3-4 5-6", 3);
    assert_apart("0-9 1-2 2-3 8-12 10-11", 2);
    assert_apart("0-1 1-2 2-3 3-4", 2);
}

/* The greatest number by trying all choices. */
static size_t most_apart(const nx_intervals *set)
{
    size_t most = 0;

    for (unsigned choice = 0; choice < 1U << set->count; choice++) {
        size_t count = 0;
        bool is_apart = true;

        for (size_t i = 0; i < set->count; i++) {
            if ((choice >> i & 1U) == 0)
                continue;
            count++;
            for (size_t j = 0; j < i; j++) {
                if ((choice >> j & 1U) != 0 &&
                    set->items[j].last >= set->items[i].first)
                    is_apart = false;
            }
        }
        if (is_apart && count > most)
            most = count;
    }
    return most;
}

static void no_choice_has_more_apart(void **state)
{
    uint32_t random = 7;

    (void)state;
    for (int round = 0; round < 500; round++) {
        nx_intervals set = {NULL, 0, 0, 0};

        for (int i = 0; i < 8; i++) {
            uint32_t first;

            random = random * 1664525U + 1013904223U;
            first = (random >> 16) % 20;
            add(&set, body(first, first + (random >> 24) % 6));
        }
        assert_true(nx_intervals_sort(&set));
        assert_int_equal(nx_intervals_count_apart(&set), most_apart(&set));
        nx_intervals_finish(&set);
    }
}

/* ------------------------------------------------------------ scopes ---- */

static uint32_t sentence_starts[] = {0, 4, 9};
static uint32_t paragraph_starts[] = {0, 9};
static const nx_boundaries three_sentences = {
    .sentences = {sentence_starts, 3, 3},
    .paragraphs = {paragraph_starts, 2, 2},
    .token_count = 12};

static void a_scope_ends_before_the_next(void **state)
{
    const nx_boundaries *in = &three_sentences;

    (void)state;
    assert_same(nx_scope_of(in, NX_REACH_SENTENCE, nx_place(BODY, 0)),
                body(0, 3));
    assert_same(nx_scope_of(in, NX_REACH_SENTENCE, nx_place(BODY, 4)),
                body(4, 8));
    assert_same(nx_scope_of(in, NX_REACH_SENTENCE, nx_place(BODY, 11)),
                body(9, UINT32_MAX));
    assert_same(nx_scope_of(in, NX_REACH_PARAGRAPH, nx_place(BODY, 8)),
                body(0, 8));
    assert_same(
        nx_scope_of(in, NX_REACH_SENTENCE, nx_place(NX_COLUMN_HEADLINE, 5)),
        in_column(NX_COLUMN_HEADLINE, 0, UINT32_MAX));
}

static void a_body_without_words_is_one_scope(void **state)
{
    const nx_boundaries nothing = {.token_count = 0};

    (void)state;
    assert_same(nx_scope_of(&nothing, NX_REACH_SENTENCE, nx_place(BODY, 0)),
                body(0, UINT32_MAX));
}

/* ---------------------------------------------------------- partners ---- */

/* Those of `text` that are near `from`, in the order of the walk. */
static void assert_partners(const nx_near *relation, bool looks_right,
                            nx_interval from, const char *text,
                            const char *expected)
{
    const nx_nearness nearness = {relation, &three_sentences, looks_right};
    nx_intervals set;
    nx_intervals wanted;
    nx_partners partners;
    nx_interval partner;
    size_t count = 0;

    fill(&set, text);
    fill(&wanted, expected);
    nx_partners_init(&partners, &set, &nearness, from);
    while (nx_partners_next(&partners, &partner)) {
        size_t number;

        assert_true(nx_intervals_has(&wanted, partner, &number));
        count++;
    }
    assert_int_equal(count, wanted.count);
    nx_intervals_finish(&set);
    nx_intervals_finish(&wanted);
}

static void partners_are_as_far_as_their_nearest_words(void **state)
{
    const nx_near near = {NX_REACH_WORDS, 3, false, false};

    (void)state;
    assert_partners(&near, true, body(10, 11), "6 7 8 12 14 15", "7 8 12 14");
    assert_partners(&near, true, body(10, 11), "0-6 0-7 5-9 14-30 15-30",
                    "0-7 5-9 14-30");
    assert_partners(&near, true, body(1, 1), "0 2 4 5", "0 2 4");
}

static void partners_do_not_overlap(void **state)
{
    const nx_near near = {NX_REACH_WORDS, 3, false, false};

    (void)state;
    assert_partners(&near, true, body(10, 12),
                    "8-10 9 9-13 10 11 10-12 12-14 13", "9 13");
}

static void ordered_partners_stand_on_one_side(void **state)
{
    const nx_near before = {NX_REACH_WORDS, 3, true, false};
    const nx_near in_sentence = {NX_REACH_SENTENCE, 0, true, false};

    (void)state;
    assert_partners(&before, true, body(10, 10), "8 9 11 13 14", "11 13");
    assert_partners(&before, false, body(10, 10), "6 7 9 11 12", "7 9");
    assert_partners(&in_sentence, true, body(6, 6), "3 4 5 7 8 9", "7 8");
    assert_partners(&in_sentence, false, body(6, 6), "3 4 5 7 8 9", "4 5");
}

static void partners_in_a_scope_lie_wholly_in_it(void **state)
{
    const nx_near in_sentence = {NX_REACH_SENTENCE, 0, false, false};
    const nx_near in_paragraph = {NX_REACH_PARAGRAPH, 0, false, false};

    (void)state;
    assert_partners(&in_sentence, true, body(6, 6), "3 3-4 4-5 5 7-8 8-9 9",
                    "4-5 5 7-8");
    assert_partners(&in_paragraph, true, body(6, 6), "0-1 3-4 7-8 8-9 9",
                    "0-1 3-4 7-8");
}

static void what_lies_in_two_scopes_has_no_partners(void **state)
{
    const nx_near in_sentence = {NX_REACH_SENTENCE, 0, false, false};

    (void)state;
    assert_partners(&in_sentence, true, body(3, 4), "0 1 5 6", "");
    assert_partners(&in_sentence, true, body(0, 4), "1 5 6", "");
}

static void partners_are_in_the_same_column(void **state)
{
    const nx_near near = {NX_REACH_WORDS, 255, false, false};
    const nx_nearness nearness = {&near, NULL, true};
    nx_intervals set = {NULL, 0, 0, 0};
    nx_partners partners;
    nx_interval partner;

    (void)state;
    add(&set, in_column(BODY - 1, 2, 2));
    add(&set, in_column(BODY + 1, 2, 2));
    nx_partners_init(&partners, &set, &nearness, body(1, 1));
    assert_false(nx_partners_next(&partners, &partner));
    nx_partners_init(&partners, &set, &nearness, in_column(BODY + 1, 0, 0));
    assert_true(nx_partners_next(&partners, &partner));
    assert_same(partner, in_column(BODY + 1, 2, 2));
    assert_false(nx_partners_next(&partners, &partner));
    nx_intervals_finish(&set);
}

/* By the definition: the same column, apart, and near. */
static bool are_near(const nx_near *near, nx_interval left, nx_interval right)
{
    if (left.last < right.first)
        return right.first - left.last <= near->distance;
    return !near->is_ordered && right.last < left.first &&
           left.first - right.last <= near->distance;
}

static void the_walk_finds_what_the_definition_says(void **state)
{
    uint32_t random = 5;

    (void)state;
    for (int round = 0; round < 2000; round++) {
        const nx_near near = {NX_REACH_WORDS, 1 + (uint32_t)round % 6,
                              round % 3 == 0, false};
        const bool looks_right = round % 2 == 0;
        const nx_nearness nearness = {&near, NULL, looks_right};
        const nx_interval from = body(15, 15 + (uint32_t)round % 4);
        nx_intervals set = {NULL, 0, 0, 0};
        nx_partners partners;
        nx_interval partner;
        size_t expected = 0;
        size_t found = 0;

        for (int i = 0; i < 12; i++) {
            uint32_t first;

            random = random * 1664525U + 1013904223U;
            first = (random >> 16) % 32;
            add(&set, body(first, first + (random >> 24) % 8));
        }
        assert_true(nx_intervals_sort(&set));
        for (size_t i = 0; i < set.count; i++)
            expected += looks_right ? are_near(&near, from, set.items[i])
                                    : are_near(&near, set.items[i], from);
        nx_partners_init(&partners, &set, &nearness, from);
        while (nx_partners_next(&partners, &partner)) {
            assert_true(looks_right ? are_near(&near, from, partner)
                                    : are_near(&near, partner, from));
            found++;
        }
        assert_int_equal(found, expected);
        nx_intervals_finish(&set);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_is_a_column_and_a_position),
        cmocka_unit_test(sorted_sets_have_each_interval_once),
        cmocka_unit_test(sets_of_any_order_are_sorted),
        cmocka_unit_test(a_cleared_set_is_as_good_as_new),
        cmocka_unit_test(an_interval_is_in_another_with_both_ends),
        cmocka_unit_test(as_many_are_apart_as_fit_beside_each_other),
        cmocka_unit_test(no_choice_has_more_apart),
        cmocka_unit_test(a_scope_ends_before_the_next),
        cmocka_unit_test(a_body_without_words_is_one_scope),
        cmocka_unit_test(partners_are_as_far_as_their_nearest_words),
        cmocka_unit_test(partners_do_not_overlap),
        cmocka_unit_test(ordered_partners_stand_on_one_side),
        cmocka_unit_test(partners_in_a_scope_lie_wholly_in_it),
        cmocka_unit_test(what_lies_in_two_scopes_has_no_partners),
        cmocka_unit_test(partners_are_in_the_same_column),
        cmocka_unit_test(the_walk_finds_what_the_definition_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
