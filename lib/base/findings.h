/* What is found when somebody looks into a build or an index. */
#ifndef NX_BASE_FINDINGS_H
#define NX_BASE_FINDINGS_H

#include "base/arena.h"
#include "base/status.h"

typedef struct nx_finding nx_finding;

/*
 * They are kept in the order in which they were added, chained, so that one
 * that was handed out never moves. Adding to findings whose `status` is
 * negative does nothing, so callers check once, at the end.
 */
struct newsidx_findings {
    nx_arena arena;
    nx_finding *last;
    nx_finding *next;        /* to be handed out */
    newsidx_status status;   /* NEWSIDX_OK or _ERR_MEMORY */
    newsidx_status of_index; /* what opening it came to */
};

/* NULL when there is no memory. */
newsidx_findings *nx_findings_new(void);
void nx_findings_free(newsidx_findings *findings);

/* `topic` and `name` are static; a text is cut after 2,000 bytes. */
void nx_findings_add(newsidx_findings *to, newsidx_level level,
                     const char *topic, const char *name, const char *format,
                     ...) NX_PRINTF(5, 6);

/* NULL after the last one. */
const newsidx_finding *nx_findings_next(newsidx_findings *findings);

#endif
