/*
 * make FOLDER [SUFFIX]: make the index files that tests/compat keeps, and what
 * they answer, as this version of newsidx writes them. tests/compat/make.sh
 * runs it; README.md says when.
 */
#include "describe.h"
#include "articles.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DAY 86400
#define MARCH_2024 INT64_C(1709251200) /* 2024-03-01T00:00:00Z */
#define IN_2100 INT64_C(4102444800)
#define IN_2025 INT64_C(1735689600)

/* More than an optimize needs to train a dictionary. */
#define PACKED_ARTICLES 2100

static void die(const char *what, const newsidx_error *err)
{
    fprintf(stderr, "make: %s: %s\n", what, err->message);
    exit(1);
}

static newsidx *open_new(const char *path, const char *language)
{
    newsidx_open_options options = NEWSIDX_OPEN_OPTIONS_INIT;
    newsidx *index = NULL;
    newsidx_error err;

    options.default_language = language;
    if (access(path, F_OK) == 0) {
        fprintf(stderr, "make: %s is there already\n", path);
        exit(1);
    }
    if (newsidx_open(path, &options, &index, &err) < 0)
        die(path, &err);
    return index;
}

static void put(newsidx *index, const newsidx_article *article)
{
    newsidx_error err;

    if (newsidx_put(index, article, NULL, &err) < 0)
        die(article->key.bytes, &err);
}

/* ---------------------------------------------------------------- plain -- */

static const char *const leads[] = {
    "The dockers of the port of Eldre went on strike on Monday.",
    "A truce in the harbour strike held for a second day.",
    "The minister said on Friday in March that the U.S. would send ships.",
    "Storms closed the harbours of the coast, and the water rose.",
    "Lawmakers passed a bill on fishing; US officials called it a start.",
};

static const char *const ends[] = {
    "The dockers said that the port had broken its word.\n\nTalks go on.",
    "A harbour strike of this length has not been seen since 1996.",
    "The minister left before the strike was over, dockers said.",
};

#define LEADS (sizeof leads / sizeof *leads)
#define ENDS (sizeof ends / sizeof *ends)

static void put_plain(newsidx *index, unsigned number)
{
    static const char *const sources[] = {"Meridian News", "Coastal Wire",
                                          "Eldre Post"};
    static const char *const sections[] = {"World", "Business"};
    char key[16], headline[80], body[400];
    newsidx_article article;

    snprintf(key, sizeof key, "plain-%02u", number);
    snprintf(headline, sizeof headline, "%s, day %u",
             number % 3 == 0 ? "Harbour strike" : "Truce at the port", number);
    snprintf(body, sizeof body, "%s\n\n%s\n%s", leads[number % LEADS],
             ends[number % ENDS], leads[(number / LEADS) % LEADS]);
    article = make_article(key, headline, body);
    article.source = text_of(sources[number % 3]);
    article.section = text_of(sections[number % 2]);
    article.byline = text_of("By Maren Okafor");
    article.keywords = text_of("ports, strikes");
    article.published_at = MARCH_2024 + (int64_t)number * DAY;
    put(index, &article);
}

/* Everything an article can have, in one. */
static void put_full(newsidx *index)
{
    newsidx_article article =
        make_article("full", "Harbour \xE2\x80\x93 all of it",
                     "Caf\xC3\xA9 na\xC3\xAFve: the harbour's M\xC3\xBCller.");

    article.byline = text_of("By Ann Lee and Piet Salas");
    article.dateline = text_of("PORT ELDRE (NW)");
    article.source = text_of("Meridian News");
    article.section = text_of("Culture");
    article.keywords = text_of("harbour, caf\xC3\xA9");
    article.url = text_of("https://news.example/full");
    article.dropped = text_of("Share this");
    article.copyright = text_of("(c) 2024 Meridian");
    article.extra = text_of("{\"slug\":\"harbour\",\"ratio\":1.50}");
    article.published_at = MARCH_2024;
    article.updated_at = MARCH_2024 + 60;
    article.urgency = 4;
    article.edition = 2;
    put(index, &article);
}

static void make_plain(newsidx *index)
{
    for (unsigned number = 1; number <= 40; number++)
        put_plain(index, number);
    put_full(index);
}

/* ------------------------------------------------------------- versions -- */

static void put_version(newsidx *index, const char *key, const char *body,
                        int64_t embargoed_until, uint32_t edition,
                        newsidx_usage usage)
{
    newsidx_article article = make_article(key, "Harbour news", body);

    article.published_at = MARCH_2024;
    article.embargoed_until = embargoed_until;
    article.edition = edition;
    article.usage = usage;
    put(index, &article);
}

static void make_versions(newsidx *index)
{
    const int64_t none = NEWSIDX_NO_TIME;
    newsidx_error err;

    put_version(index, "current", "The truce holds.", none, 0, NEWSIDX_USABLE);
    put_version(index, "updated", "The first text.", none, 0, NEWSIDX_USABLE);
    put_version(index, "updated", "The second text.", none, 0, NEWSIDX_USABLE);
    put_version(index, "removed", "The truce is over.", none, 0,
                NEWSIDX_USABLE);
    put_version(index, "waiting", "The strike is over.", IN_2100, 0,
                NEWSIDX_USABLE);
    put_version(index, "freed", "The strike begins.", IN_2025, 0,
                NEWSIDX_USABLE);
    put_version(index, "replaced", "Shown till 2100.", none, 1, NEWSIDX_USABLE);
    put_version(index, "replaced", "Shown from 2100.", IN_2100, 2,
                NEWSIDX_USABLE);
    put_version(index, "withheld", "Not to be used.", none, 1,
                NEWSIDX_WITHHELD);
    put_version(index, "canceled", "Was wrong.", none, 1, NEWSIDX_USABLE);
    put_version(index, "canceled", "Was wrong.", none, 2, NEWSIDX_CANCELED);
    put_version(index, "edition", "The third edition.", none, 3,
                NEWSIDX_USABLE);
    put_version(index, "edition", "The second edition, late.", none, 2,
                NEWSIDX_USABLE);
    if (newsidx_remove(index, text_of("removed"), &err) != NEWSIDX_OK)
        die("removed", &err);
}

