/*
 * What a writer costs those who read: searches of one handle while nobody
 * writes, while another commits article by article, and while it loads, by
 * turns, so that all meet the same moods of the machine:
 *
 *     bench_readers INDEX ARTICLES.jsonl QUERIES.tsv [ROUNDS]
 *
 * INDEX stays as it is: what is written goes to a copy, and is of ARTICLES,
 * under other keys.
 */
#define _POSIX_C_SOURCE 200809L

#include "articles.h"
#include "measure.h"
#include "newsidx.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define TURN_MS 2000.0
#define MOST_QUERIES 300
#define ROUNDS 5

/* Who writes while the searches run. */
typedef enum turn { NOBODY, COMMITS, LOAD, TURN_COUNT } turn;

static const char *const turn_names[TURN_COUNT] = {
    "nobody writes", "commits, an article each", "a load"};

typedef struct writer {
    const char *index_path;
    bench_articles articles;
    const char *articles_path;
    double until_ms;
    uint64_t keys; /* that were made up */
    uint64_t written[TURN_COUNT];
    turn turn;
    atomic_bool is_done;
    char *line; /* of the load: what import was given last */
    size_t line_capacity;
} writer;

static newsidx *open_index(const char *path, newsidx_mode mode)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx *index = NULL;
    newsidx_error err;

    options.mode = mode;
    if (newsidx_open(path, &options, &index, &err) < 0)
        bench_die("%s", err.message);
    return index;
}

/* The next article, and after the last the first one again. */
static void next_article(writer *in, bench_article *article)
{
    if (bench_articles_next(&in->articles, article))
        return;
    bench_articles_close(&in->articles);
    bench_articles_open(&in->articles, in->articles_path);
    if (!bench_articles_next(&in->articles, article))
        bench_die("%s has no articles", in->articles_path);
}

static void commit_articles(writer *in, newsidx *index)
{
    while (bench_now_ms() < in->until_ms) {
        newsidx_article article = NEWSIDX_ARTICLE_INIT;
        bench_article read;
        newsidx_error err;
        char key[40];
        const int length = snprintf(key, sizeof key, "written-%llu",
                                    (unsigned long long)in->keys++);

        next_article(in, &read);
        article.key = (newsidx_text){key, (size_t)length};
        article.headline = (newsidx_text){read.title.bytes, read.title.length};
        article.body = (newsidx_text){read.text.bytes, read.text.length};
        if (newsidx_put(index, &article, NULL, &err) < 0)
            bench_die("%s", err.message);
        in->written[in->turn]++;
    }
}

/* A line of JSON whose strings need no escapes: what does becomes a blank. */
static size_t write_line(writer *in, const bench_article *article)
{
    const size_t room = article->title.length + article->text.length + 100;
    size_t text_at;
    int length;

    if (in->line_capacity < room) {
        in->line = bench_realloc(in->line, room);
        in->line_capacity = room;
    }
    length = snprintf(in->line, room, "{\"id\":\"written-%llu\",\"text\":\"",
                      (unsigned long long)in->keys++);
    text_at = (size_t)length;
    memcpy(in->line + text_at, article->text.bytes, article->text.length);
    for (size_t i = 0; i < article->text.length; i++) {
        char *at = in->line + text_at + i;

        if ((unsigned char)*at < ' ' || *at == '"' || *at == '\\')
            *at = ' ';
    }
    memcpy(in->line + text_at + article->text.length, "\"}\n", 3);
    return text_at + article->text.length + 3;
}

static ptrdiff_t give_line(const char **bytes, void *user)
{
    writer *in = user;
    bench_article article;

    if (bench_now_ms() >= in->until_ms)
        return 0;
    next_article(in, &article);
    in->written[in->turn]++;
    *bytes = in->line;
    return (ptrdiff_t)write_line(in, &article);
}

static void load_articles(writer *in, newsidx *index)
{
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx_error err;

    options.format = NEWSIDX_FORMAT_JSON_LINES;
    if (newsidx_import_stream(index, NULL, give_line, in, &options, NULL,
                              &err) < 0)
        bench_die("%s", err.message);
}

static void *write_index(void *user)
{
    writer *in = user;
    newsidx *index = open_index(in->index_path, NEWSIDX_READ_WRITE);

    if (in->turn == COMMITS)
        commit_articles(in, index);
    else
        load_articles(in, index);
    newsidx_close(index);
    atomic_store(&in->is_done, true);
    return NULL;
}

