#include "store/store.h"

#include "base/clock.h"
#include "base/memory.h"
#include "store_fixture.h"

#define PATH "store.db"

static void a_new_index_is_empty(void **state)
{
    nx_store *store = fixture_new(PATH);
    newsidx_info info = NEWSIDX_INFO_INIT;
    int64_t id = 7;

    (void)state;
    EXPECT_OK(nx_store_info(store, &info, err));
    assert_int_equal(info.article_count, 0);
    assert_int_equal(info.version_count, 0);
    assert_int_equal(info.token_count, 0);
    assert_int_equal(info.format_version, 1);
    assert_int_equal(info.needs_rebuild, 0);
    assert_string_equal(info.default_language, "en");
    assert_true(info.oldest_published_at == NEWSIDX_NO_TIME);
    assert_true(info.file_bytes >= 16384);
    assert_int_equal(nx_store_find(store, nx_str("a"), 0, &id, NULL),
                     NEWSIDX_NOT_FOUND);
    assert_int_equal(id, 0);
    nx_store_close(store);
}

static void what_was_put_is_read_after_reopening(void **state)
{
    nx_store *store = fixture_new(PATH);
    newsidx_article article =
        make_article("k1", "River flood", "Water rose.\nIt fell.");
    nx_put_result put;
    nx_stored stored;
    nx_arena arena;
    int64_t id = 0;

    (void)state;
    article.byline = nx_str("Ann Lee");
    article.source = nx_str("AP");
    article.url = nx_str("");
    article.published_at = 1473446700;
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    assert_true(nx_store_is_writing(store));
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    assert_int_equal(put.id, 1);
    assert_int_equal(put.version, 1);
    EXPECT_OK(nx_store_commit(store, err));
    assert_false(nx_store_is_writing(store));
    nx_store_close(store);

    nx_arena_init(&arena);
    store = fixture_open(PATH);
    EXPECT_OK(nx_store_find(store, nx_str("k1"), 0, &id, err));
    assert_int_equal(id, 1);
    EXPECT_OK(nx_store_read(store, id, &arena, &stored, err));
    assert_string_equal(stored.article.key.bytes, "k1");
    assert_string_equal(stored.article.headline.bytes, "River flood");
    assert_string_equal(stored.article.body.bytes, "Water rose.\nIt fell.");
    assert_string_equal(stored.article.byline.bytes, "Ann Lee");
    assert_null(stored.article.dateline.bytes);
    assert_non_null(stored.article.url.bytes);
    assert_int_equal(stored.article.url.length, 0);
    assert_int_equal(stored.article.published_at, 1473446700);
    assert_true(stored.article.updated_at == NEWSIDX_NO_TIME);
    assert_int_equal(stored.version, 1);
    assert_true(stored.content_hash == nx_content_hash(&article));
    assert_true(stored.boundaries.length > 0);
    assert_int_equal(nx_store_read(store, 2, &arena, &stored, NULL),
                     NEWSIDX_NOT_FOUND);
    assert_int_equal(nx_store_read(store, -1, &arena, &stored, NULL),
                     NEWSIDX_NOT_FOUND);
    nx_store_close(store);
    nx_arena_finish(&arena);
}

static void facts_are_what_the_row_says_beside_its_words(void **state)
{
    nx_store *store = fixture_new(PATH);
    newsidx_article article = make_article("k1", "Flood", "One. Two.");
    nx_boundaries boundaries;
    nx_put_result put;
    nx_facts facts;
    nx_arena arena;

    (void)state;
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    article.body = nx_str("One. Two. Three.");
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    EXPECT_OK(nx_store_commit(store, err));
    nx_arena_init(&arena);
    nx_boundaries_init(&boundaries);
    for (uint32_t version = 1; version <= 2; version++) {
        EXPECT_OK(nx_store_facts(store, version, &arena, &facts, err));
        assert_string_equal(facts.key.bytes, "k1");
        EXPECT_OK(nx_boundaries_decode(&boundaries, facts.boundaries, err));
        assert_int_equal(boundaries.sentences.count, version + 1);
    }
    nx_boundaries_finish(&boundaries);
    nx_arena_finish(&arena);
    nx_store_close(store);
}

