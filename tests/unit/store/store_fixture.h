/* An index in the test's scratch folder, and articles to put into it. */
#ifndef NX_TESTS_STORE_FIXTURE_H
#define NX_TESTS_STORE_FIXTURE_H

#include "base/str.h"
#include "ingest/clean.h"
#include "store/store.h"
#include "articles.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Says what a failing call said, and then fails the test. */
#define EXPECT_OK(call)                                                        \
    do {                                                                       \
        newsidx_error err_;                                                    \
        newsidx_error *err = &err_;                                            \
        newsidx_status status_;                                                \
                                                                               \
        err_.message[0] = '\0';                                                \
        status_ = (call);                                                      \
        if (status_ < 0)                                                       \
            print_error("%s\n", err_.message);                                 \
        assert_int_equal(status_, NEWSIDX_OK);                                 \
    } while (0)

/* The status, and a piece of the message. */
#define EXPECT_FAIL(call, wanted, piece)                                       \
    do {                                                                       \
        newsidx_error err_;                                                    \
        newsidx_error *err = &err_;                                            \
                                                                               \
        err_.message[0] = '\0';                                                \
        assert_int_equal((call), (wanted));                                    \
        if (strstr(err_.message, (piece)) == NULL)                             \
            print_error("\"%s\" is not in: %s\n", (piece), err_.message);      \
        assert_non_null(strstr(err_.message, (piece)));                        \
        assert_int_equal(err_.status, (wanted));                               \
    } while (0)

/* Remove an index and all that may lie beside it. */
static inline void fixture_remove(const char *path)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal",
                                          ".lock"};

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char name[256];

        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
}

static inline nx_store *fixture_open(const char *path)
{
    nx_store *store = NULL;

    EXPECT_OK(nx_store_open(path, NULL, &store, err));
    return store;
}

static inline nx_store *fixture_new(const char *path)
{
    fixture_remove(path);
    return fixture_open(path);
}

/* Within a transaction. */
static inline newsidx_status fixture_try_put(nx_store *store,
                                             const newsidx_article *article,
                                             nx_put_result *out,
                                             newsidx_error *err)
{
    nx_analyzer *analyzer = NULL;
    newsidx_status status =
        nx_store_analyzer(store, article->language, &analyzer, err);
    nx_words words;

    nx_words_init(&words);
    if (status >= 0)
        status = nx_words_analyze(&words, analyzer, article, err);
    if (status >= 0)
        status = nx_store_put(store, article, nx_content_hash(article), &words,
                              out, err);
    nx_words_finish(&words);
    return status;
}

/* One article as one transaction; its id. */
static inline int64_t fixture_put(nx_store *store, const char *key,
                                  const char *headline, const char *body)
{
    newsidx_article article = make_article(key, headline, body);
    nx_put_result put = {0, 0};

    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(fixture_try_put(store, &article, &put, err));
    EXPECT_OK(nx_store_commit(store, err));
    return put.id;
}

static inline void fixture_remove_key(nx_store *store, const char *key)
{
    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    EXPECT_OK(nx_store_remove(store, nx_str(key), err));
    EXPECT_OK(nx_store_commit(store, err));
}

/* Rows of `words` that match, hidden ones too. */
static inline int64_t fixture_matches(nx_store *store, const char *match)
{
    sqlite3_stmt *statement = NULL;
    int64_t count;

    assert_int_equal(
        sqlite3_prepare_v2(nx_store_db(store),
                           "SELECT count(*) FROM words WHERE words MATCH ?1",
                           -1, &statement, NULL),
        SQLITE_OK);
    sqlite3_bind_text(statement, 1, match, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    count = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return count;
}

/* A connection that knows nothing of our rules, to tamper with the file. */
static inline sqlite3 *fixture_raw(const char *path)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    return db;
}

static inline void fixture_run(sqlite3 *db, const char *sql)
{
    char *message = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        print_error("%s: %s\n", sql, message);
    assert_null(message);
}

static inline void fixture_tamper(const char *path, const char *sql)
{
    sqlite3 *db = fixture_raw(path);

    fixture_run(db, sql);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static inline bool fixture_exists(const char *path, const char *ending)
{
    char name[256];

    snprintf(name, sizeof name, "%s%s", path, ending);
    return access(name, F_OK) == 0;
}

/* FNV-1a of a file's bytes; 0 if there is no such file. */
static inline uint64_t fixture_file_hash(const char *path)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    FILE *file = fopen(path, "rb");
    int byte;

    if (file == NULL)
        return 0;
    for (byte = getc(file); byte != EOF; byte = getc(file))
        hash = (hash ^ (uint64_t)byte) * UINT64_C(0x100000001b3);
    fclose(file);
    return hash;
}

static inline void fixture_write_file(const char *path, const char *bytes,
                                      size_t length)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

#endif
