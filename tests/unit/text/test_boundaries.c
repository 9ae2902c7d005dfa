#include "text/boundaries.h"

#include "tokens.h"

/*
 * Boundaries of a body that is drawn as words with what begins at them: "."
 * nothing, "s" a sentence, "p" a paragraph; a number repeats what follows it.
 */
static nx_boundaries draw(const char *body)
{
    nx_boundaries boundaries;
    nx_token token = {0};

    nx_boundaries_init(&boundaries);
    while (*body != '\0') {
        unsigned long count = 1;

        if (*body >= '0' && *body <= '9') {
            char *end;

            count = strtoul(body, &end, 10);
            body = end;
        }
        for (; count > 0; count--) {
            token.begins_paragraph = *body == 'p';
            token.begins_sentence = *body != '.';
            assert_int_equal(nx_boundaries_add(&boundaries, &token),
                             NEWSIDX_OK);
            token.position++;
        }
        body++;
    }
    assert_int_equal(nx_boundaries_cut(&boundaries), NEWSIDX_OK);
    return boundaries;
}

static void check_starts(const nx_starts *starts, const char *expected)
{
    char line[1000] = "";
    size_t used = 0;

    for (size_t i = 0; i < starts->count; i++)
        used +=
            (size_t)snprintf(line + used, sizeof line - used, "%s%u",
                             i > 0 ? " " : "", (unsigned)starts->positions[i]);
    assert_string_equal(line, expected);
}

static void check_passages(const char *body, const char *expected)
{
    nx_boundaries boundaries = draw(body);

    check_starts(&boundaries.passages, expected);
    nx_boundaries_finish(&boundaries);
}

static void a_paragraph_is_a_passage(void **state)
{
    (void)state;
    check_passages("p29.p29.p29.", "0 30 60");
    check_passages("p149.p19.", "0 150");
}

static void a_long_paragraph_is_cut_at_the_sentence_nearest_to_100(void **state)
{
    (void)state;
    check_passages("p79.s29.s89.", "0 110");
    check_passages("p89.s29.s89.", "0 90");
    check_passages("p49.s49.s49.s49.s49.s49.s49.", "0 100 200");
    check_passages("p49.s49.s49.s49.s49.s49.", "0 100 200");
    check_passages("p49.s49.s49.", "0");
}

static void a_cut_leaves_no_scraps(void **state)
{
    (void)state;
    /* Sentences at 10 and 145 of 151 would leave 10 or 6 words. */
    check_passages("p9.s134.s5.", "0");
    check_passages("p9.s9.s124.s9.", "0 20");
}

static void sentences_without_end_are_cut(void **state)
{
    nx_boundaries boundaries = draw("p999.");

    (void)state;
    check_starts(&boundaries.sentences, "0 300 600 900");
    check_starts(&boundaries.paragraphs, "0");
    check_starts(&boundaries.passages, "0 300 600 900");
    nx_boundaries_finish(&boundaries);
}

static void no_passage_is_longer_than_a_bound(void **state)
{
    char body[4000];
    uint32_t seed = 1;

    (void)state;
    for (int round = 0; round < 300; round++) {
        nx_boundaries boundaries;
        size_t length = 0;

        while (length < 300) {
            seed = seed * 1664525 + 1013904223;
            length += (size_t)snprintf(body + length, sizeof body - length,
                                       "%s%u.", seed >> 30 == 0 ? "p" : "s",
                                       1 + (seed >> 16) % 200);
        }
        boundaries = draw(body);
        for (size_t i = 0; i < boundaries.passages.count; i++) {
            const uint32_t start = boundaries.passages.positions[i];
            const uint32_t end = i + 1 < boundaries.passages.count
                                     ? boundaries.passages.positions[i + 1]
                                     : boundaries.token_count;
            const size_t sentence =
                nx_starts_find(&boundaries.sentences, start);

            assert_in_range(end - start, NX_PASSAGE_LEAST_WORDS, 360);
            assert_int_equal(boundaries.sentences.positions[sentence], start);
        }
        nx_boundaries_finish(&boundaries);
    }
}

static void short_paragraphs_join_the_next(void **state)
{
    (void)state;
    check_passages("p4.p4.p49.p29.", "0 60");
    check_passages("p29.p4.p29.", "0 30");
    /* Together they are too long, and cut like one. */
    check_passages("p4.p99.s59.", "0 105");
}

static void the_last_short_one_joins_the_one_before(void **state)
{
    (void)state;
    check_passages("p29.p4.", "0");
    check_passages("p29.p29.p4.p4.", "0 30");
    check_passages("p4.", "0");
    check_passages("p4.p4.", "0");
}

static void a_body_without_words_has_no_passages(void **state)
{
    (void)state;
    check_passages("", "");
}

static void positions_are_found(void **state)
{
    uint32_t positions[] = {0, 10, 20};
    const nx_starts starts = {positions, 3, 3};
    const nx_starts none = {NULL, 0, 0};

    (void)state;
    assert_int_equal(nx_starts_find(&starts, 0), 0);
    assert_int_equal(nx_starts_find(&starts, 9), 0);
    assert_int_equal(nx_starts_find(&starts, 10), 1);
    assert_int_equal(nx_starts_find(&starts, 19), 1);
    assert_int_equal(nx_starts_find(&starts, 4000000000u), 2);
    assert_int_equal(nx_starts_find(&none, 5), 0);
}

