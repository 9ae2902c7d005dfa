/* What the tests of newsidx.h share: a fresh index, articles, expectations. */
#ifndef API_FIXTURE_H
#define API_FIXTURE_H

#include "articles.h"
#include "newsidx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define INDEX_PATH "test.db"

/* A status that isn't the expected one says what the library said. */
#define EXPECT_STATUS(expected, call)                                          \
    do {                                                                       \
        newsidx_error err;                                                     \
        newsidx_status status_;                                                \
        err.message[0] = '\0';                                                 \
        status_ = (call);                                                      \
        if (status_ != (expected))                                             \
            fail_msg("%s: %s, not %s: %s", #call,                              \
                     newsidx_status_name(status_),                             \
                     newsidx_status_name(expected), err.message);              \
    } while (0)

#define EXPECT_OK(call) EXPECT_STATUS(NEWSIDX_OK, call)

static inline void remove_index(const char *path)
{
    static const char *const beside[] = {"",         "-wal",  "-shm",
                                         "-journal", "-lock", ".lock"};
    char name[256];

    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        snprintf(name, sizeof name, "%s%s", path, beside[i]);
        unlink(name);
    }
}

/* Is there a "-wal", ".lock" and the like? */
static inline bool exists_beside(const char *path, const char *ending)
{
    char name[256];

    snprintf(name, sizeof name, "%s%s", path, ending);
    return access(name, F_OK) == 0;
}

static inline newsidx *open_index(const char *path, newsidx_mode mode)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx *index = NULL;

    options.mode = mode;
    EXPECT_OK(newsidx_open(path, &options, &index, &err));
    assert_non_null(index);
    return index;
}

/* An empty index in the test's own folder; what was there is gone. */
static inline newsidx *open_new(void)
{
    remove_index(INDEX_PATH);
    return open_index(INDEX_PATH, NEWSIDX_READ_WRITE_CREATE);
}

static inline int64_t put(newsidx *index, const char *key, const char *headline,
                          const char *body)
{
    newsidx_article article = make_article(key, headline, body);
    int64_t id = 0;

    EXPECT_OK(newsidx_put(index, &article, &id, &err));
    assert_true(id > 0);
    return id;
}

static inline newsidx_query *parse_as(const char *text, newsidx_match match,
                                      uint32_t phrase)
{
    newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_query *query = NULL;

    options.match = match;
    options.phrase = phrase;
    EXPECT_OK(newsidx_query_parse(text, NEWSIDX_WHOLE, &options, &query, &err));
    assert_non_null(query);
    return query;
}

static inline newsidx_query *parse(const char *text)
{
    return parse_as(text, NEWSIDX_MATCH_ALL, 0);
}

static inline newsidx_results *search(newsidx *index,
                                      const newsidx_query *query,
                                      const newsidx_search_options *options)
{
    newsidx_results *results = NULL;

    EXPECT_OK(newsidx_search(index, query, options, &results, &err));
    assert_non_null(results);
    return results;
}

/* NULL behind the last one. */
static inline const newsidx_hit *next_hit(newsidx_results *results)
{
    const newsidx_hit *hit = NULL;
    newsidx_error failure;
    newsidx_status status = newsidx_results_next(results, &hit, &failure);

    if (status < 0)
        fail_msg("newsidx_results_next: %s", failure.message);
    assert_true(status == NEWSIDX_OK || status == NEWSIDX_DONE);
    assert_true((status == NEWSIDX_OK) == (hit != NULL));
    return hit;
}

/* The keys of the rest of some results, with blanks between them. */
static inline void list_keys(newsidx_results *results, char *out, size_t room)
{
    const newsidx_hit *hit;
    size_t used = 0;

    out[0] = '\0';
    for (hit = next_hit(results); hit != NULL; hit = next_hit(results)) {
        used += (size_t)snprintf(out + used, room - used, "%s%s",
                                 used > 0 ? " " : "", hit->key.bytes);
        assert_true(used < room);
    }
}

static inline void expect_hits_with(newsidx *index, const char *text,
                                    newsidx_match match,
                                    const newsidx_search_options *options,
                                    const char *keys)
{
    newsidx_query *query = parse_as(text, match, 0);
    newsidx_results *results = search(index, query, options);
    char got[4096];

    list_keys(results, got, sizeof got);
    if (strcmp(got, keys) != 0)
        fail_msg("%s finds \"%s\", not \"%s\"", text, got, keys);
    newsidx_results_free(results);
    newsidx_query_free(query);
}

/* The query's hits in their order, as keys with blanks between them. */
static inline void expect_hits(newsidx *index, const char *text,
                               const char *keys)
{
    expect_hits_with(index, text, NEWSIDX_MATCH_ALL, NULL, keys);
}

static inline newsidx_info get_info(newsidx *index)
{
    newsidx_info info = NEWSIDX_INFO_INIT;

    EXPECT_OK(newsidx_get_info(index, &info, &err));
    return info;
}

static inline void write_file(const char *path, const void *bytes,
                              size_t length)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static inline void write_string(const char *path, const char *string)
{
    write_file(path, string, strlen(string));
}

/* All bytes of a file; the caller frees them. */
static inline char *read_file(const char *path, size_t *out_length)
{
    FILE *file = fopen(path, "rb");
    char *bytes;
    long length;

    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    length = ftell(file);
    assert_true(length >= 0);
    rewind(file);
    bytes = malloc((size_t)length + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, (size_t)length, file), (size_t)length);
    bytes[length] = '\0';
    fclose(file);
    *out_length = (size_t)length;
    return bytes;
}

#endif
