#include "formats/worker/process.h"

#include "base/clock.h"
#include "reading.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

static void crash(int descriptor, uint64_t memory_bytes)
{
    (void)descriptor;
    (void)memory_bytes;
    raise(SIGSEGV);
}

static void end_badly(int descriptor, uint64_t memory_bytes)
{
    (void)descriptor;
    _exit((int)memory_bytes);
}

static void hang(int descriptor, uint64_t memory_bytes)
{
    volatile bool goes_on = true;

    (void)memory_bytes;
    (void)send(descriptor, "x", 1, 0);
    while (goes_on) {
    }
}

/* Sends how many descriptors it has, and whether Ctrl-C ends it. */
static void look_around(int descriptor, uint64_t memory_bytes)
{
    char found[2] = {0, 0};

    (void)memory_bytes;
    for (int i = 0; i < 1000; i++)
        found[0] = (char)(found[0] + (fcntl(i, F_GETFD) >= 0 ? 1 : 0));
    raise(SIGINT);
    found[1] = 1;
    (void)send(descriptor, found, 2, 0);
}

/* Wait for its end. */
static void wait_for_end(const nx_process *process)
{
    char byte;

    while (recv(process->descriptor, &byte, 1, 0) > 0) {
    }
}

static void its_end_is_described(void **state)
{
    nx_process process;
    char how[40];

    (void)state;
    assert_int_equal(nx_process_start(crash, 0, &process, NULL), NEWSIDX_OK);
    assert_true(process.number > 0);
    wait_for_end(&process);
    nx_process_end(&process, how);
    assert_string_equal(how, "crashed (SIGSEGV)");
    assert_int_equal(process.number, 0);
    assert_int_equal(nx_process_start(end_badly, 7, &process, NULL),
                     NEWSIDX_OK);
    wait_for_end(&process);
    nx_process_end(&process, how);
    assert_string_equal(how, "ended (status 7)");
    nx_process_end(&process, how);
    assert_string_equal(how, "is gone");
}

static void what_it_computes_is_counted_and_it_can_be_ended(void **state)
{
    const int64_t begin_ms = nx_clock_ms();
    nx_process process;
    char how[40];
    char byte;

    (void)state;
    assert_int_equal(nx_process_start(hang, 0, &process, NULL), NEWSIDX_OK);
    assert_int_equal(recv(process.descriptor, &byte, 1, 0), 1);
    while (nx_process_cpu_ms(&process) < 20) {
        nx_clock_sleep_ms(5);
        assert_true(nx_clock_ms() - begin_ms < 60000);
    }
    nx_process_end(&process, how);
    assert_string_equal(how, "was killed");
    assert_int_equal(nx_process_cpu_ms(&process), -1);
}

static void it_has_its_socket_and_nothing_else(void **state)
{
    nx_process process;
    char found[2];

    (void)state;
    assert_true(open("/dev/null", O_RDONLY) >= 0);
    assert_int_equal(nx_process_start(look_around, 0, &process, NULL),
                     NEWSIDX_OK);
    assert_int_equal(recv(process.descriptor, found, 2, MSG_WAITALL), 2);
    assert_int_equal(found[0], 1);
    assert_int_equal(found[1], 1);
    nx_process_end(&process, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_end_is_described),
        cmocka_unit_test(what_it_computes_is_counted_and_it_can_be_ended),
        cmocka_unit_test(it_has_its_socket_and_nothing_else)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
