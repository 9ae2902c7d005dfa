/*
 * What must be true of any query and any article, whatever the definition says
 * about either: which form of a word finds more, and that what is marked is
 * what matters.
 *
 *     NEWSIDX_ORACLE_QUERIES=100000 NEWSIDX_ORACLE_SEED=7 oracle_properties
 */
#include "make.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define ALL_HITS 10000
#define ALL_PASSAGES 100
#define MOST_MARKS 4096
#define TEXT_BYTES 32768
#define CORPUS_ARTICLES 24
#define QUERIES_A_CORPUS 60

static uint64_t number_from(const char *name, uint64_t otherwise)
{
    const char *value = getenv(name);

    return value == NULL ? otherwise : strtoull(value, NULL, 10);
}

/* Bytes of the headline or the body. */
typedef struct mark {
    size_t column;
    size_t start;
    size_t end;
} mark;

typedef struct marks {
    mark items[MOST_MARKS];
    size_t count;
} marks;

/* An index, what is in it, and another model with nothing but the articles
 * that were made at random: queries are made of its words. */
typedef struct trial {
    model of;
    model words;
    chance from;
    uint64_t seed; /* of the query */
    made_query made;
    newsidx_query *query;
    uint64_t tried;
    uint64_t unfit; /* the change moved a boundary, or another word */
} trial;

static newsidx *open_new(void)
{
    newsidx *index;
    newsidx_error err;

    unlink("properties.db");
    unlink("properties.db-wal");
    unlink("properties.db-shm");
    if (newsidx_open("properties.db", NULL, &index, &err) < 0)
        model_fail("newsidx_open: %s", err.message);
    return index;
}

/* Only headline and body, which are all that hits show marks of. */
static int64_t put_plain(trial *in, const char *key, const char *headline,
                         const char *body)
{
    newsidx_article article = NEWSIDX_ARTICLE_INIT;
    newsidx_text name = {key, strlen(key)};
    newsidx_error err;
    int64_t id;

    article.key = name;
    article.headline.bytes = headline;
    article.headline.length = strlen(headline);
    article.body.bytes = body;
    article.body.length = strlen(body);
    model_put(&in->of, &article);
    if (newsidx_find(in->of.index, name, &id, &err) != NEWSIDX_OK)
        model_fail("newsidx_find: %s is not there", key);
    return id;
}

static const model_version *version_of(const trial *in, int64_t id)
{
    for (size_t i = 0; i < in->of.count; i++) {
        if (in->of.versions[i].id == id)
            return &in->of.versions[i];
    }
    model_fail("no version has the id %lld", (long long)id);
}

static void start(trial *in, uint64_t seed)
{
    chance again = {seed};
    newsidx_error err;
    char key[32];

    memset(in, 0, sizeof *in);
    in->from.state = seed;
    model_init(&in->of, open_new());
    model_init(&in->words, NULL);
    if (newsidx_begin(in->of.index, &err) < 0)
        model_fail("newsidx_begin: %s", err.message);
    make_corpus(&in->words, &again, CORPUS_ARTICLES);
    make_corpus(&in->of, &in->from, CORPUS_ARTICLES);
    for (size_t i = 0; i < in->words.count; i++) {
        const model_column *columns = in->words.versions[i].columns;
        const char *headline = columns[COLUMN_HEADLINE].text.bytes;
        const char *body = columns[COLUMN_BODY].text.bytes;

        snprintf(key, sizeof key, "plain-%zu", i);
        put_plain(in, key, headline == NULL ? "" : headline,
                  body == NULL ? "" : body);
    }
}

static void stop(trial *in)
{
    newsidx_error err;

    if (newsidx_rollback(in->of.index, &err) < 0)
        model_fail("newsidx_rollback: %s", err.message);
    newsidx_close(in->of.index);
    model_finish(&in->of);
    model_finish(&in->words);
}

