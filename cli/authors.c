#include "authors.h"

#include <string.h>
#include <strings.h>

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static newsidx_text trim(newsidx_text text)
{
    while (text.length > 0 && is_blank(text.bytes[0])) {
        text.bytes++;
        text.length--;
    }
    while (text.length > 0 && is_blank(text.bytes[text.length - 1]))
        text.length--;
    return text;
}

static bool is_one_of(newsidx_text word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(words[i]) == word.length &&
            strncasecmp(words[i], word.bytes, word.length) == 0)
            return true;
    }
    return false;
}

/* Words of posts, which tell what somebody is. */
static bool is_post(newsidx_text word)
{
    static const char *const words[] = {
        "writer",       "writers",       "reporter",       "reporters",
        "editor",       "editors",       "staff",          "columnist",
        "photographer", "correspondent", "correspondents", "contributor",
        "contributors", "analyst",       "critic"};
    return is_one_of(word, words, sizeof words / sizeof words[0]);
}

/* Words of offices, which are no persons. */
static bool is_office(newsidx_text word)
{
    static const char *const words[] = {
        "press",   "news",   "agency",  "service", "services", "desk",
        "bureau",  "team",   "times",   "post",    "network",  "media",
        "group",   "wire",   "office",  "board",   "ministry", "department",
        "reuters", "agence", "agencies"};
    return is_post(word) ||
           is_one_of(word, words, sizeof words / sizeof *words);
}

static bool is_particle(newsidx_text word)
{
    static const char *const words[] = {
        "von", "van", "de",  "der", "den", "zu", "la", "le",  "di",  "da",
        "do",  "dos", "das", "del", "bin", "al", "el", "ten", "ter", "af"};
    return word.bytes[0] >= 'a' && word.bytes[0] <= 'z' &&
           is_one_of(word, words, sizeof words / sizeof words[0]);
}

static bool is_suffix(newsidx_text word)
{
    static const char *const words[] = {"Jr.", "Jr",  "Sr.", "Sr",
                                        "II",  "III", "IV"};
    return is_one_of(word, words, sizeof words / sizeof words[0]);
}

/* The next word of a name, which `*offset` moves behind. */
static bool next_word(newsidx_text name, size_t *offset, newsidx_text *out)
{
    size_t at = *offset;
    while (at < name.length && is_blank(name.bytes[at]))
        at++;
    size_t start = at;
    while (at < name.length && !is_blank(name.bytes[at]))
        at++;
    *offset = at;
    *out = (newsidx_text){name.bytes + start, at - start};
    return at > start;
}

static bool has_word(newsidx_text name, bool (*is_wanted)(newsidx_text word))
{
    newsidx_text word;
    for (size_t offset = 0; next_word(name, &offset, &word);) {
        if (is_wanted(word))
            return true;
    }
    return false;
}

/* Could it be part of a person's name? */
static bool is_name_word(newsidx_text word)
{
    bool is_lower = word.bytes[0] >= 'a' && word.bytes[0] <= 'z';
    if (is_lower && !is_particle(word) && strncmp(word.bytes, "d'", 2) != 0)
        return false;
    for (size_t i = 0; i < word.length; i++) {
        char byte = word.bytes[i];
        if ((byte >= '0' && byte <= '9') || strchr("@/:()\"_", byte) != NULL)
            return false;
    }
    return true;
}

#define MOST_WORDS 6

/* Take a name apart where it is a person's. */
static void split_name(newsidx_text name, nq_author *author)
{
    newsidx_text words[MOST_WORDS];
    newsidx_text word;
    size_t count = 0;

    *author = (nq_author){.literal = name};
    for (size_t offset = 0; next_word(name, &offset, &word); count++) {
        if (count == MOST_WORDS || !is_name_word(word) || is_office(word))
            return;
        words[count] = word;
    }
    size_t last = count;
    if (count > 2 && is_suffix(words[count - 1]))
        last--;
    if (last < 2)
        return;
    size_t family = last - 1;
    while (family > 1 && is_particle(words[family - 1]))
        family--;
    const char *end = words[last - 1].bytes + words[last - 1].length;
    const char *given_end = words[family - 1].bytes + words[family - 1].length;
    author->family.bytes = words[family].bytes;
    author->family.length = (size_t)(end - words[family].bytes);
    author->given.bytes = name.bytes;
    author->given.length = (size_t)(given_end - name.bytes);
    if (last < count)
        author->suffix = words[last];
}

/* Bytes of what parts names at `at`; 0: nothing does. */
static size_t separator_at(newsidx_text text, size_t at)
{
    static const char *const words[] = {" and ", " & "};
    char byte = text.bytes[at];
    if (byte == ',' || byte == ';' || byte == '\n')
        return 1;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t length = strlen(words[i]);
        if (text.length - at >= length &&
            strncasecmp(text.bytes + at, words[i], length) == 0)
            return length;
    }
    return 0;
}

/* The piece up to the next separator, which `*offset` moves behind. */
static newsidx_text next_piece(newsidx_text byline, size_t *offset)
{
    size_t start = *offset;
    size_t at = start;
    size_t separator = 0;
    while (at < byline.length) {
        separator = separator_at(byline, at);
        if (separator > 0)
            break;
        at++;
    }
    *offset = at + separator;
    newsidx_text piece = trim((newsidx_text){byline.bytes + start, at - start});
    bool has_by = piece.length > 3 && strncasecmp(piece.bytes, "by ", 3) == 0;
    bool has_and = piece.length > 4 && strncasecmp(piece.bytes, "and ", 4) == 0;
    size_t skipped = has_by ? 3 : has_and ? 4 : 0;
    piece.bytes += skipped;
    piece.length -= skipped;
    return trim(piece);
}

bool authors_next(newsidx_text byline, size_t *offset, nq_author *out_author)
{
    newsidx_text piece = {NULL, 0};
    bool is_first = *offset == 0;

    while (*offset < byline.length) {
        piece = next_piece(byline, offset);
        if (piece.length > 0 &&
            (is_first || !(has_word(piece, is_post) || is_suffix(piece))))
            break;
        piece.length = 0;
    }
    if (piece.length == 0)
        return false;
    split_name(piece, out_author);
    size_t behind = *offset;
    newsidx_text next = next_piece(byline, &behind);
    if (out_author->family.length > 0 && is_suffix(next)) {
        out_author->suffix = next;
        *offset = behind;
    }
    return true;
}
