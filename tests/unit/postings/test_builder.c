/* Postings gathered from the words of articles. */
#include "postings/builder.h"

#include "postings_fixture.h"

static size_t write_postings(char *out, size_t room, nx_postings postings)
{
    size_t used = 0;

    for (size_t i = 0; i < postings.count; i++)
        used += (size_t)snprintf(out + used, room - used, " %lu:%lu",
                                 (unsigned long)postings.items[i].id,
                                 (unsigned long)postings.items[i].weight);
    return used;
}

/* "word 1:8 | 2:5, other ...": the exact ones, and those of the stem alone. */
static const char *describe(nx_list_builder *builder)
{
    static char out[2000];
    size_t used = 0;

    EXPECT_OK(nx_list_builder_sort(builder, err));
    out[0] = '\0';
    for (size_t i = 0; i < builder->entry_count; i++) {
        const newsidx_text spelling = nx_list_builder_spelling(builder, i);
        const nx_postings stem =
            nx_list_builder_postings(builder, i, NX_LIST_STEM);

        used += (size_t)snprintf(out + used, sizeof out - used, "%s%.*s",
                                 i > 0 ? ", " : "", (int)spelling.length,
                                 spelling.bytes);
        used +=
            write_postings(out + used, sizeof out - used,
                           nx_list_builder_postings(builder, i, NX_LIST_EXACT));
        if (stem.count > 0) {
            used += (size_t)snprintf(out + used, sizeof out - used, " |");
            used += write_postings(out + used, sizeof out - used, stem);
        }
        assert_true(used < sizeof out);
    }
    return out;
}

static void words_of_an_article_are_added_up(void **state)
{
    nx_list_builder builder;

    (void)state;
    nx_list_builder_init(&builder);
    postings_add(&builder, 7, "Rain", "Rain in town. Rain");
    postings_add(&builder, 9, "Town", NULL);
    /* A headline weighs 8, what is in the lead 6. */
    assert_string_equal(describe(&builder), "in 7:6, rain 7:20, town 7:6 9:8");
    assert_int_equal(builder.first_id, 7);
    assert_int_equal(builder.last_id, 9);
    assert_true(nx_list_builder_bytes(&builder) > 0);
    nx_list_builder_finish(&builder);
}

static void other_forms_are_of_the_stem_alone(void **state)
{
    nx_list_builder builder;

    (void)state;
    nx_list_builder_init(&builder);
    postings_add(&builder, 1, "bomb", NULL);
    postings_add(&builder, 2, "bombs bombing", NULL);
    postings_add(&builder, 3, "bombs bomb", NULL);
    assert_string_equal(describe(&builder),
                        "bomb 1:8 3:8 | 2:16 3:8, bombing 2:8, "
                        "bombs 2:8 3:8");
    nx_list_builder_finish(&builder);
}

/* `a-s` is "a" and, as one word, "as", whose stem is "a" again. */
static void forms_of_one_position_weigh_once(void **state)
{
    nx_list_builder builder;

    (void)state;
    nx_list_builder_init(&builder);
    postings_add(&builder, 1, "a-s", NULL);
    assert_string_equal(describe(&builder), "a 1:8, as 1:8, s 1:8");
    nx_list_builder_finish(&builder);
}

static void a_builder_can_be_used_again(void **state)
{
    nx_list_builder builder;

    (void)state;
    nx_list_builder_init(&builder);
    postings_add(&builder, 1, "rain", NULL);
    assert_string_equal(describe(&builder), "rain 1:8");
    postings_add(&builder, 2, "rain", NULL);
    assert_string_equal(describe(&builder), "rain 1:8 2:8");
    nx_list_builder_clear(&builder);
    assert_int_equal(builder.first_id, 0);
    assert_int_equal(nx_list_builder_bytes(&builder), 0);
    assert_string_equal(describe(&builder), "");
    postings_add(&builder, 1, "snow", NULL);
    assert_string_equal(describe(&builder), "snow 1:8");
    nx_list_builder_finish(&builder);
}

static void spellings_are_in_the_order_of_bytes(void **state)
{
    char text[64];
    nx_list_builder builder;

    (void)state;
    nx_list_builder_init(&builder);
    for (uint32_t id = 1; id <= 6000; id++) {
        snprintf(text, sizeof text, "w%lu", (unsigned long)(id * 7919 % 6007));
        postings_add(&builder, id, text, NULL);
    }
    EXPECT_OK(nx_list_builder_sort(&builder, err));
    assert_int_equal(builder.entry_count, 6000);
    for (size_t i = 1; i < builder.entry_count; i++)
        assert_true(nx_str_compare(nx_list_builder_spelling(&builder, i - 1),
                                   nx_list_builder_spelling(&builder, i)) < 0);
    nx_list_builder_finish(&builder);
}

static void united_lists_add_up_what_both_have(void **state)
{
    static const nx_posting first[] = {{1, 5}, {4, 6}, {9, 7}};
    static const nx_posting second[] = {{2, 10}, {4, 10}};
    static const nx_posting both[] = {{1, 5}, {2, 10}, {4, 16}, {9, 7}};
    const nx_postings a = {first, 3};
    const nx_postings b = {second, 2};
    const nx_postings none = {NULL, 0};
    nx_posting out[5];

    (void)state;
    assert_int_equal(nx_postings_unite(a, b, out), 4);
    assert_memory_equal(out, both, sizeof both);
    assert_int_equal(nx_postings_unite(b, a, out), 4);
    assert_memory_equal(out, both, sizeof both);
    assert_int_equal(nx_postings_unite(none, b, out), 2);
    assert_memory_equal(out, second, sizeof second);
    assert_int_equal(nx_postings_unite(none, none, out), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_an_article_are_added_up),
        cmocka_unit_test(other_forms_are_of_the_stem_alone),
        cmocka_unit_test(forms_of_one_position_weigh_once),
        cmocka_unit_test(a_builder_can_be_used_again),
        cmocka_unit_test(spellings_are_in_the_order_of_bytes),
        cmocka_unit_test(united_lists_add_up_what_both_have),
    };

    return cmocka_run_group_tests(tests, postings_set_up, postings_tear_down);
}
