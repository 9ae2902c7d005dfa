/* newsq repair: what a damaged index still has. */
#include "commands.h"

#include "database.h"
#include "exit_codes.h"
#include "numbers.h"
#include "progress.h"
#include "report.h"
#include "signals.h"
#include "unicode.h"

/* "lost: 17, version 2 of https://example.org/a: a part of it is not legible"
 */
static int print_repaired(const newsidx_repaired *repaired, void *user)
{
    static const char *const outcomes[] = {
        [NEWSIDX_REPAIR_UNSURE] = "unsure",
        [NEWSIDX_REPAIR_ALTERED] = "altered",
        [NEWSIDX_REPAIR_LOST] = "lost",
    };
    nq_buffer line = BUFFER_INIT;

    (void)user;
    progress_hide();
    buffer_add_format(&line, "%s: %lld", outcomes[repaired->outcome],
                      (long long)repaired->id);
    if (repaired->version != 0)
        buffer_add_format(&line, ", version %u", repaired->version);
    if (repaired->key.bytes != NULL) {
        buffer_add_string(&line, repaired->version != 0 ? " of " : ", ");
        unicode_add_line(&line, repaired->key);
    }
    buffer_add_string(&line, ": ");
    buffer_add_text(&line, repaired->reason);
    buffer_add(&line, "\n", 1);
    buffer_flush(&line, stdout);
    buffer_finish(&line);
    return 0;
}

static void add_part(nq_buffer *line, uint64_t count, const char *what)
{
    if (count == 0)
        return;
    buffer_add_string(line, ", ");
    numbers_add_count(line, count);
    buffer_add_format(line, " %s", what);
}

/* "FILE: 1,203 versions saved, 1 lost, in 0.4 s" */
static void print_counts(const char *path, const newsidx_repair_counts *counts,
                         double seconds)
{
    nq_buffer line = BUFFER_INIT;

    buffer_add_format(&line, "%s: ", path);
    numbers_add_counted(&line, counts->saved, "version saved",
                        "versions saved");
    add_part(&line, counts->unsure, "unsure");
    add_part(&line, counts->altered, "altered");
    add_part(&line, counts->lost, "lost");
    add_part(&line, counts->unreadable_pages, "pages that can't be read");
    buffer_add_string(&line, ", in ");
    numbers_add_seconds(&line, seconds);
    buffer_add(&line, "\n", 1);
    buffer_flush(&line, stdout);
    buffer_finish(&line);
    if (counts->unsure + counts->altered + counts->lost == 0)
        puts("no article is damaged: newsq rebuild does the same in place, "
             "where it runs");
}

int cmd_repair(nq_session *session)
{
    newsidx_repair_options options = NEWSIDX_REPAIR_OPTIONS_INIT;
    newsidx_repair_counts counts = NEWSIDX_REPAIR_COUNTS_INIT;
    const bool is_quiet = session->options.is_quiet != 0;
    static char unit[] = "versions";
    nq_buffer path = BUFFER_INIT;
    newsidx_error err;
    int code = CODE_OK;

    if (!database_exists(session->index_path))
        return database_report_missing(&session->options, session->index_path);
    if (session->word_count > 0)
        buffer_add_string(&path, session->words[0]);
    else
        buffer_add_format(&path, "%s.repaired", session->index_path);
    options.on_progress = progress_callback;
    options.progress_user = unit;
    options.on_repaired = is_quiet ? NULL : print_repaired;
    signals_catch();
    progress_start(is_quiet);
    newsidx_status status = newsidx_repair(
        session->index_path, buffer_string(&path), &options, &counts, &err);
    double seconds = progress_end();
    if (status < 0)
        code = report_error(&err);
    else if (counts.altered + counts.lost > 0)
        code = CODE_SKIPPED;
    if (status >= 0 && !is_quiet)
        print_counts(buffer_string(&path), &counts, seconds);
    buffer_finish(&path);
    return code;
}
