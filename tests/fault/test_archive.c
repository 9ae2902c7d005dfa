/* Reading archives while memory runs out. */
#include "formats/reader.h"

#include "base/str.h"
#include "failing_memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* More allocations than reading it makes. */
#define MOST_ALLOCATIONS 1000

#define BLOCK_BYTES 512

#ifdef NX_HAVE_FORMATS
static char archive[16 * BLOCK_BYTES];
static newsidx_text rest;

static ptrdiff_t read_rest(const char **bytes, void *user)
{
    const size_t length = rest.length < 700 ? rest.length : 700;

    (void)user;
    *bytes = rest.bytes;
    rest.bytes += length;
    rest.length -= length;
    return (ptrdiff_t)length;
}

/* Add a file to a tar of the old kind; returns where the next one goes. */
static char *add_file(char *at, const char *name, const char *text)
{
    unsigned sum = 0;

    snprintf(at, 100, "%s", name);
    snprintf(at + 124, 12, "%011o", (unsigned)strlen(text));
    memset(at + 148, ' ', 8);
    for (size_t i = 0; i < BLOCK_BYTES; i++)
        sum += (unsigned char)at[i];
    snprintf(at + 148, 8, "%06o", sum);
    snprintf(at + BLOCK_BYTES, BLOCK_BYTES, "%s", text);
    return at + (size_t)2 * BLOCK_BYTES;
}

static void make_archive(void)
{
    char *at = archive;

    at = add_file(at, "a.txt", "Truce holds\n\nThe road is clear.\n");
    at = add_file(at, "../b.txt", "Truce holds\n\nThe road is clear.\n");
    at = add_file(at, "c.jsonl", "{\"title\": \"Rain\"}\n{\"id\": 1\n");
    add_file(at, "d.txt", "Rain\n\nIt rained.\n");
}

/* How many articles and problems there were, in *out_count. */
static newsidx_status read_all(size_t *out_count)
{
    const nx_reader_options options = {
        NEWSIDX_FORMAT_AUTO, nx_str("Harbor Press"), nx_str("/a.tar"), NULL};
    newsidx_status status;
    nx_reader *reader = NULL;
    nx_item item;

    *out_count = 0;
    rest = nx_str_slice(archive, sizeof archive);
    nx_item_init(&item);
    status = nx_reader_open(read_rest, NULL, &options, &reader, NULL);
    while (status >= 0) {
        status = nx_reader_next(reader, &item, NULL);
        if (status == NEWSIDX_DONE || status == NEWSIDX_ERR_MEMORY)
            break;
        *out_count += 1;
        status = NEWSIDX_OK;
    }
    nx_reader_free(reader);
    nx_item_finish(&item);
    return status;
}

static void archives_fail_cleanly(void **state)
{
    (void)state;
    make_archive();
    for (int and_on = 0; and_on < 2; and_on++) {
        size_t number = 1;
        bool failed = true;

        for (; failed && number < MOST_ALLOCATIONS; number++) {
            newsidx_status status;
            size_t count;

            failing_memory_begin(number, and_on != 0);
            status = read_all(&count);
            failed = failing_memory_end();
            assert_int_equal(status,
                             failed ? NEWSIDX_ERR_MEMORY : NEWSIDX_DONE);
            if (!failed)
                assert_int_equal(count, 5);
        }
        assert_in_range(number, 10, MOST_ALLOCATIONS - 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(archives_fail_cleanly)};

    if (!failing_memory_works()) {
        printf("skipped: not linked with --wrap=malloc\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
#else
int main(void)
{
    printf("skipped: built without archives\n");
    return 77;
}
#endif
