/* Parsing as a whole, and what must be true of every query there is. */
#include "query/parse.h"

#include "base/limits.h"
#include "base/str.h"
#include "random_query.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#define ROUNDS 20000

/* ------------------------------------------------------------- helpers ---- */

static newsidx_query *parse(const char *text, size_t length,
                            const newsidx_query_options *options)
{
    newsidx_query *query = NULL;
    newsidx_error err;
    const newsidx_status status =
        nx_query_parse(nx_str_slice(text, length), options, &query, &err);

    assert_int_equal(status < 0, query == NULL);
    if (status < 0) {
        assert_true(status == NEWSIDX_ERR_QUERY || status == NEWSIDX_ERR_LIMIT);
        assert_true(status != NEWSIDX_ERR_QUERY || err.offset < length);
    }
    return query;
}

static newsidx_query *parse_string(const char *text)
{
    const newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;

    return parse(text, strlen(text), &options);
}

static bool is_leaf(const nx_node *node)
{
    return node->kind == NX_NODE_EMPTY || node->kind == NX_NODE_ALL ||
           node->kind == NX_NODE_WORD || node->kind == NX_NODE_PHRASE ||
           node->kind == NX_NODE_FILTER;
}

static bool is_call(const nx_node *node)
{
    return node->kind == NX_NODE_FIRST || node->kind == NX_NODE_CASE ||
           node->kind == NX_NODE_SCOPE || node->kind == NX_NODE_ATLEAST;
}

static bool is_compound(const nx_node *node)
{
    return node->kind == NX_NODE_AND || node->kind == NX_NODE_OR ||
           node->kind == NX_NODE_NEAR;
}

static void check_join(const nx_node *node, const nx_node *parent)
{
    bool has_positive = false;
    bool has_all = false;

    assert_true(node->child_count >= 2);
    assert_true(parent == NULL || parent->kind != node->kind);
    for (size_t i = 0; i < node->child_count; i++) {
        const nx_node_kind kind = node->children[i]->kind;

        assert_true(kind != NX_NODE_NOT || node->kind == NX_NODE_AND);
        assert_true(kind != NX_NODE_ALL || node->kind == NX_NODE_AND);
        assert_false(has_all && kind == NX_NODE_ALL);
        has_all = has_all || kind == NX_NODE_ALL;
        has_positive =
            has_positive || (kind != NX_NODE_NOT && kind != NX_NODE_ALL);
    }
    assert_true(has_positive != has_all);
}

static void check_near(const nx_node *node)
{
    const nx_node *left = node->children[0];
    const nx_node *right = node->children[1];

    assert_int_equal(node->child_count, 2);
    assert_true(left->kind != NX_NODE_NOT && right->kind != NX_NODE_NOT);
    assert_false(nx_node_is_boolean(left) && nx_node_is_boolean(right));
    assert_false(node->relation.is_excluding && nx_node_is_boolean(left));
    if (node->relation.reach == NX_REACH_WORDS)
        assert_in_range(node->relation.distance, 1, 255);
    else
        assert_int_equal(node->relation.distance, 0);
}

/* What tree.h promises of every tree. */
static size_t check_node(const nx_node *node, const nx_node *parent)
{
    size_t height = 0;

    if (node->kind == NX_NODE_AND || node->kind == NX_NODE_OR) {
        check_join(node, parent);
    } else if (node->kind == NX_NODE_NEAR) {
        check_near(node);
    } else if (is_leaf(node)) {
        assert_int_equal(node->child_count, 0);
        assert_true(node->kind != NX_NODE_EMPTY || parent == NULL);
        assert_true(node->kind != NX_NODE_ALL || parent == NULL ||
                    parent->kind == NX_NODE_AND);
        if (node->kind == NX_NODE_PHRASE && node->form == NX_WORD_VERBATIM)
            height = 1;
    } else {
        assert_int_equal(node->child_count, 1);
        assert_true(node->children[0]->kind != NX_NODE_NOT);
        assert_true(node->kind != NX_NODE_ATLEAST ||
                    !nx_node_is_boolean(node->children[0]));
    }
    for (size_t i = 0; i < node->child_count; i++) {
        const nx_node *child = node->children[i];
        size_t child_height = check_node(child, node);

        assert_true(child->span.start >= node->span.start);
        assert_true(child->span.end <= node->span.end);
        if (is_call(node) || is_compound(child))
            child_height++;
        if (child_height > height)
            height = child_height;
    }
    assert_int_equal(node->height, height);
    return height;
}

