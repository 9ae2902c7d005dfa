#include "rank/filters.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "store/labels.h"

#include <stdlib.h>

/* Names of one agency, each line in words: "ap, associated press". */
static const char *const agencies[] = {
#include "generated/agencies.inc"
};

/* One filter: some names, some ids, or a range. */
typedef struct test {
    const nx_filter *filter;
    const uint8_t *labels; /* a bit for each number; NULL: no names */
    const int64_t *ids;    /* sorted; NULL: no ids */
    size_t id_count;
    int64_t low; /* a range as nx_filter has it */
    int64_t high;
} test;

/* What every match must pass, or must not. */
typedef struct conjunct {
    const test *test;
    bool is_excluded;
} conjunct;

struct nx_filters {
    nx_arena arena;
    const nx_row *rows;
    const nx_traits *traits; /* NULL: no filter asks */
    newsidx_text default_language;
    nx_analyzer *analyzer;
    test *tests; /* by the condition's number */
    conjunct *conjuncts;
    size_t conjunct_count;
    bool decide;
};

static bool needs_traits(const nx_filter *filter)
{
    return filter->kind != NX_FILTER_ID && filter->kind != NX_FILTER_KEY &&
           filter->kind != NX_FILTER_PUBLISHED &&
           filter->kind != NX_FILTER_LENGTH;
}

static nx_label_kind label_of(nx_filter_kind kind)
{
    if (kind == NX_FILTER_SOURCE)
        return NX_LABEL_SOURCE;
    return kind == NX_FILTER_SECTION ? NX_LABEL_SECTION : NX_LABEL_LANGUAGE;
}

/* ------------------------------------------------------------- names ---- */

/* The next of the names in a line. */
static newsidx_text next_name(newsidx_text *line)
{
    const newsidx_text parting = nx_str(", ");
    newsidx_text found = {line->bytes, 0};

    while (found.length < line->length &&
           !nx_str_starts_with(nx_str_slice(line->bytes + found.length,
                                            line->length - found.length),
                               parting))
        found.length++;
    line->bytes += found.length;
    line->length -= found.length;
    if (line->length > 0) {
        line->bytes += parting.length;
        line->length -= parting.length;
    }
    return found;
}

static bool has_name(newsidx_text line, newsidx_text words)
{
    while (line.length > 0) {
        if (nx_str_equal(next_name(&line), words))
            return true;
    }
    return false;
}

/* All names of what has this one: an agency's line, or the name alone. */
static newsidx_text names_of(newsidx_text words)
{
    for (size_t i = 0; i < sizeof agencies / sizeof agencies[0]; i++) {
        if (has_name(nx_str(agencies[i]), words))
            return nx_str(agencies[i]);
    }
    return words;
}

/* A value that ends in "*" stands for all that begin so. */
static bool cut_star(newsidx_text *value)
{
    const bool has_star =
        value->length > 0 && value->bytes[value->length - 1] == '*';

    value->length -= has_star ? 1 : 0;
    return has_star;
}

static bool has_bit(const uint8_t *bits, uint32_t number)
{
    return (bits[number / 8] >> number % 8 & 1U) != 0;
}

static void set_bit(uint8_t *bits, uint32_t number)
{
    bits[number / 8] |= (uint8_t)(1U << number % 8);
}

/* Add the labels with a name that fits; names are compared as words. */
static newsidx_status add_name(const nx_filters *filters, nx_label_kind kind,
                               newsidx_text value, uint8_t *labels,
                               newsidx_error *err)
{
    const nx_traits *traits = filters->traits;
    const bool is_prefix = cut_star(&value);
    newsidx_status status;
    newsidx_text wanted;
    nx_buf words;

    nx_buf_init(&words, (size_t)8 * NX_LIMIT_QUERY_BYTES);
    status = nx_label_words(filters->analyzer, value, &words, err);
    wanted = nx_buf_text(&words);
    if (!is_prefix)
        wanted = names_of(wanted);
    for (uint32_t i = 1; i <= traits->last_label && status >= 0; i++) {
        const nx_label *label = &traits->labels[i];

        if (label->kind != kind || has_bit(labels, i))
            continue;
        if (is_prefix ? nx_str_starts_with(label->words, wanted)
                      : has_name(wanted, label->words))
            set_bit(labels, i);
    }
    nx_buf_finish(&words);
    return status;
}

