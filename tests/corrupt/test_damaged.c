/*
 * Index files with bytes changed at random: whatever the damage, a stranger's
 * file is refused or read, and every status is one that damage can have. What
 * only our own code reads is tried without a look before, too.
 *
 * A long form under the sanitizers: tests/campaign.sh damaged-files HOURS.
 */
#include "victim.h"

#include "../api/fixture.h"
#include "for_fts5.h"

#include <time.h>

/* Of a short run, which is the same each time. */
#define CASES 150
#define SEED 20161118

/* All that can be done takes longer than to look through the file, and a check
 * analyzes everything: others are only searched once. */
#define USE_EVERY 8
#define CHECK_EVERY 64

static char *sound;
static size_t sound_length;
static char path[64];

/* ------------------------------------------------------------ chance ---- */

static uint64_t state_of_chance;

/* SplitMix64 (Steele, Lea and Flood, 2014). */
static uint64_t draw(void)
{
    uint64_t mixed = state_of_chance += UINT64_C(0x9e3779b97f4a7c15);

    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

static size_t below(size_t limit)
{
    return (size_t)(draw() % limit);
}

static unsigned char any_byte(void)
{
    static const unsigned char odd[] = {0, 1, 2, 3, 4, 0x7F, 0x80, 0xFE, 0xFF};

    return below(2) == 0 ? odd[below(sizeof odd)] : (unsigned char)draw();
}

/* ------------------------------------------------------------ damage ---- */

#define PAGE_BYTES ((size_t)16384)

/* The file while it is being damaged. */
typedef struct image {
    char *bytes;
    size_t length;
} image;

static size_t any_page(const image *file)
{
    return below(file->length / PAGE_BYTES) * PAGE_BYTES;
}

static void change_bytes(image *file)
{
    for (size_t i = 1 + below(8); i > 0; i--)
        file->bytes[below(file->length)] = (char)any_byte();
}

static void change_bits(image *file)
{
    for (size_t i = 1 + below(8); i > 0; i--)
        file->bytes[below(file->length)] ^= (char)(1U << below(8));
}

/* Where SQLite has the page's header and where its cells begin. */
static void change_header(image *file)
{
    const size_t at = any_page(file);

    for (size_t i = 1 + below(4); i > 0; i--)
        file->bytes[at + below(32)] = (char)any_byte();
}

static void swap_pages(image *file)
{
    char kept[PAGE_BYTES];
    char *one = file->bytes + any_page(file);
    char *other = file->bytes + any_page(file);

    memcpy(kept, one, PAGE_BYTES);
    memmove(one, other, PAGE_BYTES);
    memcpy(other, kept, PAGE_BYTES);
}

static void splice(image *file)
{
    const size_t length = 1 + below(2000);
    const size_t from = below(file->length - length);
    const size_t to = below(file->length - length);

    memmove(file->bytes + to, file->bytes + from, length);
}

static void cut(image *file)
{
    file->length = below(2) == 0
                       ? below(file->length)
                       : (1 + below(file->length / PAGE_BYTES)) * PAGE_BYTES;
}

static void clear(image *file)
{
    const size_t length = 1 + below(PAGE_BYTES);

    memset(file->bytes + below(file->length - length), any_byte(), length);
}

static void (*const kinds[])(image *) = {
    change_bytes, change_bits, change_header, swap_pages, splice, cut, clear};
#define KINDS (sizeof kinds / sizeof *kinds)

static void write_image(const image *file)
{
    write_file(path, file->bytes, file->length);
}

/* ------------------------------------------- damage to what is in rows -- */

/* Blobs that somebody reads without SQLite's help. */
static const char *const blobs[][2] = {
    {"words_data", "block"}, {"words_data", "block"}, {"words_data", "block"},
    {"list_chunk", "data"},  {"row_chunk", "data"},   {"trait_chunk", "data"},
    {"dictionary", "data"},  {"article", "body"},     {"article", "boundaries"},
    {"article", "headline"}, {"label", "text"},
};
#define BLOBS (sizeof blobs / sizeof *blobs)

static int64_t any_row(sqlite3 *db, const char *table)
{
    sqlite3_stmt *find = NULL;
    char sql[160];
    int64_t row = 0;

    snprintf(sql, sizeof sql,
             "SELECT rowid FROM %s LIMIT 1 OFFSET "
             "abs(?1) %% max(1, (SELECT count(*) FROM %s))",
             table, table);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &find, NULL), SQLITE_OK);
    sqlite3_bind_int64(find, 1, (int64_t)(draw() >> 1));
    if (sqlite3_step(find) == SQLITE_ROW)
        row = sqlite3_column_int64(find, 0);
    sqlite3_finalize(find);
    return row;
}

