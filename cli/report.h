/* What newsq says on standard error, and the exit status for an error. */
#ifndef NEWSQ_REPORT_H
#define NEWSQ_REPORT_H

#include "exit_codes.h"
#include "memory.h"

#include <stdint.h>

/** From now on messages begin "newsq: line N: "; 0: no more. Of scripts. */
void report_at_line(uint64_t number);

/** Print "newsq: MESSAGE" and a line end, cleaned; wrapped on a terminal. */
void report(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** Print what `err` says, with a hint at what helps; return its status. */
int report_error(const newsidx_error *err);

/** The same, beginning with `subject` and a colon if it isn't in there. */
int report_error_of(const char *subject, const newsidx_error *err);

/** The exit status for a status of the library's that is an error. */
int report_code(newsidx_status status);

/** Print "newsq: query:7: MESSAGE; try: SUGGESTION" for a place in `text`. */
void report_query(const char *text, size_t offset, newsidx_text message,
                  newsidx_text suggestion);

/**
 * Write out what was printed on standard output. Nobody reading any more is
 * no fault worth a word. Returns `code`, or CODE_IO if a write failed.
 */
int report_output(int code);

#endif
