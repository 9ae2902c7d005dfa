#include "api/import_supply.h"

#include "base/str.h"

#ifdef NX_HAVE_FORMATS
#include "formats/worker/worker.h"
#endif

#include <string.h>
#include <sys/stat.h>

/* So much of a stream shows what it is. */
#define HEAD_BYTES ((size_t)8 * 1024)
#define MOST_HEAD_BYTES ((size_t)1024 * 1024 * 1024)

#ifdef NX_HAVE_FORMATS

newsidx_status nx_supply_init(nx_supply *supply,
                              const newsidx_import_options *options,
                              newsidx_isolation *out_isolation,
                              newsidx_error *err)
{
    const bool is_needed = options->isolation == NEWSIDX_ISOLATION_WORKER;
    const nx_worker_options how = {0, options->article_timeout_ms, is_needed};
    newsidx_status status = NEWSIDX_OK;

    memset(supply, 0, sizeof *supply);
    nx_buf_init(&supply->head, MOST_HEAD_BYTES);
    *out_isolation = NEWSIDX_ISOLATION_NONE;
    if (options->isolation != NEWSIDX_ISOLATION_NONE)
        status = nx_worker_new(&how, &supply->worker, is_needed ? err : NULL);
    if (status < 0)
        return is_needed ? status : NEWSIDX_OK;
    if (supply->worker != NULL)
        *out_isolation = nx_worker_is_filtered(supply->worker)
                             ? NEWSIDX_ISOLATION_WORKER
                             : NEWSIDX_ISOLATION_PARTIAL;
    return NEWSIDX_OK;
}

void nx_supply_finish(nx_supply *supply)
{
    nx_supply_close(supply);
    nx_buf_finish(&supply->head);
    nx_worker_free(supply->worker);
    supply->worker = NULL;
}

newsidx_status nx_supply_next(nx_supply *supply, nx_item *item,
                              newsidx_error *err)
{
    return supply->reader != NULL ? nx_reader_next(supply->reader, item, err)
                                  : nx_worker_next(supply->worker, item, err);
}

uint64_t nx_supply_bytes(const nx_supply *supply)
{
    return supply->reader != NULL ? nx_reader_bytes(supply->reader)
                                  : nx_worker_bytes(supply->worker);
}

void nx_supply_close(nx_supply *supply)
{
    nx_reader_free(supply->reader);
    supply->reader = NULL;
    if (supply->worker != NULL)
        nx_worker_close(supply->worker);
}

/* The worker gets what isn't to be read here. */
static bool is_for_worker(nx_supply *supply)
{
    if (supply->worker == NULL || nx_reader_is_trusted(supply->reader))
        return false;
    nx_reader_free(supply->reader);
    supply->reader = NULL;
    return true;
}

/* A pipe can be read but once; the worker reads anything. */
static bool is_pipe(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && !S_ISREG(about.st_mode);
}

newsidx_status nx_supply_open_file(nx_supply *supply, const char *path,
                                   const nx_reader_options *options,
                                   newsidx_error *err)
{
    newsidx_status status;

    if (supply->worker != NULL && is_pipe(path))
        return nx_worker_open_file(supply->worker, path, options, err);
    status = nx_reader_open_file(path, options, &supply->reader, err);
    if (status < 0 || !is_for_worker(supply))
        return status;
    return nx_worker_open_file(supply->worker, path, options, err);
}

/* The beginning again, then the rest. */
static ptrdiff_t read_on(const char **bytes, void *user)
{
    nx_supply *supply = user;
    const newsidx_text replay = supply->replay;

    if (replay.length == 0)
        return supply->is_broken ? -1 : supply->read(bytes, supply->user);
    supply->replay.length = 0;
    *bytes = replay.bytes;
    return (ptrdiff_t)replay.length;
}

/* Only the beginning. */
static ptrdiff_t read_head(const char **bytes, void *user)
{
    nx_supply *supply = user;
    const newsidx_text replay = supply->replay;

    supply->replay.length = 0;
    *bytes = replay.bytes;
    return (ptrdiff_t)replay.length;
}

static newsidx_status keep_head(nx_supply *supply, newsidx_error *err)
{
    ptrdiff_t length = 1;

    nx_buf_clear(&supply->head);
    supply->is_broken = false;
    while (length > 0 && supply->head.length < HEAD_BYTES) {
        const char *bytes = NULL;

        length = supply->read(&bytes, supply->user);
        if (length < 0 || (length > 0 && bytes == NULL))
            supply->is_broken = true;
        if (length < 0 || bytes == NULL)
            break;
        nx_buf_add(&supply->head, bytes, (size_t)length);
    }
    supply->replay = nx_buf_text(&supply->head);
    return supply->head.status < 0 ? nx_fail_memory(err) : NEWSIDX_OK;
}

newsidx_status nx_supply_open(nx_supply *supply, newsidx_read_fn read,
                              void *user, const nx_reader_options *options,
                              newsidx_error *err)
{
    newsidx_status status;
    bool is_worked;

    if (supply->worker == NULL)
        return nx_reader_open(read, user, options, &supply->reader, err);
    supply->read = read;
    supply->user = user;
    status = keep_head(supply, err);
    if (status >= 0)
        status =
            nx_reader_open(read_head, supply, options, &supply->reader, err);
    if (status < 0)
        return status;
    is_worked = is_for_worker(supply);
    nx_reader_free(supply->reader);
    supply->reader = NULL;
    supply->replay = nx_buf_text(&supply->head);
    if (is_worked)
        return nx_worker_open(supply->worker, read_on, supply, options, err);
    return nx_reader_open(read_on, supply, options, &supply->reader, err);
}

#else

newsidx_status nx_supply_init(nx_supply *supply,
                              const newsidx_import_options *options,
                              newsidx_isolation *out_isolation,
                              newsidx_error *err)
{
    memset(supply, 0, sizeof *supply);
    *out_isolation = NEWSIDX_ISOLATION_NONE;
    if (options->isolation == NEWSIDX_ISOLATION_WORKER)
        return nx_fail(err, NEWSIDX_ERR_OPTIONS,
                       "newsidx was built without the parser's process");
    return NEWSIDX_OK;
}

void nx_supply_finish(nx_supply *supply)
{
    nx_supply_close(supply);
}

newsidx_status nx_supply_next(nx_supply *supply, nx_item *item,
                              newsidx_error *err)
{
    return nx_reader_next(supply->reader, item, err);
}

uint64_t nx_supply_bytes(const nx_supply *supply)
{
    return nx_reader_bytes(supply->reader);
}

void nx_supply_close(nx_supply *supply)
{
    nx_reader_free(supply->reader);
    supply->reader = NULL;
}

newsidx_status nx_supply_open_file(nx_supply *supply, const char *path,
                                   const nx_reader_options *options,
                                   newsidx_error *err)
{
    return nx_reader_open_file(path, options, &supply->reader, err);
}

newsidx_status nx_supply_open(nx_supply *supply, newsidx_read_fn read,
                              void *user, const nx_reader_options *options,
                              newsidx_error *err)
{
    return nx_reader_open(read, user, options, &supply->reader, err);
}

#endif
