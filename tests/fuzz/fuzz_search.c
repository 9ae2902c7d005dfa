/*
 * Any bytes searched for in a small index: the first two say how, the others
 * are the query. Whatever comes of it must be in order and agree with itself.
 */
#define _POSIX_C_SOURCE 200809L

#include "little_index.h"

#include <math.h>
#include <stdbool.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

/* ----------------------------------------------------- what must be true - */

static void check_spans(newsidx_text text, const newsidx_span *spans,
                        size_t count)
{
    size_t last = 0;

    for (size_t i = 0; i < count; i++) {
        expect(spans[i].start >= last && spans[i].start < spans[i].end);
        expect(spans[i].end <= text.length);
        expect((text.bytes[spans[i].start] & 0xC0) != 0x80);
        expect((text.bytes[spans[i].end] & 0xC0) != 0x80);
        last = spans[i].end;
    }
}

static void check_hit(const newsidx_hit *hit,
                      const newsidx_search_options *options)
{
    expect(hit->id > 0 && hit->key.length > 0);
    expect(isfinite(hit->score) && hit->score >= 0.0);
    expect(hit->passage_count <= options->passages);
    check_spans(hit->headline, hit->headline_spans, hit->headline_span_count);
    for (size_t i = 0; i < hit->passage_count; i++) {
        const newsidx_passage *passage = newsidx_hit_passage(hit, i);

        expect(passage->text.length > 0);
        expect(strlen(passage->text.bytes) == passage->text.length);
        expect(isfinite(passage->score));
        check_spans(passage->text, passage->spans, passage->span_count);
    }
    expect(newsidx_hit_passage(hit, hit->passage_count) == NULL);
}

/* Where no word scores, articles come by date. */
static void check_order(const newsidx_hit *a, const newsidx_hit *b,
                        const newsidx_search_options *options)
{
    expect(b->rank == a->rank + 1);
    if (options->order != NEWSIDX_BEST_FIRST)
        return;
    expect(a->has_phrase >= b->has_phrase);
    if (a->has_phrase == b->has_phrase) {
        expect(a->score >= b->score);
        expect(a->score > b->score || a->id <= b->id ||
               (a->score <= 0.0 && a->published_at >= b->published_at));
    }
}

/* Parts add up to the sum, and that is the score. */
static void check_tally(newsidx_tally *tally, double score)
{
    const newsidx_tally_line *line;
    double sum = 0.0;
    double last = 0.0;

    while (newsidx_tally_next(tally, &line) == NEWSIDX_OK) {
        expect(line->label.length > 0);
        sum += last;
        last = line->weight;
    }
    expect(fabs(sum - last) <= 1e-9 * (1.0 + last));
    expect(fabs(score - last) <= 1e-9 * (1.0 + last));
}

static void check_explanation(const newsidx_query *query,
                              const newsidx_hit *hit,
                              const newsidx_search_options *options)
{
    newsidx_tally *tally = NULL;

    expect(newsidx_explain(index_at_hand, query, options, hit->id, &tally,
                           NULL) == NEWSIDX_OK);
    check_tally(tally, hit->score);
    newsidx_tally_free(tally);
}

static void check_diagnostics(const newsidx_results *results, size_t length)
{
    for (size_t i = 0; i < newsidx_results_diagnostic_count(results); i++) {
        const newsidx_diagnostic *item = newsidx_results_diagnostic(results, i);

        expect(item->span.start <= item->span.end && item->span.end <= length);
        expect(item->message.length > 0);
        expect(strlen(item->message.bytes) == item->message.length);
    }
}

/* Returns how many articles match. */
static uint64_t check_results(newsidx_results *results,
                              const newsidx_query *query,
                              const newsidx_search_options *options,
                              size_t length)
{
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    const newsidx_hit *before = NULL;
    const newsidx_hit *hit;
    size_t count = 0;

    expect(newsidx_results_summary(results, &summary, NULL) == NEWSIDX_OK);
    expect(summary.phrase_total <= summary.total);
    while (newsidx_results_next(results, &hit, NULL) == NEWSIDX_OK) {
        check_hit(hit, options);
        if (before != NULL)
            check_order(before, hit, options);
        if (options->shape == NEWSIDX_ARTICLES &&
            options->order == NEWSIDX_BEST_FIRST && count == 0)
            check_explanation(query, hit, options);
        before = hit;
        count++;
    }
    expect(options->shape == NEWSIDX_PASSAGES || count == summary.total);
    expect(count >= summary.total);
    expect(newsidx_results_page(results) == NULL);
    expect((newsidx_results_plan(results) != NULL) == (options->explain == 1));
    check_diagnostics(results, length);
    return summary.total;
}

