#include "formats/wire/anpa.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "formats/wire/message.h"
#include "formats/wire/stream.h"
#include "ingest/agency.h"
#include "ingest/byline.h"
#include "ingest/clean.h"
#include "ingest/dateline.h"
#include "ingest/extra.h"

#include <string.h>

/*
 *   SYN SYN SOH W1645 US asian                             number, selector
 *   r a DC3 DC1 BC-US--Salt 1stLd-Writethru 06-29 0358     second line
 *   STX ^BC-US--Salt, 1st Ld-Writethru,140<                slug
 *       ^Salt is dear<                                     headline
 *       ^By ANN FIELD=                                     byline
 *       TAB   HARBOR (AP) _ The price of salt ...          paragraph
 *       BS Salt;1;2 DLE                                    row of a table
 *   ETX AP-WF-06-29-17 2350GMT<                            who and when
 *   FF EOT
 *
 * "ANPA Wire Service Transmission Guidelines", bulletin 1312 (84-2, 89-3). A
 * line begins with what says how to set it, and ends in < or = (left,
 * centred), or goes on in the next one.
 */
#define CONTROL_US '\x1F'
#define ROW_START '\b'
#define SPACE_BAND '\x10'

#define LONGEST_NUMBER_BYTES 32

/* What comes later is a table of lines that are flush left. */
#define MOST_HEADER_LINES 40

typedef enum line_kind {
    GOES_ON,
    FLUSH_LEFT, /* ^: headers, and what stands centred in between */
    ROW,
    PARAGRAPH
} line_kind;

typedef struct story {
    nx_item *item;
    nx_buf line; /* the one that is being put together */
    line_kind kind;
    nx_buf body;
    bool in_header; /* no paragraph came yet */
    size_t header_lines;
    bool has_slug;
    bool blank_waits;
} story;

/* "W1645" with the US behind it, or UPI's numbers without a letter, of the
 * header's first line. */
static bool read_number(newsidx_text line, newsidx_text *out_number)
{
    const char *end =
        line.length > 0 ? memchr(line.bytes, CONTROL_US, line.length) : NULL;
    size_t digits = 0;
    size_t start;

    if (end == NULL || end - line.bytes > LONGEST_NUMBER_BYTES)
        return false;
    *out_number = nx_str_slice(line.bytes, (size_t)(end - line.bytes));
    start = nx_is_alpha(line.bytes[0]) ? 1 : 0;
    while (start + digits < out_number->length &&
           nx_is_digit(line.bytes[start + digits]))
        digits++;
    return digits >= 3 && digits <= 4;
}

static bool recognises(newsidx_text head)
{
    bool has_start;
    newsidx_text header = nx_wire_header(head, &has_start);
    newsidx_text number;

    return has_start && header.length > 0 &&
           read_number(nx_str_take_line(&header), &number);
}

/* The more urgent, the lower, on the scale of one to nine. A priority is one
 * letter. */
static uint32_t urgency_of(newsidx_text priority)
{
    static const char letters[] = "fburd"; /* flash, bulletin, urgent, ... */
    const char *at = strchr(letters, nx_to_lower(priority.bytes[0]));

    return at != NULL ? (uint32_t)(at - letters) + 1 : 0;
}

/* "11-13", the filing's month and day. */
static bool is_filing_date(newsidx_text word)
{
    const char *at =
        word.length > 0 ? memchr(word.bytes, '-', word.length) : NULL;
    size_t before;

    if (at == NULL)
        return false;
    before = (size_t)(at - word.bytes);
    return nx_wire_is_digits(nx_str_slice(word.bytes, before), 1, 2) &&
           nx_wire_is_digits(nx_str_slice(at + 1, word.length - before - 1), 1,
                             2);
}

/* Priority, category, slug, then perhaps a version and a reference, the
 * filing's date and the count of words. */
