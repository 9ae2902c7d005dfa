#include "ingest/clean.h"

#include "base/hash.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"

#include <string.h>

/* Where a cleaned text grows; it never gets longer than what it's made of. */
typedef struct writer {
    char *bytes;
    size_t length;
} writer;

/*
 * Bytes that are copied without a second look, which is nearly all of them.
 * C2 begins the C1 controls and the no-break space, E2 the line separators.
 */
static bool is_plain(unsigned char byte)
{
    return (byte >= 0x20 && byte != 0x7F && byte != 0xC2 && byte != 0xE2) ||
           byte == '\t';
}

/*
 * The first byte from `offset` on that isn't plain. Eight at a time, as long
 * as each is from 0x20 to 0x7E: then neither the byte, nor 0x20 less, nor 1
 * more has its highest bit set. (A borrow reaches the next byte only from one
 * that isn't plain itself.)
 */
static size_t skip_plain(newsidx_text text, size_t offset)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t word;

    for (;;) {
        size_t end = offset + sizeof word;

        if (text.length - offset < sizeof word) {
            end = text.length;
        } else {
            memcpy(&word, text.bytes + offset, sizeof word);
            if (((word | (word - ones * 0x20) | (word + ones)) & ones * 0x80) ==
                0)
                offset = end;
        }
        while (offset < end && is_plain((unsigned char)text.bytes[offset]))
            offset++;
        if (offset < end || offset == text.length)
            return offset;
    }
}

/* Take blanks, also the no-break one (C2 A0), from the end. */
static void strip_blanks(writer *out)
{
    while (out->length > 0) {
        const char last = out->bytes[out->length - 1];

        if (last == ' ' || last == '\t')
            out->length--;
        else if (out->length > 1 && (unsigned char)last == 0xA0 &&
                 (unsigned char)out->bytes[out->length - 2] == 0xC2)
            out->length -= 2;
        else
            break;
    }
}

static void end_line(writer *out)
{
    strip_blanks(out);
    if (out->length > 0)
        out->bytes[out->length++] = '\n';
}

/* One character that may be no text; returns how many bytes it takes. */
static size_t take_special(writer *out, const char *bytes, size_t length)
{
    size_t step;
    const int32_t codepoint = nx_utf8_decode(bytes, length, &step);

    switch (codepoint) {
    case '\r':
        /* \r\n: the \n is about to end the line. */
        if (length > 1 && bytes[1] == '\n')
            return 1;
        end_line(out);
        return step;
    case '\n':
    case '\v':
    case '\f':
    case 0x85:
    case 0x2028:
    case 0x2029:
        end_line(out);
        return step;
    case 0x1C:
    case 0x1D:
    case 0x1E:
    case 0x1F:
        /* The separators of wire formats stand between words. */
        out->bytes[out->length++] = ' ';
        return step;
    default:
        break;
    }
    if (codepoint >= 0xA0) {
        memcpy(out->bytes + out->length, bytes, step);
        out->length += step;
    }
    return step;
}

static newsidx_text without_marks(newsidx_text text)
{
    static const newsidx_text mark = {"\xEF\xBB\xBF", 3};

    while (nx_str_starts_with(text, mark)) {
        text.bytes += mark.length;
        text.length -= mark.length;
    }
    return text;
}

newsidx_text nx_clean_text(nx_arena *arena, newsidx_text text)
{
    const newsidx_text in = without_marks(text);
    writer out = {nx_arena_alloc(arena, in.length + 1), 0};
    size_t offset = 0;
    size_t start = 0;

    if (out.bytes == NULL)
        return nx_str(NULL);
    while (offset < in.length) {
        const size_t first = offset;

        offset = skip_plain(in, offset);
        memcpy(out.bytes + out.length, in.bytes + first, offset - first);
        out.length += offset - first;
        if (offset < in.length)
            offset += take_special(&out, in.bytes + offset, in.length - offset);
    }
    strip_blanks(&out);
    while (out.length > 0 && out.bytes[out.length - 1] == '\n')
        out.length--;
    while (start < out.length &&
           (out.bytes[start] == ' ' || out.bytes[start] == '\t'))
        start++;
    out.bytes[out.length] = '\0';
    return nx_str_slice(out.bytes + start, out.length - start);
}

/* White_Space of Unicode, and the separators among the controls. */
static bool is_blank(int32_t codepoint)
{
    return codepoint == ' ' || (codepoint >= '\t' && codepoint <= '\r') ||
           (codepoint >= 0x1C && codepoint <= 0x1F) || codepoint == 0x85 ||
           codepoint == 0xA0 || codepoint == 0x1680 ||
           (codepoint >= 0x2000 && codepoint <= 0x200A) ||
           codepoint == 0x2028 || codepoint == 0x2029 || codepoint == 0x202F ||
           codepoint == 0x205F || codepoint == 0x3000;
}

