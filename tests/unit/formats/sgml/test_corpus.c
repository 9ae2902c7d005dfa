/* Reuters-21578 as it is distributed, made of the corpus that isn't. */
#include "formats/sgml/reuters.h"

#include "reading.h"

#include <json-c/json.h>
#include <stdio.h>

#define SGML_FILE "reut2-000.sgm"
#define INDEX_FILE "reuters.db"

static const char *corpora;

/* What the article of a number says, kept to be compared. */
typedef struct original {
    char *title;
    char *text;
} original;

static original *originals;
static size_t original_count;

/* As the distribution has it: one byte a letter, and "&lt;" for "<". */
static void write_escaped(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        const unsigned char byte = (unsigned char)*text;

        if (byte == '<')
            fputs("&lt;", out);
        else if (byte == '&')
            fputs("&amp;", out);
        else if (byte == 0xC3)
            putc((unsigned char)*++text + 0x40, out);
        else
            putc(byte, out);
    }
}

static const char *member(struct json_object *object, const char *name)
{
    struct json_object *value = NULL;

    assert_true(json_object_object_get_ex(object, name, &value));
    return json_object_get_string(value);
}

static void write_record(FILE *out, struct json_object *object)
{
    fprintf(out,
            "<REUTERS TOPICS=\"NO\" LEWISSPLIT=\"TRAIN\" "
            "CGISPLIT=\"TRAINING-SET\" OLDID=\"0\" NEWID=\"%s\">\n"
            "<DATE>%s</DATE>\n<TOPICS></TOPICS>\n<PLACES><D>usa</D></PLACES>\n"
            "<UNKNOWN> \n&#5;&#5;&#5;F\n&#22;&#22;&#1;f0103&#31;reute\n"
            "</UNKNOWN>\n<TEXT>&#2;\n<TITLE>",
            member(object, "id"), member(object, "date"));
    write_escaped(out, member(object, "title"));
    fputs("</TITLE>\n<DATELINE>    LONDON, March 1 - </DATELINE><BODY>", out);
    write_escaped(out, member(object, "text"));
    fputs("\n&#3;</BODY></TEXT>\n</REUTERS>\n", out);
}

/* Write the SGML; false if zstd or the corpus isn't there. */
static bool make_sgml(void)
{
    static char line[1 << 20];
    char command[1000];
    FILE *out = fopen(SGML_FILE, "wb");
    FILE *in;

    assert_non_null(out);
    snprintf(command, sizeof command,
             "zstd -dcq '%s/duplicates/reuters21578.jsonl.zst' 2>/dev/null",
             corpora);
    in = popen(command, "r");
    assert_non_null(in);
    fputs("<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n", out);
    originals = calloc(30000, sizeof *originals);
    assert_non_null(originals);
    while (fgets(line, sizeof line, in) != NULL) {
        struct json_object *object = json_tokener_parse(line);

        assert_non_null(object);
        assert_in_range(original_count, 0, 29999);
        write_record(out, object);
        originals[original_count].title = strdup(member(object, "title"));
        originals[original_count++].text = strdup(member(object, "text"));
        json_object_put(object);
    }
    assert_int_equal(fclose(out), 0);
    return pclose(in) == 0 && original_count > 0;
}

/* Compare letters only: blanks and line ends are what reading changes. */
static bool has_letters_of(const char **at, newsidx_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (nx_is_space(text.bytes[i]))
            continue;
        while (nx_is_space(**at))
            (*at)++;
        if (**at != text.bytes[i])
            return false;
        (*at)++;
    }
    return true;
}

static void every_letter_of_the_corpus_is_read(void **state)
{
    nx_reader *reader;
    newsidx_error err;
    nx_item item;
    size_t articles = 0;
    size_t empty = 0;
    size_t undated = 0;
    newsidx_status status;

    (void)state;
    nx_item_init(&item);
    assert_int_equal(nx_reader_open_file(SGML_FILE, NULL, &reader, &err),
                     NEWSIDX_OK);
    for (size_t i = 0;; i++) {
        const newsidx_article *a = &item.article;
        const char *at;

        status = nx_reader_next(reader, &item, &err);
        if (status == NEWSIDX_DONE)
            break;
        if (status != NEWSIDX_OK) {
            assert_string_equal(err.message, "no headline and no text");
            empty++;
            continue;
        }
        articles++;
        undated += a->published_at == NEWSIDX_NO_TIME ? 1 : 0;
        assert_int_equal(strtoul(a->key.bytes + 8, NULL, 10), i + 1);
        at = originals[i].title;
        assert_true(has_letters_of(&at, a->headline));
        at = originals[i].text;
        if (!has_letters_of(&at, a->body))
            fail_msg("%s: %s", a->key.bytes, a->body.bytes);
        if (a->dropped.length > 0 && a->published_at != NEWSIDX_NO_TIME)
            assert_true(has_letters_of(&at, a->dropped));
    }
    print_message("%zu articles, %zu without text, %zu without a date\n",
                  articles, empty, undated);
    assert_int_equal(articles + empty, original_count);
    assert_int_equal(undated, 1); /* "31-MAR-1987 605:12:19.12" */
    nx_reader_free(reader);
    nx_item_finish(&item);
}

static void the_corpus_loads_twice(void **state)
{
    static const char *const paths[] = {SGML_FILE};
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;
    newsidx_import_counts again = NEWSIDX_IMPORT_COUNTS_INIT;
    newsidx_error err;
    newsidx *index = NULL;

    (void)state;
    if (newsidx_open(INDEX_FILE, NULL, &index, &err) != NEWSIDX_OK)
        fail_msg("%s", err.message);
    assert_int_equal(newsidx_import_paths(index, paths, 1, NULL, &counts, &err),
                     NEWSIDX_OK);
    assert_int_equal(counts.added + counts.skipped, original_count);
    assert_int_equal(counts.replaced + counts.unchanged, 0);
    assert_int_equal(newsidx_import_paths(index, paths, 1, NULL, &again, &err),
                     NEWSIDX_OK);
    assert_int_equal(again.added + again.replaced, 0);
    assert_int_equal(again.unchanged, counts.added);
    assert_int_equal(again.skipped, counts.skipped);
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_letter_of_the_corpus_is_read),
        cmocka_unit_test(the_corpus_loads_twice)};
    int failures;

    corpora = getenv("NEWSIDX_CORPORA");
    if (corpora == NULL) {
        printf("skipped: NEWSIDX_CORPORA is not set\n");
        return 77;
    }
    if (!make_sgml()) {
        printf("skipped: no zstd, or no Reuters-21578 below %s\n", corpora);
        return 77;
    }
    failures = cmocka_run_group_tests(tests, NULL, NULL);
    for (size_t i = 0; i < original_count; i++) {
        free(originals[i].title);
        free(originals[i].text);
    }
    free(originals);
    return failures;
}
