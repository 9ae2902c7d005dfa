/* Lists that are read part by part, over one segment and over several. */
#include "store/list_reader.h"

#include "lists_fixture.h"

#include <stdlib.h>

#define PATH "list_reader.db"

static void seek(nx_list *list, uint32_t id, uint32_t expected)
{
    uint32_t found;

    EXPECT_OK(nx_list_seek(list, id, &found, err));
    assert_int_equal(found, expected);
}

/* Two segments of 3,000 articles that all have "rain"; every third has "snow",
 * and number 2,900 alone has "hail". */
static nx_store *make_long(void)
{
    nx_store *store = fixture_new(PATH);

    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    for (int i = 1; i <= 6000; i++) {
        nx_put_result put = {0, 0};
        newsidx_article article;
        char key[32];

        snprintf(key, sizeof key, "%d", i);
        article = make_article(key, i % 3 == 0 ? "Rain snow" : "Rain",
                               i == 2900 ? "Hail" : NULL);
        EXPECT_OK(fixture_try_put(store, &article, &put, err));
        if (i == 3000)
            EXPECT_OK(nx_lists_seal(store, NX_TAIL_NONE, err));
    }
    EXPECT_OK(nx_lists_seal(store, NX_TAIL_NONE, err));
    EXPECT_OK(nx_store_commit(store, err));
    assert_string_equal(lists_segments(store), "1-3000 3001-6000");
    return store;
}

static void open_list(nx_list *list, nx_store *store, const char *spelling)
{
    EXPECT_OK(nx_list_open(list, store, nx_str(spelling), NX_LIST_EXACT, err));
}

static void lists_of_every_length_are_read_to_their_end(void **state)
{
    nx_store *store = make_long();
    nx_list list;

    (void)state;
    EXPECT_OK(nx_store_begin_read(store, err));
    open_list(&list, store, "rain");
    assert_int_equal(list.count, 6000);
    /* 2,048 and 952 postings, twice. */
    assert_int_equal(list.chunk_count, 4);
    for (uint32_t id = 1; id <= 6000; id++) {
        seek(&list, id, id);
        assert_int_equal(nx_list_weight(&list), NX_WEIGHT_HEADLINE);
    }
    seek(&list, 6001, NX_LIST_END);
    seek(&list, 6002, NX_LIST_END);
    nx_list_rewind(&list);
    seek(&list, 1, 1);
    nx_list_finish(&list);
    open_list(&list, store, "snow");
    assert_int_equal(list.count, 2000);
    for (uint32_t id = 1; id <= 6000; id++)
        seek(&list, id, (id + 2) / 3 * 3);
    nx_list_finish(&list);
    open_list(&list, store, "hail");
    assert_int_equal(list.count, 1);
    seek(&list, 17, 2900);
    assert_int_equal(nx_list_weight(&list), NX_WEIGHT_LEAD);
    seek(&list, 2901, NX_LIST_END);
    nx_list_finish(&list);
    open_list(&list, store, "nowhere");
    assert_int_equal(list.count, 0);
    seek(&list, 1, NX_LIST_END);
    nx_list_finish(&list);
    nx_store_end_read(store);
    nx_store_close(store);
}

static void leaps_of_any_length_come_to_the_next_one(void **state)
{
    static const uint32_t steps[] = {1, 2, 7, 8, 9, 100, 127, 129, 900, 4000};
    nx_store *store = make_long();

    (void)state;
    EXPECT_OK(nx_store_begin_read(store, err));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        nx_list list;

        open_list(&list, store, "snow");
        for (uint32_t id = 1; id <= 6000; id += steps[i])
            seek(&list, id, (id + 2) / 3 * 3);
        nx_list_finish(&list);
    }
    nx_store_end_read(store);
    nx_store_close(store);
}

static void a_seek_never_goes_back(void **state)
{
    nx_store *store = make_long();
    nx_list list;

    (void)state;
    EXPECT_OK(nx_store_begin_read(store, err));
    open_list(&list, store, "rain");
    seek(&list, 3500, 3500);
    seek(&list, 3400, 3500);
    seek(&list, 1, 3500);
    nx_list_finish(&list);
    nx_store_end_read(store);
    nx_store_close(store);
}

