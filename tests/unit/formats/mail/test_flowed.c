#include "formats/mail/flowed.h"

#include "base/limits.h"
#include "reading.h"

#include <stdio.h>

static void expect(const char *text, bool is_spaced, const char *wanted)
{
    nx_buf out;

    nx_buf_init(&out, NX_LIMIT_ARTICLE_BYTES);
    nx_mail_join_flowed(nx_str(text), is_spaced, &out);
    assert_string_equal(nx_buf_text(&out).bytes, wanted);
    nx_buf_finish(&out);
}

static void lines_that_end_in_a_blank_go_on(void **state)
{
    (void)state;
    expect("Salt is \r\ndear.\r\nSo is bread.\r\n", false,
           "Salt is dear.\nSo is bread.");
    expect("Sal \nt", true, "Salt");
    expect(" From here\n  two\n\nend", false, "From here\n two\n\nend");
}

static void quotes_keep_their_depth(void **state)
{
    (void)state;
    expect("> Salt is \n> dear.\nNo \n> yes\n>> both \n>> ways", false,
           "> Salt is dear.\nNo \n> yes\n>> both ways");
}

static void a_signature_does_not_go_on(void **state)
{
    (void)state;
    expect("Salt \n-- \nAnn\n", false, "Salt \n-- \nAnn");
}

static void expect_signature(const char *text, const char *signature)
{
    size_t behind;
    const size_t start = nx_mail_find_signature(nx_str(text), &behind);

    assert_true(start <= behind);
    assert_string_equal(text + behind, signature);
}

static void signatures_stand_behind_dashes(void **state)
{
    static const char rule[] = "________________________________";
    char text[200];

    (void)state;
    expect_signature("Salt.\n-- \nAnn Field\n", "Ann Field\n");
    expect_signature("Salt.\r\n--\r\nAnn", "Ann");
    expect_signature("-- \n", "");
    expect_signature("Salt -- and bread --\n--- \n", "");
    snprintf(text, sizeof text, "Salt.\n%s\nThe list of salt\n", rule);
    expect_signature(text, "The list of salt\n");
    snprintf(text, sizeof text, "Salt.\n-- \nAnn\n%s\nThe list\n", rule);
    assert_int_equal(nx_mail_find_signature(nx_str(text), &(size_t){0}), 6);
    snprintf(text, sizeof text, "Yes.\n%s\nFrom: Ann\nSalt?\n", rule);
    expect_signature(text, "");
}

static void long_texts_are_no_signatures(void **state)
{
    char text[400] = "Salt.\n-- \n";

    (void)state;
    for (int i = 0; i < 40; i++)
        strcat(text, "bread\n");
    expect_signature(text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_that_end_in_a_blank_go_on),
        cmocka_unit_test(quotes_keep_their_depth),
        cmocka_unit_test(a_signature_does_not_go_on),
        cmocka_unit_test(signatures_stand_behind_dashes),
        cmocka_unit_test(long_texts_are_no_signatures)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
