#define _POSIX_C_SOURCE 200809L

#include "scenarios.h"

#include "api/handle.h"
#include "store/internal.h"

#include <stdio.h>

/* ------------------------------------------------------------ scenarios -- */

static newsidx_status put_two(newsidx *index, newsidx_error *err)
{
    const newsidx_article first =
        make_article("new", "Rain in Bern", "Snow fell on al-Qaida. Rain too.");
    const newsidx_article second =
        make_article("key-1", "Rain again", "The U.S. had rain.");
    newsidx_status status = newsidx_begin(index, err);
    int64_t id;

    if (status < 0)
        return status;
    status = newsidx_put(index, &first, &id, err);
    if (status >= 0)
        status = newsidx_put(index, &second, NULL, err);
    if (status < 0) {
        newsidx_rollback(index, NULL);
        return status;
    }
    return newsidx_commit(index, err);
}

static newsidx_status put_alone(newsidx *index, newsidx_error *err)
{
    newsidx_article article = make_article("alone", "Regen", "Es regnet.");

    article.language = text_of("de");
    return newsidx_put(index, &article, NULL, err);
}

/* Two that wait, one of them behind the other, and one that is canceled. */
static newsidx_status put_restricted(newsidx *index, newsidx_error *err)
{
    newsidx_article article =
        make_article("key-3", "Rain in Bern", "Snow fell in the town.");
    newsidx_status status = newsidx_begin(index, err);

    if (status < 0)
        return status;
    article.copyright = text_of("The Wire");
    article.extra = text_of("{\"slug\":[\"rain\",1.5e3]}");
    article.embargoed_until = IN_2100;
    article.edition = 2;
    status = newsidx_put(index, &article, NULL, err);
    if (status >= 0) {
        article.embargoed_until++;
        article.edition++;
        status = newsidx_put(index, &article, NULL, err);
    }
    if (status >= 0) {
        article.usage = NEWSIDX_CANCELED;
        article.edition = 1;
        status = newsidx_put(index, &article, NULL, err);
    }
    if (status >= 0) {
        article.key = text_of("key-4");
        status = newsidx_put(index, &article, NULL, err);
    }
    if (status < 0) {
        newsidx_rollback(index, NULL);
        return status;
    }
    return newsidx_commit(index, err);
}

static newsidx_status remove_one(newsidx *index, newsidx_error *err)
{
    return newsidx_remove(index, text_of("key-2"), err);
}

/* As many segments as are merged into one, of an article each. */
static newsidx_status put_and_seal(newsidx *index, newsidx_error *err)
{
    const newsidx_status began = newsidx_begin(index, err);
    newsidx_status status = began;

    for (int i = 0; i < 11 && status >= 0; i++) {
        newsidx_article article = make_article("", "Rain", "Rain of the town.");
        char key[16];

        article.key.bytes = key;
        article.key.length = (size_t)snprintf(key, sizeof key, "sealed-%d", i);
        status = newsidx_put(index, &article, NULL, err);
        if (status >= 0)
            status = nx_lists_seal(index->store, NX_TAIL_NONE, err);
    }
    if (status < 0) {
        if (began >= 0)
            newsidx_rollback(index, NULL);
        return status;
    }
    assert_int_equal(index->store->lists.segment_count, 1);
    return newsidx_commit(index, err);
}

static newsidx_status import_by(newsidx *index, uint32_t jobs,
                                newsidx_error *err)
{
    static const char *const paths[] = {"folder"};
    newsidx_import_options options = NEWSIDX_IMPORT_OPTIONS_INIT;
    newsidx_import_counts counts = NEWSIDX_IMPORT_COUNTS_INIT;

    options.jobs = jobs;
    return newsidx_import_paths(index, paths, 1, &options, &counts, err);
}

static newsidx_status import_folder(newsidx *index, newsidx_error *err)
{
    return import_by(index, 1, err);
}

