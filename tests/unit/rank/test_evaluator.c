/* When a condition holds and what satisfies it, case by case. */
#include "rank/evaluator.h"

#include "meaning.h"

#include "base/limits.h"

/* -------------------------------------------------------- distances ---- */

static void a_distance_is_the_difference_of_positions(void **state)
{
    expect(*state, "kerry w/5 lavrov", "[kerry] a b c d [lavrov]");
    expect_not(*state, "kerry w/5 lavrov", "kerry a b c d e lavrov");
    expect(*state, "kerry w/5 lavrov", "[lavrov] a b c d [kerry]");
    expect_not(*state, "kerry w/5 lavrov", "lavrov a b c d e kerry");
    expect(*state, "kerry w/1 lavrov", "[kerry] [lavrov] a [lavrov] [kerry]");
    expect_not(*state, "kerry w/1 lavrov", "kerry a lavrov");
}

static void a_distance_is_counted_from_the_nearest_edges(void **state)
{
    expect(*state, "\"john kerry\" w/2 \"sergei lavrov\"",
           "[john kerry] a [sergei lavrov]");
    expect_not(*state, "\"john kerry\" w/2 \"sergei lavrov\"",
               "john kerry a b sergei lavrov");
    expect(*state, "\"john kerry\" w/2 \"sergei lavrov\"",
           "[sergei lavrov] a [john kerry]");
}

static void only_the_words_that_are_near_are_marked(void **state)
{
    expect(*state, "kerry w/2 lavrov",
           "kerry a b c [kerry] a [lavrov] b c d lavrov");
}

static void a_word_near_itself_needs_two_of_it(void **state)
{
    expect_not(*state, "kerry w/3 kerry", "kerry a b c kerry");
    expect_not(*state, "kerry w/3 kerry", "kerry");
    expect(*state, "kerry w/3 kerry", "[kerry] a b [kerry] a b c d kerry");
}

static void words_that_overlap_are_not_near(void **state)
{
    expect_not(*state, "\"new york\" w/5 \"york new\"", "new york new");
    expect(*state, "\"new york\" w/5 \"york new\"", "[new york] [york new]");
    expect_not(*state, "\"new york\" w/5 york", "new york");
    expect(*state, "\"new york\" w/5 york", "[new york] a [york]");
}

static void what_is_ordered_has_the_left_one_first(void **state)
{
    expect(*state, "kerry pre/3 said", "[kerry] a b [said]");
    expect_not(*state, "kerry pre/3 said", "kerry a b c said");
    expect_not(*state, "kerry pre/3 said", "said kerry");
    expect(*state, "kerry pre/3 said", "said [kerry] a b [said]");
    expect(*state, "kerry pre/3 kerry", "[kerry] [kerry] [kerry]");
}

static void no_distance_crosses_a_column(void **state)
{
    const newsidx_article article = make_article("k", "Kerry", "Lavrov");

    expect_not_in(*state, "kerry w/255 lavrov", &article);
    expect_both(*state, "kerry w/3 lavrov", "[Kerry] and [Lavrov]", "Kerry");
}

static void the_greatest_distance_is_255_words(void **state)
{
    nx_buf body;

    nx_buf_init(&body, MEANING_BYTES);
    nx_buf_add_string(&body, "[kerry]");
    for (int i = 0; i < 254; i++)
        nx_buf_add_string(&body, " a");
    nx_buf_add_string(&body, " [lavrov]");
    expect(*state, "kerry w/255 lavrov", body.bytes);
    nx_buf_clear(&body);
    nx_buf_add_string(&body, "kerry");
    for (int i = 0; i < 255; i++)
        nx_buf_add_string(&body, " a");
    nx_buf_add_string(&body, " lavrov");
    expect_not(*state, "kerry w/255 lavrov", body.bytes);
    nx_buf_finish(&body);
}

