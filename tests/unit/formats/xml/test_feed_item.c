#include "formats/xml/feed_item.h"

#include "reading.h"

#define RSS(inside)                                                            \
    "<rss xmlns:dc='http://purl.org/dc/elements/1.1/' "                        \
    "xmlns:dcterms='http://purl.org/dc/terms/' "                               \
    "xmlns:content='http://purl.org/rss/1.0/modules/content/' "                \
    "xmlns:media='http://search.yahoo.com/mrss/' "                             \
    "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>"               \
    "<channel><title>Harbor Press</title><link>http://h.example/</link>"       \
    "<language>en-gb</language><item>" inside "</item></channel></rss>"

static void begin(reading *r, const char *text)
{
    reading_begin(r, nx_str(text), 0, NEWSIDX_FORMAT_AUTO);
    assert_int_equal(reading_step(r), NEWSIDX_OK);
}

static void the_best_text_is_the_body(void **state)
{
    reading r;

    (void)state;
    begin(&r, RSS("<title>Rain</title><description>It rained...</description>"
                  "<content:encoded>It rained all day.</content:encoded>"));
    assert_text(r.item.article.body, "It rained all day.");
    assert_text(r.item.article.extra, NULL);
    reading_end(&r);
    begin(&r, RSS("<description>A teaser.</description><itunes:summary>A "
                  "teaser.</itunes:summary>"
                  "<content:encoded>It rained.</content:encoded>"));
    assert_text(r.item.article.body, "It rained.");
    assert_text(r.item.article.extra, "{\"summary\":\"A teaser.\"}");
    reading_end(&r);
    begin(&r, RSS("<content:encoded/><description>It rained.</description>"));
    assert_text(r.item.article.body, "It rained.");
    reading_end(&r);
    begin(&r, RSS("<media:group><media:title>Rain</media:title>"
                  "<media:description>A film.</media:description>"
                  "</media:group>"));
    assert_text(r.item.article.headline, "Rain");
    assert_text(r.item.article.body, "A film.");
    reading_end(&r);
}

static void a_key_is_one_for_all_feeds(void **state)
{
    static const struct {
        const char *item;
        const char *key;
        const char *url;
    } cases[] = {
        {RSS("<title>T</title><guid>http://h.example/1</guid>"),
         "http://h.example/1", "http://h.example/1"},
        {RSS("<title>T</title><guid isPermaLink='false'>http://h.example/1"
             "</guid>"),
         "http://h.example/1", NULL},
        {RSS("<title>T</title><guid>17</guid><link>http://h.example/a</link>"),
         "http://h.example/#17", "http://h.example/a"},
        {RSS("<title>T</title><link>http://h.example/a</link>"),
         "http://h.example/a", "http://h.example/a"},
        {RSS("<title>T</title>"), "hash:", NULL},
        {"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>T</title>"
         "<id>urn:1</id><link rel='self' href='http://h.example/x'/>"
         "<link type='application/pdf' href='http://h.example/p'/>"
         "<link type='text/html' href='http://h.example/a'/></entry></feed>",
         "urn:1", "http://h.example/a"}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        reading r;

        begin(&r, cases[i].item);
        assert_memory_equal(r.item.article.key.bytes, cases[i].key,
                            strlen(cases[i].key));
        assert_text(r.item.article.url, cases[i].url);
        reading_end(&r);
    }
}

static void dates_are_taken_from_many_elements(void **state)
{
    reading r;

    (void)state;
    begin(&r, RSS("<title>T</title><dc:date>2016-09-09T18:45:00Z</dc:date>"
                  "<pubDate>Fri, 9 Sep 2016 14:45:00 EDT</pubDate>"));
    assert_int_equal(r.item.article.published_at, 1473446700);
    assert_true(r.item.article.updated_at == NEWSIDX_NO_TIME);
    assert_text(r.item.article.extra, NULL);
    reading_end(&r);
    begin(&r, RSS("<title>T</title><pubDate>soon</pubDate>"
                  "<dcterms:modified>2016-09-09T18:45:00Z</dcterms:modified>"));
    assert_int_equal(r.item.article.published_at, 1473446700);
    assert_int_equal(r.item.article.updated_at, 1473446700);
    assert_text(r.item.article.dropped, "date: soon");
    reading_end(&r);
    begin(&r, "<CHANNEL><ITEM HREF='http://h.example/1' "
              "LASTMOD='2016-09-09T18:45:00Z'><TITLE>T</TITLE></ITEM>"
              "</CHANNEL>");
    assert_int_equal(r.item.article.updated_at, 1473446700);
    assert_text(r.item.article.url, "http://h.example/1");
    assert_text(r.item.article.headline, "T");
    reading_end(&r);
}

