/*
 * Facets, timelines and counts, held against brute force: what every article
 * that a search finds was given, counted one by one.
 */
#include "fixture.h"

#include <inttypes.h>
#include <stdbool.h>
#include <strings.h>
#include <time.h>

#define ARTICLES 600
#define NAMES_MOST 4000
#define NAME_ROOM 64

/* What was put in, by the id that it got. */
typedef struct made {
    newsidx_article article;
    char texts[7][128];
} made;

typedef struct name {
    char label[NAME_ROOM];
    uint64_t count;
    uint64_t shouted; /* of them, in capitals */
} name;

typedef struct names {
    name items[NAMES_MOST];
    size_t count;
    uint64_t articles;
    uint64_t without;
} names;

static made all[ARTICLES * 2];
static names wanted;
static uint64_t state_of_chance = 11;

static uint32_t chance(uint32_t bound)
{
    state_of_chance =
        state_of_chance * UINT64_C(6364136223846793005) + 1442695040888963407;
    return (uint32_t)(state_of_chance >> 33) % bound;
}

/* ------------------------------------------------------------- making ---- */

static const char *const words[] = {"truce", "port", "storm", "rail", "vote",
                                    "snow",  "fire", "coal",  "salt", "wool"};

static newsidx_text one_of(const char *const *texts, uint32_t count)
{
    return text_of(texts[chance(count)]);
}

static void fill_fields(newsidx_article *article)
{
    static const char *const sources[] = {"AP",  "Reuters", "Associated Press",
                                          "dpa", "REUTERS", NULL};
    static const char *const sections[] = {"World", "Sport", "World News",
                                           NULL};
    static const char *const languages[] = {"en", "de", "en-GB", NULL, NULL};
    static const char *const bylines[] = {
        "Ann Lee",         "Ann Lee, Piet Salas",         "Ann Lee and ANN LEE",
        "By Maren Okafor", "Piet Salas; Ann Lee & J. Ko", NULL};
    static const char *const keywords[] = {"ports, strikes", "snow\nice, snow",
                                           " , ", "salt", NULL};

    article->source = one_of(sources, 6);
    article->section = one_of(sections, 4);
    article->language = one_of(languages, 5);
    article->byline = one_of(bylines, 6);
    article->keywords = one_of(keywords, 5);
}

/* Of some years, at the ends of days too, or none. */
static int64_t make_moment(void)
{
    const int64_t day = INT64_C(1419984000) / 86400 + chance(800);
    static const int64_t times[] = {0, 1, 3599, 43200, 82800, 86399};

    if (chance(9) == 0)
        return NEWSIDX_NO_TIME;
    return day * 86400 + times[chance(6)];
}

static void make_one(newsidx *index, uint32_t number)
{
    made one;
    int64_t id = 0;
    size_t used = 0;

    memset(&one, 0, sizeof one);
    snprintf(one.texts[0], sizeof one.texts[0], "key-%" PRIu32, number);
    for (uint32_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (chance(3) == 0)
            used +=
                (size_t)snprintf(one.texts[1] + used,
                                 sizeof one.texts[1] - used, "%s ", words[i]);
    }
    snprintf(one.texts[1] + used, sizeof one.texts[1] - used, "end%" PRIu32,
             chance(1000000));
    one.article = make_article(one.texts[0], "Made", one.texts[1]);
    one.article.published_at = make_moment();
    fill_fields(&one.article);
    if (chance(15) == 0)
        one.article.embargoed_until = INT64_C(4102444800);
    if (chance(20) == 0)
        one.article.usage = NEWSIDX_WITHHELD;
    EXPECT_OK(newsidx_put(index, &one.article, &id, &err));
    assert_true(id > 0 && id < ARTICLES * 2);
    all[id] = one;
}

