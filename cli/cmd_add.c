/* newsq add: articles in, progress and problems out. */
#include "commands.h"

#include "exit_codes.h"
#include "numbers.h"
#include "progress.h"
#include "report.h"
#include "signals.h"
#include "unicode.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define STREAM_BYTES ((size_t)256 * 1024)
#define POLL_MS 200

/* Reading standard input, on a thread of the library's. */
typedef struct nq_stream {
    char *bytes;
    int failed_with; /* errno of a failed read; 0: none */
} nq_stream;

static ptrdiff_t read_stream(const char **bytes, void *user)
{
    nq_stream *stream = user;
    for (;;) {
        /* Ctrl-C may reach another thread, so never wait for long. */
        struct pollfd input = {STDIN_FILENO, POLLIN, 0};
        int ready = poll(&input, 1, POLL_MS);
        if (signals_interrupted())
            return -1;
        if (ready == 0 || (ready < 0 && errno == EINTR))
            continue;
        ssize_t length = read(STDIN_FILENO, stream->bytes, STREAM_BYTES);
        if (length >= 0) {
            *bytes = stream->bytes;
            return length;
        }
        if (errno != EINTR && errno != EAGAIN) {
            stream->failed_with = errno;
            return -1;
        }
    }
}

static int show_problem(const newsidx_problem *problem, void *user)
{
    (void)user;
    /* That the stream broke off is then our own doing. */
    if (signals_interrupted())
        return 1;
    nq_buffer line = BUFFER_INIT;
    buffer_add_text(&line, problem->file);
    if (problem->member.length > 0) {
        buffer_add_string(&line, "!");
        buffer_add_text(&line, problem->member);
    }
    if (problem->line > 0)
        buffer_add_format(&line, ":%" PRIu64, problem->line);
    buffer_add_string(&line, ": ");
    buffer_add_text(&line, problem->reason);
    report("%s", line.bytes);
    buffer_finish(&line);
    return 0;
}

static int show_counts(const newsidx_import_counts *counts, void *user)
{
    (void)user;
    progress_import(counts);
    return signals_interrupted() ? 1 : 0;
}

static void print_summary(const newsidx_import_counts *counts, double seconds)
{
    nq_buffer line = BUFFER_INIT;
    buffer_add_string(&line, "added ");
    numbers_add_count(&line, counts->added);
    buffer_add_string(&line, ", ");
    numbers_add_counted(&line, counts->replaced, "new version", "new versions");
    buffer_add_string(&line, ", ");
    numbers_add_count(&line, counts->unchanged);
    buffer_add_string(&line, " unchanged, ");
    numbers_add_count(&line, counts->skipped);
    buffer_add_string(&line, " skipped in ");
    numbers_add_seconds(&line, seconds);
    buffer_add_string(&line, " (");
    numbers_add_bytes(&line, seconds > 0.000001
                                 ? (double)counts->bytes / seconds
                                 : (double)counts->bytes);
    buffer_add_string(&line, "/s)\n");
    buffer_flush(&line, stdout);
    buffer_finish(&line);
}

static newsidx_status import(nq_session *session,
                             const newsidx_import_options *how,
                             newsidx_import_counts *counts, newsidx_error *err)
{
    if (strcmp(session->words[0], "-") != 0)
        return newsidx_import_paths(session->index, session->words,
                                    session->word_count, how, counts, err);
    nq_stream stream = {memory_new(STREAM_BYTES), 0};
    newsidx_status status = newsidx_import_stream(
        session->index, NULL, read_stream, &stream, how, counts, err);
    memory_free(stream.bytes);
    if (stream.failed_with != 0)
        report("standard input: %s", strerror(stream.failed_with));
    return status;
}

int cmd_add(nq_session *session)
{
    static const newsidx_format formats[] = {
        NEWSIDX_FORMAT_AUTO, NEWSIDX_FORMAT_AUTO, NEWSIDX_FORMAT_TEXT,
        NEWSIDX_FORMAT_JSON_LINES};
    const nq_options *options = &session->options;
    newsidx_import_options how = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    newsidx_error err;

    for (size_t i = 0; i < session->word_count; i++) {
        if (strcmp(session->words[i], "-") == 0 && session->word_count > 1) {
            report("- is standard input and can't go with other paths");
            return CODE_USAGE;
        }
    }
    how.format = formats[options->format];
    how.source = options->source;
    how.on_problem = show_problem;
    how.on_progress = show_counts;
    signals_catch();
    progress_start(options->is_quiet);
    newsidx_status status = import(session, &how, &counts, &err);
    double seconds = progress_end();
    int code = counts.skipped > 0 ? CODE_SKIPPED : CODE_OK;
    if (signals_interrupted()) {
        report("interrupted; the same command again goes on from here");
        code = CODE_INTERRUPTED;
    } else if (status < 0) {
        code = report_error(&err);
    }
    /* What was committed stays, so the counts are true in any case. */
    if (!options->is_quiet)
        print_summary(&counts, seconds);
    return code;
}
