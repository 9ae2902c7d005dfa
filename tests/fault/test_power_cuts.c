/*
 * The power is cut at any moment, and the disk has a part of what it was not
 * made to sync: no article that was acknowledged is lost, and the index is
 * whole. A bulk load may lose its last batches. On a disk that only says that
 * it syncs, the same cuts do harm: so they would be seen.
 */
#define _POSIX_C_SOURCE 200809L

#include "scenarios.h"

#include "bulk.h"
#include "campaign.h"
#include "faulty_vfs.h"
#include "history.h"
#include "recorded_disk.h"

#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>

#define STEPS 30
#define CUTS 40
#define ROUNDS 5
#define BULK_ROUNDS 1
#define CUT_PATH "cut/" INDEX_PATH
#define COPY_PATH "copy.db"

/* What the copy was made of is marked as one more step. */
#define COPIED (STEPS + 1)

/* Of one kind of load. */
typedef struct tally {
    size_t cuts;
    size_t lost;
    size_t inconsistent;
    size_t halves; /* of a load, with some of its articles */
} tally;

static tally durable, bulk, lying;
static uint64_t seed;

/* The first few say what they are, to be looked at. */
static void tell(const char *kind, uint64_t history, size_t at,
                 const newsidx_error *err)
{
    static int told;

    if (told++ < 20)
        printf("%s: history %llu, cut %zu: %s\n", kind,
               (unsigned long long)history, at, err->message);
}

/* A reader that keeps the log from being written back, or NULL. */
static sqlite3 *begin_reader(void)
{
    sqlite3 *reader = NULL;

    if (sqlite3_open_v2(INDEX_PATH, &reader, SQLITE_OPEN_READONLY, NULL) !=
            SQLITE_OK ||
        sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM meta", NULL, NULL,
                     NULL) != SQLITE_OK)
        fail_msg("a reader: %s", sqlite3_errmsg(reader));
    return reader;
}

static newsidx *open_index(const char *path)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx *index = NULL;

    options.busy_timeout_ms = -1;
    EXPECT_OK(newsidx_open(path, &options, &index, &err));
    return index;
}

/* All steps of a history, with an index that is closed and opened again and a
 * reader that comes and goes, and then a copy. Returns the record's events. */
static size_t record(uint64_t history, bool keeps_syncs)
{
    uint64_t random = history;
    sqlite3 *reader = NULL;
    newsidx *index;

    scenarios_remove_index(INDEX_PATH);
    scenarios_remove_index(COPY_PATH);
    recorded_disk_begin(keeps_syncs);
    index = open_index(INDEX_PATH);
    for (unsigned step = 1; step <= STEPS; step++) {
        const unsigned chance = (unsigned)(campaign_random(&random) % 16);

        EXPECT_OK(history_do(index, history, step, &err) < 0
                      ? NEWSIDX_ERR_INTERNAL
                      : NEWSIDX_OK);
        recorded_disk_mark(step);
        if (chance == 0 && reader == NULL) {
            reader = begin_reader();
        } else if (chance < 6) {
            sqlite3_close(reader);
            reader = NULL;
        }
        if (chance == 7) {
            newsidx_close(index);
            index = open_index(INDEX_PATH);
        }
    }
    sqlite3_close(reader);
    EXPECT_OK(newsidx_backup(index, COPY_PATH, NULL, NULL, &err));
    recorded_disk_mark(COPIED);
    newsidx_close(index);
    return recorded_disk_end();
}

/* What a history's index is after a cut. */
static history_finding judge(const char *path, uint64_t history, unsigned from,
                             bool goes_on, newsidx_error *err)
{
    history_finding found = HISTORY_INCONSISTENT;
    newsidx *index = NULL;

    if (newsidx_open(path, NULL, &index, err) == NEWSIDX_OK)
        found = history_judge(index, history, from, err);
    /* It can be written to as well, and is whole then. */
    if (found == HISTORY_KEPT && goes_on &&
        (history_do(index, history, from + 2, err) < 0 ||
         newsidx_check(index, NULL, NULL, err) < 0))
        found = HISTORY_INCONSISTENT;
    newsidx_close(index);
    return found;
}

static void count(tally *counts, history_finding found, uint64_t history,
                  size_t at, const newsidx_error *err)
{
    counts->cuts++;
    counts->lost += found == HISTORY_LOST;
    counts->inconsistent += found == HISTORY_INCONSISTENT;
    if (found != HISTORY_KEPT && counts != &lying)
        tell(found == HISTORY_LOST ? "lost" : "inconsistent", history, at, err);
}

static void cut_history(uint64_t history, bool keeps_syncs, tally *counts)
{
    const size_t events = record(history, keeps_syncs);
    uint64_t random = history;

    for (size_t i = 0; i < CUTS && campaign_goes_on(0, 1); i++) {
        const size_t at =
            (i * events + campaign_random(&random) % events) / CUTS + 1;
        history_finding found;
        newsidx_error err;
        unsigned acknowledged;

        scenarios_remove_index(CUT_PATH);
        acknowledged = recorded_disk_cut(at, &random, "cut");
        found = HISTORY_KEPT;
        if (acknowledged == COPIED)
            found = judge("cut/" COPY_PATH, history, STEPS, false, &err);
        if (found == HISTORY_KEPT)
            found = judge(CUT_PATH, history,
                          acknowledged > STEPS ? STEPS : acknowledged,
                          i % 4 == 0, &err);
        count(counts, found, history, at, &err);
        scenarios_remove_index("cut/" COPY_PATH);
    }
    recorded_disk_forget();
}

