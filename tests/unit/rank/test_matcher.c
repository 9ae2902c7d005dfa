/* Where units occur in a text: sequences, joined forms, columns. */
#include "rank/matcher.h"

#include "fixture.h"

#include <stdlib.h>

typedef struct reader {
    fixture in; /* of an index without articles */
    nx_reading reading;
} reader;

static int open_reader(void **state)
{
    reader *with = calloc(1, sizeof *with);

    if (with == NULL)
        return -1;
    fixture_open(&with->in);
    nx_reading_init(&with->reading);
    *state = with;
    return 0;
}

static int close_reader(void **state)
{
    reader *with = *state;

    nx_reading_finish(&with->reading);
    fixture_close(&with->in);
    free(with);
    return 0;
}

static void read_article(reader *with, const newsidx_article *article)
{
    nx_matcher *matcher;
    nx_analyzer *analyzer;

    EXPECT_OK(nx_store_analyzer(with->in.store, nx_str(NULL), &analyzer, &err));
    EXPECT_OK(nx_matcher_new(&with->in.plan, &matcher, &err));
    read_as_stored(matcher, analyzer, article, &with->reading);
    nx_matcher_free(matcher);
}

/* "0@3:al-Qaida" is unit 0 at position 3 of the body, with its text. */
static void expect_body(reader *with, const char *query, const char *body,
                        const char *expected)
{
    const newsidx_article article = make_article("k", NULL, body);
    char found[1024] = "";
    size_t used = 0;

    plan(&with->in, query);
    read_article(with, &article);
    for (size_t i = 0; i < with->reading.occurrence_count; i++) {
        const nx_occurrence *at = &with->reading.occurrences[i];

        assert_int_equal(at->column, NX_COLUMN_BODY);
        used += (size_t)snprintf(found + used, sizeof found - used,
                                 "%s%zu@%u:%.*s", i > 0 ? " | " : "", at->unit,
                                 (unsigned)at->position,
                                 (int)(at->end - at->start), body + at->start);
        assert_true(used < sizeof found);
    }
    assert_string_equal(found, expected);
}

static void words_match_by_form(void **state)
{
    expect_body(*state, "talk", "Talks talk. TALKING! taller",
                "0@0:Talks | 0@1:talk | 0@2:TALKING");
    expect_body(*state, "=talk", "Talks talk. TALKING! taller", "0@1:talk");
    expect_body(*state, "=Syria", "In Syria's south", "0@1:Syria");
}

static void a_phrase_matches_its_sequence_only(void **state)
{
    expect_body(*state, "\"in the city\"", "In the city, in a city, in the",
                "0@0:In the city");
    expect_body(*state, "\"a a\"", "a a a. b a a",
                "0@0:a a | 0@1:a a | 0@4:a a");
    expect_body(*state, "\"a. a\"", "a a. a", "0@0:a a | 0@1:a. a");
}

/* What failed in the middle may be where it begins anew. */
static void a_phrase_of_repeats_finds_the_later_beginning(void **state)
{
    expect_body(*state, "\"x x y\"", "x x x y", "0@1:x x y");
    expect_body(*state, "\"x y x z\"", "x y x y x z", "0@2:x y x z");
    expect_body(*state, "\"x x x\"", "x x x x x",
                "0@0:x x x | 0@1:x x x | 0@2:x x x");
}

static void one_word_of_two_units_counts_for_both(void **state)
{
    expect_body(*state, "=talk OR talk", "talk talks",
                "1@0:talk | 0@0:talk | 1@1:talks");
}

static void a_joined_form_is_the_same_place(void **state)
{
    expect_body(*state, "=al-Qaida", "al-Qaida alqaida al qaida",
                "0@0:al-Qaida | 0@2:alqaida | 0@3:al qaida");
    expect_body(*state, "=al-Qaida", "qaida al al-Qaida", "0@2:al-Qaida");
}

/* A joined form stands where its first part does. */
static void a_joined_form_alone_finds_the_hyphenated_word(void **state)
{
    expect_body(*state, "=alqaida", "The al-Qaida leader, alqaida al qaida",
                "0@1:al-Qaida | 0@4:alqaida");
}

