#include "corpus.h"
#include "measure.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define LEMMA_COUNT 40000
#define NAME_COUNT 2000
#define PLACE_COUNT 300
#define TOPIC_COUNT 400
#define TOPIC_LEMMAS 300
#define STORY_LEMMAS 24
#define STORY_NAMES 4
#define STORY_PLACES 2
#define STORY_SENTENCES 4
#define STORY_ARTICLES 5 /* on average */
#define WORD_BYTES 24

/* ------------------------------------------------------------- chance ---- */

/* SplitMix64 (Steele, Lea and Flood, 2014): small, and good enough here. */
typedef struct chance {
    uint64_t state;
} chance;

static uint64_t draw(chance *from)
{
    uint64_t value = from->state += 0x9E3779B97F4A7C15U;

    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31);
}

static chance chance_of(uint64_t seed, uint64_t kind, uint64_t number)
{
    chance from = {seed * 31 + kind};

    from.state ^= draw(&from) + number * 0xD1342543DE82EF95U;
    draw(&from);
    return from;
}

static uint32_t draw_below(chance *from, uint32_t count)
{
    return (uint32_t)(((draw(from) >> 32) * count) >> 32);
}

static double draw_share(chance *from)
{
    return (double)(draw(from) >> 11) / 9007199254740992.0;
}

/* --------------------------------------------------------- vocabulary ---- */

typedef enum word_class { NOUN, VERB, ADJECTIVE, CLASS_COUNT } word_class;

typedef struct lemma {
    char text[WORD_BYTES];
    word_class class;
} lemma;

struct bench_corpus {
    uint64_t seed;
    bench_form form;
    lemma *lemmas; /* LEMMA_COUNT, the frequent ones first */
    char (*names)[WORD_BYTES];
    char (*places)[WORD_BYTES];
    char *text; /* of the article being written */
    size_t length;
    size_t capacity;
};

/* The words of English that are in every text, most frequent first. */
static const char *const function_words[] = {
    "the",   "of",   "to",    "and",   "a",    "in",   "that", "for",
    "on",    "is",   "said",  "with",  "he",   "was",  "by",   "as",
    "at",    "it",   "from",  "has",   "have", "be",   "will", "an",
    "are",   "his",  "were",  "who",   "not",  "but",  "they", "had",
    "their", "this", "which", "would", "its",  "more", "been", "after",
    "about", "also", "or",    "we",    "than", "up",   "one",  "over",
    "new",   "last", "she",   "could", "when", "some", "her",  "into"};

#define FUNCTION_COUNT (sizeof(function_words) / sizeof(function_words[0]))

static size_t put(char *to, size_t used, const char *part)
{
    size_t length = strlen(part);

    if (used + length >= WORD_BYTES)
        return used;
    memcpy(to + used, part, length + 1);
    return used + length;
}

static void make_word(chance *from, char *to, uint32_t syllables)
{
    static const char *const begins[] = {
        "b", "br", "c",  "ch", "d",  "f", "fl", "g",  "gr", "h",
        "j", "k",  "l",  "m",  "n",  "p", "pl", "pr", "qu", "r",
        "s", "sh", "st", "t",  "tr", "v", "w",  "z"};
    static const char *const middles[] = {"a", "e",  "i",  "o",
                                          "u", "ai", "ea", "ou"};
    static const char *const ends[] = {"",  "",  "",  "",  "n",
                                       "r", "l", "m", "t", "nd"};
    size_t used = 0;

    for (uint32_t i = 0; i < syllables; i++) {
        used = put(to, used, begins[draw_below(from, 28)]);
        used = put(to, used, middles[draw_below(from, 8)]);
        used = put(to, used, ends[draw_below(from, 10)]);
    }
}

static void make_capitalized(chance *from, char *to)
{
    make_word(from, to, 2);
    to[0] = (char)toupper((unsigned char)to[0]);
}

