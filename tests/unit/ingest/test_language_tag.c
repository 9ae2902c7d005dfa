#include "ingest/language_tag.h"

#include "reading.h"

static void languages_have_a_shape(void **state)
{
    static const char *const good[] = {"en", "pt-BR", "zh-Hant-TW", "de_AT",
                                       "sl-rozaj-biske-1994"};
    static const char *const bad[] = {
        "",      "e",  "English",      "en-",
        "en us", "12", "en-abcdefghi", "en-a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(nx_language_tag_is(nx_str(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(nx_language_tag_is(nx_str(bad[i])));
}

static void they_are_written_in_one_way(void **state)
{
    newsidx_text text;
    nx_arena arena;

    (void)state;
    nx_arena_init(&arena);
    assert_int_equal(
        nx_language_tag_write(nx_str("DE_AT"), &arena, &text, NULL),
        NEWSIDX_OK);
    assert_string_equal(text.bytes, "de-AT");
    nx_arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(languages_have_a_shape),
        cmocka_unit_test(they_are_written_in_one_way)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
