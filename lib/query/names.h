/* The names and operators of the language, those of later versions too. */
#ifndef NX_QUERY_NAMES_H
#define NX_QUERY_NAMES_H

#include "query/filter.h"
#include "query/tree.h"

/* How a name may be written; a bit each. */
typedef enum nx_name_use {
    NX_NAME_COLON = 1,   /* name:... and name=... */
    NX_NAME_COMPARE = 2, /* name<..., name>... */
    NX_NAME_CALL = 4     /* name(...) */
} nx_name_use;

typedef enum nx_function {
    NX_FUNCTION_ATLEAST,
    NX_FUNCTION_FIRST,
    NX_FUNCTION_CASE,
    NX_FUNCTION_SCOPE,
    NX_FUNCTION_EXACT,
    NX_FUNCTION_STEM,
    NX_FUNCTION_VARIANTS,
    NX_FUNCTION_VERBATIM
} nx_function;

typedef enum nx_name_kind {
    NX_NAME_FIELD,
    NX_NAME_FILTER,
    NX_NAME_FUNCTION
} nx_name_kind;

/* What a name stands for. */
typedef struct nx_meaning {
    const char *shown; /* in messages: "headline:", "atleastN( )" */
    nx_name_kind kind;
    nx_field field;        /* FIELD */
    nx_filter_kind filter; /* FILTER */
    nx_filter_sign sign;   /* FILTER: what a colon means */
    nx_function function;  /* FUNCTION */
    nx_case letters;       /* CASE */
    nx_reach scope;        /* SCOPE */
    uint32_t count;        /* ATLEAST, FIRST: the N of the name */
    bool is_count_changed; /* it was none, and a near one is taken */
} nx_meaning;

/*
 * Look up a name that is used in one way; letter case doesn't matter. OK with
 * what it stands for, NEWSIDX_NOT_FOUND if there is no such name, or
 * NEWSIDX_ERR_QUERY at `offset` if this version doesn't have it yet.
 */
newsidx_status nx_names_find(newsidx_text name, nx_name_use use, size_t offset,
                             nx_meaning *out, newsidx_error *err);

/* True if the name, used so, is one of this or a later version. */
bool nx_names_is_known(newsidx_text name, nx_name_use use);

/* The field or filter that was probably meant, as "headline:", or NULL. */
const char *nx_names_nearest(newsidx_text name);

/*
 * True if a word as a whole is an operator of proximity, as w/5 or pre/s.
 * `*out_is_changed` if its distance is none, and a near one is taken.
 */
bool nx_names_proximity(newsidx_text word, nx_near *out, bool *out_is_changed);

/* "w/5", "NOT pre/s" */
void nx_names_print_proximity(nx_buf *out, const nx_near *near);

/* AND, OR or NOT in any letter case: in capitals, or NULL. */
const char *nx_names_operator(newsidx_text word);

/* True if the text, typed without any mark, is read as a word. */
bool nx_names_is_plain(newsidx_text text);

/* "caps", "sentence" */
const char *nx_case_name(nx_case letters);
const char *nx_scope_name(nx_reach scope);

#endif
