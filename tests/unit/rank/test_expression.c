/* What FTS5 is asked for some queries, and that it takes all of them. */
#include "rank/expression.h"

#include "fixture.h"

#include <stdlib.h>

static int open_index(void **state)
{
    fixture *in = calloc(1, sizeof *in);

    if (in == NULL)
        return -1;
    fixture_open(in);
    put(in, "1", "Talks in Geneva", "The talks of al-Qaida went on.");
    put(in, "2", "Weather", "Rain in Geneva. No talk at all.");
    *state = in;
    return 0;
}

static int close_index(void **state)
{
    fixture_close(*state);
    free(*state);
    return 0;
}

static void expect(fixture *in, const char *query, const char *expression)
{
    plan(in, query);
    assert_non_null(in->plan.expression);
    assert_string_equal(in->plan.expression, expression);
}

static void a_word_is_its_stem_and_what_has_the_stem(void **state)
{
    expect(*state, "talks", "(\"talk\" OR \"~talk\")");
    expect(*state, "=talks", "(\"talks\")");
}

static void a_phrase_is_a_sequence(void **state)
{
    expect(*state, "\"the talks\"", "(\"the talks\")");
}

static void a_hyphenated_word_has_its_joined_form_beside_it(void **state)
{
    expect(*state, "=al-Qaida", "(\"al qaida\" OR \"alqaida\")");
}

/* The phrase is looked at behind an OR that is true for every match. */
static void plain_words_also_look_for_their_phrase(void **state)
{
    expect(*state, "geneva rain",
           "(((\"geneva\" OR \"~geneva\") AND (\"rain\" OR \"~rain\"))) AND "
           "((\"geneva\" OR \"~geneva\") OR (\"geneva rain\"))");
}

static void an_exclusion_stands_behind_what_must_be_there(void **state)
{
    expect(*state, "=rain -=snow -=hail",
           "(((\"rain\")) NOT ((\"snow\") OR (\"hail\")))");
}

static void a_field_holds_its_words(void **state)
{
    expect(*state, "headline:=rain", "{headline}:(\"rain\")");
    expect(*state, "headline:=al-qaida",
           "{headline}:(\"al qaida\" OR \"alqaida\")");
}

/* Its branches may not be moved to a match, so all is looked at again. */
static void a_nested_query_looks_at_every_unit(void **state)
{
    expect(*state, "=a OR (=b =c)",
           "((((\"b\") AND (\"c\"))) OR (\"a\")) AND "
           "((\"a\") OR (\"b\") OR (\"c\"))");
}

static void a_flat_query_has_every_unit_once(void **state)
{
    fixture *in = *state;

    expect(in, "=a OR =b OR =a", "((\"a\") OR (\"b\"))");
    assert_int_equal(in->plan.phrase_count, 2);
    assert_int_equal(in->plan.phrase_units[0], 0);
    assert_int_equal(in->plan.phrase_units[1], 1);
}

static void words_without_a_letter_are_left_out(void **state)
{
    fixture *in = *state;

    plan(in, "=rain \xE2\x82\xAC");
    assert_non_null(in->plan.expression);
    assert_string_equal(in->plan.expression, "(((\"rain\")))");
    plan(in, "\xE2\x82\xAC");
    assert_null(in->plan.expression);
    plan(in, "");
    assert_null(in->plan.expression);
}

static void a_query_that_only_excludes_finds_nothing(void **state)
{
    static const char *const queries[] = {"-rain",
                                          "-rain -snow",
                                          "NOT (rain OR snow)",
                                          "\xE2\x82\xAC -rain",
                                          "-headline:rain",
                                          "-(rain -snow)"};
    fixture *in = *state;

    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        plan(in, queries[i]);
        assert_null(in->plan.expression);
    }
}

/* The parser makes one NOT of them, below an AND. */
static void exclusions_stand_wherever_they_are_typed(void **state)
{
    expect(*state, "=rain -headline:=snow",
           "(((\"rain\")) NOT ({headline}:(\"snow\")))");
    expect(*state, "=rain -(-=snow)", "(((\"rain\") AND (\"snow\")))");
}

/* ---------------------------------------------------------------- random -- */

#define ROUNDS 3000

