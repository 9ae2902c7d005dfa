/* realpath(3) is of the X/Open edition. */
#define _XOPEN_SOURCE 700

#include "api/quarantine.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/str.h"
#include "ingest/input.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK_BYTES ((size_t)64 * 1024)
#define MOST_BYTES ((uint64_t)64 * 1024 * 1024)

/* After so many lines on their own, the file they are of is copied. */
#define MOST_LINES 1000

/* What is kept of a file's own name. */
#define MOST_NAME_BYTES 100

struct nx_quarantine {
    int folder;
    int list;
    size_t line_count;
    nx_buf name;
    nx_buf row;
    char chunk[CHUNK_BYTES];
    char path[PATH_MAX]; /* of the folder, absolute; empty: not known */
};

static newsidx_status fail_errno(const char *what, newsidx_error *err)
{
    const int code = errno;
    char reason[80];

    return nx_fail_system(
        err,
        code == ENOSPC || code == EDQUOT ? NEWSIDX_ERR_FULL : NEWSIDX_ERR_IO,
        code, "quarantine: %s: %s", what, nx_input_reason(code, reason));
}

static newsidx_status write_all(int file, const char *bytes, size_t length,
                                newsidx_error *err)
{
    while (length > 0) {
        const ssize_t written = write(file, bytes, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return fail_errno("can't be written", err);
        bytes += written;
        length -= (size_t)written;
    }
    return NEWSIDX_OK;
}

static newsidx_status open_list(nx_quarantine *quarantine, newsidx_error *err)
{
    static const char titles[] = "copy\tfile\tmember\tline\tbyte\treason\n";
    struct stat about;

    quarantine->list = openat(quarantine->folder, "index.tsv",
                              O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW |
                                  O_CLOEXEC | O_NONBLOCK,
                              0600);
    if (quarantine->list < 0 || fstat(quarantine->list, &about) != 0)
        return fail_errno("index.tsv can't be opened", err);
    if (!S_ISREG(about.st_mode))
        return nx_fail(err, NEWSIDX_ERR_IO, "quarantine: index.tsv is no file");
    if (about.st_size > 0)
        return NEWSIDX_OK;
    return write_all(quarantine->list, titles, sizeof titles - 1, err);
}

newsidx_status nx_quarantine_open(const char *folder,
                                  nx_quarantine **out_quarantine,
                                  newsidx_error *err)
{
    nx_quarantine *quarantine = nx_new(nx_quarantine);
    newsidx_status status;

    *out_quarantine = NULL;
    if (quarantine == NULL)
        return nx_fail_memory(err);
    quarantine->folder = -1;
    quarantine->list = -1;
    nx_buf_init(&quarantine->name, (size_t)4 * MOST_NAME_BYTES);
    nx_buf_init(&quarantine->row, (size_t)1024 * 1024);
    if (mkdir(folder, 0700) == 0 || errno == EEXIST)
        quarantine->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (quarantine->folder < 0) {
        status = fail_errno("the folder can't be opened", err);
    } else {
        if (realpath(folder, quarantine->path) == NULL)
            quarantine->path[0] = '\0';
        status = open_list(quarantine, err);
    }
    if (status < 0) {
        nx_quarantine_close(quarantine);
        return status;
    }
    *out_quarantine = quarantine;
    return NEWSIDX_OK;
}

void nx_quarantine_close(nx_quarantine *quarantine)
{
    if (quarantine == NULL)
        return;
    if (quarantine->list >= 0)
        close(quarantine->list);
    if (quarantine->folder >= 0)
        close(quarantine->folder);
    nx_buf_finish(&quarantine->name);
    nx_buf_finish(&quarantine->row);
    nx_free(quarantine);
}

bool nx_quarantine_owns(const nx_quarantine *quarantine, const char *absolute)
{
    size_t length;

    if (quarantine == NULL || quarantine->path[0] == '\0')
        return false;
    length = strlen(quarantine->path);
    return strncmp(absolute, quarantine->path, length) == 0 &&
           absolute[length] == '/';
}

/* Name the copy by what it is one of: another content, another name. */
static void make_name(nx_buf *name, const struct stat *about, const char *path,
                      const newsidx_problem *line)
{
    const int64_t what[] = {(int64_t)about->st_dev, (int64_t)about->st_ino,
                            (int64_t)about->st_size, (int64_t)about->st_mtime};
    const char *stroke = strrchr(path, '/');

    nx_buf_clear(name);
    nx_buf_add_format(name, "%016" PRIx64 "-", nx_hash64(what, sizeof what, 0));
    if (stroke != NULL)
        path = stroke + 1;
    for (size_t i = 0; i < MOST_NAME_BYTES && path[i] != '\0'; i++) {
        const bool is_safe = nx_is_alpha(path[i]) || nx_is_digit(path[i]) ||
                             path[i] == '.' || path[i] == '_';

        nx_buf_add_byte(name, is_safe ? path[i] : '_');
    }
    if (line != NULL)
        nx_buf_add_format(name, "-%" PRIu64, line->line);
}

/* The bytes of `from`, as far as the line's end if it is one. *out_whole is
 * false if it is longer than a copy may be, or can't be read. */
static newsidx_status copy_bytes(nx_quarantine *quarantine, int from, int to,
                                 bool is_line, bool *out_whole,
                                 newsidx_error *err)
{
    uint64_t total = 0;
    newsidx_status status = NEWSIDX_OK;
    const char *end = NULL;

    *out_whole = false;
    while (status >= 0 && end == NULL && total <= MOST_BYTES) {
        size_t length;
        const ssize_t got = read(from, quarantine->chunk, CHUNK_BYTES);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            *out_whole = got == 0;
            return status;
        }
        length = (size_t)got;
        if (is_line)
            end = memchr(quarantine->chunk, '\n', length);
        if (end != NULL)
            length = (size_t)(end - quarantine->chunk) + 1;
        total += length;
        status = write_all(to, quarantine->chunk, length, err);
    }
    *out_whole = end != NULL && total <= MOST_BYTES;
    return status;
}