bench_corpus *bench_corpus_new(uint64_t seed, bench_form form)
{
    bench_corpus *corpus = bench_alloc(sizeof(*corpus));

    memset(corpus, 0, sizeof(*corpus));
    corpus->seed = seed;
    corpus->form = form;
    corpus->lemmas = bench_alloc(LEMMA_COUNT * sizeof(*corpus->lemmas));
    corpus->names = bench_alloc(NAME_COUNT * sizeof(*corpus->names));
    corpus->places = bench_alloc(PLACE_COUNT * sizeof(*corpus->places));
    for (uint32_t i = 0; i < LEMMA_COUNT; i++) {
        chance from = chance_of(seed, 1, i);

        /* Frequent words are short: Zipf saw that too. */
        make_word(&from, corpus->lemmas[i].text, i < 2000 ? 2 : 3);
        corpus->lemmas[i].class = (word_class)draw_below(&from, CLASS_COUNT);
    }
    for (uint32_t i = 0; i < NAME_COUNT; i++) {
        chance from = chance_of(seed, 2, i);

        make_capitalized(&from, corpus->names[i]);
    }
    for (uint32_t i = 0; i < PLACE_COUNT; i++) {
        chance from = chance_of(seed, 3, i);

        make_capitalized(&from, corpus->places[i]);
    }
    return corpus;
}

void bench_corpus_free(bench_corpus *corpus)
{
    if (corpus == NULL)
        return;
    free(corpus->lemmas);
    free(corpus->names);
    free(corpus->places);
    free(corpus->text);
    free(corpus);
}

/* By Zipf's law, as Mandelbrot has it: 1 / (rank + 10), summed and inverted. */
static uint32_t draw_rank(chance *from, uint32_t count)
{
    double rank = 10.0 * (pow(1.0 + count / 10.0, draw_share(from)) - 1.0);

    return rank < count ? (uint32_t)rank : count - 1;
}

static uint32_t draw_lemma(chance *from)
{
    return draw_rank(from, LEMMA_COUNT);
}

/* Lemma `rank` of those that stories of a topic are about. */
static uint32_t topic_lemma(const bench_corpus *corpus, uint32_t topic,
                            uint32_t rank)
{
    chance from =
        chance_of(corpus->seed, 9, (uint64_t)topic * TOPIC_LEMMAS + rank);

    return draw_lemma(&from);
}

/* ------------------------------------------------------------ writing ---- */

static void add(bench_corpus *corpus, const char *text)
{
    size_t length = strlen(text);

    if (corpus->length + length + 1 > corpus->capacity) {
        corpus->capacity = (corpus->length + length + 1) * 2;
        corpus->text = bench_realloc(corpus->text, corpus->capacity);
    }
    memcpy(corpus->text + corpus->length, text, length + 1);
    corpus->length += length;
}

/* An inflected form of a lemma, as the word class has it. */
static void add_inflected(bench_corpus *corpus, chance *from, uint32_t number)
{
    static const char *const endings[CLASS_COUNT][4] = {
        {"", "", "s", "s"}, {"", "s", "ed", "ing"}, {"", "", "", "ly"}};
    const lemma *word = &corpus->lemmas[number];

    add(corpus, word->text);
    add(corpus, endings[word->class][draw_below(from, 4)]);
}

/*
 * A word that the articles before had not, or few of them: by Heaps' law there
 * are about as many as articles to the power of 0.7.
 */
static void add_coined(bench_corpus *corpus, chance *from, uint64_t article)
{
    uint32_t known = 10 + (uint32_t)(10.0 * pow((double)article, 0.7));
    chance letters = chance_of(corpus->seed, 10, draw_below(from, known));
    char word[WORD_BYTES];

    make_word(&letters, word, 4);
    add(corpus, word);
}

/* What the articles of one story share. */
typedef struct story {
    uint64_t number;
    uint32_t lemmas[STORY_LEMMAS];
    uint32_t names[STORY_NAMES];
    uint32_t places[STORY_PLACES];
} story;

