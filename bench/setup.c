#include "setup.h"
#include "corpus.h"
#include "measure.h"

#include "newsidx.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MADE_SEED 1
#define MADE_QUERIES 300

static char *copy_string(const char *text)
{
    return bench_copy(text, strlen(text));
}

static void set_string(char **target, const char *text)
{
    free(*target);
    *target = copy_string(text);
}

/* The value that follows argument `number`. */
static const char *value_of(int argc, char **argv, int number)
{
    if (number + 1 >= argc)
        bench_die("%s needs a value", argv[number]);
    return argv[number + 1];
}

static void read_arguments(bench_setup *setup, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--reuse") == 0) {
            setup->is_reusing = true;
            continue;
        }
        if (strcmp(argv[i], "--no-xapian") == 0) {
            setup->has_xapian = false;
            continue;
        }
        if (strcmp(argv[i], "--articles") == 0)
            set_string(&setup->articles, value_of(argc, argv, i));
        else if (strcmp(argv[i], "--queries") == 0)
            set_string(&setup->queries, value_of(argc, argv, i));
        else if (strcmp(argv[i], "--work") == 0)
            set_string(&setup->work, value_of(argc, argv, i));
        else if (strcmp(argv[i], "--count") == 0)
            setup->count = strtoull(value_of(argc, argv, i), NULL, 10);
        else
            bench_die("%s: --articles FILE --queries FILE --count N "
                      "--work DIR --reuse --no-xapian",
                      argv[i]);
        i++;
    }
}

/* Made under another name first, so that half a file is never taken for it. */
static void make_file(const bench_setup *setup, const char *path,
                      bool is_queries)
{
    char *part;
    FILE *file;
    bench_corpus *corpus;
    uint64_t count = is_queries ? MADE_QUERIES : setup->count;

    if (access(path, R_OK) == 0)
        return;
    part = bench_join(setup->work, "part");
    file = fopen(part, "wb");
    if (file == NULL)
        bench_die("can't write %s", part);
    corpus = bench_corpus_new(MADE_SEED);
    for (uint64_t i = 0; i < count; i++) {
        if (is_queries)
            bench_corpus_write_query(corpus, i, setup->count, file);
        else
            bench_corpus_write_article(corpus, i, file);
    }
    bench_corpus_free(corpus);
    if (fclose(file) != 0 || rename(part, path) != 0)
        bench_die("can't write %s", path);
    free(part);
}

void bench_setup_init(bench_setup *setup, int argc, char **argv)
{
    char name[64];

    memset(setup, 0, sizeof(*setup));
    setup->count = 20000;
    setup->work = copy_string("bench-work");
#ifdef BENCH_HAVE_XAPIAN
    setup->has_xapian = true;
#endif
    read_arguments(setup, argc, argv);
#ifndef BENCH_HAVE_XAPIAN
    setup->has_xapian = false;
#endif
    mkdir(setup->work, 0777);
    if (setup->articles == NULL) {
        snprintf(name, sizeof(name), "made-%llu.jsonl",
                 (unsigned long long)setup->count);
        setup->articles = bench_join(setup->work, name);
        make_file(setup, setup->articles, false);
    }
    if (setup->queries == NULL) {
        snprintf(name, sizeof(name), "made-%llu.tsv",
                 (unsigned long long)setup->count);
        setup->queries = bench_join(setup->work, name);
        make_file(setup, setup->queries, true);
    }
    setup->ours_path = bench_join(setup->work, "newsidx.db");
    setup->stock_path = bench_join(setup->work, "stock.db");
    setup->xapian_path = bench_join(setup->work, "xapian");
}

void bench_setup_finish(bench_setup *setup)
{
    free(setup->articles);
    free(setup->queries);
    free(setup->work);
    free(setup->ours_path);
    free(setup->stock_path);
    free(setup->xapian_path);
    memset(setup, 0, sizeof(*setup));
}

void bench_setup_print(const bench_setup *setup)
{
    printf("library   %s\n", newsidx_build_info());
    printf("stock     SQLite %s, porter unicode61\n", sqlite3_libversion());
    printf("cores     %ld\n", sysconf(_SC_NPROCESSORS_ONLN));
    printf("articles  %s, %.1f MB\n", setup->articles,
           (double)bench_path_bytes(setup->articles) / 1e6);
}
