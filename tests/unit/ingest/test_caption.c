#include "ingest/caption.h"

#include "reading.h"

static void a_caption_given_twice_goes(void **state)
{
    reading r;

    (void)state;
    reading_plain(&r, "Envoys leave without a deal\n"
                      "\n"
                      "The two envoys shake hands in the garden on Friday.\n"
                      "The two envoys shake hands in the garden on Friday.\n"
                      "block\n"
                      "\n"
                      "The pens lay ready all day.\n"
                      "\n"
                      "block");
    assert_text(r.item.article.headline, "Envoys leave without a deal");
    assert_text(r.item.article.body, "The pens lay ready all day.");
    assert_text(r.item.article.dropped,
                "The two envoys shake hands in the garden on Friday.\n"
                "The two envoys shake hands in the garden on Friday.\n"
                "block\nblock");
    reading_end(&r);
}

static void a_third_copy_further_down_goes_too(void **state)
{
    reading r;

    (void)state;
    reading_plain(&r, "Envoys leave without a deal\n\nThey shook hands.\n"
                      "They shook hands.\n\nThe pens lay ready.\n\n"
                      "Nobody signed.\n\nThey shook hands.\n");
    assert_text(r.item.article.body, "The pens lay ready.\n\nNobody signed.");
    reading_end(&r);
}

static void labels_that_recur_anywhere_go(void **state)
{
    reading r;

    (void)state;
    reading_plain(&r, "Envoys leave without a deal\n\nThe pens lay ready.\n\n"
                      "An empty table in Geneva\n\nNobody signed.\n\n"
                      "An empty table in Geneva\n\nThey left.\n");
    assert_text(r.item.article.body,
                "The pens lay ready.\n\nNobody signed.\n\nThey left.");
    assert_text(r.item.article.dropped,
                "An empty table in Geneva\nAn empty table in Geneva");
    reading_end(&r);
}

static void sentences_that_the_body_repeats_stay(void **state)
{
    reading r;

    (void)state;
    reading_plain(&r, "A poem is found\n\nIt was in a drawer.\n\n"
                      "The rain came down.\n\nThe wind went up.\n\n"
                      "The rain came down.\n\nSo it ends.\n");
    assert_text(r.item.article.body,
                "It was in a drawer.\n\nThe rain came down.\n\n"
                "The wind went up.\n\nThe rain came down.\n\nSo it ends.");
    assert_text(r.item.article.dropped, NULL);
    reading_end(&r);
}

static void rows_of_tables_and_short_words_stay(void **state)
{
    reading r;

    (void)state;
    reading_plain(&r, "Results\n\nThe games of Sunday ended.\n\n"
                      "0 0 1 0\n2 0 1 0\n0 0 1 0\n\nYes\n\nNo\n\nYes\n\n"
                      "That was all.\n");
    assert_text(r.item.article.body,
                "The games of Sunday ended.\n\n0 0 1 0\n2 0 1 0\n0 0 1 0\n\n"
                "Yes\n\nNo\n\nYes\n\nThat was all.");
    reading_end(&r);
}

static void a_second_copy_of_the_headline_goes(void **state)
{
    reading r;

    (void)state;
    reading_plain(&r, "Street organs return\nStreet organs return\n"
                      "An organ on the canal.\nAn organ on the canal.\n\n"
                      "The organs played on Saturday.\n");
    assert_text(r.item.article.headline, "Street organs return");
    assert_text(r.item.article.body, "The organs played on Saturday.");
    assert_text(r.item.article.dropped,
                "Street organs return\nAn organ on the canal.\n"
                "An organ on the canal.");
    reading_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_caption_given_twice_goes),
        cmocka_unit_test(a_third_copy_further_down_goes_too),
        cmocka_unit_test(labels_that_recur_anywhere_go),
        cmocka_unit_test(sentences_that_the_body_repeats_stay),
        cmocka_unit_test(rows_of_tables_and_short_words_stay),
        cmocka_unit_test(a_second_copy_of_the_headline_goes)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
