/*
 * Words that are being typed, and articles that are like one:
 *
 *     bench_vocabulary suggest INDEX QUERIES.tsv [MOST]
 *
 * types each word of the queries letter by letter and asks for ten completions
 * at every letter. Beside it stock FTS5's own list of words, fts5vocab, on a
 * table of the same texts that is made in memory, is asked for the ten most
 * frequent words of the prefix at every 50th letter: it knows no misspelt ones,
 * and takes long.
 *
 *     bench_vocabulary correct INDEX QUERIES.tsv [MOST]
 *
 * leaves a letter out of the longest of each query's first three words, and
 * prints how long a search for them takes, what advice adds to that, and how
 * often the query as it was is suggested, of those that would find more.
 *
 *     bench_vocabulary like INDEX PAIRS.tsv
 *
 * looks for each article of the pairs (KEY TAB KEY) among the first ten that
 * are like the other, and prints the share that is found: recall@10.
 *
 * Times are the processor's, in which nothing is waited for: all is in memory.
 */
#define _POSIX_C_SOURCE 200809L

#include "measure.h"
#include "queries.h"

#include "newsidx.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STOCK_STEP 50

static newsidx_error err;

static void check(newsidx_status status)
{
    if (status < 0)
        bench_die("%s", err.message);
}

static double now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1000.0 + (double)now.tv_nsec / 1e6;
}

static void print_times(const char *name, const bench_times *times)
{
    printf("%-12s %8zu times  p50 %8.3f  p95 %8.3f  p99 %8.3f  "
           "longest %8.3f ms\n",
           name, times->count, bench_times_percentile(times, 0.50),
           bench_times_percentile(times, 0.95),
           bench_times_percentile(times, 0.99),
           bench_times_percentile(times, 1.00));
}

/* ------------------------------------------------------------ suggest ---- */

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        bench_die("%s: %s", sql, sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;

    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        bench_die("%s: %s", sql, sqlite3_errmsg(db));
    return statement;
}

/* Headlines and bodies of all articles, without the texts. */
static sqlite3 *make_stock(newsidx *index)
{
    newsidx_selection *all;
    newsidx_query *query;
    sqlite3 *db;
    int64_t id;

    if (sqlite3_open(":memory:", &db) != SQLITE_OK)
        bench_die("no memory");
    run(db, "CREATE VIRTUAL TABLE words USING fts5(headline, body, "
            "content='', tokenize='unicode61');"
            "CREATE VIRTUAL TABLE list USING fts5vocab(words, row); BEGIN");
    sqlite3_stmt *insert = prepare(
        db, "INSERT INTO words(rowid, headline, body) VALUES(?1, ?2, ?3)");
    check(newsidx_query_parse("*", NEWSIDX_WHOLE, NULL, &query, &err));
    check(newsidx_select(index, query, NULL, &all, &err));
    while (newsidx_selection_next(all, &id) == NEWSIDX_OK) {
        newsidx_record *record;

        check(newsidx_read(index, id, &record, &err));
        const newsidx_article *article = newsidx_record_article(record);
        sqlite3_bind_int64(insert, 1, id);
        sqlite3_bind_text64(insert, 2, article->headline.bytes,
                            article->headline.length, SQLITE_STATIC,
                            SQLITE_UTF8);
        sqlite3_bind_text64(insert, 3, article->body.bytes,
                            article->body.length, SQLITE_STATIC, SQLITE_UTF8);
        if (sqlite3_step(insert) != SQLITE_DONE)
            bench_die("%s", sqlite3_errmsg(db));
        sqlite3_reset(insert);
        newsidx_record_free(record);
    }
    sqlite3_finalize(insert);
    newsidx_selection_free(all);
    newsidx_query_free(query);
    run(db, "COMMIT; INSERT INTO words(words) VALUES('optimize')");
    return db;
}

static void suggest_ours(newsidx *index, const char *text, size_t length,
                         bench_times *times)
{
    newsidx_tally *words;
    size_t start;

    double begin = now_ms();
    check(newsidx_suggest(index, text, length, NULL, &start, &words, &err));
    bench_times_add(times, now_ms() - begin);
    newsidx_tally_free(words);
}

static void suggest_stock(sqlite3_stmt *list, const char *text, size_t length,
                          bench_times *times)
{
    char end[64];

    if (length + 2 > sizeof end)
        return;
    /* Behind all that begins so. */
    memcpy(end, text, length);
    end[length] = (char)0x7f;
    double begin = now_ms();
    sqlite3_bind_text(list, 1, text, (int)length, SQLITE_STATIC);
    sqlite3_bind_text(list, 2, end, (int)length + 1, SQLITE_STATIC);
    while (sqlite3_step(list) == SQLITE_ROW)
        continue;
    sqlite3_reset(list);
    bench_times_add(times, now_ms() - begin);
}

