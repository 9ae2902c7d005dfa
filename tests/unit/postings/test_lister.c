/* A thread that gathers lists: what it makes, and what it makes nothing of. */
#include "postings/lister.h"

#include "base/memory.h"
#include "../store/lists_fixture.h"
#include "postings_fixture.h"

#define PATH "lister.db"

/* Articles of a load that is large enough for a lister, and its words. */
#define LOAD 3000
#define WORDS 60

/* Sixty words, most of them in many articles, some in few. */
static const char *make_text(uint32_t number)
{
    static char out[WORDS * 16];
    size_t used = 0;

    for (uint32_t i = 0; i < WORDS; i++)
        used += (size_t)snprintf(
            out + used, sizeof out - used, "w%lu ",
            (unsigned long)(i % 3 == 0 ? i : number * 7919 % (i * 17 + 1)));
    return out;
}

static void analyze(nx_words *words, uint32_t id)
{
    newsidx_article article = make_article("a", "Rain", make_text(id));

    EXPECT_OK(nx_words_analyze(words, analyzer, &article, err));
}

/* The builder's articles as rows are what was made of the same. */
static void expect_same(const nx_list_rows *made)
{
    nx_list_builder builder;
    nx_list_rows expected;
    nx_words words;

    nx_words_init(&words);
    nx_list_builder_init(&builder);
    nx_list_rows_init(&expected);
    for (uint32_t id = made->first; id <= made->last; id++) {
        analyze(&words, id);
        EXPECT_OK(nx_list_builder_add(&builder, id, &words, err));
    }
    EXPECT_OK(nx_list_encode(&builder, &expected, err));
    assert_int_equal(made->posting_count, expected.posting_count);
    assert_true(
        nx_str_equal(nx_buf_text(&made->terms), nx_buf_text(&expected.terms)));
    assert_true(nx_str_equal(nx_buf_text(&made->chunks),
                             nx_buf_text(&expected.chunks)));
    nx_list_rows_finish(&expected);
    nx_list_builder_finish(&builder);
    nx_words_finish(&words);
}

/* Rows are the next after `*last`. */
static void take(nx_list_rows *rows, uint32_t *last)
{
    assert_int_equal(rows->first, *last + 1);
    expect_same(rows);
    *last = rows->last;
    nx_list_rows_finish(rows);
    nx_free(rows);
}

static void give(nx_lister *lister, uint32_t first, uint32_t end)
{
    nx_words words;

    nx_words_init(&words);
    for (uint32_t id = first; id < end; id++) {
        analyze(&words, id);
        nx_lister_add(lister, id, &words);
    }
    nx_words_finish(&words);
}

static void what_is_given_comes_back_as_rows(void **state)
{
    nx_list_builder builder;
    nx_lister *lister;
    nx_list_rows *rows;
    uint32_t last = 0;
    nx_words words;

    (void)state;
    nx_words_init(&words);
    nx_list_builder_init(&builder);
    analyze(&words, 1);
    EXPECT_OK(nx_list_builder_add(&builder, 1, &words, err));
    lister = nx_lister_new(&builder, (size_t)200 * 1024);
    assert_non_null(lister);
    assert_int_equal(builder.last_id, 0);
    for (uint32_t id = 2; id < LOAD; id++) {
        analyze(&words, id);
        nx_lister_add(lister, id, &words);
        rows = nx_lister_next(lister);
        if (rows != NULL)
            take(rows, &last);
    }
    for (rows = nx_lister_last(lister); rows != NULL;
         rows = nx_lister_last(lister))
        take(rows, &last);
    assert_true(last > LOAD / 2);
    nx_lister_end(lister, &builder);
    assert_int_equal(builder.first_id, last + 1);
    assert_int_equal(builder.last_id, LOAD - 1);
    nx_list_builder_finish(&builder);
    nx_words_finish(&words);
}

static void after_a_gap_it_begins_anew(void **state)
{
    nx_list_builder builder;
    nx_lister *lister;

    (void)state;
    nx_list_builder_init(&builder);
    lister = nx_lister_new(&builder, (size_t)1024 * 1024 * 1024);
    assert_non_null(lister);
    give(lister, 1, 20);
    give(lister, 30, 40);
    assert_null(nx_lister_last(lister));
    nx_lister_end(lister, &builder);
    assert_int_equal(builder.first_id, 30);
    assert_int_equal(builder.last_id, 39);
    nx_list_builder_finish(&builder);
}