static void overlapping_joined_forms_stay_apart(void **state)
{
    expect_body(*state, "=no-no", "no no-no no",
                "0@1:no-no | 0@0:no no | 0@2:no no");
    expect_body(*state, "=no-no", "nono no-no-no",
                "0@0:nono | 0@1:no-no | 0@2:no-no");
}

static void phrases_end_where_their_column_ends(void **state)
{
    newsidx_article article = make_article("k", "rain", "snow rain");
    reader *with = *state;

    article.keywords = nx_str("snow");
    plan(&with->in, "\"rain snow\"");
    read_article(with, &article);
    assert_int_equal(with->reading.occurrence_count, 0);
    plan(&with->in, "\"snow rain\"");
    read_article(with, &article);
    assert_int_equal(with->reading.occurrence_count, 1);
}

static void every_column_is_read_and_counted(void **state)
{
    newsidx_article article = make_article("k", "One rain", "Rain, rain.");
    reader *with = *state;
    static const nx_column columns[] = {NX_COLUMN_HEADLINE, NX_COLUMN_BYLINE,
                                        NX_COLUMN_DATELINE, NX_COLUMN_BODY,
                                        NX_COLUMN_BODY,     NX_COLUMN_KEYWORDS};
    static const uint32_t positions[] = {1, 2, 0, 0, 1, 1};

    article.byline = nx_str("By John Rain");
    article.dateline = nx_str("RAIN (AP)");
    article.keywords = nx_str("weather, rain, snow");
    article.section = nx_str("rain");
    article.source = nx_str("rain");
    plan(&with->in, "rain");
    read_article(with, &article);
    assert_int_equal(with->reading.occurrence_count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(with->reading.occurrences[i].column, columns[i]);
        assert_int_equal(with->reading.occurrences[i].position, positions[i]);
    }
    assert_int_equal(with->reading.counts[NX_COLUMN_HEADLINE], 2);
    assert_int_equal(with->reading.counts[NX_COLUMN_BYLINE], 3);
    assert_int_equal(with->reading.counts[NX_COLUMN_DATELINE], 2);
    assert_int_equal(with->reading.counts[NX_COLUMN_BODY], 2);
    assert_int_equal(with->reading.counts[NX_COLUMN_KEYWORDS], 3);
    assert_int_equal(with->reading.boundaries.token_count, 2);
}

static void a_headline_unit_occurs_in_the_headline_only(void **state)
{
    const newsidx_article article = make_article("k", "Al-Rain", "al-rain");
    reader *with = *state;

    plan(&with->in, "headline:=al-rain");
    read_article(with, &article);
    assert_int_equal(with->reading.occurrence_count, 1);
    assert_int_equal(with->reading.occurrences[0].column, NX_COLUMN_HEADLINE);
}

/* FTS5 has decided that an article doesn't have it, or somebody has to. */
static void what_is_excluded_is_read_where_it_must_be_known(void **state)
{
    expect_body(*state, "=rain -=snow", "snow rain", "0@1:rain");
    expect_body(*state, "=rain -(=snow w/1 =hail)", "snow rain",
                "1@0:snow | 0@1:rain");
}

static void the_whole_phrase_is_the_last_unit(void **state)
{
    expect_body(*state, "rains fall", "Rain falls; rains fall",
                "0@0:Rain | 1@1:falls | 0@2:rains | 2@2:rains fall | "
                "1@3:fall");
}

static void a_phrase_of_64_words_is_followed_to_its_end(void **state)
{
    reader *with = *state;
    newsidx_article article;
    char query[1024] = "\"";
    char body[4096] = "";
    size_t length = 1;

    for (int i = 0; i < 64; i++)
        length += (size_t)snprintf(query + length, sizeof query - length,
                                   "w%d ", i % 60);
    query[length - 1] = '"';
    query[length] = '\0';
    snprintf(body, sizeof body, "a b w0 w1 %.*s w5 %.*s w5", (int)length - 2,
             query + 1, (int)length - 8, query + 1);
    article = make_article("k", NULL, body);
    plan(&with->in, query);
    assert_int_equal(with->in.plan.unit_count, 1);
    assert_int_equal(with->in.plan.units[0].position_count, 64);
    read_article(with, &article);
    assert_int_equal(with->reading.occurrence_count, 1);
    assert_int_equal(with->reading.occurrences[0].position, 4);
    assert_int_equal(with->reading.occurrences[0].start, 10);
    assert_int_equal(with->reading.occurrences[0].end, 10 + length - 2);
}

