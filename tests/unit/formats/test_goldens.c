/* Files of newsrooms, held against what a person reads in them: goldens/. */
#include "formats/reader.h"

#include "base/calendar.h"
#include "formats/format.h"
#include "reading.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#define LONGEST_LINE 4096

static const char *corpora;

/* The golden that is being read, and how far the file that it is of was. */
static struct {
    const char *name;
    int line;
    char file[LONGEST_LINE];
    nx_reader *reader;
    nx_item item;
    newsidx_error err;
    newsidx_status status; /* of the item */
    size_t number;         /* of the item, from 1; 0: none was read */
    size_t file_count;
    size_t mismatch_count;
} at;

static void mismatch(const char *field, const char *wanted, newsidx_text seen)
{
    printf("%s:%d: %s, item %zu: %s: wanted \"%s\", saw \"%.*s\"\n", at.name,
           at.line, at.file, at.number, field, wanted,
           (int)(seen.length < 200 ? seen.length : 200),
           seen.bytes == NULL ? "" : seen.bytes);
    at.mismatch_count++;
}

/* Unpack an archive into the scratch folder, once. False if that can't be. */
static bool unpack(const char *archive, const char *folder)
{
    char command[8 * LONGEST_LINE];
    DIR *there = opendir(folder);

    if (there != NULL)
        return closedir(there) == 0;
    snprintf(command, sizeof command,
             "mkdir '%s' && zstd -dcq '%s/%s' | "
             "tar -x -C '%s' --strip-components=1",
             folder, corpora, archive, folder);
    return system("command -v zstd >/dev/null") == 0 && system(command) == 0;
}

/* The path of `at.file`; false if it is in an archive that stays closed. */
static bool find_path(char path[4 * LONGEST_LINE])
{
    const char *archive_end = strstr(at.file, ".tar.zst/");
    char archive[LONGEST_LINE];
    const char *folder;

    if (archive_end == NULL) {
        snprintf(path, 4 * LONGEST_LINE, "%s/%s", corpora, at.file);
        return true;
    }
    snprintf(archive, sizeof archive, "%.*s", (int)(archive_end - at.file + 8),
             at.file);
    folder =
        strrchr(archive, '/') == NULL ? archive : strrchr(archive, '/') + 1;
    snprintf(path, 4 * LONGEST_LINE, "./%s/%s", folder, archive_end + 9);
    return unpack(archive, folder);
}

static void close_file(void)
{
    nx_reader_free(at.reader);
    at.reader = NULL;
    at.number = 0;
}

static void open_file(const char *file)
{
    static bool was_told = false;
    char path[4 * LONGEST_LINE];

    close_file();
    snprintf(at.file, sizeof at.file, "%s", file);
    if (!find_path(path)) {
        if (!was_told)
            printf("skipped: zstd and tar are needed for archives\n");
        was_told = true;
        return;
    }
    at.file_count++;
    if (nx_reader_open_file(path, NULL, &at.reader, &at.err) < 0)
        mismatch("file", "can be read", nx_str(at.err.message));
}

/* Go on to an item; one behind the last has the status DONE. */
static void read_to(size_t number)
{
    while (at.reader != NULL && at.number < number) {
        memset(&at.err, 0, sizeof at.err);
        at.status = nx_reader_next(at.reader, &at.item, &at.err);
        at.number++;
        if (at.status == NEWSIDX_DONE)
            break;
    }
}

static void expect_items(const char *value)
{
    char path[4 * LONGEST_LINE];
    char seen[40];
    size_t count = 0;
    newsidx_status status = NEWSIDX_OK;
    newsidx_error err;
    nx_reader *reader;
    nx_item item;

    if (!find_path(path) || nx_reader_open_file(path, NULL, &reader, &err) < 0)
        return;
    nx_item_init(&item);
    while (status != NEWSIDX_DONE && count < 100000) {
        status = nx_reader_next(reader, &item, &err);
        count += status != NEWSIDX_DONE ? 1 : 0;
    }
    nx_item_finish(&item);
    nx_reader_free(reader);
    snprintf(seen, sizeof seen, "%zu", count);
    if (strcmp(seen, value) != 0)
        mismatch("items", value, nx_str(seen));
}

static void expect_equal(const char *field, const char *wanted,
                         newsidx_text seen)
{
    if (strcmp(wanted, "-") == 0 ? seen.length > 0
                                 : !nx_str_equal(seen, nx_str(wanted)))
        mismatch(field, wanted, seen);
}

static void expect_time(const char *field, const char *wanted, int64_t seen)
{
    const nx_date date = nx_calendar_date(seen == NEWSIDX_NO_TIME ? 0 : seen);
    char text[100];

    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", date.year,
             date.month, date.day, date.hour, date.minute, date.second);
    expect_equal(field, wanted, nx_str(seen == NEWSIDX_NO_TIME ? "" : text));
}

static void expect_number(const char *field, const char *wanted, uint64_t seen)
{
    char text[40];

    snprintf(text, sizeof text, "%llu", (unsigned long long)seen);
    expect_equal(field, wanted, nx_str(text));
}

static bool has(newsidx_text text, const char *piece)
{
    return text.bytes != NULL && strstr(text.bytes, piece) != NULL;
}

static uint64_t count_paragraphs(newsidx_text body)
{
    uint64_t count = 0;

    for (size_t i = 0; i < body.length; i++)
        count += body.bytes[i] != '\n' && (i == 0 || body.bytes[i - 1] == '\n')
                     ? 1
                     : 0;
    return count;
}