static void check_query(const newsidx_query *query)
{
    assert_true(check_node(query->root, NULL) <= NX_LIMIT_QUERY_DEPTH);
    assert_true(query->root->span.end <= query->text.length);
    for (size_t i = 0; i < query->diagnostic_count; i++) {
        const newsidx_diagnostic *item = &query->diagnostics[i];

        assert_true(item->span.start <= item->span.end);
        assert_true(item->span.end <= query->text.length);
        assert_true(i == 0 || item->span.start >= item[-1].span.start);
        assert_int_equal(strlen(item->message.bytes), item->message.length);
        assert_true(item->suggestion.bytes == NULL ||
                    strlen(item->suggestion.bytes) == item->suggestion.length);
    }
}

/* parse(print(q)) is q, under the same options. */
static bool is_stable(const char *text, size_t length,
                      const newsidx_query_options *options)
{
    newsidx_query *query = parse(text, length, options);
    newsidx_query *again;
    bool is_same;

    if (query == NULL)
        return true;
    check_query(query);
    again = parse(query->canonical, strlen(query->canonical), options);
    is_same = again != NULL && nx_node_equal(query->root, again->root) &&
              strcmp(query->canonical, again->canonical) == 0 &&
              strcmp(query->tree, again->tree) == 0;
    if (!is_same)
        print_error("query:     %.*s\ncanonical: %s\nthen:      %s\n",
                    (int)length, text, query->canonical,
                    again == NULL ? "(none)" : again->canonical);
    nx_query_free(query);
    nx_query_free(again);
    return is_same;
}

/* ---------------------------------------------------------- properties ---- */

static void canonical_text_parses_to_an_equal_query(void **state)
{
    const uint64_t seed = first_seed();
    char text[1024];

    (void)state;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;
        size_t length;

        random_state = seed + round;
        length = random_text(text, sizeof text);
        for (size_t kind = 0; kind < 3; kind++) {
            options.match = kind == 1 ? NEWSIDX_MATCH_ANY : NEWSIDX_MATCH_ALL;
            options.phrase = kind == 2;
            if (!is_stable(text, length, &options))
                fail_msg("seed %llu", (unsigned long long)random_state);
        }
    }
}

static void any_bytes_are_a_query(void **state)
{
    static const char alphabet[] = "ab \"()|-=*:!?~\x80\xC3\xA9\xE2\x80\x9C";
    const newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;
    const uint64_t seed = first_seed();
    char text[64];

    (void)state;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        size_t length;

        random_state = seed + round;
        length = random_below(sizeof text);
        /* The NUL of the alphabet is one of its letters. */
        for (size_t i = 0; i < length; i++)
            text[i] = round % 2 == 0 ? (char)random_below(256)
                                     : alphabet[random_below(sizeof alphabet)];
        if (!is_stable(text, length, &options))
            fail_msg("seed %llu", (unsigned long long)seed + round);
    }
}

static void operators_in_operators_parse_to_an_equal_query(void **state)
{
    const newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;
    const uint64_t seed = first_seed();
    size_t refused_count = 0;

    (void)state;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        test_text text = {"", 0};
        newsidx_query *query;

        random_state = seed + round;
        random_operators(&text, 1 + random_below(6), false);
        query = parse(text.bytes, text.length, &options);
        refused_count += query == NULL ? 1 : 0;
        nx_query_free(query);
        if (!is_stable(text.bytes, text.length, &options))
            fail_msg("seed %llu", (unsigned long long)seed + round);
    }
    assert_true(refused_count < ROUNDS / 3);
}

