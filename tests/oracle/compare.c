#include "compare.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t compare_seed;
compared_counts compared;

#define ALL_HITS 10000

/* One query at work. */
typedef struct comparison {
    const model *of;
    made_query *made;
    chance *from;
    newsidx_query *query;
    reference reference;
    found_list list;     /* both stages */
    found_list ids_list; /* stage one */
    int64_t article;     /* the id of the one looked at, or 0 */
} comparison;

_Noreturn static void blame(const comparison *in, const char *what,
                            uint64_t expected, uint64_t actual)
{
    model_print(in->of, in->article);
    model_fail("seed %llu, %s %s\n  read as %s\n  %s: %llu by definition, %llu "
               "by the library",
               (unsigned long long)compare_seed,
               in->made->is_any ? "any word of" : "query", in->made->text,
               in->query == NULL ? "?" : newsidx_query_text(in->query), what,
               (unsigned long long)expected, (unsigned long long)actual);
}

static void expect_equal(const comparison *in, const char *what,
                         uint64_t expected, uint64_t actual)
{
    if (expected != actual)
        blame(in, what, expected, actual);
}

/* The defaults, but for age. */
static newsidx_search_options options_of(const comparison *in)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;

    options.half_life_days = in->reference.half_life_days;
    options.now = in->reference.now;
    return options;
}

static bool is_close(double a, double b)
{
    return fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b)) + 1e-300;
}

/* How either comes to its score. */
static void print_scores(const comparison *in, int64_t id)
{
    newsidx_tally *tally;
    const newsidx_search_options options = options_of(in);
    const newsidx_tally_line *line;
    newsidx_error err;

    for (size_t i = 0; i < in->list.count; i++) {
        const found *one = &in->list.items[i];

        if (one->version->id == id)
            printf("  by definition: S %.9g, P %.9g, ordered %.9g, unordered "
                   "%.9g\n",
                   one->article, one->passage, one->ordered, one->unordered);
    }
    if (newsidx_explain(in->of->index, in->query, &options, id, &tally, &err) !=
        NEWSIDX_OK)
        return;
    while (newsidx_tally_next(tally, &line) == NEWSIDX_OK)
        printf("  by the library: %s, %llu, %.9g\n", line->label.bytes,
               (unsigned long long)line->count, line->weight);
    newsidx_tally_free(tally);
}

static void expect_close(const comparison *in, const char *what, int64_t id,
                         double expected, double actual)
{
    if (is_close(expected, actual))
        return;
    model_print(in->of, id);
    print_scores(in, id);
    model_fail("seed %llu, %s %s\n  read as %s\n  %s: %.15g by definition, "
               "%.15g by the library",
               (unsigned long long)compare_seed,
               in->made->is_any ? "any word of" : "query", in->made->text,
               newsidx_query_text(in->query), what, expected, actual);
}

static newsidx_query *parse(const made_query *made, const char *text)
{
    newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_query *query;
    newsidx_error err;

    if (made->is_any)
        options.match = NEWSIDX_MATCH_ANY;
    if (newsidx_query_parse(text, NEWSIDX_WHOLE, &options, &query, &err) < 0)
        model_fail("seed %llu, query %s: %s at byte %zu",
                   (unsigned long long)compare_seed, text, err.message,
                   err.offset);
    return query;
}

static newsidx_results *run(const comparison *in,
                            const newsidx_search_options *options)
{
    newsidx_results *results;
    newsidx_error err;

    if (newsidx_search(in->of->index, in->query, options, &results, &err) < 0)
        model_fail("seed %llu, query %s: newsidx_search: %s",
                   (unsigned long long)compare_seed, in->made->text,
                   err.message);
    return results;
}

static const found *find_id(const found_list *list, int64_t id)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].version->id == id)
            return &list->items[i];
    }
    return NULL;
}