static bool expect_field(const char *field, const char *wanted)
{
    const newsidx_article *a = &at.item.article;
    const struct {
        const char *name;
        newsidx_text text;
    } texts[] = {{"key", a->key},           {"headline", a->headline},
                 {"byline", a->byline},     {"dateline", a->dateline},
                 {"source", a->source},     {"section", a->section},
                 {"keywords", a->keywords}, {"url", a->url},
                 {"language", a->language}, {"copyright", a->copyright}};
    static const char *const usages[] = {"usable", "withheld", "canceled"};

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (strcmp(field, texts[i].name) == 0) {
            expect_equal(field, wanted, texts[i].text);
            return true;
        }
    }
    if (strcmp(field, "published") == 0)
        expect_time(field, wanted, a->published_at);
    else if (strcmp(field, "updated") == 0)
        expect_time(field, wanted, a->updated_at);
    else if (strcmp(field, "embargo") == 0)
        expect_time(field, wanted, a->embargoed_until);
    else if (strcmp(field, "urgency") == 0)
        expect_number(field, wanted, a->urgency);
    else if (strcmp(field, "edition") == 0)
        expect_number(field, wanted, a->edition);
    else if (strcmp(field, "line") == 0)
        expect_number(field, wanted, at.item.line);
    else if (strcmp(field, "paragraphs") == 0)
        expect_number(field, wanted, count_paragraphs(a->body));
    else if (strcmp(field, "usage") == 0)
        expect_equal(field, wanted, nx_str(usages[a->usage]));
    else if (strcmp(field, "format") == 0)
        expect_equal(field, wanted, nx_str(nx_format_name(at.item.format)));
    else
        return false;
    return true;
}

static bool expect_piece(const char *field, const char *wanted)
{
    const newsidx_article *a = &at.item.article;
    const size_t length = strlen(wanted);
    newsidx_text seen = a->body;
    bool holds;

    if (strcmp(field, "body starts") == 0) {
        holds = nx_str_starts_with(seen, nx_str(wanted));
    } else if (strcmp(field, "body ends") == 0) {
        holds = seen.length >= length &&
                memcmp(seen.bytes + seen.length - length, wanted, length) == 0;
        if (seen.length > 200)
            seen = nx_str_slice(seen.bytes + seen.length - 200, 200);
    } else if (strcmp(field, "body has") == 0) {
        holds = has(seen, wanted);
    } else if (strcmp(field, "body lacks") == 0) {
        holds = !has(seen, wanted);
    } else if (strcmp(field, "dropped has") == 0) {
        seen = a->dropped;
        holds = has(seen, wanted);
    } else if (strcmp(field, "extra has") == 0 ||
               strcmp(field, "extra lacks") == 0) {
        seen = a->extra;
        holds = has(seen, wanted) == (field[6] == 'h');
    } else {
        return false;
    }
    if (!holds)
        mismatch(field, wanted, seen);
    return true;
}

static void expect(const char *field, const char *wanted)
{
    if (at.reader == NULL)
        return;
    if (strcmp(field, "items") == 0) {
        expect_items(wanted);
        return;
    }
    read_to(at.number == 0 ? 1 : at.number);
    if (strcmp(field, "refused") == 0) {
        if (at.status >= 0 || !has(nx_str(at.err.message), wanted))
            mismatch(field, wanted,
                     nx_str(at.status < 0 ? at.err.message : "(taken)"));
        return;
    }
    if (at.status != NEWSIDX_OK)
        mismatch(field, wanted,
                 nx_str(at.status < 0 ? at.err.message : "(no such item)"));
    else if (!expect_field(field, wanted) && !expect_piece(field, wanted))
        mismatch(field, "a name of goldens/README.md", nx_str(wanted));
}

static void read_line(char *line)
{
    char *colon = strstr(line, ": ");

    line[strcspn(line, "\r\n")] = '\0';
    if (line[0] == '\0' || line[0] == '#')
        return;
    if (colon == NULL) {
        mismatch("golden", "field: value", nx_str(line));
        return;
    }
    *colon = '\0';
    if (strcmp(line, "file") == 0)
        open_file(colon + 2);
    else if (strcmp(line, "item") == 0)
        read_to((size_t)strtoul(colon + 2, NULL, 10));
    else
        expect(line, colon + 2);
}

static void read_goldens(const char *name)
{
    char path[LONGEST_LINE];
    char line[LONGEST_LINE];
    FILE *file;

    snprintf(path, sizeof path, "%s/tests/unit/formats/goldens/%s",
             NEWSIDX_TEST_SOURCE_DIR, name);
    file = fopen(path, "rb");
    assert_non_null(file);
    at.name = name;
    for (at.line = 1; fgets(line, sizeof line, file) != NULL; at.line++)
        read_line(line);
    fclose(file);
    close_file();
}

static void files_hold_what_a_person_reads_in_them(void **state)
{
    struct dirent *entry;
    DIR *folder =
        opendir(NEWSIDX_TEST_SOURCE_DIR "/tests/unit/formats/goldens");

    (void)state;
    assert_non_null(folder);
    nx_item_init(&at.item);
    for (entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        const char *dot = strrchr(entry->d_name, '.');

        if (dot != NULL && strcmp(dot, ".txt") == 0)
            read_goldens(entry->d_name);
    }
    closedir(folder);
    nx_item_finish(&at.item);
    printf("%zu files with goldens\n", at.file_count);
    assert_int_equal(at.mismatch_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_hold_what_a_person_reads_in_them)};

    corpora = getenv("NEWSIDX_CORPORA");
#ifndef NX_HAVE_FORMATS
    corpora = NULL;
#endif
    if (corpora == NULL) {
        printf(
            "skipped: NEWSIDX_CORPORA is not set, or there are no formats\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
