/* Random articles. */
#include "make.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define TEXT_BYTES 32768

/* No test runs so late. */
#define IN_2100 INT64_C(4102444800)

/*
 * Few words, so that queries meet: with several forms of one stem, hyphens,
 * acronyms beside the words they look like, possessives, numbers, misspelt
 * ones, letters beyond ASCII and stop words.
 */
static const char *const words[] = {
    "talk",     "talks",     "talking",    "talked",      "agree",
    "agreed",   "agreement", "truce",      "truces",      "attack",
    "attacks",  "attacked",  "kerry",      "lavrov",      "Lavrov's",
    "al-Qaida", "alqaida",   "cease-fire", "ceasefire",   "US-Russia",
    "Russia",   "US",        "us",         "U.S.",        "the",
    "of",       "in",        "to",         "and",         "the",
    "al",       "qaida",     "fire",       "lavrof",      "kery",
    "Russian",  "IT",        "it",         "U.N.",        "Kerry\xE2\x80\x99s",
    "1,200",    "1200",      "3.5",        "caf\xC3\xA9", "CAF\xC3\x89",
    "cafe",     "center",    "centers",    "mid-August",  "co-operation"};

#define WORD_COUNT (sizeof words / sizeof *words)

const char *const make_sources[] = {"AP", "Reuters", "Daily Star", "AFP"};
const char *const make_sections[] = {"world", "sports", "Middle East"};
const size_t make_source_count = sizeof make_sources / sizeof *make_sources;
const size_t make_section_count = sizeof make_sections / sizeof *make_sections;

const char *make_word(chance *from)
{
    uint32_t most = 1 + chance_below(from, (uint32_t)WORD_COUNT);

    return words[chance_below(from, most)];
}

typedef struct writing {
    char bytes[TEXT_BYTES];
    size_t length;
} writing;

static void add(writing *to, const char *text)
{
    size_t length = strlen(text);

    if (to->length + length + 1 > sizeof to->bytes)
        return;
    memcpy(to->bytes + to->length, text, length + 1);
    to->length += length;
}

static void capitalize(writing *in, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        in->bytes[i] = (char)toupper((unsigned char)in->bytes[i]);
}

/* Some words are capitals, and some begin with one, wherever they stand. */
static void add_words(writing *to, chance *from, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        size_t begin;

        if (i > 0)
            add(to, chance_percent(from, 8) ? ", " : " ");
        begin = to->length;
        add(to, make_word(from));
        if (chance_percent(from, 15) && to->length > begin)
            capitalize(to, begin,
                       chance_percent(from, 60) ? begin + 1 : to->length);
    }
}

static void add_sentence(writing *to, chance *from)
{
    size_t begin = to->length;

    add_words(to, from, 3 + chance_below(from, 12));
    if (to->length > begin)
        capitalize(to, begin, begin + 1);
    add(to, chance_percent(from, 90) ? "." : "?");
}

static void add_body(writing *to, chance *from)
{
    uint32_t paragraphs = chance_below(from, 6);

    for (uint32_t p = 0; p < paragraphs; p++) {
        /* Now and then a paragraph that is too long for one passage. */
        uint32_t sentences =
            chance_percent(from, 8) ? 30 : 1 + chance_below(from, 6);

        if (p > 0)
            add(to, chance_percent(from, 70) ? "\n\n" : "\n");
        for (uint32_t s = 0; s < sentences; s++) {
            if (s > 0)
                add(to, " ");
            add_sentence(to, from);
        }
    }
}

static newsidx_text text_of(const writing *from)
{
    newsidx_text text = {from->bytes, from->length};

    if (from->length == 0)
        text.bytes = NULL;
    return text;
}

static newsidx_text draw(chance *from, const char *const *names, size_t count)
{
    const char *name = names[chance_below(from, (uint32_t)count)];
    newsidx_text text = {name, strlen(name)};

    if (chance_percent(from, 20))
        memset(&text, 0, sizeof text);
    return text;
}

static int64_t draw_time(chance *from)
{
    return FIRST_DAY + (int64_t)chance_below(from, DAY_COUNT) * SECONDS_A_DAY +
           (chance_percent(from, 50) ? 6400 : 0);
}

static void put_random(model *of, chance *from, const char *key)
{
    static writing headline;
    static writing byline;
    static writing dateline;
    static writing body;
    static writing keywords;
    writing *const all[] = {&headline, &byline, &dateline, &body, &keywords};
    newsidx_article article = NEWSIDX_ARTICLE_INIT;

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        all[i]->length = 0;
        all[i]->bytes[0] = '\0';
    }
    add_body(&body, from);
    if (body.length == 0 || chance_percent(from, 90))
        add_words(&headline, from, 2 + chance_below(from, 6));
    if (chance_percent(from, 30))
        add_words(&byline, from, 2);
    if (chance_percent(from, 30))
        add_words(&dateline, from, 1 + chance_below(from, 2));
    if (chance_percent(from, 30))
        add_words(&keywords, from, 1 + chance_below(from, 4));
    article.key.bytes = key;
    article.key.length = strlen(key);
    article.headline = text_of(&headline);
    article.byline = text_of(&byline);
    article.dateline = text_of(&dateline);
    article.body = text_of(&body);
    article.keywords = text_of(&keywords);
    article.source = draw(from, make_sources, make_source_count);
    article.section = draw(from, make_sections, make_section_count);
    if (chance_percent(from, 80))
        article.published_at = draw_time(from);
    if (chance_percent(from, 30))
        article.updated_at = draw_time(from);
    if (chance_percent(from, 4))
        article.usage = NEWSIDX_WITHHELD;
    else if (chance_percent(from, 3))
        article.usage = NEWSIDX_CANCELED;
    else if (chance_percent(from, 6))
        article.embargoed_until = IN_2100;
    model_put(of, &article);
}

void make_corpus(model *of, chance *from, uint32_t article_count)
{
    char key[32];

    for (uint32_t i = 0; i < article_count; i++) {
        snprintf(key, sizeof key, "key-%u", i);
        put_random(of, from, key);
        /* Changes and removals of whatever is there so far, or isn't. */
        snprintf(key, sizeof key, "key-%u", chance_below(from, i + 2));
        if (chance_percent(from, 15))
            put_random(of, from, key);
        else if (chance_percent(from, 10))
            model_remove(of, key);
    }
}
