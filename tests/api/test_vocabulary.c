/* The words of an index, completions, corrections and what is like what. */
#include "fixture.h"

/* ---------------------------------------------------------- a corpus ---- */

#define WORD_MOST 4096

/* What a slow, obvious counter makes of the articles that can be found. */
typedef struct counted {
    char word[128];
    uint64_t articles;
    int64_t last; /* the article that had it last */
} counted;

typedef struct oracle {
    counted words[WORD_MOST];
    size_t count;
    int64_t article;
} oracle;

static int count_term(const newsidx_term *term, void *user)
{
    oracle *in = user;
    size_t i = 0;

    if (term->term.bytes[0] == '~' || term->term.bytes[0] == '^')
        return 0;
    while (i < in->count && (strlen(in->words[i].word) != term->term.length ||
                             memcmp(in->words[i].word, term->term.bytes,
                                    term->term.length) != 0))
        i++;
    if (i == in->count) {
        assert_true(in->count < WORD_MOST);
        memset(&in->words[i], 0, sizeof in->words[i]);
        memcpy(in->words[i].word, term->term.bytes, term->term.length);
        in->count++;
    }
    in->words[i].articles += in->words[i].last != in->article;
    in->words[i].last = in->article;
    return 0;
}

static void count_article(oracle *in, int64_t id,
                          const newsidx_article *article)
{
    const newsidx_text texts[] = {article->headline, article->byline,
                                  article->dateline, article->body,
                                  article->keywords};
    const char *language =
        article->language.length > 0 ? article->language.bytes : "en";
    newsidx_analyzer *analyzer = NULL;

    in->article = id;
    EXPECT_OK(newsidx_analyzer_new(language, &analyzer, &err));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i].length > 0)
            EXPECT_OK(
                newsidx_analyze(analyzer, texts[i], count_term, in, &err));
    }
    newsidx_analyzer_free(analyzer);
}

static int compare_words(const void *a, const void *b)
{
    const counted *left = a;
    const counted *right = b;

    return strcmp(left->word, right->word);
}

static int compare_counts(const void *a, const void *b)
{
    const counted *left = a;
    const counted *right = b;

    if (left->articles != right->articles)
        return left->articles > right->articles ? -1 : 1;
    return strcmp(left->word, right->word);
}

/* All that can be found, as newsidx_select() and newsidx_read() have it. */
static oracle *count_all(newsidx *index)
{
    oracle *in = calloc(1, sizeof *in);
    newsidx_query *all = parse("*");
    newsidx_selection *ids = NULL;
    int64_t id;

    assert_non_null(in);
    EXPECT_OK(newsidx_select(index, all, NULL, &ids, &err));
    while (newsidx_selection_next(ids, &id) == NEWSIDX_OK) {
        newsidx_record *record = NULL;

        EXPECT_OK(newsidx_read(index, id, &record, &err));
        count_article(in, id, newsidx_record_article(record));
        newsidx_record_free(record);
    }
    newsidx_selection_free(ids);
    newsidx_query_free(all);
    return in;
}

static newsidx_words *list(newsidx *index, const char *prefix,
                           newsidx_word_order order, uint32_t limit)
{
    newsidx_terms_options options = NEWSIDX_TERMS_OPTIONS_INIT;
    newsidx_words *words = NULL;

    options.order = order;
    options.limit = limit;
    EXPECT_OK(newsidx_terms(index, text_of(prefix), &options, &words, &err));
    return words;
}

static void expect_words_of(newsidx *index, oracle *in, const char *prefix,
                            newsidx_word_order order)
{
    newsidx_words *words = list(index, prefix, order, 0);
    const newsidx_word *word = NULL;

    qsort(in->words, in->count, sizeof *in->words,
          order == NEWSIDX_ALPHABETICAL ? compare_words : compare_counts);
    for (size_t i = 0; i < in->count; i++) {
        if (strncmp(in->words[i].word, prefix, strlen(prefix)) != 0)
            continue;
        EXPECT_OK(newsidx_words_next(words, &word, &err));
        assert_int_equal(word->word.length, strlen(in->words[i].word));
        assert_memory_equal(word->word.bytes, in->words[i].word,
                            word->word.length);
        assert_int_equal(word->articles, in->words[i].articles);
    }
    EXPECT_STATUS(NEWSIDX_DONE, newsidx_words_next(words, &word, &err));
    assert_null(word);
    EXPECT_STATUS(NEWSIDX_DONE, newsidx_words_next(words, &word, &err));
    newsidx_words_free(words);
}

