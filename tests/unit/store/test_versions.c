/*
 * What rules under a key. A line of the tables is a story: each word is a text
 * that comes in, and after it the versions' states and the result are told.
 *
 *     a2      the text "a", edition 2; without a digit no edition
 *     a2w a2c withheld, canceled
 *     a2e5    embargoed for five hours
 *     -       the key is removed
 */
#include "store/internal.h"

#include "base/clock.h"
#include "store_fixture.h"

#define PATH "versions.db"

typedef struct story {
    const char *texts;
    const char *results; /* "o" ok, "u" unchanged, "d" outdated, "-" */
    const char *states;  /* of all versions, at the end */
    const char *later;   /* the same ten hours later; NULL: no other */
} story;

static newsidx_article article_of(const char *word, int64_t now)
{
    static char body[2];
    newsidx_article article;

    snprintf(body, sizeof body, "%c", word[0]);
    article = make_article("k", "", body);
    for (const char *at = word + 1; *at != '\0' && *at != ' '; at++) {
        if (*at == 'w')
            article.usage = NEWSIDX_WITHHELD;
        else if (*at == 'c')
            article.usage = NEWSIDX_CANCELED;
        else if (*at == 'e')
            article.embargoed_until = now + (*++at - '0') * (int64_t)3600;
        else
            article.edition = (uint32_t)(*at - '0');
    }
    return article;
}

static char put_word(nx_store *store, const char *word, int64_t now)
{
    newsidx_article article;
    nx_put_result foreseen;
    newsidx_status expected;
    nx_put_result put;
    newsidx_status status;

    if (word[0] == '-') {
        EXPECT_OK(nx_store_remove(store, nx_str("k"), err));
        return '-';
    }
    article = article_of(word, now);
    expected = nx_store_try_put(store, &article, nx_content_hash(&article),
                                &foreseen, NULL);
    status = fixture_try_put(store, &article, &put, NULL);
    assert_int_equal(status, expected);
    assert_int_equal(put.version, foreseen.version);
    if (status == NEWSIDX_UNCHANGED)
        assert_int_equal(put.id, foreseen.id);
    return status == NEWSIDX_OK          ? 'o'
           : status == NEWSIDX_UNCHANGED ? 'u'
           : status == NEWSIDX_OUTDATED  ? 'd'
                                         : '?';
}

static void list_states(nx_store *store, int64_t now, char *out)
{
    const nx_rows *rows = nx_store_rows(store);

    EXPECT_OK(nx_store_begin_read_at(store, now, err));
    for (int64_t id = 1; id <= rows->last_id; id++)
        *out++ = (char)('0' + rows->rows[id].state);
    *out = '\0';
    nx_store_end_read(store);
}

/* What is current is found, and nothing else. */
static void expect_found(nx_store *store, int64_t now, const char *states)
{
    const char *current = strchr(states, '0');
    int64_t id = 0;
    const newsidx_status status =
        nx_store_find(store, nx_str("k"), now, &id, NULL);

    assert_int_equal(status, current != NULL ? NEWSIDX_OK : NEWSIDX_NOT_FOUND);
    assert_int_equal(id, current != NULL ? current - states + 1 : 0);
    assert_true(current == NULL || strchr(current + 1, '0') == NULL);
}

static void tell(const story *tale, bool is_one_transaction)
{
    const int64_t now = nx_clock_now();
    const int64_t later = now + 36000;
    nx_store *store = fixture_new(PATH);
    char results[32] = "";
    char states[32];

    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    for (const char *at = tale->texts; *at != '\0'; at += strspn(at, " ")) {
        const size_t length = strlen(results);

        results[length] = put_word(store, at, now);
        results[length + 1] = '\0';
        at += strcspn(at, " ");
        if (!is_one_transaction) {
            EXPECT_OK(nx_store_commit(store, err));
            EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
        }
    }
    EXPECT_OK(nx_store_commit(store, err));
    if (strcmp(results, tale->results) != 0)
        fail_msg("%s: %s, not %s", tale->texts, results, tale->results);
    list_states(store, later, states);
    if (strcmp(states, tale->later != NULL ? tale->later : tale->states) != 0)
        fail_msg("%s: later %s", tale->texts, states);
    expect_found(store, later, states);
    list_states(store, now, states);
    if (strcmp(states, tale->states) != 0)
        fail_msg("%s: %s, not %s", tale->texts, states, tale->states);
    expect_found(store, now, states);
    EXPECT_OK(nx_store_check(store, NULL, NULL, err));
    nx_store_close(store);
}

