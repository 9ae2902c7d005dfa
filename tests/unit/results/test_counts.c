/* Names with counts: once an article, the most frequent first. */
#include "results/counts.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static nx_counted *find(nx_counts *counts, const char *key, const char *name)
{
    nx_counted *item = NULL;
    newsidx_error err;

    assert_int_equal(
        nx_counts_find(counts, nx_str(key), nx_str(name), &item, &err),
        NEWSIDX_OK);
    assert_non_null(item);
    return item;
}

static void counts_an_article_once(void **state)
{
    nx_counts counts;

    (void)state;
    nx_counts_init(&counts);
    nx_counted_add(find(&counts, "ann lee", "Ann Lee"), 1);
    nx_counted_add(find(&counts, "ann lee", "ANN LEE"), 1);
    nx_counted_add(find(&counts, "ann lee", "Ann Lee"), 7);
    assert_int_equal(counts.count, 1);
    assert_int_equal(counts.items[0].count, 2);
    assert_string_equal(counts.items[0].name.bytes, "Ann Lee");
    nx_counts_finish(&counts);
}

static void prefers_what_most_have(void **state)
{
    nx_counts counts;
    nx_counted *item;

    (void)state;
    nx_counts_init(&counts);
    item = find(&counts, "ap", "Ap");
    nx_counted_prefer(item, nx_str("Ap"), 2);
    nx_counted_prefer(item, nx_str("AP"), 3);
    nx_counted_prefer(item, nx_str("aP"), 3);
    assert_string_equal(item->name.bytes, "AP");
    nx_counts_finish(&counts);
}

/* Many, so that all grows: each keeps its number and its count. */
static void finds_each_of_many(void **state)
{
    nx_counts counts;
    char key[16];

    (void)state;
    nx_counts_init(&counts);
    for (int round = 1; round <= 3; round++) {
        for (int i = 0; i < 5000; i++) {
            snprintf(key, sizeof key, "k%d", i);
            nx_counted_add(find(&counts, key, key), round);
        }
    }
    assert_int_equal(counts.count, 5000);
    for (int i = 0; i < 5000; i++) {
        snprintf(key, sizeof key, "k%d", i);
        assert_string_equal(counts.items[i].key.bytes, key);
        assert_int_equal(counts.items[i].count, 3);
    }
    nx_counts_finish(&counts);
}

static void tells_the_most_frequent_first(void **state)
{
    static const struct {
        const char *name;
        uint64_t count;
    } wanted[] = {{"c", 4}, {"a", 2}, {"b", 2}};
    newsidx_tally *tally = NULL;
    newsidx_error err;
    nx_counts counts;

    (void)state;
    nx_counts_init(&counts);
    find(&counts, "b", "b")->count = 2;
    find(&counts, "c", "c")->count = 4;
    find(&counts, "d", "d")->count = 1;
    find(&counts, "a", "a")->count = 2;
    assert_int_equal(nx_tally_new(&tally, &err), NEWSIDX_OK);
    assert_int_equal(nx_counts_tell(&counts, 3, 8, tally, &err), NEWSIDX_OK);
    for (size_t i = 0; i < 3; i++) {
        const newsidx_tally_line *line = nx_tally_next(tally);

        assert_string_equal(line->label.bytes, wanted[i].name);
        assert_int_equal(line->count, wanted[i].count);
        assert_true(line->weight == (double)wanted[i].count / 8.0);
    }
    assert_null(nx_tally_next(tally));
    nx_tally_free(tally);
    nx_counts_finish(&counts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_an_article_once),
        cmocka_unit_test(prefers_what_most_have),
        cmocka_unit_test(finds_each_of_many),
        cmocka_unit_test(tells_the_most_frequent_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