static story make_story(const bench_corpus *corpus, uint64_t number)
{
    chance from = chance_of(corpus->seed, 4, number);
    uint32_t topic = draw_rank(&from, TOPIC_COUNT);
    story made;

    made.number = number;
    /* Of three words two are the topic's, the common ones of it first. */
    for (size_t i = 0; i < STORY_LEMMAS; i++)
        made.lemmas[i] =
            i % 3 == 0
                ? draw_lemma(&from)
                : topic_lemma(corpus, topic, draw_rank(&from, TOPIC_LEMMAS));
    for (size_t i = 0; i < STORY_NAMES; i++)
        made.names[i] = draw_below(&from, NAME_COUNT);
    for (size_t i = 0; i < STORY_PLACES; i++)
        made.places[i] = draw_below(&from, PLACE_COUNT);
    return made;
}

static void add_name(bench_corpus *corpus, chance *from, const story *of)
{
    if (draw_below(from, 3) > 0) {
        add(corpus, corpus->names[of->names[draw_below(from, STORY_NAMES)]]);
    } else {
        add(corpus, corpus->names[draw_below(from, NAME_COUNT)]);
        add(corpus, "-");
        add(corpus, corpus->names[draw_below(from, NAME_COUNT)]);
    }
    if (draw_below(from, 6) == 0)
        add(corpus, "\xE2\x80\x99s");
}

static void add_number(bench_corpus *corpus, chance *from)
{
    char number[16];

    if (draw_below(from, 2) == 0)
        snprintf(number, sizeof(number), "%u", draw_below(from, 100));
    else
        snprintf(number, sizeof(number), "%u,%03u", 1 + draw_below(from, 99),
                 draw_below(from, 1000));
    add(corpus, number);
}

/* A word or a name that carries meaning. */
static void add_content(bench_corpus *corpus, chance *from, const story *of)
{
    uint32_t kind = draw_below(from, 100);

    if (kind < 12)
        add_name(corpus, from, of);
    else if (kind < 15)
        add(corpus, corpus->places[of->places[draw_below(from, STORY_PLACES)]]);
    else if (kind < 18)
        add_number(corpus, from);
    else if (kind < 20)
        add(corpus, "U.S.");
    else if (kind < 23)
        add_coined(corpus, from, of->number * STORY_ARTICLES);
    else if (kind < 45)
        add_inflected(corpus, from, of->lemmas[draw_below(from, STORY_LEMMAS)]);
    else
        add_inflected(corpus, from, draw_lemma(from));
}

static void add_function_word(bench_corpus *corpus, chance *from)
{
    /* A product of two shares favours the first of the list. */
    double place = draw_share(from) * draw_share(from);

    add(corpus, function_words[(size_t)(place * (double)FUNCTION_COUNT)]);
}

static void add_sentence(bench_corpus *corpus, chance *from, const story *of)
{
    uint32_t words = 8 + draw_below(from, 22);
    bool is_quoted = draw_below(from, 7) == 0;
    size_t begin;

    if (is_quoted)
        add(corpus, "\xE2\x80\x9C");
    begin = corpus->length;
    for (uint32_t i = 0; i < words; i++) {
        if (i > 0)
            add(corpus, draw_below(from, 14) == 0 ? ", " : " ");
        if (draw_below(from, 100) < 45)
            add_function_word(corpus, from);
        else
            add_content(corpus, from, of);
    }
    corpus->text[begin] = (char)toupper((unsigned char)corpus->text[begin]);
    if (is_quoted) {
        add(corpus, ",\xE2\x80\x9D ");
        add(corpus, corpus->names[of->names[0]]);
        add(corpus, " said");
    }
    add(corpus, ".");
}

static void add_body(bench_corpus *corpus, chance *from, const story *of)
{
    /* From a short flash to a long read, few of them long. */
    double share = draw_share(from);
    bool is_short = corpus->form == BENCH_SHORT_ARTICLES;
    uint32_t paragraphs = is_short ? 1 : 2 + (uint32_t)(share * share * 24.0);

    for (uint32_t p = 0; p < paragraphs; p++) {
        uint32_t sentences =
            (is_short ? 2 : 1) + draw_below(from, 4 - is_short);

        if (p > 0)
            add(corpus, "\n\n");
        for (uint32_t s = 0; s < sentences; s++) {
            chance shared = chance_of(corpus->seed, 5,
                                      of->number * STORY_SENTENCES +
                                          draw_below(from, STORY_SENTENCES));
            bool is_shared = draw_below(from, 8) == 0;

            if (s > 0)
                add(corpus, " ");
            add_sentence(corpus, is_shared ? &shared : from, of);
        }
    }
}

