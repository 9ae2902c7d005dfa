/* Reading articles while memory runs out. */
#include "formats/reader.h"

#include "base/str.h"
#include "failing_memory.h"
#include "ingest/walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

/* More allocations than any scenario here makes. */
#define MOST_ALLOCATIONS 1000

static newsidx_text rest;

static ptrdiff_t read_rest(const char **bytes, void *user)
{
    const size_t length = rest.length < 37 ? rest.length : 37;

    (void)user;
    *bytes = rest.bytes;
    rest.bytes += length;
    rest.length -= length;
    return (ptrdiff_t)length;
}

/* Read all articles of `text`; how many, in *out_count. */
static newsidx_status read_all(const char *text, size_t *out_count)
{
    const nx_reader_options options = {
        NEWSIDX_FORMAT_AUTO, nx_str("Harbor Press"), nx_str("/news/a.txt"), 0};
    newsidx_status status;
    newsidx_error err;
    nx_reader *reader = NULL;
    nx_item item;

    *out_count = 0;
    rest = nx_str(text);
    nx_item_init(&item);
    status = nx_reader_open(read_rest, NULL, &options, &reader, &err);
    while (status >= 0) {
        status = nx_reader_next(reader, &item, &err);
        if (status != NEWSIDX_OK)
            break;
        *out_count += 1;
    }
    if (status == NEWSIDX_ERR_MEMORY)
        assert_string_equal(err.message, "out of memory");
    nx_reader_free(reader);
    nx_item_finish(&item);
    return status;
}

static newsidx_status read_file(const char *path, size_t *out_count)
{
    newsidx_status status;
    nx_reader *reader = NULL;
    nx_item item;

    *out_count = 0;
    nx_item_init(&item);
    status = nx_reader_open_file(path, NULL, &reader, NULL);
    while (status >= 0) {
        status = nx_reader_next(reader, &item, NULL);
        if (status != NEWSIDX_OK)
            break;
        *out_count += 1;
    }
    nx_reader_free(reader);
    nx_item_finish(&item);
    return status;
}

static newsidx_status walk(const char *path, size_t *out_count)
{
    newsidx_status status;
    nx_walk_file *files;
    nx_arena arena;

    nx_arena_init(&arena);
    status = nx_walk(&path, 1, &arena, &files, out_count, NULL);
    assert_true(status == NEWSIDX_OK || files == NULL);
    nx_arena_finish(&arena);
    return status < 0 ? status : NEWSIDX_DONE;
}

/*
 * Let the first allocation fail, then the second and so on, alone or with all
 * that follow, until the scenario ends as it does with memory enough. The
 * sanitizers, or valgrind, see what leaks.
 */
static void fail_each(newsidx_status (*run)(const char *, size_t *),
                      const char *input, size_t wanted_count)
{
    for (int and_on = 0; and_on < 2; and_on++) {
        size_t number = 1;
        bool failed = true;

        for (; failed && number < MOST_ALLOCATIONS; number++) {
            size_t count;
            newsidx_status status;

            failing_memory_begin(number, and_on != 0);
            status = run(input, &count);
            failed = failing_memory_end();
            assert_int_equal(status,
                             failed ? NEWSIDX_ERR_MEMORY : NEWSIDX_DONE);
            if (!failed)
                assert_int_equal(count, wanted_count);
        }
        assert_in_range(number, 5, MOST_ALLOCATIONS - 1);
    }
}

static const char plain[] =
    "Share\n\nTalks end without a deal\n\nThey shake hands.\n"
    "They shake hands.\n\nIva Korin\nAssociated Press\nSeptember 9, 2016\n\n"
    "TELMIRA (AP) - The talks ended on Friday, and dinner was had by all.\n\n"
    "Nobody signed.\n\nThey left.\n\nKorin meets Arlov in the hills\n";

static void plain_texts_fail_cleanly(void **state)
{
    (void)state;
    fail_each(read_all, plain, 1);
}

#ifdef NX_HAVE_JSON
static void json_lines_fail_cleanly(void **state)
{
    (void)state;
    fail_each(read_all,
              "{\"id\": 1, \"title\": \"T\", \"text\": [\"a\", \"b\"], "
              "\"by\": [{\"name\": \"Lee\"}], \"date\": \"soon\", "
              "\"lang\": \"en_US\", \"source\": \"AP\"}\n"
              "{\"title\": \"T\", \"lang\": \"English\", \"tags\": [1, 2]}\n",
              2);
}
#endif

#ifdef NX_HAVE_FORMATS
static void pages_fail_cleanly(void **state)
{
    (void)state;
    fail_each(
        read_all,
        "<!doctype html><html lang=en><title>Talks end | Press</title>"
        "<meta name=description content='&eacute;'><meta name=og:x content=y>"
        "<script type='application/ld+json'>{\"@type\": \"Article\", "
        "\"headline\": \"Talks &amp; more\", \"dateModified\": \"soon\"}"
        "</script><nav>Home</nav><div class=story-body><p>GENEVA (AP) - The "
        "talks ended on Friday, and nobody who was there said anything about "
        "it &mdash; or had it said.<figure>A picture</figure><p>More.</div>",
        1);
}
#endif

static void write_text(const char *path)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_true(fputs(plain, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void files_fail_cleanly(void **state)
{
    (void)state;
    write_text("a.txt");
    fail_each(read_file, "a.txt", 1);
}

static void walks_fail_cleanly(void **state)
{
    (void)state;
    assert_int_equal(mkdir("top", 0700), 0);
    assert_int_equal(mkdir("top/below", 0700), 0);
    for (int i = 0; i < 70; i++) {
        char path[40];

        snprintf(path, sizeof path, "top/below/%d.txt", i);
        write_text(path);
    }
    fail_each(walk, "top", 70);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#ifdef NX_HAVE_JSON
        cmocka_unit_test(json_lines_fail_cleanly),
#endif
#ifdef NX_HAVE_FORMATS
        cmocka_unit_test(pages_fail_cleanly),
#endif
        cmocka_unit_test(plain_texts_fail_cleanly),
        cmocka_unit_test(files_fail_cleanly),
        cmocka_unit_test(walks_fail_cleanly)};

    if (!failing_memory_works()) {
        printf("skipped: not linked with --wrap=malloc\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
