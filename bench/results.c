#include "results.h"
#include "measure.h"

#include "newsidx.h"

#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

static const char header[] =
    "date,label,version,machine,corpus,articles,queries,task,shape,engine,hits,"
    "p50_ms,p95_ms,p99_ms,stock_p50,stock_p95,stock_p99,"
    "xapian_p50,xapian_p95,xapian_p99\n";

static void add_text(FILE *file, const char *text)
{
    fputc('"', file);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            fputc('"', file);
        fputc(*text, file);
    }
    fputs("\",", file);
}

/* As "2 x86_64, AMD EPYC": no name by which somebody's machine is known. */
static void find_machine(char *name, size_t size)
{
    FILE *file = fopen("/proc/cpuinfo", "r");
    struct utsname system;
    char line[256];
    const char *model = "";

    while (file != NULL && *model == '\0' &&
           fgets(line, sizeof(line), file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "model name", 10) == 0 && strchr(line, ':') != NULL)
            model = strchr(line, ':') + 1;
    }
    if (file != NULL)
        fclose(file);
    snprintf(name, size, "%ld %s%s%s", sysconf(_SC_NPROCESSORS_ONLN),
             uname(&system) == 0 ? system.machine : "unknown",
             *model == '\0' ? "" : ",", model);
}

static void find_day(char *day, size_t size)
{
    struct timespec now;
    struct tm parts;

    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    strftime(day, size, "%Y-%m-%d", &parts);
}

void bench_results_open(bench_results *results, const bench_setup *setup,
                        uint64_t articles)
{
    results->setup = setup;
    results->articles = articles;
    results->file = NULL;
    if (setup->csv == NULL)
        return;
    results->file = fopen(setup->csv, "a");
    if (results->file == NULL)
        bench_die("can't write %s", setup->csv);
    if (bench_path_bytes(setup->csv) == 0)
        fputs(header, results->file);
}

static void add_ratios(FILE *file, const double *ratios)
{
    for (int i = 0; i < BENCH_SHARES; i++) {
        if (ratios[i] > 0.0)
            fprintf(file, ",%.2f", ratios[i]);
        else
            fputc(',', file);
    }
}

void bench_results_add(const bench_results *results, const bench_row *row)
{
    const bench_setup *setup = results->setup;
    const char *slash = strrchr(setup->articles, '/');
    FILE *file = results->file;
    char machine[256];
    char day[16];

    if (file == NULL)
        return;
    find_machine(machine, sizeof(machine));
    find_day(day, sizeof(day));
    fprintf(file, "%s,", day);
    add_text(file, setup->label);
    add_text(file, newsidx_version_string());
    add_text(file, machine);
    add_text(file, slash == NULL ? setup->articles : slash + 1);
    fprintf(file, "%llu,%zu,%s,%s,%s,%llu",
            (unsigned long long)results->articles, row->queries, row->task,
            row->has_passages ? "passages" : "ids", row->engine,
            (unsigned long long)row->hits);
    for (int i = 0; i < BENCH_SHARES; i++)
        fprintf(file, ",%.4f", row->times_ms[i]);
    add_ratios(file, row->ratios.to_stock);
    add_ratios(file, row->ratios.to_xapian);
    fputc('\n', file);
    fflush(file);
}

void bench_results_close(bench_results *results)
{
    if (results->file != NULL && fclose(results->file) != 0)
        bench_die("can't write %s", results->setup->csv);
}
