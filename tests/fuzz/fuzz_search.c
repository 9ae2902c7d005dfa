/*
 * Any bytes searched for in a small index: the first two say how, the others
 * are the query. Whatever comes of it must be in order and agree with itself.
 */
#define _POSIX_C_SOURCE 200809L

#include "newsidx.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

static char folder[] = "/tmp/newsidx-fuzz-"
                       "XX"
                       "XX"
                       "XX";
static newsidx *index_at_hand;

static void expect(int truth)
{
    if (!truth)
        abort();
}

/* ----------------------------------------------------------- the index --- */

typedef struct sample {
    const char *key;
    const char *headline;
    const char *body;
} sample;

static const sample samples[] = {
    {"1", "U.S. and Russia talk",
     "GENEVA (AP) - Kerry and Lavrov met. \xE2\x80\x9CWe talked,\xE2\x80\x9D "
     "he said.\xE2\x80\x9CLet us go on.\xE2\x80\x9D The U.S. said no.\n"},
    {"2", "No no-no no", "no no-no no a-a-a a a-a a b a b c al-Qaida alqaida"},
    {"3", "Al-Qaida in Syria\xE2\x80\x99s north",
     "al qaida, al-Qaida-linked and state-of-the-art. Killed thousands.After "
     "that 1,200 more in the 1990s. F16 and F-16.\n\nThe end of it.\n"},
    {"4", "",
     "a b c a b a a a b. A? B! C. \xE4\xB8\xAD\xE6\x9D\xB1\xE5\x92\x8C"
     "\xE5\xB9\xB3\xE3\x80\x82\xE6\x9D\xB1\xE4\xBA\xAC\xE3\x80\x82"},
    {"5",
     "\xD0\x9C\xD0\xB8\xD1\x80 \xD0\xB8 \xD0\xB2\xD0\xBE\xD0\xB9\xD0\xBD"
     "\xD0\xB0",
     "Caf\xC3\xA9 na\xC3\xAFve \xEF\xAC\x81ne stra\xC3\x9F"
     "e e\xCC\x81t\xC3\xA9 \xE0\xB8\xA0\xE0\xB8\xB2\xE0\xB8\xA9\xE0\xB8\xB2"},
    {"6", "Only a headline about talks", ""},
    {"7", "A b c", "a"},
};

/* Passages, and so many words that a prefix is cut. */
static void put_long(void)
{
    static char body[65536];
    newsidx_article article = NEWSIDX_ARTICLE_INIT;
    size_t used = 0;

    for (int i = 0; i < 1300; i++)
        used += (size_t)snprintf(body + used, sizeof body - used, "w%d%s", i,
                                 i % 12 != 11   ? " "
                                 : i % 60 != 59 ? ". Talk to us "
                                                : ".\n\nThe a b ");
    article.key.bytes = "long";
    article.key.length = 4;
    article.keywords.bytes = "talks, geneva";
    article.keywords.length = 13;
    article.body.bytes = body;
    article.body.length = used;
    article.published_at = 5;
    expect(newsidx_put(index_at_hand, &article, NULL, NULL) == NEWSIDX_OK);
}

