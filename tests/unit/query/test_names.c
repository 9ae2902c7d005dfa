/* The names of the language, and those that it doesn't have yet. */
#include "query/names.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

static newsidx_status find(const char *name, nx_name_use use, nx_meaning *out)
{
    newsidx_error err = {NEWSIDX_OK, 0, NEWSIDX_NO_OFFSET, ""};
    const newsidx_status status =
        nx_names_find(nx_str(name), use, 7, out, &err);

    if (status < 0) {
        assert_int_equal(err.offset, 7);
        assert_true(strlen(err.message) > 0);
    }
    return status;
}

static void expect_field(const char *name, nx_field field, bool can_call)
{
    nx_meaning meaning;

    assert_int_equal(find(name, NX_NAME_COLON, &meaning), NEWSIDX_OK);
    assert_int_equal(meaning.kind, NX_NAME_FIELD);
    assert_int_equal(meaning.field, field);
    assert_int_equal(find(name, NX_NAME_CALL, &meaning),
                     can_call ? NEWSIDX_OK : NEWSIDX_NOT_FOUND);
    assert_int_equal(find(name, NX_NAME_COMPARE, &meaning), NEWSIDX_NOT_FOUND);
}

static void fields_have_several_names(void **state)
{
    nx_meaning meaning;

    (void)state;
    expect_field("headline", NX_FIELD_HEADLINE, true);
    expect_field("hd", NX_FIELD_HEADLINE, true);
    expect_field("Title", NX_FIELD_HEADLINE, true);
    expect_field("byline", NX_FIELD_BYLINE, true);
    expect_field("by", NX_FIELD_BYLINE, false);
    expect_field("dateline", NX_FIELD_DATELINE, true);
    expect_field("lead", NX_FIELD_LEAD, true);
    expect_field("hlead", NX_FIELD_HEADLINE_LEAD, true);
    expect_field("body", NX_FIELD_BODY, true);
    expect_field("tag", NX_FIELD_TAG, true);
    expect_field("keywords", NX_FIELD_TAG, true);
    assert_int_equal(find("headlines", NX_NAME_COLON, &meaning),
                     NEWSIDX_NOT_FOUND);
    assert_int_equal(find("", NX_NAME_COLON, &meaning), NEWSIDX_NOT_FOUND);
}

static void filters_may_be_compared_if_they_have_an_order(void **state)
{
    static const struct {
        const char *name;
        nx_filter_kind kind;
        nx_filter_sign sign;
        bool has_order;
    } cases[] = {
        {"source", NX_FILTER_SOURCE, NX_SIGN_COLON, false},
        {"rst", NX_FILTER_SOURCE, NX_SIGN_COLON, false},
        {"section", NX_FILTER_SECTION, NX_SIGN_COLON, false},
        {"desk", NX_FILTER_SECTION, NX_SIGN_COLON, false},
        {"lang", NX_FILTER_LANGUAGE, NX_SIGN_COLON, false},
        {"status", NX_FILTER_STATUS, NX_SIGN_COLON, false},
        {"id", NX_FILTER_ID, NX_SIGN_COLON, false},
        {"key", NX_FILTER_KEY, NX_SIGN_COLON, false},
        {"date", NX_FILTER_PUBLISHED, NX_SIGN_COLON, true},
        {"after", NX_FILTER_PUBLISHED, NX_SIGN_AT_LEAST, false},
        {"before", NX_FILTER_PUBLISHED, NX_SIGN_LESS, false},
        {"updated", NX_FILTER_UPDATED, NX_SIGN_COLON, true},
        {"ingested", NX_FILTER_INGESTED, NX_SIGN_COLON, true},
        {"length", NX_FILTER_LENGTH, NX_SIGN_COLON, true},
        {"wc", NX_FILTER_LENGTH, NX_SIGN_COLON, true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nx_meaning meaning;

        assert_int_equal(find(cases[i].name, NX_NAME_COLON, &meaning),
                         NEWSIDX_OK);
        assert_int_equal(meaning.kind, NX_NAME_FILTER);
        assert_int_equal(meaning.filter, cases[i].kind);
        assert_int_equal(meaning.sign, cases[i].sign);
        assert_int_equal(find(cases[i].name, NX_NAME_COMPARE, &meaning),
                         cases[i].has_order ? NEWSIDX_OK : NEWSIDX_NOT_FOUND);
        assert_int_equal(find(cases[i].name, NX_NAME_CALL, &meaning),
                         NEWSIDX_NOT_FOUND);
    }
}

static void functions_are_called(void **state)
{
    static const struct {
        const char *name;
        nx_function function;
    } cases[] = {
        {"caps", NX_FUNCTION_CASE},         {"ALLCAPS", NX_FUNCTION_CASE},
        {"nocaps", NX_FUNCTION_CASE},       {"sentence", NX_FUNCTION_SCOPE},
        {"paragraph", NX_FUNCTION_SCOPE},   {"exact", NX_FUNCTION_EXACT},
        {"stem", NX_FUNCTION_STEM},         {"variants", NX_FUNCTION_VARIANTS},
        {"verbatim", NX_FUNCTION_VERBATIM}, {"first50", NX_FUNCTION_FIRST},
        {"atleast5", NX_FUNCTION_ATLEAST}};
    nx_meaning meaning;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(find(cases[i].name, NX_NAME_CALL, &meaning),
                         NEWSIDX_OK);
        assert_int_equal(meaning.kind, NX_NAME_FUNCTION);
        assert_int_equal(meaning.function, cases[i].function);
        assert_int_equal(find(cases[i].name, NX_NAME_COLON, &meaning),
                         NEWSIDX_NOT_FOUND);
    }
    find("allcaps", NX_NAME_CALL, &meaning);
    assert_int_equal(meaning.letters, NX_CASE_ALLCAPS);
    find("paragraph", NX_NAME_CALL, &meaning);
    assert_int_equal(meaning.scope, NX_REACH_PARAGRAPH);
}

