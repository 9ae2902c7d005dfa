#include "formats/xml/feed_language.h"

#include "trees.h"

static void languages_have_a_shape(void **state)
{
    static const char *const good[] = {"en", "pt-BR", "zh-Hant-TW", "de_AT",
                                       "sl-rozaj-biske-1994"};
    static const char *const bad[] = {
        "",      "e",  "English",      "en-",
        "en us", "12", "en-abcdefghi", "en-a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(nx_feed_is_language(nx_str(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(nx_feed_is_language(nx_str(bad[i])));
}

static void they_are_written_with_hyphens(void **state)
{
    newsidx_text text;
    nx_arena arena;

    (void)state;
    nx_arena_init(&arena);
    assert_int_equal(
        nx_feed_language_write(nx_str("de_AT"), &arena, &text, NULL),
        NEWSIDX_OK);
    assert_string_equal(text.bytes, "de-AT");
    nx_arena_finish(&arena);
}

static void the_nearest_above_counts(void **state)
{
    const nx_xml_node *inner;
    newsidx_text text;
    trees t;

    (void)state;
    trees_begin(&t,
                nx_str("<a xml:lang='fr'><b xml:lang=' nl '><c lang='de'/></b>"
                       "<d><e xml:lang=''/></d></a>"),
                0, trees_root);
    assert_int_equal(trees_step(&t), NEWSIDX_OK);
    inner = nx_xml_path(t.record, "b/c");
    text = nx_feed_language_above(inner);
    assert_true(nx_str_equal(text, nx_str("nl")));
    text = nx_feed_language_above(nx_xml_path(t.record, "d"));
    assert_true(nx_str_equal(text, nx_str("fr")));
    text = nx_feed_language_above(nx_xml_path(t.record, "d/e"));
    assert_int_equal(text.length, 0);
    text = nx_feed_language_above(NULL);
    assert_int_equal(text.length, 0);
    trees_end(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_have_a_shape),
        cmocka_unit_test(they_are_written_with_hyphens),
        cmocka_unit_test(the_nearest_above_counts)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
