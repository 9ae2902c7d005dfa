#include "formats/html/writer.h"

#include "reading.h"

static void blanks_are_written_between_words(void **state)
{
    nx_html_writer writer;
    nx_buf out;

    (void)state;
    nx_buf_init(&out, 1000);
    nx_html_writer_init(&writer, &out);
    nx_html_write(&writer, nx_str(" \n a  b\xC2\xA0"));
    nx_html_write(&writer, nx_str("c"));
    nx_html_write(&writer, nx_str("d "));
    assert_text(nx_buf_text(&out), "a b cd");
    nx_buf_finish(&out);
}

static void the_most_of_the_line_ends_is_written(void **state)
{
    nx_html_writer writer;
    nx_buf out;

    (void)state;
    nx_buf_init(&out, 1000);
    nx_html_writer_init(&writer, &out);
    nx_html_write_end(&writer, 2);
    nx_html_write(&writer, nx_str("a "));
    nx_html_write_end(&writer, 1);
    nx_html_write_end(&writer, 2);
    nx_html_write(&writer, nx_str(" b"));
    nx_html_write_break(&writer);
    nx_html_write(&writer, nx_str("c"));
    nx_html_write_cell(&writer);
    nx_html_write(&writer, nx_str(" d"));
    nx_html_write_cell(&writer);
    nx_html_write_end(&writer, 1);
    nx_html_write_lines(&writer, nx_str("e  f\n\n\n g\n"));
    nx_html_write_end(&writer, 2);
    assert_text(nx_buf_text(&out), "a\n\nb\nc\td\ne  f\n\n g");
    nx_buf_finish(&out);
}

static void elements_have_ends(void **state)
{
    (void)state;
    assert_int_equal(nx_html_line_ends(GUMBO_TAG_P), 2);
    assert_int_equal(nx_html_line_ends(GUMBO_TAG_LI), 1);
    assert_int_equal(nx_html_line_ends(GUMBO_TAG_TD), 0);
    assert_int_equal(nx_html_line_ends(GUMBO_TAG_SPAN), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blanks_are_written_between_words),
        cmocka_unit_test(the_most_of_the_line_ends_is_written),
        cmocka_unit_test(elements_have_ends)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
