#include "formats/wire/iptc7901.h"

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
#include "ingest/lines.h"

#include <string.h>

/*
 *   SOH eca0003 3 i 380  dpa 0045    number, priority, category, words, notes
 *       Salt/prices/                 keywords
 *   STX 1ST LEAD                     what it is
 *       Salt is dear                 headline
 *       By Ann Field =               byline; = ends this block
 *
 *       Harbor (dpa) - The price ... text
 *
 *       # Notebook                   for editors: dropped
 *   ETX 212322 GMT Nov 18            day, hour and minute, month, year
 *   EOT
 *
 * IPTC Recommendation 7901 (fifth edition, 1995). Archives may have lost the
 * controls: then the header's shape says what it is, and what follows the line
 * of keywords is the text.
 */
#define MOST_HEAD_LINES 8
#define MOST_NOTES 10
#define LONGEST_LABEL_BYTES 40
#define LONGEST_HEADLINE_BYTES 250

typedef struct header {
    newsidx_text number; /* "eca0003": of the service, then of the message */
    newsidx_text priority;
    newsidx_text category;
    newsidx_text word_count;
    newsidx_text notes;
} header;

/* Letters and then digits. */
static bool is_number(newsidx_text word)
{
    size_t letters = 0;

    while (letters < word.length && nx_is_alpha(word.bytes[letters]))
        letters++;
    return letters >= 1 && letters <= 6 &&
           nx_wire_is_digits(
               nx_str_slice(word.bytes + letters, word.length - letters), 1, 6);
}

static bool read_header(newsidx_text line, header *out)
{
    newsidx_text rest = line;

    out->number = nx_wire_word(&rest);
    out->priority = nx_wire_word(&rest);
    out->category = nx_wire_word(&rest);
    out->word_count = nx_wire_word(&rest);
    out->notes = nx_str_trim(rest);
    return is_number(out->number) && nx_wire_is_digits(out->priority, 1, 1) &&
           nx_wire_is_letters(out->category, 1, 4) &&
           nx_wire_is_digits(out->word_count, 1, 5);
}

/* Teleprinters began a message with ZCZC and ended it with NNNN. */
static void skip_zczc(newsidx_text *rest)
{
    newsidx_text behind = *rest;

    if (nx_str_equal(nx_wire_word(&behind), nx_str("ZCZC"))) {
        bool has_start;

        *rest = nx_wire_header(behind, &has_start);
    }
}

/* Which of the first words is an agency's name? */
static bool find_agency(newsidx_text notes, newsidx_text *out_agency)
{
    for (size_t i = 0; i < MOST_NOTES && notes.length > 0; i++) {
        if (nx_agency_find(nx_wire_word(&notes), out_agency))
            return true;
    }
    return false;
}

/* Without a SOH, its agency must be known and a line of keywords follow. */
static bool is_bare(const header *head, newsidx_text rest)
{
    newsidx_text agency;
    newsidx_text line;
    bool found;

    found = find_agency(head->notes, &agency);
    rest = nx_str_trim(rest);
    if (!found || rest.length == 0)
        return false;
    line = nx_str_trim(nx_str_take_line(&rest));
    return line.length > 0 && memchr(line.bytes, '/', line.length) != NULL;
}

static bool recognises(newsidx_text head)
{
    bool has_start;
    newsidx_text rest = nx_wire_header(head, &has_start);
    header found;

    skip_zczc(&rest);
    return rest.length > 0 && read_header(nx_str_take_line(&rest), &found) &&
           (has_start || is_bare(&found, rest));
}

static newsidx_status take_line(nx_item *item, newsidx_text text,
                                newsidx_text *out_field, newsidx_error *err)
{
    *out_field = nx_clean_line(&item->arena, text);
    return out_field->bytes != NULL ? NEWSIDX_OK : nx_fail_memory(err);
}

static newsidx_status take_fields(const header *head, nx_item *item,
                                  newsidx_error *err)
{
    const struct {
        const char *name;
        newsidx_text text;
    } extras[] = {{"number", head->number},
                  {"category", head->category},
                  {"word-count", head->word_count},
                  {"notes", head->notes}};
    newsidx_text agency;

    item->article.urgency = (uint32_t)(head->priority.bytes[0] - '0');
    for (size_t i = 0; i < sizeof extras / sizeof extras[0]; i++) {
        const newsidx_status status =
            nx_extra_add(item, extras[i].name, extras[i].text, err);

        if (status < 0)
            return status;
    }
    return find_agency(head->notes, &agency)
               ? take_line(item, agency, &item->article.source, err)
               : NEWSIDX_OK;
}

