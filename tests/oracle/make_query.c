/* Random queries: trees first, then what somebody types for them. */
#include "make_leaf.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* The library leaves out what is beyond 64. */
#define MOST_WORDS 60

/* What may stand in a place of the tree. */
typedef struct place {
    size_t depth;      /* of what may be below */
    bool is_operand;   /* near a word, or counted: places only */
    bool can_boolean;  /* an operand that may be boolean */
    query_kind parent; /* an AND has no AND right below it */
} place;

static query_node *make_node(making *in, place at);

static query_node *make_parent(making *in, query_kind kind, query_node *child)
{
    query_node *node = query_node_new(in->arena, kind);

    query_node_add(node, child);
    return node;
}

static place below(place at, query_kind parent)
{
    at.depth = at.depth > 0 ? at.depth - 1 : 0;
    at.parent = parent;
    return at;
}

/* -------------------------------------------------------------- groups --- */

/* Words to be had, then words to be missed, and conditions at either end: what
 * stands between two words would part the pair. */
static query_node *make_and(making *in, place at)
{
    query_node *node = query_node_new(in->arena, QUERY_AND);
    const uint32_t count = 2 + chance_below(in->from, 2);
    const uint32_t filters =
        chance_percent(in->from, 20) ? 1 + chance_below(in->from, 2) : 0;
    const uint32_t excluded =
        chance_percent(in->from, 30) ? 1 + chance_below(in->from, 2) : 0;
    const bool is_ahead = chance_percent(in->from, 30);

    for (uint32_t i = 0; is_ahead && i < filters; i++)
        query_node_add(node, make_filter(in, at.is_operand));
    for (uint32_t i = excluded > 0; i < count; i++)
        query_node_add(node, make_node(in, below(at, QUERY_AND)));
    for (uint32_t i = 0; !is_ahead && i < filters; i++)
        query_node_add(node, make_filter(in, at.is_operand));
    for (uint32_t i = 0; i < excluded; i++) {
        query_node *child = chance_percent(in->from, 10)
                                ? make_filter(in, at.is_operand)
                                : make_node(in, below(at, QUERY_NOT));

        query_node_add(node, make_parent(in, QUERY_NOT, child));
    }
    return node;
}

static query_node *make_or(making *in, place at)
{
    query_node *node = query_node_new(in->arena, QUERY_OR);
    const uint32_t count = 2 + chance_below(in->from, 2);

    for (uint32_t i = 0; i < count; i++)
        query_node_add(node, make_node(in, below(at, QUERY_OR)));
    if (!at.is_operand && chance_percent(in->from, 8))
        query_node_add(node, make_filter(in, false));
    return node;
}

/* ----------------------------------------------------------- functions --- */

static query_node *make_restriction(making *in, place at)
{
    static const size_t firsts[] = {1, 5, 20, 50, 200};
    const uint32_t kind = chance_below(in->from, 100);
    query_node *node;

    /* One in another now and then. */
    at = below(at, QUERY_FIELD);
    if (chance_percent(in->from, 60))
        at.depth = 0;
    if (kind < 55) {
        node = make_parent(in, QUERY_FIELD, make_node(in, at));
        node->field = (query_field)chance_below(in->from, FIELD_TAG + 1);
        if (chance_percent(in->from, 40))
            node->field = FIELD_HEADLINE;
    } else if (kind < 70) {
        node = make_parent(in, QUERY_FIRST, make_node(in, at));
        node->count = firsts[chance_below(in->from, 5)];
    } else {
        node = make_parent(in, QUERY_CASE, make_node(in, at));
        node->letters = (query_case)chance_below(in->from, 3);
    }
    return node;
}

/* What is asked of a sentence may be only what it doesn't have. */
static query_node *make_scope(making *in, place at)
{
    const uint32_t kind = chance_below(in->from, 100);
    query_node *node = query_node_new(in->arena, QUERY_SCOPE);
    query_node *child;

    if (kind < 5) {
        child =
            make_parent(in, QUERY_AND, query_node_new(in->arena, QUERY_ALL));
        query_node_add(child, make_parent(in, QUERY_NOT, make_leaf(in)));
    } else if (kind < 70) {
        child = make_and(in, below(at, QUERY_AND));
    } else {
        child = make_node(in, below(at, QUERY_SCOPE));
    }
    query_node_add(node, child);
    node->scope =
        chance_percent(in->from, 60) ? REACH_SENTENCE : REACH_PARAGRAPH;
    return node;
}

