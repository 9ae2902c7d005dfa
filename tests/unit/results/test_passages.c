/* Where passages are cut, and what is marked in them. */
#include "results/passages.h"

#include "../rank/fixture.h"

#include "base/limits.h"

#include <stdlib.h>

/* ------------------------------------------------------------ by hand ---- */

/* A body whose words are runs of letters, with the passages that are given. */
typedef struct made {
    nx_reading reading;
    nx_arena arena;
    newsidx_text body;
    nx_gap words[65]; /* the gap before each word, and the one at the end */
    nx_gap gaps[8];
    uint32_t starts[8];
    nx_occurrence occurrences[600];
} made;

static bool is_word_byte(char byte)
{
    return nx_is_alpha(byte);
}

static void make(made *out, const char *body, const uint32_t *starts,
                 size_t start_count)
{
    nx_boundaries *boundaries = &out->reading.boundaries;
    uint32_t count = 0;

    memset(out, 0, sizeof *out);
    nx_arena_init(&out->arena);
    out->body = nx_str(body);
    for (uint32_t i = 0; i < out->body.length;) {
        const uint32_t start = i;

        while (i < out->body.length && is_word_byte(body[i]))
            i++;
        if (i > start) {
            assert_true(count < 64);
            out->words[count++].end = start;
            out->words[count].start = i;
        } else {
            i++;
        }
    }
    for (size_t i = 0; i < start_count; i++) {
        out->starts[i] = starts[i];
        out->gaps[i] = out->words[starts[i]];
    }
    out->reading.gaps = out->gaps;
    out->reading.counts[NX_COLUMN_BODY] = count;
    out->reading.occurrences = out->occurrences;
    boundaries->token_count = count;
    boundaries->passages.positions = out->starts;
    boundaries->passages.count = start_count;
}

static void add(made *to, nx_column column, uint32_t start, uint32_t end)
{
    nx_occurrence *at = &to->occurrences[to->reading.occurrence_count++];

    at->column = column;
    at->start = start;
    at->end = end;
}

/* Cut `body` before word number `word`, and see both passages. */
static void expect_cut(const char *body, uint32_t word, const char *first,
                       const char *second)
{
    const uint32_t starts[] = {0, word};
    newsidx_passage passage;
    made with;

    make(&with, body, starts, 2);
    EXPECT_OK(nx_passage_make(&with.reading, with.body, 0, &with.arena,
                              &passage, &err));
    assert_text(passage.text, first);
    assert_int_equal(passage.offset, strstr(body, first) - body);
    assert_int_equal(passage.number, 0);
    EXPECT_OK(nx_passage_make(&with.reading, with.body, 1, &with.arena,
                              &passage, &err));
    assert_text(passage.text, second);
    assert_memory_equal(body + passage.offset, second, strlen(second));
    assert_int_equal(passage.number, 1);
    nx_arena_finish(&with.arena);
}

static void a_cut_is_behind_the_white_space(void **state)
{
    (void)state;
    expect_cut("One two. Three four.", 2, "One two.", "Three four.");
    expect_cut("One two.\n\n  Three four.", 2, "One two.", "Three four.");
    expect_cut("One two.\n\n\xE2\x80\x9CThree four.", 2, "One two.",
               "\xE2\x80\x9CThree four.");
    expect_cut("He said. (Three four.", 2, "He said.", "(Three four.");
    expect_cut("He said. \"Three four.", 2, "He said.", "\"Three four.");
}

static void without_white_space_it_is_behind_the_full_stop(void **state)
{
    (void)state;
    expect_cut("Killed thousands.After that", 2, "Killed thousands.",
               "After that");
}

static void a_closing_quote_stays_with_what_it_closes(void **state)
{
    (void)state;
    expect_cut("He said.\xE2\x80\x9DLavrov went", 2, "He said.\xE2\x80\x9D",
               "Lavrov went");
}

static void an_opening_quote_goes_with_what_it_opens(void **state)
{
    (void)state;
    expect_cut("My life.\xE2\x80\x9CWe went", 2, "My life.",
               "\xE2\x80\x9CWe went");
    expect_cut("My life.(We went", 2, "My life.", "(We went");
}

