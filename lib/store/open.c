#include "store/internal.h"

#include "base/memory.h"
#include "base/options.h"
#include "base/str.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_BUSY_TIMEOUT_MS 5000
#define DEFAULT_LANGUAGE "en"

/* Is there nothing at the path, or an empty file? */
static bool is_vacant(const char *path)
{
    struct stat about;

    if (lstat(path, &about) != 0)
        return errno == ENOENT;
    return S_ISREG(about.st_mode) && about.st_size == 0;
}

/* Undo a creation that was killed, so that the file's length tells the truth:
 * SQLite does so when it reads and finds a journal. */
static newsidx_status recover(nx_store *store, newsidx_error *err)
{
    if (nx_path_length(store->path, "-journal") < 0)
        return NEWSIDX_OK;
    return nx_statement_once(store, "PRAGMA schema_version",
                             "looking at the file", err);
}

/*
 * The schema is written with a rollback journal and the log comes after it, so
 * that the file's own header always says what it is.
 */
static newsidx_status make_schema(nx_store *store, newsidx_error *err)
{
    bool empty = false;
    newsidx_status status = recover(store, err);

    if (status >= 0)
        status = nx_connection_peek(store, &empty, err);
    if (status >= 0 && empty)
        status = nx_tokenizer_register(store->db, &store->feed, err);
    if (status < 0 || !empty)
        return status;
    status = nx_statement_once(store,
                               "PRAGMA page_size = 16384;"
                               "PRAGMA encoding = 'UTF-8';"
                               "BEGIN IMMEDIATE",
                               "making the index", err);
    if (status < 0)
        return status;
    status = nx_schema_create(store, err);
    if (status >= 0)
        status = nx_statement_once(store, "COMMIT", "making the index", err);
    if (status < 0 && sqlite3_get_autocommit(store->db) == 0)
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    if (status >= 0)
        status = nx_connection_use_log(store, true, err);
    return status;
}

static newsidx_status set_language(nx_store *store, const char *language,
                                   newsidx_error *err)
{
    nx_analyzer *analyzer = NULL;
    newsidx_text code = nx_str(language);
    newsidx_status status;

    if (language == NULL)
        code = nx_str(DEFAULT_LANGUAGE);
    status = nx_analyzer_new(code, &analyzer, err);
    if (status < 0)
        return status;
    snprintf(store->default_language, sizeof store->default_language, "%s",
             nx_analyzer_language(analyzer));
    nx_analyzer_free(analyzer);
    return NEWSIDX_OK;
}

/* Make the file and what is in it, with the lock, unless somebody did. */
static newsidx_status create(nx_store *store, const char *language,
                             newsidx_error *err)
{
    newsidx_status status = set_language(store, language, err);
    char *lock_path = NULL;
    bool made = false;

    if (status < 0)
        return status;
    lock_path = nx_path_beside(store->path, ".lock");
    if (lock_path == NULL)
        return nx_fail_memory(err);
    status = nx_lock_take(&store->lock, lock_path, store->busy_timeout_ms,
                          &store->watch.interrupted, err);
    if (status < 0)
        goto cleanup;
    status = nx_path_make_file(store->path, &made, err);
    if (status >= 0)
        status = nx_connection_open(store, NEWSIDX_READ_WRITE, err);
    if (status >= 0)
        status = make_schema(store, err);
    /* Nobody else can have written to it: that would need the lock. */
    if (status < 0 && made && is_vacant(store->path))
        unlink(store->path);

cleanup:
    nx_lock_give(&store->lock);
    nx_free(lock_path);
    return status;
}

static newsidx_status fail_sealed(const nx_store *store, newsidx_error *err)
{
    return nx_fail(err, NEWSIDX_ERR_READ_ONLY,
                   "%s is sealed: to write to it, undo that first",
                   store->path);
}

/* A creation that was killed before its last step left no log. While we waited
 * for the lock, somebody may have sealed it. */
static newsidx_status require_log(nx_store *store, newsidx_error *err)
{
    bool has_log = false;
    newsidx_status status = nx_connection_has_log(store, &has_log, err);

    if (status < 0 || has_log || store->read_only)
        return status;
    status = nx_transaction_take_lock(store, err);
    if (status < 0)
        return status;
    status = nx_schema_load_seal(store, err);
    if (status >= 0 && store->is_sealed)
        status = fail_sealed(store, err);
    if (status >= 0)
        status = nx_connection_use_log(store, true, err);
    nx_lock_give(&store->lock);
    return status;
}