static newsidx_status read_second(newsidx_text line, nx_item *item,
                                  newsidx_error *err)
{
    newsidx_text rest = line;
    const newsidx_text priority = nx_wire_word(&rest);
    const newsidx_text category = nx_wire_word(&rest);
    const newsidx_text slug = nx_wire_word(&rest);
    newsidx_text word = nx_wire_word(&rest);
    newsidx_status status;

    if (!nx_wire_is_letters(priority, 1, 1) ||
        !nx_wire_is_letters(category, 1, 3))
        return nx_extra_add(item, "header", line, err);
    item->article.urgency = urgency_of(priority);
    status = nx_extra_add(item, "priority", priority, err);
    if (status >= 0)
        status = nx_extra_add(item, "category", category, err);
    if (status >= 0)
        status = nx_extra_add(item, "keyword", slug, err);
    for (; status >= 0 && word.length > 0 && !is_filing_date(word);
         word = nx_wire_word(&rest)) {
        if (nx_wire_lead(word) > 0)
            item->article.edition = nx_wire_lead(word) + 1;
        status = nx_extra_add(item, "version", word, err);
    }
    if (status >= 0)
        status = nx_extra_add(item, "filing-date", word, err);
    if (status >= 0)
        status = nx_extra_add(item, "word-count", nx_wire_word(&rest), err);
    return status;
}

/* "BC-US--Salt, 1st Ld-Writethru,140": a cycle of two capitals comes first. */
static bool is_slug(newsidx_text line)
{
    return line.length > 3 && nx_is_upper(line.bytes[0]) &&
           nx_is_upper(line.bytes[1]) && line.bytes[2] == '-' &&
           !nx_is_space(line.bytes[3]);
}

/* The slug without the count of words behind it. */
static newsidx_text without_count(newsidx_text slug)
{
    size_t length = slug.length;

    while (length > 0 && nx_is_digit(slug.bytes[length - 1]))
        length--;
    if (length < slug.length && length > 1 && slug.bytes[length - 1] == ',')
        slug.length = length - 1;
    return slug;
}

/* What an agency tells its editors, not their readers. */
static bool is_note(newsidx_text line)
{
    static const char *const starts[] = {
        "Eds:",     "Eds.:",    "Editors:",   "Editor's",
        "AP Photo", "AP Video", "AP Graphic", "Note"};

    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        const newsidx_text start = nx_str(starts[i]);

        if (line.length >= start.length &&
            nx_str_equal_ascii(nx_str_slice(line.bytes, start.length), start))
            return true;
    }
    return false;
}

/* "By ANN FIELD and BOB GATE", or "By The Associated Press". */
static newsidx_status take_byline(newsidx_text line, nx_item *item,
                                  newsidx_error *err)
{
    newsidx_article *article = &item->article;
    const newsidx_text names = nx_byline_without_by(line);
    newsidx_text *field = &article->byline;
    newsidx_text agency = names;

    if (nx_agency_find(names, &agency))
        field = &article->source;
    if (field->length > 0)
        return nx_extra_add(item, "byline", line, err);
    *field = nx_clean_line(&item->arena, agency);
    return field->bytes != NULL ? NEWSIDX_OK : nx_fail_memory(err);
}

static bool says_by(newsidx_text line)
{
    return nx_byline_without_by(line).length < line.length;
}

/* "Associated Press", also "AP Sports Writer" below a byline. */
static bool read_agency(newsidx_text line, bool has_byline,
                        newsidx_text *out_agency)
{
    newsidx_text rest = line;

    if (nx_agency_find(line, out_agency))
        return true;
    return has_byline && nx_agency_find(nx_wire_word(&rest), out_agency) &&
           nx_str_contains_ascii(rest, nx_str("writer"));
}

/* A line of the text's head. What is none of these is the first of the body. */
static newsidx_status take_header(story *s, newsidx_text line, bool *out_taken,
                                  newsidx_error *err)
{
    newsidx_article *article = &s->item->article;
    newsidx_text agency;

    *out_taken = true;
    if (!s->has_slug && is_slug(line)) {
        s->has_slug = true;
        return nx_extra_add(s->item, "slug", without_count(line), err);
    }
    if (is_note(line))
        return nx_extra_add(s->item, "note", line, err);
    if (says_by(line))
        return take_byline(line, s->item, err);
    if (read_agency(line, article->byline.length > 0, &agency)) {
        if (article->source.length > 0)
            return NEWSIDX_OK;
        article->source = nx_clean_line(&s->item->arena, agency);
        return article->source.bytes != NULL ? NEWSIDX_OK : nx_fail_memory(err);
    }
    if (article->headline.length == 0) {
        article->headline = line;
        return NEWSIDX_OK;
    }
    *out_taken = false;
    return NEWSIDX_OK;
}

/* "___" is a rule between parts of a text. */
static bool is_rule(newsidx_text line)
{
    for (size_t i = 0; i < line.length; i++) {
        if (line.bytes[i] != '_')
            return false;
    }
    return true;
}