static size_t read_queries(const char *path, newsidx_query **queries)
{
    FILE *file = fopen(path, "r");
    char line[4096];
    size_t count = 0;

    if (file == NULL)
        bench_die("can't read %s", path);
    while (count < MOST_QUERIES && fgets(line, sizeof line, file) != NULL) {
        const char *words = strchr(line, '\t');
        newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;
        newsidx_error err;

        options.match = NEWSIDX_MATCH_ANY;
        if (newsidx_query_parse(words != NULL ? words + 1 : line, NEWSIDX_WHOLE,
                                &options, &queries[count], &err) < 0)
            bench_die("%s", err.message);
        count++;
    }
    fclose(file);
    if (count == 0)
        bench_die("%s has no queries", path);
    return count;
}

static void search_once(newsidx *index, const newsidx_query *query,
                        bench_times *times)
{
    const double begin = bench_now_ms();
    newsidx_results *results = NULL;
    newsidx_error err;

    if (newsidx_search(index, query, NULL, &results, &err) < 0)
        bench_die("%s", err.message);
    newsidx_results_free(results);
    bench_times_add(times, bench_now_ms() - begin);
}

/* Search until the turn is over, which is when the writer says so. */
static void take_turn(writer *in, newsidx *index, newsidx_query **queries,
                      size_t count, bench_times *times)
{
    pthread_t thread;
    size_t next = 0;

    in->until_ms = bench_now_ms() + TURN_MS;
    atomic_store(&in->is_done, false);
    if (in->turn != NOBODY &&
        pthread_create(&thread, NULL, write_index, in) != 0)
        bench_die("can't start a thread");
    while (in->turn == NOBODY ? bench_now_ms() < in->until_ms
                              : !atomic_load(&in->is_done))
        search_once(index, queries[next++ % count], times);
    if (in->turn != NOBODY)
        pthread_join(thread, NULL);
}

static void print_times(const writer *in, bench_times times[TURN_COUNT])
{
    const double idle_p99 = bench_times_percentile(&times[NOBODY], 0.99);

    printf("%-26s %9s %9s %8s %8s %8s %8s %6s\n", "", "written", "searches",
           "p50", "p95", "p99", "longest", "p99 x");
    for (size_t i = 0; i < TURN_COUNT; i++) {
        const double p99 = bench_times_percentile(&times[i], 0.99);

        printf("%-26s %9llu %9zu %8.2f %8.2f %8.2f %8.2f %6.2f\n",
               turn_names[i], (unsigned long long)in->written[i],
               times[i].count, bench_times_percentile(&times[i], 0.50),
               bench_times_percentile(&times[i], 0.95), p99,
               bench_times_percentile(&times[i], 1.0), p99 / idle_p99);
    }
}

/* A copy to write to; its path is the caller's to free. */
static char *copy_index(const char *path)
{
    const size_t length = strlen(path);
    char *copy = bench_alloc(length + sizeof ".copy");
    newsidx *index = open_index(path, NEWSIDX_READ_ONLY);
    newsidx_error err;

    memcpy(copy, path, length);
    memcpy(copy + length, ".copy", sizeof ".copy");
    bench_database_remove(copy);
    if (newsidx_backup(index, copy, NULL, NULL, &err) < 0)
        bench_die("%s", err.message);
    newsidx_close(index);
    return copy;
}

int main(int argc, char **argv)
{
    static newsidx_query *queries[MOST_QUERIES];
    bench_times times[TURN_COUNT] = {{NULL, 0, 0, 0}};
    newsidx *index;
    size_t count;
    char *copy;
    long rounds;
    writer in;

    if (argc < 4 || argc > 5)
        bench_die("usage: bench_readers INDEX ARTICLES.jsonl QUERIES.tsv "
                  "[ROUNDS]");
    rounds = argc > 4 ? strtol(argv[4], NULL, 10) : ROUNDS;
    memset(&in, 0, sizeof in);
    count = read_queries(argv[3], queries);
    copy = copy_index(argv[1]);
    in.index_path = copy;
    in.articles_path = argv[2];
    bench_articles_open(&in.articles, argv[2]);
    index = open_index(copy, NEWSIDX_READ_ONLY);
    for (size_t i = 0; i < count; i++)
        search_once(index, queries[i], &times[NOBODY]);
    times[NOBODY].count = 0; /* they warmed what is read from disk */
    for (long i = 0; i < rounds; i++)
        for (in.turn = NOBODY; in.turn < TURN_COUNT; in.turn++)
            take_turn(&in, index, queries, count, &times[in.turn]);
    print_times(&in, times);
    newsidx_close(index);
    bench_articles_close(&in.articles);
    bench_database_remove(copy);
    for (size_t i = 0; i < TURN_COUNT; i++)
        bench_times_finish(&times[i]);
    for (size_t i = 0; i < count; i++)
        newsidx_query_free(queries[i]);
    free(in.line);
    free(copy);
    return 0;
}