static void a_reading_forgets_the_one_before(void **state)
{
    const newsidx_article full = make_article("k", "Rain", "Rain. Rain");
    const newsidx_article empty = make_article("k", NULL, NULL);
    reader *with = *state;

    plan(&with->in, "rain");
    read_article(with, &full);
    read_article(with, &empty);
    assert_int_equal(with->reading.occurrence_count, 0);
    assert_int_equal(with->reading.counts[NX_COLUMN_BODY], 0);
    assert_int_equal(with->reading.boundaries.passages.count, 0);
}

/* ---------------------------------------------------------------- random -- */

#define ROUNDS 3000
#define TEXT_WORDS 60

/* Words of one letter, few enough that everything overlaps. */
static void random_words(uint64_t *random, char *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        out[2 * i] = (char)('x' + random_below(random, 2));
        out[2 * i + 1] = ' ';
    }
    out[2 * count - 1] = '\0';
}

static void phrases_are_found_where_a_naive_search_finds_them(void **state)
{
    reader *with = *state;
    uint64_t random = 3;

    for (int round = 0; round < ROUNDS; round++) {
        char body[2 * TEXT_WORDS + 1];
        char query[32] = "\"";
        const size_t words = 1 + random_below(&random, 8);
        const size_t length = 2 * words - 1;
        newsidx_article article;
        size_t found = 0;

        random_words(&random, body, TEXT_WORDS);
        random_words(&random, query + 1, words);
        query[length + 1] = '"';
        query[length + 2] = '\0';
        article = make_article("k", NULL, body);
        nx_arena_reset(&with->in.arena);
        plan(&with->in, query);
        read_article(with, &article);
        for (size_t i = 0; i + words <= TEXT_WORDS; i++) {
            if (memcmp(body + 2 * i, query + 1, length) != 0)
                continue;
            assert_true(found < with->reading.occurrence_count);
            assert_int_equal(with->reading.occurrences[found].position, i);
            assert_int_equal(with->reading.occurrences[found].start, 2 * i);
            assert_int_equal(with->reading.occurrences[found].end,
                             2 * i + length);
            found++;
        }
        assert_int_equal(with->reading.occurrence_count, found);
    }
}

/* ------------------------------------------------------------- reference -- */

#define MOST_TOKENS 2000
#define MOST_PLACES 4000

/* A text as nx_analyze() gives it: which unit's positions each word may be. */
typedef struct reference {
    const nx_plan *plan;
    nx_column column;
    uint64_t masks[64][MOST_TOKENS]; /* of each unit, by position */
    bool joins[64][MOST_TOKENS];
    uint32_t starts[MOST_TOKENS];
    uint32_t ends[MOST_TOKENS];
    uint32_t joined_ends[MOST_TOKENS];
    uint32_t count;
    nx_occurrence places[MOST_PLACES];
    size_t place_count;
} reference;

static bool is_form(const nx_token *token, newsidx_text term)
{
    return nx_str_equal(token->exact, term) ||
           nx_str_equal(token->stem, term) || nx_str_equal(token->mark, term) ||
           nx_str_equal(token->joined, term) ||
           nx_str_equal(token->joined_stem, term);
}

static int take_reference(const nx_token *token, void *user)
{
    reference *to = user;
    const uint32_t at = token->position;

    assert_true(at < MOST_TOKENS);
    to->count = at + 1;
    to->starts[at] = token->start;
    to->ends[at] = token->end;
    to->joined_ends[at] = token->joined_end;
    for (size_t i = 0; i < to->plan->unit_count; i++) {
        const nx_unit *unit = &to->plan->units[i];

        to->masks[i][at] = 0;
        to->joins[i][at] =
            unit->joined.length > 0 && is_form(token, unit->joined);
        for (size_t j = 0; j < unit->position_count; j++) {
            for (size_t k = 0; k < unit->positions[j].term_count; k++)
                to->masks[i][at] |=
                    (uint64_t)is_form(token, unit->positions[j].terms[k]) << j;
        }
    }
    return 0;
}

