#define _POSIX_C_SOURCE 200809L

#include "recorded_disk.h"

#include "campaign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define SECTOR_BYTES 512u
#define MOST_NAMES 8
#define MOST_FILES 256

typedef enum event_kind {
    MADE,
    WROTE,
    CUT_OFF,
    SYNCED,
    DELETED,
    MARK
} event_kind;

typedef struct event {
    event_kind kind;
    int name;
    int file;
    bool with_folder;
    size_t offset; /* or the length, or a mark's number */
    size_t length;
    char *bytes;
} event;

/* What a name stood for since the folder was synced, the durable one first. */
typedef struct entry {
    char name[64];
    int files[MOST_FILES]; /* -1: nothing */
    size_t count;
} entry;

/* A file, under one name or none. */
typedef struct content {
    char *bytes; /* as synced */
    size_t length;
    size_t capacity;
    size_t *pending; /* events since */
    size_t pending_count;
    size_t pending_capacity;
} content;

static struct {
    bool is_on;
    bool keeps_syncs;
    event *events;
    size_t count;
    size_t capacity;
    size_t replayed;
    unsigned mark;
    entry entries[MOST_NAMES];
    int entry_count;
    int now[MOST_NAMES]; /* the file that each name stands for as it records */
    content files[MOST_FILES];
    int file_count;
} disk;

static void *grow(void *memory, size_t *capacity, size_t needed, size_t length)
{
    if (needed <= *capacity)
        return memory;
    *capacity = needed + needed / 2 + 16;
    memory = realloc(memory, *capacity * length);
    assert_non_null(memory);
    return memory;
}

/* ------------------------------------------------------------ recording -- */

static event *add(event_kind kind, int name)
{
    event *added;

    disk.events =
        grow(disk.events, &disk.capacity, disk.count + 1, sizeof *disk.events);
    added = &disk.events[disk.count++];
    memset(added, 0, sizeof *added);
    added->kind = kind;
    added->name = name;
    added->file = name >= 0 ? disk.now[name] : -1;
    return added;
}

/* The number of a path's name, or -1 if there is none or nobody records. */
static int find(const char *path)
{
    const char *slash = strrchr(path, '/');

    if (!disk.is_on)
        return -1;
    for (int i = 0; i < disk.entry_count; i++)
        if (strcmp(disk.entries[i].name, slash != NULL ? slash + 1 : path) == 0)
            return i;
    return -1;
}

static int add_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    entry *added = &disk.entries[disk.entry_count];

    assert_true(disk.entry_count < MOST_NAMES);
    snprintf(added->name, sizeof added->name, "%s",
             slash != NULL ? slash + 1 : path);
    added->files[0] = -1;
    added->count = 1;
    disk.now[disk.entry_count] = -1;
    return disk.entry_count++;
}

/* What was there before the record began is durable. */
static void load(const char *path, content *out)
{
    FILE *file = fopen(path, "rb");
    long length;

    if (file == NULL)
        return;
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    length = ftell(file);
    assert_true(length >= 0);
    rewind(file);
    out->bytes = grow(out->bytes, &out->capacity, (size_t)length, 1);
    out->length = (size_t)length;
    assert_int_equal(fread(out->bytes, 1, out->length, file), out->length);
    fclose(file);
}

void recorded_disk_opens(const char *path)
{
    int name = find(path);
    content *made;

    if (!disk.is_on)
        return;
    if (name < 0)
        name = add_name(path);
    if (disk.now[name] >= 0)
        return;
    assert_true(disk.file_count < MOST_FILES);
    made = &disk.files[disk.file_count];
    memset(made, 0, sizeof *made);
    load(path, made);
    disk.now[name] = disk.file_count++;
    if (made->length > 0)
        disk.entries[name].files[0] = disk.now[name];
    else
        add(MADE, name);
}

void recorded_disk_wrote(const char *path, const void *bytes, size_t length,
                         size_t offset)
{
    const int name = find(path);
    event *added;

    if (name < 0 || length == 0)
        return;
    added = add(WROTE, name);
    added->offset = offset;
    added->length = length;
    added->bytes = malloc(length);
    assert_non_null(added->bytes);
    memcpy(added->bytes, bytes, length);
}

void recorded_disk_cut_off(const char *path, size_t length)
{
    const int name = find(path);

    if (name >= 0)
        add(CUT_OFF, name)->offset = length;
}

void recorded_disk_synced(const char *path, bool with_folder)
{
    const int name = find(path);

    if (name >= 0)
        add(SYNCED, name)->with_folder = with_folder;
}

void recorded_disk_deleted(const char *path, bool with_folder)
{
    const int name = find(path);

    if (name < 0)
        return;
    add(DELETED, name)->with_folder = with_folder;
    disk.now[name] = -1;
}

void recorded_disk_begin(bool keeps_syncs)
{
    recorded_disk_forget();
    disk.is_on = true;
    disk.keeps_syncs = keeps_syncs;
}

