/*
 * The reference itself, on texts that a person can count: what is right here
 * is read off the definition and needs no other program.
 */
#include "reference.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* One article, and the query that is asked of it. */
typedef struct asking {
    model of;
    nx_arena arena;
    char shown[512]; /* the marked words, with blanks between them */
} asking;

static void start(asking *in, const char *headline, const char *body)
{
    newsidx_article article = NEWSIDX_ARTICLE_INIT;

    model_init(&in->of, NULL);
    nx_arena_init(&in->arena);
    article.key.bytes = "key";
    article.key.length = 3;
    article.headline.bytes = headline;
    article.headline.length = strlen(headline);
    article.body.bytes = body;
    article.body.length = strlen(body);
    article.source.bytes = "AP";
    article.source.length = 2;
    model_put(&in->of, &article);
}

static void stop(asking *in)
{
    nx_arena_finish(&in->arena);
    model_finish(&in->of);
}

/* The query is that of the last article; its spans are what is marked. */
static bool ask(asking *in, query_node *typed)
{
    const model_version *version = &in->of.versions[0];
    made_query *made = nx_arena_new(&in->arena, made_query);
    found_list list;
    reference by;

    in->shown[0] = '\0';
    made->typed = typed;
    made->root = query_lower(&in->arena, typed, &made->is_repeated);
    reference_init(&by, &in->of, made, &in->arena);
    reference_search(&by, false, &list);
    for (size_t c = 0; c < COLUMN_COUNT; c++) {
        newsidx_span *spans;
        size_t count = reference_spans(&by, version, c, 0,
                                       version->columns[c].text.length, &spans);

        for (size_t i = 0; i < count; i++) {
            const size_t used = strlen(in->shown);

            snprintf(in->shown + used, sizeof in->shown - used, "%s%.*s",
                     used > 0 ? " " : "", (int)(spans[i].end - spans[i].start),
                     version->columns[c].text.bytes + spans[i].start);
        }
    }
    return list.count == 1;
}

static void expect(asking *in, query_node *typed, const char *shown)
{
    assert_true(ask(in, typed));
    assert_string_equal(in->shown, shown);
}

static void expect_nothing(asking *in, query_node *typed)
{
    assert_false(ask(in, typed));
    assert_string_equal(in->shown, "");
}

/* --------------------------------------------------------------- trees --- */

static query_node *leaf(asking *in, leaf_form form, const char *word)
{
    query_node *node = query_node_new(&in->arena, QUERY_LEAF);

    node->form = form;
    snprintf(node->word, sizeof node->word, "%s", word);
    return node;
}

static query_node *word(asking *in, const char *text)
{
    return leaf(in, LEAF_WORD, text);
}

static query_node *phrase(asking *in, const char *text)
{
    return leaf(in, LEAF_PHRASE, text);
}

static query_node *both(asking *in, query_kind kind, query_node *left,
                        query_node *right)
{
    query_node *node = query_node_new(&in->arena, kind);

    query_node_add(node, left);
    query_node_add(node, right);
    return node;
}

static query_node *above(asking *in, query_kind kind, query_node *child)
{
    query_node *node = query_node_new(&in->arena, kind);

    query_node_add(node, child);
    return node;
}

static query_node *except(asking *in, query_node *child)
{
    return above(in, QUERY_NOT, child);
}

static query_node *near(asking *in, query_node *left, size_t distance,
                        query_node *right)
{
    query_node *node = both(in, QUERY_NEAR, left, right);

    node->relation.distance = distance;
    return node;
}

static query_node *before(asking *in, query_node *left, size_t distance,
                          query_node *right)
{
    query_node *node = near(in, left, distance, right);

    node->relation.is_ordered = true;
    return node;
}

static query_node *far(asking *in, query_node *left, size_t distance,
                       query_node *right)
{
    query_node *node = near(in, left, distance, right);

    node->relation.is_excluding = true;
    return node;
}

static query_node *together(asking *in, query_node *left, query_reach reach,
                            query_node *right)
{
    query_node *node = both(in, QUERY_NEAR, left, right);

    node->relation.reach = reach;
    return node;
}

static query_node *at_least(asking *in, size_t count, query_node *child)
{
    query_node *node = above(in, QUERY_ATLEAST, child);

    node->count = count;
    return node;
}

static query_node *source(asking *in, const char *name)
{
    query_node *node = query_node_new(&in->arena, QUERY_FILTER);

    node->filter.kind = FILTER_SOURCE;
    node->filter.value_count = 1;
    snprintf(node->filter.values[0], sizeof node->filter.values[0], "%s", name);
    return node;
}

/* ---------------------------------------------------------- proximity ----- */