static void compare_spans(const comparison *in, const char *what,
                          const newsidx_span *expected, size_t expected_count,
                          const newsidx_span *actual, size_t actual_count)
{
    expect_equal(in, what, expected_count, actual_count);
    for (size_t i = 0; i < expected_count; i++) {
        expect_equal(in, what, expected[i].start, actual[i].start);
        expect_equal(in, what, expected[i].end, actual[i].end);
    }
}

/* The text is what the body has there, and holds the passage's words. */
static void compare_passage(comparison *in, const model_version *version,
                            const newsidx_passage *actual)
{
    const model_column *body = &version->columns[COLUMN_BODY];
    newsidx_span *spans;
    size_t begin;
    size_t end;
    size_t count;

    reference_range(version, actual->number, &begin, &end);
    expect_equal(in, "the passage is there", 1, begin < end);
    expect_equal(in, "the passage lies in the body", 1,
                 actual->offset + actual->text.length <= body->text.length &&
                     memcmp(body->text.bytes + actual->offset,
                            actual->text.bytes, actual->text.length) == 0);
    expect_equal(in, "the passage's text has its words", 1,
                 actual->offset <= body->tokens[begin].start &&
                     actual->offset + actual->text.length >=
                         body->tokens[end - 1].end);
    count =
        reference_spans(&in->reference, version, COLUMN_BODY, actual->offset,
                        actual->offset + actual->text.length, &spans);
    compare_spans(in, "spans of a passage", spans, count, actual->spans,
                  actual->span_count);
}

static void compare_headline(comparison *in, const model_version *version,
                             const newsidx_hit *hit)
{
    const model_column *headline = &version->columns[COLUMN_HEADLINE];
    newsidx_span *spans;
    size_t count;

    expect_equal(in, "length of the headline", headline->text.length,
                 hit->headline.length);
    count = reference_spans(&in->reference, version, COLUMN_HEADLINE, 0,
                            headline->text.length, &spans);
    compare_spans(in, "spans of a headline", spans, count, hit->headline_spans,
                  hit->headline_span_count);
}

/* Passages of a hit: P falls, and each is one that may be shown. */
static void compare_best(comparison *in, const model_version *version,
                         const newsidx_hit *hit, size_t most)
{
    found_passage *best;
    size_t count = reference_best(&in->reference, version, &best);

    expect_equal(in, "passages of a hit", count < most ? count : most,
                 hit->passage_count);
    for (size_t i = 0; i < hit->passage_count; i++) {
        const newsidx_passage *passage = newsidx_hit_passage(hit, i);

        expect_close(in, "score of a passage", hit->id, best[i].score,
                     passage->score);
        /* Rounding may swap neighbours that are equal but for it. */
        expect_close(
            in, "score of the passage of that number", hit->id,
            reference_freshness(&in->reference, version) *
                reference_passage(&in->reference, version, passage->number),
            passage->score);
        compare_passage(in, version, passage);
    }
    expect_equal(in, "a passage past the end", 0,
                 newsidx_hit_passage(hit, hit->passage_count) != NULL);
}

/* Are the articles equal by definition too? Behind the window scores that
 * differ in their last bit may be equal once they are multiplied. */
static bool are_equal(const found_list *list, const newsidx_hit *a,
                      const newsidx_hit *b)
{
    const found *left = find_id(list, a->id);
    const found *right = find_id(list, b->id);

    return left != NULL && right != NULL && left->article <= right->article &&
           left->article >= right->article;
}

/*
 * Hits stand in the library's own order of scores, and each score is the
 * definition's; so the order is that of the definition but for rounding. What
 * has no words to score stands by date.
 */
