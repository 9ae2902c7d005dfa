/* What somebody types for a query. */
#include "make.h"

#include <stdio.h>
#include <string.h>

/* What binds tighter has the higher number. */
typedef enum binding {
    BINDS_NOT,
    BINDS_AND,
    BINDS_NEAR,
    BINDS_OR,
    BINDS_MINUS,
    BINDS_ATOM
} binding;

typedef struct spelling {
    chance *from;
    char *bytes;
    size_t length;
    bool is_full; /* with all the parentheses there can be */
} spelling;

static void spell(spelling *to, const char *text)
{
    size_t length = strlen(text);

    if (to->length + length + 1 > QUERY_BYTES)
        model_fail("a query is too long for the test");
    memcpy(to->bytes + to->length, text, length + 1);
    to->length += length;
}

static void spell_number(spelling *to, const char *before, size_t number,
                         const char *behind)
{
    char text[64];

    snprintf(text, sizeof text, "%s%zu%s", before, number, behind);
    spell(to, text);
}

static void spell_node(spelling *to, const query_node *node, binding least);

/* -------------------------------------------------------------- leaves --- */

/* In quotes, which are two where they belong to the text. */
static void spell_quoted(spelling *to, const char *word)
{
    spell(to, "\"");
    for (const char *at = word; *at != '\0'; at++) {
        const char one[] = {*at, '\0'};

        spell(to, *at == '"' ? "\"\"" : one);
    }
    spell(to, "\"");
}

static void spell_between(spelling *to, const char *before, const char *word,
                          const char *behind)
{
    spell(to, before);
    spell(to, word);
    spell(to, behind);
}

static void spell_pattern(spelling *to, const char *word)
{
    const size_t last = strlen(word) - 1;

    if (word[last] != '*' || strchr(word, '*') != word + last ||
        !chance_percent(to->from, 15)) {
        spell(to, word);
        return;
    }
    spell(to, word);
    to->bytes[to->length - 1] = '!';
}

static void spell_leaf(spelling *to, const query_node *leaf)
{
    switch (leaf->form) {
    case LEAF_WORD:
        spell_between(to, leaf->is_wordy ? "variants(" : "", leaf->word,
                      leaf->is_wordy ? ")" : "");
        break;
    case LEAF_STEM:
        spell_between(to, "~", leaf->word, "");
        break;
    case LEAF_EXACT:
        spell_between(to, leaf->is_wordy ? "exact(" : "=", leaf->word,
                      leaf->is_wordy ? ")" : "");
        break;
    case LEAF_PATTERN:
        spell_pattern(to, leaf->word);
        break;
    case LEAF_FUZZY:
        spell_between(to, "", leaf->word,
                      leaf->count == 2 ? "~2" : (leaf->is_wordy ? "~" : "~1"));
        break;
    case LEAF_PHRASE:
        spell(to, leaf->is_wordy ? "=" : "");
        spell_quoted(to, leaf->word);
        break;
    case LEAF_STEM_PHRASE:
        spell(to, leaf->is_wordy ? "stem(" : "~");
        spell_quoted(to, leaf->word);
        spell(to, leaf->is_wordy ? ")" : "");
        break;
    case LEAF_VERBATIM:
        spell(to, "verbatim(");
        spell_quoted(to, leaf->word);
        spell(to, ")");
        break;
    }
}

/* ----------------------------------------------------------- operators --- */

static const char *pick(spelling *to, const char *usual, const char *other)
{
    return chance_percent(to->from, 70) ? usual : other;
}

static void spell_relation(spelling *to, const query_near *relation,
                           bool is_negated)
{
    static const char *const within[] = {"w/", "W/", "/", "near/", "near"};
    const char *end = relation->reach == REACH_SENTENCE ? "s " : "p ";

    spell(to, is_negated ? " NOT " : " ");
    if (relation->reach != REACH_WORDS) {
        spell(to, relation->is_ordered ? "pre/" : pick(to, "w/", "/"));
        spell(to, end);
    } else if (relation->is_ordered) {
        spell_number(to, pick(to, "pre/", "adj"), relation->distance, " ");
    } else {
        spell_number(
            to,
            within[chance_percent(to->from, 60) ? 0
                                                : chance_below(to->from, 5)],
            relation->distance, " ");
    }
}

/* "a NOT w/5 b" can be "a w/5 -b" as well. */
static void spell_near(spelling *to, const query_node *near, binding left)
{
    const bool is_minus =
        near->relation.is_excluding && chance_percent(to->from, 20);

    spell_node(to, near->children[0], left);
    spell_relation(to, &near->relation,
                   near->relation.is_excluding && !is_minus);
    spell(to, is_minus ? "-" : "");
    spell_node(to, near->children[1], is_minus ? BINDS_ATOM : BINDS_OR);
}

/*
 * "-" excludes what stands right behind it, NOT all that follows up to the
 * next NOT: so from the first NOT on, every exclusion is spelled so. Of "-a
 * w/5 b" it takes away the whole.
 */
