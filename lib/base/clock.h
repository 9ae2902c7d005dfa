/* The machine's clocks. */
#ifndef NX_BASE_CLOCK_H
#define NX_BASE_CLOCK_H

#include <stdint.h>

/* Seconds since 1970 UTC. */
int64_t nx_clock_now(void);

/* Milliseconds of a clock that only goes forward; for deadlines. */
int64_t nx_clock_ms(void);

/* The same in microseconds; for measuring. */
int64_t nx_clock_us(void);

/* Let other threads and processes run for a while. */
void nx_clock_sleep_ms(int64_t duration_ms);

#endif
