#include "rank/filters.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"

#include <string.h>

/* A name in its words: "the daily star". Articles come with few names, and
 * queries with fewer, so what was analyzed is kept by its text. */
#define NAME_COUNT ((size_t)256)

typedef struct name {
    char *typed; /* ours; NULL: free */
    size_t typed_length;
    char *words; /* ours */
    size_t words_length;
} name;

/* Names of one agency, each line in words as above: "ap, associated press". */
static const char *const agencies[] = {
#include "generated/agencies.inc"
};

struct nx_filters {
    nx_analyzer *analyzer;
    name names[NAME_COUNT];
    size_t next; /* the place that the next one takes */
};

newsidx_status nx_filters_new(nx_analyzer *analyzer, nx_filters **out_filters,
                              newsidx_error *err)
{
    *out_filters = nx_new(nx_filters);
    if (*out_filters == NULL)
        return nx_fail_memory(err);
    (*out_filters)->analyzer = analyzer;
    return NEWSIDX_OK;
}

static void clear(name *at)
{
    nx_free(at->typed);
    nx_free(at->words);
    memset(at, 0, sizeof *at);
}

void nx_filters_free(nx_filters *filters)
{
    if (filters == NULL)
        return;
    for (size_t i = 0; i < NAME_COUNT; i++)
        clear(&filters->names[i]);
    nx_free(filters);
}

static int add_word(const nx_token *token, void *user)
{
    nx_buf *words = user;

    if (words->length > 0)
        nx_buf_add_byte(words, ' ');
    nx_buf_add_text(words, token->exact);
    return words->status < 0;
}

/* Analyze `typed` into the next place. */
static newsidx_status add_name(nx_filters *filters, newsidx_text typed,
                               newsidx_error *err)
{
    name *at = &filters->names[filters->next];
    newsidx_status status;
    nx_buf words;

    clear(at);
    nx_buf_init(&words, 8 * NX_LIMIT_FIELD_BYTES);
    status = nx_analyze(filters->analyzer, typed, add_word, &words, err);
    nx_buf_add(&words, "", 0);
    at->typed = nx_alloc(typed.length);
    if (words.status < 0 || at->typed == NULL) {
        nx_buf_finish(&words);
        clear(at);
        return nx_fail_memory(err);
    }
    if (typed.length > 0)
        memcpy(at->typed, typed.bytes, typed.length);
    at->typed_length = typed.length;
    at->words = words.bytes;
    at->words_length = words.length;
    return status;
}

/* The words of `typed`, borrowed for a while. */
static newsidx_status find_name(nx_filters *filters, newsidx_text typed,
                                newsidx_text *out_words, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    size_t found = NAME_COUNT;

    for (size_t i = 0; i < NAME_COUNT && found == NAME_COUNT; i++) {
        const name *at = &filters->names[i];

        if (at->typed == NULL)
            break;
        if (nx_str_equal(nx_str_slice(at->typed, at->typed_length), typed))
            found = i;
    }
    if (found == NAME_COUNT) {
        found = filters->next;
        status = add_name(filters, typed, err);
        if (status < 0)
            return status;
        filters->next = (filters->next + 1) % NAME_COUNT;
    }
    *out_words = nx_str_slice(filters->names[found].words,
                              filters->names[found].words_length);
    return NEWSIDX_OK;
}

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

/* Of an agency with several names the first, of others the one they have. */
static newsidx_text settle(newsidx_text words)
{
    for (size_t i = 0; i < sizeof agencies / sizeof agencies[0]; i++) {
        newsidx_text line = nx_str(agencies[i]);
        const newsidx_text first = next_name(&line);

        if (nx_str_equal(first, words))
            return words;
        while (line.length > 0) {
            if (nx_str_equal(next_name(&line), words))
                return first;
        }
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

static bool fits(newsidx_text text, newsidx_text wanted, bool is_prefix)
{
    return is_prefix ? nx_str_starts_with(text, wanted)
                     : nx_str_equal(text, wanted);
}

static newsidx_status test_name(nx_filters *filters, newsidx_text text,
                                newsidx_text value, bool *out_passes,
                                newsidx_error *err)
{
    const bool is_prefix = cut_star(&value);
    newsidx_text words;
    newsidx_text wanted;
    newsidx_status status;

    *out_passes = false;
    if (text.length == 0)
        return NEWSIDX_OK;
    status = find_name(filters, text, &words, err);
    if (status < 0)
        return status;
    status = find_name(filters, value, &wanted, err);
    /* The second may have taken the first one's place. */
    if (status >= 0)
        status = find_name(filters, text, &words, err);
    if (status >= 0)
        *out_passes = is_prefix
                          ? nx_str_starts_with(words, wanted)
                          : wanted.length > 0 &&
                                nx_str_equal(settle(words), settle(wanted));
    return status;
}

/* "en" is also "en-GB". */
static bool is_language(newsidx_text language, newsidx_text wanted)
{
    if (language.length > wanted.length && language.bytes[wanted.length] == '-')
        language.length = wanted.length;
    return nx_str_equal_ascii(language, wanted);
}

static bool is_number(newsidx_text digits, int64_t number)
{
    int64_t value = 0;

    for (size_t i = 0; i < digits.length; i++) {
        if (value > (INT64_MAX - 9) / 10)
            return false;
        value = value * 10 + (digits.bytes[i] - '0');
    }
    return value == number;
}

static newsidx_status test_value(nx_filters *filters, const nx_filter *filter,
                                 newsidx_text value, const nx_subject *subject,
                                 bool *out_passes, newsidx_error *err)
{
    const nx_facts *facts = subject->facts;

    switch (filter->kind) {
    case NX_FILTER_SOURCE:
        return test_name(filters, facts->source, value, out_passes, err);
    case NX_FILTER_SECTION:
        return test_name(filters, facts->section, value, out_passes, err);
    case NX_FILTER_LANGUAGE:
        *out_passes =
            is_language(facts->language.length > 0 ? facts->language
                                                   : subject->default_language,
                        value);
        break;
    case NX_FILTER_STATUS:
        *out_passes =
            nx_str_equal(value, nx_str(NX_STATUS_USABLE)) || facts->version > 1;
        break;
    case NX_FILTER_KEY: {
        const bool is_prefix = cut_star(&value);

        *out_passes = fits(facts->key, value, is_prefix);
        break;
    }
    default:
        *out_passes = is_number(value, subject->id);
        break;
    }
    return NEWSIDX_OK;
}

static bool is_in_range(const nx_filter *filter, const nx_subject *subject)
{
    int64_t number = 0;

    switch (filter->kind) {
    case NX_FILTER_PUBLISHED:
        number = subject->row->published_at;
        break;
    case NX_FILTER_UPDATED:
        number = subject->facts->updated_at;
        break;
    case NX_FILTER_INGESTED:
        number = subject->facts->ingested_at;
        break;
    default:
        number = subject->row->length;
        break;
    }
    return number != NEWSIDX_NO_TIME && number >= filter->low &&
           number < filter->high;
}

newsidx_status nx_filters_test(nx_filters *filters, const nx_filter *filter,
                               const nx_subject *subject, bool *out_passes,
                               newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    *out_passes = false;
    if (filter->kind >= NX_FILTER_PUBLISHED) {
        *out_passes = is_in_range(filter, subject);
        return NEWSIDX_OK;
    }
    for (size_t i = 0; i < filter->value_count && !*out_passes && status >= 0;
         i++)
        status = test_value(filters, filter, filter->values[i], subject,
                            out_passes, err);
    return status;
}
