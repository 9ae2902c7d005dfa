/*
 * Eight readers and a writer. Whatever a reader asks is of one moment: all of a
 * batch or nothing, by every way to ask; and between two looks at the same
 * revision all answers agree with the facts of that revision.
 */
#include "batches.h"
#include "campaign.h"
#include "fixture.h"
#include "processes.h"

#include <inttypes.h>

#define READERS 8
#define STEPS 150
#define CAMPAIGN_STEPS 1500

typedef struct shared {
    findings wrong;
    atomic_int is_done;
    atomic_size_t rounds;   /* of readers */
    atomic_size_t compared; /* of them, with one revision from end to end */
    atomic_size_t held;     /* results that were read on later */
    atomic_size_t steps;    /* of the writer */
    uint64_t seed;
    unsigned step_count;
} shared;

static shared *all;

/* ------------------------------------------------------------ one round ----
 */

/* What a reader found of one batch, call by call. */
typedef struct look {
    newsidx *index;
    unsigned number; /* of the batch */
    char word[32];
    newsidx_query *query;
    uint64_t found; /* of the first call */
    int64_t ids[BATCH_ARTICLES];
    uint64_t revision; /* no call may be of an older one */
} look;

/* Is it what a call may fail with? It may not fail. */
static bool went_well(const look *in, const char *what, newsidx_status status,
                      const newsidx_error *err)
{
    if (status < 0)
        findings_note(&all->wrong, "%s of %s: %s: %s", what, in->word,
                      newsidx_status_name(status), err->message);
    return status >= 0;
}

/* All of a batch, or nothing. */
static void expect_whole(const look *in, const char *what, uint64_t count)
{
    if (count != 0 && count != BATCH_ARTICLES)
        findings_note(&all->wrong, "%s finds %" PRIu64 " of %s", what, count,
                      in->word);
}

static void expect_growing(look *in, const char *what, uint64_t revision)
{
    if (revision < in->revision)
        findings_note(&all->wrong, "%s is of %" PRIu64 ", after %" PRIu64, what,
                      revision, in->revision);
    in->revision = revision;
}

/* The edition that a hit shows: what follows "t17e" in its passage. */
static long edition_of(const look *in, const newsidx_hit *hit)
{
    const newsidx_passage *passage = newsidx_hit_passage(hit, 0);
    char word[40];
    const char *at;

    snprintf(word, sizeof word, "%se", in->word);
    at = passage != NULL ? strstr(passage->text.bytes, word) : NULL;
    return at != NULL ? strtol(at + strlen(word), NULL, 10) : -1;
}

/* Is the hit one of the batch, and is what it marks the word? */
static bool is_right(const look *in, const newsidx_hit *hit)
{
    const newsidx_passage *passage = newsidx_hit_passage(hit, 0);
    const size_t length = strlen(in->word);
    newsidx_span span;

    if (passage == NULL || passage->span_count == 0 ||
        strncmp(hit->key.bytes, in->word, length) != 0)
        return false;
    span = passage->spans[0];
    return span.end - span.start == length &&
           memcmp(passage->text.bytes + span.start, in->word, length) == 0;
}

/* Step through hits, which are of one edition. */
static uint64_t read_hits(look *in, newsidx_results *results, long *edition)
{
    const newsidx_hit *hit = NULL;
    uint64_t count = 0;

    while (newsidx_results_next(results, &hit, NULL) == NEWSIDX_OK) {
        if (*edition < 0)
            *edition = edition_of(in, hit);
        if (!is_right(in, hit) || edition_of(in, hit) != *edition ||
            *edition < 0)
            findings_note(&all->wrong,
                          "a hit of %s is %s of edition %ld, not "
                          "%ld",
                          in->word, hit->key.bytes, edition_of(in, hit),
                          *edition);
        if (count < BATCH_ARTICLES)
            in->ids[count] = hit->id;
        count++;
    }
    return count;
}