/* The sequence knows where such a word ends; its joined form doesn't. */
static void a_hyphenated_word_ends_with_its_last_part(void **state)
{
    expect_not(*state, "=al-qaida w/5 =qaida", "al-qaida");
    expect(*state, "=al-qaida w/2 =front", "[al-qaida] a [front]");
    expect(*state, "=al-qaida w/2 =front", "[alqaida] a [front]");
    expect_not(*state, "=al-qaida w/2 =front", "alqaida a b front");
    expect(*state, "atleast2(=al-qaida)", "[al-qaida] [al-qaida]");
    expect_not(*state, "atleast2(=al-qaida)", "al-qaida");
    expect_not(*state, "first1(=al-qaida)", "al-qaida");
    expect(*state, "first2(=al-qaida)", "[al-qaida] al-qaida");
}

/* ---------------------------------------------------- what is not near -- */

static void not_near_wants_one_that_stands_alone(void **state)
{
    expect(*state, "nusra NOT w/3 front", "[nusra] a b c front");
    expect_not(*state, "nusra NOT w/3 front", "nusra a b front");
    expect_not(*state, "nusra NOT w/3 front", "front nusra");
    expect(*state, "nusra NOT w/3 front", "[nusra] of this town");
    expect(*state, "nusra NOT w/3 front",
           "nusra front a b c d e [nusra] a b c d");
    expect_not(*state, "nusra NOT w/3 front", "front");
}

static void not_before_says_nothing_of_what_comes_first(void **state)
{
    expect(*state, "nusra NOT pre/3 front", "front [nusra]");
    expect_not(*state, "nusra NOT pre/3 front", "nusra front");
}

static void not_near_takes_a_boolean_right_operand(void **state)
{
    expect(*state, "nusra NOT w/2 (front group)", "[nusra] front a b group");
    expect_not(*state, "nusra NOT w/2 (front group)", "group nusra front");
}

static void
not_near_with_a_boolean_left_operand_is_asked_of_its_parts(void **state)
{
    expect(*state, "(kerry lavrov) NOT w/1 said",
           "[kerry] a [lavrov] b kerry said");
    expect_not(*state, "(kerry lavrov) NOT w/1 said", "kerry said a lavrov");
}

/* -------------------------------------------------- boolean operands ---- */

static void all_parts_of_an_operand_are_near_the_same_word(void **state)
{
    expect(*state, "kerry w/2 (lavrov geneva)",
           "[lavrov] [kerry] a [geneva] b c d kerry lavrov");
    expect_not(*state, "kerry w/2 (lavrov geneva)",
               "lavrov kerry a b c geneva kerry");
    expect(*state, "(lavrov geneva) w/2 kerry",
           "[lavrov] [kerry] a [geneva] b c d kerry lavrov");
}

static void an_operand_may_exclude(void **state)
{
    expect(*state, "kerry w/2 (lavrov -geneva)",
           "lavrov kerry geneva a b c [lavrov] [kerry]");
    expect_not(*state, "kerry w/2 (lavrov -geneva)", "lavrov kerry geneva");
    expect(*state, "(lavrov -geneva) pre/2 kerry", "[lavrov] [kerry] geneva");
}

static void of_an_or_in_an_operand_what_holds_is_marked(void **state)
{
    expect(*state, "kerry w/2 (lavrov OR (geneva talks))",
           "[kerry] [lavrov] geneva a b c d talks");
    expect(*state, "kerry w/2 (lavrov OR (geneva talks))",
           "[kerry] [geneva] [talks] a b lavrov");
    expect(*state, "kerry w/1 (lavrov OR geneva)", "[lavrov] [kerry] a geneva");
}

static void both_operands_may_be_boolean(void **state)
{
    expect(*state, "(kerry lavrov) w/3 (said geneva)",
           "[kerry] [lavrov] [said] [geneva]");
    expect_not(*state, "(kerry lavrov) w/2 (said geneva)",
               "kerry lavrov a b c d said geneva");
    expect(*state, "(kerry OR lavrov) w/1 (said OR geneva)",
           "[lavrov] [geneva] a kerry");
}

