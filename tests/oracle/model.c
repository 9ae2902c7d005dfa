#include "model.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void model_fail(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vprintf(format, arguments);
    printf("\n");
    fflush(stdout);
    va_end(arguments);
    exit(1);
}

/* Memory of the model's own arrays; the texts live in its arena. */
static void *grow(void *array, size_t *capacity, size_t count, size_t length)
{
    if (count <= *capacity)
        return array;
    *capacity = *capacity == 0 ? 64 : *capacity * 2;
    array = realloc(array, *capacity * length);
    if (array == NULL)
        model_fail("out of memory");
    return array;
}

void model_init(model *of, newsidx *index)
{
    newsidx_text language = {"en", 2};
    newsidx_error err;

    memset(of, 0, sizeof *of);
    of->index = index;
    nx_arena_init(&of->arena);
    if (nx_analyzer_new(language, &of->analyzer, &err) < 0)
        model_fail("nx_analyzer_new: %s", err.message);
}

void model_finish(model *of)
{
    for (size_t i = 0; i < of->count; i++) {
        for (size_t c = 0; c < COLUMN_COUNT; c++)
            free(of->versions[i].columns[c].tokens);
        nx_boundaries_finish(&of->versions[i].boundaries);
    }
    free(of->versions);
    nx_analyzer_free(of->analyzer);
    nx_arena_finish(&of->arena);
}

/* What the callback of one column knows. */
typedef struct cutting {
    model *of;
    model_column *column;
    nx_boundaries *boundaries; /* of the body, else NULL */
} cutting;

static int add_token(const nx_token *token, void *user)
{
    cutting *in = user;
    model_column *column = in->column;
    const newsidx_text forms[] = {token->exact, token->stem, token->mark,
                                  token->joined, token->joined_stem};
    model_token *added;

    if (token->position != column->count)
        model_fail("position %u is not %zu", token->position, column->count);
    column->tokens = grow(column->tokens, &column->capacity, column->count + 1,
                          sizeof *column->tokens);
    added = &column->tokens[column->count++];
    added->form_count = 0;
    added->start = token->start;
    added->end = token->end;
    added->whole_end = token->joined_end;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (i == 3)
            added->whole_from = added->form_count;
        if (forms[i].bytes != NULL)
            added->forms[added->form_count++] =
                nx_arena_text(&in->of->arena, forms[i]);
    }
    if (in->boundaries != NULL && nx_boundaries_add(in->boundaries, token) < 0)
        model_fail("nx_boundaries_add");
    return 0;
}

/* Cut the texts of a version as they are stored. */
static void cut(model *of, model_version *version,
                const newsidx_article *article)
{
    const newsidx_text texts[COLUMN_COUNT] = {
        article->headline, article->byline, article->dateline, article->body,
        article->keywords};
    newsidx_error err;

    nx_boundaries_init(&version->boundaries);
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        model_column *column = &version->columns[i];
        cutting in = {of, column,
                      i == COLUMN_BODY ? &version->boundaries : NULL};

        if (texts[i].length == 0)
            continue;
        column->text = nx_arena_text(&of->arena, texts[i]);
        if (nx_analyze(of->analyzer, column->text, add_token, &in, &err) < 0)
            model_fail("nx_analyze: %s", err.message);
        version->length += column->count;
    }
    if (nx_boundaries_cut(&version->boundaries) < 0)
        model_fail("nx_boundaries_cut");
}

void model_note(model *of, int64_t id)
{
    newsidx_record *record;
    const newsidx_article *article;
    model_version *version;
    newsidx_error err;
    newsidx_status status = newsidx_read(of->index, id, &record, &err);

    if (status < 0)
        model_fail("newsidx_read %lld: %s", (long long)id, err.message);
    if (status == NEWSIDX_NOT_FOUND)
        model_fail("newsidx_read %lld: not found", (long long)id);
    article = newsidx_record_article(record);
    of->versions =
        grow(of->versions, &of->capacity, of->count + 1, sizeof *of->versions);
    version = &of->versions[of->count++];
    memset(version, 0, sizeof *version);
    version->id = id;
    version->key = (char *)nx_arena_text(&of->arena, article->key).bytes;
    version->published_at = article->published_at;
    version->is_current = true;
    cut(of, version, article);
    newsidx_record_free(record);
}

void model_put(model *of, const newsidx_article *article)
{
    newsidx_error err;
    int64_t id;
    newsidx_status status = newsidx_put(of->index, article, &id, &err);
    bool is_known = false;

    if (status < 0)
        model_fail("newsidx_put: %s", err.message);
    for (size_t i = 0; i < of->count; i++) {
        if (of->versions[i].id == id) {
            is_known = true;
            of->versions[i].is_current = true;
        } else if (strcmp(of->versions[i].key, article->key.bytes) == 0) {
            of->versions[i].is_current = false;
        }
    }
    if (status == NEWSIDX_UNCHANGED && !is_known)
        model_fail("%s is said to be unchanged", article->key.bytes);
    if (!is_known)
        model_note(of, id);
}

void model_remove(model *of, const char *key)
{
    newsidx_text text = {key, strlen(key)};
    newsidx_error err;
    newsidx_status status = newsidx_remove(of->index, text, &err);
    bool is_there = false;

    if (status < 0)
        model_fail("newsidx_remove: %s", err.message);
    for (size_t i = 0; i < of->count; i++) {
        model_version *version = &of->versions[i];

        if (version->is_current && strcmp(version->key, key) == 0) {
            version->is_current = false;
            is_there = true;
        }
    }
    if (is_there != (status == NEWSIDX_OK))
        model_fail("newsidx_remove of %s said %d", key, (int)status);
}

size_t model_current_count(const model *of)
{
    size_t count = 0;

    for (size_t i = 0; i < of->count; i++)
        count += of->versions[i].is_current;
    return count;
}

double model_average_length(const model *of)
{
    double sum = 0.0;

    for (size_t i = 0; i < of->count; i++)
        sum += (double)of->versions[i].length;
    return of->count == 0 ? 1.0 : sum / (double)of->count;
}

bool model_token_has(const model_token *token, newsidx_text term)
{
    for (size_t i = 0; i < token->form_count; i++) {
        if (token->forms[i].length == term.length &&
            memcmp(token->forms[i].bytes, term.bytes, term.length) == 0)
            return true;
    }
    return false;
}

bool model_token_begins(const model_token *token, newsidx_text prefix)
{
    for (size_t i = 0; i < token->form_count; i++) {
        const newsidx_text form = token->forms[i];

        if (form.bytes[0] != '~' && form.bytes[0] != '^' &&
            form.length >= prefix.length &&
            memcmp(form.bytes, prefix.bytes, prefix.length) == 0)
            return true;
    }
    return false;
}
