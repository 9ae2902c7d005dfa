/* The names and operators of the language, those of later versions too. */
#ifndef NX_QUERY_NAMES_H
#define NX_QUERY_NAMES_H

#include "query/tree.h"

/* How a name may be written; a bit each. */
typedef enum nx_name_use {
    NX_NAME_COLON = 1,   /* name:... and name=... */
    NX_NAME_COMPARE = 2, /* name<..., name>... */
    NX_NAME_CALL = 4     /* name(...) */
} nx_name_use;

/* Operators that are known by their shape, not by a name. */
typedef enum nx_shape {
    NX_SHAPE_NEAR,         /* w/5 near/5 /5 */
    NX_SHAPE_BEFORE,       /* pre/5 adj5 */
    NX_SHAPE_SENTENCE,     /* w/s pre/s /s */
    NX_SHAPE_PARAGRAPH,    /* w/p pre/p /p */
    NX_SHAPE_STEM,         /* ~word */
    NX_SHAPE_STEM_PHRASE,  /* ~"some words" */
    NX_SHAPE_FUZZY,        /* word~ word~1 */
    NX_SHAPE_WILDCARD,     /* wom?n ceas*fire */
    NX_SHAPE_ALTERNATIVES, /* "joint (center|centre)" */
    NX_SHAPE_NONE
} nx_shape;

/*
 * Look up a name that is used in one way; letter case doesn't matter. OK with
 * the field it stands for, NEWSIDX_NOT_FOUND if there is no such name, or
 * NEWSIDX_ERR_QUERY at `offset` if this version doesn't have it yet.
 */
newsidx_status nx_names_find(newsidx_text name, nx_name_use use, size_t offset,
                             nx_field *out_field, newsidx_error *err);

/* True if the name, used so, is one of this or a later version. */
bool nx_names_is_known(newsidx_text name, nx_name_use use);

/* The field or filter that was probably meant, as "headline:", or NULL. */
const char *nx_names_nearest(newsidx_text name);

/* The proximity operator that a word is as a whole, or NX_SHAPE_NONE. */
nx_shape nx_names_proximity(newsidx_text word);

/* NEWSIDX_ERR_QUERY at `offset`: this version doesn't have that yet. */
newsidx_status nx_names_refuse(nx_shape shape, size_t offset,
                               newsidx_error *err);

#endif
