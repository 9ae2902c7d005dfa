#include "store/internal.h"

#include "base/limits.h"
#include "base/str.h"
#include "disk/frame.h"
#include "disk/pages.h"
#include "ingest/clean.h"
#include "store/list_sums.h"
#include "text/boundaries.h"
#include "words/audit.h"

#include <string.h>

/*
 * SQLite of Debian 12 can be made to write behind a buffer by a leaf of FTS5
 * that says it is shorter than its own header (CVE-2026-11822 and -11824), and
 * PRAGMA integrity_check finds nothing wrong with such a file. So before the
 * first word is looked up, everything is read once without FTS5 and held
 * against what newsidx writes. What stands first is what the next relies on:
 * the header, the schema (nx_schema_verify), each table's pages, the rows, and
 * then what they are of.
 */

/* ------------------------------------------------------------ tables ---- */

/*
 * Table by table, because without a name SQLite from 3.44 on asks FTS5 as well,
 * which would read what nobody has looked at. So what no table has, unused
 * pages, isn't looked at: nobody reads it.
 */
static const char pages_of_tables[] =
    "SELECT at.name || ': ' || told.quick_check FROM "
    "(SELECT 'sqlite_schema' AS name UNION ALL SELECT name FROM sqlite_schema "
    "WHERE type = 'table' AND rootpage > 0) AS at, "
    "pragma_quick_check(at.name) AS told WHERE told.quick_check IS NOT 'ok' "
    "LIMIT 1";

/* Columns take a value of any type, and so do the keys of WITHOUT ROWID. */
static const nx_fault faults[] = {
    {"SELECT name FROM meta WHERE typeof(name) <> 'text' "
     "OR typeof(value) <> CASE WHEN name = 'dictionary' THEN 'blob' "
     "WHEN typeof(value) = 'text' THEN 'text' ELSE 'integer' END LIMIT 1",
     "meta:", "is of another type"},
    {"SELECT id FROM article WHERE typeof(key) <> 'text' "
     "OR typeof(version) <> 'integer' "
     "OR typeof(published) NOT IN ('integer', 'null') "
     "OR typeof(updated) NOT IN ('integer', 'null') "
     "OR typeof(embargo) NOT IN ('integer', 'null') "
     "OR typeof(ingested) <> 'integer' OR typeof(hash) <> 'integer' "
     "OR typeof(edition) NOT IN ('integer', 'null') "
     "OR typeof(urgency) NOT IN ('integer', 'null') "
     "OR typeof(usage) NOT IN ('integer', 'null') "
     "OR typeof(boundaries) <> 'blob' LIMIT 1",
     "article", "has a column of another type"},
    {"SELECT id FROM article WHERE version NOT BETWEEN 1 AND 4294967295 "
     "OR edition NOT BETWEEN 0 AND 4294967295 "
     "OR urgency NOT BETWEEN 0 AND 4294967295 OR usage NOT BETWEEN 0 AND 2 "
     "LIMIT 1",
     "article", "has a number that can't be"},
    {"SELECT id FROM hidden WHERE typeof(state) <> 'integer' "
     "OR state NOT BETWEEN 1 AND 6 "
     "OR typeof(since) NOT IN ('integer', 'null') "
     "OR typeof(until) NOT IN ('integer', 'null') LIMIT 1",
     "hidden: row", "has what no state is"},
    {"SELECT chunk FROM row_chunk WHERE typeof(data) <> 'blob' "
     "OR typeof(revision) <> 'integer' LIMIT 1",
     "row_chunk:", "is no blob"},
    {"SELECT chunk FROM trait_chunk WHERE typeof(data) <> 'blob' "
     "OR typeof(revision) <> 'integer' LIMIT 1",
     "trait_chunk:", "is no blob"},
    {"SELECT id FROM label WHERE typeof(text) <> 'text' "
     "OR typeof(kind) <> 'integer' LIMIT 1",
     "label: row", "is no name"},
    {"SELECT segment FROM list_segment WHERE typeof(first) <> 'integer' "
     "OR typeof(last) <> 'integer' OR typeof(postings) <> 'integer' "
     "OR typeof(bytes) <> 'integer' OR typeof(first_chunk) <> 'integer' "
     "OR typeof(end_chunk) <> 'integer' LIMIT 1",
     "list_segment: row", "has no numbers"},
    {"SELECT segment FROM list_term WHERE typeof(segment) <> 'integer' "
     "OR typeof(spelling) <> 'text' OR typeof(exact) NOT IN ('blob', 'null') "
     "OR typeof(stem) NOT IN ('blob', 'null') LIMIT 1",
     "list_term: a row of segment", "has another type"},
    {"SELECT id FROM list_chunk WHERE typeof(data) <> 'blob' LIMIT 1",
     "list_chunk: row", "is no blob"},
    {"SELECT count(*) FROM dictionary HAVING count(*) > 1",
     "dictionary: there are", "and not one"},
    {"SELECT id FROM dictionary WHERE typeof(data) <> 'blob' "
     "OR length(data) > 65536 LIMIT 1",
     "dictionary: row", "is too long or no blob"},
};

