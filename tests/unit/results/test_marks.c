/* The marks of one article. */
#include "../../api/fixture.h"

static void expect_mark(const newsidx_marks *marks, size_t number,
                        newsidx_field field, size_t start, size_t end)
{
    const newsidx_mark *mark = newsidx_marks_get(marks, number);

    assert_non_null(mark);
    assert_int_equal(mark->field, field);
    assert_int_equal(mark->span.start, start);
    assert_int_equal(mark->span.end, end);
}

static void all_places_that_satisfy_the_query_are_marked(void **state)
{
    newsidx *index = open_new();
    newsidx_query *query = parse("truce w/2 talks");
    newsidx_marks *marks = NULL;
    const int64_t id = put(index, "a", "Truce",
                           "Truce talks. In spring there was a truce so far.");

    (void)state;
    EXPECT_OK(newsidx_highlight(index, query, NULL, id, &marks, &err));
    /* A truce that is near no talks is none. */
    assert_int_equal(newsidx_marks_count(marks), 2);
    expect_mark(marks, 0, NEWSIDX_BODY, 0, 5);
    expect_mark(marks, 1, NEWSIDX_BODY, 6, 11);
    assert_null(newsidx_marks_get(marks, 2));
    newsidx_marks_free(marks);
    newsidx_query_free(query);
    newsidx_close(index);
}

/* A passage shows 256 at most. */
static void there_is_no_limit_to_marks(void **state)
{
    newsidx *index = open_new();
    newsidx_query *query = parse("truce");
    newsidx_marks *marks = NULL;
    static char body[6 * 1000 + 1];
    int64_t id;

    (void)state;
    for (size_t i = 0; i < 1000; i++)
        memcpy(body + 6 * i, "truce ", 6);
    id = put(index, "a", "Head", body);
    EXPECT_OK(newsidx_highlight(index, query, NULL, id, &marks, &err));
    assert_int_equal(newsidx_marks_count(marks), 1000);
    expect_mark(marks, 999, NEWSIDX_BODY, 5994, 5999);
    newsidx_marks_free(marks);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void what_the_query_does_not_find_has_no_marks(void **state)
{
    newsidx *index = open_new();
    newsidx_query *query = parse("truce flood");
    newsidx_marks *marks = NULL;
    const int64_t id = put(index, "a", "Truce", "Truce.");

    (void)state;
    EXPECT_STATUS(NEWSIDX_NOT_FOUND,
                  newsidx_highlight(index, query, NULL, id, &marks, &err));
    assert_null(marks);
    EXPECT_STATUS(NEWSIDX_NOT_FOUND,
                  newsidx_highlight(index, query, NULL, 99, &marks, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_highlight(index, NULL, NULL, id, &marks, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_highlight(index, query, NULL, id, NULL, &err));
    assert_int_equal(newsidx_marks_count(NULL), 0);
    newsidx_marks_free(NULL);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void fields_have_names(void **state)
{
    (void)state;
    assert_string_equal(newsidx_field_name(NEWSIDX_HEADLINE), "headline");
    assert_string_equal(newsidx_field_name(NEWSIDX_KEYWORDS), "keywords");
    assert_null(newsidx_field_name((newsidx_field)5));
    assert_null(newsidx_field_name((newsidx_field)-1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_places_that_satisfy_the_query_are_marked),
        cmocka_unit_test(there_is_no_limit_to_marks),
        cmocka_unit_test(what_the_query_does_not_find_has_no_marks),
        cmocka_unit_test(fields_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
