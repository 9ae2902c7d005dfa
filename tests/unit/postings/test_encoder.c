/* Ranked lists as rows: of a builder, without a file. */
#include "postings/encoder.h"

#include "postings_fixture.h"

/* "bomb 4+0 6+0, snow ...": the lengths of heads, and "#" and the number of the
 * first chunk of those that have any. */
static const char *describe(const nx_list_rows *rows)
{
    static char out[2000];
    nx_list_rows_term term;
    size_t used = 0;
    size_t at = 0;

    out[0] = '\0';
    while (nx_list_rows_next(rows, &at, &term)) {
        used += (size_t)snprintf(
            out + used, sizeof out - used, "%s%.*s", used > 0 ? ", " : "",
            (int)term.spelling.length, term.spelling.bytes);
        for (size_t i = 0; i < NX_LIST_KINDS; i++) {
            const nx_list_rows_head *head = &term.heads[i];

            used += (size_t)snprintf(out + used, sizeof out - used, " %zu",
                                     head->before.length);
            if (head->has_chunks)
                used += (size_t)snprintf(out + used, sizeof out - used, "#%lu",
                                         (unsigned long)head->chunk);
        }
        assert_true(used < sizeof out);
    }
    return out;
}

static void a_builder_becomes_rows_in_the_order_of_bytes(void **state)
{
    nx_list_builder builder;
    nx_list_rows rows;

    (void)state;
    nx_list_builder_init(&builder);
    nx_list_rows_init(&rows);
    postings_add(&builder, 7, "snow bomb", NULL);
    postings_add(&builder, 8, "bombs", NULL);
    EXPECT_OK(nx_list_encode(&builder, &rows, err));
    /* A count, two widths, no bits for ids next to one another, four for a
     * weight of 8. */
    assert_string_equal(describe(&rows), "bomb 4 4, bombs 5 0, snow 4 0");
    assert_int_equal(rows.first, 7);
    assert_int_equal(rows.last, 8);
    assert_int_equal(rows.posting_count, 5);
    nx_list_rows_clear(&rows);
    assert_string_equal(describe(&rows), "");
    nx_list_rows_finish(&rows);
    nx_list_builder_finish(&builder);
}

static void long_lists_have_chunks_that_are_numbered_from_none(void **state)
{
    nx_list_builder builder;
    nx_list_rows rows;
    newsidx_text chunk;
    size_t count = 0;
    size_t at = 0;

    (void)state;
    nx_list_builder_init(&builder);
    nx_list_rows_init(&rows);
    for (uint32_t id = 1; id <= 2049; id++)
        postings_add(&builder, id, id > 513 ? "rain" : "rain hail", NULL);
    EXPECT_OK(nx_list_encode(&builder, &rows, err));
    assert_string_equal(describe(&rows), "hail 2#0 0, rain 2#1 0");
    while (nx_list_rows_next_chunk(&rows, &at, &chunk)) {
        assert_true(chunk.length > 0);
        count++;
    }
    assert_int_equal(count, 3);
    nx_list_rows_finish(&rows);
    nx_list_builder_finish(&builder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_builder_becomes_rows_in_the_order_of_bytes),
        cmocka_unit_test(long_lists_have_chunks_that_are_numbered_from_none),
    };

    return cmocka_run_group_tests(tests, postings_set_up, postings_tear_down);
}
