#include "profile.h"
#include "articles.h"
#include "measure.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define MOST_DATED 2048

/* FNV-1a (Fowler, Noll and Vo), of small letters. */
static uint64_t hash_of(const char *word, size_t length)
{
    uint64_t hash = 0xCBF29CE484222325U;

    for (size_t i = 0; i < length; i++)
        hash =
            (hash ^ (uint64_t)tolower((unsigned char)word[i])) * 0x100000001B3U;
    return hash;
}

static bool is_same(const char *known, const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (known[i] != (char)tolower((unsigned char)word[i]))
            return false;
    }
    return known[length] == '\0';
}

/* Where a word is, or would be. */
static bench_word *find_slot(const bench_profile *profile, const char *word,
                             size_t length)
{
    size_t slot = hash_of(word, length) & (profile->slots - 1);

    while (profile->words[slot].word != NULL &&
           !is_same(profile->words[slot].word, word, length))
        slot = (slot + 1) & (profile->slots - 1);
    return &profile->words[slot];
}

/* At most half the slots are taken. */
static void make_words(bench_profile *profile, const bench_queries *queries)
{
    size_t count = 0;

    for (size_t i = 0; i < queries->count; i++)
        count += queries->items[i].word_count;
    profile->slots = 1024;
    while (profile->slots < count * 2)
        profile->slots *= 2;
    profile->words = bench_alloc(profile->slots * sizeof(*profile->words));
    memset(profile->words, 0, profile->slots * sizeof(*profile->words));
    for (size_t i = 0; i < queries->count; i++) {
        const bench_query *query = &queries->items[i];

        for (size_t w = 0; w < query->word_count; w++) {
            const char *word = query->words[w];

            find_slot(profile, word, strlen(word))->word = word;
        }
    }
}

static void count_words(bench_profile *profile, const char *text)
{
    size_t length;

    for (;;) {
        bench_word *slot;

        text = bench_next_word(text, &length);
        if (text == NULL)
            break;
        slot = find_slot(profile, text, length);
        if (slot->word != NULL && slot->last != profile->articles) {
            slot->last = profile->articles;
            slot->articles++;
        }
        text += length;
    }
}

static bool is_day(const char *date)
{
    static const char form[] = "dddd-dd-dd";

    for (size_t i = 0; form[i] != '\0'; i++) {
        if (form[i] == 'd' ? !isdigit((unsigned char)date[i])
                           : date[i] != form[i])
            return false;
    }
    return true;
}

/* A source that stands in quotes in a query can have none itself. */
static void add_dated(bench_profile *profile, const bench_article *article)
{
    bench_dated *to = &profile->dated[profile->dated_count++];
    const bench_piece *source = &article->source;

    memcpy(to->day, article->date.bytes, BENCH_DAY_BYTES - 1);
    to->day[BENCH_DAY_BYTES - 1] = '\0';
    to->source = strpbrk(source->bytes, "\"\\*") != NULL
                     ? bench_copy("", 0)
                     : bench_copy(source->bytes, source->length);
}

/* Every second one goes. */
static void thin_out(bench_profile *profile)
{
    size_t kept = 0;

    for (size_t i = 0; i < profile->dated_count; i++) {
        if (i % 2 == 0)
            profile->dated[kept++] = profile->dated[i];
        else
            free(profile->dated[i].source);
    }
    profile->dated_count = kept;
}

static int compare_days(const void *a, const void *b)
{
    const bench_dated *left = a;
    const bench_dated *right = b;

    return strcmp(left->day, right->day);
}

void bench_profile_read(bench_profile *profile, const char *articles_path,
                        const bench_queries *queries)
{
    bench_articles articles;
    bench_article article;
    uint64_t step = 1; /* one of so many articles is kept */

    memset(profile, 0, sizeof(*profile));
    profile->dated = bench_alloc(MOST_DATED * sizeof(*profile->dated));
    make_words(profile, queries);
    bench_articles_open(&articles, articles_path);
    while (bench_articles_next(&articles, &article)) {
        profile->articles = articles.count;
        count_words(profile, article.title.bytes);
        count_words(profile, article.text.bytes);
        if (articles.count % step != 0 || !is_day(article.date.bytes))
            continue;
        if (profile->dated_count == MOST_DATED) {
            thin_out(profile);
            step *= 2;
        }
        add_dated(profile, &article);
    }
    profile->text_bytes = articles.text_bytes;
    bench_articles_close(&articles);
    qsort(profile->dated, profile->dated_count, sizeof(*profile->dated),
          compare_days);
}

void bench_profile_finish(bench_profile *profile)
{
    for (size_t i = 0; i < profile->dated_count; i++)
        free(profile->dated[i].source);
    free(profile->dated);
    free(profile->words);
    memset(profile, 0, sizeof(*profile));
}

uint64_t bench_profile_with(const bench_profile *profile, const char *word)
{
    return find_slot(profile, word, strlen(word))->articles;
}