static void it_can_be_stopped_at_any_time(void **state)
{
    (void)state;
    for (uint32_t count = 1; count < LOAD; count *= 3) {
        nx_list_builder builder;
        nx_lister *lister;

        nx_list_builder_init(&builder);
        lister = nx_lister_new(&builder, (size_t)10 * 1024);
        assert_non_null(lister);
        give(lister, 1, count);
        nx_lister_free(lister);
        nx_list_builder_finish(&builder);
    }
    nx_lister_free(NULL);
}

/* ------------------------------------------------------- in a store ---- */

static void put_one(nx_store *store, uint32_t number)
{
    nx_put_result put = {0, 0};
    newsidx_article article;
    char key[32];

    snprintf(key, sizeof key, "%lu", (unsigned long)number);
    article = make_article(key, "Rain", make_text(number));
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
}

static void load(nx_store *store, uint32_t first, uint32_t end)
{
    EXPECT_OK(nx_store_begin(store, NX_BULK, err));
    for (uint32_t number = first; number < end; number++)
        put_one(store, number);
    EXPECT_OK(nx_store_commit(store, err));
}

static void a_load_has_one_and_its_end_seals_all(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    load(store, 1, LOAD / 2);
    load(store, LOAD / 2, LOAD + 1);
    assert_non_null(store->lists.lister);
    assert_string_equal(lists_segments(store), "");
    EXPECT_OK(nx_store_sync(store, err));
    assert_null(store->lists.lister);
    assert_string_equal(lists_segments(store), "1-3000");
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

/* Sixty thousand of them: the lister has made segments before the end. */
static void a_large_load_is_sealed_on_the_way(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    load(store, 1, 60001);
    EXPECT_OK(nx_store_begin_read(store, err));
    assert_true(store->lists.segment_count > 0);
    nx_store_end_read(store);
    EXPECT_OK(nx_store_sync(store, err));
    assert_int_equal(nx_store_listed(store), 60000);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void what_another_handle_writes_between_is_not_left_out(void **state)
{
    nx_store *store = fixture_new(PATH);
    nx_store *other = fixture_open(PATH);

    (void)state;
    load(store, 1, LOAD);
    assert_non_null(store->lists.lister);
    fixture_put(other, "other", "hail", NULL);
    load(store, LOAD, LOAD + 500);
    nx_store_close(other);
    EXPECT_OK(nx_store_sync(store, err));
    assert_int_equal(nx_store_listed(store), LOAD + 500);
    assert_string_equal(lists_postings(store, "hail", NX_LIST_EXACT), "3000:8");
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void a_load_that_is_rolled_back_is_in_no_list(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    load(store, 1, LOAD);
    EXPECT_OK(nx_store_begin(store, NX_BULK, err));
    for (uint32_t number = LOAD; number < LOAD + 500; number++)
        put_one(store, number);
    EXPECT_OK(nx_store_rollback(store, err));
    assert_null(store->lists.lister);
    EXPECT_OK(nx_store_sync(store, err));
    assert_int_equal(nx_store_listed(store), LOAD - 1);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void a_load_may_be_left_as_it_is(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    load(store, 1, LOAD);
    nx_store_close(store);
    store = fixture_open(PATH);
    assert_int_equal(nx_store_listed(store), 0);
    EXPECT_OK(nx_store_sync(store, err));
    assert_string_equal(lists_segments(store), "1-2999");
    nx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_given_comes_back_as_rows),
        cmocka_unit_test(after_a_gap_it_begins_anew),
        cmocka_unit_test(it_can_be_stopped_at_any_time),
        cmocka_unit_test(a_load_has_one_and_its_end_seals_all),
        cmocka_unit_test(a_large_load_is_sealed_on_the_way),
        cmocka_unit_test(what_another_handle_writes_between_is_not_left_out),
        cmocka_unit_test(a_load_that_is_rolled_back_is_in_no_list),
        cmocka_unit_test(a_load_may_be_left_as_it_is),
    };

    return cmocka_run_group_tests(tests, postings_set_up, postings_tear_down);
}