/* Articles, new versions of some, and some taken out again. */
static newsidx *make_index(bool is_listed)
{
    newsidx *index = open_new();

    EXPECT_OK(newsidx_begin(index, &err));
    for (uint32_t i = 0; i < ARTICLES; i++)
        make_one(index, i);
    for (uint32_t i = 0; i < ARTICLES / 5; i++)
        make_one(index, chance(ARTICLES));
    EXPECT_OK(newsidx_commit(index, &err));
    for (uint32_t i = 0; i < ARTICLES / 20; i++) {
        newsidx_error err;
        char key[32];

        snprintf(key, sizeof key, "key-%" PRIu32, chance(ARTICLES));
        assert_true(newsidx_remove(index, text_of(key), &err) >= 0);
    }
    if (is_listed)
        EXPECT_OK(newsidx_optimize(index, &err));
    assert_true(!is_listed || get_info(index).listed_articles > ARTICLES);
    return index;
}

/* -------------------------------------------------------- brute force ---- */

static void count_name(const char *label, size_t length)
{
    size_t at = 0;

    assert_true(length < NAME_ROOM);
    while (at < wanted.count &&
           (strlen(wanted.items[at].label) != length ||
            strncasecmp(wanted.items[at].label, label, length) != 0))
        at++;
    if (at == wanted.count) {
        assert_true(at < NAMES_MOST);
        memcpy(wanted.items[at].label, label, length);
        wanted.items[at].label[length] = '\0';
        wanted.items[at].count = 0;
        wanted.count++;
    }
    wanted.items[at].count++;
    wanted.items[at].shouted += strncmp(label, "REUTERS", length) == 0;
}

/* Of two spellings of one name the one that most have, else the older one. */
static void choose_spelling(name *item)
{
    const uint64_t small = item->count - item->shouted;
    const char *older = NULL;

    if (strcasecmp(item->label, "Reuters") != 0)
        return;
    for (size_t id = 1; older == NULL; id++) {
        const char *source = all[id].article.source.bytes;

        assert_true(id < ARTICLES * 2);
        if (source != NULL && strcasecmp(source, item->label) == 0)
            older = source;
    }
    if (item->shouted != small)
        older = item->shouted > small ? "REUTERS" : "Reuters";
    memcpy(item->label, older, strlen(older));
}

/* The names of a list, each once; by hand, as there are few of them. */
static void count_list(newsidx_text text)
{
    static const struct {
        const char *text;
        const char *names[4];
    } lists[] = {
        {"Ann Lee", {"Ann Lee"}},
        {"Ann Lee, Piet Salas", {"Ann Lee", "Piet Salas"}},
        {"Ann Lee and ANN LEE", {"Ann Lee"}},
        {"By Maren Okafor", {"Maren Okafor"}},
        {"Piet Salas; Ann Lee & J. Ko", {"Piet Salas", "Ann Lee", "J. Ko"}},
        {"ports, strikes", {"ports", "strikes"}},
        {"snow\nice, snow", {"snow", "ice"}},
        {"salt", {"salt"}},
    };
    bool any = false;

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (text.bytes == NULL || strcmp(text.bytes, lists[i].text) != 0)
            continue;
        for (size_t j = 0; j < 4 && lists[i].names[j] != NULL; j++) {
            any = true;
            count_name(lists[i].names[j], strlen(lists[i].names[j]));
        }
    }
    wanted.without += !any;
}

/* By the C library, whose calendar is another one than ours. */
static void label_of(newsidx_facet_by by, int64_t seconds, int32_t east,
                     char *label, size_t room)
{
    const time_t shown = (time_t)(seconds + east);
    struct tm date;
    size_t length;

    assert_non_null(gmtime_r(&shown, &date));
    if (by == NEWSIDX_BY_YEAR)
        length = strftime(label, room, "%Y", &date);
    else if (by == NEWSIDX_BY_MONTH)
        length = strftime(label, room, "%Y-%m", &date);
    else if (by == NEWSIDX_BY_WEEK)
        length = strftime(label, room, "%G-W%V", &date);
    else
        length = strftime(label, room, "%Y-%m-%d", &date);
    assert_true(length > 0);
}

