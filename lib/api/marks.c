#include "api/handle.h"
#include "base/memory.h"
#include "results/kwic.h"

struct newsidx_lines {
    nx_kwic *kwic;
    nx_follower follower;
};

const char *newsidx_field_name(newsidx_field field)
{
    static const char *const names[] = {
        [NEWSIDX_HEADLINE] = "headline", [NEWSIDX_BYLINE] = "byline",
        [NEWSIDX_DATELINE] = "dateline", [NEWSIDX_BODY] = "body",
        [NEWSIDX_KEYWORDS] = "keywords",
    };

    if ((size_t)field >= sizeof names / sizeof names[0])
        return NULL;
    return names[field];
}

static newsidx_status check_call(newsidx *index, const newsidx_query *query,
                                 newsidx_error *err)
{
    if (query == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "query is NULL");
    return nx_handle_enter(index, err);
}

static newsidx_status open_lines(newsidx *index, const newsidx_query *query,
                                 const newsidx_kwic_options *options,
                                 newsidx_lines **out_lines, newsidx_error *err)
{
    newsidx_lines *lines = nx_new(newsidx_lines);
    newsidx_status status;

    if (lines == NULL)
        return nx_fail_memory(err);
    status = nx_kwic_open(index->store, index->frequencies, query, options,
                          &lines->kwic, err);
    if (status < 0) {
        nx_free(lines);
        return status;
    }
    nx_handle_follow(&lines->follower, index);
    *out_lines = lines;
    return NEWSIDX_OK;
}

newsidx_status newsidx_kwic(newsidx *index, const newsidx_query *query,
                            const newsidx_kwic_options *options,
                            newsidx_lines **out_lines, newsidx_error *err)
{
    newsidx_status status;

    if (out_lines == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "out_lines is NULL");
    *out_lines = NULL;
    status = check_call(index, query, err);
    if (status < 0)
        return status;
    return nx_handle_leave(index,
                           open_lines(index, query, options, out_lines, err));
}

/* An interrupt that came between two calls is meant for all lines, so this
 * doesn't forget it as other calls do. */
newsidx_status newsidx_lines_next(newsidx_lines *lines,
                                  const newsidx_line **out_line,
                                  newsidx_error *err)
{
    newsidx_status status;

    if (out_line == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "out_line is NULL");
    *out_line = NULL;
    if (lines == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "lines is NULL");
    status = nx_handle_continue_as(&lines->follower, err);
    if (status < 0)
        return status;
    return nx_handle_leave(lines->follower.index,
                           nx_kwic_next(lines->kwic, out_line, err));
}

const newsidx_results *newsidx_lines_results(const newsidx_lines *lines)
{
    return lines != NULL ? nx_kwic_results(lines->kwic) : NULL;
}

void newsidx_lines_free(newsidx_lines *lines)
{
    if (lines == NULL)
        return;
    nx_handle_unfollow(&lines->follower);
    nx_kwic_free(lines->kwic);
    nx_free(lines);
}

newsidx_status newsidx_highlight(newsidx *index, const newsidx_query *query,
                                 const newsidx_search_options *options,
                                 int64_t id, newsidx_marks **out_marks,
                                 newsidx_error *err)
{
    newsidx_status status;

    if (out_marks == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "out_marks is NULL");
    *out_marks = NULL;
    status = check_call(index, query, err);
    if (status < 0)
        return status;
    return nx_handle_leave(index,
                           nx_search_marks(index->store, index->frequencies,
                                           query, options, id, out_marks, err));
}

size_t newsidx_marks_count(const newsidx_marks *marks)
{
    return marks != NULL ? marks->count : 0;
}

const newsidx_mark *newsidx_marks_get(const newsidx_marks *marks, size_t number)
{
    return number < newsidx_marks_count(marks) ? &marks->items[number] : NULL;
}

void newsidx_marks_free(newsidx_marks *marks)
{
    nx_marks_free(marks);
}