static void compare_order(const comparison *in, const found_list *list,
                          const newsidx_hit *before, const newsidx_hit *hit)
{
    if (before == NULL)
        return;
    expect_equal(in, "phrase before others", 1,
                 before->has_phrase >= hit->has_phrase);
    if (before->has_phrase != hit->has_phrase)
        return;
    if (!reference_has_words(&in->reference)) {
        expect_equal(in, "newest first without words", 1,
                     before->published_at >= hit->published_at);
        expect_equal(in, "equal dates by id without words", 1,
                     before->published_at != hit->published_at ||
                         before->id < hit->id);
        return;
    }
    expect_equal(in, "falling scores", 1, before->score >= hit->score);
    if (before->score <= hit->score && are_equal(list, before, hit))
        expect_equal(in, "equal scores by id", 1, before->id < hit->id);
}

static void compare_summary(comparison *in, const newsidx_results *results)
{
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    newsidx_error err;

    if (newsidx_results_summary(results, &summary, &err) < 0)
        model_fail("newsidx_results_summary: %s", err.message);
    expect_equal(in, "total", in->list.count, summary.total);
    expect_equal(in, "phrase total", in->list.phrase_count,
                 summary.phrase_total);
    expect_equal(in, "has phrase total", in->reference.has_whole,
                 summary.has_phrase_total);
    expect_equal(in, "is partial", 0, summary.is_partial);
}

/* All hits as articles or ids, on one page. */
static void compare_articles(comparison *in, newsidx_shape shape)
{
    const found_list *list = shape == NEWSIDX_IDS ? &in->ids_list : &in->list;
    newsidx_search_options options = options_of(in);
    const newsidx_hit *before = NULL;
    const newsidx_hit *hit;
    newsidx_results *results;
    size_t count = 0;

    options.shape = shape;
    options.limit = ALL_HITS;
    options.passages = 1 + chance_below(in->from, 4);
    results = run(in, &options);
    compare_summary(in, results);
    for (hit = model_next_hit(results); hit != NULL;
         hit = model_next_hit(results)) {
        const found *expected = find_id(list, hit->id);

        in->article = hit->id;
        if (expected == NULL)
            blame(in, "an article that doesn't match", 0, (uint64_t)hit->id);
        else {
            expect_equal(in, "has the phrase", expected->has_phrase,
                         hit->has_phrase);
            expect_close(in, "score", hit->id, expected->score, hit->score);
            expect_equal(in, "rank", ++count, hit->rank);
            expect_equal(in, "key", 0,
                         strcmp(hit->key.bytes, expected->version->key) != 0);
        }
        compare_order(in, list, before, hit);
        if (shape == NEWSIDX_ARTICLES && expected != NULL) {
            compare_headline(in, expected->version, hit);
            compare_best(in, expected->version, hit, options.passages);
        } else {
            expect_equal(in, "passages of an id", 0, hit->passage_count);
        }
        before = hit;
    }
    expect_equal(in, "hits", list->count, count);
    newsidx_results_free(results);
}

static void compare_flat(comparison *in)
{
    newsidx_search_options options = options_of(in);
    found_passage *expected;
    size_t count = reference_passages(&in->reference, &in->list, &expected);
    const newsidx_hit *before = NULL;
    const newsidx_hit *hit;
    newsidx_results *results;
    size_t number = 0;

    options.shape = NEWSIDX_PASSAGES;
    options.limit = ALL_HITS;
    results = run(in, &options);
    compare_summary(in, results);
    for (hit = model_next_hit(results); hit != NULL;
         hit = model_next_hit(results)) {
        const found *article = find_id(&in->list, hit->id);
        const newsidx_passage *passage = newsidx_hit_passage(hit, 0);

        in->article = hit->id;
        if (article == NULL || number >= count) {
            blame(in, "passages", count, number + 1);
            break;
        }
        expect_close(in, "score in the flat ranking", hit->id,
                     expected[number].score, hit->score);
        expect_equal(in, "rank in the flat ranking", number + 1, hit->rank);
        if (passage != NULL)
            compare_passage(in, article->version, passage);
        else
            expect_equal(in, "an article without passages", 0,
                         article->version->boundaries.passages.count);
        if (before != NULL && before->has_phrase == hit->has_phrase)
            expect_equal(in, "falling scores of passages", 1,
                         before->score >= hit->score);
        before = hit;
        number++;
    }
    expect_equal(in, "passages in the flat ranking", count, number);
    newsidx_results_free(results);
}

