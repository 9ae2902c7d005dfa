/* An article held against a plan: when it is read, what it weighs. */
#include "rank/verifier.h"

#include "meaning.h"

#include "rank/bm25.h"

/* Plan a query and begin a snapshot; end both with finish(). */
static nx_verifier *start(meaning *with, const char *query)
{
    nx_verifier *verifier;

    plan(&with->in, query);
    EXPECT_OK(nx_store_begin_read(with->in.store, &err));
    EXPECT_OK(nx_verifier_new(with->in.store, &with->in.plan, &verifier, &err));
    return verifier;
}

static void finish(meaning *with, nx_verifier *verifier)
{
    nx_verifier_free(verifier);
    nx_store_end_read(with->in.store);
}

static bool may_match(nx_verifier *verifier, int64_t id)
{
    bool may;

    EXPECT_OK(nx_verifier_begin(verifier, id, &may, &err));
    return may;
}

static void add(nx_verifier *verifier, size_t unit, nx_column column,
                uint32_t position, uint32_t count)
{
    assert_true(
        nx_verifier_add(verifier, unit, nx_place(column, position), count));
}

static bool matches(nx_verifier *verifier)
{
    bool does_match;

    EXPECT_OK(nx_verifier_decide(verifier, &does_match, &err));
    return does_match;
}

static void places_decide(void **state)
{
    meaning *with = *state;
    const int64_t id = put(&with->in, "k", NULL, "rain a snow");
    nx_verifier *verifier = start(with, "rain w/2 snow");

    assert_true(may_match(verifier, id));
    assert_false(matches(verifier));
    assert_true(may_match(verifier, id));
    add(verifier, 0, NX_COLUMN_BODY, 0, 1);
    add(verifier, 1, NX_COLUMN_BODY, 2, 1);
    assert_true(matches(verifier));
    finish(with, verifier);
}

static void places_outside_of_restrictions_are_none(void **state)
{
    meaning *with = *state;
    const int64_t id = put(&with->in, "k", NULL, "a b rain snow");
    nx_verifier *verifier = start(with, "first3(\"rain snow\")");

    assert_true(may_match(verifier, id));
    add(verifier, 0, NX_COLUMN_BODY, 2, 2);
    add(verifier, 0, NX_COLUMN_BYLINE, 0, 2);
    assert_false(matches(verifier));
    assert_true(may_match(verifier, id));
    add(verifier, 0, NX_COLUMN_BODY, 1, 2);
    assert_true(matches(verifier));
    finish(with, verifier);
}

static void filters_turn_an_article_away_at_once(void **state)
{
    meaning *with = *state;
    const int64_t id = put(&with->in, "k", NULL, "rain");
    nx_verifier *verifier = start(with, "rain source:ap");

    assert_false(may_match(verifier, id));
    finish(with, verifier);
    verifier = start(with, "rain id:1");
    assert_true(may_match(verifier, id));
    finish(with, verifier);
    verifier = start(with, "rain -id:1");
    assert_false(may_match(verifier, id));
    finish(with, verifier);
}

/* What the index gives is more than what the text has. */
static void the_text_has_the_last_word(void **state)
{
    meaning *with = *state;
    const int64_t id = put(&with->in, "k", NULL, "Rain, rain");
    nx_verifier *verifier = start(with, "atleast2(caps(rain))");

    assert_true(may_match(verifier, id));
    add(verifier, 0, NX_COLUMN_BODY, 0, 1);
    add(verifier, 0, NX_COLUMN_BODY, 1, 1);
    assert_false(matches(verifier));
    finish(with, verifier);
    verifier = start(with, "caps(rain)");
    assert_true(may_match(verifier, id));
    add(verifier, 0, NX_COLUMN_BODY, 0, 1);
    add(verifier, 0, NX_COLUMN_BODY, 1, 1);
    assert_true(matches(verifier));
    finish(with, verifier);
}

/* By its places alone "rain" is excluded; by its case it isn't. */
static void places_reject_nothing_where_the_excluded_needs_a_text(void **state)
{
    meaning *with = *state;
    const int64_t id = put(&with->in, "k", NULL, "snow, rain");
    nx_verifier *verifier = start(with, "snow -caps(rain)");

    assert_true(may_match(verifier, id));
    add(verifier, 0, NX_COLUMN_BODY, 0, 1);
    add(verifier, 1, NX_COLUMN_BODY, 1, 1);
    assert_true(matches(verifier));
    finish(with, verifier);
}