static void tell_all(const story *tales, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        tell(&tales[i], true);
        tell(&tales[i], false);
    }
}

static void editions_rule_whatever_the_order(void **state)
{
    static const story tales[] = {
        {"a b a", "ooo", "110", NULL},
        {"a1 b2 c3", "ooo", "110", NULL},
        {"c3 b2 a1", "odd", "066", NULL},
        {"b2 a1 c3", "odo", "160", NULL},
        {"a1 b2 a1 b2", "oouu", "10", NULL},
        {"b2 a1 b2 a1", "oduu", "06", NULL},
        /* A correction without a new number, and both of them again. */
        {"a1 b1 a1 b1", "oouu", "10", NULL},
        {"a2 b1 c1 b1 c1", "odduu", "066", NULL},
        /* Without an edition it is as it always was. */
        {"a2 b c1", "ooo", "110", NULL},
        {"a b1 c", "ooo", "110", NULL},
        {"a1 a2", "oo", "10", NULL},
    };

    (void)state;
    tell_all(tales, sizeof tales / sizeof *tales);
}

static void what_is_withheld_hides_its_key(void **state)
{
    static const story tales[] = {
        {"aw", "o", "3", NULL},
        {"a bw", "oo", "13", NULL},
        {"a bw a", "ooo", "110", NULL},
        {"aw a", "oo", "10", NULL},
        {"a1 b2w a1", "oou", "13", NULL},
        {"a1 b2w c2", "ooo", "110", NULL},
        {"b2w a1 c3", "odo", "160", NULL},
        {"b2 a1w", "od", "06", NULL},
        {"aw bw aw", "ooo", "113", NULL},
        {"aw - a", "o-o", "20", NULL},
    };

    (void)state;
    tell_all(tales, sizeof tales / sizeof *tales);
}

static void what_is_canceled_stays_so(void **state)
{
    static const story tales[] = {
        {"a bc", "oo", "14", NULL},
        {"a bc a c", "ooud", "146", NULL},
        {"bc a", "od", "46", NULL},
        {"bc a bc a", "oduu", "46", NULL},
        {"a1 b2c a1 c2", "ooud", "146", NULL},
        {"b2c a1 c3", "odo", "160", NULL},
        {"c3 b2c a1", "odd", "066", NULL},
        {"a1 b2c c", "ood", "146", NULL},
        {"bc c9", "od", "46", NULL},
        {"b2c c3w d3", "ooo", "110", NULL},
        {"bc cw", "od", "46", NULL},
        /* Who removes it begins anew. */
        {"a1 b2c - a1", "oo-o", "220", NULL},
        {"b2 a1 - a1 b2", "od-oo", "2210", NULL},
    };

    (void)state;
    tell_all(tales, sizeof tales / sizeof *tales);
}

static void an_embargo_ends_without_a_write(void **state)
{
    static const story tales[] = {
        {"ae5", "o", "5", "0"},
        {"a be5", "oo", "05", "10"},
        {"a be5 ce9", "ooo", "055", "110"},
        {"a be5 ce5", "ooo", "015", "110"},
        {"a be9 ce5", "ooo", "015", "110"},
        {"a be4 ce6 de5", "oooo", "0515", "1110"},
        {"a be4 ce6 de5 f", "ooooo", "11110", NULL},
        {"a be4 ce6 de5 fe3", "ooooo", "01115", "11110"},
        {"a be5 c", "ooo", "110", NULL},
        {"a be4 ce6 d", "oooo", "1110", NULL},
        {"ae5 ae5", "ou", "5", "0"},
        {"ae5 be9", "oo", "55", "10"},
        {"ae0", "o", "0", NULL},
        {"a1 b2e5 a1 b2e5", "oouu", "05", "10"},
        {"b2e5 a1", "od", "56", "06"},
        {"a be5 -", "oo-", "22", NULL},
        {"a be5 - a", "oo-o", "220", NULL},
        /* A cancellation that comes late counts for what is older. */
        {"a1 b4e5 c3c", "ood", "156", "106"},
        {"a1 b4e5 c1w", "ood", "156", "106"},
        {"a2 b4e5 c1c", "ood", "056", "106"},
        {"a1 b2e3 c4e5 d3c", "oood", "1156", "1106"},
        {"a1 b3e3 c4e5 d2c", "oood", "1556", "1106"},
        /* What may not be used has no embargo to wait for. */
        {"a be5w", "oo", "13", NULL},
        {"a be5c", "oo", "14", NULL},
        {"a be5 cw", "ooo", "113", NULL},
        {"aw be5", "oo", "15", "10"},
        {"a1c b2e5", "oo", "15", "10"},
        {"a be5 cw d", "oooo", "1110", NULL},
    };

    (void)state;
    tell_all(tales, sizeof tales / sizeof *tales);
}

