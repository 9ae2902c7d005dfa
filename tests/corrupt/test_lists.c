/*
 * Bytes of ranked lists that were changed. A search never fails for them, and
 * unless the check complains it finds what it found before; a rebuild makes
 * everything sound again.
 */
#include "../api/fixture.h"

#include <sqlite3.h>

#include <stdbool.h>

#define ARTICLES 1040 /* of which the last 40 are in no list */

static const char *const queries[] = {"rain", "rain OR snow OR hail",
                                      "rain snow", "rain hail",
                                      "(rain OR hail) -snow"};
#define QUERIES (sizeof queries / sizeof *queries)

/* ------------------------------------------------------------- index ---- */

/* "rain" is everywhere, "snow" in half of them, "hail" in few. */
static void put_number(newsidx *index, int number)
{
    const char *body = number % 99 == 0 ? "Hail" : "Nothing";
    char key[16];

    snprintf(key, sizeof key, "%d", number);
    put(index, key, number % 7 == 0 ? "Rain rains, rained" : "Rain",
        number % 2 == 0 ? "Snow fell" : body);
}

static newsidx *open_again(void)
{
    return open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
}

static int make_index(void **state)
{
    newsidx *index = open_new();

    (void)state;
    EXPECT_OK(newsidx_begin(index, &err));
    for (int i = 1; i <= ARTICLES; i++) {
        put_number(index, i);
        if (i == ARTICLES - 40) {
            EXPECT_OK(newsidx_commit(index, &err));
            EXPECT_OK(newsidx_begin(index, &err));
        }
    }
    EXPECT_OK(newsidx_commit(index, &err));
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
    return 0;
}

/* What the best hits and the total of a search come to, as one number. */
static uint64_t outcome_of(newsidx *index, const char *text, uint32_t no_lists)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    newsidx_query *query = parse(text);
    newsidx_results *results;
    const newsidx_hit *hit;
    uint64_t hash;

    options.shape = NEWSIDX_IDS;
    options.limit = 100;
    options.no_lists = no_lists;
    results = search(index, query, &options);
    EXPECT_OK(newsidx_results_summary(results, &summary, &err));
    hash = summary.total;
    for (hit = next_hit(results); hit != NULL; hit = next_hit(results)) {
        uint64_t bits;

        memcpy(&bits, &hit->score, sizeof bits);
        hash = (hash * 31 + (uint64_t)hit->id) * 31 + bits;
    }
    newsidx_results_free(results);
    newsidx_query_free(query);
    return hash;
}

/* Search after damage. True if the check has noticed it. */
static bool search_and_check(const uint64_t expected[QUERIES])
{
    newsidx *index = open_again();
    bool is_same = true;
    newsidx_status status;

    for (size_t i = 0; i < QUERIES; i++)
        for (uint32_t no_lists = 0; no_lists < 2; no_lists++)
            is_same = outcome_of(index, queries[i], no_lists) == expected[i] &&
                      is_same;
    status = newsidx_check(index, NULL, NULL, NULL);
    newsidx_close(index);
    assert_true(status == NEWSIDX_OK || status == NEWSIDX_ERR_CORRUPT);
    assert_true(is_same || status == NEWSIDX_ERR_CORRUPT);
    return status == NEWSIDX_ERR_CORRUPT;
}

static void expect_outcomes(uint64_t out[QUERIES])
{
    newsidx *index = open_again();

    for (size_t i = 0; i < QUERIES; i++) {
        out[i] = outcome_of(index, queries[i], 1);
        assert_int_equal(outcome_of(index, queries[i], 0), out[i]);
    }
    newsidx_close(index);
}

static void rebuild(const uint64_t expected[QUERIES])
{
    newsidx *index = open_again();

    EXPECT_OK(newsidx_rebuild(index, NULL, NULL, &err));
    newsidx_close(index);
    assert_false(search_and_check(expected));
}

/* ------------------------------------------------------------ damage ---- */

static void run(sqlite3 *db, const char *sql)
{
    char *message = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
}

static sqlite3 *open_raw(void)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(INDEX_PATH, &db), SQLITE_OK);
    run(db, "PRAGMA synchronous = OFF");
    return db;
}

typedef struct bytes {
    unsigned char *at;
    int length;
} bytes;

