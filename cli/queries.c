#include "queries.h"

#include "exit_codes.h"
#include "report.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

typedef struct reader {
    const char *name;
    nq_query_fn run;
    void *user;
} reader;

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t")] == '\0';
}

/* CODE_SKIPPED: the line was left out, and it has been told. */
static int run_line(const reader *in, uint64_t number, const nq_buffer *line)
{
    const char *bytes = buffer_string(line);
    if (strlen(bytes) != line->length) {
        report("%s:%" PRIu64 ": has a NUL byte", in->name, number);
        return CODE_USAGE;
    }
    const char *tab = strchr(bytes, '\t');
    if (tab == NULL || tab == bytes) {
        report("%s:%" PRIu64 ": is not an id, a tab and a query", in->name,
               number);
        return CODE_USAGE;
    }
    if (is_blank(tab + 1)) {
        report("%s:%" PRIu64 ": empty query, skipped", in->name, number);
        return CODE_SKIPPED;
    }
    newsidx_text query_id = {bytes, (size_t)(tab - bytes)};
    int code = in->run(in->user, query_id, tab + 1);
    if (code == CODE_USAGE) {
        /* A query of punctuation, say: the others are worth having. */
        report("%s:%" PRIu64 ": skipped", in->name, number);
        return CODE_SKIPPED;
    }
    return code;
}

static int run_file(const reader *in, FILE *file)
{
    nq_buffer line = BUFFER_INIT;
    uint64_t number = 0;
    int code = CODE_OK;

    while (buffer_read_line(&line, file)) {
        number++;
        if (line.length == 0)
            continue;
        int one = run_line(in, number, &line);
        if (one != CODE_OK)
            code = one;
        if (one != CODE_OK && one != CODE_SKIPPED)
            break;
        if (ferror(stdout))
            break;
    }
    if (ferror(file)) {
        report("%s: %s", in->name, strerror(errno));
        code = CODE_IO;
    }
    buffer_finish(&line);
    return code;
}

int queries_each(const char *name, nq_query_fn run, void *user)
{
    const reader in = {name, run, user};

    if (strcmp(name, "-") == 0)
        return run_file(&in, stdin);
    FILE *file = fopen(name, "r");
    if (file == NULL) {
        report("%s: %s", name, strerror(errno));
        return CODE_USAGE;
    }
    int code = run_file(&in, file);
    fclose(file);
    return code;
}