/* "en" is also "en-GB". */
static bool is_language(newsidx_text language, newsidx_text wanted)
{
    if (language.length > wanted.length && language.bytes[wanted.length] == '-')
        language.length = wanted.length;
    return nx_str_equal_ascii(language, wanted);
}

/* Articles that name no language have the number 0, and the index's. */
static void add_language(const nx_filters *filters, newsidx_text value,
                         uint8_t *labels)
{
    const nx_traits *traits = filters->traits;

    if (is_language(filters->default_language, value))
        set_bit(labels, 0);
    for (uint32_t i = 1; i <= traits->last_label; i++) {
        const nx_label *label = &traits->labels[i];

        if (label->kind == NX_LABEL_LANGUAGE && is_language(label->text, value))
            set_bit(labels, i);
    }
}

static newsidx_status add_labels(nx_filters *filters, test *of,
                                 newsidx_error *err)
{
    const nx_filter *filter = of->filter;
    newsidx_status status = NEWSIDX_OK;
    uint8_t *labels = nx_arena_array(
        &filters->arena, (size_t)filters->traits->last_label / 8 + 1, 1);

    if (labels == NULL)
        return nx_fail_memory(err);
    for (size_t i = 0; i < filter->value_count && status >= 0; i++) {
        if (filter->kind == NX_FILTER_LANGUAGE)
            add_language(filters, filter->values[i], labels);
        else
            status = add_name(filters, label_of(filter->kind),
                              filter->values[i], labels, err);
    }
    of->labels = labels;
    return status;
}

/* ----------------------------------------------------------- numbers ---- */

/* What no id can be where the digits are too large for one. */
static int64_t number_of(newsidx_text digits)
{
    int64_t value = 0;

    for (size_t i = 0; i < digits.length; i++) {
        if (value > (INT64_MAX - 9) / 10)
            return 0;
        value = value * 10 + (digits.bytes[i] - '0');
    }
    return value;
}

static int compare_ids(const void *a, const void *b)
{
    const int64_t *first = a;
    const int64_t *second = b;

    return (*first > *second) - (*first < *second);
}

static newsidx_status add_ids(nx_filters *filters, test *of, newsidx_error *err)
{
    const nx_filter *filter = of->filter;
    int64_t *ids =
        nx_arena_array(&filters->arena, filter->value_count, sizeof *ids);

    if (ids == NULL)
        return nx_fail_memory(err);
    for (size_t i = 0; i < filter->value_count; i++)
        ids[i] = number_of(filter->values[i]);
    if (filter->value_count > 1)
        qsort(ids, filter->value_count, sizeof *ids, compare_ids);
    of->ids = ids;
    of->id_count = filter->value_count;
    return NEWSIDX_OK;
}

/* Every version is usable, and what has one before it is corrected. */
static void set_versions(test *of)
{
    const nx_filter *filter = of->filter;

    of->low = 2;
    of->high = INT64_MAX;
    for (size_t i = 0; i < filter->value_count; i++) {
        if (nx_str_equal(filter->values[i], nx_str(NX_STATUS_USABLE)))
            of->low = 0;
    }
}

/* ------------------------------------------------------------ making ---- */

static newsidx_status make_test(nx_filters *filters, const nx_filter *filter,
                                test *out, newsidx_error *err)
{
    out->filter = filter;
    out->low = filter->low;
    out->high = filter->high;
    switch (filter->kind) {
    case NX_FILTER_SOURCE:
    case NX_FILTER_SECTION:
    case NX_FILTER_LANGUAGE:
        return add_labels(filters, out, err);
    case NX_FILTER_ID:
        return add_ids(filters, out, err);
    case NX_FILTER_STATUS:
        set_versions(out);
        break;
    default:
        break;
    }
    return NEWSIDX_OK;
}

static newsidx_status make_tests(nx_filters *filters, nx_store *store,
                                 const nx_condition *condition,
                                 newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    if (condition->kind == NX_CONDITION_FILTER) {
        if (needs_traits(condition->filter))
            status = nx_store_traits(store, &filters->traits, err);
        if (status >= 0)
            status = make_test(filters, condition->filter,
                               &filters->tests[condition->number], err);
    }
    for (size_t i = 0; i < condition->child_count && status >= 0; i++)
        status = make_tests(filters, store, condition->children[i], err);
    return status;
}

