/*
 * Feedparser's own test files, each with what it expects in a comment: all
 * that our fields have an answer to must hold, as text.
 */
#include "formats/xml/feed.h"

#include "expectation.h"
#include "base/utf8.h"
#include "formats/charset/charset.h"
#include "formats/charset/labels.h"
#include "formats/html/text.h"
#include "formats/reader.h"
#include "formats/xml/feed_date.h"
#include "formats/xml/feed_person.h"
#include "ingest/clean.h"
#include "ingest/walk.h"
#include "reading.h"

#include <json-c/json.h>
#include <stdio.h>

#define MOST_ENTRIES 3
#define LONGEST_FEED ((size_t)1024 * 1024)

/* What doesn't hold, and why; README.md of lib/formats/xml says it as well. */
static const struct {
    const char *file;
    const char *why;
} exceptions[] = {
    {"encoding/bozo_linenoise.xml", "expects UTF-8 to be read as windows-1252"},
    {"wellformed/base/http_entry_id_base_docuri.xml",
     "where the feed came from is not known"},
    {"wellformed/base/http_item_link_base_content_location.xml",
     "where the feed came from is not known"},
    {"wellformed/base/http_item_link_base_docuri.xml",
     "where the feed came from is not known"},
    {"wellformed/lang/http_content_language_entry_title_inherit.xml",
     "HTTP's header is not in the feed"},
    {"wellformed/rss/channel_managingEditor.xml",
     "an editor is not the author of all articles"},
    {"wellformed/sanitize/item_content_encoded_script_nested_cdata.xml",
     "CDATA in HTML is a comment"},
    {"wellformed/sanitize/item_description_crazy.xml",
     "expects a script's text in the body"},
    {"wellformed/sanitize/xml_declaration_unexpected_character.xml",
     "a document type is not a text"},
    {"wellformed/sanitize/xml_malicious_comment.xml",
     "nothing of a comment that isn't closed is shown"}};

/* The articles of one file, and one that was put in to see what an article
 * has from its channel. */
typedef struct feed {
    nx_item entries[MOST_ENTRIES];
    size_t entry_count;
    nx_item filler;
    bool has_filler;
    newsidx_text bytes; /* not decoded */
    nx_arena arena;
} feed;

typedef enum value_kind { NOTHING, TEXT, BODY, PERSON, TIME } value_kind;

static bool is_refusal_for_want_of_text(newsidx_status status,
                                        const newsidx_error *err)
{
    return status == NEWSIDX_ERR_INPUT &&
           strcmp(err->message, "no headline and no text") == 0;
}

/* Read all articles: the first ones are kept, the last one goes to `last`. */
static size_t read_articles(newsidx_text bytes, nx_item *kept, size_t most,
                            nx_item *last, bool *out_has_last)
{
    size_t count = 0;
    reading r;

    reading_begin(&r, bytes, 0, NEWSIDX_FORMAT_AUTO);
    for (;;) {
        nx_item *to = count < most ? &kept[count] : last;

        if (to == NULL)
            break;
        memset(&r.err, 0, sizeof r.err);
        r.status = nx_reader_next(r.reader, to, &r.err);
        if (r.status != NEWSIDX_OK &&
            !is_refusal_for_want_of_text(r.status, &r.err))
            break;
        if (to == last && to->article.headline.length > 0 &&
            nx_str_equal(to->article.headline, nx_str("Filler"))) {
            *out_has_last = true;
            break;
        }
        count += count < most ? 1 : 0;
    }
    reading_end(&r);
    return count;
}

static const char *find_last(newsidx_text text, const char *word)
{
    const size_t length = strlen(word);

    for (size_t i = text.length; i >= length; i--) {
        if (memcmp(text.bytes + i - length, word, length) == 0)
            return text.bytes + i - length;
    }
    return NULL;
}

/* The same feed with one more article at the end of its channel. */
static void add_filler(newsidx_text text, nx_buf *out)
{
    static const struct {
        const char *end;
        const char *item;
    } places[] = {{"</channel>", "<item><title>Filler</title></item>"},
                  {"</feed>", "<entry><title>Filler</title></entry>"}};

    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const char *at = find_last(text, places[i].end);

        if (at == NULL)
            continue;
        nx_buf_add(out, text.bytes, (size_t)(at - text.bytes));
        nx_buf_add_string(out, places[i].item);
        nx_buf_add(out, at, text.length - (size_t)(at - text.bytes));
        return;
    }
}

