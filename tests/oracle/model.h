/* What an index should hold: every version of every article, as tokens. */
#ifndef ORACLE_MODEL_H
#define ORACLE_MODEL_H

#include "base/arena.h"
#include "text/analyze.h"
#include "text/boundaries.h"

#include <stdbool.h>

#define COLUMN_HEADLINE 0
#define COLUMN_BYLINE 1
#define COLUMN_DATELINE 2
#define COLUMN_BODY 3
#define COLUMN_KEYWORDS 4
#define COLUMN_COUNT 5

/* A word of a text with all its forms: exact, stem and mark, and behind those
 * from `whole_from` on the joined ones, which reach as far as its chain. */
typedef struct model_token {
    newsidx_text forms[5];
    uint32_t numbers[5]; /* of the forms, in the vocabulary */
    size_t form_count;
    size_t whole_from;
    uint32_t start;
    uint32_t end;
    uint32_t whole_end;
} model_token;

typedef struct model_column {
    newsidx_text text;
    model_token *tokens;
    size_t count;
    size_t capacity;
} model_column;

typedef struct model_version {
    int64_t id;
    char *key;
    newsidx_text source;
    newsidx_text section;
    newsidx_text language;
    int64_t published_at;
    int64_t updated_at;
    uint32_t version; /* from 1, of its key */
    bool is_current;
    bool is_kept_back; /* withheld or embargoed, until another version comes */
    bool is_canceled;  /* the same, and no other version ever counts */
    model_column columns[COLUMN_COUNT];
    nx_boundaries boundaries; /* of the body */
    size_t length;            /* positions of all columns */
} model_version;

/* Every form that stands in a version, hidden ones too, by number. */
typedef struct model_vocabulary {
    newsidx_text *forms;
    size_t count;
    size_t capacity;
    uint32_t *slots; /* by hash: the number and 1, or 0 */
    size_t slot_count;
} model_vocabulary;

/*
 * All versions by number; those that a search can find are current. It lives
 * beside the index that it describes and is told of each write. Without an
 * index it is all there is.
 */
typedef struct model {
    newsidx *index; /* may be NULL */
    nx_analyzer *analyzer;
    nx_arena arena;
    model_vocabulary vocabulary;
    model_version *versions;
    size_t count;
    size_t capacity;
} model;

void model_init(model *of, newsidx *index);
void model_finish(model *of);

/* A version of an index that was filled by others. */
void model_note(model *of, int64_t id);

/* Write to the index and keep up with it. */
void model_put(model *of, const newsidx_article *article);
void model_remove(model *of, const char *key);

size_t model_current_count(const model *of);
double model_average_length(const model *of);

/* The number of a form, or vocabulary.count if no version has it. */
size_t model_form(const model *of, newsidx_text form);

bool model_texts_equal(newsidx_text a, newsidx_text b);

/* Print the article of that id, for somebody to look at. */
void model_print(const model *of, int64_t id);

/* Print what went wrong and end the program with status 1. */
_Noreturn void model_fail(const char *format, ...) NX_PRINTF(1, 2);

/* NULL past the last; a failure ends the test. */
const newsidx_hit *model_next_hit(newsidx_results *results);

#endif
