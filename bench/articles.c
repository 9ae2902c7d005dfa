#include "articles.h"
#include "measure.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Four hexadecimal digits; 0 if they are none. */
static uint32_t read_hex(const char *from)
{
    uint32_t value = 0;

    for (int i = 0; i < 4; i++) {
        char digit = (char)tolower((unsigned char)from[i]);

        if (digit >= '0' && digit <= '9')
            value = value * 16 + (uint32_t)(digit - '0');
        else if (digit >= 'a' && digit <= 'f')
            value = value * 16 + (uint32_t)(digit - 'a' + 10);
        else
            return 0;
    }
    return value;
}

static size_t put_utf8(char *to, uint32_t code)
{
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        to[0] = (char)(0xC0 | (code >> 6));
        to[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        to[0] = (char)(0xE0 | (code >> 12));
        to[1] = (char)(0x80 | ((code >> 6) & 0x3F));
        to[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | (code >> 18));
    to[1] = (char)(0x80 | ((code >> 12) & 0x3F));
    to[2] = (char)(0x80 | ((code >> 6) & 0x3F));
    to[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

/* An escape of four digits, or two of them for what lies above 16 bits. */
static const char *read_unicode(const char *from, const char *end, char *to,
                                size_t *length)
{
    uint32_t code;

    if (end - from < 4)
        return end;
    code = read_hex(from);
    from += 4;
    if (code >= 0xD800 && code < 0xDC00 && end - from >= 6 && from[0] == '\\' &&
        from[1] == 'u') {
        uint32_t low = read_hex(from + 2);

        if (low >= 0xDC00 && low < 0xE000) {
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            from += 6;
        }
    }
    if (code == 0 || (code >= 0xD800 && code < 0xE000))
        code = ' ';
    *length += put_utf8(to + *length, code);
    return from;
}

/*
 * The string that begins behind the quote at `from`, into `to`, which has room
 * for it: unescaped text is never longer. Returns what stands behind it.
 */
static const char *read_string(const char *from, const char *end, char *to,
                               size_t *length)
{
    static const char names[] = "bfnrt";
    static const char meant[] = "\b\f\n\r\t";

    *length = 0;
    while (from < end && *from != '"') {
        const char *name;

        if (*from != '\\' || from + 1 >= end) {
            to[(*length)++] = *from++;
            continue;
        }
        from++;
        if (*from == 'u') {
            from = read_unicode(from + 1, end, to, length);
            continue;
        }
        name = strchr(names, *from);
        to[(*length)++] = name == NULL ? *from : meant[name - names];
        from++;
    }
    return from < end ? from + 1 : end;
}

static void set_piece(bench_piece *piece, const char *bytes, size_t length)
{
    free(piece->bytes);
    piece->bytes = bench_copy(bytes, length);
    piece->length = length;
}

/* Names and values of the object on one line, at its outermost level. */
static void read_line(const char *line, const char *end, char *scratch,
                      bench_article *article)
{
    bench_piece *target = NULL;
    bool is_value = false;
    int depth = 0;

    while (line < end) {
        size_t length;
        char here = *line++;

        if (here == '{' || here == '[')
            depth++;
        else if (here == '}' || here == ']')
            depth--;
        else if (here == ':' && depth == 1)
            is_value = true;
        else if (here == ',' && depth == 1)
            is_value = false;
        if (here != '"')
            continue;
        line = read_string(line, end, scratch, &length);
        if (depth != 1)
            continue;
        scratch[length] = '\0';
        if (!is_value) {
            target = strcmp(scratch, "id") == 0      ? &article->key
                     : strcmp(scratch, "title") == 0 ? &article->title
                     : strcmp(scratch, "text") == 0  ? &article->text
                                                     : NULL;
        } else if (target != NULL) {
            set_piece(target, scratch, length);
        }
    }
}

static void finish_article(bench_article *article)
{
    free(article->key.bytes);
    free(article->title.bytes);
    free(article->text.bytes);
}

static void add_article(bench_articles *articles, bench_article *article)
{
    if (article->key.bytes == NULL)
        set_piece(&article->key, "", 0);
    if (article->title.bytes == NULL)
        set_piece(&article->title, "", 0);
    if (article->text.bytes == NULL)
        set_piece(&article->text, "", 0);
    if (article->title.length + article->text.length == 0) {
        finish_article(article);
        return;
    }
    if (articles->count == articles->capacity) {
        articles->capacity =
            articles->capacity == 0 ? 4096 : articles->capacity * 2;
        articles->items = bench_realloc(
            articles->items, articles->capacity * sizeof(*articles->items));
    }
    articles->text_bytes += article->title.length + article->text.length;
    articles->items[articles->count++] = *article;
}

void bench_articles_read(bench_articles *articles, const char *path)
{
    FILE *file = fopen(path, "rb");
    char *line = NULL;
    size_t capacity = 0;
    char *scratch = NULL;
    size_t scratch_length = 0;

    memset(articles, 0, sizeof(*articles));
    if (file == NULL)
        bench_die("can't read %s", path);
    for (;;) {
        bench_article article = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
        ssize_t length = getline(&line, &capacity, file);

        if (length < 0)
            break;
        if ((size_t)length + 1 > scratch_length) {
            scratch_length = (size_t)length * 2 + 1;
            scratch = bench_realloc(scratch, scratch_length);
        }
        read_line(line, line + length, scratch, &article);
        add_article(articles, &article);
    }
    free(scratch);
    free(line);
    fclose(file);
}

void bench_articles_finish(bench_articles *articles)
{
    for (size_t i = 0; i < articles->count; i++)
        finish_article(&articles->items[i]);
    free(articles->items);
    memset(articles, 0, sizeof(*articles));
}

/* Cut a line at what is neither letter nor digit. */
static void split_words(const char *line, bench_query *query)
{
    while (*line != '\0') {
        size_t length = 0;

        while (isalnum((unsigned char)line[length]))
            length++;
        if (length > 0) {
            char *word = bench_copy(line, length);

            for (size_t i = 0; i < length; i++)
                word[i] = (char)tolower((unsigned char)word[i]);
            query->words = bench_realloc(
                query->words, (query->word_count + 1) * sizeof(*query->words));
            query->words[query->word_count++] = word;
        }
        line += length == 0 ? 1 : length;
    }
}

void bench_queries_read(bench_queries *queries, const char *path)
{
    FILE *file = fopen(path, "rb");
    char *line = NULL;
    size_t capacity = 0;

    memset(queries, 0, sizeof(*queries));
    if (file == NULL)
        bench_die("can't read %s", path);
    while (getline(&line, &capacity, file) >= 0) {
        const char *tab = strchr(line, '\t');
        bench_query query = {NULL, 0};

        split_words(tab == NULL ? line : tab + 1, &query);
        if (query.word_count == 0)
            continue;
        if (queries->count == queries->capacity) {
            queries->capacity =
                queries->capacity == 0 ? 512 : queries->capacity * 2;
            queries->items = bench_realloc(
                queries->items, queries->capacity * sizeof(*queries->items));
        }
        queries->items[queries->count++] = query;
    }
    free(line);
    fclose(file);
}

void bench_queries_finish(bench_queries *queries)
{
    for (size_t i = 0; i < queries->count; i++) {
        for (size_t w = 0; w < queries->items[i].word_count; w++)
            free(queries->items[i].words[w]);
        free(queries->items[i].words);
    }
    free(queries->items);
    memset(queries, 0, sizeof(*queries));
}

char *bench_query_spell(const bench_query *query, size_t word_count,
                        const char *before, const char *between,
                        const char *after)
{
    size_t length = 1;
    char *text;
    size_t used = 0;

    if (word_count > query->word_count)
        word_count = query->word_count;
    for (size_t i = 0; i < word_count; i++)
        length += strlen(query->words[i]) + strlen(before) + strlen(between) +
                  strlen(after);
    text = bench_alloc(length);
    text[0] = '\0';
    for (size_t i = 0; i < word_count; i++)
        used += (size_t)snprintf(text + used, length - used, "%s%s%s%s",
                                 i == 0 ? "" : between, before, query->words[i],
                                 after);
    return text;
}
