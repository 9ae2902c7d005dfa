/* Sticky folders are of the X/Open part of POSIX. */
#define _XOPEN_SOURCE 700

#include "disk/place.h"

#include "base/memory.h"
#include "disk/path.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#ifdef __linux__
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#endif

#define FILE_TOPIC "file"

/* A log that is written back at 16 MiB, or in a load at 64, and is longer. */
#define LONG_LOG_BYTES ((int64_t)80 * 1024 * 1024)

#define OTHERS_MAY_WRITE (S_IWGRP | S_IWOTH)

static void get_folder(const char *path, char folder[PATH_MAX])
{
    size_t length = (size_t)(strrchr(path, '/') - path);

    /* Without a folder before it the path is "/name". */
    if (length == 0)
        length = 1;
    snprintf(folder, PATH_MAX, "%.*s", (int)length, path);
}

/* ------------------------------------------------------- permissions ---- */

static void examine_mode(const char *path, const struct stat *about,
                         newsidx_findings *to)
{
    struct stat folder_about;
    char folder[PATH_MAX];

    nx_findings_add(to, NEWSIDX_FACT, FILE_TOPIC, "size", "%" PRId64 " bytes",
                    (int64_t)about->st_size);
    nx_findings_add(to, NEWSIDX_FACT, FILE_TOPIC, "mode",
                    "%04o, of the user %ld", (unsigned)(about->st_mode & 07777),
                    (long)about->st_uid);
    if ((about->st_mode & OTHERS_MAY_WRITE) != 0)
        nx_findings_add(to, NEWSIDX_WARNING, FILE_TOPIC, "writers",
                        "others than its owner may write to the file, and an "
                        "index is as trusted as a program: chmod go-w");
    get_folder(path, folder);
    if (stat(folder, &folder_about) == 0 &&
        (folder_about.st_mode & OTHERS_MAY_WRITE) != 0 &&
        (folder_about.st_mode & S_ISVTX) == 0)
        nx_findings_add(to, NEWSIDX_WARNING, FILE_TOPIC, "folder",
                        "others than its owner may write to %s, and so put "
                        "another file in the index's place",
                        folder);
}

/* ------------------------------------------------------- file system ---- */

#ifdef __linux__

typedef struct file_system {
    unsigned long magic; /* as statfs(2) tells it */
    const char *name;
    newsidx_level level;
    const char *remark;
} file_system;

static const char is_remote[] =
    ": on a network, locks and shared memory don't hold: an index there can be "
    "damaged, and nothing is promised";

static const file_system file_systems[] = {
    {0xEF53, "ext2, ext3 or ext4", NEWSIDX_FACT, ""},
    {0x58465342, "XFS", NEWSIDX_FACT, ""},
    {0x9123683E, "Btrfs", NEWSIDX_FACT, ""},
    {0x2FC12FC1, "ZFS", NEWSIDX_FACT, ""},
    {0xF2F52010, "F2FS", NEWSIDX_FACT, ""},
    {0x794C7630, "overlay", NEWSIDX_NOTE,
     ": the first write copies the whole file"},
    {0x01021994, "tmpfs", NEWSIDX_NOTE, ": gone when the machine stops"},
    {0x73717368, "SquashFS", NEWSIDX_NOTE, ": nothing can be written"},
    {0x9660, "ISO 9660", NEWSIDX_NOTE, ": nothing can be written"},
    {0x65735546, "FUSE", NEWSIDX_WARNING,
     ": what is behind it, locks and shared memory may not hold"},
    {0x4D44, "FAT", NEWSIDX_WARNING,
     ": it has no modes, and files up to 4 GiB"},
    {0x6969, "NFS", NEWSIDX_WARNING, is_remote},
    {0x517B, "SMB", NEWSIDX_WARNING, is_remote},
    {0xFF534D42, "CIFS", NEWSIDX_WARNING, is_remote},
    {0xFE534D42, "SMB2", NEWSIDX_WARNING, is_remote},
    {0x01021997, "9P", NEWSIDX_WARNING, is_remote},
    {0x00C36400, "Ceph", NEWSIDX_WARNING, is_remote},
    {0x5346414F, "AFS", NEWSIDX_WARNING, is_remote},
    {0x6B414653, "AFS", NEWSIDX_WARNING, is_remote},
    {0x73757245, "Coda", NEWSIDX_WARNING, is_remote},
    {0x0BD00BD0, "Lustre", NEWSIDX_WARNING, is_remote},
    {0x01161970, "GFS2", NEWSIDX_WARNING, is_remote},
    {0x7461636F, "OCFS2", NEWSIDX_WARNING, is_remote},
};

static void examine_file_system(const char *path, newsidx_findings *to)
{
    struct statfs about;

    if (statfs(path, &about) != 0)
        return;
    for (size_t i = 0; i < sizeof file_systems / sizeof *file_systems; i++) {
        const file_system *at = &file_systems[i];

        /* The type is signed where a long has 32 bits. */
        if (at->magic == ((unsigned long)about.f_type & 0xFFFFFFFFUL)) {
            nx_findings_add(to, at->level, FILE_TOPIC, "file system", "%s%s",
                            at->name, at->remark);
            return;
        }
    }
    nx_findings_add(to, NEWSIDX_NOTE, FILE_TOPIC, "file system",
                    "of the type 0x%lX, which newsidx knows nothing of",
                    (unsigned long)about.f_type & 0xFFFFFFFFUL);
}

#else

