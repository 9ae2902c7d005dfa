#include "results/like.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/options.h"
#include "base/str.h"
#include "query/names.h"
#include "query/parse.h"
#include "rank/bm25.h"
#include "rank/plan.h"
#include "rank/vocabulary.h"
#include "results/counts.h"
#include "text/stop_words.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define USUAL_WORDS 25
#define MOST_WORDS 60

/* The article itself is one of them. */
#define LEAST_VERSIONS 2

/* A word of the article, as all words of its stem. */
typedef struct telling {
    newsidx_text text; /* as the article has it */
    int64_t place;     /* where it comes first, from 1 */
    double weight;
} telling;

/*
 * The words are gathered in `words`: the key is the stem, the name the first
 * spelling, the count the sum of their weights by where they stand, in fifths,
 * and last_id the first place.
 */
typedef struct comparison {
    nx_store *store;
    nx_frequencies *frequencies;
    nx_arena *arena;
    nx_analyzer *analyzer;
    bool is_exact; /* of another language than queries are: by exact forms */
    nx_counts words;
    nx_column column;
    newsidx_text text; /* of the column */
    uint32_t lead;
    uint32_t length;       /* words before the column */
    newsidx_status status; /* of what is done with its words, and why */
    newsidx_error failure;
    newsidx_error *err;
} comparison;

static bool tells_something(const comparison *in, const nx_token *token)
{
    const newsidx_text typed =
        nx_str_slice(in->text.bytes + token->start, token->end - token->start);

    return token->exact.length > 1 && nx_names_is_plain(typed) &&
           memchr(typed.bytes, '"', typed.length) == NULL &&
           !nx_stop_words_has(nx_analyzer_language(in->analyzer), token->exact);
}

static int on_token(const nx_token *token, void *user)
{
    comparison *in = user;
    const newsidx_text typed =
        nx_str_slice(in->text.bytes + token->start, token->end - token->start);
    const bool is_stem = !in->is_exact && token->stem.length > 0;
    newsidx_text key = token->exact;
    nx_counted *item;

    if (!tells_something(in, token))
        return 0;
    if (is_stem)
        key = nx_str_slice(token->stem.bytes + 1, token->stem.length - 1);
    in->status = nx_counts_find(&in->words, nx_plan_cut_term(key), typed, &item,
                                &in->failure);
    if (in->status < 0)
        return 1;
    item->count += nx_words_weight(in->column, token->position, in->lead);
    if (item->last_id == 0)
        item->last_id = (int64_t)in->length + token->position + 1;
    return 0;
}

static newsidx_status gather(comparison *in, const newsidx_article *article)
{
    newsidx_status status = NEWSIDX_OK;

    for (int i = 0; i < NX_COLUMN_COUNT && status >= 0; i++) {
        in->column = (nx_column)i;
        /* Who wrote it and where is not what it is about. */
        if (in->column == NX_COLUMN_BYLINE || in->column == NX_COLUMN_DATELINE)
            continue;
        in->text = nx_words_column(article, in->column);
        status = nx_analyze(in->analyzer, in->text, on_token, in, in->err);
        in->length += (uint32_t)in->text.length;
    }
    if (in->status < 0 && in->err != NULL)
        *in->err = in->failure;
    return in->status < 0 ? in->status : status;
}

/* What each word adds to the article's own score. */
static newsidx_status weigh(const comparison *in, uint32_t length,
                            telling *tellings, size_t *out_count)
{
    const nx_rows *rows = nx_store_rows(in->store);
    const double average =
        (double)rows->total_length / (double)rows->version_count;
    newsidx_status status = NEWSIDX_OK;

    *out_count = 0;
    for (size_t i = 0; i < in->words.count && status >= 0; i++) {
        const nx_counted *item = &in->words.items[i];
        uint64_t versions;

        status = nx_vocabulary_count(in->store, in->frequencies, item->key,
                                     !in->is_exact, &versions, in->err);
        if (status < 0 || versions < LEAST_VERSIONS)
            continue;
        tellings[(*out_count)++] =
            (telling){item->name, item->last_id,
                      nx_bm25_idf(rows->version_count, versions) *
                          nx_bm25_article((double)item->count / NX_WEIGHT_UNIT,
                                          length, average)};
    }
    return status;
}

static int compare_weights(const void *a, const void *b)
{
    const telling *first = a;
    const telling *second = b;

    if (first->weight != second->weight)
        return first->weight > second->weight ? -1 : 1;
    return first->place < second->place ? -1 : 1;
}

