/*
 * Several writers of one index, each a process with short transactions. All add
 * to one number, which none may lose, and to keys of their own. What they are
 * told is that another writes, and nothing else. How long the longest wait was
 * is in the campaign's line.
 */
#include "campaign.h"
#include "fixture.h"
#include "processes.h"

#include <inttypes.h>

#define WRITERS 6
/* The last one doesn't wait: it is told at once, and tries again. */
#define IMPATIENT (WRITERS - 1)
#define TRANSACTIONS 40
#define CAMPAIGN_TRANSACTIONS 400

#define NUMBER_KEY "number"

typedef struct shared {
    findings wrong;
    atomic_size_t commits;
    atomic_size_t rollbacks;
    atomic_size_t busy; /* of the impatient one */
    atomic_llong longest_wait_ms;
    unsigned transactions; /* of each */
    uint64_t seed;
} shared;

static shared *all;

static newsidx_status put_number(newsidx *index, unsigned long number,
                                 newsidx_error *err)
{
    newsidx_article article;
    char body[32];

    snprintf(body, sizeof body, "%lu", number);
    article = make_article(NUMBER_KEY, "Number", body);
    return newsidx_put(index, &article, NULL, err);
}

static newsidx_status read_number(newsidx *index, unsigned long *out_number,
                                  newsidx_error *err)
{
    newsidx_record *record = NULL;
    newsidx_status status;
    int64_t id = 0;

    status = newsidx_find(index, text_of(NUMBER_KEY), &id, err);
    if (status == NEWSIDX_OK)
        status = newsidx_read(index, id, &record, err);
    if (status == NEWSIDX_OK)
        *out_number =
            strtoul(newsidx_record_article(record)->body.bytes, NULL, 10);
    newsidx_record_free(record);
    return status;
}

/* Read the number, add one, and leave an article behind that counts it. */
static newsidx_status add_one(newsidx *index, unsigned writer, unsigned i,
                              newsidx_error *err)
{
    newsidx_article article;
    unsigned long number = 0;
    newsidx_status status = read_number(index, &number, err);
    char key[48];

    if (status == NEWSIDX_NOT_FOUND)
        findings_note(&all->wrong, "the number is gone");
    if (status >= 0)
        status = put_number(index, number + 1, err);
    if (status < 0)
        return status;
    snprintf(key, sizeof key, "w%u-%u", writer, i);
    article = make_article(key, "Counted", "It counted one.");
    return newsidx_put(index, &article, NULL, err);
}

/* Begin, however often it takes, and note how long those waited who wait. */
static newsidx_status begin(newsidx *index, unsigned writer, newsidx_error *err)
{
    const int64_t since_ms = processes_now_ms();
    newsidx_status status = newsidx_begin(index, err);

    while (status == NEWSIDX_ERR_BUSY) {
        atomic_fetch_add(&all->busy, 1);
        processes_sleep_ms(1);
        status = newsidx_begin(index, err);
    }
    if (writer != IMPATIENT)
        processes_keep_largest(&all->longest_wait_ms,
                               processes_now_ms() - since_ms);
    return status;
}

static void write_index(void *user, unsigned number)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    uint64_t random = all->seed + number;
    newsidx *index = NULL;
    newsidx_status status;
    newsidx_error err;

    (void)user;
    options.busy_timeout_ms = number == IMPATIENT ? -1 : 60000;
    status = newsidx_open(INDEX_PATH, &options, &index, &err);
    for (unsigned i = 0; i < all->transactions && status >= 0; i++) {
        status = begin(index, number, &err);
        if (status >= 0)
            status = add_one(index, number, i, &err);
        if (status < 0)
            break;
        /* What is given up isn't counted, and nor is its article. */
        if (campaign_random(&random) % 8 == 0) {
            status = newsidx_rollback(index, &err);
            atomic_fetch_add(&all->rollbacks, 1);
        } else {
            status = newsidx_commit(index, &err);
            atomic_fetch_add(&all->commits, 1);
        }
        if (campaign_random(&random) % 32 == 0) {
            newsidx_close(index);
            status = newsidx_open(INDEX_PATH, &options, &index, &err);
        }
    }
    if (status < 0)
        findings_note(&all->wrong, "writer %u: %s: %s", number,
                      newsidx_status_name(status), err.message);
    newsidx_close(index);
}

static void writers_lose_nothing_of_each_other(void **state)
{
    (void)state;
    for (size_t round = 0; campaign_goes_on(round, 1); round++) {
        newsidx *index = open_new();
        const size_t before = atomic_load(&all->commits);
        unsigned long number = 0;
        size_t expected;

        EXPECT_OK(put_number(index, 0, &err));
        newsidx_close(index);
        all->seed = campaign_seed(1) + round * 7919;
        processes_start(write_index, NULL, WRITERS);
        processes_wait(&all->wrong);
        index = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
        EXPECT_OK(read_number(index, &number, &err));
        expected = atomic_load(&all->commits) - before;
        if (number != expected || get_info(index).article_count != expected + 1)
            findings_note(&all->wrong,
                          "%zu commits, counted %lu, articles %" PRIu64,
                          expected, number, get_info(index).article_count);
        EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
        newsidx_close(index);
    }
    assert_true(atomic_load(&all->rollbacks) > 0);
    if (atomic_load(&all->wrong.count) > 0)
        fail_msg("%s", all->wrong.first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writers_lose_nothing_of_each_other),
    };
    int failed;

    all = processes_share(sizeof *all);
    all->transactions = campaign_is_on() ? CAMPAIGN_TRANSACTIONS : TRANSACTIONS;
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    return campaign_end(
        (size_t)failed + atomic_load(&all->wrong.count),
        "%zu commits and %zu rollbacks of %d writers, busy %zu times for the "
        "one that does not wait, longest wait of the others %lld ms, %zu wrong",
        atomic_load(&all->commits), atomic_load(&all->rollbacks), WRITERS,
        atomic_load(&all->busy), (long long)atomic_load(&all->longest_wait_ms),
        atomic_load(&all->wrong.count));
}
