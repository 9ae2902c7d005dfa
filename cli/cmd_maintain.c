/* newsq check, optimize, rebuild and backup. */
#include "commands.h"

#include "exit_codes.h"
#include "numbers.h"
#include "progress.h"
#include "report.h"
#include "signals.h"

/* "DONE 1,204 articles in 0.4 s" */
static int print_done(const nq_session *session, const char *done,
                      double seconds)
{
    newsidx_info info = NEWSIDX_INFO_INIT;
    newsidx_error err;

    if (session->options.is_quiet)
        return CODE_OK;
    if (newsidx_get_info(session->index, &info, &err) < 0)
        return report_error(&err);
    nq_buffer line = BUFFER_INIT;
    buffer_add_format(&line, "%s ", done);
    numbers_add_counted(&line, info.article_count, "article", "articles");
    buffer_add_string(&line, ", ");
    numbers_add_bytes(&line, (double)info.file_bytes);
    buffer_add_string(&line, ", in ");
    numbers_add_seconds(&line, seconds);
    buffer_add(&line, "\n", 1);
    buffer_flush(&line, stdout);
    buffer_finish(&line);
    return CODE_OK;
}

static char articles_unit[] = "articles";
static char pages_unit[] = "pages";

int cmd_check(nq_session *session)
{
    newsidx_error err;
    signals_catch();
    progress_start(session->options.is_quiet != 0);
    newsidx_status status =
        newsidx_check(session->index, progress_callback, articles_unit, &err);
    double seconds = progress_end();
    if (status < 0)
        return report_error(&err);
    return print_done(session, "sound:", seconds);
}

int cmd_optimize(nq_session *session)
{
    newsidx_error err;
    progress_start(session->options.is_quiet != 0);
    newsidx_status status = newsidx_optimize(session->index, &err);
    double seconds = progress_end();
    if (status < 0)
        return report_error(&err);
    return print_done(session, "optimized:", seconds);
}

int cmd_rebuild(nq_session *session)
{
    newsidx_error err;
    signals_catch();
    progress_start(session->options.is_quiet != 0);
    newsidx_status status =
        newsidx_rebuild(session->index, progress_callback, articles_unit, &err);
    double seconds = progress_end();
    if (status < 0)
        return report_error(&err);
    return print_done(session, "rebuilt:", seconds);
}

int cmd_backup(nq_session *session)
{
    newsidx_error err;
    signals_catch();
    progress_start(session->options.is_quiet != 0);
    newsidx_status status = newsidx_backup(session->index, session->words[0],
                                           progress_callback, pages_unit, &err);
    double seconds = progress_end();
    if (status < 0)
        return report_error(&err);
    return print_done(session, "copied:", seconds);
}