static void facts_are_known_again_after_the_text_was_read(void **state)
{
    meaning *with = *state;
    newsidx_article article = make_article("k", NULL, "Rain fell. Snow fell.");
    nx_verifier *verifier;
    int64_t id;

    article.source = nx_str("AP");
    id = put_article(&with->in, &article);
    verifier = start(with, "source:ap sentence(caps(rain) fell)");
    assert_true(may_match(verifier, id));
    add(verifier, 0, NX_COLUMN_BODY, 0, 1);
    add(verifier, 1, NX_COLUMN_BODY, 1, 1);
    assert_true(matches(verifier));
    finish(with, verifier);
}

static void what_satisfies_is_weighed_by_where_it_stands(void **state)
{
    meaning *with = *state;
    const int64_t id =
        put(&with->in, "k", "Rain, snow", "Rain a b c d rain snow.");
    nx_verifier *verifier = start(with, "rain w/2 snow");
    uint32_t weights[2] = {0, 0};

    assert_true(may_match(verifier, id));
    add(verifier, 0, NX_COLUMN_HEADLINE, 0, 1);
    add(verifier, 0, NX_COLUMN_BODY, 0, 1);
    add(verifier, 0, NX_COLUMN_BODY, 5, 1);
    add(verifier, 1, NX_COLUMN_HEADLINE, 1, 1);
    add(verifier, 1, NX_COLUMN_BODY, 6, 1);
    assert_true(matches(verifier));
    EXPECT_OK(nx_verifier_weigh(verifier, weights, &err));
    assert_int_equal(weights[0], NX_WEIGHT_HEADLINE + NX_WEIGHT_LEAD);
    assert_int_equal(weights[1], NX_WEIGHT_HEADLINE + NX_WEIGHT_LEAD);
    finish(with, verifier);
}

static void nothing_weighs_more_than_its_bound(void **state)
{
    meaning *with = *state;
    const int64_t id =
        put(&with->in, "k", "Rain, snow", "Rain a b c d rain snow.");
    nx_verifier *verifier = start(with, "rain w/2 snow -hail");
    uint32_t weights[3] = {9, 9, 9};

    assert_true(may_match(verifier, id));
    add(verifier, 0, NX_COLUMN_HEADLINE, 0, 1);
    add(verifier, 0, NX_COLUMN_BODY, 0, 1);
    add(verifier, 0, NX_COLUMN_BODY, 5, 1);
    add(verifier, 1, NX_COLUMN_BODY, 6, 1);
    add(verifier, 2, NX_COLUMN_BODY, 6, 1);
    nx_verifier_bound(verifier, weights);
    assert_int_equal(weights[0], NX_WEIGHT_HEADLINE + 2 * NX_WEIGHT_LEAD);
    assert_int_equal(weights[1], NX_WEIGHT_LEAD);
    assert_int_equal(weights[2], 0);
    finish(with, verifier);
}

/* ------------------------------------------------------------ damage ---- */

static void an_article_that_is_not_stored_is_corruption(void **state)
{
    static const char *const queries[] = {"rain key:k", "rain w/s snow"};
    meaning *with = *state;
    const int64_t id = put(&with->in, "k", NULL, "rain");
    bool may;

    assert_int_equal(sqlite3_exec(nx_store_db(with->in.store),
                                  "DELETE FROM article", NULL, NULL, NULL),
                     SQLITE_OK);
    for (size_t i = 0; i < 2; i++) {
        nx_verifier *verifier = start(with, queries[i]);

        EXPECT_STATUS(NEWSIDX_ERR_CORRUPT,
                      nx_verifier_begin(verifier, id, &may, &err));
        finish(with, verifier);
    }
}

static void a_text_that_does_not_match_is_corruption(void **state)
{
    meaning *with = *state;
    const int64_t id = put(&with->in, "k", NULL, "rain snow");
    const newsidx_article other = make_article("k", NULL, "rain a b c snow");
    nx_verifier *verifier = start(with, "rain w/2 snow");
    nx_analyzer *analyzer;

    EXPECT_OK(nx_store_analyzer(with->in.store, nx_str(NULL), &analyzer, &err));
    read_article(with, &with->in.plan, analyzer, &other);
    EXPECT_STATUS(NEWSIDX_ERR_CORRUPT,
                  nx_verifier_refine(verifier, id, &with->reading, &err));
    finish(with, verifier);
}

/* ------------------------------------------------------------ limits ---- */

