#include "report.h"

#include "progress.h"
#include "signals.h"
#include "terminal.h"
#include "unicode.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

/* A message with a path in it; what is longer is cut. */
#define MESSAGE_BYTES 6000

/* Of the second and later lines on a terminal: the width of "newsq: ". */
#define INDENT 7

/* Of the script that is being read; 0: there is none. */
static uint64_t script_line;

void report_at_line(uint64_t number)
{
    script_line = number;
}

static void print_line(newsidx_text line)
{
    bool is_terminal = isatty(STDERR_FILENO) == 1;
    nq_buffer whole = BUFFER_INIT;
    nq_buffer clean = BUFFER_INIT;

    buffer_add_string(&whole, "newsq: ");
    if (script_line > 0)
        buffer_add_format(&whole, "line %" PRIu64 ": ", script_line);
    buffer_add_text(&whole, line);
    newsidx_text text = {whole.bytes, whole.length};
    if (is_terminal) {
        nq_look look = {.width = terminal_width(STDERR_FILENO)};
        nq_wrap_options options = {STYLE_PLAIN, NULL, 0, 0, INDENT};
        terminal_wrap(&clean, &look, text, &options);
    } else {
        unicode_add_line(&clean, text);
        buffer_add(&clean, "\n", 1);
    }
    bool was_hidden = progress_hide();
    if (signals_take_echo() && !was_hidden && is_terminal)
        fputs("\n", stderr);
    buffer_flush(&clean, stderr);
    buffer_finish(&clean);
    buffer_finish(&whole);
}

void report(const char *format, ...)
{
    char message[MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof(message), format, arguments);
    va_end(arguments);
    print_line(unicode_text(message));
}

/* What the user can do about it; NULL if the message says all. */
static const char *hint_for(const newsidx_error *err)
{
    switch (err->status) {
    case NEWSIDX_ERR_REBUILD:
        return "newsq rebuild does it";
    case NEWSIDX_ERR_CORRUPT:
        return "restore a backup, or try newsq rebuild, or newsq repair";
    /* Without a code of the system's it is sealed: we write to no index that
     * we opened for reading. */
    case NEWSIDX_ERR_READ_ONLY:
        return err->system_code == 0 ? "newsq seal --undo does it" : NULL;
    case NEWSIDX_ERR_BUSY:
        return "try again when the other process has finished";
    case NEWSIDX_ERR_INTERNAL:
        return "this is a bug in newsidx; please report it";
    default:
        return NULL;
    }
}

int report_code(newsidx_status status)
{
    switch (status) {
    case NEWSIDX_ERR_OPTIONS:
    case NEWSIDX_ERR_LANGUAGE:
    case NEWSIDX_ERR_QUERY:
    case NEWSIDX_ERR_LIMIT:
        return CODE_USAGE;
    case NEWSIDX_ERR_NOT_AN_INDEX:
    case NEWSIDX_ERR_FORMAT:
    case NEWSIDX_ERR_REBUILD:
        return CODE_NO_INDEX;
    case NEWSIDX_ERR_BUSY:
        return CODE_BUSY;
    case NEWSIDX_ERR_CORRUPT:
        return CODE_CORRUPT;
    case NEWSIDX_ERR_INPUT:
        return CODE_SKIPPED;
    case NEWSIDX_ERR_CANCELLED:
        return CODE_INTERRUPTED;
    case NEWSIDX_ERR_IO:
    case NEWSIDX_ERR_FULL:
    case NEWSIDX_ERR_READ_ONLY:
        return CODE_IO;
    default:
        return CODE_INTERNAL;
    }
}

int report_error_of(const char *subject, const newsidx_error *err)
{
    if (err->status == NEWSIDX_ERR_CANCELLED && signals_interrupted()) {
        report("interrupted");
        return CODE_INTERRUPTED;
    }
    const char *hint = hint_for(err);
    bool has_subject = subject[0] == '\0' || strstr(err->message, subject);
    report("%s%s%s%s%s", has_subject ? "" : subject, has_subject ? "" : ": ",
           err->message, hint == NULL ? "" : "; ", hint == NULL ? "" : hint);
    return report_code(err->status);
}

int report_error(const newsidx_error *err)
{
    return report_error_of("", err);
}

void report_query(const char *text, size_t offset, newsidx_text message,
                  newsidx_text suggestion)
{
    nq_buffer line = BUFFER_INIT;
    buffer_add_string(&line, "query:");
    if (offset != NEWSIDX_NO_OFFSET)
        buffer_add_format(
            &line, "%zu:", unicode_column(unicode_text(text), offset) + 1);
    buffer_add_string(&line, " ");
    buffer_add_text(&line, message);
    if (suggestion.bytes != NULL) {
        buffer_add_string(&line, "; try: ");
        buffer_add_text(&line, suggestion);
    }
    newsidx_text whole = {line.bytes, line.length};
    print_line(whole);
    buffer_finish(&line);
}

int report_output(int code)
{
    errno = 0;
    bool has_failed = fflush(stdout) != 0 || ferror(stdout) != 0;
    if (!has_failed)
        return code;
    if (errno == EPIPE)
        return code;
    report("standard output: %s",
           errno == 0 ? "cannot be written to" : strerror(errno));
    return CODE_IO;
}
