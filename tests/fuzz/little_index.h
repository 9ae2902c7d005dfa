/* A small index in which each operator of the language can hold. */
#ifndef NX_FUZZ_LITTLE_INDEX_H
#define NX_FUZZ_LITTLE_INDEX_H

#include "articles.h"
#include "newsidx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/newsidx-fuzz-"
                       "XX"
                       "XX"
                       "XX";
static newsidx *index_at_hand;

static inline void expect(int truth)
{
    if (!truth)
        abort();
}

/* Days of September 2016, which the queries' clock is in. */
#define DAY(n) (1472688000 + ((n)-1) * 86400)

typedef struct sample {
    const char *key;
    const char *headline;
    const char *body;
    const char *byline;
    const char *dateline;
    const char *source;
    const char *section;
    const char *keywords;
    const char *language;
    int64_t published_at;
    int64_t updated_at;
} sample;

/* The second "1" is the version that is found. */
static const sample samples[] = {
    {.key = "1", .headline = "Talks", .body = "Kerry and Lavrov talk."},
    {.key = "1",
     .headline = "U.S. and Russia talk",
     .body = "GENEVA (AP) - Kerry and Lavrov met. \xE2\x80\x9CWe talked,"
             "\xE2\x80\x9D he said.\xE2\x80\x9CLet us go on.\xE2\x80\x9D "
             "The U.S. said no.\nJohn Kerry told us that Lavrov was in Moscow. "
             "\"The cease-fire holds,\" Lavrov told Kerry.\n\nUS AND RUSSIA: "
             "talks in Geneva, then Aleppo. Lavrov left Geneva.\n",
     .byline = "Matthew Lee",
     .dateline = "GENEVA (AP)",
     .source = "AP",
     .section = "world",
     .keywords = "talks, Syria, cease-fire",
     .published_at = DAY(9),
     .updated_at = DAY(10)},
    {.key = "2",
     .headline = "No no-no no",
     .body = "no no-no no a-a-a a a-a a b a b c al-Qaida alqaida AlQaida",
     .published_at = NEWSIDX_NO_TIME,
     .updated_at = NEWSIDX_NO_TIME},
    {.key = "3",
     .headline = "Al-Qaida in Syria\xE2\x80\x99s north",
     .body = "al qaida, al-Qaida-linked and state-of-the-art. Killed "
             "thousands.After that 1,200 more in the 1990s. F16 and F-16.\n\n"
             "The end of it. Al Qaeda, Qaedas, QAIDA and qa'ida.\n",
     .byline = "Lee, Ann",
     .source = "Daily Star",
     .keywords = "al-Qaida",
     .published_at = DAY(8),
     .updated_at = NEWSIDX_NO_TIME},
    {.key = "4",
     .body = "a b c a b a a a b. A? B! C. \xE4\xB8\xAD\xE6\x9D\xB1\xE5\x92"
             "\x8C\xE5\xB9\xB3\xE3\x80\x82\xE6\x9D\xB1\xE4\xBA\xAC\xE3"
             "\x80\x82",
     .source = "Xinhua, Tokyo",
     .section = "a \"b\"",
     .language = "zh",
     .published_at = -1,
     .updated_at = DAY(1)},
    {.key = "5",
     .headline = "\xD0\x9C\xD0\xB8\xD1\x80 \xD0\xB8 \xD0\xB2\xD0\xBE"
                 "\xD0\xB9\xD0\xBD\xD0\xB0",
     .body = "Caf\xC3\xA9 na\xC3\xAFve \xEF\xAC\x81ne stra\xC3\x9F"
             "e e\xCC\x81t\xC3\xA9 \xE0\xB8\xA0\xE0\xB8\xB2\xE0\xB8\xA9"
             "\xE0\xB8\xB2. \xD0\x9C\xD0\xB8\xD1\x80\xD0\xB0.",
     .source = "TASS",
     .language = "ru",
     .published_at = DAY(15),
     .updated_at = DAY(15)},
    {.key = "6",
     .headline = "Only a headline about talks",
     .source = "AP",
     .section = "World",
     .published_at = DAY(15) + 5 * 3600,
     .updated_at = DAY(14)},
    {.key = "7", .headline = "A b c", .body = "a", .language = "tlh"},
    {.key = "8", .headline = "Removed talks", .body = "Lavrov in Geneva."},
};

static inline newsidx_article article_of(const sample *from)
{
    newsidx_article article = NEWSIDX_ARTICLE_INIT;

    article.key = text_of(from->key);
    article.headline = text_of(from->headline);
    article.body = text_of(from->body);
    article.byline = text_of(from->byline);
    article.dateline = text_of(from->dateline);
    article.source = text_of(from->source);
    article.section = text_of(from->section);
    article.keywords = text_of(from->keywords);
    article.language = text_of(from->language);
    article.published_at = from->published_at;
    article.updated_at = from->updated_at;
    return article;
}

/* So many words begin with the same letter that a prefix of it is cut. */
#define LONG_WORDS 1300

/* Passages, and `word_count` words that are nowhere else; at most LONG_WORDS.
 */
static inline void put_long(int word_count)
{
    static char body[65536];
    newsidx_article article = NEWSIDX_ARTICLE_INIT;
    size_t used = 0;

    for (int i = 0; i < word_count; i++)
        used += (size_t)snprintf(body + used, sizeof body - used, "w%d%s", i,
                                 i % 12 != 11   ? " "
                                 : i % 60 != 59 ? ". Talk to us "
                                                : ".\n\nThe a b ");
    article.key = text_of("long");
    article.keywords = text_of("talks, geneva");
    article.source = text_of("Reuters");
    article.body.bytes = body;
    article.body.length = used;
    article.published_at = 5;
    expect(newsidx_put(index_at_hand, &article, NULL, NULL) == NEWSIDX_OK);
}

static inline void clean_up(void)
{
    static const char *const names[] = {"a.db", "a.db-wal", "a.db-shm",
                                        "a.db.lock"};
    char path[64];

    newsidx_close(index_at_hand);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

/* Once; it is gone when the program ends. */
static inline void make_index(int long_words)
{
    char path[64];

    expect(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/a.db", folder);
    expect(newsidx_open(path, NULL, &index_at_hand, NULL) == NEWSIDX_OK);
    atexit(clean_up);
    expect(newsidx_begin(index_at_hand, NULL) == NEWSIDX_OK);
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const newsidx_article article = article_of(&samples[i]);

        expect(newsidx_put(index_at_hand, &article, NULL, NULL) == NEWSIDX_OK);
    }
    put_long(long_words);
    expect(newsidx_remove(index_at_hand, text_of("8"), NULL) == NEWSIDX_OK);
    expect(newsidx_commit(index_at_hand, NULL) == NEWSIDX_OK);
}

#endif
