/* Statuses with their messages: said once, where it happens. */
#ifndef NX_BASE_STATUS_H
#define NX_BASE_STATUS_H

#include "newsidx.h"

#include <stdarg.h>

#if defined(__GNUC__)
#define NX_PRINTF(position, first)                                             \
    __attribute__((format(printf, position, first)))
#else
#define NX_PRINTF(position, first)
#endif

/*
 * Write `status` and the message into `err`, which may be NULL, and return
 * `status`. A message is one line without a capital and a full stop; it is cut
 * at a whole character if it doesn't fit.
 */
newsidx_status nx_fail(newsidx_error *err, newsidx_status status,
                       const char *format, ...) NX_PRINTF(3, 4);

/* The same, with the byte of the input that is meant. */
newsidx_status nx_fail_at(newsidx_error *err, newsidx_status status,
                          size_t offset, const char *format, ...)
    NX_PRINTF(4, 5);

/* The same, with errno's or SQLite's code. */
newsidx_status nx_fail_system(newsidx_error *err, newsidx_status status,
                              int system_code, const char *format, ...)
    NX_PRINTF(4, 5);

/* NEWSIDX_ERR_MEMORY with its message. */
newsidx_status nx_fail_memory(newsidx_error *err);

/* As "NEWSIDX_ERR_BUSY", and as "another process is writing". Static. */
const char *nx_status_name(newsidx_status status);
const char *nx_status_text(newsidx_status status);

#endif