/* What holds of every article, "*", asks for nothing. */
static void add_conjunct(nx_filters *filters, const nx_condition *condition)
{
    const bool is_excluded = condition->kind == NX_CONDITION_NOT;

    if (condition->kind == NX_CONDITION_ALL)
        return;
    if (!nx_condition_is_conjunct(condition)) {
        filters->decide = false;
        return;
    }
    if (is_excluded)
        condition = condition->children[0];
    filters->conjuncts[filters->conjunct_count++] =
        (conjunct){&filters->tests[condition->number], is_excluded};
}

static newsidx_status make(nx_filters *filters, nx_store *store,
                           const nx_plan *plan, newsidx_error *err)
{
    const nx_condition *all = plan->condition;
    newsidx_status status =
        nx_store_analyzer(store, nx_str(NULL), &filters->analyzer, err);

    if (status < 0)
        return status;
    filters->rows = nx_store_rows(store)->rows;
    filters->default_language = nx_str(nx_store_default_language(store));
    filters->tests = nx_arena_array(&filters->arena, plan->condition_count,
                                    sizeof *filters->tests);
    filters->conjuncts = nx_arena_array(&filters->arena, all->child_count + 1,
                                        sizeof *filters->conjuncts);
    if (filters->tests == NULL || filters->conjuncts == NULL)
        return nx_fail_memory(err);
    filters->decide = true;
    if (all->kind != NX_CONDITION_AND)
        add_conjunct(filters, all);
    for (size_t i = 0; i < all->child_count && all->kind == NX_CONDITION_AND;
         i++)
        add_conjunct(filters, all->children[i]);
    return make_tests(filters, store, all, err);
}

newsidx_status nx_filters_new(nx_store *store, const nx_plan *plan,
                              nx_filters **out_filters, newsidx_error *err)
{
    nx_filters *filters = nx_new(nx_filters);
    newsidx_status status;

    *out_filters = NULL;
    if (filters == NULL)
        return nx_fail_memory(err);
    nx_arena_init(&filters->arena);
    status = make(filters, store, plan, err);
    if (status < 0) {
        nx_filters_free(filters);
        return status;
    }
    *out_filters = filters;
    return NEWSIDX_OK;
}

void nx_filters_free(nx_filters *filters)
{
    if (filters == NULL)
        return;
    nx_arena_finish(&filters->arena);
    nx_free(filters);
}

/* ----------------------------------------------------------- testing ---- */

static bool has_id(const test *of, int64_t id)
{
    return bsearch(&id, of->ids, of->id_count, sizeof id, compare_ids) != NULL;
}

static bool is_key(const nx_filter *filter, newsidx_text key)
{
    for (size_t i = 0; i < filter->value_count; i++) {
        newsidx_text value = filter->values[i];

        if (cut_star(&value) ? nx_str_starts_with(key, value)
                             : nx_str_equal(key, value))
            return true;
    }
    return false;
}

static bool is_in_range(const test *of, int64_t number)
{
    return number != NEWSIDX_NO_TIME && number >= of->low && number < of->high;
}

static bool passes(const nx_filters *filters, const test *of, int64_t id)
{
    switch (of->filter->kind) {
    case NX_FILTER_SOURCE:
    case NX_FILTER_SECTION:
    case NX_FILTER_LANGUAGE:
        return has_bit(
            of->labels,
            filters->traits->traits[id].labels[label_of(of->filter->kind)]);
    case NX_FILTER_ID:
        return has_id(of, id);
    case NX_FILTER_STATUS:
        return is_in_range(of, filters->traits->traits[id].version);
    case NX_FILTER_UPDATED:
        return is_in_range(of, filters->traits->traits[id].updated_at);
    case NX_FILTER_INGESTED:
        return is_in_range(of, filters->traits->traits[id].ingested_at);
    case NX_FILTER_PUBLISHED:
        return is_in_range(of, filters->rows[id].published_at);
    default:
        return is_in_range(of, filters->rows[id].length);
    }
}

bool nx_filters_test(const nx_filters *filters, const nx_condition *condition,
                     int64_t id, newsidx_text key)
{
    const test *of = &filters->tests[condition->number];

    if (nx_filter_needs_key(of->filter))
        return is_key(of->filter, key);
    return passes(filters, of, id);
}

bool nx_filters_pass(const nx_filters *filters, int64_t id)
{
    for (size_t i = 0; i < filters->conjunct_count; i++) {
        const conjunct *of = &filters->conjuncts[i];

        if (passes(filters, of->test, id) == of->is_excluded)
            return false;
    }
    return true;
}

bool nx_filters_decide(const nx_filters *filters)
{
    return filters->decide;
}
