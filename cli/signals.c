#include "signals.h"

#include <signal.h>
#include <string.h>

static volatile sig_atomic_t was_interrupted;
static volatile sig_atomic_t has_echo;
static newsidx *volatile cancelled_index;

/* What signals_leave() found. */
static struct sigaction left_interrupt;
static struct sigaction left_pipe;

static void raise_flag(int number)
{
    (void)number;
    was_interrupted = 1;
    has_echo = 1;
}

/*
 * newsidx_interrupt() raises flags and takes no lock, as sqlite3_interrupt()
 * below it, which SQLite's own shell calls from its handler too.
 */
static void cancel_query(int number)
{
    (void)number;
    was_interrupted = 1;
    has_echo = 1;
    newsidx *index = cancelled_index;
    if (index != NULL)
        newsidx_interrupt(index);
}

static void set_handler(int number, void (*handler)(int), int flags)
{
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

void signals_init(void)
{
    set_handler(SIGPIPE, SIG_DFL, 0);
    set_handler(SIGXFSZ, SIG_IGN, 0);
}

void signals_catch(void)
{
    set_handler(SIGINT, raise_flag, (int)SA_RESETHAND);
    set_handler(SIGTERM, raise_flag, (int)SA_RESETHAND);
}

bool signals_interrupted(void)
{
    return was_interrupted != 0;
}

bool signals_take_echo(void)
{
    bool had_echo = has_echo != 0;
    has_echo = 0;
    return had_echo;
}

void signals_cancel_only(newsidx *index)
{
    if (index != NULL)
        was_interrupted = 0;
    cancelled_index = index;
    /* What is being written then is written on: a failed write would be the
     * end of the output, and not of the query alone. */
    set_handler(SIGINT, cancel_query, SA_RESTART);
}

void signals_leave(void)
{
    sigaction(SIGINT, NULL, &left_interrupt);
    sigaction(SIGPIPE, NULL, &left_pipe);
    set_handler(SIGINT, SIG_IGN, 0);
    set_handler(SIGPIPE, SIG_IGN, 0);
}

void signals_take_back(void)
{
    sigaction(SIGINT, &left_interrupt, NULL);
    sigaction(SIGPIPE, &left_pipe, NULL);
}