static void facts_that_are_not_known_are_nothing(void **state)
{
    nx_store *store = fixture_new(PATH);
    nx_facts facts;
    nx_arena arena;

    (void)state;
    fixture_put(store, "k1", "Flood", NULL);
    nx_arena_init(&arena);
    EXPECT_OK(nx_store_facts(store, 1, &arena, &facts, err));
    assert_int_equal(nx_store_facts(store, 2, &arena, &facts, NULL),
                     NEWSIDX_NOT_FOUND);
    assert_null(facts.key.bytes);
    assert_int_equal(nx_store_facts(store, 0, &arena, &facts, NULL),
                     NEWSIDX_NOT_FOUND);
    nx_arena_finish(&arena);
    nx_store_close(store);
}

static void rows_say_what_ranking_needs(void **state)
{
    nx_store *store = fixture_new(PATH);
    newsidx_article article = make_article("k", "Two words", "one two one");
    const nx_rows *rows;
    nx_put_result put;

    (void)state;
    article.keywords = nx_str("flood");
    article.published_at = -5;
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    EXPECT_OK(nx_store_commit(store, err));
    fixture_put(store, "m", "", "alpha");
    for (int round = 0; round < 2; round++) {
        EXPECT_OK(nx_store_begin_read(store, err));
        rows = nx_store_rows(store);
        assert_int_equal(rows->last_id, 2);
        assert_int_equal(rows->version_count, 2);
        assert_int_equal(rows->article_count, 2);
        assert_int_equal(rows->total_length, 7);
        assert_int_equal(rows->rows[1].length, 6);
        assert_int_equal(rows->rows[1].lead, 3);
        assert_int_equal(rows->rows[1].state, NX_STATE_CURRENT);
        assert_int_equal(rows->rows[1].published_at, -5);
        assert_int_equal(rows->rows[2].length, 1);
        assert_true(rows->rows[2].published_at == NEWSIDX_NO_TIME);
        assert_int_equal(rows->rows[0].state, NX_STATE_ABSENT);
        nx_store_end_read(store);
        /* Once as the writer knows it, and once as the file has it. */
        nx_store_close(store);
        store = fixture_open(PATH);
    }
    nx_store_close(store);
}

static void a_changed_text_is_a_new_version(void **state)
{
    nx_store *store = fixture_new(PATH);
    newsidx_article article = make_article("k", "", "second text");
    nx_stored stored;
    nx_put_result put;
    nx_arena arena;
    int64_t id = 0;

    (void)state;
    nx_arena_init(&arena);
    assert_int_equal(fixture_put(store, "k", "", "first text"), 1);
    assert_int_equal(fixture_put(store, "other", "", "first text"), 2);
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    assert_int_equal(put.id, 3);
    assert_int_equal(put.version, 2);
    /* The same again, in the same transaction and in the next. */
    assert_int_equal(fixture_try_put(store, &article, &put, NULL),
                     NEWSIDX_UNCHANGED);
    assert_int_equal(put.id, 3);
    EXPECT_OK(nx_store_commit(store, err));
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    assert_int_equal(nx_store_try_put(store, &article,
                                      nx_content_hash(&article), &put, NULL),
                     NEWSIDX_UNCHANGED);
    assert_int_equal(nx_store_put(store, &article, nx_content_hash(&article),
                                  NULL, &put, NULL),
                     NEWSIDX_UNCHANGED);
    assert_int_equal(put.version, 2);
    EXPECT_OK(nx_store_commit(store, err));

    EXPECT_OK(nx_store_begin_read(store, err));
    assert_int_equal(nx_store_rows(store)->article_count, 2);
    assert_int_equal(nx_store_rows(store)->version_count, 3);
    assert_int_equal(nx_store_rows(store)->rows[1].state, NX_STATE_SUPERSEDED);
    assert_int_equal(nx_store_rows(store)->rows[3].state, NX_STATE_CURRENT);
    nx_store_end_read(store);
    EXPECT_OK(nx_store_find(store, nx_str("k"), 0, &id, err));
    assert_int_equal(id, 3);
    /* A superseded version can be read by its id. */
    EXPECT_OK(nx_store_read(store, 1, &arena, &stored, err));
    assert_string_equal(stored.article.body.bytes, "first text");
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
    nx_arena_finish(&arena);
}