/* "Salt/prices/" is "Salt, prices". */
static newsidx_status take_keywords(newsidx_text lines, nx_item *item,
                                    newsidx_error *err)
{
    newsidx_status status = nx_extra_add(item, "slug", lines, err);
    nx_buf out;

    if (status < 0)
        return status;
    nx_buf_init(&out, NX_LIMIT_ARTICLE_BYTES * 2);
    for (size_t start = 0, end; start < lines.length; start = end + 1) {
        newsidx_text word;

        end = start;
        while (end < lines.length && lines.bytes[end] != '/' &&
               lines.bytes[end] != '\n')
            end++;
        word = nx_str_trim(nx_str_slice(lines.bytes + start, end - start));
        if (word.length > 0 && out.length > 0)
            nx_buf_add_string(&out, ", ");
        nx_buf_add_text(&out, word);
    }
    if (out.status < 0)
        status = nx_fail_memory(err);
    else
        status =
            take_line(item, nx_buf_text(&out), &item->article.keywords, err);
    nx_buf_finish(&out);
    return status;
}

/* "1ST LEAD", "REFILE", "(Achtung)": what a message is, not what it's about. */
static bool is_label(newsidx_text line)
{
    if (line.length > LONGEST_LABEL_BYTES)
        return false;
    if (line.bytes[0] == '(' && line.bytes[line.length - 1] == ')')
        return true;
    for (size_t i = 0; i < line.length; i++) {
        const char byte = line.bytes[i];

        if (!nx_is_upper(byte) && !nx_is_digit(byte) &&
            strchr(" .-/()", byte) == NULL)
            return false;
    }
    return true;
}

/*
 * How many lines the block before the text has: to the = at the end of one;
 * where there's none, one line if it can be a headline.
 */
static size_t count_head(newsidx_text text)
{
    newsidx_text rest = text;
    newsidx_text line;

    for (size_t count = 1; count <= MOST_HEAD_LINES && rest.length > 0;
         count++) {
        line = nx_str_trim(nx_str_take_line(&rest));
        if (line.length == 0)
            break;
        if (line.bytes[line.length - 1] == '=')
            return count;
    }
    rest = text;
    line = rest.length > 0 ? nx_str_trim(nx_str_take_line(&rest)) : rest;
    return line.length > 0 && line.length <= LONGEST_HEADLINE_BYTES &&
                   nx_text_ending(line) != NX_ENDING_STOP &&
                   nx_dateline_length(line) == 0
               ? 1
               : 0;
}

/* One line of the block. The last one that is left is the headline, even if
 * it looks like a label. */
static newsidx_status take_head_line(newsidx_text line, bool is_last,
                                     nx_item *item, newsidx_error *err)
{
    newsidx_article *article = &item->article;
    const newsidx_text names = nx_byline_without_by(line);
    nx_buf joined;
    newsidx_status status;

    if (names.length < line.length && article->headline.length > 0)
        return take_line(item, names, &article->byline, err);
    if (article->headline.length == 0 && !is_last && is_label(line)) {
        if (nx_wire_lead(line) > 0)
            article->edition = nx_wire_lead(line) + 1;
        return nx_extra_add(item, "label", line, err);
    }
    /* A headline that took several lines. */
    nx_buf_init(&joined, NX_LIMIT_ARTICLE_BYTES);
    nx_buf_add_text(&joined, article->headline);
    nx_buf_add_byte(&joined, ' ');
    nx_buf_add_text(&joined, line);
    status = joined.status < 0 ? nx_fail_memory(err)
                               : take_line(item, nx_buf_text(&joined),
                                           &article->headline, err);
    nx_buf_finish(&joined);
    return status;
}

static newsidx_status take_head(newsidx_text *text, nx_item *item,
                                newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    size_t count;

    *text = nx_str_trim(*text);
    count = count_head(*text);
    for (size_t i = 0; i < count && status >= 0; i++) {
        newsidx_text line = nx_str_trim(nx_str_take_line(text));

        if (i + 1 == count && line.bytes[line.length - 1] == '=')
            line = nx_str_trim(nx_str_slice(line.bytes, line.length - 1));
        if (line.length > 0)
            status = take_head_line(line, i + 1 == count, item, err);
    }
    return status;
}

/* Where the agency stops to speak to readers: its notebook for editors, or
 * what it says is not for publication. */
static bool ends_text(newsidx_text line)
{
    static const char *const sections[] = {"notebook", "notizblock"};
    static const char *const notices[] = {
        "the following information is not",
        "die folgenden informationen sind nicht"};

    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        if (nx_str_starts_with(line, nx_str("# ")) &&
            line.length <= LONGEST_LABEL_BYTES &&
            nx_str_contains_ascii(line, nx_str(sections[i])))
            return true;
    }
    for (size_t i = 0; i < sizeof notices / sizeof notices[0]; i++) {
        const newsidx_text notice = nx_str(notices[i]);

        if (line.length >= notice.length &&
            nx_str_equal_ascii(nx_str_slice(line.bytes, notice.length), notice))
            return true;
    }
    return false;
}

