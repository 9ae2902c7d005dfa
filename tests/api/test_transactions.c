#include "fixture.h"

static void a_rollback_leaves_nothing(void **state)
{
    newsidx *index = open_new();
    uint64_t revision;

    (void)state;
    put(index, "a", "Stays", "It stays here.");
    revision = get_info(index).revision;
    EXPECT_OK(newsidx_begin(index, &err));
    put(index, "b", "Goes", "It goes away.");
    put(index, "a", "Changed", "It is changed.");
    EXPECT_OK(newsidx_rollback(index, &err));
    expect_hits(index, "goes", "");
    expect_hits(index, "changed", "");
    expect_hits(index, "stays", "a");
    assert_int_equal(get_info(index).revision, revision);
    assert_int_equal(get_info(index).version_count, 1);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

static void a_transaction_sees_its_own_writes(void **state)
{
    newsidx *index = open_new();
    newsidx *reader;

    (void)state;
    EXPECT_OK(newsidx_begin(index, &err));
    put(index, "a", "Mine", "It is mine.");
    expect_hits(index, "mine", "a");
    EXPECT_OK(newsidx_remove(index, text_of("a"), &err));
    expect_hits(index, "mine", "");
    put(index, "b", "Mine too", "It is mine too.");
    expect_hits(index, "mine", "b");
    reader = open_index(INDEX_PATH, NEWSIDX_READ_ONLY);
    expect_hits(reader, "mine", "");
    EXPECT_OK(newsidx_commit(index, &err));
    expect_hits(reader, "mine", "b");
    newsidx_close(reader);
    newsidx_close(index);
}

static void transactions_do_not_nest(void **state)
{
    newsidx *index = open_new();

    (void)state;
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_commit(index, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_rollback(index, &err));
    EXPECT_OK(newsidx_begin(index, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_begin(index, &err));
    put(index, "a", "Still", "It still works.");
    EXPECT_OK(newsidx_commit(index, &err));
    expect_hits(index, "works", "a");
    newsidx_close(index);
}

static void closing_rolls_back(void **state)
{
    newsidx *index = open_new();

    (void)state;
    put(index, "a", "Kept", "It is kept.");
    EXPECT_OK(newsidx_begin(index, &err));
    put(index, "b", "Lost", "It is lost.");
    newsidx_close(index);
    index = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
    expect_hits(index, "kept", "a");
    expect_hits(index, "lost", "");
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

static void a_refused_article_does_not_spoil_the_others(void **state)
{
    newsidx *index = open_new();
    newsidx_article bad = make_article("bad", "Bad", "\xFF");

    (void)state;
    EXPECT_OK(newsidx_begin(index, &err));
    put(index, "a", "Good", "All is good.");
    EXPECT_STATUS(NEWSIDX_ERR_INPUT, newsidx_put(index, &bad, NULL, &err));
    put(index, "b", "Good", "All is good again.");
    EXPECT_OK(newsidx_commit(index, &err));
    expect_hits(index, "again", "b");
    assert_int_equal(get_info(index).article_count, 2);
    newsidx_close(index);
}

static void the_revision_grows_with_every_commit(void **state)
{
    newsidx *index = open_new();
    uint64_t before = get_info(index).revision;
    uint64_t after;

    (void)state;
    put(index, "a", "One", "One text.");
    after = get_info(index).revision;
    assert_true(after > before);
    before = after;
    EXPECT_OK(newsidx_begin(index, &err));
    put(index, "b", "Two", "Two texts.");
    put(index, "c", "Three", "Three texts.");
    EXPECT_OK(newsidx_commit(index, &err));
    after = get_info(index).revision;
    assert_true(after > before);
    EXPECT_OK(newsidx_remove(index, text_of("c"), &err));
    assert_true(get_info(index).revision > after);
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rollback_leaves_nothing),
        cmocka_unit_test(a_transaction_sees_its_own_writes),
        cmocka_unit_test(transactions_do_not_nest),
        cmocka_unit_test(closing_rolls_back),
        cmocka_unit_test(a_refused_article_does_not_spoil_the_others),
        cmocka_unit_test(the_revision_grows_with_every_commit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
