/* Does a query hold, and where: each operator by its definition. */
#include "evaluation.h"

#include <stdlib.h>
#include <string.h>

const extent extent_whole = {ANY_COLUMN, 0, SIZE_MAX};

/* ----------------------------------------------------------- intervals --- */

static int compare_intervals(const void *a, const void *b)
{
    const interval *left = a;
    const interval *right = b;

    if (left->column != right->column)
        return left->column < right->column ? -1 : 1;
    if (left->first != right->first)
        return left->first < right->first ? -1 : 1;
    return (left->last > right->last) - (left->last < right->last);
}

/* Room for one more of an array that lives in the arena. */
static void *grow(evaluation *of, void *items, size_t count, size_t *capacity,
                  size_t length)
{
    void *made;

    if (count < *capacity)
        return items;
    *capacity = *capacity == 0 ? 16 : *capacity * 2;
    made = nx_arena_array(of->arena, *capacity, length);
    if (made == NULL)
        model_fail("out of memory");
    if (count > 0)
        memcpy(made, items, count * length);
    return made;
}

void intervals_add(evaluation *of, intervals *to, interval added)
{
    to->items =
        grow(of, to->items, to->count, &to->capacity, sizeof *to->items);
    to->items[to->count++] = added;
}

void intervals_sort(intervals *of)
{
    size_t kept = 0;

    if (of->count > 0)
        qsort(of->items, of->count, sizeof *of->items, compare_intervals);
    for (size_t i = 0; i < of->count; i++) {
        if (kept == 0 ||
            compare_intervals(&of->items[kept - 1], &of->items[i]) != 0)
            of->items[kept++] = of->items[i];
    }
    of->count = kept;
}

bool intervals_have(const intervals *of, interval one)
{
    return of->count > 0 && bsearch(&one, of->items, of->count,
                                    sizeof *of->items, compare_intervals);
}

static bool is_within(interval one, extent within)
{
    return within.column == ANY_COLUMN ||
           (one.column == within.column && one.first >= within.begin &&
            one.last < within.end);
}

/* --------------------------------------------- sentences, paragraphs ------ */

size_t scope_count(const model_version *in, query_reach scope, size_t column)
{
    if (column != COLUMN_BODY)
        return in->columns[column].count > 0;
    return scope == REACH_SENTENCE ? in->boundaries.sentences.count
                                   : in->boundaries.paragraphs.count;
}

extent scope_extent(const model_version *in, query_reach scope, size_t column,
                    size_t number)
{
    const nx_starts *starts = scope == REACH_SENTENCE
                                  ? &in->boundaries.sentences
                                  : &in->boundaries.paragraphs;
    extent made = {column, 0, in->columns[column].count};

    if (column != COLUMN_BODY)
        return made;
    made.begin = starts->positions[number];
    if (number + 1 < starts->count)
        made.end = starts->positions[number + 1];
    return made;
}

extent extent_cut(extent a, extent b)
{
    extent cut = a;

    if (b.column == ANY_COLUMN)
        return a;
    cut.begin = a.begin > b.begin ? a.begin : b.begin;
    cut.end = a.end < b.end ? a.end : b.end;
    if (a.column != b.column || cut.begin > cut.end)
        cut.end = cut.begin;
    return cut;
}

static bool are_together(const model_version *in, query_reach scope, interval a,
                         interval b)
{
    for (size_t i = 0; i < scope_count(in, scope, a.column); i++) {
        const extent one = scope_extent(in, scope, a.column, i);

        if (is_within(a, one) && is_within(b, one))
            return true;
    }
    return false;
}

/* ---------------------------------------------------------------- near --- */

/* Is `x`, of the left operand, in relation to `y`, of the right one? */
static bool are_related(const evaluation *of, const query_near *relation,
                        interval x, interval y)
{
    const bool is_before = x.last < y.first;
    size_t distance;

    if (x.column != y.column || (!is_before && y.last >= x.first) ||
        (!is_before && relation->is_ordered))
        return false;
    if (relation->reach != REACH_WORDS)
        return are_together(of->in, relation->reach, x, y);
    distance = is_before ? y.first - x.last : x.first - y.last;
    return distance <= relation->distance;
}

/* The boolean operand holds or not at intervals of the other. If none is, the
 * left ones are the anchors. */
static bool has_left_anchors(const query_node *near)
{
    return near->relation.is_excluding || !query_is_boolean(near->children[0]);
}

const query_node *near_anchors(const query_node *near)
{
    return near->children[has_left_anchors(near) ? 0 : 1];
}

