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

/* An argument that is there or isn't, and what it sets `target` to. */
typedef struct flag {
    const char *name;
    bool *target;
    bool value;
} flag;

/* An argument with a value behind it: text, or a number. */
typedef struct option {
    const char *name;
    char **text;
    uint64_t *number;
} option;

static bool read_flag(const char *argument, const flag *flags, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(argument, flags[i].name) == 0) {
            *flags[i].target = flags[i].value;
            return true;
        }
    }
    return false;
}

static bool read_option(const char *argument, const char *value,
                        const option *options, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(argument, options[i].name) != 0)
            continue;
        if (value == NULL)
            bench_die("%s needs a value", argument);
        if (options[i].text != NULL)
            set_string(options[i].text, value);
        else
            *options[i].number = strtoull(value, NULL, 10);
        return true;
    }
    return false;
}

static void read_arguments(bench_setup *setup, int argc, char **argv)
{
    const flag flags[] = {{"--short", &setup->is_short, true},
                          {"--reuse", &setup->is_reusing, true},
                          {"--ids", &setup->is_ids_only, true},
                          {"--words", &setup->has_words, true},
                          {"--no-stock", &setup->has_stock, false},
                          {"--no-xapian", &setup->has_xapian, false}};
    const option options[] = {{"--articles", &setup->articles, NULL},
                              {"--queries", &setup->queries, NULL},
                              {"--work", &setup->work, NULL},
                              {"--tasks", &setup->tasks, NULL},
                              {"--csv", &setup->csv, NULL},
                              {"--label", &setup->label, NULL},
                              {"--count", NULL, &setup->count},
                              {"--most", NULL, &setup->most}};

    for (int i = 1; i < argc; i++) {
        if (read_flag(argv[i], flags, sizeof(flags) / sizeof(flags[0])))
            continue;
        if (!read_option(argv[i], argv[i + 1], options,
                         sizeof(options) / sizeof(options[0])))
            bench_die("%s: not an argument; bench/README.md has them all",
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
    corpus = bench_corpus_new(MADE_SEED, setup->is_short ? BENCH_SHORT_ARTICLES
                                                         : BENCH_ARTICLES);
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

/* A file of the work folder that is named for what it is made of. */
static char *made_path(const bench_setup *setup, const char *kind,
                       const char *ending)
{
    char name[64];

    snprintf(name, sizeof(name), "%s-%llu.%s", kind,
             (unsigned long long)setup->count, ending);
    return bench_join(setup->work, name);
}

void bench_setup_init(bench_setup *setup, int argc, char **argv)
{
    memset(setup, 0, sizeof(*setup));
    setup->count = 20000;
    setup->most = SIZE_MAX;
    setup->work = copy_string("bench-work");
    setup->label = copy_string("");
    setup->has_stock = true;
    setup->has_xapian = true;
    read_arguments(setup, argc, argv);
#ifndef BENCH_HAVE_XAPIAN
    setup->has_xapian = false;
#endif
    mkdir(setup->work, 0777);
    if (setup->articles == NULL) {
        setup->articles =
            made_path(setup, setup->is_short ? "short" : "articles", "jsonl");
        make_file(setup, setup->articles, false);
    }
    if (setup->queries == NULL) {
        setup->queries = made_path(setup, "queries", "tsv");
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
    free(setup->tasks);
    free(setup->csv);
    free(setup->label);
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

bool bench_setup_has_task(const bench_setup *setup, const char *name)
{
    size_t length = strlen(name);
    const char *here = setup->tasks;

    if (here == NULL)
        return true;
    for (;;) {
        size_t listed = strcspn(here, ",");

        if (listed == length && strncmp(here, name, length) == 0)
            return true;
        if (here[listed] == '\0')
            return false;
        here += listed + 1;
    }
}
