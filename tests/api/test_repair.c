#include "fixture.h"

#include <stdbool.h>

#define NEW_PATH "new.db"
#define BROKEN_PATH "broken.db"

typedef struct told_one {
    int64_t id;
    int64_t new_id;
    uint32_t version;
    newsidx_repair_outcome outcome;
    char key[16];
} told_one;

typedef struct told_list {
    told_one items[16];
    size_t count;
    size_t stop_at;
} told_list;

static int note(const newsidx_repaired *repaired, void *user)
{
    told_list *told = user;
    told_one *one = &told->items[told->count++];

    assert_true(told->count <= sizeof told->items / sizeof *told->items);
    assert_true(repaired->reason.length > 0);
    one->id = repaired->id;
    one->new_id = repaired->new_id;
    one->version = repaired->version;
    one->outcome = repaired->outcome;
    snprintf(one->key, sizeof one->key, "%.*s", (int)repaired->key.length,
             repaired->key.bytes != NULL ? repaired->key.bytes : "");
    return told->count == told->stop_at;
}

static newsidx_repair_counts repair(const char *path, told_list *told)
{
    newsidx_repair_options options = NEWSIDX_REPAIR_OPTIONS_INIT;
    newsidx_repair_counts counts = NEWSIDX_REPAIR_COUNTS_INIT;

    options.on_repaired = note;
    options.repaired_user = told;
    remove_index(NEW_PATH);
    EXPECT_OK(newsidx_repair(path, NEW_PATH, &options, &counts, &err));
    return counts;
}

/* The file of INDEX_PATH, with each `from` in it as `to`, of the same length.
 */
static void break_texts(const char *from, const char *to)
{
    size_t length = 0;
    char *bytes = read_file(INDEX_PATH, &length);
    size_t count = 0;

    assert_int_equal(strlen(from), strlen(to));
    for (size_t i = 0; i + strlen(from) <= length; i++) {
        if (memcmp(bytes + i, from, strlen(from)) != 0)
            continue;
        memcpy(bytes + i, to, strlen(to));
        count++;
    }
    assert_true(count > 0);
    remove_index(BROKEN_PATH);
    write_file(BROKEN_PATH, bytes, length);
    free(bytes);
}

static newsidx *open_sound(void)
{
    newsidx *index = open_index(NEW_PATH, NEWSIDX_READ_WRITE);

    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    return index;
}

static void make_index(void)
{
    newsidx *index = open_new();

    put(index, "a", "River", "The river rose.");
    put(index, "b", "Town", "Streets were closed.");
    put(index, "a", "River", "The river fell again.");
    put(index, "c", "Gone", "Nothing to see.");
    EXPECT_OK(newsidx_remove(index, text_of("c"), &err));
    newsidx_close(index);
}

static void what_is_whole_is_saved_as_it_was(void **state)
{
    told_list told = {.count = 0};
    newsidx_repair_counts counts;
    newsidx *index;

    (void)state;
    make_index();
    counts = repair(INDEX_PATH, &told);
    assert_int_equal(counts.saved, 4);
    assert_int_equal(counts.unsure + counts.altered + counts.lost, 0);
    assert_int_equal(told.count, 0);
    index = open_sound();
    expect_hits(index, "river", "a");
    expect_hits(index, "rose", "");
    expect_hits(index, "nothing", "");
    assert_int_equal(get_info(index).version_count, 4);
    newsidx_close(index);
}

/* Letters for letters: nothing but the hash can tell. */
static void an_altered_text_is_saved_and_told(void **state)
{
    told_list told = {.count = 0};
    newsidx_repair_counts counts;
    newsidx *index;

    (void)state;
    make_index();
    break_texts("Streets were closed.", "Streets were\xFF"
                                        "close\x01.");
    counts = repair(BROKEN_PATH, &told);
    assert_int_equal(counts.saved, 4);
    assert_int_equal(counts.altered, 1);
    assert_int_equal(told.count, 1);
    assert_int_equal(told.items[0].id, 2);
    assert_int_equal(told.items[0].new_id, 2);
    assert_int_equal(told.items[0].outcome, NEWSIDX_REPAIR_ALTERED);
    assert_string_equal(told.items[0].key, "b");
    index = open_sound();
    expect_hits(index, "streets", "b");
    newsidx_close(index);
}

