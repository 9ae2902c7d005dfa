#include "ingest/recurring.h"

#include "base/str.h"
#include "reading.h"

#include <stdio.h>

static void add(nx_recurring *recurring, const char *source, const char *body)
{
    newsidx_article article = NEWSIDX_ARTICLE_INIT;

    article.source = nx_str(source);
    article.body = nx_str(body);
    assert_int_equal(nx_recurring_add(recurring, &article, NULL), NEWSIDX_OK);
}

static void lines_that_recur_are_listed_by_source(void **state)
{
    nx_recurring recurring;
    nx_recurring_line line;
    size_t at = 0;

    (void)state;
    nx_recurring_init(&recurring);
    for (int i = 0; i < 30; i++) {
        char body[200];

        snprintf(body, sizeof body,
                 "Article number %d is about rain.\n\nShare\nShare\n"
                 "They shake hands.\n7\n%s",
                 i, i < 20 ? "  Read more  " : "Number\n");
        add(&recurring, "Harbor Press", body);
        add(&recurring, i < 19 ? "The Daily Star" : NULL, "News\n\nShare this");
    }
    nx_recurring_sort(&recurring);
    assert_true(nx_recurring_next(&recurring, &at, &line));
    assert_text(line.source, "Harbor Press");
    assert_text(line.line, "Share");
    assert_int_equal(line.articles, 30); /* once an article */
    assert_int_equal(line.source_articles, 30);
    assert_true(nx_recurring_next(&recurring, &at, &line));
    assert_text(line.line, "Read more");
    assert_int_equal(line.articles, 20);
    assert_false(nx_recurring_next(&recurring, &at, &line));
    nx_recurring_finish(&recurring);
}

static void few_among_many_are_not_listed(void **state)
{
    nx_recurring recurring;
    nx_recurring_line line;
    size_t at = 0;

    (void)state;
    nx_recurring_init(&recurring);
    for (int i = 0; i < 500; i++)
        add(&recurring, NULL, i < 24 ? "In brief" : "Something else");
    nx_recurring_sort(&recurring);
    assert_true(nx_recurring_next(&recurring, &at, &line));
    assert_text(line.source, "");
    assert_text(line.line, "Something else");
    assert_false(nx_recurring_next(&recurring, &at, &line));
    nx_recurring_finish(&recurring);
}

/* Hundreds of thousands of lines that are seen once make no memory grow. */
static void what_is_seen_once_is_forgotten(void **state)
{
    nx_recurring recurring;
    nx_recurring_line line;
    size_t at = 0;

    (void)state;
    nx_recurring_init(&recurring);
    for (int i = 0; i < 600000; i += 1000) {
        static char body[32000];
        size_t length = 0;

        for (int k = i; k < i + 1000; k++)
            length += (size_t)snprintf(body + length, sizeof body - length,
                                       "line number %d\n", k);
        snprintf(body + length, sizeof body - length, "Advertisement");
        add(&recurring, "AP", body);
        assert_true(recurring.lines.count <= 200001);
    }
    nx_recurring_sort(&recurring);
    assert_true(nx_recurring_next(&recurring, &at, &line));
    assert_text(line.line, "Advertisement");
    assert_int_equal(line.articles, 600);
    assert_false(nx_recurring_next(&recurring, &at, &line));
    nx_recurring_finish(&recurring);
}

/* Two articles each, so that none can be forgotten: no more are taken in. */
static void what_does_not_fit_is_left_out(void **state)
{
    nx_recurring recurring;
    nx_recurring_line line;
    size_t at = 0;

    (void)state;
    nx_recurring_init(&recurring);
    for (int i = 0; i < 250; i++) {
        static char body[32000];
        size_t length = (size_t)snprintf(body, sizeof body, "Advertisement\n");

        for (int k = 0; k < 1000; k++)
            length += (size_t)snprintf(body + length, sizeof body - length,
                                       "line number %d\n", i * 1000 + k);
        add(&recurring, "AP", body);
        add(&recurring, "AP", body);
    }
    assert_true(recurring.lines.is_full);
    assert_true(recurring.lines.count <= 200001);
    nx_recurring_sort(&recurring);
    assert_true(nx_recurring_next(&recurring, &at, &line));
    assert_text(line.line, "Advertisement");
    assert_int_equal(line.articles, 500);
    nx_recurring_finish(&recurring);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_that_recur_are_listed_by_source),
        cmocka_unit_test(few_among_many_are_not_listed),
        cmocka_unit_test(what_is_seen_once_is_forgotten),
        cmocka_unit_test(what_does_not_fit_is_left_out)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
