#include "results/lexicon.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/str.h"
#include "rank/plan.h"
#include "store/list_terms.h"

#include <stdlib.h>
#include <string.h>

/* Some 80 MB. An archive has so many different words, most of them slips of
 * the finger and numbers, when it has tens of millions of articles. */
#define MOST_WORDS ((size_t)4000000)

/* Offsets have 32 bits. */
#define MOST_BYTES ((size_t)UINT32_MAX)

newsidx_status nx_lexicon_begin(nx_store *store, int64_t now,
                                newsidx_error *err)
{
    newsidx_status status =
        nx_store_begin_read_at(store, now != 0 ? now : nx_clock_now(), err);

    if (status < 0)
        return status;
    status = nx_store_require_current(store, err);
    if (status < 0)
        nx_store_end_read(store);
    return status;
}

void nx_lexicon_init(nx_lexicon *lexicon)
{
    memset(lexicon, 0, sizeof *lexicon);
    nx_counts_init(&lexicon->tail);
    lexicon->most_words = MOST_WORDS;
}

void nx_lexicon_finish(nx_lexicon *lexicon)
{
    nx_free(lexicon->bytes);
    nx_free(lexicon->words);
    nx_counts_finish(&lexicon->tail);
    nx_lexicon_init(lexicon);
}

newsidx_text nx_lexicon_text(const nx_lexicon *lexicon, size_t number)
{
    const nx_lexicon_word *word = &lexicon->words[number];

    return nx_str_slice(lexicon->bytes + word->offset, word->length);
}