/*
 * An expression of four words, written with all its parentheses, and the set
 * of those of sixteen articles that it is true of: bit i of the set is for the
 * article that holds the words that are bits of i.
 */
typedef struct test_expression {
    char text[4096];
    size_t length;
} test_expression;

static void add(test_expression *expression, const char *text)
{
    const size_t length = strlen(text);

    assert_true(expression->length + length < sizeof expression->text);
    memcpy(expression->text + expression->length, text, length + 1);
    expression->length += length;
}

static unsigned int articles_with(size_t word)
{
    unsigned int set = 0;

    for (unsigned int article = 0; article < 16; article++)
        set |= ((article >> word) & 1u) << article;
    return set;
}

static unsigned int random_expression(test_expression *expression, size_t depth)
{
    static const char *const words[] = {"=a", "=b", "=c", "=d"};
    static const char *const marks[] = {" AND ", " ", " NOT ", " OR ", " | "};
    const size_t choice = depth == 0 ? 0 : random_below(4);
    unsigned int set;

    if (choice == 0) {
        const size_t word = random_below(4);

        add(expression, words[word]);
        return articles_with(word);
    }
    if (choice == 1) {
        add(expression, "-(");
        set = ~random_expression(expression, depth - 1) & 0xFFFFu;
    } else {
        const size_t mark = random_below(5);
        unsigned int other;

        add(expression, "((");
        set = random_expression(expression, depth - 1);
        add(expression, ")");
        add(expression, marks[mark]);
        add(expression, "(");
        other = random_expression(expression, depth - 1);
        add(expression, ")");
        if (mark == 2)
            set &= ~other;
        else
            set = mark < 2 ? set & other : set | other;
    }
    add(expression, ")");
    return set;
}

static unsigned int evaluate(const nx_node *node)
{
    unsigned int set;

    if (node->kind == NX_NODE_WORD)
        return articles_with((size_t)(node->text.bytes[0] - 'a'));
    set = evaluate(node->children[0]);
    if (node->kind == NX_NODE_NOT)
        return ~set & 0xFFFFu;
    for (size_t i = 1; i < node->child_count; i++) {
        const unsigned int other = evaluate(node->children[i]);

        set = node->kind == NX_NODE_AND ? set & other : set | other;
    }
    return set;
}

static void normal_form_means_what_was_written(void **state)
{
    const uint64_t seed = first_seed();

    (void)state;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        test_expression expression = {"", 0};
        newsidx_query *query;
        unsigned int set;

        random_state = seed + round;
        set = random_expression(&expression, 1 + random_below(5));
        query = parse_string(expression.text);
        assert_non_null(query);
        check_query(query);
        if (evaluate(query->root) != set)
            fail_msg("seed %llu: %s became %s",
                     (unsigned long long)random_state, expression.text,
                     query->canonical);
        nx_query_free(query);
    }
}

/* -------------------------------------------------------------- limits ---- */

/* `open` as often as it fits, then `middle`, then `close` as often. */
static newsidx_query *parse_nested(const char *open, const char *middle,
                                   const char *close, size_t times)
{
    const size_t limit =
        times * (strlen(open) + strlen(close)) + strlen(middle) + 1;
    char *text = malloc(limit);
    newsidx_query *query;
    size_t length = 0;

    assert_non_null(text);
    for (size_t i = 0; i < times; i++)
        for (size_t j = 0; open[j] != '\0'; j++)
            text[length++] = open[j];
    for (size_t j = 0; middle[j] != '\0'; j++)
        text[length++] = middle[j];
    for (size_t i = 0; i < times; i++)
        for (size_t j = 0; close[j] != '\0'; j++)
            text[length++] = close[j];
    text[length] = '\0';
    query = parse_string(text);
    if (query != NULL) {
        const newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;

        assert_true(is_stable(text, length, &options));
    }
    free(text);
    return query;
}

