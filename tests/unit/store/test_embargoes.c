#include "store/embargoes.h"

#include "base/clock.h"
#include "store/internal.h"
#include "store_fixture.h"

#define PATH "embargoes.db"

/* The versions' states as of a moment, a digit each. */
static const char *states_at(nx_store *store, int64_t now)
{
    static char out[32];
    const nx_rows *rows = nx_store_rows(store);

    EXPECT_OK(nx_store_begin_read_at(store, now, err));
    for (int64_t id = 1; id <= rows->last_id; id++)
        out[id - 1] = (char)('0' + rows->rows[id].state);
    out[rows->last_id] = '\0';
    nx_store_end_read(store);
    return out;
}

/* An hour from now, and so on. */
static int64_t in_hours(int hours)
{
    return nx_clock_now() + (int64_t)hours * 3600;
}

static void put_until(nx_store *store, const char *key, const char *body,
                      int64_t until)
{
    newsidx_article article = make_article(key, "", body);
    nx_put_result put;

    article.embargoed_until = until;
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    EXPECT_OK(nx_store_commit(store, err));
}

static void a_span_may_have_no_end(void **state)
{
    const nx_span_of_time day = {5, 9};
    const nx_span_of_time whole = {NX_ALWAYS, NX_FOR_EVER};

    (void)state;
    assert_false(nx_span_of_time_has(day, 4));
    assert_true(nx_span_of_time_has(day, 5));
    assert_true(nx_span_of_time_has(day, 8));
    assert_false(nx_span_of_time_has(day, 9));
    assert_true(nx_span_of_time_has(whole, INT64_MIN));
    assert_true(nx_span_of_time_has(whole, INT64_MAX));
}

static void a_list_is_by_id(void **state)
{
    static const int64_t ids[] = {7, 3, 9, 3, 1};
    nx_embargoes embargoes;

    (void)state;
    nx_embargoes_init(&embargoes);
    for (size_t i = 0; i < 5; i++)
        EXPECT_OK(nx_embargoes_set(&embargoes, ids[i],
                                   (nx_span_of_time){(int64_t)i, 10}, err));
    assert_int_equal(embargoes.count, 4);
    assert_int_equal(embargoes.items[0].id, 1);
    assert_int_equal(embargoes.items[1].id, 3);
    assert_int_equal(embargoes.items[1].shown.since, 3);
    assert_int_equal(embargoes.items[3].id, 9);
    nx_embargoes_drop(&embargoes, 3);
    nx_embargoes_drop(&embargoes, 4);
    nx_embargoes_drop(&embargoes, 10);
    assert_int_equal(embargoes.count, 3);
    assert_int_equal(embargoes.items[1].id, 7);
    nx_embargoes_forget(&embargoes);
    assert_int_equal(embargoes.count, 0);
    nx_embargoes_finish(&embargoes);
}

/* Between two changes nothing is looked at again. */
static void rows_follow_the_clock(void **state)
{
    const nx_row row = {1, 0, NX_STATE_EMBARGOED, NX_STATE_EMBARGOED, 0};
    nx_embargoes embargoes;
    nx_row_table rows;

    (void)state;
    nx_rows_init(&rows);
    nx_embargoes_init(&embargoes);
    for (int64_t id = 1; id <= 3; id++)
        EXPECT_OK(nx_rows_set(&rows, id, &row, err));
    EXPECT_OK(
        nx_embargoes_set(&embargoes, 1, (nx_span_of_time){NX_ALWAYS, 10}, err));
    EXPECT_OK(nx_embargoes_set(&embargoes, 2, (nx_span_of_time){10, 20}, err));
    EXPECT_OK(nx_embargoes_set(&embargoes, 3,
                               (nx_span_of_time){20, NX_FOR_EVER}, err));
    nx_embargoes_apply(&embargoes, &rows, 9);
    assert_int_equal(rows.view.rows[1].state, NX_STATE_CURRENT);
    assert_int_equal(rows.view.rows[2].state, NX_STATE_EMBARGOED);
    assert_int_equal(embargoes.valid.until, 10);
    nx_embargoes_apply(&embargoes, &rows, 10);
    assert_int_equal(rows.view.rows[1].state, NX_STATE_SUPERSEDED);
    assert_int_equal(rows.view.rows[2].state, NX_STATE_CURRENT);
    assert_int_equal(rows.view.rows[3].state, NX_STATE_EMBARGOED);
    assert_int_equal(embargoes.valid.since, 10);
    assert_int_equal(embargoes.valid.until, 20);
    nx_embargoes_apply(&embargoes, &rows, INT64_MAX);
    assert_int_equal(rows.view.rows[2].state, NX_STATE_SUPERSEDED);
    assert_int_equal(rows.view.rows[3].state, NX_STATE_CURRENT);
    assert_int_equal(rows.view.article_count, 1);
    /* And back. */
    nx_embargoes_apply(&embargoes, &rows, INT64_MIN);
    assert_int_equal(rows.view.rows[1].state, NX_STATE_CURRENT);
    assert_int_equal(rows.view.rows[3].state, NX_STATE_EMBARGOED);
    nx_embargoes_finish(&embargoes);
    nx_rows_finish(&rows);
}

