#include "results/overview.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/options.h"
#include "base/str.h"
#include "ingest/byline.h"
#include "query/dates.h"
#include "query/tree.h"
#include "results/buckets.h"
#include "results/counts.h"
#include "store/labels.h"

/* Days of the years 1 to 9999, and those at their ends. */
#define BUCKETS_OF_ALL_TIME ((size_t)4000000)

/* One overview under way. */
typedef struct overview {
    newsidx_overview_options options;
    nx_zone zone;
    const newsidx_query *query;
    nx_counts counts;
    nx_counts spellings; /* of authors and keywords */
    nx_analyzer *analyzer;
    nx_buf words; /* of the name at hand */
    newsidx_tally_sums sums;
    newsidx_tally *tally;
} overview;

/* ------------------------------------------------------------- names ---- */

/* The bytes at `at` that part two names: how many; 0: none do. */
static size_t parting_at(newsidx_text text, size_t at, bool is_byline)
{
    static const char *const partings[] = {",", ";", "\n", " and ", " & "};
    const newsidx_text rest = nx_str_slice(text.bytes + at, text.length - at);

    for (size_t i = 0; i < sizeof partings / sizeof *partings; i++) {
        const newsidx_text parting = nx_str(partings[i]);

        if ((is_byline || *parting.bytes == ',' || *parting.bytes == '\n') &&
            nx_str_starts_with(rest, parting))
            return parting.length;
    }
    return 0;
}

/*
 * Names are compared by their words, as filters do it: Ann Lee is ANN LEE. What
 * the words of a spelling are is found out once.
 */
static newsidx_status count_name(overview *in, newsidx_text name, int64_t id,
                                 newsidx_error *err)
{
    nx_counted *spelling;
    nx_counted *item;
    newsidx_status status =
        nx_counts_find(&in->spellings, name, name, &spelling, err);

    if (status >= 0 && spelling->group == 0) {
        nx_buf_clear(&in->words);
        status = nx_label_words(in->analyzer, name, &in->words, err);
        if (status >= 0)
            status = nx_counts_find(
                &in->counts,
                in->words.length > 0 ? nx_buf_text(&in->words) : name, name,
                &item, err);
        if (status >= 0)
            spelling->group = (size_t)(item - in->counts.items) + 1;
    }
    if (status < 0)
        return status;
    nx_counted_add(spelling, id);
    nx_counted_add(&in->counts.items[spelling->group - 1], id);
    return NEWSIDX_OK;
}

/* Count every name of a list once; false in `*out_any` if there is none. */
static newsidx_status count_list(overview *in, newsidx_text text, int64_t id,
                                 bool *out_any, newsidx_error *err)
{
    const bool is_byline = in->options.by == NEWSIDX_BY_BYLINE;
    newsidx_status status = NEWSIDX_OK;
    size_t first = 0;
    size_t at = 0;

    *out_any = false;
    while (first < text.length && status >= 0) {
        const size_t parting =
            at < text.length ? parting_at(text, at, is_byline) : 1;
        newsidx_text name;

        if (parting == 0) {
            at++;
            continue;
        }
        name = nx_str_trim(nx_str_slice(text.bytes + first, at - first));
        if (name.length > 0) {
            *out_any = true;
            status = count_name(in, name, id, err);
        }
        at += parting;
        first = at;
    }
    return status;
}

/* Rows that are read between two looks at the clock. */
#define CLOCK_STEP 64

static newsidx_status count_names(overview *in, const nx_all_matches *all,
                                  newsidx_error *err)
{
    const bool is_byline = in->options.by == NEWSIDX_BY_BYLINE;
    const nx_wanted wanted = {.deadline_ms = all->deadline_ms};
    newsidx_status status =
        nx_store_analyzer(all->store, nx_str(NULL), &in->analyzer, err);
    uint64_t number = 0;
    nx_arena arena;
    int64_t id = 0;

    nx_arena_init(&arena);
    while (status >= 0 && nx_matches_next(all->matches, &id)) {
        newsidx_text text;
        nx_names names;
        bool any;

        nx_arena_reset(&arena);
        if (++number % CLOCK_STEP == 0)
            status = nx_candidates_check_time(all->store, &wanted, err);
        if (status >= 0)
            status = nx_store_names(all->store, id, &arena, &names, err);
        if (status < 0)
            break;
        text = is_byline ? nx_byline_without_by(names.byline) : names.keywords;
        status = count_list(in, text, id, &any, err);
        in->sums.without += !any;
    }
    nx_arena_finish(&arena);
    for (size_t i = 0; i < in->spellings.count && status >= 0; i++) {
        const nx_counted *spelling = &in->spellings.items[i];

        nx_counted_prefer(&in->counts.items[spelling->group - 1],
                          spelling->name, spelling->count);
    }
    return status < 0 ? status : NEWSIDX_OK;
}

