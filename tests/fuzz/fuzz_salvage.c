/*
 * Any bytes as the file of an index, or as its log if they begin like one: what
 * is said to be whole is, ids rise, and it ends.
 */
#include "store/internal.h"
#include "store/salvage.h"

#include "ingest/clean.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FILE_PATH "salvage.db"
#define LOG_PATH FILE_PATH "-wal"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static void expect(bool truth)
{
    if (!truth)
        abort();
}

static void write_file(const char *path, const uint8_t *data, size_t length)
{
    FILE *file = fopen(path, "wb");

    expect(file != NULL);
    expect(length == 0 || fwrite(data, 1, length, file) == length);
    expect(fclose(file) == 0);
}

static void look_at(const nx_salvaged *what)
{
    const nx_stored *stored = &what->stored;

    expect((what->fate == NX_FATE_WHOLE) == (what->reason == NULL));
    expect(what->state < NX_STATE_ABSENT);
    if (what->fate == NX_FATE_WHOLE)
        expect(nx_content_hash(&stored->article) == stored->content_hash &&
               nx_write_checksum(stored) == stored->checksum);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    const bool is_log = length > 2 && data[0] == 0x37 && data[1] == 0x7f;
    nx_salvage *salvage = NULL;
    newsidx_status status;
    int64_t id = 0;
    nx_arena arena;

    write_file(FILE_PATH, data, is_log ? 0 : length);
    if (is_log)
        write_file(LOG_PATH, data, length);
    status = nx_salvage_open(FILE_PATH, NULL, NULL, &salvage, NULL);
    expect((status == NEWSIDX_OK) == (salvage != NULL));
    nx_arena_init(&arena);
    while (status == NEWSIDX_OK) {
        nx_salvaged what;

        nx_arena_reset(&arena);
        status = nx_salvage_next(salvage, &arena, &what, NULL);
        if (status == NEWSIDX_OK) {
            look_at(&what);
            expect(what.stored.id > id);
            id = what.stored.id;
        }
    }
    nx_arena_finish(&arena);
    nx_salvage_close(salvage);
    unlink(FILE_PATH);
    unlink(LOG_PATH);
    return 0;
}