static void white_space_around_is_no_part_of_it(void **state)
{
    const uint32_t starts[] = {0};
    newsidx_passage passage;
    made with;

    (void)state;
    make(&with, " \n\t One two. \n", starts, 1);
    EXPECT_OK(nx_passage_make(&with.reading, with.body, 0, &with.arena,
                              &passage, &err));
    assert_text(passage.text, "One two.");
    assert_int_equal(passage.offset, 4);
    assert_int_equal(passage.span_count, 0);
    nx_arena_finish(&with.arena);
}

static void spans_of(made *with, nx_column column, size_t start, size_t end,
                     const char *expected)
{
    const newsidx_span bytes = {start, end};
    const newsidx_span *spans;
    char found[256] = "";
    size_t used = 0;
    size_t count;

    EXPECT_OK(nx_passage_spans(&with->reading, column, bytes, &with->arena,
                               &spans, &count, &err));
    for (size_t i = 0; i < count; i++)
        used +=
            (size_t)snprintf(found + used, sizeof found - used, "%s%zu-%zu",
                             i > 0 ? " " : "", spans[i].start, spans[i].end);
    assert_string_equal(found, expected);
}

static void spans_are_sorted_and_joined_where_they_overlap(void **state)
{
    const uint32_t starts[] = {0};
    made with;

    (void)state;
    make(&with, "abc def ghi jkl", starts, 1);
    add(&with, NX_COLUMN_HEADLINE, 0, 3);
    add(&with, NX_COLUMN_BODY, 8, 11);
    add(&with, NX_COLUMN_BODY, 4, 11);
    add(&with, NX_COLUMN_BODY, 0, 3);
    add(&with, NX_COLUMN_BODY, 8, 15);
    spans_of(&with, NX_COLUMN_BODY, 0, 15, "0-3 4-15");
    spans_of(&with, NX_COLUMN_HEADLINE, 0, 15, "0-3");
    spans_of(&with, NX_COLUMN_KEYWORDS, 0, 15, "");
    nx_arena_finish(&with.arena);
}

static void neighbours_stay_apart(void **state)
{
    const uint32_t starts[] = {0};
    made with;

    (void)state;
    make(&with, "abcdef", starts, 1);
    add(&with, NX_COLUMN_BODY, 0, 3);
    add(&with, NX_COLUMN_BODY, 3, 6);
    spans_of(&with, NX_COLUMN_BODY, 0, 6, "0-3 3-6");
    nx_arena_finish(&with.arena);
}

static void spans_are_clipped_to_the_passage(void **state)
{
    const uint32_t starts[] = {0};
    made with;

    (void)state;
    make(&with, "abc def ghi jkl", starts, 1);
    add(&with, NX_COLUMN_BODY, 0, 3);
    add(&with, NX_COLUMN_BODY, 0, 7);
    add(&with, NX_COLUMN_BODY, 8, 15);
    add(&with, NX_COLUMN_BODY, 12, 15);
    spans_of(&with, NX_COLUMN_BODY, 4, 11, "0-3 4-7");
    nx_arena_finish(&with.arena);
}

static void no_more_than_256_spans_are_given(void **state)
{
    const uint32_t starts[] = {0};
    const newsidx_span bytes = {0, 10000};
    const newsidx_span *spans;
    size_t count;
    made with;

    (void)state;
    make(&with, "abc", starts, 1);
    for (uint32_t i = 0; i < 600; i++)
        add(&with, NX_COLUMN_BODY, (599 - i) * 4, (599 - i) * 4 + 3);
    EXPECT_OK(nx_passage_spans(&with.reading, NX_COLUMN_BODY, bytes,
                               &with.arena, &spans, &count, &err));
    assert_int_equal(count, NX_LIMIT_SPANS);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(spans[i].start, 4 * i);
    nx_arena_finish(&with.arena);
}

/* ------------------------------------------------- of random bodies ------ */

#define ROUNDS 600

