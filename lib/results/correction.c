#include "results/correction.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "rank/plan.h"
#include "rank/vocabulary.h"
#include "results/lexicon.h"
#include "results/probe.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define MOST_NEIGHBOURS 3

/* A word that some articles have may be right. It is a slip if another that is
 * so near is so much more common. */
#define MUCH_MORE 50

typedef struct corrector {
    nx_store *store;
    nx_frequencies *frequencies;
    const newsidx_query *query;
    newsidx_results *results;
    nx_arena *arena; /* of the results */
    uint64_t total;
    nx_buf text;  /* the corrected query up to `done` */
    size_t done;  /* bytes of the query */
    size_t first; /* where the first corrected word is */
    size_t end;   /* behind the last; 0: there is none */
    newsidx_status status;
    newsidx_error *err;
} corrector;

/* The word or phrase in which a piece of the query is looked for; NULL: it is
 * none that has to be there. */
static const nx_node *find_leaf(const nx_node *node, size_t start, size_t end)
{
    const bool is_leaf =
        node->kind == NX_NODE_WORD || node->kind == NX_NODE_PHRASE;
    size_t count = node->child_count;

    if (is_leaf && node->span.start <= start && node->span.end >= end)
        return node;
    if (node->kind == NX_NODE_NOT)
        return NULL;
    if (node->kind == NX_NODE_NEAR && node->relation.is_excluding)
        count = 1;
    for (size_t i = 0; i < count; i++) {
        const nx_node *found = find_leaf(node->children[i], start, end);

        if (found != NULL)
            return found;
    }
    return NULL;
}

/* Patterns may stand for nothing, and bytes are meant as they are. */
static bool can_be_misspelt(const nx_node *leaf)
{
    return leaf->form == NX_WORD_STEM || leaf->form == NX_WORD_EXACT ||
           leaf->form == NX_WORD_ANY_CASE;
}

/* How many versions have what the word stands for there. */
static newsidx_status count_word(const corrector *in, const nx_token *token,
                                 const nx_node *leaf, uint64_t *out_count)
{
    const bool is_stem = leaf->form == NX_WORD_STEM;
    newsidx_text term = token->exact;

    if (is_stem && token->stem.length > 0)
        term = nx_str_slice(token->stem.bytes + 1, token->stem.length - 1);
    return nx_vocabulary_count(in->store, in->frequencies,
                               nx_plan_cut_term(term), is_stem, out_count,
                               in->err);
}

/* What advice found for a word that nothing has; {NULL, 0}: nothing. */
static newsidx_text known_neighbour(const corrector *in, const nx_node *leaf)
{
    for (size_t i = 0; i < in->results->diagnostic_count; i++) {
        const newsidx_diagnostic *item = &in->results->diagnostics[i];

        if (strcmp(item->code, "Q14") == 0 && leaf->kind == NX_NODE_WORD &&
            item->span.start == leaf->span.start &&
            item->span.end == leaf->span.end)
            return item->suggestion;
    }
    return nx_str(NULL);
}

/* The first neighbour that is worth it; {NULL, 0}: none is. */
static newsidx_status find_neighbour(const corrector *in, newsidx_text word,
                                     uint64_t count, newsidx_text *out)
{
    nx_neighbour *neighbours;
    newsidx_status status;
    size_t found;

    *out = nx_str(NULL);
    status =
        nx_vocabulary_nearest(in->store, in->frequencies, word, MOST_NEIGHBOURS,
                              in->arena, &neighbours, &found, in->err);
    for (size_t i = 0; i < found && status >= 0; i++) {
        uint64_t articles;

        if (neighbours[i].count < MUCH_MORE * count)
            continue;
        status = nx_count_found(in->store, neighbours[i].term,
                                neighbours[i].count, &articles, in->err);
        if (status >= 0 && articles > 0) {
            *out = neighbours[i].term;
            break;
        }
    }
    return status;
}

