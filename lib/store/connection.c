#include "store/internal.h"

#include "base/memory.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What we ask of SQLite, FTS5 too, is all in 3.40.0. */
#define OLDEST_SQLITE 3040000

/* SQLite's file header: the words at its start and two numbers of ours. */
#define HEADER_BYTES 100
#define HEADER_JOURNAL 18 /* 2: what is written goes through a log */
#define HEADER_USER_VERSION 60
#define HEADER_APPLICATION_ID 68
static const char magic[16] = "SQLite format 3";

static newsidx_status set_options(nx_store *store, newsidx_error *err)
{
    static const struct {
        int name;
        int value;
    } options[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
        {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1},
    };
    static const struct {
        int name;
        int value;
    } limits[] = {
        {SQLITE_LIMIT_SQL_LENGTH, 100000},
        {SQLITE_LIMIT_COLUMN, 100},
        {SQLITE_LIMIT_EXPR_DEPTH, 32},
        {SQLITE_LIMIT_COMPOUND_SELECT, 10},
        {SQLITE_LIMIT_VDBE_OP, 250000},
        {SQLITE_LIMIT_FUNCTION_ARG, 16},
        {SQLITE_LIMIT_ATTACHED, 0},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
        {SQLITE_LIMIT_VARIABLE_NUMBER, 1000},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
        {SQLITE_LIMIT_LENGTH, 256 * 1024 * 1024},
    };

    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        int code = sqlite3_db_config(store->db, options[i].name,
                                     options[i].value, NULL);

        if (code != SQLITE_OK)
            return nx_db_fail(store->db, code, "setting the rules", err);
    }
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        sqlite3_limit(store->db, limits[i].name, limits[i].value);
    return NEWSIDX_OK;
}

static int on_commit(void *context, sqlite3 *db, const char *name, int pages)
{
    nx_store *store = context;

    (void)db;
    (void)name;
    store->log_bytes = (int64_t)pages * NX_PAGE_BYTES;
    return SQLITE_OK;
}

/* None of these reads the file, which may turn out not to be ours. */
static newsidx_status set_pragmas(nx_store *store, newsidx_error *err)
{
    newsidx_status status = nx_statement_once(
        store,
        "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
        "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = OFF;"
        "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = OFF;"
        "PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864;",
        "setting the rules", err);

    /* The automatic checkpoint is a hook, and this takes its place. */
    sqlite3_wal_hook(store->db, on_commit, store);
    if (status >= 0 && store->read_only)
        status = nx_statement_once(store, "PRAGMA query_only = ON",
                                   "setting the rules", err);
    return status;
}

void nx_connection_set_timeout(nx_store *store)
{
    sqlite3_busy_timeout(store->db, store->busy_timeout_ms > INT_MAX
                                        ? INT_MAX
                                        : (int)store->busy_timeout_ms);
}

/* What was compiled for a newer SQLite may be loaded with an old one. */
static newsidx_status require_version(const nx_store *store, newsidx_error *err)
{
    if (sqlite3_libversion_number() >= OLDEST_SQLITE)
        return NEWSIDX_OK;
    return nx_fail(err, NEWSIDX_ERR_FORMAT,
                   "%s needs SQLite 3.40 or newer, and this is %s", store->path,
                   sqlite3_libversion());
}

/* Open `name`, which is the path or, for immutable media, a URI. */
static newsidx_status open_as(nx_store *store, const char *name, int flags,
                              newsidx_error *err)
{
    newsidx_status status = require_version(store, err);
    int code;

    if (status < 0)
        return status;
    code = sqlite3_open_v2(name, &store->db,
                           flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW |
                               SQLITE_OPEN_EXRESCODE,
                           NULL);
    if (store->db == NULL)
        return nx_fail_memory(err);
    if (code == SQLITE_CANTOPEN_SYMLINK)
        return nx_fail_system(err, NEWSIDX_ERR_IO, code,
                              "%s is a symbolic link: name the file itself",
                              store->path);
    if (code != SQLITE_OK)
        return nx_db_fail(store->db, code, "opening the index", err);
    nx_connection_set_timeout(store);
    nx_watch_install(&store->watch, store->db);
    status = set_options(store, err);
    if (status >= 0)
        status = set_pragmas(store, err);
    return status;
}