static query_node *make_atleast(making *in, place at)
{
    query_node *node;

    at = below(at, QUERY_ATLEAST);
    at.is_operand = true;
    at.can_boolean = chance_percent(in->from, 25);
    if (chance_percent(in->from, 60))
        at.depth = 0;
    node = make_parent(in, QUERY_ATLEAST, make_node(in, at));
    node->count = 1 + chance_below(in->from, 4);
    return node;
}

/* ---------------------------------------------------------------- near --- */

static query_near draw_relation(making *in, bool is_inner)
{
    static const size_t distances[] = {1, 2, 3, 5, 5, 10, 25, 100, 255};
    query_near made = {REACH_WORDS, 0, false, false};
    const uint32_t kind = chance_below(in->from, 100);

    if (kind < 15)
        made.reach = REACH_SENTENCE;
    else if (kind < 30 && !is_inner)
        made.reach = REACH_PARAGRAPH;
    else
        made.distance = distances[chance_below(in->from, is_inner ? 6 : 9)];
    made.is_ordered = chance_percent(in->from, 30);
    made.is_excluding = chance_percent(in->from, 15);
    return made;
}

/* One of the operands may be boolean, both of them seldom. */
static query_node *make_near(making *in, place at)
{
    query_node *node = query_node_new(in->arena, QUERY_NEAR);
    const uint32_t kind = chance_below(in->from, 100);
    const bool is_inner = at.is_operand;

    at = below(at, QUERY_NEAR);
    at.is_operand = true;
    node->relation = draw_relation(in, is_inner);
    for (uint32_t i = 0; i < 2; i++) {
        at.can_boolean = kind < 3 || (kind < 25 && kind % 2 == i);
        query_node_add(node, make_node(in, at));
    }
    return node;
}

/* --------------------------------------------------------------- nodes --- */

static query_node *make_node(making *in, place at)
{
    const uint32_t kind = chance_below(in->from, 100);
    const bool can_and =
        at.parent != QUERY_AND && (!at.is_operand || at.can_boolean);

    if (at.depth == 0)
        return make_leaf(in);
    if (at.can_boolean && at.parent == QUERY_NEAR && kind < 70)
        return make_and(in, at);
    if (kind < 32)
        return make_leaf(in);
    if (kind < 44)
        return make_restriction(in, at);
    if (kind < 62)
        return make_near(in, at);
    if (kind < 74 && can_and)
        return make_and(in, at);
    if (kind < 88 && at.parent != QUERY_OR)
        return make_or(in, at);
    if (at.is_operand)
        return make_leaf(in);
    return kind % 2 == 0 ? make_scope(in, at) : make_atleast(in, at);
}

/* What can only be the whole query. */
static query_node *make_root(making *in)
{
    const place top = {3, false, false, QUERY_ALL};
    const uint32_t kind = chance_below(in->from, 100);
    query_node *root;

    if (kind == 0)
        return query_node_new(in->arena, QUERY_ALL);
    if (kind == 1)
        return make_parent(in, QUERY_NOT, make_node(in, below(top, QUERY_NOT)));
    if (kind < 4)
        return make_filter(in, false);
    if (kind > 6)
        return make_node(in, top);
    /* "* -geneva" or "source:AP -geneva" */
    root = make_parent(in, QUERY_AND,
                       kind == 4 ? query_node_new(in->arena, QUERY_ALL)
                                 : make_filter(in, false));
    query_node_add(
        root, make_parent(in, QUERY_NOT, make_node(in, below(top, QUERY_NOT))));
    return root;
}

/* Words as somebody types them, for either way to match. */
static void make_plain(making *in, made_query *out)
{
    const uint32_t count = (out->is_any ? 1 : 2) + chance_below(in->from, 3);
    query_node *root =
        query_node_new(in->arena, out->is_any ? QUERY_OR : QUERY_AND);

    for (uint32_t i = 0; i < count; i++) {
        query_node *leaf = query_node_new(in->arena, QUERY_LEAF);

        make_typed(in, leaf);
        query_node_add(root, leaf);
    }
    out->typed = root;
}