static void measure_suggest(newsidx *index, const char *path, size_t most)
{
    bench_queries queries = {NULL, 0, 0};
    bench_times first = {NULL, 0, 0, 0};
    bench_times ours = {NULL, 0, 0, 0};
    bench_times same = {NULL, 0, 0, 0};
    bench_times stock = {NULL, 0, 0, 0};
    size_t letters = 0;

    bench_queries_read(&queries, path, most);
    suggest_ours(index, "a", 1, &first);
    print_times("the first", &first);
    sqlite3 *db = make_stock(index);
    sqlite3_stmt *list =
        prepare(db, "SELECT term, doc FROM list WHERE term >= ?1 AND "
                    "term < ?2 ORDER BY doc DESC LIMIT 10");
    for (size_t i = 0; i < queries.count; i++) {
        const bench_query *query = &queries.items[i];

        for (size_t j = 0; j < query->word_count; j++) {
            const size_t length = strlen(query->words[j]);

            for (size_t k = 1; k <= length; k++) {
                suggest_ours(index, query->words[j], k, &ours);
                if (letters++ % STOCK_STEP != 0)
                    continue;
                suggest_ours(index, query->words[j], k, &same);
                suggest_stock(list, query->words[j], k, &stock);
            }
        }
    }
    print_times("newsidx", &ours);
    print_times("fts5vocab", &stock);
    printf("of the same letters fts5vocab takes %.0f times as long at p50, "
           "%.0f at p95\n",
           bench_times_percentile(&stock, 0.50) /
               bench_times_percentile(&same, 0.50),
           bench_times_percentile(&stock, 0.95) /
               bench_times_percentile(&same, 0.95));
    sqlite3_finalize(list);
    sqlite3_close(db);
    bench_queries_finish(&queries);
    bench_times_finish(&first);
    bench_times_finish(&ours);
    bench_times_finish(&same);
    bench_times_finish(&stock);
}

/* ------------------------------------------------------------ correct ---- */

/* The first three words, and the same with the middle letter of the longest
 * left out. */
static void misspell(const bench_query *query, char *right, char *wrong,
                     size_t room)
{
    const size_t count = query->word_count < 3 ? query->word_count : 3;
    size_t longest = 0;

    right[0] = '\0';
    wrong[0] = '\0';
    for (size_t i = 1; i < count; i++) {
        if (strlen(query->words[i]) > strlen(query->words[longest]))
            longest = i;
    }
    for (size_t i = 0; i < count; i++) {
        const char *word = query->words[i];
        const size_t middle = i == longest ? strlen(word) / 2 : strlen(word);
        const char *blank = i > 0 ? " " : "";
        const size_t used = strlen(wrong);

        snprintf(right + strlen(right), room - strlen(right), "%s%s", blank,
                 word);
        snprintf(wrong + used, room - used, "%s%.*s%s", blank, (int)middle,
                 word, word[middle] != '\0' ? word + middle + 1 : "");
    }
}

/* The best of three; `*out_is_right` if what is suggested is `right`. */
static double search_for(newsidx *index, const char *text, const char *right,
                         uint32_t advise, bool *out_is_right)
{
    newsidx_search_options how = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query;
    double best = 1e9;

    how.advise = advise;
    check(newsidx_query_parse(text, NEWSIDX_WHOLE, NULL, &query, &err));
    for (int i = 0; i < 3; i++) {
        newsidx_results *results;

        double begin = now_ms();
        check(newsidx_search(index, query, &how, &results, &err));
        double took = now_ms() - begin;
        best = took < best ? took : best;
        const size_t count = newsidx_results_diagnostic_count(results);
        const newsidx_diagnostic *last =
            count > 0 ? newsidx_results_diagnostic(results, count - 1) : NULL;
        *out_is_right = last != NULL && strcmp(last->code, "Q15") == 0 &&
                        strcmp(last->suggestion.bytes, right) == 0;
        newsidx_results_free(results);
    }
    newsidx_query_free(query);
    return best;
}

static uint64_t count_articles(newsidx *index, const char *text)
{
    newsidx_query *query;
    uint64_t count;

    check(newsidx_query_parse(text, NEWSIDX_WHOLE, NULL, &query, &err));
    check(newsidx_count(index, query, NULL, &count, &err));
    newsidx_query_free(query);
    return count;
}

