/* newsq add: articles in, progress and problems out. */
#include "commands.h"

#include "exit_codes.h"
#include "numbers.h"
#include "output.h"
#include "progress.h"
#include "report.h"
#include "signals.h"
#include "tally.h"
#include "watch.h"

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

/* One import after another: with --watch there are several. */
typedef struct adding {
    const nq_session *session;
    newsidx_import_options how;
    nq_tally formats;
    nq_tally reasons;
    bool is_again; /* what came since, of which nothing needn't be said */
} adding;

static int show_problem(const newsidx_problem *problem, void *user)
{
    adding *in = user;
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
    tally_add_reason(&in->reasons, problem->reason);
    return 0;
}

static int show_imported(const newsidx_imported *imported, void *user)
{
    adding *in = user;
    tally_add(&in->formats, newsidx_format_name(imported->format));
    if (in->session->options.shows_parse != 0)
        output_text_parsed(&in->session->look, imported);
    return 0;
}

static int show_counts(const newsidx_import_counts *counts, void *user)
{
    (void)user;
    progress_import(counts);
    return signals_interrupted() ? 1 : 0;
}

static void add_counts(nq_buffer *to, const newsidx_import_counts *counts,
                       bool is_dry_run)
{
    buffer_add_string(to, is_dry_run ? "would add " : "added ");
    numbers_add_count(to, counts->added);
    buffer_add_string(to, ", ");
    numbers_add_counted(to, counts->replaced, "new version", "new versions");
    buffer_add_string(to, ", ");
    numbers_add_count(to, counts->unchanged);
    buffer_add_string(to, " unchanged, ");
    if (counts->outdated > 0) {
        numbers_add_count(to, counts->outdated);
        buffer_add_string(to, " outdated, ");
    }
    numbers_add_count(to, counts->skipped);
    buffer_add_string(to, " skipped");
}

/* "formats: nitf 12, rss 3" */
static void add_tally(nq_buffer *to, const char *title, nq_tally *tally,
                      bool is_count_first)
{
    tally_sort(tally);
    buffer_add_format(to, "%s: ", title);
    for (size_t i = 0; i < tally->count; i++) {
        buffer_add_string(to, i > 0 ? ", " : "");
        if (!is_count_first)
            buffer_add_format(to, "%s ", tally->rows[i].name);
        numbers_add_count(to, tally->rows[i].count);
        if (is_count_first)
            buffer_add_format(to, " %s", tally->rows[i].name);
    }
    buffer_add_string(to, "\n");
}

static void print_summary(adding *in, const newsidx_import_counts *counts,
                          double seconds)
{
    nq_buffer line = BUFFER_INIT;
    add_counts(&line, counts, in->session->options.is_dry_run != 0);
    buffer_add_string(&line, " in ");
    numbers_add_seconds(&line, seconds);
    buffer_add_string(&line, " (");
    numbers_add_bytes(&line, seconds > 0.000001
                                 ? (double)counts->bytes / seconds
                                 : (double)counts->bytes);
    buffer_add_string(&line, "/s)\n");
    if (in->formats.count > 1)
        add_tally(&line, "formats", &in->formats, false);
    if (counts->skipped > 1)
        add_tally(&line, "skipped", &in->reasons, true);
    buffer_flush(&line, stdout);
    fflush(stdout);
    buffer_finish(&line);
}

static newsidx_status import_stream(adding *in, newsidx_import_counts *counts,
                                    newsidx_error *err)
{
    nq_stream stream = {memory_new(STREAM_BYTES), 0};
    newsidx_status status = newsidx_import_stream(
        in->session->index, NULL, read_stream, &stream, &in->how, counts, err);
    memory_free(stream.bytes);
    if (stream.failed_with != 0)
        report("standard input: %s", strerror(stream.failed_with));
    return status;
}