static void names_of_later_versions_are_refused(void **state)
{
    static const char *const names[] = {"slug",   "type",   "versions", "has",
                                        "copies", "person", "org",      "place",
                                        "asof",   "saved",  "story"};
    nx_meaning meaning;

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_int_equal(find(names[i], NX_NAME_COLON, &meaning),
                         NEWSIDX_ERR_QUERY);
    assert_int_equal(find("copies", NX_NAME_COMPARE, &meaning),
                     NEWSIDX_ERR_QUERY);
}

static void a_number_belongs_to_some_functions_only(void **state)
{
    static const struct {
        const char *name;
        uint32_t count;
        bool is_changed;
    } cases[] = {{"atleast1", 1, false},
                 {"atleast10000", 10000, false},
                 {"atleast10001", 10000, true},
                 {"atleast0", 1, true},
                 {"first007", 7, false},
                 {"first1000000", 1000000, false},
                 {"first99999999999999999999", 1000000, true}};
    nx_meaning meaning;

    (void)state;
    assert_int_equal(find("atleast", NX_NAME_CALL, &meaning),
                     NEWSIDX_NOT_FOUND);
    assert_int_equal(find("first", NX_NAME_CALL, &meaning), NEWSIDX_NOT_FOUND);
    assert_int_equal(find("caps5", NX_NAME_CALL, &meaning), NEWSIDX_NOT_FOUND);
    assert_true(nx_names_is_known(nx_str("first5"), NX_NAME_CALL));
    assert_false(nx_names_is_known(nx_str("first5"), NX_NAME_COLON));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(find(cases[i].name, NX_NAME_CALL, &meaning),
                         NEWSIDX_OK);
        assert_int_equal(meaning.count, cases[i].count);
        assert_int_equal(meaning.is_count_changed, cases[i].is_changed);
    }
}

static void messages_tell_later_from_reserved(void **state)
{
    nx_meaning meaning;
    newsidx_error err;

    (void)state;
    nx_names_find(nx_str("slug"), NX_NAME_COLON, 0, &meaning, &err);
    assert_string_equal(err.message, "slug: is not in this version yet");
    nx_names_find(nx_str("saved"), NX_NAME_COLON, 0, &meaning, &err);
    assert_string_equal(err.message, "saved: is reserved for a later version");
}

static void slips_of_the_finger_are_understood(void **state)
{
    (void)state;
    assert_string_equal(nx_names_nearest(nx_str("headlin")), "headline:");
    assert_string_equal(nx_names_nearest(nx_str("HEADLNIE")), "headline:");
    assert_string_equal(nx_names_nearest(nx_str("titel")), "title:");
    assert_string_equal(nx_names_nearest(nx_str("souce")), "source:");
    assert_null(nx_names_nearest(nx_str("persn")));
    assert_null(nx_names_nearest(nx_str("http")));
    assert_null(nx_names_nearest(nx_str("x")));
    assert_null(nx_names_nearest(nx_str("hu")));
    assert_null(nx_names_nearest(nx_str("headlineheadlineheadline")));
}

