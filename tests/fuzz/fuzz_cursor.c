/*
 * Any bytes as the cursor of a search: as its text, and as what a text that is
 * signed says. The first two bytes choose the query and how it is searched.
 */
#define _POSIX_C_SOURCE 200809L

#include "little_index.h"

#include "results/cursor.h"

#include <math.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

#define IDFS 8

/* What is left of the input. */
typedef struct input {
    const uint8_t *at;
    size_t length;
} input;

static void take(input *in, void *out, size_t length)
{
    const size_t count = in->length < length ? in->length : length;

    memset(out, 0, length);
    memcpy(out, in->at, count);
    in->at += count;
    in->length -= count;
}

static void search_after(const newsidx_query *query,
                         const newsidx_search_options *options)
{
    newsidx_results *results = NULL;
    const newsidx_hit *hit;
    size_t count = 0;
    const newsidx_status status =
        newsidx_search(index_at_hand, query, options, &results, NULL);

    if (status < 0) {
        expect(status == NEWSIDX_ERR_MISUSE || status == NEWSIDX_ERR_LIMIT);
        return;
    }
    while (newsidx_results_next(results, &hit, NULL) == NEWSIDX_OK) {
        expect(isfinite(hit->score));
        count++;
    }
    expect(count <= options->limit);
    newsidx_results_free(results);
}

/* As text, up to its first NUL. */
static void search_text(const newsidx_query *query,
                        newsidx_search_options *options, input in)
{
    char *text = malloc(in.length + 1);

    expect(text != NULL);
    memcpy(text, in.at, in.length);
    text[in.length] = '\0';
    options->after = text;
    search_after(query, options);
    free(text);
}

/* Comes back as it was, unless it is one that nobody has made. */
static void check_same(const nx_cursor *made, const char *text,
                       const newsidx_query *query,
                       const newsidx_search_options *options, nx_arena *arena)
{
    nx_cursor read;

    if (nx_cursor_read(text, query, options, arena, &read, NULL) < 0)
        return;
    expect(read.hits_before == made->hits_before);
    expect(read.last_id == made->last_id);
    expect(read.version_count == made->version_count);
    expect(read.total_length == made->total_length);
    expect(read.idf_count == made->idf_count);
    for (size_t i = 0; i < read.idf_count; i++)
        expect(read.idfs[i] >= 0.0);
}

static void search_signed(const newsidx_query *query,
                          newsidx_search_options *options, input in)
{
    double idfs[IDFS];
    nx_cursor cursor = {.idfs = idfs};
    uint8_t count;
    nx_arena arena;

    nx_arena_init(&arena);
    take(&in, &count, sizeof count);
    take(&in, &cursor.hits_before, sizeof cursor.hits_before);
    take(&in, &cursor.last_id, sizeof cursor.last_id);
    take(&in, &cursor.version_count, sizeof cursor.version_count);
    take(&in, &cursor.total_length, sizeof cursor.total_length);
    take(&in, idfs, sizeof idfs);
    cursor.idf_count = count % (IDFS + 1);
    options->after = nx_cursor_make(&arena, query, options, &cursor);
    expect(options->after != NULL);
    check_same(&cursor, options->after, query, options, &arena);
    search_after(query, options);
    nx_arena_finish(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    static const char *const queries[] = {"talks", "lavrov OR kerry", "a b",
                                          "*",     "talk*",           "-talks"};
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = NULL;
    const char *text;

    if (index_at_hand == NULL)
        make_index(LONG_WORDS);
    if (length < 2)
        return 0;
    text = queries[data[0] % (sizeof queries / sizeof *queries)];
    expect(newsidx_query_parse(text, NEWSIDX_WHOLE, NULL, &query, NULL) ==
           NEWSIDX_OK);
    options.shape = (newsidx_shape)(data[1] % 3);
    if (options.shape != NEWSIDX_PASSAGES)
        options.order = (newsidx_order)(data[1] / 3 % 3);
    options.limit = 1 + data[1] / 9 % 4;
    search_text(query, &options, (input){data + 2, length - 2});
    search_signed(query, &options, (input){data + 2, length - 2});
    newsidx_query_free(query);
    return 0;
}
