#include "store/body.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "store/internal.h"

/* Where there is less text, nothing is gained by a dictionary. */
#define ENOUGH_ARTICLES 2048
#define ENOUGH_WORDS 500000

/* What is learned from, and of each the beginning. Four times as many articles
 * make the frames 0.8 % smaller and take three times as long. */
#define SAMPLE_ARTICLES 512
#define SAMPLE_BYTES ((size_t)2048)

/* A frame has a header of 13 bytes and a checksum of 4; what doesn't gain this
 * much is left as it is. */
#define LEAST_GAIN 16

void nx_bodies_finish(nx_bodies *bodies)
{
    nx_dictionary_free(bodies->dictionary);
    *bodies = (nx_bodies){NULL, false, false, false};
}

void nx_bodies_begin(nx_bodies *bodies)
{
    bodies->is_asked = false;
    bodies->has_one = false;
}

/* ----------------------------------------------------------- reading ---- */

/*
 * Make `bodies.dictionary` the one of that number. NEWSIDX_NOT_FOUND if the
 * index has none that can be used.
 */
static newsidx_status load(nx_store *store, int64_t id, newsidx_error *err)
{
    nx_bodies *bodies = &store->bodies;
    sqlite3_stmt *statement = NULL;
    nx_dictionary *loaded = NULL;
    newsidx_status status;
    newsidx_text bytes;

    if (bodies->dictionary != NULL &&
        nx_dictionary_id(bodies->dictionary) == id)
        return NEWSIDX_OK;
    status = nx_statement(store, NX_SQL_DICTIONARY_READ, &statement, err);
    if (status < 0)
        return status;
    sqlite3_bind_int64(statement, 1, id);
    status = nx_statement_find(store, statement, "reading a dictionary", err);
    if (status == NEWSIDX_OK)
        status = nx_statement_text(statement, 0, &bytes, err);
    if (status == NEWSIDX_OK) {
        status = nx_dictionary_new(bytes, &loaded);
        if (status == NEWSIDX_ERR_MEMORY)
            nx_fail_memory(err);
        else if (status < 0 || nx_dictionary_id(loaded) != id)
            status = NEWSIDX_NOT_FOUND;
    }
    sqlite3_reset(statement);
    if (status != NEWSIDX_OK) {
        nx_dictionary_free(loaded);
        return status;
    }
    nx_dictionary_free(bodies->dictionary);
    bodies->dictionary = loaded;
    return NEWSIDX_OK;
}

static newsidx_status damaged(int64_t id, newsidx_error *err)
{
    return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                   "article %lld: its body is damaged", (long long)id);
}

newsidx_status nx_body_unpack(nx_dictionary *dictionary, newsidx_text frame,
                              int64_t id, nx_arena *arena, newsidx_text *out,
                              newsidx_error *err)
{
    uint32_t number = 0;
    uint64_t length = 0;
    newsidx_status status;
    char *bytes;

    *out = (newsidx_text){NULL, 0};
    if (!nx_frame_look(frame, &number, &length) ||
        length > NX_LIMIT_ARTICLE_BYTES ||
        number != nx_dictionary_id(dictionary))
        return damaged(id, err);
    bytes = nx_arena_alloc(arena, (size_t)length + 1);
    if (bytes == NULL)
        return nx_fail_memory(err);
    status = nx_frame_read(dictionary, frame, bytes, (size_t)length);
    if (status == NEWSIDX_ERR_MEMORY)
        return nx_fail_memory(err);
    if (status < 0)
        return damaged(id, err);
    *out = (newsidx_text){bytes, (size_t)length};
    return NEWSIDX_OK;
}

static newsidx_status read_frame(nx_store *store, newsidx_text frame,
                                 int64_t id, nx_arena *arena, newsidx_text *out,
                                 newsidx_error *err)
{
    uint32_t dictionary = 0;
    uint64_t length = 0;
    newsidx_status status;

    if (!nx_frame_is_known())
        return nx_fail(err, NEWSIDX_ERR_FORMAT,
                       "article %lld needs the feature \"zstd\", which this "
                       "version doesn't have",
                       (long long)id);
    if (!nx_frame_look(frame, &dictionary, &length) ||
        length > NX_LIMIT_ARTICLE_BYTES)
        return damaged(id, err);
    status = load(store, dictionary, err);
    if (status == NEWSIDX_NOT_FOUND)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                       "article %lld: the dictionary %lu of its body is "
                       "missing or damaged",
                       (long long)id, (unsigned long)dictionary);
    if (status < 0)
        return status;
    return nx_body_unpack(store->bodies.dictionary, frame, id, arena, out, err);
}

newsidx_status nx_body_read(nx_store *store, sqlite3_stmt *statement,
                            int column, int64_t id, nx_arena *arena,
                            newsidx_text *out, newsidx_error *err)
{
    newsidx_status status;
    newsidx_text stored;

    *out = (newsidx_text){NULL, 0};
    if (sqlite3_column_type(statement, column) != SQLITE_BLOB)
        return nx_statement_copy(statement, column, arena, out, err);
    status = nx_statement_text(statement, column, &stored, err);
    if (status < 0)
        return status;
    return read_frame(store, stored, id, arena, out, err);
}