static void look_ranked(look *in)
{
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    newsidx_results *results = NULL;
    newsidx_error err;
    long edition = -1;

    if (!went_well(in, "a search",
                   newsidx_search(in->index, in->query, NULL, &results, &err),
                   &err))
        return;
    newsidx_results_summary(results, &summary, NULL);
    expect_growing(in, "a search", summary.revision);
    in->found = read_hits(in, results, &edition);
    expect_whole(in, "a search", in->found);
    if (summary.total != in->found)
        findings_note(&all->wrong, "a search counts %" PRIu64 " of %s",
                      summary.total, in->word);
    newsidx_results_free(results);
}

/* The same by the words alone, without texts; returns how many. */
static uint64_t look_by_words(look *in)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results = NULL;
    const newsidx_hit *hit = NULL;
    newsidx_error err;
    uint64_t count = 0;

    options.no_lists = 1;
    options.shape = NEWSIDX_IDS;
    if (!went_well(
            in, "a search by words",
            newsidx_search(in->index, in->query, &options, &results, &err),
            &err))
        return 0;
    while (newsidx_results_next(results, &hit, NULL) == NEWSIDX_OK)
        count++;
    newsidx_results_free(results);
    expect_whole(in, "a search by words", count);
    return count;
}

static uint64_t look_selected(look *in)
{
    newsidx_selection *selection = NULL;
    newsidx_error err;
    uint64_t count;

    if (!went_well(in, "a selection",
                   newsidx_select(in->index, in->query, NULL, &selection, &err),
                   &err))
        return 0;
    count = newsidx_selection_count(selection);
    newsidx_selection_free(selection);
    expect_whole(in, "a selection", count);
    return count;
}

static uint64_t look_facet(look *in)
{
    newsidx_overview_options options = NEWSIDX_OVERVIEW_OPTIONS_INIT;
    newsidx_tally_sums sums = NEWSIDX_TALLY_SUMS_INIT;
    newsidx_tally *tally = NULL;
    newsidx_error err;

    if (!went_well(in, "a facet",
                   newsidx_facet(in->index, in->query, &options, &tally, &err),
                   &err))
        return 0;
    newsidx_tally_get_sums(tally, &sums, NULL);
    newsidx_tally_free(tally);
    expect_growing(in, "a facet", sums.revision);
    expect_whole(in, "a facet", sums.articles);
    return sums.articles;
}

static uint64_t count_of(look *in, const char *text)
{
    newsidx_query *query = NULL;
    newsidx_error err;
    uint64_t count = 0;

    if (went_well(in, "parsing",
                  newsidx_query_parse(text, NEWSIDX_WHOLE, NULL, &query, &err),
                  &err))
        went_well(in, "a count",
                  newsidx_count(in->index, query, NULL, &count, &err), &err);
    newsidx_query_free(query);
    return count;
}

/* The texts of what was found; what was removed since isn't there. */
static void look_at_texts(look *in)
{
    for (uint64_t i = 0; i < in->found && i < BATCH_ARTICLES; i++) {
        newsidx_record *record = NULL;
        newsidx_error err;
        const newsidx_status status =
            newsidx_read(in->index, in->ids[i], &record, &err);

        if (went_well(in, "reading", status, &err) && status == NEWSIDX_OK &&
            strstr(newsidx_record_article(record)->body.bytes, in->word) ==
                NULL)
            findings_note(&all->wrong, "%s isn't in %s", in->word,
                          newsidx_record_article(record)->key.bytes);
        newsidx_record_free(record);
    }
}

static void look_at_lines(look *in)
{
    newsidx_lines *lines = NULL;
    const newsidx_line *line = NULL;
    newsidx_status status;
    newsidx_error err;

    if (!went_well(in, "lines",
                   newsidx_kwic(in->index, in->query, NULL, &lines, &err),
                   &err))
        return;
    for (;;) {
        status = newsidx_lines_next(lines, &line, &err);
        if (!went_well(in, "a line", status, &err) || status == NEWSIDX_DONE)
            break;
        if (strcmp(line->match.bytes, in->word) != 0 ||
            strncmp(line->key.bytes, in->word, strlen(in->word)) != 0)
            findings_note(&all->wrong, "a line of %s is %s of %s", in->word,
                          line->match.bytes, line->key.bytes);
    }
    newsidx_lines_free(lines);
}