static int import(adding *in, const char *const *paths, size_t path_count)
{
    const nq_options *options = &in->session->options;
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    newsidx_error err;
    newsidx_status status;

    progress_start(options->is_quiet != 0);
    if (strcmp(paths[0], "-") == 0)
        status = import_stream(in, &counts, &err);
    else
        status = newsidx_import_paths(in->session->index, paths, path_count,
                                      &in->how, &counts, &err);
    double seconds = progress_end();
    int code = counts.skipped > 0 ? CODE_SKIPPED : CODE_OK;
    if (signals_interrupted()) {
        report("interrupted; the same command again goes on from here");
        code = CODE_INTERRUPTED;
    } else if (status < 0) {
        code = report_error(&err);
    }
    /* What was committed stays, so the counts are true in any case. */
    if (!options->is_quiet &&
        (!in->is_again || counts.added > 0 || counts.replaced > 0 ||
         counts.outdated > 0 || counts.skipped > 0))
        print_summary(in, &counts, seconds);
    tally_finish(&in->formats);
    tally_finish(&in->reasons);
    return code;
}

/* Import, then whatever comes, until Ctrl-C, which is how it ends well. */
static int import_and_watch(adding *in, const char *const *paths,
                            size_t path_count)
{
    nq_watch *watch = watch_open(paths, path_count);
    if (watch == NULL)
        return CODE_IO;
    int code = import(in, paths, path_count);
    bool goes_on = code == CODE_OK || code == CODE_SKIPPED;
    if (goes_on && !in->session->options.is_quiet)
        report("watching; Ctrl-C ends it");
    while (goes_on && watch_wait(watch, &paths, &path_count)) {
        in->is_again = true;
        int one = import(in, paths, path_count);
        if (one != CODE_OK)
            code = one;
        goes_on = one == CODE_OK || one == CODE_SKIPPED;
    }
    watch_close(watch);
    return code;
}

/* Sets the format; false, and told, if there is none of that name. */
static bool find_format(const char *name, newsidx_format *out_format)
{
    *out_format = NEWSIDX_FORMAT_AUTO;
    if (name == NULL)
        return true;
    nq_buffer known = BUFFER_INIT;
    for (int i = 0;; i++) {
        const char *other = newsidx_format_name((newsidx_format)i);
        if (other == NULL)
            break;
        if (strcmp(other, name) == 0) {
            *out_format = (newsidx_format)i;
            buffer_finish(&known);
            return true;
        }
        buffer_add_format(&known, "%s%s", i > 0 ? ", " : "", other);
    }
    report("--format is one of %s, not \"%s\"", known.bytes, name);
    buffer_finish(&known);
    return false;
}

static int check_words(const nq_session *session)
{
    const nq_options *options = &session->options;
    for (size_t i = 0; i < session->word_count; i++) {
        if (strcmp(session->words[i], "-") != 0)
            continue;
        if (session->word_count > 1) {
            report("- is standard input and can't go with other paths");
            return CODE_USAGE;
        }
        if (options->watches != 0) {
            report("standard input can't be watched");
            return CODE_USAGE;
        }
    }
    return CODE_OK;
}

int cmd_add(nq_session *session)
{
    const nq_options *options = &session->options;
    adding in = {
        session, NEWSIDX_IMPORT_OPTIONS_INIT, {NULL, 0}, {NULL, 0}, false};

    int code = check_words(session);
    if (code == CODE_OK && !find_format(options->format, &in.how.format))
        code = CODE_USAGE;
    if (code != CODE_OK)
        return code;
    in.how.source = options->source;
    in.how.on_problem = show_problem;
    in.how.problem_user = &in;
    in.how.on_progress = show_counts;
    in.how.on_imported = show_imported;
    in.how.imported_user = &in;
    in.how.dry_run = options->is_dry_run;
    in.how.since = options->since;
    in.how.follow_links = options->follows_links;
    in.how.quarantine = options->quarantine;
    in.how.jobs = options->jobs;
    in.how.isolation = options->is_in_process != 0 ? NEWSIDX_ISOLATION_NONE
                                                   : NEWSIDX_ISOLATION_PARTIAL;
    signals_catch();
    return options->watches != 0
               ? import_and_watch(&in, session->words, session->word_count)
               : import(&in, session->words, session->word_count);
}
