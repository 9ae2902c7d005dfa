#include "store/internal.h"

#include "base/str.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define AS_TEXT(number) #number
#define JOINED(major, minor, patch)                                            \
    AS_TEXT(major) "." AS_TEXT(minor) "." AS_TEXT(patch)
#define VERSION                                                                \
    JOINED(NEWSIDX_VERSION_MAJOR, NEWSIDX_VERSION_MINOR, NEWSIDX_VERSION_PATCH)

/*
 * The statements as SQLite keeps them, so that those of a file can be compared
 * byte by byte. The small columns of an article come first: whoever wants only
 * those does not read the pages that its body runs over into.
 */
static const struct {
    const char *name;
    const char *sql;
} objects[] = {
    {"meta", "CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID"},
    {"article",
     "CREATE TABLE article(id INTEGER PRIMARY KEY CHECK(id > 0), "
     "key TEXT NOT NULL, version INTEGER NOT NULL, published INTEGER, "
     "updated INTEGER, embargo INTEGER, ingested INTEGER NOT NULL, "
     "hash INTEGER NOT NULL, edition INTEGER, urgency INTEGER, usage INTEGER, "
     "language TEXT, headline TEXT, byline TEXT, dateline TEXT, source TEXT, "
     "section TEXT, keywords TEXT, url TEXT, copyright TEXT, dropped TEXT, "
     "boundaries BLOB, extra TEXT, body TEXT)"},
    {"article_key", "CREATE UNIQUE INDEX article_key ON article(key, version)"},
    {"hidden",
     "CREATE TABLE hidden(id INTEGER PRIMARY KEY, state INTEGER NOT NULL, "
     "since INTEGER, until INTEGER)"},
    {"embargo", "CREATE INDEX embargo ON hidden(since, until) WHERE state = 5"},
    {"row_chunk", "CREATE TABLE row_chunk(chunk INTEGER PRIMARY KEY, "
                  "revision INTEGER NOT NULL, data BLOB NOT NULL)"},
    {"list_segment", "CREATE TABLE list_segment(segment INTEGER PRIMARY KEY, "
                     "first INTEGER NOT NULL, last INTEGER NOT NULL, "
                     "postings INTEGER NOT NULL, bytes INTEGER NOT NULL, "
                     "first_chunk INTEGER NOT NULL, "
                     "end_chunk INTEGER NOT NULL)"},
    {"list_term",
     "CREATE TABLE list_term(segment INTEGER NOT NULL, spelling TEXT NOT NULL, "
     "exact BLOB, stem BLOB, PRIMARY KEY(segment, spelling)) WITHOUT ROWID"},
    {"list_chunk",
     "CREATE TABLE list_chunk(id INTEGER PRIMARY KEY, data BLOB NOT NULL)"},
    {"trait_chunk", "CREATE TABLE trait_chunk(chunk INTEGER PRIMARY KEY, "
                    "revision INTEGER NOT NULL, data BLOB NOT NULL)"},
    {"label", "CREATE TABLE label(id INTEGER PRIMARY KEY, "
              "kind INTEGER NOT NULL, text TEXT NOT NULL)"},
    {"dictionary", "CREATE TABLE dictionary(id INTEGER PRIMARY KEY, "
                   "data BLOB NOT NULL)"},
    {"words", "CREATE VIRTUAL TABLE words USING fts5(headline, byline, "
              "dateline, body, keywords, content='', columnsize=0, "
              "detail=full, tokenize='newsidx')"},
    {"words_data",
     "CREATE TABLE 'words_data'(id INTEGER PRIMARY KEY, block BLOB)"},
    {"words_idx",
     "CREATE TABLE 'words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) "
     "WITHOUT ROWID"},
    {"words_config",
     "CREATE TABLE 'words_config'(k PRIMARY KEY, v) WITHOUT ROWID"},
};
#define OBJECT_COUNT (sizeof objects / sizeof *objects)

/* The last of them FTS5 makes itself. */
#define WORDS_TABLES 3

/* What a file may ask of its readers. All up to traits are in every index. */
static const char *const features[] = {
    "articles", "words", "rows", "lists", "traits", "checksums",
#ifdef NX_HAVE_ZSTD
    "zstd",
#endif
};
#define FEATURE_COUNT (sizeof features / sizeof *features)
#define FEATURES_BYTES 1024

/* Settings of FTS5 that we store, and what FTS5 takes; "rank" would be
 * executed. */
static const struct {
    const char *name;
    int64_t least;
    int64_t most;
} settings[] = {
    {"version", 4, 4},        {"automerge", 0, 64},       {"usermerge", 2, 16},
    {"crisismerge", 2, 1999}, {"hashsize", 1, INT32_MAX}, {"pgsz", 32, 65536},
};
#define SETTING_COUNT (sizeof settings / sizeof *settings)