/* A URI says that nobody writes: of a file that we can't write either, and of
 * an untrusted one, whose locks and log SQLite shall not even look at. Whether
 * it is so is looked at before each snapshot. */
static newsidx_status open_immutable(nx_store *store, newsidx_error *err)
{
    static const char hex[] = "0123456789ABCDEF";
    newsidx_status status = nx_path_mark(store->path, &store->mark, err);
    nx_buf uri;

    if (status < 0)
        return status;
    nx_buf_init(&uri, 4 * (size_t)PATH_MAX);
    nx_buf_add_string(&uri, "file:");
    for (const char *at = store->path; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;

        if (*at == '/' || (byte < 0x80 && strchr("%?#", *at) == NULL)) {
            nx_buf_add_byte(&uri, *at);
        } else {
            nx_buf_add_byte(&uri, '%');
            nx_buf_add_byte(&uri, hex[byte >> 4]);
            nx_buf_add_byte(&uri, hex[byte & 15]);
        }
    }
    nx_buf_add_string(&uri, "?immutable=1");
    if (uri.status < 0) {
        status = nx_fail(err, uri.status, "%s", nx_status_text(uri.status));
        goto cleanup;
    }
    store->immutable = true;
    status =
        open_as(store, uri.bytes, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);

cleanup:
    nx_buf_finish(&uri);
    return status;
}

/* The file's first bytes, by way of SQLite: to open and close it ourselves
 * would drop the locks of other handles. `*out_length` may be less. */
static newsidx_status read_header(nx_store *store,
                                  unsigned char header[HEADER_BYTES],
                                  sqlite3_int64 *out_length, newsidx_error *err)
{
    sqlite3_file *file = NULL;
    int code = sqlite3_file_control(store->db, "main",
                                    SQLITE_FCNTL_FILE_POINTER, (void *)&file);

    memset(header, 0, HEADER_BYTES);
    if (code != SQLITE_OK || file == NULL || file->pMethods == NULL)
        return nx_db_fail(store->db, code, "looking at the file", err);
    code = file->pMethods->xFileSize(file, out_length);
    if (code == SQLITE_OK && *out_length >= HEADER_BYTES)
        code = file->pMethods->xRead(file, header, HEADER_BYTES, 0);
    if (code != SQLITE_OK)
        return nx_db_fail(NULL, code, "looking at the file", err);
    return NEWSIDX_OK;
}

static bool folder_is_writable(const char *path)
{
    char folder[PATH_MAX];
    size_t length = (size_t)(strrchr(path, '/') - path);

    /* Without a folder before it the path is "/name". */
    if (length == 0)
        length = 1;
    if (length >= sizeof folder)
        return false;
    memcpy(folder, path, length);
    folder[length] = '\0';
    return access(folder, W_OK) == 0;
}

/*
 * Even a reader of a write-ahead log needs a file of shared memory beside it,
 * and only a connection that could write takes it away again. So a reader
 * opens the file for writing where it may, and is held by query_only. Where it
 * may not and there is no log, it leaves no trace.
 */
static newsidx_status open_read_only(nx_store *store, newsidx_error *err)
{
    unsigned char header[HEADER_BYTES];
    sqlite3_int64 length = 0;
    newsidx_status status;

    store->read_only = true;
    if (access(store->path, R_OK) != 0)
        return nx_fail_system(err, NEWSIDX_ERR_IO, errno, "can't read %s: %s",
                              store->path, strerror(errno));
    if (folder_is_writable(store->path) && access(store->path, W_OK) == 0)
        return open_as(store, store->path, SQLITE_OPEN_READWRITE, err);
    status = open_as(store, store->path, SQLITE_OPEN_READONLY, err);
    if (status < 0 || nx_path_length(store->path, "-wal") >= 0)
        return status;
    /* A sealed index needs no file beside it; one with a log would. */
    status = read_header(store, header, &length, err);
    if (status < 0 || header[HEADER_JOURNAL] != 2)
        return status;
    sqlite3_close(store->db);
    store->db = NULL;
    return open_immutable(store, err);
}

