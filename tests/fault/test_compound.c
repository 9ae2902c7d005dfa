/*
 * A fault while an index is put right after a power cut: memory runs out, or a
 * file can't be read or written. Nothing that was acknowledged is lost by that
 * either, and the next who opens it finds it whole.
 */
#define _POSIX_C_SOURCE 200809L

#include "campaign.h"
#include "failing_memory.h"
#include "failing_sqlite.h"
#include "faults.h"
#include "faulty_vfs.h"
#include "history.h"
#include "recorded_disk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define STEPS 14
#define ROUNDS 1
#define IMAGES 4
#define FILES 3

/* An index has so few calls to make that each can fail, and so many
 * allocations that it takes every so many-th. */
#define MEMORY_STRIDE 61
#define MOST_CHANCES 100000

/* What a cut left, to be laid out as often as it is needed. */
typedef struct image {
    char *bytes[FILES]; /* NULL: no such file */
    size_t lengths[FILES];
    uint64_t history;
    unsigned acknowledged;
} image;

static const char *const endings[FILES] = {"", "-wal", "-journal"};

static size_t images, faults, told;
static uint64_t seed;

static void take(image *out)
{
    for (int i = 0; i < FILES; i++) {
        char path[64];
        struct stat about;
        FILE *file;

        snprintf(path, sizeof path, "cut/%s%s", INDEX_PATH, endings[i]);
        out->bytes[i] = NULL;
        file = fopen(path, "rb");
        if (file == NULL)
            continue;
        assert_int_equal(fstat(fileno(file), &about), 0);
        out->lengths[i] = (size_t)about.st_size;
        out->bytes[i] = malloc(out->lengths[i] + 1);
        assert_non_null(out->bytes[i]);
        assert_int_equal(fread(out->bytes[i], 1, out->lengths[i], file),
                         out->lengths[i]);
        fclose(file);
    }
}

static void lay_out(const image *what)
{
    scenarios_remove_index(INDEX_PATH);
    for (int i = 0; i < FILES; i++) {
        char path[64];
        FILE *file;

        if (what->bytes[i] == NULL)
            continue;
        snprintf(path, sizeof path, "%s%s", INDEX_PATH, endings[i]);
        file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(what->bytes[i], 1, what->lengths[i], file),
                         what->lengths[i]);
        assert_int_equal(fclose(file), 0);
    }
}

static void drop(image *what)
{
    for (int i = 0; i < FILES; i++)
        free(what->bytes[i]);
}

/* Whoever opens it puts it right; a check reads it all. */
static newsidx_status put_right(newsidx_error *err)
{
    newsidx *index = NULL;
    newsidx_status status = newsidx_open(INDEX_PATH, NULL, &index, err);

    assert_int_equal(status < 0, index == NULL);
    if (status >= 0)
        status = newsidx_check(index, NULL, NULL, err);
    newsidx_close(index);
    return status;
}

static void fail_image(const image *what, const fault_kind *kind, size_t number,
                       bool and_on, const char *found)
{
    fail_msg("history %llu, step %u, %s (%s) at %zu%s: %s",
             (unsigned long long)what->history, what->acknowledged, kind->name,
             faulty_vfs_failed(), number, and_on ? " and on" : "", found);
}

static bool disturb(const image *what, const fault_kind *kind, size_t number,
                    bool and_on)
{
    newsidx_status status;
    newsidx *index = NULL;
    newsidx_error failure;
    bool failed;

    lay_out(what);
    failure.message[0] = '\0';
    kind->begin(number, and_on);
    status = put_right(&failure);
    failed = kind->end();
    if (status != NEWSIDX_OK && (!failed || status != kind->told))
        fail_image(what, kind, number, and_on, failure.message);
    faults += failed;
    told += status < 0;
    if (newsidx_open(INDEX_PATH, NULL, &index, &failure) < 0 ||
        history_judge(index, what->history, what->acknowledged, &failure) !=
            HISTORY_KEPT ||
        history_do(index, what->history, what->acknowledged + 2, &failure) < 0)
        fail_image(what, kind, number, and_on, failure.message);
    newsidx_close(index);
    return failed;
}