static void the_first_text_may_come_back(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    assert_int_equal(fixture_put(store, "k", "", "first"), 1);
    assert_int_equal(fixture_put(store, "k", "", "second"), 2);
    assert_int_equal(fixture_put(store, "k", "", "first"), 3);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void a_removed_article_is_gone_with_its_versions(void **state)
{
    nx_store *store = fixture_new(PATH);
    nx_stored stored;
    nx_arena arena;
    int64_t id = 0;

    (void)state;
    nx_arena_init(&arena);
    fixture_put(store, "k", "", "first text");
    fixture_put(store, "k", "", "second text");
    fixture_remove_key(store, "k");
    assert_int_equal(nx_store_find(store, nx_str("k"), 0, &id, NULL),
                     NEWSIDX_NOT_FOUND);
    assert_int_equal(nx_store_read(store, 1, &arena, &stored, NULL),
                     NEWSIDX_NOT_FOUND);
    assert_int_equal(nx_store_read(store, 2, &arena, &stored, NULL),
                     NEWSIDX_NOT_FOUND);
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    assert_int_equal(nx_store_remove(store, nx_str("k"), NULL),
                     NEWSIDX_NOT_FOUND);
    assert_int_equal(nx_store_remove(store, nx_str("z"), NULL),
                     NEWSIDX_NOT_FOUND);
    EXPECT_OK(nx_store_commit(store, err));
    EXPECT_OK(nx_store_begin_read(store, err));
    assert_int_equal(nx_store_rows(store)->article_count, 0);
    assert_int_equal(nx_store_rows(store)->rows[1].state, NX_STATE_REMOVED);
    nx_store_end_read(store);
    /* The same text again is an article again, and a version more. */
    assert_int_equal(fixture_put(store, "k", "", "second text"), 3);
    EXPECT_OK(nx_store_find(store, nx_str("k"), 0, &id, err));
    assert_int_equal(id, 3);
    EXPECT_OK(nx_store_read(store, 3, &arena, &stored, err));
    assert_int_equal(stored.version, 3);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
    nx_arena_finish(&arena);
}

static void words_are_found_by_column_phrase_and_stem(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    fixture_put(store, "a", "Peace talks", "They talk about the river flood.");
    fixture_put(store, "b", "Flood", "The river rose.");
    assert_int_equal(fixture_matches(store, "\"river flood\""), 1);
    assert_int_equal(fixture_matches(store, "\"talk|~talk\""), 1);
    assert_int_equal(fixture_matches(store, "headline : \"talk\""), 0);
    assert_int_equal(fixture_matches(store, "headline : \"talk|~talk\""), 1);
    assert_int_equal(fixture_matches(store, "\"peace|war talks\""), 1);
    /* Last word of one column, first word of the next: no phrase. */
    assert_int_equal(fixture_matches(store, "\"flood the\""), 0);
    assert_int_equal(fixture_matches(store, "\"riv\" *"), 2);
    nx_store_close(store);
}

static void the_revision_grows_only_when_something_changed(void **state)
{
    nx_store *store = fixture_new(PATH);
    newsidx_info before = NEWSIDX_INFO_INIT;
    newsidx_info after = NEWSIDX_INFO_INIT;

    (void)state;
    fixture_put(store, "a", "", "text");
    EXPECT_OK(nx_store_info(store, &before, err));
    EXPECT_OK(nx_store_begin(store, NX_BULK, err));
    EXPECT_OK(nx_store_commit(store, err));
    EXPECT_OK(nx_store_sync(store, err));
    EXPECT_OK(nx_store_info(store, &after, err));
    fixture_put(store, "a", "", "other text");
    EXPECT_OK(nx_store_info(store, &after, err));
    assert_int_equal(after.revision, before.revision + 1);
    nx_store_close(store);
}

static void languages_choose_the_analyzer(void **state)
{
    nx_store *store = fixture_new(PATH);
    nx_analyzer *one = NULL;
    nx_analyzer *other = NULL;

    (void)state;
    EXPECT_OK(nx_store_analyzer(store, nx_str(NULL), &one, err));
    EXPECT_OK(nx_store_analyzer(store, nx_str("en-GB"), &other, err));
    assert_ptr_equal(one, other);
    EXPECT_OK(nx_store_analyzer(store, nx_str("de"), &other, err));
    assert_ptr_not_equal(one, other);
    EXPECT_OK(nx_store_analyzer(store, nx_str("xq"), &one, err));
    EXPECT_OK(nx_store_analyzer(store, nx_str("xxw-Latn"), &other, err));
    assert_ptr_equal(one, other);
    EXPECT_FAIL(nx_store_analyzer(store, nx_str("e"), &one, err),
                NEWSIDX_ERR_LANGUAGE, "\"e\"");
    assert_null(one);
    EXPECT_FAIL(nx_store_analyzer(store, nx_str("en/x"), &one, err),
                NEWSIDX_ERR_LANGUAGE, "en/x");
    nx_store_close(store);
}

static void the_default_language_is_kept(void **state)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    nx_store *store = NULL;

    (void)state;
    fixture_remove(PATH);
    options.default_language = "nonsense!";
    EXPECT_FAIL(nx_store_open(PATH, &options, &store, err),
                NEWSIDX_ERR_LANGUAGE, "nonsense");
    assert_null(store);
    assert_false(fixture_exists(PATH, ""));
    assert_false(fixture_exists(PATH, ".lock"));
    options.default_language = "DE-at";
    EXPECT_OK(nx_store_open(PATH, &options, &store, err));
    assert_string_equal(nx_store_default_language(store), "de");
    nx_store_close(store);
    options.default_language = "fr";
    EXPECT_OK(nx_store_open(PATH, &options, &store, err));
    assert_string_equal(nx_store_default_language(store), "de");
    nx_store_close(store);
}