/* SQLite would take what lies beside it for a part of the file, and that is a
 * stranger's too (CVE-2026-119375). */
static newsidx_status open_untrusted(nx_store *store, newsidx_error *err)
{
    static const char *const endings[] = {"-wal", "-journal"};

    store->read_only = true;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (nx_path_length(store->path, endings[i]) > 0)
            return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                           "there is a file %s beside it, which belongs to a "
                           "writer: an index that is given away has none",
                           endings[i]);
    return open_immutable(store, err);
}

newsidx_status nx_connection_open(nx_store *store, newsidx_mode mode,
                                  newsidx_error *err)
{
    if (store->untrusted)
        return open_untrusted(store, err);
    if (mode == NEWSIDX_READ_ONLY)
        return open_read_only(store, err);
    if (access(store->path, F_OK) != 0)
        return nx_fail_system(err, NEWSIDX_ERR_IO, errno, "can't open %s: %s",
                              store->path, strerror(errno));
    /* Somebody else's: SQLite would open it, and fail at the first write. */
    if (access(store->path, W_OK) != 0)
        return open_read_only(store, err);
    return open_as(store, store->path, SQLITE_OPEN_READWRITE, err);
}

newsidx_status nx_connection_require_same(const nx_store *store,
                                          newsidx_error *err)
{
    newsidx_status status;
    nx_file_mark now;

    if (!store->immutable)
        return NEWSIDX_OK;
    status = nx_path_mark(store->path, &now, err);
    if (status < 0 || memcmp(&now, &store->mark, sizeof now) == 0)
        return status;
    return nx_fail(err, NEWSIDX_ERR_IO,
                   "%s was changed after it was opened: open it again",
                   store->path);
}

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
           (uint32_t)bytes[2] << 8 | bytes[3];
}

/* What SQLite writes at these places of a file of ours. */
static const struct {
    size_t at;
    size_t length;
    uint32_t least;
    uint32_t most;
    const char *what;
} fields[] = {
    {16, 2, NX_PAGE_BYTES, NX_PAGE_BYTES, "page size"},
    {18, 1, 1, 2, "version for writing"},
    {19, 1, 1, 2, "version for reading"},
    {20, 1, 0, 0, "reserve in each page"},
    {21, 1, 64, 64, "most of a page for a row"},
    {22, 1, 32, 32, "least of a page for a row"},
    {23, 1, 32, 32, "least of a leaf for a row"},
    {44, 4, 4, 4, "format of the schema"},
    {52, 4, 0, 0, "largest root page"},
    {56, 4, 1, 1, "encoding"},
    {64, 4, 0, 0, "mode of a vacuum"},
};

static newsidx_status check_fields(const unsigned char *header,
                                   newsidx_error *err)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        uint32_t number = 0;

        for (size_t j = 0; j < fields[i].length; j++)
            number = number << 8 | header[fields[i].at + j];
        if (number < fields[i].least || number > fields[i].most)
            return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                           "the file's header has the %s %lu", fields[i].what,
                           (unsigned long)number);
    }
    return NEWSIDX_OK;
}