static void disturb_all(const image *what, const fault_kind *kind,
                        size_t stride, uint64_t *random)
{
    for (int and_on = 0; and_on < 2; and_on++) {
        size_t number = 1 + (size_t)(campaign_random(random) % stride);

        while (number < MOST_CHANCES &&
               disturb(what, kind, number, and_on == 1) &&
               campaign_goes_on(0, 1))
            number += stride;
        assert_true(number < MOST_CHANCES);
    }
}

/* The first commit of all was cut when its journal had a header, and the file
 * nothing yet. */
static void a_creation_that_had_hardly_begun_is_begun_again(void **state)
{
    static const unsigned char magic[] = {0xd9, 0xd5, 0x05, 0xf9,
                                          0x20, 0xa1, 0x63, 0xd7};
    char nothing[1] = {0};
    char header[512] = {0};
    const image begun = {
        {nothing, NULL, header}, {0, 0, sizeof header}, seed, 0};
    uint64_t random = seed;

    (void)state;
    memcpy(header, magic, sizeof magic);
    disturb_all(&begun, &faults_file[0], 1, &random);
    assert_true(told > 0);
}

/* Returns how many events there are to cut before. */
static size_t record(uint64_t history)
{
    newsidx *index = NULL;

    scenarios_remove_index(INDEX_PATH);
    recorded_disk_begin(true);
    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
    for (unsigned step = 1; step <= STEPS; step++) {
        newsidx_error failure;

        if (history_do(index, history, step, &failure) < 0)
            fail_msg("step %u: %s", step, failure.message);
        recorded_disk_mark(step);
    }
    newsidx_close(index);
    return recorded_disk_end();
}

static void disturb_history(uint64_t history)
{
    const size_t events = record(history);
    const size_t file_stride = campaign_is_on() ? 1 : 5;
    uint64_t random = history;

    for (size_t i = 0; i < IMAGES && campaign_goes_on(0, 1); i++) {
        const size_t at =
            (i * events + campaign_random(&random) % events) / IMAGES + 1;
        image cut;

        scenarios_remove_index("cut/" INDEX_PATH);
        cut.history = history;
        cut.acknowledged = recorded_disk_cut(at, &random, "cut");
        take(&cut);
        for (int j = 0; j < FAULTS_FILE_COUNT; j++)
            disturb_all(&cut, &faults_file[j], file_stride, &random);
        disturb_all(&cut, &faults_memory,
                    campaign_is_on() ? MEMORY_STRIDE : 4 * MEMORY_STRIDE,
                    &random);
        drop(&cut);
        images++;
    }
    recorded_disk_forget();
}

static void what_a_cut_left_is_put_right_in_the_end(void **state)
{
    (void)state;
    mkdir("cut", 0700);
    for (size_t i = 0; campaign_goes_on(i, ROUNDS); i++)
        disturb_history(seed + i);
    printf("%zu images, %zu faults, %zu told\n", images, faults, told);
    assert_true(told > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_creation_that_had_hardly_begun_is_begun_again),
        cmocka_unit_test(what_a_cut_left_is_put_right_in_the_end),
    };
    int failed;

    if (!failing_memory_works()) {
        printf("skipped: not linked with --wrap=malloc\n");
        return 77;
    }
    if (!failing_sqlite_install())
        return 77;
    if (!faulty_vfs_install()) {
        printf("skipped: SQLite has no \"unix\"\n");
        return 77;
    }
    seed = campaign_seed(1);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    return campaign_end((size_t)failed,
                        "%zu crash images, %zu faults in putting them right, "
                        "%zu told; 0 lost, 0 inconsistent",
                        images, faults, told);
}
