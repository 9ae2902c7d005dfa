/* Writing JSON: commas and escapes are put where they belong. */
#ifndef NEWSQ_JSON_H
#define NEWSQ_JSON_H

#include "memory.h"

#include <stdint.h>

/** Start from {buffer, false}. */
typedef struct nq_json {
    nq_buffer *to;
    bool needs_comma; /**< before whatever comes next in this list or object */
} nq_json;

/** `bracket` is '{' or '[', and then '}' or ']'. */
void json_open(nq_json *json, char bracket);
void json_close(nq_json *json, char bracket);

void json_key(nq_json *json, const char *key);

/** Bytes that are no UTF-8 become U+FFFD. NULL bytes: null. */
void json_text(nq_json *json, newsidx_text text);
void json_string(nq_json *json, const char *string);

/** What is JSON already, as one line; {NULL, 0}: null. */
void json_value(nq_json *json, newsidx_text value);

void json_count(nq_json *json, uint64_t count);
void json_integer(nq_json *json, int64_t number);

/** The shortest decimal that reads back as the same double. */
void json_double(nq_json *json, double number);
void json_boolean(nq_json *json, bool value);

/** ISO 8601 UTC; null for NEWSIDX_NO_TIME and years out of 1 to 9999. */
void json_time(nq_json *json, int64_t seconds);

/** [[start, end], ...] */
void json_spans(nq_json *json, const newsidx_span *spans, size_t count);

#endif
