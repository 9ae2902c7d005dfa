/*
 * How fast articles go in: the same file into newsidx (from JSON Lines, parsed
 * on the way) and into stock FTS5 (read and parsed first, by the few lines of
 * articles.c; that time is told apart). Each load runs in a process of its own,
 * so its peak memory is its own.
 */
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
    double reading_ms; /* before that, of the file; 0 if it was on the way */
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

static void load_stock(const bench_setup *setup, loaded *out)
{
    bench_articles articles;
    double begin = bench_now_ms();

    bench_articles_read(&articles, setup->articles);
    out->reading_ms = bench_now_ms() - begin;
    bench_database_remove(setup->stock_path);
    begin = bench_now_ms();
    out->articles = bench_stock_load(setup->stock_path, &articles);
    out->took_ms = bench_now_ms() - begin;
    out->text_bytes = articles.text_bytes;
    out->file_bytes = bench_database_bytes(setup->stock_path);
    bench_articles_finish(&articles);
}

#ifdef BENCH_HAVE_XAPIAN
static void load_xapian(const bench_setup *setup, loaded *out)
{
    bench_articles articles;
    double begin;

    bench_articles_read(&articles, setup->articles);
    bench_folder_remove(setup->xapian_path);
    begin = bench_now_ms();
    out->articles = bench_xapian_load(setup->xapian_path, &articles);
    out->took_ms = bench_now_ms() - begin;
    out->text_bytes = articles.text_bytes;
    out->file_bytes = bench_path_bytes(setup->xapian_path);
    bench_articles_finish(&articles);
}
#endif

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

static double megabytes_a_second(const loaded *of, uint64_t text_bytes)
{
    return (double)text_bytes / 1e6 / (of->took_ms / 1000.0);
}

static void print_load(const char *name, const loaded *of, uint64_t text_bytes)
{
    printf("%-11s %9llu %9.2f s %8.2f MB/s %8.2f s of processor %8.1f MB file"
           " %7.1f MB peak\n",
           name, (unsigned long long)of->articles, of->took_ms / 1000.0,
           megabytes_a_second(of, text_bytes), of->processor_ms / 1000.0,
           (double)of->file_bytes / 1e6, (double)of->peak_kilobytes / 1024.0);
}

int main(int argc, char **argv)
{
    bench_setup setup;
    loaded ours;
    loaded stock;

    bench_setup_init(&setup, argc, argv);
    bench_setup_print(&setup);
    ours = load_apart(load_ours, &setup);
    stock = load_apart(load_stock, &setup);
    printf("text      %.1f MB of titles and texts\n\n",
           (double)stock.text_bytes / 1e6);
    print_load("newsidx", &ours, stock.text_bytes);
    print_load("stock FTS5", &stock, stock.text_bytes);
#ifdef BENCH_HAVE_XAPIAN
    if (setup.has_xapian) {
        loaded xapian = load_apart(load_xapian, &setup);

        print_load("Xapian", &xapian, stock.text_bytes);
    }
#endif
    printf("\nnewsidx loads at %.2f times stock's speed, from file to index; "
           "at %.2f times\nwhere stock's articles were parsed before; its peak "
           "memory is %.1f MB\n",
           (stock.reading_ms + stock.took_ms) / ours.took_ms,
           stock.took_ms / ours.took_ms, (double)ours.peak_kilobytes / 1024.0);
    printf("(the others hold all articles in memory: their peaks say "
           "nothing)\n");
    bench_setup_finish(&setup);
    return 0;
}
