/* Trees to text. */
#include "query/print.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#define LEAF(node_kind, word_form, word)                                       \
    {                                                                          \
        .kind = node_kind, .form = word_form, .text = {                        \
            word,                                                              \
            sizeof(word) - 1                                                   \
        }                                                                      \
    }

static void expect_text(const nx_node *node, newsidx_match match,
                        const char *text)
{
    nx_buf out;

    nx_buf_init(&out, 4096);
    nx_print_query(&out, node, match);
    assert_string_equal(nx_buf_text(&out).bytes, text);
    nx_buf_finish(&out);
}

static void forms_have_their_marks(void **state)
{
    const nx_node stem = LEAF(NX_NODE_WORD, NX_WORD_STEM, "talk");
    const nx_node odd = LEAF(NX_NODE_WORD, NX_WORD_STEM, "OR");
    const nx_node exact = LEAF(NX_NODE_WORD, NX_WORD_EXACT, "talk");
    const nx_node pattern = LEAF(NX_NODE_WORD, NX_WORD_PATTERN, "t?lk*");
    const nx_node marked = LEAF(NX_NODE_WORD, NX_WORD_PATTERN, "hd:talk*");
    const nx_node phrase = LEAF(NX_NODE_PHRASE, NX_WORD_EXACT, "a \"b\" c");
    const nx_node stems = LEAF(NX_NODE_PHRASE, NX_WORD_STEM, "a b");
    const nx_node verbatim = LEAF(NX_NODE_PHRASE, NX_WORD_VERBATIM, "a \"b");
    const nx_node filter = LEAF(NX_NODE_FILTER, NX_WORD_STEM, "source:AP");
    const nx_node empty = {.kind = NX_NODE_EMPTY};
    const nx_node all = {.kind = NX_NODE_ALL};
    nx_node fuzzy = LEAF(NX_NODE_WORD, NX_WORD_FUZZY, "talk");

    (void)state;
    fuzzy.count = 2;
    expect_text(&stem, NEWSIDX_MATCH_ALL, "talk");
    expect_text(&odd, NEWSIDX_MATCH_ALL, "~OR");
    expect_text(&odd, NEWSIDX_MATCH_ANY, "OR");
    expect_text(&exact, NEWSIDX_MATCH_ALL, "=talk");
    expect_text(&pattern, NEWSIDX_MATCH_ALL, "t?lk*");
    expect_text(&marked, NEWSIDX_MATCH_ALL, "=hd:talk*");
    expect_text(&fuzzy, NEWSIDX_MATCH_ALL, "talk~2");
    expect_text(&phrase, NEWSIDX_MATCH_ALL, "\"a \"\"b\"\" c\"");
    expect_text(&stems, NEWSIDX_MATCH_ALL, "~\"a b\"");
    expect_text(&verbatim, NEWSIDX_MATCH_ALL, "verbatim(\"a \"\"b\")");
    expect_text(&filter, NEWSIDX_MATCH_ALL, "source:AP");
    expect_text(&empty, NEWSIDX_MATCH_ALL, "");
    expect_text(&all, NEWSIDX_MATCH_ALL, "*");
}

static void marks_mean_something_else_in_caps(void **state)
{
    nx_node stem = LEAF(NX_NODE_WORD, NX_WORD_STEM, "us");
    nx_node any_case = LEAF(NX_NODE_WORD, NX_WORD_ANY_CASE, "us");
    nx_node odd = LEAF(NX_NODE_WORD, NX_WORD_ANY_CASE, "OR");
    nx_node phrase = LEAF(NX_NODE_PHRASE, NX_WORD_ANY_CASE, "the us");
    nx_node stems = LEAF(NX_NODE_PHRASE, NX_WORD_STEM, "the us");
    nx_node *parts[] = {&stem, &any_case, &odd, &phrase, &stems};
    nx_node both = {.kind = NX_NODE_AND, .children = parts, .child_count = 5};
    nx_node *alone[] = {&both};
    const nx_node caps = {.kind = NX_NODE_CASE,
                          .letters = NX_CASE_ALLCAPS,
                          .children = alone,
                          .child_count = 1};

    (void)state;
    expect_text(&caps, NEWSIDX_MATCH_ALL,
                "allcaps(~us us =OR \"the us\" ~\"the us\")");
}

