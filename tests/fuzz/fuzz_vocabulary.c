/*
 * Any bytes as the beginning of a word, as a query whose last word is being
 * typed, and as one that may be misspelt. What comes of it must be words that
 * the index finds.
 */
#define _POSIX_C_SOURCE 200809L

#include "little_index.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

/* The articles that have this very word. */
static uint64_t count_articles(newsidx_text word)
{
    newsidx_query *query = NULL;
    uint64_t count = 0;
    char text[256];

    expect(word.length > 0 && word.length < sizeof text - 3);
    snprintf(text, sizeof text, "\"%.*s\"", (int)word.length, word.bytes);
    expect(newsidx_query_parse(text, NEWSIDX_WHOLE, NULL, &query, NULL) ==
           NEWSIDX_OK);
    expect(newsidx_count(index_at_hand, query, NULL, &count, NULL) ==
           NEWSIDX_OK);
    newsidx_query_free(query);
    return count;
}

static void list(newsidx_text prefix)
{
    newsidx_words *words = NULL;
    const newsidx_word *word = NULL;
    const newsidx_status status =
        newsidx_terms(index_at_hand, prefix, NULL, &words, NULL);

    expect(status == NEWSIDX_OK || status == NEWSIDX_ERR_INPUT);
    while (status == NEWSIDX_OK &&
           newsidx_words_next(words, &word, NULL) == NEWSIDX_OK)
        expect(word->word.length > 0 && word->articles > 0);
    newsidx_words_free(words);
}

static void suggest(newsidx_text text)
{
    const newsidx_tally_line *line = NULL;
    newsidx_tally *words = NULL;
    double edits = 0.0;
    size_t start = 0;

    if (newsidx_suggest(index_at_hand, text.bytes, text.length, NULL, &start,
                        &words, NULL) != NEWSIDX_OK)
        return;
    expect(start <= text.length);
    while (newsidx_tally_next(words, &line) == NEWSIDX_OK) {
        expect(line->weight >= edits && line->weight <= 1.0);
        /* Characters of a run are no words by themselves. */
        if ((line->label.bytes[0] & 0x80) == 0)
            expect(line->count == count_articles(line->label));
        edits = line->weight;
    }
    newsidx_tally_free(words);
}

/* What is offered finds more. */
static void correct(newsidx_text text)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_summary summary = NEWSIDX_SUMMARY_INIT;
    newsidx_results *results = NULL;
    newsidx_query *query = NULL;

    if (newsidx_query_parse(text.bytes, text.length, NULL, &query, NULL) < 0)
        return;
    options.advise = 1;
    expect(newsidx_search(index_at_hand, query, &options, &results, NULL) ==
           NEWSIDX_OK);
    expect(newsidx_results_summary(results, &summary, NULL) == NEWSIDX_OK);
    for (size_t i = 0; i < newsidx_results_diagnostic_count(results); i++) {
        const newsidx_diagnostic *item = newsidx_results_diagnostic(results, i);
        newsidx_query *other = NULL;
        uint64_t count = 0;

        if (strcmp(item->code, "Q15") != 0)
            continue;
        expect(item->span.start < item->span.end);
        expect(item->span.end <= text.length);
        expect(newsidx_query_parse(item->suggestion.bytes,
                                   item->suggestion.length, NULL, &other,
                                   NULL) == NEWSIDX_OK);
        expect(newsidx_count(index_at_hand, other, NULL, &count, NULL) ==
               NEWSIDX_OK);
        expect(count > summary.total);
        newsidx_query_free(other);
    }
    newsidx_results_free(results);
    newsidx_query_free(query);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    const newsidx_text text = {(const char *)data, length};

    if (index_at_hand == NULL)
        make_index(LONG_WORDS);
    if (length == 0)
        return 0;
    list(text);
    suggest(text);
    correct(text);
    return 0;
}