static void expect_as_counted(newsidx *index)
{
    static const char *const prefixes[] = {"",    "a",  "w1", "w10",
                                           "tal", "zz", "u",  "\xd1\x81"};
    oracle *in = count_all(index);

    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        expect_words_of(index, in, prefixes[i], NEWSIDX_ALPHABETICAL);
        expect_words_of(index, in, prefixes[i], NEWSIDX_FREQUENT_FIRST);
    }
    free(in);
}

/* Each has words of its own, and others that it shares. */
static void put_many(newsidx *index, int first, int count)
{
    EXPECT_OK(newsidx_begin(index, &err));
    for (int i = first; i < first + count; i++) {
        char key[32];
        char body[256];

        snprintf(key, sizeof key, "k%d", i);
        snprintf(body, sizeof body,
                 "w%d w%d w%d talks of al-Qaida in the U.S. w%d. "
                 "\xd0\xa1\xd0\xbb\xd0\xbe\xd0\xb2\xd0\xbe %s",
                 i, i % 7, i % 31, i * 3, i % 2 == 0 ? "cease-fire" : "talk");
        put(index, key, i % 5 == 0 ? "Talking" : "Rain", body);
    }
    EXPECT_OK(newsidx_commit(index, &err));
}

static void words_are_those_that_a_slow_counter_finds(void **state)
{
    newsidx *index = open_new();
    newsidx_article german = make_article("de", "Die Talente", "Regen, Regen");

    (void)state;
    expect_as_counted(index);
    put_many(index, 0, 300); /* the tail alone */
    expect_as_counted(index);
    EXPECT_OK(newsidx_optimize(index, &err)); /* lists alone */
    expect_as_counted(index);
    put_many(index, 300, 60); /* both */
    german.language = text_of("de");
    EXPECT_OK(newsidx_put(index, &german, NULL, &err));
    expect_as_counted(index);
    put(index, "k5", "Rain", "wholly new words of talkers");
    put(index, "k305", "Rain", "again others");
    for (int i = 6; i < 40; i += 3) {
        char key[32];

        snprintf(key, sizeof key, "k%d", i);
        EXPECT_OK(newsidx_remove(index, text_of(key), &err));
    }
    expect_as_counted(index);
    EXPECT_OK(newsidx_optimize(index, &err));
    expect_as_counted(index);
    newsidx_close(index);
}

static void a_transaction_sees_its_own_words(void **state)
{
    newsidx *index = open_new();

    (void)state;
    put_many(index, 0, 20);
    EXPECT_OK(newsidx_optimize(index, &err));
    expect_as_counted(index);
    EXPECT_OK(newsidx_begin(index, &err));
    put(index, "new", "Tallest", "newest");
    expect_as_counted(index);
    EXPECT_OK(newsidx_rollback(index, &err));
    expect_as_counted(index);
    EXPECT_OK(newsidx_begin(index, &err));
    put(index, "new", "Taller", "newer");
    expect_as_counted(index);
    EXPECT_OK(newsidx_commit(index, &err));
    expect_as_counted(index);
    newsidx_close(index);
}

static void limits_and_prefixes_are_kept(void **state)
{
    newsidx *index = open_new();
    newsidx_words *words;
    const newsidx_word *word;
    size_t count = 0;

    (void)state;
    put_many(index, 0, 1500); /* more words than a batch */
    words = list(index, "W", NEWSIDX_ALPHABETICAL, 1100);
    while (newsidx_words_next(words, &word, NULL) == NEWSIDX_OK)
        count++;
    assert_int_equal(count, 1100);
    newsidx_words_free(words);
    words = list(index, "T\xC3\xA1lk", NEWSIDX_FREQUENT_FIRST, 1);
    EXPECT_OK(newsidx_words_next(words, &word, &err));
    assert_memory_equal(word->word.bytes, "talks", 5);
    assert_int_equal(word->articles, 1500);
    EXPECT_STATUS(NEWSIDX_DONE, newsidx_words_next(words, &word, &err));
    newsidx_words_free(words);
    newsidx_close(index);
}

