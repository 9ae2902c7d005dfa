/* Why a query finds nothing, told for each kind of condition. */
#include "results/advice.h"

#include "../rank/fixture.h"

static int open_index(void **state)
{
    fixture *in;
    newsidx_article article;

    if (fixture_set_up(state) != 0)
        return -1;
    in = *state;
    put(in, "1", "Talks in Geneva", "Kerry met Lavrov. The truce holds.");
    put(in, "2", "Weather", "Lavrov went home. So did all. Kerry stayed.");
    article = make_article("3", "Rain", "Aleppo, Aleppo, rain.");
    article.source = nx_str("AP");
    put_article(in, &article);
    put(in, "4", "Kerry", "Alone.");
    return 0;
}

/* All that is told of a query, in lines: the bytes it is about, the message
 * and, after ->, what is suggested. */
static void expect_advice(fixture *in, const char *query, const char *expected)
{
    newsidx_diagnostic *items;
    size_t count;
    nx_buf told;

    plan(in, query);
    nx_buf_init(&told, 65536);
    EXPECT_OK(nx_store_begin_read(in->store, &err));
    EXPECT_OK(nx_advise(in->store, in->frequencies, in->query, nx_str(NULL),
                        &in->plan, 0, &items, &count, &err));
    nx_store_end_read(in->store);
    for (size_t i = 0; i < count; i++) {
        const newsidx_span span = items[i].span;

        assert_string_equal(items[i].code, "Q14");
        assert_true(span.start <= span.end && span.end <= strlen(query));
        nx_buf_add_byte(&told, '[');
        nx_buf_add(&told, query + span.start, span.end - span.start);
        nx_buf_add_string(&told, "] ");
        nx_buf_add_text(&told, items[i].message);
        if (items[i].suggestion.bytes != NULL) {
            nx_buf_add_string(&told, " -> ");
            nx_buf_add_text(&told, items[i].suggestion);
        }
        nx_buf_add_byte(&told, '\n');
    }
    if (!nx_str_equal(nx_buf_text(&told), nx_str(expected)))
        fail_msg("%s: %s is not %s", query, told.bytes, expected);
    nx_buf_finish(&told);
}

static void an_unknown_word_may_be_misspelt(void **state)
{
    expect_advice(*state, "lavrof",
                  "[lavrof] no article has lavrof; similar: lavrov 2 -> "
                  "lavrov\n");
    expect_advice(*state, "=kery",
                  "[=kery] no article has =kery; similar: kerry 3 -> kerry\n");
}

/* What hidden versions had is neither counted nor suggested. */
static void neighbours_are_counted_by_article(void **state)
{
    put(*state, "5", "Merkel", "Merkel and Merkle spoke.");
    put(*state, "5", "Merkel", "Merkel spoke.");
    expect_advice(*state, "merkal",
                  "[merkal] no article has merkal; similar: merkel 1 -> "
                  "merkel\n");
    put(*state, "5", "Corrected", "Somebody spoke.");
    expect_advice(*state, "kerry merkal",
                  "[kerry merkal] each alone: kerry 3, merkal 0\n"
                  "[merkal] no article has merkal\n");
}

static void a_part_is_named_and_may_have_no_neighbours(void **state)
{
    expect_advice(*state, "kerry \"lavrov kerry\"",
                  "[kerry \"lavrov kerry\"] each alone: kerry 3, \"lavrov "
                  "kerry\" 0\n"
                  "[\"lavrov kerry\"] no article has \"lavrov kerry\"\n");
    expect_advice(*state, "zzzzzz OR zzz*z",
                  "[zzzzzz] no article has zzzzzz\n"
                  "[zzz*z] no article has zzz*z\n");
}

/* Who asked for it knows already. */
static void that_the_whole_query_finds_nothing_is_not_said(void **state)
{
    static const char *const queries[] = {
        "zzzzzz",         "\"lavrov kerry\"", "zzz*z",
        "source:reuters", "lead:zzzzzz",      "verbatim(\"kerry met\")"};

    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        expect_advice(*state, queries[i], "");
}

