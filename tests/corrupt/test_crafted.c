/*
 * Files that somebody made with care: each is refused by name when it is opened
 * untrusted, and does no harm when it isn't, where SQLite alone doesn't. The
 * table of README.md is this file's.
 */
#include "victim.h"

#include "../api/fixture.h"
#include "disk/frame.h"
#include "made_text.h"
#include "words/leaf.h"

#include <sys/stat.h>

#define SOUND_PATH "sound.db"

static char *sound;
static size_t sound_length;

static int prepare(void **state)
{
    (void)state;
    victim_make_index(SOUND_PATH);
    sound = read_file(SOUND_PATH, &sound_length);
    return 0;
}

static int finish(void **state)
{
    (void)state;
    free(sound);
    return 0;
}

/* A fresh copy, to be changed. */
static void copy_sound(void)
{
    remove_index(INDEX_PATH);
    write_file(INDEX_PATH, sound, sound_length);
}

/* --------------------------------------------------------- expectations - */

static void expect_refused(const char *name, newsidx_status status,
                           const char *words)
{
    newsidx_error err;
    newsidx *index = victim_open(INDEX_PATH, true, &err);

    if (index != NULL) {
        newsidx_close(index);
        fail_msg("%s: was not refused", name);
    }
    if (err.status != status || strstr(err.message, words) == NULL)
        fail_msg("%s: %s: \"%s\", and not \"%s\"", name,
                 newsidx_status_name(err.status), err.message, words);
}

/* What our own code makes of it without having looked before. */
static void expect_no_harm(void)
{
    newsidx_error err;
    newsidx *index = victim_open(INDEX_PATH, false, &err);

    if (index == NULL)
        return;
    victim_use(index);
    victim_check(index);
    newsidx_close(index);
}

/* ------------------------------------------------------------ by SQL ---- */

typedef struct craft {
    const char *name;
    const char *sql;
    const char *words;  /* of the refusal */
    bool is_for_sqlite; /* what reads it unseen is FTS5 or SQLite itself */
} craft;

/* Rows of words_data: a segment's first leaf; a doclist index; the leaf behind
 * the one that it is of, which has no term. */
#define LEAF "(SELECT min(id) FROM words_data WHERE id > 10)"
#define LEAPS "(SELECT min(id) FROM words_data WHERE (id >> 36) % 2 = 1)"
#define INNER "(" LEAPS " - 68719476736 + 1)"

#define SET(id, value)                                                         \
    "UPDATE words_data SET block = CAST(" value " AS BLOB) WHERE id = " id