/* ------------------------------------------------------------ reading ---- */

static void expect_readable(const char *texts, const char *expected,
                            int64_t hours)
{
    const int64_t now = nx_clock_now();
    nx_store *store = fixture_new(PATH);
    char got[32] = "";

    EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
    for (const char *at = texts; *at != '\0'; at += strspn(at, " ")) {
        put_word(store, at, now);
        at += strcspn(at, " ");
    }
    EXPECT_OK(nx_store_commit(store, err));
    for (int64_t id = 1; id <= nx_store_rows(store)->last_id + 1; id++) {
        const newsidx_status status =
            nx_store_may_read(store, id, now + hours * 3600, NULL);

        got[id - 1] = status == NEWSIDX_OK          ? '+'
                      : status == NEWSIDX_NOT_FOUND ? '-'
                                                    : '?';
    }
    if (strcmp(got, expected) != 0)
        fail_msg("%s after %lld hours: %s, not %s", texts, (long long)hours,
                 got, expected);
    nx_store_close(store);
}

static void what_may_not_be_found_may_not_be_read(void **state)
{
    (void)state;
    expect_readable("a b", "++-", 0);
    expect_readable("b2 a1", "++-", 0);
    expect_readable("a bw", "---", 0);
    expect_readable("a bc", "---", 0);
    expect_readable("bc a", "---", 0);
    expect_readable("a bw c", "+++-", 0);
    expect_readable("a b -", "---", 0);
    expect_readable("a be5", "+--", 0);
    expect_readable("a be5", "++-", 5);
    /* It was never shown, and its time hasn't come. */
    expect_readable("a be5 c", "+-+-", 4);
    expect_readable("a be5 c", "+++-", 5);
    expect_readable("b2 a1e5", "+--", 4);
    expect_readable("b2 a1e5", "++-", 5);
}

/* Each order of the same texts, loaded twice, comes to the same. */
static void the_order_of_editions_does_not_matter(void **state)
{
    static const char *const texts[] = {"a1", "b2w", "c3c", "d4e5", "e5"};
    const int64_t now = nx_clock_now();

    (void)state;
    for (size_t order = 0; order < 120; order++) {
        nx_store *store = fixture_new(PATH);
        size_t places[] = {0, 1, 2, 3, 4};
        char states[32];
        int64_t id;

        for (size_t i = 4, rest = order; i > 0; rest /= i + 1, i--) {
            const size_t other = rest % (i + 1);
            const size_t place = places[i];

            places[i] = places[other];
            places[other] = place;
        }
        EXPECT_OK(nx_store_begin(store, NX_DURABLE, err));
        for (size_t i = 0; i < 5; i++)
            assert_int_not_equal(put_word(store, texts[places[i]], now), 'u');
        for (size_t i = 0; i < 5; i++)
            assert_int_equal(put_word(store, texts[places[4 - i]], now), 'u');
        EXPECT_OK(nx_store_commit(store, err));
        list_states(store, now, states);
        assert_int_equal(strlen(states), 5);
        expect_found(store, now, states);
        EXPECT_OK(nx_store_find(store, nx_str("k"), now, &id, err));
        assert_int_equal(places[id - 1], 4);
        EXPECT_OK(nx_store_check(store, NULL, NULL, err));
        nx_store_close(store);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(editions_rule_whatever_the_order),
        cmocka_unit_test(what_is_withheld_hides_its_key),
        cmocka_unit_test(what_is_canceled_stays_so),
        cmocka_unit_test(an_embargo_ends_without_a_write),
        cmocka_unit_test(what_may_not_be_found_may_not_be_read),
        cmocka_unit_test(the_order_of_editions_does_not_matter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