static void a_filter_in_an_operand_is_of_the_article(void **state)
{
    newsidx_article article = make_article("k", NULL, "[kerry] a [lavrov]");

    article.source = nx_str("AP");
    expect_article(*state, "kerry w/2 (lavrov source:ap)", &article);
    article = make_article("k", NULL, "kerry a lavrov");
    article.source = nx_str("Reuters");
    expect_not_in(*state, "kerry w/2 (lavrov source:ap)", &article);
}

/* ------------------------------------------------------------ nested ---- */

static void a_pair_is_as_long_as_from_its_first_word_to_its_last(void **state)
{
    expect(*state, "(kerry w/3 lavrov) w/2 geneva",
           "[kerry] a b [lavrov] c [geneva]");
    expect_not(*state, "(kerry w/3 lavrov) w/2 geneva",
               "kerry a b lavrov c d geneva");
    expect(*state, "geneva w/2 (kerry w/3 lavrov)",
           "[geneva] a [kerry] a b [lavrov]");
}

static void what_lies_inside_a_pair_is_not_near_it(void **state)
{
    expect_not(*state, "(kerry w/3 lavrov) w/2 geneva", "kerry geneva lavrov");
}

static void only_the_pairs_that_count_are_marked(void **state)
{
    expect(*state, "(kerry w/3 lavrov) w/2 geneva",
           "kerry lavrov a b c d [kerry] [lavrov] [geneva]");
    /* Of two pairs with one kerry the shorter one is near enough. */
    expect(*state, "(kerry pre/5 lavrov) pre/1 geneva",
           "[kerry] [lavrov] [geneva] a lavrov");
}

static void a_match_of_a_boolean_operand_is_its_anchor(void **state)
{
    expect(*state, "(kerry w/2 (lavrov said)) w/1 geneva",
           "[geneva] [kerry] [lavrov] [said]");
    expect_not(*state, "(kerry w/2 (lavrov said)) w/1 geneva",
               "kerry lavrov said geneva");
}

static void a_match_of_not_near_is_the_word_alone(void **state)
{
    expect(*state, "(nusra NOT w/2 front) w/3 aleppo",
           "nusra front aleppo a b c d [nusra] e f [aleppo]");
    expect_not(*state, "(nusra NOT w/2 front) w/3 aleppo",
               "front nusra aleppo a b c d nusra");
}

static void nested_alternatives_are_marked_where_they_stand(void **state)
{
    expect(*state, "((kerry w/2 said) OR lavrov) w/2 geneva",
           "said kerry a b c [lavrov] [geneva]");
    expect(*state, "((kerry w/2 said) OR lavrov) w/2 geneva",
           "lavrov a b c [said] [kerry] [geneva]");
}

/* -------------------------------------------- sentences, paragraphs ---- */

#define TWO_SENTENCES "Kerry came to town. Lavrov went home."

static void one_sentence_ends_where_the_next_begins(void **state)
{
    expect(*state, "kerry w/s lavrov",
           "[Kerry] met [Lavrov]. Lavrov went. Kerry too.");
    expect_not(*state, "kerry w/s lavrov", TWO_SENTENCES);
    expect(*state, "kerry w/p lavrov",
           "[Kerry] came to town. [Lavrov] went home.");
    expect_not(*state, "kerry w/p lavrov",
               "Kerry came to town.\n\nLavrov went home.");
    expect(*state, "kerry pre/s lavrov", "[Kerry] met [Lavrov].");
    expect_not(*state, "lavrov pre/s kerry", "Kerry met Lavrov.");
    expect(*state, "kerry pre/p lavrov",
           "Lavrov went. [Kerry] came. [Lavrov] came.");
}

static void a_column_beside_the_body_is_one_sentence(void **state)
{
    expect_both(*state, "kerry w/s lavrov", "[Kerry] came. [Lavrov] went.",
                "Nothing.");
    expect_both(*state, "sentence(kerry lavrov)",
                "[Kerry] came. [Lavrov] went.", "Kerry came. Lavrov went.");
    expect_both(*state, "paragraph(kerry lavrov)",
                "[Kerry] came. [Lavrov] went.", "Kerry.\n\nLavrov.");
}