static const craft crafts[] = {
    /* CVE-2026-11822, -11824: a leaf that ends within its header. */
    {"end of a leaf 0",
     SET(LEAF, "substr(block,1,2)||x'0000'||substr(block,5)"),
     "leaf 1 of segment", true},
    {"end of a leaf 3",
     SET(LEAF, "substr(block,1,2)||x'0003'||substr(block,5)"),
     "a header or an index", true},
    {"end of an inner leaf 0",
     SET(INNER, "substr(block,1,2)||x'0000'||substr(block,5)"),
     "a header or an index", true},
    {"all leaves end at 0",
     "UPDATE words_data SET block = CAST(x'00000000'||substr(block,5) AS BLOB) "
     "WHERE id > 10 AND (id >> 36) % 2 = 0",
     "leaf 1 of segment", true},
    {"end of a leaf behind it",
     SET(LEAF, "substr(block,1,2)||x'FFFF'||substr(block,5)"),
     "a header or an index", true},
    {"end of an inner leaf one too early",
     SET(INNER, "substr(block,1,2)||x'0FD0'||substr(block,5)"), "words_data",
     true},
    {"first rowid behind the end", SET(INNER, "x'FFFF'||substr(block,3)"),
     "rowid", true},
    {"first rowid in the header", SET(INNER, "x'0002'||substr(block,3)"),
     "rowid", true},
    {"a leaf of three bytes", SET(LEAF, "substr(block,1,3)"),
     "a header or an index", true},
    {"a leaf without bytes", SET(LEAF, "x''"), "a header or an index", true},
    {"a leaf of nothing but a header", SET(INNER, "x'00000004'"),
     "nothing in it", true},
    {"a leaf of zeros", SET(LEAF, "zeroblob(4050)"), "a header or an index",
     true},
    {"a leaf that is cut", SET(INNER, "substr(block,1,2000)"),
     "a header or an index", true},
    {"a leaf with more behind it", SET(INNER, "block||x'0101010101'"),
     "words_data", true},
    {"a leaf that is a text",
     "UPDATE words_data SET block = 'text' WHERE id = " LEAF, "no blob", true},
    {"a leaf that is NULL",
     "UPDATE words_data SET block = NULL WHERE id = " LEAF, "no blob", true},
    {"a leaf that isn't there", "DELETE FROM words_data WHERE id = " INNER,
     "others missing before it", true},
    {"a leaf too many",
     "INSERT INTO words_data SELECT (id >> 37 << 37) + 2000000, block "
     "FROM words_data WHERE id = " LEAF,
     "others missing before it", true},
    {"a leaf twice",
     "UPDATE words_data SET block = (SELECT block FROM words_data "
     "WHERE id = " LEAF ") WHERE id = " INNER,
     "words_data", true},
    {"leaves of two segments changed for one another",
     "UPDATE words_data SET block = (SELECT block FROM words_data "
     "WHERE id = " INNER ") WHERE id = " LEAF,
     "a segment that begins without a term", true},
    {"a row of no segment", "INSERT INTO words_data VALUES(2000 << 37, x'00')",
     "a segment that the structure doesn't", true},
    {"a row without a meaning", "INSERT INTO words_data VALUES(5, x'00')",
     "no meaning", true},
    {"a row with a negative id", "INSERT INTO words_data VALUES(-5, x'00')",
     "no meaning", true},
    /* CVE-2025-7709: tombstones are of segments from 65,536 on. */
    {"a tombstone",
     "INSERT INTO words_data VALUES(((1 << 16) + 1) << 37, "
     "x'0800000000000000')",
     "a segment that the structure doesn't", true},
    {"a node of a height that leaves don't have",
     "INSERT INTO words_data SELECT id + (1 << 31), block FROM words_data "
     "WHERE id = " LEAF,
     "a number that can't be", true},

    /* The structure record. */
    {"no structure", "DELETE FROM words_data WHERE id = 10", "words_data",
     true},
    {"an empty structure", SET("10", "x''"), "no beginning", true},
    {"a structure of zeros", SET("10", "zeroblob(20)"),
     "more or fewer segments", true},
    {"a structure of another version",
     SET("10", "x'00000000FF000001'||substr(block,5)"),
     "too many levels or segments", true},
    {"a structure of a million levels", SET("10", "x'00000000BD8440010100'"),
     "too many levels or segments", true},
    {"a structure that promises more",
     SET("10", "x'00000000010501000101010101'"), "more or fewer segments",
     true},
    {"a segment that goes on for ever",
     SET("10", "x'000000000101000001018FFFFFFF7F'"), "words_data", true},
    {"a segment that ends before it begins",
     SET("10", "x'0000000001010000010105'||x'02'"), "a segment without leaves",
     true},
    {"a segment of the number 0", SET("10", "x'00000000010100000100'||x'0101'"),
     "a segment that can't be", true},
    {"a segment twice",
     SET("10", "x'00000000010200000201'||x'0101'||x'010101'"),
     "a segment twice", true},
    {"a merge of the last level", SET("10", "x'0000000001010001010101'||x'01'"),
     "a merge into nothing", true},
    {"a structure with something behind it", SET("10", "block||x'00'"),
     "more or fewer segments", true},
    {"averages that aren't", SET("1", "x'FFFFFFFFFFFFFFFFFFFF'"),
     "averages that can't be", true},
    {"no averages", "DELETE FROM words_data WHERE id = 1", "not been found",
     true},

    /* Indexes of doclists. */
    {"no doclist index", "DELETE FROM words_data WHERE id = " LEAPS,
     "the doclist index of leaf", true},
    {"a doclist index without bytes", SET(LEAPS, "x''"),
     "the doclist index of leaf", true},
    {"a doclist index of another leaf",
     SET(LEAPS, "substr(block,1,1)||x'7F'||substr(block,3)"),
     "the doclist index of leaf", true},
    {"a doclist index with more steps", SET(LEAPS, "block||x'0101'"),
     "the doclist index of leaf", true},
    {"a doclist index with fewer", SET(LEAPS, "substr(block,1,3)"),
     "the doclist index of leaf", true},
    {"a doclist index without a root", SET(LEAPS, "x'01'||substr(block,2)"),
     "the doclist index of leaf", true},
    {"doclist indexes up to the sky",
     SET(LEAPS,
         "x'01'||substr(block,2)") ";"
                                   "INSERT INTO words_data SELECT " LEAPS
                                   " + (value << 31), "
                                   "(SELECT block FROM words_data WHERE id "
                                   "= " LEAPS ") FROM "
                                   "(WITH RECURSIVE n(value) AS (SELECT 1 "
                                   "UNION ALL SELECT value + 1 FROM n "
                                   "WHERE value < 31) SELECT value FROM n)",
     "the doclist index of leaf", true},

    /* words_idx. */
    {"a leaf without its row", "DELETE FROM words_idx WHERE pgno >> 1 = 1",
     "row in words_idx", true},
    {"a row of a leaf that isn't there",
     "INSERT INTO words_idx SELECT segid, x'30FFFF', 20000 FROM words_idx "
     "LIMIT 1",
     "words_idx", true},
    {"a row of a leaf below the first",
     "UPDATE words_idx SET pgno = -2 WHERE pgno >> 1 = 1", "words_idx", true},
    {"a term that isn't that of its leaf",
     "UPDATE words_idx SET term = x'39' WHERE pgno >> 1 = 1", "words_idx",
     true},
    {"a term that is a text", "UPDATE words_idx SET term = CAST(term AS TEXT)",
     "another type", true},
    {"a segment that is a text", "UPDATE words_idx SET segid = 'x' || segid",
     "another type", true},
    {"an index promised where there is none",
     "UPDATE words_idx SET pgno = pgno | 1 WHERE pgno >> 1 = 1",
     "the doclist index of leaf", true},

    /* Settings. */
    {"a rank that would be executed",
     "INSERT INTO words_config VALUES('rank', 'highlight(0)')", "strange",
     false},
    {"leaves of one byte",
     "INSERT OR REPLACE INTO words_config VALUES('pgsz', 1)", "strange", false},
    {"a setting that is a text",
     "INSERT OR REPLACE INTO words_config VALUES('hashsize', 'much')",
     "strange", false},
    {"words of another format",
     "UPDATE words_config SET v = 5 WHERE k = 'version'", "strange", false},

    /* The schema. */
    {"a trigger",
     "CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM article; END",
     "trigger t", false},
    {"a view", "CREATE VIEW v AS SELECT * FROM article", "view v", false},
    {"a table more", "CREATE TABLE more(a)", "table more", false},
    {"an index more", "CREATE INDEX i ON article(headline)", "index i", false},
    {"statistics", "ANALYZE", "sqlite_stat1", false},
    {"another table of articles",
     "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = "
     "replace(sql, 'headline TEXT', 'headline BLOB') WHERE name = 'article'",
     "table article", false},
    {"words without positions",
     "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = "
     "replace(sql, 'detail=full', 'detail=none') WHERE name = 'words'",
     "table words", false},
    {"words_data with a column that is computed",
     "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = "
     "'CREATE TABLE ''words_data''(id INTEGER PRIMARY KEY, block BLOB, "
     "more AS (abs(id)))' WHERE name = 'words_data'",
     "table words_data", false},
    {"a table in the pages of another",
     "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = "
     "(SELECT rootpage FROM sqlite_schema WHERE name = 'label') "
     "WHERE name = 'words_data'",
     "", false},

    /* Articles and what follows from them. */
    {"an article whose key is a blob",
     "UPDATE article SET key = x'00FF' WHERE id = 9", "article 9", false},
    {"an article without a key", "UPDATE article SET key = '' WHERE id = 9",
     "article 9", false},
    {"a headline that isn't UTF-8",
     "UPDATE article SET headline = CAST(x'C3' AS TEXT) WHERE id = 9",
     "article 9", false},
    {"a body that isn't UTF-8",
     "UPDATE article SET body = CAST(x'41EDA080' AS TEXT) WHERE id = 9",
     "article 9", false},
    {"a language that is a path",
     "UPDATE article SET language = '../../etc' WHERE id = 9", "article 9",
     false},
    {"an extra that isn't JSON", "UPDATE article SET extra = '{' WHERE id = 9",
     "article 9", false},
    {"boundaries without an end",
     "UPDATE article SET boundaries = x'FFFFFFFFFFFFFFFF' WHERE id = 9",
     "article 9", false},
    {"boundaries behind the end",
     "UPDATE article SET boundaries = x'8080808004000000' WHERE id = 9",
     "article 9", false},
    {"a usage that there isn't", "UPDATE article SET usage = 3 WHERE id = 9",
     "article 9", false},
    {"a body that is no frame",
     "UPDATE article SET body = x'28B52FFD00' WHERE id = 9", "article 9",
     false},
    {"an article without a row",
     "INSERT INTO article SELECT 2000000, 'other', version, published, "
     "updated, embargo, ingested, hash, edition, urgency, usage, language, "
     "headline, byline, dateline, source, section, keywords, url, copyright, "
     "dropped, boundaries, extra, body FROM article WHERE id = 9",
     "row_chunk", false},
    {"a state that there isn't", "UPDATE hidden SET state = 77", "hidden",
     false},
    {"an embargo that is a text", "UPDATE hidden SET since = 'soon'", "hidden",
     false},
    {"rows that are cut",
     "UPDATE row_chunk SET data = substr(data, 1, 100) WHERE chunk = 1",
     "row chunk 1", false},
    {"a chunk of rows far away",
     "UPDATE row_chunk SET chunk = 4611686018427387904 WHERE chunk = 1",
     "row chunk", false},
    {"a row of an unknown state",
     "UPDATE row_chunk SET data = CAST(substr(data,1,38)||x'63'||"
     "substr(data,40) AS BLOB) WHERE chunk = 1",
     "unknown state", false},
    {"traits of a name that there isn't",
     "UPDATE trait_chunk SET data = CAST(x'FFFFFF7F'||substr(data,5) AS BLOB) "
     "WHERE chunk = 1",
     "unknown name", false},
    {"fewer traits than rows", "DELETE FROM trait_chunk WHERE chunk = 1",
     "trait", false},
    {"a name of no kind", "UPDATE label SET kind = 7 WHERE id = 1",
     "the name 1", false},
    {"a name that isn't UTF-8",
     "UPDATE label SET text = CAST(x'FF' AS TEXT) WHERE id = 1", "the name 1",
     false},
    {"names with a gap", "DELETE FROM label WHERE id = 1", "the name 2", false},
    {"a revision below 1", "UPDATE meta SET value = 0 WHERE name = 'revision'",
     "revision", false},
    {"a value that is a blob",
     "UPDATE meta SET value = x'00' WHERE name = 'created_by'", "meta", false},

    /* Ranked lists. */
    {"segments with a gap", "UPDATE list_segment SET first = first + 1",
     "list_segment", false},
    {"a segment behind the last article",
     "UPDATE list_segment SET last = 4294967294", "list_segment", false},
    {"a segment that is a text", "UPDATE list_segment SET first = 'all'",
     "list_segment", false},
    {"a head that counts more",
     "UPDATE list_term SET exact = CAST(x'FF0F'||substr(exact,3) AS BLOB) "
     "WHERE length(exact) > 3",
     "ranked list", false},
    {"a head without end",
     "UPDATE list_term SET exact = x'FFFFFFFFFFFFFFFFFF7F'", "ranked list",
     false},
    {"an empty head", "UPDATE list_term SET exact = x''", "ranked list", false},
    {"a head that is a text", "UPDATE list_term SET exact = 'text'",
     "list_term", false},
    {"a chunk that is cut",
     "UPDATE list_chunk SET data = substr(data, 1, length(data) / 2)",
     "ranked list", false},
    {"a chunk of zeros", "UPDATE list_chunk SET data = zeroblob(length(data))",
     "ranked list", false},
    {"a chunk of the widest numbers",
     "UPDATE list_chunk SET data = CAST(replace(hex(zeroblob(2000)), '00', "
     "'~') AS BLOB)",
     "ranked list", false},
    {"no chunks", "DELETE FROM list_chunk", "ranked list", false},
    {"a list of no segment",
     "INSERT INTO list_term VALUES(77, 'rain', x'01', NULL)", "ranked lists",
     false},
};

