/*
 * How fast queries are answered: newsidx, stock FTS5 and Xapian over the same
 * articles, in one run, warm, the best of three for each query. newsidx and
 * stock parse the query within the time; all read ten hits.
 */
#include "measure.h"
#include "ours.h"
#include "setup.h"
#include "stock_fts5.h"
#ifdef BENCH_HAVE_XAPIAN
#include "xapian_engine.h"
#endif

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_ENGINES 3
#define REPEATS 3

static const char *const task_names[BENCH_TASK_COUNT] = {
    "any word, ids (match any; stock: OR of all words)",
    "any word, with passages (stock: title and snippet)",
    "OR of all words, stop words too, ids",
    "AND of the first three words, ids",
    "AND of the first three words, with passages",
    "phrase of the first two words, ids",
    "the first two words at most five apart, ids",
    "count of OR of all words"};

typedef struct engines {
    bench_engine items[MOST_ENGINES];
    size_t count;
} engines;

static bool is_there(const char *path)
{
    return access(path, R_OK) == 0;
}

/* Build each index that isn't there, or isn't wanted as it is. */
static void build(const bench_setup *setup)
{
    bool has_ours = setup->is_reusing && is_there(setup->ours_path);
    bool has_stock = setup->is_reusing && is_there(setup->stock_path);
    bool has_xapian = !setup->has_xapian ||
                      (setup->is_reusing && is_there(setup->xapian_path));
    bench_articles articles = {NULL, 0, 0, 0};

    if (!has_ours) {
        bench_database_remove(setup->ours_path);
        bench_ours_load(setup->ours_path, setup->articles);
        bench_ours_optimize(setup->ours_path);
    }
    if (!has_stock || !has_xapian)
        bench_articles_read(&articles, setup->articles);
    if (!has_stock) {
        bench_database_remove(setup->stock_path);
        bench_stock_load(setup->stock_path, &articles);
        bench_stock_optimize(setup->stock_path);
    }
#ifdef BENCH_HAVE_XAPIAN
    if (!has_xapian) {
        bench_folder_remove(setup->xapian_path);
        bench_xapian_load(setup->xapian_path, &articles);
    }
#endif
    bench_articles_finish(&articles);
}

static double best_of_repeats(const bench_engine *engine, bench_task task,
                              const bench_query *query, uint64_t *hits)
{
    char *text = engine->spell(query, task);
    double best = 0.0;

    for (int i = 0; i < REPEATS; i++) {
        double begin = bench_now_ms();
        double took;

        *hits = engine->search(engine->state, task, text);
        took = bench_now_ms() - begin;
        if (i == 0 || took < best)
            best = took;
    }
    free(text);
    return best;
}

static void measure(const bench_engine *engine, bench_task task,
                    const bench_queries *queries, bench_times *times)
{
    memset(times, 0, sizeof(*times));
    for (size_t i = 0; i < queries->count; i++) {
        uint64_t hits;

        bench_times_add(
            times, best_of_repeats(engine, task, &queries->items[i], &hits));
        times->hit_count += hits;
    }
}

static void run_task(const engines *all, bench_task task,
                     const bench_queries *queries)
{
    static const double shares[] = {0.50, 0.95, 0.99};
    bench_times times[MOST_ENGINES];
    double stock[3] = {0.0, 0.0, 0.0};

    printf("\n%s\n", task_names[task]);
    printf("  %-11s %9s %9s %9s   %s\n", "", "p50 ms", "p95 ms", "p99 ms",
           "hits       times as fast as stock");
    for (size_t i = 0; i < all->count; i++) {
        measure(&all->items[i], task, queries, &times[i]);
        for (int s = 0; s < 3 && i == 1; s++)
            stock[s] = bench_times_percentile(&times[i], shares[s]);
    }
    for (size_t i = 0; i < all->count; i++) {
        printf("  %-11s", all->items[i].name);
        for (int s = 0; s < 3; s++)
            printf(" %9.3f", bench_times_percentile(&times[i], shares[s]));
        printf("   %-8llu", (unsigned long long)times[i].hit_count);
        for (int s = 0; s < 3; s++)
            printf(" %8.2f",
                   stock[s] / bench_times_percentile(&times[i], shares[s]));
        printf("\n");
        bench_times_finish(&times[i]);
    }
    fflush(stdout);
}

int main(int argc, char **argv)
{
    bench_setup setup;
    bench_queries queries;
    engines all;

    bench_setup_init(&setup, argc, argv);
    bench_setup_print(&setup);
    build(&setup);
    bench_queries_read(&queries, setup.queries);
    printf("queries   %s, %zu\n", setup.queries, queries.count);

    memset(&all, 0, sizeof(all));
    bench_ours_open(setup.ours_path, &all.items[all.count++]);
    bench_stock_open(setup.stock_path, &all.items[all.count++]);
#ifdef BENCH_HAVE_XAPIAN
    if (setup.has_xapian)
        bench_xapian_open(setup.xapian_path, &all.items[all.count++]);
#endif
    for (int task = 0; task < BENCH_TASK_COUNT; task++)
        run_task(&all, (bench_task)task, &queries);
    for (size_t i = 0; i < all.count; i++)
        all.items[i].close(all.items[i].state);
    bench_queries_finish(&queries);
    bench_setup_finish(&setup);
    return 0;
}
