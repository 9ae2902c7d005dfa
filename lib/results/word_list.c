#include "results/word_list.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/options.h"
#include "base/str.h"
#include "rank/plan.h"

#include <stdlib.h>
#include <string.h>

/* Words that are read together. */
#define BATCH ((size_t)1024)

struct nx_word_list {
    nx_store *store;
    nx_lexicon lexicon;
    char prefix_bytes[NX_LIMIT_WORD_BYTES];
    newsidx_text prefix;
    char last[NX_LIMIT_WORD_BYTES]; /* that was read; see nx_word_range */
    newsidx_text after;
    newsidx_word_order order;
    size_t limit; /* SIZE_MAX: all */
    size_t given;
    size_t at;    /* of those at hand */
    bool is_last; /* no more are to be read */
    int64_t now;
    newsidx_word word;
};

/* ---------------------------------------------------------- the prefix ---- */

typedef struct folder {
    nx_word_list *words;
    newsidx_text typed;
    bool is_word;
} folder;

/* The first token is all of it, or what follows is only the rest of a run. */
static int on_token(const nx_token *token, void *user)
{
    folder *in = user;

    if (token->position == 0 && token->start == 0 &&
        token->end == in->typed.length) {
        const newsidx_text prefix = nx_plan_cut_term(token->exact);

        memcpy(in->words->prefix_bytes, prefix.bytes, prefix.length);
        in->words->prefix =
            nx_str_slice(in->words->prefix_bytes, prefix.length);
        in->is_word = true;
    }
    return 0;
}

static newsidx_status fold_prefix(nx_word_list *words, newsidx_text prefix,
                                  newsidx_text language, newsidx_error *err)
{
    folder in = {words, prefix, false};
    nx_analyzer *analyzer;
    newsidx_status status;

    words->prefix = nx_str("");
    status = nx_store_analyzer(words->store, language, &analyzer, err);
    if (status < 0 || prefix.length == 0)
        return status;
    if (prefix.length > NX_LIMIT_FIELD_BYTES)
        return nx_fail(err, NEWSIDX_ERR_INPUT, "the prefix is over 64 KiB");
    status = nx_analyze(analyzer, prefix, on_token, &in, err);
    if (status >= 0 && !in.is_word)
        return nx_fail(err, NEWSIDX_ERR_INPUT,
                       "that is not the beginning of one word");
    return status;
}

/* ------------------------------------------------------------- reading ---- */

/* Words lie in the order of their bytes. */
static int compare_counts(const void *a, const void *b)
{
    const nx_lexicon_word *first = a;
    const nx_lexicon_word *second = b;

    if (first->count != second->count)
        return first->count > second->count ? -1 : 1;
    return first->offset < second->offset ? -1 : 1;
}

/* The frequent first are read at once, the others batch by batch. */
static newsidx_status read_more(nx_word_list *words, newsidx_error *err)
{
    nx_lexicon *lexicon = &words->lexicon;
    const bool is_sorted = words->order == NEWSIDX_FREQUENT_FIRST;
    const nx_word_range range = {words->prefix, words->after,
                                 is_sorted ? 0 : BATCH, true};
    newsidx_status status = nx_lexicon_begin(words->store, words->now, err);
    newsidx_text last;

    words->at = 0;
    lexicon->count = 0;
    if (status < 0)
        return status;
    status = nx_lexicon_load(lexicon, words->store, &range, err);
    nx_store_end_read(words->store);
    if (status < 0) {
        lexicon->count = 0;
        return status;
    }
    words->is_last = is_sorted || lexicon->count < BATCH;
    if (lexicon->count == 0)
        return NEWSIDX_OK;
    last = nx_lexicon_text(lexicon, lexicon->count - 1);
    memcpy(words->last, last.bytes, last.length);
    words->after = nx_str_slice(words->last, last.length);
    if (is_sorted)
        qsort(lexicon->words, lexicon->count, sizeof *lexicon->words,
              compare_counts);
    return NEWSIDX_OK;
}

newsidx_status nx_words_list_next(nx_word_list *words,
                                  const newsidx_word **out_word,
                                  newsidx_error *err)
{
    newsidx_status status;

    if (words->given == words->limit)
        return NEWSIDX_DONE;
    if (words->at == words->lexicon.count && !words->is_last) {
        status = read_more(words, err);
        if (status < 0)
            return status;
    }
    if (words->at == words->lexicon.count)
        return NEWSIDX_DONE;
    words->word.word = nx_lexicon_text(&words->lexicon, words->at);
    words->word.articles = words->lexicon.words[words->at].count;
    words->at++;
    words->given++;
    *out_word = &words->word;
    return NEWSIDX_OK;
}

static newsidx_status make(nx_word_list *words, newsidx_text prefix,
                           const newsidx_terms_options *options,
                           newsidx_error *err)
{
    newsidx_status status =
        fold_prefix(words, prefix, nx_str(options->language), err);

    words->order = options->order;
    words->limit = options->limit > 0 ? options->limit : SIZE_MAX;
    words->now = options->now;
    if (status < 0)
        return status;
    return read_more(words, err);
}

newsidx_status nx_words_list(nx_store *store, newsidx_text prefix,
                             const newsidx_terms_options *options,
                             nx_word_list **out_words, newsidx_error *err)
{
    newsidx_terms_options mine;
    nx_word_list *words;
    newsidx_status status = nx_options_read(&mine, sizeof mine, options, err);

    if (status < 0)
        return status;
    if (mine.order != NEWSIDX_ALPHABETICAL &&
        mine.order != NEWSIDX_FREQUENT_FIRST)
        return nx_fail(err, NEWSIDX_ERR_OPTIONS, "order is %d, not known",
                       (int)mine.order);
    words = nx_new(nx_word_list);
    if (words == NULL)
        return nx_fail_memory(err);
    nx_lexicon_init(&words->lexicon);
    words->store = store;
    status = make(words, prefix, &mine, err);
    if (status < 0) {
        nx_words_list_free(words);
        return status;
    }
    *out_words = words;
    return NEWSIDX_OK;
}

void nx_words_list_free(nx_word_list *words)
{
    if (words == NULL)
        return;
    nx_lexicon_finish(&words->lexicon);
    nx_free(words);
}
