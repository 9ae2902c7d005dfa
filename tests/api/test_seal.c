#include "fixture.h"

#include <errno.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define NOBODY 65534

static void make_index(const char *path)
{
    newsidx *index;

    remove_index(path);
    index = open_index(path, NEWSIDX_READ_WRITE_CREATE);
    put(index, "a", "Peace talks", "They talk on.");
    newsidx_close(index);
}

static mode_t mode_of(const char *path)
{
    struct stat about;

    assert_int_equal(stat(path, &about), 0);
    return about.st_mode & 07777;
}

static void expect_refusal(const char *path, newsidx_mode mode)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx *index = NULL;
    newsidx_error err;

    options.mode = mode;
    assert_int_equal(newsidx_open(path, &options, &index, &err),
                     NEWSIDX_ERR_READ_ONLY);
    assert_null(index);
    assert_non_null(strstr(err.message, "sealed"));
    assert_non_null(strstr(err.message, path));
}

static void a_sealed_index_is_one_file_that_nobody_writes_to(void **state)
{
    char *before, *after;
    size_t length, after_length;
    newsidx *index;

    (void)state;
    make_index(INDEX_PATH);
    assert_int_equal(chmod(INDEX_PATH, 0664), 0);
    EXPECT_OK(newsidx_seal(INDEX_PATH, NULL, NULL, &err));
    assert_int_equal(mode_of(INDEX_PATH), 0444);
    unlink(INDEX_PATH ".lock");
    before = read_file(INDEX_PATH, &length);
    /* Written by the rules of a rollback journal, and read by them. */
    assert_int_equal(before[18], 1);
    assert_int_equal(before[19], 1);
    expect_refusal(INDEX_PATH, NEWSIDX_READ_WRITE);
    expect_refusal(INDEX_PATH, NEWSIDX_READ_WRITE_CREATE);
    index = open_index(INDEX_PATH, NEWSIDX_READ_ONLY);
    assert_int_equal(get_info(index).is_sealed, 1);
    expect_hits(index, "talking", "a");
    assert_false(exists_beside(INDEX_PATH, "-wal"));
    assert_false(exists_beside(INDEX_PATH, "-shm"));
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
    EXPECT_STATUS(NEWSIDX_UNCHANGED,
                  newsidx_seal(INDEX_PATH, NULL, NULL, &err));
    after = read_file(INDEX_PATH, &after_length);
    assert_int_equal(after_length, length);
    assert_memory_equal(after, before, length);
    assert_false(exists_beside(INDEX_PATH, ".lock"));
    free(after);
    free(before);
}

static void sealing_can_be_undone(void **state)
{
    newsidx *index;

    (void)state;
    make_index(INDEX_PATH);
    EXPECT_STATUS(NEWSIDX_UNCHANGED, newsidx_unseal(INDEX_PATH, &err));
    EXPECT_OK(newsidx_seal(INDEX_PATH, NULL, NULL, &err));
    EXPECT_OK(newsidx_unseal(INDEX_PATH, &err));
    assert_int_equal(mode_of(INDEX_PATH), 0600);
    index = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
    assert_int_equal(get_info(index).is_sealed, 0);
    put(index, "b", "More talks", "They talk again.");
    expect_hits(index, "again", "b");
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
    EXPECT_OK(newsidx_seal(INDEX_PATH, NULL, NULL, &err));
    index = open_index(INDEX_PATH, NEWSIDX_READ_ONLY);
    expect_hits(index, "talk*", "a b");
    newsidx_close(index);
}

/* Who has it open goes on, and the index stays as it was. */
static void an_index_in_use_is_not_sealed(void **state)
{
    newsidx *index;

    (void)state;
    make_index(INDEX_PATH);
    index = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
    expect_hits(index, "talks", "a");
    EXPECT_STATUS(NEWSIDX_ERR_BUSY, newsidx_seal(INDEX_PATH, NULL, NULL, &err));
    assert_int_equal(mode_of(INDEX_PATH), 0600);
    put(index, "b", "More", "They went on.");
    expect_hits(index, "went", "b");
    assert_int_equal(get_info(index).is_sealed, 0);
    newsidx_close(index);
    EXPECT_OK(newsidx_seal(INDEX_PATH, NULL, NULL, &err));
}

/* A reader that was there before can go on when the seal is broken. */
static void a_reader_outlives_the_undoing(void **state)
{
    newsidx *reader, *writer;

    (void)state;
    make_index(INDEX_PATH);
    EXPECT_OK(newsidx_seal(INDEX_PATH, NULL, NULL, &err));
    reader = open_index(INDEX_PATH, NEWSIDX_READ_ONLY);
    expect_hits(reader, "talks", "a");
    EXPECT_OK(newsidx_unseal(INDEX_PATH, &err));
    writer = open_index(INDEX_PATH, NEWSIDX_READ_WRITE);
    put(writer, "b", "More talks", "Talks.");
    expect_hits(reader, "more", "b");
    newsidx_close(writer);
    newsidx_close(reader);
}

