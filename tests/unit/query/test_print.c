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
    const nx_node exact = LEAF(NX_NODE_WORD, NX_WORD_EXACT, "talk");
    const nx_node prefix = LEAF(NX_NODE_WORD, NX_WORD_PREFIX, "talk");
    const nx_node marked = LEAF(NX_NODE_WORD, NX_WORD_PREFIX, "hd:talk");
    const nx_node phrase = LEAF(NX_NODE_PHRASE, NX_WORD_EXACT, "a \"b\" c");
    const nx_node empty = {.kind = NX_NODE_EMPTY};

    (void)state;
    expect_text(&stem, NEWSIDX_MATCH_ALL, "talk");
    expect_text(&exact, NEWSIDX_MATCH_ALL, "=talk");
    expect_text(&prefix, NEWSIDX_MATCH_ALL, "talk*");
    expect_text(&marked, NEWSIDX_MATCH_ALL, "=hd:talk*");
    expect_text(&phrase, NEWSIDX_MATCH_ALL, "\"a \"\"b\"\" c\"");
    expect_text(&empty, NEWSIDX_MATCH_ALL, "");
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
        cmocka_unit_test(parentheses_are_where_operators_meet),
        cmocka_unit_test(a_full_buffer_is_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