static void crafted_tables_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof crafts / sizeof *crafts; i++) {
        const craft *one = &crafts[i];
        sqlite3 *db;

        copy_sound();
        db = victim_open_raw(INDEX_PATH);
        victim_run(db, one->sql);
        victim_run(db, "PRAGMA wal_checkpoint(TRUNCATE)");
        assert_int_equal(sqlite3_close(db), SQLITE_OK);
        expect_refused(one->name, NEWSIDX_ERR_CORRUPT, one->words);
        if (!one->is_for_sqlite)
            expect_no_harm();
    }
    printf("%zu files\n", sizeof crafts / sizeof *crafts);
}

/* ------------------------------------------------- bytes of a leaf ------ */

/* What stands in a leaf for one byte of it. */
typedef struct poke {
    const char *name;
    enum { TERM, ROWID, SIZE, POSITION, INDEX } from; /* the first of each */
    size_t at;
    const char *bytes;
    const char *words;
} poke;

static const poke pokes[] = {
    {"a term longer than any", TERM, 0, "\x83", "a term that can't be"},
    {"a term without bytes", TERM, 0, "\x01\x30", "words_data"},
    {"a term of another index", TERM, 1, "1", "a term of no index of ours"},
    {"a term behind the next", TERM, 2, "\xFF", "words_data"},
    /* CVE-2026-119373: FTS5 adds up the bytes that steps may need, and those of
     * a negative rowid are more. */
    {"a negative rowid", ROWID, 0, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
     "a rowid that no article has"},
    {"a rowid behind the last article", ROWID, 0, "\xFF\xFF\x7F",
     "a rowid that no article has"},
    {"a rowid in more bytes than it needs", ROWID, 0, "\x80\x80\x01",
     "a rowid that no article has"},
    {"positions that were deleted", SIZE, 0, "\x03",
     "the mark of something deleted"},
    {"positions without end", SIZE, 0, "\x8F\xFF\xFF\xFF\x7F",
     "positions of no length"},
    {"positions of the next term", SIZE, 0, "\xFF\x7E", "words_data"},
    {"a column that there isn't", POSITION, 0, "\x01\x09",
     "a column that can't be"},
    {"a position in more bytes than it needs", POSITION, 0, "\x80\x02",
     "words_data"},
    {"terms further than the leaf", INDEX, 0, "\xFF\x7F",
     "a header or an index"},
    {"a term in the header", INDEX, 0, "\x02", "a header or an index"},
};

