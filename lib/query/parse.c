#include "query/parse.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "base/utf8.h"
#include "query/build.h"
#include "query/grammar.h"
#include "query/lex.h"
#include "query/plain.h"
#include "query/print.h"
#include "query/scan.h"

/* Tell of control characters and of bytes that are not UTF-8, run by run. */
static void note_bytes(nx_diagnoses *diagnoses, newsidx_text text)
{
    newsidx_span span = {0, 0};
    bool is_inside = false;
    size_t offset = 0;

    while (offset <= text.length) {
        size_t end = offset + 1;
        bool is_bad = false;

        if (offset < text.length) {
            size_t length;
            const int32_t character = nx_utf8_decode(
                text.bytes + offset, text.length - offset, &length);

            end = offset + length;
            is_bad =
                character == NX_UTF8_INVALID || nx_scan_is_control(character);
        }
        if (is_bad && !is_inside)
            span.start = offset;
        if (is_bad)
            span.end = end;
        else if (is_inside)
            nx_diagnoses_add(diagnoses, NX_DIAGNOSIS_BYTES, span,
                             "not text; read as a blank or as U+FFFD", NULL);
        is_inside = is_bad;
        offset = end;
    }
}

static newsidx_status parse_language(nx_builder *builder, newsidx_text text,
                                     const nx_today *today,
                                     nx_operand *out_operand)
{
    newsidx_status status;
    nx_tokens tokens;

    nx_tokens_init(&tokens);
    status = nx_lex(text, today, builder->arena, builder->diagnoses, &tokens,
                    builder->err);
    if (status >= 0) {
        *out_operand = nx_grammar_read(builder, tokens.items);
        status = builder->status;
    }
    nx_tokens_finish(&tokens);
    return status;
}

/* Of the lines of a tree whose canonical text is within its own limit. */
#define TREE_LIMIT_BYTES ((size_t)4 * 1024 * 1024)

/* What is printed of the tree, kept in the arena. */
static newsidx_status print(newsidx_query *query, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    newsidx_text text;
    newsidx_text tree;
    nx_buf canonical;
    nx_buf lines;

    nx_buf_init(&canonical, NX_LIMIT_QUERY_BYTES);
    nx_buf_init(&lines, TREE_LIMIT_BYTES);
    nx_print_query(&canonical, query->root, query->match);
    nx_print_tree(&lines, query->root);
    if (canonical.status == NEWSIDX_ERR_LIMIT ||
        lines.status == NEWSIDX_ERR_LIMIT) {
        status = nx_fail(err, NEWSIDX_ERR_LIMIT,
                         "query is longer than %d bytes when spelled out",
                         NX_LIMIT_QUERY_BYTES);
        goto cleanup;
    }
    text = nx_arena_text(&query->arena, nx_buf_text(&canonical));
    tree = nx_arena_text(&query->arena, nx_buf_text(&lines));
    if (canonical.status < 0 || lines.status < 0 || text.bytes == NULL ||
        tree.bytes == NULL) {
        status = nx_fail_memory(err);
        goto cleanup;
    }
    query->canonical = text.bytes;
    query->tree = tree.bytes;

cleanup:
    nx_buf_finish(&canonical);
    nx_buf_finish(&lines);
    return status;
}

/* "* -geneva" for "-geneva". */
static newsidx_status note_negative(newsidx_query *query,
                                    nx_diagnoses *diagnoses, newsidx_error *err)
{
    const newsidx_span whole = {0, query->text.length};
    newsidx_status status = NEWSIDX_OK;
    newsidx_text suggestion;
    nx_buf text;

    nx_buf_init(&text, NX_LIMIT_QUERY_BYTES + 2);
    nx_buf_add_string(&text, "* ");
    nx_buf_add_string(&text, query->canonical);
    suggestion = nx_arena_text(&query->arena, nx_buf_text(&text));
    if (text.status < 0 || suggestion.bytes == NULL)
        status = nx_fail_memory(err);
    else
        nx_diagnoses_add(diagnoses, NX_DIAGNOSIS_NEGATIVE, whole,
                         "only exclusions, nothing is found", suggestion.bytes);
    nx_buf_finish(&text);
    return status;
}

