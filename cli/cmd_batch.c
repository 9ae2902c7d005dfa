/*
 * newsq batch: a file of queries in, a TREC run out.
 *
 * Evaluation programs sort a run by its scores and look at nothing else. But
 * our order is not by score alone: articles that hold the words as one phrase
 * stand first, and the best hundred are weighed by more than the rest. So a
 * score that would not be lower than the one on the line before is printed as
 * the next lower millionth, and sorting gives back the order that was found.
 */
#include "commands.h"

#include "exit_codes.h"
#include "queries.h"
#include "report.h"
#include "search.h"
#include "signals.h"
#include "unicode.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define DEFAULT_DEPTH 1000
#define MILLION 1000000.0
/* Scores beyond it would not fit; BM25 stays below a few hundred. */
#define LARGEST_SCORE 1e12

static int64_t in_millionths(double score)
{
    if (!(score > -LARGEST_SCORE))
        score = -LARGEST_SCORE;
    if (score > LARGEST_SCORE)
        score = LARGEST_SCORE;
    return (int64_t)llround(score * MILLION);
}

static void add_millionths(nq_buffer *to, int64_t score)
{
    uint64_t size = score < 0 ? (uint64_t)-score : (uint64_t)score;
    buffer_add_format(to, "%s%" PRIu64 ".%06u", score < 0 ? "-" : "",
                      size / 1000000, (unsigned)(size % 1000000));
}

/* One word: white space as %20, controls as they are replaced elsewhere. */
static void add_word(nq_buffer *to, newsidx_text text)
{
    for (size_t offset = 0; offset < text.length;) {
        uint32_t letter = unicode_clean(unicode_next(text, &offset));
        if (letter == ' ')
            buffer_add_string(to, "%20");
        else if (letter != 0)
            unicode_add(to, letter);
    }
}

static int print_run(const nq_session *session, newsidx_text query_id,
                     newsidx_results *results)
{
    const char *tag =
        session->options.tag == NULL ? "newsq" : session->options.tag;
    const newsidx_hit *hit = NULL;
    newsidx_status status = NEWSIDX_OK;
    newsidx_error err;
    nq_buffer out = BUFFER_INIT;
    int64_t before = INT64_MAX;

    for (;;) {
        status = newsidx_results_next(results, &hit, &err);
        if (status != NEWSIDX_OK)
            break;
        int64_t score = in_millionths(hit->score);
        if (score >= before)
            score = before - 1;
        before = score;
        add_word(&out, query_id);
        buffer_add_string(&out, " Q0 ");
        add_word(&out, hit->key);
        buffer_add_format(&out, " %" PRIu32 " ", hit->rank);
        add_millionths(&out, score);
        buffer_add(&out, " ", 1);
        add_word(&out, unicode_text(tag));
        buffer_add(&out, "\n", 1);
    }
    buffer_flush(&out, stdout);
    buffer_finish(&out);
    return status < 0 ? report_error(&err) : CODE_OK;
}

static int run_query(void *user, newsidx_text query_id, const char *text)
{
    const nq_session *session = user;
    newsidx_search_options how = search_options_of(&session->options);
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    newsidx_results *results = NULL;
    newsidx_query *query = NULL;
    newsidx_error err;

    if (how.limit == 0)
        how.limit = DEFAULT_DEPTH;
    /* Articles are ranked by their best passage too, so the shape that reads
     * no text won't do; but one passage is enough. */
    how.passages = 1;
    int code = search_parse(&session->options, text, &query);
    if (code != CODE_OK)
        return code;
    if (newsidx_search(session->index, query, &how, &results, &err) < 0)
        code = report_error(&err);
    else
        code = print_run(session, query_id, results);
    if (code == CODE_OK &&
        newsidx_results_summary(results, &summary, &err) == NEWSIDX_OK &&
        summary.is_partial)
        report("query %.*s: a limit cut the search short", (int)query_id.length,
               query_id.bytes);
    newsidx_results_free(results);
    newsidx_query_free(query);
    return code;
}

int cmd_batch(nq_session *session)
{
    nq_session own = *session;
    if (own.options.match == 0 && !own.options.is_phrase)
        own.options.match = 2;
    return queries_each(session->words[0], run_query, &own);
}