static void read_feed(feed *f, newsidx_text bytes, newsidx_text decoded)
{
    nx_buf filled;

    nx_arena_init(&f->arena);
    for (size_t i = 0; i < MOST_ENTRIES; i++)
        nx_item_init(&f->entries[i]);
    nx_item_init(&f->filler);
    f->has_filler = false;
    f->bytes = bytes;
    f->entry_count = read_articles(bytes, f->entries, MOST_ENTRIES, NULL, NULL);
    nx_buf_init(&filled, 2 * LONGEST_FEED);
    add_filler(decoded, &filled);
    if (filled.length > 0)
        read_articles(nx_buf_text(&filled), NULL, 0, &f->filler,
                      &f->has_filler);
    nx_buf_finish(&filled);
}

static void forget_feed(feed *f)
{
    for (size_t i = 0; i < MOST_ENTRIES; i++)
        nx_item_finish(&f->entries[i]);
    nx_item_finish(&f->filler);
    nx_arena_finish(&f->arena);
}

static newsidx_text one_line(feed *f, newsidx_text text)
{
    return nx_clean_line(&f->arena, text);
}

/* Is it the text that was expected, which may be HTML or may not? */
static bool is_text(feed *f, newsidx_text seen, newsidx_text wanted)
{
    newsidx_text text;

    seen = one_line(f, seen);
    if (nx_str_equal(seen, one_line(f, wanted)))
        return true;
    assert_int_equal(nx_html_to_text(wanted, &f->arena, &text, NULL),
                     NEWSIDX_OK);
    return nx_str_equal(seen, one_line(f, text));
}

static newsidx_text summary_of(feed *f, const nx_item *item)
{
    struct json_object *extra;
    struct json_object *summary;
    newsidx_text text = {"", 0};

    if (item->article.extra.length == 0)
        return text;
    extra = json_tokener_parse(item->article.extra.bytes);
    assert_non_null(extra);
    if (json_object_object_get_ex(extra, "summary", &summary))
        text =
            nx_arena_text(&f->arena, nx_str(json_object_get_string(summary)));
    json_object_put(extra);
    return text;
}

/* The element of "one, two, three" with that number. */
static newsidx_text element_of(newsidx_text list, size_t number)
{
    const char *at = list.bytes;
    const char *end = list.bytes + list.length;

    for (;;) {
        const char *comma = at;

        while (comma < end && *comma != ',')
            comma++;
        if (number == 0)
            return nx_str_slice(at, (size_t)(comma - at));
        if (comma == end)
            return nx_str("");
        number--;
        at = comma + 2;
    }
}

/* What one of our fields answers to a name of feedparser's. */
typedef struct value {
    value_kind kind;
    newsidx_text text;
    int64_t seconds;
} value;

static bool is(const char *name, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (strcmp(name, *names) == 0)
            return true;
    }
    return false;
}

/* "authors.1.name" with the pattern "authors.#.name" is 1. */
static bool matches(const char *name, const char *pattern, size_t *out_number)
{
    for (; *pattern != '\0'; pattern++, name++) {
        if (*pattern == '#' && nx_is_digit(*name))
            *out_number = (size_t)(*name - '0');
        else if (*name != *pattern)
            return false;
    }
    return *name == '\0';
}

static value text_value(newsidx_text text)
{
    return (value){TEXT, text, 0};
}

/* Names that mean the same in an entry and in a feed. */
static value common_value(const newsidx_article *a, const char *name)
{
    static const char *const copyrights[] = {"copyright", "rights",
                                             "copyright_detail.value",
                                             "rights_detail.value", NULL};
    static const char *const authors[] = {"author", "author_detail.name", NULL};
    static const char *const languages[] = {"language", NULL};
    size_t number;

    if (is(name, copyrights))
        return text_value(a->copyright);
    if (is(name, authors))
        return (value){PERSON, a->byline, 0};
    if (is(name, languages))
        return text_value(a->language);
    if (matches(name, "authors.#.name", &number))
        return text_value(element_of(a->byline, number));
    return (value){NOTHING, {NULL, 0}, 0};
}

