/* Names by number: found again, in order, and as the file has them. */
#include "store/labels.h"

#include "store_fixture.h"

#define PATH "labels.db"

static void add(nx_label_table *table, nx_analyzer *analyzer,
                nx_label_kind kind, const char *text)
{
    EXPECT_OK(nx_labels_add(table, analyzer, kind, nx_str(text), err));
}

static void a_name_is_found_by_its_kind_and_bytes(void **state)
{
    nx_analyzer *analyzer;
    nx_label_table table;

    (void)state;
    EXPECT_OK(nx_analyzer_new(nx_str("en"), &analyzer, err));
    nx_labels_init(&table);
    assert_int_equal(nx_labels_find(&table, NX_LABEL_SOURCE, nx_str("AP")), 0);
    add(&table, analyzer, NX_LABEL_SOURCE, "AP");
    add(&table, analyzer, NX_LABEL_SECTION, "AP");
    add(&table, analyzer, NX_LABEL_LANGUAGE, "en-GB");
    assert_int_equal(nx_labels_find(&table, NX_LABEL_SOURCE, nx_str("AP")), 1);
    assert_int_equal(nx_labels_find(&table, NX_LABEL_SECTION, nx_str("AP")), 2);
    assert_int_equal(nx_labels_find(&table, NX_LABEL_SOURCE, nx_str("ap")), 0);
    assert_int_equal(nx_labels_find(&table, NX_LABEL_LANGUAGE, nx_str("AP")),
                     0);
    nx_labels_forget(&table);
    assert_int_equal(table.last_number, 0);
    assert_int_equal(nx_labels_find(&table, NX_LABEL_SOURCE, nx_str("AP")), 0);
    nx_labels_finish(&table);
    nx_analyzer_free(analyzer);
}

static void names_are_also_in_words_but_languages_are_not(void **state)
{
    nx_analyzer *analyzer;
    nx_label_table table;

    (void)state;
    EXPECT_OK(nx_analyzer_new(nx_str("de"), &analyzer, err));
    nx_labels_init(&table);
    add(&table, analyzer, NX_LABEL_SOURCE, "The DAILY-Star");
    add(&table, analyzer, NX_LABEL_SECTION, "...");
    add(&table, analyzer, NX_LABEL_LANGUAGE, "en-GB");
    assert_string_equal(table.items[1].text.bytes, "The DAILY-Star");
    assert_string_equal(table.items[1].words.bytes, "the daily star");
    assert_int_equal(table.items[2].words.length, 0);
    assert_int_equal(table.items[3].words.length, 0);
    nx_labels_finish(&table);
    nx_analyzer_free(analyzer);
}

static void many_names_keep_their_numbers(void **state)
{
    enum { COUNT = 3000 };
    nx_analyzer *analyzer;
    nx_label_table table;
    char text[32];

    (void)state;
    EXPECT_OK(nx_analyzer_new(nx_str("en"), &analyzer, err));
    nx_labels_init(&table);
    for (uint32_t i = 1; i <= COUNT; i++) {
        snprintf(text, sizeof text, "Paper %u", (unsigned)i);
        add(&table, analyzer, i % 2 == 0 ? NX_LABEL_SOURCE : NX_LABEL_SECTION,
            text);
    }
    for (uint32_t i = 1; i <= COUNT; i++) {
        snprintf(text, sizeof text, "Paper %u", (unsigned)i);
        assert_int_equal(
            nx_labels_find(&table,
                           i % 2 == 0 ? NX_LABEL_SOURCE : NX_LABEL_SECTION,
                           nx_str(text)),
            i);
    }
    nx_labels_finish(&table);
    nx_analyzer_free(analyzer);
}

/* One article as one transaction. */
static void put_from(nx_store *store, const char *key, const char *source)
{
    newsidx_article article = make_article(key, "Flood", "One.");
    nx_put_result put;

    article.source = nx_str(source);
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    EXPECT_OK(nx_store_commit(store, err));
}

static void expect_sources(nx_store *store, const char *first,
                           const char *second)
{
    const nx_traits *traits;

    EXPECT_OK(nx_store_begin_read(store, err));
    EXPECT_OK(nx_store_traits(store, &traits, err));
    assert_int_equal(traits->last_label, 2);
    assert_string_equal(traits->labels[1].text.bytes, first);
    assert_string_equal(traits->labels[2].text.bytes, second);
    nx_store_end_read(store);
}

static void another_handle_sees_the_names_and_goes_on(void **state)
{
    nx_store *store = fixture_new(PATH);
    nx_store *other = fixture_open(PATH);

    (void)state;
    put_from(store, "a", "AP");
    put_from(other, "b", "Reuters");
    put_from(store, "c", "Reuters");
    put_from(other, "d", "AP");
    expect_sources(store, "AP", "Reuters");
    expect_sources(other, "AP", "Reuters");
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(other);
    nx_store_close(store);
}

static void what_is_rolled_back_is_no_name(void **state)
{
    nx_store *store = fixture_new(PATH);
    newsidx_article article = make_article("x", "Flood", "One.");
    nx_put_result put;

    (void)state;
    put_from(store, "a", "AP");
    article.source = nx_str("Nobody");
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    EXPECT_OK(nx_store_rollback(store, err));
    put_from(store, "b", "Reuters");
    expect_sources(store, "AP", "Reuters");
    EXPECT_OK(nx_store_rebuild(store, NULL, NULL, err));
    expect_sources(store, "AP", "Reuters");
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_found_by_its_kind_and_bytes),
        cmocka_unit_test(names_are_also_in_words_but_languages_are_not),
        cmocka_unit_test(many_names_keep_their_numbers),
        cmocka_unit_test(another_handle_sees_the_names_and_goes_on),
        cmocka_unit_test(what_is_rolled_back_is_no_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
