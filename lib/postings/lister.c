/* POSIX's threads, as in api/import_queue.c. */
#define _POSIX_C_SOURCE 200809L

#include "postings/lister.h"

#include "base/memory.h"
#include "base/str.h"

#include <pthread.h>
#include <string.h>

/* So much is given before the thread is woken, for that costs as much as an
 * article does, and so much before the writer waits. */
#define WAKING_BYTES ((size_t)256 * 1024)
#define GIVEN_BYTES ((size_t)4 * 1024 * 1024)

/* One article may be above that. */
#define GIVEN_LIMIT (SIZE_MAX / 2)

/* What stands before an article's weights. */
typedef struct given_header {
    uint32_t id;
    uint32_t length; /* words */
    size_t weights_bytes;
} given_header;

struct nx_lister {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t given_more; /* the thread waits for it, or for room */
    pthread_cond_t gave_back;  /* the writer waits for it */
    /* Of both, under the mutex: */
    nx_buf given;
    nx_list_rows *ready;
    bool is_ending;  /* nothing more will be given */
    bool is_stopped; /* and nothing is wanted */
    bool is_done;    /* the thread has ended */
    /* Of the thread alone, while there is one: */
    nx_buf taken;
    nx_list_builder builder;
    size_t builder_bytes;
};

/* ------------------------------------------------------- the thread ---- */

/* Wait for articles, and take them; false after the last. */
static bool take_given(nx_lister *lister)
{
    bool has_any;

    nx_buf_clear(&lister->taken);
    pthread_mutex_lock(&lister->mutex);
    while (!lister->is_ending && lister->given.length < WAKING_BYTES)
        pthread_cond_wait(&lister->given_more, &lister->mutex);
    if (!lister->is_stopped) {
        const nx_buf taken = lister->given;

        lister->given = lister->taken;
        lister->taken = taken;
    }
    has_any = lister->taken.length > 0;
    pthread_cond_signal(&lister->gave_back);
    pthread_mutex_unlock(&lister->mutex);
    return has_any;
}

/* False if nobody wants them any more. */
static bool hand_over(nx_lister *lister, nx_list_rows *rows)
{
    bool is_wanted;

    pthread_mutex_lock(&lister->mutex);
    while (lister->ready != NULL && !lister->is_stopped)
        pthread_cond_wait(&lister->given_more, &lister->mutex);
    is_wanted = !lister->is_stopped;
    if (is_wanted)
        lister->ready = rows;
    pthread_cond_signal(&lister->gave_back);
    pthread_mutex_unlock(&lister->mutex);
    return is_wanted;
}

static void encode(nx_lister *lister)
{
    nx_list_rows *rows = nx_new(nx_list_rows);
    newsidx_status status = NEWSIDX_ERR_MEMORY;

    if (rows != NULL) {
        nx_list_rows_init(rows);
        status = nx_list_encode(&lister->builder, rows, NULL);
    }
    nx_list_builder_clear(&lister->builder);
    if (status >= 0 && hand_over(lister, rows))
        return;
    if (rows != NULL)
        nx_list_rows_finish(rows);
    nx_free(rows);
}

static void add_article(nx_lister *lister, const given_header *header,
                        newsidx_text weights)
{
    nx_list_builder *builder = &lister->builder;

    /* Some are missing: of other handles, or of no memory. */
    if (builder->last_id != 0 && builder->last_id + 1 != header->id)
        nx_list_builder_clear(builder);
    if (nx_list_builder_add_weights(builder, header->id, header->length,
                                    weights, NULL) < 0)
        nx_list_builder_clear(builder);
    else if (nx_list_builder_bytes(builder) >= lister->builder_bytes)
        encode(lister);
}

static void *run(void *given)
{
    nx_lister *lister = given;

    while (take_given(lister)) {
        const char *at = lister->taken.bytes;
        const char *end = at + lister->taken.length;

        while (at < end) {
            given_header header;

            memcpy(&header, at, sizeof header);
            at += sizeof header;
            add_article(lister, &header,
                        nx_str_slice(at, header.weights_bytes));
            at += header.weights_bytes;
        }
    }
    pthread_mutex_lock(&lister->mutex);
    lister->is_done = true;
    pthread_cond_signal(&lister->gave_back);
    pthread_mutex_unlock(&lister->mutex);
    return NULL;
}

/* ------------------------------------------------------- the writer ---- */