static int stop(uint64_t done, uint64_t total, void *user)
{
    (void)done;
    (void)total;
    (void)user;
    return 1;
}

static void what_is_not_sound_or_there_is_not_sealed(void **state)
{
    char *bytes;
    size_t length;

    (void)state;
    remove_index(INDEX_PATH);
    EXPECT_STATUS(NEWSIDX_ERR_IO, newsidx_seal(INDEX_PATH, NULL, NULL, &err));
    EXPECT_STATUS(NEWSIDX_ERR_IO, newsidx_unseal(INDEX_PATH, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_seal(NULL, NULL, NULL, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_unseal(NULL, &err));
    assert_int_not_equal(access(INDEX_PATH, F_OK), 0);
    make_index(INDEX_PATH);
    EXPECT_STATUS(NEWSIDX_ERR_CANCELLED,
                  newsidx_seal(INDEX_PATH, stop, NULL, &err));
    bytes = read_file(INDEX_PATH, &length);
    for (size_t i = 0; i + 13 <= length; i++)
        if (memcmp(bytes + i, "They talk on.", 13) == 0)
            memcpy(bytes + i, "They walk on.", 13);
    write_file(INDEX_PATH, bytes, length);
    free(bytes);
    EXPECT_STATUS(NEWSIDX_ERR_CORRUPT,
                  newsidx_seal(INDEX_PATH, NULL, NULL, &err));
    assert_int_equal(mode_of(INDEX_PATH), 0600);
}

/* In a child, for the test may be root's, who may write anywhere. */
static int read_as_nobody(const char *path)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx *index = NULL;
    newsidx_query *query = NULL;
    uint64_t count = 0;
    int result = 0;

    if (geteuid() == 0 && (setgid(NOBODY) != 0 || setuid(NOBODY) != 0))
        return 1;
    options.mode = NEWSIDX_READ_ONLY;
    if (newsidx_open(path, &options, &index, NULL) < 0)
        return 2;
    if (newsidx_query_parse("talks", NEWSIDX_WHOLE, NULL, &query, NULL) < 0 ||
        newsidx_count(index, query, NULL, &count, NULL) < 0 || count != 1)
        result = 3;
    if (newsidx_check(index, NULL, NULL, NULL) < 0)
        result = 4;
    newsidx_query_free(query);
    newsidx_close(index);
    options.mode = NEWSIDX_READ_WRITE;
    if (newsidx_open(path, &options, &index, NULL) != NEWSIDX_ERR_READ_ONLY)
        result = 5;
    if (newsidx_unseal(path, NULL) >= 0)
        result = 6;
    return result;
}

static void others_read_it_in_a_folder_that_nobody_may_write_to(void **state)
{
    char folder[64], path[80];
    int child_status = -1;
    pid_t child;

    (void)state;
    /* Where nobody else's folders keep another user out. */
    snprintf(folder, sizeof folder, "/tmp/newsidx-sealed-%ld", (long)getpid());
    snprintf(path, sizeof path, "%s/x.db", folder);
    assert_true(mkdir(folder, 0755) == 0 || errno == EEXIST);
    assert_int_equal(chmod(folder, 0755), 0);
    make_index(path);
    assert_int_equal(chmod(path, 0644), 0);
    EXPECT_OK(newsidx_seal(path, NULL, NULL, &err));
    assert_int_equal(mode_of(path), 0444);
    snprintf(path, sizeof path, "%s/x.db.lock", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/x.db", folder);
    assert_int_equal(chmod(folder, 0555), 0);
    child = fork();
    if (child == 0)
        _exit(read_as_nobody(path));
    assert_int_equal(waitpid(child, &child_status, 0), child);
    assert_int_equal(chmod(folder, 0755), 0);
    assert_true(WIFEXITED(child_status));
    assert_int_equal(WEXITSTATUS(child_status), 0);
    assert_false(exists_beside(path, "-wal"));
    assert_false(exists_beside(path, "-shm"));
    assert_false(exists_beside(path, ".lock"));
    remove_index(path);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sealed_index_is_one_file_that_nobody_writes_to),
        cmocka_unit_test(sealing_can_be_undone),
        cmocka_unit_test(an_index_in_use_is_not_sealed),
        cmocka_unit_test(a_reader_outlives_the_undoing),
        cmocka_unit_test(what_is_not_sound_or_there_is_not_sealed),
        cmocka_unit_test(others_read_it_in_a_folder_that_nobody_may_write_to),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