/* ------------------------------------------------------------ labels ---- */

/* Some articles have a name of that key; it outlives the telling. */
static newsidx_status add_count(overview *in, newsidx_text key,
                                newsidx_text name, uint64_t count,
                                newsidx_error *err)
{
    nx_counted *item;
    const newsidx_status status =
        nx_counts_find(&in->counts, key, name, &item, err);

    if (status < 0)
        return status;
    item->count += count;
    nx_counted_prefer(item, name, count);
    return NEWSIDX_OK;
}

/* Names that the index keeps by number; languages have no words. */
static newsidx_status tell_labels(overview *in, const nx_traits *traits,
                                  const uint64_t *counts, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    for (uint32_t i = 1; i <= traits->last_label && status >= 0; i++) {
        const nx_label *label = &traits->labels[i];

        if (counts[i] > 0)
            status = add_count(
                in, label->words.length > 0 ? label->words : label->text,
                label->text, counts[i], err);
    }
    return status;
}

/* Articles that name no language are in the index's, as for lang:. */
static newsidx_status add_default(overview *in, const nx_all_matches *all,
                                  uint64_t *counts, newsidx_error *err)
{
    const newsidx_text language = nx_str(nx_store_default_language(all->store));
    const uint64_t count = counts[0];

    counts[0] = 0;
    return count == 0 ? NEWSIDX_OK
                      : add_count(in, language, language, count, err);
}

static newsidx_status count_labels(overview *in, const nx_all_matches *all,
                                   newsidx_error *err)
{
    static const nx_label_kind kinds[] = {
        [NEWSIDX_BY_SOURCE] = NX_LABEL_SOURCE,
        [NEWSIDX_BY_SECTION] = NX_LABEL_SECTION,
        [NEWSIDX_BY_LANGUAGE] = NX_LABEL_LANGUAGE,
    };
    const nx_label_kind kind = kinds[in->options.by];
    const nx_traits *traits;
    newsidx_status status = nx_store_traits(all->store, &traits, err);
    uint64_t *counts;
    int64_t id = 0;

    if (status < 0)
        return status;
    counts = nx_alloc_zeroed((size_t)traits->last_label + 1, sizeof *counts);
    if (counts == NULL)
        return nx_fail_memory(err);
    while (nx_matches_next(all->matches, &id))
        counts[traits->traits[id].labels[kind]]++;
    if (kind == NX_LABEL_LANGUAGE)
        status = add_default(in, all, counts, err);
    in->sums.without = counts[0];
    if (status >= 0)
        status = tell_labels(in, traits, counts, err);
    nx_free(counts);
    return status;
}

/* ------------------------------------------------------------- dates ---- */

static newsidx_status count_dates(overview *in, const nx_all_matches *all,
                                  newsidx_error *err)
{
    const newsidx_facet_by by = in->options.by;
    nx_buckets buckets;
    newsidx_status status =
        nx_buckets_count(&buckets, by, &in->zone, nx_store_rows(all->store),
                         all->matches, BUCKETS_OF_ALL_TIME, err);

    if (status < 0)
        return status;
    in->sums.without = buckets.without;
    for (size_t i = 0; i < buckets.count && status >= 0; i++) {
        char label[NX_BUCKET_LABEL];
        nx_counted *item;

        if (buckets.counts[i] == 0)
            continue;
        nx_bucket_label(by, buckets.first + (int64_t)i, label);
        status = nx_counts_find(&in->counts, nx_str(label), nx_str(label),
                                &item, err);
        if (status >= 0)
            item->count = buckets.counts[i];
    }
    nx_buckets_finish(&buckets);
    return status;
}

/* -------------------------------------------------------------- facet ---- */

static void sum_up(overview *in, const nx_all_matches *all)
{
    in->sums.articles = all->total;
    in->sums.revision = nx_store_rows(all->store)->revision;
}

static newsidx_status facet(void *user, const nx_all_matches *all,
                            newsidx_error *err)
{
    overview *in = user;
    newsidx_status status;

    sum_up(in, all);
    if (nx_bucket_is_time(in->options.by))
        status = count_dates(in, all, err);
    else if (in->options.by == NEWSIDX_BY_BYLINE ||
             in->options.by == NEWSIDX_BY_KEYWORDS)
        status = count_names(in, all, err);
    else
        status = count_labels(in, all, err);
    if (status < 0)
        return status;
    in->sums.values = in->counts.count;
    return nx_counts_tell(&in->counts, in->options.limit, all->total, in->tally,
                          err);
}

/* ----------------------------------------------------------- timeline ---- */

/* What a date: of the query narrows. */
static void narrow(const nx_node *node, nx_range *range)
{
    if (node->kind != NX_NODE_FILTER ||
        node->filter.kind != NX_FILTER_PUBLISHED)
        return;
    if (node->filter.low > range->low)
        range->low = node->filter.low;
    if (node->filter.high < range->high)
        range->high = node->filter.high;
}

