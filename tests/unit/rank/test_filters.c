/* Which articles pass a filter, kind by kind. */
#include "rank/filters.h"

#include "fixture.h"

#include "rank/condition.h"

#include <stdlib.h>

/* An index without articles, and what is known of one. */
typedef struct known {
    fixture in;
    nx_filters *filters;
    nx_facts facts;
    nx_row row;
    nx_subject subject;
} known;

static int open_known(void **state)
{
    known *of = calloc(1, sizeof *of);
    nx_analyzer *analyzer;

    if (of == NULL)
        return -1;
    fixture_open(&of->in);
    EXPECT_OK(nx_store_analyzer(of->in.store, nx_str(NULL), &analyzer, &err));
    EXPECT_OK(nx_filters_new(analyzer, &of->filters, &err));
    of->facts.updated_at = NEWSIDX_NO_TIME;
    of->facts.ingested_at = NEWSIDX_NO_TIME;
    of->facts.version = 1;
    of->row.published_at = NEWSIDX_NO_TIME;
    of->subject.id = 7;
    of->subject.row = &of->row;
    of->subject.facts = &of->facts;
    of->subject.default_language = nx_str("en");
    *state = of;
    return 0;
}

static int close_known(void **state)
{
    known *of = *state;

    nx_filters_free(of->filters);
    fixture_close(&of->in);
    free(of);
    return 0;
}

#define KNOWN_TEST(name)                                                       \
    cmocka_unit_test_setup_teardown(name, open_known, close_known)

static bool does_pass(known *of, const char *query)
{
    bool passes;

    parse_as(&of->in, query, NEWSIDX_MATCH_ALL);
    assert_int_equal(of->in.query->root->kind, NX_NODE_FILTER);
    EXPECT_OK(nx_filters_test(of->filters, &of->in.query->root->filter,
                              &of->subject, &passes, &err));
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

    of->facts.source = nx_str("The Daily Star");
    expect_pass(of, "source:\"the daily star\"");
    expect_pass(of, "source:\"THE DAILY-STAR\"");
    expect_fail(of, "source:\"daily star\"");
    expect_fail(of, "source:the");
    expect_fail(of, "section:\"the daily star\"");
    of->facts.section = nx_str("Économie");
    expect_pass(of, "section:economie");
    expect_pass(of, "desk:\xC3\x89"
                    "conomie");
    expect_fail(of, "section:economies");
}

static void an_agency_has_several_names(void **state)
{
    known *of = *state;

    of->facts.source = nx_str("Associated Press");
    expect_pass(of, "source:AP");
    expect_pass(of, "source:\"The Associated Press\"");
    expect_fail(of, "source:AAP");
    expect_fail(of, "source:associated");
    of->facts.source = nx_str("dpa");
    expect_pass(of, "source:\"Deutsche Presse-Agentur\"");
    expect_fail(of, "source:AP,AFP");
}

static void any_value_of_a_list_will_do(void **state)
{
    known *of = *state;

    of->facts.source = nx_str("AP");
    expect_pass(of, "source:Reuters,AP");
    expect_fail(of, "source:Reuters,dpa");
}

static void a_star_stands_for_all_that_begin_so(void **state)
{
    known *of = *state;

    of->facts.source = nx_str("Daily Star");
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
    of->facts.source = nx_str("...");
    expect_fail(of, "source:\"!!!\"");
}

/* The place of a value that was analyzed is given to another in time. */
static void many_names_do_not_get_mixed_up(void **state)
{
    known *of = *state;
    char name[32];
    char query[64];

    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 400; i++) {
            snprintf(name, sizeof name, "Paper %d", i);
            of->facts.source = nx_str(name);
            snprintf(query, sizeof query, "source:\"paper %d\"", i);
            expect_pass(of, query);
            snprintf(query, sizeof query, "source:\"paper %d\"", i + 1);
            expect_fail(of, query);
        }
    }
}

static void a_language_is_also_its_subtags(void **state)
{
    known *of = *state;

    expect_pass(of, "lang:en");
    expect_fail(of, "lang:en-gb");
    of->facts.language = nx_str("en-GB");
    expect_pass(of, "lang:en");
    expect_pass(of, "lang:EN");
    expect_pass(of, "lang:en-gb");
    expect_fail(of, "lang:en-us");
    of->facts.language = nx_str("de");
    expect_fail(of, "lang:en");
    expect_pass(of, "lang:en,de");
    of->facts.language = nx_str("deu");
    expect_fail(of, "lang:de");
}

