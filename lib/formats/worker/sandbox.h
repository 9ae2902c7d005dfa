/* What a process gives up before it reads what strangers wrote. */
#ifndef NX_FORMATS_WORKER_SANDBOX_H
#define NX_FORMATS_WORKER_SANDBOX_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Load what parsers load at their first use, as nothing can be opened later
 * on: the C library's charsets. Once in a process, whoever calls; it stays.
 */
void nx_sandbox_prepare(void);

/*
 * From here on this process can write no file, leave no core, have no more
 * than `memory_bytes` besides what it has, and call nothing of the system but
 * memory, clocks, its socket and the files it is handed; opening anything
 * fails, and any other call kills it. There is no way back.
 *
 * @return whether the system filters its calls. Without (a sanitizer needs
 *         them, or the kernel denies it), the limits still hold.
 */
bool nx_sandbox_enter(uint64_t memory_bytes);

#endif