static void an_article_of_too_many_pairs_makes_a_search_partial(void **state)
{
    const nx_wanted wanted = {.order = NEWSIDX_BEST_FIRST, .count = 10};
    meaning *with = *state;
    newsidx_article article;
    nx_candidates found;
    nx_buf body;

    nx_buf_init(&body, 65536);
    for (int i = 0; i < 500; i++)
        nx_buf_add_string(&body, "rain snow ");
    nx_buf_add_string(&body, "hail");
    article = make_article("k", NULL, body.bytes);
    put_article(&with->in, &article);
    put(&with->in, "l", NULL, "rain snow hail");
    plan(&with->in, "(rain w/255 snow) w/1 hail");
    EXPECT_OK(nx_store_begin_read(with->in.store, &err));
    EXPECT_OK(nx_candidates_find(with->in.store, &with->in.plan, &wanted,
                                 &found, &err));
    nx_store_end_read(with->in.store);
    assert_true(found.is_partial);
    assert_true(found.total >= 1);
    nx_candidates_finish(&found);
    nx_buf_finish(&body);
}

/* ------------------------------------------------------------ random ---- */

#define ROUNDS 600

static void add_random_words(uint64_t *random, nx_buf *out, size_t count)
{
    static const char *const words[] = {"a ",   "b ", "c ",  "A ",  "A-b ",
                                        "a-b ", "a ", "b. ", "C. ", "ab "};

    for (size_t i = 0; i < count; i++)
        nx_buf_add_string(out, words[random_below(random, 10)]);
}

static void add_random_query(uint64_t *random, nx_buf *out, unsigned depth)
{
    static const char *const leaves[] = {"=a",
                                         "=b",
                                         "c",
                                         "=a-b",
                                         "\"a b\"",
                                         "caps(a)",
                                         "first4(=b)",
                                         "\"b a\"",
                                         "nocaps(a-b)",
                                         "caps(ab)",
                                         "verbatim(\"A b\")",
                                         "allcaps(c)"};
    static const char *const betweens[] = {" ",         " OR ",      " w/2 ",
                                           " pre/3 ",   " NOT w/1 ", " w/s ",
                                           " AND NOT ", " NOT w/s ", " "};
    const size_t count = 1 + random_below(random, 2);

    for (size_t i = 0; i <= count; i++) {
        if (i > 0)
            nx_buf_add_string(out, betweens[random_below(random, 9)]);
        if (depth > 0 && random_below(random, 3) == 0) {
            nx_buf_add_byte(out, '(');
            add_random_query(random, out, depth - 1);
            nx_buf_add_byte(out, ')');
        } else {
            nx_buf_add_string(out, leaves[random_below(random, 12)]);
        }
    }
}

/* is_found() compares the index and the text, and both their scores. */
static void the_index_and_the_text_agree(void **state)
{
    meaning *with = *state;
    uint64_t random = 11;
    size_t found = 0;
    nx_buf query;
    nx_buf body;

    nx_buf_init(&query, 8192);
    nx_buf_init(&body, MEANING_BYTES);
    for (int round = 0; round < ROUNDS; round++) {
        newsidx_article article;

        nx_buf_clear(&query);
        nx_buf_clear(&body);
        add_random_query(&random, &query, 2);
        add_random_words(&random, &body, 4 + random_below(&random, 20));
        nx_buf_add_format(&body, "n%d", round);
        article = make_article("k", round % 2 == 0 ? "A b" : NULL, body.bytes);
        found += is_found(with, query.bytes, &article);
    }
    /* Neither all nor none, or this says nothing. */
    assert_true(found > ROUNDS / 8 && found < ROUNDS - ROUNDS / 8);
    nx_buf_finish(&query);
    nx_buf_finish(&body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        MEANING_TEST(places_decide),
        MEANING_TEST(places_outside_of_restrictions_are_none),
        MEANING_TEST(filters_turn_an_article_away_at_once),
        MEANING_TEST(the_text_has_the_last_word),
        MEANING_TEST(places_reject_nothing_where_the_excluded_needs_a_text),
        MEANING_TEST(facts_are_known_again_after_the_text_was_read),
        MEANING_TEST(what_satisfies_is_weighed_by_where_it_stands),
        MEANING_TEST(nothing_weighs_more_than_its_bound),
        MEANING_TEST(an_article_that_is_not_stored_is_corruption),
        MEANING_TEST(a_text_that_does_not_match_is_corruption),
        MEANING_TEST(an_article_of_too_many_pairs_makes_a_search_partial),
        MEANING_TEST(the_index_and_the_text_agree),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