static void expect_spelling(const nx_near *near, const char *spelling)
{
    nx_buf out;

    nx_buf_init(&out, 64);
    nx_names_print_proximity(&out, near);
    assert_string_equal(nx_buf_text(&out).bytes, spelling);
    nx_buf_finish(&out);
}

static void proximity_is_known_by_its_shape(void **state)
{
    static const struct {
        const char *word;
        const char *spelling; /* NULL: none */
        bool is_changed;
    } cases[] = {{"w/5", "w/5", false},     {"W/255", "w/255", false},
                 {"w/", "w/5", true},       {"w/0", "w/1", true},
                 {"w/256", "w/255", true},  {"/5", "w/5", false},
                 {"near/5", "w/5", false},  {"near/", "w/5", true},
                 {"NEAR5", "w/5", false},   {"pre/3", "pre/3", false},
                 {"pre/", "pre/5", true},   {"adj3", "pre/3", false},
                 {"w/s", "w/s", false},     {"/S", "w/s", false},
                 {"pre/s", "pre/s", false}, {"w/p", "w/p", false},
                 {"/p", "w/p", false},      {"pre/P", "pre/p", false},
                 {"near", NULL, false},     {"adj", NULL, false},
                 {"/", NULL, false},        {"w/o", NULL, false},
                 {"w/5x", NULL, false},     {"near/s", NULL, false},
                 {"9/11", NULL, false},     {"nearby", NULL, false},
                 {"", NULL, false}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nx_near near;
        bool is_changed;
        const bool is_found =
            nx_names_proximity(nx_str(cases[i].word), &near, &is_changed);

        assert_int_equal(is_found, cases[i].spelling != NULL);
        if (!is_found)
            continue;
        assert_int_equal(is_changed, cases[i].is_changed);
        expect_spelling(&near, cases[i].spelling);
    }
}

static void proximity_may_exclude(void **state)
{
    const nx_near near = {NX_REACH_SENTENCE, 0, true, true};

    (void)state;
    expect_spelling(&near, "NOT pre/s");
}

static void operators_are_known_in_any_case(void **state)
{
    (void)state;
    assert_string_equal(nx_names_operator(nx_str("and")), "AND");
    assert_string_equal(nx_names_operator(nx_str("Or")), "OR");
    assert_string_equal(nx_names_operator(nx_str("NOT")), "NOT");
    assert_null(nx_names_operator(nx_str("nor")));
}

static void plain_text_is_read_as_a_word(void **state)
{
    static const char *const plain[] = {"a",     "or",    "10:30", "E=mc2",
                                        "a<b",   "w/o",   "near",  "caps",
                                        "a.b:c", "source"};
    static const char *const marked[] = {
        "OR", "w/5", "hd:a", "foo:a", "source=a", "date<1", "copies>2"};

    (void)state;
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        assert_true(nx_names_is_plain(nx_str(plain[i])));
    for (size_t i = 0; i < sizeof marked / sizeof marked[0]; i++)
        assert_false(nx_names_is_plain(nx_str(marked[i])));
}

static void cases_and_scopes_have_names(void **state)
{
    (void)state;
    assert_string_equal(nx_case_name(NX_CASE_CAPS), "caps");
    assert_string_equal(nx_case_name(NX_CASE_ALLCAPS), "allcaps");
    assert_string_equal(nx_case_name(NX_CASE_NOCAPS), "nocaps");
    assert_string_equal(nx_scope_name(NX_REACH_SENTENCE), "sentence");
    assert_string_equal(nx_scope_name(NX_REACH_PARAGRAPH), "paragraph");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_have_several_names),
        cmocka_unit_test(filters_may_be_compared_if_they_have_an_order),
        cmocka_unit_test(functions_are_called),
        cmocka_unit_test(names_of_later_versions_are_refused),
        cmocka_unit_test(a_number_belongs_to_some_functions_only),
        cmocka_unit_test(messages_tell_later_from_reserved),
        cmocka_unit_test(slips_of_the_finger_are_understood),
        cmocka_unit_test(proximity_is_known_by_its_shape),
        cmocka_unit_test(proximity_may_exclude),
        cmocka_unit_test(operators_are_known_in_any_case),
        cmocka_unit_test(plain_text_is_read_as_a_word),
        cmocka_unit_test(cases_and_scopes_have_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
