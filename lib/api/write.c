#include "api/handle.h"
#include "base/calendar.h"
#include "base/options.h"
#include "base/str.h"
#include "ingest/clean.h"

#include <string.h>

newsidx_status newsidx_time_parse(const char *text, size_t length,
                                  int64_t *out_seconds, newsidx_error *err)
{
    if (out_seconds == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "out_seconds is NULL");
    *out_seconds = NEWSIDX_NO_TIME;
    if (text == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "text is NULL");
    if (length == NEWSIDX_WHOLE)
        length = strlen(text);
    if (nx_calendar_read(nx_str_slice(text, length), out_seconds))
        return NEWSIDX_OK;
    *out_seconds = NEWSIDX_NO_TIME;
    return nx_fail(err, NEWSIDX_ERR_INPUT,
                   "this is no date or time that can be read");
}

newsidx_status newsidx_begin(newsidx *index, newsidx_error *err)
{
    const newsidx_status status = nx_handle_enter(index, err);

    if (status < 0)
        return status;
    return nx_handle_leave(index,
                           nx_store_begin(index->store, NX_DURABLE, err));
}

newsidx_status newsidx_commit(newsidx *index, newsidx_error *err)
{
    const newsidx_status status = nx_handle_enter(index, err);

    if (status < 0)
        return status;
    return nx_handle_leave(index, nx_store_commit(index->store, err));
}

newsidx_status newsidx_rollback(newsidx *index, newsidx_error *err)
{
    const newsidx_status status = nx_handle_enter(index, err);

    if (status < 0)
        return status;
    return nx_handle_leave(index, nx_store_rollback(index->store, err));
}

/* One write that is its own transaction when the caller has none open. */
typedef struct write {
    nx_store *store;
    bool is_alone;
} write;

static newsidx_status write_begin(write *in, nx_store *store,
                                  newsidx_error *err)
{
    in->store = store;
    in->is_alone = !nx_store_is_writing(store);
    return in->is_alone ? nx_store_begin(store, NX_DURABLE, err) : NEWSIDX_OK;
}

/* Commit what came to `status`, or undo it; the first failure is told. */
static newsidx_status write_end(const write *in, newsidx_status status,
                                newsidx_error *err)
{
    newsidx_status committed;

    if (!in->is_alone)
        return status;
    if (status < 0) {
        nx_store_rollback(in->store, NULL);
        return status;
    }
    /* An answer (unchanged, not found) wrote nothing: committing that costs
     * less than rolling back, which forgets the rows in memory. */
    committed = nx_store_commit(in->store, err);
    return committed < 0 ? committed : status;
}

static newsidx_status put(nx_store *store, const newsidx_article *article,
                          uint64_t hash, int64_t *out_id, newsidx_error *err)
{
    nx_analyzer *analyzer;
    newsidx_status status;
    nx_put_result result = {0, 0};
    nx_words words;

    status = nx_store_try_put(store, article, hash, &result, err);
    if (status < 0)
        return status;
    nx_words_init(&words);
    if (status != NEWSIDX_UNCHANGED) {
        status = nx_store_analyzer(store, article->language, &analyzer, err);
        if (status >= 0)
            status = nx_words_analyze(&words, analyzer, article, err);
    }
    if (status >= 0)
        status = nx_store_put(store, article, hash, &words, &result, err);
    if (status >= 0)
        *out_id = result.id;
    nx_words_finish(&words);
    return status;
}

static newsidx_status put_checked(nx_store *store,
                                  const newsidx_article *article,
                                  int64_t *out_id, newsidx_error *err)
{
    newsidx_status status;
    write in;

    status = write_begin(&in, store, err);
    if (status < 0)
        return status;
    status = put(store, article, nx_content_hash(article), out_id, err);
    return write_end(&in, status, err);
}

newsidx_status newsidx_put(newsidx *index, const newsidx_article *article,
                           int64_t *out_id, newsidx_error *err)
{
    newsidx_article known;
    newsidx_status status;
    int64_t id = 0;

    if (out_id != NULL)
        *out_id = 0;
    if (article == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "article is NULL");
    status = nx_options_read(&known, sizeof known, article, err);
    if (status < 0)
        return status;
    /* Of a caller that knows no embargoes; its zero would be 1970. */
    if (article->size <= offsetof(newsidx_article, embargoed_until))
        known.embargoed_until = NEWSIDX_NO_TIME;
    status = nx_article_check(&known, err);
    if (status < 0)
        return status;
    status = nx_handle_enter(index, err);
    if (status < 0)
        return status;
    status = put_checked(index->store, &known, &id, err);
    if (status >= 0 && out_id != NULL)
        *out_id = id;
    return nx_handle_leave(index, status);
}

newsidx_status newsidx_remove(newsidx *index, newsidx_text key,
                              newsidx_error *err)
{
    newsidx_status status = nx_handle_check_text("key", key, err);
    write in;

    if (status >= 0)
        status = nx_handle_enter(index, err);
    if (status < 0)
        return status;
    status = write_begin(&in, index->store, err);
    if (status >= 0) {
        status = nx_store_remove(index->store, key, err);
        status = write_end(&in, status, err);
    }
    return nx_handle_leave(index, status);
}
