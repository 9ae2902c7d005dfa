/* Bytes from outside to text that can be stored. */
#ifndef NX_INGEST_CLEAN_H
#define NX_INGEST_CLEAN_H

#include "base/arena.h"
#include "base/status.h"

/*
 * A copy of `text` in `arena` without a byte order mark, NUL and C0/C1
 * controls, with \n for every way to end a line, without blanks at the ends of
 * lines and of the text. `text` must be well-formed UTF-8. Only when there is
 * no memory are the copy's bytes NULL: of nothing it is "".
 */
newsidx_text nx_clean_text(nx_arena *arena, newsidx_text text);

/* The same as one line: runs of white space become one blank. */
newsidx_text nx_clean_line(nx_arena *arena, newsidx_text text);

/*
 * A hash of what an article says: all but its key, `dropped`, and what the
 * index adds. Equal hash, equal article. It never changes for articles without
 * copyright, extra, embargo, urgency, edition and usage, which came later.
 */
uint64_t nx_content_hash(const newsidx_article *article);

/*
 * Hold an article against the contract of newsidx_put(): key, headline or
 * body, UTF-8, limits, extra. NEWSIDX_ERR_INPUT, _LIMIT or _MISUSE name the
 * field.
 */
newsidx_status nx_article_check(const newsidx_article *article,
                                newsidx_error *err);

#endif
