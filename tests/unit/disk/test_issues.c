#include "disk/issues.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static bool has_issue(int number, const char *name)
{
    newsidx_findings *findings = nx_findings_new();
    const newsidx_finding *at;
    bool found = false;

    assert_non_null(findings);
    nx_issues_examine(number, findings);
    assert_int_equal(findings->status, NEWSIDX_OK);
    for (at = nx_findings_next(findings); at != NULL;
         at = nx_findings_next(findings)) {
        assert_string_equal(at->topic, "issue");
        found |= strcmp(at->name, name) == 0;
    }
    nx_findings_free(findings);
    return found;
}

static void an_issue_is_of_the_versions_that_have_it(void **state)
{
    static const struct {
        const char *name;
        int without; /* the last before, 0: none */
        int first;
        int last;
        int repaired;
    } cases[] = {
        {"CVE-2026-11822", 0, 3040001, 3053001, 3053002},
        {"CVE-2026-11824", 0, 3040001, 3053001, 3053002},
        {"CVE-2026-119373", 0, 3040001, 3053999, 3054000},
        {"CVE-2026-119374", 3041002, 3042000, 3053002, 3054000},
        {"CVE-2025-7709", 3042000, 3043000, 3050002, 3050003},
        {"CVE-2025-7458", 3039001, 3039002, 3041001, 3041002},
        {"CVE-2025-6965", 0, 3040001, 3050001, 3050002},
        {"WAL-reset", 0, 3040001, 3051002, 3051003},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (cases[i].without != 0)
            assert_false(has_issue(cases[i].without, cases[i].name));
        assert_true(has_issue(cases[i].first, cases[i].name));
        assert_true(has_issue(cases[i].last, cases[i].name));
        assert_false(has_issue(cases[i].repaired, cases[i].name));
    }
}

static void the_log_was_repaired_in_older_lines_too(void **state)
{
    (void)state;
    assert_true(has_issue(3044005, "WAL-reset"));
    assert_false(has_issue(3044006, "WAL-reset"));
    assert_true(has_issue(3045000, "WAL-reset"));
    assert_true(has_issue(3050006, "WAL-reset"));
    assert_false(has_issue(3050007, "WAL-reset"));
    assert_true(has_issue(3051000, "WAL-reset"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_issue_is_of_the_versions_that_have_it),
        cmocka_unit_test(the_log_was_repaired_in_older_lines_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
