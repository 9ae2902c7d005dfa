/* Trees that tests build without a parser. */
#ifndef NX_TESTS_BUILDING_H
#define NX_TESTS_BUILDING_H

#include "query/build.h"

#include "base/str.h"
#include "query/print.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

typedef struct fixture {
    nx_arena arena;
    nx_diagnoses diagnoses;
    nx_builder builder;
    newsidx_error err;
} fixture;

static inline void start(fixture *f)
{
    memset(f, 0, sizeof *f);
    nx_arena_init(&f->arena);
    nx_diagnoses_init(&f->diagnoses);
    f->builder.arena = &f->arena;
    f->builder.diagnoses = &f->diagnoses;
    f->builder.err = &f->err;
}

static inline void finish(fixture *f)
{
    nx_diagnoses_finish(&f->diagnoses);
    nx_arena_finish(&f->arena);
}

static inline nx_operand word(fixture *f, const char *text)
{
    const nx_node leaf = {
        .kind = NX_NODE_WORD, .text = nx_str(text), .span = {3, 5}};

    return nx_build_leaf(&f->builder, &leaf);
}

static inline nx_operand without(nx_operand operand)
{
    operand.is_negated = !operand.is_negated;
    return operand;
}

/* Finishes the fixture. */
static inline void expect(fixture *f, nx_operand operand, const char *text)
{
    nx_buf out;

    assert_int_equal(f->builder.status, NEWSIDX_OK);
    nx_buf_init(&out, 65536);
    nx_print_query(&out, nx_build_root(&f->builder, operand),
                   NEWSIDX_MATCH_ALL);
    assert_string_equal(nx_buf_text(&out).bytes, text);
    nx_buf_finish(&out);
    finish(f);
}

#endif