const query_node *near_other(const query_node *near)
{
    return near->children[has_left_anchors(near) ? 1 : 0];
}

anchor near_anchor(const query_node *near, interval at, extent within)
{
    const anchor made = {&near->relation, at, has_left_anchors(near), within};

    return made;
}

intervals related(evaluation *of, const query_node *part, const anchor *at)
{
    const intervals *all = evaluation_intervals(of, part, at->within);
    intervals found = {NULL, 0, 0};

    for (size_t i = 0; i < all->count; i++) {
        const interval one = all->items[i];

        if (at->is_left ? are_related(of, at->relation, at->at, one)
                        : are_related(of, at->relation, one, at->at))
            intervals_add(of, &found, one);
    }
    return found;
}

bool holds_at(evaluation *of, const query_node *node, const anchor *at)
{
    bool is_all = true;
    bool is_any = false;

    if (!query_is_boolean(node))
        return related(of, node, at).count > 0;
    if (node->kind == QUERY_FILTER)
        return evaluation_holds(of, node, at->within);
    if (node->kind == QUERY_NOT)
        return !holds_at(of, node->children[0], at);
    for (size_t i = 0; i < node->child_count; i++) {
        const bool holds = holds_at(of, node->children[i], at);

        is_all = is_all && holds;
        is_any = is_any || holds;
    }
    return node->kind == QUERY_OR ? is_any : is_all;
}

/* --------------------------------------------------------------- pairs --- */

interval hull_of(interval a, interval b)
{
    interval hull = a;

    if (b.first < hull.first)
        hull.first = b.first;
    if (b.last > hull.last)
        hull.last = b.last;
    return hull;
}

bool is_of_pairs(const query_node *near)
{
    return !near->relation.is_excluding && !query_is_boolean(near_other(near));
}

static void add_near(evaluation *of, const query_node *near, extent within,
                     intervals *to)
{
    const intervals *anchors =
        evaluation_intervals(of, near_anchors(near), within);
    const query_node *other = near_other(near);

    for (size_t i = 0; i < anchors->count; i++) {
        const anchor at = near_anchor(near, anchors->items[i], within);
        intervals found;

        if (holds_at(of, other, &at) == near->relation.is_excluding)
            continue;
        if (!is_of_pairs(near)) {
            intervals_add(of, to, at.at);
            continue;
        }
        found = related(of, other, &at);
        for (size_t j = 0; j < found.count; j++)
            intervals_add(of, to, hull_of(at.at, found.items[j]));
    }
}

static bool holds_near(evaluation *of, const query_node *near, extent within)
{
    const intervals *anchors =
        evaluation_intervals(of, near_anchors(near), within);

    for (size_t i = 0; i < anchors->count; i++) {
        const anchor at = near_anchor(near, anchors->items[i], within);

        if (holds_at(of, near_other(near), &at) != near->relation.is_excluding)
            return true;
    }
    return false;
}

/* ------------------------------------------------------ nodes as places --- */

static intervals find_intervals(evaluation *of, const query_node *node,
                                extent within)
{
    intervals all = {NULL, 0, 0};

    if (node->kind == QUERY_LEAF) {
        const occurrences *places = &of->places[node->number];

        for (size_t i = 0; i < places->count; i++) {
            const interval one = {places->items[i].column,
                                  places->items[i].first,
                                  places->items[i].last};

            if (is_within(one, within))
                intervals_add(of, &all, one);
        }
    } else if (node->kind == QUERY_NEAR) {
        add_near(of, node, within, &all);
    } else {
        for (size_t c = 0; c < node->child_count; c++) {
            const intervals *some =
                evaluation_intervals(of, node->children[c], within);

            for (size_t i = 0; i < some->count; i++)
                intervals_add(of, &all, some->items[i]);
        }
    }
    intervals_sort(&all);
    return all;
}

const intervals *evaluation_intervals(evaluation *of, const query_node *node,
                                      extent within)
{
    remembered *known = &of->known[node->number];
    const bool is_same = known->within.column == within.column &&
                         known->within.begin == within.begin &&
                         known->within.end == within.end;

    if (!known->is_there || !is_same) {
        /* Held by value: the children remember theirs meanwhile. */
        const intervals all = find_intervals(of, node, within);

        known->is_there = true;
        known->within = within;
        known->all = all;
    }
    return &known->all;
}

/* How many do not overlap: the one that ends first, the one of those behind it
 * that ends first, and so on, in each column. */