static void a_phrase_over_two_sentences_is_in_neither(void **state)
{
    expect(*state, "\"town lavrov\"", "Kerry came to [town. Lavrov] went.");
    expect_not(*state, "\"town lavrov\" w/s kerry",
               "Kerry came to town. Lavrov went.");
    expect_not(*state, "kerry w/s \"town lavrov\"",
               "Kerry came to town. Lavrov went.");
    expect_not(*state, "sentence(\"town lavrov\")",
               "Kerry came to town. Lavrov went.");
    expect(*state, "\"town lavrov\" w/p kerry",
           "[Kerry] came to [town. Lavrov] went.");
}

static void a_pair_over_two_sentences_is_in_neither(void **state)
{
    expect_not(*state, "(kerry w/5 lavrov) w/s went", TWO_SENTENCES);
    expect(*state, "(kerry w/5 lavrov) w/p went",
           "[Kerry] came to town. [Lavrov] [went] home.");
}

static void a_sentence_holds_all_or_none(void **state)
{
    expect(*state, "sentence(kerry lavrov)",
           "Kerry came. [Kerry] met [Lavrov]. Lavrov went.");
    expect_not(*state, "sentence(kerry lavrov)", TWO_SENTENCES);
    expect(*state, "sentence(kerry -lavrov)",
           "[Kerry] came. Kerry met Lavrov.");
    expect_not(*state, "sentence(kerry -lavrov)", "Kerry met Lavrov.");
    expect(*state, "sentence(kerry (lavrov OR geneva))",
           "[Kerry] was in [Geneva]. Lavrov wasn't.");
    expect(*state, "paragraph(kerry lavrov)",
           "[Kerry] came. [Lavrov] went.\n\nKerry slept.");
}

static void distances_in_a_sentence_end_with_it(void **state)
{
    expect(*state, "kerry w/4 lavrov", "[Kerry] came to town. [Lavrov] went.");
    expect_not(*state, "sentence(kerry w/4 lavrov)",
               "Kerry came to town. Lavrov went.");
    expect(*state, "sentence((kerry w/2 lavrov) said)",
           "Kerry met Lavrov. [Kerry] met [Lavrov], it was [said].");
}

static void scopes_stand_in_scopes(void **state)
{
    expect(*state, "paragraph(sentence(kerry lavrov) geneva)",
           "[Kerry] met [Lavrov]. It was in [Geneva].");
    expect_not(*state, "paragraph(sentence(kerry lavrov) geneva)",
               "Kerry met Lavrov.\n\nIt was in Geneva.");
    expect_not(*state, "paragraph(sentence(kerry lavrov) geneva)",
               "Kerry came. Lavrov went. It was in Geneva.");
    /* A paragraph is cut to the sentence that it is asked in. */
    expect_not(*state, "sentence(paragraph(kerry lavrov))",
               "Kerry came. Lavrov went.");
    expect(*state, "sentence(paragraph(kerry lavrov))",
           "Kerry came. [Kerry] met [Lavrov].");
}

static void a_scope_excludes_as_a_whole(void **state)
{
    expect(*state, "kerry -sentence(kerry lavrov)",
           "[Kerry] came. Lavrov went.");
    expect_not(*state, "kerry -sentence(kerry lavrov)", "Kerry met Lavrov.");
}

/* ----------------------------------------------------------- how often -- */

static void at_least_so_often(void **state)
{
    expect(*state, "atleast3(aleppo)", "[Aleppo], [Aleppo], a [Aleppo]");
    expect_not(*state, "atleast3(aleppo)", "Aleppo, Aleppo, homs");
    expect(*state, "atleast3(aleppo OR homs)", "[Aleppo], [Homs], [Aleppo]");
}

static void all_columns_count_together(void **state)
{
    expect_both(*state, "atleast3(aleppo)", "[Aleppo]", "[Aleppo] [Aleppo]");
}

