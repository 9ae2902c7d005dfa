#include "pager.h"

#include "memory.h"
#include "signals.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct nq_pager {
    pid_t child;
    int output; /* standard output as it was */
};

/* -F: what fits the screen is only printed; -R: colours; -X: stays on it. */
#define LESS_OPTIONS "FRX"

/* Where there is no less, all is printed. */
#define DEFAULT_PAGER "command -v less >/dev/null && exec less; exec cat"

/* NULL: none is wanted. */
static const char *find_command(void)
{
    const char *command = getenv("NEWSQ_PAGER");
    if (command == NULL)
        command = getenv("PAGER");
    if (command == NULL)
        return DEFAULT_PAGER;
    bool is_none = command[0] == '\0' || strcmp(command, "cat") == 0;
    return is_none ? NULL : command;
}

/* In the child: become the pager, which reads `input`. */
_Noreturn static void run_pager(const char *command, const int ends[2])
{
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    close(ends[1]);
    setenv("LESS", LESS_OPTIONS, 0);
    setenv("LESSCHARSET", "utf-8", 0);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

/* Start it, and put `ends[1]` in the place of standard output. */
static bool start(nq_pager *pager, const char *command, const int ends[2])
{
    fflush(stdout);
    pager->output = dup(STDOUT_FILENO);
    if (pager->output < 0)
        return false;
    pager->child = fork();
    if (pager->child == 0)
        run_pager(command, ends);
    if (pager->child > 0 && dup2(ends[1], STDOUT_FILENO) >= 0) {
        signals_leave();
        return true;
    }
    close(pager->output);
    return false;
}

nq_pager *pager_open(const nq_options *options, const nq_look *look)
{
    const char *command = find_command();
    int ends[2];

    if (command == NULL || options->has_no_pager != 0 || !look->is_pretty ||
        isatty(STDOUT_FILENO) != 1 || pipe(ends) != 0)
        return NULL;
    nq_pager *pager = memory_new(sizeof(*pager));
    bool is_started = start(pager, command, ends);
    close(ends[0]);
    close(ends[1]);
    if (!is_started) {
        memory_free(pager);
        return NULL;
    }
    return pager;
}

void pager_close(nq_pager *pager)
{
    if (pager == NULL)
        return;
    fflush(stdout);
    /* The last end that writes: now the pager sees the end. */
    dup2(pager->output, STDOUT_FILENO);
    close(pager->output);
    while (waitpid(pager->child, NULL, 0) < 0 && errno == EINTR)
        continue;
    /* Nobody reading to the end is no fault of the output. */
    clearerr(stdout);
    signals_take_back();
    memory_free(pager);
}