static value entry_value(const newsidx_article *a, const char *name)
{
    static const char *const titles[] = {"title", "title_detail.value", NULL};
    static const char *const links[] = {"link", NULL};
    static const char *const keys[] = {"id", "guid", NULL};
    static const char *const bodies[] = {"description", "summary",
                                         "summary_detail.value",
                                         "content.0.value", NULL};
    static const char *const published[] = {
        "published", "published_parsed", "issued",
        "created",   "created_parsed",   NULL};
    static const char *const updated[] = {"updated", "updated_parsed",
                                          "modified", "modified_parsed", NULL};
    static const char *const languages[] = {"content.0.language",
                                            "summary_detail.language",
                                            "title_detail.language", NULL};
    size_t number = 0;

    if (is(name, titles))
        return text_value(a->headline);
    if (is(name, links))
        return text_value(a->url);
    if (is(name, keys))
        return text_value(a->key);
    if (is(name, bodies))
        return (value){BODY, a->body, 0};
    if (is(name, published))
        return (value){TIME, {NULL, 0}, a->published_at};
    if (is(name, updated))
        return (value){TIME, {NULL, 0}, a->updated_at};
    if (is(name, languages))
        return text_value(a->language);
    if (strcmp(name, "source.title") == 0)
        return text_value(a->source);
    if (strcmp(name, "category") == 0 || matches(name, "tags.#.term", &number))
        return text_value(element_of(a->keywords, number));
    return common_value(a, name);
}

static value feed_value(const newsidx_article *a, const char *name)
{
    static const char *const titles[] = {"title", "title_detail.value", NULL};

    if (is(name, titles))
        return text_value(a->source);
    return common_value(a, name);
}

/* The field that a path means, and of which article it is. */
static value find_value(feed *f, const char *path, const nx_item **out_item)
{
    static const value none = {NOTHING, {NULL, 0}, 0};
    size_t number;

    *out_item = &f->filler;
    if (strncmp(path, "feed.", 5) == 0)
        return f->has_filler ? feed_value(&f->filler.article, path + 5) : none;
    if (strncmp(path, "entries.", 8) != 0 || !nx_is_digit(path[8]) ||
        path[9] != '.')
        return none;
    number = (size_t)(path[8] - '0');
    if (number >= MOST_ENTRIES)
        return none;
    *out_item = &f->entries[number];
    return entry_value(&f->entries[number].article, path + 10);
}

static answer answer_of(bool holds)
{
    return holds ? HOLDS : FAILS;
}

static answer compare_time(value v, const literal *wanted)
{
    int64_t seconds = wanted->number;

    if (wanted->kind != LITERAL_TEXT && wanted->kind != LITERAL_TIME)
        return UNKNOWN;
    if (wanted->kind == LITERAL_TEXT &&
        !nx_feed_date_read(wanted->text, &seconds))
        return UNKNOWN;
    return answer_of(v.seconds == seconds);
}

/* What HTTP said of the charset is in a comment, and not for us. */
static answer compare_charset(const feed *f, newsidx_text wanted)
{
    const char *known = nx_charset_find(wanted);

    if (known == NULL || find_last(f->bytes, "Header:") != NULL)
        return UNKNOWN;
    return answer_of(strcmp(known, nx_charset_choose(f->bytes, NULL)) == 0);
}

