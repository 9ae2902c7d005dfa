#include "base/options.h"

#include "checking.h"

/* The struct of an older, of this and of a newer version. */
typedef struct older {
    size_t size;
    uint32_t a;
} older;

typedef struct ours {
    size_t size;
    uint32_t a;
    uint32_t b;
    const char *c;
} ours;

typedef struct newer {
    size_t size;
    uint32_t a;
    uint32_t b;
    const char *c;
    uint64_t d;
} newer;

static void null_gives_the_defaults(void **state)
{
    ours mine = {99, 1, 2, "x"};

    (void)state;
    assert_int_equal(nx_options_read(&mine, sizeof mine, NULL, NULL),
                     NEWSIDX_OK);
    assert_int_equal(mine.a, 0);
    assert_int_equal(mine.b, 0);
    assert_null(mine.c);
}

static void an_older_callers_fields_are_read(void **state)
{
    older theirs;
    ours mine;

    (void)state;
    memset(&theirs, 0, sizeof theirs);
    theirs.size = sizeof theirs;
    theirs.a = 7;
    memset(&mine, 0xFF, sizeof mine);
    assert_int_equal(nx_options_read(&mine, sizeof mine, &theirs, NULL),
                     NEWSIDX_OK);
    assert_int_equal(mine.a, 7);
    assert_null(mine.c);
}

static void a_newer_callers_fields_must_be_unset(void **state)
{
    newer theirs;
    newsidx_error err;
    ours mine;

    (void)state;
    memset(&theirs, 0, sizeof theirs);
    theirs.size = sizeof theirs;
    theirs.b = 8;
    assert_int_equal(nx_options_read(&mine, sizeof mine, &theirs, &err),
                     NEWSIDX_OK);
    assert_int_equal(mine.b, 8);
    theirs.d = (uint64_t)1 << 63;
    assert_int_equal(nx_options_read(&mine, sizeof mine, &theirs, &err),
                     NEWSIDX_ERR_OPTIONS);
    assert_int_equal(err.status, NEWSIDX_ERR_OPTIONS);
}

static void sizes_that_cannot_be_are_misuse(void **state)
{
    static const size_t sizes[] = {0, 1, sizeof(size_t) - 1, 4097, SIZE_MAX};
    newsidx_error err;
    ours mine;
    ours theirs = {0, 0, 0, NULL};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        theirs.size = sizes[i];
        assert_int_equal(nx_options_read(&mine, sizeof mine, &theirs, &err),
                         NEWSIDX_ERR_MISUSE);
        assert_int_equal(nx_options_write(&theirs, &mine, sizeof mine, &err),
                         NEWSIDX_ERR_MISUSE);
        assert_int_equal(theirs.size, sizes[i]);
    }
    assert_int_equal(nx_options_write(NULL, &mine, sizeof mine, &err),
                     NEWSIDX_ERR_MISUSE);
}

static void a_struct_is_filled_as_far_as_its_owner_knows(void **state)
{
    const ours mine = {sizeof mine, 1, 2, "c"};
    struct {
        older known;
        uint64_t guard;
    } old = {{sizeof(older), 0}, 0x1234567890ABCDEF};
    newer new = {sizeof new, 0, 0, NULL, 99};

    (void)state;
    assert_int_equal(nx_options_write(&old.known, &mine, sizeof mine, NULL),
                     NEWSIDX_OK);
    assert_int_equal(old.known.size, sizeof(older));
    assert_int_equal(old.known.a, 1);
    assert_true(old.guard == 0x1234567890ABCDEF);
    assert_int_equal(nx_options_write(&new, &mine, sizeof mine, NULL),
                     NEWSIDX_OK);
    assert_int_equal(new.size, sizeof new);
    assert_string_equal(new.c, "c");
    assert_int_equal(new.d, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(null_gives_the_defaults),
        cmocka_unit_test(an_older_callers_fields_are_read),
        cmocka_unit_test(a_newer_callers_fields_must_be_unset),
        cmocka_unit_test(sizes_that_cannot_be_are_misuse),
        cmocka_unit_test(a_struct_is_filled_as_far_as_its_owner_knows)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
