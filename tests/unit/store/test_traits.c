/* What filters ask: chunks of it, and what a store says. */
#include "store/traits.h"

#include "store_fixture.h"

#define PATH "traits.db"

/* A version of something from a source; the rest is not given. */
static nx_stored version_of(int64_t id, const char *source)
{
    nx_stored stored = {.id = id, .version = 3, .ingested_at = 258};

    stored.article = make_article("k", NULL, NULL);
    stored.article.source = nx_str(source);
    stored.article.updated_at = -2;
    return stored;
}

static void a_trait_is_thirty_two_bytes_little_endian(void **state)
{
    static const unsigned char expected[NX_TRAIT_BYTES] = {
        1, 0, 0, 0,    0,    0,    0,    0,    0,    0,    0,    0, 3,
        0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 1};
    const nx_stored stored = version_of(1, "AP");
    nx_analyzer *analyzer;
    nx_trait_table table;
    nx_buf blob;

    (void)state;
    EXPECT_OK(nx_analyzer_new(nx_str("en"), &analyzer, err));
    nx_traits_init(&table);
    nx_buf_init(&blob, 1000);
    EXPECT_OK(nx_traits_set(&table, analyzer, &stored, err));
    nx_chunks_encode(&table.chunks, 0, &blob);
    assert_int_equal(blob.length, 2 * sizeof expected);
    assert_memory_equal(blob.bytes + sizeof expected, expected,
                        sizeof expected);
    nx_buf_finish(&blob);
    nx_traits_finish(&table);
    nx_analyzer_free(analyzer);
}

static void chunks_come_back_as_they_were(void **state)
{
    enum { COUNT = 2 * NX_TRAITS_PER_CHUNK + 5 };
    nx_trait_table table, other;
    const nx_trait *traits;
    nx_analyzer *analyzer;
    nx_buf blob;

    (void)state;
    EXPECT_OK(nx_analyzer_new(nx_str("en"), &analyzer, err));
    nx_traits_init(&table);
    nx_traits_init(&other);
    nx_buf_init(&blob, 100000);
    for (int64_t id = 1; id <= COUNT; id++) {
        nx_stored stored = version_of(id, id % 2 == 0 ? "AP" : "Reuters");

        stored.version = (uint32_t)id;
        EXPECT_OK(nx_traits_set(&table, analyzer, &stored, err));
    }
    assert_int_equal(nx_chunks_count(&table.chunks), 3);
    EXPECT_OK(nx_labels_add(&other.labels, analyzer, NX_LABEL_SOURCE,
                            nx_str("Reuters"), err));
    EXPECT_OK(nx_labels_add(&other.labels, analyzer, NX_LABEL_SOURCE,
                            nx_str("AP"), err));
    for (int64_t chunk = 0; chunk < 3; chunk++) {
        nx_chunks_encode(&table.chunks, (size_t)chunk, &blob);
        EXPECT_OK(nx_traits_decode(&other, chunk, nx_buf_text(&blob), err));
    }
    traits = other.chunks.items;
    assert_int_equal(other.chunks.last_id, COUNT);
    for (int64_t id = 1; id <= COUNT; id++) {
        assert_int_equal(traits[id].version, id);
        assert_int_equal(traits[id].labels[NX_LABEL_SOURCE], 2 - id % 2);
        assert_int_equal(traits[id].labels[NX_LABEL_SECTION], 0);
        assert_true(traits[id].updated_at == -2);
    }
    nx_traits_forget(&other);
    assert_int_equal(other.chunks.last_id, 0);
    assert_int_equal(other.labels.last_number, 0);
    nx_buf_finish(&blob);
    nx_traits_finish(&other);
    nx_traits_finish(&table);
    nx_analyzer_free(analyzer);
}

