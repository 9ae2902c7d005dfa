/* Reading articles while memory runs out. */
#include "formats/reader.h"

#include "base/str.h"
#include "failing_memory.h"
#include "ingest/recurring.h"
#include "ingest/walk.h"

#ifdef NX_HAVE_FORMATS
#include "formats/charset/language.h"
#endif

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

/* More allocations than any scenario here makes. */
#define MOST_ALLOCATIONS 1000

static newsidx_text rest;

static ptrdiff_t read_rest(const char **bytes, void *user)
{
    const size_t length = rest.length < 37 ? rest.length : 37;

    (void)user;
    *bytes = rest.bytes;
    rest.bytes += length;
    rest.length -= length;
    return (ptrdiff_t)length;
}

/* Read all articles of `text`; how many, in *out_count. */
static newsidx_status read_all(const char *text, size_t *out_count)
{
    const nx_reader_options options = {NEWSIDX_FORMAT_AUTO,
                                       nx_str("Harbor Press"),
                                       nx_str("/news/a.txt"), NULL};
    newsidx_status status;
    newsidx_error err;
    nx_reader *reader = NULL;
    nx_item item;

    *out_count = 0;
    rest = nx_str(text);
    nx_item_init(&item);
    status = nx_reader_open(read_rest, NULL, &options, &reader, &err);
    while (status >= 0) {
        status = nx_reader_next(reader, &item, &err);
        if (status != NEWSIDX_OK)
            break;
        *out_count += 1;
    }
    if (status == NEWSIDX_ERR_MEMORY)
        assert_string_equal(err.message, "out of memory");
    nx_reader_free(reader);
    nx_item_finish(&item);
    return status;
}

#ifdef NX_HAVE_FORMATS
/* The same with a guess of the language. */
static newsidx_status read_german(const char *text, size_t *out_count)
{
    nx_languages *languages = NULL;
    newsidx_status status;
    nx_reader *reader = NULL;
    nx_item item;

    *out_count = 0;
    rest = nx_str(text);
    nx_item_init(&item);
    status = nx_languages_new(nx_str("en"), &languages, NULL);
    if (status >= 0)
        status = nx_reader_open(read_rest, NULL, NULL, &reader, NULL);
    while (status >= 0) {
        status = nx_reader_next(reader, &item, NULL);
        if (status != NEWSIDX_OK)
            break;
        status = nx_languages_fill_in(languages, &item, NULL);
        if (status < 0)
            break;
        assert_string_equal(item.article.language.bytes, "de");
        *out_count += 1;
    }
    nx_reader_free(reader);
    nx_languages_free(languages);
    nx_item_finish(&item);
    return status;
}
#endif

static newsidx_status read_file(const char *path, size_t *out_count)
{
    newsidx_status status;
    nx_reader *reader = NULL;
    nx_item item;

    *out_count = 0;
    nx_item_init(&item);
    status = nx_reader_open_file(path, NULL, &reader, NULL);
    while (status >= 0) {
        status = nx_reader_next(reader, &item, NULL);
        if (status != NEWSIDX_OK)
            break;
        *out_count += 1;
    }
    nx_reader_free(reader);
    nx_item_finish(&item);
    return status;
}

/* Thirty articles with the same line. */
static newsidx_status count_recurring(const char *line, size_t *out_count)
{
    newsidx_article article = NEWSIDX_ARTICLE_INIT;
    newsidx_status status = NEWSIDX_OK;
    nx_recurring_line found;
    nx_recurring recurring;
    size_t at = 0;

    *out_count = 0;
    article.body = nx_str(line);
    nx_recurring_init(&recurring);
    for (int i = 0; i < 30 && status >= 0; i++)
        status = nx_recurring_add(&recurring, &article, NULL);
    nx_recurring_sort(&recurring);
    while (nx_recurring_next(&recurring, &at, &found))
        *out_count += 1;
    nx_recurring_finish(&recurring);
    return status < 0 ? status : NEWSIDX_DONE;
}

static newsidx_status walk(const char *path, size_t *out_count)
{
    newsidx_status status;
    nx_walk_file *files;
    nx_arena arena;

    nx_arena_init(&arena);
    status = nx_walk(&path, 1, NULL, &arena, &files, out_count, NULL);
    assert_true(status == NEWSIDX_OK || files == NULL);
    nx_arena_finish(&arena);
    return status < 0 ? status : NEWSIDX_DONE;
}