/* ---------------------------------------------------------- contents ---- */

/* All segments, heads, chunks and blocks, as a check goes through them; but
 * whether they are the lists of these articles isn't asked. */
static newsidx_status check_lists(nx_store *store, newsidx_error *err)
{
    nx_posting_sums sums = {NULL, 0};
    newsidx_status status;

    if (store->lists.are_damaged)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                       "list_segment: the segments have gaps");
    status = nx_posting_sums_init(&sums, store->rows.view.last_id, err);
    if (status >= 0)
        status = nx_list_sums_subtract(&sums, store, err);
    nx_posting_sums_finish(&sums);
    return status;
}

/*
 * Does the frame say that far more comes out of it than text has ever given?
 * Before it is read, for its length would be memory, and its reading time.
 */
static bool is_bomb(newsidx_text frame)
{
    uint32_t dictionary;
    uint64_t length;

    if (!nx_frame_look(frame, &dictionary, &length))
        return false;
    return length > NX_LIMIT_ARCHIVE_BYTES &&
           length > NX_LIMIT_ARCHIVE_RATIO * (uint64_t)frame.length;
}

static newsidx_status check_frames(nx_store *store, newsidx_error *err)
{
    sqlite3_stmt *statement = NULL;
    newsidx_status status = nx_db_prepare(
        store->db, "SELECT id, body FROM article WHERE typeof(body) = 'blob'",
        &statement, err);
    int code = SQLITE_DONE;

    while (status >= 0) {
        newsidx_text frame;

        code = sqlite3_step(statement);
        if (code != SQLITE_ROW)
            break;
        status = nx_statement_text(statement, 1, &frame, err);
        if (status >= 0 && is_bomb(frame))
            status = nx_fail(err, NEWSIDX_ERR_CORRUPT,
                             "article %lld: its body is packed tighter than "
                             "text can be",
                             (long long)sqlite3_column_int64(statement, 0));
    }
    if (status >= 0 && code != SQLITE_DONE)
        status = nx_db_fail(store->db, code, "looking at the bodies", err);
    sqlite3_finalize(statement);
    return status;
}

/* Could it have been put, and was it taken apart? */
static newsidx_status check_article(nx_store *store, const nx_stored *stored,
                                    nx_boundaries *boundaries,
                                    newsidx_error *err)
{
    nx_analyzer *analyzer = NULL;
    newsidx_error why = {.status = NEWSIDX_OK};
    newsidx_status status = nx_article_check(&stored->article, &why);

    if (status >= 0)
        status =
            nx_store_analyzer(store, stored->article.language, &analyzer, &why);
    if (status >= 0)
        status = nx_boundaries_decode(boundaries, stored->boundaries, &why);
    if (status == NEWSIDX_ERR_MEMORY)
        return nx_fail_memory(err);
    if (status < 0)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT, "article %lld: %s",
                       (long long)stored->id, why.message);
    if (stored->id > store->rows.view.last_id)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                       "article %lld has no row in row_chunk",
                       (long long)stored->id);
    return NEWSIDX_OK;
}

static newsidx_status check_articles(nx_store *store, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    nx_state state = NX_STATE_ABSENT;
    nx_stored stored = {.id = 0};
    nx_boundaries boundaries;
    nx_arena arena;

    nx_arena_init(&arena);
    nx_boundaries_init(&boundaries);
    while (status >= 0) {
        nx_arena_reset(&arena);
        status = nx_read_next(store, stored.id, &arena, &stored, &state, err);
        if (status == NEWSIDX_DONE)
            break;
        if (status >= 0)
            status = check_article(store, &stored, &boundaries, err);
    }
    nx_boundaries_finish(&boundaries);
    nx_arena_finish(&arena);
    return status < 0 ? status : NEWSIDX_OK;
}

static newsidx_status check_contents(nx_store *store, newsidx_error *err)
{
    newsidx_status status =
        nx_words_audit(store->db, store->rows.view.last_id, err);

    if (status >= 0)
        status = check_lists(store, err);
    if (status >= 0)
        status = nx_traits_load(store, err);
    if (status >= 0)
        status = check_frames(store, err);
    if (status >= 0)
        status = check_articles(store, err);
    return status;
}

newsidx_status nx_preflight_run(nx_store *store, newsidx_error *err)
{
    newsidx_status status = nx_pages_check(store->db, pages_of_tables, err);

    if (status >= 0)
        status = nx_db_find_none(store->db, faults,
                                 sizeof faults / sizeof *faults, err);
    if (status >= 0)
        status = nx_store_begin_read(store, err);
    if (status < 0)
        return status;
    status = check_contents(store, err);
    nx_store_end_read(store);
    return status < 0 ? status : nx_connection_require_same(store, err);
}