static void every_handle_knows_the_embargoes_of_the_file(void **state)
{
    nx_store *store = fixture_new(PATH);
    nx_store *other = fixture_open(PATH);

    (void)state;
    assert_string_equal(states_at(other, 0), "");
    fixture_put(store, "k", "", "old");
    put_until(store, "k", "new", in_hours(1));
    for (int round = 0; round < 2; round++) {
        assert_string_equal(states_at(store, nx_clock_now()), "05");
        assert_string_equal(states_at(store, in_hours(2)), "10");
        assert_string_equal(states_at(other, in_hours(2)), "10");
        assert_string_equal(states_at(other, nx_clock_now()), "05");
        EXPECT_OK(nx_store_check(other, NULL, NULL, err));
        EXPECT_OK(nx_store_rebuild(store, NULL, NULL, err));
    }
    nx_store_close(other);
    other = fixture_open(PATH);
    assert_string_equal(states_at(other, nx_clock_now()), "05");
    /* Another text without an embargo ends it all, and others learn of it. */
    fixture_put(store, "k", "", "newest");
    assert_string_equal(states_at(other, nx_clock_now()), "110");
    assert_string_equal(states_at(other, in_hours(2)), "110");
    assert_int_equal(other->embargoes.count, 0);
    EXPECT_OK(nx_store_check(other, NULL, NULL, err));
    nx_store_close(other);
    nx_store_close(store);
}

static void a_transaction_that_is_undone_leaves_no_embargo(void **state)
{
    nx_store *store = fixture_new(PATH);
    newsidx_article article = make_article("k", "", "new");
    nx_put_result put;

    (void)state;
    fixture_put(store, "k", "", "old");
    article.embargoed_until = in_hours(1);
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    /* The transaction sees its own. */
    assert_string_equal(states_at(store, in_hours(2)), "10");
    assert_string_equal(states_at(store, nx_clock_now()), "05");
    EXPECT_OK(nx_store_rollback(store, err));
    assert_string_equal(states_at(store, in_hours(2)), "0");
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void what_has_ended_is_settled_by_a_writer(void **state)
{
    nx_store *store = fixture_new(PATH);
    nx_store *other = fixture_open(PATH);

    (void)state;
    fixture_put(store, "k", "", "1");
    put_until(store, "k", "2", in_hours(1));
    put_until(store, "k", "3", in_hours(3));
    fixture_put(store, "m", "", "1");
    put_until(store, "m", "2", in_hours(2));
    assert_string_equal(states_at(other, nx_clock_now()), "05505");
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(nx_embargoes_settle(store, in_hours(2), err));
    store->changed = true;
    EXPECT_OK(nx_store_commit(store, err));
    /* 1 of k is of the past, 2 of k has an end, and m has no embargo now. */
    assert_int_equal(store->embargoes.count, 2);
    assert_string_equal(states_at(store, in_hours(2)), "10510");
    assert_string_equal(states_at(other, in_hours(2)), "10510");
    assert_int_equal(other->embargoes.count, 2);
    assert_string_equal(states_at(other, in_hours(4)), "11010");
    EXPECT_OK(nx_store_check(other, NULL, NULL, err));
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(other);
    nx_store_close(store);
}

/* Half a million of them, and a clock that stands between two. */
static void many_embargoes_cost_nothing_until_one_ends(void **state)
{
    enum { COUNT = 500000 };
    const nx_row row = {1, 0, NX_STATE_EMBARGOED, NX_STATE_EMBARGOED, 0};
    nx_embargoes embargoes;
    nx_row_table rows;
    int64_t began_us;

    (void)state;
    nx_rows_init(&rows);
    nx_embargoes_init(&embargoes);
    for (int64_t id = 1; id <= COUNT; id++) {
        EXPECT_OK(nx_rows_set(&rows, id, &row, err));
        EXPECT_OK(nx_embargoes_set(
            &embargoes, id, (nx_span_of_time){10 * id, NX_FOR_EVER}, err));
    }
    nx_embargoes_apply(&embargoes, &rows, 5 * COUNT);
    assert_int_equal(rows.view.article_count, COUNT / 2);
    began_us = nx_clock_us();
    for (int i = 0; i < 100000; i++)
        nx_embargoes_apply(&embargoes, &rows, 5 * COUNT + i % 10);
    assert_true(nx_clock_us() - began_us < 1000000);
    nx_embargoes_apply(&embargoes, &rows, 5 * COUNT + 10);
    assert_int_equal(rows.view.article_count, COUNT / 2 + 1);
    nx_embargoes_finish(&embargoes);
    nx_rows_finish(&rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_span_may_have_no_end),
        cmocka_unit_test(a_list_is_by_id),
        cmocka_unit_test(rows_follow_the_clock),
        cmocka_unit_test(every_handle_knows_the_embargoes_of_the_file),
        cmocka_unit_test(a_transaction_that_is_undone_leaves_no_embargo),
        cmocka_unit_test(what_has_ended_is_settled_by_a_writer),
        cmocka_unit_test(many_embargoes_cost_nothing_until_one_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
