/* memmem() is no part of POSIX yet. */
#define _GNU_SOURCE

#include "damage.h"

#include "made_text.h"

#include <sqlite3.h>

/* How far zeros have to reach on either side of what is not used. */
#define EMPTY_BYTES 16

/* Pieces of a text that are looked for in the file, which cuts long ones. */
#define PIECE_BYTES 12

#define IN_2100 INT64_C(4102444800)
#define SOME_DAY 1473446700 /* 2016-09-09T18:45:00Z */

/* ------------------------------------------------------------- sample ---- */

static void put_article(newsidx *index, newsidx_article *article)
{
    newsidx_error err;

    err.message[0] = '\0';
    if (newsidx_put(index, article, NULL, &err) < 0)
        fail_msg("%s", err.message);
}

static void put_made(newsidx *index, const char *key, unsigned number,
                     size_t body_length)
{
    char headline[60];
    char dropped[80];
    char *body = malloc(body_length);
    newsidx_article article = NEWSIDX_ARTICLE_INIT;

    assert_non_null(body);
    made_text(body, body_length, number);
    made_text(headline, sizeof headline, number + 1000);
    made_text(dropped, sizeof dropped, number + 2000);
    article = make_article(key, headline, body);
    article.byline = text_of("Ada Meier");
    article.dateline = text_of("BERN (Wire)");
    article.source = text_of(number % 2 == 0 ? "The Wire" : "Daily Paper");
    article.section = text_of("World");
    article.keywords = text_of("rivers, towns");
    article.url = text_of("https://example.org/a");
    article.language = text_of(number % 3 == 0 ? "de" : "en");
    article.dropped = text_of(dropped);
    article.copyright = text_of("(c) The Wire");
    article.extra = text_of("{\"slug\":\"rain\"}");
    article.published_at = SOME_DAY + (int64_t)number;
    article.updated_at = SOME_DAY + 60;
    article.urgency = number % 9;
    put_article(index, &article);
    free(body);
}

static void put_restricted(newsidx *index)
{
    newsidx_article article =
        make_article("later", "Rain in Bern", "Snow fell in the town.");

    article.edition = 2;
    article.embargoed_until = IN_2100;
    put_article(index, &article);
    article.edition = 3;
    article.embargoed_until = IN_2100 + 1;
    put_article(index, &article);
    article = make_article("edited", "Hail in Bern", "Hail fell.");
    article.edition = 5;
    put_article(index, &article);
    article.edition = 4;
    article.body = text_of("Hail was about to fall.");
    put_article(index, &article);
    article = make_article("withheld", "Fog in Bern", "Fog was seen.");
    put_article(index, &article);
    article.body = text_of("Fog was not seen.");
    article.usage = NEWSIDX_WITHHELD;
    put_article(index, &article);
    article = make_article("canceled", "Sun in Bern", "The sun was seen.");
    article.usage = NEWSIDX_CANCELED;
    put_article(index, &article);
}

static void fill(newsidx *index)
{
    char key[16];

    EXPECT_OK(newsidx_begin(index, &err));
    for (unsigned i = 1; i <= 12; i++) {
        snprintf(key, sizeof key, "made-%u", i);
        put_made(index, key, i, i % 4 == 0 ? 40000 : 300 * i);
    }
    put_made(index, "made-3", 20, 500);
    put_made(index, "made-3", 21, 700);
    put_made(index, "gone", 22, 800);
    put_restricted(index);
    EXPECT_OK(newsidx_remove(index, text_of("gone"), &err));
    EXPECT_OK(newsidx_commit(index, &err));
    EXPECT_OK(newsidx_optimize(index, &err));
    put_made(index, "made-1", 23, 400);
    put_made(index, "last", 24, 20000);
}

/* ---------------------------------------------------------- readings ---- */

typedef struct text {
    char *bytes;
    size_t length;
} text;

static void add(text *to, const char *string)
{
    const size_t length = strlen(string);

    to->bytes = realloc(to->bytes, to->length + length + 2);
    assert_non_null(to->bytes);
    memcpy(to->bytes + to->length, string, length + 1);
    to->length += length;
}

static bool add_rows(text *to, const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(statement);
        for (int i = 0;
             code == SQLITE_ROW && i < sqlite3_column_count(statement); i++) {
            const char *value = (const char *)sqlite3_column_text(statement, i);

            add(to, value != NULL ? value : "");
            add(to, "\n");
        }
    }
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return code == SQLITE_DONE;
}

static bool add_hits(text *to, newsidx *index, const char *words)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = parse(words);
    newsidx_results *results = NULL;
    const newsidx_hit *hit = NULL;
    newsidx_error failure;
    bool is_read;

    options.shape = NEWSIDX_IDS;
    options.limit = 100;
    is_read = newsidx_search(index, query, &options, &results, &failure) >= 0;
    while (is_read &&
           newsidx_results_next(results, &hit, &failure) == NEWSIDX_OK) {
        char line[80];

        snprintf(line, sizeof line, "%lld %.17g\n", (long long)hit->id,
                 hit->score);
        add(to, line);
    }
    newsidx_results_free(results);
    newsidx_query_free(query);
    return is_read;
}

