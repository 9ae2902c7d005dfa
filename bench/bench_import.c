/*
 * How fast articles go in: the same file into newsidx (from JSON Lines, parsed
 * on the way) and into stock FTS5 (one article after the other, read by the few
 * lines of articles.c; that time is told apart). Each load runs in a process of
 * its own, so its peak memory is its own. Then both are optimised, and the
 * sizes of the files are told again.
 */
#include "articles.h"
#include "measure.h"
#include "ours.h"
#include "setup.h"
#include "stock_fts5.h"
#ifdef BENCH_HAVE_XAPIAN
#include "xapian_engine.h"
#endif

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a load came to; sent through a pipe by the process that did it. */
typedef struct loaded {
    uint64_t articles;
    uint64_t text_bytes;
    uint64_t file_bytes;
    double took_ms;
    double reading_ms; /* of that, of the file, by articles.c */
    double processor_ms;
    long peak_kilobytes;
} loaded;

typedef void (*load_fn)(const bench_setup *setup, loaded *out);

static double processor_ms(const struct rusage *usage)
{
    return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000.0 +
           (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e3;
}

static void load_ours(const bench_setup *setup, loaded *out)
{
    double begin;

    bench_database_remove(setup->ours_path);
    begin = bench_now_ms();
    out->articles = bench_ours_load(setup->ours_path, setup->articles);
    out->took_ms = bench_now_ms() - begin;
    out->file_bytes = bench_database_bytes(setup->ours_path);
}

/* What the engines do that get one article after another. */
typedef void (*fill_fn)(const char *path, bench_articles *articles);

static void fill(const bench_setup *setup, fill_fn into, const char *path,
                 loaded *out)
{
    bench_articles articles;
    double begin = bench_now_ms();

    bench_articles_open(&articles, setup->articles);
    into(path, &articles);
    out->took_ms = bench_now_ms() - begin;
    out->articles = articles.count;
    out->reading_ms = articles.reading_ms;
    bench_articles_close(&articles);
}

static void load_stock(const bench_setup *setup, loaded *out)
{
    bench_database_remove(setup->stock_path);
    fill(setup, bench_stock_load, setup->stock_path, out);
    out->file_bytes = bench_database_bytes(setup->stock_path);
}

#ifdef BENCH_HAVE_XAPIAN
static void load_xapian(const bench_setup *setup, loaded *out)
{
    bench_folder_remove(setup->xapian_path);
    fill(setup, bench_xapian_load, setup->xapian_path, out);
    out->file_bytes = bench_path_bytes(setup->xapian_path);
}
#endif

static void optimize_ours(const bench_setup *setup, loaded *out)
{
    double begin = bench_now_ms();

    bench_ours_optimize(setup->ours_path);
    out->took_ms = bench_now_ms() - begin;
    out->file_bytes = bench_database_bytes(setup->ours_path);
}

static void optimize_stock(const bench_setup *setup, loaded *out)
{
    double begin = bench_now_ms();

    bench_stock_optimize(setup->stock_path);
    out->took_ms = bench_now_ms() - begin;
    out->file_bytes = bench_database_bytes(setup->stock_path);
}

/* Run `load` in another process and wait for what it says. */
static loaded load_apart(load_fn load, const bench_setup *setup)
{
    loaded told;
    int ends[2];
    int state;
    pid_t child;

    fflush(stdout);
    if (pipe(ends) != 0)
        bench_die("no pipe");
    child = fork();
    if (child < 0)
        bench_die("no process");
    if (child == 0) {
        struct rusage usage;

        memset(&told, 0, sizeof(told));
        load(setup, &told);
        getrusage(RUSAGE_SELF, &usage);
        told.peak_kilobytes = usage.ru_maxrss;
        told.processor_ms = processor_ms(&usage);
        if (write(ends[1], &told, sizeof(told)) != (ssize_t)sizeof(told))
            _exit(1);
        _exit(0);
    }
    close(ends[1]);
    if (read(ends[0], &told, sizeof(told)) != (ssize_t)sizeof(told))
        bench_die("a load failed");
    close(ends[0]);
    waitpid(child, &state, 0);
    return told;
}

static uint64_t count_text(const char *articles_path)
{
    bench_articles articles;
    bench_article article;
    uint64_t bytes;

    bench_articles_open(&articles, articles_path);
    while (bench_articles_next(&articles, &article))
        continue;
    bytes = articles.text_bytes;
    bench_articles_close(&articles);
    return bytes;
}

static void print_load(const char *name, const loaded *of, uint64_t text_bytes)
{
    printf("%-11s %9llu %9.2f s %8.2f MB/s %8.2f s of processor"
           " %7.1f MB peak\n",
           name, (unsigned long long)of->articles, of->took_ms / 1000.0,
           (double)text_bytes / 1e6 / (of->took_ms / 1000.0),
           of->processor_ms / 1000.0, (double)of->peak_kilobytes / 1024.0);
}

static void print_size(const char *name, const char *when, const loaded *of,
                       uint64_t text_bytes)
{
    printf("%-11s %-15s %9.1f MB %6.2f of the text\n", name, when,
           (double)of->file_bytes / 1e6,
           (double)of->file_bytes / (double)text_bytes);
}

static void print_ratio(const char *name, const loaded *ours,
                        const loaded *other)
{
    printf("newsidx loads at %.2f times the speed of %s, at %.2f times if\n"
           "reading the articles doesn't count for that, and its file is of "
           "%.2f times the size\n",
           other->took_ms / ours->took_ms, name,
           (other->took_ms - other->reading_ms) / ours->took_ms,
           (double)ours->file_bytes / (double)other->file_bytes);
}

/* Optimize it in a process of its own, and say what that came to. */
static void optimize(const char *name, load_fn how, const bench_setup *setup,
                     uint64_t text_bytes)
{
    loaded optimized = load_apart(how, setup);

    print_size(name, "after optimize", &optimized, text_bytes);
    printf("%-11s optimize took %.2f s, %.1f MB peak\n", name,
           optimized.took_ms / 1000.0,
           (double)optimized.peak_kilobytes / 1024.0);
}

/* Another engine, beside ours. */
static void compare(const char *name, load_fn load, const bench_setup *setup,
                    const loaded *ours, uint64_t text_bytes)
{
    loaded other = load_apart(load, setup);

    printf("\n");
    print_load(name, &other, text_bytes);
    print_size(name, "after import", &other, text_bytes);
    print_ratio(name, ours, &other);
}

int main(int argc, char **argv)
{
    bench_setup setup;
    uint64_t text_bytes;
    loaded ours;

    bench_setup_init(&setup, argc, argv);
    bench_setup_print(&setup);
    text_bytes = count_text(setup.articles);
    printf("text      %.1f MB of titles and texts\n\n",
           (double)text_bytes / 1e6);
    ours = load_apart(load_ours, &setup);
    print_load("newsidx", &ours, text_bytes);
    print_size("newsidx", "after import", &ours, text_bytes);
    optimize("newsidx", optimize_ours, &setup, text_bytes);
    bench_ours_print_sizes(setup.ours_path, text_bytes);
    if (setup.has_stock) {
        compare("stock FTS5", load_stock, &setup, &ours, text_bytes);
        optimize("stock FTS5", optimize_stock, &setup, text_bytes);
    }
#ifdef BENCH_HAVE_XAPIAN
    if (setup.has_xapian)
        compare("Xapian", load_xapian, &setup, &ours, text_bytes);
#endif
    bench_setup_finish(&setup);
    return 0;
}
