/* realpath(3) is of the X/Open edition. */
#define _XOPEN_SOURCE 700

#include "ingest/walk.h"

#include "base/hash.h"
#include "base/memory.h"
#include "base/str.h"
#include "ingest/input.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Folders in folders. */
#define DEEPEST 64

/*
 * The folders that are being walked, the outermost first:
 *
 *     frames[0]  news/         a.txt  [2016]  b.txt      next = 2
 *     frames[1]  news/2016/    01.txt [02]               next = 2
 *     frames[2]  news/2016/02  x.txt   y.txt             next = 0
 *
 * A folder's names are read at once and sorted, so no folder stays open.
 */
typedef struct frame {
    const char *path;
    const char *absolute;
    const char **names;
    size_t count;
    size_t next;
} frame;

/* What a folder is, whatever names lead to it. */
typedef struct place {
    uint64_t device;
    uint64_t number; /* 0: a free slot */
} place;

/* The folders that were entered: open addressing, a power of two of slots, at
 * most half full. Links followed could lead round in circles without it. */
typedef struct places {
    place *slots;
    size_t slot_count;
    size_t count;
} places;

typedef struct walker {
    nx_walk_options options;
    nx_arena *arena;  /* the caller's: what is found */
    nx_arena scratch; /* names of folders */
    nx_walk_file *files;
    size_t count;
    size_t capacity;
    /* A hash set of the absolute paths: 1 + the number of the file; open
     * addressing, a power of two, at most half full. */
    size_t *slots;
    size_t slot_count;
    places entered;
    frame frames[DEEPEST];
    size_t depth;
    char resolved[PATH_MAX];
} walker;

static const char *copy(nx_arena *arena, const char *string)
{
    return nx_arena_text(arena, nx_str(string)).bytes;
}

/* "folder/name"; NULL when there is no memory. */
static const char *join(nx_arena *arena, const char *folder, const char *name)
{
    const size_t folder_length = strlen(folder);
    const size_t name_length = strlen(name);
    const bool ends_in_stroke =
        folder_length > 0 && folder[folder_length - 1] == '/';
    char *path = nx_arena_alloc(arena, folder_length + name_length + 2);

    if (path == NULL)
        return NULL;
    memcpy(path, folder, folder_length);
    if (!ends_in_stroke)
        path[folder_length] = '/';
    memcpy(path + folder_length + (ends_in_stroke ? 0 : 1), name, name_length);
    return path;
}

static size_t *find_slot(const walker *walk, const char *absolute)
{
    const size_t mask = walk->slot_count - 1;
    size_t i = (size_t)nx_hash64(absolute, strlen(absolute), 0) & mask;

    while (walk->slots[i] != 0 &&
           strcmp(walk->files[walk->slots[i] - 1].absolute, absolute) != 0)
        i = (i + 1) & mask;
    return &walk->slots[i];
}

static bool grow_slots(walker *walk)
{
    size_t *old = walk->slots;
    const size_t old_count = walk->slot_count;
    const size_t wanted = old_count == 0 ? 64 : old_count * 2;

    if ((walk->count + 1) * 2 <= old_count)
        return true;
    walk->slots = nx_alloc_zeroed(wanted, sizeof *walk->slots);
    if (walk->slots == NULL) {
        walk->slots = old;
        return false;
    }
    walk->slot_count = wanted;
    for (size_t i = 0; i < old_count; i++) {
        if (old[i] != 0)
            *find_slot(walk, walk->files[old[i] - 1].absolute) = old[i];
    }
    nx_free(old);
    return true;
}

/* Add a file, if it isn't there yet; its texts are in the arena already. */
static newsidx_status add(walker *walk, const nx_walk_file *file,
                          newsidx_error *err)
{
    void *files = walk->files;
    size_t *slot = NULL;

    if (!grow_slots(walk) ||
        !nx_grow(&files, &walk->capacity, walk->count + 1, sizeof *file))
        return nx_fail_memory(err);
    walk->files = files;
    if (file->absolute != NULL) {
        slot = find_slot(walk, file->absolute);
        if (*slot != 0)
            return NEWSIDX_OK;
        *slot = walk->count + 1;
    }
    walk->files[walk->count++] = *file;
    return NEWSIDX_OK;
}