static int compare_places(const void *a, const void *b)
{
    const telling *first = a;
    const telling *second = b;

    return first->place < second->place ? -1 : 1;
}

/* "(talks OR truce) -id:7": in the article's order, so that words which stand
 * side by side there are pairs. Without words it finds nothing. */
static newsidx_status write_query(const comparison *in, telling *tellings,
                                  size_t count, int64_t id, int64_t newest,
                                  newsidx_query **out_query)
{
    const newsidx_query_options plain = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_status status;
    nx_buf text;

    if (count > 1)
        qsort(tellings, count, sizeof *tellings, compare_places);
    nx_buf_init(&text, NX_LIMIT_QUERY_BYTES);
    for (size_t i = 0; i < count; i++) {
        nx_buf_add_string(&text, i == 0 ? "(" : " OR ");
        nx_buf_add_string(&text, in->is_exact ? "=" : "");
        nx_buf_add_text(&text, tellings[i].text);
    }
    nx_buf_add_format(&text, "%s-id:%" PRId64, count > 0 ? ") " : "", id);
    if (newest != id)
        nx_buf_add_format(&text, ",%" PRId64, newest);
    status =
        text.status < 0
            ? nx_fail(in->err, text.status, "the words are too long")
            : nx_query_parse(nx_buf_text(&text), &plain, out_query, in->err);
    nx_buf_finish(&text);
    return status;
}

static newsidx_status compare(comparison *in, const nx_stored *stored,
                              size_t most, int64_t now,
                              newsidx_query **out_query)
{
    const nx_row *row = &nx_store_rows(in->store)->rows[stored->id];
    nx_analyzer *usual;
    newsidx_status status;
    telling *tellings;
    int64_t newest;
    size_t count;

    status =
        nx_store_find(in->store, stored->article.key, now, &newest, in->err);
    if (status != NEWSIDX_OK)
        newest = stored->id;
    if (status >= 0)
        status = nx_store_analyzer(in->store, stored->article.language,
                                   &in->analyzer, in->err);
    if (status >= 0)
        status = nx_store_analyzer(in->store, nx_str(NULL), &usual, in->err);
    if (status < 0)
        return status;
    in->is_exact = usual != in->analyzer;
    in->lead = row->lead;
    status = gather(in, &stored->article);
    if (status < 0)
        return status;
    tellings = nx_arena_array(in->arena, in->words.count, sizeof *tellings);
    if (tellings == NULL)
        return nx_fail_memory(in->err);
    status = weigh(in, row->length, tellings, &count);
    if (status < 0)
        return status;
    if (count > 1)
        qsort(tellings, count, sizeof *tellings, compare_weights);
    return write_query(in, tellings, count < most ? count : most, stored->id,
                       newest, out_query);
}

static newsidx_status read_and_compare(comparison *in, int64_t id, size_t most,
                                       int64_t now, newsidx_query **out_query)
{
    nx_stored stored;
    newsidx_status status = nx_store_begin_read_at(in->store, now, in->err);

    if (status < 0)
        return status;
    status = nx_store_require_current(in->store, in->err);
    if (status >= 0)
        status = nx_store_may_read(in->store, id, now, in->err);
    if (status == NEWSIDX_OK)
        status = nx_store_read(in->store, id, in->arena, &stored, in->err);
    if (status == NEWSIDX_OK)
        status = compare(in, &stored, most, now, out_query);
    nx_store_end_read(in->store);
    return status;
}

newsidx_status nx_like(nx_store *store, nx_frequencies *frequencies, int64_t id,
                       const newsidx_like_options *options,
                       newsidx_query **out_query, newsidx_error *err)
{
    comparison in = {.store = store, .frequencies = frequencies, .err = err};
    newsidx_like_options mine;
    newsidx_status status = nx_options_read(&mine, sizeof mine, options, err);
    nx_arena arena;

    if (status < 0)
        return status;
    if (mine.words > MOST_WORDS)
        return nx_fail(err, NEWSIDX_ERR_OPTIONS, "words is %u, more than %d",
                       (unsigned)mine.words, MOST_WORDS);
    nx_arena_init(&arena);
    nx_counts_init(&in.words);
    in.arena = &arena;
    status =
        read_and_compare(&in, id, mine.words > 0 ? mine.words : USUAL_WORDS,
                         mine.now != 0 ? mine.now : nx_clock_now(), out_query);
    nx_counts_finish(&in.words);
    nx_arena_finish(&arena);
    return status;
}