/* Look at what was opened, as of one moment. */
static newsidx_status verify(nx_store *store, newsidx_error *err)
{
    newsidx_status status;

    status = nx_statement_once(store, "PRAGMA cache_size = -16384; BEGIN",
                               "reading the index", err);
    if (status < 0)
        return status;
    status = nx_schema_verify(store, err);
    if (status >= 0)
        status = nx_schema_load(store, err);
    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

static newsidx_status open_file(nx_store *store,
                                const newsidx_open_options *options,
                                newsidx_error *err)
{
    bool empty = false;
    newsidx_status status;

    if (options->mode == NEWSIDX_READ_WRITE_CREATE &&
        (is_vacant(store->path) ||
         nx_path_length(store->path, "-journal") >= 0))
        status = create(store, options->default_language, err);
    else
        status = nx_connection_open(store, options->mode, err);
    if (status >= 0)
        status = nx_connection_peek(store, &empty, err);
    if (status >= 0 && empty)
        status = nx_fail(err, NEWSIDX_ERR_NOT_AN_INDEX,
                         "%s is not an index: it is empty", store->path);
    /* Newer versions of SQLite read the file when they are asked for FTS5. */
    if (status >= 0)
        status = nx_tokenizer_register(store->db, &store->feed, err);
    if (status >= 0)
        status = verify(store, err);
    if (status >= 0 && store->untrusted)
        status = nx_preflight_run(store, err);
    if (status < 0 || (store->is_sealed && store->takes_sealed))
        return status;
    if (store->is_sealed && options->mode != NEWSIDX_READ_ONLY)
        return fail_sealed(store, err);
    return require_log(store, err);
}

static newsidx_status open_store(const char *path,
                                 const newsidx_open_options *options,
                                 bool takes_sealed, nx_store **out_store,
                                 newsidx_error *err)
{
    newsidx_open_options mine = NEWSIDX_OPEN_OPTIONS_INIT;
    nx_store *store = NULL;
    newsidx_status status;

    *out_store = NULL;
    status = nx_options_read(&mine, sizeof mine, options, err);
    if (status < 0)
        return status;
    if (mine.mode > NEWSIDX_READ_ONLY)
        return nx_fail(err, NEWSIDX_ERR_OPTIONS, "there is no open mode %d",
                       (int)mine.mode);
    if (mine.untrusted > 1)
        return nx_fail(err, NEWSIDX_ERR_OPTIONS, "untrusted is 0 or 1");
    store = nx_new(nx_store);
    if (store == NULL)
        return nx_fail_memory(err);
    nx_lock_init(&store->lock);
    nx_watch_init(&store->watch);
    nx_rows_init(&store->rows);
    nx_embargoes_init(&store->embargoes);
    nx_lists_init(&store->lists);
    nx_traits_init(&store->traits);
    nx_analyzers_init(&store->analyzers);
    store->takes_sealed = takes_sealed;
    store->synchronous = -1;
    store->untrusted = mine.untrusted != 0;
    if (store->untrusted)
        mine.mode = NEWSIDX_READ_ONLY;
    store->busy_timeout_ms = mine.busy_timeout_ms == 0 ? DEFAULT_BUSY_TIMEOUT_MS
                                                       : mine.busy_timeout_ms;
    if (store->busy_timeout_ms < 0)
        store->busy_timeout_ms = 0;
    status = nx_path_resolve(path, &store->path, err);
    if (status >= 0)
        status = open_file(store, &mine, err);
    if (status < 0) {
        nx_store_close(store);
        return status;
    }
    *out_store = store;
    return NEWSIDX_OK;
}

newsidx_status nx_store_open(const char *path,
                             const newsidx_open_options *options,
                             nx_store **out_store, newsidx_error *err)
{
    return open_store(path, options, false, out_store, err);
}

newsidx_status nx_store_open_sealed(const char *path, newsidx_mode mode,
                                    nx_store **out_store, newsidx_error *err)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;

    options.mode = mode;
    return open_store(path, &options, true, out_store, err);
}

void nx_store_close(nx_store *store)
{
    if (store == NULL)
        return;
    if (store->activity == NX_WRITING)
        (void)nx_store_rollback(store, NULL);
    nx_store_end_read(store);
    nx_statement_finish(store);
    nx_bodies_finish(&store->bodies);
    if (store->path != NULL)
        nx_connection_close(store);
    nx_rows_finish(&store->rows);
    nx_embargoes_finish(&store->embargoes);
    nx_lists_finish(&store->lists);
    nx_traits_finish(&store->traits);
    nx_analyzers_finish(&store->analyzers);
    nx_free(store->path);
    nx_free(store);
}

void nx_store_abandon(nx_store *store)
{
    nx_lock_finish(&store->lock);
}

bool nx_store_owns(const nx_store *store, const char *absolute)
{
    return nx_path_is_beside(store->path, absolute);
}
