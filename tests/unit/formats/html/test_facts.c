#include "formats/html/facts.h"

#include "making.h"

static nx_html_facts facts;

static void add(nx_html_fact fact, unsigned rank, const char *text)
{
    nx_html_facts_add(&facts, fact, rank, nx_str(text));
}

static int begin(void **state)
{
    (void)state;
    nx_html_facts_init(&facts);
    return 0;
}

static int end(void **state)
{
    (void)state;
    assert_int_equal(nx_html_facts_check(&facts, NULL), NEWSIDX_OK);
    nx_html_facts_finish(&facts);
    return 0;
}

static void the_first_of_the_lowest_rank_counts(void **state)
{
    (void)state;
    assert_null(nx_html_facts_get(&facts, NX_HTML_SECTION).bytes);
    add(NX_HTML_SECTION, 3, "a");
    add(NX_HTML_SECTION, 2, " b ");
    add(NX_HTML_SECTION, 2, "c");
    add(NX_HTML_SECTION, 1, " ");
    assert_piece(nx_html_facts_get(&facts, NX_HTML_SECTION), "b");
}

static void names_are_joined(void **state)
{
    (void)state;
    add(NX_HTML_BYLINE, 2, "x");
    add(NX_HTML_BYLINE, 1, "Ann, AP");
    add(NX_HTML_BYLINE, 1, "Bob");
    add(NX_HTML_BYLINE, 1, "Ann, AP");
    add(NX_HTML_BYLINE, 1, "https://example.com/ann");
    assert_piece(nx_html_facts_get(&facts, NX_HTML_BYLINE), "Ann, AP, Bob");
}

static void a_time_says_more_than_its_day(void **state)
{
    (void)state;
    add(NX_HTML_PUBLISHED, 4, "2016-09-09");
    add(NX_HTML_PUBLISHED, 5, "2016-09-10T08:00:00Z");
    assert_piece(nx_html_facts_get(&facts, NX_HTML_PUBLISHED), "2016-09-09");
    add(NX_HTML_PUBLISHED, 5, "2016-09-09T08:00");
    assert_piece(nx_html_facts_get(&facts, NX_HTML_PUBLISHED), "2016-09-09");
    add(NX_HTML_PUBLISHED, 5, "2016-09-09T08:00:00+02:00");
    assert_piece(nx_html_facts_get(&facts, NX_HTML_PUBLISHED),
                 "2016-09-09T08:00:00+02:00");
    add(NX_HTML_PUBLISHED, 4, "2016-09-09T09:00:00+02:00");
    assert_piece(nx_html_facts_get(&facts, NX_HTML_PUBLISHED),
                 "2016-09-09T08:00:00+02:00");
    add(NX_HTML_PUBLISHED, 2, "2016-09-09");
    assert_piece(nx_html_facts_get(&facts, NX_HTML_PUBLISHED),
                 "2016-09-09T08:00:00+02:00");
    add(NX_HTML_PUBLISHED, 1, "2016-09-08");
    assert_piece(nx_html_facts_get(&facts, NX_HTML_PUBLISHED), "2016-09-08");
}

static void an_address_is_a_name_if_there_is_no_other(void **state)
{
    (void)state;
    add(NX_HTML_SOURCE, 1, "www.example.com/news");
    assert_null(nx_html_facts_get(&facts, NX_HTML_SOURCE).bytes);
    add(NX_HTML_SOURCE, 1, "www.example.com");
    assert_piece(nx_html_facts_get(&facts, NX_HTML_SOURCE), "www.example.com");
    add(NX_HTML_SOURCE, 11, "Harbor Press");
    assert_piece(nx_html_facts_get(&facts, NX_HTML_SOURCE), "Harbor Press");
}

static void what_can_t_be_read_gives_way(void **state)
{
    (void)state;
    add(NX_HTML_PUBLISHED, 0, "last Tuesday");
    assert_piece(nx_html_facts_get(&facts, NX_HTML_PUBLISHED), "last Tuesday");
    assert_true(facts.ranks[NX_HTML_PUBLISHED] >= NX_HTML_UNREADABLE);
    add(NX_HTML_PUBLISHED, 7, "2016-09-09");
    add(NX_HTML_PUBLISHED, 1, "0001-01-01T00:00:00Z");
    assert_piece(nx_html_facts_get(&facts, NX_HTML_PUBLISHED), "2016-09-09");
    add(NX_HTML_LANGUAGE, 0, "English");
    add(NX_HTML_LANGUAGE, 4, "pt_BR");
    assert_piece(nx_html_facts_get(&facts, NX_HTML_LANGUAGE), "pt_BR");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_first_of_the_lowest_rank_counts,
                                        begin, end),
        cmocka_unit_test_setup_teardown(names_are_joined, begin, end),
        cmocka_unit_test_setup_teardown(a_time_says_more_than_its_day, begin,
                                        end),
        cmocka_unit_test_setup_teardown(
            an_address_is_a_name_if_there_is_no_other, begin, end),
        cmocka_unit_test_setup_teardown(what_can_t_be_read_gives_way, begin,
                                        end)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
