#include "formats/decoding.h"

#include "reading.h"

/* The first article of a text, however its bytes come. */
static void expect_body(newsidx_text text, const char *body, uint64_t replaced)
{
    for (size_t chunk = 0; chunk < 5; chunk++) {
        reading r;

        reading_begin(&r, text, chunk, NEWSIDX_FORMAT_AUTO);
        assert_int_equal(reading_step(&r), NEWSIDX_OK);
        assert_text(r.item.article.body, body);
        assert_int_equal(r.item.replaced, replaced);
        assert_int_equal(nx_reader_bytes(r.reader), text.length);
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        reading_end(&r);
    }
}

static void expect_refusal(newsidx_text text, const char *message)
{
    for (size_t chunk = 0; chunk < 5; chunk++) {
        reading r;

        reading_begin(&r, text, chunk, NEWSIDX_FORMAT_AUTO);
        assert_int_equal(reading_step(&r), NEWSIDX_ERR_INPUT);
        assert_string_equal(r.err.message, message);
        assert_int_equal(reading_step(&r), NEWSIDX_DONE);
        reading_end(&r);
    }
}

static void binary_data_is_refused(void **state)
{
    (void)state;
    expect_refusal(nx_str_slice("GIF8\0\1", 6), "binary data at byte 4");
    expect_refusal(nx_str_slice("\x7F"
                                "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\x3E\0",
                                20),
                   "binary data at byte 7");
}

static void a_mark_of_utf8_is_stepped_over(void **state)
{
    (void)state;
    expect_body(nx_str("\xEF\xBB\xBF\nThe road is \xE2\x80\x9C"
                       "clear\xE2\x80\x9D."),
                "The road is \xE2\x80\x9C"
                "clear\xE2\x80\x9D.",
                0);
}

#ifdef NX_HAVE_FORMATS

static void texts_in_utf16_and_utf32_are_read(void **state)
{
    (void)state;
    expect_body(nx_str_slice("\xFF\xFEH\0i\0!\0", 8), "Hi!", 0);
    expect_body(nx_str_slice("\xFE\xFF\0H\0i\0!", 8), "Hi!", 0);
    expect_body(nx_str_slice("\xFF\xFE\0\0H\0\0\0", 8), "H", 0);
    expect_body(nx_str_slice("H\0i\0.\0 \0O\0k\0.\0", 14), "Hi. Ok.", 0);
    expect_body(nx_str_slice("\0H\0i\0.", 6), "Hi.", 0);
}

static void a_mark_says_more_than_the_bytes(void **state)
{
    (void)state;
    expect_body(nx_str("\xEF\xBB\xBF"
                       "A caf\xE9 closed."),
                "A caf\xEF\xBF\xBD closed.", 1);
}

static void texts_that_declare_nothing_are_guessed(void **state)
{
    (void)state;
    expect_body(nx_str("\n\nThe caf\xE9 closed."), "The caf\xC3\xA9 closed.",
                0);
}

/* Its SO and SI are controls that no other text has so many of. */
static void korean_in_iso_2022_is_no_binary_data(void **state)
{
    (void)state;
    expect_body(
        nx_str("\012\033$)C\01655=C\077!\017 \016:q0!\017 \01689@L\017 "
               "\016\077T4Y\017. \0160-90@L\017 \016:R>n<-\017 \0164Y8.8"
               "&\017 \0160G3N\017 \016<v\017 \016>x4Y\017."),
        "\353\217\204\354\213\234\354\227\220 \353\271\204\352"
        "\260\200 \353\247\216\354\235\264 \354\231\224\353\213"
        "\244. \352\260\225\353\254\274\354\235\264 \353\266\210"
        "\354\226\264\354\204\234 \353\213\244\353\246\254\353"
        "\245\274 \352\261\264\353\204\220 \354\210\230 \354\227"
        "\206\353\213\244.",
        0);
}

