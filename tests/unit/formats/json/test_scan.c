#include "formats/json/scan.h"

#include "reading.h"

/* How many bytes of `text` belong to the value, in steps of `step`. */
static size_t scan_in_steps(const char *text, size_t step, bool *out_ended,
                            nx_json_scan *scan)
{
    const size_t length = strlen(text);
    size_t at = 0;

    nx_json_scan_begin(scan);
    *out_ended = false;
    while (at < length && !*out_ended) {
        const size_t piece = length - at < step ? length - at : step;

        at +=
            nx_json_scan_step(scan, nx_str_slice(text + at, piece), out_ended);
    }
    return at;
}

static void values_end_where_their_brackets_do(void **state)
{
    static const struct {
        const char *text;
        size_t length;
        bool ended;
    } cases[] = {
        {"{}", 2, true},
        {"{\"a\": [1, 2]}, {", 13, true},
        {"{\"a\": \"}\\\"}\\\\\"} ", 15, true},
        {"[[], {}]]", 8, true},
        {"{\"a\": \"", 7, false},
        {"{\"a\": \"\\", 8, false},
        {"12, 3", 2, true},
        {"true]", 4, true},
        {"\"a, b\", 1", 6, true},
        {"abc\n{", 3, true},
        {"abc{", 3, true},
        {"]", 0, true},
        /* What was forgotten inside is closed with what is around it, */
        {"{\"a\": [1, 2}, {}", 12, true},
        {"[{\"a\": 1], 2", 9, true},
        /* and what fits nothing isn't part of the value. */
        {"{\"a\": 1], 2", 7, true}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (size_t step = 1; step < 20; step++) {
            nx_json_scan scan;
            bool ended;
            const size_t length =
                scan_in_steps(cases[i].text, step, &ended, &scan);

            if (length != cases[i].length || ended != cases[i].ended)
                print_error("%s: %zu bytes\n", cases[i].text, length);
            assert_int_equal(length, cases[i].length);
            assert_int_equal(ended, cases[i].ended);
        }
    }
}

static void depth_and_values_are_counted(void **state)
{
    static char deep[401];
    nx_json_scan scan;
    bool ended;

    (void)state;
    scan_in_steps("{\"a\": [1, 2, {\"b\": \",,[[\"}]}", 5, &ended, &scan);
    assert_int_equal(scan.deepest, 3);
    assert_in_range(scan.values, 6, 7);
    memset(deep, '[', 200);
    memset(deep + 200, ']', 200);
    assert_int_equal(scan_in_steps(deep, 7, &ended, &scan), 400);
    assert_true(ended);
    assert_int_equal(scan.deepest, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_end_where_their_brackets_do),
        cmocka_unit_test(depth_and_values_are_counted)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