/* Newest or oldest: undated ones last, equal ones by id. */
static void compare_dates(comparison *in, newsidx_order order)
{
    newsidx_search_options options = options_of(in);
    const newsidx_hit *before = NULL;
    const newsidx_hit *hit;
    newsidx_results *results;
    size_t count = 0;

    options.order = order;
    options.limit = ALL_HITS;
    options.shape =
        chance_percent(in->from, 80) ? NEWSIDX_IDS : NEWSIDX_ARTICLES;
    results = run(in, &options);
    for (hit = model_next_hit(results); hit != NULL;
         hit = model_next_hit(results)) {
        const found *expected = find_id(&in->list, hit->id);

        if (expected == NULL) {
            blame(in, "an article that doesn't match, by date", 0,
                  (uint64_t)hit->id);
            break;
        }
        expect_equal(in, "date", (uint64_t)expected->version->published_at,
                     (uint64_t)hit->published_at);
        if (before != NULL) {
            int64_t left = before->published_at;
            int64_t right = hit->published_at;
            bool is_ordered =
                order == NEWSIDX_NEWEST_FIRST
                    ? left >= right
                    : right == NEWSIDX_NO_TIME ||
                          (left != NEWSIDX_NO_TIME && left <= right);

            expect_equal(in, "order of dates", 1, is_ordered);
            expect_equal(in, "equal dates by id", 1,
                         left != right || before->id < hit->id);
        }
        before = hit;
        count++;
    }
    expect_equal(in, "hits by date", in->list.count, count);
    newsidx_results_free(results);
}

/* What a hit on a page must have in common with that on the one big page. */
static void compare_hits(const comparison *in, const newsidx_hit *one,
                         const newsidx_hit *other)
{
    expect_equal(in, "id on a page", (uint64_t)one->id, (uint64_t)other->id);
    expect_equal(in, "rank on a page", one->rank, other->rank);
    if (memcmp(&one->score, &other->score, sizeof one->score) != 0)
        expect_equal(in, "score on a page, bit by bit", 1, 0);
    expect_equal(in, "passages on a page", one->passage_count,
                 other->passage_count);
    if (one->passage_count > 0)
        expect_equal(in, "passage on a page",
                     newsidx_hit_passage(one, 0)->number,
                     newsidx_hit_passage(other, 0)->number);
}

/* Page after page, by cursor or by offset, is the one big page. */
static void compare_pages(comparison *in, newsidx_shape shape, bool by_cursor)
{
    newsidx_search_options options = options_of(in);
    newsidx_results *whole;
    newsidx_results *page = NULL;
    const newsidx_hit *expected;
    const newsidx_hit *hit = NULL;
    uint32_t limit = 1 + chance_below(in->from, 120);
    char cursor[2048] = "";

    options.shape = shape;
    options.limit = ALL_HITS;
    whole = run(in, &options);
    options.limit = limit;
    for (expected = model_next_hit(whole); expected != NULL;
         expected = model_next_hit(whole)) {
        hit = page == NULL ? NULL : model_next_hit(page);
        if (hit == NULL) {
            newsidx_results_free(page);
            options.after = by_cursor && cursor[0] != '\0' ? cursor : NULL;
            options.offset = by_cursor ? 0 : expected->rank - 1;
            page = run(in, &options);
            hit = model_next_hit(page);
            if (newsidx_results_page(page) != NULL)
                snprintf(cursor, sizeof cursor, "%s",
                         newsidx_results_page(page));
            else
                cursor[0] = '\0';
        }
        if (hit == NULL)
            blame(in, "a page ends too early", expected->rank, 0);
        else
            compare_hits(in, expected, hit);
    }
    if (page != NULL) {
        expect_equal(in, "hits after the last", 0,
                     model_next_hit(page) != NULL);
        expect_equal(in, "a page after the last", 0,
                     newsidx_results_page(page) != NULL);
    }
    newsidx_results_free(page);
    newsidx_results_free(whole);
}