static bytes read_bytes(const char *sql)
{
    sqlite3 *db = open_raw();
    sqlite3_stmt *read = NULL;
    bytes out;

    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &read, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(read), SQLITE_ROW);
    out.length = sqlite3_column_bytes(read, 0);
    out.at = malloc((size_t)out.length + 1);
    assert_non_null(out.at);
    memcpy(out.at, sqlite3_column_blob(read, 0), (size_t)out.length);
    sqlite3_finalize(read);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return out;
}

static void write_bytes(const char *sql, const bytes *from)
{
    sqlite3 *db = open_raw();
    sqlite3_stmt *write = NULL;

    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &write, NULL), SQLITE_OK);
    sqlite3_bind_blob(write, 1, from->at, from->length, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(write), SQLITE_DONE);
    sqlite3_finalize(write);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Change one bit in so many bytes, and put each back. */
static void change_bits(const char *read, const char *write, int step,
                        const uint64_t expected[QUERIES])
{
    const bytes blob = read_bytes(read);
    int noticed = 0;
    int changed = 0;

    for (int i = 0; i < blob.length; i += step) {
        const unsigned char bit = (unsigned char)(1U << (i / step) % 8);

        blob.at[i] ^= bit;
        write_bytes(write, &blob);
        noticed += search_and_check(expected);
        changed++;
        blob.at[i] ^= bit;
    }
    write_bytes(write, &blob);
    free(blob.at);
    printf("%d of %d changes noticed\n", noticed, changed);
    /* A promise that is larger than it need be is none of its faults. */
    assert_true(noticed * 2 > changed);
    assert_false(search_and_check(expected));
}

static void changed_bits_do_no_harm(void **state)
{
    uint64_t expected[QUERIES];

    (void)state;
    expect_outcomes(expected);
    change_bits("SELECT exact FROM list_term WHERE spelling = 'rain'",
                "UPDATE list_term SET exact = ?1 WHERE spelling = 'rain'", 1,
                expected);
    change_bits("SELECT exact FROM list_term WHERE spelling = 'snow'",
                "UPDATE list_term SET exact = ?1 WHERE spelling = 'snow'", 9,
                expected);
    change_bits("SELECT exact FROM list_term WHERE spelling = 'hail'",
                "UPDATE list_term SET exact = ?1 WHERE spelling = 'hail'", 1,
                expected);
    change_bits("SELECT data FROM list_chunk WHERE id = 1",
                "UPDATE list_chunk SET data = ?1 WHERE id = 1", 11, expected);
}

static void changed_rows_are_noticed(void **state)
{
    static const char *const damages[] = {
        "DELETE FROM list_chunk WHERE id = 1",
        "UPDATE list_chunk SET id = id + 100",
        "UPDATE list_chunk SET data = 'text' WHERE id = 1",
        "DELETE FROM list_term WHERE spelling = 'rain'",
        "UPDATE list_term SET spelling = spelling || 'x'",
        "UPDATE list_term SET exact = NULL",
        "UPDATE list_term SET exact = 7",
        "UPDATE list_term SET stem = exact",
        "UPDATE list_term SET segment = segment + 1",
        "DELETE FROM list_segment",
        "UPDATE list_segment SET segment = segment + 1",
        "UPDATE list_segment SET first = 2",
        "UPDATE list_segment SET last = last + 1",
        "UPDATE list_segment SET last = last - 1",
        "UPDATE list_segment SET last = 'many'",
        "UPDATE list_segment SET first_chunk = 9223372036854775807",
        "UPDATE list_segment SET end_chunk = -1",
        "UPDATE list_segment SET postings = postings + 1",
        "UPDATE list_segment SET bytes = bytes - 1",
        "INSERT INTO list_term(segment, spelling) VALUES(77, 'rain')",
        "INSERT INTO list_chunk(id, data) VALUES(7777, x'00')",
    };
    uint64_t expected[QUERIES];

    (void)state;
    expect_outcomes(expected);
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        sqlite3 *db = open_raw();

        run(db, damages[i]);
        assert_int_equal(sqlite3_close(db), SQLITE_OK);
        if (!search_and_check(expected))
            fail_msg("not noticed: %s", damages[i]);
        rebuild(expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(changed_bits_do_no_harm, make_index),
        cmocka_unit_test_setup(changed_rows_are_noticed, make_index),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
