/* A process of our own program, to be lost without harm. */
#ifndef NX_FORMATS_WORKER_PROCESS_H
#define NX_FORMATS_WORKER_PROCESS_H

#include "base/status.h"

#include <stdbool.h>
#include <sys/types.h>

typedef struct nx_process {
    pid_t number;   /* 0: none runs */
    int descriptor; /* of the socket to it */
} nx_process;

/* What it runs: then it ends. Its socket is the only file it has. */
typedef void (*nx_process_main)(int descriptor, uint64_t memory_bytes);

/* NEWSIDX_ERR_MEMORY if there can be no further process. */
newsidx_status nx_process_start(nx_process_main run, uint64_t memory_bytes,
                                nx_process *out, newsidx_error *err);

/* End it, if it hasn't by itself, and say how it did: "crashed (SIGSEGV)",
 * "was killed", "ended (status 1)"; `out_how` may be NULL. */
void nx_process_end(nx_process *process, char out_how[40]);

/* Milliseconds that it has computed; -1 if that can't be told. */
int64_t nx_process_cpu_ms(const nx_process *process);

#endif
