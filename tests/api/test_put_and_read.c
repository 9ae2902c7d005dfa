#include "fixture.h"

#define MEBIBYTE ((size_t)1024 * 1024)

static int64_t find(newsidx *index, const char *key)
{
    int64_t id = 0;

    EXPECT_OK(newsidx_find(index, text_of(key), &id, &err));
    return id;
}

static newsidx_record *read_id(newsidx *index, int64_t id)
{
    newsidx_record *record = NULL;

    EXPECT_OK(newsidx_read(index, id, &record, &err));
    assert_non_null(record);
    return record;
}

static void put_fails(newsidx *index, newsidx_status expected,
                      const newsidx_article *article)
{
    uint64_t revision = get_info(index).revision;
    int64_t id = 77;

    EXPECT_STATUS(expected, newsidx_put(index, article, &id, &err));
    assert_int_equal(get_info(index).revision, revision);
}

static void times_are_read_as_feeds_write_them(void **state)
{
    static const char *const same[] = {
        "2016-09-09T18:45:00+02:00", "20160909T164500Z",
        "2016-09-09 16:45",          "Fri, 9 Sep 2016 18:45 +0200",
        "September 9, 2016 16:45",   "1473439500"};
    static const char *const none[] = {"", "9/10/2016", "2016-02-30",
                                       "yesterday", "12"};
    int64_t seconds = 0;

    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        EXPECT_OK(newsidx_time_parse(same[i], NEWSIDX_WHOLE, &seconds, &err));
        assert_int_equal(seconds, 1473439500);
    }
    EXPECT_OK(newsidx_time_parse("2016-09-0912", 10, &seconds, &err));
    assert_int_equal(seconds, 1473379200);
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        seconds = 0;
        EXPECT_STATUS(
            NEWSIDX_ERR_INPUT,
            newsidx_time_parse(none[i], NEWSIDX_WHOLE, &seconds, &err));
        assert_true(seconds == NEWSIDX_NO_TIME);
    }
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_time_parse(NULL, 0, &seconds, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_time_parse("2016", 4, NULL, &err));
}

static void every_field_comes_back(void **state)
{
    newsidx *index = open_new();
    newsidx_article article =
        make_article("k1", "The headline", "First paragraph.\n\nSecond one.");
    newsidx_record *record;
    const newsidx_article *got;
    int64_t id;

    (void)state;
    article.byline = text_of("Ann Writer");
    article.dateline = text_of("GENEVA (AP)");
    article.source = text_of("AP");
    article.section = text_of("World");
    article.keywords = text_of("peace, talks");
    article.url = text_of("https://example.org/1");
    article.language = text_of("en-GB");
    article.dropped = text_of("Advertisement");
    article.published_at = 1474300000;
    article.updated_at = -5;
    EXPECT_OK(newsidx_put(index, &article, &id, &err));
    assert_int_equal(find(index, "k1"), id);
    record = read_id(index, id);
    newsidx_close(index);

    got = newsidx_record_article(record);
    assert_string_equal(got->key.bytes, "k1");
    assert_string_equal(got->headline.bytes, "The headline");
    assert_string_equal(got->byline.bytes, "Ann Writer");
    assert_string_equal(got->dateline.bytes, "GENEVA (AP)");
    assert_string_equal(got->body.bytes, "First paragraph.\n\nSecond one.");
    assert_int_equal(got->body.length, strlen(got->body.bytes));
    assert_string_equal(got->source.bytes, "AP");
    assert_string_equal(got->section.bytes, "World");
    assert_string_equal(got->keywords.bytes, "peace, talks");
    assert_string_equal(got->url.bytes, "https://example.org/1");
    assert_memory_equal(got->language.bytes, "en", 2);
    assert_string_equal(got->dropped.bytes, "Advertisement");
    assert_int_equal(got->published_at, 1474300000);
    assert_int_equal(got->updated_at, -5);
    assert_int_equal(newsidx_record_version(record), 1);
    newsidx_record_free(record);
}

static void fields_not_given_come_back_as_not_given(void **state)
{
    newsidx *index = open_new();
    newsidx_record *record = read_id(index, put(index, "k", NULL, "Text."));
    const newsidx_article *got = newsidx_record_article(record);

    (void)state;
    assert_null(got->headline.bytes);
    assert_null(got->byline.bytes);
    assert_null(got->source.bytes);
    assert_null(got->url.bytes);
    assert_int_equal(got->headline.length, 0);
    assert_true(got->published_at == NEWSIDX_NO_TIME);
    assert_true(got->updated_at == NEWSIDX_NO_TIME);
    newsidx_record_free(record);
    newsidx_close(index);
}