static bool has_code(const newsidx_query *query, const char *code)
{
    for (size_t i = 0; i < query->diagnostic_count; i++) {
        if (strcmp(query->diagnostics[i].code, code) == 0)
            return true;
    }
    return false;
}

static void deep_nesting_is_told_and_harmless(void **state)
{
    static const struct {
        const char *open;
        const char *close;
    } shapes[] = {{"(", ")"},
                  {"(a OR (b ", "))"},
                  {"-(", ")"},
                  {"-(a ", ")"},
                  {"(a OR -(b ", "))"},
                  {"hd:(a ", ")"},
                  {"headline(", ")"},
                  {"hd:", ""},
                  {"(a NOT ", ")"},
                  {"a NOT b OR (", ")"},
                  {"-hd:(a OR (", "))"},
                  {"caps(a ", ")"},
                  {"-first2(", ")"},
                  {"(a w/5 (b OR ", "))"},
                  {"verbatim(", ")"},
                  {"(a w/5 (b ", "))"},
                  {"sentence(hd:(a OR ", "))"}};

    (void)state;
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        newsidx_query *query;

        for (size_t times = 1; times < 70; times++) {
            query = parse_nested(shapes[i].open, "x", shapes[i].close, times);
            assert_non_null(query);
            check_query(query);
            nx_query_free(query);
        }
        query = parse_nested(shapes[i].open, "x", shapes[i].close, 400);
        assert_non_null(query);
        check_query(query);
        if (strchr(shapes[i].open, '(') != NULL)
            assert_true(has_code(query, "Q09"));
        nx_query_free(query);
    }
}

static void nesting_up_to_the_limit_is_kept(void **state)
{
    newsidx_query *query = parse_nested("(", "a b", ")", NX_LIMIT_QUERY_DEPTH);

    (void)state;
    assert_non_null(query);
    assert_int_equal(query->diagnostic_count, 0);
    assert_string_equal(query->canonical, "a b");
    nx_query_free(query);
    query = parse_nested("(a OR (b ", "x", "))", 15);
    assert_non_null(query);
    assert_false(has_code(query, "Q09"));
    nx_query_free(query);
}

static void long_queries_are_refused_and_long_words_are_not(void **state)
{
    const newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;
    char *text = malloc(NX_LIMIT_QUERY_BYTES + 1);
    newsidx_query *query = NULL;
    newsidx_error err;

    (void)state;
    assert_non_null(text);
    memset(text, 'a', NX_LIMIT_QUERY_BYTES + 1);
    assert_int_equal(
        nx_query_parse(nx_str_slice(text, NX_LIMIT_QUERY_BYTES + 1), &options,
                       &query, &err),
        NEWSIDX_ERR_LIMIT);
    assert_null(query);
    assert_true(is_stable(text, NX_LIMIT_QUERY_BYTES, &options));

    /* Its canonical spelling would be longer than a query can be. */
    for (size_t i = 1; i < NX_LIMIT_QUERY_BYTES; i += 2)
        text[i] = '|';
    assert_int_equal(nx_query_parse(nx_str_slice(text, NX_LIMIT_QUERY_BYTES),
                                    &options, &query, &err),
                     NEWSIDX_ERR_LIMIT);
    assert_null(query);
    free(text);
}

static void any_piece_may_repeat(void **state)
{
    static const char *const units[] = {"a ",         "(",
                                        ")",          "\"",
                                        "-",          "a:",
                                        "hd:",        "OR ",
                                        "NOT ",       "=",
                                        "*",          "\xFF",
                                        "\x01 ",      "a|",
                                        "-a ",        "(\"a",
                                        "a* ",        "\"a\" ",
                                        "w/5 ",       "a w/5 ",
                                        "a NOT w/3 ", "-a w/s ",
                                        "caps(",      "-caps(a ",
                                        "hd:by:",     "ab~ ",
                                        "* ",         "-* ",
                                        "(a b) w/5 ", "atleast2(a b) ",
                                        "source:a ",  "\"(a|b)\" ",
                                        "~\"",        "verbatim(\"",
                                        "a*b ",       "hd:(by:( ",
                                        "NOT w/5 ",   "\"(\xFF|\xFF)"};
    const newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;
    char *text = malloc(NX_LIMIT_QUERY_BYTES);

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        const size_t unit_length = strlen(units[i]);
        size_t length = 0;

        while (length + unit_length <= NX_LIMIT_QUERY_BYTES / 3) {
            memcpy(text + length, units[i], unit_length);
            length += unit_length;
        }
        assert_true(is_stable(text, length, &options));
    }
    free(text);
}

