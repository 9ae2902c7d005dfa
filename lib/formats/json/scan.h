/* Where a JSON value ends, by its brackets and quotes alone. */
#ifndef NX_FORMATS_JSON_SCAN_H
#define NX_FORMATS_JSON_SCAN_H

#include "newsidx.h"

#include <stdbool.h>

/* Articles are flat; what is deeper, or of more values, wants to hurt. */
#define NX_JSON_DEEPEST 64
#define NX_JSON_MOST_VALUES ((size_t)1000 * 1000)

/*
 *     , {"text": "a } b", "tags": [1, 2} , {...
 *       ^ begin                        ^ ended: "}" closes what it can
 *
 * The bytes may come in pieces of any length. A closing bracket also closes
 * those that were forgotten inside its own, so that a broken value doesn't take
 * the next ones with it; one that fits nothing ends the value before it. What
 * doesn't begin with a bracket goes to the next comma, bracket or line.
 */
typedef struct nx_json_scan {
    uint64_t objects; /* bit i: the bracket at depth i + 1 is "{" */
    size_t depth;     /* brackets that are open */
    size_t deepest;
    size_t values; /* commas and brackets: at least as many as values */
    bool began;
    bool in_string;
    bool is_escaped;
} nx_json_scan;

void nx_json_scan_begin(nx_json_scan *scan);

/*
 * Step over the bytes of `text` that belong to the value; returns how many.
 * `*out_ended` says whether the value ends behind them.
 */
size_t nx_json_scan_step(nx_json_scan *scan, newsidx_text text,
                         bool *out_ended);

#endif
