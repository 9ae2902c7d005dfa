#include "ingest/walk.h"

#include "reading.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void make_folder(const char *path)
{
    assert_int_equal(mkdir(path, 0700), 0);
}

static void make_file(const char *path)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_true(fputs("text", file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/*
 * top/  .git/c  .hidden  a.txt  b/  c.txt  link.txt -> a.txt  up -> .
 *       b/x.txt  b/deep/y.txt   gone -> nowhere   pipe
 */
static int make_tree(void **state)
{
    (void)state;
    make_folder("top");
    make_folder("top/.git");
    make_file("top/.git/c");
    make_file("top/.hidden");
    make_file("top/a.txt");
    make_folder("top/b");
    make_folder("top/b/deep");
    make_file("top/b/deep/y.txt");
    make_file("top/b/x.txt");
    make_file("top/c.txt");
    make_folder("top/empty");
    assert_int_equal(symlink("a.txt", "top/link.txt"), 0);
    assert_int_equal(symlink(".", "top/up"), 0);
    assert_int_equal(symlink("nowhere", "top/gone"), 0);
    assert_int_equal(mkfifo("top/pipe", 0600), 0);
    return 0;
}

typedef struct found {
    nx_arena arena;
    nx_walk_file *files;
    size_t count;
} found;

static void walk_with(found *f, const char *const *paths, size_t count,
                      const nx_walk_options *options)
{
    nx_arena_init(&f->arena);
    assert_int_equal(
        nx_walk(paths, count, options, &f->arena, &f->files, &f->count, NULL),
        NEWSIDX_OK);
}

static void walk(found *f, const char *const *paths, size_t count)
{
    walk_with(f, paths, count, NULL);
}

static void folders_are_read_in_order_of_names(void **state)
{
    static const char *const paths[] = {"top"};
    static const char *const wanted[] = {"top/a.txt", "top/b/deep/y.txt",
                                         "top/b/x.txt", "top/c.txt"};
    char top[PATH_MAX];
    found f;

    (void)state;
    assert_non_null(getcwd(top, sizeof top));
    walk(&f, paths, 1);
    assert_int_equal(f.count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(f.files[i].path, wanted[i]);
        assert_null(f.files[i].problem);
        assert_int_equal(f.files[i].length_bytes, 4);
        assert_memory_equal(f.files[i].absolute, top, strlen(top));
        assert_string_equal(f.files[i].absolute + strlen(top) + 1, wanted[i]);
    }
    nx_arena_finish(&f.arena);
}

static void links_are_followed_when_that_is_wanted(void **state)
{
    static const nx_walk_options follow = {true, 0};
    static const char *const paths[] = {"links"};
    static const char *const wanted[] = {"links/1gone", "links/2b/deep/y.txt",
                                         "links/2b/x.txt", "links/3a"};
    found f;

    (void)state;
    make_folder("links");
    assert_int_equal(symlink("nowhere", "links/1gone"), 0);
    assert_int_equal(symlink("../top/b", "links/2b"), 0);
    assert_int_equal(symlink("../top/a.txt", "links/3a"), 0);
    assert_int_equal(symlink("../top/a.txt", "links/4a"), 0);
    assert_int_equal(symlink("/dev/null", "links/5"), 0);
    /* Each of these leads back, and all of them to all of them. */
    assert_int_equal(symlink(".", "links/6"), 0);
    assert_int_equal(symlink("../links", "links/7"), 0);
    walk_with(&f, paths, 1, &follow);
    assert_int_equal(f.count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(f.files[i].path, wanted[i]);
    assert_string_equal(f.files[0].problem, "no such file or directory");
    assert_null(f.files[0].absolute);
    assert_non_null(strstr(f.files[2].absolute, "/top/b/x.txt"));
    assert_non_null(strstr(f.files[3].absolute, "/top/a.txt"));
    nx_arena_finish(&f.arena);
    walk(&f, paths, 1);
    assert_int_equal(f.count, 0);
    nx_arena_finish(&f.arena);
}

static void old_files_are_left_out(void **state)
{
    static const nx_walk_options recent = {false, 1000000};
    static const char *const paths[] = {"aged", "aged/1", "top/pipe"};
    static const struct timespec before[2] = {{999999, 999999999},
                                              {999999, 999999999}};
    static const struct timespec then[2] = {{1000000, 0}, {1000000, 0}};
    found f;

    (void)state;
    make_folder("aged");
    make_file("aged/1");
    make_file("aged/2");
    assert_int_equal(utimensat(AT_FDCWD, "aged/1", before, 0), 0);
    assert_int_equal(utimensat(AT_FDCWD, "aged/2", then, 0), 0);
    walk_with(&f, paths, 3, &recent);
    assert_int_equal(f.count, 2);
    assert_string_equal(f.files[0].path, "aged/2");
    assert_string_equal(f.files[1].path, "top/pipe");
    nx_arena_finish(&f.arena);
}

static void a_file_is_met_once(void **state)
{
    static const char *const paths[] = {"top/link.txt", "top/", "top/a.txt",
                                        "./top", "top/b/../a.txt"};
    static const char *const wanted[] = {"top/link.txt", "top/b/deep/y.txt",
                                         "top/b/x.txt", "top/c.txt"};
    found f;

    (void)state;
    walk(&f, paths, 5);
    assert_int_equal(f.count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(f.files[i].path, wanted[i]);
    nx_arena_finish(&f.arena);
}

/* What is hidden or no plain file is read when it is named. */
static void what_the_caller_names_is_taken(void **state)
{
    static const char *const paths[] = {"top/.hidden", "top/.git", "top/up",
                                        "top/pipe",    "nowhere",  "/dev/null"};
    found f;

    (void)state;
    walk(&f, paths, 2);
    assert_int_equal(f.count, 2);
    assert_string_equal(f.files[0].path, "top/.hidden");
    assert_string_equal(f.files[1].path, "top/.git/c");
    nx_arena_finish(&f.arena);
    walk(&f, &paths[2], 1);
    assert_string_equal(f.files[0].path, "top/up/a.txt");
    nx_arena_finish(&f.arena);
    walk(&f, &paths[3], 3);
    assert_int_equal(f.count, 3);
    assert_null(f.files[0].problem);
    assert_string_equal(f.files[1].problem, "no such file or directory");
    assert_string_equal(f.files[2].problem, "neither a file nor a folder");
    nx_arena_finish(&f.arena);
}

static void nothing_gives_nothing(void **state)
{
    static const char *const paths[] = {"top/empty"};
    found f;

    (void)state;
    walk(&f, paths, 1);
    assert_int_equal(f.count, 0);
    nx_arena_finish(&f.arena);
    walk(&f, NULL, 0);
    assert_int_equal(f.count, 0);
    nx_arena_finish(&f.arena);
}

static void depth_has_a_limit(void **state)
{
    static const char *const paths[] = {"d"};
    char path[400] = "d";
    found f;

    (void)state;
    make_folder("d");
    for (int i = 0; i < 80; i++) {
        strcat(path, "/d");
        make_folder(path);
    }
    make_file("d/d/z.txt");
    walk(&f, paths, 1);
    assert_int_equal(f.count, 2);
    assert_string_equal(f.files[0].problem,
                        "folders are nested deeper than 64");
    assert_int_equal(strlen(f.files[0].path), 2 * 64 + 1);
    assert_string_equal(f.files[1].path, "d/d/z.txt");
    nx_arena_finish(&f.arena);
}

static void many_files_are_all_found(void **state)
{
    static const char *const paths[] = {"many"};
    found f;

    (void)state;
    make_folder("many");
    for (int i = 0; i < 1000; i++) {
        char path[40];

        snprintf(path, sizeof path, "many/%04d.txt", 999 - i);
        make_file(path);
    }
    walk(&f, paths, 1);
    assert_int_equal(f.count, 1000);
    for (size_t i = 1; i < f.count; i++)
        assert_true(strcmp(f.files[i - 1].path, f.files[i].path) < 0);
    nx_arena_finish(&f.arena);
}

/* Root may read anything, and then there is nothing to see. */
static void unreadable_folders_are_named(void **state)
{
    static const char *const paths[] = {"closed", "secret.txt"};
    found f;

    (void)state;
    if (geteuid() == 0)
        return;
    make_folder("closed");
    make_file("secret.txt");
    assert_int_equal(chmod("closed", 0), 0);
    assert_int_equal(chmod("secret.txt", 0), 0);
    walk(&f, paths, 2);
    assert_int_equal(f.count, 2);
    assert_string_equal(f.files[0].problem, "permission denied");
    assert_string_equal(f.files[1].problem, "permission denied");
    nx_arena_finish(&f.arena);
    assert_int_equal(chmod("closed", 0700), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders_are_read_in_order_of_names),
        cmocka_unit_test(links_are_followed_when_that_is_wanted),
        cmocka_unit_test(old_files_are_left_out),
        cmocka_unit_test(a_file_is_met_once),
        cmocka_unit_test(what_the_caller_names_is_taken),
        cmocka_unit_test(nothing_gives_nothing),
        cmocka_unit_test(depth_has_a_limit),
        cmocka_unit_test(many_files_are_all_found),
        cmocka_unit_test(unreadable_folders_are_named)};

    return cmocka_run_group_tests(tests, make_tree, NULL);
}