static void hostile_chunks_are_refused(void **state)
{
    static const char zeros[NX_TRAIT_BYTES * 2];
    static char large[NX_TRAIT_BYTES * (NX_TRAITS_PER_CHUNK + 1)];
    nx_trait_table table;

    (void)state;
    nx_traits_init(&table);
    EXPECT_FAIL(nx_traits_decode(&table, 0, nx_str_slice(zeros, 31), err),
                NEWSIDX_ERR_CORRUPT, "31 bytes");
    EXPECT_FAIL(nx_traits_decode(&table, 0, nx_str_slice(zeros, 0), err),
                NEWSIDX_ERR_CORRUPT, "0 bytes");
    EXPECT_FAIL(nx_traits_decode(&table, 1, nx_str_slice(zeros, 32), err),
                NEWSIDX_ERR_CORRUPT, "none before it");
    EXPECT_FAIL(nx_traits_decode(&table, -1, nx_str_slice(zeros, 32), err),
                NEWSIDX_ERR_CORRUPT, "chunk -1");
    EXPECT_FAIL(
        nx_traits_decode(&table, INT64_MAX, nx_str_slice(zeros, 32), err),
        NEWSIDX_ERR_CORRUPT, "chunk");
    EXPECT_FAIL(
        nx_traits_decode(&table, 0, nx_str_slice(large, sizeof large), err),
        NEWSIDX_ERR_CORRUPT, "bytes");
    EXPECT_OK(nx_traits_decode(&table, 0, nx_str_slice(zeros, 64), err));
    memset(large, 9, sizeof large);
    EXPECT_FAIL(nx_traits_decode(&table, 0, nx_str_slice(large, 32), err),
                NEWSIDX_ERR_CORRUPT, "the unknown name");
    nx_traits_finish(&table);
}

static void a_store_says_what_its_articles_have(void **state)
{
    nx_store *store = fixture_new(PATH);
    newsidx_article article = make_article("k", "Flood", "One.");
    const nx_traits *traits;
    nx_put_result put;

    (void)state;
    fixture_put(store, "a", "Flood", NULL);
    article.source = nx_str("AP");
    article.section = nx_str("");
    article.language = nx_str("en-GB");
    article.updated_at = 1473446700;
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    article.body = nx_str("One. Two.");
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    EXPECT_OK(nx_store_commit(store, err));
    for (int round = 0; round < 2; round++) {
        EXPECT_OK(nx_store_begin_read(store, err));
        EXPECT_OK(nx_store_traits(store, &traits, err));
        assert_true(traits->traits[1].updated_at == NEWSIDX_NO_TIME);
        assert_int_equal(traits->traits[1].labels[NX_LABEL_SOURCE], 0);
        assert_int_equal(traits->traits[1].version, 1);
        assert_int_equal(traits->last_label, 2);
        for (uint32_t version = 1; version <= 2; version++) {
            const nx_trait *trait = &traits->traits[1 + version];

            assert_int_equal(trait->version, version);
            assert_int_equal(trait->updated_at, 1473446700);
            assert_true(trait->ingested_at > 1473446700);
            assert_string_equal(
                traits->labels[trait->labels[NX_LABEL_SOURCE]].text.bytes,
                "AP");
            assert_int_equal(trait->labels[NX_LABEL_SECTION], 0);
            assert_string_equal(
                traits->labels[trait->labels[NX_LABEL_LANGUAGE]].text.bytes,
                "en-GB");
        }
        nx_store_end_read(store);
        nx_store_close(store);
        store = fixture_open(PATH);
    }
    nx_store_close(store);
}

/* A removal changes no trait, so that they stay as they were read. */
static void traits_follow_what_others_write(void **state)
{
    nx_store *store = fixture_new(PATH);
    nx_store *other = fixture_open(PATH);
    const nx_traits *traits;

    (void)state;
    fixture_put(store, "a", "Flood", NULL);
    EXPECT_OK(nx_store_begin_read(other, err));
    EXPECT_OK(nx_store_traits(other, &traits, err));
    nx_store_end_read(other);
    fixture_put(store, "b", "Flood", NULL);
    fixture_remove_key(store, "a");
    fixture_remove_key(other, "b");
    fixture_put(other, "b", "Flood", "Again.");
    for (int i = 0; i < 2; i++) {
        nx_store *one = i == 0 ? store : other;

        EXPECT_OK(nx_store_begin_read(one, err));
        EXPECT_OK(nx_store_traits(one, &traits, err));
        assert_int_equal(traits->traits[2].version, 1);
        assert_int_equal(traits->traits[3].version, 2);
        nx_store_end_read(one);
    }
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(other);
    nx_store_close(store);
}

static void an_empty_index_has_none(void **state)
{
    nx_store *store = fixture_new(PATH);
    const nx_traits *traits;

    (void)state;
    EXPECT_OK(nx_store_begin_read(store, err));
    EXPECT_OK(nx_store_traits(store, &traits, err));
    assert_int_equal(traits->last_label, 0);
    nx_store_end_read(store);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    EXPECT_OK(nx_store_rebuild(store, NULL, NULL, err));
    nx_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trait_is_thirty_two_bytes_little_endian),
        cmocka_unit_test(chunks_come_back_as_they_were),
        cmocka_unit_test(hostile_chunks_are_refused),
        cmocka_unit_test(a_store_says_what_its_articles_have),
        cmocka_unit_test(traits_follow_what_others_write),
        cmocka_unit_test(an_empty_index_has_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