/* What goes before an article's key and headline says how to read its row. */
static void break_rows(const char *key, const char *headline)
{
    size_t length = 0;
    char *bytes = read_file(INDEX_PATH, &length);
    size_t count = 0;

    for (size_t i = 40; i + 100 < length; i++) {
        bool has_headline = false;

        if (memcmp(bytes + i, key, strlen(key)) != 0)
            continue;
        for (size_t j = i; j < i + 60; j++)
            has_headline = has_headline ||
                           memcmp(bytes + j, headline, strlen(headline)) == 0;
        if (!has_headline)
            continue;
        memset(bytes + i - 24, 0, 24);
        count++;
    }
    assert_true(count > 0);
    remove_index(BROKEN_PATH);
    write_file(BROKEN_PATH, bytes, length);
    free(bytes);
}

static void expect_lost(const told_list *told, int64_t id, const char *key,
                        uint32_t version)
{
    assert_int_equal(told->count, 1);
    assert_int_equal(told->items[0].outcome, NEWSIDX_REPAIR_LOST);
    assert_int_equal(told->items[0].id, id);
    assert_int_equal(told->items[0].new_id, 0);
    assert_int_equal(told->items[0].version, version);
    assert_string_equal(told->items[0].key, key);
}

/* The one before it is the newest that is left; and what comes after it keeps
 * its number. */
static void without_a_newest_version_the_one_before_is_found(void **state)
{
    told_list told = {.count = 0};
    newsidx_repair_counts counts;
    newsidx *index = open_new();

    (void)state;
    put(index, "key-1", "First", "The river rose.");
    put(index, "key-1", "Second", "The river fell.");
    put(index, "key-2", "Other", "Streets were closed.");
    newsidx_close(index);
    break_rows("key-1", "Second");
    counts = repair(BROKEN_PATH, &told);
    assert_int_equal(counts.saved, 2);
    assert_int_equal(counts.lost, 1);
    expect_lost(&told, 2, "key-1", 2);
    index = open_sound();
    expect_hits(index, "river rose", "key-1");
    expect_hits(index, "fell", "");
    expect_hits(index, "streets", "key-2");
    newsidx_close(index);
    told.count = 0;
    break_rows("key-1", "First");
    counts = repair(BROKEN_PATH, &told);
    expect_lost(&told, 1, "key-1", 1);
    index = open_sound();
    expect_hits(index, "river", "key-1");
    assert_int_equal(put(index, "key-1", "Third", "It is dry."), 3);
    newsidx_close(index);
}

/* Whoever withheld an article did not want the one before it to be found. */
static void what_a_lost_version_withheld_stays_so(void **state)
{
    newsidx_article article = make_article("key-1", "Second", "");
    told_list told = {.count = 0};
    newsidx *index = open_new();

    (void)state;
    put(index, "key-1", "First", "The river rose.");
    article.body = text_of("The river did not rise.");
    article.usage = NEWSIDX_CANCELED;
    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    newsidx_close(index);
    break_rows("key-1", "Second");
    assert_int_equal(repair(BROKEN_PATH, &told).lost, 1);
    expect_lost(&told, 2, "key-1", 2);
    index = open_sound();
    expect_hits(index, "river", "");
    assert_int_equal(get_info(index).version_count, 1);
    newsidx_close(index);
}

/* The rows alone tell what was removed, and the table of it alone. */
static void what_was_removed_stays_so(void **state)
{
    told_list told = {.count = 0};
    newsidx *index;
    size_t length = 0;
    char *bytes;

    (void)state;
    make_index();
    bytes = read_file(INDEX_PATH, &length);
    /* By schema.c the fifth page, and the seventh, are the two tables'. */
    for (size_t page = 5; page <= 7; page += 2) {
        char *copy = malloc(length);

        assert_non_null(copy);
        memcpy(copy, bytes, length);
        memset(copy + 16384 * (page - 1), 0, 16384);
        remove_index(BROKEN_PATH);
        write_file(BROKEN_PATH, copy, length);
        free(copy);
        told.count = 0;
        assert_int_equal(repair(BROKEN_PATH, &told).saved, 4);
        assert_int_equal(told.count, 0);
        index = open_sound();
        expect_hits(index, "nothing", "");
        newsidx_close(index);
    }
    free(bytes);
}

