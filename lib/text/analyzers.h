/* One analyzer for each language that is met. */
#ifndef NX_TEXT_ANALYZERS_H
#define NX_TEXT_ANALYZERS_H

#include "text/analyze.h"

/* Not for two threads at once, as the analyzers in it. */
typedef struct nx_analyzers {
    nx_analyzer **list;
    size_t count;
    size_t capacity;
} nx_analyzers;

void nx_analyzers_init(nx_analyzers *analyzers);
void nx_analyzers_finish(nx_analyzers *analyzers);

/*
 * The analyzer for `language`, made when first asked for and borrowed until
 * the end. NEWSIDX_ERR_LANGUAGE as of nx_analyzer_new().
 */
newsidx_status nx_analyzers_get(nx_analyzers *analyzers, newsidx_text language,
                                nx_analyzer **out_analyzer, newsidx_error *err);

#endif
