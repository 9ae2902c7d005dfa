/* Xapian, where its library is installed. C++ includes this as extern "C". */
#ifndef BENCH_XAPIAN_ENGINE_H
#define BENCH_XAPIAN_ENGINE_H

#include "articles.h"
#include "engine.h"

/*
 * Title and text with positions, stemmer "en", the text kept as the data, the
 * date as a value and the source as a term. Reads to the end.
 */
void bench_xapian_load(const char *path, bench_articles *articles);

/* BM25 with Xapian's own defaults. */
void bench_xapian_open(const char *path, bench_engine *engine);

#endif