static size_t place_in_doclist(const poke *one, const nx_leaf *leaf)
{
    nx_leaf_bytes in = {leaf->bytes + leaf->doclist_at,
                        leaf->bytes + leaf->next_at};
    uint64_t number;

    for (int i = ROWID; i < (int)one->from; i++)
        assert_true(nx_leaf_number(&in, UINT32_MAX, &number));
    return (size_t)(in.at - leaf->bytes) + one->at;
}

static size_t place_of(const poke *one, const unsigned char *bytes,
                       size_t length)
{
    nx_leaf_term term = {.length = 0};
    nx_leaf leaf;

    assert_true(nx_leaf_open(&leaf, bytes, length));
    assert_true(nx_leaf_next(&leaf, &term));
    switch (one->from) {
    case TERM:
        return 4 + one->at;
    case ROWID:
    case SIZE:
    case POSITION:
        return place_in_doclist(one, &leaf);
    default:
        return leaf.end + one->at;
    }
}

static void write_poke(const poke *one)
{
    sqlite3 *db = victim_open_raw(INDEX_PATH);
    const size_t length = strlen(one->bytes);
    sqlite3_stmt *read = NULL;
    sqlite3_blob *blob = NULL;
    size_t at;

    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT id, block FROM words_data "
                                        "WHERE id = " LEAF,
                                        -1, &read, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(read), SQLITE_ROW);
    at = place_of(one, sqlite3_column_blob(read, 1),
                  (size_t)sqlite3_column_bytes(read, 1));
    assert_int_equal(sqlite3_blob_open(db, "main", "words_data", "block",
                                       sqlite3_column_int64(read, 0), 1, &blob),
                     SQLITE_OK);
    assert_int_equal(sqlite3_blob_write(blob, one->bytes, (int)length, (int)at),
                     SQLITE_OK);
    sqlite3_blob_close(blob);
    sqlite3_finalize(read);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void crafted_leaves_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pokes / sizeof *pokes; i++) {
        copy_sound();
        write_poke(&pokes[i]);
        expect_refused(pokes[i].name, NEWSIDX_ERR_CORRUPT, pokes[i].words);
    }
}