static void cleared_boundaries_take_another_body(void **state)
{
    nx_boundaries boundaries = draw("p29.p29.");
    nx_token token = {0};

    (void)state;
    nx_boundaries_clear(&boundaries);
    assert_int_equal(boundaries.token_count, 0);
    assert_int_equal(nx_boundaries_add(&boundaries, &token), NEWSIDX_OK);
    assert_int_equal(nx_boundaries_cut(&boundaries), NEWSIDX_OK);
    check_starts(&boundaries.passages, "0");
    check_starts(&boundaries.sentences, "0");
    nx_boundaries_finish(&boundaries);
}

static void a_blob_brings_everything_back(void **state)
{
    static const char *const bodies[] = {"", "p", "p9.s9.p300.s70.p4.s7.",
                                         "p20000.s300.s200.p5."};

    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        nx_boundaries before = draw(bodies[i]);
        nx_boundaries after;
        nx_buf blob;

        nx_buf_init(&blob, 1 << 20);
        nx_boundaries_encode(&before, &blob);
        nx_boundaries_init(&after);
        assert_int_equal(nx_boundaries_decode(&after, nx_buf_text(&blob), NULL),
                         NEWSIDX_OK);
        assert_int_equal(after.token_count, before.token_count);
        assert_int_equal(after.sentences.count, before.sentences.count);
        assert_int_equal(after.paragraphs.count, before.paragraphs.count);
        assert_int_equal(after.passages.count, before.passages.count);
        for (size_t k = 0; k < before.passages.count; k++)
            assert_int_equal(after.passages.positions[k],
                             before.passages.positions[k]);
        nx_buf_finish(&blob);
        nx_boundaries_finish(&before);
        nx_boundaries_finish(&after);
    }
}

static void check_damaged(const char *bytes, size_t length)
{
    nx_boundaries boundaries;
    newsidx_error err;

    nx_boundaries_init(&boundaries);
    assert_int_equal(
        nx_boundaries_decode(&boundaries, nx_str_slice(bytes, length), &err),
        NEWSIDX_ERR_CORRUPT);
    assert_int_equal(boundaries.token_count, 0);
    assert_int_equal(boundaries.sentences.count, 0);
    nx_boundaries_finish(&boundaries);
}

#define DAMAGED(bytes) check_damaged(bytes, sizeof(bytes) - 1)

static void damaged_blobs_are_refused(void **state)
{
    nx_boundaries boundaries;

    (void)state;
    nx_boundaries_init(&boundaries);
    /* Five words, sentences at 0 and 3, a paragraph and a passage at 0. */
    assert_int_equal(nx_boundaries_decode(&boundaries,
                                          nx_str_slice("\5\2\0\3\1\0\1\0", 8),
                                          NULL),
                     NEWSIDX_OK);
    check_starts(&boundaries.sentences, "0 3");
    nx_boundaries_finish(&boundaries);

    DAMAGED("");
    DAMAGED("\5\2\0\3\1\0\1");     /* cut off */
    DAMAGED("\5\2\0\3\1\0\1\0\0"); /* a byte too much */
    DAMAGED("\5\2\0\5\1\0\1\0");   /* past the last word */
    DAMAGED("\5\2\1\3\1\0\1\0");   /* doesn't begin at 0 */
    DAMAGED("\5\2\0\0\1\0\1\0");   /* the same twice */
    DAMAGED("\5\2\0\3\2\0\2\1\0"); /* a paragraph inside a sentence */
    DAMAGED("\5\2\0\3\1\0\2\0\2"); /* a passage inside one */
    DAMAGED("\5\0\0\0");           /* words without a sentence */
    DAMAGED("\0\1\0\1\0\1\0");     /* and the reverse */
    DAMAGED("\205\0\1\0\1\0\1\0"); /* 5 in two bytes */
    DAMAGED("\377\377\377\377\377\1\0\1\0\1\0"); /* more than 32 bits */
    DAMAGED("\5\377\377\377\377\17\0"); /* a count without its starts */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paragraph_is_a_passage),
        cmocka_unit_test(
            a_long_paragraph_is_cut_at_the_sentence_nearest_to_100),
        cmocka_unit_test(a_cut_leaves_no_scraps),
        cmocka_unit_test(sentences_without_end_are_cut),
        cmocka_unit_test(no_passage_is_longer_than_a_bound),
        cmocka_unit_test(short_paragraphs_join_the_next),
        cmocka_unit_test(the_last_short_one_joins_the_one_before),
        cmocka_unit_test(a_body_without_words_has_no_passages),
        cmocka_unit_test(positions_are_found),
        cmocka_unit_test(cleared_boundaries_take_another_body),
        cmocka_unit_test(a_blob_brings_everything_back),
        cmocka_unit_test(damaged_blobs_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
