#include "formats/xml/feed_link.h"

#include "trees.h"

static void links_say_where_to_and_as_what(void **state)
{
    static const struct {
        const char *link;
        const char *target;
        const char *relation;
        bool is_html;
    } cases[] = {{"<link> http://h.example/ </link>", "http://h.example/",
                  "alternate", true},
                 {"<link href='http://h.example/'/>", "http://h.example/",
                  "alternate", true},
                 {"<link href='a' rel=' self ' type='text/html'>b</link>", "a",
                  "self", true},
                 {"<link href='' type='application/pdf'>b</link>", "b",
                  "alternate", false},
                 {"<link/>", "", "alternate", true}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        newsidx_text target;
        newsidx_text relation;
        trees t;

        trees_begin(&t, nx_str(cases[i].link), 0, trees_root);
        assert_int_equal(trees_step(&t), NEWSIDX_OK);
        assert_int_equal(
            nx_feed_link_read(t.record, &t.arena, &target, &relation, &t.err),
            NEWSIDX_OK);
        assert_string_equal(target.bytes, cases[i].target);
        assert_true(nx_str_equal(relation, nx_str(cases[i].relation)));
        assert_int_equal(nx_feed_link_is_html(t.record), cases[i].is_html);
        trees_end(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_say_where_to_and_as_what)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