newsidx_text nx_clean_line(nx_arena *arena, newsidx_text text)
{
    const newsidx_text in = without_marks(text);
    writer out = {nx_arena_alloc(arena, in.length + 1), 0};
    bool blank_waits = false;
    size_t step;

    if (out.bytes == NULL)
        return nx_str(NULL);
    for (size_t offset = 0; offset < in.length; offset += step) {
        const int32_t codepoint =
            nx_utf8_decode(in.bytes + offset, in.length - offset, &step);

        if (is_blank(codepoint)) {
            blank_waits = out.length > 0;
            continue;
        }
        if (codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0))
            continue;
        if (blank_waits)
            out.bytes[out.length++] = ' ';
        blank_waits = false;
        memcpy(out.bytes + out.length, in.bytes + offset, step);
        out.length += step;
    }
    out.bytes[out.length] = '\0';
    return nx_str_slice(out.bytes, out.length);
}

/* Each text's hash is the seed of the next, so borders between them count. */
static uint64_t hash_number(uint64_t number, uint64_t seed)
{
    unsigned char bytes[8];

    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(number >> (8 * i));
    return nx_hash64(bytes, sizeof bytes, seed);
}

/* The hash is also the key of articles that come without one, so those that
 * have nothing of this keep theirs. */
static uint64_t hash_later_fields(const newsidx_article *article, uint64_t seed)
{
    uint64_t hash = seed;

    if (article->copyright.length == 0 && article->extra.length == 0 &&
        article->embargoed_until == NEWSIDX_NO_TIME && article->urgency == 0 &&
        article->edition == 0 && article->usage == NEWSIDX_USABLE)
        return seed;
    hash = nx_hash64(article->copyright.bytes, article->copyright.length, hash);
    hash = nx_hash64(article->extra.bytes, article->extra.length, hash);
    hash = hash_number((uint64_t)article->embargoed_until, hash);
    hash = hash_number(article->urgency, hash);
    hash = hash_number(article->edition, hash);
    return hash_number((uint64_t)article->usage, hash);
}

uint64_t nx_content_hash(const newsidx_article *article)
{
    const newsidx_text texts[] = {
        article->headline, article->byline, article->dateline,
        article->body,     article->source, article->section,
        article->keywords, article->url,    article->language};
    uint64_t hash = 0;

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        hash = nx_hash64(texts[i].bytes, texts[i].length, hash);
    hash = hash_number((uint64_t)article->published_at, hash);
    hash = hash_number((uint64_t)article->updated_at, hash);
    return hash_later_fields(article, hash);
}

static newsidx_status check_text(const char *name, newsidx_text text,
                                 size_t limit_bytes, newsidx_error *err)
{
    size_t offset;

    if (text.bytes == NULL && text.length > 0)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "%s is NULL but has a length",
                       name);
    if (text.length > limit_bytes)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "%s is longer than %zu bytes",
                       name, limit_bytes);
    offset = nx_utf8_find_invalid(text.bytes, text.length);
    if (offset != NEWSIDX_NO_OFFSET)
        return nx_fail_at(err, NEWSIDX_ERR_INPUT, offset,
                          "%s is not UTF-8 at byte %zu", name, offset);
    return NEWSIDX_OK;
}

newsidx_status nx_article_check(const newsidx_article *article,
                                newsidx_error *err)
{
    const struct {
        const char *name;
        newsidx_text text;
        size_t limit_bytes;
    } fields[] = {{"key", article->key, NX_LIMIT_FIELD_BYTES},
                  {"headline", article->headline, NX_LIMIT_FIELD_BYTES},
                  {"byline", article->byline, NX_LIMIT_FIELD_BYTES},
                  {"dateline", article->dateline, NX_LIMIT_FIELD_BYTES},
                  {"body", article->body, NX_LIMIT_ARTICLE_BYTES},
                  {"source", article->source, NX_LIMIT_FIELD_BYTES},
                  {"section", article->section, NX_LIMIT_FIELD_BYTES},
                  {"keywords", article->keywords, NX_LIMIT_FIELD_BYTES},
                  {"url", article->url, NX_LIMIT_FIELD_BYTES},
                  {"language", article->language, NX_LIMIT_FIELD_BYTES},
                  {"dropped", article->dropped, NX_LIMIT_ARTICLE_BYTES},
                  {"copyright", article->copyright, NX_LIMIT_FIELD_BYTES},
                  {"extra", article->extra, NX_LIMIT_EXTRA_BYTES}};

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        const newsidx_status status = check_text(fields[i].name, fields[i].text,
                                                 fields[i].limit_bytes, err);

        if (status < 0)
            return status;
    }
    if (nx_str_trim(article->key).length == 0)
        return nx_fail(err, NEWSIDX_ERR_INPUT, "no key");
    if (nx_str_trim(article->headline).length == 0 &&
        nx_str_trim(article->body).length == 0)
        return nx_fail(err, NEWSIDX_ERR_INPUT, "no headline and no text");
    if (article->extra.length > 0 && !nx_json_is_object(article->extra))
        return nx_fail(err, NEWSIDX_ERR_INPUT, "extra is no JSON object");
    if (article->usage > NEWSIDX_CANCELED)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "usage is not known");
    return NEWSIDX_OK;
}