static void measure_correct(newsidx *index, const char *path, size_t most)
{
    bench_queries queries = {NULL, 0, 0};
    bench_times alone = {NULL, 0, 0, 0};
    bench_times added = {NULL, 0, 0, 0};
    size_t suggested = 0;
    size_t useful = 0;

    bench_queries_read(&queries, path, most);
    for (size_t i = 0; i < queries.count; i++) {
        char right[512];
        char wrong[512];
        bool is_right;

        misspell(&queries.items[i], right, wrong, sizeof right);
        const double without = search_for(index, wrong, right, 0, &is_right);
        const double with = search_for(index, wrong, right, 1, &is_right);
        bench_times_add(&alone, without);
        bench_times_add(&added, with - without);
        suggested += is_right;
        useful += count_articles(index, right) > count_articles(index, wrong);
    }
    print_times("search", &alone);
    print_times("advice", &added);
    printf("the query as it was is suggested for %zu of %zu\n", suggested,
           useful);
    bench_queries_finish(&queries);
    bench_times_finish(&alone);
    bench_times_finish(&added);
}

/* --------------------------------------------------------------- like ---- */

typedef struct comparison {
    newsidx *index;
    bench_times making;
    bench_times searching;
    size_t asked;
    size_t found;
    size_t first; /* of them, as the first hit */
} comparison;

static void look_for(comparison *in, int64_t id, int64_t other)
{
    newsidx_search_options how = NEWSIDX_SEARCH_OPTIONS_INIT;
    const newsidx_hit *hit;
    newsidx_results *results;
    newsidx_query *query;

    how.limit = 10;
    double begin = now_ms();
    check(newsidx_like(in->index, id, NULL, &query, &err));
    double made = now_ms();
    bench_times_add(&in->making, made - begin);
    check(newsidx_search(in->index, query, &how, &results, &err));
    bench_times_add(&in->searching, now_ms() - made);
    in->asked++;
    while (newsidx_results_next(results, &hit, &err) == NEWSIDX_OK) {
        in->found += hit->id == other;
        in->first += hit->id == other && hit->rank == 1;
    }
    newsidx_results_free(results);
    newsidx_query_free(query);
}

static int find(newsidx *index, const char *key, int64_t *out_id)
{
    newsidx_status status =
        newsidx_find(index, (newsidx_text){key, strlen(key)}, out_id, &err);

    check(status);
    return status == NEWSIDX_OK;
}

static void measure_like(newsidx *index, const char *path)
{
    comparison in = {.index = index};
    size_t missing = 0;
    char line[1024];
    FILE *file = fopen(path, "r");

    if (file == NULL)
        bench_die("%s: can't be read", path);
    while (fgets(line, sizeof line, file) != NULL) {
        char *one = strtok(line, "\t\r\n");
        char *two = strtok(NULL, "\t\r\n");
        int64_t id;
        int64_t other;

        if (one == NULL || two == NULL)
            continue;
        if (!find(index, one, &id) || !find(index, two, &other)) {
            missing++;
            continue;
        }
        look_for(&in, id, other);
        look_for(&in, other, id);
    }
    fclose(file);
    if (in.asked == 0)
        bench_die("%s: none of the keys is in the index", path);
    print_times("query", &in.making);
    print_times("search", &in.searching);
    printf("recall@10 %.4f, as the first %.4f, of %zu; %zu pairs are not in "
           "the index\n",
           (double)in.found / (double)in.asked,
           (double)in.first / (double)in.asked, in.asked, missing);
    bench_times_finish(&in.making);
    bench_times_finish(&in.searching);
}

int main(int count, char **values)
{
    newsidx_open_options how = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx *index;

    if (count < 4 || count > 5 ||
        (strcmp(values[1], "suggest") != 0 &&
         strcmp(values[1], "correct") != 0 && strcmp(values[1], "like") != 0))
        bench_die("usage: bench_vocabulary suggest INDEX QUERIES.tsv [MOST]\n"
                  "       bench_vocabulary correct INDEX QUERIES.tsv [MOST]\n"
                  "       bench_vocabulary like INDEX PAIRS.tsv");
    how.mode = NEWSIDX_READ_ONLY;
    check(newsidx_open(values[2], &how, &index, &err));
    const size_t most = count > 4 ? strtoul(values[4], NULL, 10) : SIZE_MAX;
    if (strcmp(values[1], "suggest") == 0)
        measure_suggest(index, values[3], most);
    else if (strcmp(values[1], "correct") == 0)
        measure_correct(index, values[3], most);
    else
        measure_like(index, values[3]);
    newsidx_close(index);
    return 0;
}