/* Two neighbours of a text make a phrase likelier than chance would. */
static bool make_neighbours(making *in, made_query *out)
{
    query_node *root = query_node_new(in->arena, QUERY_AND);
    query_node taken;
    char *rest = taken.word;

    memset(&taken, 0, sizeof taken);
    if (!make_taken(in, 2, &taken))
        return false;
    for (size_t i = 0; i < 2; i++) {
        query_node *leaf = query_node_new(in->arena, QUERY_LEAF);
        const size_t length = strcspn(rest, " ");

        if (length == 0 || !isalnum((unsigned char)rest[0]) ||
            !isalnum((unsigned char)rest[length - 1]))
            return false;
        snprintf(leaf->word, sizeof leaf->word, "%.*s", (int)length, rest);
        if (strcmp(leaf->word, "AND") == 0)
            return false;
        query_node_add(root, leaf);
        rest += length;
        if (i == 0 && *rest != ' ')
            return false;
        rest += i == 0;
    }
    if (*rest != '\0')
        return false;
    out->typed = root;
    return true;
}

/* ---------------------------------------------------------- properties --- */

/* Has any word of the query a small letter? All in capitals is read otherwise,
 * which lib/text and lib/query have tests for. */
static bool has_small_letter(const query_node *node)
{
    for (const char *at = node->word; *at != '\0'; at++) {
        if (node->kind != QUERY_FILTER && islower((unsigned char)*at))
            return true;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        if (has_small_letter(node->children[i]))
            return true;
    }
    return false;
}

/* Words of all leaves, and some more where a word has several parts. */
static size_t count_words(const query_node *node)
{
    size_t count = 0;
    bool is_word = false;

    for (size_t i = 0; node->kind == QUERY_LEAF && node->word[i] != '\0'; i++) {
        const bool is_part = isalnum((unsigned char)node->word[i]) != 0;

        count += is_part && !is_word;
        is_word = is_part;
    }
    for (size_t i = 0; i < node->child_count; i++)
        count += count_words(node->children[i]);
    return count;
}

/* An AND of nothing but words; an AND between them says what a blank says. If
 * some of them are marked, it isn't one that anybody would type. */
static bool is_plain(const query_node *root, bool *out_is_marked)
{
    *out_is_marked = false;
    if (root->kind != QUERY_AND)
        return false;
    for (size_t i = 0; i < root->child_count; i++) {
        const query_node *child = root->children[i];

        if (child->kind != QUERY_LEAF ||
            (child->form != LEAF_WORD && child->form != LEAF_STEM))
            return false;
        *out_is_marked =
            *out_is_marked || child->is_wordy || child->form == LEAF_STEM;
    }
    return true;
}

static bool is_positive(const query_node *node)
{
    if (node->kind == QUERY_NOT || node->kind == QUERY_FILTER ||
        node->kind == QUERY_ALL ||
        (node->kind == QUERY_NEAR && node->relation.is_excluding))
        return false;
    for (size_t i = 0; i < node->child_count; i++) {
        if (!is_positive(node->children[i]))
            return false;
    }
    return true;
}

static void make_tree(making *in, made_query *out)
{
    const uint32_t kind = chance_below(in->from, 100);

    out->is_any = kind < 12;
    if (kind < 22)
        make_plain(in, out);
    else if (kind >= 30 || !make_neighbours(in, out))
        out->typed = make_root(in);
}

void make_query(const model *of, chance *from, nx_arena *arena, made_query *out)
{
    making in = {of, from, arena, NULL, 0, 0};
    bool is_marked = false;

    do {
        memset(out, 0, sizeof *out);
        make_focus(&in);
        make_tree(&in, out);
        out->root = query_lower(arena, out->typed, &out->is_repeated);
        out->is_plain = !out->is_any && is_plain(out->root, &is_marked);
        out->is_positive = !out->is_any && is_positive(out->root);
        make_spelling(from, out);
    } while ((strchr(out->text, ' ') != NULL && count_words(out->root) > 1 &&
              !has_small_letter(out->root)) ||
             count_words(out->root) > MOST_WORDS ||
             (out->is_plain && is_marked));
}
