/*
 * The cases of tests/query (its README.md says how they are written) and the
 * examples of lib/query/GRAMMAR.md, by the public header alone.
 */
#include "newsidx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_LIMIT 16384
#define PATH_LIMIT 4096

typedef struct case_reader {
    FILE *file;
    const char *name;
    size_t line_number;
    size_t case_count;
    size_t fault_count;
    newsidx_query_options options;
    char time_zone[LINE_LIMIT]; /* of the options, after an @zone */
    char line[LINE_LIMIT];
} case_reader;

typedef struct case_bytes {
    char text[LINE_LIMIT];
    size_t length;
} case_bytes;

static void fault(case_reader *reader, const char *what, const char *expected,
                  const char *found)
{
    reader->fault_count++;
    print_error("%s:%zu: %s\n  expected: %s\n  found:    %s\n", reader->name,
                reader->line_number, what, expected, found);
}

/* The next line without its end; false at the end of the file. */
static bool next_line(case_reader *reader)
{
    size_t length;

    if (fgets(reader->line, sizeof reader->line, reader->file) == NULL)
        return false;
    reader->line_number++;
    length = strlen(reader->line);
    if (length > 0 && reader->line[length - 1] == '\n')
        reader->line[length - 1] = '\0';
    return true;
}

static int hexadecimal(char digit)
{
    const char *digits = "0123456789abcdef";
    const char *found = digit == '\0' ? NULL : strchr(digits, digit | 0x20);

    return found == NULL ? -1 : (int)(found - digits);
}

/* \xHH, \\ and \e, which is nothing. */
static void unescape(case_reader *reader, const char *line, case_bytes *out)
{
    out->length = 0;
    while (*line != '\0') {
        if (line[0] != '\\') {
            out->text[out->length++] = *line++;
        } else if (line[1] == '\\') {
            out->text[out->length++] = '\\';
            line += 2;
        } else if (line[1] == 'e') {
            line += 2;
        } else if (line[1] == 'x' && hexadecimal(line[2]) >= 0 &&
                   hexadecimal(line[3]) >= 0) {
            out->text[out->length++] =
                (char)(hexadecimal(line[2]) * 16 + hexadecimal(line[3]));
            line += 4;
        } else {
            fault(reader, "unknown escape", "\\xHH, \\\\ or \\e", line);
            line++;
        }
    }
    out->text[out->length] = '\0';
}

static void check_refusal(case_reader *reader, const char *expected,
                          newsidx_status status, const newsidx_error *err)
{
    char *message;
    const unsigned long offset = strtoul(expected, &message, 10);

    while (*message == ' ')
        message++;
    if (status != NEWSIDX_ERR_QUERY)
        fault(reader, "status", "NEWSIDX_ERR_QUERY",
              newsidx_status_name(status));
    if (err->offset != offset || strstr(err->message, message) == NULL) {
        char found[sizeof err->message + 32];

        snprintf(found, sizeof found, "%zu %s", err->offset, err->message);
        fault(reader, "refusal", expected, found);
    }
}

/* `expected` is "Q06", "Q06 0-13" or "Q06 0-13 headline:". */
static void check_diagnostic(case_reader *reader,
                             const newsidx_diagnostic *found,
                             const char *expected)
{
    char text[LINE_LIMIT];
    size_t length = strlen(expected);

    if (found == NULL) {
        fault(reader, "diagnostic", expected, "none");
        return;
    }
    snprintf(text, sizeof text, "%s %zu-%zu %s", found->code, found->span.start,
             found->span.end,
             found->suggestion.bytes == NULL ? "" : found->suggestion.bytes);
    if (strncmp(text, expected, length) != 0 ||
        (text[length] != '\0' && text[length] != ' '))
        fault(reader, "diagnostic", expected, text);
}

static bool is_diagnostic(const char *line)
{
    return line[0] == 'Q' && line[1] >= '0' && line[1] <= '9' &&
           line[2] >= '0' && line[2] <= '9';
}

