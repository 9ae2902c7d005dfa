#include "base/json.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void expect_all(const char *const *texts, size_t count, bool expected)
{
    for (size_t i = 0; i < count; i++) {
        if (nx_json_is_object(nx_str(texts[i])) != expected)
            fail_msg("%s: %s", expected ? "refused" : "taken", texts[i]);
    }
}

static void objects_are_taken(void **state)
{
    static const char *const texts[] = {
        "{}",
        " \t\r\n{ } \n",
        "{\"a\":1}",
        "{\"a\" : [ ] , \"b\":{}}",
        "{\"a\":[1,-0,0.5,1e9,-12.75E-3,10,1E+2]}",
        "{\"a\":[true,false,null]}",
        "{\"\":\"\"}",
        "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD834\\udd1E\"}",
        "{\"a\":\"caf\xC3\xA9 \x7F\"}",
        "{\"a\":[[[{\"b\":[{}]}]],\"c\"],\"a\":2}",
    };

    (void)state;
    expect_all(texts, sizeof texts / sizeof *texts, true);
}

static void all_else_is_refused(void **state)
{
    static const char *const texts[] = {
        "",
        " ",
        "[]",
        "1",
        "\"{}\"",
        "null",
        "{",
        "}",
        "{}}",
        "{}{}",
        "{} x",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1 \"b\":2}",
        "{\"a\" 1}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{\"a\":[1,]}",
        "{\"a\":[,1]}",
        "{\"a\":[1 2]}",
        "{\"a\":[}",
        "{\"a\":[1}",
        "{\"a\":{]}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":1e}",
        "{\"a\":1e+}",
        "{\"a\":-}",
        "{\"a\":0x1}",
        "{\"a\":NaN}",
        "{\"a\":True}",
        "{\"a\":tru}",
        "{\"a\":nullx}",
        "{\"a\":\"",
        "{\"a\":\"\\",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\t\"}",
        "{\"a\":1}/**/",
        "\xEF\xBB\xBF{}",
        "{\"a\":\f1}",
    };

    (void)state;
    expect_all(texts, sizeof texts / sizeof *texts, false);
    assert_false(nx_json_is_object(nx_str(NULL)));
    assert_false(nx_json_is_object(nx_str_slice("{\"a\":\"\0\"}", 9)));
    assert_false(nx_json_is_object(nx_str_slice("{\"a\":\"\\\0\"}", 10)));
    assert_false(nx_json_is_object(nx_str_slice("{\"a\":1", 6)));
    /* What stands behind the text isn't looked at. */
    assert_false(nx_json_is_object(nx_str_slice("{\"a\":true}", 8)));
    assert_true(nx_json_is_object(nx_str_slice("{}x", 2)));
}

/* `{"a":` and arrays, so that there are `depth` levels. */
static bool is_object_of_depth(size_t depth)
{
    char text[2 * NX_JSON_DEPTH + 100];
    size_t length = 5;

    memcpy(text, "{\"a\":", length);
    memset(text + length, '[', depth - 1);
    length += depth - 1;
    memset(text + length, ']', depth - 1);
    length += depth - 1;
    text[length++] = '}';
    return nx_json_is_object(nx_str_slice(text, length));
}

static void depth_has_a_limit(void **state)
{
    (void)state;
    assert_true(is_object_of_depth(2));
    assert_true(is_object_of_depth(64));
    assert_true(is_object_of_depth(65));
    assert_true(is_object_of_depth(NX_JSON_DEPTH));
    assert_false(is_object_of_depth(NX_JSON_DEPTH + 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_are_taken),
        cmocka_unit_test(all_else_is_refused),
        cmocka_unit_test(depth_has_a_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
