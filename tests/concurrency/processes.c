/* Anonymous memory is not POSIX's. */
#define _DEFAULT_SOURCE

#include "processes.h"

#include "fixture.h"

#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

static pid_t children[PROCESSES_MOST];
static unsigned child_count;

void findings_note(findings *in, const char *format, ...)
{
    va_list values;

    if (atomic_fetch_add(&in->count, 1) > 0)
        return;
    va_start(values, format);
    vsnprintf(in->first, sizeof in->first, format, values);
    va_end(values);
    fprintf(stderr, "process %ld: %s\n", (long)getpid(), in->first);
}

void *processes_share(size_t length)
{
    void *shared = mmap(NULL, length, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    assert_true(shared != MAP_FAILED);
    return shared;
}

void processes_start(processes_run *run, void *shared, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        const pid_t child = fork();

        assert_true(child >= 0);
        if (child == 0) {
            run(shared, i);
            _exit(0);
        }
        assert_true(child_count < PROCESSES_MOST);
        children[child_count++] = child;
    }
}

void processes_wait(findings *in)
{
    for (unsigned i = 0; i < child_count; i++) {
        int state = 0;

        assert_int_equal(waitpid(children[i], &state, 0), children[i]);
        if (!WIFEXITED(state) || WEXITSTATUS(state) != 0)
            findings_note(in, "process %u ended with the state %d", i, state);
    }
    child_count = 0;
}

int64_t processes_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void processes_sleep_ms(unsigned duration_ms)
{
    const struct timespec duration = {(time_t)(duration_ms / 1000),
                                      (long)(duration_ms % 1000) * 1000000};

    nanosleep(&duration, NULL);
}

void processes_keep_largest(atomic_llong *largest, long long value)
{
    long long known = atomic_load(largest);

    while (value > known &&
           !atomic_compare_exchange_weak(largest, &known, value))
        continue;
}
