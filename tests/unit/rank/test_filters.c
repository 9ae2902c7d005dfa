/* Which articles pass a filter, kind by kind. */
#include "rank/filters.h"

#include "fixture.h"

#include "rank/condition.h"

#include <stdlib.h>

/* An index, and an article that is put into it anew when it has changed. */
typedef struct known {
    fixture in;
    newsidx_article article;
    int64_t id; /* of its last version */
} known;

/* As another version, which a change makes. */
static void store_known(known *of)
{
    of->id = put_article(&of->in, &of->article);
}

static int open_known(void **state)
{
    known *of = calloc(1, sizeof *of);

    if (of == NULL)
        return -1;
    fixture_open(&of->in);
    of->article = make_article("k", "Title", NULL);
    store_known(of);
    *state = of;
    return 0;
}

static int close_known(void **state)
{
    known *of = *state;

    fixture_close(&of->in);
    free(of);
    return 0;
}

#define KNOWN_TEST(name)                                                       \
    cmocka_unit_test_setup_teardown(name, open_known, close_known)

static bool does_pass(known *of, const char *query)
{
    nx_store *store = of->in.store;
    nx_filters *filters;
    bool passes;

    plan(&of->in, query);
    assert_int_equal(of->in.plan.condition->kind, NX_CONDITION_FILTER);
    EXPECT_OK(nx_store_begin_read(store, &err));
    EXPECT_OK(nx_filters_new(store, &of->in.plan, &filters, &err));
    passes = nx_filters_test(filters, of->in.plan.condition, of->id,
                             of->article.key);
    if (nx_filters_decide(filters))
        assert_int_equal(nx_filters_pass(filters, of->id), passes);
    nx_filters_free(filters);
    nx_store_end_read(store);
    return passes;
}

static void expect_pass(known *of, const char *query)
{
    if (!does_pass(of, query))
        fail_msg("%s doesn't pass", query);
}

static void expect_fail(known *of, const char *query)
{
    if (does_pass(of, query))
        fail_msg("%s passes", query);
}

static void names_are_compared_by_their_words(void **state)
{
    known *of = *state;

    of->article.source = nx_str("The Daily Star");
    store_known(of);
    expect_pass(of, "source:\"the daily star\"");
    expect_pass(of, "source:\"THE DAILY-STAR\"");
    expect_fail(of, "source:\"daily star\"");
    expect_fail(of, "source:the");
    expect_fail(of, "section:\"the daily star\"");
    of->article.section = nx_str("Économie");
    store_known(of);
    expect_pass(of, "section:economie");
    expect_pass(of, "desk:\xC3\x89"
                    "conomie");
    expect_fail(of, "section:economies");
}

static void an_agency_has_several_names(void **state)
{
    known *of = *state;

    of->article.source = nx_str("Associated Press");
    store_known(of);
    expect_pass(of, "source:AP");
    expect_pass(of, "source:\"The Associated Press\"");
    expect_fail(of, "source:AAP");
    expect_fail(of, "source:associated");
    of->article.source = nx_str("dpa");
    store_known(of);
    expect_pass(of, "source:\"Deutsche Presse-Agentur\"");
    expect_fail(of, "source:AP,AFP");
}

static void any_value_of_a_list_will_do(void **state)
{
    known *of = *state;

    of->article.source = nx_str("AP");
    store_known(of);
    expect_pass(of, "source:Reuters,AP");
    expect_fail(of, "source:Reuters,dpa");
}

static void a_star_stands_for_all_that_begin_so(void **state)
{
    known *of = *state;

    of->article.source = nx_str("Daily Star");
    store_known(of);
    expect_pass(of, "source:daily*");
    expect_pass(of, "source:dai*");
    expect_pass(of, "source:\"daily st*\"");
    expect_fail(of, "source:star*");
    expect_pass(of, "source:\"daily star*\"");
    expect_fail(of, "source:\"daily stars*\"");
}

static void what_is_not_known_passes_nothing(void **state)
{
    known *of = *state;

    expect_fail(of, "source:ap");
    expect_fail(of, "source:a*");
    expect_fail(of, "section:ap");
    expect_fail(of, "date:2016");
    expect_fail(of, "date:..2016");
    expect_fail(of, "date:2016..");
    expect_fail(of, "updated:2016");
    expect_fail(of, "ingested:..2016");
    of->article.source = nx_str("...");
    store_known(of);
    expect_fail(of, "source:\"!!!\"");
}