static void compare_count(comparison *in)
{
    uint64_t count;
    newsidx_error err;

    if (newsidx_count(in->of->index, in->query, NULL, &count, &err) < 0)
        model_fail("newsidx_count: %s", err.message);
    expect_equal(in, "count", in->list.count, count);
}

/* The last line is the score; those above it make it up. */
static void compare_explained(comparison *in, const found *one)
{
    const newsidx_search_options options = options_of(in);
    newsidx_tally *tally;
    const newsidx_tally_line *line;
    newsidx_error err;
    double sum = 0.0;
    double last = 0.0;
    newsidx_status status = newsidx_explain(in->of->index, in->query, &options,
                                            one->version->id, &tally, &err);

    if (status < 0)
        model_fail("newsidx_explain: %s", err.message);
    expect_equal(in, "explained", NEWSIDX_OK, (uint64_t)status);
    while (newsidx_tally_next(tally, &line) == NEWSIDX_OK) {
        sum += last;
        last = line->weight;
    }
    newsidx_tally_free(tally);
    expect_close(in, "the explained score", one->version->id, one->score, last);
    expect_close(in, "the sum of the parts", one->version->id, one->score, sum);
}

/* Some article of the model that is no hit, a hidden one perhaps. */
static void compare_unexplained(comparison *in)
{
    const model_version *version;
    newsidx_tally *tally;
    newsidx_error err;
    newsidx_status status;

    if (in->of->count == 0)
        return;
    version =
        &in->of->versions[chance_below(in->from, (uint32_t)in->of->count)];
    if (find_id(&in->list, version->id) != NULL)
        return;
    status = newsidx_explain(in->of->index, in->query, NULL, version->id,
                             &tally, &err);
    expect_equal(in, "an explanation of what doesn't match", NEWSIDX_NOT_FOUND,
                 (uint64_t)status);
}

static int compare_ids(const void *a, const void *b)
{
    const int64_t *left = a;
    const int64_t *right = b;

    return (*left > *right) - (*left < *right);
}

/* The ids of all hits, rising, in memory of the comparison's arena. */
static size_t find_ids(const comparison *in, const newsidx_query *query,
                       int64_t *out_ids)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    const newsidx_hit *hit;
    newsidx_results *results;
    newsidx_error err;
    size_t count = 0;

    options.shape = NEWSIDX_IDS;
    options.limit = ALL_HITS;
    if (newsidx_search(in->of->index, query, &options, &results, &err) < 0)
        model_fail("query %s: newsidx_search: %s", newsidx_query_text(query),
                   err.message);
    for (hit = model_next_hit(results); hit != NULL && count < in->of->count;
         hit = model_next_hit(results))
        out_ids[count++] = hit->id;
    expect_equal(in, "as many hits as articles at most", 0, hit != NULL);
    newsidx_results_free(results);
    qsort(out_ids, count, sizeof *out_ids, compare_ids);
    return count;
}

/* The hits are the articles that match: name one that isn't. */
static void compare_matches(comparison *in)
{
    const size_t room = in->of->count + 1;
    int64_t *ids = nx_arena_array(in->reference.arena, room, sizeof *ids);
    size_t count;
    size_t found_count = 0;

    if (ids == NULL)
        model_fail("out of memory");
    count = find_ids(in, in->query, ids);
    for (size_t v = 0; v < in->of->count; v++) {
        const int64_t id = in->of->versions[v].id;
        const bool is_hit =
            bsearch(&id, ids, count, sizeof *ids, compare_ids) != NULL;

        in->article = id;
        expect_equal(in, "matches", find_id(&in->list, id) != NULL, is_hit);
        found_count += is_hit;
    }
    in->article = 0;
    expect_equal(in, "hits that are versions", count, found_count);
}