static answer answer_question(const char *path, question asked,
                              const literal *wanted, void *user)
{
    feed *f = user;
    const nx_item *item;
    const value v = find_value(f, path, &item);
    size_t step;

    if (strcmp(path, "encoding") == 0 && wanted->kind == LITERAL_TEXT)
        return compare_charset(f, wanted->text);
    if (v.kind == NOTHING || asked == ASK_LENGTH)
        return UNKNOWN;
    if (asked == ASK_EXISTS)
        return answer_of(v.text.length > 0);
    if (asked == ASK_FIRST)
        return answer_of(v.text.length > 0 &&
                         nx_utf8_decode(v.text.bytes, v.text.length, &step) ==
                             (int32_t)wanted->number);
    if (v.kind == TIME)
        return compare_time(v, wanted);
    if (wanted->kind == LITERAL_NONE)
        return answer_of(v.text.length == 0);
    if (wanted->kind != LITERAL_TEXT)
        return UNKNOWN;
    if (v.kind == PERSON) {
        /* A byline has no address. */
        newsidx_text name;
        newsidx_text mail;

        nx_feed_person_split(wanted->text, &name, &mail);
        return answer_of(is_text(f, v.text, name));
    }
    return answer_of(
        is_text(f, v.text, wanted->text) ||
        (v.kind == BODY && is_text(f, summary_of(f, item), wanted->text)));
}

static newsidx_text read_file(const char *path, nx_arena *arena)
{
    FILE *file = fopen(path, "rb");
    char *bytes = nx_arena_alloc(arena, LONGEST_FEED);
    size_t length;

    assert_non_null(file);
    assert_non_null(bytes);
    length = fread(bytes, 1, LONGEST_FEED, file);
    assert_int_equal(fclose(file), 0);
    return nx_str_slice(bytes, length);
}

static bool is_exception(const char *path)
{
    for (size_t i = 0; i < sizeof exceptions / sizeof exceptions[0]; i++) {
        if (strcmp(path + strlen("feeds/"), exceptions[i].file) == 0)
            return true;
    }
    return false;
}

static answer examine(const char *path)
{
    answer result = UNKNOWN;
    newsidx_text expression;
    nx_arena arena;
    nx_buf decoded;
    newsidx_text bytes;
    feed f;

    nx_arena_init(&arena);
    nx_buf_init(&decoded, 4 * LONGEST_FEED);
    bytes = read_file(path, &arena);
    assert_int_equal(nx_charset_decode(bytes, NULL, &decoded, NULL, NULL),
                     NEWSIDX_OK);
    if (expectation_find(nx_buf_text(&decoded), &expression)) {
        read_feed(&f, bytes, nx_buf_text(&decoded));
        result = expectation_evaluate(expression, answer_question, &f);
        if (result == FAILS && !is_exception(path))
            print_error("%s: %.*s\n", path, (int)expression.length,
                        expression.bytes);
        if (result == HOLDS && is_exception(path))
            print_error("%s: holds, and needs no exception\n", path);
        forget_feed(&f);
    }
    nx_buf_finish(&decoded);
    nx_arena_finish(&arena);
    return result;
}

static void expectations_hold(void **state)
{
    static const char *const folder = "feeds";
    size_t counts[3] = {0, 0, 0};
    size_t surprises = 0;
    size_t file_count;
    nx_walk_file *files;
    nx_arena arena;

    (void)state;
    nx_arena_init(&arena);
    assert_int_equal(
        nx_walk(&folder, 1, NULL, &arena, &files, &file_count, NULL),
        NEWSIDX_OK);
    assert_true(file_count > 1000);
    for (size_t i = 0; i < file_count; i++) {
        const answer result = examine(files[i].path);

        counts[result]++;
        if (result != UNKNOWN)
            surprises += (result == FAILS) != is_exception(files[i].path);
    }
    printf("%zu files: %zu expectations apply, %zu hold\n", file_count,
           counts[HOLDS] + counts[FAILS], counts[HOLDS]);
    assert_int_equal(surprises, 0);
    assert_true(counts[HOLDS] * 100 >= (counts[HOLDS] + counts[FAILS]) * 98);
    nx_arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(expectations_hold)};

    if (getenv("NEWSIDX_CORPORA") == NULL) {
        printf("skipped: NEWSIDX_CORPORA is not set\n");
        return 77;
    }
    if (system("command -v zstd >/dev/null") != 0) {
        printf("skipped: zstd is not installed\n");
        return 77;
    }
    if (system("zstd -dc \"$NEWSIDX_CORPORA/formats/feeds.tar.zst\" | "
               "tar xf -") != 0) {
        printf("skipped: no feeds in NEWSIDX_CORPORA\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