/*
 * Let the first allocation fail, then the second and so on, alone or with all
 * that follow, until the scenario ends as it does with memory enough. The
 * sanitizers, or valgrind, see what leaks.
 */
static void fail_each(newsidx_status (*run)(const char *, size_t *),
                      const char *input, size_t wanted_count)
{
    for (int and_on = 0; and_on < 2; and_on++) {
        size_t number = 1;
        bool failed = true;

        for (; failed && number < MOST_ALLOCATIONS; number++) {
            size_t count;
            newsidx_status status;

            failing_memory_begin(number, and_on != 0);
            status = run(input, &count);
            failed = failing_memory_end();
            assert_int_equal(status,
                             failed ? NEWSIDX_ERR_MEMORY : NEWSIDX_DONE);
            if (!failed)
                assert_int_equal(count, wanted_count);
        }
        assert_in_range(number, 5, MOST_ALLOCATIONS - 1);
    }
}

static const char plain[] =
    "Share\n\nTalks end without a deal\n\nThey shake hands.\n"
    "They shake hands.\n\nIva Korin\nAssociated Press\nSeptember 9, 2016\n\n"
    "TELMIRA (AP) - The talks ended on Friday, and dinner was had by all.\n\n"
    "Nobody signed.\n\nThey left.\n\nKorin meets Arlov in the hills\n";

static void plain_texts_fail_cleanly(void **state)
{
    (void)state;
    fail_each(read_all, plain, 1);
}

#ifdef NX_HAVE_JSON
static void json_lines_fail_cleanly(void **state)
{
    (void)state;
    fail_each(read_all,
              "{\"id\": 1, \"title\": \"T\", \"text\": [\"a\", \"b\"], "
              "\"by\": [{\"name\": \"Lee\"}], \"date\": \"soon\", "
              "\"lang\": \"en_US\", \"source\": \"AP\"}\n"
              "{\"title\": \"T\", \"lang\": \"English\", \"tags\": [1, 2]}\n",
              2);
}

static void json_of_other_layouts_fails_cleanly(void **state)
{
    (void)state;
    fail_each(read_all,
              "{\"data\": {\"items\": [\n{\"id\": 1, \"title\": \"T\", "
              "\"embargo\": \"soon\", \"x\": {\"y\": [1.5, NaN, 5.]}, "
              "\"extra\": {\"z\": 1}},\n{\"item\": {\"text\": \"a\"}}]}}\n",
              2);
}

static void ninjs_fails_cleanly(void **state)
{
    (void)state;
    fail_each(read_all,
              "{\n\"uri\": \"http://a.example/17?t=1\", \"altids\": "
              "{\"itemid\": \"17\"}, \"versionCreated\": "
              "\"2016-09-09T18:45:00Z\", \"headlines\": [{\"role\": \"main\", "
              "\"value\": \"T\"}], \"keywords\": [\"a\"], \"subjects\": "
              "[{\"name\": \"a\"}, {\"name\": \"b\"}], \"bodies\": "
              "[{\"role\": \"text\", \"value\": \"T\\n\\nOne.\\nTwo.\"}, "
              "{\"role\": \"html\", \"value\": \"<p>One.\"}]}\n",
              1);
}
#endif

#ifdef NX_HAVE_FORMATS
static void records_of_reuters_fail_cleanly(void **state)
{
    (void)state;
    fail_each(read_all,
              "<REUTERS NEWID=\"1\" OLDID=\"2\">\n<DATE>soon</DATE>\n"
              "<TOPICS><D>tea</D><D>oil</D></TOPICS><PLACES><D>usa</D></PLACES>"
              "<MKNOTE>a</MKNOTE>\n<TEXT>\n<TITLE>T</TITLE>\n"
              "<DATELINE> OSLO - </DATELINE><BODY>One\ntwo.\n Reuter\n&#3;"
              "</BODY></TEXT>\n</REUTERS>\n<REUTERS NEWID=\"2\">\n"
              "<TEXT TYPE=\"BRIEF\">**<TITLE>T</TITLE>\n</TEXT></REUTERS>\n",
              2);
}
#endif

#ifdef NX_HAVE_FORMATS
static void decoded_texts_fail_cleanly(void **state)
{
    (void)state;
    fail_each(read_all, "The caf\xE9 is closed, and so is the road to it.", 1);
    fail_each(read_german,
              "Das Gesetz wird nicht vor dem Sommer und auch nicht "
              "im Herbst verabschiedet.",
              1);
    fail_each(read_all, "\xEF\xBB\xBFThe caf\xC3\xA9 is closed \xFF.", 1);
#ifdef NX_HAVE_JSON
    fail_each(read_all,
              "{\"id\": 1, \"text\": \"The caf\xE9 is the one to be in\"}\n"
              "{\"id\": 2, \"text\": \"d\xE9j\xE0\"}\n",
              2);
#endif
}
#endif