static newsidx_status import_by_two(newsidx *index, newsidx_error *err)
{
    return import_by(index, 2, err);
}

/* As a search for `text` comes to nothing, or to something. */
static newsidx_status search_for(newsidx *index, const char *text,
                                 const newsidx_search_options *options,
                                 newsidx_status expected, newsidx_error *err)
{
    newsidx_query_options how = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_results *results = NULL;
    newsidx_query *query = NULL;
    newsidx_status status;
    const newsidx_hit *hit;

    how.now = SOME_DAY;
    how.time_zone = "+01:00";
    status = newsidx_query_parse(text, NEWSIDX_WHOLE, &how, &query, err);
    if (status >= 0)
        status = newsidx_search(index, query, options, &results, err);
    assert_int_equal(status < 0, results == NULL);
    if (status >= 0)
        assert_int_equal(newsidx_results_next(results, &hit, err), expected);
    newsidx_results_free(results);
    newsidx_query_free(query);
    return status;
}

static newsidx_status search(newsidx *index, const char *text,
                             const newsidx_search_options *options,
                             newsidx_error *err)
{
    return search_for(index, text, options, NEWSIDX_OK, err);
}

static newsidx_status search_articles(newsidx *index, newsidx_error *err)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;

    options.limit = 2;
    options.context = 1;
    return search(index, "rain town OR (ra* \"the town\" -nobody)", &options,
                  err);
}

static newsidx_status search_plain_words(newsidx *index, newsidx_error *err)
{
    return search(index, "the rain in Geneva", NULL, err);
}

/* Both ways that ranked lists are gone through, and what they leave out. */
static newsidx_status search_lists(newsidx *index, newsidx_error *err)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_status status;

    options.at_least = 1;
    status = search(index, "(rain OR snow OR town) -nobody", &options, err);
    return status < 0 ? status
                      : search(index, "rain (town OR us)", &options, err);
}

static newsidx_status search_passages(newsidx *index, newsidx_error *err)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;

    options.shape = NEWSIDX_PASSAGES;
    return search(index, "rain geneva", &options, err);
}

static newsidx_status search_ids(newsidx *index, newsidx_error *err)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;

    options.shape = NEWSIDX_IDS;
    options.order = NEWSIDX_NEWEST_FIRST;
    return search(index, "rain", &options, err);
}

static newsidx_status search_near(newsidx *index, newsidx_error *err)
{
    return search(index,
                  "rain w/4 (geneva -snow) OR (rain NOT w/2 snow) "
                  "OR (town w/s the geneva)",
                  NULL, err);
}

static newsidx_status search_scopes(newsidx *index, newsidx_error *err)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;

    options.shape = NEWSIDX_PASSAGES;
    return search(index,
                  "sentence(rain (the OR fell) -snow) paragraph(a town) "
                  "atleast2(the OR rain) first9(rain)",
                  &options, err);
}

static newsidx_status search_filters(newsidx *index, newsidx_error *err)
{
    return search(index,
                  "source:AP,reu* date:2016-09 -section:sport key:key-5 "
                  "ingested>=yesterday (lang:en OR length>900)",
                  NULL, err);
}

static newsidx_status search_letter_cases(newsidx *index, newsidx_error *err)
{
    return search(index,
                  "nocaps(rain) -allcaps(us) verbatim(\"Geneva the\") "
                  "lead:caps(geneva)",
                  NULL, err);
}

static newsidx_status search_patterns(newsidx *index, newsidx_error *err)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;

    options.explain = 1;
    options.advise = 1;
    return search(index, "ra?n* t*wn OR genevva~1 ~\"the rains\"", &options,
                  err);
}

/* What is to blame, and which words would do. */
static newsidx_status search_for_nothing(newsidx *index, newsidx_error *err)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;

    options.explain = 1;
    options.advise = 1;
    return search_for(index,
                      "(rian w/1 town) atleast9(rain) (snow w/1 town) "
                      "source:AFP -geneva",
                      &options, NEWSIDX_DONE, err);
}

