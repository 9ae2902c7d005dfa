#include "disk/raw_pages.h"

#include "base/memory.h"
#include "disk/path.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The log: a header, then frames of a header and a page. */
#define LOG_HEADER_BYTES 32
#define FRAME_HEADER_BYTES 24
#define FRAME_BYTES ((uint64_t)FRAME_HEADER_BYTES + NX_RAW_PAGE_BYTES)
#define LOG_MAGIC 0x377f0682u

/* Pages of 16 KiB that a file may have. */
#define MOST_PAGES UINT32_C(0x7ffffffe)

/* All bytes that there are of `length`; fewer behind the end. -1: an error. */
static ssize_t read_at(int file, void *out, size_t length, uint64_t offset)
{
    size_t done = 0;

    while (done < length) {
        const ssize_t step = pread(file, (char *)out + done, length - done,
                                   (off_t)(offset + done));

        if (step < 0 && errno == EINTR)
            continue;
        if (step < 0)
            return -1;
        if (step == 0)
            break;
        done += (size_t)step;
    }
    return (ssize_t)done;
}

/* ----------------------------------------------------------- the log ---- */

typedef struct log_reader {
    int file;
    bool is_big_endian; /* the words that are summed up */
    uint32_t sums[2];
    unsigned char salt[8];
    unsigned char frame[FRAME_BYTES];
} log_reader;

/* SQLite's sum of a whole number of pairs of words. */
static void add_up(log_reader *in, const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i + 8 <= length; i += 8) {
        uint32_t words[2];

        for (size_t j = 0; j < 2; j++) {
            const unsigned char *at = bytes + i + 4 * j;

            words[j] = in->is_big_endian
                           ? nx_raw_number(at, 4)
                           : (uint32_t)at[3] << 24 | (uint32_t)at[2] << 16 |
                                 (uint32_t)at[1] << 8 | at[0];
        }
        in->sums[0] += words[0] + in->sums[1];
        in->sums[1] += words[1] + in->sums[0];
    }
}

static bool has_sums(const log_reader *in, const unsigned char *at)
{
    return nx_raw_number(at, 4) == in->sums[0] &&
           nx_raw_number(at + 4, 4) == in->sums[1];
}

static bool begin_log(log_reader *in, int file)
{
    unsigned char header[LOG_HEADER_BYTES];
    uint32_t magic;

    in->file = file;
    if (read_at(file, header, sizeof header, 0) != LOG_HEADER_BYTES)
        return false;
    magic = nx_raw_number(header, 4);
    if ((magic & ~1u) != LOG_MAGIC ||
        nx_raw_number(header + 8, 4) != NX_RAW_PAGE_BYTES)
        return false;
    in->is_big_endian = (magic & 1) != 0;
    memcpy(in->salt, header + 16, sizeof in->salt);
    in->sums[0] = 0;
    in->sums[1] = 0;
    add_up(in, header, 24);
    return has_sums(in, header + 24);
}

/* Step to the frame at `offset`. Where one is not valid the log is over: what
 * follows is of an earlier round. */
static bool next_frame(log_reader *in, uint64_t offset, uint32_t *out_page,
                       uint32_t *out_commit)
{
    if (read_at(in->file, in->frame, FRAME_BYTES, offset) !=
            (ssize_t)FRAME_BYTES ||
        memcmp(in->frame + 8, in->salt, sizeof in->salt) != 0)
        return false;
    add_up(in, in->frame, 8);
    add_up(in, in->frame + FRAME_HEADER_BYTES, NX_RAW_PAGE_BYTES);
    *out_page = nx_raw_number(in->frame, 4);
    *out_commit = nx_raw_number(in->frame + 4, 4);
    return has_sums(in, in->frame + 16) && *out_page > 0;
}

