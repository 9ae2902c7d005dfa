#include "text/variants.h"

#include "text/fold.h"
#include "tokens.h"

static const char *const names[] = {
#include "generated/variants.inc"
};

static void every_spelling_finds_all_of_them(void **state)
{
    (void)state;
    assert_string_equal(nx_variants_find(nx_str("qaida")).bytes, "qaida qaeda");
    assert_string_equal(nx_variants_find(nx_str("qaeda")).bytes, "qaida qaeda");
    assert_true(nx_str_starts_with(nx_variants_find(nx_str("kadafi")),
                                   nx_str("gaddafi ")));
}

static void other_words_have_none(void **state)
{
    (void)state;
    assert_null(nx_variants_find(nx_str("")).bytes);
    assert_null(nx_variants_find(nx_str("qaid")).bytes);
    assert_null(nx_variants_find(nx_str("Qaida")).bytes);
    assert_null(nx_variants_find(nx_str("qaida qaeda")).bytes);
    assert_null(nx_variants_find(nx_str("bombay")).bytes);
}

static void words_come_one_by_one(void **state)
{
    newsidx_text rest = nx_str("kyiv kiev");

    (void)state;
    assert_true(nx_str_equal(nx_variants_next(&rest), nx_str("kyiv")));
    assert_true(nx_str_equal(nx_variants_next(&rest), nx_str("kiev")));
    assert_int_equal(rest.length, 0);
}

/* A word of two names would find the first only, and what is no exact form
 * would find nothing. */
static void no_word_comes_twice_or_has_capitals(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        newsidx_text rest = nx_str(names[i]);

        while (rest.length > 0) {
            const newsidx_text word = nx_variants_next(&rest);
            newsidx_text others = rest;
            nx_form exact;

            nx_fold_surface(word, &exact);
            if (!nx_str_equal(nx_str_slice(exact.bytes, exact.length), word))
                fail_msg("\"%s\" has what is no exact form", names[i]);
            if (strcmp(nx_variants_find(word).bytes, names[i]) != 0)
                fail_msg("\"%s\" has a word of a line before", names[i]);
            while (others.length > 0) {
                if (nx_str_equal(nx_variants_next(&others), word))
                    fail_msg("\"%s\" has a word twice", names[i]);
            }
        }
    }
}

static void the_list_is_sorted(void **state)
{
    (void)state;
    for (size_t i = 1; i < sizeof names / sizeof names[0]; i++)
        assert_true(strcmp(names[i - 1], names[i]) < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_spelling_finds_all_of_them),
        cmocka_unit_test(other_words_have_none),
        cmocka_unit_test(words_come_one_by_one),
        cmocka_unit_test(no_word_comes_twice_or_has_capitals),
        cmocka_unit_test(the_list_is_sorted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