/* Copy under the name that was made. *out_is_there says whether there is one
 * now, or was before. */
static newsidx_status copy_file(nx_quarantine *quarantine, int from,
                                bool is_line, bool *out_is_there,
                                newsidx_error *err)
{
    const char *name = quarantine->name.bytes;
    newsidx_status status;
    const int to =
        openat(quarantine->folder, name,
               O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

    *out_is_there = to < 0 && errno == EEXIST;
    if (*out_is_there)
        return NEWSIDX_OK;
    if (to < 0)
        return fail_errno("a copy can't be made", err);
    status = copy_bytes(quarantine, from, to, is_line, out_is_there, err);
    if (close(to) != 0 && status >= 0)
        status = fail_errno("a copy can't be written", err);
    if (status < 0 || !*out_is_there)
        unlinkat(quarantine->folder, name, 0);
    return status;
}

/* Make the copy, and leave its name in quarantine->name; "-" if there can be
 * none. */
static newsidx_status copy(nx_quarantine *quarantine,
                           const newsidx_problem *problem, const char *path,
                           size_t start, newsidx_error *err)
{
    const bool is_line =
        start != NEWSIDX_NO_OFFSET && quarantine->line_count < MOST_LINES;
    newsidx_status status = NEWSIDX_OK;
    bool is_there = false;
    struct stat about;
    int from = -1;

    if (path != NULL)
        from = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (from >= 0 && fstat(from, &about) == 0 && S_ISREG(about.st_mode) &&
        (is_line ? lseek(from, (off_t)start, SEEK_SET) >= 0
                 : (uint64_t)about.st_size <= MOST_BYTES)) {
        quarantine->line_count += is_line ? 1 : 0;
        make_name(&quarantine->name, &about, path, is_line ? problem : NULL);
        status = quarantine->name.status < 0
                     ? nx_fail_memory(err)
                     : copy_file(quarantine, from, is_line, &is_there, err);
    }
    if (from >= 0)
        close(from);
    if (status >= 0 && !is_there) {
        nx_buf_clear(&quarantine->name);
        nx_buf_add_byte(&quarantine->name, '-');
    }
    return status;
}

/* A cell of the list: what would end it is written as in C. */
static void add_cell(nx_buf *row, newsidx_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        const unsigned char byte = (unsigned char)text.bytes[i];

        if (byte == '\\')
            nx_buf_add_string(row, "\\\\");
        else if (byte < 0x20 || byte == 0x7F)
            nx_buf_add_format(row, "\\x%02x", byte);
        else
            nx_buf_add_byte(row, (char)byte);
    }
    nx_buf_add_byte(row, '\t');
}

static void add_number(nx_buf *row, bool is_known, uint64_t number)
{
    if (is_known)
        nx_buf_add_format(row, "%" PRIu64, number);
    nx_buf_add_byte(row, '\t');
}

newsidx_status nx_quarantine_add(nx_quarantine *quarantine,
                                 const newsidx_problem *problem,
                                 const char *path, size_t start,
                                 newsidx_error *err)
{
    nx_buf *row = &quarantine->row;
    newsidx_status status = copy(quarantine, problem, path, start, err);

    if (status < 0)
        return status;
    nx_buf_clear(row);
    add_cell(row, nx_buf_text(&quarantine->name));
    add_cell(row, problem->file);
    add_cell(row, problem->member);
    add_number(row, problem->line > 0, problem->line);
    add_number(row, problem->offset != NEWSIDX_NO_OFFSET, problem->offset);
    add_cell(row, problem->reason);
    if (row->status < 0)
        return nx_fail_memory(err);
    /* One write, so that lines of two imports don't mix. */
    row->bytes[row->length - 1] = '\n';
    return write_all(quarantine->list, row->bytes, row->length, err);
}
