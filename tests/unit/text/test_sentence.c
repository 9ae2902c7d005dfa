#include "tokens.h"

/* Check where sentences and paragraphs begin; forms are left to others. */
static void check(const char *language, const char *text, const char *expected)
{
    nx_analyzer *analyzer = analyzer_of(language);
    token_line tokens = tokens_of(analyzer, nx_str(text));
    const newsidx_text line = nx_buf_text(&tokens.line);
    char shown[2000];
    size_t length = 0;
    bool is_exact = true;

    assert_true(line.length < sizeof shown);
    for (size_t i = 0; i < line.length; i++) {
        if (line.bytes[i] == ' ')
            is_exact = true;
        else if (strchr("~+^", line.bytes[i]) != NULL)
            is_exact = false;
        if (is_exact)
            shown[length++] = line.bytes[i];
    }
    shown[length] = '\0';
    assert_string_equal(shown, expected);
    nx_buf_finish(&tokens.line);
    nx_analyzer_free(analyzer);
}

static void stops_before_capitals_end_sentences(void **state)
{
    (void)state;
    check("en", "It ended. The war! Was it? Yes",
          "it ended /the war /was it "
          "/yes");
    check("en", "It ended… Then it began... Again",
          "it ended /then it began /again");
    check("en", "It ended. 20 died. “no one won",
          "it ended /20 died /no one won");
    check("fr", "C’est tout. Élections",
          "c est tout "
          "/elections");
}

static void stops_before_small_letters_do_not(void **state)
{
    (void)state;
    check("en", "It ended... or so. he said", "it ended or so he said");
    check("en", "“Why?” he asked", "why he asked");
    check("en", "Yahoo!, The end. ; But", "yahoo the end but");
}

static void quotes_and_brackets_stay_with_their_sentence(void **state)
{
    (void)state;
    check("en", "“Go.” He went. (He came.) They saw",
          "go /he went /he came /they saw");
    check("en", "He said \"go.\" \"no,\" she said", "he said go /no she said");
}

static void lost_blanks_are_seen(void **state)
{
    (void)state;
    check("en", "hundreds of thousands.After meeting",
          "hundreds of thousands /after meeting");
    check("en", "the war.On Monday in 2016.The",
          "the war /on monday in 2016 "
          "/the");
    check("en", "he said.”We are", "he said /we are");
    check("en", "my life.“We are", "my life /we are");
    check("en", "new reports.A man", "new reports /a man");
    check("en", "is it dead?Yes", "is it dead /yes");
}

static void hosts_and_initials_lose_no_blank(void **state)
{
    (void)state;
    check("en", "see example.com or J.Smith or St.Louis",
          "see example com or j smith or st louis");
    check("en", "AT.The NASA.Gov", "at the nasa gov");
}

static void abbreviations_do_not_end_sentences(void **state)
{
    (void)state;
    check("en", "Mr. Kerry met Sen. Reid of St. Louis on Sept. 9",
          "mr kerry met sen reid of st louis on sept 9");
    check("en", "Mrs. May met Gen. The", "mrs may met gen the");
    check("de", "Er ist bzw. Das Haus", "er ist bzw das haus");
}

static void an_abbreviation_may_be_the_last_word(void **state)
{
    (void)state;
    check("en", "by Apple Inc. The firm", "by apple inc /the firm");
    check("en", "by Apple Inc. President Cook", "by apple inc president cook");
    check("en", "by “Apple Inc.” President Cook",
          "by apple inc /president cook");
}

static void no_is_an_abbreviation_before_numbers(void **state)
{
    (void)state;
    check("en", "He is No. 5 there", "he is no 5 there");
    check("en", "He said no. Nobody went", "he said no /nobody went");
}

static void initials_do_not_end_sentences(void **state)
{
    (void)state;
    check("en", "J. Edgar and George W. Bush", "j edgar and george w bush");
    check("en", "World War I. The end", "world war i /the end");
    check("en", "I. Newton", "i newton");
}

