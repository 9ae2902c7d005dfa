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

typedef struct texts {
    bench_piece *items;
    size_t count;
    size_t capacity;
    uint64_t bytes;
} texts;

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

static void run_ours(newsidx_analyzer *analyzer, const texts *all,
                     uint64_t *count)
{
    for (size_t i = 0; i < all->count; i++) {
        const bench_piece *text = &all->items[i];
        newsidx_error err;

        if (newsidx_analyze(analyzer, (newsidx_text){text->bytes, text->length},
                            count_term, count, &err) < 0)
            bench_die("newsidx: %s", err.message);
    }
}

static void measure_ours(const texts *all, engine_run *run)
{
    newsidx_analyzer *analyzer;
    newsidx_error err;
    double begin;

    if (newsidx_analyzer_new("en", &analyzer, &err) < 0)
        bench_die("newsidx: %s", err.message);
    run->term_count = 0;
    begin = bench_now_ms();
    run_ours(analyzer, all, &run->term_count);
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

static void measure_stock(fts5_api *api, const texts *all, engine_run *run)
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
    for (size_t i = 0; i < all->count; i++) {
        const bench_piece *text = &all->items[i];

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

/* The texts of a file, held in memory: the clock is for the analysis alone. */
static void read_texts(texts *all, const char *path)
{
    bench_articles articles;
    bench_article article;

    memset(all, 0, sizeof(*all));
    bench_articles_open(&articles, path);
    while (bench_articles_next(&articles, &article)) {
        const bench_piece *text = &article.text;

        if (all->count == all->capacity) {
            all->capacity = all->capacity == 0 ? 4096 : all->capacity * 2;
            all->items =
                bench_realloc(all->items, all->capacity * sizeof(*all->items));
        }
        all->items[all->count++] =
            (bench_piece){bench_copy(text->bytes, text->length), text->length};
        all->bytes += text->length;
    }
    bench_articles_close(&articles);
}

static void finish_texts(texts *all)
{
    for (size_t i = 0; i < all->count; i++)
        free((char *)all->items[i].bytes);
    free(all->items);
}

/* Write some articles to a file that is gone once it is read. */
static void make_texts(texts *all)
{
    const char *path = "bench-analyze.jsonl";
    FILE *file = fopen(path, "w");
    bench_corpus *corpus = bench_corpus_new(1, BENCH_ARTICLES);

    if (file == NULL)
        bench_die("can't write %s", path);
    for (uint64_t i = 0; i < MADE_ARTICLES; i++)
        bench_corpus_write_article(corpus, i, file);
    if (fclose(file) != 0)
        bench_die("can't write %s", path);
    bench_corpus_free(corpus);
    read_texts(all, path);
    remove(path);
}

static void print(const char *name, const engine_run *run, uint64_t bytes)
{
    printf("%-28s %8.1f MB/s %12llu terms\n", name,
           (double)bytes / 1000.0 / run->best_ms,
           (unsigned long long)run->term_count);
}

static void compare(const char *name, const texts *all, fts5_api *api)
{
    engine_run ours = {0, 0.0};
    engine_run stock = {0, 0.0};

    printf("%s: %zu articles, %.1f MB\n", name, all->count,
           (double)all->bytes / 1e6);
    /* By turns, so that both meet the machine's moods. */
    for (int i = 0; i < ROUNDS; i++) {
        measure_ours(all, &ours);
        measure_stock(api, all, &stock);
    }
    print("newsidx_analyze(), en", &ours, all->bytes);
    print("FTS5 porter unicode61", &stock, all->bytes);
    printf("%-28s %8.2f\n", "ratio", stock.best_ms / ours.best_ms);
}

int main(int argc, char **argv)
{
    texts all;
    sqlite3 *db;

    if (sqlite3_open(":memory:", &db) != SQLITE_OK)
        bench_die("no SQLite");
    printf("%s\n", newsidx_build_info());
    if (argc < 2) {
        make_texts(&all);
        compare("made news", &all, find_fts5(db));
        finish_texts(&all);
    }
    for (int i = 1; i < argc; i++) {
        read_texts(&all, argv[i]);
        compare(argv[i], &all, find_fts5(db));
        finish_texts(&all);
    }
    sqlite3_close(db);
    return 0;
}