static void count_article(const newsidx_article *article, newsidx_facet_by by,
                          int32_t east)
{
    newsidx_text text = {NULL, 0};
    char label[NAME_ROOM];

    wanted.articles++;
    if (by == NEWSIDX_BY_BYLINE || by == NEWSIDX_BY_KEYWORDS) {
        count_list(by == NEWSIDX_BY_BYLINE ? article->byline
                                           : article->keywords);
        return;
    }
    if (by == NEWSIDX_BY_SOURCE)
        text = article->source;
    else if (by == NEWSIDX_BY_SECTION)
        text = article->section;
    else if (by == NEWSIDX_BY_LANGUAGE)
        text =
            article->language.bytes != NULL ? article->language : text_of("en");
    else if (article->published_at != NEWSIDX_NO_TIME) {
        label_of(by, article->published_at, east, label, sizeof label);
        text = text_of(label);
    }
    if (text.bytes == NULL)
        wanted.without++;
    else
        count_name(text.bytes, text.length);
}

static int compare_counts(const void *a, const void *b)
{
    const name *first = a;
    const name *second = b;

    if (first->count != second->count)
        return first->count > second->count ? -1 : 1;
    return strcasecmp(first->label, second->label);
}

/* All hits, by paging through them: another way than the one tested. */
static void count_all(newsidx *index, const newsidx_query *query,
                      newsidx_facet_by by, int32_t east)
{
    newsidx_search_options options = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx_results *results;
    const newsidx_hit *hit;

    memset(&wanted, 0, sizeof wanted);
    options.shape = NEWSIDX_IDS;
    options.limit = 10000;
    results = search(index, query, &options);
    for (hit = next_hit(results); hit != NULL; hit = next_hit(results))
        count_article(&all[hit->id].article, by, east);
    newsidx_results_free(results);
    for (size_t i = 0; i < wanted.count; i++)
        choose_spelling(&wanted.items[i]);
    qsort(wanted.items, wanted.count, sizeof wanted.items[0], compare_counts);
}

/* ---------------------------------------------------------- comparing ---- */

static newsidx_tally *facet_of(newsidx *index, const newsidx_query *query,
                               const newsidx_overview_options *options)
{
    newsidx_tally *tally = NULL;

    EXPECT_OK(newsidx_facet(index, query, options, &tally, &err));
    assert_non_null(tally);
    return tally;
}

static newsidx_tally_sums sums_of(const newsidx_tally *tally)
{
    newsidx_tally_sums sums = NEWSIDX_TALLY_SUMS_INIT;

    EXPECT_OK(newsidx_tally_get_sums(tally, &sums, &err));
    return sums;
}

static void expect_facet(newsidx *index, const char *text,
                         newsidx_overview_options options, int32_t east)
{
    newsidx_query *query = parse(text);
    newsidx_tally *tally = facet_of(index, query, &options);
    const newsidx_tally_sums sums = sums_of(tally);
    const newsidx_tally_line *line;
    uint64_t count = 0;
    size_t at = 0;

    count_all(index, query, options.by, east);
    EXPECT_OK(newsidx_count(index, query, NULL, &count, &err));
    assert_int_equal(count, wanted.articles);
    assert_int_equal(sums.articles, wanted.articles);
    assert_int_equal(sums.without, wanted.without);
    assert_int_equal(sums.values, wanted.count);
    while (newsidx_tally_next(tally, &line) == NEWSIDX_OK) {
        assert_true(at < wanted.count);
        if (strcmp(line->label.bytes, wanted.items[at].label) != 0 ||
            line->count != wanted.items[at].count)
            fail_msg("%s by %d: %s %d, not %s %d", text, (int)options.by,
                     line->label.bytes, (int)line->count,
                     wanted.items[at].label, (int)wanted.items[at].count);
        assert_true(line->weight ==
                    (double)line->count / (double)sums.articles);
        at++;
    }
    assert_int_equal(at, options.limit > 0 && options.limit < wanted.count
                             ? options.limit
                             : wanted.count);
    newsidx_tally_free(tally);
    newsidx_query_free(query);
}

static uint64_t count_of(const char *label)
{
    for (size_t i = 0; i < wanted.count; i++) {
        if (strcmp(wanted.items[i].label, label) == 0)
            return wanted.items[i].count;
    }
    return 0;
}