static void add_headline(bench_corpus *corpus, chance *from, const story *of)
{
    uint32_t words = 4 + draw_below(from, 6);

    add(corpus, corpus->names[of->names[draw_below(from, STORY_NAMES)]]);
    for (uint32_t i = 1; i < words; i++) {
        uint32_t kind = draw_below(from, 10);

        add(corpus, " ");
        if (kind < 2)
            add_function_word(corpus, from);
        else if (kind < 4)
            add(corpus,
                corpus->names[of->names[draw_below(from, STORY_NAMES)]]);
        else
            add_inflected(corpus, from,
                          of->lemmas[draw_below(from, STORY_LEMMAS)]);
    }
}

/* The text that was added since `begin`, as a JSON string. */
static void write_string(const bench_corpus *corpus, size_t begin, FILE *file)
{
    const char *from = corpus->text + begin;

    fputc('"', file);
    for (;;) {
        size_t plain = strcspn(from, "\n\"\\");

        fwrite(from, 1, plain, file);
        if (from[plain] == '\0')
            break;
        fputc('\\', file);
        fputc(from[plain] == '\n' ? 'n' : from[plain], file);
        from += plain + 1;
    }
    fputc('"', file);
}

/*
 * Stories are told by neighbours in number, as wires do within some days: the
 * numbers are shared out to stories in groups of twenty, at random.
 */
static story story_of(const bench_corpus *corpus, uint64_t number)
{
    chance from = chance_of(corpus->seed, 6, number);
    uint64_t group = number / 20;

    return make_story(corpus, group * (20 / STORY_ARTICLES) +
                                  draw_below(&from, 20 / STORY_ARTICLES));
}

void bench_corpus_write_article(bench_corpus *corpus, uint64_t number,
                                FILE *file)
{
    static const char *const sources[] = {"AP", "Reuters", "AFP", "dpa", "EFE"};
    chance from = chance_of(corpus->seed, 7, number);
    story of = story_of(corpus, number);
    uint64_t day = number / 200; /* of months of 28 days, from 2001 on */
    size_t begin;

    corpus->length = 0;
    add_headline(corpus, &from, &of);
    fprintf(file, "{\"id\": \"wire-%08llu\", \"source\": \"%s\", ",
            (unsigned long long)number, sources[draw_below(&from, 5)]);
    fprintf(file, "\"date\": \"%04llu-%02llu-%02lluT%02u:%02u:00Z\", ",
            (unsigned long long)(2001 + day / 336),
            (unsigned long long)(1 + day / 28 % 12),
            (unsigned long long)(1 + day % 28), draw_below(&from, 24),
            draw_below(&from, 60));
    fputs("\"title\": ", file);
    write_string(corpus, 0, file);
    fprintf(file, ", \"byline\": \"%s %s\", \"dateline\": \"%s\", \"text\": ",
            corpus->names[draw_below(&from, NAME_COUNT)],
            corpus->names[draw_below(&from, NAME_COUNT)],
            corpus->places[of.places[0]]);
    begin = corpus->length;
    add_body(corpus, &from, &of);
    write_string(corpus, begin, file);
    fputs("}\n", file);
}

void bench_corpus_write_query(bench_corpus *corpus, uint64_t number,
                              uint64_t article_count, FILE *file)
{
    chance which = chance_of(corpus->seed, 8, number);
    uint64_t article = draw(&which) % (article_count == 0 ? 1 : article_count);
    chance from = chance_of(corpus->seed, 7, article);
    story of = story_of(corpus, article);

    corpus->length = 0;
    add_headline(corpus, &from, &of);
    for (size_t i = 0; i < corpus->length; i++)
        corpus->text[i] = (char)tolower((unsigned char)corpus->text[i]);
    fprintf(file, "%llu\t%s\n", (unsigned long long)number + 1, corpus->text);
}