/* ------------------------------------------------------------ frames ---- */

/* The only dictionary, and what the frames were made by. */
static void set_blob(const char *sql, const void *bytes, size_t length)
{
    sqlite3 *db = victim_open_raw(INDEX_PATH);
    sqlite3_stmt *write = NULL;

    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &write, NULL), SQLITE_OK);
    sqlite3_bind_blob64(write, 1, bytes, length, SQLITE_TRANSIENT);
    assert_int_equal(sqlite3_step(write), SQLITE_DONE);
    sqlite3_finalize(write);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

#define BOMB_BYTES ((size_t)16 * 1024 * 1024)

/* Little that becomes much. */
static void make_bomb(void)
{
    sqlite3 *db = victim_open_raw(INDEX_PATH);
    static char frame[BOMB_BYTES / 8];
    char *text = malloc(BOMB_BYTES);
    nx_dictionary *dictionary = NULL;
    sqlite3_stmt *read = NULL;
    size_t length = 0;

    assert_non_null(text);
    memset(text, 'a', BOMB_BYTES);
    assert_int_equal(
        sqlite3_prepare_v2(db, "SELECT data FROM dictionary", -1, &read, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(read), SQLITE_ROW);
    assert_int_equal(
        nx_dictionary_new((newsidx_text){sqlite3_column_blob(read, 0),
                                         (size_t)sqlite3_column_bytes(read, 0)},
                          &dictionary),
        NEWSIDX_OK);
    sqlite3_finalize(read);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_int_equal(nx_frame_write(dictionary,
                                    (newsidx_text){text, BOMB_BYTES}, frame,
                                    sizeof frame, &length),
                     NEWSIDX_OK);
    set_blob("UPDATE article SET body = ?1 WHERE id = 9", frame, length);
    nx_dictionary_free(dictionary);
    free(text);
}

static void crafted_frames_are_refused(void **state)
{
    static const craft frames[] = {
        {"a dictionary of another number", "UPDATE dictionary SET id = id + 1",
         "dictionary", false},
        {"a dictionary that is none",
         "UPDATE dictionary SET data = zeroblob(4096)", "dictionary", false},
        {"a dictionary that is too long",
         "UPDATE dictionary SET data = zeroblob(70000)", "dictionary", false},
        {"no dictionary", "DELETE FROM dictionary", "dictionary", false},
        {"two dictionaries",
         "INSERT INTO dictionary SELECT id + 1, data FROM dictionary",
         "dictionary", false},
        {"a frame of half its bytes",
         "UPDATE article SET body = substr(body, 1, length(body) / 2) "
         "WHERE typeof(body) = 'blob'",
         "body is damaged", false},
    };

    (void)state;
    if (!nx_frame_is_known()) {
        printf("skipped: a build without zstd\n");
        skip();
    }
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        sqlite3 *db;

        copy_sound();
        db = victim_open_raw(INDEX_PATH);
        victim_run(db, frames[i].sql);
        assert_int_equal(sqlite3_close(db), SQLITE_OK);
        expect_refused(frames[i].name, NEWSIDX_ERR_CORRUPT, frames[i].words);
        expect_no_harm();
    }
    copy_sound();
    make_bomb();
    expect_refused("a bomb", NEWSIDX_ERR_CORRUPT, "packed tighter");
    expect_no_harm();
}

