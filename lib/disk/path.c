/* realpath() is of the X/Open part of POSIX. */
#define _XOPEN_SOURCE 700

#include "disk/path.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

newsidx_status nx_path_resolve(const char *path, char **out_path,
                               newsidx_error *err)
{
    char folder[PATH_MAX], resolved[PATH_MAX];
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    size_t length = (size_t)(name - path);
    char *with_slash;

    *out_path = NULL;
    if (*name == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "\"%s\" names no file", path);
    if (length >= sizeof folder)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "the path is too long");
    memcpy(folder, path, length);
    folder[length] = '\0';
    if (realpath(length > 0 ? folder : ".", resolved) == NULL)
        return nx_fail_system(err, NEWSIDX_ERR_IO, errno,
                              "can't find the folder of %s: %s", path,
                              strerror(errno));
    with_slash = nx_path_beside(resolved, resolved[1] == '\0' ? "" : "/");
    if (with_slash != NULL)
        *out_path = nx_path_beside(with_slash, name);
    nx_free(with_slash);
    return *out_path != NULL ? NEWSIDX_OK : nx_fail_memory(err);
}

char *nx_path_beside(const char *path, const char *ending)
{
    size_t length = strlen(path) + strlen(ending) + 1;
    char *beside = nx_alloc(length);

    if (beside != NULL)
        snprintf(beside, length, "%s%s", path, ending);
    return beside;
}

bool nx_path_is_beside(const char *path, const char *other)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal",
                                          ".lock"};
    const size_t length = strlen(path);

    if (strncmp(path, other, length) != 0)
        return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strcmp(other + length, endings[i]) == 0)
            return true;
    return false;
}

int64_t nx_path_length(const char *path, const char *ending)
{
    char *beside = nx_path_beside(path, ending);
    struct stat about;
    int64_t length = -1;

    if (beside != NULL && lstat(beside, &about) == 0)
        length = (int64_t)about.st_size;
    nx_free(beside);
    return length;
}

newsidx_status nx_path_mark(const char *path, nx_file_mark *out,
                            newsidx_error *err)
{
    struct stat about;

    memset(out, 0, sizeof *out);
    if (lstat(path, &about) != 0)
        return nx_fail_system(err, NEWSIDX_ERR_IO, errno, "can't open %s: %s",
                              path, strerror(errno));
    if (!S_ISREG(about.st_mode))
        return nx_fail(err, NEWSIDX_ERR_IO,
                       "%s is no file, or a link: name the file itself", path);
    out->device = (uint64_t)about.st_dev;
    out->number = (uint64_t)about.st_ino;
    out->length = (int64_t)about.st_size;
    out->changed_s = (int64_t)about.st_ctim.tv_sec;
    out->changed_ns = (int64_t)about.st_ctim.tv_nsec;
    return NEWSIDX_OK;
}

newsidx_status nx_path_make_file(const char *path, bool *out_made,
                                 newsidx_error *err)
{
    newsidx_status status = NEWSIDX_ERR_IO;
    int file =
        open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

    *out_made = file >= 0;
    if (file >= 0) {
        close(file);
        return NEWSIDX_OK;
    }
    if (errno == EEXIST)
        return NEWSIDX_OK;
    if (errno == ENOSPC || errno == EDQUOT)
        status = NEWSIDX_ERR_FULL;
    return nx_fail_system(err, status, errno, "can't make %s: %s", path,
                          strerror(errno));
}