static void examine_file_system(const char *path, newsidx_findings *to)
{
    (void)path;
    nx_findings_add(to, NEWSIDX_NOTE, FILE_TOPIC, "file system",
                    "not known on this system; on a network nothing is "
                    "promised");
}

#endif

/* A rebuild writes all but the texts anew before the old is free, and an
 * optimize may copy the file. */
static void examine_space(const char *path, const struct stat *about,
                          newsidx_findings *to)
{
    struct statvfs place;
    uint64_t free_bytes;

    if (statvfs(path, &place) != 0)
        return;
    free_bytes = (uint64_t)place.f_bavail * place.f_frsize;
    if ((place.f_flag & ST_RDONLY) != 0)
        nx_findings_add(to, NEWSIDX_NOTE, FILE_TOPIC, "read only",
                        "the file system can't be written");
    if (free_bytes < (uint64_t)about->st_size)
        nx_findings_add(to, NEWSIDX_WARNING, FILE_TOPIC, "free",
                        "%" PRIu64 " bytes, less than the index: a rebuild or "
                        "optimize may not fit",
                        free_bytes);
    else
        nx_findings_add(to, NEWSIDX_FACT, FILE_TOPIC, "free",
                        "%" PRIu64 " bytes", free_bytes);
}

/* ------------------------------------------------------------- locks ---- */

static void examine_log(const char *path, newsidx_findings *to)
{
    const int64_t log_bytes = nx_path_length(path, "-wal");

    if (log_bytes > LONG_LOG_BYTES)
        nx_findings_add(to, NEWSIDX_NOTE, FILE_TOPIC, "log",
                        "%" PRId64 " bytes: it can't be written back while a "
                        "reader needs what is in it",
                        log_bytes);
    else if (log_bytes >= 0)
        nx_findings_add(to, NEWSIDX_FACT, FILE_TOPIC, "log",
                        "%" PRId64 " bytes are not written back yet",
                        log_bytes);
    if (nx_path_length(path, "-journal") > 0)
        nx_findings_add(to, NEWSIDX_NOTE, FILE_TOPIC, "journal",
                        "a creation or sealing was cut short: the next who "
                        "opens it for writing puts it right");
}

#ifdef __linux__

/* One lock of the system's list. */
typedef struct file_lock {
    const char *kind; /* READ or WRITE, of `kind_length` bytes */
    size_t kind_length;
    long process; /* -1: it is of an open file */
    dev_t device;
    ino_t inode;
} file_lock;

static const char *skip_words(const char *at, int count)
{
    for (int i = 0; i < count; i++) {
        at += strcspn(at, " ");
        at += strspn(at, " ");
    }
    return at;
}

/* "1: POSIX  ADVISORY  READ 815 08:01:4711 124 124" */
static bool parse_lock(const char *line, file_lock *out)
{
    unsigned long major_number, minor_number;
    char *end;

    out->kind = skip_words(line, 3);
    out->kind_length = strcspn(out->kind, " ");
    out->process = strtol(skip_words(out->kind, 1), &end, 10);
    major_number = strtoul(end, &end, 16);
    if (*end != ':')
        return false;
    minor_number = strtoul(end + 1, &end, 16);
    if (*end != ':')
        return false;
    out->inode = (ino_t)strtoul(end + 1, &end, 10);
    out->device = makedev((unsigned)major_number, (unsigned)minor_number);
    return *end == ' ';
}

/* Tell of the lock if it is of the file. */
static void examine_lock(const file_lock *lock, const struct stat *about,
                         const char *what, newsidx_findings *to)
{
    if (lock->inode != about->st_ino || lock->device != about->st_dev)
        return;
    /* The lock of the writers is of an open file, not of a process. */
    if (lock->process > 0)
        nx_findings_add(to, NEWSIDX_FACT, FILE_TOPIC, "lock",
                        "the process %ld has %s open (%.*s)", lock->process,
                        what, (int)lock->kind_length, lock->kind);
    else
        nx_findings_add(to, NEWSIDX_FACT, FILE_TOPIC, "lock",
                        "somebody writes to the index now");
}

static void examine_locks(const char *path, newsidx_findings *to)
{
    static const struct {
        const char *ending;
        const char *what;
    } files[] = {{"", "the index"}, {"-shm", "its log"}, {".lock", "the lock"}};
    FILE *locks = fopen("/proc/locks", "re");
    file_lock lock;
    char line[256];

    if (locks == NULL)
        return;
    while (fgets(line, sizeof line, locks) != NULL) {
        if (!parse_lock(line, &lock))
            continue;
        for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
            char *name = nx_path_beside(path, files[i].ending);
            struct stat about;

            if (name == NULL)
                to->status = NEWSIDX_ERR_MEMORY;
            else if (lstat(name, &about) == 0)
                examine_lock(&lock, &about, files[i].what, to);
            nx_free(name);
        }
    }
    fclose(locks);
}

#else

static void examine_locks(const char *path, newsidx_findings *to)
{
    (void)path;
    (void)to;
}

#endif

void nx_place_examine(const char *path, newsidx_findings *to)
{
    struct stat about;

    nx_findings_add(to, NEWSIDX_FACT, FILE_TOPIC, "path", "%s", path);
    /* Why it can't be opened is told by whoever tries. */
    if (lstat(path, &about) != 0 || !S_ISREG(about.st_mode))
        return;
    examine_mode(path, &about, to);
    examine_file_system(path, to);
    examine_space(path, &about, to);
    examine_log(path, to);
    examine_locks(path, to);
}