/* Articles that come while the words are being read. */
static void words_go_on_across_a_write(void **state)
{
    newsidx *index = open_new();
    newsidx_words *words;
    const newsidx_word *word;
    char last[128] = "";
    size_t count = 0;

    (void)state;
    put_many(index, 0, 1500);
    words = list(index, "", NEWSIDX_ALPHABETICAL, 0);
    while (newsidx_words_next(words, &word, NULL) == NEWSIDX_OK) {
        char now[128] = "";

        memcpy(now, word->word.bytes, word->word.length);
        assert_true(strcmp(last, now) < 0);
        memcpy(last, now, sizeof last);
        if (count++ == 500)
            put(index, "zzz", "Zzz", "zzz");
    }
    assert_string_equal(last, "\xd1\x81\xd0\xbb\xd0\xbe\xd0\xb2\xd0\xbe");
    newsidx_words_free(words);
    newsidx_close(index);
}

static void what_is_no_beginning_is_refused(void **state)
{
    static const char *const prefixes[] = {
        "two words", " talk", "talk ",    "al-qa", "*",   "\"",    "\xff",
        "\xc3",      ".",     "ta\xfflk", "~talk", "^us", "talk*", "\n"};
    newsidx *index = open_new();
    newsidx_words *words;
    const newsidx_word *word;

    (void)state;
    put(index, "1", "Talks", NULL);
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        words = (newsidx_words *)index;
        EXPECT_STATUS(
            NEWSIDX_ERR_INPUT,
            newsidx_terms(index, text_of(prefixes[i]), NULL, &words, &err));
        assert_null(words);
    }
    EXPECT_OK(newsidx_terms(index, text_of(NULL), NULL, &words, &err));
    EXPECT_OK(newsidx_words_next(words, &word, &err));
    assert_memory_equal(word->word.bytes, "talks", 5);
    newsidx_words_free(words);
    newsidx_close(index);
}

