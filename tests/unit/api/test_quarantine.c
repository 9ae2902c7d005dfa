#include "api/quarantine.h"

#include "reading.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static newsidx_error err;

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* All of a file of the folder, as a string. */
static const char *read_text(const char *folder, const char *name)
{
    static char text[4096];
    char path[512];
    FILE *file;
    size_t length;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "rb");
    assert_non_null(file);
    length = fread(text, 1, sizeof text - 1, file);
    text[length] = '\0';
    fclose(file);
    return text;
}

/* The name of the only copy that ends so; NULL if there is none. */
static const char *find_copy(const char *folder, const char *end)
{
    static char name[300];
    DIR *names = opendir(folder);
    size_t count = 0;

    assert_non_null(names);
    for (;;) {
        const struct dirent *entry = readdir(names);
        size_t length;

        if (entry == NULL)
            break;
        length = strlen(entry->d_name);
        if (length < strlen(end) ||
            strcmp(entry->d_name + length - strlen(end), end) != 0)
            continue;
        snprintf(name, sizeof name, "%s", entry->d_name);
        count++;
    }
    closedir(names);
    assert_true(count <= 1);
    return count == 1 ? name : NULL;
}

static void add(nx_quarantine *quarantine, const char *path, uint64_t line,
                size_t start, const char *member)
{
    const newsidx_problem problem = {nx_str(path),
                                     line,
                                     start,
                                     nx_str("no headline\tand no text"),
                                     nx_str(member),
                                     NEWSIDX_FORMAT_JSON_LINES,
                                     NEWSIDX_ERR_INPUT};

    assert_int_equal(nx_quarantine_add(quarantine, &problem, path, start, &err),
                     NEWSIDX_OK);
}

static void files_and_lines_are_copied_and_listed(void **state)
{
    nx_quarantine *quarantine;
    char expected[1000];
    char whole[300];
    char line[300];

    (void)state;
    write_text("a b.jsonl", "one\ntwo\nthree");
    write_text(".hidden", "text");
    assert_int_equal(nx_quarantine_open("q", &quarantine, &err), NEWSIDX_OK);
    add(quarantine, "a b.jsonl", 2, 4, NULL);
    add(quarantine, "a b.jsonl", 0, NEWSIDX_NO_OFFSET, "in\nside");
    add(quarantine, "a b.jsonl", 3, 8, NULL);
    add(quarantine, "./a b.jsonl", 0, NEWSIDX_NO_OFFSET, NULL);
    add(quarantine, "missing", 0, NEWSIDX_NO_OFFSET, NULL);
    add(quarantine, "/dev/null", 0, NEWSIDX_NO_OFFSET, NULL);
    add(quarantine, ".hidden", 0, NEWSIDX_NO_OFFSET, NULL);
    nx_quarantine_close(quarantine);
    snprintf(line, sizeof line, "%s", find_copy("q", "-a_b.jsonl-2"));
    assert_string_equal(read_text("q", line), "two\n");
    assert_string_equal(read_text("q", find_copy("q", "-a_b.jsonl-3")),
                        "three");
    snprintf(whole, sizeof whole, "%s", find_copy("q", "-a_b.jsonl"));
    assert_string_equal(read_text("q", whole), "one\ntwo\nthree");
    assert_non_null(find_copy("q", "-.hidden"));
    snprintf(expected, sizeof expected,
             "copy\tfile\tmember\tline\tbyte\treason\n"
             "%s\ta b.jsonl\t\t2\t4\tno headline\\x09and no text\n"
             "%s\ta b.jsonl\tin\\x0aside\t\t\tno headline\\x09and no text\n",
             line, whole);
    assert_memory_equal(read_text("q", "index.tsv"), expected,
                        strlen(expected));
    assert_non_null(strstr(read_text("q", "index.tsv"), "\n-\tmissing\t"));
    assert_non_null(strstr(read_text("q", "index.tsv"), "\n-\t/dev/null\t"));
}

