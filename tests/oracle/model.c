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

const newsidx_hit *model_next_hit(newsidx_results *results)
{
    const newsidx_hit *hit;
    newsidx_error err;
    newsidx_status status = newsidx_results_next(results, &hit, &err);

    if (status < 0)
        model_fail("newsidx_results_next: %s", err.message);
    return status == NEWSIDX_DONE ? NULL : hit;
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
    free(of->vocabulary.forms);
    free(of->vocabulary.slots);
    nx_analyzer_free(of->analyzer);
    nx_arena_finish(&of->arena);
}

/* ---------------------------------------------------------- vocabulary --- */

bool model_texts_equal(newsidx_text a, newsidx_text b)
{
    return a.length == b.length &&
           (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

/* FNV-1a (Fowler, Noll and Vo). */
static size_t hash_of(newsidx_text form)
{
    uint64_t hash = 0xCBF29CE484222325U;

    for (size_t i = 0; i < form.length; i++)
        hash = (hash ^ (unsigned char)form.bytes[i]) * 0x100000001B3U;
    return (size_t)(hash ^ (hash >> 32));
}

/* The slot that holds the form, or the free one where it belongs. */
static size_t slot_of(const model_vocabulary *in, newsidx_text form)
{
    size_t slot = hash_of(form) % in->slot_count;

    while (in->slots[slot] != 0 &&
           !model_texts_equal(in->forms[in->slots[slot] - 1], form))
        slot = (slot + 1) % in->slot_count;
    return slot;
}

size_t model_form(const model *of, newsidx_text form)
{
    const model_vocabulary *in = &of->vocabulary;
    uint32_t found = in->slot_count == 0 ? 0 : in->slots[slot_of(in, form)];

    return found == 0 ? in->count : found - 1;
}

static void make_slots(model_vocabulary *in, size_t count)
{
    free(in->slots);
    in->slots = calloc(count, sizeof *in->slots);
    in->slot_count = count;
    if (in->slots == NULL)
        model_fail("out of memory");
    for (size_t i = 0; i < in->count; i++)
        in->slots[slot_of(in, in->forms[i])] = (uint32_t)i + 1;
}

/* `form` is kept: it lives as long as the model. */
static uint32_t add_form(model *of, newsidx_text form)
{
    model_vocabulary *in = &of->vocabulary;
    size_t number = model_form(of, form);

    if (number < in->count)
        return (uint32_t)number;
    if (in->count * 2 >= in->slot_count)
        make_slots(in, in->slot_count == 0 ? 1024 : in->slot_count * 2);
    in->forms =
        grow(in->forms, &in->capacity, in->count + 1, sizeof *in->forms);
    in->forms[in->count++] = form;
    in->slots[slot_of(in, form)] = (uint32_t)in->count;
    return (uint32_t)in->count - 1;
}

/* ------------------------------------------------------------- cutting --- */

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
        if (forms[i].bytes == NULL)
            continue;
        added->forms[added->form_count] =
            nx_arena_text(&in->of->arena, forms[i]);
        added->numbers[added->form_count] =
            add_form(in->of, added->forms[added->form_count]);
        added->form_count++;
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
    nx_analyzer *analyzer;
    newsidx_error err;

    if (nx_analyzer_new(version->language, &analyzer, &err) < 0)
        model_fail("nx_analyzer_new: %s", err.message);
    nx_boundaries_init(&version->boundaries);
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        model_column *column = &version->columns[i];
        cutting in = {of, column,
                      i == COLUMN_BODY ? &version->boundaries : NULL};

        if (texts[i].length == 0)
            continue;
        column->text = nx_arena_text(&of->arena, texts[i]);
        if (nx_analyze(analyzer, column->text, add_token, &in, &err) < 0)
            model_fail("nx_analyze: %s", err.message);
        version->length += column->count;
    }
    if (nx_boundaries_cut(&version->boundaries) < 0)
        model_fail("nx_boundaries_cut");
    nx_analyzer_free(analyzer);
}

static newsidx_text keep(model *of, newsidx_text text)
{
    return text.length == 0 ? text : nx_arena_text(&of->arena, text);
}

static void add_version(model *of, const newsidx_article *article, int64_t id,
                        uint32_t number)
{
    model_version *version;

    of->versions =
        grow(of->versions, &of->capacity, of->count + 1, sizeof *of->versions);
    version = &of->versions[of->count++];
    memset(version, 0, sizeof *version);
    version->id = id;
    version->key = (char *)nx_arena_text(&of->arena, article->key).bytes;
    version->source = keep(of, article->source);
    version->section = keep(of, article->section);
    /* One that names none has the index's. */
    version->language =
        keep(of, article->language.length > 0 ? article->language
                                              : (newsidx_text){"en", 2});
    version->published_at = article->published_at;
    version->updated_at = article->updated_at;
    version->version = number;
    version->is_current = true;
    cut(of, version, article);
}

