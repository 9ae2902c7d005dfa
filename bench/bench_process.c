/*
 * How long two commands take as whole processes, from the call that starts one
 * to its end, by turns, so that both meet the machine's moods:
 *
 *     bench_process RUNS PROGRAM [ARGUMENT...] -- PROGRAM [ARGUMENT...]
 *
 * prints the median of each and the ratio. What they print goes to /dev/null.
 * A "--" that a command itself needs is written as "---".
 */
#include "measure.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

extern char **environ;

/* Of 0 and 1, as newsq says whether it found anything; else bench_die(). */
static double run_once(char **command)
{
    posix_spawn_file_actions_t actions;
    double begin;
    double took;
    int state;
    pid_t child;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    begin = bench_now_ms();
    if (posix_spawnp(&child, command[0], &actions, NULL, command, environ) !=
            0 ||
        waitpid(child, &state, 0) != child)
        bench_die("can't run %s", command[0]);
    took = bench_now_ms() - begin;
    posix_spawn_file_actions_destroy(&actions);
    if (!WIFEXITED(state) || WEXITSTATUS(state) > 1)
        bench_die("%s failed", command[0]);
    return took;
}

static void print(char **command, const bench_times *times)
{
    printf("%9.2f ms median, %9.2f ms p95   %s\n",
           bench_times_percentile(times, 0.50),
           bench_times_percentile(times, 0.95), command[0]);
}

/* Where the second command begins; its arguments may have a "--" of their own.
 */
static char **split(char **arguments)
{
    char **second = NULL;

    for (; *arguments != NULL; arguments++) {
        if (second == NULL && strcmp(*arguments, "--") == 0) {
            *arguments = NULL;
            second = arguments + 1;
        } else if (strcmp(*arguments, "---") == 0) {
            (*arguments)[2] = '\0';
        }
    }
    return second;
}

int main(int argc, char **argv)
{
    char **first = argv + 2;
    char **second = argc > 3 ? split(first) : NULL;
    bench_times times[2] = {{NULL, 0, 0, 0}, {NULL, 0, 0, 0}};
    long runs;

    if (second == NULL || *first == NULL || *second == NULL)
        bench_die("usage: bench_process RUNS PROGRAM [ARGUMENT...] "
                  "-- PROGRAM [ARGUMENT...]");
    runs = strtol(argv[1], NULL, 10);
    /* The first of each warms what is read from disk. */
    for (long i = -1; i < runs; i++) {
        double took[2] = {run_once(first), run_once(second)};

        for (int c = 0; c < 2 && i >= 0; c++)
            bench_times_add(&times[c], took[c]);
    }
    print(first, &times[0]);
    print(second, &times[1]);
    printf("the first takes %.2f times as long\n",
           bench_times_percentile(&times[0], 0.50) /
               bench_times_percentile(&times[1], 0.50));
    bench_times_finish(&times[0]);
    bench_times_finish(&times[1]);
    return 0;
}