static void a_block_is_found_without_decoding_it(void **state)
{
    nx_store *store = make_long();
    const nx_block *block;
    nx_list list;

    (void)state;
    EXPECT_OK(nx_store_begin_read(store, err));
    open_list(&list, store, "rain");
    EXPECT_OK(nx_list_find_block(&list, 200, &block, err));
    assert_int_equal(block->base, 128);
    assert_int_equal(block->last, 256);
    assert_int_equal(block->impacts.count, 1);
    assert_false(list.is_decoded);
    seek(&list, 200, 200);
    assert_ptr_equal(nx_list_block(&list), block);
    nx_list_skip(&list, 2048);
    assert_int_equal(list.chunk, 0);
    nx_list_skip(&list, 2049);
    assert_int_equal(list.chunk, 1);
    EXPECT_OK(nx_list_find_block(&list, 6001, &block, err));
    assert_null(block);
    nx_list_finish(&list);
    nx_store_end_read(store);
    nx_store_close(store);
}

/* Number 2,900 has a length and weights of its own; two parts are held, and
 * here three others come in between. */
static void weights_are_right_whatever_was_read_since(void **state)
{
    nx_store *store = fixture_new(PATH);
    const nx_list_part *part;
    nx_list list;

    (void)state;
    for (int i = 1; i <= 5; i++) {
        static const char *const headlines[] = {"rain", "rain rain",
                                                "rain rain rain"};
        char key[8];

        snprintf(key, sizeof key, "%d", i);
        lists_put_sealed(store, key, headlines[i % 3]);
    }
    EXPECT_OK(nx_store_begin_read(store, err));
    open_list(&list, store, "rain");
    assert_int_equal(list.chunk_count, 5);
    for (uint32_t id = 1; id <= 5; id++) {
        seek(&list, id, id);
        assert_int_equal(nx_list_weight(&list),
                         NX_WEIGHT_HEADLINE * (id % 3 + 1));
        for (size_t i = 0; i < 5; i++) {
            EXPECT_OK(nx_list_read(&list, i, &part, err));
            assert_int_equal(part->blocks[0].last, i + 1);
        }
        seek(&list, id, id);
        assert_int_equal(nx_list_weight(&list),
                         NX_WEIGHT_HEADLINE * (id % 3 + 1));
    }
    nx_list_finish(&list);
    nx_store_end_read(store);
    nx_store_close(store);
}

static void a_stem_without_others_is_the_exact_list(void **state)
{
    nx_store *store = fixture_new(PATH);
    uint64_t count;

    (void)state;
    lists_put_sealed(store, "1", "bomb");
    lists_put_sealed(store, "2", "bombs");
    lists_put_sealed(store, "3", "bomb bombing");
    assert_string_equal(lists_postings(store, "bomb", NX_LIST_EXACT),
                        "1:8 3:8");
    assert_string_equal(lists_postings(store, "bomb", NX_LIST_STEM),
                        "1:8 2:8 3:16");
    assert_string_equal(lists_postings(store, "bombs", NX_LIST_EXACT), "2:8");
    EXPECT_OK(nx_store_begin_read(store, err));
    EXPECT_OK(nx_list_count(store, nx_str("bomb"), NX_LIST_STEM, &count, err));
    assert_int_equal(count, 3);
    EXPECT_OK(nx_list_count(store, nx_str("bomb"), NX_LIST_EXACT, &count, err));
    assert_int_equal(count, 2);
    nx_store_end_read(store);
    nx_store_close(store);
}

/* ------------------------------------------------------------ damage ---- */

/* Read all of a list; what its bytes are decides how that ends. */
static newsidx_status read_all(nx_store *store, const char *spelling,
                               nx_list_kind kind, newsidx_error *err)
{
    newsidx_status status;
    uint32_t id = 0;
    nx_list list;

    status = nx_store_begin_read(store, err);
    if (status < 0)
        return status;
    status = nx_list_open(&list, store, nx_str(spelling), kind, err);
    while (status >= 0 && id != NX_LIST_END) {
        status = nx_list_seek(&list, id + 1, &id, err);
        if (status >= 0 && id != NX_LIST_END) {
            assert_true(id <= store->rows.view.last_id);
            (void)nx_list_weight(&list);
        }
    }
    nx_list_finish(&list);
    nx_store_end_read(store);
    return status;
}

static void expect_corrupt(const char *sql, const char *spelling)
{
    nx_store *store;

    fixture_tamper(PATH, sql);
    store = fixture_open(PATH);
    EXPECT_FAIL(read_all(store, spelling, NX_LIST_EXACT, err),
                NEWSIDX_ERR_CORRUPT, "ranked list");
    nx_store_close(store);
}

