#include "formats/wire/message.h"

#include "base/buf.h"
#include "base/calendar.h"
#include "base/limits.h"
#include "base/str.h"
#include "formats/wire/stream.h"
#include "ingest/clean.h"

#include <stdio.h>
#include <string.h>

/* A number of a lead has so many digits. */
#define MOST_LEAD_DIGITS 2

/* Cut `*rest` at `control`: what stands before it. {NULL, 0} if it isn't
 * there, and then nothing is cut. */
static newsidx_text cut_at(newsidx_text *rest, char control)
{
    const char *at =
        rest->length > 0 ? memchr(rest->bytes, control, rest->length) : NULL;
    newsidx_text before;

    if (at == NULL)
        return nx_str(NULL);
    before = nx_str_slice(rest->bytes, (size_t)(at - rest->bytes));
    rest->bytes = at + 1;
    rest->length -= before.length + 1;
    return before;
}

nx_wire_parts nx_wire_split(newsidx_text message)
{
    nx_wire_parts parts = {{NULL, 0}, {NULL, 0}, {"", 0}};
    newsidx_text rest = message;
    newsidx_text before = cut_at(&rest, NX_WIRE_ETX);

    if (before.bytes != NULL) {
        parts.trailer = nx_str_trim(rest);
        rest = before;
    }
    before = cut_at(&rest, NX_WIRE_STX);
    if (before.bytes == NULL) {
        parts.header = rest;
        return parts;
    }
    parts.header = before;
    parts.text = rest;
    return parts;
}

static bool parts_words(char byte)
{
    return (unsigned char)byte <= 0x20 || (unsigned char)byte == 0x7F;
}

newsidx_text nx_wire_word(newsidx_text *rest)
{
    newsidx_text word;
    size_t start = 0;
    size_t end;

    while (start < rest->length && parts_words(rest->bytes[start]))
        start++;
    end = start;
    while (end < rest->length && !parts_words(rest->bytes[end]))
        end++;
    word = nx_str_slice(rest->bytes + start, end - start);
    rest->bytes += end;
    rest->length -= end;
    return word;
}

bool nx_wire_is_digits(newsidx_text word, size_t least, size_t most)
{
    for (size_t i = 0; i < word.length; i++) {
        if (!nx_is_digit(word.bytes[i]))
            return false;
    }
    return word.length >= least && word.length <= most;
}

bool nx_wire_is_letters(newsidx_text word, size_t least, size_t most)
{
    for (size_t i = 0; i < word.length; i++) {
        if (!nx_is_alpha(word.bytes[i]))
            return false;
    }
    return word.length >= least && word.length <= most;
}

/* The calendar reads it as the date of a mail: "13 Nov 13 11:37 GMT". */
bool nx_wire_read_time(const nx_wire_time *time, int64_t *out_seconds)
{
    char date[64];
    int length;

    if (!nx_wire_is_digits(time->day, 1, 2) ||
        !nx_wire_is_letters(time->month, 3, 9) ||
        !nx_wire_is_digits(time->year, 2, 4) ||
        !nx_wire_is_digits(time->time, 4, 4) ||
        !nx_wire_is_letters(time->zone, 0, 5))
        return false;
    length = snprintf(
        date, sizeof date, "%.*s %.*s %.*s %.2s:%.2s %.*s",
        (int)time->day.length, time->day.bytes, (int)time->month.length,
        time->month.bytes, (int)time->year.length, time->year.bytes,
        time->time.bytes, time->time.bytes + 2, (int)time->zone.length,
        time->zone.length > 0 ? time->zone.bytes : "");
    return nx_calendar_read(nx_str_slice(date, (size_t)length), out_seconds);
}

newsidx_status nx_wire_drop_date(newsidx_text trailer, nx_item *item,
                                 newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    nx_buf line;

    if (trailer.length == 0)
        return NEWSIDX_OK;
    nx_buf_init(&line, NX_LIMIT_ARTICLE_BYTES * 2);
    nx_buf_add_text(&line, item->article.dropped);
    nx_buf_add_string(&line, "\ndate: ");
    nx_buf_add_text(&line, trailer);
    item->article.dropped = nx_clean_text(&item->arena, nx_buf_text(&line));
    if (line.status < 0 || item->article.dropped.bytes == NULL)
        status = nx_fail_memory(err);
    nx_buf_finish(&line);
    return status;
}

/* "st", "nd", "rd" or "th". */
static bool is_ordinal(newsidx_text text)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (text.length > 2 &&
            nx_str_equal_ascii(nx_str_slice(text.bytes, 2), nx_str(endings[i])))
            return true;
    }
    return false;
}

uint32_t nx_wire_lead(newsidx_text version)
{
    newsidx_text rest = nx_str_trim(version);
    uint32_t number = 0;
    size_t digits = 0;

    while (digits < rest.length && nx_is_digit(rest.bytes[digits]) &&
           digits < MOST_LEAD_DIGITS)
        number = number * 10 + (uint32_t)(rest.bytes[digits++] - '0');
    rest = nx_str_slice(rest.bytes + digits, rest.length - digits);
    if (digits == 0 || !is_ordinal(rest))
        return 0;
    rest = nx_str_trim(nx_str_slice(rest.bytes + 2, rest.length - 2));
    if ((rest.length >= 2 &&
         nx_str_equal_ascii(nx_str_slice(rest.bytes, 2), nx_str("ld"))) ||
        (rest.length >= 4 &&
         nx_str_equal_ascii(nx_str_slice(rest.bytes, 4), nx_str("lead"))))
        return number;
    return 0;
}

newsidx_status nx_wire_key(nx_item *item, newsidx_text prefix,
                           newsidx_text number, newsidx_error *err)
{
    newsidx_article *article = &item->article;
    char key[128];
    nx_date date;
    int length;

    if (article->published_at == NEWSIDX_NO_TIME || number.length > 32 ||
        prefix.length > 32)
        return NEWSIDX_OK;
    date = nx_calendar_date(article->published_at);
    length = snprintf(key, sizeof key, "%.*s%s%.*s/%04d-%02d-%02dT%02d:%02dZ",
                      (int)prefix.length, prefix.length > 0 ? prefix.bytes : "",
                      prefix.length > 0 ? "/" : "", (int)number.length,
                      number.bytes, (int)date.year, (int)date.month,
                      (int)date.day, (int)date.hour, (int)date.minute);
    article->key =
        nx_clean_line(&item->arena, nx_str_slice(key, (size_t)length));
    return article->key.bytes != NULL ? NEWSIDX_OK : nx_fail_memory(err);
}