void recorded_disk_mark(unsigned number)
{
    if (disk.is_on)
        add(MARK, -1)->offset = number;
}

size_t recorded_disk_end(void)
{
    disk.is_on = false;
    return disk.count;
}

void recorded_disk_forget(void)
{
    for (size_t i = 0; i < disk.count; i++)
        free(disk.events[i].bytes);
    free(disk.events);
    for (int i = 0; i < disk.file_count; i++) {
        free(disk.files[i].bytes);
        free(disk.files[i].pending);
    }
    memset(&disk, 0, sizeof disk);
}

/* ------------------------------------------------------------ replaying -- */

static void put(content *to, const char *bytes, size_t length, size_t offset)
{
    to->bytes = grow(to->bytes, &to->capacity, offset + length, 1);
    if (to->length < offset)
        memset(to->bytes + to->length, 0, offset - to->length);
    memcpy(to->bytes + offset, bytes, length);
    if (to->length < offset + length)
        to->length = offset + length;
}

static void apply(content *to, const event *done)
{
    if (done->kind == WROTE)
        put(to, done->bytes, done->length, done->offset);
    else if (done->offset < to->length)
        to->length = done->offset;
}

static void sync_folder(void)
{
    for (int i = 0; i < disk.entry_count; i++) {
        entry *at = &disk.entries[i];

        at->files[0] = at->files[at->count - 1];
        at->count = 1;
    }
}

static void sync_file(content *file)
{
    for (size_t i = 0; i < file->pending_count; i++)
        apply(file, &disk.events[file->pending[i]]);
    file->pending_count = 0;
}

static void stand_for(entry *name, int file)
{
    assert_true(name->count < MOST_FILES);
    name->files[name->count++] = file;
}

static void put_off(content *file, size_t number)
{
    file->pending = grow(file->pending, &file->pending_capacity,
                         file->pending_count + 1, sizeof *file->pending);
    file->pending[file->pending_count++] = number;
}

static void replay(size_t number)
{
    const event *done = &disk.events[number];

    switch (done->kind) {
    case MADE:
        stand_for(&disk.entries[done->name], done->file);
        break;
    case WROTE:
    case CUT_OFF:
        put_off(&disk.files[done->file], number);
        break;
    case SYNCED:
        if (disk.keeps_syncs)
            sync_file(&disk.files[done->file]);
        break;
    case DELETED:
        stand_for(&disk.entries[done->name], -1);
        break;
    case MARK:
        disk.mark = (unsigned)done->offset;
        break;
    }
    if (done->with_folder && disk.keeps_syncs)
        sync_folder();
}

/* How much of what was not synced is there: in tenths, for a whole file. */
static unsigned choose_luck(uint64_t *random)
{
    static const unsigned all[] = {0, 1, 5, 9, 10};

    return all[campaign_random(random) % (sizeof all / sizeof *all)];
}

static bool is_lucky(uint64_t *random, unsigned luck)
{
    return campaign_random(random) % 10 < luck;
}

/* The write's sectors, those that arrived. */
static void put_torn(content *to, const event *done, uint64_t *random,
                     unsigned luck)
{
    size_t used = 0;

    while (used < done->length) {
        const size_t at = done->offset + used;
        size_t length = SECTOR_BYTES - at % SECTOR_BYTES;

        if (length > done->length - used)
            length = done->length - used;
        if (is_lucky(random, luck))
            put(to, done->bytes + used, length, at);
        used += length;
    }
}

static void tear(const content *from, content *to, uint64_t *random)
{
    const unsigned luck = choose_luck(random);

    if (from->length > 0)
        put(to, from->bytes, from->length, 0);
    for (size_t i = 0; i < from->pending_count; i++) {
        const event *done = &disk.events[from->pending[i]];

        if (done->kind == WROTE)
            put_torn(to, done, random, luck);
        else if (is_lucky(random, luck))
            apply(to, done);
    }
}

static void write_out(const content *from, const char *path)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(from->bytes, 1, from->length, file), from->length);
    assert_int_equal(fclose(file), 0);
}

static void cut_entry(const entry *at, uint64_t *random, const char *folder)
{
    const size_t chosen = campaign_random(random) % at->count;
    content torn = {NULL, 0, 0, NULL, 0, 0};
    char path[160];

    snprintf(path, sizeof path, "%s/%s", folder, at->name);
    unlink(path);
    if (at->files[chosen] < 0)
        return;
    tear(&disk.files[at->files[chosen]], &torn, random);
    write_out(&torn, path);
    free(torn.bytes);
}

unsigned recorded_disk_cut(size_t at, uint64_t *random, const char *folder)
{
    assert_true(at >= disk.replayed && at <= disk.count);
    for (; disk.replayed < at; disk.replayed++)
        replay(disk.replayed);
    for (int i = 0; i < disk.entry_count; i++)
        cut_entry(&disk.entries[i], random, folder);
    return disk.mark;
}