static void each_name_has_its_own_articles(void **state)
{
    enum { COUNT = 400 };
    known *of = *state;
    char name[32];
    char query[64];

    EXPECT_OK(nx_store_begin(of->in.store, NX_BULK, &err));
    for (int i = 0; i < COUNT; i++) {
        snprintf(name, sizeof name, "Paper %d", i);
        of->article.source = nx_str(name);
        of->id = store_article(of->in.store, &of->article);
    }
    EXPECT_OK(nx_store_commit(of->in.store, &err));
    for (int i = COUNT - 1; i >= 0; i--, of->id--) {
        snprintf(query, sizeof query, "source:\"paper %d\"", i);
        expect_pass(of, query);
        snprintf(query, sizeof query, "source:\"paper %d\"", i + 1);
        expect_fail(of, query);
    }
}

/* A name may be a source here and a section there. */
static void kinds_do_not_get_mixed_up(void **state)
{
    known *of = *state;

    of->article.section = nx_str("AP");
    store_known(of);
    expect_fail(of, "source:ap");
    of->article.source = nx_str("en");
    store_known(of);
    expect_pass(of, "section:ap");
    expect_pass(of, "source:en");
    of->article.language = nx_str("de");
    store_known(of);
    expect_fail(of, "lang:en");
}

static void a_language_is_also_its_subtags(void **state)
{
    known *of = *state;

    expect_pass(of, "lang:en");
    expect_fail(of, "lang:en-gb");
    of->article.language = nx_str("en-GB");
    store_known(of);
    expect_pass(of, "lang:en");
    expect_pass(of, "lang:EN");
    expect_pass(of, "lang:en-gb");
    expect_fail(of, "lang:en-us");
    of->article.language = nx_str("de");
    store_known(of);
    expect_fail(of, "lang:en");
    expect_pass(of, "lang:en,de");
    of->article.language = nx_str("deu");
    store_known(of);
    expect_fail(of, "lang:de");
}

static void a_later_version_is_corrected_and_all_are_usable(void **state)
{
    known *of = *state;

    expect_pass(of, "status:usable");
    expect_fail(of, "status:corrected");
    of->article.body = nx_str("Corrected.");
    store_known(of);
    expect_pass(of, "status:usable");
    expect_pass(of, "status:corrected");
    expect_pass(of, "status:updated");
}

static void an_id_is_a_number(void **state)
{
    known *of = *state;
    char body[] = "a";

    while (of->id < 7) {
        of->article.body = nx_str(body);
        store_known(of);
        body[0]++;
    }
    expect_pass(of, "id:7");
    expect_pass(of, "id:9,3,007");
    expect_fail(of, "id:77");
    expect_fail(of, "id:9,3,8");
    expect_fail(of, "id:9223372036854775807");
}

static void a_key_is_compared_by_its_bytes(void **state)
{
    known *of = *state;

    of->article.key = nx_str("urn:AP:7");
    store_known(of);
    expect_pass(of, "key:\"urn:AP:7\"");
    expect_fail(of, "key:\"urn:ap:7\"");
    expect_pass(of, "key:\"urn:AP*\"");
    expect_fail(of, "key:\"AP*\"");
}

/* 2016-09-09 is 1473379200 up to, not including, 1473465600. */
static void ranges_have_both_ends(void **state)
{
    known *of = *state;

    of->article.published_at = 1473379200;
    store_known(of);
    expect_pass(of, "date:2016-09-09");
    expect_pass(of, "date:2016-09-09..2016-09-12");
    expect_pass(of, "date:2016-09-09..");
    expect_pass(of, "date:..2016-09-09");
    expect_fail(of, "date:..2016-09-08");
    expect_fail(of, "date:2016-09-10..");
    expect_pass(of, "after:2016-09-09");
    expect_fail(of, "before:2016-09-09");
    of->article.published_at = 1473465599;
    store_known(of);
    expect_pass(of, "date:2016-09-09");
    expect_pass(of, "before:2016-09-10");
    of->article.published_at = 1473465600;
    store_known(of);
    expect_fail(of, "date:2016-09-09");
    of->article.published_at = -5;
    store_known(of);
    expect_pass(of, "date:1969");
}

