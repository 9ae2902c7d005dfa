#include "describe.h"

#include <string.h>

#define MOMENT INT64_C(1767225600) /* 2026-01-01T00:00:00Z */
#define HITS 4

/* Of all kinds; those that an index has nothing of are asked too. */
static const char *const queries[] = {
    "*",
    "harbour",
    "harbours strike",
    "=harbours",
    "\"harbour strike\"",
    "minister w/5 strike",
    "headline:(truce OR strike)",
    "truce -minister",
    "har*",
    "ministre~1",
    "source:Meridian",
    "section:World date:2024-03",
    "lang:de",
    "US",
    "caps(March)",
    "Häuser",
    "journaux",
    "министры",
    "evlerden",
    "sentence(dockers port)",
    "zeppelin",
    "status:corrected",
    "length>200 water",
};

static void print_text(FILE *to, newsidx_text text)
{
    for (size_t i = 0; i < text.length; i++)
        fputc(text.bytes[i] == '\n' ? '/' : text.bytes[i], to);
}

static void print_hit(FILE *to, const newsidx_hit *hit)
{
    fprintf(to, "  %lld %s %.6g%s ", (long long)hit->id, hit->key.bytes,
            hit->score, hit->has_phrase ? " phrase" : "");
    print_text(to, hit->headline);
    fputc('\n', to);
    for (size_t i = 0; i < hit->passage_count; i++) {
        const newsidx_passage *passage = newsidx_hit_passage(hit, i);

        fprintf(to, "    %zu %.6g", passage->offset, passage->score);
        for (size_t span = 0; span < passage->span_count; span++)
            fprintf(to, " %zu-%zu", passage->spans[span].start,
                    passage->spans[span].end);
        fputc(' ', to);
        print_text(to, passage->text);
        fputc('\n', to);
    }
}

static newsidx_status describe_query(newsidx *index, const char *text, FILE *to,
                                     newsidx_error *err)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = NULL;
    newsidx_results *results = NULL;
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    const newsidx_hit *hit = NULL;
    newsidx_status status =
        newsidx_query_parse(text, NEWSIDX_WHOLE, NULL, &query, err);

    options.limit = HITS;
    options.passages = 1;
    options.timeout_ms = -1;
    options.now = MOMENT;
    if (status >= 0)
        status = newsidx_search(index, query, &options, &results, err);
    if (status >= 0)
        status = newsidx_results_summary(results, &summary, err);
    if (status >= 0)
        fprintf(to, "%s: %llu\n", text, (unsigned long long)summary.total);
    while (status == NEWSIDX_OK) {
        status = newsidx_results_next(results, &hit, err);
        if (status == NEWSIDX_OK)
            print_hit(to, hit);
    }
    newsidx_results_free(results);
    newsidx_query_free(query);
    return status;
}

static void print_time(FILE *to, const char *name, int64_t seconds)
{
    if (seconds != NEWSIDX_NO_TIME)
        fprintf(to, " %s=%lld", name, (long long)seconds);
}

static void print_field(FILE *to, const char *name, newsidx_text text)
{
    if (text.length == 0)
        return;
    fprintf(to, " %s=", name);
    print_text(to, text);
}

/* All fields but the body, of which a sum is enough. */
static void print_article(FILE *to, const newsidx_article *article)
{
    uint32_t sum = 2166136261u;

    for (size_t i = 0; i < article->body.length; i++)
        sum = (sum ^ (unsigned char)article->body.bytes[i]) * 16777619u;
    fprintf(to, "%s", article->key.bytes);
    print_field(to, "headline", article->headline);
    print_field(to, "byline", article->byline);
    print_field(to, "dateline", article->dateline);
    print_field(to, "source", article->source);
    print_field(to, "section", article->section);
    print_field(to, "keywords", article->keywords);
    print_field(to, "url", article->url);
    print_field(to, "language", article->language);
    print_field(to, "copyright", article->copyright);
    print_field(to, "dropped", article->dropped);
    print_field(to, "extra", article->extra);
    print_time(to, "published", article->published_at);
    print_time(to, "updated", article->updated_at);
    print_time(to, "embargoed", article->embargoed_until);
    fprintf(to, " urgency=%u edition=%u body=%08x\n", article->urgency,
            article->edition, sum);
}

static newsidx_status describe_article(newsidx *index, int64_t id, FILE *to,
                                       newsidx_error *err)
{
    newsidx_record *record = NULL;
    newsidx_status status = newsidx_read(index, id, &record, err);

    if (status >= 0)
        print_article(to, newsidx_record_article(record));
    newsidx_record_free(record);
    return status;
}

/* The first of those that a search finds, and every hundredth. */
static newsidx_status describe_articles(newsidx *index, FILE *to,
                                        newsidx_error *err)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = NULL;
    newsidx_selection *ids = NULL;
    int64_t id = 0;
    newsidx_status status =
        newsidx_query_parse("*", NEWSIDX_WHOLE, NULL, &query, err);

    options.now = MOMENT;
    if (status >= 0)
        status = newsidx_select(index, query, &options, &ids, err);
    while (status == NEWSIDX_OK) {
        status = newsidx_selection_next(ids, &id);
        if (status == NEWSIDX_OK && (id <= 20 || id % 100 == 0))
            status = describe_article(index, id, to, err);
    }
    newsidx_selection_free(ids);
    newsidx_query_free(query);
    return status;
}

bool describe_index(newsidx *index, FILE *to, newsidx_error *err)
{
    newsidx_info info = NEWSIDX_INFO_INIT;
    newsidx_status status = newsidx_get_info(index, &info, err);

    if (status < 0)
        return false;
    fprintf(to, "versions %llu words %llu language %s\n",
            (unsigned long long)info.version_count,
            (unsigned long long)info.token_count, info.default_language);
    status = describe_articles(index, to, err);
    for (size_t i = 0; i < sizeof queries / sizeof *queries && status >= 0; i++)
        status = describe_query(index, queries[i], to, err);
    return status >= 0;
}