#ifdef NX_HAVE_FORMATS
static void mails_fail_cleanly(void **state)
{
    (void)state;
    fail_each(read_all,
              "Message-ID: <1@a.example>\nSubject: =?utf-8?Q?Zo=C3=AB?=\n"
              "From: Ann <a@a.example>\nDate: soon\nKeywords: a, b\n"
              "Content-Type: multipart/mixed; boundary=x\n\n--x\n"
              "Content-Type: multipart/alternative; boundary=y\n\n--y\n"
              "Content-Type: text/plain; charset=utf-8; format=flowed\n"
              "Content-Transfer-Encoding: quoted-printable\n\n"
              "Zo=C3=AB =\nis \nlate.\n-- \nAnn\n--y--\n--x\n"
              "Content-Disposition: attachment; filename*=utf-8''a.txt\n\n"
              "--x\nContent-Type: message/rfc822\n\nSubject: in\n\nOut.\n",
              1);
    fail_each(read_all,
              "Message-ID: <1@a.example>\nSubject: form\n\n"
              "{\"Headline\":[\"Salt\"],\"Body\":\"It is.\"}\n",
              1);
}

static void mailboxes_fail_cleanly(void **state)
{
    (void)state;
    fail_each(read_all,
              "From a@a Fri Sep  9 18:45:30 2016\nSubject: one\n\nFirst.\n\n"
              "From a@a Fri Sep  9 18:45:30 2016\nSubject: two\n\n>From it.\n",
              2);
}

static void wires_fail_cleanly(void **state)
{
    (void)state;
    fail_each(read_all,
              "\x16\x01"
              "a0412\x1f"
              "harbr\nu f BC-Salt 2ndLd 03-04 0140\n\x02^BC-Salt,140<\n"
              "^Salt<\n^Eds: no<\n^By ANN=\n\t   HARBOR (AP) _ It is.\n\x03"
              "AP-NY-03-04-96 1415EST<\n\x04\x01"
              "a0413\x1f\n\n\x02^Bread<\n\x03never\x04",
              2);
    fail_each(read_all,
              "\x01"
              "bdt0123 2 pl 99  dpa 0456\n\nHarbor/salt/\n\x02"
              "2ND LEAD\nSalt\nBy Ann =\n\nHarbor (dpa) - It is.\n\n"
              "# Notebook\n- Ann\n\x03"
              "091645 GMT Sep 16\n\x04",
              1);
}
#endif

#ifdef NX_HAVE_FORMATS
static void xml_fails_cleanly(void **state)
{
    (void)state;
    fail_each(read_all,
              "<!DOCTYPE nitf [<!ENTITY hp 'Harbor Press'>]>"
              "<nitf baselang='en' a='&hp;'><head><title>&hp; &eacute;</title>"
              "<meta name='a' content='b'/><docdata><doc-id id-string='1'/>"
              "<date.issue norm='soon'/><key-list><keyword key='rain'/>"
              "</key-list></docdata></head><body><body.head><byline>By Lee, "
              "<byttl>x</byttl></byline></body.head><body.content><p>a</p>"
              "<media><media-caption>b</media-caption></media></body.content>"
              "</body></nitf>\n<nitf><head><title>c</title></head></nitf>",
              2);
    fail_each(read_all,
              "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'>"
              "<newsItem guid='a'><contentMeta><headline>b</headline>"
              "<headline role='c'>d</headline><subject><name>e</name></subject>"
              "<description>f</description></contentMeta></newsItem>"
              "<packageItem guid='b'><groupSet><itemRef residref='a'><title>b"
              "</title></itemRef></groupSet></packageItem></newsMessage>",
              2);
    fail_each(read_all,
              "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>a"
              "</ProviderId><DateId>b</DateId><NewsItemId>c</NewsItemId>"
              "</NewsIdentifier></Identification><NewsComponent><ContentItem>"
              "<DataContent><![CDATA[<p>x</p>]]></DataContent></ContentItem>"
              "<ContentItem><DataContent><p>y</p></DataContent></ContentItem>"
              "</NewsComponent></NewsItem></NewsML>",
              1);
}
#endif