static void expect_call(nx_node_kind kind, const char *text)
{
    nx_node a = LEAF(NX_NODE_WORD, NX_WORD_EXACT, "a");
    nx_node b = LEAF(NX_NODE_WORD, NX_WORD_EXACT, "b");
    nx_node *parts[] = {&a, &b};
    nx_node either = {.kind = NX_NODE_OR, .children = parts, .child_count = 2};
    nx_node *alone[] = {&either};
    const nx_node call = {.kind = kind,
                          .count = 7,
                          .scope = NX_REACH_PARAGRAPH,
                          .children = alone,
                          .child_count = 1};

    expect_text(&call, NEWSIDX_MATCH_ALL, text);
}

static void calls_have_their_names(void **state)
{
    (void)state;
    expect_call(NX_NODE_FIRST, "first7(=a OR =b)");
    expect_call(NX_NODE_ATLEAST, "atleast7(=a OR =b)");
    expect_call(NX_NODE_SCOPE, "paragraph(=a OR =b)");
}

static void near_is_a_part_in_parentheses(void **state)
{
    nx_node a = LEAF(NX_NODE_WORD, NX_WORD_STEM, "a");
    nx_node b = LEAF(NX_NODE_WORD, NX_WORD_STEM, "b");
    nx_node *ab[] = {&a, &b};
    nx_node inner = {.kind = NX_NODE_NEAR,
                     .relation = {.distance = 5},
                     .children = ab,
                     .child_count = 2};
    nx_node *parts[] = {&inner, &a};
    const nx_node outer = {.kind = NX_NODE_NEAR,
                           .relation = {NX_REACH_SENTENCE, 0, true, true},
                           .children = parts,
                           .child_count = 2};
    nx_buf out;

    (void)state;
    expect_text(&outer, NEWSIDX_MATCH_ALL, "(a w/5 b) NOT pre/s a");
    nx_buf_init(&out, 4096);
    nx_print_tree(&out, &outer);
    assert_string_equal(nx_buf_text(&out).bytes, "NEAR NOT pre/s\n"
                                                 "  NEAR w/5\n"
                                                 "    WORD a\n"
                                                 "    WORD b\n"
                                                 "  WORD a");
    nx_buf_finish(&out);
}

static void parentheses_are_where_operators_meet(void **state)
{
    nx_node a = LEAF(NX_NODE_WORD, NX_WORD_STEM, "a");
    nx_node b = LEAF(NX_NODE_PHRASE, NX_WORD_EXACT, "b c");
    nx_node *ab[] = {&a, &b};
    nx_node any = {.kind = NX_NODE_OR, .children = ab, .child_count = 2};
    nx_node *any_alone[] = {&any};
    nx_node field = {.kind = NX_NODE_FIELD,
                     .field = NX_FIELD_HEADLINE,
                     .children = any_alone,
                     .child_count = 1};
    nx_node *field_alone[] = {&field};
    nx_node negation = {
        .kind = NX_NODE_NOT, .children = field_alone, .child_count = 1};
    nx_node *parts[] = {&a, &any, &negation};
    const nx_node all = {
        .kind = NX_NODE_AND, .children = parts, .child_count = 3};
    nx_buf out;

    (void)state;
    expect_text(&any, NEWSIDX_MATCH_ALL, "a OR \"b c\"");
    expect_text(&any, NEWSIDX_MATCH_ANY, "a \"b c\"");
    expect_text(&all, NEWSIDX_MATCH_ALL,
                "a (a OR \"b c\") -headline:(a OR \"b c\")");
    nx_buf_init(&out, 4096);
    nx_print_tree(&out, &all);
    assert_string_equal(nx_buf_text(&out).bytes, "AND\n"
                                                 "  WORD a\n"
                                                 "  OR\n"
                                                 "    WORD a\n"
                                                 "    PHRASE \"b c\"\n"
                                                 "  NOT\n"
                                                 "    FIELD headline\n"
                                                 "      OR\n"
                                                 "        WORD a\n"
                                                 "        PHRASE \"b c\"");
    nx_buf_finish(&out);
}

static void a_full_buffer_is_no_harm(void **state)
{
    const nx_node stem = LEAF(NX_NODE_WORD, NX_WORD_STEM, "talk");
    nx_buf out;

    (void)state;
    nx_buf_init(&out, 3);
    nx_print_query(&out, &stem, NEWSIDX_MATCH_ALL);
    assert_int_equal(out.status, NEWSIDX_ERR_LIMIT);
    nx_buf_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_have_their_marks),
        cmocka_unit_test(marks_mean_something_else_in_caps),
        cmocka_unit_test(calls_have_their_names),
        cmocka_unit_test(near_is_a_part_in_parentheses),
        cmocka_unit_test(parentheses_are_where_operators_meet),
        cmocka_unit_test(a_full_buffer_is_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