/* Lines follow one another, and each has what brute force has. */
static void expect_timeline(newsidx *index, const char *text,
                            newsidx_overview_options options, int32_t east)
{
    newsidx_query *query = parse(text);
    newsidx_tally *tally = NULL;
    const newsidx_tally_line *line;
    newsidx_tally_sums sums;
    int64_t before = INT64_MIN;
    uint64_t sum = 0;
    uint64_t lines = 0;

    EXPECT_OK(newsidx_timeline(index, query, &options, &tally, &err));
    sums = sums_of(tally);
    count_all(index, query, options.by, east);
    while (newsidx_tally_next(tally, &line) == NEWSIDX_OK) {
        const int64_t start = (int64_t)line->weight;
        char label[NAME_ROOM];

        label_of(options.by, start, east, label, sizeof label);
        assert_string_equal(line->label.bytes, label);
        assert_int_equal(line->count, count_of(label));
        if (before != INT64_MIN) {
            /* The moment before this line is of the line before. */
            label_of(options.by, start - 1, east, label, sizeof label);
            assert_true(start > before);
            assert_int_not_equal(strcmp(line->label.bytes, label), 0);
            assert_true(start - before <= 366 * INT64_C(86400));
        }
        if (options.by == NEWSIDX_BY_DAY && before != INT64_MIN)
            assert_int_equal(start - before, 86400);
        if (options.by == NEWSIDX_BY_WEEK && before != INT64_MIN)
            assert_int_equal(start - before, 7 * 86400);
        before = start;
        sum += line->count;
        lines++;
    }
    assert_int_equal(sums.values, lines);
    assert_int_equal(sums.without, wanted.without);
    assert_int_equal(sum + sums.without, wanted.articles);
    newsidx_tally_free(tally);
    newsidx_query_free(query);
}

/* ------------------------------------------------------------ queries ---- */

/* Words, ORs, exclusions, nearness, filters: every driver has its turn. */
static void make_query(char *out, size_t room)
{
    static const char *const forms[] = {"%s",
                                        "%s %s",
                                        "%s OR %s",
                                        "%s -%s",
                                        "\"%s %s\"",
                                        "%s w/5 %s",
                                        "%s source:AP",
                                        "%s -lang:de",
                                        "* date:2016",
                                        "source:dpa",
                                        "%s date:2015-09..2016-03",
                                        "%s* %s",
                                        "-%s",
                                        "(%s OR %s) -section:Sport",
                                        "%s lang:en OR %s",
                                        "*",
                                        "%s nothing",
                                        "after:2016-10 %s"};
    const char *first = words[chance(10)];
    const char *second = words[chance(10)];
    const char *form = forms[chance(sizeof forms / sizeof *forms)];
    size_t used = 0;

    for (; *form != '\0'; form++) {
        if (form[0] == '%') {
            used += (size_t)snprintf(out + used, room - used, "%s", first);
            first = second;
            form++;
        } else {
            assert_true(used + 1 < room);
            out[used++] = *form;
        }
    }
    out[used] = '\0';
}

static void hold_against(bool is_listed)
{
    static const struct {
        const char *name;
        int32_t east;
    } zones[] = {{NULL, 0}, {"+02:00", 7200}, {"-05:30", -19800}};
    newsidx_search_options how = NEWSIDX_SEARCH_OPTIONS_INIT;
    newsidx *index = make_index(is_listed);

    how.no_lists = !is_listed;
    for (int round = 0; round < 400; round++) {
        newsidx_overview_options options = NEWSIDX_OVERVIEW_OPTIONS_INIT;
        const uint32_t zone = chance(3);
        char text[128];

        make_query(text, sizeof text);
        options.by = (newsidx_facet_by)chance(9);
        options.limit = chance(2) == 0 ? 0 : chance(6) + 1;
        options.time_zone = zones[zone].name;
        options.search = &how;
        expect_facet(index, text, options, zones[zone].east);
        options.by = (newsidx_facet_by)(NEWSIDX_BY_YEAR + chance(4));
        expect_timeline(index, text, options, zones[zone].east);
    }
    newsidx_close(index);
}

static void agrees_with_brute_force(void **state)
{
    (void)state;
    hold_against(false);
}

static void agrees_with_brute_force_by_ranked_lists(void **state)
{
    (void)state;
    hold_against(true);
}

