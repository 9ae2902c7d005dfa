#include "formats/mail/transfer.h"

#include "base/limits.h"
#include "reading.h"

static void expect(void (*decode)(newsidx_text, nx_buf *), const char *text,
                   const char *wanted)
{
    nx_buf out;

    nx_buf_init(&out, NX_LIMIT_ARTICLE_BYTES);
    decode(nx_str(text), &out);
    assert_int_equal(out.status, NEWSIDX_OK);
    assert_string_equal(nx_buf_text(&out).bytes, wanted);
    nx_buf_finish(&out);
}

static void quoted_printable_is_undone(void **state)
{
    (void)state;
    expect(nx_mail_decode_quoted, "Zo=C3=AB =3d x", "Zo\xC3\xAB = x");
    expect(nx_mail_decode_quoted, "a long line=\r\n goes on\r\n",
           "a long line"
           " goes on\n");
    expect(nx_mail_decode_quoted, "soft=  \nbreak", "softbreak");
    expect(nx_mail_decode_quoted, "blanks  \t\r\nend", "blanks\nend");
    expect(nx_mail_decode_quoted, "", "");
}

static void what_breaks_the_rules_stays(void **state)
{
    (void)state;
    expect(nx_mail_decode_quoted, "a=b =ZZ =4", "a=b =ZZ =4");
    expect(nx_mail_decode_quoted, "=", "");
    expect(nx_mail_decode_q, "a_b=5F=", "a b_=");
}

static void base64_is_undone(void **state)
{
    (void)state;
    expect(nx_mail_decode_base64, "U2FsdA==", "Salt");
    expect(nx_mail_decode_base64, "U2Fs\r\ndCBpcw==", "Salt is");
    expect(nx_mail_decode_base64, "U2FsdCE", "Salt!");
    expect(nx_mail_decode_base64, "U2Fs-dA==\n", "Salt");
    expect(nx_mail_decode_base64, "", "");
}

/* Some programs encode piece by piece. */
static void pieces_of_base64_may_follow_one_another(void **state)
{
    (void)state;
    expect(nx_mail_decode_base64, "U2E=bHQ=", "Salt");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quoted_printable_is_undone),
        cmocka_unit_test(what_breaks_the_rules_stays),
        cmocka_unit_test(base64_is_undone),
        cmocka_unit_test(pieces_of_base64_may_follow_one_another)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
