/* The account of a search: what it names, and where it is cut. */
#include "results/account.h"

#include "../rank/fixture.h"

static const nx_phases phases = {1000, 2500, 12500, 13500, 14000};

static int open_index(void **state)
{
    fixture *in;

    if (fixture_set_up(state) != 0)
        return -1;
    in = *state;
    put(in, "1", "Talks in Geneva", "The talks of al-Qaida went on.");
    put(in, "2", "Weather", "Rain in Geneva. No talk at all.");
    return 0;
}

/* How far ranked lists went, in the accounts below. */
static uint32_t listed;

/* The account of a query, which finds as many as it is told. */
static const char *account_of(fixture *in, const char *query)
{
    nx_candidates found;
    const char *account;

    memset(&found, 0, sizeof found);
    found.looked_at = 7;
    found.total = 3;
    found.listed = listed;
    plan(in, query);
    account = nx_account_make(&in->plan, &found, &phases, &in->arena);
    assert_non_null(account);
    return account;
}

static void assert_says(const char *account, const char *piece)
{
    if (strstr(account, piece) == NULL)
        fail_msg("\"%s\" is not in:\n%s", piece, account);
}

static void an_account_names_words_expression_and_phases(void **state)
{
    fixture *in = *state;

    assert_string_equal(
        account_of(in, "=geneva -=rain"),
        "plan: FTS5 decides\n"
        "words:\n"
        "  geneva: geneva, idf 0.18\n"
        "  not rain: rain\n"
        "FTS5: (((\"geneva\")) NOT ((\"rain\")))\n"
        "candidates: 7, matches: 3\n"
        "phases: planned in 1.5 ms, found in 10.0 ms, ranked in 1.0 ms, read "
        "in 0.5 ms\n");
}

static void what_lists_knew_is_told(void **state)
{
    listed = 4200;
    assert_says(account_of(*state, "rain"), "ranked lists: up to id 4200\n");
    listed = 0;
}

static void every_way_to_search_has_its_line(void **state)
{
    static const struct {
        const char *query;
        const char *line;
    } cases[] = {
        {"rain", "plan: FTS5 decides\n"},
        {"rain w/2 geneva",
         "plan: FTS5 gives candidates, the places of the words decide\n"},
        {"caps(rain)", "plan: FTS5 gives candidates, their texts decide\n"},
        {"source:ap", "plan: every article is looked at\n"},
        {"headline:byline:rain", "plan: nothing can match\n"},
        {"-rain", "plan: nothing can match\n"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_says(account_of(*state, cases[i].query), cases[i].line);
}

static void alternatives_and_joined_forms_are_shown(void **state)
{
    assert_says(account_of(*state, "al-qaida"),
                "  al-qaida: al|~al qaida|~qaida|qaeda|~qaeda or alqaida");
    assert_says(account_of(*state, "rain OR rain OR talks"), ", 2 times\n");
    assert_says(account_of(*state, "tal*"), "  tal*: talk|talks, idf ");
}

/* Nobody reads the thousand words of a pattern. */
static void long_lists_are_cut(void **state)
{
    fixture *in = *state;
    newsidx_article article = make_article("many", NULL, "");
    const char *account;
    nx_buf body;

    nx_buf_init(&body, 65536);
    for (int i = 0; i < 700; i++)
        nx_buf_add_format(&body, "abc%04d ", i);
    article.body = nx_buf_text(&body);
    put_article(in, &article);
    nx_buf_finish(&body);
    account = account_of(in, "abc*");
    assert_says(account, "abc0018|abc0019|... (700)");
    assert_null(strstr(account, "abc0020|abc0021|..."));
    assert_says(account, " ... (5603 bytes)\n");
    assert_true(strlen(account) < 3000);
}

static void what_was_dropped_is_not_shown(void **state)
{
    fixture *in = *state;
    nx_candidates found;

    memset(&found, 0, sizeof found);
    plan_as(in, "what of the rain", NEWSIDX_MATCH_ANY);
    assert_null(strstr(nx_account_make(&in->plan, &found, &phases, &in->arena),
                       "what"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_account_names_words_expression_and_phases),
        cmocka_unit_test(what_lists_knew_is_told),
        cmocka_unit_test(every_way_to_search_has_its_line),
        cmocka_unit_test(alternatives_and_joined_forms_are_shown),
        cmocka_unit_test(long_lists_are_cut),
        cmocka_unit_test(what_was_dropped_is_not_shown),
    };

    return cmocka_run_group_tests(tests, open_index, fixture_tear_down);
}
