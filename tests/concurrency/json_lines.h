/* Made articles for an import, one line of JSON after another. */
#ifndef NX_TESTS_JSON_LINES_H
#define NX_TESTS_JSON_LINES_H

#include <stddef.h>

/* Articles `next` up to, not including, `end`, with texts of their own. */
typedef struct json_lines {
    size_t next;
    size_t end;
    char line[2600];
} json_lines;

/* A newsidx_read_fn of them. */
ptrdiff_t json_lines_give(const char **bytes, void *user);

#endif
