/* The readers of an import, side by side, and what they send in one order. */
#ifndef NX_API_IMPORT_CREW_H
#define NX_API_IMPORT_CREW_H

#include "api/import_reader.h"

#define NX_MOST_READERS 64

typedef struct nx_crew_member {
    nx_import_reader reader;
    nx_supply supply;
    nx_queue *queue;
    pthread_t thread;
} nx_crew_member;

/*
 * Files go round, and so does the writer: what comes is in the order of the
 * files, whoever read them.
 *
 *   member 0   file 0 | file 3 | file 6 ...
 *   member 1   file 1 | file 4 | ...           -> writer: file 0, file 1, ...
 *   member 2   file 2 | file 5 | ...
 */
typedef struct nx_crew {
    nx_crew_member *members;
    size_t count;
    size_t started;
    size_t turn; /* the member whose file is being written */
} nx_crew;

/*
 * At most `count` readers, from 1, as options->isolation wants it; fewer where
 * the system has no more of the same isolation, which *out_isolation tells. To
 * be called before the import has threads. NEWSIDX_ERR_OPTIONS, _MEMORY.
 */
newsidx_status nx_crew_init(nx_crew *crew, size_t count,
                            const newsidx_import_options *options,
                            newsidx_isolation *out_isolation,
                            newsidx_error *err);
void nx_crew_finish(nx_crew *crew);

/* `source` stays until nx_crew_stop(), which is to be called in any case. */
newsidx_status nx_crew_start(nx_crew *crew, const nx_source *source,
                             newsidx_error *err);

/* The next parcel, or NULL if none came for `timeout_ms`. */
nx_parcel *nx_crew_receive(nx_crew *crew, int64_t timeout_ms);

/* Give the parcel that was received back. */
void nx_crew_release(nx_crew *crew, const nx_parcel *parcel);

/* Let the readers end, and wait for them. */
void nx_crew_stop(nx_crew *crew);

#endif