/* The canonical spelling is a query that is spelled so and finds the same. */
static void compare_spelling(comparison *in)
{
    const char *text = newsidx_query_text(in->query);
    size_t room = in->of->count + 1;
    int64_t *ids = nx_arena_array(in->reference.arena, room, sizeof *ids);
    int64_t *others = nx_arena_array(in->reference.arena, room, sizeof *ids);
    newsidx_query *again = parse(in->made, text);
    size_t count;

    if (ids == NULL || others == NULL)
        model_fail("out of memory");
    if (strcmp(newsidx_query_text(again), text) != 0)
        model_fail("seed %llu, query %s\n  read as %s\n  and that as %s",
                   (unsigned long long)compare_seed, in->made->text, text,
                   newsidx_query_text(again));
    count = find_ids(in, again, others);
    expect_equal(in, "hits of the canonical spelling",
                 find_ids(in, in->query, ids), count);
    for (size_t i = 0; i < count; i++)
        expect_equal(in, "a hit of the canonical spelling", (uint64_t)ids[i],
                     (uint64_t)others[i]);
    newsidx_query_free(again);
}

static void compare_all(comparison *in)
{
    static const newsidx_shape shapes[] = {NEWSIDX_ARTICLES, NEWSIDX_PASSAGES,
                                           NEWSIDX_IDS};

    compare_matches(in);
    compare_count(in);
    if (chance_percent(in->from, 20))
        compare_dates(in, chance_percent(in->from, 50) ? NEWSIDX_NEWEST_FIRST
                                                       : NEWSIDX_OLDEST_FIRST);
    if (chance_percent(in->from, 40))
        compare_spelling(in);
    compare_unexplained(in);
    /* What a repeated operand weighs is the library's own affair. */
    if (in->made->is_repeated)
        return;
    compare_articles(in, NEWSIDX_ARTICLES);
    in->article = 0;
    if (chance_percent(in->from, 40)) {
        const lines_question question = {in->made->text, in->query,
                                         &in->reference, &in->list};

        compare_lines(&question, in->from);
    }
    if (chance_percent(in->from, 50))
        compare_articles(in, NEWSIDX_IDS);
    if (chance_percent(in->from, 50))
        compare_flat(in);
    if (chance_percent(in->from, 15))
        compare_pages(in, shapes[chance_below(in->from, 3)],
                      chance_percent(in->from, 50));
    if (in->list.count > 0)
        compare_explained(
            in,
            &in->list.items[chance_below(in->from, (uint32_t)in->list.count)]);
}

/* Half of the queries without; else from an hour to years, counted to a moment
 * that some articles are dated after. */
static void draw_recency(comparison *in)
{
    static const double days[] = {0.04, 1.0, 7.0, 30.0, 1000.0};

    if (chance_percent(in->from, 50))
        return;
    in->reference.half_life_days = days[chance_below(in->from, 5)];
    in->reference.now =
        FIRST_DAY + (int64_t)chance_below(in->from, 2 * DAY_COUNT * 86400);
}

void compare_query(const model *of, made_query *query, chance *from)
{
    nx_arena arena;
    comparison in;

    memset(&in, 0, sizeof in);
    in.of = of;
    in.made = query;
    in.from = from;
    nx_arena_init(&arena);
    in.query = parse(query, query->text);
    reference_init(&in.reference, of, query, &arena);
    draw_recency(&in);
    reference_search(&in.reference, false, &in.list);
    reference_search(&in.reference, true, &in.ids_list);
    compare_all(&in);
    compared.queries++;
    compared.pairs += model_current_count(of);
    compared.queries_with_hits += in.list.count > 0;
    newsidx_query_free(in.query);
    nx_arena_finish(&arena);
}
