/* The texts of an article's fields, out of the members chosen for them. */
#ifndef NX_FORMATS_JSON_TEXT_H
#define NX_FORMATS_JSON_TEXT_H

#include "formats/json/choice.h"
#include "ingest/item.h"

/*
 * Each text is clean (ingest/clean.h), lives in `arena`, and is {NULL, 0} if
 * there is none. NEWSIDX_ERR_MEMORY, and NEWSIDX_ERR_LIMIT of HTML.
 */

/* One line: of arrays all elements, of several headlines the main one. */
newsidx_status nx_json_line(const nx_json_choice *choice, nx_arena *arena,
                            newsidx_text *out, newsidx_error *err);

/* The same with the line ends that it has. */
newsidx_status nx_json_lines(const nx_json_choice *choice, nx_arena *arena,
                             newsidx_text *out, newsidx_error *err);

/*
 * The body. Of a plain text and one in HTML the plain one is taken if it has
 * several lines, because HTML tells paragraphs apart; without a body it's the
 * description, which is given back if it wasn't needed.
 */
newsidx_status nx_json_body(nx_json_choices *choices, nx_arena *arena,
                            newsidx_text *out, newsidx_error *err);

/* Keywords and, behind them, the subjects that are none of them. */
newsidx_status nx_json_keywords(const nx_json_choices *choices, nx_arena *arena,
                                newsidx_text *out, newsidx_error *err);

#endif