static bool init(nx_lister *lister)
{
    if (pthread_mutex_init(&lister->mutex, NULL) != 0)
        return false;
    if (pthread_cond_init(&lister->given_more, NULL) != 0) {
        pthread_mutex_destroy(&lister->mutex);
        return false;
    }
    if (pthread_cond_init(&lister->gave_back, NULL) != 0) {
        pthread_cond_destroy(&lister->given_more);
        pthread_mutex_destroy(&lister->mutex);
        return false;
    }
    nx_buf_init(&lister->given, GIVEN_LIMIT);
    nx_buf_init(&lister->taken, GIVEN_LIMIT);
    nx_list_builder_init(&lister->builder);
    return true;
}

/* After the thread has ended. */
static void finish(nx_lister *lister)
{
    if (lister->ready != NULL)
        nx_list_rows_finish(lister->ready);
    nx_free(lister->ready);
    nx_buf_finish(&lister->given);
    nx_buf_finish(&lister->taken);
    nx_list_builder_finish(&lister->builder);
    pthread_cond_destroy(&lister->gave_back);
    pthread_cond_destroy(&lister->given_more);
    pthread_mutex_destroy(&lister->mutex);
    nx_free(lister);
}

nx_lister *nx_lister_new(nx_list_builder *builder, size_t builder_bytes)
{
    nx_lister *lister = nx_new(nx_lister);

    if (lister == NULL)
        return NULL;
    if (!init(lister)) {
        nx_free(lister);
        return NULL;
    }
    lister->builder = *builder;
    lister->builder_bytes = builder_bytes;
    if (pthread_create(&lister->thread, NULL, run, lister) != 0) {
        nx_list_builder_init(&lister->builder);
        finish(lister);
        return NULL;
    }
    nx_list_builder_init(builder);
    return lister;
}

static void join(nx_lister *lister, bool is_stopped)
{
    pthread_mutex_lock(&lister->mutex);
    lister->is_ending = true;
    lister->is_stopped = is_stopped;
    pthread_cond_signal(&lister->given_more);
    pthread_mutex_unlock(&lister->mutex);
    pthread_join(lister->thread, NULL);
}

void nx_lister_free(nx_lister *lister)
{
    if (lister == NULL)
        return;
    join(lister, true);
    finish(lister);
}

void nx_lister_add(nx_lister *lister, uint32_t id, const nx_words *words)
{
    const newsidx_text weights = nx_buf_text(&words->weights.packed);
    const given_header header = {id, nx_words_length(words), weights.length};
    nx_buf *given = &lister->given;
    size_t length;

    pthread_mutex_lock(&lister->mutex);
    while (given->length > GIVEN_BYTES && lister->ready == NULL)
        pthread_cond_wait(&lister->gave_back, &lister->mutex);
    length = given->length;
    nx_buf_add(given, &header, sizeof header);
    nx_buf_add_text(given, weights);
    if (given->status < 0) {
        given->status = NEWSIDX_OK;
        nx_buf_truncate(given, length);
    }
    if (given->length >= WAKING_BYTES)
        pthread_cond_signal(&lister->given_more);
    pthread_mutex_unlock(&lister->mutex);
}

/* Under the mutex. */
static nx_list_rows *take_ready(nx_lister *lister)
{
    nx_list_rows *ready = lister->ready;

    lister->ready = NULL;
    if (ready != NULL)
        pthread_cond_signal(&lister->given_more);
    return ready;
}

nx_list_rows *nx_lister_next(nx_lister *lister)
{
    nx_list_rows *ready;

    pthread_mutex_lock(&lister->mutex);
    ready = take_ready(lister);
    pthread_mutex_unlock(&lister->mutex);
    return ready;
}

nx_list_rows *nx_lister_last(nx_lister *lister)
{
    nx_list_rows *ready;

    pthread_mutex_lock(&lister->mutex);
    lister->is_ending = true;
    pthread_cond_signal(&lister->given_more);
    while (lister->ready == NULL && !lister->is_done)
        pthread_cond_wait(&lister->gave_back, &lister->mutex);
    ready = take_ready(lister);
    pthread_mutex_unlock(&lister->mutex);
    return ready;
}

void nx_lister_end(nx_lister *lister, nx_list_builder *builder)
{
    join(lister, false);
    nx_list_builder_finish(builder);
    *builder = lister->builder;
    nx_list_builder_init(&lister->builder);
    finish(lister);
}
