#include "fixture.h"

#include <sys/stat.h>

/* Yours to free. NULL path: the build alone. */
static newsidx_findings *examine(const char *path)
{
    newsidx_findings *findings = NULL;

    EXPECT_OK(newsidx_examine(path, &findings, &err));
    assert_non_null(findings);
    return findings;
}

/* The text of the finding, copied into `out`; false if there is none. Frees
 * the findings. */
static bool take(newsidx_findings *findings, const char *topic,
                 const char *name, newsidx_level *out_level, char out[2048])
{
    const newsidx_finding *at = NULL;
    bool found = false;

    while (newsidx_findings_next(findings, &at) == NEWSIDX_OK) {
        assert_true(at->text.length > 0);
        assert_true(at->level <= NEWSIDX_PROBLEM);
        if (found || strcmp(at->topic, topic) != 0 ||
            strcmp(at->name, name) != 0)
            continue;
        found = true;
        *out_level = at->level;
        snprintf(out, 2048, "%s", at->text.bytes);
    }
    newsidx_findings_free(findings);
    return found;
}

static void expect_finding(const char *path, const char *topic,
                           const char *name, newsidx_level level,
                           const char *piece)
{
    newsidx_level came = NEWSIDX_FACT;
    char text[2048];

    if (!take(examine(path), topic, name, &came, text))
        fail_msg("there is no %s %s", topic, name);
    if (came != level || strstr(text, piece) == NULL)
        fail_msg("%s %s: %d, %s", topic, name, came, text);
}

static void expect_none(const char *path, const char *topic, const char *name)
{
    newsidx_level level = NEWSIDX_FACT;
    char text[2048];

    if (take(examine(path), topic, name, &level, text))
        fail_msg("%s %s: %s", topic, name, text);
}

static void the_build_is_told_by_its_parts(void **state)
{
    newsidx_findings *findings = examine(NULL);

    (void)state;
    assert_int_equal(newsidx_findings_status(findings), NEWSIDX_OK);
    newsidx_findings_free(findings);
    expect_finding(NULL, "build", "newsidx", NEWSIDX_FACT,
                   newsidx_version_string());
    expect_finding(NULL, "build", "utf8proc", NEWSIDX_FACT, "Unicode");
    expect_finding(NULL, "build", "libstemmer", NEWSIDX_FACT, "algorithms");
    expect_finding(NULL, "build", "flags", NEWSIDX_FACT, "-");
    expect_finding(NULL, "sqlite", "version", NEWSIDX_FACT, "3.");
    expect_finding(NULL, "sqlite", "options", NEWSIDX_FACT, "ENABLE_FTS5");
    expect_none(NULL, "file", "path");
    expect_none(NULL, "index", "open");
}

static void an_index_is_told_by_format_and_place(void **state)
{
    newsidx *index = open_new();

    (void)state;
    put(index, "a", "Peace talks", "They talk on.");
    newsidx_close(index);
    expect_finding(INDEX_PATH, "index", "format", NEWSIDX_FACT, "1; ");
    expect_finding(INDEX_PATH, "index", "features", NEWSIDX_FACT, "articles");
    expect_finding(INDEX_PATH, "index", "stamp", NEWSIDX_FACT, "rules");
    expect_finding(INDEX_PATH, "index", "articles", NEWSIDX_FACT, "1 to be");
    expect_finding(INDEX_PATH, "index", "journal", NEWSIDX_FACT, "log");
    expect_finding(INDEX_PATH, "file", "mode", NEWSIDX_FACT, "0600");
    expect_finding(INDEX_PATH, "file", "path", NEWSIDX_FACT, INDEX_PATH);
    expect_none(INDEX_PATH, "file", "writers");
    expect_none(INDEX_PATH, "file", "log");
    EXPECT_OK(newsidx_seal(INDEX_PATH, NULL, NULL, &err));
    expect_finding(INDEX_PATH, "index", "journal", NEWSIDX_FACT, "sealed");
}

static void who_else_may_write_is_warned_of(void **state)
{
    (void)state;
    mkdir("open", 0700);
    remove_index("open/x.db");
    newsidx_close(open_index("open/x.db", NEWSIDX_READ_WRITE_CREATE));
    expect_none("open/x.db", "file", "folder");
    assert_int_equal(chmod("open/x.db", 0620), 0);
    expect_finding("open/x.db", "file", "writers", NEWSIDX_WARNING, "chmod");
    assert_int_equal(chmod("open/x.db", 0602), 0);
    expect_finding("open/x.db", "file", "writers", NEWSIDX_WARNING, "chmod");
    assert_int_equal(chmod("open", 0777), 0);
    expect_finding("open/x.db", "file", "folder", NEWSIDX_WARNING, "/open");
    assert_int_equal(chmod("open", 01777), 0);
    expect_none("open/x.db", "file", "folder");
    assert_int_equal(chmod("open", 0700), 0);
}

static void a_log_and_who_has_the_index_are_seen(void **state)
{
    newsidx *index = open_new();

    (void)state;
    put(index, "a", "Peace talks", "They talk on.");
    expect_finding(INDEX_PATH, "file", "log", NEWSIDX_FACT, "bytes");
#ifdef __linux__
    EXPECT_OK(newsidx_begin(index, &err));
    put(index, "b", "More", "More.");
    expect_finding(INDEX_PATH, "file", "lock", NEWSIDX_FACT, " ");
    EXPECT_OK(newsidx_rollback(index, &err));
#endif
    newsidx_close(index);
    expect_none(INDEX_PATH, "file", "lock");
}

static void what_cannot_be_opened_is_a_finding(void **state)
{
    newsidx_findings *findings;

    (void)state;
    remove_index("none.db");
    expect_finding("none.db", "index", "open", NEWSIDX_PROBLEM, "none.db");
    findings = examine("none.db");
    assert_int_equal(newsidx_findings_status(findings), NEWSIDX_ERR_IO);
    newsidx_findings_free(findings);
    write_string("letter.txt", "Dear editor, this is a letter.\n");
    expect_finding("letter.txt", "index", "open", NEWSIDX_PROBLEM,
                   "not an index");
    expect_finding("no/such/x.db", "index", "open", NEWSIDX_PROBLEM, "folder");
    expect_finding("", "index", "open", NEWSIDX_PROBLEM, "names no file");
    findings = examine("letter.txt");
    assert_int_equal(newsidx_findings_status(findings),
                     NEWSIDX_ERR_NOT_AN_INDEX);
    newsidx_findings_free(findings);
}

static void bad_arguments_are_misuse(void **state)
{
    const newsidx_finding *finding = NULL;

    (void)state;
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_examine(NULL, NULL, &err));
    assert_int_equal(newsidx_findings_next(NULL, &finding), NEWSIDX_DONE);
    assert_int_equal(newsidx_findings_next(NULL, NULL), NEWSIDX_ERR_MISUSE);
    assert_int_equal(newsidx_findings_status(NULL), NEWSIDX_OK);
    newsidx_findings_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_build_is_told_by_its_parts),
        cmocka_unit_test(an_index_is_told_by_format_and_place),
        cmocka_unit_test(who_else_may_write_is_warned_of),
        cmocka_unit_test(a_log_and_who_has_the_index_are_seen),
        cmocka_unit_test(what_cannot_be_opened_is_a_finding),
        cmocka_unit_test(bad_arguments_are_misuse),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
