#include "victim.h"

#include "../api/fixture.h"
#include "disk/frame.h"
#include "made_text.h"

/* Enough for a ranked list of several chunks, and in one commit each so many
 * that it becomes a segment. */
#define SHORT_ARTICLES 2200
#define SEGMENT_ARTICLES 1100
#define LONG_ARTICLES 100
#define LONG_WORDS 260

#define SAMPLES 256
#define SAMPLE_BYTES ((size_t)600)

/* ------------------------------------------------------------- index ---- */

static void put_short(newsidx *index, int number)
{
    static const char *const sources[] = {"AP", "Reuters", "The Daily Star"};
    newsidx_article article = NEWSIDX_ARTICLE_INIT;
    char key[16];

    snprintf(key, sizeof key, "k%d", number);
    article.key = text_of(key);
    article.headline = text_of(number % 3 == 0 ? "Rain" : "Snow and rain");
    article.body = text_of(number % 7 == 0 ? "Hail fell." : "It rained.");
    article.published_at = 1472688000 + number * INT64_C(3600);
    if (number % 50 == 0) {
        article.source = text_of(sources[number / 50 % 3]);
        article.section = text_of("weather");
        article.byline = text_of("Matthew Lee");
        article.keywords = text_of("rain, hail");
    }
    if (number % 400 == 1)
        article.embargoed_until = INT64_C(4102444800);
    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
}

/* One word so often that the doclist of its term is longer than a leaf. */
static void put_long(newsidx *index, int number)
{
    static char body[LONG_WORDS * 8];
    size_t used = 0;
    char key[16];

    for (int i = 0; i < LONG_WORDS; i++)
        used += (size_t)snprintf(body + used, sizeof body - used, "%s ",
                                 i % 50 == 49 ? "wind.\n" : "storm");
    snprintf(key, sizeof key, "long%d", number);
    put(index, key, "Storm", body);
}

/* From now on commits make frames of bodies. */
static void add_dictionary(const char *path)
{
    static char samples[SAMPLES * SAMPLE_BYTES];
    static char bytes[NX_DICTIONARY_BYTES];
    size_t lengths[SAMPLES];
    nx_dictionary *made = NULL;
    sqlite3_stmt *insert = NULL;
    size_t used = 0;
    size_t length = 0;
    sqlite3 *db;

    for (unsigned i = 0; i < SAMPLES; i++) {
        made_text(samples + used, SAMPLE_BYTES, 100 + i);
        lengths[i] = strlen(samples + used);
        used += lengths[i];
    }
    if (nx_dictionary_train(samples, lengths, SAMPLES, bytes, &length) < 0 ||
        nx_dictionary_new((newsidx_text){bytes, length}, &made) < 0)
        fail_msg("no dictionary was trained");
    db = victim_open_raw(path);
    victim_run(db, "UPDATE meta SET value = value || ' zstd' "
                   "WHERE name = 'features'");
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "INSERT INTO dictionary VALUES(?1, ?2)",
                                        -1, &insert, NULL),
                     SQLITE_OK);
    sqlite3_bind_int64(insert, 1, nx_dictionary_id(made));
    sqlite3_bind_blob64(insert, 2, bytes, length, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(insert), SQLITE_DONE);
    sqlite3_finalize(insert);
    victim_run(db, "INSERT INTO meta(name, value) "
                   "SELECT 'dictionary', data FROM dictionary");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    nx_dictionary_free(made);
}

static void put_packed(newsidx *index)
{
    char body[SAMPLE_BYTES];
    char key[16];

    for (unsigned i = 0; i < 20; i++) {
        made_text(body, sizeof body, i);
        snprintf(key, sizeof key, "packed%u", i);
        put(index, key, "Packed", body);
    }
}

void victim_make_index(const char *path)
{
    newsidx *index;

    remove_index(path);
    index = open_index(path, NEWSIDX_READ_WRITE_CREATE);
    for (int i = 0; i < SHORT_ARTICLES; i++) {
        if (i % SEGMENT_ARTICLES == 0)
            EXPECT_OK(newsidx_begin(index, &err));
        put_short(index, i);
        if (i % SEGMENT_ARTICLES == SEGMENT_ARTICLES - 1)
            EXPECT_OK(newsidx_commit(index, &err));
    }
    EXPECT_OK(newsidx_begin(index, &err));
    for (int i = 0; i < LONG_ARTICLES; i++)
        put_long(index, i);
    EXPECT_OK(newsidx_commit(index, &err));
    put(index, "k1", "Rain again", "The second version.");
    EXPECT_OK(newsidx_remove(index, text_of("k3"), &err));
    newsidx_close(index);
    if (nx_frame_is_known())
        add_dictionary(path);
    index = open_index(path, NEWSIDX_READ_WRITE);
    put_packed(index);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

/* --------------------------------------------------------------- raw ---- */

sqlite3 *victim_open_raw(const char *path)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    victim_run(db, "PRAGMA synchronous = OFF");
    return db;
}

