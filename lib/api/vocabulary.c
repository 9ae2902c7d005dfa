#include "api/handle.h"
#include "base/memory.h"
#include "results/like.h"
#include "results/suggest.h"
#include "results/word_list.h"

#include <string.h>

struct newsidx_words {
    nx_word_list *list;
    nx_follower follower;
};

static newsidx_status open_words(newsidx *index, newsidx_text prefix,
                                 const newsidx_terms_options *options,
                                 newsidx_words **out_words, newsidx_error *err)
{
    newsidx_words *words = nx_new(newsidx_words);
    newsidx_status status;

    if (words == NULL)
        return nx_fail_memory(err);
    status = nx_words_list(index->store, prefix, options, &words->list, err);
    if (status < 0) {
        nx_free(words);
        return status;
    }
    nx_handle_follow(&words->follower, index);
    *out_words = words;
    return status;
}

newsidx_status newsidx_terms(newsidx *index, newsidx_text prefix,
                             const newsidx_terms_options *options,
                             newsidx_words **out_words, newsidx_error *err)
{
    newsidx_status status;

    if (out_words == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "out_words is NULL");
    *out_words = NULL;
    status = nx_handle_check_text("prefix", prefix, err);
    if (status >= 0)
        status = nx_handle_enter(index, err);
    if (status < 0)
        return status;
    return nx_handle_leave(index,
                           open_words(index, prefix, options, out_words, err));
}

newsidx_status newsidx_words_next(newsidx_words *words,
                                  const newsidx_word **out_word,
                                  newsidx_error *err)
{
    newsidx_status status;

    if (out_word == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "out_word is NULL");
    *out_word = NULL;
    if (words == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "words is NULL");
    status = nx_handle_continue_as(&words->follower, err);
    if (status < 0)
        return status;
    return nx_handle_leave(words->follower.index,
                           nx_words_list_next(words->list, out_word, err));
}

void newsidx_words_free(newsidx_words *words)
{
    if (words == NULL)
        return;
    nx_handle_unfollow(&words->follower);
    nx_words_list_free(words->list);
    nx_free(words);
}

newsidx_status newsidx_suggest(newsidx *index, const char *text, size_t length,
                               const newsidx_suggest_options *options,
                               size_t *out_start, newsidx_tally **out_words,
                               newsidx_error *err)
{
    newsidx_status status;

    if (out_words != NULL)
        *out_words = NULL;
    if (text == NULL || out_start == NULL || out_words == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE,
                       "text or an out parameter is NULL");
    *out_start = 0;
    status = nx_handle_enter(index, err);
    if (status < 0)
        return status;
    if (length == NEWSIDX_WHOLE)
        length = strlen(text);
    return nx_handle_leave(index,
                           nx_suggest(index->store, &index->lexicon,
                                      (newsidx_text){text, length}, options,
                                      out_start, out_words, err));
}

newsidx_status newsidx_like(newsidx *index, int64_t id,
                            const newsidx_like_options *options,
                            newsidx_query **out_query, newsidx_error *err)
{
    newsidx_status status;

    if (out_query == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "out_query is NULL");
    *out_query = NULL;
    status = nx_handle_enter(index, err);
    if (status < 0)
        return status;
    return nx_handle_leave(index, nx_like(index->store, index->frequencies, id,
                                          options, out_query, err));
}