/* The first bytes are headers. */
static void change_blob(sqlite3 *db, const char *const *of)
{
    const int64_t row = any_row(db, of[0]);
    sqlite3_blob *blob = NULL;

    if (sqlite3_blob_open(db, "main", of[0], of[1], row, 1, &blob) ==
        SQLITE_OK) {
        const size_t length = (size_t)sqlite3_blob_bytes(blob);

        for (size_t i = 1 + below(4); i > 0 && length > 0; i--) {
            const unsigned char byte = any_byte();
            const size_t limit = below(2) == 0 && length > 8 ? 8 : length;

            sqlite3_blob_write(blob, &byte, 1, (int)below(limit));
        }
    }
    sqlite3_blob_close(blob);
}

static void change_row(sqlite3 *db)
{
    static const char *const texts[] = {
        "UPDATE words_data SET block = substr(block, 1, 99) WHERE id > 10",
        "UPDATE words_idx SET pgno = pgno + 1",
        "UPDATE list_segment SET last = last / 2",
        "UPDATE list_term SET exact = stem WHERE stem IS NOT NULL",
        "UPDATE list_term SET stem = exact, exact = NULL",
        "UPDATE list_chunk SET id = -id",
        "DELETE FROM row_chunk WHERE chunk = 0",
        "DELETE FROM article WHERE id % 7 = 0",
        "UPDATE hidden SET state = 5",
        "UPDATE hidden SET id = id + 1000000",
        "UPDATE meta SET value = 99 WHERE name = 'revision'",
        "DELETE FROM words_data WHERE id > 10 AND id % 3 = 0",
    };

    victim_run(db, texts[below(sizeof texts / sizeof *texts)]);
}

static void damage_rows(void)
{
    const image whole = {sound, sound_length};
    sqlite3 *db;

    write_image(&whole);
    db = victim_open_raw(path);
    victim_run(db, "PRAGMA journal_mode = MEMORY; BEGIN");
    if (below(4) == 0)
        change_row(db);
    else
        for (size_t i = 1 + below(3); i > 0; i--)
            change_blob(db, blobs[below(BLOBS)]);
    victim_run(db, "COMMIT");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void damage_image(void)
{
    image file = {malloc(sound_length), sound_length};

    assert_non_null(file.bytes);
    memcpy(file.bytes, sound, sound_length);
    for (size_t i = 1 + below(2); i > 0 && file.length > PAGE_BYTES; i--)
        kinds[below(KINDS)](&file);
    write_image(&file);
    free(file.bytes);
}

/* -------------------------------------------------------------- cases --- */

static struct {
    uint64_t files;
    uint64_t passed;  /* read as a stranger's file */
    uint64_t trusted; /* refused as that, and read otherwise */
} counts;

/* Until all cases are over. */
static int findings = 1;

static void use(newsidx *index, uint64_t number)
{
    if (number % USE_EVERY == 0)
        victim_use(index);
    else
        victim_search(index, (size_t)(number / 2));
    if (number % CHECK_EVERY == 0)
        victim_check(index);
    newsidx_close(index);
}

static void try_one(void)
{
    newsidx_error err;
    newsidx *index;

    if (below(3) == 0)
        damage_image();
    else
        damage_rows();
    index = victim_open(path, true, &err);
    if (index != NULL) {
        counts.passed++;
        use(index, counts.files);
    } else if (is_for_fts5(path)) {
        index = victim_open(path, false, &err);
        if (index != NULL) {
            counts.trusted++;
            use(index, counts.files);
        }
    }
    counts.files++;
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
    const char *value = getenv(name);

    return value != NULL ? strtoull(value, NULL, 10) : otherwise;
}

static void damage_does_no_harm(void **state)
{
    const uint64_t seconds = number_of("NEWSIDX_CAMPAIGN_SECONDS", 0);
    const time_t end = time(NULL) + (time_t)seconds;

    (void)state;
    state_of_chance = number_of("NEWSIDX_CAMPAIGN_SEED", SEED);
    while (seconds > 0 ? time(NULL) < end : counts.files < CASES)
        try_one();
    assert_true(counts.passed > 0 && counts.passed < counts.files);
    findings = 0;
}

/* In memory, where there is such a folder: files are made by the thousand. */
static int prepare(void **state)
{
    const char *folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : ".";

    (void)state;
    snprintf(path, sizeof path, "%s/newsidx-damaged-%ld.db", folder,
             (long)getpid());
    victim_make_index(path);
    sound = read_file(path, &sound_length);
    return 0;
}

static int finish(void **state)
{
    (void)state;
    free(sound);
    /* What failed stays to be looked at. */
    if (findings == 0)
        remove_index(path);
    printf("campaign: findings=%d %llu files, %llu read as a stranger's, %llu "
           "refused as that and read otherwise\n",
           findings, (unsigned long long)counts.files,
           (unsigned long long)counts.passed,
           (unsigned long long)counts.trusted);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damage_does_no_harm),
    };

    return cmocka_run_group_tests(tests, prepare, finish);
}
