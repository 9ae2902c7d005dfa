/*
 * Backups one after the other while a writer goes on: each is whole, and the
 * index of one moment.
 */
#include "batches.h"
#include "campaign.h"
#include "fixture.h"
#include "processes.h"

#include <inttypes.h>

#define COPY_PATH "copy.db"
#define BACKUPS 12

/* Then the writer begins again, or each backup would be of a larger index. */
#define BACKUPS_OF_AN_INDEX 10

typedef struct shared {
    findings wrong;
    atomic_int is_done; /* there are backups enough */
    atomic_size_t steps;
    atomic_size_t backups;
    atomic_size_t moments; /* backups that were of another revision */
    uint64_t seed;
} shared;

static shared *all;

static void write_index(void *user, unsigned number)
{
    newsidx_error err;
    newsidx *index = NULL;
    newsidx_status status = newsidx_open(INDEX_PATH, NULL, &index, &err);
    batches in;

    (void)user;
    (void)number;
    if (status >= 0)
        status = batches_begin(&in, index, all->seed, &err);
    while (status >= 0 && atomic_load(&all->is_done) == 0) {
        status = batches_step(&in, &err);
        atomic_fetch_add(&all->steps, 1);
    }
    if (status < 0)
        findings_note(&all->wrong, "writing: %s: %s",
                      newsidx_status_name(status), err.message);
    newsidx_close(index);
}

/* Every batch of its facts is whole, and there is no other. */
static void look_at_copy(uint64_t *revision)
{
    newsidx *copy = open_index(COPY_PATH, NEWSIDX_READ_WRITE);
    newsidx_query *query = parse("common");
    const newsidx_info info = get_info(copy);
    unsigned first = 0;
    unsigned next = 0;
    uint64_t count = 0;

    EXPECT_OK(newsidx_check(copy, NULL, NULL, &err));
    EXPECT_OK(batches_read_facts(copy, &first, &next, &err));
    EXPECT_OK(newsidx_count(copy, query, NULL, &count, &err));
    if (count != (uint64_t)BATCH_ARTICLES * (next - first))
        findings_note(&all->wrong,
                      "a backup of %" PRIu64 " has %" PRIu64 " articles of the "
                      "batches %u to %u",
                      info.revision, count, first, next);
    if (info.revision < *revision)
        findings_note(&all->wrong,
                      "a backup of %" PRIu64 " comes after one of %" PRIu64,
                      info.revision, *revision);
    atomic_fetch_add(&all->moments, info.revision != *revision);
    *revision = info.revision;
    newsidx_query_free(query);
    newsidx_close(copy);
}

/* Most backups are of a moment of their own; a slow writer isn't waited for. */
static void wait_for_step(size_t steps)
{
    for (int i = 0; i < 100 && atomic_load(&all->steps) == steps; i++)
        processes_sleep_ms(2);
}

static void make_backups(size_t from, size_t most)
{
    newsidx *index = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
    uint64_t revision = 0;

    for (size_t i = 0; i < most && campaign_goes_on(from + i, BACKUPS); i++) {
        const size_t steps = atomic_load(&all->steps);

        remove_index(COPY_PATH);
        EXPECT_OK(newsidx_backup(index, COPY_PATH, NULL, NULL, &err));
        look_at_copy(&revision);
        atomic_fetch_add(&all->backups, 1);
        wait_for_step(steps);
    }
    newsidx_close(index);
}

static void every_backup_is_of_one_moment(void **state)
{
    size_t done = 0;

    (void)state;
    while (campaign_goes_on(done, BACKUPS)) {
        newsidx *index = open_new();
        batches in;

        EXPECT_OK(batches_begin(&in, index, 0, &err));
        newsidx_close(index);
        atomic_store(&all->is_done, 0);
        all->seed = campaign_seed(1) + done;
        processes_start(write_index, NULL, 1);
        make_backups(done, BACKUPS_OF_AN_INDEX);
        done = atomic_load(&all->backups);
        atomic_store(&all->is_done, 1);
        processes_wait(&all->wrong);
    }
    assert_true(atomic_load(&all->moments) > 1);
    if (atomic_load(&all->wrong.count) > 0)
        fail_msg("%s", all->wrong.first);
}

/* A failed assert leaves the writer without anybody who would stop it. */
static int stop_writer(void **state)
{
    (void)state;
    atomic_store(&all->is_done, 1);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(every_backup_is_of_one_moment, stop_writer),
    };
    int failed;

    all = processes_share(sizeof *all);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    return campaign_end(
        (size_t)failed + atomic_load(&all->wrong.count),
        "%zu backups of %zu moments during %zu steps of a writer, %zu wrong",
        atomic_load(&all->backups), atomic_load(&all->moments),
        atomic_load(&all->steps), atomic_load(&all->wrong.count));
}
