/* POSIX's clocks; C11's own have no monotonic one. */
#define _POSIX_C_SOURCE 200809L

#include "base/clock.h"

#include <time.h>

static struct timespec read_clock(clockid_t clock)
{
    struct timespec now = {0, 0};

    clock_gettime(clock, &now);
    return now;
}

int64_t nx_clock_now(void)
{
    return (int64_t)read_clock(CLOCK_REALTIME).tv_sec;
}

int64_t nx_clock_us(void)
{
    const struct timespec now = read_clock(CLOCK_MONOTONIC);

    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t nx_clock_ms(void)
{
    return nx_clock_us() / 1000;
}

void nx_clock_sleep_ms(int64_t duration_ms)
{
    struct timespec rest;

    rest.tv_sec = (time_t)(duration_ms / 1000);
    rest.tv_nsec = (long)(duration_ms % 1000) * 1000000;
    nanosleep(&rest, NULL);
}
