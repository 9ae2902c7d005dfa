#include "stock_fts5.h"
#include "measure.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH_ARTICLES 4096

/* What is asked for, by which rows are left and how they are ordered. */
typedef enum ask { BEST, FILTERED, NEWEST, COUNT, ASK_COUNT } ask;

/*
 * For the ids, and for what is shown of a hit. Of the ways to say it each is
 * the quickest that was found: an index of dates that is walked until ten of
 * them match, an article looked up for each match, best first.
 */
static const char *const statements[ASK_COUNT][2] = {
    {"SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rank LIMIT 10",
     "SELECT rowid, title, snippet(words, 1, '[', ']', '', 64) FROM words "
     "WHERE words MATCH ?1 ORDER BY rank LIMIT 10"},
    {"SELECT words.rowid FROM words JOIN article ON article.id = words.rowid "
     "WHERE words MATCH ?1 AND date >= ?2 AND date < ?3 || 'U' "
     "AND (?4 IS NULL OR source = ?4) ORDER BY rank LIMIT 10",
     "SELECT words.rowid, words.title, "
     "snippet(words, 1, '[', ']', '', 64) "
     "FROM words JOIN article ON article.id = words.rowid "
     "WHERE words MATCH ?1 AND date >= ?2 AND date < ?3 || 'U' "
     "AND (?4 IS NULL OR source = ?4) ORDER BY rank LIMIT 10"},
    {"SELECT id FROM article INDEXED BY article_date WHERE id IN "
     "(SELECT rowid FROM words WHERE words MATCH ?1) "
     "ORDER BY date DESC LIMIT 10",
     "SELECT id, words.title, snippet(words, 1, '[', ']', '', 64) FROM "
     "(SELECT id, date FROM article INDEXED BY article_date WHERE id IN "
     "(SELECT rowid FROM words WHERE words MATCH ?1) "
     "ORDER BY date DESC LIMIT 10) CROSS JOIN words ON words.rowid = id "
     "WHERE words MATCH ?1 ORDER BY date DESC"},
    {"SELECT count(*) FROM words WHERE words MATCH ?1",
     "SELECT count(*) FROM words WHERE words MATCH ?1"}};

typedef struct stock {
    sqlite3 *db;
    sqlite3_stmt *prepared[ASK_COUNT][2];
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

/* An article into both tables, by two prepared statements. */
static void add_article(sqlite3 *db, sqlite3_stmt *article, sqlite3_stmt *words,
                        sqlite3_int64 id, const bench_article *from)
{
    sqlite3_bind_int64(article, 1, id);
    bind_piece(article, 2, &from->key);
    bind_piece(article, 3, &from->date);
    bind_piece(article, 4, &from->source);
    bind_piece(article, 5, &from->title);
    bind_piece(article, 6, &from->text);
    step_and_reset(db, article);
    sqlite3_bind_int64(words, 1, id);
    bind_piece(words, 2, &from->title);
    bind_piece(words, 3, &from->text);
    step_and_reset(db, words);
}

void bench_stock_load(const char *path, bench_articles *articles)
{
    sqlite3 *db = open_database(path);
    sqlite3_stmt *article;
    sqlite3_stmt *words;
    bench_article from;

    run(db, "CREATE TABLE article(id INTEGER PRIMARY KEY, key TEXT, "
            "date TEXT, source TEXT, title TEXT, text TEXT);"
            "CREATE INDEX article_date ON article(date);"
            "CREATE VIRTUAL TABLE words USING fts5(title, text, "
            "content='article', content_rowid='id', "
            "tokenize='porter unicode61');");
    article = prepare(db, "INSERT INTO article VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
    words =
        prepare(db, "INSERT INTO words(rowid, title, text) VALUES(?1, ?2, ?3)");
    run(db, "BEGIN");
    while (bench_articles_next(articles, &from)) {
        add_article(db, article, words, (sqlite3_int64)articles->count, &from);
        if (articles->count % BATCH_ARTICLES == 0)
            run(db, "COMMIT; BEGIN");
    }
    run(db, "COMMIT");
    sqlite3_finalize(article);
    sqlite3_finalize(words);
    if (sqlite3_close(db) != SQLITE_OK)
        bench_die("%s: not closed", path);
}

void bench_stock_optimize(const char *path)
{
    sqlite3 *db = open_database(path);

    run(db, "INSERT INTO words(words) VALUES('optimize')");
    sqlite3_close(db);
}

/* NEAR("a" "b", 4): so many words between them. */
static char *spell_near(const bench_question *question)
{
    char *words = bench_question_spell(question, "\"", " ", "\"");
    size_t length = strlen(words) + 32;
    char *near = bench_alloc(length);

    snprintf(near, length, "NEAR(%s, %d)", words, BENCH_NEAR_DISTANCE - 1);
    free(words);
    return near;
}

static char *spell(const bench_question *question)
{
    static const char *const betweens[] = {" OR ",  " OR ", " AND ",
                                           " AND ", " + ",  ""};
    const bench_logic logic = question->task->logic;

    return logic == BENCH_NEAR
               ? spell_near(question)
               : bench_question_spell(question, "\"", betweens[logic], "\"");
}

static ask find_ask(const bench_question *question)
{
    if (question->task->want == BENCH_COUNT)
        return COUNT;
    if (question->task->want == BENCH_NEWEST)
        return NEWEST;
    return question->from == NULL ? BEST : FILTERED;
}

static uint64_t search(void *state, const bench_question *question,
                       const char *text)
{
    stock *from = state;
    ask asked = find_ask(question);
    sqlite3_stmt *statement = from->prepared[asked][question->has_passages];
    uint64_t count = 0;

    sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC);
    if (asked == FILTERED) {
        /* 'U' comes after the T behind the last day. */
        sqlite3_bind_text(statement, 2, question->from, -1, SQLITE_STATIC);
        sqlite3_bind_text(statement, 3, question->last, -1, SQLITE_STATIC);
        sqlite3_bind_text(statement, 4, question->source, -1, SQLITE_STATIC);
    }
    for (;;) {
        int code = sqlite3_step(statement);

        if (code == SQLITE_DONE)
            break;
        if (code != SQLITE_ROW)
            bench_die("%s: %s", text, sqlite3_errmsg(from->db));
        if (asked == COUNT)
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

    for (int i = 0; i < ASK_COUNT; i++) {
        for (int shown = 0; shown < 2; shown++)
            sqlite3_finalize(from->prepared[i][shown]);
    }
    sqlite3_close(from->db);
    free(from);
}

void bench_stock_open(const char *path, bench_engine *engine)
{
    stock *opened = bench_alloc(sizeof(*opened));

    opened->db = open_database(path);
    for (int i = 0; i < ASK_COUNT; i++) {
        for (int shown = 0; shown < 2; shown++)
            opened->prepared[i][shown] =
                prepare(opened->db, statements[i][shown]);
    }
    engine->name = "stock FTS5";
    engine->state = opened;
    engine->has_total = false;
    engine->spell = spell;
    engine->search = search;
    engine->close = close_engine;
}