static void a_word_may_stand_elsewhere(void **state)
{
    expect_advice(*state, "headline:lavrof",
                  "[headline:lavrof] no article has headline:lavrof; similar: "
                  "lavrov 2 -> lavrov\n");
    expect_advice(*state, "headline:lavrov",
                  "[headline:lavrov] no article has headline:lavrov -> "
                  "lavrov\n");
    expect_advice(*state, "first1(truce)",
                  "[first1(truce)] no article has first1(truce) -> truce\n");
}

static void a_word_may_be_written_otherwise(void **state)
{
    expect_advice(*state, "allcaps(kerry)",
                  "[allcaps(kerry)] no article has allcaps(kerry) -> kerry\n");
    expect_advice(*state, "headline:nocaps(kerry)",
                  "[headline:nocaps(kerry)] no article has "
                  "headline:nocaps(kerry) -> kerry\n");
}

static void an_empty_part_is_to_blame(void **state)
{
    expect_advice(*state, "kerry lavrof",
                  "[kerry lavrof] each alone: kerry 3, lavrof 0\n"
                  "[lavrof] no article has lavrof; similar: lavrov 2 -> "
                  "lavrov\n");
}

static void parts_that_are_never_together_are_counted(void **state)
{
    expect_advice(*state, "lavrov rain",
                  "[lavrov rain] each alone: lavrov 2, rain 1; together: "
                  "none\n");
    expect_advice(*state, "lavrov truce rain",
                  "[lavrov truce rain] each alone: lavrov 2, truce 1, rain 1; "
                  "together: none\n"
                  "[rain] without rain: 1 article\n");
}

static void an_exclusion_may_be_to_blame(void **state)
{
    expect_advice(*state, "rain -aleppo",
                  "[aleppo] without -aleppo: 1 article\n");
}

static void a_filter_may_be_to_blame(void **state)
{
    expect_advice(*state, "kerry source:ap",
                  "[kerry source:ap] each alone: kerry 3, source:ap 1; "
                  "together: none\n");
    expect_advice(*state, "kerry source:reuters",
                  "[kerry source:reuters] each alone: kerry 3, source:reuters "
                  "0\n"
                  "[source:reuters] no article passes source:reuters\n");
}

static void of_an_or_each_part_is_blamed(void **state)
{
    expect_advice(*state, "lavrof OR kery",
                  "[lavrof] no article has lavrof; similar: lavrov 2 -> "
                  "lavrov\n"
                  "[kery] no article has kery; similar: kerry 3 -> kerry\n");
}

static void words_may_be_too_far_apart(void **state)
{
    expect_advice(*state, "truce w/1 kerry",
                  "[truce w/1 kerry] 1 article has both, but not as near as "
                  "truce w/1 kerry\n");
    expect_advice(*state, "kerry w/1 lavrof",
                  "[kerry w/1 lavrof] each alone: kerry 3, lavrof 0\n"
                  "[lavrof] no article has lavrof; similar: lavrov 2 -> "
                  "lavrov\n");
}

/* It is not their distance that is to blame. */
static void words_may_be_in_no_article_together(void **state)
{
    expect_advice(*state, "truce w/5 aleppo",
                  "[truce w/5 aleppo] each alone: truce 1, aleppo 1; "
                  "together: none\n");
}

static void a_word_may_always_be_near_what_is_excluded(void **state)
{
    expect_advice(*state, "lavrof NOT w/5 kerry",
                  "[lavrof] no article has lavrof; similar: lavrov 2 -> "
                  "lavrov\n");
    expect_advice(*state, "aleppo NOT w/5 rain",
                  "[aleppo NOT w/5 rain] aleppo finds 1 article, (aleppo NOT "
                  "w/5 rain) none\n");
}

static void one_sentence_may_be_too_little(void **state)
{
    expect_advice(*state, "sentence(kerry truce)",
                  "[sentence(kerry truce)] (kerry truce) finds 1 article, "
                  "sentence(kerry truce) none\n");
    expect_advice(*state, "sentence(kerry lavrof)",
                  "[kerry lavrof] each alone: kerry 3, lavrof 0\n"
                  "[lavrof] no article has lavrof; similar: lavrov 2 -> "
                  "lavrov\n");
}

