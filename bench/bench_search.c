/*
 * How fast queries are answered: newsidx, stock FTS5 and Xapian over the same
 * articles, in one run, warm, the best of three for each query, the engines by
 * turns. newsidx and stock parse the query within the time; all read ten hits.
 */
#include "articles.h"
#include "measure.h"
#include "ours.h"
#include "results.h"
#include "setup.h"
#include "stock_fts5.h"
#ifdef BENCH_HAVE_XAPIAN
#include "xapian_engine.h"
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MOST_ENGINES 5
#define REPEATS 3
#define LONG_MS 5000.0 /* what takes as long is not asked again */

static const double shares[BENCH_SHARES] = {0.50, 0.95, 0.99};

typedef struct engines {
    bench_engine items[MOST_ENGINES];
    bench_times times[MOST_ENGINES];
    size_t count;
    const bench_times *stock;  /* of `times`; NULL: left out */
    const bench_times *xapian; /* the same */
} engines;

/* What is asked, of what, and where the times go. */
typedef struct run {
    const bench_setup *setup;
    const bench_queries *queries;
    const bench_profile *profile;
    const bench_results *results;
} run;

/* An engine that is left out needs no index; one that is there may do. */
static bool is_wanted(const bench_setup *setup, bool is_measured,
                      const char *path)
{
    return is_measured && !(setup->is_reusing && access(path, R_OK) == 0);
}

static void build(const bench_setup *setup)
{
    bench_articles articles;

    if (is_wanted(setup, true, setup->ours_path)) {
        bench_database_remove(setup->ours_path);
        bench_ours_load(setup->ours_path, setup->articles);
        bench_ours_optimize(setup->ours_path);
    }
    if (is_wanted(setup, setup->has_stock, setup->stock_path)) {
        bench_database_remove(setup->stock_path);
        bench_articles_open(&articles, setup->articles);
        bench_stock_load(setup->stock_path, &articles);
        bench_articles_close(&articles);
        bench_stock_optimize(setup->stock_path);
    }
#ifdef BENCH_HAVE_XAPIAN
    if (is_wanted(setup, setup->has_xapian, setup->xapian_path)) {
        bench_folder_remove(setup->xapian_path);
        bench_articles_open(&articles, setup->articles);
        bench_xapian_load(setup->xapian_path, &articles);
        bench_articles_close(&articles);
    }
#endif
}

static void open_engines(const bench_setup *setup, engines *all)
{
    memset(all, 0, sizeof(*all));
    bench_ours_open(setup->ours_path, BENCH_OURS_QUICK,
                    &all->items[all->count++]);
    bench_ours_open(setup->ours_path, BENCH_OURS_TOTAL,
                    &all->items[all->count++]);
    if (setup->has_words)
        bench_ours_open(setup->ours_path, BENCH_OURS_WORDS,
                        &all->items[all->count++]);
    if (setup->has_stock) {
        all->stock = &all->times[all->count];
        bench_stock_open(setup->stock_path, &all->items[all->count++]);
    }
#ifdef BENCH_HAVE_XAPIAN
    if (setup->has_xapian) {
        all->xapian = &all->times[all->count];
        bench_xapian_open(setup->xapian_path, &all->items[all->count++]);
    }
#endif
}

/* A count is a total: to ask for both is the same question twice. */
static bool is_asked(const bench_engine *engine, const bench_task *task)
{
    return task->want != BENCH_COUNT || !engine->has_total;
}

static void ask(const bench_engine *engine, const bench_question *question,
                bench_times *times)
{
    char *text = engine->spell(question);
    double best = 0.0;
    uint64_t hits = 0;

    for (int i = 0; i < REPEATS && best < LONG_MS; i++) {
        double begin = bench_now_ms();
        double took;

        hits = engine->search(engine->state, question, text);
        took = bench_now_ms() - begin;
        if (i == 0 || took < best)
            best = took;
    }
    free(text);
    bench_times_add(times, best);
    times->hit_count += hits;
}