/* The line is whole: give it to its field. */
static newsidx_status end_line(story *s, newsidx_error *err)
{
    newsidx_text line;
    bool taken = false;
    newsidx_status status = NEWSIDX_OK;

    if (s->line.status < 0)
        return nx_fail_memory(err);
    if (s->line.length == 0)
        return NEWSIDX_OK;
    line = nx_clean_line(&s->item->arena, nx_buf_text(&s->line));
    nx_buf_clear(&s->line);
    if (line.bytes == NULL)
        return nx_fail_memory(err);
    s->in_header = s->in_header && s->kind == FLUSH_LEFT &&
                   s->header_lines++ < MOST_HEADER_LINES;
    if (is_rule(line))
        return NEWSIDX_OK;
    if (s->in_header)
        status = take_header(s, line, &taken, err);
    if (status < 0 || taken)
        return status;
    if (s->body.length > 0)
        nx_buf_add_string(&s->body, s->blank_waits ? "\n\n" : "\n");
    s->blank_waits = false;
    nx_buf_add_text(&s->body, line);
    return NEWSIDX_OK;
}

/* Typists' quotes are a pair of accents; a band is a blank; in tables a brace
 * is a half ("3{" games behind). */
static void add_bytes(nx_buf *out, newsidx_text text, bool is_row)
{
    for (size_t i = 0; i < text.length; i++) {
        const char byte = text.bytes[i];
        const bool is_pair = i + 1 < text.length && text.bytes[i + 1] == byte;

        if (is_pair && (byte == '`' || byte == '\'')) {
            nx_buf_add_string(out,
                              byte == '`' ? "\xE2\x80\x9C" : "\xE2\x80\x9D");
            i++;
        } else if (is_row && byte == '{') {
            nx_buf_add_string(out, "\xC2\xBD");
        } else {
            nx_buf_add_byte(out, byte == SPACE_BAND ? ' ' : byte);
        }
    }
}

static line_kind kind_of(newsidx_text line)
{
    if (line.bytes[0] == '^')
        return FLUSH_LEFT;
    if (line.bytes[0] == ROW_START)
        return ROW;
    if (line.bytes[0] == '\t' || nx_str_starts_with(line, nx_str("   ")))
        return PARAGRAPH;
    return GOES_ON;
}

/* Blanks, controls and bands at the end of a line. */
static newsidx_text without_end(newsidx_text line)
{
    while (line.length > 0 &&
           (unsigned char)line.bytes[line.length - 1] <= 0x20)
        line.length--;
    return line;
}

static newsidx_status take_line(story *s, newsidx_text raw, newsidx_error *err)
{
    newsidx_text line = without_end(raw);
    newsidx_status status = NEWSIDX_OK;
    bool ends;
    line_kind kind;

    if (line.length == 0) {
        status = end_line(s, err);
        s->blank_waits = true;
        return status;
    }
    kind = kind_of(line);
    if (kind != GOES_ON) {
        status = end_line(s, err);
        s->kind = kind;
    } else if (s->line.length == 0) {
        s->kind = PARAGRAPH;
    } else {
        nx_buf_add_byte(&s->line, ' ');
    }
    if (status < 0)
        return status;
    ends = line.bytes[line.length - 1] == '<' ||
           line.bytes[line.length - 1] == '=';
    line.length -= ends ? 1 : 0;
    while (line.length > 0 && kind != GOES_ON &&
           (line.bytes[0] == '^' || line.bytes[0] == ROW_START)) {
        line.bytes++;
        line.length--;
    }
    add_bytes(&s->line, line, s->kind == ROW);
    return ends || s->kind == ROW ? end_line(s, err) : NEWSIDX_OK;
}

static newsidx_status read_text(newsidx_text text, nx_item *item,
                                newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    newsidx_text rest = text;
    story s = {.item = item, .in_header = true};

    nx_buf_init(&s.line, NX_LIMIT_ARTICLE_BYTES * 2);
    nx_buf_init(&s.body, NX_LIMIT_ARTICLE_BYTES * 2);
    while (status >= 0 && rest.length > 0)
        status = take_line(&s, nx_str_take_line(&rest), err);
    if (status >= 0)
        status = end_line(&s, err);
    if (status < 0)
        goto cleanup;
    if (s.body.status < 0) {
        status = nx_fail_memory(err);
        goto cleanup;
    }
    item->article.body = nx_clean_text(&item->arena, nx_buf_text(&s.body));
    if (item->article.body.bytes == NULL)
        status = nx_fail_memory(err);
    else
        status = nx_dateline_take(item, err);

cleanup:
    nx_buf_finish(&s.line);
    nx_buf_finish(&s.body);
    return status;
}

