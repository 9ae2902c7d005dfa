/* The reading half of an import: files to articles with their words. */
#ifndef NX_API_IMPORT_READER_H
#define NX_API_IMPORT_READER_H

#include "api/import_queue.h"
#include "api/import_supply.h"
#include "ingest/walk.h"

/* Where articles come from: files, or one stream. */
typedef struct nx_source {
    const nx_walk_file *files;
    size_t file_count;
    const char *name; /* of the stream; NULL: files are read */
    newsidx_read_fn read;
    void *user;
    newsidx_format format;
    newsidx_text agency;   /* for articles that name none */
    newsidx_text language; /* for articles that name none */
    bool is_dry_run;       /* nothing is written, so words aren't wanted */
    struct nx_quarantine *quarantine; /* for what is refused; NULL: none */
} nx_source;

/* What the thread is given; all of it must stay. */
typedef struct nx_import_reader {
    const nx_source *source;
    size_t first_file; /* it reads this one and each `stride`-th after it */
    size_t stride;
    nx_supply *supply;
    nx_queue *queue;
} nx_import_reader;

/* The thread: sends each file's parcels and that it ends, then the end of all,
 * until the queue is stopped. */
void *nx_import_reader_run(void *reader);

#endif