/* Every engine is asked each question before the next one comes. */
static void measure(engines *all, const bench_task *task, const run *of,
                    bool has_passages)
{
    bench_question question;

    for (size_t number = 0;
         bench_question_make(task, of->queries, number, of->profile, &question);
         number++) {
        question.has_passages = has_passages;
        for (size_t i = 0; i < all->count; i++) {
            if (is_asked(&all->items[i], task))
                ask(&all->items[i], &question, &all->times[i]);
        }
    }
}

static void set_ratios(const double *ours, const bench_times *others,
                       double *ratios)
{
    for (int i = 0; i < BENCH_SHARES && others != NULL; i++) {
        if (ours[i] > 0.0)
            ratios[i] = bench_times_percentile(others, shares[i]) / ours[i];
    }
}

static void print_ratios(const double *ratios)
{
    printf("  ");
    for (int i = 0; i < BENCH_SHARES; i++) {
        if (ratios[i] > 0.0)
            printf(" %7.2f", ratios[i]);
        else
            printf(" %7s", "-");
    }
}

static void print_row(const bench_row *row)
{
    printf("  %-13s", row->engine);
    for (int i = 0; i < BENCH_SHARES; i++)
        printf(" %9.3f", row->times_ms[i]);
    printf("   %-9llu", (unsigned long long)row->hits);
    print_ratios(row->ratios.to_stock);
    print_ratios(row->ratios.to_xapian);
    printf("\n");
}

static void report(const engines *all, const bench_task *task, const run *of,
                   bool has_passages)
{
    printf("\n%s%s\n", task->meaning,
           task->want == BENCH_COUNT ? ""
           : has_passages            ? "; with passages"
                                     : "; ids");
    printf("  %-13s %9s %9s %9s   %-9s %25s %25s\n", "", "p50 ms", "p95 ms",
           "p99 ms", "hits", "times as fast as stock", "as Xapian");
    for (size_t i = 0; i < all->count; i++) {
        const bench_times *times = &all->times[i];
        bench_row row = {task->name,
                         all->items[i].name,
                         has_passages,
                         times->count,
                         times->hit_count,
                         {0.0, 0.0, 0.0},
                         {{0.0, 0.0, 0.0}, {0.0, 0.0, 0.0}}};

        if (times->count == 0)
            continue;
        for (int s = 0; s < BENCH_SHARES; s++)
            row.times_ms[s] = bench_times_percentile(times, shares[s]);
        set_ratios(row.times_ms, all->stock, row.ratios.to_stock);
        set_ratios(row.times_ms, all->xapian, row.ratios.to_xapian);
        print_row(&row);
        bench_results_add(of->results, &row);
    }
    fflush(stdout);
}

static void run_task(engines *all, const bench_task *task, const run *of,
                     bool has_passages)
{
    measure(all, task, of, has_passages);
    report(all, task, of, has_passages);
    for (size_t i = 0; i < all->count; i++)
        bench_times_finish(&all->times[i]);
}

static void run_tasks(engines *all, const run *of)
{
    for (size_t number = 0;; number++) {
        const bench_task *task = bench_task_at(number);

        if (task == NULL)
            break;
        if (!bench_setup_has_task(of->setup, task->name))
            continue;
        run_task(all, task, of, false);
        if (!of->setup->is_ids_only && task->want != BENCH_COUNT)
            run_task(all, task, of, true);
    }
}

int main(int argc, char **argv)
{
    bench_setup setup;
    bench_queries queries;
    bench_profile profile;
    bench_results results;
    engines all;

    bench_setup_init(&setup, argc, argv);
    bench_setup_print(&setup);
    build(&setup);
    bench_queries_read(&queries, setup.queries, (size_t)setup.most);
    bench_profile_read(&profile, setup.articles, &queries);
    bench_results_open(&results, &setup, profile.articles);
    printf("          %llu articles, %.1f MB of titles and texts\n"
           "queries   %s, %zu\n",
           (unsigned long long)profile.articles,
           (double)profile.text_bytes / 1e6, setup.queries, queries.count);
    open_engines(&setup, &all);
    run_tasks(&all, &(run){&setup, &queries, &profile, &results});
    for (size_t i = 0; i < all.count; i++)
        all.items[i].close(all.items[i].state);
    bench_results_close(&results);
    bench_profile_finish(&profile);
    bench_queries_finish(&queries);
    bench_setup_finish(&setup);
    return 0;
}
