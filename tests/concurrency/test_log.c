/*
 * The write-ahead log beside an index. A reader in its way lets it grow, for
 * its snapshot is in there; when the reader has gone the log is short again,
 * and readers that only follow one another can't keep it from that.
 */
#include "fixture.h"
#include "made_text.h"
#include "processes.h"

#include <inttypes.h>
#include <sys/stat.h>

#define MEGABYTE INT64_C(1048576)

/* What a log may keep when no reader stays in its way, as FORMAT.md has it. */
#define LOG_BYTES (80 * MEGABYTE)

/* Each makes the log some three megabytes longer. */
#define LOAD_TEXTS 40
#define TURNS_TEXTS 80

typedef struct shared {
    findings wrong;
    atomic_int is_reading; /* a snapshot has been taken */
    atomic_int may_end;
    atomic_uint begun[2]; /* snapshots of two readers that take turns */
} shared;

static shared *all;

static int64_t log_bytes(void)
{
    struct stat about;

    return stat(INDEX_PATH "-wal", &about) == 0 ? (int64_t)about.st_size : 0;
}

/* A transaction of a megabyte; how long the log is then. */
static int64_t write_text(newsidx *index, unsigned number)
{
    static char text[MEGABYTE];
    char key[32];

    made_text(text, sizeof text, number);
    snprintf(key, sizeof key, "k%u", number);
    put(index, key, "Long", text);
    return log_bytes();
}

/* ------------------------------------------------- one that reads long ---- */

static int hold_snapshot(uint64_t done, uint64_t total, void *user)
{
    (void)done;
    (void)total;
    (void)user;
    atomic_store(&all->is_reading, 1);
    while (atomic_load(&all->may_end) == 0)
        processes_sleep_ms(2);
    return 0;
}

static void read_long(void *user, unsigned number)
{
    newsidx *index = NULL;
    newsidx_error err;

    (void)user;
    (void)number;
    if (newsidx_open(INDEX_PATH, NULL, &index, &err) < 0 ||
        newsidx_backup(index, "copy.db", hold_snapshot, NULL, &err) < 0)
        findings_note(&all->wrong, "reading: %s", err.message);
    newsidx_close(index);
}

static void a_log_is_short_again_after_a_long_reader(void **state)
{
    newsidx *index = open_new();
    int64_t longest = 0;
    int64_t after;

    (void)state;
    remove_index("copy.db");
    put(index, "k", "Short", "It is short.");
    newsidx_close(index);
    processes_start(read_long, NULL, 1);
    while (atomic_load(&all->is_reading) == 0 &&
           atomic_load(&all->wrong.count) == 0)
        processes_sleep_ms(2);
    index = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
    for (unsigned i = 0; i < LOAD_TEXTS; i++) {
        const int64_t now = write_text(index, i);

        longest = now > longest ? now : longest;
    }
    atomic_store(&all->may_end, 1);
    processes_wait(&all->wrong);
    put(index, "k", "Short", "It is short again.");
    after = log_bytes();
    printf("log: %" PRId64 " MB while one read, %" PRId64 " MB after the next "
           "commit\n",
           longest / MEGABYTE, after / MEGABYTE);
    /* It had to grow, or nobody was in its way. */
    assert_true(longest > LOG_BYTES);
    assert_true(after <= LOG_BYTES);
    newsidx_close(index);
    assert_int_equal(log_bytes(), 0);
    if (atomic_load(&all->wrong.count) > 0)
        fail_msg("%s", all->wrong.first);
}

/* ---------------------------------------- two that follow one another ---- */

/* Until the other one has taken a snapshot that is younger than this. */
static int wait_for_other(uint64_t done, uint64_t total, void *user)
{
    const unsigned me = *(const unsigned *)user;
    const unsigned other = atomic_load(&all->begun[1 - me]);

    (void)done;
    (void)total;
    atomic_fetch_add(&all->begun[me], 1);
    while (atomic_load(&all->begun[1 - me]) == other &&
           atomic_load(&all->may_end) == 0)
        processes_sleep_ms(1);
    return 1; /* the copy is of no use */
}

static void read_in_turns(void *user, unsigned number)
{
    newsidx *index = NULL;
    newsidx_error err;
    char path[32];

    (void)user;
    snprintf(path, sizeof path, "copy-%u.db", number);
    if (newsidx_open(INDEX_PATH, NULL, &index, &err) < 0)
        findings_note(&all->wrong, "opening: %s", err.message);
    while (index != NULL && atomic_load(&all->may_end) == 0) {
        const newsidx_status status =
            newsidx_backup(index, path, wait_for_other, &number, &err);

        if (status != NEWSIDX_ERR_CANCELLED)
            findings_note(&all->wrong, "reading: %s", err.message);
    }
    newsidx_close(index);
}

static void readers_in_turns_do_not_keep_a_log_long(void **state)
{
    newsidx *index = open_new();
    int64_t longest = 0;
    unsigned snapshots;

    (void)state;
    put(index, "k", "Short", "It is short.");
    newsidx_close(index);
    atomic_store(&all->may_end, 0);
    processes_start(read_in_turns, NULL, 2);
    index = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
    for (unsigned i = 0; i < TURNS_TEXTS; i++) {
        const int64_t now = write_text(index, i);

        longest = now > longest ? now : longest;
    }
    snapshots = atomic_load(&all->begun[0]) + atomic_load(&all->begun[1]);
    atomic_store(&all->may_end, 1);
    processes_wait(&all->wrong);
    printf("log: %" PRId64 " MB at most of %" PRIu64 " MB, with %u snapshots\n",
           longest / MEGABYTE, get_info(index).file_bytes / (uint64_t)MEGABYTE,
           snapshots);
    assert_true(snapshots > TURNS_TEXTS);
    /* On a busy machine it may take the two some time to follow. */
    assert_true(longest <= 2 * LOG_BYTES);
    newsidx_close(index);
    if (atomic_load(&all->wrong.count) > 0)
        fail_msg("%s", all->wrong.first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_is_short_again_after_a_long_reader),
        cmocka_unit_test(readers_in_turns_do_not_keep_a_log_long),
    };

    all = processes_share(sizeof *all);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