static newsidx_info info_of(look *in)
{
    newsidx_info info = NEWSIDX_INFO_INIT;
    newsidx_error err;

    if (went_well(in, "info", newsidx_get_info(in->index, &info, &err), &err))
        expect_growing(in, "info", info.revision);
    return info;
}

static void expect_number(const look *in, const char *what, uint64_t got,
                          uint64_t expected)
{
    if (got != expected)
        findings_note(&all->wrong,
                      "revision %" PRIu64 ", %s: %s is %" PRIu64
                      ", not %" PRIu64,
                      in->revision, in->word, what, got, expected);
}

/* Everything there is to ask of one batch. */
static void look_around(look *in, uint64_t *random)
{
    const newsidx_info before = info_of(in);
    uint64_t by_words, selected, facet, counted, common, every;
    unsigned first = 0, next = 0;
    uint64_t expected;
    newsidx_error err;

    if (!went_well(in, "facts",
                   batches_read_facts(in->index, &first, &next, &err), &err))
        return;
    /* One before them and one behind them too, which there isn't. */
    in->number =
        first - 1 + (unsigned)(campaign_random(random) % (next - first + 2));
    snprintf(in->word, sizeof in->word, "t%u", in->number);
    if (!went_well(in, "parsing",
                   newsidx_query_parse(in->word, NEWSIDX_WHOLE, NULL,
                                       &in->query, &err),
                   &err))
        return;
    look_ranked(in);
    by_words = look_by_words(in);
    selected = look_selected(in);
    facet = look_facet(in);
    counted = count_of(in, in->word);
    expect_whole(in, "a count", counted);
    common = count_of(in, "common");
    if (common % BATCH_ARTICLES != 0)
        findings_note(&all->wrong, "%" PRIu64 " are common", common);
    every = count_of(in, "*");
    look_at_texts(in);
    look_at_lines(in);
    if (info_of(in).revision == before.revision) {
        expected =
            in->number >= first && in->number < next ? BATCH_ARTICLES : 0;
        expect_number(in, "a search", in->found, expected);
        expect_number(in, "a search by words", by_words, expected);
        expect_number(in, "a selection", selected, expected);
        expect_number(in, "a facet", facet, expected);
        expect_number(in, "a count", counted, expected);
        expect_number(in, "the count of all", common,
                      (uint64_t)BATCH_ARTICLES * (next - first));
        expect_number(in, "the count of *", every, before.article_count);
        atomic_fetch_add(&all->compared, 1);
    }
    newsidx_query_free(in->query);
    in->query = NULL;
    atomic_fetch_add(&all->rounds, 1);
}

/* ------------------------------------------------------------- processes ----
 */

/* Results that stay open while the writer goes on. */
typedef struct held {
    newsidx_results *results;
    const newsidx_hit *hit;
    long edition;
    look of;
} held;

static void hold(held *in, look *from)
{
    newsidx_error err;

    memset(in, 0, sizeof *in);
    in->of = *from;
    in->edition = -1;
    if (newsidx_query_parse(from->word, NEWSIDX_WHOLE, NULL, &in->of.query,
                            &err) < 0)
        return;
    if (went_well(
            from, "a search to hold",
            newsidx_search(from->index, in->of.query, NULL, &in->results, &err),
            &err) &&
        newsidx_results_next(in->results, &in->hit, NULL) == NEWSIDX_OK)
        in->edition = edition_of(&in->of, in->hit);
    newsidx_query_free(in->of.query);
}

/* The first hit is as it was, and those after it are of the same moment. */
static void read_on(held *in)
{
    uint64_t count;

    if (in->results == NULL || in->hit == NULL)
        goto cleanup;
    if (edition_of(&in->of, in->hit) != in->edition ||
        !is_right(&in->of, in->hit))
        findings_note(&all->wrong, "a held hit of %s changed", in->of.word);
    count = read_hits(&in->of, in->results, &in->edition) + 1;
    expect_whole(&in->of, "what was held", count);
    atomic_fetch_add(&all->held, 1);

cleanup:
    newsidx_results_free(in->results);
    memset(in, 0, sizeof *in);
}

