/*
 * Score a TREC run against TREC judgements:
 *
 *     bench_score_run NAME QRELS RUN
 *
 *     QRELS lines:  query 0 document grade       (0 or less: not relevant)
 *     RUN lines:    query Q0 document rank score tag
 *
 * Prints the means over the judged queries, of which one without results
 * counts 0: MAP, nDCG@10 (gain 2^grade - 1, discount log2(rank + 1)), MRR and
 * recall@100. Documents are ordered by score, ties by the order in the file,
 * and cut at 1000.
 */
#include "measure.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_BYTES 128
#define CUT 1000

/* A line of either file. `order` is its place in the file. */
typedef struct line {
    char query[NAME_BYTES];
    char document[NAME_BYTES];
    double value; /* grade or score */
    size_t order;
} line;

typedef struct lines {
    line *items;
    size_t count;
    size_t capacity;
} lines;

typedef struct scores {
    double map;
    double ndcg;
    double mrr;
    double recall;
} scores;

static void add_line(lines *all, const line *added)
{
    if (all->count == all->capacity) {
        all->capacity = all->capacity == 0 ? 1024 : all->capacity * 2;
        all->items =
            bench_realloc(all->items, all->capacity * sizeof(*all->items));
    }
    all->items[all->count] = *added;
    all->items[all->count].order = all->count;
    all->count++;
}

/* Query, document and value of a line; false if it has fewer fields. */
static bool read_line(const char *text, bool is_run, line *read)
{
    char value[64];
    int fields = is_run ? sscanf(text, "%127s %*s %127s %*s %63s", read->query,
                                 read->document, value)
                        : sscanf(text, "%127s %*s %127s %63s", read->query,
                                 read->document, value);

    if (fields != 3)
        return false;
    read->value = strtod(value, NULL);
    return true;
}

static void read_lines(lines *all, const char *path, bool is_run)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t capacity = 0;

    memset(all, 0, sizeof(*all));
    if (file == NULL)
        bench_die("can't read %s", path);
    while (getline(&text, &capacity, file) >= 0) {
        line read;

        if (read_line(text, is_run, &read))
            add_line(all, &read);
    }
    free(text);
    fclose(file);
}

static int compare_by_document(const void *a, const void *b)
{
    const line *left = a;
    const line *right = b;
    int order = strcmp(left->query, right->query);

    if (order == 0)
        order = strcmp(left->document, right->document);
    if (order == 0)
        order = (left->order > right->order) - (left->order < right->order);
    return order;
}

static int compare_by_value(const void *a, const void *b)
{
    const line *left = a;
    const line *right = b;
    int order = strcmp(left->query, right->query);

    if (order == 0)
        order = (left->value < right->value) - (left->value > right->value);
    if (order == 0)
        order = (left->order > right->order) - (left->order < right->order);
    return order;
}

/* The judgements that say "relevant", the last one of each pair. */
static void keep_relevant(lines *judged)
{
    size_t kept = 0;

    qsort(judged->items, judged->count, sizeof(line), compare_by_document);
    for (size_t i = 0; i < judged->count; i++) {
        const line *here = &judged->items[i];

        if (here->value < 1.0)
            continue;
        if (kept > 0 &&
            strcmp(judged->items[kept - 1].query, here->query) == 0 &&
            strcmp(judged->items[kept - 1].document, here->document) == 0)
            kept--;
        judged->items[kept++] = *here;
    }
    judged->count = kept;
}

/* How many lines from `begin` on have its query. */
static size_t count_query(const lines *all, size_t begin)
{
    size_t count = 0;

    while (begin + count < all->count && strcmp(all->items[begin + count].query,
                                                all->items[begin].query) == 0)
        count++;
    return count;
}

static double gain(double grade, size_t place)
{
    return (pow(2.0, grade) - 1.0) / log2((double)place + 2.0);
}

static double grade_of(const line *judged, size_t count, const char *document)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(judged[i].document, document) == 0)
            return judged[i].value;
    }
    return 0.0;
}

static double ideal_gain(const line *judged, size_t count)
{
    line *sorted = bench_alloc(count * sizeof(*sorted));
    double sum = 0.0;

    memcpy(sorted, judged, count * sizeof(*sorted));
    qsort(sorted, count, sizeof(*sorted), compare_by_value);
    for (size_t i = 0; i < count && i < 10; i++)
        sum += gain(sorted[i].value, i);
    free(sorted);
    return sum;
}

static void score_query(const line *judged, size_t judged_count,
                        const line *run, size_t run_count, scores *sum)
{
    size_t found = 0;
    size_t found_early = 0;
    double precision = 0.0;
    double gained = 0.0;

    for (size_t i = 0; i < run_count && i < CUT; i++) {
        double grade = grade_of(judged, judged_count, run[i].document);

        if (grade <= 0.0)
            continue;
        if (found == 0)
            sum->mrr += 1.0 / ((double)i + 1.0);
        found++;
        if (i < 100)
            found_early++;
        if (i < 10)
            gained += gain(grade, i);
        precision += (double)found / ((double)i + 1.0);
    }
    sum->map += precision / (double)judged_count;
    sum->ndcg += gained / ideal_gain(judged, judged_count);
    sum->recall += (double)found_early / (double)judged_count;
}

/* The run's first line of `query`, or its count if there is none. */
static size_t find_query(const lines *run, const char *query)
{
    size_t low = 0;
    size_t high = run->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(run->items[middle].query, query) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < run->count && strcmp(run->items[low].query, query) != 0)
        low = run->count;
    return low;
}

int main(int argc, char **argv)
{
    lines judged;
    lines run;
    scores sum = {0.0, 0.0, 0.0, 0.0};
    size_t queries = 0;
    double count;

    if (argc != 4)
        bench_die("usage: bench_score_run NAME QRELS RUN");
    read_lines(&judged, argv[2], false);
    read_lines(&run, argv[3], true);
    keep_relevant(&judged);
    qsort(run.items, run.count, sizeof(line), compare_by_value);
    for (size_t i = 0; i < judged.count;) {
        size_t judged_count = count_query(&judged, i);
        size_t begin = find_query(&run, judged.items[i].query);

        score_query(&judged.items[i], judged_count, run.items + begin,
                    count_query(&run, begin), &sum);
        queries++;
        i += judged_count;
    }
    count = queries == 0 ? 1.0 : (double)queries;
    printf("%s\tqueries=%zu\tmap=%.4f\tndcg10=%.4f\tmrr=%.4f\trecall100=%.4f\n",
           argv[1], queries, sum.map / count, sum.ndcg / count, sum.mrr / count,
           sum.recall / count);
    free(judged.items);
    free(run.items);
    return 0;
}
