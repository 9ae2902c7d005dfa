/* What was typed, as terms of an index. */
#include "rank/plan_terms.h"

#include "fixture.h"

#include "base/limits.h"

static int open_index(void **state)
{
    fixture *in;

    if (fixture_set_up(state) != 0)
        return -1;
    in = *state;
    put(in, "1", "Women", "The woman who met Lavrov. Lavrof, lavrovs!");
    put(in, "2", "Cease-fire", "A ceasefire ceased; al Qaeda in the US.");
    return 0;
}

/* The alternatives of each position: "women|woman fire". */
static void expect_terms(fixture *in, const char *query, const char *expected)
{
    const nx_unit *unit;
    nx_buf found;

    plan(in, query);
    assert_int_equal(in->plan.unit_count, 1);
    unit = &in->plan.units[0];
    nx_buf_init(&found, 65536);
    for (size_t i = 0; i < unit->position_count; i++) {
        const nx_unit_position *position = &unit->positions[i];

        for (size_t j = 0; j < position->term_count; j++) {
            if (i > 0 || j > 0)
                nx_buf_add_byte(&found, j > 0 ? '|' : ' ');
            nx_buf_add_text(&found, position->terms[j]);
        }
    }
    if (!nx_str_equal(nx_buf_text(&found), nx_str(expected)))
        fail_msg("%s is %s, not %s", query, found.bytes, expected);
    nx_buf_finish(&found);
}

static void patterns_stand_for_what_fits_them(void **state)
{
    expect_terms(*state, "wom?n", "woman|women");
    expect_terms(*state, "wo*", "woman|women");
    expect_terms(*state, "ceas*fire", "ceasefire");
    expect_terms(*state, "ceas*e", "cease|ceasefire");
    expect_terms(*state, "ceas*d", "ceased");
}

static void what_nothing_fits_stays_as_it_is(void **state)
{
    expect_terms(*state, "zz*z", "zz*z");
    expect_terms(*state, "zzz*", "zzz");
    expect_terms(*state, "zzzz~1", "zzzz|~zzzz");
}

static void fuzzy_words_are_also_what_is_spelled_nearly_so(void **state)
{
    expect_terms(*state, "lavrof~1", "lavrof|~lavrof|lavrov");
    expect_terms(*state, "lavrof~2", "lavrof|~lavrof|lavrov|lavrovs");
    expect_terms(*state, "lavrow~1", "lavrow|~lavrow|lavrof|lavrov");
    /* The first character is sure. */
    expect_terms(*state, "mavrov~1", "mavrov|~mavrov");
}

static void spellings_of_a_name_are_alternatives_of_its_stem(void **state)
{
    expect_terms(*state, "qaida", "qaida|~qaida|qaeda|~qaeda");
    expect_terms(*state, "=qaida", "qaida");
    expect_terms(*state, "\"al qaida\"", "al qaida");
}

static void capitals_ask_for_an_acronym_unless_a_case_is_asked_for(void **state)
{
    expect_terms(*state, "U.S.", "^us");
    expect_terms(*state, "allcaps(US)", "us");
    expect_terms(*state, "allcaps(U.S.)", "us");
}

static void a_single_word_knows_its_exact_form(void **state)
{
    fixture *in = *state;

    plan(in, "Talks \"the talks\" =Lavrov's lavrof~1");
    assert_text(in->plan.units[0].typed, "talks");
    assert_null(in->plan.units[1].typed.bytes);
    assert_text(in->plan.units[2].typed, "lavrov");
    assert_text(in->plan.units[3].typed, "lavrof");
}

static void a_unit_knows_what_is_a_pattern(void **state)
{
    fixture *in = *state;

    plan(in, "talks wom?n lavrof~1 zzz*");
}