static void distances_are_counted_from_word_to_word(void **state)
{
    asking in;

    (void)state;
    start(&in, "", "Kerry one two three four Lavrov five Geneva");
    expect(&in, near(&in, word(&in, "kerry"), 5, word(&in, "lavrov")),
           "Kerry Lavrov");
    expect_nothing(&in, near(&in, word(&in, "kerry"), 4, word(&in, "lavrov")));
    expect(&in, near(&in, word(&in, "lavrov"), 5, word(&in, "kerry")),
           "Kerry Lavrov");
    expect_nothing(&in,
                   before(&in, word(&in, "lavrov"), 5, word(&in, "kerry")));
    expect(&in, before(&in, word(&in, "kerry"), 5, word(&in, "lavrov")),
           "Kerry Lavrov");
    stop(&in);
}

static void distances_count_from_the_near_ends_of_phrases(void **state)
{
    asking in;

    (void)state;
    start(&in, "", "the joint center met Kerry in Geneva city today");
    expect(&in,
           near(&in, phrase(&in, "the joint center"), 2, word(&in, "kerry")),
           "the joint center Kerry");
    expect_nothing(
        &in, near(&in, phrase(&in, "the joint center"), 1, word(&in, "kerry")));
    expect(&in, near(&in, phrase(&in, "geneva city"), 2, word(&in, "kerry")),
           "Kerry Geneva city");
    /* What overlaps is not near. */
    expect_nothing(&in, near(&in, phrase(&in, "the joint"), 5,
                             phrase(&in, "joint center")));
    stop(&in);
}

static void a_word_is_not_near_itself(void **state)
{
    asking in;

    (void)state;
    start(&in, "", "Kerry one two three four five");
    expect_nothing(&in, near(&in, word(&in, "kerry"), 3, word(&in, "kerry")));
    stop(&in);
    start(&in, "", "Kerry one Kerry two three four five Kerry");
    expect(&in, near(&in, word(&in, "kerry"), 3, word(&in, "kerry")),
           "Kerry Kerry");
    stop(&in);
}

static void columns_are_far_apart(void **state)
{
    asking in;

    (void)state;
    start(&in, "Kerry", "Lavrov");
    expect_nothing(&in, near(&in, word(&in, "kerry"), 9, word(&in, "lavrov")));
    stop(&in);
}

static void what_is_near_nothing_is_marked_alone(void **state)
{
    asking in;

    (void)state;
    start(&in, "", "Kerry one Lavrov two three four Kerry");
    expect(&in, far(&in, word(&in, "kerry"), 3, word(&in, "lavrov")), "Kerry");
    expect_nothing(&in, far(&in, word(&in, "kerry"), 4, word(&in, "lavrov")));
    expect_nothing(&in, far(&in, word(&in, "lavrov"), 2, word(&in, "kerry")));
    stop(&in);
}

static void a_pair_is_near_as_far_as_it_reaches(void **state)
{
    asking in;
    query_node *inner;

    (void)state;
    start(&in, "", "Kerry one Lavrov two Geneva three four Kerry");
    inner = near(&in, word(&in, "kerry"), 2, word(&in, "lavrov"));
    expect(&in, near(&in, inner, 2, word(&in, "geneva")),
           "Kerry Lavrov Geneva");
    inner = near(&in, word(&in, "kerry"), 2, word(&in, "lavrov"));
    expect_nothing(&in, near(&in, inner, 1, word(&in, "geneva")));
    /* It reaches from its first word to its last. */
    inner = before(&in, word(&in, "kerry"), 4, word(&in, "geneva"));
    expect_nothing(&in, near(&in, inner, 9, word(&in, "lavrov")));
    stop(&in);
}

static void boolean_operands_hold_around_one_word(void **state)
{
    asking in;
    query_node *group;

    (void)state;
    start(&in, "", "Kerry Lavrov one two three four Geneva five Kerry");
    group = both(&in, QUERY_AND, word(&in, "lavrov"), word(&in, "geneva"));
    expect_nothing(&in, near(&in, word(&in, "kerry"), 3, group));
    expect(&in, near(&in, word(&in, "kerry"), 6, group), "Kerry Lavrov Geneva");
    group = both(&in, QUERY_AND, word(&in, "geneva"),
                 except(&in, word(&in, "lavrov")));
    expect(&in, near(&in, word(&in, "kerry"), 6, group), "Geneva Kerry");
    group = both(&in, QUERY_OR, word(&in, "geneva"),
                 both(&in, QUERY_AND, word(&in, "lavrov"), word(&in, "zzz")));
    expect(&in, near(&in, group, 2, word(&in, "kerry")), "Geneva Kerry");
    stop(&in);
}

