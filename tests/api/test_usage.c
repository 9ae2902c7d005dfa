/* What may not be used, not yet, or no more: no way to read finds it. */
#define _POSIX_C_SOURCE 200809L

#include "fixture.h"

#include <stdbool.h>
#include <time.h>

#define HOUR 3600

static int64_t clock_now(void)
{
    return (int64_t)time(NULL);
}

static newsidx_status try_put(newsidx *index, const newsidx_article *article,
                              int64_t *out_id)
{
    newsidx_error err;
    const newsidx_status status = newsidx_put(index, article, out_id, &err);

    if (status < 0)
        fail_msg("newsidx_put: %s", err.message);
    return status;
}

static int64_t put_usage(newsidx *index, const char *key, const char *body,
                         newsidx_usage usage)
{
    newsidx_article article = make_article(key, "Flood", body);
    int64_t id = 0;

    article.usage = usage;
    assert_int_equal(try_put(index, &article, &id), NEWSIDX_OK);
    return id;
}

static int64_t put_until(newsidx *index, const char *key, const char *body,
                         int64_t until)
{
    newsidx_article article = make_article(key, "Flood", body);
    int64_t id = 0;

    article.embargoed_until = until;
    assert_int_equal(try_put(index, &article, &id), NEWSIDX_OK);
    return id;
}

static newsidx_status put_edition(newsidx *index, const char *body,
                                  uint32_t edition, int64_t *out_id)
{
    newsidx_article article = make_article("k", "Flood", body);

    article.edition = edition;
    return try_put(index, &article, out_id);
}

static void expect_hits_at(newsidx *index, const char *text, int64_t now,
                           const char *keys)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = parse(text);
    uint64_t expected = keys[0] != '\0' ? 1 : 0;
    uint64_t count = 0;

    options.now = now;
    for (const char *at = keys; *at != '\0'; at++)
        expected += *at == ' ';
    for (options.no_lists = 0; options.no_lists < 2; options.no_lists++) {
        expect_hits_with(index, text, NEWSIDX_MATCH_ALL, &options, keys);
        EXPECT_OK(newsidx_count(index, query, &options, &count, &err));
        assert_int_equal(count, expected);
    }
    newsidx_query_free(query);
}

/* The id of what is found under the key; 0: nothing is. */
static int64_t find(newsidx *index, const char *key)
{
    int64_t id = -1;
    const newsidx_status status = newsidx_find(index, text_of(key), &id, NULL);

    assert_true(status == NEWSIDX_OK || status == NEWSIDX_NOT_FOUND);
    assert_true((status == NEWSIDX_OK) == (id > 0));
    return id;
}

static bool can_read(newsidx *index, int64_t id)
{
    newsidx_record *record = NULL;
    const newsidx_status status = newsidx_read(index, id, &record, NULL);

    assert_true(status == NEWSIDX_OK || status == NEWSIDX_NOT_FOUND);
    assert_true((status == NEWSIDX_OK) == (record != NULL));
    newsidx_record_free(record);
    return status == NEWSIDX_OK;
}

/* ------------------------------------------------------------- fields ---- */