static void what_overlaps_counts_once(void **state)
{
    expect_not(*state, "atleast2(\"a b a\")", "a b a b a");
    expect(*state, "atleast2(\"a b a\")", "[a b a] [a b a]");
    expect_not(*state, "atleast2(\"new york\" OR york)", "new york");
    expect_not(*state, "atleast2(kerry w/3 lavrov)", "kerry lavrov kerry");
    expect(*state, "atleast2(kerry w/3 lavrov)",
           "[kerry] [lavrov] a b c d [kerry] [lavrov]");
}

static void all_that_is_counted_is_marked(void **state)
{
    expect(*state, "atleast2(\"a b a\")", "[a b a b a] c [a b a]");
}

static void counts_of_several_words_are_counts_of_each(void **state)
{
    expect(*state, "atleast2(kerry lavrov)",
           "[kerry] [kerry] [lavrov] [lavrov]");
    expect_not(*state, "atleast2(kerry lavrov)", "kerry kerry kerry lavrov");
    expect(*state, "atleast2(kerry -lavrov)", "[kerry] [kerry] lavrov");
    expect_not(*state, "atleast2(kerry -lavrov)", "kerry kerry lavrov lavrov");
}

static void counts_in_a_sentence_are_of_that_sentence(void **state)
{
    expect(*state, "sentence(atleast2(kerry))",
           "Kerry came. [Kerry] is [Kerry].");
    expect_not(*state, "sentence(atleast2(kerry))", "Kerry came. Kerry went.");
}

/* ------------------------------------------------------- dead branches -- */

static void branches_that_do_not_hold_are_not_marked(void **state)
{
    expect(*state, "kerry OR (lavrov geneva)", "[kerry] lavrov");
    expect(*state, "kerry OR (lavrov geneva)", "[lavrov] [geneva]");
    expect(*state, "kerry OR (lavrov geneva)", "[kerry] [lavrov] [geneva]");
    expect(*state, "kerry OR (lavrov w/1 geneva)", "[kerry] lavrov a geneva");
    expect(*state, "(kerry -geneva) OR lavrov", "kerry geneva [lavrov]");
}

/* What is marked in one branch is marked, wherever else it stands. */
static void a_word_of_a_dead_branch_may_be_alive_in_another(void **state)
{
    expect(*state, "(lavrov geneva) OR (lavrov kerry)",
           "[lavrov] a [kerry] b [lavrov]");
}

static void what_is_excluded_is_never_marked(void **state)
{
    expect(*state, "kerry -(lavrov geneva)", "[kerry] lavrov");
    expect(*state, "kerry -(lavrov w/1 geneva)", "[kerry] lavrov a geneva");
    expect_not(*state, "kerry -(lavrov w/1 geneva)", "kerry lavrov geneva");
    expect(*state, "kerry -(lavrov -geneva)", "[kerry] lavrov geneva");
    expect_not(*state, "kerry -(lavrov -geneva)", "kerry lavrov");
}

/* ----------------------------------------------------------- no words ---- */

static void everything_but_what_is_excluded(void **state)
{
    expect(*state, "* -geneva", "nothing of it");
    expect_not(*state, "* -geneva", "geneva");
    expect(*state, "*", "nothing of it");
    expect_not(*state, "-geneva", "nothing of it");
    expect(*state, "* -(kerry w/1 geneva)", "geneva kerr");
    expect_not(*state, "* -(kerry w/1 geneva)", "geneva kerry");
}

static void a_filter_finds_without_words(void **state)
{
    newsidx_article article = make_article("k", NULL, "nothing of it");

    article.source = nx_str("AP");
    expect_article(*state, "source:ap", &article);
    expect_article(*state, "source:ap -geneva", &article);
    expect_not_in(*state, "source:ap geneva", &article);
    expect_article(*state, "source:ap OR geneva", &article);
    expect_not_in(*state, "source:reuters OR geneva", &article);
    expect_not_in(*state, "sentence(source:ap -geneva)", &article);
    article.body = nx_str("[geneva]");
    expect_article(*state, "source:ap OR geneva", &article);
    expect_article(*state, "source:reuters OR geneva", &article);
    article.body = nx_str("geneva");
    expect_article(*state, "source:ap OR (geneva kerry)", &article);
    expect_not_in(*state, "source:ap -geneva", &article);
}

