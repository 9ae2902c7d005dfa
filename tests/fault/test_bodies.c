/*
 * Every allocation fails in turn where bodies are frames: ours, and those of
 * zstd where it is linked as an archive (tests/CMakeLists.txt sees to it). What
 * zstd 1.5 doesn't survive itself, a dictionary to write by, is made before.
 */
#include "store/body.h"

#include "disk/frame.h"
#include "failing_memory.h"
#include "made_text.h"
#include "scenarios.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES 300
#define BODY_BYTES 700
#define ARTICLES 4u
#define MOST_ALLOCATIONS 20000

static char samples[SAMPLES * BODY_BYTES];
static size_t lengths[SAMPLES];
static char dictionary[NX_DICTIONARY_BYTES];

static newsidx_status put(newsidx *index, unsigned number, newsidx_error *err)
{
    newsidx_article article = NEWSIDX_ARTICLE_INIT;
    char key[16], body[BODY_BYTES];

    snprintf(key, sizeof key, "k%u", number);
    made_text(body, sizeof body, number);
    article.key = text_of(key);
    article.headline = text_of("Rain");
    article.body = text_of(body);
    return newsidx_put(index, &article, NULL, err);
}

/* Give the index the dictionary that a large one would have trained. */
static void insert_dictionary(size_t length)
{
    nx_dictionary *made = NULL;
    sqlite3_stmt *statement = NULL;
    sqlite3 *db = NULL;

    assert_int_equal(
        nx_dictionary_new((newsidx_text){dictionary, length}, &made),
        NEWSIDX_OK);
    assert_int_equal(sqlite3_open(INDEX_PATH, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "UPDATE meta SET value = value || ' zstd' "
                                  "WHERE name = 'features'",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "INSERT INTO dictionary VALUES(?1, ?2)",
                                        -1, &statement, NULL),
                     SQLITE_OK);
    sqlite3_bind_int64(statement, 1, nx_dictionary_id(made));
    sqlite3_bind_blob64(statement, 2, dictionary, length, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(statement), SQLITE_DONE);
    sqlite3_finalize(statement);
    assert_int_equal(sqlite3_exec(db,
                                  "INSERT INTO meta(name, value) "
                                  "SELECT 'dictionary', data FROM dictionary",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    nx_dictionary_free(made);
}

/* The first article is a text, for an optimize; the others are frames. */
static void make_index(void)
{
    newsidx *index = NULL;
    size_t length = 0;

    scenarios_remove_index(INDEX_PATH);
    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
    EXPECT_OK(put(index, 1, &err));
    newsidx_close(index);
    assert_int_equal(
        nx_dictionary_train(samples, lengths, SAMPLES, dictionary, &length),
        NEWSIDX_OK);
    insert_dictionary(length);
    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
    for (unsigned i = 2; i <= ARTICLES; i++)
        EXPECT_OK(put(index, i, &err));
    newsidx_close(index);
}

static int prepare(void **state)
{
    size_t used = 0;

    (void)state;
    for (unsigned i = 0; i < SAMPLES; i++) {
        made_text(samples + used, BODY_BYTES, 100 + i);
        lengths[i] = strlen(samples + used);
        used += lengths[i];
    }
    make_index();
    return 0;
}

static newsidx_status read_all(newsidx *index, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    for (unsigned i = 1; i <= ARTICLES && status >= 0; i++) {
        newsidx_record *record = NULL;
        const newsidx_article *article;
        char body[BODY_BYTES];

        status = newsidx_read(index, i, &record, err);
        if (status == NEWSIDX_OK) {
            article = newsidx_record_article(record);
            made_text(body, sizeof body, i);
            assert_int_equal(article->body.length, strlen(body));
            assert_memory_equal(article->body.bytes, body, strlen(body));
        }
        newsidx_record_free(record);
    }
    return status;
}

static newsidx_status put_one(newsidx *index, newsidx_error *err)
{
    newsidx_status status = newsidx_begin(index, err);

    if (status < 0)
        return status;
    status = put(index, ARTICLES + 1, err);
    if (status >= 0 && newsidx_rollback(index, err) < 0)
        status = NEWSIDX_ERR_INTERNAL;
    else if (status < 0)
        newsidx_rollback(index, NULL);
    return status;
}

static newsidx_status optimize(newsidx *index, newsidx_error *err)
{
    return newsidx_optimize(index, err);
}

static newsidx_status check(newsidx *index, newsidx_error *err)
{
    return newsidx_check(index, NULL, NULL, err);
}

static void fail_each(const scenario *what, bool and_on)
{
    size_t told = 0;
    size_t number;

    for (number = 1; number < MOST_ALLOCATIONS; number++) {
        newsidx *index = NULL;
        newsidx_error failure;
        newsidx_status status;
        bool failed;

        failure.message[0] = '\0';
        if (what->run == optimize)
            make_index();
        EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
        if (what->run != read_all && what->run != check)
            EXPECT_OK(put_one(index, &err));
        failing_memory_begin(number, and_on);
        status = what->run(index, &failure);
        failed = failing_memory_end();
        if (status != NEWSIDX_OK && (!failed || status != NEWSIDX_ERR_MEMORY))
            fail_msg("%s, allocation %zu: %s: %s", what->name, number,
                     newsidx_status_name(status), failure.message);
        told += status < 0;
        EXPECT_OK(read_all(index, &err));
        EXPECT_OK(what->run(index, &err));
        newsidx_close(index);
        if (!failed)
            break;
    }
    printf("%-20s %zu failures, %zu told\n", what->name, number - 1, told);
    assert_true(number > 1 && number < MOST_ALLOCATIONS);
    assert_true(told > 0);
}

static void one_allocation_fails_at_a_time(void **state)
{
    static const scenario all[] = {{"read", read_all},
                                   {"put", put_one},
                                   {"check", check},
                                   {"optimize", optimize}};

    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        fail_each(&all[i], false);
        fail_each(&all[i], true);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_allocation_fails_at_a_time),
    };

    if (!failing_memory_works() || !nx_frame_is_known()) {
        printf("skipped: not linked with --wrap=malloc, or without zstd\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, prepare, NULL);
}
