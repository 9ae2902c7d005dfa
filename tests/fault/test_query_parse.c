/* Parsing with each allocation failing in turn. */
#include "query/parse.h"

#include "base/memory.h"
#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

/*
 * These stand for all of base/memory.c, which the linker then leaves out of
 * the static library.
 */
static size_t until_failure; /* 0: never */
static size_t held_count;

static bool may_allocate(void)
{
    return until_failure == 0 || --until_failure > 0;
}

void *nx_alloc(size_t length)
{
    return nx_alloc_zeroed(1, length);
}

void *nx_alloc_zeroed(size_t count, size_t element_length)
{
    void *memory;

    if (!may_allocate())
        return NULL;
    memory = calloc(count + 1, element_length + 1);
    if (memory != NULL)
        held_count++;
    return memory;
}

void *nx_realloc(void *memory, size_t length)
{
    void *grown;

    if (!may_allocate())
        return NULL;
    grown = realloc(memory, length + 1);
    if (grown != NULL && memory == NULL)
        held_count++;
    return grown;
}

void nx_free(void *memory)
{
    if (memory != NULL)
        held_count--;
    free(memory);
}

/* From one element on, so that there are many failures to have. */
bool nx_grow(void **array, size_t *capacity, size_t count,
             size_t element_length)
{
    const size_t wanted = count * 2 - 1;
    void *grown;

    if (count <= *capacity)
        return true;
    grown = nx_realloc(*array, wanted * element_length);
    if (grown == NULL)
        return false;
    *array = grown;
    *capacity = wanted;
    return true;
}

/* True if the parser was done before the failure that was asked for. */
static bool parse_failing(newsidx_text text,
                          const newsidx_query_options *options, size_t failure)
{
    newsidx_query *query = NULL;
    newsidx_error err;
    newsidx_status status;
    bool is_done;

    until_failure = failure;
    held_count = 0;
    status = nx_query_parse(text, options, &query, &err);
    is_done = until_failure > 0;
    until_failure = 0;
    if (is_done) {
        assert_int_equal(status, NEWSIDX_OK);
    } else {
        assert_int_equal(status, NEWSIDX_ERR_MEMORY);
        assert_null(query);
        assert_string_equal(err.message, "out of memory");
    }
    nx_query_free(query);
    assert_int_equal(held_count, 0);
    return is_done;
}

static void check_text(const char *text, newsidx_match match, uint32_t phrase)
{
    newsidx_query_options options = NEWSIDX_QUERY_OPTIONS_INIT;
    size_t failure = 1;

    options.match = match;
    options.phrase = phrase;
    while (!parse_failing(nx_str(text), &options, failure))
        failure++;
    assert_true(failure > 5);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    check_text("", NEWSIDX_MATCH_ALL, 0);
    check_text("kerry OR \"new york\" -(=a b* NOT hd:c) x:y or \"\"\"q\"",
               NEWSIDX_MATCH_ALL, 0);
    check_text("-a OR -(b c) OR \xFF headlin:x \"unclosed", NEWSIDX_MATCH_ALL,
               0);
    check_text("kerry w/ (lavrov -geneva) (a b) w/5 hd:(c d) a NOT w/s b",
               NEWSIDX_MATCH_ALL, 0);
    check_text("a w/s b w/s c w/s (d e) NOT w/s f", NEWSIDX_MATCH_ALL, 0);
    check_text("caps(us ~us) atleast0(a b) sentence(verbatim(\"a\") a*b) *",
               NEWSIDX_MATCH_ALL, 0);
    check_text(
        "\"joint (a|b) c\" wom?n lavrof~3 source:AP rst:\"B C\" date:2016",
        NEWSIDX_MATCH_ALL, 0);
    check_text("-source:AP", NEWSIDX_MATCH_ALL, 0);
    check_text("what is the \"vast majority\"", NEWSIDX_MATCH_ANY, 0);
    check_text("joint \"implementation\" center", NEWSIDX_MATCH_ALL, 1);
}

/* Longer than one block of an arena, and than a buffer's first bytes. */
static void every_allocation_of_a_long_query_may_fail(void **state)
{
    char text[1200];

    (void)state;
    for (size_t i = 0; i + 1 < sizeof text; i++)
        text[i] = "a* (b) OR -c \x01"[i % 14];
    text[sizeof text - 1] = '\0';
    check_text(text, NEWSIDX_MATCH_ALL, 0);
    check_text(text, NEWSIDX_MATCH_ANY, 0);
    check_text(text, NEWSIDX_MATCH_ALL, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(every_allocation_of_a_long_query_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