static void a_later_version_is_corrected_and_all_are_usable(void **state)
{
    known *of = *state;

    expect_pass(of, "status:usable");
    expect_fail(of, "status:corrected");
    of->facts.version = 2;
    expect_pass(of, "status:usable");
    expect_pass(of, "status:corrected");
    expect_pass(of, "status:updated");
}

static void an_id_is_a_number(void **state)
{
    known *of = *state;

    expect_pass(of, "id:7");
    expect_pass(of, "id:3,007");
    expect_fail(of, "id:77");
    of->subject.id = INT64_MAX - 7;
    expect_fail(of, "id:7");
}

static void a_key_is_compared_by_its_bytes(void **state)
{
    known *of = *state;

    of->facts.key = nx_str("urn:AP:7");
    expect_pass(of, "key:\"urn:AP:7\"");
    expect_fail(of, "key:\"urn:ap:7\"");
    expect_pass(of, "key:\"urn:AP*\"");
    expect_fail(of, "key:\"AP*\"");
}

/* 2016-09-09 is 1473379200 up to, not including, 1473465600. */
static void ranges_have_both_ends(void **state)
{
    known *of = *state;

    of->row.published_at = 1473379200;
    expect_pass(of, "date:2016-09-09");
    expect_pass(of, "date:2016-09-09..2016-09-12");
    expect_pass(of, "date:2016-09-09..");
    expect_pass(of, "date:..2016-09-09");
    expect_fail(of, "date:..2016-09-08");
    expect_fail(of, "date:2016-09-10..");
    expect_pass(of, "after:2016-09-09");
    expect_fail(of, "before:2016-09-09");
    of->row.published_at = 1473465599;
    expect_pass(of, "date:2016-09-09");
    expect_pass(of, "before:2016-09-10");
    of->row.published_at = 1473465600;
    expect_fail(of, "date:2016-09-09");
    of->row.published_at = -5;
    expect_pass(of, "date:1969");
}

static void each_time_is_its_own(void **state)
{
    known *of = *state;

    of->row.published_at = 1473379200;
    of->facts.updated_at = 1504915200;
    of->facts.ingested_at = 1536451200;
    expect_pass(of, "date:2016");
    expect_pass(of, "updated:2017");
    expect_pass(of, "ingested:2018");
    expect_fail(of, "updated:2016");
    expect_fail(of, "ingested:2017");
}

static void a_length_is_in_words(void **state)
{
    known *of = *state;

    of->row.length = 800;
    expect_pass(of, "length:800");
    expect_fail(of, "length>800");
    expect_pass(of, "length>=800");
    expect_pass(of, "length>799");
    expect_pass(of, "length<801");
    expect_fail(of, "length<800");
    expect_pass(of, "wc<=800");
    expect_pass(of, "length:700..900");
    of->row.length = 0;
    expect_pass(of, "length<1");
}

static void only_times_ids_and_lengths_need_no_facts(void **state)
{
    static const struct {
        const char *query;
        bool needs_facts;
    } cases[] = {{"date:2016", false}, {"id:7", false},
                 {"length>7", false},  {"source:ap", true},
                 {"section:a", true},  {"lang:en", true},
                 {"key:k", true},      {"status:usable", true},
                 {"updated:7d", true}, {"ingested:7d", true}};
    known *of = *state;

    of->subject.facts = NULL;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const nx_filter *filter;

        parse_as(&of->in, cases[i].query, NEWSIDX_MATCH_ALL);
        filter = &of->in.query->root->filter;
        assert_int_equal(nx_filter_needs_facts(filter), cases[i].needs_facts);
        if (!cases[i].needs_facts)
            does_pass(of, cases[i].query);
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
        KNOWN_TEST(many_names_do_not_get_mixed_up),
        KNOWN_TEST(a_language_is_also_its_subtags),
        KNOWN_TEST(a_later_version_is_corrected_and_all_are_usable),
        KNOWN_TEST(an_id_is_a_number),
        KNOWN_TEST(a_key_is_compared_by_its_bytes),
        KNOWN_TEST(ranges_have_both_ends),
        KNOWN_TEST(each_time_is_its_own),
        KNOWN_TEST(a_length_is_in_words),
        KNOWN_TEST(only_times_ids_and_lengths_need_no_facts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
