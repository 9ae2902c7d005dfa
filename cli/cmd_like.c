/* newsq like: the query for what is like an article, and then a search. */
#include "commands.h"

#include "exit_codes.h"
#include "report.h"
#include "search.h"

int cmd_like(nq_session *session)
{
    newsidx_like_options how = NEWSIDX_LIKE_OPTIONS_INIT;
    newsidx_query *query = NULL;
    newsidx_error err;
    int64_t id = 0;

    int code = search_find(session->index, session->words[0], &id);
    if (code != CODE_OK)
        return code;
    how.now = session->options.now;
    newsidx_status status =
        newsidx_like(session->index, id, &how, &query, &err);
    if (status < 0)
        return report_error(&err);
    /* Replaced or removed since it was read. */
    if (status == NEWSIDX_NOT_FOUND) {
        report("no article has the id or key %s", session->words[0]);
        return CODE_NOTHING;
    }
    code = search_print(session, newsidx_query_text(query));
    newsidx_query_free(query);
    return code;
}
