#include "ours.h"
#include "measure.h"

#include "newsidx.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK_BYTES ((size_t)256 * 1024)

typedef struct stream {
    int file;
    char *chunk;
} stream;

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

static char *spell(const bench_query *query, bench_task task)
{
    switch (task) {
    case BENCH_AND_IDS:
    case BENCH_AND_PASSAGES:
        return bench_query_spell(query, BENCH_AND_WORDS, "", " ", "");
    case BENCH_PHRASE_IDS:
    case BENCH_ANY_IDS:
    case BENCH_ANY_PASSAGES:
        return bench_query_spell(query,
                                 task == BENCH_PHRASE_IDS ? BENCH_PHRASE_WORDS
                                                          : query->word_count,
                                 "", " ", "");
    case BENCH_NEAR_IDS:
        return bench_query_spell(query, BENCH_PHRASE_WORDS, "~", " w/5 ", "");
    case BENCH_OR_IDS:
    case BENCH_COUNT:
    case BENCH_TASK_COUNT:
        break;
    }
    return bench_query_spell(query, query->word_count, "", " OR ", "");
}

static uint64_t read_hits(newsidx *index, const newsidx_query *query,
                          newsidx_shape shape)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results;
    const newsidx_hit *hit;
    newsidx_error err;
    uint64_t count = 0;

    options.shape = shape;
    options.limit = BENCH_HITS;
    options.timeout_ms = -1;
    if (newsidx_search(index, query, &options, &results, &err) < 0)
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

static uint64_t search(void *state, bench_task task, const char *text)
{
    newsidx *index = state;
    newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_query *query;
    newsidx_error err;
    uint64_t count;

    if (task == BENCH_ANY_IDS || task == BENCH_ANY_PASSAGES)
        options.match = NEWSIDX_MATCH_ANY;
    if (task == BENCH_PHRASE_IDS)
        options.phrase = 1;
    if (newsidx_query_parse(text, NEWSIDX_WHOLE, &options, &query, &err) < 0)
        bench_die("%s: %s", text, err.message);
    if (task == BENCH_COUNT) {
        if (newsidx_count(index, query, NULL, &count, &err) < 0)
            bench_die("newsidx_count: %s", err.message);
    } else {
        bool is_whole =
            task == BENCH_ANY_PASSAGES || task == BENCH_AND_PASSAGES;

        count =
            read_hits(index, query, is_whole ? NEWSIDX_ARTICLES : NEWSIDX_IDS);
    }
    newsidx_query_free(query);
    return count;
}

static void close_engine(void *state)
{
    newsidx_close(state);
}

void bench_ours_open(const char *index_path, bench_engine *engine)
{
    engine->name = "newsidx";
    engine->state = open_index(index_path, NEWSIDX_READ_ONLY);
    engine->spell = spell;
    engine->search = search;
    engine->close = close_engine;
}