static void people_are_names(void **state)
{
    reading r;

    (void)state;
    begin(&r,
          RSS("<title>T</title><author>k@h.example (By Iva Korin)</author>"));
    assert_text(r.item.article.byline, "Iva Korin");
    assert_text(r.item.article.extra, "{\"author.email\":\"k@h.example\"}");
    reading_end(&r);
    begin(&r, RSS("<title>T</title><dc:creator>A. Arlov</dc:creator>"
                  "<dc:creator>M. Lee</dc:creator><author>x@y.example"
                  "</author>"));
    assert_text(r.item.article.byline, "A. Arlov, M. Lee");
    reading_end(&r);
    begin(&r, "<feed xmlns='http://www.w3.org/2005/Atom'><author><name>Iva"
              "</name></author><entry><title>T</title></entry></feed>");
    assert_text(r.item.article.byline, "Iva");
    reading_end(&r);
}

static void categories_are_keywords(void **state)
{
    reading r;

    (void)state;
    begin(&r, RSS("<title>T</title><category>Sea</category>"
                  "<category domain='x'>Sky &amp;amp; sun</category>"
                  "<category>sea</category><dc:subject>Rain</dc:subject>"
                  "<itunes:category text='Air'><itunes:category text='Wind'/>"
                  "</itunes:category>"));
    assert_text(r.item.article.keywords, "Sea, Sky & sun, Rain, Air, Wind");
    reading_end(&r);
    begin(&r, "<feed xmlns='http://www.w3.org/2005/Atom'><entry>"
              "<title>T</title><category term='sea' label='The sea'/>"
              "<category term='http://h.example/sky' label='Sky'/>"
              "</entry></feed>");
    assert_text(r.item.article.keywords, "sea, The sea, Sky");
    assert_text(r.item.article.extra,
                "{\"category.term\":\"http://h.example/sky\"}");
    reading_end(&r);
}

static void languages_are_the_nearest_that_are_given(void **state)
{
    static const struct {
        const char *text;
        const char *language;
        const char *dropped;
    } cases[] = {
        {RSS("<title>T</title>"), "en-gb", NULL},
        {RSS("<title>T</title><dc:language>de_AT</dc:language>"), "de-AT",
         NULL},
        {RSS("<title>T</title><dc:language>German!</dc:language>"), "en-gb",
         "language: German!"},
        {RSS("<title xml:lang='fr'>T</title><description xml:lang='nl'>d"
             "</description>"),
         "nl", NULL},
        {"<feed xml:lang='fr'><title xml:lang='de'>F</title><entry>"
         "<title>T</title></entry></feed>",
         "fr", NULL},
        {"<feed><title xml:lang='de'>F</title><entry><title>T</title>"
         "</entry></feed>",
         NULL, NULL}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        reading r;

        begin(&r, cases[i].text);
        assert_text(r.item.article.language, cases[i].language);
        assert_text(r.item.article.dropped, cases[i].dropped);
        reading_end(&r);
    }
}

static void sources_are_the_feed_unless_another_is_named(void **state)
{
    reading r;

    (void)state;
    begin(&r, RSS("<title>T</title>"));
    assert_text(r.item.article.source, "Harbor Press");
    reading_end(&r);
    begin(&r, RSS("<title>T</title><source url='http://o.example/'>Other"
                  "</source>"));
    assert_text(r.item.article.source, "Other");
    assert_non_null(strstr(r.item.article.extra.bytes, "source.url"));
    reading_end(&r);
    begin(&r, "<feed><title>F</title><entry><title>T</title><source>"
              "<title>Other</title><id>urn:2</id></source></entry></feed>");
    assert_text(r.item.article.source, "Other");
    reading_end(&r);
}

static void what_has_no_field_is_kept(void **state)
{
    reading r;

    (void)state;
    begin(&r, RSS("<title>T</title><comments>http://h.example/c</comments>"
                  "<enclosure url='http://h.example/e' length='7'/>"
                  "<dc:title>Other</dc:title><x:y xmlns:x='urn:x'>z</x:y>"));
    assert_text(r.item.article.extra,
                "{\"comments\":\"http://h.example/c\",\"dc:title\":\"Other\","
                "\"enclosure.length\":\"7\","
                "\"enclosure.url\":\"http://h.example/e\",\"urn:x:y\":\"z\"}");
    reading_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_text_is_the_body),
        cmocka_unit_test(a_key_is_one_for_all_feeds),
        cmocka_unit_test(dates_are_taken_from_many_elements),
        cmocka_unit_test(people_are_names),
        cmocka_unit_test(categories_are_keywords),
        cmocka_unit_test(languages_are_the_nearest_that_are_given),
        cmocka_unit_test(sources_are_the_feed_unless_another_is_named),
        cmocka_unit_test(what_has_no_field_is_kept)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