static void acronyms_end_sentences_before_openers_only(void **state)
{
    (void)state;
    check("en", "in the U.S. Secretary Kerry", "in the us secretary kerry");
    check("en", "in the U.S. The end", "in the us /the end");
    check("en", "the “U.S.” Kerry", "the us /kerry");
    check("en", "in the U.S.? Kerry", "in the us /kerry");
    check("en", "in the U.S., The", "in the us the");
    check("en", "at 9 a.m. He", "at 9 am /he");
}

static void numbers_can_end_sentences_and_count_items(void **state)
{
    (void)state;
    check("en", "It was in 2016. The", "it was in 2016 /the");
    check("en", "He was 52. The", "he was 52 /the");
    check("en", "1. The first", "1 the first");
    check("de", "am 5. Mai 2016. Dann", "am 5 mai 2016 /dann");
    check("en", "about 3.5 The", "about 3.5 the");
}

static void stops_of_other_scripts_need_no_blank(void **state)
{
    (void)state;
    check("zh", "中。東", "中 /東");
    check("hi", "युद्ध। शांति", "युद्ध /शांति");
    check("ar", "حرب؟ سلام. حرب", "حرب /سلام /حرب");
}

static void blank_lines_end_paragraphs(void **state)
{
    (void)state;
    check("en", "one two\n\nthree\r\n\r\nfour\n \t\nfive",
          "one two //three //four //five");
    check("en", "one\xE2\x80\xA9two\ftwo\xE2\x80\xA8three",
          "one //two //two //three");
}

#define SIXTY "aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa"
#define SIXTY_TOKENS                                                           \
    "aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa"

static void line_ends_of_wrapped_text_are_blanks(void **state)
{
    (void)state;
    check("en", SIXTY "\n" SIXTY ".\n" SIXTY "\r\nbbb",
          SIXTY_TOKENS " " SIXTY_TOKENS " " SIXTY_TOKENS " bbb");
    check("en", SIXTY "\nand The\nend", SIXTY_TOKENS " and the end");
    check("en", SIXTY "\n" SIXTY ".\nThe",
          SIXTY_TOKENS " " SIXTY_TOKENS " /the");
}

static void line_ends_of_unwrapped_text_end_paragraphs(void **state)
{
    (void)state;
    check("en", SIXTY " " SIXTY " " SIXTY "\nyes\nno\n" SIXTY,
          SIXTY_TOKENS " " SIXTY_TOKENS " " SIXTY_TOKENS
                       " //yes //no //" SIXTY_TOKENS);
}

static void
short_and_indented_lines_show_paragraphs_of_wrapped_text(void **state)
{
    (void)state;
    check("en", SIXTY "\nend of it.\nNext " SIXTY "\n" SIXTY,
          SIXTY_TOKENS " end of it //next " SIXTY_TOKENS " " SIXTY_TOKENS);
    check("en", SIXTY "\n" SIXTY ".\n  Next\n" SIXTY,
          SIXTY_TOKENS " " SIXTY_TOKENS " //next " SIXTY_TOKENS);
    check("en", "  " SIXTY ".\n  Next\n  " SIXTY,
          SIXTY_TOKENS " /next " SIXTY_TOKENS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stops_before_capitals_end_sentences),
        cmocka_unit_test(stops_before_small_letters_do_not),
        cmocka_unit_test(quotes_and_brackets_stay_with_their_sentence),
        cmocka_unit_test(lost_blanks_are_seen),
        cmocka_unit_test(hosts_and_initials_lose_no_blank),
        cmocka_unit_test(abbreviations_do_not_end_sentences),
        cmocka_unit_test(an_abbreviation_may_be_the_last_word),
        cmocka_unit_test(no_is_an_abbreviation_before_numbers),
        cmocka_unit_test(initials_do_not_end_sentences),
        cmocka_unit_test(acronyms_end_sentences_before_openers_only),
        cmocka_unit_test(numbers_can_end_sentences_and_count_items),
        cmocka_unit_test(stops_of_other_scripts_need_no_blank),
        cmocka_unit_test(blank_lines_end_paragraphs),
        cmocka_unit_test(line_ends_of_wrapped_text_are_blanks),
        cmocka_unit_test(line_ends_of_unwrapped_text_end_paragraphs),
        cmocka_unit_test(
            short_and_indented_lines_show_paragraphs_of_wrapped_text),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
