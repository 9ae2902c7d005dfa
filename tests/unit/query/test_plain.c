/* Queries that are text and no language. */
#include "query/plain.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

typedef struct fixture {
    nx_arena arena;
    nx_diagnoses diagnoses;
    nx_builder builder;
} fixture;

static void start(fixture *f)
{
    nx_arena_init(&f->arena);
    nx_diagnoses_init(&f->diagnoses);
    memset(&f->builder, 0, sizeof f->builder);
    f->builder.arena = &f->arena;
    f->builder.diagnoses = &f->diagnoses;
}

static void finish(fixture *f)
{
    nx_diagnoses_finish(&f->diagnoses);
    nx_arena_finish(&f->arena);
}

static void expect_child(const nx_node *node, size_t number, const char *text,
                         size_t first, size_t end)
{
    const nx_node *child = node->children[number];

    assert_int_equal(child->kind, NX_NODE_WORD);
    assert_int_equal(child->form, NX_WORD_STEM);
    assert_string_equal(child->text.bytes, text);
    assert_int_equal(child->span.start, first);
    assert_int_equal(child->span.end, end);
}

static void any_takes_words_between_blanks(void **state)
{
    nx_operand any;
    fixture f;

    (void)state;
    start(&f);
    any = nx_plain_any(&f.builder,
                       nx_str(" the \"war\" - (the, \xC2\xABpeace\xC2\xBB)"));
    assert_false(any.is_negated);
    assert_int_equal(any.node->kind, NX_NODE_OR);
    assert_int_equal(any.node->child_count, 4);
    expect_child(any.node, 0, "the", 1, 4);
    expect_child(any.node, 1, "war", 6, 9);
    expect_child(any.node, 2, "the,", 14, 18);
    expect_child(any.node, 3, "peace", 21, 26);
    finish(&f);
}

static void any_of_one_word_is_the_word(void **state)
{
    nx_operand any;
    fixture f;

    (void)state;
    start(&f);
    any = nx_plain_any(&f.builder, nx_str("- truce ..."));
    assert_int_equal(any.node->kind, NX_NODE_WORD);
    assert_null(nx_plain_any(&f.builder, nx_str("... \"\" ()")).node);
    assert_null(nx_plain_any(&f.builder, nx_str("")).node);
    finish(&f);
}

static void a_whole_phrase_has_no_quotes(void **state)
{
    nx_operand phrase;
    fixture f;

    (void)state;
    start(&f);
    phrase = nx_plain_phrase(&f.builder, nx_str(" say \"no\"  OR yes "));
    assert_int_equal(phrase.node->kind, NX_NODE_PHRASE);
    assert_string_equal(phrase.node->text.bytes, "say no OR yes");
    assert_null(nx_plain_phrase(&f.builder, nx_str(" ... ")).node);
    finish(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_takes_words_between_blanks),
        cmocka_unit_test(any_of_one_word_is_the_word),
        cmocka_unit_test(a_whole_phrase_has_no_quotes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
