#include "stock_fts5.h"
#include "measure.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH_ARTICLES 4096

/* The statements of an open one, by what they give. */
typedef struct stock {
    sqlite3 *db;
    sqlite3_stmt *ids;
    sqlite3_stmt *passages;
    sqlite3_stmt *count;
} stock;

static void run(sqlite3 *db, const char *sql)
{
    char *message = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        bench_die("%s: %s", sql, message);
}

static sqlite3 *open_database(const char *path)
{
    sqlite3 *db;

    if (sqlite3_open(path, &db) != SQLITE_OK)
        bench_die("%s: %s", path, sqlite3_errmsg(db));
    run(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    return db;
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;

    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        bench_die("%s: %s", sql, sqlite3_errmsg(db));
    return statement;
}

static void bind_piece(sqlite3_stmt *statement, int number,
                       const bench_piece *piece)
{
    sqlite3_bind_text(statement, number, piece->bytes, (int)piece->length,
                      SQLITE_STATIC);
}

static void step_and_reset(sqlite3 *db, sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE)
        bench_die("%s", sqlite3_errmsg(db));
    sqlite3_reset(statement);
}

uint64_t bench_stock_load(const char *path, const bench_articles *articles)
{
    sqlite3 *db = open_database(path);
    sqlite3_stmt *article;
    sqlite3_stmt *words;

    run(db, "CREATE TABLE article("
            "id INTEGER PRIMARY KEY, key TEXT, title TEXT, text TEXT);"
            "CREATE VIRTUAL TABLE words USING fts5(title, text, "
            "content='article', content_rowid='id', "
            "tokenize='porter unicode61');");
    article = prepare(db, "INSERT INTO article VALUES(?1, ?2, ?3, ?4)");
    words =
        prepare(db, "INSERT INTO words(rowid, title, text) VALUES(?1, ?3, ?4)");
    for (size_t i = 0; i < articles->count; i++) {
        const bench_article *from = &articles->items[i];

        if (i % BATCH_ARTICLES == 0)
            run(db, i == 0 ? "BEGIN" : "COMMIT; BEGIN");
        sqlite3_bind_int64(article, 1, (sqlite3_int64)i + 1);
        bind_piece(article, 2, &from->key);
        bind_piece(article, 3, &from->title);
        bind_piece(article, 4, &from->text);
        step_and_reset(db, article);
        sqlite3_bind_int64(words, 1, (sqlite3_int64)i + 1);
        bind_piece(words, 3, &from->title);
        bind_piece(words, 4, &from->text);
        step_and_reset(db, words);
    }
    if (articles->count > 0)
        run(db, "COMMIT");
    sqlite3_finalize(article);
    sqlite3_finalize(words);
    if (sqlite3_close(db) != SQLITE_OK)
        bench_die("%s: not closed", path);
    return articles->count;
}

void bench_stock_optimize(const char *path)
{
    sqlite3 *db = open_database(path);

    run(db, "INSERT INTO words(words) VALUES('optimize')");
    sqlite3_close(db);
}

/* NEAR("a" "b", 4): so many words between them. */
static char *spell_near(const bench_query *query)
{
    char *words = bench_query_spell(query, BENCH_PHRASE_WORDS, "\"", " ", "\"");
    size_t length = strlen(words) + 32;
    char *near = bench_alloc(length);

    snprintf(near, length, "NEAR(%s, %d)", words, BENCH_NEAR_DISTANCE - 1);
    free(words);
    return near;
}

static char *spell(const bench_query *query, bench_task task)
{
    size_t all = query->word_count;

    switch (task) {
    case BENCH_AND_IDS:
    case BENCH_AND_PASSAGES:
        return bench_query_spell(query, BENCH_AND_WORDS, "\"", " AND ", "\"");
    case BENCH_PHRASE_IDS:
        return bench_query_spell(query, BENCH_PHRASE_WORDS, "\"", " + ", "\"");
    case BENCH_NEAR_IDS:
        return spell_near(query);
    case BENCH_ANY_IDS:
    case BENCH_ANY_PASSAGES:
    case BENCH_OR_IDS:
    case BENCH_COUNT:
    case BENCH_TASK_COUNT:
        break;
    }
    return bench_query_spell(query, all, "\"", " OR ", "\"");
}

static uint64_t search(void *state, bench_task task, const char *query)
{
    stock *from = state;
    sqlite3_stmt *statement = from->ids;
    uint64_t count = 0;

    if (task == BENCH_ANY_PASSAGES || task == BENCH_AND_PASSAGES)
        statement = from->passages;
    else if (task == BENCH_COUNT)
        statement = from->count;
    sqlite3_bind_text(statement, 1, query, -1, SQLITE_STATIC);
    for (;;) {
        int code = sqlite3_step(statement);

        if (code == SQLITE_DONE)
            break;
        if (code != SQLITE_ROW)
            bench_die("%s: %s", query, sqlite3_errmsg(from->db));
        if (task == BENCH_COUNT)
            count = (uint64_t)sqlite3_column_int64(statement, 0);
        else
            count++;
    }
    sqlite3_reset(statement);
    return count;
}

static void close_engine(void *state)
{
    stock *from = state;

    sqlite3_finalize(from->ids);
    sqlite3_finalize(from->passages);
    sqlite3_finalize(from->count);
    sqlite3_close(from->db);
    free(from);
}

void bench_stock_open(const char *path, bench_engine *engine)
{
    stock *opened = bench_alloc(sizeof(*opened));

    opened->db = open_database(path);
    opened->ids =
        prepare(opened->db, "SELECT rowid FROM words WHERE words MATCH ?1 "
                            "ORDER BY rank LIMIT 10");
    opened->passages = prepare(
        opened->db, "SELECT rowid, title, snippet(words, 1, '[', ']', '', 64) "
                    "FROM words WHERE words MATCH ?1 ORDER BY rank LIMIT 10");
    opened->count =
        prepare(opened->db, "SELECT count(*) FROM words WHERE words MATCH ?1");
    engine->name = "stock FTS5";
    engine->state = opened;
    engine->spell = spell;
    engine->search = search;
    engine->close = close_engine;
}
