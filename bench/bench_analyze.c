/*
 * How fast text becomes terms: newsidx_analyze() beside FTS5's tokenizer
 * "porter unicode61", called from C on the same texts in the same run. Both
 * hand their terms to a callback that only counts.
 *
 *     bench_analyze [FILE.jsonl...]
 *
 * reads the texts of JSON Lines; without a file it makes some news of its own.
 */
#include "articles.h"
#include "corpus.h"
#include "measure.h"

#include "newsidx.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Rounds, of which the best counts: a machine is never all ours. */
#define ROUNDS 5
#define MADE_ARTICLES 10000

typedef struct engine_run {
    uint64_t term_count;
    double best_ms;
} engine_run;

/* ----------------------------------------------------------- newsidx ---- */

static int count_term(const newsidx_term *term, void *user)
{
    uint64_t *count = user;

    (void)term;
    (*count)++;
    return 0;
}

static void run_ours(newsidx_analyzer *analyzer, const bench_articles *articles,
                     uint64_t *count)
{
    for (size_t i = 0; i < articles->count; i++) {
        const bench_piece *text = &articles->items[i].text;
        newsidx_error err;

        if (newsidx_analyze(analyzer, (newsidx_text){text->bytes, text->length},
                            count_term, count, &err) < 0)
            bench_die("newsidx: %s", err.message);
    }
}

static void measure_ours(const bench_articles *articles, engine_run *run)
{
    newsidx_analyzer *analyzer;
    newsidx_error err;
    double begin;

    if (newsidx_analyzer_new("en", &analyzer, &err) < 0)
        bench_die("newsidx: %s", err.message);
    run->term_count = 0;
    begin = bench_now_ms();
    run_ours(analyzer, articles, &run->term_count);
    begin = bench_now_ms() - begin;
    if (run->best_ms == 0.0 || begin < run->best_ms)
        run->best_ms = begin;
    newsidx_analyzer_free(analyzer);
}

/* -------------------------------------------------------------- FTS5 ---- */

static int count_token(void *user, int flags, const char *bytes, int length,
                       int start, int end)
{
    uint64_t *count = user;

    (void)flags;
    (void)bytes;
    (void)length;
    (void)start;
    (void)end;
    (*count)++;
    return SQLITE_OK;
}

/* As FTS5's own page says it is to be asked for. */
static fts5_api *find_fts5(sqlite3 *db)
{
    sqlite3_stmt *statement = NULL;
    fts5_api *api = NULL;

    if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL) ==
        SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, (void *)&api, "fts5_api_ptr", NULL);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    if (api == NULL)
        bench_die("this SQLite has no FTS5");
    return api;
}

static void measure_stock(fts5_api *api, const bench_articles *articles,
                          engine_run *run)
{
    const char *arguments[] = {"unicode61"};
    fts5_tokenizer tokenizer;
    Fts5Tokenizer *instance;
    void *context;
    double begin;

    if (api->xFindTokenizer(api, "porter", &context, &tokenizer) != SQLITE_OK ||
        tokenizer.xCreate(context, arguments, 1, &instance) != SQLITE_OK)
        bench_die("FTS5 has no tokenizer \"porter\"");
    run->term_count = 0;
    begin = bench_now_ms();
    for (size_t i = 0; i < articles->count; i++) {
        const bench_piece *text = &articles->items[i].text;

        if (tokenizer.xTokenize(instance, &run->term_count,
                                FTS5_TOKENIZE_DOCUMENT, text->bytes,
                                (int)text->length, count_token) != SQLITE_OK)
            bench_die("FTS5's tokenizer failed");
    }
    begin = bench_now_ms() - begin;
    if (run->best_ms == 0.0 || begin < run->best_ms)
        run->best_ms = begin;
    tokenizer.xDelete(instance);
}

/* ------------------------------------------------------------- texts ---- */

/* Write some articles to a file that is gone once it is read. */
static void make_articles(bench_articles *articles)
{
    const char *path = "bench-analyze.jsonl";
    FILE *file = fopen(path, "w");
    bench_corpus *corpus = bench_corpus_new(1);

    if (file == NULL)
        bench_die("can't write %s", path);
    for (uint64_t i = 0; i < MADE_ARTICLES; i++)
        bench_corpus_write_article(corpus, i, file);
    if (fclose(file) != 0)
        bench_die("can't write %s", path);
    bench_corpus_free(corpus);
    bench_articles_read(articles, path);
    remove(path);
}

static uint64_t text_bytes_of(const bench_articles *articles)
{
    uint64_t bytes = 0;

    for (size_t i = 0; i < articles->count; i++)
        bytes += articles->items[i].text.length;
    return bytes;
}

static void print(const char *name, const engine_run *run, uint64_t bytes)
{
    printf("%-28s %8.1f MB/s %12llu terms\n", name,
           (double)bytes / 1000.0 / run->best_ms,
           (unsigned long long)run->term_count);
}

static void compare(const char *name, const bench_articles *articles,
                    fts5_api *api)
{
    engine_run ours = {0, 0.0};
    engine_run stock = {0, 0.0};
    const uint64_t bytes = text_bytes_of(articles);

    printf("%s: %zu articles, %.1f MB\n", name, articles->count,
           (double)bytes / 1e6);
    /* By turns, so that both meet the machine's moods. */
    for (int i = 0; i < ROUNDS; i++) {
        measure_ours(articles, &ours);
        measure_stock(api, articles, &stock);
    }
    print("newsidx_analyze(), en", &ours, bytes);
    print("FTS5 porter unicode61", &stock, bytes);
    printf("%-28s %8.2f\n", "ratio", stock.best_ms / ours.best_ms);
}

int main(int argc, char **argv)
{
    bench_articles articles;
    sqlite3 *db;

    if (sqlite3_open(":memory:", &db) != SQLITE_OK)
        bench_die("no SQLite");
    printf("%s\n", newsidx_build_info());
    if (argc < 2) {
        make_articles(&articles);
        compare("made news", &articles, find_fts5(db));
        bench_articles_finish(&articles);
    }
    for (int i = 1; i < argc; i++) {
        bench_articles_read(&articles, argv[i]);
        compare(argv[i], &articles, find_fts5(db));
        bench_articles_finish(&articles);
    }
    sqlite3_close(db);
    return 0;
}
