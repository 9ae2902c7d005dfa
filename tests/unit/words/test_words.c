#include "words/words.h"

#include "../store/store_fixture.h"

#include "base/utf8.h"

#include <stdlib.h>

/* The packed terms as text: "talks/~talk on". */
static const char *unpack(const nx_words *words, nx_column column)
{
    static char out[1000];
    newsidx_text packed = nx_buf_text(&words->packed[column]);
    size_t used = 0;

    for (size_t at = 0; at < packed.length;) {
        unsigned char mark = (unsigned char)packed.bytes[at];
        size_t length = mark & 0x7f;

        assert_true(at + 1 + length <= packed.length);
        if (used > 0)
            out[used++] = (mark & 0x80) != 0 ? '/' : ' ';
        else
            assert_true((mark & 0x80) == 0);
        memcpy(out + used, packed.bytes + at + 1, length);
        used += length;
        at += 1 + length;
    }
    out[used] = '\0';
    return out;
}

static nx_analyzer *english(void)
{
    nx_analyzer *analyzer = NULL;

    EXPECT_OK(nx_analyzer_new(nx_str("en"), &analyzer, err));
    return analyzer;
}

static void each_column_has_its_terms(void **state)
{
    nx_analyzer *analyzer = english();
    newsidx_article article = NEWSIDX_ARTICLE_INIT;
    nx_words words;

    (void)state;
    article.headline = nx_str("Talks on");
    article.byline = nx_str("Ann Lee");
    article.dateline = nx_str("GENEVA");
    article.body = nx_str("River.\n\nFlood");
    article.keywords = nx_str("a, b");
    nx_words_init(&words);
    EXPECT_OK(nx_words_analyze(&words, analyzer, &article, err));
    assert_string_equal(unpack(&words, NX_COLUMN_HEADLINE), "talks/~talk on");
    assert_string_equal(unpack(&words, NX_COLUMN_BYLINE), "ann lee");
    assert_string_equal(unpack(&words, NX_COLUMN_DATELINE), "geneva");
    assert_string_equal(unpack(&words, NX_COLUMN_BODY), "river flood");
    assert_string_equal(unpack(&words, NX_COLUMN_KEYWORDS), "a b");
    assert_int_equal(words.counts[NX_COLUMN_HEADLINE], 2);
    assert_int_equal(nx_words_length(&words), 9);
    assert_int_equal(words.boundaries.token_count, 2);
    assert_int_equal(words.boundaries.paragraphs.count, 2);
    /* What was there before is replaced. */
    article = (newsidx_article)NEWSIDX_ARTICLE_INIT;
    article.headline = nx_str("new");
    EXPECT_OK(nx_words_analyze(&words, analyzer, &article, err));
    assert_string_equal(unpack(&words, NX_COLUMN_BODY), "");
    assert_int_equal(nx_words_length(&words), 1);
    assert_int_equal(nx_words_lead(&words), 0);
    assert_int_equal(words.boundaries.token_count, 0);
    nx_words_finish(&words);
    nx_analyzer_free(analyzer);
}

static void a_term_never_passes_its_limit(void **state)
{
    nx_analyzer *analyzer = english();
    newsidx_article article = NEWSIDX_ARTICLE_INIT;
    char body[900];
    newsidx_text packed;
    nx_words words;

    (void)state;
    for (size_t i = 0; i + 2 <= sizeof body; i += 2)
        memcpy(body + i, "\xc3\xa9", 2);
    body[301] = ' ';
    body[300] = ' ';
    article.body = nx_str_slice(body, sizeof body);
    nx_words_init(&words);
    EXPECT_OK(nx_words_analyze(&words, analyzer, &article, err));
    packed = nx_buf_text(&words.packed[NX_COLUMN_BODY]);
    for (size_t at = 0; at < packed.length;) {
        size_t length = (unsigned char)packed.bytes[at] & 0x7f;

        assert_true(length > 0 && at + 1 + length <= packed.length);
        assert_int_equal(nx_utf8_find_invalid(packed.bytes + at + 1, length),
                         NEWSIDX_NO_OFFSET);
        at += 1 + length;
    }
    nx_words_finish(&words);
    nx_analyzer_free(analyzer);
}

static void the_lead_is_the_first_passage(void **state)
{
    nx_analyzer *analyzer = english();
    newsidx_article article = NEWSIDX_ARTICLE_INIT;
    nx_words words;
    nx_buf body;

    (void)state;
    nx_buf_init(&body, 10000);
    for (int i = 0; i < 30; i++)
        nx_buf_add_string(&body, "first ");
    nx_buf_add_string(&body, ".\n\n");
    for (int i = 0; i < 40; i++)
        nx_buf_add_string(&body, "second ");
    article.body = nx_buf_text(&body);
    nx_words_init(&words);
    EXPECT_OK(nx_words_analyze(&words, analyzer, &article, err));
    assert_int_equal(nx_words_lead(&words), 30);
    assert_int_equal(nx_words_length(&words), 70);
    nx_words_finish(&words);
    nx_buf_finish(&body);
    nx_analyzer_free(analyzer);
}

static void weights_are_by_where_a_word_stands(void **state)
{
    (void)state;
    assert_int_equal(nx_words_weight(NX_COLUMN_HEADLINE, 7, 0),
                     NX_WEIGHT_HEADLINE);
    assert_int_equal(nx_words_weight(NX_COLUMN_BYLINE, 0, 9), NX_WEIGHT_OTHER);
    assert_int_equal(nx_words_weight(NX_COLUMN_DATELINE, 0, 9),
                     NX_WEIGHT_OTHER);
    assert_int_equal(nx_words_weight(NX_COLUMN_BODY, 8, 9), NX_WEIGHT_LEAD);
    assert_int_equal(nx_words_weight(NX_COLUMN_BODY, 9, 9), NX_WEIGHT_OTHER);
    assert_int_equal(nx_words_weight(NX_COLUMN_KEYWORDS, 0, 0),
                     NX_WEIGHT_KEYWORDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_column_has_its_terms),
        cmocka_unit_test(a_term_never_passes_its_limit),
        cmocka_unit_test(the_lead_is_the_first_passage),
        cmocka_unit_test(weights_are_by_where_a_word_stands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
