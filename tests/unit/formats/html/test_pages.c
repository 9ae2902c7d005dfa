/*
 * How well articles are found in pages that nobody here made: 78 of the public
 * benchmark, and Readability's. Prints what it measures.
 */
#include "formats/html/page.h"

#include "formats/html/text.h"
#include "reading.h"
#include "shingles.h"

#include <json-c/json.h>
#include <stdio.h>
#include <time.h>

/* What was aimed at, and what is measured less a little. */
#define LEAST_F1 0.95
#define LEAST_READABILITY_F1 0.90

#define LONGEST_PATH 1000

static const char *corpora;

typedef struct tally {
    double precision;
    double recall;
    size_t precisions;
    size_t recalls;
    size_t bytes;
    double seconds;
} tally;

/* All that a command writes; freed by the caller. */
static char *output_of(const char *command, size_t *out_length)
{
    FILE *pipe = popen(command, "r");
    size_t capacity = 0;
    char *bytes = NULL;

    *out_length = 0;
    assert_non_null(pipe);
    do {
        char *longer;

        capacity += 1000000;
        longer = realloc(bytes, capacity);
        assert_non_null(longer);
        bytes = longer;
        *out_length +=
            fread(bytes + *out_length, 1, capacity - *out_length, pipe);
    } while (*out_length == capacity);
    pclose(pipe);
    bytes[*out_length] = '\0';
    return bytes;
}

static void add(tally *all, newsidx_text wanted, newsidx_text found)
{
    const shingle_score score = shingles_compare(wanted, found);

    if (found.length > 0) {
        all->precision += score.precision;
        all->precisions++;
    }
    if (wanted.length > 0) {
        all->recall += score.recall;
        all->recalls++;
    }
}

static double f1_of(const tally *all, const char *name)
{
    const double precision = all->precision / (double)all->precisions;
    const double recall = all->recall / (double)all->recalls;
    const double f1 = 2 * precision * recall / (precision + recall);

    printf("%s: %zu texts, precision %.4f, recall %.4f, F1 %.4f", name,
           all->recalls, precision, recall, f1);
    printf(", %.1f MB/s\n", (double)all->bytes / 1e6 / all->seconds);
    return f1;
}

/* The article of a page; a dateline is a part of its text for all others. */
static char *read_page(newsidx_text page, tally *all)
{
    const clock_t began = clock();
    newsidx_error err;
    char *text = NULL;
    nx_item item;

    nx_item_init(&item);
    if (nx_format_html.read(page, &item, &err) >= 0) {
        const newsidx_article *a = &item.article;

        text = malloc(a->dateline.length + a->body.length + 2);
        assert_non_null(text);
        sprintf(text, "%.*s\n%.*s", (int)a->dateline.length,
                a->dateline.length > 0 ? a->dateline.bytes : "",
                (int)a->body.length, a->body.bytes);
    }
    nx_item_finish(&item);
    all->seconds += (double)(clock() - began) / CLOCKS_PER_SEC;
    all->bytes += page.length;
    assert_non_null(text);
    return text;
}

static void the_benchmark_s_articles_are_found(void **state)
{
    char path[LONGEST_PATH];
    struct json_object *truth;
    tally all = {0};

    (void)state;
    snprintf(path, sizeof path, "%s/formats/html/ground-truth.json", corpora);
    truth = json_object_from_file(path);
    assert_non_null(truth);
    json_object_object_foreach(truth, key, value)
    {
        char command[2 * LONGEST_PATH];
        struct json_object *body;
        size_t length;
        char *page;
        char *text;

        assert_true(json_object_object_get_ex(value, "articleBody", &body));
        snprintf(command, sizeof command,
                 "zcat '%s/formats/html/html/%s.html.gz'", corpora, key);
        page = output_of(command, &length);
        text = read_page(nx_str_slice(page, length), &all);
        add(&all, nx_str(json_object_get_string(body)), nx_str(text));
        free(text);
        free(page);
    }
    json_object_put(truth);
    assert_true(f1_of(&all, "benchmark") >= LEAST_F1);
}

/* One member of the archive. */
static char *member(const char *folder, const char *name, size_t *out_length)
{
    char command[2 * LONGEST_PATH];

    snprintf(command, sizeof command, "cat 'readability/%s/%s' 2>/dev/null",
             folder, name);
    return output_of(command, out_length);
}

static void compare_page(const char *folder, tally *all)
{
    size_t page_length;
    size_t html_length;
    char *page = member(folder, "source.html", &page_length);
    char *html = member(folder, "expected.html", &html_length);
    newsidx_text wanted;
    newsidx_error err;
    nx_arena arena;

    nx_arena_init(&arena);
    if (page_length > 0 && html_length > 0) {
        char *text = read_page(nx_str_slice(page, page_length), all);

        assert_int_equal(nx_html_to_text(nx_str_slice(html, html_length),
                                         &arena, &wanted, &err),
                         NEWSIDX_OK);
        add(all, wanted, nx_str(text));
        free(text);
    }
    nx_arena_finish(&arena);
    free(html);
    free(page);
}

static bool has_zstd(void)
{
    size_t length;
    char *path = output_of("command -v zstd || :", &length);
    const bool is_there = *path != '\0';

    free(path);
    return is_there;
}

static void readability_s_articles_are_found(void **state)
{
    char command[2 * LONGEST_PATH];
    tally all = {0};
    size_t length;
    char *folders;
    char *folder;

    (void)state;
    if (!has_zstd()) {
        printf("skipped: zstd is not installed\n");
        skip();
    }
    snprintf(command, sizeof command,
             "zstd -dc '%s/formats/readability.tar.zst' | tar -xf - && "
             "ls readability",
             corpora);
    folders = output_of(command, &length);
    for (folder = folders; *folder != '\0';) {
        char *end = strchr(folder, '\n');

        assert_non_null(end);
        *end = '\0';
        compare_page(folder, &all);
        folder = end + 1;
    }
    free(folders);
    assert_true(f1_of(&all, "readability") >= LEAST_READABILITY_F1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_benchmark_s_articles_are_found),
        cmocka_unit_test(readability_s_articles_are_found)};

    corpora = getenv("NEWSIDX_CORPORA");
    if (corpora == NULL) {
        printf("skipped: NEWSIDX_CORPORA is not set\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
