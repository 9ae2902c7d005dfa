/* Cursors: only our own, and only for the same search. */
#include "results/cursor.h"

#include "../rank/fixture.h"

#include "base/limits.h"

#include <math.h>
#include <stdlib.h>

typedef struct with_query {
    nx_arena arena;
    newsidx_query *query;
    newsidx_search_options options;
} with_query;

static newsidx_query *parse_text(const char *text, newsidx_match match)
{
    newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_query *query = NULL;

    options.match = match;
    EXPECT_OK(nx_query_parse(nx_str(text), &options, &query, &err));
    return query;
}

static void open_query(with_query *out)
{
    const newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;

    nx_arena_init(&out->arena);
    out->query = parse_text("rain town", NEWSIDX_MATCH_ALL);
    out->options = options;
}

static void close_query(with_query *in)
{
    nx_query_free(in->query);
    nx_arena_finish(&in->arena);
}

static newsidx_status read_cursor(with_query *in, const char *text)
{
    newsidx_error failure;
    nx_cursor cursor;

    return nx_cursor_read(text, in->query, &in->options, &in->arena, &cursor,
                          &failure);
}

/* Of an index of 30 versions with 999 words, and two units. */
static const char *make_cursor(with_query *in, uint32_t hits_before)
{
    static const double idfs[] = {1.5, 0.0};
    const nx_cursor cursor = {hits_before, 31, 30, 999, idfs, 2};
    const char *text =
        nx_cursor_make(&in->arena, in->query, &in->options, &cursor);

    assert_non_null(text);
    return text;
}

static void a_cursor_comes_back(void **state)
{
    static const uint32_t numbers[] = {0, 1, 9, 10, 99999, NX_LIMIT_OFFSET};
    with_query in;

    (void)state;
    open_query(&in);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const char *text = make_cursor(&in, numbers[i]);
        nx_cursor cursor;

        EXPECT_OK(nx_cursor_read(text, in.query, &in.options, &in.arena,
                                 &cursor, &err));
        assert_int_equal(cursor.hits_before, numbers[i]);
        assert_int_equal(cursor.last_id, 31);
        assert_int_equal(cursor.version_count, 30);
        assert_int_equal(cursor.total_length, 999);
        assert_int_equal(cursor.idf_count, 2);
        assert_true(cursor.idfs[0] > 1.4 && cursor.idfs[0] < 1.6);
        assert_true(cursor.idfs[1] < 0.1);
    }
    close_query(&in);
}

static void another_search_refuses_it(void **state)
{
    const char *cursor;
    with_query in;
    with_query other;

    (void)state;
    open_query(&in);
    cursor = make_cursor(&in, 20);
    open_query(&other);
    other.options.order = NEWSIDX_NEWEST_FIRST;
    assert_int_equal(read_cursor(&other, cursor), NEWSIDX_ERR_MISUSE);
    other.options = in.options;
    other.options.shape = NEWSIDX_IDS;
    assert_int_equal(read_cursor(&other, cursor), NEWSIDX_ERR_MISUSE);
    other.options = in.options;
    other.options.language = "de";
    assert_int_equal(read_cursor(&other, cursor), NEWSIDX_ERR_MISUSE);
    other.options = in.options;
    other.options.half_life_days = 7.0;
    assert_int_equal(read_cursor(&other, cursor), NEWSIDX_ERR_MISUSE);
    other.options = in.options;
    other.options.now = 86400;
    other.options.limit = 50;
    other.options.passages = 1;
    other.options.timeout_ms = -1;
    assert_int_equal(read_cursor(&other, cursor), NEWSIDX_OK);
    nx_query_free(other.query);
    other.query = parse_text("rain town", NEWSIDX_MATCH_ANY);
    assert_int_equal(read_cursor(&other, cursor), NEWSIDX_ERR_MISUSE);
    nx_query_free(other.query);
    other.query = parse_text("town rain", NEWSIDX_MATCH_ALL);
    assert_int_equal(read_cursor(&other, cursor), NEWSIDX_ERR_MISUSE);
    close_query(&other);
    close_query(&in);
}