static newsidx_status select_all(newsidx *index, newsidx_error *err)
{
    newsidx_selection *selection = NULL;
    newsidx_query *query = NULL;
    newsidx_status status;
    int64_t id;

    status =
        newsidx_query_parse("rain OR town", NEWSIDX_WHOLE, NULL, &query, err);
    if (status >= 0)
        status = newsidx_select(index, query, NULL, &selection, err);
    assert_int_equal(status < 0, selection == NULL);
    if (status >= 0 && newsidx_selection_next(selection, &id) != NEWSIDX_OK)
        status = NEWSIDX_ERR_INTERNAL;
    newsidx_selection_free(selection);
    newsidx_query_free(query);
    return status;
}

/* Of a query that the article "key-3" matches. */
static newsidx_status count_and_explain_it(newsidx *index, const char *text,
                                           newsidx_error *err)
{
    newsidx_tally *tally = NULL;
    newsidx_query *query = NULL;
    newsidx_status status;
    uint64_t count;
    int64_t id = 0;

    status = newsidx_query_parse(text, NEWSIDX_WHOLE, NULL, &query, err);
    if (status >= 0)
        status = newsidx_count(index, query, NULL, &count, err);
    if (status >= 0)
        status = newsidx_find(index, text_of("key-3"), &id, err);
    if (status >= 0)
        status = newsidx_explain(index, query, NULL, id, &tally, err);
    newsidx_tally_free(tally);
    newsidx_query_free(query);
    return status;
}

static newsidx_status make_facets(newsidx *index, newsidx_error *err)
{
    newsidx_overview_options options = NEWSIDX_OVERVIEW_OPTIONS_INIT;
    newsidx_query *query = NULL;
    newsidx_status status;

    status = newsidx_query_parse("rain", NEWSIDX_WHOLE, NULL, &query, err);
    for (int by = NEWSIDX_BY_SOURCE; by <= NEWSIDX_BY_YEAR && status >= 0;
         by++) {
        newsidx_tally *tally = NULL;

        options.by = (newsidx_facet_by)by;
        status = newsidx_facet(index, query, &options, &tally, err);
        newsidx_tally_free(tally);
    }
    newsidx_query_free(query);
    return status;
}

static newsidx_status make_timeline(newsidx *index, newsidx_error *err)
{
    newsidx_overview_options options = NEWSIDX_OVERVIEW_OPTIONS_INIT;
    newsidx_query *query = NULL;
    newsidx_tally *tally = NULL;
    newsidx_status status;

    options.by = NEWSIDX_BY_DAY;
    options.time_zone = "+02:00";
    status = newsidx_query_parse("rain", NEWSIDX_WHOLE, NULL, &query, err);
    if (status >= 0)
        status = newsidx_timeline(index, query, &options, &tally, err);
    newsidx_tally_free(tally);
    newsidx_query_free(query);
    return status;
}

static newsidx_status count_and_explain(newsidx *index, newsidx_error *err)
{
    return count_and_explain_it(index, "rain town", err);
}

/* Words alone don't decide on these. */
static newsidx_status verify_and_explain(newsidx *index, newsidx_error *err)
{
    return count_and_explain_it(index, "atleast2(rain) (the w/9 rains)", err);
}

/* All lines, and the marks of the article "key-3". */
static newsidx_status list_matches(newsidx *index, newsidx_error *err)
{
    newsidx_query *query = NULL;
    newsidx_lines *lines = NULL;
    newsidx_marks *marks = NULL;
    const newsidx_line *line;
    int64_t id = 0;
    newsidx_status status =
        newsidx_query_parse("rain", NEWSIDX_WHOLE, NULL, &query, err);

    if (status >= 0)
        status = newsidx_kwic(index, query, NULL, &lines, err);
    while (status == NEWSIDX_OK)
        status = newsidx_lines_next(lines, &line, err);
    if (status >= 0)
        status = newsidx_find(index, text_of("key-3"), &id, err);
    if (status >= 0)
        status = newsidx_highlight(index, query, NULL, id, &marks, err);
    newsidx_marks_free(marks);
    newsidx_lines_free(lines);
    newsidx_query_free(query);
    return status;
}