static void text_need_not_end_in_nul(void **state)
{
    newsidx *index = open_new();
    newsidx_article article = NEWSIDX_ARTICLE_INIT;
    newsidx_text key = {"k1 and more", 2};
    newsidx_text body = {"river flood warning", 11};

    (void)state;
    article.key = key;
    article.body = body;
    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    expect_hits(index, "flood", "k1");
    expect_hits(index, "warning", "");
    newsidx_close(index);
}

static void the_same_again_changes_nothing(void **state)
{
    newsidx *index = open_new();
    newsidx_article article = make_article("k", "Same", "The same text.");
    int64_t id = put(index, "k", "Same", "The same text.");
    uint64_t revision = get_info(index).revision;
    int64_t again = 0;

    (void)state;
    EXPECT_STATUS(NEWSIDX_UNCHANGED,
                  newsidx_put(index, &article, &again, &err));
    assert_int_equal(again, id);
    assert_int_equal(get_info(index).revision, revision);
    assert_int_equal(get_info(index).version_count, 1);
    newsidx_close(index);
}

static void another_text_is_a_new_version_and_hides_the_old(void **state)
{
    newsidx *index = open_new();
    int64_t first = put(index, "k", "Flood", "The river rises.");
    int64_t second = put(index, "k", "Flood", "The river falls.");
    newsidx_record *record;

    (void)state;
    assert_int_not_equal(first, second);
    assert_int_equal(find(index, "k"), second);
    expect_hits(index, "river", "k");
    expect_hits(index, "rises", "");
    expect_hits(index, "falls", "k");
    record = read_id(index, first);
    assert_int_equal(newsidx_record_version(record), 1);
    assert_string_equal(newsidx_record_article(record)->body.bytes,
                        "The river rises.");
    newsidx_record_free(record);
    record = read_id(index, second);
    assert_int_equal(newsidx_record_version(record), 2);
    newsidx_record_free(record);
    assert_int_equal(get_info(index).article_count, 1);
    assert_int_equal(get_info(index).version_count, 2);
    newsidx_close(index);
}

static void a_removed_article_is_found_by_nothing(void **state)
{
    newsidx *index = open_new();
    int64_t id = put(index, "k", "Gone", "It will be gone.");
    newsidx_record *record = (newsidx_record *)&id;
    int64_t found = 5;

    (void)state;
    put(index, "other", "Gone too", "It stays.");
    EXPECT_OK(newsidx_remove(index, text_of("k"), &err));
    expect_hits(index, "gone", "other");
    EXPECT_STATUS(NEWSIDX_NOT_FOUND,
                  newsidx_find(index, text_of("k"), &found, &err));
    EXPECT_STATUS(NEWSIDX_NOT_FOUND, newsidx_read(index, id, &record, &err));
    assert_null(record);
    EXPECT_STATUS(NEWSIDX_NOT_FOUND, newsidx_remove(index, text_of("k"), &err));
    EXPECT_STATUS(NEWSIDX_NOT_FOUND,
                  newsidx_remove(index, text_of("never"), &err));
    assert_int_equal(get_info(index).article_count, 1);
    newsidx_close(index);
}