static void clean_up(void)
{
    static const char *const names[] = {"a.db", "a.db-wal", "a.db-shm",
                                        "a.db.lock"};
    char path[64];

    newsidx_close(index_at_hand);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

static void make_index(void)
{
    char path[64];

    expect(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/a.db", folder);
    expect(newsidx_open(path, NULL, &index_at_hand, NULL) == NEWSIDX_OK);
    atexit(clean_up);
    expect(newsidx_begin(index_at_hand, NULL) == NEWSIDX_OK);
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        newsidx_article article = NEWSIDX_ARTICLE_INIT;

        article.key.bytes = samples[i].key;
        article.key.length = strlen(samples[i].key);
        article.headline.bytes = samples[i].headline;
        article.headline.length = strlen(samples[i].headline);
        article.body.bytes = samples[i].body;
        article.body.length = strlen(samples[i].body);
        article.published_at = i % 2 == 0 ? (int64_t)i : NEWSIDX_NO_TIME;
        expect(newsidx_put(index_at_hand, &article, NULL, NULL) == NEWSIDX_OK);
    }
    put_long();
    expect(newsidx_commit(index_at_hand, NULL) == NEWSIDX_OK);
}

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

static void check_order(const newsidx_hit *a, const newsidx_hit *b,
                        const newsidx_search_options *options)
{
    expect(b->rank == a->rank + 1);
    if (options->order != NEWSIDX_BEST_FIRST)
        return;
    expect(a->has_phrase >= b->has_phrase);
    if (a->has_phrase == b->has_phrase) {
        expect(a->score >= b->score);
        expect(a->score > b->score || a->id <= b->id);
    }
}

/* Parts add up to the sum, and that is the score. */
static void check_explanation(const newsidx_query *query,
                              const newsidx_hit *hit)
{
    newsidx_tally *tally = NULL;
    const newsidx_tally_line *line;
    double sum = 0.0;
    double last = 0.0;

    expect(newsidx_explain(index_at_hand, query, NULL, hit->id, &tally, NULL) ==
           NEWSIDX_OK);
    while (newsidx_tally_next(tally, &line) == NEWSIDX_OK) {
        sum += last;
        last = line->weight;
    }
    expect(fabs(sum - last) <= 1e-9 * (1.0 + last));
    expect(fabs(hit->score - last) <= 1e-9 * (1.0 + last));
    newsidx_tally_free(tally);
}

static void check_results(newsidx_results *results, const newsidx_query *query,
                          const newsidx_search_options *options)
{
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    const newsidx_hit *before = NULL;
    const newsidx_hit *hit;
    uint64_t total = 0;
    size_t count = 0;

    expect(newsidx_results_summary(results, &summary, NULL) == NEWSIDX_OK);
    expect(summary.phrase_total <= summary.total);
    expect(newsidx_count(index_at_hand, query, NULL, &total, NULL) ==
           NEWSIDX_OK);
    expect(total == summary.total);
    while (newsidx_results_next(results, &hit, NULL) == NEWSIDX_OK) {
        check_hit(hit, options);
        if (before != NULL)
            check_order(before, hit, options);
        if (options->shape == NEWSIDX_ARTICLES &&
            options->order == NEWSIDX_BEST_FIRST && count < 3)
            check_explanation(query, hit);
        before = hit;
        count++;
    }
    expect(options->shape == NEWSIDX_PASSAGES || count == summary.total);
    expect(count >= summary.total);
    expect(newsidx_results_page(results) == NULL);
    for (size_t i = 0; i < newsidx_results_diagnostic_count(results); i++)
        expect(newsidx_results_diagnostic(results, i)->message.length > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    newsidx_query_options how = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = NULL;
    newsidx_results *results = NULL;

    if (index_at_hand == NULL)
        make_index();
    if (length < 2)
        return 0;
    how.match = data[0] == 'a' ? NEWSIDX_MATCH_ANY : NEWSIDX_MATCH_ALL;
    how.phrase = data[0] == 'p' ? 1 : 0;
    options.shape = (newsidx_shape)(data[1] % 3);
    if (options.shape != NEWSIDX_PASSAGES)
        options.order = (newsidx_order)(data[1] / 3 % 3);
    options.passages = 1 + data[1] / 9 % 10;
    options.limit = 10000;
    options.timeout_ms = -1;
    if (newsidx_query_parse((const char *)data + 2, length - 2, &how, &query,
                            NULL) != NEWSIDX_OK)
        return 0;
    expect(newsidx_search(index_at_hand, query, &options, &results, NULL) ==
           NEWSIDX_OK);
    check_results(results, query, &options);
    newsidx_results_free(results);
    newsidx_query_free(query);
    return 0;
}
