/* The index that the scenarios begin with, and what must be true of it. */
#define _POSIX_C_SOURCE 200809L

#include "scenarios.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *template_bytes;
static size_t template_length;

void scenarios_write_file(const char *name, const char *text)
{
    FILE *file = fopen(name, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

void scenarios_remove_index(const char *path)
{
    static const char *const beside[] = {"", "-wal", "-shm", "-journal",
                                         ".lock"};
    char name[64];

    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        snprintf(name, sizeof name, "%s%s", path, beside[i]);
        unlink(name);
    }
}

static void put(newsidx *index, const char *key, const char *headline,
                const char *body)
{
    newsidx_article article = make_article(key, headline, body);

    article.source = text_of("Wire");
    article.byline = text_of("Ann Lee, Piet Salas");
    article.keywords = text_of("alpha, beta");
    article.published_at = INT64_C(1473429930);
    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
}

static void put_with_fields(newsidx *index)
{
    newsidx_article article =
        make_article("key-5", "US rain", "Geneva. No end of rain for us.");

    article.source = text_of("AP");
    article.section = text_of("world");
    article.keywords = text_of("rain, Geneva");
    article.published_at = SOME_DAY;
    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    article.embargoed_until = IN_2100;
    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
}

static void keep_template(void)
{
    FILE *file = fopen(TEMPLATE_PATH, "rb");
    struct stat about;

    assert_non_null(file);
    assert_int_equal(fstat(fileno(file), &about), 0);
    template_length = (size_t)about.st_size;
    free(template_bytes);
    template_bytes = malloc(template_length);
    assert_non_null(template_bytes);
    assert_int_equal(fread(template_bytes, 1, template_length, file),
                     template_length);
    fclose(file);
}

void scenarios_prepare(void)
{
    newsidx *index = NULL;

    mkdir("folder", 0700);
    scenarios_write_file("folder/a.txt",
                         "Rain in town\n\nGENEVA (AP) - It rained.\n");
    scenarios_write_file("folder/b.txt", "Bad \xFF bytes\n");
#ifdef NX_HAVE_JSON
    scenarios_write_file(
        "folder/c.jsonl",
        "{\"id\": \"j1\", \"title\": \"Rain\", \"text\": \"In Bern.\"}\n"
        "{\"id\": broken\n"
        "{\"id\": \"j2\", \"title\": \"Regen\", \"lang\": \"de\"}\n");
#endif
    scenarios_remove_index(TEMPLATE_PATH);
    EXPECT_OK(newsidx_open(TEMPLATE_PATH, NULL, &index, &err));
    EXPECT_OK(newsidx_begin(index, &err));
    put(index, "key-1", "Rain", "In Geneva the rain fell.");
    put(index, "key-1", "Rain", "In Geneva the rain fell on the town.");
    put(index, "key-2", "Snow", "No rain at all.");
    put(index, "key-3", "Town hall", "The rain. The rains. A town in Geneva.");
    put(index, "key-4", "Removed", "Rain, removed.");
    EXPECT_OK(newsidx_remove(index, text_of("key-4"), &err));
    EXPECT_OK(newsidx_commit(index, &err));
    /* All but one are in ranked lists then. */
    EXPECT_OK(newsidx_optimize(index, &err));
    put_with_fields(index);
    newsidx_close(index);
    keep_template();
}

void scenarios_copy(const char *path)
{
    FILE *file;

    scenarios_remove_index(path);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(template_bytes, 1, template_length, file),
                     template_length);
    assert_int_equal(fclose(file), 0);
}

void scenarios_restore(void)
{
    scenarios_copy(INDEX_PATH);
}

uint64_t scenarios_count(newsidx *index, const char *text)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    newsidx_results *results = NULL;
    newsidx_query *query = NULL;

    options.limit = 10000;
    EXPECT_OK(newsidx_query_parse(text, NEWSIDX_WHOLE, NULL, &query, &err));
    EXPECT_OK(newsidx_search(index, query, &options, &results, &err));
    EXPECT_OK(newsidx_results_summary(results, &summary, &err));
    newsidx_results_free(results);
    newsidx_query_free(query);
    return summary.total;
}

/* Knuth's way to mix a value into a hash, with the golden ratio's factor. */
static uint64_t mix(uint64_t hash, uint64_t value)
{
    return (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15) + (hash >> 29);
}

uint64_t scenarios_digest(void)
{
    sqlite3_stmt *rows = NULL;
    sqlite3 *db = NULL;
    uint64_t hash = 0;
    int code;

    assert_int_equal(
        sqlite3_open_v2(INDEX_PATH, &db, SQLITE_OPEN_READONLY, NULL),
        SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(db,
                           "SELECT id, version, hash, state, since, until, key "
                           "FROM article LEFT JOIN hidden USING (id) "
                           "ORDER BY id",
                           -1, &rows, NULL),
        SQLITE_OK);
    for (code = sqlite3_step(rows); code == SQLITE_ROW;
         code = sqlite3_step(rows)) {
        const unsigned char *key = sqlite3_column_text(rows, 6);

        for (int i = 0; i < 6; i++)
            hash = mix(hash, (uint64_t)sqlite3_column_int64(rows, i));
        for (; *key != '\0'; key++)
            hash = mix(hash, *key);
    }
    assert_int_equal(code, SQLITE_DONE);
    sqlite3_finalize(rows);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return hash;
}

scenario_digests scenarios_look_at(void (*begin)(void),
                                   newsidx_status (*run)(newsidx *index,
                                                         newsidx_error *err))
{
    newsidx *index = NULL;
    scenario_digests made;

    begin();
    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &index, &err));
    made.before = scenarios_digest();
    EXPECT_OK(run(index, &err));
    made.after = scenarios_digest();
    newsidx_close(index);
    return made;
}

void scenarios_expect_whole(newsidx *index)
{
    newsidx *other = NULL;

    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    assert_true(scenarios_count(index, "rain") >= 2);
    EXPECT_OK(newsidx_open(INDEX_PATH, NULL, &other, &err));
    EXPECT_OK(newsidx_check(other, NULL, NULL, &err));
    assert_int_equal(scenarios_count(other, "rain"),
                     scenarios_count(index, "rain"));
    newsidx_close(other);
}
