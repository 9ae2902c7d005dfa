/* newsq seal. */
#include "commands.h"

#include "database.h"
#include "exit_codes.h"
#include "progress.h"
#include "report.h"
#include "signals.h"
#include "unicode.h"

static char articles_unit[] = "articles";

static void print_done(const nq_session *session, const char *done)
{
    nq_buffer line = BUFFER_INIT;

    if (session->options.is_quiet == 0) {
        buffer_add_format(&line, "%s: ", done);
        unicode_add_line(&line, unicode_text(session->index_path));
        buffer_add(&line, "\n", 1);
        buffer_flush(&line, stdout);
    }
    buffer_finish(&line);
}

int cmd_seal(nq_session *session)
{
    const char *path = session->index_path;
    const bool undoes = session->options.undoes != 0;
    newsidx_status status;
    newsidx_error err;

    if (!database_exists(path))
        return database_report_missing(&session->options, path);
    if (undoes) {
        status = newsidx_unseal(path, &err);
    } else {
        signals_catch();
        progress_start(session->options.is_quiet != 0);
        status = newsidx_seal(path, progress_callback, articles_unit, &err);
        (void)progress_end();
    }
    if (status < 0)
        return report_error_of(path, &err);
    if (status == NEWSIDX_UNCHANGED)
        print_done(session, undoes ? "was not sealed" : "was sealed already");
    else
        print_done(session, undoes ? "can be written again" : "sealed");
    return CODE_OK;
}