/* By ids, and what is explained of article `id`. Half a count is an error. */
static void check_total(const newsidx_query *query,
                        const newsidx_search_options *options, uint64_t total,
                        int64_t id)
{
    newsidx_search_options by_id = *options;
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    newsidx_results *results = NULL;
    newsidx_tally *tally = NULL;
    const newsidx_hit *hit;
    newsidx_status status;
    uint64_t count = 0;
    bool is_there = false;

    by_id.shape = NEWSIDX_IDS;
    expect(newsidx_search(index_at_hand, query, &by_id, &results, NULL) ==
           NEWSIDX_OK);
    expect(newsidx_results_summary(results, &summary, NULL) == NEWSIDX_OK);
    expect(summary.total == total);
    while (newsidx_results_next(results, &hit, NULL) == NEWSIDX_OK)
        is_there = is_there || hit->id == id;
    newsidx_results_free(results);

    status = newsidx_count(index_at_hand, query, options, &count, NULL);
    expect(status == NEWSIDX_OK
               ? count == total
               : status == NEWSIDX_ERR_LIMIT && summary.is_partial == 1);
    status = newsidx_explain(index_at_hand, query, options, id, &tally, NULL);
    expect(status == (is_there ? NEWSIDX_OK : NEWSIDX_NOT_FOUND) ||
           (status == NEWSIDX_ERR_LIMIT && summary.is_partial == 1));
    expect((status == NEWSIDX_OK) == (tally != NULL));
    newsidx_tally_free(tally);
}

/* The canonical spelling is the same query. */
static void check_again(const newsidx_query *query,
                        const newsidx_query_options *how,
                        const newsidx_search_options *options, uint64_t total)
{
    newsidx_query *again = NULL;
    const char *text = newsidx_query_text(query);
    uint64_t count = 0;

    expect(newsidx_query_parse(text, NEWSIDX_WHOLE, how, &again, NULL) ==
           NEWSIDX_OK);
    expect(strcmp(newsidx_query_text(again), text) == 0);
    if (newsidx_count(index_at_hand, again, options, &count, NULL) ==
        NEWSIDX_OK)
        expect(count == total);
    newsidx_query_free(again);
}

static void read_how(const uint8_t *data, newsidx_query_options *how,
                     newsidx_search_options *options)
{
    how->match = data[0] == 'a' ? NEWSIDX_MATCH_ANY : NEWSIDX_MATCH_ALL;
    how->phrase = data[0] == 'p' ? 1 : 0;
    how->now = DAY(15) + 12 * 3600;
    how->time_zone = data[0] == 'z' ? "-03:30" : "UTC";
    options->language = data[0] == 'r' ? "ru" : NULL;
    options->shape = (newsidx_shape)(data[1] % 3);
    if (options->shape != NEWSIDX_PASSAGES)
        options->order = (newsidx_order)(data[1] / 3 % 3);
    options->passages = 1 + data[1] / 9 % 10;
    options->explain = data[1] / 90 % 2;
    options->advise = data[1] / 45 % 2;
    options->limit = 10000;
    options->timeout_ms = -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    newsidx_query_options how = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = NULL;
    newsidx_results *results = NULL;
    uint64_t total;

    if (index_at_hand == NULL)
        make_index(LONG_WORDS);
    if (length < 2)
        return 0;
    read_how(data, &how, &options);
    if (newsidx_query_parse((const char *)data + 2, length - 2, &how, &query,
                            NULL) != NEWSIDX_OK)
        return 0;
    expect(newsidx_search(index_at_hand, query, &options, &results, NULL) ==
           NEWSIDX_OK);
    total = check_results(results, query, &options, length - 2);
    newsidx_results_free(results);
    check_total(query, &options, total, 1 + data[1] % 12);
    check_again(query, &how, &options, total);
    newsidx_query_free(query);
    return 0;
}