static place *find_place(const places *set, place wanted)
{
    const size_t mask = set->slot_count - 1;
    size_t i = (size_t)nx_hash64(&wanted, sizeof wanted, 0) & mask;

    while (set->slots[i].number != 0 &&
           (set->slots[i].number != wanted.number ||
            set->slots[i].device != wanted.device))
        i = (i + 1) & mask;
    return &set->slots[i];
}

static bool grow_places(places *set)
{
    const places old = *set;

    if ((old.count + 1) * 2 <= old.slot_count)
        return true;
    set->slot_count = old.slot_count == 0 ? 64 : old.slot_count * 2;
    set->slots = nx_alloc_zeroed(set->slot_count, sizeof *set->slots);
    if (set->slots == NULL) {
        *set = old;
        return false;
    }
    for (size_t i = 0; i < old.slot_count; i++) {
        if (old.slots[i].number != 0)
            *find_place(set, old.slots[i]) = old.slots[i];
    }
    nx_free(old.slots);
    return true;
}

/* NEWSIDX_DONE for a folder that was entered before. */
static newsidx_status note_folder(walker *walk, const struct stat *about,
                                  newsidx_error *err)
{
    const place here = {(uint64_t)about->st_dev, (uint64_t)about->st_ino};
    place *slot;

    /* No file system that is in use gives it; it would be a free slot. */
    if (here.number == 0)
        return NEWSIDX_OK;
    if (!grow_places(&walk->entered))
        return nx_fail_memory(err);
    slot = find_place(&walk->entered, here);
    if (slot->number != 0)
        return NEWSIDX_DONE;
    *slot = here;
    walk->entered.count++;
    return NEWSIDX_OK;
}

static newsidx_status add_problem(walker *walk, const char *path,
                                  const char *problem, newsidx_error *err)
{
    nx_walk_file file = {path, NULL, 0, NULL};

    file.problem = copy(walk->arena, problem);
    if (file.problem == NULL)
        return nx_fail_memory(err);
    return add(walk, &file, err);
}

static newsidx_status add_errno(walker *walk, const char *path, int code,
                                newsidx_error *err)
{
    char reason[80];

    return add_problem(walk, path, nx_input_reason(code, reason), err);
}

/* `absolute` is NULL if it has to be asked for. */
static newsidx_status add_file(walker *walk, const char *path,
                               const char *absolute, const struct stat *about,
                               newsidx_error *err)
{
    nx_walk_file file = {path, absolute, (uint64_t)about->st_size, NULL};

    if (walk->options.since != 0 && S_ISREG(about->st_mode) &&
        (int64_t)about->st_mtime < walk->options.since)
        return NEWSIDX_OK;
    if (access(path, R_OK) != 0)
        return add_errno(walk, path, errno, err);
    if (absolute == NULL && realpath(path, walk->resolved) != NULL) {
        file.absolute = copy(walk->arena, walk->resolved);
        if (file.absolute == NULL)
            return nx_fail_memory(err);
    }
    return add(walk, &file, err);
}

static int compare_names(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;

    return strcmp(*left, *right);
}

/* Read the names of an open folder; those that begin with a dot are left. */
static newsidx_status read_names(walker *walk, DIR *folder, frame *into,
                                 int *out_code, newsidx_error *err)
{
    void *names = NULL;
    size_t capacity = 0;
    newsidx_status status = NEWSIDX_OK;

    *out_code = 0;
    for (;;) {
        const struct dirent *entry;
        const char *name;

        errno = 0;
        entry = readdir(folder);
        if (entry == NULL)
            break;
        if (entry->d_name[0] == '.')
            continue;
        name = copy(&walk->scratch, entry->d_name);
        if (name == NULL ||
            !nx_grow(&names, &capacity, into->count + 1, sizeof name)) {
            status = nx_fail_memory(err);
            break;
        }
        into->names = names;
        into->names[into->count++] = name;
    }
    if (status >= 0)
        *out_code = errno;
    into->names = names;
    return status;
}