static void a_removed_article_can_come_back(void **state)
{
    newsidx *index = open_new();
    newsidx_article article = make_article("k", "Back", "It is back.");

    (void)state;
    put(index, "k", "Back", "It is back.");
    EXPECT_OK(newsidx_remove(index, text_of("k"), &err));
    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    expect_hits(index, "back", "k");
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

static void what_cannot_be_stored_is_refused_whole(void **state)
{
    newsidx *index = open_new();
    newsidx_article article = make_article("k", "Headline", "Body.");

    (void)state;
    article.key = text_of(NULL);
    put_fails(index, NEWSIDX_ERR_INPUT, &article);
    article = make_article("", "Headline", "Body.");
    put_fails(index, NEWSIDX_ERR_INPUT, &article);
    article = make_article("k", NULL, NULL);
    put_fails(index, NEWSIDX_ERR_INPUT, &article);
    article = make_article("k", "", "");
    put_fails(index, NEWSIDX_ERR_INPUT, &article);
    article = make_article("k", "Headline", "bad \xFF byte");
    put_fails(index, NEWSIDX_ERR_INPUT, &article);
    article = make_article("k", "half a letter \xC3", "Body.");
    put_fails(index, NEWSIDX_ERR_INPUT, &article);
    article = make_article("k", "a surrogate \xED\xA0\x80", "Body.");
    put_fails(index, NEWSIDX_ERR_INPUT, &article);
    article = make_article("k\xF8", "Headline", "Body.");
    put_fails(index, NEWSIDX_ERR_INPUT, &article);
    article = make_article("k", "Headline", "Body.");
    article.byline = text_of("\x80");
    put_fails(index, NEWSIDX_ERR_INPUT, &article);
    assert_int_equal(get_info(index).version_count, 0);
    newsidx_close(index);
}

static void misuse_is_told(void **state)
{
    newsidx *index = open_new();
    newsidx_article article = make_article("k", "Headline", "Body.");
    newsidx_record *record = NULL;
    int64_t id;

    (void)state;
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_put(NULL, &article, &id, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_put(index, NULL, &id, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_find(index, text_of("k"), NULL, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_read(index, 1, NULL, &err));
    article.key.bytes = NULL;
    article.key.length = 3;
    assert_true(newsidx_put(index, &article, &id, NULL) < 0);
    EXPECT_STATUS(NEWSIDX_NOT_FOUND, newsidx_read(index, 0, &record, &err));
    EXPECT_STATUS(NEWSIDX_NOT_FOUND, newsidx_read(index, -1, &record, &err));
    EXPECT_STATUS(NEWSIDX_NOT_FOUND,
                  newsidx_read(index, INT64_MAX, &record, &err));
    newsidx_close(index);
}

static void an_unknown_language_is_refused(void **state)
{
    newsidx *index = open_new();
    newsidx_article article = make_article("k", "Headline", "Body.");

    (void)state;
    article.language = text_of("not a language");
    put_fails(index, NEWSIDX_ERR_LANGUAGE, &article);
    newsidx_close(index);
}

static void an_article_is_stemmed_in_its_own_language(void **state)
{
    newsidx *index = open_new();
    newsidx_article article =
        make_article("k", NULL, "Die Katzen sitzen auf den B\xC3\xA4umen.");
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;

    (void)state;
    article.language = text_of("de");
    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    options.language = "de";
    expect_hits_with(index, "katze", NEWSIDX_MATCH_ALL, &options, "k");
    newsidx_close(index);
}

static void a_text_over_the_limit_is_refused(void **state)
{
    newsidx *index = open_new();
    newsidx_article article = make_article("k", "Large", NULL);
    size_t length = 64 * MEBIBYTE + 1;
    char *body = malloc(length);

    (void)state;
    assert_non_null(body);
    memset(body, ' ', length);
    body[0] = 'a';
    body[length - 1] = 'z';
    article.body.bytes = body;
    article.body.length = length;
    put_fails(index, NEWSIDX_ERR_LIMIT, &article);
    article.body = text_of("Small.");
    article.key.bytes = body;
    article.key.length = MEBIBYTE;
    memset(body, 'k', MEBIBYTE);
    put_fails(index, NEWSIDX_ERR_LIMIT, &article);
    free(body);
    newsidx_close(index);
}

static void odd_but_legal_texts_can_be_searched(void **state)
{
    newsidx *index = open_new();

    (void)state;
    put(index, "zero", NULL, "..."); /* a text without a word */
    put(index, "one", "word", NULL);
    put(index, "key with blanks\tand \xF0\x9F\x97\x9E", NULL, "emoji");
    put(index, "mark", NULL, "e\xCC\x81t\xC3\xA9 \xE4\xB8\xAD\xE6\x9D\xB1");
    expect_hits(index, "word", "one");
    expect_hits(index, "\xC3\xA9te", "mark");
    expect_hits(index, "\xE4\xB8\xAD\xE6\x9D\xB1", "mark");
    assert_int_equal(get_info(index).article_count, 4);
    EXPECT_OK(newsidx_check(index, NULL, NULL, &err));
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_read_as_feeds_write_them),
        cmocka_unit_test(every_field_comes_back),
        cmocka_unit_test(fields_not_given_come_back_as_not_given),
        cmocka_unit_test(text_need_not_end_in_nul),
        cmocka_unit_test(the_same_again_changes_nothing),
        cmocka_unit_test(another_text_is_a_new_version_and_hides_the_old),
        cmocka_unit_test(a_removed_article_is_found_by_nothing),
        cmocka_unit_test(a_removed_article_can_come_back),
        cmocka_unit_test(what_cannot_be_stored_is_refused_whole),
        cmocka_unit_test(misuse_is_told),
        cmocka_unit_test(an_unknown_language_is_refused),
        cmocka_unit_test(an_article_is_stemmed_in_its_own_language),
        cmocka_unit_test(a_text_over_the_limit_is_refused),
        cmocka_unit_test(odd_but_legal_texts_can_be_searched),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
