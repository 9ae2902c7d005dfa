/* Index files of every released version: README.md says what is kept. */
#include "describe.h"

#include "fixture.h"

#include <sys/stat.h>

#define COMPAT NEWSIDX_TEST_SOURCE_DIR "/tests/compat/"
#define PATH "golden.db"
#define IN_2101 INT64_C(4133980800)

typedef struct golden {
    const char *file;
    const char *answers;
    bool is_packed;
    bool is_sealed;
} golden;

static const golden goldens[] = {
    {"0.1.0/plain", "0.1.0/plain", false, false},
    {"0.1.0/sealed", "0.1.0/sealed", false, true},
    {"0.1.0/versions", "0.1.0/versions", false, false},
    {"0.1.0/languages", "0.1.0/languages", false, false},
    {"0.1.0/packed", "0.1.0/packed", true, false},
    {"0.1.0/plain-sqlite-3.53.2", "0.1.0/plain", false, false},
    {"0.1.0/sealed-sqlite-3.53.2", "0.1.0/sealed", false, true},
    {"0.1.0/versions-sqlite-3.53.2", "0.1.0/versions", false, false},
    {"0.1.0/languages-sqlite-3.53.2", "0.1.0/languages", false, false},
    {"0.1.0/packed-sqlite-3.53.2", "0.1.0/packed", true, false},
    {"0.1.0/plain-checksums", "0.1.0/plain", false, false},
    {"0.1.0/sealed-checksums", "0.1.0/sealed", false, true},
    {"0.1.0/versions-checksums", "0.1.0/versions", false, false},
    {"0.1.0/languages-checksums", "0.1.0/languages", false, false},
    {"0.1.0/packed-checksums", "0.1.0/packed", true, false},
};

#define GOLDEN_COUNT (sizeof goldens / sizeof *goldens)

/* A build without zstd can't open those with frames, and says so. */
static bool can_read(const golden *of)
{
#ifdef NX_HAVE_ZSTD
    (void)of;
    return true;
#else
    return !of->is_packed;
#endif
}

static void unpack(const golden *of)
{
    char command[1024];

    remove_index(PATH);
    snprintf(command, sizeof command, "gzip -dc '%s%s.db.gz' > " PATH, COMPAT,
             of->file);
    assert_int_equal(system(command), 0);
    assert_int_equal(chmod(PATH, of->is_sealed ? 0400 : 0600), 0);
}

static void expect_alone(const char *path)
{
    assert_false(exists_beside(path, "-wal"));
    assert_false(exists_beside(path, "-shm"));
    assert_false(exists_beside(path, "-journal"));
    assert_false(exists_beside(path, ".lock"));
}

/* Not a byte of it is other than before, and nothing lies beside it. */
static void expect_same(const char *path, const char *before, size_t length)
{
    size_t now_length;
    char *now = read_file(path, &now_length);

    assert_int_equal(now_length, length);
    assert_memory_equal(now, before, length);
    free(now);
    expect_alone(path);
}

/* The first line that differs is told. */
static void expect_answers(newsidx *index, const golden *of)
{
    char path[512], wanted[4096], got[4096];
    FILE *answers = fopen("answers.txt", "w+");
    FILE *kept;
    newsidx_error err;

    assert_non_null(answers);
    if (!describe_index(index, answers, &err))
        fail_msg("%s: %s", of->file, err.message);
    rewind(answers);
    snprintf(path, sizeof path, "%s%s.txt", COMPAT, of->answers);
    kept = fopen(path, "r");
    assert_non_null(kept);
    for (int line = 1;; line++) {
        const bool has_wanted = fgets(wanted, sizeof wanted, kept) != NULL;
        const bool has_got = fgets(got, sizeof got, answers) != NULL;

        if (!has_wanted && !has_got)
            break;
        if (has_wanted != has_got || strcmp(wanted, got) != 0)
            fail_msg("%s, line %d: %snot%s", of->file, line,
                     has_got ? got : "nothing\n",
                     has_wanted ? wanted : "nothing");
    }
    fclose(kept);
    fclose(answers);
}

/* Of a build with other rules, a copy that was rebuilt. */
static void adapt(const golden *of)
{
    newsidx *index = open_index(PATH, NEWSIDX_READ_ONLY);
    const bool has_other_rules = get_info(index).needs_rebuild != 0;

    newsidx_close(index);
    if (!has_other_rules)
        return;
    printf("%s: of other rules\n", of->file);
    if (of->is_sealed)
        EXPECT_OK(newsidx_unseal(PATH, &err));
    index = open_index(PATH, NEWSIDX_READ_WRITE);
    EXPECT_OK(newsidx_rebuild(index, NULL, NULL, &err));
    newsidx_close(index);
    if (of->is_sealed)
        EXPECT_OK(newsidx_seal(PATH, NULL, NULL, &err));
    unlink(PATH ".lock");
}

static void each_answers_as_it_did_and_is_left_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < GOLDEN_COUNT; i++) {
        const golden *of = &goldens[i];
        newsidx *index;
        size_t length;
        char *before;

        if (!can_read(of))
            continue;
        unpack(of);
        adapt(of);
        before = read_file(PATH, &length);
        index = open_index(PATH, NEWSIDX_READ_ONLY);
        assert_int_equal(get_info(index).is_sealed, of->is_sealed);
        expect_answers(index, of);
        EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
        newsidx_close(index);
        expect_same(PATH, before, length);
        free(before);
    }
}