static void so_often_may_be_too_often(void **state)
{
    expect_advice(*state, "atleast5(aleppo)",
                  "[atleast5(aleppo)] aleppo finds 1 article, "
                  "atleast5(aleppo) none\n");
    expect_advice(*state, "atleast5(alepo)",
                  "[alepo] no article has alepo; similar: aleppo 1 -> "
                  "aleppo\n");
}

static void parts_in_parts_are_blamed_in_turn(void **state)
{
    expect_advice(*state, "lavrof OR (rain w/1 zzzzzz) kerry",
                  "[lavrof OR (rain w/1 zzzzzz) kerry] each alone: (lavrof OR "
                  "(rain w/1 zzzzzz)) 0, kerry 3\n"
                  "[lavrof] no article has lavrof; similar: lavrov 2 -> "
                  "lavrov\n"
                  "[rain w/1 zzzzzz] each alone: rain 1, zzzzzz 0\n"
                  "[zzzzzz] no article has zzzzzz\n");
}

static void a_deadline_that_passed_leaves_no_time_for_advice(void **state)
{
    fixture *in = *state;
    newsidx_diagnostic *items;
    size_t count;

    plan(in, "kerry w/1 (lavrof OR truce)");
    EXPECT_OK(nx_store_begin_read(in->store, &err));
    EXPECT_OK(nx_advise(in->store, in->frequencies, in->query, nx_str(NULL),
                        &in->plan, 1, &items, &count, &err));
    nx_store_end_read(in->store);
    assert_true(count <= 1);
}

static void what_can_never_match_has_no_advice(void **state)
{
    expect_advice(*state, "-kerry", "");
    expect_advice(*state, "", "");
    expect_advice(*state, "headline:byline:kerry", "");
}

static void long_queries_have_no_more_than_sixteen_lines(void **state)
{
    fixture *in = *state;
    newsidx_diagnostic *items;
    size_t count;
    nx_buf query;

    nx_buf_init(&query, 8192);
    for (int i = 0; i < 30; i++)
        nx_buf_add_format(&query, "%szzz%d", i > 0 ? " OR " : "", i);
    plan(in, query.bytes);
    nx_buf_finish(&query);
    EXPECT_OK(nx_store_begin_read(in->store, &err));
    EXPECT_OK(nx_advise(in->store, in->frequencies, in->query, nx_str(NULL),
                        &in->plan, 0, &items, &count, &err));
    nx_store_end_read(in->store);
    assert_int_equal(count, 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_unknown_word_may_be_misspelt),
        cmocka_unit_test(neighbours_are_counted_by_article),
        cmocka_unit_test(a_part_is_named_and_may_have_no_neighbours),
        cmocka_unit_test(that_the_whole_query_finds_nothing_is_not_said),
        cmocka_unit_test(a_word_may_stand_elsewhere),
        cmocka_unit_test(a_word_may_be_written_otherwise),
        cmocka_unit_test(an_empty_part_is_to_blame),
        cmocka_unit_test(parts_that_are_never_together_are_counted),
        cmocka_unit_test(an_exclusion_may_be_to_blame),
        cmocka_unit_test(a_filter_may_be_to_blame),
        cmocka_unit_test(of_an_or_each_part_is_blamed),
        cmocka_unit_test(words_may_be_too_far_apart),
        cmocka_unit_test(words_may_be_in_no_article_together),
        cmocka_unit_test(a_word_may_always_be_near_what_is_excluded),
        cmocka_unit_test(one_sentence_may_be_too_little),
        cmocka_unit_test(so_often_may_be_too_often),
        cmocka_unit_test(parts_in_parts_are_blamed_in_turn),
        cmocka_unit_test(a_deadline_that_passed_leaves_no_time_for_advice),
        cmocka_unit_test(what_can_never_match_has_no_advice),
        cmocka_unit_test(long_queries_have_no_more_than_sixteen_lines),
    };

    return cmocka_run_group_tests(tests, open_index, fixture_tear_down);
}
