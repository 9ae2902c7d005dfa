#include "formats/wire/stream.h"

#include "reading.h"

static const char wire[] =
    "\x16\x16\n\x01"
    "eca001 4 i 9  dpa 1\r\n\nSalt/\r\n\x02Salt is dear =\r\n"
    "\nHarbor (dpa) - It is.\r\n\x03"
    "131137 GMT Nov 13\n\x7f\x04\n\x16\0"
    "\x01"
    "eca002 x\x04\n stray text\n\x01"
    "eca003 4 i 9  dpa 2\r\nBread/\r\n\x02"
    "Bread =\r\nIt follows.\r\n\x03";

static void messages_come_one_after_another(void **state)
{
    (void)state;
    for (size_t chunk_bytes = 0; chunk_bytes < 40; chunk_bytes++) {
        reading r;

        reading_begin(&r, nx_str_slice(wire, sizeof wire - 1), chunk_bytes,
                      NEWSIDX_FORMAT_AUTO);
        assert_int_equal(reading_step(&r), NEWSIDX_OK);
        assert_text(r.item.article.headline, "Salt is dear");
        assert_int_equal(r.item.line, 2);
        assert_int_equal(r.item.start_bytes, 3);
        assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
        assert_string_equal(r.err.message, "no header of IPTC 7901");
        assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
        assert_string_equal(r.err.message, "text between two messages");
        assert_memory_equal(wire + r.err.offset, "stray", 5);
        assert_int_equal(reading_step(&r), NEWSIDX_OK);
        assert_text(r.item.article.body, "It follows.");
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        reading_end(&r);
    }
}

static void text_at_the_end_is_named(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r,
                  nx_str("\x01"
                         "a1 4 i 9\n\x02"
                         "A =\nB\x04\nend"),
                  0, NEWSIDX_FORMAT_IPTC_7901);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

static void a_missing_end_is_made_up_by_the_next_start(void **state)
{
    reading r;

    (void)state;
    reading_begin(&r,
                  nx_str("\x01"
                         "a1 4 i 9\n\x02"
                         "A =\nB\n\x01"
                         "a2 4 i 9\n\x02"
                         "C =\nD\n"),
                  1, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.body, "B");
    assert_int_equal(reading_step(&r), NEWSIDX_OK);
    assert_text(r.item.article.body, "D");
    assert_int_equal(reading_step(&r), NEWSIDX_DONE);
    reading_end(&r);
}

static void headers_begin_behind_filler(void **state)
{
    bool has_start;

    (void)state;
    assert_true(nx_str_equal(
        nx_wire_header(nx_str("\x16\x16\x01W"), &has_start), nx_str("W")));
    assert_true(has_start);
    assert_true(
        nx_str_equal(nx_wire_header(nx_str("\n W"), &has_start), nx_str("W")));
    assert_false(has_start);
    assert_int_equal(nx_wire_header(nx_str(" "), &has_start).length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_come_one_after_another),
        cmocka_unit_test(text_at_the_end_is_named),
        cmocka_unit_test(a_missing_end_is_made_up_by_the_next_start),
        cmocka_unit_test(headers_begin_behind_filler)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
