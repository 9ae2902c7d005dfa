/*
 * A damaged index and a query. The input is a query, a NUL, and changes of five
 * bytes each: what of, where (three bytes), and the new byte. The file is
 * opened as a stranger's; what that refuses is opened without a look, unless
 * FTS5 alone would read the damage.
 */
#define _POSIX_C_SOURCE 200809L

#include "little_index.h"

#include "../corrupt/for_fts5.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdbool.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

#define CHANGE_BYTES 5
#define MOST_CHANGES 32
/* Enough for a second page of FTS5's; each more costs at every opening. */
#define SOME_WORDS 400
#define MOST_PLACES 4096

/* Pieces of the file that hold what only we, or only FTS5, read. */
typedef struct place {
    size_t at;
    size_t length;
} place;

static char path[64];
static char *sound;
static size_t sound_length;
static place places[MOST_PLACES];
static size_t place_count;
static int file = -1;

/* ------------------------------------------------------------- index ---- */

static void read_sound(void)
{
    const off_t length = lseek(file, 0, SEEK_END);

    expect(length > 0);
    sound_length = (size_t)length;
    sound = malloc(sound_length);
    expect(sound != NULL);
    expect(pread(file, sound, sound_length, 0) == length);
}

/* Where the bytes are in the file; a blob of less than a page is in one piece.
 */
static void add_place(const void *bytes, size_t length)
{
    for (size_t i = 0; length >= 8 && i + length <= sound_length; i++) {
        if (memcmp(sound + i, bytes, length) == 0 &&
            place_count < MOST_PLACES) {
            places[place_count++] = (place){i, length};
            return;
        }
    }
}

static void find_places(void)
{
    static const char *const statements[] = {
        "SELECT block FROM words_data", "SELECT term FROM words_idx",
        "SELECT exact FROM list_term",  "SELECT data FROM list_chunk",
        "SELECT data FROM row_chunk",   "SELECT data FROM trait_chunk",
        "SELECT text FROM label",       "SELECT boundaries FROM article",
        "SELECT body FROM article"};
    sqlite3 *db = NULL;

    expect(sqlite3_open(path, &db) == SQLITE_OK);
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        sqlite3_stmt *rows = NULL;

        expect(sqlite3_prepare_v2(db, statements[i], -1, &rows, NULL) ==
               SQLITE_OK);
        while (sqlite3_step(rows) == SQLITE_ROW)
            add_place(sqlite3_column_blob(rows, 0),
                      (size_t)sqlite3_column_bytes(rows, 0));
        sqlite3_finalize(rows);
    }
    sqlite3_close(db);
}

/* The little index, closed, in memory where there is such a folder. */
static void make_file(void)
{
    if (access("/dev/shm", W_OK) == 0)
        snprintf(folder, sizeof folder,
                 "/dev/shm/nx-"
                 "XX"
                 "XX"
                 "XX");
    make_index(SOME_WORDS);
    /* All that it has goes into ranked lists. */
    expect(newsidx_optimize(index_at_hand, NULL) == NEWSIDX_OK);
    newsidx_close(index_at_hand);
    index_at_hand = NULL;
    snprintf(path, sizeof path, "%s/a.db", folder);
    file = open(path, O_RDWR | O_CLOEXEC);
    expect(file >= 0);
    read_sound();
    find_places();
}

/* ------------------------------------------------------------ damage ---- */

static size_t place_of(const uint8_t *change)
{
    const size_t number =
        (size_t)change[1] << 16 | (size_t)change[2] << 8 | change[3];
    const place *piece;

    if (change[0] % 4 == 0)
        return (number + (size_t)change[0] / 4 * 0x1000000) % sound_length;
    piece = &places[(change[0] / 4 * 256U + change[1]) % place_count];
    /* The first bytes have lengths and counts. */
    if (change[0] % 4 == 1)
        return piece->at + change[3] % 8;
    return piece->at + (number & 0xFFFF) % piece->length;
}

static void damage(const uint8_t *changes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        expect(pwrite(file, changes + i * CHANGE_BYTES + 4, 1,
                      (off_t)place_of(changes + i * CHANGE_BYTES)) == 1);
}

static void mend(const uint8_t *changes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const size_t at = place_of(changes + i * CHANGE_BYTES);

        expect(pwrite(file, sound + at, 1, (off_t)at) == 1);
    }
}

/* --------------------------------------------------------------- use ---- */

static bool is_clean(newsidx_status status)
{
    return status != NEWSIDX_ERR_INTERNAL && status != NEWSIDX_ERR_MISUSE;
}

static void use(newsidx *index, const newsidx_query *query)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results = NULL;
    newsidx_record *record = NULL;
    newsidx_tally *tally = NULL;
    const newsidx_hit *hit;

    options.advise = 1;
    options.explain = 1;
    expect(is_clean(newsidx_search(index, query, &options, &results, NULL)));
    while (newsidx_results_next(results, &hit, NULL) == NEWSIDX_OK)
        expect(strlen(hit->key.bytes) <= hit->key.length);
    newsidx_results_free(results);
    expect(is_clean(newsidx_read(index, 2, &record, NULL)));
    newsidx_record_free(record);
    expect(is_clean(newsidx_facet(index, query, NULL, &tally, NULL)));
    newsidx_tally_free(tally);
    newsidx_close(index);
}

static void try_file(const newsidx_query *query)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx *index = NULL;
    newsidx_status status;

    options.mode = NEWSIDX_READ_ONLY;
    options.untrusted = 1;
    status = newsidx_open(path, &options, &index, NULL);
    expect(is_clean(status));
    if (status < 0 && is_for_fts5(path)) {
        options.untrusted = 0;
        status = newsidx_open(path, &options, &index, NULL);
        expect(is_clean(status));
    }
    if (status >= 0)
        use(index, query);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    const uint8_t *end = length > 0 ? memchr(data, 0, length) : NULL;
    newsidx_query *query = NULL;
    size_t count;

    if (file < 0)
        make_file();
    if (end == NULL)
        return 0;
    count = (length - (size_t)(end - data) - 1) / CHANGE_BYTES;
    if (count > MOST_CHANGES ||
        newsidx_query_parse((const char *)data, (size_t)(end - data), NULL,
                            &query, NULL) != NEWSIDX_OK)
        return 0;
    damage(end + 1, count);
    try_file(query);
    mend(end + 1, count);
    newsidx_query_free(query);
    return 0;
}
