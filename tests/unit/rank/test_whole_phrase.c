/* Which articles hold the words of a plain query as one phrase. */
#include "rank/whole_phrase.h"

#include "listed_fixture.h"

/* The articles that the lists know, as "2 5". */
static void expect_phrases(fixture *in, const char *query, const char *expected)
{
    char out[256] = "";
    size_t used = 0;
    nx_ids ids;

    parse_as(in, query, NEWSIDX_MATCH_ALL);
    EXPECT_OK(nx_store_begin_read(in->store, &err));
    EXPECT_OK(nx_plan_make(in->store, in->frequencies, in->query, nx_str(NULL),
                           &in->arena, &in->plan, &err));
    EXPECT_OK(nx_whole_phrase_find(in->store, &in->plan, &ids, &err));
    nx_store_end_read(in->store);
    for (size_t i = 0; i < ids.count; i++)
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%lu",
                                 i > 0 ? " " : "", (unsigned long)ids.ids[i]);
    nx_ids_finish(&ids);
    assert_string_equal(out, expected);
}

static int set_up(void **state)
{
    fixture *in;

    if (fixture_set_up(state) != 0)
        return -1;
    in = *state;
    put(in, "1", "Rain fell", "Town");
    put(in, "2", "News", "The rain fell in town.");
    put(in, "3", "Town", "Rain. Fell.");
    seal(in);
    put(in, "4", "Snow fell", "Rain");
    put(in, "5", "Hail", "The rain fell");
    put(in, "6", "Hail", "al-Qaida said");
    put(in, "8", "Hail", "It was long before any rain rains on this town.");
    seal(in);
    put(in, "7", "Rain fell", "Town");
    return 0;
}

static void phrases_up_to_the_last_segment_are_found(void **state)
{
    expect_phrases(*state, "rain fell", "1 2 3 5");
    expect_phrases(*state, "rain fell in town", "2");
    expect_phrases(*state, "fell rain", "");
    expect_phrases(*state, "snow fell", "4");
    expect_phrases(*state, "hail snow", "");
    expect_phrases(*state, "rain nowhere", "");
    /* A word in two spellings has no list of its own. */
    expect_phrases(*state, "al-Qaida said", "6");
}

static void what_is_not_plain_has_no_phrase(void **state)
{
    expect_phrases(*state, "rain", "");
    expect_phrases(*state, "rain OR fell", "");
    expect_phrases(*state, "rain -fell", "");
}

static void phrases_lead_whichever_way_they_were_found(void **state)
{
    expect_same_always(*state, "rain fell", NEWSIDX_MATCH_ALL);
    expect_same_always(*state, "fell rain", NEWSIDX_MATCH_ALL);
    expect_same_always(*state, "the rain fell", NEWSIDX_MATCH_ALL);
    expect_same_always(*state, "rain fell town", NEWSIDX_MATCH_ALL);
    /* One list, for both are of one stem. */
    expect_same_always(*state, "rain rains", NEWSIDX_MATCH_ALL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrases_up_to_the_last_segment_are_found),
        cmocka_unit_test(what_is_not_plain_has_no_phrase),
        cmocka_unit_test(phrases_lead_whichever_way_they_were_found),
    };

    return cmocka_run_group_tests(tests, set_up, fixture_tear_down);
}
