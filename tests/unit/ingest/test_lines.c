#include "ingest/lines.h"

#include "reading.h"

#include <stdio.h>

static void split(const char *text, nx_arena *arena, nx_lines *lines)
{
    nx_arena_init(arena);
    assert_int_equal(nx_lines_split(nx_str(text), arena, lines, NULL),
                     NEWSIDX_OK);
}

static void blank_lines_are_noted_not_kept(void **state)
{
    nx_arena arena;
    nx_lines lines;

    (void)state;
    split("one\n\n\n  two\nthree", &arena, &lines);
    assert_int_equal(lines.count, 3);
    assert_true(lines.lines[0].after_blank);
    assert_true(lines.lines[1].after_blank);
    assert_int_equal(lines.lines[1].indent, 2);
    assert_false(lines.lines[2].after_blank);
    assert_true(nx_str_equal(nx_lines_text(&lines, 1), nx_str("two")));
    assert_true(nx_str_equal(nx_lines_text(&lines, 2), nx_str("three")));
    nx_arena_finish(&arena);
    split("", &arena, &lines);
    assert_int_equal(lines.count, 0);
    nx_arena_finish(&arena);
}

/* Wrapped at 60, with two paragraphs in the first block. */
static const char mail[] =
    "Ministers met in the old customs house on Tuesday to talk\n"
    "about the price of salt, which has risen for the third time\n"
    "in a year and worries bakers.\n"
    "   Bakers were not asked. Their association said that it\n"
    "would send a letter, and perhaps a loaf, to each of the nine\n"
    "ministers before the next meeting in the spring.\n"
    "\n"
    "Salt was not available for comment.\n";

static void wrapped_lines_go_on_their_paragraph(void **state)
{
    static const bool goes_on[] = {false, true, true, false, true, true, false};
    nx_arena arena;
    nx_lines lines;

    (void)state;
    split(mail, &arena, &lines);
    assert_true(lines.is_wrapped);
    assert_int_equal(lines.count, 7);
    for (size_t i = 0; i < lines.count; i++)
        assert_int_equal(lines.lines[i].continues, goes_on[i]);
    assert_int_equal(nx_lines_paragraph_end(&lines, 0), 3);
    assert_int_equal(nx_lines_paragraph_end(&lines, 3), 6);
    assert_int_equal(nx_lines_paragraph_end(&lines, 6), 7);
    nx_arena_finish(&arena);
}

static void lines_that_their_writer_ended_are_paragraphs(void **state)
{
    static const char *const texts[] = {
        ("Rain.\nIt rained for nine days in the valley.\nNobody minded.\n"
         "The ducks, asked by a reporter, said nothing at all to him.\nEnd."),
        "a\nb\nc\nd\ne\nf", "One.\nTwo."};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        nx_arena arena;
        nx_lines lines;

        split(texts[i], &arena, &lines);
        assert_false(lines.is_wrapped);
        for (size_t k = 0; k < lines.count; k++)
            assert_false(lines.lines[k].continues);
        nx_arena_finish(&arena);
    }
}

static void items_of_lists_stay_lines(void **state)
{
    nx_arena arena;
    nx_lines lines;

    (void)state;
    split("Ministers met in the old customs house on Tuesday to talk\n"
          "about the price of salt, which has risen for the third time\n"
          "- salt from the mines in the south, which is the cheapest of\n"
          "them all and tastes of nothing much, according to the bakers\n"
          "- salt from the sea\n",
          &arena, &lines);
    assert_true(lines.is_wrapped);
    assert_false(lines.lines[2].continues);
    assert_true(lines.lines[3].continues);
    assert_false(lines.lines[4].continues);
    nx_arena_finish(&arena);
}

static void paragraphs_are_joined_again(void **state)
{
    newsidx_text text;
    nx_arena arena;

    (void)state;
    nx_arena_init(&arena);
    assert_int_equal(
        nx_lines_join(
            nx_str(
                "The harbor's council met on Friday to talk about the cease-\n"
                "fire between its bakers and the fleet, and about the price\n"
                "of salt, which has risen for the third time in as many years\n"
                "of rain and late ships.\n\n\nBread is next.\nAnn"),
            &arena, &text, NULL),
        NEWSIDX_OK);
    assert_string_equal(
        text.bytes,
        "The harbor's council met on Friday to talk about the cease-"
        "fire between its bakers and the fleet, and about the price "
        "of salt, which has risen for the third time in as many years "
        "of rain and late ships.\n\nBread is next.\nAnn");
    assert_int_equal(nx_lines_join(nx_str(""), &arena, &text, NULL),
                     NEWSIDX_OK);
    assert_string_equal(text.bytes, "");
    nx_arena_finish(&arena);
}

static void endings_are_told_apart(void **state)
{
    static const struct {
        const char *text;
        nx_ending ending;
    } cases[] = {{"", NX_ENDING_OPEN},
                 {"Kerry meets Lavrov", NX_ENDING_OPEN},
                 {"They met.", NX_ENDING_STOP},
                 {"\xE2\x80\x9CThey met.\xE2\x80\x9D", NX_ENDING_STOP},
                 {"They met.)", NX_ENDING_STOP},
                 {"\xE3\x80\x82", NX_ENDING_STOP},
                 {"Did they?", NX_ENDING_ASKING},
                 {"Talks with U.S.", NX_ENDING_ACRONYM},
                 {"Plan B.", NX_ENDING_STOP},
                 {"And then...", NX_ENDING_ELLIPSIS},
                 {"And then\xE2\x80\xA6", NX_ENDING_ELLIPSIS},
                 {"They said:", NX_ENDING_GOES_ON},
                 {"Bread, salt,", NX_ENDING_GOES_ON},
                 {"\xE2\x80\x9CThe end\xE2\x80\x9D", NX_ENDING_OPEN},
                 {"\"\"\"", NX_ENDING_OPEN}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(nx_text_ending(nx_str(cases[i].text)),
                         cases[i].ending);
    assert_true(nx_text_ends_sentence(nx_str("with the U.S.")));
    assert_false(nx_text_ends_sentence(nx_str("They said:")));
}

static void widths_are_characters(void **state)
{
    (void)state;
    assert_int_equal(nx_text_width(nx_str("\xC3\xA9t\xC3\xA9")), 3);
    assert_int_equal(nx_text_width(nx_str("")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blank_lines_are_noted_not_kept),
        cmocka_unit_test(wrapped_lines_go_on_their_paragraph),
        cmocka_unit_test(lines_that_their_writer_ended_are_paragraphs),
        cmocka_unit_test(items_of_lists_stay_lines),
        cmocka_unit_test(paragraphs_are_joined_again),
        cmocka_unit_test(endings_are_told_apart),
        cmocka_unit_test(widths_are_characters)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
