/* Collecting diagnostics. */
#include "query/diagnoses.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

static void add(nx_diagnoses *diagnoses, nx_diagnosis code, size_t start,
                size_t end, const char *suggestion)
{
    const newsidx_span span = {start, end};

    nx_diagnoses_add(diagnoses, code, span, "message", suggestion);
}

static void they_come_in_the_order_of_the_text(void **state)
{
    newsidx_diagnostic *items = NULL;
    nx_diagnoses diagnoses;
    nx_arena arena;

    (void)state;
    nx_arena_init(&arena);
    nx_diagnoses_init(&diagnoses);
    add(&diagnoses, NX_DIAGNOSIS_BYTES, 9, 10, NULL);
    add(&diagnoses, NX_DIAGNOSIS_LOWER, 3, 5, "OR");
    add(&diagnoses, NX_DIAGNOSIS_READING, 0, 10, NULL);
    add(&diagnoses, NX_DIAGNOSIS_GROUP, 0, 1, NULL);
    add(&diagnoses, NX_DIAGNOSIS_EMPTY, 0, 1, NULL);
    assert_true(
        nx_diagnoses_settle(&diagnoses, nx_str("a (b)"), &arena, &items));
    assert_string_equal(items[0].code, "Q01");
    assert_string_equal(items[1].code, "Q03");
    assert_string_equal(items[2].code, "Q11");
    assert_string_equal(items[2].suggestion.bytes, "a (b)");
    assert_string_equal(items[3].code, "Q10");
    assert_string_equal(items[3].suggestion.bytes, "OR");
    assert_string_equal(items[4].code, "Q12");
    assert_null(items[4].suggestion.bytes);
    assert_int_equal(items[4].message.length, 7);
    nx_diagnoses_finish(&diagnoses);
    nx_arena_finish(&arena);
}

static void none_is_fine(void **state)
{
    newsidx_diagnostic *items = NULL;
    nx_diagnoses diagnoses;
    nx_arena arena;

    (void)state;
    nx_arena_init(&arena);
    nx_diagnoses_init(&diagnoses);
    assert_true(nx_diagnoses_settle(&diagnoses, nx_str(""), &arena, &items));
    assert_int_equal(diagnoses.count, 0);
    for (int code = 0; code < NX_DIAGNOSIS_COUNT; code++)
        assert_false(diagnoses.has_code[code]);
    nx_diagnoses_finish(&diagnoses);
    nx_arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_come_in_the_order_of_the_text),
        cmocka_unit_test(none_is_fine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
