/* Where an import's articles come from: a reader, or a worker that has one. */
#ifndef NX_API_IMPORT_SUPPLY_H
#define NX_API_IMPORT_SUPPLY_H

#include "base/buf.h"
#include "formats/reader.h"

/*
 * One source after another. What is all our own code, or nearly, is read in
 * this process; everything else by the worker, if there is one.
 */
typedef struct nx_supply {
    struct nx_worker *worker; /* NULL: there is none */
    nx_reader *reader;        /* NULL: the worker has the source, or there is
                                 none */

    /* Of a stream, whose beginning is read before it is known who gets it. */
    newsidx_read_fn read;
    void *user;
    nx_buf head;
    newsidx_text replay; /* what is left of it */
    bool is_broken;
} nx_supply;

/* As options->isolation wants it; *out_isolation is what there is. To be called
 * before the import has threads. NEWSIDX_ERR_OPTIONS, _MEMORY. */
newsidx_status nx_supply_init(nx_supply *supply,
                              const newsidx_import_options *options,
                              newsidx_isolation *out_isolation,
                              newsidx_error *err);
void nx_supply_finish(nx_supply *supply);

/* Begin a source; statuses as of reader.h. */
newsidx_status nx_supply_open(nx_supply *supply, newsidx_read_fn read,
                              void *user, const nx_reader_options *options,
                              newsidx_error *err);
newsidx_status nx_supply_open_file(nx_supply *supply, const char *path,
                                   const nx_reader_options *options,
                                   newsidx_error *err);

newsidx_status nx_supply_next(nx_supply *supply, nx_item *item,
                              newsidx_error *err);
uint64_t nx_supply_bytes(const nx_supply *supply);

/* Done with the source, or not; may be called again. */
void nx_supply_close(nx_supply *supply);

#endif