_Noreturn static void blame(const trial *in, const char *what, int64_t id,
                            int64_t changed)
{
    model_print(&in->of, id);
    model_print(&in->of, changed);
    model_fail("seed %llu, query %s\n  read as %s\n  %s",
               (unsigned long long)in->seed, in->made.text,
               newsidx_query_text(in->query), what);
}

/* ------------------------------------------------------------ searching --- */

static newsidx_query *parse(const char *text)
{
    newsidx_query *query;
    newsidx_error err;

    if (newsidx_query_parse(text, NEWSIDX_WHOLE, NULL, &query, &err) < 0)
        model_fail("query %s: %s", text, err.message);
    return query;
}

static newsidx_results *search(const trial *in, const newsidx_query *query,
                               newsidx_shape shape)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results;
    newsidx_error err;

    options.shape = shape;
    options.limit = ALL_HITS;
    options.passages = ALL_PASSAGES;
    options.timeout_ms = -1;
    if (newsidx_search(in->of.index, query, &options, &results, &err) < 0)
        model_fail("query %s: %s", newsidx_query_text(query), err.message);
    return results;
}

static void add_marks(marks *to, size_t column, size_t offset,
                      const newsidx_span *spans, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const mark one = {column, offset + spans[i].start,
                          offset + spans[i].end};

        if (to->count == MOST_MARKS)
            model_fail("too many marks for the test");
        to->items[to->count++] = one;
    }
}

static int compare_marks(const void *a, const void *b)
{
    const mark *left = a;
    const mark *right = b;

    if (left->column != right->column)
        return left->column < right->column ? -1 : 1;
    return (left->start > right->start) - (left->start < right->start);
}

static void read_marks(const newsidx_hit *hit, marks *out)
{
    out->count = 0;
    add_marks(out, COLUMN_HEADLINE, 0, hit->headline_spans,
              hit->headline_span_count);
    for (size_t i = 0; i < hit->passage_count; i++) {
        const newsidx_passage *passage = newsidx_hit_passage(hit, i);

        add_marks(out, COLUMN_BODY, passage->offset, passage->spans,
                  passage->span_count);
    }
    qsort(out->items, out->count, sizeof *out->items, compare_marks);
}

/* Is the article of that id a hit? Then its marks are read. */
static bool find(const trial *in, int64_t id, marks *out)
{
    newsidx_results *results = search(in, in->query, NEWSIDX_ARTICLES);
    const newsidx_hit *hit = model_next_hit(results);

    while (hit != NULL && hit->id != id)
        hit = model_next_hit(results);
    if (hit != NULL)
        read_marks(hit, out);
    newsidx_results_free(results);
    return hit != NULL;
}

/* Any hit whose marks are all shown; 0 if there is none. */
static int64_t draw_hit(trial *in, marks *out)
{
    newsidx_results *results = search(in, in->query, NEWSIDX_ARTICLES);
    uint32_t seen = 0;
    int64_t id = 0;

    for (const newsidx_hit *hit = model_next_hit(results); hit != NULL;
         hit = model_next_hit(results)) {
        if (strncmp(hit->key.bytes, "plain-", 6) != 0 ||
            chance_below(&in->from, ++seen) > 0)
            continue;
        id = hit->id;
        read_marks(hit, out);
    }
    newsidx_results_free(results);
    return id;
}

/* ------------------------------------------------------------- changing --- */

static bool is_marked(const marks *in, size_t column, const model_token *token)
{
    for (size_t i = 0; i < in->count; i++) {
        if (in->items[i].column == column && in->items[i].start < token->end &&
            in->items[i].end > token->start)
            return true;
    }
    return false;
}

/* A word that is in no article and fits no query, of the same length and with
 * the same capitals. */
static void write_fresh(char *bytes, size_t length)
{
    static const char letters[] = "zqxj";

    for (size_t i = 0; i < length; i++) {
        const char letter = letters[i == 0 ? 0 : 1 + i % 3];

        bytes[i] =
            bytes[i] >= 'A' && bytes[i] <= 'Z' ? (char)(letter - 32) : letter;
    }
}

