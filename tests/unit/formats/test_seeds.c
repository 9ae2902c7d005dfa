/* The five articles that plain text is modelled on; they aren't ours. */
#include "formats/reader.h"

#include "reading.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct seed {
    const char *file;
    const char *headline;
    const char *byline;
    const char *source;
    const char *dateline;
    const char *begins;
    const char *ends;
    const char *dropped; /* how it begins; NULL: nothing was */
    size_t dropped_lines;
    size_t body_paragraphs;
} seed;

static const seed seeds[] = {
    {"000_3295ca313d35d77b.txt",
     "Top US, Russian diplomats meet as Syria truce crumbles", "Matthew Lee",
     "Associated Press", "New York", "The top American and", "said Monday.",
     NULL, 0, 10},
    {"001_86905691883c5ace.txt",
     "Despite progress, US-Russia fall short on truce for Syria", NULL, "AP",
     "Geneva", "The United States and Russia", "truce back in force.",
     "US Secretary of State", 4, 1},
    {"002_ba1aaded70d261dc.txt",
     "Syria: US and Russian Federation talks on military action fail", NULL,
     NULL, NULL, "US Secretary of State", "get some following\xE2\x80\x9D.",
     "Share\nAdvertisement\n", 4, 10},
    {"003_0c77783f0de8cc39.txt", NULL, NULL, NULL, NULL, "Secretary of State",
     "loyal to them.\xE2\x80\x9D", NULL, 0, 9},
    {"004_20387e69ab198cf5.txt",
     "Pentagon says still no agreement with Russian Federation on cooperation "
     "on Syria",
     NULL, NULL, NULL, "The UN envoy", "Russian foreign minister.",
     "Share\nAdvertisement\nAdvertisement\nKerry, Lavrov meet", 4, 16}};

static const char *corpora;

static size_t count_lines(newsidx_text text)
{
    size_t count = text.length > 0 ? 1 : 0;

    for (size_t i = 0; i + 1 < text.length; i++)
        count += text.bytes[i] == '\n' && text.bytes[i + 1] != '\n' ? 1 : 0;
    return count;
}

static void expect_seed(const seed *wanted)
{
    char path[1000];
    newsidx_error err;
    nx_reader *reader;
    nx_item item;
    const newsidx_article *a = &item.article;

    snprintf(path, sizeof path, "%s/seeds/%s", corpora, wanted->file);
    nx_item_init(&item);
    assert_int_equal(nx_reader_open_file(path, NULL, &reader, &err),
                     NEWSIDX_OK);
    assert_int_equal(nx_reader_next(reader, &item, &err), NEWSIDX_OK);
    assert_text(a->headline, wanted->headline);
    assert_text(a->byline, wanted->byline);
    assert_text(a->source, wanted->source);
    assert_text(a->dateline, wanted->dateline);
    assert_memory_equal(a->body.bytes, wanted->begins, strlen(wanted->begins));
    assert_string_equal(a->body.bytes + a->body.length - strlen(wanted->ends),
                        wanted->ends);
    assert_int_equal(count_lines(a->body), wanted->body_paragraphs);
    assert_int_equal(count_lines(a->dropped), wanted->dropped_lines);
    if (wanted->dropped != NULL)
        assert_memory_equal(a->dropped.bytes, wanted->dropped,
                            strlen(wanted->dropped));
    assert_int_equal(nx_reader_next(reader, &item, &err), NEWSIDX_DONE);
    nx_reader_free(reader);
    nx_item_finish(&item);
}

static void seeds_are_taken_apart(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof seeds / sizeof seeds[0]; i++)
        expect_seed(&seeds[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(seeds_are_taken_apart)};

    corpora = getenv("NEWSIDX_CORPORA");
    if (corpora == NULL) {
        printf("skipped: NEWSIDX_CORPORA is not set\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
