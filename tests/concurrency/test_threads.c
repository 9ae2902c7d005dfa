/*
 * Threads of one process, each with a handle of its own: one that imports, with
 * the threads that an import has, one that writes, two that search and hand
 * their results to another, which frees them; one that interrupts them all; and
 * two that use one handle against the rules. To be run under a sanitizer for
 * threads.
 */
#define _POSIX_C_SOURCE 200809L

#ifdef NX_HAVE_JSON

#include "campaign.h"
#include "fixture.h"
#include "json_lines.h"
#include "processes.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>

#define IMPORTS 3
/* Enough for a thread that gathers the ranked lists. */
#define IMPORT_ARTICLES 900
#define COMMITS 60

/* Results that wait to be freed by another thread. */
#define MOST_WAITING 64

typedef enum role {
    IMPORTER,
    WRITER,
    SEARCHER,
    OTHER_SEARCHER,
    RULE_BREAKER,
    OTHER_RULE_BREAKER,
    INTERRUPTER,
    FREER,
    ROLE_COUNT
} role;

typedef struct shared {
    findings wrong;
    newsidx *handles[ROLE_COUNT]; /* those that break rules have one */
    newsidx_query *query;
    atomic_uint workers; /* that aren't done: the importer and the writer */
    atomic_size_t stored;
    atomic_size_t imports;
    atomic_size_t commits;
    atomic_size_t searches;
    atomic_size_t interrupts;
    atomic_size_t cancelled;
    atomic_size_t refused;
    atomic_size_t freed;
    pthread_mutex_t mutex; /* of what follows */
    newsidx_results *waiting[MOST_WAITING];
    size_t waiting_count;
} shared;

static shared all;
static size_t rounds;

static bool is_over(void)
{
    return atomic_load(&all.workers) == 0;
}

/* An interrupt may come at any moment, and nothing else. */
static bool went_well(const char *what, newsidx_status status,
                      const newsidx_error *err)
{
    if (status == NEWSIDX_ERR_CANCELLED)
        atomic_fetch_add(&all.cancelled, 1);
    else if (status < 0)
        findings_note(&all.wrong, "%s: %s: %s", what,
                      newsidx_status_name(status), err->message);
    return status >= 0;
}

/* --------------------------------------------------------------- writing ----
 */

static void *import(void *user)
{
    (void)user;
    for (size_t i = 0; i < IMPORTS; i++) {
        newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
        newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
        json_lines from = {i * IMPORT_ARTICLES, (i + 1) * IMPORT_ARTICLES, ""};
        newsidx_error err;

        options.format = NEWSIDX_FORMAT_JSON_LINES;
        options.batch_articles = IMPORT_ARTICLES / 3;
        went_well("an import",
                  newsidx_import_stream(all.handles[IMPORTER], NULL,
                                        json_lines_give, &from, &options,
                                        &counts, &err),
                  &err);
        if (counts.skipped > 0)
            findings_note(&all.wrong, "an import left %" PRIu64 " out",
                          counts.skipped);
        atomic_fetch_add(&all.stored, counts.added);
        atomic_fetch_add(&all.imports, 1);
    }
    atomic_fetch_sub(&all.workers, 1);
    return NULL;
}

static newsidx_status put_two(newsidx *index, size_t number, newsidx_error *err)
{
    newsidx_status status = newsidx_begin(index, err);

    for (size_t i = 0; i < 2 && status >= 0; i++) {
        newsidx_article article;
        char key[48];

        snprintf(key, sizeof key, "written-%zu-%zu", number, i);
        article = make_article(key, "Common", "It is common, and put by two.");
        status = newsidx_put(index, &article, NULL, err);
    }
    return status < 0 ? status : newsidx_commit(index, err);
}

static void *write_articles(void *user)
{
    newsidx *index = all.handles[WRITER];

    (void)user;
    for (size_t i = 0; i < COMMITS; i++) {
        newsidx_error err;

        if (went_well("a commit", put_two(index, i, &err), &err)) {
            atomic_fetch_add(&all.stored, 2);
            atomic_fetch_add(&all.commits, 1);
        } else {
            /* None is open if it didn't begin, or if it couldn't commit. */
            (void)newsidx_rollback(index, NULL);
        }
        if (i % 20 == 19)
            went_well("an optimize", newsidx_optimize(index, &err), &err);
    }
    atomic_fetch_sub(&all.workers, 1);
    return NULL;
}

/* --------------------------------------------------------------- reading ----
 */

/* For another thread to free; we do it if that one is slow. */
static void hand_over(newsidx_results *results)
{
    pthread_mutex_lock(&all.mutex);
    if (all.waiting_count < MOST_WAITING) {
        all.waiting[all.waiting_count++] = results;
        results = NULL;
    }
    pthread_mutex_unlock(&all.mutex);
    newsidx_results_free(results);
}

/* Read what others asked for, while they ask for more, and free it. */
static void *free_results(void *user)
{
    (void)user;
    for (;;) {
        const bool is_last = is_over();
        newsidx_results *results = NULL;
        const newsidx_hit *hit = NULL;

        pthread_mutex_lock(&all.mutex);
        if (all.waiting_count > 0)
            results = all.waiting[--all.waiting_count];
        pthread_mutex_unlock(&all.mutex);
        if (results == NULL && is_last)
            return NULL;
        if (results == NULL) {
            processes_sleep_ms(1);
            continue;
        }
        while (newsidx_results_next(results, &hit, NULL) == NEWSIDX_OK)
            if (strcmp(hit->headline.bytes, "Common") != 0 &&
                strcmp(hit->headline.bytes, "Imported") != 0)
                findings_note(&all.wrong, "a hit is %s", hit->headline.bytes);
        newsidx_results_free(results);
        atomic_fetch_add(&all.freed, 1);
    }
}