/* Which words to change. */
typedef struct change {
    const marks *shown;
    bool is_shown; /* all that are marked, or else one that isn't */
    size_t column; /* of that one */
    size_t position;
} change;

static bool is_changed(const change *what, size_t column, size_t position,
                       const model_token *token)
{
    if (what->is_shown)
        return is_marked(what->shown, column, token);
    return column == what->column && position == what->position;
}

/* Put a copy of the article with the words changed; its id is returned. */
static int64_t put_changed(trial *in, const model_version *version,
                           const change *what)
{
    static char texts[COLUMN_COUNT][TEXT_BYTES];

    for (size_t c = 0; c < COLUMN_COUNT; c++) {
        const model_column *column = &version->columns[c];

        if (column->text.length >= TEXT_BYTES)
            model_fail("a text is too long for the test");
        if (column->text.length > 0)
            memcpy(texts[c], column->text.bytes, column->text.length);
        texts[c][column->text.length] = '\0';
        for (size_t p = 0; p < column->count; p++) {
            const model_token *token = &column->tokens[p];

            if (is_changed(what, c, p, token))
                write_fresh(texts[c] + token->start, token->end - token->start);
        }
    }
    return put_plain(in, "changed", texts[COLUMN_HEADLINE], texts[COLUMN_BODY]);
}

static bool starts_equal(const nx_starts *a, const nx_starts *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        if (a->positions[i] != b->positions[i])
            return false;
    }
    return true;
}

static bool tokens_equal(const model_token *a, const model_token *b)
{
    if (a->form_count != b->form_count)
        return false;
    for (size_t f = 0; f < a->form_count; f++) {
        if (a->numbers[f] != b->numbers[f])
            return false;
    }
    return true;
}

/* Is all as it was but for the changed words? A stop less may be a sentence
 * less, and capitals tell US from us by the letters around them. */
static bool is_fit(const model_version *before, const model_version *after,
                   const change *what)
{
    if (!starts_equal(&before->boundaries.sentences,
                      &after->boundaries.sentences) ||
        !starts_equal(&before->boundaries.paragraphs,
                      &after->boundaries.paragraphs) ||
        !starts_equal(&before->boundaries.passages,
                      &after->boundaries.passages))
        return false;
    for (size_t c = 0; c < COLUMN_COUNT; c++) {
        const model_column *column = &before->columns[c];

        if (column->count != after->columns[c].count)
            return false;
        for (size_t p = 0; p < column->count; p++) {
            if (!is_changed(what, c, p, &column->tokens[p]) &&
                !tokens_equal(&column->tokens[p], &after->columns[c].tokens[p]))
                return false;
        }
    }
    return true;
}

/* Without the words that are marked, it isn't a hit any more. */
static void lose_marked_words(trial *in, int64_t id, const marks *shown)
{
    const change what = {shown, true, 0, 0};
    const int64_t changed = put_changed(in, version_of(in, id), &what);
    static marks left;

    if (!is_fit(version_of(in, id), version_of(in, changed), &what)) {
        in->unfit++;
        return;
    }
    in->tried++;
    if (find(in, changed, &left))
        blame(in, "without its marked words it is found all the same", id,
              changed);
}

/* Without another word it is one, and marked as before. */
static void lose_other_word(trial *in, int64_t id, const marks *shown)
{
    change what = {shown, false, COLUMN_HEADLINE, 0};
    const model_column *column;
    int64_t changed;
    static marks left;

    if (chance_percent(&in->from, 75))
        what.column = COLUMN_BODY;
    column = &version_of(in, id)->columns[what.column];
    if (column->count == 0)
        return;
    what.position = chance_below(&in->from, (uint32_t)column->count);
    if (is_marked(shown, what.column, &column->tokens[what.position]))
        return;
    changed = put_changed(in, version_of(in, id), &what);
    if (!is_fit(version_of(in, id), version_of(in, changed), &what)) {
        in->unfit++;
        return;
    }
    in->tried++;
    if (!find(in, changed, &left))
        blame(in, "without a word that isn't marked it is lost", id, changed);
    if (left.count != shown->count ||
        memcmp(left.items, shown->items, left.count * sizeof *left.items) != 0)
        blame(in, "without a word that isn't marked its marks differ", id,
              changed);
}

