#include "formats/mail/header.h"

#include "base/buf.h"
#include "base/limits.h"
#include "reading.h"

static void fields_are_found_whatever_their_case(void **state)
{
    newsidx_text rest = nx_str("Subject: Salt\r\n  is dear\r\nX-Empty:\r\n"
                               "FROM : ann\r\n\r\nThe text: it follows.\r\n");
    nx_mail_header header;
    nx_arena arena;

    (void)state;
    nx_arena_init(&arena);
    assert_int_equal(nx_mail_header_read(&rest, &arena, &header, NULL),
                     NEWSIDX_OK);
    assert_int_equal(header.count, 3);
    assert_true(nx_str_equal(nx_mail_header_find(&header, "subject"),
                             nx_str("Salt\r\n  is dear")));
    assert_true(
        nx_str_equal(nx_mail_header_find(&header, "From"), nx_str("ann")));
    assert_int_equal(nx_mail_header_find(&header, "X-Empty").length, 0);
    assert_null(nx_mail_header_find(&header, "To").bytes);
    assert_string_equal(rest.bytes, "The text: it follows.\r\n");
    nx_arena_finish(&arena);
}

/* Without a blank line, the text begins where the fields end. */
static void a_line_that_is_no_field_ends_the_header(void **state)
{
    newsidx_text rest = nx_str("From ann Fri Sep 9\n>From bob\nSubject: Salt\n"
                               "Salt is dear\nFrom: here\n");
    nx_mail_header header;
    nx_arena arena;

    (void)state;
    nx_arena_init(&arena);
    assert_int_equal(nx_mail_header_read(&rest, &arena, &header, NULL),
                     NEWSIDX_OK);
    assert_int_equal(header.count, 1);
    assert_string_equal(rest.bytes, "Salt is dear\nFrom: here\n");
    nx_arena_finish(&arena);
}

static void headers_have_limits(void **state)
{
    newsidx_text rest;
    nx_mail_header header;
    newsidx_error err;
    nx_arena arena;
    nx_buf text;

    (void)state;
    nx_buf_init(&text, NX_LIMIT_ARTICLE_BYTES);
    for (int i = 0; i < NX_MAIL_HEADER_FIELDS + 1; i++)
        nx_buf_add_string(&text, "A: b\n");
    nx_arena_init(&arena);
    rest = nx_buf_text(&text);
    assert_int_equal(nx_mail_header_read(&rest, &arena, &header, &err),
                     NEWSIDX_ERR_LIMIT);
    nx_buf_clear(&text);
    nx_buf_add_string(&text, "A: b");
    for (size_t i = 0; i < NX_MAIL_HEADER_BYTES; i++)
        nx_buf_add_byte(&text, 'b');
    rest = nx_buf_text(&text);
    assert_int_equal(nx_mail_header_read(&rest, &arena, &header, &err),
                     NEWSIDX_ERR_LIMIT);
    nx_buf_finish(&text);
    nx_arena_finish(&arena);
}

static void blanks_before_a_mail_are_stepped_over(void **state)
{
    (void)state;
    assert_true(nx_str_equal(nx_mail_start(nx_str("\xEF\xBB\xBF \r\nA: b")),
                             nx_str("A: b")));
    assert_int_equal(nx_mail_start(nx_str("\n ")).length, 0);
}

static void types_are_in_lower_case(void **state)
{
    nx_arena arena;

    (void)state;
    nx_arena_init(&arena);
    assert_text(nx_mail_token(nx_str("Text/HTML; charset=x"), &arena),
                "text/html");
    assert_text(nx_mail_token(nx_str("7bit (by hand)"), &arena), "7bit");
    assert_text(nx_mail_token(nx_str(NULL), &arena), "");
    nx_arena_finish(&arena);
}

static void expect(const char *value, const char *name, const char *wanted)
{
    newsidx_text text;
    nx_arena arena;

    nx_arena_init(&arena);
    assert_int_equal(
        nx_mail_parameter(nx_str(value), name, &arena, &text, NULL),
        NEWSIDX_OK);
    assert_text(text, wanted);
    nx_arena_finish(&arena);
}

static void parameters_may_be_quoted(void **state)
{
    (void)state;
    expect("text/plain; charset=utf-8", "charset", "utf-8");
    expect("text/plain;\r\n CHARSET = \"utf-8\" ; format=flowed", "charset",
           "utf-8");
    expect("a/b; x=\"q;charset=no\"; charset=yes", "charset", "yes");
    expect("a/b; name=\"a \\\"b\\\".txt\"", "name", "a \"b\".txt");
    expect("a/b; name==?utf-8?Q?Zo=C3=AB?=", "name", "Zo\xC3\xAB");
    expect("a/b; name=\"open", "name", "open");
    expect("a/b; = ; ;;name", "charset", NULL);
    expect("charset=utf-8", "charset", NULL);
}

/* RFC 2231. */
static void parameters_may_be_in_pieces(void **state)
{
    (void)state;
    expect("a; filename*=utf-8'en'%e2%82%ac%205.txt", "filename",
           "\xE2\x82\xAC 5.txt");
    expect("a; filename*1=\"b.txt\"; filename*0=\"a\"", "filename", "ab.txt");
    expect("a; filename*0*=iso-8859-1''%DF; filename*1*=%41; filename*2=b",
           "filename",
           "\xC3\x9F"
           "Ab");
    expect("a; filename*=%4", "filename", "%4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_found_whatever_their_case),
        cmocka_unit_test(a_line_that_is_no_field_ends_the_header),
        cmocka_unit_test(headers_have_limits),
        cmocka_unit_test(blanks_before_a_mail_are_stepped_over),
        cmocka_unit_test(types_are_in_lower_case),
        cmocka_unit_test(parameters_may_be_quoted),
        cmocka_unit_test(parameters_may_be_in_pieces)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