size_t nx_lexicon_find(const nx_lexicon *lexicon, newsidx_text text,
                       bool is_past, size_t low, size_t high)
{
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const newsidx_text word = nx_lexicon_text(lexicon, middle);

        if (nx_str_compare(word, text) < 0 ||
            (is_past && nx_str_starts_with(word, text)))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ------------------------------------------------------------ the tail ---- */

/* What a transaction writes has no revision, and may be rolled back. */
static nx_moment moment_of(nx_store *store)
{
    const nx_moment none = {0, 0, 0};
    const nx_rows *rows = nx_store_rows(store);

    if (nx_store_is_writing(store))
        return none;
    return (nx_moment){rows->revision, rows->last_id, nx_store_listed(store)};
}

static bool is_of(const nx_moment *moment, nx_store *store)
{
    const nx_moment now = moment_of(store);

    return now.revision > 0 && moment->revision == now.revision &&
           moment->last_id == now.last_id && moment->listed == now.listed;
}

/* The words of one article. */
typedef struct tail_reader {
    nx_counts *counts;
    int64_t id;
    newsidx_status status; /* of what is done with its words, and why */
    newsidx_error failure;
} tail_reader;

static void count_form(tail_reader *in, newsidx_text form)
{
    const newsidx_text none = {"", 0};
    nx_counted *item;

    if (form.length == 0 || in->status < 0)
        return;
    in->status = nx_counts_find(in->counts, nx_plan_cut_term(form), none, &item,
                                &in->failure);
    if (in->status >= 0)
        nx_counted_add(item, in->id);
}

static int on_token(const nx_token *token, void *user)
{
    tail_reader *in = user;

    count_form(in, token->exact);
    count_form(in, token->joined);
    return in->status < 0;
}

static newsidx_status read_article(tail_reader *in, nx_store *store,
                                   const newsidx_article *article,
                                   newsidx_error *err)
{
    nx_analyzer *analyzer;
    newsidx_status status =
        nx_store_analyzer(store, article->language, &analyzer, err);

    for (int i = 0; i < NX_COLUMN_COUNT && status >= 0; i++)
        status = nx_analyze(analyzer, nx_words_column(article, (nx_column)i),
                            on_token, in, err);
    if (in->status < 0 && err != NULL)
        *err = in->failure;
    return in->status < 0 ? in->status : status;
}

static int compare_keys(const void *a, const void *b)
{
    const nx_counted *first = a;
    const nx_counted *second = b;

    return nx_str_compare(first->key, second->key);
}

static newsidx_status load_tail(nx_lexicon *lexicon, nx_store *store,
                                newsidx_error *err)
{
    const nx_rows *rows = nx_store_rows(store);
    tail_reader in = {.counts = &lexicon->tail};
    newsidx_status status = NEWSIDX_OK;
    nx_arena arena;

    if (is_of(&lexicon->tail_moment, store))
        return NEWSIDX_OK;
    nx_counts_finish(&lexicon->tail);
    memset(&lexicon->tail_moment, 0, sizeof lexicon->tail_moment);
    nx_arena_init(&arena);
    for (in.id = (int64_t)nx_store_listed(store) + 1;
         in.id <= rows->last_id && status >= 0; in.id++) {
        nx_stored stored;

        nx_arena_reset(&arena);
        status = nx_store_read(store, in.id, &arena, &stored, err);
        if (status == NEWSIDX_OK)
            status = read_article(&in, store, &stored.article, err);
    }
    nx_arena_finish(&arena);
    if (status < 0)
        return status;
    if (lexicon->tail.count > 1)
        qsort(lexicon->tail.items, lexicon->tail.count,
              sizeof *lexicon->tail.items, compare_keys);
    lexicon->tail_moment = moment_of(store);
    return NEWSIDX_OK;
}

/* --------------------------------------------- what a search can find ---- */

/* Those that the ranked list of the term knows. */
static newsidx_status count_listed(nx_store *store, newsidx_text term,
                                   uint64_t *out_articles, newsidx_error *err)
{
    const nx_rows *rows = nx_store_rows(store);
    newsidx_status status;
    uint32_t id = 0;
    nx_list list;

    status = nx_list_open(&list, store, term, NX_LIST_EXACT, err);
    while (status >= 0) {
        status = nx_list_seek(&list, id + 1, &id, err);
        if (status < 0 || id == NX_LIST_END)
            break;
        *out_articles += rows->rows[id].state == NX_STATE_CURRENT;
    }
    nx_list_finish(&list);
    return status < 0 ? status : NEWSIDX_OK;
}

/* Those behind the id `after`. */
static newsidx_status count_in_words(nx_store *store, newsidx_text term,
                                     int64_t after, uint64_t *out_articles,
                                     newsidx_error *err)
{
    const nx_rows *rows = nx_store_rows(store);
    sqlite3_stmt *ask = NULL;
    newsidx_status status;
    char expression[NX_LIMIT_WORD_BYTES + 2];
    int code = SQLITE_DONE;

    expression[0] = '"';
    memcpy(expression + 1, term.bytes, term.length);
    expression[term.length + 1] = '"';
    status = nx_db_prepare(
        nx_store_db(store),
        "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid > ?2", &ask,
        err);
    if (status < 0)
        return status;
    sqlite3_bind_text(ask, 1, expression, (int)term.length + 2, SQLITE_STATIC);
    sqlite3_bind_int64(ask, 2, after);
    for (code = sqlite3_step(ask); code == SQLITE_ROW;
         code = sqlite3_step(ask)) {
        const int64_t id = sqlite3_column_int64(ask, 0);

        *out_articles += id > 0 && id <= rows->last_id &&
                         rows->rows[id].state == NX_STATE_CURRENT;
    }
    if (code != SQLITE_DONE)
        status = nx_db_fail(nx_store_db(store), code, "counting a word", err);
    sqlite3_finalize(ask);
    return status;
}

newsidx_status nx_count_found(nx_store *store, newsidx_text term,
                              uint64_t versions, uint64_t *out_articles,
                              newsidx_error *err)
{
    const nx_rows *rows = nx_store_rows(store);
    newsidx_status status = NEWSIDX_OK;
    uint32_t listed = nx_store_listed(store);

    *out_articles = versions;
    if (rows->article_count == rows->version_count)
        return NEWSIDX_OK;
    *out_articles = 0;
    if (listed > 0)
        status = count_listed(store, term, out_articles, err);
    if (status == NEWSIDX_ERR_CORRUPT) {
        nx_store_distrust_lists(store);
        *out_articles = 0;
        listed = 0;
        status = NEWSIDX_OK;
    }
    if (status >= 0 && listed < rows->last_id)
        status = count_in_words(store, term, listed, out_articles, err);
    return status;
}

/* ------------------------------------------------------------- loading ---- */

/* Two sorted sequences, of which the lesser word is the next. */
typedef struct merge {
    nx_lexicon *lexicon;
    nx_store *store;
    const nx_word_range *range;
    nx_list_terms lists;
    newsidx_text listed; /* the lists' word at hand; {NULL, 0}: no more */
    uint64_t listed_count;
    size_t tail_at;
} merge;

static newsidx_status step_lists(merge *in, newsidx_error *err)
{
    const newsidx_status status =
        nx_list_terms_next(&in->lists, &in->listed, &in->listed_count, err);

    if (status == NEWSIDX_DONE)
        in->listed = nx_str(NULL);
    return status < 0 ? status : NEWSIDX_OK;
}

/* The first item of the tail that isn't before `first`. */
static size_t find_in_tail(const nx_counts *tail, newsidx_text first)
{
    size_t low = 0;
    size_t high = tail->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (nx_str_compare(tail->items[middle].key, first) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Words so rare that enough room is left without them. */
static void drop_rarest(nx_lexicon *lexicon)
{
    while (lexicon->count > lexicon->most_words / 2) {
        size_t kept = 0;

        lexicon->rarest++;
        for (size_t i = 0; i < lexicon->count; i++) {
            if (lexicon->words[i].count > lexicon->rarest)
                lexicon->words[kept++] = lexicon->words[i];
        }
        lexicon->count = kept;
    }
    lexicon->byte_count = 0;
    for (size_t i = 0; i < lexicon->count; i++) {
        nx_lexicon_word *word = &lexicon->words[i];

        memmove(lexicon->bytes + lexicon->byte_count,
                lexicon->bytes + word->offset, word->length);
        word->offset = (uint32_t)lexicon->byte_count;
        lexicon->byte_count += word->length;
    }
}

static newsidx_status add_word(nx_lexicon *lexicon, newsidx_text term,
                               uint64_t count, newsidx_error *err)
{
    void *bytes = lexicon->bytes;
    void *words = lexicon->words;

    if (count <= lexicon->rarest)
        return NEWSIDX_OK;
    if (lexicon->count == lexicon->most_words ||
        lexicon->byte_count > MOST_BYTES - term.length)
        drop_rarest(lexicon);
    if (count <= lexicon->rarest)
        return NEWSIDX_OK;
    if (!nx_grow(&bytes, &lexicon->byte_capacity,
                 lexicon->byte_count + term.length, 1))
        return nx_fail_memory(err);
    lexicon->bytes = bytes;
    if (!nx_grow(&words, &lexicon->capacity, lexicon->count + 1,
                 sizeof *lexicon->words))
        return nx_fail_memory(err);
    lexicon->words = words;
    memcpy(lexicon->bytes + lexicon->byte_count, term.bytes, term.length);
    lexicon->words[lexicon->count++] = (nx_lexicon_word){
        (uint32_t)lexicon->byte_count, (uint32_t)term.length, (uint32_t)count};
    lexicon->byte_count += term.length;
    return NEWSIDX_OK;
}

/* The next word of either; NEWSIDX_DONE behind the last. */
static newsidx_status next_word(merge *in, newsidx_text *out_term,
                                uint64_t *out_count)
{
    const nx_counts *tail = &in->lexicon->tail;
    const nx_counted *item =
        in->tail_at < tail->count ? &tail->items[in->tail_at] : NULL;
    int order;

    if (item == NULL && in->listed.bytes == NULL)
        return NEWSIDX_DONE;
    if (item == NULL)
        order = -1;
    else if (in->listed.bytes == NULL)
        order = 1;
    else
        order = nx_str_compare(in->listed, item->key);
    *out_term = order <= 0 ? in->listed : item->key;
    *out_count =
        (order <= 0 ? in->listed_count : 0) + (order >= 0 ? item->count : 0);
    if (order >= 0)
        in->tail_at++;
    return NEWSIDX_OK;
}

static newsidx_status take_words(merge *in, newsidx_error *err)
{
    const nx_word_range *range = in->range;
    newsidx_status status = step_lists(in, err);

    while (status >= 0) {
        newsidx_text term;
        uint64_t count;
        bool is_listed;

        if (next_word(in, &term, &count) == NEWSIDX_DONE ||
            (range->most > 0 && in->lexicon->count == range->most) ||
            !nx_str_starts_with(term, range->prefix))
            break;
        is_listed = term.bytes == in->listed.bytes;
        if (range->after.bytes == NULL ||
            nx_str_compare(term, range->after) > 0) {
            if (range->is_found)
                status = nx_count_found(in->store, term, count, &count, err);
            if (status >= 0)
                status = add_word(in->lexicon, term, count, err);
        }
        if (status >= 0 && is_listed)
            status = step_lists(in, err);
    }
    return status;
}

static newsidx_status load(nx_lexicon *lexicon, nx_store *store,
                           const nx_word_range *range, newsidx_error *err)
{
    const newsidx_text first =
        range->after.bytes != NULL ? range->after : range->prefix;
    merge in = {.lexicon = lexicon, .store = store, .range = range};
    newsidx_status status = load_tail(lexicon, store, err);

    lexicon->count = 0;
    lexicon->byte_count = 0;
    lexicon->rarest = 0;
    memset(&lexicon->moment, 0, sizeof lexicon->moment);
    if (status < 0)
        return status;
    in.tail_at = find_in_tail(&lexicon->tail, first);
    status = nx_list_terms_open(&in.lists, store, first, err);
    if (status >= 0)
        status = take_words(&in, err);
    nx_list_terms_finish(&in.lists);
    return status;
}

newsidx_status nx_lexicon_load(nx_lexicon *lexicon, nx_store *store,
                               const nx_word_range *range, newsidx_error *err)
{
    newsidx_status status = load(lexicon, store, range, err);

    /* Without lists everything is the tail. */
    if (status == NEWSIDX_ERR_CORRUPT && nx_store_listed(store) > 0) {
        nx_store_distrust_lists(store);
        status = load(lexicon, store, range, err);
    }
    return status;
}

newsidx_status nx_lexicon_refresh(nx_lexicon *lexicon, nx_store *store,
                                  newsidx_error *err)
{
    const nx_word_range all = {.prefix = nx_str("")};
    newsidx_status status;

    if (is_of(&lexicon->moment, store))
        return NEWSIDX_OK;
    status = nx_lexicon_load(lexicon, store, &all, err);
    if (status >= 0)
        lexicon->moment = moment_of(store);
    return status;
}