newsidx_status nx_words_command(nx_store *store, const char *command,
                                newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status = nx_db_prepare(
        store->db, "INSERT INTO words(words) VALUES(?1)", &statement, err);

    if (status < 0)
        return status;
    sqlite3_bind_text(statement, 1, command, -1, SQLITE_STATIC);
    status = nx_statement_run(store, statement, command, err);
    sqlite3_finalize(statement);
    return status;
}

newsidx_status nx_words_configure(nx_store *store, const char *name,
                                  int64_t value, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status = nx_db_prepare(store->db,
                                          "INSERT INTO words(words, rank) "
                                          "VALUES(?1, ?2)",
                                          &statement, err);

    if (status < 0)
        return status;
    sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, value);
    status = nx_statement_run(store, statement, name, err);
    sqlite3_finalize(statement);
    return status;
}

newsidx_status nx_schema_create(nx_store *store, newsidx_error *err)
{
    static const char doing[] = "making the index";
    newsidx_status status = NEWSIDX_OK;

    static_assert(NX_APPLICATION_ID == 1853322104, "as in the pragma below");
    for (size_t i = 0; i < OBJECT_COUNT - WORDS_TABLES && status >= 0; i++)
        status = nx_statement_once(store, objects[i].sql, doing, err);
    if (status >= 0)
        status = nx_statement_once(store,
                                   "PRAGMA application_id = 1853322104;"
                                   "PRAGMA user_version = 1;",
                                   doing, err);
    if (status >= 0)
        status = nx_words_configure(store, "pgsz", NX_WORDS_PAGE_BYTES, err);
    if (status >= 0)
        status =
            nx_words_configure(store, "hashsize", NX_WORDS_HASH_BYTES, err);
    if (status >= 0)
        status =
            nx_meta_set_text(store, "features",
                             "articles words rows lists traits checksums", err);
    if (status >= 0)
        status = nx_meta_set_text(store, "default_language",
                                  store->default_language, err);
    if (status >= 0)
        status = nx_meta_set_text(store, "created_by", "newsidx " VERSION, err);
    if (status >= 0)
        status = nx_meta_set_number(store, "revision", 1, err);
    if (status >= 0)
        status = nx_stamp_create(store, err);
    if (status >= 0)
        status = nx_stamp_write(store, err);
    return status;
}

static newsidx_status verify_header(nx_store *store, newsidx_error *err)
{
    static const char reading[] = "reading the file's header";
    int64_t application_id, user_version;
    newsidx_status status = nx_db_number(store->db, "PRAGMA application_id",
                                         reading, &application_id, err);

    if (status >= 0)
        status = nx_db_number(store->db, "PRAGMA user_version", reading,
                              &user_version, err);
    if (status < 0)
        return status;
    if (application_id != NX_APPLICATION_ID || user_version < 1)
        return nx_fail(err, NEWSIDX_ERR_NOT_AN_INDEX,
                       "%s is not an index: it is another program's database",
                       store->path);
    if (user_version > NX_FORMAT_VERSION)
        return nx_fail(err, NEWSIDX_ERR_FORMAT,
                       "%s has the format %lld, newer than %d", store->path,
                       (long long)user_version, NX_FORMAT_VERSION);
    return NEWSIDX_OK;
}

/* Mark in `found` which object the row is. */
static newsidx_status verify_object(sqlite3_stmt *statement,
                                    bool found[OBJECT_COUNT],
                                    newsidx_error *err)
{
    const char *type = (const char *)sqlite3_column_text(statement, 0);
    const char *name = (const char *)sqlite3_column_text(statement, 1);
    const char *sql = (const char *)sqlite3_column_text(statement, 2);

    if (type == NULL || name == NULL)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT, "the schema has a hole");
    for (size_t i = 0; i < OBJECT_COUNT; i++) {
        if (strcmp(name, objects[i].name) != 0)
            continue;
        if (sql == NULL || strcmp(sql, objects[i].sql) != 0)
            return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                           "the %s %s is not as this format has it", type,
                           name);
        found[i] = true;
        return NEWSIDX_OK;
    }
    return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                   "the %s %s does not belong in an index", type, name);
}