/* ------------------------------------------------------------ languages -- */

static void make_languages(newsidx *index)
{
    static const struct {
        const char *key;
        const char *language; /* NULL: the index's, which is German */
        const char *headline;
        const char *body;
    } articles[] = {
        {"de", NULL, "Die H\xC3\xA4user am Hafen",
         "Das Haus steht am Hafen. Der Streik dauert an."},
        {"de-at", "de-AT", "Streik",
         "Die Stra\xC3\x9F"
         "e war leer."},
        {"en", "en", "Harbours", "The harbour strike goes on, ministers say."},
        {"fr", "fr", "Les journaux",
         "L'\xC3\xA9t\xC3\xA9 des journaux: la gr\xC3\xA8ve continue."},
        {"ru", "ru", "\xD0\x9C\xD0\xB8\xD0\xBD\xD0\xB8\xD1\x81\xD1\x82\xD1\x80",
         "\xD0\x9C\xD0\xB8\xD0\xBD\xD0\xB8\xD1\x81\xD1\x82\xD1\x80\xD1\x8B "
         "\xD0\xB3\xD0\xBE\xD0\xB2\xD0\xBE\xD1\x80\xD1\x8F\xD1\x82."},
        {"tr", "tr", "Evler", "Ankara'da evlerden sesler geliyor."},
        {"ja", "ja", "\xE6\xB8\xAF",
         "\xE6\xB8\xAF\xE3\x81\xAE\xE3\x82\xB9\xE3\x83\x88\xE3\x80\x82"},
        {"xx", "sw", "Bandari", "Mgomo wa bandari unaendelea."},
    };

    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        newsidx_article article = make_article(
            articles[i].key, articles[i].headline, articles[i].body);

        if (articles[i].language != NULL)
            article.language = text_of(articles[i].language);
        put(index, &article);
    }
}

/* --------------------------------------------------------------- packed -- */

/* Texts that are long and much alike, so that the file packs well. */
static void put_packed(newsidx *index, unsigned number)
{
    char key[16], body[4000];
    size_t used =
        (size_t)snprintf(body, sizeof body, "Report number %u. ", number);
    newsidx_article article;

    for (unsigned i = 0; i < 22; i++)
        used += (size_t)snprintf(body + used, sizeof body - used, "%s%s",
                                 leads[(i + number % 7) % LEADS],
                                 i % 4 == 3 ? "\n\n" : " ");
    snprintf(key, sizeof key, "packed-%04u", number);
    article = make_article(key, "Reports from the harbours", body);
    article.source = text_of("Meridian News");
    article.published_at = MARCH_2024 + (int64_t)number * 3600;
    put(index, &article);
}

static void make_packed(newsidx *index)
{
    newsidx_error err;

    if (newsidx_begin(index, &err) < 0)
        die("packed", &err);
    for (unsigned number = 1; number <= PACKED_ARTICLES; number++)
        put_packed(index, number);
    if (newsidx_commit(index, &err) < 0 || newsidx_optimize(index, &err) < 0)
        die("packed", &err);
    /* And one behind what was optimized. */
    put_plain(index, 3);
}

/* ----------------------------------------------------------------- main -- */

typedef void (*fill_fn)(newsidx *index);

/* NAME.db and NAME.txt in the folder. */
static void make_one(const char *name, const char *suffix, const char *language,
                     fill_fn fill, bool is_sealed)
{
    char path[300];
    newsidx_error err = {.message = "can't be made"};
    newsidx *index;
    FILE *answers;

    snprintf(path, sizeof path, "%s%s.db", name, suffix);
    index = open_new(path, language);
    fill(index);
    snprintf(path, sizeof path, "%s%s.txt", name, suffix);
    answers = fopen(path, "wx");
    if (answers == NULL || !describe_index(index, answers, &err) ||
        newsidx_check(index, NULL, NULL, &err) < 0)
        die(path, &err);
    fclose(answers);
    newsidx_close(index);
    snprintf(path, sizeof path, "%s%s.db", name, suffix);
    if (is_sealed && newsidx_seal(path, NULL, NULL, &err) < 0)
        die(path, &err);
    printf("%s: %s\n", path, newsidx_build_info());
}

int main(int count, char **values)
{
    const char *suffix = count > 2 ? values[2] : "";

    if (count < 2 || count > 3 || chdir(values[1]) != 0) {
        fprintf(stderr, "usage: make FOLDER [SUFFIX]\n");
        return 2;
    }
    make_one("plain", suffix, NULL, make_plain, false);
    make_one("sealed", suffix, NULL, make_plain, true);
    make_one("versions", suffix, NULL, make_versions, false);
    make_one("languages", suffix, "de", make_languages, false);
    make_one("packed", suffix, NULL, make_packed, false);
    return 0;
}