/* NULL if something can't be read. */
static char *read_all(const char *path)
{
    static const char *const tables[] = {
        "SELECT quote(id), quote(key), quote(version), quote(published), "
        "quote(updated), quote(embargo), quote(ingested), quote(edition), "
        "quote(urgency), quote(usage), quote(language), quote(headline), "
        "quote(byline), quote(dateline), quote(source), quote(section), "
        "quote(keywords), quote(url), quote(copyright), quote(dropped), "
        "quote(boundaries), quote(extra), quote(body) FROM article "
        "ORDER BY id",
        "SELECT id, state, quote(since), quote(until) FROM hidden",
        "SELECT id, kind, quote(text) FROM label"};
    static const char *const queries[] = {"rain",        "bern OR snow OR hail",
                                          "source:wire", "lang:de",
                                          "fog",         "date:2016-09-09"};
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx *index = NULL;
    text all = {NULL, 0};
    bool is_read = true;

    for (size_t i = 0; i < sizeof tables / sizeof *tables && is_read; i++)
        is_read = add_rows(&all, path, tables[i]);
    options.mode = NEWSIDX_READ_WRITE;
    is_read = is_read && newsidx_open(path, &options, &index, NULL) >= 0;
    for (size_t i = 0; i < sizeof queries / sizeof *queries && is_read; i++)
        is_read = add_hits(&all, index, queries[i]);
    newsidx_close(index);
    if (is_read)
        return all.bytes;
    free(all.bytes);
    return NULL;
}

bool damage_reads_the_same(const damage_sample *sample)
{
    char *now = read_all(DAMAGED_PATH);
    const bool is_same = now != NULL && strcmp(now, sample->readings) == 0;

    free(now);
    return is_same;
}

static char *column_text(sqlite3_stmt *statement, int column)
{
    const char *value = (const char *)sqlite3_column_text(statement, column);
    char *copy = strdup(value != NULL ? value : "");

    assert_non_null(copy);
    return copy;
}

damage_truth *damage_read_truths(const char *path, size_t *out_count)
{
    static const char sql[] =
        "SELECT key, quote(published) || quote(updated) || quote(embargo) || "
        "quote(ingested) || quote(edition) || quote(urgency) || quote(usage) "
        "|| quote(language) || quote(headline) || quote(byline) || "
        "quote(dateline) || quote(source) || quote(section) || "
        "quote(keywords) || quote(url) || quote(copyright) || quote(dropped) "
        "|| quote(extra) || quote(body), "
        "version || ' ' || quote(state) || ' ' || quote(since) || ' ' || "
        "quote(until) FROM article LEFT JOIN hidden USING(id) ORDER BY id";
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    damage_truth *truths = calloc(1, sizeof *truths);
    size_t count = 0;

    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL),
                     SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW) {
        damage_truth *more = realloc(truths, (count + 2) * sizeof *truths);

        assert_non_null(more);
        truths = more;
        count++;
        truths[count].pages = NULL;
        truths[count].key = column_text(statement, 0);
        truths[count].content = column_text(statement, 1);
        truths[count].place = column_text(statement, 2);
    }
    assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    *out_count = count;
    return truths;
}

void damage_free_truths(damage_truth *truths, size_t count)
{
    for (size_t i = 1; i <= count; i++) {
        free(truths[i].key);
        free(truths[i].content);
        free(truths[i].place);
        free(truths[i].pages);
    }
    free(truths);
}

/* ------------------------------------------------------------- bytes ---- */

static void mark(damage_sample *sample, damage_truth *truth, const char *piece,
                 size_t length)
{
    const char *at = sample->bytes;
    size_t left = sample->length;

    for (;;) {
        at = memmem(at, left, piece, length);
        if (at == NULL)
            return;
        memset(sample->is_text + (at - sample->bytes), true, length);
        truth->pages[(size_t)(at - sample->bytes) / DAMAGE_PAGE] = true;
        at++;
        left = sample->length - (size_t)(at - sample->bytes);
    }
}

/* Texts are as they are in the file; long ones run over from page to page. What
 * is said of an article has a quote at each end. */
static void mark_texts(damage_sample *sample)
{
    for (size_t i = 1; i <= sample->count; i++) {
        damage_truth *truth = &sample->truths[i];
        const char *end;

        truth->pages = calloc(sample->length / DAMAGE_PAGE + 1, 1);
        assert_non_null(truth->pages);
        for (const char *at = strchr(truth->content, '\''); at != NULL;
             at = strchr(end + 1, '\'')) {
            end = strchr(++at, '\'');
            assert_non_null(end);
            for (size_t j = 0; at + j + PIECE_BYTES <= end; j += PIECE_BYTES)
                mark(sample, truth, at + j, PIECE_BYTES);
        }
    }
}

int damage_make_sample(void **state)
{
    damage_sample *sample = calloc(1, sizeof *sample);
    newsidx *index = open_new();

    assert_non_null(sample);
    fill(index);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
    sample->bytes = read_file(INDEX_PATH, &sample->length);
    sample->is_text = calloc(sample->length, sizeof *sample->is_text);
    assert_non_null(sample->is_text);
    sample->truths = damage_read_truths(INDEX_PATH, &sample->count);
    mark_texts(sample);
    sample->readings = read_all(INDEX_PATH);
    assert_non_null(sample->readings);
    *state = sample;
    return 0;
}

int damage_free_sample(void **state)
{
    damage_sample *sample = *state;

    damage_free_truths(sample->truths, sample->count);
    free(sample->readings);
    free(sample->is_text);
    free(sample->bytes);
    free(sample);
    return 0;
}

void damage_write(const char *bytes, size_t length)
{
    remove_index(DAMAGED_PATH);
    write_file(DAMAGED_PATH, bytes, length);
}

bool damage_is_used(const damage_sample *sample, size_t offset)
{
    const size_t first = offset < EMPTY_BYTES ? 0 : offset - EMPTY_BYTES;

    for (size_t i = first; i <= offset + EMPTY_BYTES && i < sample->length; i++)
        if (sample->bytes[i] != 0)
            return true;
    return false;
}