/* The time that every match must be of; an end that is open is as it was. */
static nx_range range_of(const newsidx_query *query)
{
    const nx_node *root = query->root;
    nx_range range = {NX_BUCKET_LOW, NX_BUCKET_HIGH};

    narrow(root, &range);
    for (size_t i = 0; root->kind == NX_NODE_AND && i < root->child_count; i++)
        narrow(root->children[i], &range);
    return range;
}

/* From the first bucket to the last, or as far as the query's dates go. */
static newsidx_status tell_buckets(overview *in, const nx_buckets *buckets,
                                   newsidx_error *err)
{
    const newsidx_facet_by by = in->options.by;
    const nx_range range = range_of(in->query);
    const int64_t end = buckets->first + (int64_t)buckets->count;
    int64_t first = buckets->first;
    int64_t last = end - 1;
    newsidx_status status = NEWSIDX_OK;

    if (buckets->count == 0)
        return NEWSIDX_OK;
    if (range.low > NX_BUCKET_LOW) {
        const int64_t low = nx_bucket_of(by, &in->zone, range.low);

        first = low < first ? low : first;
    }
    if (range.high < NX_BUCKET_HIGH) {
        const int64_t high = nx_bucket_of(by, &in->zone, range.high - 1);

        last = high > last ? high : last;
    }
    if (last - first >= NX_LIMIT_TIMELINE_LINES)
        return nx_buckets_fail(by, NX_LIMIT_TIMELINE_LINES, err);
    in->sums.values = (uint64_t)(last - first + 1);
    for (int64_t i = first; i <= last && status >= 0; i++) {
        char label[NX_BUCKET_LABEL];

        nx_bucket_label(by, i, label);
        status = nx_tally_add(in->tally, nx_str(label),
                              i < buckets->first || i >= end
                                  ? 0
                                  : buckets->counts[i - buckets->first],
                              (double)nx_bucket_start(by, &in->zone, i), err);
    }
    return status;
}

static newsidx_status timeline(void *user, const nx_all_matches *all,
                               newsidx_error *err)
{
    overview *in = user;
    nx_buckets buckets;
    newsidx_status status;

    sum_up(in, all);
    status = nx_buckets_count(&buckets, in->options.by, &in->zone,
                              nx_store_rows(all->store), all->matches,
                              NX_LIMIT_TIMELINE_LINES, err);
    if (status < 0)
        return status;
    in->sums.without = buckets.without;
    status = tell_buckets(in, &buckets, err);
    nx_buckets_finish(&buckets);
    return status;
}

/* ------------------------------------------------------------- making ---- */

static newsidx_status make(nx_store *store, overview *in, nx_search_fn take,
                           newsidx_tally **out_tally, newsidx_error *err)
{
    newsidx_status status = nx_zone_init(&in->zone, in->options.time_zone, err);

    if (status < 0)
        return status;
    nx_counts_init(&in->counts);
    nx_counts_init(&in->spellings);
    nx_buf_init(&in->words, 8 * NX_LIMIT_FIELD_BYTES);
    status = nx_tally_new(&in->tally, err);
    if (status >= 0)
        status = nx_search_matches(store, in->query, in->options.search, take,
                                   in, err);
    if (status >= 0) {
        nx_tally_set_sums(in->tally, &in->sums);
        *out_tally = in->tally;
        in->tally = NULL;
    }
    nx_tally_free(in->tally);
    nx_counts_finish(&in->counts);
    nx_counts_finish(&in->spellings);
    nx_buf_finish(&in->words);
    nx_zone_finish(&in->zone);
    return status;
}

newsidx_status nx_facet_make(nx_store *store, const newsidx_query *query,
                             const newsidx_overview_options *options,
                             newsidx_tally **out_tally, newsidx_error *err)
{
    overview in = {.query = query};
    newsidx_status status =
        nx_options_read(&in.options, sizeof in.options, options, err);

    *out_tally = NULL;
    if (status >= 0 && in.options.by > NEWSIDX_BY_DAY)
        status = nx_fail(err, NEWSIDX_ERR_OPTIONS,
                         "there is no property of that number");
    return status < 0 ? status : make(store, &in, facet, out_tally, err);
}

newsidx_status nx_timeline_make(nx_store *store, const newsidx_query *query,
                                const newsidx_overview_options *options,
                                newsidx_tally **out_tally, newsidx_error *err)
{
    overview in = {.query = query};
    newsidx_status status =
        nx_options_read(&in.options, sizeof in.options, options, err);

    *out_tally = NULL;
    if (status >= 0 && !nx_bucket_is_time(in.options.by))
        status = nx_fail(err, NEWSIDX_ERR_MISUSE,
                         "a timeline is by year, month, week or day");
    return status < 0 ? status : make(store, &in, timeline, out_tally, err);
}