static newsidx_status note_root(newsidx_query *query, nx_diagnoses *diagnoses,
                                newsidx_error *err)
{
    const newsidx_span whole = {0, query->text.length};

    if (query->root->kind == NX_NODE_EMPTY)
        nx_diagnoses_add(diagnoses, NX_DIAGNOSIS_EMPTY, whole,
                         "there is no word in this query", NULL);
    if (query->root->kind == NX_NODE_NOT)
        return note_negative(query, diagnoses, err);
    return NEWSIDX_OK;
}

/* Codes that leave plain words what they are. */
static bool has_meaning_changed(const nx_diagnoses *diagnoses)
{
    for (int code = 1; code < NX_DIAGNOSIS_COUNT; code++) {
        if (diagnoses->has_code[code] && code != NX_DIAGNOSIS_LOWER &&
            code != NX_DIAGNOSIS_BYTES)
            return true;
    }
    return false;
}

static newsidx_status read_text(newsidx_query *query,
                                const newsidx_query_options *options,
                                const nx_today *today, nx_diagnoses *diagnoses,
                                newsidx_error *err)
{
    nx_builder builder = {.arena = &query->arena,
                          .diagnoses = diagnoses,
                          .zone = today->zone,
                          .err = err};
    newsidx_status status = NEWSIDX_OK;
    nx_operand operand = {NULL, false};

    if (options->phrase != 0)
        operand = nx_plain_phrase(&builder, query->text);
    else if (options->match == NEWSIDX_MATCH_ANY)
        operand = nx_plain_any(&builder, query->text);
    else
        status = parse_language(&builder, query->text, today, &operand);
    if (status < 0)
        return status;
    query->root = nx_build_root(&builder, operand);
    return builder.status;
}

static newsidx_status build(newsidx_query *query,
                            const newsidx_query_options *options,
                            nx_diagnoses *diagnoses, newsidx_error *err)
{
    nx_today today = {.now = options->now};
    newsidx_status status;
    nx_zone zone;

    if (today.now == 0)
        today.now = nx_clock_now();
    status = nx_zone_init(&zone, options->time_zone, err);
    if (status < 0)
        return status;
    today.zone = &zone;
    note_bytes(diagnoses, query->text);
    status = read_text(query, options, &today, diagnoses, err);
    nx_zone_finish(&zone);
    if (status < 0)
        return status;
    query->match = options->match;
    query->is_shouting = nx_plain_is_shouting(query->root);
    query->is_plain_words = query->match == NEWSIDX_MATCH_ALL &&
                            nx_plain_is_words(query->root) &&
                            !has_meaning_changed(diagnoses);
    status = print(query, err);
    if (status < 0)
        return status;
    status = note_root(query, diagnoses, err);
    if (status < 0)
        return status;
    query->diagnostic_count = diagnoses->count;
    if (!nx_diagnoses_settle(diagnoses, nx_str(query->canonical), &query->arena,
                             &query->diagnostics))
        return nx_fail_memory(err);
    return NEWSIDX_OK;
}

newsidx_status nx_query_parse(newsidx_text text,
                              const newsidx_query_options *options,
                              newsidx_query **out_query, newsidx_error *err)
{
    newsidx_status status;
    newsidx_query *query;
    nx_diagnoses diagnoses;

    *out_query = NULL;
    if (text.length > NX_LIMIT_QUERY_BYTES)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "query is longer than %d bytes",
                       NX_LIMIT_QUERY_BYTES);
    query = nx_new(newsidx_query);
    if (query == NULL)
        return nx_fail_memory(err);
    nx_arena_init(&query->arena);
    nx_diagnoses_init(&diagnoses);
    query->text = nx_arena_text(&query->arena, text);
    query->options = *options;
    if (options->time_zone != NULL)
        query->options.time_zone =
            nx_arena_text(&query->arena, nx_str(options->time_zone)).bytes;
    if (query->text.bytes == NULL ||
        (options->time_zone != NULL && query->options.time_zone == NULL)) {
        status = nx_fail_memory(err);
        goto cleanup;
    }
    status = build(query, options, &diagnoses, err);
    if (status < 0)
        goto cleanup;
    *out_query = query;
    query = NULL;

cleanup:
    nx_diagnoses_finish(&diagnoses);
    nx_query_free(query);
    return status;
}

void nx_query_free(newsidx_query *query)
{
    if (query == NULL)
        return;
    nx_arena_finish(&query->arena);
    nx_free(query);
}
