/* What each word of an article weighs, form by form. */
#include "words/weights.h"

#include "../store/store_fixture.h"

/* The forms of one position, with blanks between them. */
static void add(nx_weights *weights, const char *forms, uint32_t weight)
{
    newsidx_text items[NX_WEIGHTS_FORMS];
    size_t count = 0;

    while (*forms != '\0') {
        const size_t length = strcspn(forms, " ");

        items[count++] = nx_str_slice(forms, length);
        forms += length + (forms[length] == ' ');
    }
    assert_int_equal(nx_weights_add(weights, items, count, weight), NEWSIDX_OK);
}

/* "a:5 ~b:10", in the order of their coming. */
static void expect(const nx_weights *weights, const char *expected)
{
    char out[500] = "";
    size_t used = 0;
    size_t count = 0;
    size_t at = 0;
    nx_weight one;

    while (nx_weights_next(nx_buf_text(&weights->packed), &at, &one)) {
        used += (size_t)snprintf(
            out + used, sizeof out - used, "%s%s%.*s:%lu", count > 0 ? " " : "",
            one.kind == NX_LIST_STEM ? "~" : "", (int)one.spelling.length,
            one.spelling.bytes, (unsigned long)one.weight);
        assert_true(used < sizeof out);
        count++;
    }
    assert_string_equal(out, expected);
    assert_int_equal(weights->count, count);
}

static void a_spelling_is_there_once_with_its_sum(void **state)
{
    nx_weights weights;

    (void)state;
    nx_weights_init(&weights);
    expect(&weights, "");
    add(&weights, "rain", 10);
    add(&weights, "talks ~talk", 6);
    add(&weights, "rain", 5);
    add(&weights, "talking ~talk", 5);
    add(&weights, "talk", 5);
    expect(&weights, "rain:15 talks:6 ~talk:11 talking:5 talk:5");
    nx_weights_clear(&weights);
    expect(&weights, "");
    add(&weights, "snow", 5);
    expect(&weights, "snow:5");
    nx_weights_finish(&weights);
}

/* `a-s` is "a" and, as one word, "as", whose stem is "a" again. */
static void forms_of_one_position_weigh_once(void **state)
{
    nx_weights weights;

    (void)state;
    nx_weights_init(&weights);
    add(&weights, "a as ~a", 5);
    expect(&weights, "a:5 as:5");
    nx_weights_clear(&weights);
    add(&weights, "a ~a a ~b ~b ^u", 5);
    expect(&weights, "a:5 ~b:5 ^u:5");
    nx_weights_finish(&weights);
}

static void many_spellings_are_told_apart(void **state)
{
    nx_weights weights;
    size_t count = 0;
    size_t at = 0;
    nx_weight one;

    (void)state;
    nx_weights_init(&weights);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 5000; i++) {
            char form[16];

            snprintf(form, sizeof form, "w%d", i);
            add(&weights, form, 5);
        }
    for (; nx_weights_next(nx_buf_text(&weights.packed), &at, &one); count++)
        assert_int_equal(one.weight, 10);
    assert_int_equal(count, 5000);
    nx_weights_finish(&weights);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_spelling_is_there_once_with_its_sum),
        cmocka_unit_test(forms_of_one_position_weigh_once),
        cmocka_unit_test(many_spellings_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