static void add_random(uint64_t *random, nx_buf *out, unsigned depth)
{
    static const char *const words[] = {
        "rain", "=talks", "al-Qaida", "U.S.", "ta*", "\"in geneva\"", "the"};
    static const char *const betweens[] = {" ",  " OR ",  " AND ",
                                           " -", " NOT ", " headline:"};
    const size_t count = 1 + random_below(random, 4);

    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            nx_buf_add_string(out, betweens[random_below(random, 6)]);
        if (depth > 0 && random_below(random, 2) == 0) {
            nx_buf_add_byte(out, '(');
            add_random(random, out, depth - 1);
            nx_buf_add_byte(out, ')');
        } else {
            nx_buf_add_string(out, words[random_below(random, 7)]);
        }
    }
}

/* Leaves are found by where they begin, so no two may begin there. */
static size_t check_leaves(const nx_node *node, size_t at)
{
    if (node->kind == NX_NODE_WORD || node->kind == NX_NODE_PHRASE) {
        assert_true(node->span.start >= at);
        return node->span.start + 1;
    }
    for (size_t i = 0; i < node->child_count; i++)
        at = check_leaves(node->children[i], at);
    return at;
}

static void fts5_takes_whatever_is_asked(void **state)
{
    const nx_wanted wanted = {NEWSIDX_BEST_FIRST, 10, 0};
    fixture *in = *state;
    uint64_t random = 7;
    nx_buf text;

    nx_buf_init(&text, 8192);
    for (int round = 0; round < ROUNDS; round++) {
        nx_candidates found;

        nx_buf_clear(&text);
        add_random(&random, &text, (unsigned)random_below(&random, 6));
        if (text.status < 0)
            continue;
        parse_as(in, text.bytes, NEWSIDX_MATCH_ALL);
        check_leaves(in->query->root, 0);
        nx_arena_reset(&in->arena);
        EXPECT_OK(nx_store_begin_read(in->store, &err));
        EXPECT_OK(nx_plan_make(in->store, in->frequencies, in->query,
                               nx_str(NULL), &in->arena, &in->plan, &err));
        EXPECT_OK(
            nx_candidates_find(in->store, &in->plan, &wanted, &found, &err));
        nx_candidates_finish(&found);
        nx_store_end_read(in->store);
    }
    nx_buf_finish(&text);
}

/* FTS5's parser has a stack of 100, and its trees a height of 256. */
static void the_deepest_query_that_parses_is_taken(void **state)
{
    const nx_wanted wanted = {NEWSIDX_BEST_FIRST, 10, 0};
    fixture *in = *state;
    nx_candidates found;
    nx_buf text;

    for (int kind = 0; kind < 2; kind++) {
        nx_buf_init(&text, 8192);
        for (int i = 0; i < 40; i++)
            nx_buf_add_string(&text, kind == 0 ? "=rain (geneva OR ("
                                               : "geneva OR =rain OR (=in (");
        nx_buf_add_string(&text, "talks");
        for (int i = 0; i < 40; i++)
            nx_buf_add_string(&text, "))");
        plan(in, text.bytes);
        EXPECT_OK(nx_store_begin_read(in->store, &err));
        EXPECT_OK(
            nx_candidates_find(in->store, &in->plan, &wanted, &found, &err));
        nx_store_end_read(in->store);
        assert_int_equal(found.total, kind == 0 ? 1 : 2);
        nx_candidates_finish(&found);
        nx_buf_finish(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_is_its_stem_and_what_has_the_stem),
        cmocka_unit_test(a_phrase_is_a_sequence),
        cmocka_unit_test(a_hyphenated_word_has_its_joined_form_beside_it),
        cmocka_unit_test(plain_words_also_look_for_their_phrase),
        cmocka_unit_test(an_exclusion_stands_behind_what_must_be_there),
        cmocka_unit_test(a_field_holds_its_words),
        cmocka_unit_test(a_nested_query_looks_at_every_unit),
        cmocka_unit_test(a_flat_query_has_every_unit_once),
        cmocka_unit_test(words_without_a_letter_are_left_out),
        cmocka_unit_test(a_query_that_only_excludes_finds_nothing),
        cmocka_unit_test(exclusions_stand_wherever_they_are_typed),
        cmocka_unit_test(fts5_takes_whatever_is_asked),
        cmocka_unit_test(the_deepest_query_that_parses_is_taken),
    };

    return cmocka_run_group_tests(tests, open_index, close_index);
}