/* ------------------------------------------------------- single cases ---- */

static newsidx_status timeline_by(newsidx *index, const char *text,
                                  newsidx_facet_by by, newsidx_tally **out,
                                  newsidx_error *err)
{
    newsidx_overview_options options = NEWSIDX_OVERVIEW_OPTIONS_INIT;
    newsidx_query *query = parse(text);
    newsidx_status status;

    options.by = by;
    status = newsidx_timeline(index, query, &options, out, err);
    newsidx_query_free(query);
    return status;
}

static void put_dated(newsidx *index, const char *key, const char *date)
{
    newsidx_article article = make_article(key, "Snow", "Snow fell.");

    EXPECT_OK(
        newsidx_time_parse(date, NEWSIDX_WHOLE, &article.published_at, &err));
    EXPECT_OK(newsidx_put(index, &article, NULL, &err));
}

static void fills_up_to_the_dates_of_the_query(void **state)
{
    newsidx *index = open_new();
    newsidx_tally *tally = NULL;
    const newsidx_tally_line *line = NULL;

    (void)state;
    put_dated(index, "a", "2016-02-28");
    put_dated(index, "b", "2016-02-29");
    EXPECT_OK(timeline_by(index, "snow date:2016-02-27..2016-03-02",
                          NEWSIDX_BY_DAY, &tally, &err));
    assert_int_equal(sums_of(tally).values, 5);
    EXPECT_OK(newsidx_tally_next(tally, &line));
    assert_string_equal(line->label.bytes, "2016-02-27");
    assert_int_equal(line->count, 0);
    newsidx_tally_free(tally);
    EXPECT_OK(timeline_by(index, "nothing date:2016-02-27..2016-03-02",
                          NEWSIDX_BY_DAY, &tally, &err));
    assert_int_equal(newsidx_tally_next(tally, &line), NEWSIDX_DONE);
    newsidx_tally_free(tally);
    newsidx_close(index);
}

static void knows_the_weeks_of_iso_8601(void **state)
{
    /* The examples that the standard is known for. */
    static const struct {
        const char *date;
        const char *week;
    } days[] = {
        {"2005-01-01", "2004-W53"}, {"2005-01-02", "2004-W53"},
        {"2005-12-31", "2005-W52"}, {"2007-01-01", "2007-W01"},
        {"2008-12-28", "2008-W52"}, {"2008-12-29", "2009-W01"},
        {"2010-01-03", "2009-W53"}, {"1969-12-29", "1970-W01"},
        {"1969-12-28", "1969-W52"}, {"0001-01-01", "0001-W01"},
        {"9999-12-31", "9999-W52"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        newsidx *index = open_new();
        newsidx_tally *tally = NULL;
        const newsidx_tally_line *line = NULL;

        put_dated(index, "a", days[i].date);
        EXPECT_OK(timeline_by(index, "snow", NEWSIDX_BY_WEEK, &tally, &err));
        EXPECT_OK(newsidx_tally_next(tally, &line));
        assert_string_equal(line->label.bytes, days[i].week);
        newsidx_tally_free(tally);
        newsidx_close(index);
    }
}

static void says_what_to_count_by_if_there_is_too_much(void **state)
{
    newsidx *index = open_new();
    newsidx_tally *tally = NULL;
    newsidx_error failure;

    (void)state;
    put_dated(index, "a", "0001-01-01");
    put_dated(index, "b", "9999-12-31");
    assert_int_equal(
        timeline_by(index, "snow", NEWSIDX_BY_DAY, &tally, &failure),
        NEWSIDX_ERR_LIMIT);
    assert_null(tally);
    assert_non_null(strstr(failure.message, "month"));
    assert_int_equal(
        timeline_by(index, "snow", NEWSIDX_BY_MONTH, &tally, &failure),
        NEWSIDX_ERR_LIMIT);
    assert_non_null(strstr(failure.message, "year"));
    EXPECT_OK(timeline_by(index, "snow", NEWSIDX_BY_YEAR, &tally, &err));
    assert_int_equal(sums_of(tally).values, 9999);
    newsidx_tally_free(tally);
    newsidx_close(index);
}

/* Moments that no calendar reaches are no dates, and break nothing. */
static void takes_far_moments_for_none(void **state)
{
    static const int64_t far[] = {INT64_MAX, INT64_MIN + 1,
                                  INT64_C(253402300800), INT64_C(-62135596801)};
    newsidx *index = open_new();
    newsidx_tally *tally = NULL;

    (void)state;
    put_dated(index, "near", "2016-02-29");
    for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
        newsidx_article article = make_article("far", "Snow", "Snow.");
        char key[8];

        snprintf(key, sizeof key, "f%zu", i);
        article.key = text_of(key);
        article.published_at = far[i];
        EXPECT_OK(newsidx_put(index, &article, NULL, &err));
    }
    EXPECT_OK(timeline_by(index, "snow", NEWSIDX_BY_DAY, &tally, &err));
    assert_int_equal(sums_of(tally).articles, 5);
    assert_int_equal(sums_of(tally).without, 4);
    assert_int_equal(sums_of(tally).values, 1);
    newsidx_tally_free(tally);
    newsidx_close(index);
}