/* The load is there up to some article, and all of it once it has ended. */
static history_finding judge_load(bool has_ended, bool goes_on,
                                  const bulk_outcome *undisturbed,
                                  newsidx_error *err)
{
    history_finding found = HISTORY_INCONSISTENT;
    newsidx *index = NULL;
    uint64_t articles;

    if (newsidx_open(CUT_PATH, NULL, &index, err) < 0)
        return found;
    if (newsidx_check(index, NULL, NULL, err) == NEWSIDX_OK &&
        bulk_count_first(index, &articles, err) == NEWSIDX_OK) {
        found =
            has_ended && articles < BULK_FILES ? HISTORY_LOST : HISTORY_KEPT;
        bulk.halves += articles > 0 && articles < BULK_FILES;
        snprintf(err->message, sizeof err->message, "%d articles are left",
                 (int)articles);
    }
    if (found == HISTORY_KEPT && goes_on) {
        bulk_outcome repeated;

        assert_int_equal(bulk_import(index), NEWSIDX_OK);
        bulk_look(index, &repeated);
        bulk_expect_same(undisturbed, &repeated);
    }
    newsidx_close(index);
    return found;
}

static void cut_load(uint64_t number)
{
    newsidx *index;
    bulk_outcome undisturbed;
    uint64_t random = number;
    sqlite3 *reader = NULL;
    size_t events;

    scenarios_remove_index(INDEX_PATH);
    recorded_disk_begin(true);
    index = open_index(INDEX_PATH);
    if (number % 2 == 0)
        reader = begin_reader();
    assert_int_equal(bulk_import(index), NEWSIDX_OK);
    recorded_disk_mark(1);
    sqlite3_close(reader);
    bulk_look(index, &undisturbed);
    newsidx_close(index);
    events = recorded_disk_end();
    for (size_t i = 0; i < CUTS && campaign_goes_on(0, 1); i++) {
        const size_t at =
            (i * events + campaign_random(&random) % events) / CUTS + 1;
        history_finding found;
        newsidx_error err;
        bool has_ended;

        scenarios_remove_index(CUT_PATH);
        has_ended = recorded_disk_cut(at, &random, "cut") == 1;
        found = judge_load(has_ended, i % 16 == 0, &undisturbed, &err);
        count(&bulk, found, number, at, &err);
    }
    recorded_disk_forget();
}

static int prepare(void **state)
{
    (void)state;
    mkdir("cut", 0700);
    bulk_prepare();
    return 0;
}

/* A disk that lies is told from one that doesn't, with the same histories. */
static void a_disk_that_does_not_sync_is_found_out(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 3; i++)
        cut_history(seed + i, false, &lying);
    printf("without syncs: %zu of %zu cuts lost steps, %zu left ruins\n",
           lying.lost, lying.cuts, lying.inconsistent);
    assert_true(lying.lost > 0 && lying.inconsistent > 0);
}

static void no_acknowledged_article_is_lost(void **state)
{
    (void)state;
    for (uint64_t i = 0; campaign_goes_on(i, ROUNDS); i++) {
        cut_history(seed + i, true, &durable);
        if (campaign_is_on() ? i % 16 == 0 : i < BULK_ROUNDS)
            cut_load(seed + i);
    }
    printf("%zu cuts: %zu lost steps, %zu left ruins\n", durable.cuts,
           durable.lost, durable.inconsistent);
    printf("%zu cuts in loads: %zu lost a load that had ended, %zu left ruins, "
           "%zu half a load\n",
           bulk.cuts, bulk.lost, bulk.inconsistent, bulk.halves);
    assert_int_equal(durable.lost + durable.inconsistent, 0);
    assert_int_equal(bulk.lost + bulk.inconsistent, 0);
    assert_true(bulk.halves > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_disk_that_does_not_sync_is_found_out),
        cmocka_unit_test(no_acknowledged_article_is_lost),
    };
    int failed;

    if (!faulty_vfs_install()) {
        printf("skipped: SQLite has no \"unix\"\n");
        return 77;
    }
    seed = campaign_seed(1);
    failed = cmocka_run_group_tests(tests, prepare, NULL);
    return campaign_end(
        (size_t)failed + durable.lost + durable.inconsistent + bulk.lost +
            bulk.inconsistent,
        "%zu cuts, %zu lost, %zu inconsistent; %zu in loads, %zu lost, "
        "%zu inconsistent; control without syncs: %zu of %zu cuts did harm",
        durable.cuts, durable.lost, durable.inconsistent, bulk.cuts, bulk.lost,
        bulk.inconsistent, lying.lost + lying.inconsistent, lying.cuts);
}