static size_t count_apart(const intervals *all)
{
    size_t count = 0;

    for (size_t c = 0; c < COLUMN_COUNT; c++) {
        size_t begin = 0;
        size_t next;

        do {
            next = SIZE_MAX;
            for (size_t i = 0; i < all->count; i++) {
                const interval one = all->items[i];

                if (one.column == c && one.first >= begin && one.last < next)
                    next = one.last;
            }
            count += next != SIZE_MAX;
            begin = next + 1;
        } while (next != SIZE_MAX);
    }
    return count;
}

/* ------------------------------------------------------------- filters --- */

static bool is_equal_folded(newsidx_text text, const char *value,
                            size_t value_length)
{
    if (text.length != value_length)
        return false;
    for (size_t i = 0; i < value_length; i++) {
        const char left = text.bytes[i];
        const char right = value[i];

        if ((left >= 'A' && left <= 'Z' ? left + 32 : left) !=
            (right >= 'A' && right <= 'Z' ? right + 32 : right))
            return false;
    }
    return true;
}

/* A name, whatever its letter case; with a * behind it, its beginning. */
static bool is_name(newsidx_text text, const char *value)
{
    const size_t length = strlen(value);

    if (length > 0 && value[length - 1] == '*') {
        if (text.length > length - 1)
            text.length = length - 1;
        return is_equal_folded(text, value, length - 1);
    }
    return is_equal_folded(text, value, length);
}

static bool has_value(const model_version *in, filter_kind kind,
                      const char *value)
{
    switch (kind) {
    case FILTER_SOURCE:
        return is_name(in->source, value);
    case FILTER_SECTION:
        return is_name(in->section, value);
    case FILTER_LANGUAGE:
        return is_name(in->language, value);
    case FILTER_STATUS:
        return strcmp(value, "usable") == 0 || in->version > 1;
    case FILTER_ID:
        return in->id == strtoll(value, NULL, 10);
    case FILTER_KEY:
        return strcmp(in->key, value) == 0;
    default:
        return false;
    }
}

static bool passes(const model_version *in, const query_filter *filter)
{
    int64_t number = (int64_t)in->length;

    if (filter->kind < FILTER_PUBLISHED) {
        for (size_t i = 0; i < filter->value_count; i++) {
            if (has_value(in, filter->kind, filter->values[i]))
                return true;
        }
        return false;
    }
    if (filter->kind == FILTER_PUBLISHED)
        number = in->published_at;
    if (filter->kind == FILTER_UPDATED)
        number = in->updated_at;
    return number != NEWSIDX_NO_TIME && number >= filter->low &&
           number < filter->high;
}

/* ------------------------------------------------------- nodes as truth --- */

static bool has_word(evaluation *of, const query_node *node, extent within)
{
    if (node->kind == QUERY_LEAF)
        return evaluation_intervals(of, node, within)->count > 0;
    for (size_t i = 0; i < node->child_count; i++) {
        if (has_word(of, node->children[i], within))
            return true;
    }
    return false;
}

bool evaluation_holds_inside(evaluation *of, const query_node *node, extent one)
{
    return one.begin < one.end && has_word(of, node, one) &&
           evaluation_holds(of, node, one);
}

static bool holds_in_scope(evaluation *of, const query_node *node,
                           extent within)
{
    for (size_t c = 0; c < COLUMN_COUNT; c++) {
        for (size_t i = 0; i < scope_count(of->in, node->scope, c); i++) {
            const extent one =
                extent_cut(scope_extent(of->in, node->scope, c, i), within);

            if (evaluation_holds_inside(of, node->children[0], one))
                return true;
        }
    }
    return false;
}

bool evaluation_holds(evaluation *of, const query_node *node, extent within)
{
    switch (node->kind) {
    case QUERY_ALL:
        return true;
    case QUERY_FILTER:
        return passes(of->in, &node->filter);
    case QUERY_NOT:
        return !evaluation_holds(of, node->children[0], within);
    case QUERY_OR:
        for (size_t i = 0; i < node->child_count; i++) {
            if (evaluation_holds(of, node->children[i], within))
                return true;
        }
        return false;
    case QUERY_SCOPE:
        return holds_in_scope(of, node, within);
    case QUERY_ATLEAST:
        return count_apart(evaluation_intervals(of, node->children[0],
                                                within)) >= node->count;
    case QUERY_LEAF:
        return evaluation_intervals(of, node, within)->count > 0;
    case QUERY_NEAR:
        return holds_near(of, node, within);
    default:
        break;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        if (!evaluation_holds(of, node->children[i], within))
            return false;
    }
    return true;
}