static newsidx_status verify_objects(nx_store *store, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    bool found[OBJECT_COUNT] = {false};
    newsidx_status status =
        nx_db_prepare(store->db, "SELECT type, name, sql FROM sqlite_schema",
                      &statement, err);
    int code = SQLITE_DONE;

    while (status >= 0) {
        code = sqlite3_step(statement);
        if (code != SQLITE_ROW)
            break;
        status = verify_object(statement, found, err);
    }
    if (status >= 0 && code != SQLITE_DONE)
        status = nx_db_fail(store->db, code, "reading the schema", err);
    sqlite3_finalize(statement);
    for (size_t i = 0; i < OBJECT_COUNT && status >= 0; i++)
        if (!found[i])
            status = nx_fail(err, NEWSIDX_ERR_CORRUPT, "the index has no %s",
                             objects[i].name);
    return status;
}

static bool is_one_of(newsidx_text text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (nx_str_equal(text, nx_str(list[i])))
            return true;
    return false;
}

newsidx_status nx_schema_add_feature(nx_store *store, const char *feature,
                                     newsidx_error *err)
{
    char list[FEATURES_BYTES];
    newsidx_status status =
        nx_meta_text(store, "features", list, sizeof list, err);
    size_t length = strlen(list);

    if (status < 0)
        return status;
    snprintf(list + length, sizeof list - length, " %s", feature);
    return nx_meta_set_text(store, "features", list, err);
}

newsidx_status nx_schema_read_features(nx_store *store, newsidx_error *err)
{
    char list[FEATURES_BYTES];
    const newsidx_status status =
        nx_meta_text(store, "features", list, sizeof list, err);

    store->has_checksums = status == NEWSIDX_OK && strstr(list, "checksums");
    return status < 0 ? status : NEWSIDX_OK;
}

static newsidx_status verify_features(nx_store *store, newsidx_error *err)
{
    char list[FEATURES_BYTES];
    newsidx_status status =
        nx_meta_text(store, "features", list, sizeof list, err);
    const char *at = list;

    if (status == NEWSIDX_NOT_FOUND)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT, "the index names no features");
    while (status >= 0 && *at != '\0') {
        size_t length = strcspn(at, " ");
        newsidx_text name = nx_str_slice(at, length);

        if (length > 0 && !is_one_of(name, features, FEATURE_COUNT))
            status = nx_fail(err, NEWSIDX_ERR_FORMAT,
                             "%s needs the feature \"%.*s\", which this "
                             "version doesn't have",
                             store->path, (int)length, at);
        at += length;
        at += strspn(at, " ");
    }
    return status;
}

/* Is the row, of a name and a value, one of the settings? */
static bool is_setting(sqlite3_stmt *row)
{
    const char *name = (const char *)sqlite3_column_text(row, 0);
    const int64_t value = sqlite3_column_int64(row, 1);

    for (size_t i = 0; i < SETTING_COUNT && name != NULL; i++)
        if (strcmp(name, settings[i].name) == 0)
            return sqlite3_column_type(row, 1) == SQLITE_INTEGER &&
                   value >= settings[i].least && value <= settings[i].most;
    return false;
}

static newsidx_status verify_settings(nx_store *store, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status = nx_db_prepare(
        store->db, "SELECT k, v FROM words_config", &statement, err);
    int code = SQLITE_DONE;

    while (status >= 0) {
        code = sqlite3_step(statement);
        if (code != SQLITE_ROW)
            break;
        if (!is_setting(statement)) {
            const char *name = (const char *)sqlite3_column_text(statement, 0);

            status = nx_fail(err, NEWSIDX_ERR_CORRUPT,
                             "the words have the strange setting \"%s\"",
                             name != NULL ? name : "");
        }
    }
    if (status >= 0 && code != SQLITE_DONE)
        status = nx_db_fail(store->db, code, "reading the settings", err);
    sqlite3_finalize(statement);
    return status;
}

newsidx_status nx_schema_verify(nx_store *store, newsidx_error *err)
{
    newsidx_status status = verify_header(store, err);

    if (status >= 0)
        status = verify_objects(store, err);
    if (status >= 0)
        status = verify_features(store, err);
    if (status >= 0)
        status = verify_settings(store, err);
    return status;
}

newsidx_status nx_schema_load_seal(nx_store *store, newsidx_error *err)
{
    int64_t sealed = 0;
    newsidx_status status = nx_meta_number(store, "sealed", &sealed, err);

    store->is_sealed = sealed != 0;
    return status < 0 ? status : NEWSIDX_OK;
}

newsidx_status nx_schema_load(nx_store *store, newsidx_error *err)
{
    newsidx_status status =
        nx_meta_text(store, "default_language", store->default_language,
                     sizeof store->default_language, err);

    if (status == NEWSIDX_NOT_FOUND)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                       "the index names no default language");
    if (status >= 0)
        status = nx_schema_load_seal(store, err);
    if (status >= 0)
        status = nx_schema_read_features(store, err);
    if (status < 0)
        return status;
    return nx_stamp_load(store, err);
}
