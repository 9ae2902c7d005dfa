/* Articles on their way from the thread that reads to the one that writes. */
#ifndef NX_API_IMPORT_QUEUE_H
#define NX_API_IMPORT_QUEUE_H

#include "ingest/item.h"
#include "words/words.h"

#include <pthread.h>

#define NX_QUEUE_SLOTS 512
/* Readers wait while this much text is under way. */
#define NX_QUEUE_BYTES ((size_t)32 * 1024 * 1024)

typedef enum nx_parcel_kind {
    NX_PARCEL_ARTICLE,
    NX_PARCEL_PROBLEM, /* `error` and `item.line` say what and where */
    NX_PARCEL_FILE_END,
    NX_PARCEL_END /* the last one; `error.status` < 0: reading failed */
} nx_parcel_kind;

typedef struct nx_parcel {
    nx_parcel_kind kind;
    nx_item item;
    nx_words words;
    bool
        is_analyzed; /* `words` are the article's; else the writer makes them */
    uint64_t content_hash;
    size_t length_bytes;  /* of the article's text */
    const char *file;     /* lives as long as the import */
    uint64_t input_bytes; /* read of the file up to here */
    bool was_opened;      /* of FILE_END: the file was one that could be read */
    newsidx_error error;
} nx_parcel;

/*
 *   reader ->  [ . . # # # # . . ]  -> writer
 *                    first     next free
 *
 * A ring of parcels that are used again and again with their memory.
 */
typedef struct nx_queue {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    nx_parcel parcels[NX_QUEUE_SLOTS];
    size_t slot_count;  /* of them, so many are used */
    size_t room_bytes;  /* the reader waits while more text is under way */
    size_t short_count; /* with less before it the writer will wait */
    size_t first;
    size_t count;
    size_t length_bytes;
    bool is_stopped; /* by the writer: nothing more is wanted */
} nx_queue;

/* One of `share` queues, from 1, which together hold what one would. */
newsidx_status nx_queue_init(nx_queue *queue, size_t share, newsidx_error *err);
void nx_queue_finish(nx_queue *queue);

/* A free parcel to fill; NULL once the writer has stopped. Waits for room. */
nx_parcel *nx_queue_reserve(nx_queue *queue);

/*
 * From the reader: has the writer so little before it that it will wait? Then
 * it had better do some of the reader's work.
 */
bool nx_queue_is_short(nx_queue *queue);

/* Send the parcel that was reserved. */
void nx_queue_send(nx_queue *queue);

/* The next parcel, or NULL if none came for `timeout_ms`. */
nx_parcel *nx_queue_receive(nx_queue *queue, int64_t timeout_ms);

/* Give the parcel that was received back. */
void nx_queue_release(nx_queue *queue);

/* From the writer: let the reader end. */
void nx_queue_stop(nx_queue *queue);

#endif