/* -------------------------------------------------- the file itself ----- */

static const struct {
    const char *name;
    size_t at;
    const char *bytes;
    newsidx_status status;
    const char *words;
} headers[] = {
    {"pages of 4,096 bytes", 16, "\x10", NEWSIDX_ERR_CORRUPT, ""},
    {"pages of 3 bytes", 17, "\x03", NEWSIDX_ERR_CORRUPT, "header"},
    {"pages with a reserve", 20, "\x10", NEWSIDX_ERR_CORRUPT, ""},
    {"an unknown version", 19, "\x03", NEWSIDX_ERR_CORRUPT, "header"},
    {"UTF-16", 59, "\x02", NEWSIDX_ERR_CORRUPT, "encoding"},
    {"an unknown schema", 47, "\x07", NEWSIDX_ERR_CORRUPT, ""},
    {"a vacuum to come", 55, "\x05", NEWSIDX_ERR_CORRUPT, "root page"},
    {"another program's", 68, "sqlx", NEWSIDX_ERR_NOT_AN_INDEX,
     "another program's"},
    {"a newer format", 63, "\x02", NEWSIDX_ERR_FORMAT, "newer"},
};

static void crafted_headers_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        const size_t length = strlen(headers[i].bytes);
        char kept[16];

        memcpy(kept, sound + headers[i].at, length);
        memcpy(sound + headers[i].at, headers[i].bytes, length);
        copy_sound();
        memcpy(sound + headers[i].at, kept, length);
        expect_refused(headers[i].name, headers[i].status, headers[i].words);
        expect_no_harm();
    }
}

