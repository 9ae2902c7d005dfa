#include "measure.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

void bench_die(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fflush(stdout);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

double bench_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1000.0 + (double)now.tv_nsec / 1e6;
}

void *bench_alloc(size_t length)
{
    return bench_realloc(NULL, length);
}

void *bench_realloc(void *memory, size_t length)
{
    void *moved = realloc(memory, length == 0 ? 1 : length);

    if (moved == NULL)
        bench_die("no memory for %zu bytes", length);
    return moved;
}

char *bench_copy(const char *bytes, size_t length)
{
    char *copy = bench_alloc(length + 1);

    memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

char *bench_join(const char *folder, const char *name)
{
    size_t length = strlen(folder) + strlen(name) + 2;
    char *path = bench_alloc(length);

    snprintf(path, length, "%s/%s", folder, name);
    return path;
}

void bench_times_add(bench_times *times, double value_ms)
{
    if (times->count == times->capacity) {
        times->capacity = times->capacity == 0 ? 512 : times->capacity * 2;
        times->values_ms = bench_realloc(
            times->values_ms, times->capacity * sizeof(*times->values_ms));
    }
    times->values_ms[times->count++] = value_ms;
}

static int compare_doubles(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;

    return (left > right) - (left < right);
}

double bench_times_percentile(const bench_times *times, double share)
{
    size_t number;

    if (times->count == 0)
        return 0.0;
    qsort(times->values_ms, times->count, sizeof(*times->values_ms),
          compare_doubles);
    number = (size_t)((double)times->count * share);
    if (number >= times->count)
        number = times->count - 1;
    return times->values_ms[number];
}

void bench_times_finish(bench_times *times)
{
    free(times->values_ms);
    memset(times, 0, sizeof(*times));
}

/* Call `visit` for each file of a folder. */
static void each_file(const char *folder,
                      void (*visit)(const char *path, void *user), void *user)
{
    DIR *open_folder = opendir(folder);
    const struct dirent *entry;

    if (open_folder == NULL)
        return;
    for (;;) {
        char *path;

        entry = readdir(open_folder);
        if (entry == NULL)
            break;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        path = bench_join(folder, entry->d_name);
        visit(path, user);
        free(path);
    }
    closedir(open_folder);
}

static void add_bytes(const char *path, void *user)
{
    uint64_t *total = user;
    struct stat state;

    if (stat(path, &state) == 0)
        *total += (uint64_t)state.st_size;
}

static void remove_file(const char *path, void *user)
{
    (void)user;
    unlink(path);
}

uint64_t bench_path_bytes(const char *path)
{
    struct stat state;
    uint64_t total = 0;

    if (stat(path, &state) != 0)
        return 0;
    if (S_ISDIR(state.st_mode))
        each_file(path, add_bytes, &total);
    else
        total = (uint64_t)state.st_size;
    return total;
}

static const char *const beside[] = {"", "-wal", "-shm", "-journal", ".lock"};

/* Visit an SQLite file and what belongs to it. */
static void each_database_file(const char *path,
                               void (*visit)(const char *path, void *user),
                               void *user)
{
    size_t length = strlen(path) + 16;
    char *name = bench_alloc(length);

    for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
        snprintf(name, length, "%s%s", path, beside[i]);
        visit(name, user);
    }
    free(name);
}

uint64_t bench_database_bytes(const char *path)
{
    uint64_t total = 0;

    each_database_file(path, add_bytes, &total);
    return total;
}

void bench_database_remove(const char *path)
{
    each_database_file(path, remove_file, NULL);
}

void bench_folder_remove(const char *path)
{
    each_file(path, remove_file, NULL);
    rmdir(path);
}
