/* Every match, in every field, held against the reference's. */
#include "compare.h"

#include <string.h>

#define ALL_HITS 10000

/* Lines at work. */
typedef struct line_check {
    const lines_question *question;
    newsidx_results *hits; /* the articles in their order */
    newsidx_lines *lines;
    const newsidx_line *line; /* NULL behind the last */
} line_check;

_Noreturn static void blame(const lines_question *in, const char *what,
                            int64_t id)
{
    model_print(in->reference->of, id);
    model_fail("seed %llu, query %s\n  read as %s\n  article %lld: %s",
               (unsigned long long)compare_seed, in->text,
               newsidx_query_text(in->query), (long long)id, what);
}

static void step(line_check *check)
{
    newsidx_error err;
    const newsidx_status status =
        newsidx_lines_next(check->lines, &check->line, &err);

    if (status < 0)
        model_fail("query %s: newsidx_lines_next: %s", check->question->text,
                   err.message);
}

/* What is left, matched and right is one piece of the field. */
static void expect_in_place(const line_check *check, newsidx_text field)
{
    const newsidx_line *line = check->line;
    const size_t from = line->span.start - line->left.length;

    if (line->left.length > line->span.start ||
        line->match.length != line->span.end - line->span.start ||
        line->right.length > field.length - line->span.end ||
        memcmp(field.bytes + from, line->left.bytes, line->left.length) != 0 ||
        memcmp(field.bytes + line->span.start, line->match.bytes,
               line->match.length) != 0 ||
        memcmp(field.bytes + line->span.end, line->right.bytes,
               line->right.length) != 0)
        blame(check->question, "a line is not what stands there", line->id);
}

/* All lines of one article. */
static void expect_article(line_check *check, const model_version *version)
{
    const lines_question *in = check->question;

    for (size_t c = 0; c < COLUMN_COUNT; c++) {
        const newsidx_text field = version->columns[c].text;
        newsidx_span *spans;
        const size_t count =
            reference_spans(in->reference, version, c, 0, field.length, &spans);

        for (size_t i = 0; i < count; i++) {
            const newsidx_line *line = check->line;

            if (line == NULL || line->id != version->id ||
                line->field != (newsidx_field)c ||
                line->span.start != spans[i].start ||
                line->span.end != spans[i].end)
                blame(in, "a match has no line, or another", version->id);
            expect_in_place(check, field);
            step(check);
        }
    }
    if (check->line != NULL && check->line->id == version->id)
        blame(in, "there is a line too many", version->id);
}

static const model_version *find_version(const lines_question *in, int64_t id)
{
    for (size_t i = 0; i < in->list->count; i++) {
        if (in->list->items[i].version->id == id)
            return in->list->items[i].version;
    }
    return NULL;
}

/* Whoever has no line has no match, and hits are in the lines' order. */
static void expect_lines(line_check *check)
{
    const newsidx_hit *hit;

    step(check);
    for (hit = model_next_hit(check->hits); hit != NULL;
         hit = model_next_hit(check->hits)) {
        const model_version *version = find_version(check->question, hit->id);

        if (version == NULL)
            blame(check->question, "it is a hit and should be none", hit->id);
        expect_article(check, version);
    }
    if (check->line != NULL)
        blame(check->question, "it has a line and is no hit, or came later",
              check->line->id);
}

static newsidx_search_options options_of(const lines_question *in)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;

    options.half_life_days = in->reference->half_life_days;
    options.now = in->reference->now;
    options.timeout_ms = -1;
    options.shape = NEWSIDX_ARTICLES;
    options.limit = ALL_HITS;
    options.passages = 1;
    return options;
}

/* The marks of one article are its lines. */
static void expect_marks(const lines_question *in, const model_version *version)
{
    const newsidx_search_options options = options_of(in);
    newsidx_marks *marks;
    size_t next = 0;
    newsidx_error err;

    if (newsidx_highlight(in->reference->of->index, in->query, &options,
                          version->id, &marks, &err) != NEWSIDX_OK)
        blame(in, "it is found and can't be highlighted", version->id);
    for (size_t c = 0; c < COLUMN_COUNT; c++) {
        newsidx_span *spans;
        const size_t count =
            reference_spans(in->reference, version, c, 0,
                            version->columns[c].text.length, &spans);

        for (size_t i = 0; i < count; i++, next++) {
            const newsidx_mark *mark = newsidx_marks_get(marks, next);

            if (mark == NULL || mark->field != (newsidx_field)c ||
                mark->span.start != spans[i].start ||
                mark->span.end != spans[i].end)
                blame(in, "a mark differs", version->id);
        }
    }
    if (newsidx_marks_get(marks, next) != NULL)
        blame(in, "there is a mark too many", version->id);
    newsidx_marks_free(marks);
}

void compare_lines(const lines_question *in, chance *from)
{
    static const uint32_t contexts[] = {0, 1, 7, 300};
    const newsidx_search_options options = options_of(in);
    newsidx_kwic_options how = NEWSIDX_KWIC_OPTIONS_INIT;
    line_check check = {.question = in};
    newsidx *index = in->reference->of->index;
    newsidx_error err;

    how.half_life_days = options.half_life_days;
    how.now = options.now;
    how.context_bytes = contexts[chance_below(from, 4)];
    if (newsidx_search(index, in->query, &options, &check.hits, &err) < 0 ||
        newsidx_kwic(index, in->query, &how, &check.lines, &err) < 0)
        model_fail("query %s: %s", in->text, err.message);
    expect_lines(&check);
    newsidx_lines_free(check.lines);
    newsidx_results_free(check.hits);
    if (in->list->count > 0)
        expect_marks(
            in, in->list->items[chance_below(from, (uint32_t)in->list->count)]
                    .version);
}
