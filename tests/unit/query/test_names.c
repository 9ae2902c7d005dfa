/* The names of the language, and those that it doesn't have yet. */
#include "query/names.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

static newsidx_status find(const char *name, nx_name_use use)
{
    newsidx_error err = {NEWSIDX_OK, 0, NEWSIDX_NO_OFFSET, ""};
    nx_field field = NX_FIELD_HEADLINE;
    const newsidx_status status =
        nx_names_find(nx_str(name), use, 7, &field, &err);

    if (status < 0) {
        assert_int_equal(err.offset, 7);
        assert_true(strlen(err.message) > 0);
    }
    return status;
}

static void the_headline_has_three_names(void **state)
{
    (void)state;
    assert_int_equal(find("headline", NX_NAME_COLON), NEWSIDX_OK);
    assert_int_equal(find("hd", NX_NAME_COLON), NEWSIDX_OK);
    assert_int_equal(find("Title", NX_NAME_COLON), NEWSIDX_OK);
    assert_int_equal(find("headline", NX_NAME_CALL), NEWSIDX_OK);
    assert_int_equal(find("hd", NX_NAME_CALL), NEWSIDX_NOT_FOUND);
    assert_int_equal(find("headline", NX_NAME_COMPARE), NEWSIDX_NOT_FOUND);
    assert_int_equal(find("headlines", NX_NAME_COLON), NEWSIDX_NOT_FOUND);
    assert_int_equal(find("", NX_NAME_COLON), NEWSIDX_NOT_FOUND);
}

static void names_of_later_versions_are_refused(void **state)
{
    static const char *const colon[] = {
        "byline", "by",      "dateline", "lead",   "hlead", "body",  "source",
        "date",   "section", "lang",     "status", "id",    "key",   "updated",
        "after",  "before",  "ingested", "length", "asof",  "saved", "story"};
    static const char *const call[] = {
        "hlead",    "lead",  "caps", "allcaps",  "nocaps",
        "verbatim", "exact", "stem", "atleast5", "first50"};

    (void)state;
    for (size_t i = 0; i < sizeof colon / sizeof colon[0]; i++)
        assert_int_equal(find(colon[i], NX_NAME_COLON), NEWSIDX_ERR_QUERY);
    for (size_t i = 0; i < sizeof call / sizeof call[0]; i++)
        assert_int_equal(find(call[i], NX_NAME_CALL), NEWSIDX_ERR_QUERY);
    assert_int_equal(find("length", NX_NAME_COMPARE), NEWSIDX_ERR_QUERY);
}

static void a_number_belongs_to_some_functions_only(void **state)
{
    (void)state;
    assert_int_equal(find("atleast", NX_NAME_CALL), NEWSIDX_NOT_FOUND);
    assert_int_equal(find("first", NX_NAME_CALL), NEWSIDX_NOT_FOUND);
    assert_int_equal(find("caps5", NX_NAME_CALL), NEWSIDX_NOT_FOUND);
    assert_true(nx_names_is_known(nx_str("first5"), NX_NAME_CALL));
    assert_false(nx_names_is_known(nx_str("first5"), NX_NAME_COLON));
}

static void messages_tell_later_from_reserved(void **state)
{
    newsidx_error err;
    nx_field field;

    (void)state;
    nx_names_find(nx_str("byline"), NX_NAME_COLON, 0, &field, &err);
    assert_string_equal(err.message, "byline: is not in this version yet");
    nx_names_find(nx_str("saved"), NX_NAME_COLON, 0, &field, &err);
    assert_string_equal(err.message, "saved: is reserved for a later version");
}

static void slips_of_the_finger_are_understood(void **state)
{
    (void)state;
    assert_string_equal(nx_names_nearest(nx_str("headlin")), "headline:");
    assert_string_equal(nx_names_nearest(nx_str("HEADLNIE")), "headline:");
    assert_string_equal(nx_names_nearest(nx_str("titel")), "title:");
    assert_string_equal(nx_names_nearest(nx_str("souce")), "source:");
    assert_null(nx_names_nearest(nx_str("http")));
    assert_null(nx_names_nearest(nx_str("x")));
    assert_null(nx_names_nearest(nx_str("hu")));
    assert_null(nx_names_nearest(nx_str("headlineheadlineheadline")));
}

static void proximity_is_known_by_its_shape(void **state)
{
    static const struct {
        const char *word;
        nx_shape shape;
    } cases[] = {{"w/5", NX_SHAPE_NEAR},       {"W/255", NX_SHAPE_NEAR},
                 {"w/", NX_SHAPE_NEAR},        {"/5", NX_SHAPE_NEAR},
                 {"near/5", NX_SHAPE_NEAR},    {"NEAR5", NX_SHAPE_NEAR},
                 {"pre/3", NX_SHAPE_BEFORE},   {"adj3", NX_SHAPE_BEFORE},
                 {"w/s", NX_SHAPE_SENTENCE},   {"/S", NX_SHAPE_SENTENCE},
                 {"pre/s", NX_SHAPE_SENTENCE}, {"w/p", NX_SHAPE_PARAGRAPH},
                 {"/p", NX_SHAPE_PARAGRAPH},   {"near", NX_SHAPE_NONE},
                 {"adj", NX_SHAPE_NONE},       {"/", NX_SHAPE_NONE},
                 {"w/o", NX_SHAPE_NONE},       {"w/5x", NX_SHAPE_NONE},
                 {"near/s", NX_SHAPE_NONE},    {"9/11", NX_SHAPE_NONE},
                 {"nearby", NX_SHAPE_NONE},    {"", NX_SHAPE_NONE}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(nx_names_proximity(nx_str(cases[i].word)),
                         cases[i].shape);
}

static void every_shape_has_its_message(void **state)
{
    (void)state;
    for (int shape = 0; shape < NX_SHAPE_NONE; shape++) {
        newsidx_error err;

        assert_int_equal(nx_names_refuse((nx_shape)shape, 3, &err),
                         NEWSIDX_ERR_QUERY);
        assert_int_equal(err.offset, 3);
        assert_non_null(strstr(err.message, "is not in this version yet"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_headline_has_three_names),
        cmocka_unit_test(names_of_later_versions_are_refused),
        cmocka_unit_test(a_number_belongs_to_some_functions_only),
        cmocka_unit_test(messages_tell_later_from_reserved),
        cmocka_unit_test(slips_of_the_finger_are_understood),
        cmocka_unit_test(proximity_is_known_by_its_shape),
        cmocka_unit_test(every_shape_has_its_message),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
