/* FTS5 as it comes with SQLite: the tokenizer "porter unicode61". */
#ifndef BENCH_STOCK_FTS5_H
#define BENCH_STOCK_FTS5_H

#include "articles.h"
#include "engine.h"

/*
 * A table of articles, with an index by date, and an FTS5 table over the same
 * text (external content, so the text is in the file once, as in ours), WAL,
 * synchronous=normal, a transaction for each 4096 articles. Reads to the end.
 */
void bench_stock_load(const char *path, bench_articles *articles);
void bench_stock_optimize(const char *path);

/* Best first is "ORDER BY rank LIMIT 10". */
void bench_stock_open(const char *path, bench_engine *engine);

#endif
