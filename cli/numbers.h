/* Numbers as people read them. */
#ifndef NEWSQ_NUMBERS_H
#define NEWSQ_NUMBERS_H

#include "memory.h"

#include <stdint.h>

/** "1,204" */
void numbers_add_count(nq_buffer *to, uint64_t count);

/** "1 article", "1,204 articles" */
void numbers_add_counted(nq_buffer *to, uint64_t count, const char *one,
                         const char *many);

/** "12.3 MB", in powers of ten. */
void numbers_add_bytes(nq_buffer *to, double bytes);

/** "0.4 s", "3:07", "1:02:33" */
void numbers_add_seconds(nq_buffer *to, double seconds);

/** "2016-09-16", "2016-09-16T14:05:00Z"; false if it has no such spelling. */
bool numbers_add_date(nq_buffer *to, int64_t seconds);
bool numbers_add_time(nq_buffer *to, int64_t seconds);

#endif
