/* By whose rules the words were made. */
#ifndef NX_STORE_STAMP_H
#define NX_STORE_STAMP_H

#include "store/store.h"
#include "text/fingerprint.h"

/* Room for the codes of all languages that have a stemmer. */
#define NX_STAMP_LANGUAGES_BYTES 512

/* Room for the names of parts that differ. */
#define NX_STAMP_DIFFERS_BYTES 128

/*
 * The fingerprint of all analyzers takes tens of milliseconds to make, which
 * is more than a search does. So the file also keeps a probe: what the
 * analyzers of the languages that it has articles in make of the same words.
 * Where the probe is the same the fingerprint is not made; where it is not,
 * the fingerprint decides. And where the code is the very same, which a voucher
 * tells, not even the probe is made: it takes longer than most searches.
 */
typedef struct nx_stamp {
    int64_t fingerprint;                      /* as the file has it */
    uint64_t probe;                           /* today's, of `languages` */
    char languages[NX_STAMP_LANGUAGES_BYTES]; /* "en de": in order of arrival */
    /* Of today's fingerprint: "" until it was made. */
    char parts[NX_FINGERPRINT_PARTS_BYTES];
    char differs[NX_STAMP_DIFFERS_BYTES]; /* why a rebuild is needed; "": not
                                             known, or it is not */
    bool changed;                         /* the transaction must write it */
} nx_stamp;

/* Stamp an index that has no articles in it. */
newsidx_status nx_stamp_create(nx_store *store, newsidx_error *err);

/* Read the file's stamp, hold it against today's, set needs_rebuild. */
newsidx_status nx_stamp_load(nx_store *store, newsidx_error *err);

/* An article of `language` is being written. */
newsidx_status nx_stamp_add_language(nx_store *store, newsidx_text language,
                                     newsidx_error *err);

/* Write what changed, at the end of a transaction. */
newsidx_status nx_stamp_write(nx_store *store, newsidx_error *err);

#endif