/* Begin a folder. `path` and `absolute` live in one of the arenas. */
static newsidx_status enter(walker *walk, const char *path,
                            const char *absolute, const struct stat *about,
                            newsidx_error *err)
{
    frame *top = &walk->frames[walk->depth];
    newsidx_status status;
    int code;
    DIR *folder;

    if (walk->depth == DEEPEST)
        return add_problem(walk, path, "folders are nested deeper than 64",
                           err);
    status = note_folder(walk, about, err);
    if (status != NEWSIDX_OK)
        return status < 0 ? status : NEWSIDX_OK;
    folder = opendir(path);
    if (folder == NULL)
        return add_errno(walk, path, errno, err);
    *top = (frame){path, absolute, NULL, 0, 0};
    walk->depth++;
    status = read_names(walk, folder, top, &code, err);
    closedir(folder);
    if (status < 0)
        return status;
    if (top->names != NULL)
        qsort(top->names, top->count, sizeof *top->names, compare_names);
    if (code != 0)
        return add_errno(walk, path, code, err);
    return NEWSIDX_OK;
}

/* One name of the innermost folder. */
static newsidx_status visit(walker *walk, const frame *top, const char *name,
                            newsidx_error *err)
{
    const char *path = join(walk->arena, top->path, name);
    const char *absolute = NULL;
    struct stat about;
    bool is_link;

    if (path == NULL)
        return nx_fail_memory(err);
    if (lstat(path, &about) != 0)
        return add_errno(walk, path, errno, err);
    is_link = S_ISLNK(about.st_mode);
    if (is_link && !walk->options.follows_links)
        return NEWSIDX_OK;
    if (is_link && stat(path, &about) != 0)
        return add_errno(walk, path, errno, err);
    if (!S_ISDIR(about.st_mode) && !S_ISREG(about.st_mode))
        return NEWSIDX_OK; /* a device, a socket */
    if (!is_link && top->absolute != NULL) {
        absolute = join(walk->arena, top->absolute, name);
        if (absolute == NULL)
            return nx_fail_memory(err);
    }
    if (S_ISDIR(about.st_mode))
        return enter(walk, path, absolute, &about, err);
    return add_file(walk, path, absolute, &about, err);
}

static void leave(walker *walk)
{
    frame *top = &walk->frames[--walk->depth];

    nx_free(top->names);
    top->names = NULL;
}

/* One of the paths that the caller gave. */
static newsidx_status walk_path(walker *walk, const char *given,
                                newsidx_error *err)
{
    const char *path = copy(walk->arena, given);
    const char *absolute = NULL;
    struct stat about;
    newsidx_status status;

    if (path == NULL)
        return nx_fail_memory(err);
    if (stat(path, &about) != 0)
        return add_errno(walk, path, errno, err);
    if (S_ISREG(about.st_mode) || S_ISFIFO(about.st_mode))
        return add_file(walk, path, NULL, &about, err);
    if (!S_ISDIR(about.st_mode))
        return add_problem(walk, path, "neither a file nor a folder", err);
    if (realpath(path, walk->resolved) != NULL) {
        absolute = copy(&walk->scratch, walk->resolved);
        if (absolute == NULL)
            return nx_fail_memory(err);
    }
    status = enter(walk, path, absolute, &about, err);
    while (status >= 0 && walk->depth > 0) {
        frame *top = &walk->frames[walk->depth - 1];

        if (top->next == top->count)
            leave(walk);
        else
            status = visit(walk, top, top->names[top->next++], err);
    }
    return status;
}

newsidx_status nx_walk(const char *const *paths, size_t path_count,
                       const nx_walk_options *options, nx_arena *arena,
                       nx_walk_file **out_files, size_t *out_count,
                       newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    walker *walk = nx_new(walker);

    *out_files = NULL;
    *out_count = 0;
    if (walk == NULL)
        return nx_fail_memory(err);
    if (options != NULL)
        walk->options = *options;
    walk->arena = arena;
    nx_arena_init(&walk->scratch);
    for (size_t i = 0; i < path_count && status >= 0; i++)
        status = walk_path(walk, paths[i], err);
    if (status < 0)
        goto cleanup;
    *out_files = nx_arena_array(arena, walk->count, sizeof **out_files);
    if (*out_files == NULL) {
        status = nx_fail_memory(err);
        goto cleanup;
    }
    if (walk->count > 0)
        memcpy(*out_files, walk->files, walk->count * sizeof **out_files);
    *out_count = walk->count;

cleanup:
    while (walk->depth > 0)
        leave(walk);
    nx_arena_finish(&walk->scratch);
    nx_free(walk->files);
    nx_free(walk->slots);
    nx_free(walk->entered.slots);
    nx_free(walk);
    return status;
}
