#include "watch.h"

#include "report.h"
#include "signals.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

/* How long nothing must come before what came is handed on, and how often to
 * look whether Ctrl-C was pressed. */
#define QUIET_MS 300
#define LOOK_MS 200

/* Then files are handed on though more are coming. */
#define FILES_MAX 10000

#define DEEPEST 64

#define WANTED                                                                 \
    (IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR | IN_DONT_FOLLOW)

typedef struct watched {
    int number; /* the kernel's */
    char *folder;
    char *file; /* only this one of it; NULL: all */
} watched;

struct nq_watch {
    int descriptor;
    watched *places;
    size_t place_count;
    char **files; /* that are whole */
    size_t file_count;
    const char *const *roots;
    size_t root_count;
    bool has_overflowed;
    bool has_failed;
};

static char *join(const char *folder, const char *name)
{
    nq_buffer path = BUFFER_INIT;
    size_t length = strlen(folder);
    buffer_add_string(&path, folder);
    if (length > 0 && folder[length - 1] != '/')
        buffer_add_string(&path, "/");
    buffer_add_string(&path, name);
    return path.bytes;
}

static void add_file(nq_watch *watch, char *path)
{
    for (size_t i = watch->file_count; i > 0; i--) {
        if (strcmp(watch->files[i - 1], path) == 0) {
            memory_free(path);
            return;
        }
    }
    watch->files =
        memory_grow(watch->files, watch->file_count + 1, sizeof(char *));
    watch->files[watch->file_count++] = path;
}

static bool add_place(nq_watch *watch, const char *folder, const char *file)
{
    int number = inotify_add_watch(watch->descriptor, folder, WANTED);
    if (number < 0) {
        report("%s can't be watched: %s", folder, strerror(errno));
        watch->has_failed = true;
        return false;
    }
    watch->places =
        memory_grow(watch->places, watch->place_count + 1, sizeof(watched));
    watch->places[watch->place_count++] =
        (watched){number, memory_copy(folder), memory_copy(file)};
    return true;
}

/* A folder and those in it. Files of one that is new may have come before it
 * was watched, so they are taken as they are. */
static void add_folder(nq_watch *watch, const char *path, bool is_new,
                       size_t depth)
{
    DIR *folder = NULL;
    if (depth <= DEEPEST && add_place(watch, path, NULL))
        folder = opendir(path);
    if (folder == NULL)
        return;
    for (;;) {
        const struct dirent *entry = readdir(folder);
        if (entry == NULL)
            break;
        if (entry->d_name[0] == '.')
            continue;
        struct stat about;
        char *inside = join(path, entry->d_name);
        bool is_there = lstat(inside, &about) == 0;
        if (is_there && S_ISDIR(about.st_mode))
            add_folder(watch, inside, is_new, depth + 1);
        if (is_there && is_new && S_ISREG(about.st_mode))
            add_file(watch, inside);
        else
            memory_free(inside);
    }
    closedir(folder);
}

static void add_root(nq_watch *watch, const char *path)
{
    struct stat about;
    if (stat(path, &about) == 0 && S_ISDIR(about.st_mode)) {
        add_folder(watch, path, false, 0);
        return;
    }
    const char *slash = strrchr(path, '/');
    char *folder = memory_copy(slash == NULL ? "." : path);
    if (slash != NULL)
        folder[slash == path ? 1 : slash - path] = '\0';
    add_place(watch, folder, slash == NULL ? path : slash + 1);
    memory_free(folder);
}

nq_watch *watch_open(const char *const *paths, size_t path_count)
{
    nq_watch *watch = memory_new(sizeof(*watch));
    watch->roots = paths;
    watch->root_count = path_count;
    watch->descriptor = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (watch->descriptor < 0) {
        report("folders can't be watched: %s", strerror(errno));
        watch->has_failed = true;
    }
    for (size_t i = 0; i < path_count && !watch->has_failed; i++)
        add_root(watch, paths[i]);
    if (watch->has_failed) {
        watch_close(watch);
        return NULL;
    }
    return watch;
}

static const watched *find_place(const nq_watch *watch, int number)
{
    /* The kernel's number of a place that was left may be given again. */
    for (size_t i = watch->place_count; i > 0; i--) {
        if (watch->places[i - 1].number == number)
            return &watch->places[i - 1];
    }
    return NULL;
}

static void take_event(nq_watch *watch, const struct inotify_event *event)
{
    if ((event->mask & IN_Q_OVERFLOW) != 0) {
        watch->has_overflowed = true;
        return;
    }
    const watched *place = find_place(watch, event->wd);
    if (place == NULL || event->len == 0 || event->name[0] == '.' ||
        (place->file != NULL && strcmp(place->file, event->name) != 0))
        return;
    char *path = join(place->folder, event->name);
    if ((event->mask & IN_ISDIR) != 0) {
        if (place->file == NULL)
            add_folder(watch, path, true, 0);
        memory_free(path);
    } else if ((event->mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) != 0) {
        add_file(watch, path);
    } else {
        memory_free(path);
    }
}

static void read_events(nq_watch *watch)
{
    union {
        struct inotify_event event; /* for its alignment */
        char bytes[16 * 1024];
    } room;
    for (;;) {
        ssize_t length =
            read(watch->descriptor, room.bytes, sizeof(room.bytes));
        if (length <= 0)
            return;
        for (size_t offset = 0; offset < (size_t)length;) {
            const struct inotify_event *event =
                (const struct inotify_event *)(room.bytes + offset);
            take_event(watch, event);
            offset += sizeof(*event) + event->len;
        }
    }
}

static void forget_files(nq_watch *watch)
{
    for (size_t i = 0; i < watch->file_count; i++)
        memory_free(watch->files[i]);
    watch->file_count = 0;
    watch->has_overflowed = false;
}

bool watch_wait(nq_watch *watch, const char *const **out_paths,
                size_t *out_count)
{
    forget_files(watch);
    for (;;) {
        bool has_some = watch->file_count > 0 || watch->has_overflowed;
        struct pollfd input = {watch->descriptor, POLLIN, 0};
        int ready = poll(&input, 1, has_some ? QUIET_MS : LOOK_MS);
        if (signals_interrupted())
            return false;
        if (ready > 0)
            read_events(watch);
        if ((ready == 0 && has_some) || watch->file_count >= FILES_MAX)
            break;
    }
    *out_paths = watch->has_overflowed ? watch->roots
                                       : (const char *const *)watch->files;
    *out_count = watch->has_overflowed ? watch->root_count : watch->file_count;
    return true;
}

void watch_close(nq_watch *watch)
{
    if (watch == NULL)
        return;
    if (watch->descriptor >= 0)
        close(watch->descriptor);
    for (size_t i = 0; i < watch->place_count; i++) {
        memory_free(watch->places[i].folder);
        memory_free(watch->places[i].file);
    }
    forget_files(watch);
    memory_free(watch->places);
    memory_free(watch->files);
    memory_free(watch);
}