/* Clocks of Samoa skipped 2011-12-30; those of Berlin have days of 23 hours. */
static void counts_by_what_clocks_show(void **state)
{
    newsidx_overview_options options = NEWSIDX_OVERVIEW_OPTIONS_INIT;
    newsidx *index = open_new();
    newsidx_query *query = parse("snow");
    newsidx_tally *tally = NULL;
    const newsidx_tally_line *line = NULL;

    (void)state;
    put_dated(index, "a", "2016-03-26T22:59:59Z");
    put_dated(index, "b", "2016-03-26T23:00:00Z");
    put_dated(index, "c", "2016-03-27T21:59:59Z");
    put_dated(index, "d", "2016-03-27T22:00:00Z");
    options.by = NEWSIDX_BY_DAY;
    options.time_zone = "Europe/Berlin";
    EXPECT_OK(newsidx_timeline(index, query, &options, &tally, &err));
    for (int i = 0; i < 3; i++) {
        static const uint64_t counts[] = {1, 2, 1};

        EXPECT_OK(newsidx_tally_next(tally, &line));
        assert_int_equal(line->count, counts[i]);
    }
    assert_true((int64_t)line->weight == INT64_C(1459116000));
    newsidx_tally_free(tally);
    options.time_zone = "Nowhere/Land";
    EXPECT_STATUS(NEWSIDX_ERR_OPTIONS,
                  newsidx_timeline(index, query, &options, &tally, &err));
    assert_null(tally);
    newsidx_query_free(query);
    newsidx_close(index);
}

static void refuses_what_it_does_not_know(void **state)
{
    newsidx_overview_options options = NEWSIDX_OVERVIEW_OPTIONS_INIT;
    newsidx *index = open_new();
    newsidx_query *query = parse("snow");
    newsidx_tally *tally = NULL;

    (void)state;
    options.by = (newsidx_facet_by)9;
    EXPECT_STATUS(NEWSIDX_ERR_OPTIONS,
                  newsidx_facet(index, query, &options, &tally, &err));
    options.by = NEWSIDX_BY_SOURCE;
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_timeline(index, query, &options, &tally, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_facet(index, NULL, &options, &tally, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_facet(NULL, query, &options, &tally, &err));
    EXPECT_STATUS(NEWSIDX_ERR_MISUSE,
                  newsidx_facet(index, query, &options, NULL, &err));
    EXPECT_OK(newsidx_facet(index, query, NULL, &tally, &err));
    assert_int_equal(sums_of(tally).articles, 0);
    newsidx_tally_free(tally);
    newsidx_query_free(query);
    newsidx_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_brute_force),
        cmocka_unit_test(agrees_with_brute_force_by_ranked_lists),
        cmocka_unit_test(fills_up_to_the_dates_of_the_query),
        cmocka_unit_test(knows_the_weeks_of_iso_8601),
        cmocka_unit_test(says_what_to_count_by_if_there_is_too_much),
        cmocka_unit_test(takes_far_moments_for_none),
        cmocka_unit_test(counts_by_what_clocks_show),
        cmocka_unit_test(refuses_what_it_does_not_know),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