/* ---------------------------------------------------------- training ---- */

/*
 * The first body above `after_id` that is a text, borrowed until the statement
 * is reset; NEWSIDX_DONE if there is none.
 */
static newsidx_status next_text(nx_store *store, int64_t after_id,
                                sqlite3_stmt **out_statement, int64_t *out_id,
                                newsidx_text *out_body, newsidx_error *err)
{
    newsidx_status status =
        nx_statement(store, NX_SQL_BODY_NEXT, out_statement, err);

    if (status < 0)
        return status;
    sqlite3_bind_int64(*out_statement, 1, after_id);
    status = nx_statement_find(store, *out_statement, "reading a body", err);
    if (status == NEWSIDX_NOT_FOUND)
        return NEWSIDX_DONE;
    if (status < 0)
        return status;
    *out_id = sqlite3_column_int64(*out_statement, 0);
    return nx_statement_text(*out_statement, 1, out_body, err);
}

/* What is learned from: articles from the first id to the last. */
typedef struct sample {
    nx_buf texts;
    size_t lengths[SAMPLE_ARTICLES];
    size_t count;
} sample;

static newsidx_status collect(nx_store *store, sample *from, newsidx_error *err)
{
    const int64_t step = store->rows.view.last_id / SAMPLE_ARTICLES;
    newsidx_status status = NEWSIDX_OK;
    int64_t id = 0;

    while (status == NEWSIDX_OK && from->count < SAMPLE_ARTICLES) {
        sqlite3_stmt *statement = NULL;
        newsidx_text body = {"", 0};

        status = next_text(store, id, &statement, &id, &body, err);
        if (body.length > SAMPLE_BYTES)
            body.length = SAMPLE_BYTES;
        nx_buf_add_text(&from->texts, body);
        from->lengths[from->count] = body.length;
        from->count += status == NEWSIDX_OK;
        sqlite3_reset(statement);
        id += step > 1 ? step - 1 : 0;
    }
    if (status >= 0 && from->texts.status < 0)
        return nx_fail(err, from->texts.status, "%s",
                       nx_status_text(from->texts.status));
    return status;
}

/* No body can be read without the dictionary, so it is there twice. */
static newsidx_status keep_copy(nx_store *store, newsidx_text bytes,
                                newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    const newsidx_status status =
        nx_statement(store, NX_SQL_META_SET, &statement, err);

    if (status < 0)
        return status;
    sqlite3_bind_text(statement, 1, "dictionary", -1, SQLITE_STATIC);
    sqlite3_bind_blob64(statement, 2, bytes.bytes, bytes.length, SQLITE_STATIC);
    return nx_statement_run(store, statement, "storing a dictionary", err);
}

static newsidx_status keep(nx_store *store, newsidx_text bytes,
                           newsidx_error *err)
{
    nx_bodies *bodies = &store->bodies;
    sqlite3_stmt *statement = NULL;
    nx_dictionary *made = NULL;
    newsidx_status status = nx_dictionary_new(bytes, &made);

    if (status < 0)
        return nx_fail(err, status, "%s", nx_status_text(status));
    status = nx_db_prepare(store->db,
                           "INSERT INTO dictionary(id, data) VALUES(?1, ?2)",
                           &statement, err);
    if (status >= 0) {
        sqlite3_bind_int64(statement, 1, nx_dictionary_id(made));
        sqlite3_bind_blob64(statement, 2, bytes.bytes, bytes.length,
                            SQLITE_STATIC);
        status =
            nx_statement_run(store, statement, "storing a dictionary", err);
    }
    sqlite3_finalize(statement);
    if (status >= 0 && store->has_checksums)
        status = keep_copy(store, bytes, err);
    if (status >= 0)
        status = nx_schema_add_feature(store, "zstd", err);
    if (status < 0) {
        nx_dictionary_free(made);
        return status;
    }
    nx_dictionary_free(bodies->dictionary);
    bodies->dictionary = made;
    bodies->has_one = true;
    return NEWSIDX_OK;
}

static newsidx_status train(nx_store *store, newsidx_error *err)
{
    sample *from = nx_new(sample);
    char *bytes = nx_alloc(NX_DICTIONARY_BYTES);
    size_t length = 0;
    newsidx_status status;

    if (from == NULL || bytes == NULL) {
        status = nx_fail_memory(err);
        goto cleanup;
    }
    nx_buf_init(&from->texts, SAMPLE_ARTICLES * SAMPLE_BYTES);
    status = collect(store, from, err);
    if (status < 0)
        goto cleanup;
    status = nx_dictionary_train(from->texts.bytes, from->lengths, from->count,
                                 bytes, &length);
    if (status == NEWSIDX_OK)
        status = keep(store, nx_str_slice(bytes, length), err);
    else if (status == NEWSIDX_NOT_FOUND)
        store->bodies.is_hopeless = true;
    else
        nx_fail_memory(err);

cleanup:
    if (from != NULL)
        nx_buf_finish(&from->texts);
    nx_free(from);
    nx_free(bytes);
    return status < 0 ? status : NEWSIDX_OK;
}