static void a_label_is_what_was_typed(void **state)
{
    fixture *in = *state;

    plan(in, "=Talks verbatim(\"(no) way\") wom?n");
    assert_text(in->plan.units[0].label, "Talks");
    assert_text(in->plan.units[1].label, "(no) way");
    assert_int_equal(in->plan.units[1].first_word, 1);
    assert_text(in->plan.units[2].label, "wom?n");
    assert_int_equal(in->plan.units[2].span.start, 28);
    assert_int_equal(in->plan.units[2].span.end, 33);
}

static void words_are_cut_where_the_index_cuts_them(void **state)
{
    fixture *in = *state;
    char query[202];

    memset(query, 'q', sizeof query - 1);
    query[0] = '=';
    query[sizeof query - 1] = '\0';
    plan(in, query);
    for (size_t i = 0; i < in->plan.units[0].position_count; i++)
        assert_true(in->plan.units[0].positions[i].terms[0].length <= 127);
}

/* Of one kind, with one number of edits, it is the same terms. */
static void likenesses_that_differ_are_looked_up_apart(void **state)
{
    fixture *in = *state;

    plan(in, "lavrof~1 lavrof~2 lavrof~1 wom?n headline:wom?n");
    assert_int_equal(in->plan.unit_count, 4);
    assert_int_equal(in->plan.units[0].positions[0].term_count, 3);
    assert_int_equal(in->plan.units[0].repeats, 2);
    assert_int_equal(in->plan.units[1].positions[0].term_count, 4);
    assert_ptr_equal(in->plan.units[2].positions[0].terms,
                     in->plan.units[3].positions[0].terms);
}

static void put_spellings(fixture *in, int count)
{
    newsidx_article article = make_article("many", NULL, "");
    nx_buf body;

    nx_buf_init(&body, 1024 * 1024);
    for (int i = 0; i < count; i++)
        nx_buf_add_format(&body, "kerry%c%c ", 'a' + i / 26, 'a' + i % 26);
    article.body = nx_buf_text(&body);
    put_article(in, &article);
    nx_buf_finish(&body);
}

static void every_kind_of_expansion_is_cut_and_told(void **state)
{
    static const struct {
        const char *query;
        const char *message;
    } cases[] = {
        {"kerr*", "kerr* stands for more than 100 words: the first 100 were "
                  "looked for"},
        {"ke?ry*", "ke?ry* stands for more than 100 words: the first 100 were "
                   "looked for"},
        {"kerry~2", "kerry stands for more than 100 words: the first 100 were "
                    "looked for"}};
    fixture *in = *state;

    put_spellings(in, 600);
    for (size_t i = 0; i < 3; i++) {
        nx_buf query;

        nx_buf_init(&query, NX_LIMIT_QUERY_BYTES);
        /* So many patterns share what is enough for sixteen. */
        for (int j = 0; j < 160; j++)
            nx_buf_add_format(&query, "%s ", cases[i].query);
        plan(in, query.bytes);
        nx_buf_finish(&query);
        assert_true(in->plan.is_cut);
        assert_int_equal(in->plan.diagnostic_count, 1);
        assert_string_equal(in->plan.diagnostics[0].code, "Q09");
        assert_text(in->plan.diagnostics[0].message, cases[i].message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patterns_stand_for_what_fits_them),
        cmocka_unit_test(what_nothing_fits_stays_as_it_is),
        cmocka_unit_test(fuzzy_words_are_also_what_is_spelled_nearly_so),
        cmocka_unit_test(spellings_of_a_name_are_alternatives_of_its_stem),
        cmocka_unit_test(
            capitals_ask_for_an_acronym_unless_a_case_is_asked_for),
        cmocka_unit_test(a_single_word_knows_its_exact_form),
        cmocka_unit_test(a_unit_knows_what_is_a_pattern),
        cmocka_unit_test(a_label_is_what_was_typed),
        cmocka_unit_test(words_are_cut_where_the_index_cuts_them),
        cmocka_unit_test(likenesses_that_differ_are_looked_up_apart),
        cmocka_unit_test(every_kind_of_expansion_is_cut_and_told),
    };

    return cmocka_run_group_tests(tests, open_index, fixture_tear_down);
}
