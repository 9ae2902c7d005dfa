#include "articles.h"
#include "measure.h"

#include <ctype.h>
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

/* Which piece of an article a name of the file means; NULL: none. */
static bench_piece *find_piece(bench_article *article, const char *name)
{
    return strcmp(name, "id") == 0       ? &article->key
           : strcmp(name, "title") == 0  ? &article->title
           : strcmp(name, "text") == 0   ? &article->text
           : strcmp(name, "date") == 0   ? &article->date
           : strcmp(name, "source") == 0 ? &article->source
                                         : NULL;
}

/*
 * Names and values of the object on one line, at its outermost level. All of
 * them fit into `strings`, one behind the other, if it is as long as the line:
 * each had two quotes and needs one NUL.
 */
static void read_line(const char *line, const char *end, char *strings,
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
        line = read_string(line, end, strings, &length);
        if (depth != 1)
            continue;
        strings[length] = '\0';
        if (!is_value) {
            target = find_piece(article, strings);
        } else if (target != NULL) {
            *target = (bench_piece){strings, length};
            strings += length + 1;
        }
    }
}

void bench_articles_open(bench_articles *articles, const char *path)
{
    memset(articles, 0, sizeof(*articles));
    articles->file = fopen(path, "rb");
    if (articles->file == NULL)
        bench_die("can't read %s", path);
}

/* The next line that has an article. */
static bool read_article(bench_articles *articles, bench_article *article)
{
    static const bench_piece none = {"", 0};

    for (;;) {
        ssize_t length =
            getline(&articles->line, &articles->line_capacity, articles->file);

        if (length < 0)
            return false;
        if ((size_t)length >= articles->strings_capacity) {
            articles->strings_capacity = (size_t)length * 2 + 1;
            articles->strings =
                bench_realloc(articles->strings, articles->strings_capacity);
        }
        *article = (bench_article){none, none, none, none, none};
        read_line(articles->line, articles->line + length, articles->strings,
                  article);
        if (article->title.length + article->text.length > 0)
            return true;
    }
}

bool bench_articles_next(bench_articles *articles, bench_article *article)
{
    double begin = bench_now_ms();
    bool is_there = read_article(articles, article);

    articles->reading_ms += bench_now_ms() - begin;
    if (!is_there)
        return false;
    articles->count++;
    articles->text_bytes += article->title.length + article->text.length;
    return true;
}

void bench_articles_close(bench_articles *articles)
{
    fclose(articles->file);
    free(articles->line);
    free(articles->strings);
    memset(articles, 0, sizeof(*articles));
}