/* ----------------------------------------------------------- writing ---- */

/* Once a transaction: which dictionary does the index have, if any? */
static newsidx_status ask(nx_store *store, newsidx_error *err)
{
    nx_bodies *bodies = &store->bodies;
    sqlite3_stmt *statement = NULL;
    newsidx_status status =
        nx_statement(store, NX_SQL_DICTIONARY_FIND, &statement, err);
    int64_t id = 0;

    if (status < 0)
        return status;
    status =
        nx_statement_find(store, statement, "looking for a dictionary", err);
    if (status == NEWSIDX_OK)
        id = sqlite3_column_int64(statement, 0);
    sqlite3_reset(statement);
    if (status < 0)
        return status;
    bodies->has_one = status == NEWSIDX_OK;
    if (bodies->has_one)
        status = load(store, id, err);
    if (bodies->has_one && status == NEWSIDX_NOT_FOUND)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                       "the dictionary %lld is damaged", (long long)id);
    if (status >= 0)
        bodies->is_asked = true;
    return status;
}

/* Set `has_one`; train one if that may be and there is enough. */
static newsidx_status find_dictionary(nx_store *store, bool may_train,
                                      newsidx_error *err)
{
    const nx_rows *rows = &store->rows.view;
    nx_bodies *bodies = &store->bodies;
    newsidx_status status = NEWSIDX_OK;

    if (!nx_frame_is_known())
        return NEWSIDX_OK;
    if (!bodies->is_asked)
        status = ask(store, err);
    if (status < 0)
        return status;
    if (bodies->has_one || bodies->is_hopeless || !may_train ||
        rows->last_id < ENOUGH_ARTICLES || rows->total_length < ENOUGH_WORDS)
        return NEWSIDX_OK;
    return train(store, err);
}

/* `*out_frame` is the caller's to free; NULL if `body` had better stay. */
static newsidx_status make_frame(nx_store *store, newsidx_text body,
                                 char **out_frame, size_t *out_length,
                                 newsidx_error *err)
{
    newsidx_status status;
    char *frame;

    *out_frame = NULL;
    *out_length = 0;
    if (!store->bodies.has_one || body.length <= LEAST_GAIN)
        return NEWSIDX_OK;
    frame = nx_alloc(body.length - LEAST_GAIN);
    if (frame == NULL)
        return nx_fail_memory(err);
    status = nx_frame_write(store->bodies.dictionary, body, frame,
                            body.length - LEAST_GAIN, out_length);
    if (status == NEWSIDX_OK) {
        *out_frame = frame;
        return NEWSIDX_OK;
    }
    nx_free(frame);
    if (status == NEWSIDX_NOT_FOUND)
        return NEWSIDX_OK;
    return nx_fail(err, status, "making a frame: %s", nx_status_text(status));
}

newsidx_status nx_body_bind(nx_store *store, sqlite3_stmt *statement,
                            int number, newsidx_text body, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    size_t length = 0;
    char *frame = NULL;

    if (body.bytes == NULL)
        return NEWSIDX_OK;
    /* Frames cost a load a sixth of its time; an optimize makes them. */
    if (store->durability != NX_BULK) {
        status = find_dictionary(store, false, err);
        if (status >= 0)
            status = make_frame(store, body, &frame, &length, err);
    }
    if (status < 0)
        return status;
    if (frame != NULL)
        sqlite3_bind_blob64(statement, number, frame, length, nx_free);
    else
        sqlite3_bind_text64(statement, number, body.bytes, body.length,
                            SQLITE_STATIC, SQLITE_UTF8);
    return NEWSIDX_OK;
}

/* Make a frame of the next body that is a text; NEWSIDX_DONE after the last. */
static newsidx_status pack_next(nx_store *store, int64_t *id,
                                int64_t *saved_bytes, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_text body = {"", 0};
    size_t length = 0;
    char *frame = NULL;
    newsidx_status status = next_text(store, *id, &statement, id, &body, err);

    if (status == NEWSIDX_OK)
        status = make_frame(store, body, &frame, &length, err);
    sqlite3_reset(statement);
    if (frame == NULL)
        return status;
    status = nx_statement(store, NX_SQL_BODY_SET, &statement, err);
    if (status < 0) {
        nx_free(frame);
        return status;
    }
    *saved_bytes += (int64_t)(body.length - length);
    sqlite3_bind_int64(statement, 1, *id);
    sqlite3_bind_blob64(statement, 2, frame, length, nx_free);
    return nx_statement_run(store, statement, "storing a body", err);
}

newsidx_status nx_bodies_pack(nx_store *store, int64_t *out_saved,
                              newsidx_error *err)
{
    newsidx_status status = find_dictionary(store, true, err);
    int64_t id = 0;

    *out_saved = 0;
    if (!store->bodies.has_one)
        return status;
    while (status == NEWSIDX_OK)
        status = pack_next(store, &id, out_saved, err);
    return status < 0 ? status : NEWSIDX_OK;
}