static void try_query(trial *in)
{
    static marks shown;
    nx_arena arena;
    int64_t id;

    nx_arena_init(&arena);
    do {
        in->seed = in->from.state;
        make_query(&in->words, &in->from, &arena, &in->made);
    } while (!in->made.is_positive);
    in->query = parse(in->made.text);
    id = draw_hit(in, &shown);
    if (id > 0) {
        lose_marked_words(in, id, &shown);
        lose_other_word(in, id, &shown);
    }
    newsidx_query_free(in->query);
    nx_arena_finish(&arena);
}

static void marked_words_are_those_that_matter(void **state)
{
    const uint64_t seed = number_from("NEWSIDX_ORACLE_SEED", 1);
    const uint64_t count = number_from("NEWSIDX_ORACLE_QUERIES", 600);
    uint64_t tried = 0;
    uint64_t unfit = 0;

    (void)state;
    for (uint64_t done = 0; done < count; done += QUERIES_A_CORPUS) {
        static trial in;

        start(&in, seed * 1000 + 500 + done);
        for (uint64_t i = 0; i < QUERIES_A_CORPUS; i++)
            try_query(&in);
        tried += in.tried;
        unfit += in.unfit;
        stop(&in);
    }
    printf("%llu changed articles, and %llu that were not fit\n",
           (unsigned long long)tried, (unsigned long long)unfit);
    assert_true(tried > count / 4);
}

/* --------------------------------------------------------------- forms ---- */

/* Which versions a query finds, by their place in the model. */
static void find_all(const trial *in, const char *text, bool *out_is_found)
{
    newsidx_query *query = parse(text);
    newsidx_results *results = search(in, query, NEWSIDX_IDS);

    memset(out_is_found, 0, in->of.count * sizeof *out_is_found);
    for (const newsidx_hit *hit = model_next_hit(results); hit != NULL;
         hit = model_next_hit(results))
        out_is_found[version_of(in, hit->id) - in->of.versions] = true;
    newsidx_results_free(results);
    newsidx_query_free(query);
}

static void compare_forms(trial *in, const char *word)
{
    const char *const before[] = {"verbatim(\"", "=", "", "", ""};
    const char *const behind[] = {"\")", "", "", "~1", "~2"};
    const size_t forms = strlen(word) >= 5 ? 5 : 4;
    bool fewer[4 * CORPUS_ARTICLES] = {false};
    bool more[4 * CORPUS_ARTICLES] = {false};
    char text[64];

    if (in->of.count > sizeof fewer)
        model_fail("too many versions for the test");
    for (size_t i = 0; i < forms; i++) {
        snprintf(text, sizeof text, "%s%s%s", before[i], word, behind[i]);
        find_all(in, text, more);
        for (size_t v = 0; v < in->of.count; v++) {
            if (fewer[v] && !more[v]) {
                model_print(&in->of, in->of.versions[v].id);
                model_fail("%s finds less than the narrower form", text);
            }
        }
        memcpy(fewer, more, sizeof fewer);
    }
}

static bool is_small_word(const char *word)
{
    for (const char *at = word; *at != '\0'; at++) {
        if (*at < 'a' || *at > 'z')
            return false;
    }
    return strlen(word) >= 3;
}

static void wider_forms_find_no_less(void **state)
{
    static trial in;

    (void)state;
    for (uint64_t i = 0; i < 3; i++) {
        start(&in, number_from("NEWSIDX_ORACLE_SEED", 1) * 1000 + i);
        for (uint32_t w = 0; w < 200; w++) {
            const char *word = make_word(&in.from);

            if (is_small_word(word))
                compare_forms(&in, word);
        }
        stop(&in);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wider_forms_find_no_less),
        cmocka_unit_test(marked_words_are_those_that_matter),
    };

    setvbuf(stdout, NULL, _IONBF, 0);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