static void add_reference(reference *to, size_t unit)
{
    const nx_unit *of = &to->plan->units[unit];

    for (uint32_t i = 0; i < to->count; i++) {
        bool stands = i + of->position_count <= to->count;
        nx_occurrence *place = &to->places[to->place_count];

        for (uint32_t j = 0; j < of->position_count && stands; j++)
            stands = (to->masks[unit][i + j] >> j & 1) != 0;
        if (!stands && !to->joins[unit][i])
            continue;
        assert_true(to->place_count < MOST_PLACES);
        to->place_count++;
        place->unit = unit;
        place->column = to->column;
        place->position = i;
        place->last = stands ? i + (uint32_t)of->position_count - 1 : i;
        place->start = to->starts[i];
    }
}

static int compare_places(const void *a, const void *b)
{
    const nx_occurrence *first = a;
    const nx_occurrence *second = b;

    if (first->unit != second->unit)
        return first->unit < second->unit ? -1 : 1;
    if (first->column != second->column)
        return first->column < second->column ? -1 : 1;
    return (first->position > second->position) -
           (first->position < second->position);
}

/* The reading has the places of the whole analysis, and begins each passage
 * where that does. */
static void check_reading(reference *to, nx_analyzer *analyzer,
                          const newsidx_article *article, nx_reading *reading)
{
    const nx_starts *passages = &reading->boundaries.passages;

    to->place_count = 0;
    for (nx_column i = 0; i < NX_COLUMN_COUNT; i++) {
        to->column = i;
        to->count = 0;
        EXPECT_OK(nx_analyze(analyzer, nx_words_column(article, i),
                             take_reference, to, &err));
        assert_int_equal(reading->counts[i], to->count);
        for (size_t j = 1; i == NX_COLUMN_BODY && j < passages->count; j++) {
            const uint32_t first = passages->positions[j];

            assert_int_equal(reading->gaps[j].start, to->ends[first - 1]);
            assert_int_equal(reading->gaps[j].end, to->starts[first]);
        }
        for (size_t j = 0; j < to->plan->unit_count; j++) {
            if (!to->plan->units[j].is_dropped)
                add_reference(to, j);
        }
    }
    assert_int_equal(reading->occurrence_count, to->place_count);
    qsort(reading->occurrences, reading->occurrence_count,
          sizeof *reading->occurrences, compare_places);
    qsort(to->places, to->place_count, sizeof *to->places, compare_places);
    for (size_t i = 0; i < to->place_count; i++) {
        const nx_occurrence *at = &reading->occurrences[i];

        assert_int_equal(compare_places(at, &to->places[i]), 0);
        assert_int_equal(at->last, to->places[i].last);
        assert_int_equal(at->start, to->places[i].start);
        assert_true(at->end > at->start);
    }
}

static void random_text(uint64_t *random, nx_buf *out)
{
    static const char *const words[] = {
        "talk",
        "talks",
        "Talking",
        "US",
        "us",
        "U.S.",
        "Rain's",
        "rain",
        "raining",
        "al-Qaida",
        "alqaida",
        "al",
        "qaida",
        "qaeda",
        "cease-fire",
        "ceasefire",
        "2016",
        "1,200",
        "1200",
        "F-16",
        "O\u2019Brien",
        "obrien",
        "administration",
        "administrative",
        "the",
        "THE",
        "of",
        "organization",
        "a",
        "b.",
        "said.",
        "\u201Ctalks\u201D",
        "\u4E2D\u6771",
        "dying",
        "die",
        "skies",
        "sky",
        "Talks,",
        "\n\nRain",
        "(rain)",
        "\nTHE SENATE OF THE US AND CONGRESS\n"};

    nx_buf_clear(out);
    for (size_t i = random_below(random, 700); i > 0; i--) {
        nx_buf_add_string(
            out, words[random_below(random, sizeof words / sizeof *words)]);
        nx_buf_add_string(out, i % 97 == 0 ? ".\n\n" : " ");
    }
}

