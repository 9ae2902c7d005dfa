/* The worker's own side: it reads sources, and sends what it finds. */
#ifndef NX_FORMATS_WORKER_SERVE_H
#define NX_FORMATS_WORKER_SERVE_H

#include <stdint.h>

/* Give up what isn't needed, then serve. */
void nx_serve_isolated(int descriptor, uint64_t memory_bytes);

/* Read the sources that come through the socket until its other end is gone,
 * or there is no memory. `is_filtered` is told. */
void nx_serve(int descriptor, uint64_t is_filtered);

#endif
