/* What the words of an article weigh, each spelling of a kind once. */
#include "store/weights.h"

#include "base/str.h"
#include "store_fixture.h"

static void add(nx_weights *weights, const char *const *forms, size_t count,
                uint32_t weight)
{
    newsidx_text texts[NX_WEIGHTS_FORMS];

    for (size_t i = 0; i < count; i++)
        texts[i] = nx_str(forms[i]);
    assert_int_equal(nx_weights_add(weights, texts, count, weight), NEWSIDX_OK);
}

/* "a 5, ~b 6": in the order of their coming. */
static const char *describe(const nx_weights *weights)
{
    static char out[1000];
    nx_weight next;
    size_t used = 0;
    size_t at = 0;

    out[0] = '\0';
    while (nx_weights_next(weights, &at, &next))
        used += (size_t)snprintf(
            out + used, sizeof out - used, "%s%s%.*s %lu", used > 0 ? ", " : "",
            next.kind == NX_LIST_STEM ? "~" : "", (int)next.spelling.length,
            next.spelling.bytes, (unsigned long)next.weight);
    return out;
}

static void positions_are_added_up(void **state)
{
    static const char *const first[] = {"talks", "~talk"};
    static const char *const second[] = {"talk"};
    nx_weights weights;

    (void)state;
    nx_weights_init(&weights);
    add(&weights, first, 2, 10);
    add(&weights, second, 1, 5);
    add(&weights, first, 2, 6);
    assert_string_equal(describe(&weights), "talks 16, ~talk 16, talk 5");
    nx_weights_clear(&weights);
    assert_string_equal(describe(&weights), "");
    add(&weights, second, 1, 5);
    assert_string_equal(describe(&weights), "talk 5");
    nx_weights_finish(&weights);
}

static void forms_that_recur_in_a_position_weigh_once(void **state)
{
    static const char *const forms[] = {"a", "~a", "a", "~b", "~b", "^u"};
    nx_weights weights;

    (void)state;
    nx_weights_init(&weights);
    add(&weights, forms, 6, 5);
    assert_string_equal(describe(&weights), "a 5, ~b 5, ^u 5");
    nx_weights_finish(&weights);
}

static void many_spellings_are_told_apart(void **state)
{
    nx_weights weights;
    nx_weight next;
    size_t count = 0;
    size_t at = 0;

    (void)state;
    nx_weights_init(&weights);
    for (int i = 0; i < 9000; i++) {
        char spelling[16];
        const char *form = spelling;

        snprintf(spelling, sizeof spelling, "w%d", i % 3000);
        add(&weights, &form, 1, 5);
    }
    while (nx_weights_next(&weights, &at, &next)) {
        count++;
        assert_int_equal(next.weight, 15);
    }
    assert_int_equal(count, 3000);
    nx_weights_finish(&weights);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(positions_are_added_up),
        cmocka_unit_test(forms_that_recur_in_a_position_weigh_once),
        cmocka_unit_test(many_spellings_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