static void add_to(newsidx *index, uint64_t articles)
{
    newsidx_article article =
        make_article("later", "Zeppelin over the port", "A zeppelin came.");

    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    expect_hits(index, "zeppelin", "later");
    put(index, "later", "Airship over the port", "An airship came.");
    expect_hits(index, "zeppelin", "");
    expect_hits(index, "airship", "later");
    EXPECT_OK(newsidx_remove(index, text_of("later"), &err));
    assert_int_equal(get_info(index).article_count, articles);
}

static void each_can_be_written_optimized_and_rebuilt(void **state)
{
    (void)state;
    for (size_t i = 0; i < GOLDEN_COUNT; i++) {
        const golden *of = &goldens[i];
        newsidx *index;

        if (!can_read(of))
            continue;
        unpack(of);
        adapt(of);
        if (of->is_sealed)
            EXPECT_OK(newsidx_unseal(PATH, &err));
        index = open_index(PATH, NEWSIDX_READ_WRITE);
        expect_answers(index, of);
        EXPECT_OK(newsidx_optimize(index, &err));
        expect_answers(index, of);
        EXPECT_OK(newsidx_rebuild(index, NULL, NULL, &err));
        expect_answers(index, of);
        add_to(index, get_info(index).article_count);
        EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
        newsidx_close(index);
    }
}

static const golden *find(const char *file)
{
    for (size_t i = 0; i < GOLDEN_COUNT; i++)
        if (strcmp(goldens[i].file, file) == 0)
            return &goldens[i];
    fail_msg("there is no %s", file);
    return NULL;
}

/* What is not to be found is not; written down by hand. */
static void versions_are_what_they_were(void **state)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    int64_t id = 0;
    newsidx *index;

    (void)state;
    unpack(find("0.1.0/versions"));
    adapt(find("0.1.0/versions"));
    index = open_index(PATH, NEWSIDX_READ_ONLY);
    options.order = NEWSIDX_OLDEST_FIRST;
    options.now = IN_2101;
    expect_hits_with(index, "harbour", NEWSIDX_MATCH_ALL, &options,
                     "current updated waiting freed replaced edition");
    options.now = IN_2101 - INT64_C(200000000);
    expect_hits_with(index, "harbour", NEWSIDX_MATCH_ALL, &options,
                     "current updated freed replaced edition");
    /* An embargo that was over when the article came is none. */
    options.now = INT64_C(1709251200);
    expect_hits_with(index, "harbour", NEWSIDX_MATCH_ALL, &options,
                     "current updated freed replaced edition");
    EXPECT_STATUS(NEWSIDX_NOT_FOUND,
                  newsidx_find(index, text_of("removed"), &id, &err));
    EXPECT_STATUS(NEWSIDX_NOT_FOUND,
                  newsidx_find(index, text_of("canceled"), &id, &err));
    expect_hits(index, "second text", "updated");
    expect_hits(index, "first text", "");
    expect_hits(index, "third", "edition");
    newsidx_close(index);
}

/* Opening in any mode, sealing and looking refuse it and change nothing. */
static void expect_refusal(newsidx_status wanted, const char *piece)
{
    size_t length;
    char *before = read_file(PATH, &length);
    newsidx_findings *findings = NULL;
    newsidx_error failure;

    for (int mode = 0; mode <= NEWSIDX_READ_ONLY; mode++) {
        newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
        newsidx *index = NULL;

        options.mode = (newsidx_mode)mode;
        assert_int_equal(newsidx_open(PATH, &options, &index, &failure),
                         wanted);
        assert_non_null(strstr(failure.message, piece));
        expect_same(PATH, before, length);
    }
    assert_int_equal(newsidx_seal(PATH, NULL, NULL, &failure), wanted);
    assert_int_equal(newsidx_unseal(PATH, &failure), wanted);
    EXPECT_OK(newsidx_examine(PATH, &findings, &err));
    assert_int_equal(newsidx_findings_status(findings), wanted);
    newsidx_findings_free(findings);
    expect_same(PATH, before, length);
    free(before);
}

/* Overwrite what stands in the unpacked file once. */
static void patch(const char *from, const char *to)
{
    const size_t wanted = strlen(from);
    size_t length, count = 0;
    char *bytes = read_file(PATH, &length);

    for (size_t i = 0; i + wanted <= length; i++) {
        if (memcmp(bytes + i, from, wanted) != 0)
            continue;
        memcpy(bytes + i, to, wanted);
        count++;
    }
    assert_int_equal(count, 1);
    write_file(PATH, bytes, length);
    free(bytes);
}

static void what_is_too_new_is_named_and_left_alone(void **state)
{
    size_t length;
    char *bytes;

    (void)state;
    unpack(find("0.1.0/plain"));
    bytes = read_file(PATH, &length);
    bytes[63] = 9; /* user_version, big-endian from byte 60 */
    write_file(PATH, bytes, length);
    free(bytes);
    expect_refusal(NEWSIDX_ERR_FORMAT, "format 9");
    unpack(find("0.1.0/plain"));
    patch("articles words rows lists traits",
          "articles words rows moons traits");
    expect_refusal(NEWSIDX_ERR_FORMAT, "\"moons\"");
#ifndef NX_HAVE_ZSTD
    unpack(find("0.1.0/packed"));
    expect_refusal(NEWSIDX_ERR_FORMAT, "\"zstd\"");
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_answers_as_it_did_and_is_left_alone),
        cmocka_unit_test(each_can_be_written_optimized_and_rebuilt),
        cmocka_unit_test(versions_are_what_they_were),
        cmocka_unit_test(what_is_too_new_is_named_and_left_alone),
    };

    if (system("command -v gzip > gzip.txt") != 0) {
        printf("skipped: gzip is not installed\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