static void the_same_again_has_the_same_copy(void **state)
{
    nx_quarantine *quarantine;

    (void)state;
    write_text("again.txt", "text");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(nx_quarantine_open("q2", &quarantine, &err),
                         NEWSIDX_OK);
        add(quarantine, "again.txt", 0, NEWSIDX_NO_OFFSET, NULL);
        nx_quarantine_close(quarantine);
    }
    assert_non_null(find_copy("q2", "-again.txt"));
    assert_null(
        strstr(strstr(read_text("q2", "index.tsv"), "copy") + 1, "copy\tfile"));
}

static void links_are_not_written_through(void **state)
{
    nx_quarantine *quarantine;
    char path[400];

    (void)state;
    write_text("victim", "keep");
    write_text("bad.txt", "text");
    assert_int_equal(mkdir("q3", 0700), 0);
    assert_int_equal(symlink("../victim", "q3/index.tsv"), 0);
    assert_int_equal(nx_quarantine_open("q3", &quarantine, &err),
                     NEWSIDX_ERR_IO);
    assert_null(quarantine);
    assert_int_equal(unlink("q3/index.tsv"), 0);
    assert_int_equal(nx_quarantine_open("q3", &quarantine, &err), NEWSIDX_OK);
    add(quarantine, "bad.txt", 0, NEWSIDX_NO_OFFSET, NULL);
    snprintf(path, sizeof path, "q3/%s", find_copy("q3", "-bad.txt"));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink("../victim", path), 0);
    add(quarantine, "bad.txt", 0, NEWSIDX_NO_OFFSET, NULL);
    nx_quarantine_close(quarantine);
    assert_string_equal(read_text(".", "victim"), "keep");
}

static void its_own_files_are_known(void **state)
{
    nx_quarantine *quarantine;
    char here[400];
    char path[500];

    (void)state;
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(nx_quarantine_open("./q4/", &quarantine, &err),
                     NEWSIDX_OK);
    snprintf(path, sizeof path, "%s/q4/index.tsv", here);
    assert_true(nx_quarantine_owns(quarantine, path));
    snprintf(path, sizeof path, "%s/q4.txt", here);
    assert_false(nx_quarantine_owns(quarantine, path));
    assert_false(nx_quarantine_owns(NULL, path));
    nx_quarantine_close(quarantine);
    nx_quarantine_close(NULL);
}

static void a_folder_that_cannot_be_is_an_error(void **state)
{
    nx_quarantine *quarantine;

    (void)state;
    write_text("file", "");
    assert_int_equal(nx_quarantine_open("file", &quarantine, &err),
                     NEWSIDX_ERR_IO);
    assert_int_equal(nx_quarantine_open("no/such/place", &quarantine, &err),
                     NEWSIDX_ERR_IO);
    assert_null(quarantine);
}

/* Of many bad lines, so many are copied; then the file. */
static void many_lines_have_one_copy(void **state)
{
    FILE *file = fopen("many.jsonl", "wb");
    nx_quarantine *quarantine;

    (void)state;
    assert_non_null(file);
    for (int i = 0; i < 1100; i++)
        fputs("{}\n", file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(nx_quarantine_open("q5", &quarantine, &err), NEWSIDX_OK);
    for (size_t i = 0; i < 1100; i++)
        add(quarantine, "many.jsonl", i + 1, i * 3, NULL);
    nx_quarantine_close(quarantine);
    assert_non_null(find_copy("q5", "-many.jsonl-1000"));
    assert_null(find_copy("q5", "-many.jsonl-1001"));
    assert_non_null(find_copy("q5", "-many.jsonl"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_and_lines_are_copied_and_listed),
        cmocka_unit_test(the_same_again_has_the_same_copy),
        cmocka_unit_test(links_are_not_written_through),
        cmocka_unit_test(its_own_files_are_known),
        cmocka_unit_test(a_folder_that_cannot_be_is_an_error),
        cmocka_unit_test(many_lines_have_one_copy)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
