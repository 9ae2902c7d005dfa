/* syscall(2) is not of POSIX. */
#define _DEFAULT_SOURCE

#include "formats/worker/process.h"

#include "formats/charset/decoder.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The socket of the child, behind the three that every program knows. */
#define CHILD_DESCRIPTOR 3

/* As much as is on its way to the one who reads: the kernel allows less. */
#define SOCKET_BYTES (1024 * 1024)

/* The program's handlers are not for its child. */
static void reset_signals(void)
{
    static const int fatal[] = {SIGSEGV, SIGBUS, SIGILL,  SIGFPE,
                                SIGABRT, SIGSYS, SIGTRAP, SIGTERM};
    /* Ctrl-C goes to all processes; the import decides what it means. */
    static const int ignored[] = {SIGINT, SIGQUIT, SIGHUP, SIGPIPE};
    struct sigaction action;
    sigset_t none;

    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++)
        sigaction(fatal[i], &action, NULL);
    action.sa_handler = SIG_IGN;
    for (size_t i = 0; i < sizeof ignored / sizeof ignored[0]; i++)
        sigaction(ignored[i], &action, NULL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Keep the socket, and close all else: the index, and whatever the program has
 * open. */
static bool close_others(int descriptor)
{
    long most;

    if (descriptor != CHILD_DESCRIPTOR &&
        dup2(descriptor, CHILD_DESCRIPTOR) < 0)
        return false;
    for (int i = 0; i < CHILD_DESCRIPTOR; i++)
        close(i);
#ifdef SYS_close_range
    if (syscall(SYS_close_range, CHILD_DESCRIPTOR + 1, ~0u, 0) == 0)
        return true;
#endif
    most = sysconf(_SC_OPEN_MAX);
    for (int i = CHILD_DESCRIPTOR + 1; i < most; i++)
        close(i);
    return true;
}

/* What the child does. */
static void be_child(nx_process_main run, int descriptor, pid_t parent,
                     uint64_t memory_bytes)
{
    /* Nobody is left to end us if we hang. It may be too late already. */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() == parent && close_others(descriptor)) {
        reset_signals();
        run(CHILD_DESCRIPTOR, memory_bytes);
    }
    _exit(EXIT_SUCCESS);
}

newsidx_status nx_process_start(nx_process_main run, uint64_t memory_bytes,
                                nx_process *out, newsidx_error *err)
{
    static const int bytes = SOCKET_BYTES;
    const pid_t parent = getpid();
    int ends[2];
    pid_t number;

    *out = (nx_process){0, -1};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return nx_fail_system(err, NEWSIDX_ERR_MEMORY, errno,
                              "no socket can be had");
    for (size_t i = 0; i < 2; i++)
        setsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    nx_decoder_hold_opening();
    number = fork();
    nx_decoder_release_opening();
    if (number == 0)
        be_child(run, ends[1], parent, memory_bytes);
    close(ends[1]);
    if (number < 0) {
        close(ends[0]);
        return nx_fail_system(err, NEWSIDX_ERR_MEMORY, errno,
                              "no process can be started");
    }
    *out = (nx_process){number, ends[0]};
    return NEWSIDX_OK;
}

static void describe(int ended, char out_how[40])
{
    static const struct {
        int number;
        const char *name;
    } signals[] = {{SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"},
                   {SIGABRT, "SIGABRT"}, {SIGILL, "SIGILL"},
                   {SIGFPE, "SIGFPE"},   {SIGTRAP, "SIGTRAP"},
                   {SIGSYS, "SIGSYS"}};

    if (WIFEXITED(ended)) {
        snprintf(out_how, 40, "ended (status %d)", WEXITSTATUS(ended));
        return;
    }
    if (WTERMSIG(ended) == SIGKILL) {
        snprintf(out_how, 40, "was killed");
        return;
    }
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        if (signals[i].number == WTERMSIG(ended)) {
            snprintf(out_how, 40, "crashed (%s)", signals[i].name);
            return;
        }
    }
    snprintf(out_how, 40, "crashed (signal %d)", WTERMSIG(ended));
}

/* One that is ending already isn't changed by being killed. */
void nx_process_end(nx_process *process, char out_how[40])
{
    int ended = 0;
    pid_t found;

    if (out_how != NULL)
        snprintf(out_how, 40, "is gone");
    if (process->number == 0)
        return;
    kill(process->number, SIGKILL);
    do {
        found = waitpid(process->number, &ended, 0);
    } while (found < 0 && errno == EINTR);
    /* The program may wait for all its children itself: then nobody knows. */
    if (found == process->number && out_how != NULL)
        describe(ended, out_how);
    close(process->descriptor);
    *process = (nx_process){0, -1};
}

int64_t nx_process_cpu_ms(const nx_process *process)
{
    struct timespec spent;
    clockid_t clock;

    if (process->number == 0 ||
        clock_getcpuclockid(process->number, &clock) != 0 ||
        clock_gettime(clock, &spent) != 0)
        return -1;
    return (int64_t)spent.tv_sec * 1000 + spent.tv_nsec / 1000000;
}
