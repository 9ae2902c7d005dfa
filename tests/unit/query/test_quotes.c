/* Text in quotes, read and written. */
#include "query/quotes.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

/* Of a text that begins behind its first quote. */
static void expect_close(const char *text, bool is_closed, size_t end,
                         size_t next)
{
    size_t found_end = 0;
    size_t found_next = 0;

    assert_int_equal(
        nx_quotes_find_close(nx_str(text), 0, &found_end, &found_next),
        is_closed);
    if (is_closed) {
        assert_int_equal(found_end, end);
        assert_int_equal(found_next, next);
    }
}

static void any_quote_closes_but_two_that_are_one(void **state)
{
    (void)state;
    expect_close("a b\" c", true, 3, 4);
    expect_close("a b\xE2\x80\x9D c", true, 3, 6);
    expect_close("a \"\"b\"\" c\"", true, 9, 10);
    expect_close("\"", true, 0, 1);
    expect_close("\"\"", false, 0, 0);
    expect_close("a b", false, 0, 0);
    expect_close("", false, 0, 0);
}

static void what_is_written_is_what_is_read(void **state)
{
    static const char *const texts[] = {"", "a b", "\"", "a \"b\" c", "\"\""};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        newsidx_text written;
        newsidx_text read;
        nx_arena arena;
        size_t end;
        size_t next;
        nx_buf out;

        nx_arena_init(&arena);
        nx_buf_init(&out, 100);
        nx_quotes_add(&out, nx_str(texts[i]));
        written = nx_buf_text(&out);
        assert_true(nx_quotes_find_close(written, 1, &end, &next));
        assert_int_equal(next, written.length);
        read = nx_quotes_undouble(nx_str_slice(written.bytes + 1, end - 1),
                                  &arena);
        assert_true(nx_str_equal(read, nx_str(texts[i])));
        nx_buf_finish(&out);
        nx_arena_finish(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_quote_closes_but_two_that_are_one),
        cmocka_unit_test(what_is_written_is_what_is_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
