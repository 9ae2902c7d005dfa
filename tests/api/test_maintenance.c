#include "fixture.h"

#define ARTICLES 200

static newsidx *open_filled(void)
{
    newsidx *index = open_new();

    for (int batch = 0; batch < 10; batch++) {
        EXPECT_OK(newsidx_begin(index, &err));
        for (int i = 0; i < ARTICLES / 10; i++) {
            char key[16];
            char body[64];

            snprintf(key, sizeof key, "k%d", batch * 20 + i);
            snprintf(body, sizeof body, "Talks about talk number %d.", i);
            put(index, key, "Talks", body);
        }
        EXPECT_OK(newsidx_commit(index, &err));
    }
    put(index, "k3", "Talks", "The third talk, told anew.");
    EXPECT_OK(newsidx_remove(index, text_of("k4"), &err));
    return index;
}

/* All that a search says of all articles, to compare before and after. */
static char *describe(newsidx *index)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = parse("talk number");
    newsidx_results *results;
    const newsidx_hit *hit;
    char *out = malloc(65536);
    size_t used = 0;

    assert_non_null(out);
    options.limit = 10000;
    results = search(index, query, &options);
    for (hit = next_hit(results); hit != NULL; hit = next_hit(results))
        used +=
            (size_t)snprintf(out + used, 65536 - used, "%lld %s %.17g\n",
                             (long long)hit->id, hit->key.bytes, hit->score);
    newsidx_results_free(results);
    newsidx_query_free(query);
    return out;
}

typedef struct step_log {
    uint64_t last;
    uint64_t total;
    int calls;
    int stop_at;
} step_log;

static int note_step(uint64_t done, uint64_t total, void *user)
{
    step_log *to = user;

    assert_true(done >= to->last);
    assert_true(total == 0 || done <= total);
    to->last = done;
    to->total = total;
    to->calls++;
    return to->stop_at > 0 && to->calls >= to->stop_at;
}

static void check_counts_every_article(void **state)
{
    newsidx *index = open_filled();
    step_log steps = {0, 0, 0, 0};

    (void)state;
    EXPECT_OK(newsidx_check(index, note_step, &steps, &err));
    assert_true(steps.calls > 0);
    assert_int_equal(steps.last, steps.total);
    newsidx_close(index);
}

/* Texts are in the file as they are: change a word of each of some articles,
 * of which one at least is no copy that nobody reads any more. */