static void add_random_piece(uint64_t *random, nx_buf *out)
{
    static const char *const pieces[] = {"rain ",
                                         "town ",
                                         "The ",
                                         ". ",
                                         ".",
                                         "\n\n",
                                         "\xE2\x80\x9C",
                                         "\xE2\x80\x9D",
                                         "said ",
                                         "al-Qaida ",
                                         "U.S.",
                                         "\n",
                                         "\xE4\xB8\xAD\xE6\x9D\xB1",
                                         "\xE3\x80\x82",
                                         "(",
                                         ")",
                                         "!",
                                         "\t"};

    nx_buf_add_string(
        out, pieces[random_below(random, sizeof pieces / sizeof *pieces)]);
}

/*
 * Passages in a row give the body but for white space; spans are inside, in
 * order, apart, and at whole characters.
 */
static void check_passages(const nx_reading *reading, newsidx_text body,
                           nx_arena *arena)
{
    size_t at = 0;

    for (size_t i = 0; i < reading->boundaries.passages.count; i++) {
        newsidx_passage passage;
        size_t last = 0;

        EXPECT_OK(nx_passage_make(reading, body, i, arena, &passage, &err));
        assert_true(passage.offset >= at);
        for (; at < passage.offset; at++)
            assert_true(nx_is_space(body.bytes[at]));
        assert_true(passage.text.length > 0);
        at += passage.text.length;
        assert_true(at <= body.length);
        assert_memory_equal(passage.text.bytes, body.bytes + passage.offset,
                            passage.text.length);
        for (size_t j = 0; j < passage.span_count; j++) {
            const newsidx_span span = passage.spans[j];

            assert_true(span.start >= last && span.start < span.end);
            assert_true(span.end <= passage.text.length);
            assert_true((passage.text.bytes[span.start] & 0xC0) != 0x80);
            assert_true((passage.text.bytes[span.end] & 0xC0) != 0x80);
            last = span.end;
        }
    }
    for (; at < body.length; at++)
        assert_true(nx_is_space(body.bytes[at]) ||
                    reading->boundaries.passages.count == 0);
}

static void passages_in_a_row_are_the_body(void **state)
{
    uint64_t random = 11;
    nx_analyzer *analyzer;
    nx_matcher *matcher;
    nx_reading reading;
    fixture in;
    nx_buf body;

    (void)state;
    fixture_open(&in);
    nx_reading_init(&reading);
    nx_buf_init(&body, 65536);
    plan(&in, "rain OR \"said the\" OR =al-qaida OR \xE4\xB8\xAD\xE6\x9D\xB1");
    EXPECT_OK(nx_store_analyzer(in.store, nx_str(NULL), &analyzer, &err));
    EXPECT_OK(nx_matcher_new(&in.plan, &matcher, &err));
    for (int round = 0; round < ROUNDS; round++) {
        const size_t count = random_below(&random, 900);
        newsidx_article article;

        nx_buf_clear(&body);
        for (size_t i = 0; i < count; i++)
            add_random_piece(&random, &body);
        article = make_article("k", NULL, NULL);
        article.body = nx_buf_text(&body);
        read_as_stored(matcher, analyzer, &article, &reading);
        check_passages(&reading, article.body, &in.arena);
        nx_arena_reset(&in.arena);
        plan(&in, "rain OR \"said the\" OR =al-qaida OR "
                  "\xE4\xB8\xAD\xE6\x9D\xB1");
        nx_matcher_free(matcher);
        EXPECT_OK(nx_matcher_new(&in.plan, &matcher, &err));
    }
    nx_matcher_free(matcher);
    nx_buf_finish(&body);
    nx_reading_finish(&reading);
    fixture_close(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cut_is_behind_the_white_space),
        cmocka_unit_test(without_white_space_it_is_behind_the_full_stop),
        cmocka_unit_test(a_closing_quote_stays_with_what_it_closes),
        cmocka_unit_test(an_opening_quote_goes_with_what_it_opens),
        cmocka_unit_test(white_space_around_is_no_part_of_it),
        cmocka_unit_test(spans_are_sorted_and_joined_where_they_overlap),
        cmocka_unit_test(neighbours_stay_apart),
        cmocka_unit_test(spans_are_clipped_to_the_passage),
        cmocka_unit_test(no_more_than_256_spans_are_given),
        cmocka_unit_test(passages_in_a_row_are_the_body),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