/* The stars that stand before such a notice. */
static newsidx_text without_stars(newsidx_text body)
{
    static const newsidx_text stars = {"* * * *", 7};
    newsidx_text text = nx_str_trim(body);

    if (text.length > stars.length &&
        nx_str_equal(
            nx_str_slice(text.bytes + text.length - stars.length, stars.length),
            stars))
        text.length -= stars.length;
    return text;
}

static newsidx_status take_text(newsidx_text text, nx_item *item,
                                newsidx_error *err)
{
    newsidx_article *article = &item->article;
    newsidx_text rest = text;
    newsidx_text body = text; /* ends where the dropped rest begins */
    newsidx_text clean;
    newsidx_status status;

    while (rest.length > 0) {
        const char *start = rest.bytes;

        if (!ends_text(nx_str_trim(nx_str_take_line(&rest))))
            continue;
        body.length = (size_t)(start - text.bytes);
        body = without_stars(nx_str_slice(text.bytes, body.length));
        rest = nx_str_slice(start, text.length - (size_t)(start - text.bytes));
        break;
    }
    clean = nx_clean_text(&item->arena, body);
    article->dropped = nx_clean_text(&item->arena, rest);
    if (clean.bytes == NULL || article->dropped.bytes == NULL)
        return nx_fail_memory(err);
    status = nx_lines_join(clean, &item->arena, &article->body, err);
    return status < 0 ? status : nx_dateline_take(item, err);
}

/* The pieces of "212322 GMT Nov 18". */
static bool read_moment(newsidx_text trailer, int64_t *out_seconds)
{
    newsidx_text rest = trailer;
    const newsidx_text first = nx_wire_word(&rest);
    nx_wire_time moment;

    if (!nx_wire_is_digits(first, 6, 6))
        return false;
    moment.day = nx_str_slice(first.bytes, 2);
    moment.time = nx_str_slice(first.bytes + 2, 4);
    moment.zone = nx_str("");
    moment.month = nx_wire_word(&rest);
    moment.year = nx_wire_word(&rest);
    if (!nx_wire_is_digits(moment.year, 2, 4)) {
        moment.zone = moment.month;
        moment.month = moment.year;
        moment.year = nx_wire_word(&rest);
    }
    return nx_wire_read_time(&moment, out_seconds);
}

/* A text that lost its ETX may still have the trailer as its last line. */
static newsidx_text cut_trailer(newsidx_text *text)
{
    newsidx_text rest = nx_str_trim(*text);
    size_t start;
    newsidx_text line;
    int64_t seconds;

    if (rest.length >= 4 &&
        nx_str_equal(nx_str_slice(rest.bytes + rest.length - 4, 4),
                     nx_str("NNNN")))
        rest = nx_str_trim(nx_str_slice(rest.bytes, rest.length - 4));
    *text = rest;
    start = rest.length;
    while (start > 0 && rest.bytes[start - 1] != '\n')
        start--;
    line = nx_str_slice(rest.bytes + start, rest.length - start);
    if (!read_moment(line, &seconds))
        return nx_str("");
    *text = nx_str_trim(nx_str_slice(rest.bytes, start));
    return line;
}

static newsidx_status read_message(newsidx_text message, nx_item *item,
                                   newsidx_error *err)
{
    newsidx_article *article = &item->article;
    nx_wire_parts parts = nx_wire_split(message);
    newsidx_text rest = nx_str_trim(parts.header);
    newsidx_text keywords;
    newsidx_status status;
    header head;

    skip_zczc(&rest);
    if (rest.length == 0 || !read_header(nx_str_take_line(&rest), &head))
        return nx_fail(err, NEWSIDX_ERR_INPUT, "no header of IPTC 7901");
    keywords = nx_str_trim(rest);
    if (parts.text.bytes == NULL) { /* the STX got lost */
        rest = keywords;
        keywords = rest.length > 0 ? nx_str_take_line(&rest) : nx_str("");
        parts.text = rest;
    }
    if (parts.trailer.length == 0)
        parts.trailer = cut_trailer(&parts.text);
    status = take_fields(&head, item, err);
    if (status >= 0)
        status = take_keywords(keywords, item, err);
    if (status >= 0)
        status = take_head(&parts.text, item, err);
    if (status >= 0)
        status = take_text(parts.text, item, err);
    if (status < 0)
        return status;
    return read_moment(parts.trailer, &article->published_at)
               ? nx_wire_key(item, nx_str(""), head.number, err)
               : nx_wire_drop_date(parts.trailer, item, err);
}

static newsidx_status open_iptc7901(const nx_origin *origin, void **out_state,
                                    newsidx_error *err)
{
    return nx_wire_open(origin, read_message, out_state, err);
}

const nx_format nx_format_iptc7901 = {
    .number = NEWSIDX_FORMAT_IPTC_7901,
    .is_raw = true,
    .recognises = recognises,
    .open = open_iptc7901,
    .next = nx_wire_next,
    .close = nx_wire_close,
};