void model_note(model *of, int64_t id)
{
    newsidx_record *record;
    newsidx_error err;
    newsidx_status status = newsidx_read(of->index, id, &record, &err);

    if (status < 0)
        model_fail("newsidx_read %lld: %s", (long long)id, err.message);
    if (status == NEWSIDX_NOT_FOUND)
        model_fail("newsidx_read %lld: not found", (long long)id);
    add_version(of, newsidx_record_article(record), id,
                newsidx_record_version(record));
    newsidx_record_free(record);
}

/* As model_put() without an index. */
static void put_alone(model *of, const newsidx_article *article)
{
    uint32_t number = 1;

    for (size_t i = 0; i < of->count; i++) {
        if (strcmp(of->versions[i].key, article->key.bytes) == 0) {
            of->versions[i].is_current = false;
            of->versions[i].is_kept_back = false;
            number++;
        }
    }
    add_version(of, article, (int64_t)of->count + 1, number);
}

/* A version that no search finds, and that nobody may read. */
static void put_hidden(model *of, const newsidx_article *article, int64_t id)
{
    const bool is_usable = article->usage == NEWSIDX_USABLE;
    bool was_canceled = false;
    model_version *version;
    uint32_t number = 1;

    for (size_t i = 0; i < of->count; i++) {
        version = &of->versions[i];
        if (strcmp(version->key, article->key.bytes) != 0)
            continue;
        number++;
        was_canceled = was_canceled || version->is_canceled;
        /* Until its embargo ends the version before is found. */
        if (!is_usable)
            version->is_current = false;
    }
    add_version(of, article, id, number);
    version = &of->versions[of->count - 1];
    version->is_current = false;
    version->is_kept_back = !was_canceled;
    version->is_canceled = !was_canceled && article->usage == NEWSIDX_CANCELED;
}

static bool is_restricted(const newsidx_article *article)
{
    return article->usage != NEWSIDX_USABLE ||
           article->embargoed_until != NEWSIDX_NO_TIME;
}

static bool is_canceled(const model *of, const char *key)
{
    for (size_t i = 0; i < of->count; i++) {
        if (of->versions[i].is_canceled &&
            strcmp(of->versions[i].key, key) == 0)
            return true;
    }
    return false;
}

void model_put(model *of, const newsidx_article *article)
{
    newsidx_error err;
    int64_t id;
    newsidx_status status;
    bool is_known = false;

    if (of->index == NULL) {
        if (is_restricted(article) || is_canceled(of, article->key.bytes))
            put_hidden(of, article, (int64_t)of->count + 1);
        else
            put_alone(of, article);
        return;
    }
    status = newsidx_put(of->index, article, &id, &err);
    if (status < 0)
        model_fail("newsidx_put: %s", err.message);
    if ((status == NEWSIDX_OUTDATED) != is_canceled(of, article->key.bytes))
        model_fail("%s is said to be outdated or not", article->key.bytes);
    if (status == NEWSIDX_OUTDATED || is_restricted(article)) {
        if (status == NEWSIDX_UNCHANGED)
            model_fail("%s is said to be unchanged", article->key.bytes);
        put_hidden(of, article, id);
        return;
    }
    for (size_t i = 0; i < of->count; i++) {
        if (of->versions[i].id == id) {
            is_known = true;
            of->versions[i].is_current = true;
        } else if (strcmp(of->versions[i].key, article->key.bytes) == 0) {
            of->versions[i].is_current = false;
            of->versions[i].is_kept_back = false;
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
    newsidx_status status = NEWSIDX_OK;
    bool is_there = false;

    if (of->index != NULL)
        status = newsidx_remove(of->index, text, &err);
    if (status < 0)
        model_fail("newsidx_remove: %s", err.message);
    for (size_t i = 0; i < of->count; i++) {
        model_version *version = &of->versions[i];

        if (strcmp(version->key, key) != 0)
            continue;
        is_there = is_there || version->is_current || version->is_kept_back;
        version->is_current = false;
        version->is_kept_back = false;
        version->is_canceled = false;
    }
    if (of->index != NULL && is_there != (status == NEWSIDX_OK))
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

void model_print(const model *of, int64_t id)
{
    static const char *const names[COLUMN_COUNT] = {
        "headline", "byline", "dateline", "body", "keywords"};

    for (size_t i = 0; i < of->count; i++) {
        const model_version *version = &of->versions[i];

        if (version->id != id)
            continue;
        printf("article %lld, %s, version %u, source %s, section %s, date "
               "%lld, %zu words\n",
               (long long)id, version->key, version->version,
               version->source.length > 0 ? version->source.bytes : "-",
               version->section.length > 0 ? version->section.bytes : "-",
               (long long)version->published_at, version->length);
        for (size_t c = 0; c < COLUMN_COUNT; c++) {
            if (version->columns[c].count > 0)
                printf("  %s: %s\n", names[c], version->columns[c].text.bytes);
        }
    }
}