static void an_interrupt_lasts_until_resumed(void **state)
{
    nx_store *store = fixture_new(PATH);

    (void)state;
    for (int i = 0; i < 200; i++) {
        char key[16];

        snprintf(key, sizeof key, "k%d", i);
        if (i == 0)
            EXPECT_OK(nx_store_begin(store, NX_BULK, err));
        newsidx_article article = make_article(key, "", "a b c d e f g");
        nx_put_result put;

        EXPECT_OK(fixture_try_put(store, &article, &put, err));
    }
    EXPECT_OK(nx_store_commit(store, err));
    nx_store_interrupt(store);
    assert_true(nx_store_is_interrupted(store));
    EXPECT_FAIL(nx_store_check(store, NULL, NULL, err), NEWSIDX_ERR_CANCELLED,
                "interrupted");
    EXPECT_FAIL(nx_store_check(store, NULL, NULL, err), NEWSIDX_ERR_CANCELLED,
                "interrupted");
    nx_store_resume(store);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    /* A deadline that has passed stops a statement too, as a limit. */
    nx_store_set_deadline(store, nx_clock_ms() - 1);
    EXPECT_FAIL(nx_store_check(store, NULL, NULL, err), NEWSIDX_ERR_LIMIT,
                "longer than it may");
    nx_store_set_deadline(store, 0);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void info_knows_the_dates(void **state)
{
    nx_store *store = fixture_new(PATH);
    newsidx_info info = NEWSIDX_INFO_INIT;
    newsidx_article article = make_article("a", "", "text");
    nx_put_result put;

    (void)state;
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    article.published_at = 300;
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    article.key = nx_str("b");
    article.published_at = 100;
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    article.key = nx_str("c");
    article.published_at = NEWSIDX_NO_TIME;
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    EXPECT_OK(nx_store_commit(store, err));
    EXPECT_OK(nx_store_info(store, &info, err));
    assert_int_equal(info.oldest_published_at, 100);
    assert_int_equal(info.newest_published_at, 300);
    assert_int_equal(info.article_count, 3);
    fixture_remove_key(store, "a");
    EXPECT_OK(nx_store_info(store, &info, err));
    assert_int_equal(info.newest_published_at, 100);
    assert_int_equal(info.article_count, 2);
    assert_int_equal(info.version_count, 3);
    nx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_index_is_empty),
        cmocka_unit_test(what_was_put_is_read_after_reopening),
        cmocka_unit_test(facts_are_what_the_row_says_beside_its_words),
        cmocka_unit_test(facts_that_are_not_known_are_nothing),
        cmocka_unit_test(rows_say_what_ranking_needs),
        cmocka_unit_test(a_changed_text_is_a_new_version),
        cmocka_unit_test(the_first_text_may_come_back),
        cmocka_unit_test(a_removed_article_is_gone_with_its_versions),
        cmocka_unit_test(words_are_found_by_column_phrase_and_stem),
        cmocka_unit_test(the_revision_grows_only_when_something_changed),
        cmocka_unit_test(languages_choose_the_analyzer),
        cmocka_unit_test(the_default_language_is_kept),
        cmocka_unit_test(an_interrupt_lasts_until_resumed),
        cmocka_unit_test(info_knows_the_dates),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