static void filters_of_an_operand_are_the_articles(void **state)
{
    asking in;

    (void)state;
    start(&in, "", "Kerry met Lavrov");
    expect(&in,
           near(&in, word(&in, "kerry"), 5,
                both(&in, QUERY_AND, word(&in, "lavrov"), source(&in, "ap"))),
           "Kerry Lavrov");
    expect_nothing(&in, near(&in, word(&in, "kerry"), 5,
                             both(&in, QUERY_AND, word(&in, "lavrov"),
                                  source(&in, "AFP"))));
    stop(&in);
}

static void two_boolean_operands_are_spelled_out(void **state)
{
    asking in;
    query_node *left;
    query_node *right;

    (void)state;
    start(&in, "", "Kerry Lavrov one two three Geneva Kerry Moscow Lavrov");
    left = both(&in, QUERY_AND, word(&in, "kerry"), word(&in, "lavrov"));
    right = both(&in, QUERY_AND, word(&in, "geneva"), word(&in, "moscow"));
    assert_true(ask(&in, near(&in, left, 3, right)));
    assert_false(ask(&in, near(&in, left, 1, right)));
    stop(&in);
}

/* ------------------------------------------- sentences and paragraphs ----- */

static void sentences_and_paragraphs_part_words(void **state)
{
    asking in;

    (void)state;
    start(&in, "Kerry Lavrov",
          "The talks with Kerry began. Lavrov left.\n\nGeneva waits.");
    expect(
        &in,
        together(&in, word(&in, "kerry"), REACH_SENTENCE, word(&in, "lavrov")),
        "Kerry Lavrov");
    expect(
        &in,
        together(&in, word(&in, "kerry"), REACH_PARAGRAPH, word(&in, "left")),
        "Kerry left");
    expect_nothing(&in, together(&in, word(&in, "talk"), REACH_SENTENCE,
                                 word(&in, "left")));
    expect_nothing(&in, together(&in, word(&in, "left"), REACH_PARAGRAPH,
                                 word(&in, "geneva")));
    /* A phrase that lies in two sentences is in none. */
    expect_nothing(&in, together(&in, phrase(&in, "began lavrov"),
                                 REACH_SENTENCE, word(&in, "left")));
    stop(&in);
}

static void scopes_hold_one_sentence_at_a_time(void **state)
{
    asking in;
    query_node *scope;

    (void)state;
    start(&in, "", "Kerry met Lavrov. Kerry left. Lavrov stayed in Geneva.");
    scope =
        above(&in, QUERY_SCOPE,
              both(&in, QUERY_AND, word(&in, "kerry"), word(&in, "lavrov")));
    scope->scope = REACH_SENTENCE;
    expect(&in, scope, "Kerry Lavrov");
    scope = above(&in, QUERY_SCOPE,
                  both(&in, QUERY_AND, word(&in, "kerry"),
                       except(&in, word(&in, "lavrov"))));
    scope->scope = REACH_SENTENCE;
    expect(&in, scope, "Kerry");
    scope =
        above(&in, QUERY_SCOPE,
              both(&in, QUERY_AND, word(&in, "kerry"), word(&in, "geneva")));
    scope->scope = REACH_SENTENCE;
    expect_nothing(&in, scope);
    stop(&in);
}

/* ----------------------------------------------------- the other nodes ---- */

static void at_least_counts_what_does_not_overlap(void **state)
{
    asking in;

    (void)state;
    start(&in, "kerry", "kerry kerry kerry lavrov");
    expect(&in, at_least(&in, 4, word(&in, "kerry")),
           "kerry kerry kerry kerry");
    expect_nothing(&in, at_least(&in, 5, word(&in, "kerry")));
    expect_nothing(&in, at_least(&in, 2, phrase(&in, "kerry kerry")));
    expect(
        &in,
        at_least(&in, 5,
                 both(&in, QUERY_OR, word(&in, "kerry"), word(&in, "lavrov"))),
        "kerry kerry kerry kerry lavrov");
    expect_nothing(&in, at_least(&in, 2,
                                 both(&in, QUERY_AND, word(&in, "kerry"),
                                      word(&in, "lavrov"))));
    stop(&in);
}

static void branches_that_do_not_hold_are_not_marked(void **state)
{
    asking in;

    (void)state;
    start(&in, "", "kerry met lavrov");
    expect(&in,
           both(&in, QUERY_OR, word(&in, "kerry"),
                both(&in, QUERY_AND, word(&in, "lavrov"), word(&in, "zzz"))),
           "kerry");
    expect(&in,
           both(&in, QUERY_AND, word(&in, "kerry"),
                except(&in, both(&in, QUERY_AND, word(&in, "lavrov"),
                                 word(&in, "zzz")))),
           "kerry");
    stop(&in);
}