void victim_run(sqlite3 *db, const char *sql)
{
    char *message = NULL;

    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
}

/* ------------------------------------------------------------ readers --- */

newsidx *victim_open(const char *path, bool is_untrusted, newsidx_error *err)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx *index = NULL;

    memset(err, 0, sizeof *err);
    options.mode = NEWSIDX_READ_ONLY;
    options.untrusted = is_untrusted ? 1 : 0;
    if (newsidx_open(path, &options, &index, err) < 0 &&
        (!victim_is_clean(err->status) || err->message[0] == '\0'))
        fail_msg("opening: %s: %s", newsidx_status_name(err->status),
                 err->message);
    return index;
}

bool victim_is_clean(newsidx_status status)
{
    switch (status) {
    case NEWSIDX_ERR_MISUSE:
    case NEWSIDX_ERR_OPTIONS:
    case NEWSIDX_ERR_QUERY:
    case NEWSIDX_ERR_INPUT:
    case NEWSIDX_ERR_CANCELLED:
    case NEWSIDX_ERR_INTERNAL:
    case NEWSIDX_ERR_READ_ONLY:
        return false;
    default:
        return true;
    }
}

static void expect_clean(newsidx_status status, const char *doing,
                         const newsidx_error *err)
{
    if (!victim_is_clean(status))
        fail_msg("%s: %s: %s", doing, newsidx_status_name(status),
                 err->message);
}

/* Texts of hits are UTF-8 that ends in NUL, whatever the file has. */
static size_t look_at(newsidx_text text)
{
    return text.bytes == NULL ? 0 : strlen(text.bytes);
}

static void look_at_hits(newsidx_results *results)
{
    const newsidx_hit *hit = NULL;
    newsidx_error err = {.status = NEWSIDX_OK};
    size_t seen = 0;

    while (newsidx_results_next(results, &hit, &err) == NEWSIDX_OK) {
        seen += look_at(hit->key) + look_at(hit->headline);
        for (size_t i = 0; i < hit->passage_count; i++)
            seen += look_at(newsidx_hit_passage(hit, i)->text);
    }
    assert_true(seen < (size_t)1 << 32);
    newsidx_results_free(results);
}

static void run_query(newsidx *index, const char *text, newsidx_shape shape)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_error err = {.status = NEWSIDX_OK};
    newsidx_results *results = NULL;
    newsidx_query *query = parse(text);
    newsidx_status status;

    options.shape = shape;
    options.limit = 20;
    options.timeout_ms = 2000;
    options.advise = 1;
    status = newsidx_search(index, query, &options, &results, &err);
    expect_clean(status, text, &err);
    if (status >= 0)
        look_at_hits(results);
    newsidx_query_free(query);
}

static void read_articles(newsidx *index)
{
    static const char *const keys[] = {"k1", "k9", "long3", "packed4"};
    newsidx_error err = {.status = NEWSIDX_OK};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        newsidx_record *record = NULL;
        int64_t id = 0;
        newsidx_status status =
            newsidx_find(index, text_of(keys[i]), &id, &err);

        expect_clean(status, "finding a key", &err);
        if (status != NEWSIDX_OK)
            continue;
        status = newsidx_read(index, id, &record, &err);
        expect_clean(status, "reading an article", &err);
        newsidx_record_free(record);
    }
}

static void count(newsidx *index)
{
    newsidx_error err = {.status = NEWSIDX_OK};
    newsidx_query *query = parse("rain OR packed");
    newsidx_tally *tally = NULL;
    newsidx_info info = NEWSIDX_INFO_INIT;

    expect_clean(newsidx_get_info(index, &info, &err), "info", &err);
    expect_clean(newsidx_facet(index, query, NULL, &tally, &err), "a facet",
                 &err);
    newsidx_tally_free(tally);
    newsidx_query_free(query);
}

static const char *const queries[] = {"rain",           "rain OR snow OR hail",
                                      "storm wind",     "\"it rained\"",
                                      "sto*",           "stomr~1",
                                      "storm w/3 wind", "*",
                                      "source:AP",      "date:2016-09",
                                      "rain -snow"};
#define QUERIES (sizeof queries / sizeof *queries)

void victim_use(newsidx *index)
{
    for (size_t i = 0; i < QUERIES; i++)
        victim_search(index, i);
    read_articles(index);
    count(index);
}

void victim_search(newsidx *index, size_t number)
{
    run_query(index, queries[number % QUERIES],
              number % 4 == 3 ? NEWSIDX_PASSAGES : NEWSIDX_ARTICLES);
}

void victim_check(newsidx *index)
{
    newsidx_error err = {.status = NEWSIDX_OK};

    expect_clean(newsidx_check(index, NULL, NULL, &err), "a check", &err);
}