static void a_file_that_is_cut_is_refused(void **state)
{
    const size_t whole = sound_length;
    static const size_t cuts[] = {1, 99, 100, 5000, 16384, 16385, 200000};

    (void)state;
    for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
        newsidx_error err;

        sound_length = i % 2 == 0 ? cuts[i] : whole - cuts[i];
        copy_sound();
        assert_null(victim_open(INDEX_PATH, true, &err));
        expect_no_harm();
    }
    sound_length = whole;
}

static void what_lies_beside_is_refused(void **state)
{
    static const char *const endings[] = {"-wal", "-journal"};

    (void)state;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char name[64];

        copy_sound();
        snprintf(name, sizeof name, "%s%s", INDEX_PATH, endings[i]);
        write_string(name, "7\x7f\x06\x82, a log of somebody else");
        expect_refused(endings[i], NEWSIDX_ERR_CORRUPT, endings[i]);
    }
    remove_index(INDEX_PATH);
}

static void what_is_no_file_is_refused(void **state)
{
    (void)state;
    remove_index(INDEX_PATH);
    assert_int_equal(mkfifo(INDEX_PATH, 0600), 0);
    expect_refused("a pipe", NEWSIDX_ERR_IO, "no file");
    remove_index(INDEX_PATH);
    assert_int_equal(symlink(SOUND_PATH, INDEX_PATH), 0);
    expect_refused("a link", NEWSIDX_ERR_IO, "link");
    remove_index(INDEX_PATH);
    assert_int_equal(symlink("/dev/zero", INDEX_PATH), 0);
    expect_refused("a device", NEWSIDX_ERR_IO, "link");
    remove_index(INDEX_PATH);
    expect_refused("nothing", NEWSIDX_ERR_IO, "can't open");
}

/* ------------------------------------------------------------- sound ---- */

static void expect_nothing_beside(void)
{
    static const char *const endings[] = {"-wal", "-shm", "-journal", ".lock"};

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char name[64];

        snprintf(name, sizeof name, "%s%s", INDEX_PATH, endings[i]);
        if (access(name, F_OK) == 0)
            fail_msg("there is a %s", name);
    }
}

static void a_sound_file_is_read_without_a_trace(void **state)
{
    newsidx_error why;
    newsidx *index;
    size_t length;
    char *after;

    (void)state;
    copy_sound();
    index = victim_open(INDEX_PATH, true, &why);
    if (index == NULL)
        fail_msg("refused: %s", why.message);
    expect_nothing_beside();
    EXPECT_STATUS(NEWSIDX_ERR_READ_ONLY, newsidx_begin(index, &err));
    victim_use(index);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
    expect_nothing_beside();
    after = read_file(INDEX_PATH, &length);
    assert_int_equal(length, sound_length);
    assert_memory_equal(after, sound, length);
    free(after);
}

static void a_file_that_changes_is_not_read_any_more(void **state)
{
    newsidx_query *query = parse("rain");
    newsidx_results *results = NULL;
    newsidx_error why;
    newsidx *index;
    sqlite3 *db;

    (void)state;
    copy_sound();
    index = victim_open(INDEX_PATH, true, &why);
    assert_non_null(index);
    results = search(index, query, NULL);
    newsidx_results_free(results);
    db = victim_open_raw(INDEX_PATH);
    victim_run(db, "UPDATE meta SET value = 'x' WHERE name = 'created_by'");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    EXPECT_STATUS(NEWSIDX_ERR_IO,
                  newsidx_search(index, query, NULL, &results, &err));
    newsidx_close(index);
    newsidx_query_free(query);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_file_is_read_without_a_trace),
        cmocka_unit_test(crafted_tables_are_refused),
        cmocka_unit_test(crafted_leaves_are_refused),
        cmocka_unit_test(crafted_frames_are_refused),
        cmocka_unit_test(crafted_headers_are_refused),
        cmocka_unit_test(a_file_that_is_cut_is_refused),
        cmocka_unit_test(what_lies_beside_is_refused),
        cmocka_unit_test(what_is_no_file_is_refused),
        cmocka_unit_test(a_file_that_changes_is_not_read_any_more),
    };

    return cmocka_run_group_tests(tests, prepare, finish);
}
