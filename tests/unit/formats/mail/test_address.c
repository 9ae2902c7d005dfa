#include "formats/mail/address.h"

#include "reading.h"

static void expect(const char *addresses, const char *wanted)
{
    newsidx_text names;
    nx_arena arena;

    nx_arena_init(&arena);
    assert_int_equal(nx_mail_names(nx_str(addresses), &arena, &names, NULL),
                     NEWSIDX_OK);
    assert_text(names, wanted);
    nx_arena_finish(&arena);
}

static void names_stand_before_addresses(void **state)
{
    (void)state;
    expect("Ann Field <ann@a.example>", "Ann Field");
    expect("\"Field, Ann\" <ann@a.example>, Bob <b@b.example>",
           "Field, Ann, Bob");
    expect("=?utf-8?Q?Zo=C3=AB?= <z@a.example>", "Zo\xC3\xAB");
    expect("\"=?utf-8?Q?Zo=C3=AB?=\" <z@a.example>", "Zo\xC3\xAB");
    expect("Desk: Ann <ann@a.example>, Bob <b@b.example>;", "Ann, Bob");
}

static void names_may_be_comments(void **state)
{
    (void)state;
    expect("ann@a.example (Ann Field)", "Ann Field");
    expect("ann@a.example (Ann (the \\) one) Field)", "Ann (the ) one) Field");
}

static void addresses_are_no_names(void **state)
{
    (void)state;
    expect("ann@a.example", NULL);
    expect("<ann@a.example>", NULL);
    expect("\"ann@a.example\" <ann@a.example>", NULL);
    expect("", NULL);
    expect("\"open", "open");
    expect("<open", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_stand_before_addresses),
        cmocka_unit_test(names_may_be_comments),
        cmocka_unit_test(addresses_are_no_names)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
