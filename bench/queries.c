#include "queries.h"
#include "measure.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *bench_next_word(const char *text, size_t *length)
{
    while (*text != '\0' && !isalnum((unsigned char)*text))
        text++;
    *length = 0;
    while (isalnum((unsigned char)text[*length]))
        (*length)++;
    return *length == 0 ? NULL : text;
}

static void split_words(const char *line, bench_query *query)
{
    size_t length;

    for (;;) {
        char *word;

        line = bench_next_word(line, &length);
        if (line == NULL)
            break;
        word = bench_copy(line, length);
        for (size_t i = 0; i < length; i++)
            word[i] = (char)tolower((unsigned char)word[i]);
        query->words = bench_realloc(query->words, (query->word_count + 1) *
                                                       sizeof(*query->words));
        query->words[query->word_count++] = word;
        line += length;
    }
}

void bench_queries_read(bench_queries *queries, const char *path, size_t most)
{
    FILE *file = fopen(path, "rb");
    char *line = NULL;
    size_t capacity = 0;

    memset(queries, 0, sizeof(*queries));
    if (file == NULL)
        bench_die("can't read %s", path);
    while (queries->count < most && getline(&line, &capacity, file) >= 0) {
        const char *tab = strchr(line, '\t');
        bench_query query = {NULL, 0};

        split_words(tab == NULL ? line : tab + 1, &query);
        if (query.word_count == 0)
            continue;
        if (queries->count == queries->capacity) {
            queries->capacity =
                queries->capacity == 0 ? 512 : queries->capacity * 2;
            queries->items = bench_realloc(
                queries->items, queries->capacity * sizeof(*queries->items));
        }
        queries->items[queries->count++] = query;
    }
    free(line);
    fclose(file);
    if (queries->count == 0)
        bench_die("%s: no queries", path);
}

void bench_queries_finish(bench_queries *queries)
{
    for (size_t i = 0; i < queries->count; i++) {
        for (size_t w = 0; w < queries->items[i].word_count; w++)
            free(queries->items[i].words[w]);
        free(queries->items[i].words);
    }
    free(queries->items);
    memset(queries, 0, sizeof(*queries));
}