/* The lines up to the empty one. */
static void check_details(case_reader *reader, const newsidx_query *query)
{
    case_bytes tree = {"", 0};
    size_t number = 0;

    while (next_line(reader) && reader->line[0] != '\0') {
        case_bytes line;

        unescape(reader, reader->line, &line);
        if (is_diagnostic(line.text)) {
            check_diagnostic(reader, newsidx_query_diagnostic(query, number),
                             line.text);
            number++;
            continue;
        }
        assert_true(tree.length + line.length + 2 < sizeof tree.text);
        if (tree.length > 0)
            tree.text[tree.length++] = '\n';
        memcpy(tree.text + tree.length, line.text, line.length + 1);
        tree.length += line.length;
    }
    if (tree.length > 0 && strcmp(tree.text, newsidx_query_tree(query)) != 0)
        fault(reader, "tree", tree.text, newsidx_query_tree(query));
    for (; number < newsidx_query_diagnostic_count(query); number++)
        fault(reader, "diagnostic", "none",
              newsidx_query_diagnostic(query, number)->code);
}

/* The canonical text comes to the same query. */
static void check_again(case_reader *reader, const newsidx_query *query)
{
    newsidx_query *again = NULL;
    newsidx_error err;

    if (newsidx_query_parse(newsidx_query_text(query), NEWSIDX_WHOLE,
                            &reader->options, &again, &err) < 0) {
        fault(reader, "canonical text parses", "", err.message);
        return;
    }
    if (strcmp(newsidx_query_tree(query), newsidx_query_tree(again)) != 0)
        fault(reader, "tree of the canonical text", newsidx_query_tree(query),
              newsidx_query_tree(again));
    newsidx_query_free(again);
}

static void skip_case(case_reader *reader)
{
    while (reader->line[0] != '\0' && next_line(reader))
        continue;
}

/* The query is the line at hand. */
static void check_case(case_reader *reader)
{
    newsidx_query *query = NULL;
    newsidx_error err;
    newsidx_status status;
    case_bytes typed;
    case_bytes canonical;

    reader->case_count++;
    unescape(reader, reader->line, &typed);
    status = newsidx_query_parse(typed.text, typed.length, &reader->options,
                                 &query, &err);
    if (!next_line(reader))
        reader->line[0] = '\0';
    unescape(reader, reader->line, &canonical);
    if (strncmp(canonical.text, "! ", 2) == 0) {
        if (status < 0)
            check_refusal(reader, canonical.text + 2, status, &err);
        else
            fault(reader, "refusal", canonical.text, newsidx_query_text(query));
        skip_case(reader);
    } else if (status < 0) {
        fault(reader, "canonical text", canonical.text, err.message);
        skip_case(reader);
    } else {
        if (reader->line[0] == '\0')
            fault(reader, "canonical text", newsidx_query_text(query), "none");
        if (strcmp(canonical.text, newsidx_query_text(query)) != 0)
            fault(reader, "canonical text", canonical.text,
                  newsidx_query_text(query));
        check_again(reader, query);
        if (reader->line[0] != '\0')
            check_details(reader, query);
    }
    newsidx_query_free(query);
}

/* "2016-09-15T12:00:00Z" to seconds since 1970; of the years from 1970 on. */
static int64_t read_now(case_reader *reader, const char *text)
{
    static const int days[] = {0,   31,  59,  90,  120, 151,
                               181, 212, 243, 273, 304, 334};
    int64_t now = 0;
    int part[6];

    if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2dZ", &part[0], &part[1], &part[2],
               &part[3], &part[4], &part[5]) != 6 ||
        part[1] < 1 || part[1] > 12) {
        fault(reader, "options", "@now 2016-09-15T12:00:00Z", text);
        return 0;
    }
    for (int year = 1970; year <= part[0]; year++) {
        const bool is_leap =
            (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

        if (year < part[0])
            now += is_leap ? 366 : 365;
        else if (is_leap && part[1] > 2)
            now++;
    }
    now += days[part[1] - 1] + part[2] - 1;
    return ((now * 24 + part[3]) * 60 + part[4]) * 60 + part[5];
}

static void set_options(case_reader *reader)
{
    newsidx_query_options *options = &reader->options;
    const char *line = reader->line;

    if (strncmp(line, "@now ", 5) == 0) {
        options->now = read_now(reader, line + 5);
    } else if (strncmp(line, "@zone ", 6) == 0) {
        snprintf(reader->time_zone, sizeof reader->time_zone, "%s", line + 6);
        options->time_zone = reader->time_zone;
    } else {
        options->match =
            strcmp(line, "@any") == 0 ? NEWSIDX_MATCH_ANY : NEWSIDX_MATCH_ALL;
        options->phrase = strcmp(line, "@phrase") == 0 ? 1 : 0;
        if (options->match == NEWSIDX_MATCH_ALL && options->phrase == 0 &&
            strcmp(line, "@all") != 0)
            fault(reader, "options", "@all, @any, @phrase, @now or @zone",
                  line);
    }
}