static void look(newsidx *index)
{
    newsidx_results *results = NULL;
    newsidx_lines *kwic = NULL;
    const newsidx_line *line = NULL;
    newsidx_info info = NEWSIDX_INFO_INIT;
    newsidx_error err;

    if (went_well("a search",
                  newsidx_search(index, all.query, NULL, &results, &err), &err))
        hand_over(results);
    went_well("info", newsidx_get_info(index, &info, &err), &err);
    if (went_well("lines", newsidx_kwic(index, all.query, NULL, &kwic, &err),
                  &err))
        went_well("a line", newsidx_lines_next(kwic, &line, &err), &err);
    newsidx_lines_free(kwic);
    atomic_fetch_add(&all.searches, 1);
}

static void *search_first(void *user)
{
    (void)user;
    while (!is_over())
        look(all.handles[SEARCHER]);
    return NULL;
}

static void *search_second(void *user)
{
    (void)user;
    while (!is_over())
        look(all.handles[OTHER_SEARCHER]);
    return NULL;
}

/* One of two calls at once is refused, and the other goes on. */
static void *break_rule(void *user)
{
    (void)user;
    while (!is_over()) {
        newsidx_results *results = NULL;
        newsidx_error err;
        const newsidx_status status = newsidx_search(
            all.handles[RULE_BREAKER], all.query, NULL, &results, &err);

        if (status == NEWSIDX_ERR_MISUSE) {
            atomic_fetch_add(&all.refused, 1);
            processes_sleep_ms(1);
        } else if (went_well("a search against the rules", status, &err)) {
            hand_over(results);
        }
    }
    return NULL;
}

static void *interrupt(void *user)
{
    uint64_t *random = user;

    while (!is_over()) {
        const uint64_t chance = campaign_random(random) % 100;

        processes_sleep_ms(1 + (unsigned)(campaign_random(random) % 30));
        /* Most imports come to their end, the others to any point. */
        newsidx_interrupt(chance == 0
                              ? all.handles[IMPORTER]
                              : all.handles[WRITER + chance % RULE_BREAKER]);
        atomic_fetch_add(&all.interrupts, 1);
    }
    return NULL;
}

/* ---------------------------------------------------------------- rounds ----
 */

static void run_threads(uint64_t random)
{
    void *(*const run[ROLE_COUNT])(void *) = {
        [IMPORTER] = import,         [WRITER] = write_articles,
        [SEARCHER] = search_first,   [OTHER_SEARCHER] = search_second,
        [RULE_BREAKER] = break_rule, [OTHER_RULE_BREAKER] = break_rule,
        [INTERRUPTER] = interrupt,   [FREER] = free_results};
    pthread_t threads[ROLE_COUNT];

    for (size_t i = 0; i <= RULE_BREAKER; i++)
        all.handles[i] = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
    atomic_store(&all.workers, 2);
    for (size_t i = 0; i < ROLE_COUNT; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run[i], &random), 0);
    for (size_t i = 0; i < ROLE_COUNT; i++)
        pthread_join(threads[i], NULL);
    while (all.waiting_count > 0)
        newsidx_results_free(all.waiting[--all.waiting_count]);
    for (size_t i = 0; i <= RULE_BREAKER; i++)
        newsidx_close(all.handles[i]);
}

static void threads_with_handles_of_their_own(void **state)
{
    (void)state;
    all.query = parse("common OR imported");
    for (; campaign_goes_on(rounds, 1); rounds++) {
        newsidx *index = open_new();

        newsidx_close(index);
        atomic_store(&all.stored, 0);
        run_threads(campaign_seed(1) + rounds * 7919);
        index = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
        if (get_info(index).article_count != atomic_load(&all.stored))
            findings_note(&all.wrong, "%" PRIu64 " articles, not %zu",
                          get_info(index).article_count,
                          atomic_load(&all.stored));
        EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
        newsidx_close(index);
    }
    newsidx_query_free(all.query);
    assert_true(atomic_load(&all.searches) > 0);
    assert_true(atomic_load(&all.freed) > 0);
    if (atomic_load(&all.wrong.count) > 0)
        fail_msg("%s", all.wrong.first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_with_handles_of_their_own),
    };
    int failed;

    pthread_mutex_init(&all.mutex, NULL);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    pthread_mutex_destroy(&all.mutex);
    return campaign_end(
        (size_t)failed + atomic_load(&all.wrong.count),
        "%zu rounds of %d threads, %zu imports, %zu commits, %zu searches, "
        "%zu results freed elsewhere, %zu interrupts, %zu calls cancelled, "
        "%zu refused, %zu wrong",
        rounds, ROLE_COUNT, atomic_load(&all.imports),
        atomic_load(&all.commits), atomic_load(&all.searches),
        atomic_load(&all.freed), atomic_load(&all.interrupts),
        atomic_load(&all.cancelled), atomic_load(&all.refused),
        atomic_load(&all.wrong.count));
}

#else

#include <stdio.h>

int main(void)
{
    printf("skipped: what is imported is JSON Lines\n");
    return 77;
}

#endif