/* The pieces of "AP-WF-06-29-17 2350GMT<" between - and blanks. */
static bool read_moment(newsidx_text trailer, newsidx_text *out_sender,
                        int64_t *out_seconds)
{
    static const char *const months[] = {"jan", "feb", "mar", "apr",
                                         "may", "jun", "jul", "aug",
                                         "sep", "oct", "nov", "dec"};
    newsidx_text rest = trailer;
    const newsidx_text day = nx_wire_word(&rest);
    newsidx_text time = nx_wire_word(&rest);
    nx_wire_time moment;
    size_t month;

    if (time.length > 0 && time.bytes[time.length - 1] == '<')
        time.length--;
    /* The date is the last eight bytes, whoever the sender is. */
    if (day.length < 8 || time.length < 4)
        return false;
    moment.month = nx_str_slice(day.bytes + day.length - 8, 2);
    moment.day = nx_str_slice(day.bytes + day.length - 5, 2);
    moment.year = nx_str_slice(day.bytes + day.length - 2, 2);
    moment.time = nx_str_slice(time.bytes, 4);
    moment.zone = nx_str_slice(time.bytes + 4, time.length - 4);
    if (!nx_wire_is_digits(moment.month, 2, 2))
        return false;
    month = (size_t)(moment.month.bytes[0] - '0') * 10 +
            (size_t)(moment.month.bytes[1] - '0');
    if (month < 1 || month > 12)
        return false;
    moment.month = nx_str(months[month - 1]);
    *out_sender = nx_str_slice(day.bytes, day.length - 8);
    if (out_sender->length > 0)
        out_sender->length--; /* the - before the date */
    return nx_wire_read_time(&moment, out_seconds);
}

/* When it was sent, and by whom if nothing else told. */
static newsidx_status read_trailer(newsidx_text trailer, newsidx_text number,
                                   nx_item *item, newsidx_error *err)
{
    newsidx_article *article = &item->article;
    newsidx_text sender = {NULL, 0};
    newsidx_text agency;
    newsidx_status status;
    const char *end;

    if (!read_moment(trailer, &sender, &article->published_at))
        return nx_wire_drop_date(trailer, item, err);
    status = nx_wire_key(item, sender, number, err);
    if (status < 0 || article->source.length > 0 || sender.length == 0)
        return status;
    end = memchr(sender.bytes, '-', sender.length);
    if (end != NULL)
        sender.length = (size_t)(end - sender.bytes);
    if (!nx_agency_find(sender, &agency))
        return NEWSIDX_OK;
    article->source = nx_clean_line(&item->arena, agency);
    return article->source.bytes != NULL ? NEWSIDX_OK : nx_fail_memory(err);
}

static newsidx_status read_message(newsidx_text message, nx_item *item,
                                   newsidx_error *err)
{
    nx_wire_parts parts = nx_wire_split(message);
    newsidx_text rest = parts.header;
    newsidx_text first;
    newsidx_text number;
    newsidx_text second = nx_str("");
    newsidx_status status;

    first = rest.length > 0 ? nx_str_take_line(&rest) : nx_str("");
    if (!read_number(first, &number))
        return nx_fail(err, NEWSIDX_ERR_INPUT, "no header of ANPA 1312");
    if (rest.length > 0)
        second = nx_str_take_line(&rest);
    if (parts.text.bytes == NULL) /* the STX got lost */
        parts.text = rest;
    status = nx_extra_add(item, "number", number, err);
    first.bytes += number.length + 1;
    first.length -= number.length + 1;
    if (status >= 0)
        status = nx_extra_add(item, "selector", first, err);
    if (status >= 0)
        status = read_second(second, item, err);
    if (status >= 0)
        status = read_text(parts.text, item, err);
    if (status >= 0)
        status = read_trailer(parts.trailer, number, item, err);
    return status;
}

static newsidx_status open_anpa(const nx_origin *origin, void **out_state,
                                newsidx_error *err)
{
    return nx_wire_open(origin, read_message, out_state, err);
}

const nx_format nx_format_anpa = {
    .number = NEWSIDX_FORMAT_ANPA,
    .is_raw = true,
    .recognises = recognises,
    .open = open_anpa,
    .next = nx_wire_next,
    .close = nx_wire_close,
};