static void restrictions_hold_for_each_occurrence(void **state)
{
    asking in;
    query_node *node;

    (void)state;
    start(&in, "Us us US", "us one US two Us");
    node = above(&in, QUERY_CASE, word(&in, "US"));
    node->letters = CASE_ALLCAPS;
    expect(&in, node, "US US");
    node->letters = CASE_CAPS;
    expect(&in, node, "Us US US Us");
    node->letters = CASE_NOCAPS;
    expect(&in, node, "us us");
    node = above(&in, QUERY_FIRST, leaf(&in, LEAF_EXACT, "us"));
    node->count = 1;
    expect(&in, node, "Us us US us");
    node = above(&in, QUERY_FIELD, phrase(&in, "one us"));
    node->field = FIELD_HEADLINE;
    expect_nothing(&in, node);
    node->field = FIELD_LEAD;
    expect(&in, node, "one US");
    stop(&in);
}

static void forms_find_what_they_say(void **state)
{
    asking in;
    query_node *fuzzy;

    (void)state;
    start(&in, "", "Lavrov's talks, al-Qaida and\n\nthe lavrvo talk: woman");
    expect(&in, word(&in, "talk"), "talks talk");
    expect(&in, leaf(&in, LEAF_EXACT, "talk"), "talk");
    expect(&in, leaf(&in, LEAF_PATTERN, "ta*k*"), "talks talk");
    expect(&in, leaf(&in, LEAF_PATTERN, "wom?n"), "woman");
    expect(&in, word(&in, "alqaida"), "al-Qaida");
    expect(&in, phrase(&in, "al qaida"), "al-Qaida");
    expect(&in, leaf(&in, LEAF_VERBATIM, "talks, al-Qaida and the"),
           "talks, al-Qaida and\n\nthe");
    expect_nothing(&in, leaf(&in, LEAF_VERBATIM, "talks al-Qaida"));
    expect_nothing(&in, leaf(&in, LEAF_VERBATIM, "Talks"));
    fuzzy = leaf(&in, LEAF_FUZZY, "lavrov");
    fuzzy->count = 1;
    expect(&in, fuzzy, "Lavrov lavrvo");
    stop(&in);
}

static void edits_are_counted_once_for_each_character(void **state)
{
    const newsidx_text words[] = {
        {"lavrov", 6},      {"lavrvo", 6}, {"lavov", 5}, {"cafe", 4},
        {"caf\xC3\xA9", 5}, {"ca", 2},     {"abc", 3}};

    (void)state;
    assert_int_equal(term_distance(words[0], words[0]), 0);
    assert_int_equal(term_distance(words[0], words[1]), 1);
    assert_int_equal(term_distance(words[0], words[2]), 1);
    assert_int_equal(term_distance(words[3], words[4]), 1);
    /* By the Damerau distance without that restriction it were 2. */
    assert_int_equal(term_distance(words[5], words[6]), 3);
}

/* Without a word that scores, the newest comes first. */
static void only_words_score(void **state)
{
    asking in;
    made_query made;
    found_list list;
    reference by;

    (void)state;
    start(&in, "", "kerry");
    memset(&made, 0, sizeof made);
    made.root = source(&in, "AP");
    reference_init(&by, &in.of, &made, &in.arena);
    reference_search(&by, false, &list);
    assert_int_equal(list.count, 1);
    assert_false(reference_has_words(&by));
    assert_true(list.items[0].score <= 0.0 && list.items[0].score >= 0.0);
    stop(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distances_are_counted_from_word_to_word),
        cmocka_unit_test(distances_count_from_the_near_ends_of_phrases),
        cmocka_unit_test(a_word_is_not_near_itself),
        cmocka_unit_test(columns_are_far_apart),
        cmocka_unit_test(what_is_near_nothing_is_marked_alone),
        cmocka_unit_test(a_pair_is_near_as_far_as_it_reaches),
        cmocka_unit_test(boolean_operands_hold_around_one_word),
        cmocka_unit_test(filters_of_an_operand_are_the_articles),
        cmocka_unit_test(two_boolean_operands_are_spelled_out),
        cmocka_unit_test(sentences_and_paragraphs_part_words),
        cmocka_unit_test(scopes_hold_one_sentence_at_a_time),
        cmocka_unit_test(at_least_counts_what_does_not_overlap),
        cmocka_unit_test(branches_that_do_not_hold_are_not_marked),
        cmocka_unit_test(restrictions_hold_for_each_occurrence),
        cmocka_unit_test(forms_find_what_they_say),
        cmocka_unit_test(edits_are_counted_once_for_each_character),
        cmocka_unit_test(only_words_score),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
