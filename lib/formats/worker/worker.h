/* A reader in a process of its own. */
#ifndef NX_FORMATS_WORKER_WORKER_H
#define NX_FORMATS_WORKER_WORKER_H

#include "formats/reader.h"

/*
 *     this process                             the worker
 *     files, streams ── descriptors, bytes ──> reader: formats
 *     items, problems <───── messages ──────── items
 *
 * It opens nothing, and can't; the files it reads are handed to it open. What
 * it sends is held against the contract of item.h like anything from outside.
 * It works ahead as far as the socket holds. If it crashes, takes too long or
 * too much memory, the article at fault is named and a new one goes on behind
 * it: where articles stand alone (lines, members of an archive) with the next,
 * else with the next source.
 */
typedef struct nx_worker nx_worker;

typedef struct nx_worker_options {
    uint64_t memory_bytes; /* besides what the program has. 0: 1 GiB */
    uint32_t timeout_ms;   /* of computing, an article. 0: 10,000 */
    bool needs_filter;     /* no worker rather than one without */
} nx_worker_options;

/*
 * Start the process. What other threads hold at that moment is no matter,
 * unless the C library does (charsets apart: decoder.h); still it is best done
 * before there are any.
 *
 * @return NEWSIDX_ERR_OPTIONS if it can't be had as it should be; _MEMORY.
 */
newsidx_status nx_worker_new(const nx_worker_options *options,
                             nx_worker **out_worker, newsidx_error *err);

/* End it. Takes NULL. */
void nx_worker_free(nx_worker *worker);

/* Does the system filter its calls? */
bool nx_worker_is_filtered(const nx_worker *worker);

/* The number of the process; another one after it was lost. 0: none runs. */
long nx_worker_process(const nx_worker *worker);

/* Begin a source, after the one before it has ended; as the functions of
 * reader.h. Texts of the options are copied. */
newsidx_status nx_worker_open(nx_worker *worker, newsidx_read_fn read,
                              void *user, const nx_reader_options *options,
                              newsidx_error *err);
newsidx_status nx_worker_open_file(nx_worker *worker, const char *path,
                                   const nx_reader_options *options,
                                   newsidx_error *err);

/* As nx_reader_next(). An article that cost a process is NEWSIDX_ERR_INPUT, or
 * _LIMIT for time and memory; its line is not known, its number is told. */
newsidx_status nx_worker_next(nx_worker *worker, nx_item *item,
                              newsidx_error *err);

/* Bytes of the source read so far. */
uint64_t nx_worker_bytes(const nx_worker *worker);

/* Nothing more is wanted of this source. */
void nx_worker_close(nx_worker *worker);

#endif