static case_reader *open_reader(const char *path)
{
    const newsidx_query_options defaults = NEWSIDX_QUERY_OPTIONS_INIT;
    case_reader *reader = calloc(1, sizeof *reader);

    assert_non_null(reader);
    reader->file = fopen(path, "rb");
    reader->name = path;
    reader->options = defaults;
    if (reader->file == NULL)
        fail_msg("%s: cannot be opened", path);
    return reader;
}

/* How many cases there were; a fault fails the test, after all were told. */
static size_t close_reader(case_reader *reader)
{
    const size_t case_count = reader->case_count;
    const size_t fault_count = reader->fault_count;

    fclose(reader->file);
    free(reader);
    assert_int_equal(fault_count, 0);
    return case_count;
}

static size_t check_file(const char *path)
{
    case_reader *reader = open_reader(path);

    while (next_line(reader)) {
        if (reader->line[0] == '@')
            set_options(reader);
        else if (reader->line[0] != '\0' && reader->line[0] != '#')
            check_case(reader);
    }
    return close_reader(reader);
}

static bool ends_in(const char *text, const char *end)
{
    const size_t length = strlen(text);
    const size_t end_length = strlen(end);

    return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

static void cases_are_read_as_they_say(void **state)
{
    const char *folder = NEWSIDX_TEST_SOURCE_DIR "/tests/query";
    DIR *entries = opendir(folder);
    const struct dirent *entry;
    size_t case_count = 0;

    (void)state;
    assert_non_null(entries);
    while ((entry = readdir(entries)) != NULL) {
        char path[PATH_LIMIT];

        if (!ends_in(entry->d_name, ".txt"))
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        case_count += check_file(path);
    }
    closedir(entries);
    print_message("%zu cases\n", case_count);
    assert_true(case_count >= 400);
}

/* A line "query → canonical text", with "; Q11" behind it for what is told. */
static void check_example(case_reader *reader, char *arrow, const char *mark)
{
    char *codes = strstr(arrow, "  ; ");
    char found[LINE_LIMIT] = "";
    char *expected = arrow + strlen(mark);
    newsidx_query *query = NULL;
    newsidx_status status;
    newsidx_error err;

    reader->case_count++;
    *arrow = '\0';
    if (codes != NULL) {
        *codes = '\0';
        codes += strlen("  ; ");
    }
    status =
        newsidx_query_parse(reader->line, NEWSIDX_WHOLE, NULL, &query, &err);
    if (status < 0) {
        if (strcmp(expected, "refused") != 0 || status != NEWSIDX_ERR_QUERY)
            fault(reader, reader->line, expected, err.message);
        return;
    }
    if (strcmp(expected, "nothing") == 0)
        expected += strlen(expected);
    if (strcmp(expected, newsidx_query_text(query)) != 0)
        fault(reader, reader->line, expected, newsidx_query_text(query));
    check_again(reader, query);
    for (size_t i = 0; i < newsidx_query_diagnostic_count(query); i++) {
        if (i > 0)
            strncat(found, " ", sizeof found - strlen(found) - 1);
        strncat(found, newsidx_query_diagnostic(query, i)->code,
                sizeof found - strlen(found) - 1);
    }
    if (strcmp(codes == NULL ? "" : codes, found) != 0)
        fault(reader, reader->line, codes == NULL ? "" : codes, found);
    newsidx_query_free(query);
}

static void examples_of_the_grammar_are_true(void **state)
{
    const char *mark = " \xE2\x86\x92 ";
    case_reader *reader =
        open_reader(NEWSIDX_TEST_SOURCE_DIR "/lib/query/GRAMMAR.md");
    bool is_inside = false;

    (void)state;
    while (next_line(reader)) {
        char *arrow = strstr(reader->line, mark);

        if (strncmp(reader->line, "```", 3) == 0)
            is_inside = strcmp(reader->line, "```query") == 0;
        else if (is_inside && arrow != NULL)
            check_example(reader, arrow, mark);
        else if (is_inside)
            fault(reader, "example", "query \xE2\x86\x92 canonical text",
                  reader->line);
    }
    print_message("%zu examples\n", reader->case_count);
    assert_true(reader->case_count >= 100);
    close_reader(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_are_read_as_they_say),
        cmocka_unit_test(examples_of_the_grammar_are_true),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
