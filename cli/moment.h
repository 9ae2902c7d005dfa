/* A point in time as somebody writes it on a command line. */
#ifndef NEWSQ_MOMENT_H
#define NEWSQ_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

/**
 * "2016-09-09", "2016-09-09T14", "2016-09-09T14:05", "2016-09-09T14:05:30", of
 * UTC unless "Z" or an offset as "+02:00" ends the last three; or
 * "@1473446700", seconds since 1970. False if `text` is none of these.
 */
bool moment_read(const char *text, int64_t *out_seconds);

#endif