/* ----------------------------------------------------- the evaluator ---- */

/* Plan a query for an index without articles; free the evaluator. */
static nx_evaluator *evaluator_of(meaning *with, const char *query)
{
    nx_evaluator *evaluator;

    plan(&with->in, query);
    EXPECT_OK(
        nx_evaluator_new(with->in.store, &with->in.plan, &evaluator, &err));
    return evaluator;
}

static void begin(nx_evaluator *evaluator, int64_t id, const nx_row *row)
{
    nx_evaluator_begin(evaluator, id, row);
}

static void add(nx_evaluator *evaluator, size_t unit, uint32_t position)
{
    const uint64_t place = nx_place(NX_COLUMN_BODY, position);

    assert_true(nx_evaluator_add(evaluator, unit, (nx_interval){place, place}));
}

static bool holds(nx_evaluator *evaluator)
{
    bool does_hold;

    assert_non_null(nx_evaluator_sort(evaluator));
    nx_evaluator_settle(evaluator);
    EXPECT_OK(nx_evaluator_holds(evaluator, &does_hold, &err));
    return does_hold;
}

static void each_article_begins_anew(void **state)
{
    static const nx_row row = {.length = 9};
    nx_evaluator *evaluator = evaluator_of(*state, "a w/2 (b w/2 c)");

    begin(evaluator, 1, &row);
    add(evaluator, 0, 3);
    add(evaluator, 1, 4);
    add(evaluator, 2, 5);
    assert_true(holds(evaluator));
    begin(evaluator, 2, &row);
    assert_false(holds(evaluator));
    begin(evaluator, 3, &row);
    add(evaluator, 0, 3);
    add(evaluator, 1, 4);
    add(evaluator, 2, 7);
    assert_false(holds(evaluator));
    nx_evaluator_free(evaluator);
}

/* FTS5 gives the two forms of a word one after the other. */
static void places_may_come_in_any_order_and_twice(void **state)
{
    static const nx_row row = {.length = 9};
    nx_evaluator *evaluator = evaluator_of(*state, "atleast3(a)");
    const nx_intervals *places;

    begin(evaluator, 1, &row);
    add(evaluator, 0, 7);
    add(evaluator, 0, 3);
    add(evaluator, 0, 5);
    add(evaluator, 0, 3);
    assert_true(holds(evaluator));
    EXPECT_OK(nx_evaluator_mark(evaluator, &err));
    places = nx_evaluator_places(evaluator, 0);
    assert_int_equal(places->count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(nx_place_position(places->items[i].first), 3 + 2 * i);
        assert_true(nx_evaluator_is_marked(evaluator, 0, i));
    }
    nx_evaluator_free(evaluator);
}

static void add_long(nx_evaluator *evaluator, size_t unit, uint32_t first,
                     uint32_t last)
{
    const nx_interval place = {nx_place(NX_COLUMN_BODY, first),
                               nx_place(NX_COLUMN_BODY, last)};

    assert_true(nx_evaluator_add(evaluator, unit, place));
}

static void of_two_places_at_one_word_the_longer_one_counts(void **state)
{
    static const nx_row row = {.length = 9};
    nx_evaluator *evaluator = evaluator_of(*state, "first4(=a-b)");
    const nx_intervals *places;

    begin(evaluator, 1, &row);
    add_long(evaluator, 0, 2, 2);
    add_long(evaluator, 0, 2, 3);
    add_long(evaluator, 0, 3, 4);
    add_long(evaluator, 0, 3, 3);
    assert_true(holds(evaluator));
    places = nx_evaluator_places(evaluator, 0);
    assert_int_equal(places->count, 1);
    assert_int_equal(nx_place_position(places->items[0].last), 3);
    nx_evaluator_free(evaluator);
}