static void check_finds_changed_bytes(void **state)
{
    static const char from[] = "talk number 7.";
    newsidx *index = open_filled();
    size_t changed = 0;
    char *bytes;
    size_t length;

    (void)state;
    newsidx_close(index);
    bytes = read_file(INDEX_PATH, &length);
    for (size_t i = 0; i + sizeof from <= length; i++) {
        if (memcmp(bytes + i, from, sizeof from - 1) == 0) {
            memcpy(bytes + i, "walk", 4);
            changed++;
        }
    }
    assert_true(changed > 0);
    remove_index("changed.db");
    write_file("changed.db", bytes, length);
    free(bytes);
    index = open_index("changed.db", NEWSIDX_READ_ONLY);
    EXPECT_STATUS(NEWSIDX_ERR_CORRUPT, newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

static void optimize_changes_no_answer(void **state)
{
    newsidx *index = open_filled();
    char *before = describe(index);
    char *after;

    (void)state;
    EXPECT_OK(newsidx_optimize(index, &err));
    after = describe(index);
    assert_string_equal(after, before);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    free(after);
    free(before);
    newsidx_close(index);
}

/* What one handle has merged, another has to look for where it is now. */
static void optimize_is_seen_by_other_handles(void **state)
{
    newsidx *index = open_filled();
    newsidx *other = open_index(INDEX_PATH, NEWSIDX_READ_ONLY);
    char *before;
    char *after;

    (void)state;
    EXPECT_OK(newsidx_optimize(index, &err));
    before = describe(other);
    put(index, "new", "Talks", "A number of new talks.");
    EXPECT_OK(newsidx_remove(index, text_of("new"), &err));
    free(before);
    before = describe(other);
    EXPECT_OK(newsidx_optimize(index, &err));
    after = describe(other);
    assert_string_equal(before, after);
    free(before);
    free(after);
    newsidx_close(other);
    newsidx_close(index);
}

static void rebuild_changes_no_answer(void **state)
{
    newsidx *index = open_filled();
    step_log steps = {0, 0, 0, 0};
    char *before = describe(index);
    char *after;

    (void)state;
    EXPECT_OK(newsidx_rebuild(index, note_step, &steps, &err));
    assert_true(steps.calls > 0);
    after = describe(index);
    assert_string_equal(after, before);
    assert_int_equal(get_info(index).version_count, ARTICLES + 1);
    assert_int_equal(get_info(index).needs_rebuild, 0);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    free(after);
    free(before);
    newsidx_close(index);
}

static void a_stopped_rebuild_leaves_the_index_as_it_was(void **state)
{
    newsidx *index = open_filled();
    step_log steps = {0, 0, 0, 1};
    char *before = describe(index);
    char *after;

    (void)state;
    EXPECT_STATUS(NEWSIDX_ERR_CANCELLED,
                  newsidx_rebuild(index, note_step, &steps, &err));
    after = describe(index);
    assert_string_equal(after, before);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    free(after);
    free(before);
    newsidx_close(index);
}

static void a_stopped_check_says_so(void **state)
{
    newsidx *index = open_filled();
    step_log steps = {0, 0, 0, 1};

    (void)state;
    EXPECT_STATUS(NEWSIDX_ERR_CANCELLED,
                  newsidx_check(index, note_step, &steps, &err));
    newsidx_close(index);
}

static void a_backup_is_the_index_of_one_moment(void **state)
{
    newsidx *index = open_filled();
    newsidx *copy;
    step_log steps = {0, 0, 0, 0};
    char *before = describe(index);
    char *after;

    (void)state;
    remove_index("copy.db");
    EXPECT_OK(newsidx_backup(index, "copy.db", note_step, &steps, &err));
    put(index, "later", "Talk number later", "A later talk number.");
    copy = open_index("copy.db", NEWSIDX_READ_WRITE);
    after = describe(copy);
    assert_string_equal(after, before);
    EXPECT_OK(newsidx_check(copy, NULL, NULL, &err));
    put(copy, "own", "Own", "The copy has a life of its own.");
    expect_hits(copy, "own life", "own");
    expect_hits(index, "own life", "");
    free(after);
    free(before);
    newsidx_close(copy);
    newsidx_close(index);
}

static void a_backup_never_overwrites(void **state)
{
    newsidx *index = open_filled();
    char *bytes;
    size_t length;

    (void)state;
    write_string("there.db", "something else");
    EXPECT_STATUS(NEWSIDX_ERR_IO,
                  newsidx_backup(index, "there.db", NULL, NULL, &err));
    bytes = read_file("there.db", &length);
    assert_string_equal(bytes, "something else");
    free(bytes);
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_backup(index, NULL, NULL, NULL, &err));
    EXPECT_STATUS(NEWSIDX_ERR_IO,
                  newsidx_backup(index, "no/such/x.db", NULL, NULL, &err));
    newsidx_close(index);
}

static void a_stopped_backup_leaves_no_file(void **state)
{
    newsidx *index = open_filled();
    step_log steps = {0, 0, 0, 1};

    (void)state;
    remove_index("stopped.db");
    EXPECT_STATUS(NEWSIDX_ERR_CANCELLED,
                  newsidx_backup(index, "stopped.db", note_step, &steps, &err));
    assert_int_not_equal(access("stopped.db", F_OK), 0);
    newsidx_close(index);
}

static void maintenance_is_no_part_of_a_transaction(void **state)
{
    newsidx *index = open_filled();

    (void)state;
    EXPECT_OK(newsidx_begin(index, &err));
    put(index, "open", "Open", "A transaction is open.");
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_optimize(index, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_rebuild(index, NULL, NULL, &err));
    EXPECT_OK(newsidx_commit(index, &err));
    expect_hits(index, "transaction", "open");
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_counts_every_article),
        cmocka_unit_test(check_finds_changed_bytes),
        cmocka_unit_test(optimize_changes_no_answer),
        cmocka_unit_test(optimize_is_seen_by_other_handles),
        cmocka_unit_test(rebuild_changes_no_answer),
        cmocka_unit_test(a_stopped_rebuild_leaves_the_index_as_it_was),
        cmocka_unit_test(a_stopped_check_says_so),
        cmocka_unit_test(a_backup_is_the_index_of_one_moment),
        cmocka_unit_test(a_backup_never_overwrites),
        cmocka_unit_test(a_stopped_backup_leaves_no_file),
        cmocka_unit_test(maintenance_is_no_part_of_a_transaction),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