static void replace(corrector *in, const nx_token *token, newsidx_text by)
{
    nx_buf_add(&in->text, in->query->text.bytes + in->done,
               token->start - in->done);
    nx_buf_add_text(&in->text, by);
    in->done = token->end;
    if (in->end == 0)
        in->first = token->start;
    in->end = token->end;
}

static newsidx_status correct_word(corrector *in, const nx_token *token)
{
    const nx_node *leaf = find_leaf(in->query->root, token->start, token->end);
    newsidx_text neighbour;
    newsidx_status status;
    uint64_t count;

    if (leaf == NULL || !can_be_misspelt(leaf))
        return NEWSIDX_OK;
    status = count_word(in, token, leaf, &count);
    if (status < 0 || count > in->total)
        return status;
    neighbour = known_neighbour(in, leaf);
    if (neighbour.bytes == NULL)
        status = find_neighbour(in, nx_plan_cut_term(token->exact), count,
                                &neighbour);
    if (status >= 0 && neighbour.bytes != NULL)
        replace(in, token, neighbour);
    return status;
}

static int on_token(const nx_token *token, void *user)
{
    corrector *in = user;

    if (token->kind == NX_TOKEN_WORD && token->mark.length == 0)
        in->status = correct_word(in, token);
    return in->status < 0;
}

static newsidx_status tell(corrector *in, newsidx_text language,
                           int64_t deadline_ms)
{
    newsidx_diagnostic told = {"Q15", {in->first, in->end}, {0}, {0}};
    newsidx_status status;
    char message[64];
    uint64_t count;

    nx_buf_add(&in->text, in->query->text.bytes + in->done,
               in->query->text.length - in->done);
    if (in->text.status < 0)
        return nx_fail(in->err, in->text.status,
                       "the corrected query is too long");
    status = nx_probe(in->store, nx_buf_text(&in->text), &in->query->options,
                      language, in->arena, deadline_ms, &count, in->err);
    if (status < 0 || count <= in->total)
        return status;
    snprintf(message, sizeof message,
             "spelled otherwise it finds %" PRIu64 " article%s", count,
             count == 1 ? "" : "s");
    told.message = nx_arena_text(in->arena, nx_str(message));
    told.suggestion = nx_arena_text(in->arena, nx_buf_text(&in->text));
    if (told.message.bytes == NULL || told.suggestion.bytes == NULL)
        return nx_fail_memory(in->err);
    return nx_results_add_diagnostics(in->results, &told, 1, in->err);
}

newsidx_status nx_correct(nx_store *store, nx_frequencies *frequencies,
                          const newsidx_query *query, newsidx_text language,
                          int64_t deadline_ms, newsidx_results *results,
                          newsidx_error *err)
{
    newsidx_error failure;
    newsidx_error stopped; /* the analysis, which says only that it was */
    corrector in = {.store = store,
                    .frequencies = frequencies,
                    .query = query,
                    .results = results,
                    .arena = &results->arena,
                    .total = results->summary.total,
                    .err = &failure};
    nx_analyzer *analyzer;
    newsidx_status status =
        nx_store_analyzer(store, language, &analyzer, &stopped);

    nx_buf_init(&in.text, NX_LIMIT_QUERY_BYTES);
    nx_store_set_deadline(store, deadline_ms);
    if (status >= 0)
        status = nx_analyze(analyzer, query->text, on_token, &in, &stopped);
    if (in.status < 0)
        status = in.status;
    else if (status < 0)
        failure = stopped;
    if (status >= 0 && in.end > 0)
        status = tell(&in, language, deadline_ms);
    nx_store_set_deadline(store, 0);
    nx_buf_finish(&in.text);
    /* It was only a suggestion, and may be none: a word that is meant may be a
     * name of the language, as in "aftr: geneva". */
    if (status == NEWSIDX_ERR_LIMIT || status == NEWSIDX_ERR_QUERY)
        return NEWSIDX_OK;
    if (status < 0 && err != NULL)
        *err = failure;
    return status;
}
