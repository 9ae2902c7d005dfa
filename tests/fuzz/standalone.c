/*
 * Give files to a fuzz target without libFuzzer: each argument is a file, or a
 * folder whose files are taken. Exits with 0 if none crashed.
 */
#include <dirent.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

/* No deeper folder of a corpus has files of its own. */
#define DEEPEST 8

static unsigned long count;

static void fail(const char *path)
{
    perror(path);
    exit(1);
}

/* The buffer has the very length, so that sanitizers see a byte too far. */
static void run_file(const char *path, size_t length)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(length > 0 ? length : 1);

    if (file == NULL || data == NULL || fread(data, 1, length, file) != length)
        fail(path);
    fclose(file);
    LLVMFuzzerTestOneInput(data, length);
    free(data);
    count++;
}

static void run(const char *path, int depth)
{
    struct stat about;
    const struct dirent *entry;
    DIR *folder;

    if (stat(path, &about) != 0)
        fail(path);
    if (!S_ISDIR(about.st_mode)) {
        run_file(path, (size_t)about.st_size);
        return;
    }
    folder = opendir(path);
    if (folder == NULL || depth == DEEPEST)
        fail(path);
    for (entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        const size_t length = strlen(path) + strlen(entry->d_name) + 2;
        char *below;

        if (entry->d_name[0] == '.')
            continue;
        below = malloc(length);
        if (below == NULL)
            fail(path);
        snprintf(below, length, "%s/%s", path, entry->d_name);
        run(below, depth + 1);
        free(below);
    }
    closedir(folder);
}

int main(int argument_count, char **arguments)
{
    for (int i = 1; i < argument_count; i++)
        run(arguments[i], 0);
    printf("%lu inputs\n", count);
    return 0;
}