static void damaged_utf8_is_repaired_and_counted(void **state)
{
    (void)state;
    expect_body(nx_str("The caf\xC3\xA9 \xC3\xA9tait \xC3\xA0 lui\xFF."),
                "The caf\xC3\xA9 \xC3\xA9tait \xC3\xA0 lui\xEF\xBF\xBD.", 1);
}

#ifdef NX_HAVE_JSON
static void streams_are_decoded_as_they_come(void **state)
{
    static const char text[] =
        "{\"id\": 1, \"text\": \"a\"}\n"
        "{\"id\": 2, \"text\": \"Le caf\xE9 ferm\xE9\"}\n"
        "{\"id\": 3, \"text\": }\n"
        "{\"id\": 4, \"text\": \"d\xE9j\xE0\"}\n";
    static const char *const bodies[] = {"a", "Le caf\xC3\xA9 ferm\xC3\xA9",
                                         "d\xC3\xA9j\xC3\xA0"};

    (void)state;
    for (size_t chunk = 1; chunk < 40; chunk++) {
        reading r;
        size_t count = 0;

        reading_begin(&r, nx_str(text), chunk, NEWSIDX_FORMAT_AUTO);
        while (reading_step(&r) != NEWSIDX_DONE) {
            if (r.status == NEWSIDX_OK) {
                assert_text(r.item.article.body, bodies[count++]);
                continue;
            }
            assert_int_equal(r.item.line, 3);
            assert_int_equal(r.err.offset, NEWSIDX_NO_OFFSET);
        }
        assert_int_equal(count, 3);
        assert_int_equal(nx_reader_bytes(r.reader), strlen(text));
        reading_end(&r);
    }
}

static void damage_in_a_stream_is_counted_once(void **state)
{
    static const char text[] =
        "{\"text\": \"\xC3\xA9 \xC3\xA9 \xC3\xA9 \xFF\"}\n"
        "{\"text\": \"b\"}\n";
    uint64_t replaced = 0;
    reading r;

    (void)state;
    reading_begin(&r, nx_str(text), 5, NEWSIDX_FORMAT_AUTO);
    while (reading_step(&r) == NEWSIDX_OK)
        replaced += r.item.replaced;
    assert_int_equal(r.status, NEWSIDX_DONE);
    assert_int_equal(replaced, 1);
    reading_end(&r);
}

static void json_in_utf16_is_json(void **state)
{
    static const char text[] = "{\0\"\0t\0e\0x\0t\0\"\0:\0\"\0\xE9\0\"\0}\0";

    (void)state;
    expect_body(nx_str_slice(text, sizeof text - 1), "\xC3\xA9", 0);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(binary_data_is_refused),
        cmocka_unit_test(a_mark_of_utf8_is_stepped_over),
        cmocka_unit_test(texts_in_utf16_and_utf32_are_read),
        cmocka_unit_test(a_mark_says_more_than_the_bytes),
        cmocka_unit_test(texts_that_declare_nothing_are_guessed),
        cmocka_unit_test(korean_in_iso_2022_is_no_binary_data),
        cmocka_unit_test(damaged_utf8_is_repaired_and_counted),
#ifdef NX_HAVE_JSON
        cmocka_unit_test(streams_are_decoded_as_they_come),
        cmocka_unit_test(damage_in_a_stream_is_counted_once),
        cmocka_unit_test(json_in_utf16_is_json),
#endif
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

static void other_encodings_are_named(void **state)
{
    (void)state;
    expect_refusal(nx_str_slice("\xFF\xFEH\0i\0", 6), "UTF-16, not UTF-8");
    expect_refusal(nx_str_slice("\xFE\xFF\0H\0i", 6), "UTF-16, not UTF-8");
    expect_refusal(nx_str_slice("\xFF\xFE\0\0H\0\0\0", 8), "UTF-32, not UTF-8");
    expect_refusal(nx_str("Caf\xE9 closed"), "not UTF-8 at byte 3");
    expect_refusal(nx_str("\n\nCaf\xE9 closed"), "not UTF-8 at byte 5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(binary_data_is_refused),
        cmocka_unit_test(a_mark_of_utf8_is_stepped_over),
        cmocka_unit_test(other_encodings_are_named)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
