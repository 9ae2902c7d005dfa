#include "results/hits.h"

#include "base/memory.h"
#include "results/context.h"
#include "results/passages.h"

#include <stdlib.h>

/* A passage that may be shown. */
typedef struct choice {
    size_t number;
    double score;
} choice;

static int compare_choices(const void *a, const void *b)
{
    const choice *first = a;
    const choice *second = b;

    if (first->score < second->score || first->score > second->score)
        return first->score > second->score ? -1 : 1;
    return (first->number > second->number) - (first->number < second->number);
}

static double score_of(nx_examiner *examiner, size_t number)
{
    return examiner->freshness * nx_scorer_passage(examiner->scorer, number);
}

/* The passages with occurrences, best first; the first one if none has any. */
static size_t choose(nx_examiner *examiner, choice *choices)
{
    const size_t count = examiner->reading.boundaries.passages.count;
    size_t kept = 0;

    for (size_t i = 0; i < count; i++) {
        if (!nx_scorer_has(examiner->scorer, i))
            continue;
        choices[kept].number = i;
        choices[kept].score = score_of(examiner, i);
        kept++;
    }
    if (kept == 0 && count > 0) {
        choices[0].number = 0;
        choices[0].score = score_of(examiner, 0);
        kept = 1;
    }
    qsort(choices, kept, sizeof *choices, compare_choices);
    return kept;
}

/* The sentences around each passage of the hit. */
static newsidx_status add_context(nx_examiner *examiner, size_t sentences,
                                  nx_arena *arena, nx_hit *hit,
                                  newsidx_error *err)
{
    const newsidx_article *article = &examiner->stored.article;
    nx_analyzer *analyzer;
    nx_context context;
    newsidx_status status =
        nx_store_analyzer(examiner->store, article->language, &analyzer, err);

    if (status >= 0)
        status = nx_context_read(analyzer, &examiner->reading, article->body,
                                 &examiner->arena, &context, err);
    for (size_t i = 0; i < hit->public.passage_count && status >= 0; i++)
        status = nx_context_add(&context, &examiner->reading, article->body,
                                sentences, arena, &hit->passages[i], err);
    return status;
}

static newsidx_status make_passages(nx_examiner *examiner,
                                    const choice *choices, size_t count,
                                    size_t sentences, nx_arena *arena,
                                    nx_hit *hit, newsidx_error *err)
{
    hit->passages = nx_arena_array(arena, count, sizeof *hit->passages);
    if (hit->passages == NULL)
        return nx_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        newsidx_status status =
            nx_passage_make(&examiner->reading, examiner->stored.article.body,
                            choices[i].number, arena, &hit->passages[i], err);

        if (status < 0)
            return status;
        hit->passages[i].score = choices[i].score;
    }
    hit->public.passage_count = count;
    return sentences > 0 ? add_context(examiner, sentences, arena, hit, err)
                         : NEWSIDX_OK;
}

static newsidx_status add_passages(nx_examiner *examiner,
                                   const nx_standing *standing,
                                   const newsidx_search_options *options,
                                   nx_arena *arena, nx_hit *hit,
                                   newsidx_error *err)
{
    const size_t count = examiner->reading.boundaries.passages.count;
    choice *choices;
    size_t kept;
    newsidx_status status;

    if (count == 0)
        return NEWSIDX_OK;
    if (options->shape == NEWSIDX_PASSAGES) {
        const choice one = {standing->passage, standing->score};

        return make_passages(examiner, &one, 1, options->context, arena, hit,
                             err);
    }
    choices = nx_alloc_zeroed(count, sizeof *choices);
    if (choices == NULL)
        return nx_fail_memory(err);
    kept = choose(examiner, choices);
    if (kept > options->passages)
        kept = options->passages;
    status = make_passages(examiner, choices, kept, options->context, arena,
                           hit, err);
    nx_free(choices);
    return status;
}

/* Copy a text of the article at hand, if it has it. */
static bool copy(nx_arena *arena, newsidx_text from, newsidx_text *to)
{
    if (from.bytes == NULL)
        return true;
    *to = nx_arena_text(arena, from);
    return to->bytes != NULL;
}

static newsidx_status add_fields(const newsidx_article *article,
                                 nx_arena *arena, newsidx_hit *hit,
                                 newsidx_error *err)
{
    hit->published_at = article->published_at;
    if (!copy(arena, article->headline, &hit->headline) ||
        !copy(arena, article->source, &hit->source) ||
        !copy(arena, article->byline, &hit->byline) ||
        !copy(arena, article->dateline, &hit->dateline) ||
        !copy(arena, article->section, &hit->section) ||
        !copy(arena, article->url, &hit->url))
        return nx_fail_memory(err);
    return NEWSIDX_OK;
}

static newsidx_status make_id(nx_examiner *examiner, int64_t id,
                              nx_arena *arena, newsidx_hit *hit,
                              newsidx_error *err)
{
    newsidx_status status;

    hit->published_at = nx_store_rows(examiner->store)->rows[id].published_at;
    status = nx_store_key(examiner->store, id, arena, &hit->key, err);
    if (status == NEWSIDX_NOT_FOUND)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                       "a word's article is not stored");
    return status;
}

newsidx_status nx_hit_make(nx_examiner *examiner, const nx_standing *standing,
                           const newsidx_search_options *options,
                           nx_arena *arena, nx_hit *hit, newsidx_error *err)
{
    const newsidx_article *article = &examiner->stored.article;
    newsidx_span headline = {0, 0};
    newsidx_status status;

    hit->public.id = standing->id;
    hit->public.score = standing->score;
    hit->public.has_phrase = standing->has_phrase;
    if (options->shape == NEWSIDX_IDS)
        return make_id(examiner, standing->id, arena, &hit->public, err);
    status = nx_examiner_take(examiner, standing->id, err);
    if (status < 0)
        return status;
    if (!copy(arena, article->key, &hit->public.key))
        return nx_fail_memory(err);
    status = add_fields(article, arena, &hit->public, err);
    if (status < 0)
        return status;
    headline.end = article->headline.length;
    status = nx_passage_spans(&examiner->reading, NX_COLUMN_HEADLINE, headline,
                              arena, &hit->public.headline_spans,
                              &hit->public.headline_span_count, err);
    if (status < 0)
        return status;
    return add_passages(examiner, standing, options, arena, hit, err);
}
