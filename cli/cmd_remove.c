/* newsq remove: articles out of every search, all of them or none. */
/* realpath() is an XSI function, and its switch goes before any include. */
#define _XOPEN_SOURCE 700

#include "commands.h"

#include "exit_codes.h"
#include "numbers.h"
#include "report.h"
#include "search.h"
#include "unicode.h"

#include <stdlib.h>

static void print_removed(const nq_session *session, newsidx_text key)
{
    if (session->options.is_quiet)
        return;
    nq_buffer line = BUFFER_INIT;
    buffer_add_string(&line, session->options.is_dry_run ? "would remove "
                                                         : "removed ");
    unicode_add_line(&line, key);
    buffer_add(&line, "\n", 1);
    buffer_flush(&line, stdout);
    buffer_finish(&line);
}

static newsidx_status remove_key(const nq_session *session, newsidx_text key,
                                 newsidx_error *err)
{
    newsidx_status status = newsidx_remove(session->index, key, err);
    if (status == NEWSIDX_OK)
        print_removed(session, key);
    return status;
}

/* What is withheld or embargoed can't be looked up, but has a key too. */
static newsidx_status remove_hidden(const nq_session *session, const char *name,
                                    newsidx_error *err)
{
    newsidx_status status = remove_key(session, unicode_text(name), err);
    if (status != NEWSIDX_NOT_FOUND)
        return status;
    char *path = realpath(name, NULL);
    if (path == NULL)
        return NEWSIDX_NOT_FOUND;
    status = remove_key(session, unicode_text(path), err);
    memory_free(path);
    return status;
}

static newsidx_status remove_one(const nq_session *session, const char *name,
                                 newsidx_error *err)
{
    newsidx_record *record = NULL;
    int64_t id = 0;

    newsidx_status status =
        search_look_up(session->index, name, &id, &record, err);
    if (status == NEWSIDX_OK)
        status = remove_key(session, newsidx_record_article(record)->key, err);
    else if (status == NEWSIDX_NOT_FOUND)
        status = remove_hidden(session, name, err);
    newsidx_record_free(record);
    if (status == NEWSIDX_NOT_FOUND)
        report("no article has the id or key %s", name);
    return status;
}

static void print_counts(const nq_session *session, size_t removed)
{
    if (session->options.is_quiet || session->word_count == 1)
        return;
    nq_buffer line = BUFFER_INIT;
    buffer_add_string(&line, session->options.is_dry_run ? "would remove "
                                                         : "removed ");
    numbers_add_counted(&line, removed, "article", "articles");
    if (removed < session->word_count) {
        buffer_add_string(&line, ", ");
        numbers_add_count(&line, session->word_count - removed);
        buffer_add_string(&line, " not there");
    }
    buffer_add(&line, "\n", 1);
    buffer_flush(&line, stdout);
    buffer_finish(&line);
}

int cmd_remove(nq_session *session)
{
    newsidx_error err;
    size_t removed = 0;

    /* What a dry run removes is put back, so what it tells is true. */
    newsidx_status status = newsidx_begin(session->index, &err);
    for (size_t i = 0; i < session->word_count && status >= 0; i++) {
        status = remove_one(session, session->words[i], &err);
        removed += status == NEWSIDX_OK;
    }
    if (status < 0) {
        newsidx_rollback(session->index, NULL);
        return report_error(&err);
    }
    status = session->options.is_dry_run
                 ? newsidx_rollback(session->index, &err)
                 : newsidx_commit(session->index, &err);
    if (status < 0)
        return report_error(&err);
    print_counts(session, removed);
    return removed < session->word_count ? CODE_NOTHING : CODE_OK;
}