/* --------------------------------------------------------------- marks ---- */

static void spans_are_bytes_of_what_was_typed(void **state)
{
    newsidx_query *query = parse_string("kerry  -\"new york\" hd:=geneva");
    const nx_node *root;

    (void)state;
    assert_non_null(query);
    root = query->root;
    assert_int_equal(root->kind, NX_NODE_AND);
    assert_int_equal(root->children[0]->span.start, 0);
    assert_int_equal(root->children[0]->span.end, 5);
    assert_int_equal(root->children[1]->children[0]->span.start, 8);
    assert_int_equal(root->children[1]->children[0]->span.end, 18);
    assert_int_equal(root->children[2]->span.start, 19);
    assert_int_equal(root->children[2]->span.end, 29);
    nx_query_free(query);
}

static void check_traits(const char *text, bool is_shouting, bool is_plain)
{
    newsidx_query *query = parse_string(text);

    assert_non_null(query);
    if (query->is_shouting != is_shouting || query->is_plain_words != is_plain)
        fail_msg("%s", text);
    nx_query_free(query);
}

static void shouting_is_two_words_without_a_small_letter(void **state)
{
    (void)state;
    check_traits("US TROOPS", true, true);
    check_traits("US OR IT", true, false);
    check_traits("\"US TROOPS\"", true, false);
    check_traits("headline:(US TROOPS)", true, false);
    check_traits("US", false, false);
    check_traits("US troops", false, true);
    check_traits("1914 1918", false, true);
    check_traits("\xC3\x89TATS UNIS", false, true);
}

static void plain_words_are_an_and_of_unmarked_words(void **state)
{
    (void)state;
    check_traits("joint implementation center", false, true);
    check_traits("joint AND center", false, true);
    check_traits("war or peace", false, true);
    check_traits("joint\x01 center", false, true);
    check_traits("joint, center.", false, true);
    check_traits("joint", false, false);
    check_traits("joint =center", false, false);
    check_traits("joint cent*", false, false);
    check_traits("joint -center", false, false);
    check_traits("joint \"center\"", false, false);
    check_traits("joint center OR", false, false);
    check_traits("headline:joint center", false, false);
}

static void match_any_is_never_plain_words(void **state)
{
    newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_query *query;

    (void)state;
    options.match = NEWSIDX_MATCH_ANY;
    query = parse("the war the peace", 17, &options);
    assert_non_null(query);
    assert_int_equal(query->root->kind, NX_NODE_OR);
    assert_int_equal(query->root->child_count, 4);
    assert_int_equal(query->match, NEWSIDX_MATCH_ANY);
    assert_false(query->is_plain_words);
    nx_query_free(query);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(canonical_text_parses_to_an_equal_query),
        cmocka_unit_test(any_bytes_are_a_query),
        cmocka_unit_test(operators_in_operators_parse_to_an_equal_query),
        cmocka_unit_test(normal_form_means_what_was_written),
        cmocka_unit_test(deep_nesting_is_told_and_harmless),
        cmocka_unit_test(nesting_up_to_the_limit_is_kept),
        cmocka_unit_test(long_queries_are_refused_and_long_words_are_not),
        cmocka_unit_test(any_piece_may_repeat),
        cmocka_unit_test(spans_are_bytes_of_what_was_typed),
        cmocka_unit_test(shouting_is_two_words_without_a_small_letter),
        cmocka_unit_test(plain_words_are_an_and_of_unmarked_words),
        cmocka_unit_test(match_any_is_never_plain_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