/* Another moment gives other ages, and so another order. */
static void a_cursor_holds_what_ages_are_of(void **state)
{
    const char *cursor;
    with_query in;

    (void)state;
    open_query(&in);
    in.options.half_life_days = 7.0;
    in.options.now = 86400;
    cursor = make_cursor(&in, 20);
    assert_int_equal(read_cursor(&in, cursor), NEWSIDX_OK);
    in.options.half_life_days = 7.5;
    assert_int_equal(read_cursor(&in, cursor), NEWSIDX_ERR_MISUSE);
    in.options.half_life_days = 7.0;
    in.options.now = 86401;
    assert_int_equal(read_cursor(&in, cursor), NEWSIDX_ERR_MISUSE);
    close_query(&in);
}

/* Every change of a byte, every cut, everything longer. */
static void what_we_did_not_write_is_refused(void **state)
{
    static const char *const others[] = {
        "",
        "2",
        "2-",
        "2--",
        "2-20",
        "2-20-",
        "-",
        "1-0",
        "  2",
        "abc",
        "\xFF",
        "2-99999999999999999999999999999-0",
        "2-1-99999999999999999999999999999-0-0-0"};
    char changed[128];
    const char *cursor;
    with_query in;

    (void)state;
    open_query(&in);
    cursor = make_cursor(&in, 20);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        const newsidx_status status = read_cursor(&in, others[i]);

        assert_true(status == NEWSIDX_ERR_MISUSE ||
                    status == NEWSIDX_ERR_LIMIT);
    }
    for (size_t i = 0; i < strlen(cursor); i++) {
        snprintf(changed, sizeof changed, "%.*s", (int)i, cursor);
        assert_true(read_cursor(&in, changed) < 0);
        for (int byte = 1; byte < 256; byte++) {
            snprintf(changed, sizeof changed, "%s", cursor);
            changed[i] = (char)byte;
            /* The number of hits may be another one, and is then believed. */
            if (strcmp(changed, cursor) != 0 && (i < 2 || i > 3))
                assert_true(read_cursor(&in, changed) < 0);
        }
    }
    snprintf(changed, sizeof changed, "%s0", cursor);
    assert_true(read_cursor(&in, changed) < 0);
    snprintf(changed, sizeof changed, "2-0%s", cursor + 2);
    assert_true(read_cursor(&in, changed) < 0);
    close_query(&in);
}

/* Signed by ourselves, and still no weight. */
static void weights_that_cannot_be_are_refused(void **state)
{
    static const double wrong[] = {-1.0, INFINITY, NAN, 1e9, 1e-300, 5e-324};
    with_query in;

    (void)state;
    open_query(&in);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const nx_cursor cursor = {20, 31, 30, 999, &wrong[i], 1};

        assert_int_equal(read_cursor(&in, nx_cursor_make(&in.arena, in.query,
                                                         &in.options, &cursor)),
                         NEWSIDX_ERR_MISUSE);
    }
    close_query(&in);
}

static void no_cursor_leads_past_the_limit(void **state)
{
    const char *cursor;
    with_query in;

    (void)state;
    open_query(&in);
    cursor = make_cursor(&in, NX_LIMIT_OFFSET + 1);
    assert_int_equal(read_cursor(&in, cursor), NEWSIDX_ERR_LIMIT);
    close_query(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cursor_comes_back),
        cmocka_unit_test(another_search_refuses_it),
        cmocka_unit_test(a_cursor_holds_what_ages_are_of),
        cmocka_unit_test(what_we_did_not_write_is_refused),
        cmocka_unit_test(weights_that_cannot_be_are_refused),
        cmocka_unit_test(no_cursor_leads_past_the_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
