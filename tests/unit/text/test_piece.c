#include "text/piece.h"

#include "tokens.h"

/* The piece at the "<" of `drawn`, which draws <start, end|, next>. */
static void check_piece(const char *language, const char *drawn,
                        nx_token_kind kind)
{
    char text[200];
    size_t length = 0;
    size_t start = 0;
    size_t end = 0;
    size_t next = 0;
    nx_piece piece;

    for (const char *c = drawn; *c != '\0'; c++) {
        if (*c == '<')
            start = length;
        else if (*c == '|')
            end = length;
        else if (*c == '>')
            next = length;
        else
            text[length++] = *c;
    }
    nx_piece_read(nx_language_find(nx_str(language)),
                  nx_str_slice(text, length), start, &piece);
    assert_int_equal(piece.start, start);
    assert_int_equal(piece.end, end);
    assert_int_equal(piece.next, next);
    assert_int_equal(piece.kind, kind);
}

static void words_end_before_what_is_no_letter(void **state)
{
    (void)state;
    check_piece("en", "<talk|> on", NX_TOKEN_WORD);
    check_piece("en", "<talk|>", NX_TOKEN_WORD);
    check_piece("en", "<talk|>.", NX_TOKEN_WORD);
    check_piece("en", "<caf\u00E9|>\u2014", NX_TOKEN_WORD);
    check_piece("en", "<cafe\u0301|> on", NX_TOKEN_WORD);
    check_piece("en", "<\u0416\u0437|>\u4E2D", NX_TOKEN_WORD);
}

static void possessives_are_passed_over(void **state)
{
    (void)state;
    check_piece("en", "<Kerry|'s> on", NX_TOKEN_WORD);
    check_piece("en", "<Kerry|\u2019s>.", NX_TOKEN_WORD);
    check_piece("en", "<Kerry|'S>", NX_TOKEN_WORD);
    check_piece("en", "<Kerry|>' on", NX_TOKEN_WORD);
    check_piece("en", "<Kerry|'s>-like", NX_TOKEN_WORD);
    check_piece("en", "<Kerry'son|>", NX_TOKEN_WORD);
    check_piece("en", "<U.S.|'s> on", NX_TOKEN_ACRONYM);
    check_piece("en", "<1990|'s> on", NX_TOKEN_NUMBER);
    check_piece("tr", "<Ankara|'da> on", NX_TOKEN_WORD);
    check_piece("tr", "<Ankara|'dan'da> on", NX_TOKEN_WORD);
}

static void elisions_are_words(void **state)
{
    (void)state;
    check_piece("fr", "<l|'>homme", NX_TOKEN_WORD);
    check_piece("fr", "<Qu|\u2019>il", NX_TOKEN_WORD);
    check_piece("fr", "<aujourd'hui|>", NX_TOKEN_WORD);
    check_piece("it", "<dell|'>arte", NX_TOKEN_WORD);
    check_piece("en", "<l'homme|>", NX_TOKEN_WORD);
}

static void invisible_signs_end_no_word(void **state)
{
    (void)state;
    check_piece("en", "<co\u00ADop|> on", NX_TOKEN_WORD);
    check_piece("en", "<co|>\u00AD on", NX_TOKEN_WORD);
    check_piece("en", "<co\uFEFFop|>", NX_TOKEN_WORD);
    check_piece("en", "<co|>\u200Bop", NX_TOKEN_WORD);
}

static void numbers_have_points_and_commas(void **state)
{
    (void)state;
    check_piece("en", "<1,200|> on", NX_TOKEN_NUMBER);
    check_piece("en", "<1,200,300.5|>.", NX_TOKEN_NUMBER);
    check_piece("en", "<1|>,2", NX_TOKEN_NUMBER);
    check_piece("en", "<1|>,2000", NX_TOKEN_NUMBER);
    check_piece("en", "<1234|>,567", NX_TOKEN_NUMBER);
    check_piece("en", "<3.5|>", NX_TOKEN_NUMBER);
    check_piece("en", "<3|>. 5", NX_TOKEN_NUMBER);
    check_piece("en", "<3|>.5.6", NX_TOKEN_NUMBER);
    check_piece("en", "3.<5|>.6", NX_TOKEN_NUMBER);
    check_piece("en", "3.5.<6|>", NX_TOKEN_NUMBER);
    check_piece("en", "<F16|>.5", NX_TOKEN_NUMBER);
    check_piece("en", "<3.5bn|>", NX_TOKEN_NUMBER);
    check_piece("de", "<1.200,5|>", NX_TOKEN_NUMBER);
    check_piece("de", "<1.200|>.", NX_TOKEN_NUMBER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_end_before_what_is_no_letter),
        cmocka_unit_test(possessives_are_passed_over),
        cmocka_unit_test(elisions_are_words),
        cmocka_unit_test(invisible_signs_end_no_word),
        cmocka_unit_test(numbers_have_points_and_commas),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
