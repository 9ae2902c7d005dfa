/* POSIX's threads; C11's own are optional, and not everywhere. */
#define _POSIX_C_SOURCE 200809L

#include "api/import_queue.h"

#include <string.h>
#include <time.h>

#define NANOSECONDS 1000000000L

#define SHORT_COUNT 8
#define FEWEST_SLOTS 8

/* A parcel that held more than this gives its memory back: what all of them
 * keep, with their words, must stay small beside what is under way. */
#define KEPT_BYTES ((size_t)32 * 1024)

static void init_parcel(nx_parcel *parcel)
{
    nx_item_init(&parcel->item);
    nx_words_init(&parcel->words);
}

static void finish_parcel(nx_parcel *parcel)
{
    nx_item_finish(&parcel->item);
    nx_words_finish(&parcel->words);
}

newsidx_status nx_queue_init(nx_queue *queue, size_t share, newsidx_error *err)
{
    pthread_condattr_t attributes;
    int code;

    memset(queue, 0, sizeof *queue);
    queue->slot_count = NX_QUEUE_SLOTS / share;
    if (queue->slot_count < FEWEST_SLOTS)
        queue->slot_count = FEWEST_SLOTS;
    queue->room_bytes = NX_QUEUE_BYTES / share;
    queue->short_count = SHORT_COUNT / share;
    if (pthread_mutex_init(&queue->mutex, NULL) != 0)
        return nx_fail_memory(err);
    /* Waiting must not depend on a clock that somebody may set. */
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    code = pthread_cond_init(&queue->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    if (code != 0) {
        pthread_mutex_destroy(&queue->mutex);
        return nx_fail_memory(err);
    }
    for (size_t i = 0; i < NX_QUEUE_SLOTS; i++)
        init_parcel(&queue->parcels[i]);
    return NEWSIDX_OK;
}

void nx_queue_finish(nx_queue *queue)
{
    for (size_t i = 0; i < NX_QUEUE_SLOTS; i++)
        finish_parcel(&queue->parcels[i]);
    pthread_cond_destroy(&queue->changed);
    pthread_mutex_destroy(&queue->mutex);
}

nx_parcel *nx_queue_reserve(nx_queue *queue)
{
    nx_parcel *parcel = NULL;

    pthread_mutex_lock(&queue->mutex);
    while (!queue->is_stopped && queue->count > 0 &&
           (queue->count == queue->slot_count ||
            queue->length_bytes > queue->room_bytes))
        pthread_cond_wait(&queue->changed, &queue->mutex);
    if (!queue->is_stopped)
        parcel =
            &queue->parcels[(queue->first + queue->count) % queue->slot_count];
    pthread_mutex_unlock(&queue->mutex);
    return parcel;
}

bool nx_queue_is_short(nx_queue *queue)
{
    bool is_short;

    pthread_mutex_lock(&queue->mutex);
    is_short = queue->count < queue->short_count;
    pthread_mutex_unlock(&queue->mutex);
    return is_short;
}

void nx_queue_send(nx_queue *queue)
{
    pthread_mutex_lock(&queue->mutex);
    queue->length_bytes +=
        queue->parcels[(queue->first + queue->count) % queue->slot_count]
            .length_bytes;
    queue->count++;
    pthread_cond_signal(&queue->changed);
    pthread_mutex_unlock(&queue->mutex);
}

nx_parcel *nx_queue_receive(nx_queue *queue, int64_t timeout_ms)
{
    nx_parcel *parcel = NULL;
    struct timespec until;
    int code = 0;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)(timeout_ms / 1000);
    until.tv_nsec += (long)(timeout_ms % 1000) * 1000000;
    if (until.tv_nsec >= NANOSECONDS) {
        until.tv_nsec -= NANOSECONDS;
        until.tv_sec++;
    }
    pthread_mutex_lock(&queue->mutex);
    while (queue->count == 0 && code == 0)
        code = pthread_cond_timedwait(&queue->changed, &queue->mutex, &until);
    if (queue->count > 0)
        parcel = &queue->parcels[queue->first];
    pthread_mutex_unlock(&queue->mutex);
    return parcel;
}

void nx_queue_release(nx_queue *queue)
{
    nx_parcel *parcel = &queue->parcels[queue->first];

    if (parcel->length_bytes > KEPT_BYTES) {
        finish_parcel(parcel);
        init_parcel(parcel);
    }
    pthread_mutex_lock(&queue->mutex);
    queue->length_bytes -= parcel->length_bytes;
    queue->first = (queue->first + 1) % queue->slot_count;
    queue->count--;
    pthread_cond_signal(&queue->changed);
    pthread_mutex_unlock(&queue->mutex);
}

void nx_queue_stop(nx_queue *queue)
{
    pthread_mutex_lock(&queue->mutex);
    queue->is_stopped = true;
    pthread_cond_signal(&queue->changed);
    pthread_mutex_unlock(&queue->mutex);
}
