#include "formats/json/outline.h"

#include "reading.h"

static nx_json_layout find(const char *text, size_t *out_offset,
                           size_t *out_depth)
{
    *out_depth = 0;
    return nx_json_find_list(nx_str(text), out_offset, out_depth);
}

static void lists_of_articles_are_found(void **state)
{
    static const struct {
        const char *text;
        const char *list; /* how it goes on behind "[" */
        size_t depth;
    } cases[] = {
        {"{\"status\": \"ok\", \"articles\": [{\"title\": \"a\"}]}", "{\"title",
         1},
        {"{\"response\": {\"docs\": [ {\"headline\": {\"main\": 1}}]}}",
         " {\"head", 2},
        {"{\"took\": 1, \"hits\": {\"total\": {\"value\": 2}, "
         "\"hits\": [{\"_id\": \"1\", \"_source\": {\"text\": \"a\"}}]}}",
         "{\"_id", 2},
        {"{\"data\": {\"meta\": [], \"items\": [{\"meta\": {}, "
         "\"item\": {\"uri\": 1}}]}}",
         "{\"meta", 2},
        {"{\"title\": \"A feed\", \"items\": [{\"content_html\": \"<p>\"}]}",
         "{\"content", 1}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t offset;
        size_t depth;

        assert_int_equal(find(cases[i].text, &offset, &depth), NX_JSON_WRAPPED);
        assert_memory_equal(cases[i].text + offset, cases[i].list,
                            strlen(cases[i].list));
        assert_int_equal(depth, cases[i].depth);
    }
}

static void articles_are_not_taken_for_wrappers(void **state)
{
    static const char *const texts[] = {
        "{}",
        "{\"title\": \"a\", \"text\": \"b\", \"items\": [{\"title\": 1}]}",
        "{\"title\": \"a\", \"items\": [{\"href\": \"x\", \"width\": 3}]}",
        "{\"title\": \"a\", \"items\": [\"b\"], \"results\": [], \"data\": 1}",
        "{\"related\": [{\"title\": \"a\"}], \"headline\": \"b\"}",
        "{\"article\": {\"title\": \"a\", \"text\": \"b\"}}",
        "{\"a\": {\"items\": [{\"title\": \"a\"}]}}",
        "{\"a\" 1}",
        "{]}"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        size_t offset;
        size_t depth;

        assert_int_equal(find(texts[i], &offset, &depth), NX_JSON_ONE);
        assert_int_equal(offset, 0);
    }
}

/* Whatever is cut off, what was sure stays so. */
static void what_is_cut_is_not_sure(void **state)
{
    static const char *const texts[] = {
        "{\"status\": \"ok\", \"articles\": [{\"id\": 1, \"title\": \"a\"}]}",
        "{\"title\": \"a\", \"body\": \"\", \"text\": \"b\", \"items\": []}",
        "{\"data\": {\"items\": [], \"item\": {\"uri\": \"a\"}}, \"b\": [{}]}"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        size_t offset;
        size_t depth;
        const nx_json_layout whole = find(texts[i], &offset, &depth);

        for (size_t length = 1; length < strlen(texts[i]); length++) {
            size_t cut_offset;
            size_t cut_depth;
            const nx_json_layout cut = nx_json_find_list(
                nx_str_slice(texts[i], length), &cut_offset, &cut_depth);

            if (cut == NX_JSON_UNSURE)
                continue;
            assert_int_equal(cut, whole);
            assert_int_equal(cut_offset, offset);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_of_articles_are_found),
        cmocka_unit_test(articles_are_not_taken_for_wrappers),
        cmocka_unit_test(what_is_cut_is_not_sure)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