static newsidx_status look_at_a_word(newsidx *index, newsidx_error *err)
{
    newsidx_tally *lines = NULL;
    newsidx_status status =
        newsidx_term_info(index, text_of("rain"), &lines, err);

    assert_int_equal(status < 0, lines == NULL);
    newsidx_tally_free(lines);
    return status;
}

static newsidx_status read_one(newsidx *index, newsidx_error *err)
{
    newsidx_info info = NEWSIDX_INFO_INIT;
    newsidx_record *record = NULL;
    int64_t id = 0;
    newsidx_status status = newsidx_get_info(index, &info, err);

    if (status >= 0)
        status = newsidx_find(index, text_of("key-1"), &id, err);
    if (status >= 0)
        status = newsidx_read(index, id, &record, err);
    newsidx_record_free(record);
    return status;
}

static newsidx_status check(newsidx *index, newsidx_error *err)
{
    return newsidx_check(index, NULL, NULL, err);
}

static newsidx_status rebuild(newsidx *index, newsidx_error *err)
{
    return newsidx_rebuild(index, NULL, NULL, err);
}

static newsidx_status optimize(newsidx *index, newsidx_error *err)
{
    return newsidx_optimize(index, err);
}

static newsidx_status back_up(newsidx *index, newsidx_error *err)
{
    newsidx_status status;

    scenarios_remove_index("copy.db");
    status = newsidx_backup(index, "copy.db", NULL, NULL, err);
    scenarios_remove_index("copy.db");
    return status;
}

/* A handle of its own beside the one that is open. */
static newsidx_status open_again(newsidx *index, newsidx_error *err)
{
    newsidx *other = NULL;
    newsidx_status status;

    (void)index;
    status = newsidx_open(INDEX_PATH, NULL, &other, err);
    assert_int_equal(status < 0, other == NULL);
    newsidx_close(other);
    return status;
}

static newsidx_status make_new(newsidx *index, newsidx_error *err)
{
    newsidx *other = NULL;
    newsidx_status status;

    (void)index;
    scenarios_remove_index("copy.db");
    status = newsidx_open("copy.db", NULL, &other, err);
    assert_int_equal(status < 0, other == NULL);
    newsidx_close(other);
    scenarios_remove_index("copy.db");
    return status;
}

/* Another file than the one that is open. */
static newsidx_status seal_and_undo(newsidx *index, newsidx_error *err)
{
    newsidx_status status;

    (void)index;
    scenarios_copy("sealed.db");
    status = newsidx_seal("sealed.db", NULL, NULL, err);
    if (status >= 0)
        status = newsidx_unseal("sealed.db", err);
    return status;
}

static newsidx_status examine(newsidx *index, newsidx_error *err)
{
    newsidx_findings *findings = NULL;
    newsidx_status status;

    (void)index;
    scenarios_copy("sealed.db");
    status = newsidx_examine("sealed.db", &findings, err);
    assert_int_equal(status < 0, findings == NULL);
    newsidx_findings_free(findings);
    return status;
}

/* In both orders; of hidden versions too. */
static newsidx_status list_words(newsidx *index, newsidx_error *err)
{
    newsidx_terms_options options = NEWSIDX_TERMS_OPTIONS_INIT;
    newsidx_status status = NEWSIDX_OK;

    for (int i = 0; i < 2 && status >= 0; i++) {
        const newsidx_word *word = NULL;
        newsidx_words *words = NULL;

        options.order = i == 0 ? NEWSIDX_ALPHABETICAL : NEWSIDX_FREQUENT_FIRST;
        status = newsidx_terms(index, text_of(""), &options, &words, err);
        assert_int_equal(status < 0, words == NULL);
        while (status == NEWSIDX_OK)
            status = newsidx_words_next(words, &word, err);
        newsidx_words_free(words);
    }
    return status < 0 ? status : NEWSIDX_OK;
}