static void all_fields_come_back(void **state)
{
    newsidx *index = open_new();
    newsidx_article article = make_article("k", "Flood", "The river rose.");
    newsidx_record *record = NULL;
    const newsidx_article *got;
    int64_t id;

    (void)state;
    article.copyright = text_of("(c) 2016 The Wire");
    article.extra = text_of("{\"slug\":\"flood\",\"subject\":[\"disaster\"]}");
    article.embargoed_until = 1473446700;
    article.urgency = 3;
    article.edition = 4294967295U;
    assert_int_equal(try_put(index, &article, &id), NEWSIDX_OK);
    assert_int_equal(try_put(index, &article, &id), NEWSIDX_UNCHANGED);
    for (int round = 0; round < 2; round++) {
        EXPECT_OK(newsidx_read(index, id, &record, &err));
        got = newsidx_record_article(record);
        assert_string_equal(got->copyright.bytes, "(c) 2016 The Wire");
        assert_string_equal(got->extra.bytes,
                            "{\"slug\":\"flood\",\"subject\":[\"disaster\"]}");
        assert_int_equal(got->embargoed_until, 1473446700);
        assert_int_equal(got->urgency, 3);
        assert_int_equal(got->edition, 4294967295U);
        assert_int_equal(got->usage, NEWSIDX_USABLE);
        newsidx_record_free(record);
        EXPECT_OK(newsidx_rebuild(index, NULL, NULL, &err));
    }
    /* What isn't given isn't there. */
    id = put(index, "m", "Rain", "It rained.");
    EXPECT_OK(newsidx_read(index, id, &record, &err));
    got = newsidx_record_article(record);
    assert_null(got->copyright.bytes);
    assert_null(got->extra.bytes);
    assert_true(got->embargoed_until == NEWSIDX_NO_TIME);
    assert_int_equal(got->urgency, 0);
    assert_int_equal(got->edition, 0);
    newsidx_record_free(record);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

/* A change of any of them is a new version. */
static void every_field_makes_a_version(void **state)
{
    newsidx *index = open_new();
    newsidx_article article = make_article("k", "Flood", "The river rose.");
    int64_t before = 0;
    int64_t id = 0;

    (void)state;
    for (int i = 0; i < 7; i++) {
        if (i == 1)
            article.copyright = text_of("The Wire");
        if (i == 2)
            article.extra = text_of("{}");
        if (i == 3)
            article.embargoed_until = 1473446700;
        if (i == 4)
            article.urgency = 1;
        if (i == 5)
            article.edition = 1;
        if (i == 6)
            article.usage = NEWSIDX_WITHHELD;
        assert_int_equal(try_put(index, &article, &id), NEWSIDX_OK);
        assert_true(id > before);
        assert_int_equal(try_put(index, &article, &id), NEWSIDX_UNCHANGED);
        before = id;
    }
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

static void what_breaks_the_contract_is_refused(void **state)
{
    newsidx *index = open_new();
    newsidx_article article = make_article("k", "Flood", "The river rose.");

    (void)state;
    article.extra = text_of("[1]");
    EXPECT_STATUS(NEWSIDX_ERR_INPUT, newsidx_put(index, &article, NULL, &err));
    article.extra = text_of("{\"a\":\"\xFF\"}");
    EXPECT_STATUS(NEWSIDX_ERR_INPUT, newsidx_put(index, &article, NULL, &err));
    article.extra = text_of(NULL);
    article.usage = (newsidx_usage)3;
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_put(index, &article, NULL, &err));
    assert_int_equal(get_info(index).version_count, 0);
    newsidx_close(index);
}

/* The zeros behind a short struct are no time of 1970. */
static void a_caller_without_embargoes_gives_none(void **state)
{
    newsidx *index = open_new();
    newsidx_article article = make_article("k", "Flood", "The river rose.");
    newsidx_record *record = NULL;
    int64_t id = 0;

    (void)state;
    assert_int_equal(try_put(index, &article, &id), NEWSIDX_OK);
    article.size = offsetof(newsidx_article, copyright);
    assert_int_equal(try_put(index, &article, &id), NEWSIDX_UNCHANGED);
    article.size = offsetof(newsidx_article, embargoed_until);
    assert_int_equal(try_put(index, &article, &id), NEWSIDX_UNCHANGED);
    EXPECT_OK(newsidx_read(index, id, &record, &err));
    assert_true(newsidx_record_article(record)->embargoed_until ==
                NEWSIDX_NO_TIME);
    newsidx_record_free(record);
    newsidx_close(index);
}

/* -------------------------------------------------------------- usage ---- */

static void what_is_withheld_is_not_found(void **state)
{
    newsidx *index = open_new();
    newsidx_info info;
    int64_t first;
    int64_t second;

    (void)state;
    put(index, "m", "Flood", "The river rose.");
    first = put_usage(index, "k", "The river rose.", NEWSIDX_USABLE);
    expect_hits(index, "river", "m k");
    second = put_usage(index, "k", "The river fell.", NEWSIDX_WITHHELD);
    for (int round = 0; round < 3; round++) {
        expect_hits_at(index, "river", 0, "m");
        expect_hits_at(index, "fell", 0, "");
        expect_hits_at(index, "key:k", 0, "");
        expect_hits_at(index, "*", 0, "m");
        assert_int_equal(find(index, "k"), 0);
        assert_false(can_read(index, first));
        assert_false(can_read(index, second));
        info = get_info(index);
        assert_int_equal(info.article_count, 1);
        assert_int_equal(info.version_count, 3);
        assert_int_equal(info.withheld_count, 1);
        EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
        if (round == 0)
            EXPECT_OK(newsidx_optimize(index, &err));
        else
            EXPECT_OK(newsidx_rebuild(index, NULL, NULL, &err));
    }
    remove_index("copy.db");
    EXPECT_OK(newsidx_backup(index, "copy.db", NULL, NULL, &err));
    newsidx_close(index);
    index = open_index("copy.db", NEWSIDX_READ_WRITE);
    expect_hits_at(index, "river", 0, "m");
    put_usage(index, "k", "The river rose again.", NEWSIDX_USABLE);
    expect_hits_at(index, "river", 0, "m k");
    assert_true(can_read(index, first));
    assert_int_equal(get_info(index).withheld_count, 0);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

static void what_is_canceled_comes_back_by_a_higher_edition(void **state)
{
    newsidx *index = open_new();
    newsidx_article article = make_article("k", "Flood", "The river rose.");
    int64_t id = 0;

    (void)state;
    article.edition = 2;
    assert_int_equal(try_put(index, &article, &id), NEWSIDX_OK);
    article.edition = 3;
    article.usage = NEWSIDX_CANCELED;
    assert_int_equal(try_put(index, &article, &id), NEWSIDX_OK);
    expect_hits(index, "river", "");
    article.usage = NEWSIDX_USABLE;
    article.edition = 0;
    assert_int_equal(try_put(index, &article, &id), NEWSIDX_OUTDATED);
    assert_int_equal(id, 3);
    assert_false(can_read(index, id));
    article.edition = 3;
    assert_int_equal(try_put(index, &article, &id), NEWSIDX_OUTDATED);
    article.edition = 2;
    assert_int_equal(try_put(index, &article, &id), NEWSIDX_UNCHANGED);
    assert_int_equal(id, 1);
    expect_hits(index, "river", "");
    article.edition = 4;
    assert_int_equal(try_put(index, &article, &id), NEWSIDX_OK);
    expect_hits(index, "river", "k");
    assert_int_equal(find(index, "k"), id);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

static void what_is_not_found_can_be_removed(void **state)
{
    newsidx *index = open_new();

    (void)state;
    put_usage(index, "w", "The river rose.", NEWSIDX_WITHHELD);
    put_usage(index, "c", "The river rose.", NEWSIDX_CANCELED);
    put_until(index, "e", "The river rose.", clock_now() + HOUR);
    EXPECT_OK(newsidx_remove(index, text_of("w"), &err));
    EXPECT_OK(newsidx_remove(index, text_of("c"), &err));
    EXPECT_OK(newsidx_remove(index, text_of("e"), &err));
    EXPECT_STATUS(NEWSIDX_NOT_FOUND, newsidx_remove(index, text_of("w"), &err));
    expect_hits_at(index, "river", clock_now() + 2 * HOUR, "");
    assert_int_equal(get_info(index).withheld_count, 0);
    assert_int_equal(get_info(index).embargoed_count, 0);
    put_usage(index, "c", "The river rose.", NEWSIDX_USABLE);
    expect_hits(index, "river", "c");
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

/* ------------------------------------------------------------ embargo ---- */

static void an_embargo_ends_by_the_moment_of_the_search(void **state)
{
    newsidx *index = open_new();
    const int64_t now = clock_now();
    newsidx_info info;
    int64_t first;
    int64_t second;

    (void)state;
    first = put(index, "k", "Flood", "The river rose.");
    put(index, "m", "Flood", "The river rose.");
    second = put_until(index, "k", "The river fell.", now + HOUR);
    for (int round = 0; round < 3; round++) {
        expect_hits_at(index, "river", 0, "k m");
        expect_hits_at(index, "fell", 0, "");
        expect_hits_at(index, "rose", now + HOUR - 1, "k m");
        expect_hits_at(index, "fell", now + HOUR - 1, "");
        expect_hits_at(index, "rose", now + HOUR, "m");
        expect_hits_at(index, "fell", now + HOUR, "k");
        expect_hits_at(index, "* -rose", now + HOUR, "k");
        expect_hits_at(index, "* -rose", now, "");
        assert_int_equal(find(index, "k"), first);
        assert_true(can_read(index, first));
        assert_false(can_read(index, second));
        info = get_info(index);
        assert_int_equal(info.article_count, 2);
        assert_int_equal(info.embargoed_count, 1);
        EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
        if (round == 0)
            EXPECT_OK(newsidx_optimize(index, &err));
        else
            EXPECT_OK(newsidx_rebuild(index, NULL, NULL, &err));
    }
    newsidx_close(index);
}

/* A writer, an old reader and one that only reads see it end at once. */
static void an_embargo_ends_by_the_clock(void **state)
{
    newsidx *index = open_new();
    newsidx *other = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
    const int64_t end = clock_now() + 2;
    newsidx *handles[3];
    int64_t first;
    int64_t second;

    (void)state;
    first = put(index, "k", "Flood", "The river rose.");
    second = put_until(index, "k", "The river fell.", end);
    handles[0] = index;
    handles[1] = other;
    handles[2] = open_index(INDEX_PATH, NEWSIDX_READ_ONLY);
    for (size_t i = 0; i < 3 && clock_now() < end; i++) {
        expect_hits(handles[i], "rose", "k");
        expect_hits(handles[i], "fell", "");
        assert_int_equal(find(handles[i], "k"), first);
    }
    while (clock_now() <= end) {
        const struct timespec rest = {0, 50000000};

        nanosleep(&rest, NULL);
    }
    for (size_t i = 0; i < 3; i++) {
        expect_hits(handles[i], "rose", "");
        expect_hits(handles[i], "fell", "k");
        assert_int_equal(find(handles[i], "k"), second);
        assert_true(can_read(handles[i], second));
        assert_int_equal(get_info(handles[i]).article_count, 1);
        assert_int_equal(get_info(handles[i]).embargoed_count, 0);
    }
    /* The next writer's commit ends it in the file. */
    put(other, "m", "Flood", "The river rose.");
    for (size_t i = 0; i < 3; i++) {
        expect_hits_at(handles[i], "river", end - 1, "k m");
        expect_hits_at(handles[i], "fell", end - 1, "k");
        EXPECT_OK(newsidx_check(handles[i], NULL, NULL, &err));
        newsidx_close(handles[i]);
    }
}

/* ----------------------------------------------------------- editions ---- */

static void a_lower_edition_is_of_the_past(void **state)
{
    newsidx *index = open_new();
    newsidx_record *record = NULL;
    uint64_t revision;
    int64_t id = 0;

    (void)state;
    assert_int_equal(put_edition(index, "The river fell.", 2, &id), NEWSIDX_OK);
    assert_int_equal(put_edition(index, "The river rose.", 1, &id),
                     NEWSIDX_OUTDATED);
    assert_int_equal(id, 2);
    expect_hits_at(index, "river", 0, "k");
    expect_hits_at(index, "rose", 0, "");
    assert_int_equal(find(index, "k"), 1);
    EXPECT_OK(newsidx_read(index, 2, &record, &err));
    assert_int_equal(newsidx_record_article(record)->edition, 1);
    assert_int_equal(newsidx_record_version(record), 2);
    newsidx_record_free(record);
    revision = get_info(index).revision;
    assert_int_equal(put_edition(index, "The river rose.", 1, &id),
                     NEWSIDX_UNCHANGED);
    assert_int_equal(id, 2);
    assert_int_equal(put_edition(index, "The river fell.", 2, &id),
                     NEWSIDX_UNCHANGED);
    assert_int_equal(id, 1);
    assert_int_equal(get_info(index).revision, revision);
    assert_int_equal(put_edition(index, "The river is low.", 2, &id),
                     NEWSIDX_OK);
    expect_hits_at(index, "low", 0, "k");
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

#define KEYS 12
#define EDITIONS 6
#define TEXTS (KEYS * EDITIONS)

static uint32_t random_state = 7;

static uint32_t below(uint32_t bound)
{
    random_state = random_state * 1664525U + 1013904223U;
    return (random_state >> 8) % bound;
}

static newsidx_article make_edition(size_t number, int64_t now)
{
    static char key[32];
    static char body[64];
    newsidx_article article;
    const size_t edition = number % EDITIONS + 1;

    snprintf(key, sizeof key, "key-%zu", number / EDITIONS);
    snprintf(body, sizeof body, "The river rose to %zu metres.", edition);
    article = make_article(key, "Flood", body);
    article.edition = (uint32_t)edition;
    if (number * 7 % 11 == 3)
        article.usage = NEWSIDX_WITHHELD;
    if (number * 5 % 13 == 4)
        article.usage = NEWSIDX_CANCELED;
    if (number * 3 % 7 == 5)
        article.embargoed_until = now + (int64_t)(number % 5) * HOUR;
    return article;
}

static void shuffle(size_t order[TEXTS])
{
    for (size_t i = 0; i < TEXTS; i++) {
        const size_t other = below((uint32_t)i + 1);

        order[i] = order[other];
        order[other] = i;
    }
}

static int compare_lines(const void *left, const void *right)
{
    return strcmp(left, right);
}

/* Keys and texts of what is found at a moment, in the order of the keys. */
static void list_found(newsidx *index, int64_t now, char *out, size_t room)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = parse("river");
    newsidx_results *results;
    const newsidx_hit *hit;
    char lines[KEYS][64];
    size_t count = 0;

    out[0] = '\0';
    options.limit = 100;
    options.now = now;
    results = search(index, query, &options);
    for (hit = next_hit(results); hit != NULL; hit = next_hit(results)) {
        assert_true(count < KEYS);
        snprintf(lines[count++], sizeof lines[0], "%.20s %.40s\n",
                 hit->key.bytes, newsidx_hit_passage(hit, 0)->text.bytes);
    }
    newsidx_results_free(results);
    newsidx_query_free(query);
    qsort(lines, count, sizeof lines[0], compare_lines);
    for (size_t i = 0; i < count; i++)
        strncat(out, lines[i], room - strlen(out) - 1);
}

/* What is found when all embargoes are over doesn't depend on the order, and
 * the second time nothing changes, whatever waits. */
static void any_order_and_twice_comes_to_the_same(void **state)
{
    const int64_t now = clock_now();
    static char expected[1024];
    static char got[1024];

    (void)state;
    for (size_t round = 0; round < 12; round++) {
        newsidx *index = open_new();
        size_t order[TEXTS] = {0};
        uint64_t revision;

        shuffle(order);
        EXPECT_OK(newsidx_begin(index, &err));
        for (size_t i = 0; i < TEXTS; i++) {
            const newsidx_article article =
                make_edition(round == 0 ? i : order[i], now);

            assert_int_not_equal(try_put(index, &article, NULL),
                                 NEWSIDX_UNCHANGED);
        }
        EXPECT_OK(newsidx_commit(index, &err));
        revision = get_info(index).revision;
        shuffle(order);
        EXPECT_OK(newsidx_begin(index, &err));
        for (size_t i = 0; i < TEXTS; i++) {
            const newsidx_article article = make_edition(order[i], now);

            assert_int_equal(try_put(index, &article, NULL), NEWSIDX_UNCHANGED);
        }
        EXPECT_OK(newsidx_commit(index, &err));
        assert_int_equal(get_info(index).revision, revision);
        assert_int_equal(get_info(index).version_count, TEXTS);
        list_found(index, now + 5 * HOUR, round == 0 ? expected : got,
                   sizeof got);
        if (round > 0)
            assert_string_equal(got, expected);
        EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
        newsidx_close(index);
    }
    /* There is something to compare. */
    assert_non_null(strstr(expected, "key-"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_fields_come_back),
        cmocka_unit_test(every_field_makes_a_version),
        cmocka_unit_test(what_breaks_the_contract_is_refused),
        cmocka_unit_test(a_caller_without_embargoes_gives_none),
        cmocka_unit_test(what_is_withheld_is_not_found),
        cmocka_unit_test(what_is_canceled_comes_back_by_a_higher_edition),
        cmocka_unit_test(what_is_not_found_can_be_removed),
        cmocka_unit_test(an_embargo_ends_by_the_moment_of_the_search),
        cmocka_unit_test(an_embargo_ends_by_the_clock),
        cmocka_unit_test(a_lower_edition_is_of_the_past),
        cmocka_unit_test(any_order_and_twice_comes_to_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