static void each_time_is_its_own(void **state)
{
    known *of = *state;

    of->article.published_at = 1473379200;
    of->article.updated_at = 1504915200;
    store_known(of);
    expect_pass(of, "date:2016");
    expect_pass(of, "updated:2017");
    expect_fail(of, "updated:2016");
    expect_fail(of, "ingested:..2017");
    expect_pass(of, "ingested:2018..");
    expect_pass(of, "ingested:1d..");
}

static void a_length_is_in_words(void **state)
{
    known *of = *state;
    nx_buf body;

    nx_buf_init(&body, 10000);
    for (int i = 1; i < 800; i++)
        nx_buf_add_string(&body, "word ");
    of->article.body = nx_buf_text(&body);
    store_known(of);
    expect_pass(of, "length:800");
    expect_fail(of, "length>800");
    expect_pass(of, "length>=800");
    expect_pass(of, "length>799");
    expect_pass(of, "length<801");
    expect_fail(of, "length<800");
    expect_pass(of, "wc<=800");
    expect_pass(of, "length:700..900");
    nx_buf_finish(&body);
}

static void only_keys_need_the_row(void **state)
{
    static const char *const queries[] = {
        "date:2016", "id:7",          "length>7",   "source:ap", "section:a",
        "lang:en",   "status:usable", "updated:7d", "key:k",     "ingested:7d"};
    known *of = *state;

    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        parse_as(&of->in, queries[i], NEWSIDX_MATCH_ALL);
        assert_int_equal(nx_filter_needs_key(&of->in.query->root->filter),
                         strcmp(queries[i], "key:k") == 0);
    }
}

/* ------------------------------------------------------ the conjuncts ---- */

static nx_filters *filters_of(known *of, const char *query)
{
    nx_filters *filters;

    plan(&of->in, query);
    EXPECT_OK(nx_store_begin_read(of->in.store, &err));
    EXPECT_OK(nx_filters_new(of->in.store, &of->in.plan, &filters, &err));
    nx_store_end_read(of->in.store);
    return filters;
}

static void what_every_match_must_pass_is_tested_at_once(void **state)
{
    static const struct {
        const char *query;
        bool passes;
        bool decides; /* nothing else is asked */
    } cases[] = {{"source:ap", true, true},
                 {"source:ap length<9", true, true},
                 {"source:ap length>9", false, true},
                 {"source:ap -length>9", true, true},
                 {"* -source:ap", false, true},
                 {"* -source:reuters", true, true},
                 {"rain source:ap", true, false},
                 {"rain source:reuters", false, false},
                 {"rain -source:ap", false, false},
                 {"source:ap key:other", true, false},
                 {"source:reuters key:k", false, false},
                 {"key:other", true, false},
                 {"source:reuters OR length>9", true, false},
                 {"rain OR source:reuters", true, false},
                 {"source:ap (section:a OR length>9)", true, false},
                 {"rain -(snow source:ap)", true, false}};
    known *of = *state;

    of->article.source = nx_str("AP");
    store_known(of);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nx_filters *filters = filters_of(of, cases[i].query);

        if (nx_filters_pass(filters, of->id) != cases[i].passes)
            fail_msg("%s: not %d", cases[i].query, cases[i].passes);
        if (nx_filters_decide(filters) != cases[i].decides)
            fail_msg("%s decides: not %d", cases[i].query, cases[i].decides);
        nx_filters_free(filters);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KNOWN_TEST(names_are_compared_by_their_words),
        KNOWN_TEST(an_agency_has_several_names),
        KNOWN_TEST(any_value_of_a_list_will_do),
        KNOWN_TEST(a_star_stands_for_all_that_begin_so),
        KNOWN_TEST(what_is_not_known_passes_nothing),
        KNOWN_TEST(each_name_has_its_own_articles),
        KNOWN_TEST(kinds_do_not_get_mixed_up),
        KNOWN_TEST(a_language_is_also_its_subtags),
        KNOWN_TEST(a_later_version_is_corrected_and_all_are_usable),
        KNOWN_TEST(an_id_is_a_number),
        KNOWN_TEST(a_key_is_compared_by_its_bytes),
        KNOWN_TEST(ranges_have_both_ends),
        KNOWN_TEST(each_time_is_its_own),
        KNOWN_TEST(a_length_is_in_words),
        KNOWN_TEST(only_keys_need_the_row),
        KNOWN_TEST(what_every_match_must_pass_is_tested_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