static void misuse_of_words_is_told(void **state)
{
    newsidx_terms_options options = NEWSIDX_TERMS_OPTIONS_INIT;
    newsidx *index = open_new();
    newsidx_words *words = NULL;
    const newsidx_word *word = NULL;

    (void)state;
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_terms(NULL, text_of("a"), NULL, &words, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_terms(index, text_of("a"), NULL, NULL, &err));
    options.order = (newsidx_word_order)9;
    EXPECT_STATUS(NEWSIDX_ERR_OPTIONS,
                  newsidx_terms(index, text_of("a"), &options, &words, &err));
    options.order = NEWSIDX_ALPHABETICAL;
    options.language = "a language";
    EXPECT_STATUS(NEWSIDX_ERR_LANGUAGE,
                  newsidx_terms(index, text_of("a"), &options, &words, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_words_next(NULL, &word, &err));
    newsidx_words_free(NULL);
    newsidx_close(index);
}

/* ------------------------------------------------------- suggestions ---- */

/* Lines as "talks 3 0", and where the last word begins. */
static void expect_suggestions(newsidx *index, const char *text, size_t start,
                               const char *expected)
{
    newsidx_suggest_options options = NEWSIDX_SUGGEST_OPTIONS_INIT;
    const newsidx_tally_line *line;
    newsidx_tally *words = NULL;
    char got[2048] = "";
    size_t used = 0;
    size_t came = 99;

    options.limit = 5;
    EXPECT_OK(newsidx_suggest(index, text, NEWSIDX_WHOLE, &options, &came,
                              &words, &err));
    while (newsidx_tally_next(words, &line) == NEWSIDX_OK)
        used += (size_t)snprintf(got + used, sizeof got - used, "%s%s %d %.0f",
                                 used > 0 ? ", " : "", line->label.bytes,
                                 (int)line->count, line->weight);
    newsidx_tally_free(words);
    assert_string_equal(got, expected);
    assert_int_equal(came, start);
}

static newsidx *open_talks(void)
{
    newsidx *index = open_new();

    put(index, "1", "Talks", "Lavrov lavished talk. Kerry, Lavrov.");
    put(index, "2", "Talks", "Lavender for Lavrov. Larvov is a slip.");
    put(index, "3", "Talks",
        "Talking of talk. \xc5\x81\xc3\xb3"
        "d\xc5\xba.");
    EXPECT_OK(newsidx_optimize(index, &err));
    put(index, "4", "Lavrov", "A tall tale.");
    return index;
}

static void the_last_word_is_completed(void **state)
{
    newsidx *index = open_talks();

    (void)state;
    expect_suggestions(index, "kerry Lavr", 6,
                       "lavrov 3 0, larvov 1 1, lavender 1 1, lavished 1 1");
    expect_suggestions(index, "tal", 0,
                       "talks 3 0, talk 2 0, tale 1 0, talking 1 0, tall 1 0");
    expect_suggestions(index, "la", 0,
                       "lavrov 3 0, larvov 1 0, lavender 1 0, lavished 1 0");
    expect_suggestions(index, "-headline:(\"talk", 12,
                       "talks 3 0, talk 2 0, talking 1 0, tale 1 1, tall 1 1");
    expect_suggestions(index, "al-lavr", 3,
                       "lavrov 3 0, larvov 1 1, lavender 1 1, lavished 1 1");
    newsidx_close(index);
}

static void one_edit_is_forgiven(void **state)
{
    newsidx *index = open_talks();

    (void)state;
    expect_suggestions(
        index, "larv", 0,
        "larvov 1 0, lavrov 3 1, lavender 1 1, lavished 1 1"); /* exchanged, or
                                                                */
    expect_suggestions(index, "lxvr", 0, "lavrov 3 1");        /* changed */
    expect_suggestions(index, "lvro", 0, "lavrov 3 1");        /* left out */
    expect_suggestions(index, "laxvr", 0, "lavrov 3 1");       /* put in */
    expect_suggestions(index, "lavrovx", 0, "lavrov 3 1");
    expect_suggestions(index, "xavrov", 0, ""); /* but the first */
    expect_suggestions(index, "lxd", 0, "lodz 1 1");
    expect_suggestions(index,
                       "l\xc3\xb4"
                       "dz",
                       0, "lodz 1 0");
    expect_suggestions(index, "lx", 0, "");
    newsidx_close(index);
}

static void what_is_no_word_is_not_completed(void **state)
{
    newsidx *index = open_talks();

    (void)state;
    expect_suggestions(index, "", 0, "");
    expect_suggestions(index, "lavr ", 5, "");
    expect_suggestions(index, "lavr*", 5, "");
    expect_suggestions(index, "\xff\xfe", 2, "");
    expect_suggestions(index, "source:tal", 10, "");
    expect_suggestions(index, "truce -lang:tal", 15, "");
    expect_suggestions(index, "zqj", 0, "");
    newsidx_close(index);
}

/* Also those of which other versions have more. */
static void only_what_is_found_is_suggested(void **state)
{
    newsidx *index = open_talks();
    newsidx_article waiting = make_article("5", "Lavrentiy", "Lavrentiy");

    (void)state;
    expect_suggestions(index, "lavr", 0,
                       "lavrov 3 0, larvov 1 1, lavender 1 1, lavished 1 1");
    waiting.embargoed_until = INT64_C(4102444800);
    EXPECT_OK(newsidx_put(index, &waiting, NULL, &err));
    EXPECT_OK(newsidx_remove(index, text_of("2"), &err));
    expect_suggestions(index, "lavr", 0, "lavrov 2 0, lavished 1 1");
    expect_suggestions(index, "laven", 0, "");
    put(index, "1", "Rain", "Snow.");
    EXPECT_OK(newsidx_optimize(index, &err));
    expect_suggestions(index, "lavr", 0, "lavrov 1 0");
    expect_suggestions(index, "ker", 0, "");
    newsidx_close(index);
}

static void misuse_of_suggestions_is_told(void **state)
{
    newsidx_suggest_options options = NEWSIDX_SUGGEST_OPTIONS_INIT;
    newsidx *index = open_talks();
    newsidx_tally *words = NULL;
    char large[8193];
    size_t start;

    (void)state;
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_suggest(index, NULL, 0, NULL, &start, &words, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_suggest(index, "a", 1, NULL, NULL, &words, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_suggest(NULL, "a", 1, NULL, &start, &words, &err));
    options.limit = 101;
    EXPECT_STATUS(NEWSIDX_ERR_OPTIONS, newsidx_suggest(index, "a", 1, &options,
                                                       &start, &words, &err));
    memset(large, 'a', sizeof large);
    EXPECT_STATUS(NEWSIDX_ERR_LIMIT,
                  newsidx_suggest(index, large, sizeof large, NULL, &start,
                                  &words, &err));
    assert_null(words);
    newsidx_close(index);
}

/* ------------------------------------------------------- corrections ---- */

/* The corrected query, or "". */
static void expect_correction(newsidx *index, const char *text,
                              newsidx_match match, const char *expected)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query *query = parse_as(text, match, 0);
    newsidx_results *results;
    char got[1024] = "";

    options.advise = 1;
    results = search(index, query, &options);
    for (size_t i = 0; i < newsidx_results_diagnostic_count(results); i++) {
        const newsidx_diagnostic *item = newsidx_results_diagnostic(results, i);

        if (strcmp(item->code, "Q15") != 0)
            continue;
        assert_string_equal(got, "");
        assert_true(item->span.start < item->span.end);
        assert_true(item->span.end <= strlen(text));
        snprintf(got, sizeof got, "%s", item->suggestion.bytes);
    }
    if (strcmp(got, expected) != 0)
        fail_msg("%s: \"%s\", not \"%s\"", text, got, expected);
    newsidx_results_free(results);
    newsidx_query_free(query);
}

static void expect_corrected(newsidx *index, const char *text,
                             const char *expected)
{
    expect_correction(index, text, NEWSIDX_MATCH_ALL, expected);
}

static void unknown_words_are_corrected(void **state)
{
    newsidx *index = open_new();

    (void)state;
    put(index, "1", "Kerry meets Lavrov", "Immigration was the matter.");
    put(index, "2", "Rain in Geneva", "Kerry stayed. Immigration too.");
    expect_corrected(index, "kery imigration", "kerry immigration");
    expect_corrected(index, "(kery OR lavrof) imigration",
                     "(kerry OR lavrov) immigration");
    expect_corrected(index, "headline:lavrof  -geneva",
                     "headline:lavrov  -geneva");
    expect_corrected(index, "\"keryr meets\"", "\"kerry meets\"");
    expect_corrected(index, "=Imigration length<90", "=immigration length<90");
    expect_corrected(index, "lavrof w/3 kery", "lavrov w/3 kerry");
    expect_corrected(index, "id:1 kery", "id:1 kerry");
    expect_correction(index, "kery? lavrof!", NEWSIDX_MATCH_ANY,
                      "kerry? lavrov!");
    /* It finds one, and with the right spelling two. */
    expect_corrected(index, "lavrov OR imigration", "lavrov OR immigration");
    newsidx_close(index);
}

static void what_would_find_no_more_is_not_offered(void **state)
{
    newsidx *index = open_new();

    (void)state;
    put(index, "1", "Kerry meets Lavrov", "Immigration was the matter.");
    put(index, "2", "Rain in Geneva", "Snow.");
    expect_corrected(index, "kery geneva", "");      /* not together */
    expect_corrected(index, "kerry geneva", "");     /* both are known */
    expect_corrected(index, "kerry", "");            /* finds it */
    expect_corrected(index, "zeppelin", "");         /* like nothing */
    expect_corrected(index, "kerry -lavrof", "");    /* needn't be there */
    expect_corrected(index, "kery* geneva", "");     /* a pattern */
    expect_corrected(index, "source:kery rain", ""); /* no word */
    newsidx_close(index);
}

/* The word that was meant is a name of the language where it stands. */
static void what_would_be_no_query_is_not_offered(void **state)
{
    newsidx *index = open_new();

    (void)state;
    put(index, "1", "Rain after snow", "Geneva after the rain.");
    expect_corrected(index, "aftr: geneva", "");
    expect_corrected(index, "aftr geneva", "after geneva");
    newsidx_close(index);
}

static void a_rare_slip_gives_way_to_a_common_word(void **state)
{
    newsidx *index = open_new();

    (void)state;
    put(index, "slip", "Genva", NULL);
    for (int i = 0; i < 49; i++) {
        char key[16];

        snprintf(key, sizeof key, "%d", i);
        put(index, key, "Geneva", NULL);
    }
    expect_corrected(index, "genva", "");
    put(index, "50", "Geneva", NULL);
    expect_corrected(index, "genva", "geneva");
    newsidx_close(index);
}

static void nobody_is_corrected_who_did_not_ask(void **state)
{
    newsidx_query *query = parse("kery");
    newsidx *index = open_talks();
    newsidx_results *results = search(index, query, NULL);

    (void)state;
    assert_int_equal(newsidx_results_diagnostic_count(results), 0);
    newsidx_results_free(results);
    newsidx_query_free(query);
    newsidx_close(index);
}

/* ------------------------------------------------------ what is like ---- */

static void expect_like(newsidx *index, int64_t id, const char *expected,
                        const char *keys)
{
    newsidx_query *query = NULL;
    newsidx_results *results;
    char got[1024];

    EXPECT_OK(newsidx_like(index, id, NULL, &query, &err));
    assert_string_equal(newsidx_query_text(query), expected);
    results = search(index, query, NULL);
    list_keys(results, got, sizeof got);
    assert_string_equal(got, keys);
    newsidx_results_free(results);
    newsidx_query_free(query);
}

static void like_articles_share_words(void **state)
{
    newsidx *index = open_new();
    newsidx_query *query = NULL;
    int64_t dam;
    int64_t alone;

    (void)state;
    dam = put(index, "dam", "Dam bursts", "The dam burst after the rain.");
    put(index, "flood", "Floods", "Since the dam burst water rose.");
    put(index, "rain", "Rain", "Rain, and nothing else.");
    put(index, "chess", "Chess", "A game of chess.");
    alone = put(index, "alone", "Quixotic", "The.");
    expect_like(index, dam, "(Dam OR bursts OR rain) -id:1", "flood rain");
    expect_like(index, alone, "-id:5", "");
    EXPECT_STATUS(NEWSIDX_NOT_FOUND,
                  newsidx_like(index, 99, NULL, &query, &err));
    assert_null(query);
    newsidx_close(index);
}

/* Of an old version the newest isn't like it, it is it. */
static void neither_version_is_like_the_other(void **state)
{
    newsidx *index = open_new();
    const int64_t old = put(index, "dam", "Dam bursts", "The dam.");

    (void)state;
    put(index, "dam", "Dam bursts again", "The dam.");
    put(index, "other", "A dam", "No more.");
    expect_like(index, old, "(Dam OR bursts) -id:1,2", "other");
    expect_like(index, 2, "(Dam OR bursts) -id:2", "other");
    newsidx_close(index);
}

static void another_language_is_compared_by_forms(void **state)
{
    newsidx *index = open_new();
    newsidx_article article = make_article("1", "Die Staudamme", "Regenwetter");
    int64_t id;

    (void)state;
    article.language = text_of("de");
    EXPECT_OK(newsidx_put(index, &article, &id, &err));
    article.key = text_of("2");
    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    expect_like(index, id, "(=Staudamme OR =Regenwetter) -id:1", "2");
    newsidx_close(index);
}

static void words_of_a_comparison_are_chosen(void **state)
{
    newsidx_like_options options = NEWSIDX_LIKE_OPTIONS_INIT;
    newsidx *index = open_new();
    newsidx_query *query = NULL;

    (void)state;
    put(index, "1", "Dam", "The dam burst. Rain. Snow. OR, AND.");
    put(index, "2", "Rain", "Rain, snow.");
    put(index, "3", "Rain", "The dam, dam.");
    options.words = 1;
    EXPECT_OK(newsidx_like(index, 1, &options, &query, &err));
    assert_string_equal(newsidx_query_text(query), "Dam -id:1");
    newsidx_query_free(query);
    options.words = 61;
    EXPECT_STATUS(NEWSIDX_ERR_OPTIONS,
                  newsidx_like(index, 1, &options, &query, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE, newsidx_like(index, 1, NULL, NULL, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_like(NULL, 1, NULL, &query, &err));
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_those_that_a_slow_counter_finds),
        cmocka_unit_test(a_transaction_sees_its_own_words),
        cmocka_unit_test(limits_and_prefixes_are_kept),
        cmocka_unit_test(words_go_on_across_a_write),
        cmocka_unit_test(what_is_no_beginning_is_refused),
        cmocka_unit_test(misuse_of_words_is_told),
        cmocka_unit_test(the_last_word_is_completed),
        cmocka_unit_test(one_edit_is_forgiven),
        cmocka_unit_test(what_is_no_word_is_not_completed),
        cmocka_unit_test(only_what_is_found_is_suggested),
        cmocka_unit_test(misuse_of_suggestions_is_told),
        cmocka_unit_test(unknown_words_are_corrected),
        cmocka_unit_test(what_would_find_no_more_is_not_offered),
        cmocka_unit_test(what_would_be_no_query_is_not_offered),
        cmocka_unit_test(a_rare_slip_gives_way_to_a_common_word),
        cmocka_unit_test(nobody_is_corrected_who_did_not_ask),
        cmocka_unit_test(like_articles_share_words),
        cmocka_unit_test(neither_version_is_like_the_other),
        cmocka_unit_test(another_language_is_compared_by_forms),
        cmocka_unit_test(words_of_a_comparison_are_chosen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