/* What was committed and not yet written back is in the log. */
static void the_log_beside_it_counts(void **state)
{
    told_list told = {.count = 0};
    newsidx *index = open_new();
    size_t length = 0;
    char *bytes;

    (void)state;
    put(index, "a", "River", "The river rose.");
    put(index, "b", "Town", "Streets were closed.");
    bytes = read_file(INDEX_PATH, &length);
    remove_index(BROKEN_PATH);
    write_file(BROKEN_PATH, bytes, length);
    free(bytes);
    bytes = read_file(INDEX_PATH "-wal", &length);
    assert_true(length > 0);
    write_file(BROKEN_PATH "-wal", bytes, length);
    newsidx_close(index);
    assert_int_equal(repair(BROKEN_PATH, &told).saved, 2);
    assert_int_equal(told.count, 0);
    index = open_sound();
    expect_hits(index, "streets", "b");
    newsidx_close(index);
    /* A frame that is damaged ends it, with all that follows. */
    bytes[length - 1] = (char)(bytes[length - 1] ^ 1);
    write_file(BROKEN_PATH "-wal", bytes, length);
    free(bytes);
    assert_int_equal(repair(BROKEN_PATH, &told).saved, 1);
    assert_int_equal(told.count, 0);
}

static int stop(uint64_t done, uint64_t total, void *user)
{
    (void)total;
    (void)user;
    return done == 2;
}

static void what_fails_leaves_no_file(void **state)
{
    newsidx_repair_options options = NEWSIDX_REPAIR_OPTIONS_INIT;
    newsidx_repair_counts counts = NEWSIDX_REPAIR_COUNTS_INIT;
    told_list told = {.count = 0, .stop_at = 1};

    (void)state;
    make_index();
    remove_index(NEW_PATH);
    options.on_progress = stop;
    EXPECT_STATUS(
        NEWSIDX_ERR_CANCELLED,
        newsidx_repair(INDEX_PATH, NEW_PATH, &options, &counts, &err));
    assert_int_equal(counts.saved, 2);
    assert_int_not_equal(access(NEW_PATH, F_OK), 0);
    break_rows("b", "Town");
    options = (newsidx_repair_options)NEWSIDX_REPAIR_OPTIONS_INIT;
    options.on_repaired = note;
    options.repaired_user = &told;
    EXPECT_STATUS(NEWSIDX_ERR_CANCELLED,
                  newsidx_repair(BROKEN_PATH, NEW_PATH, &options, NULL, &err));
    assert_int_not_equal(access(NEW_PATH, F_OK), 0);
    assert_int_not_equal(access(NEW_PATH ".part", F_OK), 0);
}

/* What a repair that was killed has left is in nobody's way. */
static void half_of_a_repair_is_thrown_away(void **state)
{
    told_list told = {.count = 0};
    size_t length = 0;
    char *bytes;

    (void)state;
    make_index();
    bytes = read_file(INDEX_PATH, &length);
    write_file(NEW_PATH ".part", bytes, length / 2);
    write_string(NEW_PATH ".part-wal", "half a log");
    free(bytes);
    assert_int_equal(repair(INDEX_PATH, &told).saved, 4);
    newsidx_close(open_sound());
    assert_int_not_equal(access(NEW_PATH ".part", F_OK), 0);
    assert_int_not_equal(access(NEW_PATH ".part-wal", F_OK), 0);
}

static void what_cannot_be_is_refused(void **state)
{
    newsidx_repair_counts counts = {.size = 1};
    char *bytes;
    size_t length;

    (void)state;
    make_index();
    remove_index(NEW_PATH);
    write_string("notes.txt", "no index at all");
    EXPECT_STATUS(NEWSIDX_ERR_NOT_AN_INDEX,
                  newsidx_repair("notes.txt", NEW_PATH, NULL, NULL, &err));
    EXPECT_STATUS(NEWSIDX_ERR_IO,
                  newsidx_repair("none.db", NEW_PATH, NULL, NULL, &err));
    assert_int_not_equal(access("none.db.lock", F_OK), 0);
    EXPECT_STATUS(NEWSIDX_ERR_IO,
                  newsidx_repair(INDEX_PATH, "notes.txt", NULL, NULL, &err));
    bytes = read_file("notes.txt", &length);
    assert_string_equal(bytes, "no index at all");
    free(bytes);
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_repair(INDEX_PATH, INDEX_PATH, NULL, NULL, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_repair(NULL, NEW_PATH, NULL, NULL, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_repair(INDEX_PATH, NULL, NULL, NULL, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_repair(INDEX_PATH, NEW_PATH, NULL, &counts, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_whole_is_saved_as_it_was),
        cmocka_unit_test(an_altered_text_is_saved_and_told),
        cmocka_unit_test(without_a_newest_version_the_one_before_is_found),
        cmocka_unit_test(what_a_lost_version_withheld_stays_so),
        cmocka_unit_test(what_was_removed_stays_so),
        cmocka_unit_test(the_log_beside_it_counts),
        cmocka_unit_test(what_fails_leaves_no_file),
        cmocka_unit_test(half_of_a_repair_is_thrown_away),
        cmocka_unit_test(what_cannot_be_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