static void spell_excluded(spelling *to, const query_node *child, bool is_not)
{
    if (is_not) {
        spell(to, pick(to, "NOT ", "AND NOT "));
        spell_node(to, child, BINDS_NEAR);
        return;
    }
    spell(to, "-");
    if (child->kind == QUERY_NEAR && !to->is_full &&
        chance_percent(to->from, 30))
        spell_near(to, child, BINDS_ATOM);
    else
        spell_node(to, child, BINDS_ATOM);
}

static void spell_and(spelling *to, const query_node *node)
{
    bool is_not = false;

    for (size_t i = 0; i < node->child_count; i++) {
        const query_node *child = node->children[i];

        if (child->kind == QUERY_NOT) {
            is_not = is_not || chance_percent(to->from, 40);
            spell(to, i > 0 ? " " : "");
            spell_excluded(to, child->children[0], is_not);
            continue;
        }
        if (i > 0)
            spell(to, pick(to, " ", " AND "));
        spell_node(to, child, BINDS_NEAR);
    }
}

static void spell_or(spelling *to, const query_node *node)
{
    for (size_t i = 0; i < node->child_count; i++) {
        if (i > 0)
            spell(to, pick(to, " OR ", " | "));
        spell_node(to, node->children[i], BINDS_ATOM);
    }
}

/* ----------------------------------------------------------- functions --- */

static void spell_function(spelling *to, const query_node *node)
{
    spell(to, "(");
    spell_node(to, node->children[0], BINDS_NOT);
    spell(to, ")");
}

/* A field is also a function, but for "by". */
static void spell_field(spelling *to, const query_node *node)
{
    static const char *const names[] = {
        "headline", "byline", "dateline", "body", "lead", "hlead", "tag"};
    static const char *const others[] = {"hd",   "by",    "dateline", "body",
                                         "lead", "hlead", "keywords"};
    const char *name = names[node->field];

    if (chance_percent(to->from, 25))
        name = others[node->field];
    spell(to, name);
    if (chance_percent(to->from, 30) && strcmp(name, "by") != 0) {
        spell_function(to, node);
        return;
    }
    spell(to, ":");
    spell_node(to, node->children[0], BINDS_ATOM);
}

static binding binding_of(const query_node *node)
{
    switch (node->kind) {
    case QUERY_AND:
        return BINDS_AND;
    case QUERY_OR:
        return BINDS_OR;
    case QUERY_NOT:
        return BINDS_NOT;
    case QUERY_NEAR:
        return BINDS_NEAR;
    default:
        return BINDS_ATOM;
    }
}

static void spell_inner(spelling *to, const query_node *node)
{
    static const char *const cases[] = {"caps", "allcaps", "nocaps"};

    switch (node->kind) {
    case QUERY_LEAF:
        spell_leaf(to, node);
        break;
    case QUERY_CHOICES:
        spell(to, node->form == LEAF_STEM_PHRASE ? "~\"" : "\"");
        spell(to, node->word);
        spell(to, "\"");
        break;
    case QUERY_FILTER:
        spell(to, node->word);
        break;
    case QUERY_ALL:
        spell(to, "*");
        break;
    case QUERY_AND:
        spell_and(to, node);
        break;
    case QUERY_OR:
        spell_or(to, node);
        break;
    case QUERY_NOT:
        spell_excluded(to, node->children[0], false);
        break;
    case QUERY_NEAR:
        spell_near(to, node, BINDS_NEAR);
        break;
    case QUERY_FIELD:
        spell_field(to, node);
        break;
    case QUERY_FIRST:
        spell_number(to, "first", node->count, "");
        spell_function(to, node);
        break;
    case QUERY_ATLEAST:
        spell_number(to, "atleast", node->count, "");
        spell_function(to, node);
        break;
    case QUERY_CASE:
        spell(to, cases[node->letters]);
        spell_function(to, node);
        break;
    case QUERY_SCOPE:
        spell(to, node->scope == REACH_SENTENCE ? "sentence" : "paragraph");
        spell_function(to, node);
        break;
    }
}

/* In parentheses, if it would not hold together against `least`. */
static void spell_node(spelling *to, const query_node *node, binding least)
{
    const binding own = binding_of(node);
    const bool is_inside =
        own < least || (to->is_full && own < BINDS_ATOM && least > BINDS_NOT);

    spell(to, is_inside ? "(" : "");
    spell_inner(to, node);
    spell(to, is_inside ? ")" : "");
}

/* Words for match any are not the language's. */
static void spell_words(spelling *to, const query_node *node)
{
    for (size_t i = 0; i < node->child_count; i++) {
        spell(to, i > 0 ? " " : "");
        spell(to, node->children[i]->word);
    }
}

void make_spelling(chance *from, made_query *made)
{
    spelling to = {from, made->text, 0, chance_percent(from, 40)};

    if (made->is_any)
        spell_words(&to, made->typed);
    else
        spell_node(&to, made->typed, BINDS_NOT);
}
