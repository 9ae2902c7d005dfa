#include "ours.h"
#include "measure.h"

#include "newsidx.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_BYTES ((size_t)256 * 1024)

typedef struct stream {
    int file;
    char *chunk;
} stream;

/* An open one. */
typedef struct ours {
    newsidx *index;
    bench_ours_way way;
} ours;

static ptrdiff_t read_chunk(const char **bytes, void *user)
{
    stream *from = user;

    *bytes = from->chunk;
    return read(from->file, from->chunk, CHUNK_BYTES);
}

static newsidx *open_index(const char *path, newsidx_mode mode)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx *index;
    newsidx_error err;

    options.mode = mode;
    if (newsidx_open(path, &options, &index, &err) < 0)
        bench_die("%s: %s", path, err.message);
    return index;
}

uint64_t bench_ours_load(const char *index_path, const char *articles_path)
{
    newsidx *index = open_index(index_path, NEWSIDX_READ_WRITE_CREATE);
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    newsidx_error err;
    stream from = {open(articles_path, O_RDONLY), bench_alloc(CHUNK_BYTES)};

    if (from.file < 0)
        bench_die("can't read %s", articles_path);
    options.format = NEWSIDX_FORMAT_JSON_LINES;
    if (newsidx_import_stream(index, articles_path, read_chunk, &from, &options,
                              &counts, &err) < 0)
        bench_die("%s: %s", articles_path, err.message);
    close(from.file);
    free(from.chunk);
    newsidx_close(index);
    return counts.added + counts.replaced;
}

void bench_ours_optimize(const char *index_path)
{
    newsidx *index = open_index(index_path, NEWSIDX_READ_WRITE);
    newsidx_error err;

    if (newsidx_optimize(index, &err) < 0)
        bench_die("%s: %s", index_path, err.message);
    newsidx_close(index);
}

/* word date:2016-09-01..2016-09-30 source:"AP" */
static char *add_filter(char *words, const bench_question *question)
{
    bool has_source = question->source != NULL;
    size_t length = strlen(words) + 2 * BENCH_DAY_BYTES + 32 +
                    (has_source ? strlen(question->source) : 0);
    char *text = bench_alloc(length);

    snprintf(text, length, "%s date:%s..%s%s%s%s", words, question->from,
             question->last, has_source ? " source:\"" : "",
             has_source ? question->source : "", has_source ? "\"" : "");
    free(words);
    return text;
}

static char *spell(const bench_question *question)
{
    static const char *const betweens[] = {" ", " OR ", " AND ",
                                           " ", " ",    " w/5 "};
    const bench_logic logic = question->task->logic;
    char *words = bench_question_spell(question, logic == BENCH_NEAR ? "~" : "",
                                       betweens[logic], "");

    return question->from == NULL ? words : add_filter(words, question);
}

/* Quick searches don't count what can't be shown, as the others' don't. */
static newsidx_search_options make_options(const ours *from,
                                           const bench_question *question)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;

    options.at_least = from->way == BENCH_OURS_QUICK;
    options.no_lists = from->way == BENCH_OURS_WORDS;
    options.order = question->task->want == BENCH_NEWEST ? NEWSIDX_NEWEST_FIRST
                                                         : NEWSIDX_BEST_FIRST;
    options.shape = question->has_passages ? NEWSIDX_ARTICLES : NEWSIDX_IDS;
    options.limit = BENCH_HITS;
    options.timeout_ms = -1;
    return options;
}

static uint64_t read_hits(newsidx *index, const newsidx_query *query,
                          const newsidx_search_options *options)
{
    newsidx_results *results;
    const newsidx_hit *hit;
    newsidx_error err;
    uint64_t count = 0;

    if (newsidx_search(index, query, options, &results, &err) < 0)
        bench_die("newsidx_search: %s", err.message);
    for (;;) {
        newsidx_status status = newsidx_results_next(results, &hit, &err);

        if (status < 0)
            bench_die("newsidx_results_next: %s", err.message);
        if (status == NEWSIDX_DONE)
            break;
        count++;
    }
    newsidx_results_free(results);
    return count;
}

static uint64_t search(void *state, const bench_question *question,
                       const char *text)
{
    const ours *from = state;
    newsidx_search_options options = make_options(from, question);
    newsidx_query_options reading = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_query *query;
    newsidx_error err;
    uint64_t count;

    if (question->task->logic == BENCH_ANY)
        reading.match = NEWSIDX_MATCH_ANY;
    if (question->task->logic == BENCH_PHRASE)
        reading.phrase = 1;
    if (newsidx_query_parse(text, NEWSIDX_WHOLE, &reading, &query, &err) < 0)
        bench_die("%s: %s", text, err.message);
    if (question->task->want != BENCH_COUNT)
        count = read_hits(from->index, query, &options);
    else if (newsidx_count(from->index, query, &options, &count, &err) < 0)
        bench_die("newsidx_count: %s", err.message);
    newsidx_query_free(query);
    return count;
}

static void close_engine(void *state)
{
    ours *from = state;

    newsidx_close(from->index);
    free(from);
}

void bench_ours_open(const char *index_path, bench_ours_way way,
                     bench_engine *engine)
{
    static const char *const names[] = {"newsidx", "newsidx total",
                                        "newsidx words"};
    ours *opened = bench_alloc(sizeof(*opened));

    opened->index = open_index(index_path, NEWSIDX_READ_ONLY);
    opened->way = way;
    engine->name = names[way];
    engine->state = opened;
    engine->has_total = way == BENCH_OURS_TOTAL;
    engine->spell = spell;
    engine->search = search;
    engine->close = close_engine;
}

void bench_ours_print_sizes(const char *index_path, uint64_t text_bytes)
{
    newsidx *index = open_index(index_path, NEWSIDX_READ_ONLY);
    newsidx_info info = NEWSIDX_INFO_INIT;
    newsidx_error err;

    if (newsidx_get_info(index, &info, &err) < 0)
        bench_die("%s: %s", index_path, err.message);
    printf("  %.2f bytes of file for a byte of text, %.2f for a word of it\n",
           (double)info.file_bytes / (double)text_bytes,
           (double)info.file_bytes / (double)info.token_count);
    newsidx_close(index);
}
