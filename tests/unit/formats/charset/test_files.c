/* Texts whose file's name is their charset; they aren't ours. */
#include "formats/charset/charset.h"

#include "reading.h"

#include <dirent.h>
#include <iconv.h>
#include <stdio.h>

#define LONGEST_FILE 10000

/* Of each hundred, so many must be right. */
#define WANTED_PERCENT 98

static const char *corpora;

static size_t read_bytes(const char *folder, const char *name, char *bytes)
{
    char path[1000];
    size_t length;
    FILE *file;

    snprintf(path, sizeof path, "%s/formats/charset/%s/%s", corpora, folder,
             name);
    file = fopen(path, "rb");
    assert_non_null(file);
    length = fread(bytes, 1, LONGEST_FILE, file);
    assert_in_range(length, 1, LONGEST_FILE - 1);
    assert_int_equal(fclose(file), 0);
    return length;
}

/* What iconv makes of it if it is told the charset as the file has it. */
static size_t decode_as_told(const char *name, char *bytes, size_t length,
                             char *text)
{
    const char *dot = strrchr(name, '.');
    char label[100];
    iconv_t iconv_state;
    size_t room = 4 * LONGEST_FILE;
    char *to = text;

    snprintf(label, sizeof label, "%.*s", (int)(dot - name), name);
    iconv_state = iconv_open("UTF-8", label);
    assert_true(iconv_state != (iconv_t)-1);
    assert_int_equal(iconv(iconv_state, &bytes, &length, &to, &room), 0);
    assert_int_equal(iconv(iconv_state, NULL, NULL, &to, &room), 0);
    iconv_close(iconv_state);
    return (size_t)(to - text);
}

static bool is_right(const char *folder, const char *name, const char *label)
{
    static char bytes[LONGEST_FILE];
    static char told[4 * LONGEST_FILE];
    const size_t length = read_bytes(folder, name, bytes);
    const size_t told_length = decode_as_told(name, bytes, length, told);
    uint64_t replaced;
    bool is_same;
    nx_buf out;

    nx_buf_init(&out, sizeof told);
    assert_int_equal(nx_charset_decode(nx_str_slice(bytes, length), label, &out,
                                       &replaced, NULL),
                     NEWSIDX_OK);
    is_same = nx_str_equal(nx_buf_text(&out), nx_str_slice(told, told_length));
    if (!is_same)
        print_message("%s/%s: %s, %u replaced\n", folder, name,
                      nx_charset_choose(nx_str_slice(bytes, length), label),
                      (unsigned)replaced);
    nx_buf_finish(&out);
    return is_same;
}

/* Of one language, counted into *files and *right. */
static void judge_folder(const char *folder, bool is_declared, size_t *files,
                         size_t *right)
{
    char path[1000];
    const struct dirent *entry;
    DIR *directory;

    snprintf(path, sizeof path, "%s/formats/charset/%s", corpora, folder);
    directory = opendir(path);
    assert_non_null(directory);
    for (entry = readdir(directory); entry != NULL;
         entry = readdir(directory)) {
        char label[100];

        if (entry->d_name[0] == '.')
            continue;
        snprintf(label, sizeof label, "%.*s",
                 (int)(strrchr(entry->d_name, '.') - entry->d_name),
                 entry->d_name);
        *files += 1;
        *right +=
            is_right(folder, entry->d_name, is_declared ? label : NULL) ? 1 : 0;
    }
    closedir(directory);
}

static void judge(bool is_declared, size_t wanted_percent)
{
    char path[1000];
    const struct dirent *entry;
    size_t files = 0;
    size_t right = 0;
    DIR *directory;

    snprintf(path, sizeof path, "%s/formats/charset", corpora);
    directory = opendir(path);
    assert_non_null(directory);
    for (entry = readdir(directory); entry != NULL; entry = readdir(directory))
        if (entry->d_name[0] != '.')
            judge_folder(entry->d_name, is_declared, &files, &right);
    closedir(directory);
    print_message("%zu of %zu right\n", right, files);
    assert_true(files >= 50);
    assert_true(right * 100 >= files * wanted_percent);
}

static void undeclared_charsets_are_guessed(void **state)
{
    (void)state;
    judge(false, WANTED_PERCENT);
}

static void declared_charsets_are_believed(void **state)
{
    (void)state;
    judge(true, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(undeclared_charsets_are_guessed),
        cmocka_unit_test(declared_charsets_are_believed)};

    corpora = getenv("NEWSIDX_CORPORA");
    if (corpora == NULL) {
        printf("skipped: NEWSIDX_CORPORA is not set\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