newsidx_status nx_connection_peek(nx_store *store, bool *out_empty,
                                  newsidx_error *err)
{
    unsigned char header[HEADER_BYTES];
    sqlite3_int64 length = 0;
    newsidx_status status = read_header(store, header, &length, err);

    *out_empty = false;
    if (status < 0)
        return status;
    /* Whatever journal lies beside it: SQLite takes none for an empty file. */
    if (length == 0) {
        *out_empty = true;
        return NEWSIDX_OK;
    }
    /* A journal beside the file says that a creation was cut short, and that
     * SQLite will put the file right: look again then, by its rules. */
    if (nx_path_length(store->path, "-journal") > 0)
        return NEWSIDX_OK;
    if (length < HEADER_BYTES || memcmp(header, magic, sizeof magic) != 0)
        return nx_fail(err, NEWSIDX_ERR_NOT_AN_INDEX,
                       "%s is not an index: it is no SQLite file", store->path);
    if (big_endian(header + HEADER_APPLICATION_ID) != NX_APPLICATION_ID)
        return nx_fail(err, NEWSIDX_ERR_NOT_AN_INDEX,
                       "%s is not an index: it is another program's database",
                       store->path);
    if (big_endian(header + HEADER_USER_VERSION) > NX_FORMAT_VERSION)
        return nx_fail(err, NEWSIDX_ERR_FORMAT,
                       "%s has the format %lu, newer than %d", store->path,
                       (unsigned long)big_endian(header + HEADER_USER_VERSION),
                       NX_FORMAT_VERSION);
    return check_fields(header, err);
}

/* `sql` asks for the journal's mode, or sets it, and gives it. */
static newsidx_status find_mode(nx_store *store, const char *sql, char *out,
                                size_t room, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    const char *mode = NULL;
    newsidx_status status = nx_db_prepare(store->db, sql, &statement, err);
    int code;

    if (status < 0)
        return status;
    code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        mode = (const char *)sqlite3_column_text(statement, 0);
    else
        status = nx_db_fail(store->db, code, "choosing the journal", err);
    snprintf(out, room, "%s", mode != NULL ? mode : "");
    sqlite3_finalize(statement);
    return status;
}

newsidx_status nx_connection_has_log(nx_store *store, bool *out_has_log,
                                     newsidx_error *err)
{
    char mode[16];
    newsidx_status status =
        find_mode(store, "PRAGMA journal_mode", mode, sizeof mode, err);

    *out_has_log = strcmp(mode, "wal") == 0;
    return status;
}

newsidx_status nx_connection_use_log(nx_store *store, bool wanted,
                                     newsidx_error *err)
{
    char mode[16];
    newsidx_status status = find_mode(store,
                                      wanted ? "PRAGMA journal_mode = WAL"
                                             : "PRAGMA journal_mode = DELETE",
                                      mode, sizeof mode, err);

    if (status >= 0 && (strcmp(mode, "wal") == 0) != wanted)
        status = nx_fail(err, NEWSIDX_ERR_IO,
                         wanted ? "the file system can't hold a write-ahead log"
                                : "the write-ahead log can't be ended");
    return status;
}

/*
 * The last connection to leave writes the log back and removes it, if it has
 * the lock, or if there is nothing in the log: a closed index is one file.
 */
void nx_connection_close(nx_store *store)
{
    char *lock_path = NULL;
    bool may_clean = nx_path_length(store->path, "-wal") <= 0;

    if (store->db == NULL)
        goto cleanup;
    if (!may_clean && !store->read_only) {
        lock_path = nx_path_beside(store->path, ".lock");
        atomic_store(&store->watch.interrupted, false);
        may_clean = lock_path != NULL &&
                    nx_lock_take(&store->lock, lock_path, 0,
                                 &store->watch.interrupted, NULL) >= 0;
    }
    sqlite3_progress_handler(store->db, 0, NULL, NULL);
    sqlite3_rollback_hook(store->db, NULL, NULL);
    if (may_clean)
        sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    if (sqlite3_close(store->db) != SQLITE_OK)
        sqlite3_close_v2(store->db);
    store->db = NULL;

cleanup:
    nx_free(lock_path);
    nx_lock_give(&store->lock);
    nx_lock_finish(&store->lock);
}