/* Before they are settled, places may be taken out. */
static void
what_was_true_before_places_were_taken_out_is_asked_again(void **state)
{
    static const nx_row row = {.length = 9};
    nx_evaluator *evaluator = evaluator_of(*state, "(a w/2 b) w/2 c");
    nx_intervals *places;
    bool does_hold;

    begin(evaluator, 1, &row);
    add(evaluator, 0, 3);
    add(evaluator, 1, 4);
    add(evaluator, 2, 5);
    places = nx_evaluator_sort(evaluator);
    assert_non_null(places);
    EXPECT_OK(nx_evaluator_holds(evaluator, &does_hold, &err));
    assert_true(does_hold);
    places[1].count = 0;
    nx_evaluator_settle(evaluator);
    EXPECT_OK(nx_evaluator_holds(evaluator, &does_hold, &err));
    assert_false(does_hold);
    nx_evaluator_free(evaluator);
}

/* Only what is sure without words turns an article away. */
static void filters_alone_may_turn_an_article_away(void **state)
{
    static const struct {
        const char *query;
        bool before; /* the key is known */
        bool after;
    } cases[] = {{"id:1 rain", true, true},
                 {"id:8 rain", false, false},
                 {"id:8 OR rain", true, true},
                 {"rain -id:1", false, false},
                 {"rain -id:8", true, true},
                 {"length>9 rain", false, false},
                 {"after:2016 rain", false, false},
                 {"source:ap rain", true, true},
                 {"source:reuters rain", false, false},
                 {"rain -source:ap", false, false},
                 {"key:k rain", true, true},
                 {"key:other rain", true, false},
                 {"rain -key:k", true, false},
                 {"id:8 OR key:other", true, false},
                 {"id:8 key:k", false, false},
                 {"sentence(id:8 rain)", true, true},
                 {"* -id:1", false, false}};
    meaning *with = *state;
    newsidx_article article = make_article("k", "Rain", "It rains.");

    article.source = nx_str("AP");
    assert_int_equal(put_article(&with->in, &article), 1);
    EXPECT_OK(nx_store_begin_read(with->in.store, &err));
    nx_store_end_read(with->in.store);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        nx_evaluator *evaluator = evaluator_of(*state, cases[i].query);

        begin(evaluator, 1, &nx_store_rows(with->in.store)->rows[1]);
        if (nx_evaluator_may_hold(evaluator) != cases[i].before)
            fail_msg("%s, without the key", cases[i].query);
        nx_evaluator_set_key(evaluator, article.key);
        if (nx_evaluator_may_hold(evaluator) != cases[i].after)
            fail_msg("%s, with the key", cases[i].query);
        nx_evaluator_free(evaluator);
    }
}

/* Words that alternate make as many pairs as their distance allows. */
static void add_alternating(nx_evaluator *evaluator, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        add(evaluator, i % 2, i);
}

static void too_many_pairs_are_cut_and_told(void **state)
{
    static const nx_row row = {.length = 9};
    nx_evaluator *evaluator = evaluator_of(*state, "(a w/255 b) w/1 c");

    begin(evaluator, 1, &row);
    add_alternating(evaluator, 400);
    add(evaluator, 2, 400);
    assert_true(holds(evaluator));
    assert_false(nx_evaluator_is_cut(evaluator));
    begin(evaluator, 2, &row);
    add_alternating(evaluator, 1000);
    add(evaluator, 2, 1000);
    holds(evaluator);
    assert_true(nx_evaluator_is_cut(evaluator));
    nx_evaluator_free(evaluator);
}