/* With one matcher, which learns what to skip, over texts of two languages. */
static void what_is_skipped_is_no_part_of_any_unit(void **state)
{
    static const char *const queries[] = {
        "talk OR rain",
        "US OR =talks OR =rain",
        "al-qaida OR cease-fire OR F-16",
        "\"rain talks\" OR \"the us\" OR 1200",
        "administrative OR die OR sky",
        "=us OR U.S. OR obrien OR organ*",
        "\u4E2D\u6771 OR tal~1 OR 2016",
    };
    reader *with = *state;
    reference *to = calloc(1, sizeof *to);
    uint64_t random = 9;
    nx_buf body;
    nx_buf headline;

    assert_non_null(to);
    nx_buf_init(&body, 1 << 16);
    nx_buf_init(&headline, 1 << 16);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        nx_matcher *matcher;

        nx_arena_reset(&with->in.arena);
        plan(&with->in, queries[i]);
        to->plan = &with->in.plan;
        EXPECT_OK(nx_matcher_new(&with->in.plan, &matcher, &err));
        for (size_t round = 0; round < 60; round++) {
            nx_analyzer *analyzer;
            newsidx_article article;

            random_text(&random, &body);
            random_text(&random, &headline);
            article = make_article("k", headline.bytes, NULL);
            article.headline = nx_buf_text(&headline);
            article.body = nx_buf_text(&body);
            EXPECT_OK(nx_store_analyzer(with->in.store,
                                        nx_str(round % 20 < 15 ? "en" : "ar"),
                                        &analyzer, &err));
            read_as_stored(matcher, analyzer, &article, &with->reading);
            check_reading(to, analyzer, &article, &with->reading);
        }
        nx_matcher_free(matcher);
    }
    nx_buf_finish(&headline);
    nx_buf_finish(&body);
    free(to);
}

/* Boundaries come from a file, and may be those of another text. */
static void boundaries_of_another_text_are_damage(void **state)
{
    reader *with = *state;
    static const char *const blobs[] = {
        "\x03\x01\x00\x01\x00\x01\x00", /* three words */
        "\x05\x02\x00\x04\x01\x00\x02\x00\x04",
        "\x02\x01\x00\x01\x00\x02\x00",
    };
    static const size_t lengths[] = {7, 9, 7};
    nx_analyzer *analyzer;
    nx_matcher *matcher;
    nx_stored stored;

    memset(&stored, 0, sizeof stored);
    stored.article = make_article("k", NULL, "two words");
    plan(&with->in, "words");
    EXPECT_OK(nx_store_analyzer(with->in.store, nx_str(NULL), &analyzer, &err));
    EXPECT_OK(nx_matcher_new(&with->in.plan, &matcher, &err));
    for (size_t i = 0; i < sizeof blobs / sizeof *blobs; i++) {
        stored.boundaries = nx_str_slice(blobs[i], lengths[i]);
        EXPECT_STATUS(
            NEWSIDX_ERR_CORRUPT,
            nx_matcher_read(matcher, analyzer, &stored, &with->reading, &err));
    }
    nx_matcher_free(matcher);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_match_by_form),
        cmocka_unit_test(a_phrase_matches_its_sequence_only),
        cmocka_unit_test(a_phrase_of_repeats_finds_the_later_beginning),
        cmocka_unit_test(one_word_of_two_units_counts_for_both),
        cmocka_unit_test(a_joined_form_is_the_same_place),
        cmocka_unit_test(a_joined_form_alone_finds_the_hyphenated_word),
        cmocka_unit_test(overlapping_joined_forms_stay_apart),
        cmocka_unit_test(phrases_end_where_their_column_ends),
        cmocka_unit_test(every_column_is_read_and_counted),
        cmocka_unit_test(a_headline_unit_occurs_in_the_headline_only),
        cmocka_unit_test(what_is_excluded_is_read_where_it_must_be_known),
        cmocka_unit_test(the_whole_phrase_is_the_last_unit),
        cmocka_unit_test(a_phrase_of_64_words_is_followed_to_its_end),
        cmocka_unit_test(a_reading_forgets_the_one_before),
        cmocka_unit_test(phrases_are_found_where_a_naive_search_finds_them),
        cmocka_unit_test(what_is_skipped_is_no_part_of_any_unit),
        cmocka_unit_test(boundaries_of_another_text_are_damage),
    };

    return cmocka_run_group_tests(tests, open_reader, close_reader);
}
