#include "formats/xml/feed_keywords.h"

#include "reading.h"

#include <stdio.h>

static void words_are_there_once(void **state)
{
    static const char *const words[] = {"sea", "sky", "Sea",     "",
                                        "se",  "sky", "seaside", "y"};
    nx_buf list;

    (void)state;
    nx_buf_init(&list, 1000);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        assert_true(nx_feed_keyword_add(&list, nx_str(words[i])));
    assert_string_equal(list.bytes, "sea, sky, se, seaside, y");
    nx_buf_finish(&list);
}

static void there_is_room_for_so_many(void **state)
{
    size_t count = 0;
    nx_buf list;

    (void)state;
    nx_buf_init(&list, 100000);
    for (bool has_room = true; has_room && count < 1000000; count++) {
        char word[20];

        snprintf(word, sizeof word, "word%zu", count);
        has_room = nx_feed_keyword_add(&list, nx_str(word));
    }
    assert_in_range(count, 3000, 6000);
    assert_true(list.length <= NX_FEED_KEYWORD_BYTES);
    nx_buf_finish(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_there_once),
        cmocka_unit_test(there_is_room_for_so_many)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