static newsidx *open_as(newsidx_mode mode)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx *index = NULL;
    newsidx_error err;

    options.mode = mode;
    if (newsidx_open(INDEX_PATH, &options, &index, &err) < 0)
        findings_note(&all->wrong, "opening: %s", err.message);
    return index;
}

static void read_index(void *user, unsigned number)
{
    const newsidx_mode mode =
        number % 2 == 0 ? NEWSIDX_READ_ONLY : NEWSIDX_READ_WRITE;
    uint64_t random = all->seed + 1000 + number;
    held kept = {NULL, NULL, 0, {0}};
    bool is_last = false;
    look in;

    (void)user;
    memset(&in, 0, sizeof in);
    in.index = open_as(mode);
    for (unsigned i = 0; in.index != NULL && !is_last; i++) {
        is_last = atomic_load(&all->is_done) != 0;
        if (i % 16 == 0) {
            read_on(&kept);
            hold(&kept, &in);
        }
        look_around(&in, &random);
        /* Eight that never rest would leave the writer little. */
        processes_sleep_ms((unsigned)(campaign_random(&random) % 8));
        /* Now and then a new handle, which begins where the old one ended. */
        if (campaign_random(&random) % 64 == 0) {
            newsidx_close(in.index);
            in.index = open_as(mode);
        }
    }
    newsidx_close(in.index);
    read_on(&kept);
}

static void write_index(void *user, unsigned number)
{
    newsidx *index = open_as(NEWSIDX_READ_WRITE);
    newsidx_status status = NEWSIDX_OK;
    newsidx_error err;
    batches in;

    (void)user;
    (void)number;
    if (index == NULL)
        goto cleanup;
    status = batches_begin(&in, index, all->seed, &err);
    for (unsigned i = 0; i < all->step_count && status >= 0; i++) {
        status = batches_step(&in, &err);
        atomic_fetch_add(&all->steps, 1);
        /* As wires are: much at once, and then nothing for a while. */
        if (campaign_random(&in.random) % 4 == 0)
            processes_sleep_ms((unsigned)(campaign_random(&in.random) % 60));
    }
    if (status < 0)
        findings_note(&all->wrong, "writing: %s: %s",
                      newsidx_status_name(status), err.message);

cleanup:
    newsidx_close(index);
    atomic_store(&all->is_done, 1);
}

static void readers_see_one_moment_of_a_writer(void **state)
{
    (void)state;
    for (size_t round = 0; campaign_goes_on(round, 1); round++) {
        newsidx *index = open_new();
        batches in;

        /* There are facts from the first reader's first look on. */
        EXPECT_OK(batches_begin(&in, index, 0, &err));
        newsidx_close(index);
        atomic_store(&all->is_done, 0);
        all->seed = campaign_seed(1) + round * 7919;
        processes_start(read_index, NULL, READERS);
        processes_start(write_index, NULL, 1);
        processes_wait(&all->wrong);
        index = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
        EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
        newsidx_close(index);
    }
    /* The last look of each reader is at a writer that has ended. */
    assert_true(atomic_load(&all->compared) >= READERS);
    assert_true(atomic_load(&all->held) > 0);
    if (atomic_load(&all->wrong.count) > 0)
        fail_msg("%s", all->wrong.first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readers_see_one_moment_of_a_writer),
    };
    int failed;

    all = processes_share(sizeof *all);
    all->step_count = campaign_is_on() ? CAMPAIGN_STEPS : STEPS;
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    return campaign_end(
        (size_t)failed + atomic_load(&all->wrong.count),
        "%zu looks of %d readers, %zu of them at one revision from end to end, "
        "%zu results held, %zu steps of the writer, %zu wrong",
        atomic_load(&all->rounds), READERS, atomic_load(&all->compared),
        atomic_load(&all->held), atomic_load(&all->steps),
        atomic_load(&all->wrong.count));
}
