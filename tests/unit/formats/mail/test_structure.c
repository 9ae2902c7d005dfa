#include "formats/mail/structure.h"

#include "base/buf.h"
#include "base/limits.h"
#include "reading.h"

#include <stdio.h>

static nx_arena arena;

static const nx_mail_part *parse(const char *mail)
{
    nx_mail_part *root = NULL;

    nx_arena_init(&arena);
    assert_int_equal(nx_mail_parse(nx_str(mail), &arena, &root, NULL),
                     NEWSIDX_OK);
    assert_non_null(root);
    return root;
}

#define assert_content(part, wanted)                                           \
    assert_true(nx_str_equal((part)->content, nx_str(wanted)))

static void a_mail_without_types_is_plain(void **state)
{
    const nx_mail_part *root = parse("Subject: a\n\nThe text.\n");

    (void)state;
    assert_int_equal(root->kind, NX_MAIL_LEAF);
    assert_text(root->type, "text/plain");
    assert_content(root, "The text.");
    nx_arena_finish(&arena);
}

static void parts_are_between_boundaries(void **state)
{
    const nx_mail_part *root =
        parse("Content-Type: multipart/mixed; boundary=\"x\"\r\n\r\n"
              "A preamble.\r\n--x\r\n\r\nfirst\r\n\r\n--x  \r\n"
              "Content-Type: multipart/alternative; boundary=xy\r\n\r\n"
              "--xy\r\n\r\nplain\r\n--xy\r\nContent-Type: text/html\r\n\r\n"
              "rich\r\n--xy--\r\nskipped\r\n--x\r\n\r\nlast\r\n--x--\r\n"
              "An epilogue.\r\n--x\r\n");
    const nx_mail_part *part = root->first_child;

    (void)state;
    assert_int_equal(root->kind, NX_MAIL_MULTIPART);
    assert_content(part, "first\r\n");
    part = part->next;
    assert_text(part->type, "multipart/alternative");
    assert_content(part->first_child, "plain");
    assert_text(part->first_child->next->type, "text/html");
    assert_content(part->first_child->next, "rich");
    assert_null(part->first_child->next->next);
    assert_content(part->next, "last");
    assert_null(part->next->next);
    nx_arena_finish(&arena);
}

static void an_outer_boundary_ends_what_is_inside(void **state)
{
    const nx_mail_part *root =
        parse("Content-Type: multipart/mixed; boundary=a\n\n--a\n"
              "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nin\n"
              "--a\n\nout\n");

    (void)state;
    assert_content(root->first_child->first_child, "in");
    assert_content(root->first_child->next, "out");
    nx_arena_finish(&arena);
}

static void mails_may_be_in_mails(void **state)
{
    const nx_mail_part *root =
        parse("Content-Type: multipart/digest; boundary=a\n\n--a\n\n"
              "Subject: one\n\ntext\n--a\nContent-Type: message/rfc822\n"
              "Content-Transfer-Encoding: base64\n\nU2FsdA==\n--a--\n");
    const nx_mail_part *part = root->first_child;

    (void)state;
    assert_int_equal(part->kind, NX_MAIL_MESSAGE);
    assert_content(part->first_child, "text");
    assert_true(
        nx_str_equal(nx_mail_header_find(&part->first_child->header, "Subject"),
                     nx_str("one")));
    assert_int_equal(part->next->kind, NX_MAIL_LEAF);
    nx_arena_finish(&arena);
}

static void depth_and_count_have_limits(void **state)
{
    nx_mail_part *root;
    size_t depth = 0;
    newsidx_error err;
    nx_buf mail;

    (void)state;
    nx_buf_init(&mail, NX_LIMIT_ARTICLE_BYTES);
    for (int i = 0; i < 100; i++)
        nx_buf_add_string(&mail, "Content-Type: message/rfc822\n\n");
    nx_arena_init(&arena);
    assert_int_equal(nx_mail_parse(nx_buf_text(&mail), &arena, &root, &err),
                     NEWSIDX_OK);
    for (; root != NULL; root = root->first_child)
        depth++;
    assert_int_equal(depth, NX_MAIL_DEPTH + 1);
    nx_buf_clear(&mail);
    nx_buf_add_string(&mail, "Content-Type: multipart/mixed; boundary=a\n\n");
    for (int i = 0; i < NX_MAIL_PARTS; i++)
        nx_buf_add_string(&mail, "--a\n\n");
    assert_int_equal(nx_mail_parse(nx_buf_text(&mail), &arena, &root, &err),
                     NEWSIDX_ERR_LIMIT);
    nx_buf_finish(&mail);
    nx_arena_finish(&arena);
}

static void nothing_is_a_mail_without_anything(void **state)
{
    const nx_mail_part *root = parse("");

    (void)state;
    assert_int_equal(root->header.count, 0);
    assert_int_equal(root->content.length, 0);
    nx_arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mail_without_types_is_plain),
        cmocka_unit_test(parts_are_between_boundaries),
        cmocka_unit_test(an_outer_boundary_ends_what_is_inside),
        cmocka_unit_test(mails_may_be_in_mails),
        cmocka_unit_test(depth_and_count_have_limits),
        cmocka_unit_test(nothing_is_a_mail_without_anything)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