#ifdef NX_HAVE_FORMATS
static void pages_fail_cleanly(void **state)
{
    (void)state;
    fail_each(
        read_all,
        "<!doctype html><html lang=en><title>Talks end | Press</title>"
        "<meta name=description content='&eacute;'><meta name=og:x content=y>"
        "<script type='application/ld+json'>{\"@type\": \"Article\", "
        "\"headline\": \"Talks &amp; more\", \"dateModified\": \"soon\"}"
        "</script><nav>Home</nav><div class=story-body><p>GENEVA (AP) - The "
        "talks ended on Friday, and nobody who was there said anything about "
        "it &mdash; or had it said.<figure>A picture</figure><p>More.</div>",
        1);
}
#endif

static void write_text(const char *path)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_true(fputs(plain, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void files_fail_cleanly(void **state)
{
    (void)state;
    write_text("a.txt");
    fail_each(read_file, "a.txt", 1);
}

static void counting_fails_cleanly(void **state)
{
    (void)state;
    fail_each(count_recurring, "Share\nRead more\nThey left.", 2);
}

static void walks_fail_cleanly(void **state)
{
    (void)state;
    assert_int_equal(mkdir("top", 0700), 0);
    assert_int_equal(mkdir("top/below", 0700), 0);
    for (int i = 0; i < 70; i++) {
        char path[40];

        snprintf(path, sizeof path, "top/below/%d.txt", i);
        write_text(path);
    }
    fail_each(walk, "top", 70);
}

#ifdef NX_HAVE_FORMATS
static void feeds_fail_cleanly(void **state)
{
    (void)state;
    fail_each(read_all,
              "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>"
              "<title>Harbor Press</title><language>en</language><item>"
              "<title>Rain</title><guid>17</guid><pubDate>soon</pubDate>"
              "<author>k@h.example (Iva)</author><category>Sea</category>"
              "<description>&lt;p>It rained&#146;s.&lt;/p></description>"
              "<dc:relation>x</dc:relation></item><item><title>Q&A</title>"
              "<description a='1>1 < 2<br>3</description><item><title>x",
              3);
    fail_each(read_all,
              "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de_AT'>"
              "<author><name>Iva</name></author><entry><title>T</title>"
              "<link href='http://h.example/'/><category term='a'/>"
              "<content type='xhtml'><div><p>One</p></div></content>"
              "<summary mode='base64'>UmFpbg==</summary></entry></feed>",
              1);
    fail_each(read_all,
              "<rss xmlns:content='http://purl.org/rss/1.0/modules/content/' "
              "xmlns:wp='http://wordpress.org/export/1.2/'><channel><item>"
              "<title>T</title><content:encoded>a [b]c[/b]</content:encoded>"
              "<wp:status>draft</wp:status><wp:postmeta><wp:meta_key>a"
              "</wp:meta_key><wp:meta_value>b</wp:meta_value></wp:postmeta>"
              "</item></channel></rss>",
              1);
    fail_each(read_all,
              "{\"version\": \"https://jsonfeed.org/version/1\", "
              "\"title\": \"A\", \"authors\": [{\"name\": \"B\"}],\n"
              "\"items\": [{\"id\": 1, \"content_text\": \"C\"}]}",
              1);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
#ifdef NX_HAVE_JSON
        cmocka_unit_test(json_lines_fail_cleanly),
        cmocka_unit_test(json_of_other_layouts_fails_cleanly),
        cmocka_unit_test(ninjs_fails_cleanly),
#endif
#ifdef NX_HAVE_FORMATS
        cmocka_unit_test(records_of_reuters_fail_cleanly),
#endif
#ifdef NX_HAVE_FORMATS
        cmocka_unit_test(decoded_texts_fail_cleanly),
#endif
#ifdef NX_HAVE_FORMATS
        cmocka_unit_test(mails_fail_cleanly),
        cmocka_unit_test(mailboxes_fail_cleanly),
        cmocka_unit_test(wires_fail_cleanly),
#endif
#ifdef NX_HAVE_FORMATS
        cmocka_unit_test(xml_fails_cleanly),
        cmocka_unit_test(feeds_fail_cleanly),
#endif
#ifdef NX_HAVE_FORMATS
        cmocka_unit_test(pages_fail_cleanly),
#endif
        cmocka_unit_test(plain_texts_fail_cleanly),
        cmocka_unit_test(files_fail_cleanly),
        cmocka_unit_test(counting_fails_cleanly),
        cmocka_unit_test(walks_fail_cleanly)};

    if (!failing_memory_works()) {
        printf("skipped: not linked with --wrap=malloc\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