static void damaged_heads_and_chunks_are_told(void **state)
{
    static const struct {
        const char *sql;
        const char *spelling;
    } cases[] = {
        {"UPDATE list_term SET exact = x'' WHERE spelling = 'hail'", "hail"},
        {"UPDATE list_term SET exact = x'00' WHERE spelling = 'hail'", "hail"},
        {"UPDATE list_term SET exact = x'01' WHERE spelling = 'hail'", "hail"},
        {"UPDATE list_term SET exact = x'010000ff' WHERE spelling = 'hail'",
         "hail"},
        /* An id behind its segment. */
        {"UPDATE list_term SET exact = x'010d00ff1f' WHERE spelling = 'hail'",
         "hail"},
        {"UPDATE list_term SET exact = x'ffffff7f' WHERE spelling = 'rain'",
         "rain"},
        {"UPDATE list_term SET exact = substr(exact, 1, 5) "
         "WHERE spelling = 'rain'",
         "rain"},
        {"UPDATE list_term SET exact = exact || x'00' WHERE spelling = 'rain'",
         "rain"},
        {"DELETE FROM list_chunk WHERE id = 2", "rain"},
        {"UPDATE list_chunk SET data = x'' WHERE id = 1", "rain"},
        {"UPDATE list_chunk SET data = zeroblob(500) WHERE id = 1", "rain"},
        {"UPDATE list_chunk SET data = substr(data, 1, 90) WHERE id = 1",
         "rain"},
        {"UPDATE list_chunk SET data = data || x'00' WHERE id = 1", "rain"},
        {"UPDATE list_segment SET end_chunk = first_chunk", "rain"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nx_store_close(make_long());
        expect_corrupt(cases[i].sql, cases[i].spelling);
    }
}

/* One row of a table with one byte changed; false behind the last byte. */
static bool change_byte(sqlite3 *db, const char *read, const char *write,
                        int offset, unsigned char change)
{
    sqlite3_stmt *statement = NULL;
    unsigned char *copy;
    int length;

    assert_int_equal(sqlite3_prepare_v2(db, read, -1, &statement, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    length = sqlite3_column_bytes(statement, 0);
    copy = malloc((size_t)length + 1);
    assert_non_null(copy);
    memcpy(copy, sqlite3_column_blob(statement, 0), (size_t)length);
    sqlite3_finalize(statement);
    if (offset < length) {
        copy[offset] ^= change;
        assert_int_equal(sqlite3_prepare_v2(db, write, -1, &statement, NULL),
                         SQLITE_OK);
        sqlite3_bind_blob(statement, 1, copy, length, SQLITE_STATIC);
        assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
        sqlite3_finalize(statement);
    }
    free(copy);
    return offset < length;
}

/* Whatever the bytes: read, or refused, and put back for the next one. */
static void change_each_byte(const char *read, const char *write, int step)
{
    static const unsigned char changes[] = {1, 0x80, 0xFF};
    sqlite3 *db = fixture_raw(PATH);
    nx_store *store = fixture_open(PATH);
    int refused = 0;
    int offset = 0;

    fixture_run(db, "PRAGMA synchronous = OFF");
    while (change_byte(db, read, write, offset, 0)) {
        for (size_t i = 0; i < sizeof changes; i++) {
            newsidx_status status;

            change_byte(db, read, write, offset, changes[i]);
            status = read_all(store, "rain", NX_LIST_EXACT, NULL);
            assert_true(status == NEWSIDX_OK || status == NEWSIDX_ERR_CORRUPT);
            refused += status < 0;
            change_byte(db, read, write, offset, changes[i]);
        }
        offset += step;
    }
    assert_true(refused > 0);
    EXPECT_OK(read_all(store, "rain", NX_LIST_EXACT, err));
    nx_store_close(store);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void changed_bytes_are_read_or_refused(void **state)
{
    (void)state;
    nx_store_close(make_long());
    change_each_byte("SELECT exact FROM list_term WHERE segment = 1 AND "
                     "spelling = 'rain'",
                     "UPDATE list_term SET exact = ?1 WHERE segment = 1 AND "
                     "spelling = 'rain'",
                     1);
    change_each_byte("SELECT data FROM list_chunk WHERE id = 1",
                     "UPDATE list_chunk SET data = ?1 WHERE id = 1", 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_of_every_length_are_read_to_their_end),
        cmocka_unit_test(leaps_of_any_length_come_to_the_next_one),
        cmocka_unit_test(a_seek_never_goes_back),
        cmocka_unit_test(a_block_is_found_without_decoding_it),
        cmocka_unit_test(weights_are_right_whatever_was_read_since),
        cmocka_unit_test(a_stem_without_others_is_the_exact_list),
        cmocka_unit_test(damaged_heads_and_chunks_are_told),
        cmocka_unit_test(changed_bytes_are_read_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
