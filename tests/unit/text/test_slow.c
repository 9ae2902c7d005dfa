/*
 * Texts that are slow to careless code: long words and gaps, and what makes a
 * reader look ahead again from each place. Ten times the text may take ten
 * times as long; the bound is generous, for machines are busy, and far below
 * the hundred times that a quadratic step would take.
 */
#include "tokens.h"

#include <time.h>

#define SHORT_BYTES 200000
#define LONG_FACTOR 10
#define MOST_FACTOR 50

static int count_token(const nx_token *token, void *user)
{
    size_t *count = user;

    *count += token->exact.length;
    return 0;
}

/* Of the processor, for other programs don't count; in microseconds. */
static int64_t used_us(void)
{
    struct timespec now;

    assert_int_equal(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now), 0);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* The best of three, in microseconds, at least 100. */
static int64_t measure(nx_analyzer *analyzer, newsidx_text text)
{
    int64_t best = INT64_MAX;

    for (int i = 0; i < 3; i++) {
        const int64_t start = used_us();
        size_t count = 0;
        int64_t took;

        assert_int_equal(nx_analyze(analyzer, text, count_token, &count, NULL),
                         NEWSIDX_OK);
        took = used_us() - start;
        if (took < best)
            best = took;
    }
    return best > 100 ? best : 100;
}

/* `first`, then `again` over and over. */
static void check(const char *language, const char *first, const char *again)
{
    const size_t length = (size_t)SHORT_BYTES * LONG_FACTOR;
    const size_t again_length = strlen(again);
    char *text = malloc(length + again_length);
    nx_analyzer *analyzer = analyzer_of(language);
    size_t used = strlen(first);
    int64_t short_us;
    int64_t long_us;

    assert_non_null(text);
    memcpy(text, first, used);
    for (; used < length; used += again_length)
        memcpy(text + used, again, again_length);
    short_us = measure(analyzer, nx_str_slice(text, SHORT_BYTES));
    long_us = measure(analyzer, nx_str_slice(text, length));
    if (long_us > short_us * MOST_FACTOR)
        fail_msg("\"%s%s%s...\": %ld us, ten times as much %ld us", first,
                 again, again, (long)short_us, (long)long_us);
    nx_analyzer_free(analyzer);
    free(text);
}

static void long_words_are_linear(void **state)
{
    (void)state;
    check("en", "", "a");
    check("en", "", "A");
    check("en", "", "\u00E9");
    check("ta", "", "\u0B85");
    check("ar", "", "\u0643");
    check("de", "", "\u00E4a");
    check("en", "", "9");
    check("en", "", "\uFDFA");
}

static void combining_marks_are_linear(void **state)
{
    (void)state;
    check("en", "a", "\u0301");
    check("en", "a", "\u0316\u0301");
    check("en", "", "a\u0301\u0316\u0301\u0316\u0301\u0316\u0301\u0316");
    check("ja", "\u304B", "\u3099");
    check("en", "", "\u0301");
}

static void invisible_characters_are_linear(void **state)
{
    (void)state;
    check("en", "a", "\u00AD");
    check("en", "", "a\u00AD");
    check("en", "", "a\u00AD'");
    check("en", "a", "\u200D\u00AD");
}

static void signs_within_words_are_linear(void **state)
{
    (void)state;
    check("en", "", ".");
    check("en", "a", ".");
    check("en", "a", "'");
    check("en", "", "a'");
    check("en", "", "a's'");
    check("fr", "", "l'");
    check("tr", "", "a'");
    check("en", "a", "-");
    check("en", "", "a-");
    check("en", "", "a--b");
    check("en", "", "U.");
    check("en", "", "U.U.U.a ");
    check("en", "", "[a]");
    check("ca", "", "l\u00B7");
    check("he", "", "\u05D0\"");
}

static void numbers_are_linear(void **state)
{
    (void)state;
    check("en", "", "1,");
    check("en", "", "111,");
    check("en", "", "1.");
    check("de", "", "111.");
    check("en", "1,", "1");
    check("en", "1.", "1");
    check("en", "1", ",1.1");
}

static void gaps_are_linear(void **state)
{
    (void)state;
    check("en", "a", "\n");
    check("en", "a", "\r\n");
    check("en", "a.", " ");
    check("en", "a", ". ");
    check("en", "", "a.\n");
    check("en", "", "a. ");
    check("en", "", "A.A ");
    check("en", "a", "\u201D");
    check("en", "", "a\n ");
    check("en", "a.\n", " ");
}

static void capitals_are_linear(void **state)
{
    (void)state;
    check("en", "", "US ");
    check("en", "", "US us ");
    check("en", "", "A.B. The ");
    check("en", "", "Inc. The ");
}

static void runs_are_linear(void **state)
{
    (void)state;
    check("zh", "", "\u4E2D");
    check("th", "", "\u0E01\u0E31");
    check("ko", "", "\u1112\u1161\u11AB");
    check("ko", "\u1112", "\u1161");
    check("zh", "", "\u4E2D\u3002");
    check("ja", "", "\uFF76\uFF9E");
}

static void broken_bytes_are_linear(void **state)
{
    (void)state;
    check("en", "", "\xFF");
    check("en", "a", "\xC3");
    check("en", "", "a\xE2\x80");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_words_are_linear),
        cmocka_unit_test(combining_marks_are_linear),
        cmocka_unit_test(invisible_characters_are_linear),
        cmocka_unit_test(signs_within_words_are_linear),
        cmocka_unit_test(numbers_are_linear),
        cmocka_unit_test(gaps_are_linear),
        cmocka_unit_test(capitals_are_linear),
        cmocka_unit_test(runs_are_linear),
        cmocka_unit_test(broken_bytes_are_linear),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