/* They need not be listed unless they are part of another pair. */
static void pairs_that_are_no_part_of_others_are_not_cut(void **state)
{
    static const nx_row row = {.length = 9};
    nx_evaluator *evaluator = evaluator_of(*state, "a w/255 b");

    begin(evaluator, 1, &row);
    add_alternating(evaluator, 2000);
    assert_true(holds(evaluator));
    EXPECT_OK(nx_evaluator_mark(evaluator, &err));
    assert_false(nx_evaluator_is_cut(evaluator));
    for (size_t unit = 0; unit < 2; unit++) {
        for (size_t i = 0; i < 1000; i++)
            assert_true(nx_evaluator_is_marked(evaluator, unit, i));
    }
    nx_evaluator_free(evaluator);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        MEANING_TEST(a_distance_is_the_difference_of_positions),
        MEANING_TEST(a_distance_is_counted_from_the_nearest_edges),
        MEANING_TEST(only_the_words_that_are_near_are_marked),
        MEANING_TEST(a_word_near_itself_needs_two_of_it),
        MEANING_TEST(words_that_overlap_are_not_near),
        MEANING_TEST(what_is_ordered_has_the_left_one_first),
        MEANING_TEST(no_distance_crosses_a_column),
        MEANING_TEST(the_greatest_distance_is_255_words),
        MEANING_TEST(a_hyphenated_word_ends_with_its_last_part),
        MEANING_TEST(not_near_wants_one_that_stands_alone),
        MEANING_TEST(not_before_says_nothing_of_what_comes_first),
        MEANING_TEST(not_near_takes_a_boolean_right_operand),
        MEANING_TEST(
            not_near_with_a_boolean_left_operand_is_asked_of_its_parts),
        MEANING_TEST(all_parts_of_an_operand_are_near_the_same_word),
        MEANING_TEST(an_operand_may_exclude),
        MEANING_TEST(of_an_or_in_an_operand_what_holds_is_marked),
        MEANING_TEST(both_operands_may_be_boolean),
        MEANING_TEST(a_filter_in_an_operand_is_of_the_article),
        MEANING_TEST(a_pair_is_as_long_as_from_its_first_word_to_its_last),
        MEANING_TEST(what_lies_inside_a_pair_is_not_near_it),
        MEANING_TEST(only_the_pairs_that_count_are_marked),
        MEANING_TEST(a_match_of_a_boolean_operand_is_its_anchor),
        MEANING_TEST(a_match_of_not_near_is_the_word_alone),
        MEANING_TEST(nested_alternatives_are_marked_where_they_stand),
        MEANING_TEST(one_sentence_ends_where_the_next_begins),
        MEANING_TEST(a_column_beside_the_body_is_one_sentence),
        MEANING_TEST(a_phrase_over_two_sentences_is_in_neither),
        MEANING_TEST(a_pair_over_two_sentences_is_in_neither),
        MEANING_TEST(a_sentence_holds_all_or_none),
        MEANING_TEST(distances_in_a_sentence_end_with_it),
        MEANING_TEST(scopes_stand_in_scopes),
        MEANING_TEST(a_scope_excludes_as_a_whole),
        MEANING_TEST(at_least_so_often),
        MEANING_TEST(all_columns_count_together),
        MEANING_TEST(what_overlaps_counts_once),
        MEANING_TEST(all_that_is_counted_is_marked),
        MEANING_TEST(counts_of_several_words_are_counts_of_each),
        MEANING_TEST(counts_in_a_sentence_are_of_that_sentence),
        MEANING_TEST(branches_that_do_not_hold_are_not_marked),
        MEANING_TEST(a_word_of_a_dead_branch_may_be_alive_in_another),
        MEANING_TEST(what_is_excluded_is_never_marked),
        MEANING_TEST(everything_but_what_is_excluded),
        MEANING_TEST(a_filter_finds_without_words),
        MEANING_TEST(each_article_begins_anew),
        MEANING_TEST(places_may_come_in_any_order_and_twice),
        MEANING_TEST(of_two_places_at_one_word_the_longer_one_counts),
        MEANING_TEST(what_was_true_before_places_were_taken_out_is_asked_again),
        MEANING_TEST(filters_alone_may_turn_an_article_away),
        MEANING_TEST(too_many_pairs_are_cut_and_told),
        MEANING_TEST(pairs_that_are_no_part_of_others_are_not_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