/* How far commits reach in the log, and how many pages the file has then. */
static uint64_t find_end(log_reader *in, int file, uint32_t *out_count)
{
    uint64_t offset = LOG_HEADER_BYTES;
    uint64_t end = 0;
    uint32_t page, commit;

    if (!begin_log(in, file))
        return 0;
    while (next_frame(in, offset, &page, &commit)) {
        offset += FRAME_BYTES;
        if (commit == 0)
            continue;
        end = offset;
        *out_count = commit;
    }
    return end;
}

static newsidx_status read_log(nx_raw_pages *pages, newsidx_error *err)
{
    log_reader *in = nx_new(log_reader);
    uint32_t count = 0;
    uint32_t page, commit;
    uint64_t end;

    if (in == NULL)
        return nx_fail_memory(err);
    end = find_end(in, pages->log, &count);
    if (end == 0 || count > MOST_PAGES) {
        nx_free(in);
        return NEWSIDX_OK;
    }
    pages->count = count;
    pages->places = nx_alloc_zeroed((size_t)count + 1, sizeof *pages->places);
    if (pages->places != NULL && begin_log(in, pages->log))
        for (uint64_t offset = LOG_HEADER_BYTES;
             offset < end && next_frame(in, offset, &page, &commit);
             offset += FRAME_BYTES)
            if (page <= count)
                pages->places[page] = offset + FRAME_HEADER_BYTES;
    nx_free(in);
    return pages->places != NULL ? NEWSIDX_OK : nx_fail_memory(err);
}

/* ---------------------------------------------------------- the file ---- */

static newsidx_status open_log(nx_raw_pages *pages, const char *path,
                               newsidx_error *err)
{
    char *beside = nx_path_beside(path, "-wal");

    if (beside == NULL)
        return nx_fail_memory(err);
    pages->log = open(beside, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    nx_free(beside);
    return pages->log >= 0 ? read_log(pages, err) : NEWSIDX_OK;
}

newsidx_status nx_raw_pages_open(nx_raw_pages *pages, const char *path,
                                 newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    struct stat about = {.st_size = 0};

    *pages = (nx_raw_pages){.file = -1, .log = -1};
    pages->file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (pages->file < 0 || fstat(pages->file, &about) != 0)
        status = nx_fail_system(err, NEWSIDX_ERR_IO, errno, "can't read %s: %s",
                                path, strerror(errno));
    else if (!S_ISREG(about.st_mode))
        status = nx_fail(err, NEWSIDX_ERR_NOT_AN_INDEX, "%s is no file", path);
    else if ((uint64_t)about.st_size / NX_RAW_PAGE_BYTES >= MOST_PAGES)
        status = nx_fail(err, NEWSIDX_ERR_LIMIT, "%s is too long", path);
    if (status >= 0) {
        pages->count =
            (uint32_t)(((uint64_t)about.st_size + NX_RAW_PAGE_BYTES - 1) /
                       NX_RAW_PAGE_BYTES);
        status = open_log(pages, path, err);
    }
    if (status < 0)
        nx_raw_pages_close(pages);
    return status;
}

void nx_raw_pages_close(nx_raw_pages *pages)
{
    if (pages->file >= 0)
        close(pages->file);
    if (pages->log >= 0)
        close(pages->log);
    nx_free(pages->places);
    *pages = (nx_raw_pages){.file = -1, .log = -1};
}

bool nx_raw_pages_read(nx_raw_pages *pages, uint32_t number, unsigned char *out)
{
    const bool is_logged = pages->places != NULL && number <= pages->count &&
                           pages->places[number] != 0;
    ssize_t length;

    if (number == 0 || number > pages->count)
        return false;
    length = is_logged ? read_at(pages->log, out, NX_RAW_PAGE_BYTES,
                                 pages->places[number])
                       : read_at(pages->file, out, NX_RAW_PAGE_BYTES,
                                 (uint64_t)(number - 1) * NX_RAW_PAGE_BYTES);
    if (length < 0) {
        pages->unreadable_count++;
        return false;
    }
    memset(out + length, 0, NX_RAW_PAGE_BYTES - (size_t)length);
    return true;
}