static newsidx_status suggest(newsidx *index, newsidx_error *err)
{
    newsidx_tally *words = NULL;
    newsidx_status status;
    size_t start;

    status = newsidx_suggest(index, "snow rian", NEWSIDX_WHOLE, NULL, &start,
                             &words, err);
    assert_int_equal(status < 0, words == NULL);
    newsidx_tally_free(words);
    return status;
}

static newsidx_status correct(newsidx *index, newsidx_error *err)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_query_options how = NEWSIDX_QUERY_OPTIONS_INIT;
    newsidx_results *results = NULL;
    newsidx_query *query = NULL;
    newsidx_status status;

    options.advise = 1;
    how.time_zone = "+02:00";
    status = newsidx_query_parse("rian snwo", NEWSIDX_WHOLE, &how, &query, err);
    if (status >= 0)
        status = newsidx_search(index, query, &options, &results, err);
    newsidx_results_free(results);
    newsidx_query_free(query);
    return status;
}

static newsidx_status find_like(newsidx *index, newsidx_error *err)
{
    newsidx_query *query = NULL;
    const newsidx_status status = newsidx_like(index, 1, NULL, &query, err);

    assert_int_equal(status == NEWSIDX_OK, query != NULL);
    newsidx_query_free(query);
    return status;
}

/* Another handle brings a language, and this one learns of it as it reads. */
static newsidx_status meet_language(newsidx *index, newsidx_error *err)
{
    newsidx *other = NULL;
    newsidx_status status = newsidx_open(INDEX_PATH, NULL, &other, err);

    if (status >= 0)
        status = put_alone(other, err);
    newsidx_close(other);
    if (status >= 0)
        status = search_for(index, "rain", NULL, NEWSIDX_OK, err);
    return status < 0 ? status : NEWSIDX_OK;
}

/* The template, which nobody else has open. */
static newsidx_status open_untrusted(newsidx *index, newsidx_error *err)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx *other = NULL;
    newsidx_status status;

    (void)index;
    options.untrusted = 1;
    status = newsidx_open(TEMPLATE_PATH, &options, &other, err);
    newsidx_close(other);
    return status;
}

const scenario scenarios[] = {
    {"put two", put_two},
    {"put alone", put_alone},
    {"put restricted", put_restricted},
    {"put and seal", put_and_seal},
    {"remove", remove_one},
    {"import", import_folder},
    {"import by two", import_by_two},
    {"search articles", search_articles},
    {"search plain words", search_plain_words},
    {"search lists", search_lists},
    {"search passages", search_passages},
    {"select all", select_all},
    {"search ids", search_ids},
    {"search near", search_near},
    {"search scopes", search_scopes},
    {"search filters", search_filters},
    {"search letter cases", search_letter_cases},
    {"search patterns", search_patterns},
    {"search for nothing", search_for_nothing},
    {"count and explain", count_and_explain},
    {"facets", make_facets},
    {"timeline", make_timeline},
    {"verify and explain", verify_and_explain},
    {"list matches", list_matches},
    {"look at a word", look_at_a_word},
    {"list words", list_words},
    {"suggest", suggest},
    {"correct", correct},
    {"find like ones", find_like},
    {"meet a language", meet_language},
    {"read", read_one},
    {"check", check},
    {"rebuild", rebuild},
    {"optimize", optimize},
    {"back up", back_up},
    {"open again", open_again},
    {"open untrusted", open_untrusted},
    {"make new", make_new},
    {"seal and undo", seal_and_undo},
    {"examine", examine},
    {NULL, NULL},
};
