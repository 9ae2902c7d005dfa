/* MAP_ANONYMOUS is not of POSIX. */
#define _DEFAULT_SOURCE

#include "formats/worker/sandbox.h"

#include "formats/worker/process.h"
#include "reading.h"

#include <errno.h>
#include <stdio.h>
#include <signal.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define MEMORY_BYTES ((uint64_t)64 * 1024 * 1024)

/* By the call that a worker has. */
static void tell(int descriptor, char what)
{
    struct iovec piece = {&what, 1};
    struct msghdr message;

    memset(&message, 0, sizeof message);
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    (void)sendmsg(descriptor, &message, MSG_NOSIGNAL);
}

/* Tell whether there is a filter, and then do what `what` says; if that is
 * survived, tell its result. */
static void try_it(int descriptor, uint64_t what)
{
    const char is_filtered = nx_sandbox_enter(MEMORY_BYTES) ? 1 : 0;
    char result = 'n';
    void *memory;

    tell(descriptor, is_filtered);
    switch (what) {
    case 'o':
        result =
            open("/etc/passwd", O_RDONLY) < 0 && errno == EACCES ? 'n' : 'y';
        break;
    case 's':
        result = socket(AF_INET, SOCK_STREAM, 0) < 0 ? 'n' : 'y';
        break;
    case 'e':
        execl("/bin/true", "true", (char *)NULL);
        break;
    case 'f':
        result = fork() < 0 ? 'n' : 'y';
        break;
    case 'x':
        memory = mmap(NULL, 4096, PROT_READ | PROT_EXEC,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        result = memory == MAP_FAILED ? 'n' : 'y';
        break;
    case 'k':
        result = kill(getppid(), 0) != 0 ? 'n' : 'y';
        break;
    case 'm':
        memory = malloc(2 * MEMORY_BYTES);
        result = memory == NULL ? 'n' : 'y';
        free(memory);
        break;
    case 'a':
        abort();
    default: /* what any parser does */
        memory = malloc(MEMORY_BYTES / 8);
        result = memory != NULL ? 'y' : 'n';
        free(memory);
        break;
    }
    tell(descriptor, result);
}

/* What came of it: 'y', 'n', or how it ended. Empty if nothing filters. */
static const char *outcome(char what)
{
    static char how[40];
    nx_process process;
    char told[2] = "";
    ssize_t length;

    assert_int_equal(nx_process_start(try_it, (uint64_t)what, &process, NULL),
                     NEWSIDX_OK);
    length = recv(process.descriptor, told, 2, MSG_WAITALL);
    nx_process_end(&process, how);
    assert_true(length >= 1);
    if (told[0] == 0)
        return "";
    if (length == 2)
        snprintf(how, sizeof how, "%c", told[1]);
    return how;
}

static void expect(char what, const char *wanted)
{
    const char *seen = outcome(what);

    if (seen[0] != '\0')
        assert_string_equal(seen, wanted);
}

static void nothing_is_opened_started_or_called(void **state)
{
    (void)state;
    expect('o', "n");
    expect('s', "crashed (SIGSYS)");
    expect('e', "crashed (SIGSYS)");
    expect('f', "crashed (SIGSYS)");
    expect('k', "crashed (SIGSYS)");
    expect('x', "crashed (SIGSYS)");
}

static void memory_has_an_end(void **state)
{
    (void)state;
    expect('m', "n");
    expect('-', "y");
}

static void abort_ends_as_what_it_is(void **state)
{
    (void)state;
    expect('a', "crashed (SIGABRT)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_opened_started_or_called),
        cmocka_unit_test(memory_has_an_end),
        cmocka_unit_test(abort_ends_as_what_it_is)};

    nx_sandbox_prepare();
    if (outcome('-')[0] == '\0') {
        printf("skipped: the system filters no calls here\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
