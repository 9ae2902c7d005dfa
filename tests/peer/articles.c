#include "articles.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

/*
 * Several forms of one stem, several stems with one beginning. All have four
 * letters or more, so that none is an abbreviation, and none is an operator.
 */
static const char *const words[] = {
    "talk",    "talks",    "talked",   "talking",    "truce",    "truces",
    "kerry",   "aleppo",   "river",    "rivers",     "flood",    "floods",
    "flooded", "flooding", "agree",    "agreed",     "agreeing", "agreement",
    "lavrov",  "attack",   "attacks",  "attacked",   "report",   "reports",
    "report",  "reporter", "reported", "storm",      "storms",   "stormed",
    "station", "stations", "study",    "studies",    "studied",  "studying",
    "border",  "borders",  "bridge",   "bridges",    "school",   "schools",
    "geneva",  "general",  "generals", "generation", "harbor",   "happy",
    "happier", "office",   "offices",  "officer",    "mayor",    "vote",
    "votes",   "voted",    "voter",    "walking",    "walked",   "winter"};

#define WORD_COUNT (sizeof words / sizeof *words)

/* The first words are drawn more often than the last. */
const char *articles_draw_word(chance *from)
{
    uint32_t most = 1 + chance_below(from, (uint32_t)WORD_COUNT);

    return words[chance_below(from, most)];
}

static void add_text(article_column *to, const char *text)
{
    size_t length = strlen(to->text);

    snprintf(to->text + length, sizeof to->text - length, "%s", text);
}

static void add_sentence(article_column *to, chance *from, uint32_t most)
{
    uint32_t count = 3 + chance_below(from, most - 2);
    size_t begin = strlen(to->text);

    for (uint32_t i = 0; i < count; i++) {
        const char *word = articles_draw_word(from);

        to->words[to->count++] = word;
        if (i > 0)
            add_text(to, " ");
        add_text(to, word);
    }
    to->text[begin] = (char)toupper((unsigned char)to->text[begin]);
}

static void add_body(article_column *to, chance *from)
{
    uint32_t paragraphs = 1 + chance_below(from, MOST_PARAGRAPHS);

    for (uint32_t p = 0; p < paragraphs; p++) {
        uint32_t sentences = 1 + chance_below(from, MOST_SENTENCES);

        if (p > 0)
            add_text(to, "\n\n");
        for (uint32_t s = 0; s < sentences; s++) {
            if (s > 0)
                add_text(to, " ");
            add_sentence(to, from, MOST_SENTENCE_WORDS);
            add_text(to, ".");
        }
    }
}

void articles_make(article *articles, chance *from)
{
    for (size_t i = 0; i < ARTICLE_COUNT; i++) {
        article *made = &articles[i];

        memset(made, 0, sizeof *made);
        add_sentence(&made->columns[COLUMN_HEADLINE], from,
                     MOST_HEADLINE_WORDS);
        add_body(&made->columns[COLUMN_BODY], from);
    }
}

void articles_write(const article *articles, FILE *to)
{
    for (size_t i = 0; i < ARTICLE_COUNT; i++) {
        const article_column *columns = articles[i].columns;

        fprintf(to, "%zu\t%s\t<p>", i + 1, columns[COLUMN_HEADLINE].text);
        for (const char *at = columns[COLUMN_BODY].text; *at != '\0'; at++) {
            if (strncmp(at, "\n\n", 2) != 0)
                fputc(*at, to);
            else
                fputs("</p><p>", to);
            at += *at == '\n';
        }
        fputs("</p>\n", to);
    }
}
