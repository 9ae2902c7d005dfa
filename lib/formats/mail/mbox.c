#include "formats/mail/mbox.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "formats/mail/header.h"
#include "formats/mail/message.h"

#include <string.h>

/*
 *     From ann@a.example Fri Sep  9 18:45:30 2016      separator
 *     Subject: Salt                                    header
 *     (blank)
 *     >From the first line on, ...                     quoted
 *     (blank)
 *     From bob@b.example ...                           the next one
 *
 * RFC 4155; "mboxrd" as its writers call it, in which every line of >s and
 * "From " has one > more. Content-Length is not looked at: mails that were
 * edited have wrong ones. Some programs quote nothing, so a line is a separator
 * only if it is behind a blank one, ends in a time and a year, and a header
 * begins behind it.
 */
#define KEPT_MAIL_BYTES ((size_t)1024 * 1024)

/* More of a line than is needed to see what it is. */
#define LONGEST_SEPARATOR_BYTES 1000

/* Where in the file something begins. */
typedef struct place {
    uint64_t line;
    uint64_t bytes;
} place;

typedef struct mbox {
    nx_input *input;
    nx_buf spill;   /* a line that is in several chunks */
    nx_buf waiting; /* a separator, until the next line shows that it is one */
    nx_buf mail;    /* the one that is being read */
    nx_buf first;   /* the first line of the next one */
    uint64_t line;  /* that was read last */
    place mail_at;
    place waiting_at;
    bool has_waiting;
    bool has_mail; /* a separator or text came */
    bool has_first;
    bool after_blank;
    bool is_too_long; /* a line of the mail was */
    bool ended;
} mbox;

/* "18:45" in a word. */
static bool has_time(newsidx_text line)
{
    for (size_t i = 1; i + 2 < line.length; i++) {
        if (line.bytes[i] == ':' && nx_is_digit(line.bytes[i - 1]) &&
            nx_is_digit(line.bytes[i + 1]) && nx_is_digit(line.bytes[i + 2]))
            return true;
    }
    return false;
}

/* Four digits at the end of a word. */
static bool has_year(newsidx_text line)
{
    size_t digits = 0;

    for (size_t i = 0; i <= line.length; i++) {
        if (i < line.length && nx_is_digit(line.bytes[i]))
            digits++;
        else if (digits == 4 && (i == line.length || line.bytes[i] == ' '))
            return true;
        else
            digits = 0;
    }
    return false;
}

static bool is_separator(newsidx_text line)
{
    return line.length <= LONGEST_SEPARATOR_BYTES &&
           nx_str_starts_with(line, nx_str("From ")) && has_time(line) &&
           has_year(line);
}

static bool begins_header(newsidx_text line)
{
    newsidx_text rest = line;
    nx_mail_field field;

    return nx_str_starts_with(line, nx_str(">From ")) ||
           nx_mail_field_read(&rest, &field);
}

static newsidx_text without_return(newsidx_text line)
{
    if (line.length > 0 && line.bytes[line.length - 1] == '\r')
        line.length--;
    return line;
}

static bool recognises(newsidx_text head)
{
    newsidx_text rest = nx_str_trim(head);

    return rest.length > 0 && is_separator(nx_str_take_line(&rest)) &&
           rest.length > 0 && begins_header(nx_str_take_line(&rest));
}

static newsidx_status open_mbox(const nx_origin *origin, void **out_state,
                                newsidx_error *err)
{
    mbox *in = nx_new(mbox);

    if (in == NULL)
        return nx_fail_memory(err);
    in->input = origin->input;
    in->line = origin->line - 1;
    in->after_blank = true;
    nx_buf_init(&in->spill, NX_LIMIT_ARTICLE_BYTES);
    nx_buf_init(&in->waiting, NX_LIMIT_FIELD_BYTES);
    nx_buf_init(&in->mail, NX_LIMIT_ARTICLE_BYTES);
    nx_buf_init(&in->first, NX_LIMIT_ARTICLE_BYTES);
    *out_state = in;
    return NEWSIDX_OK;
}

static void close_mbox(void *state)
{
    mbox *in = state;

    if (in == NULL)
        return;
    nx_buf_finish(&in->spill);
    nx_buf_finish(&in->waiting);
    nx_buf_finish(&in->mail);
    nx_buf_finish(&in->first);
    nx_free(in);
}

/* Take a > off a quoted line. */
static newsidx_text unquote(newsidx_text line)
{
    size_t marks = 0;

    while (marks < line.length && line.bytes[marks] == '>')
        marks++;
    if (marks > 0 && nx_str_starts_with(
                         nx_str_slice(line.bytes + marks, line.length - marks),
                         nx_str("From "))) {
        line.bytes++;
        line.length--;
    }
    return line;
}

/* A line of the mail, which it may begin. */
static void add_line(mbox *in, newsidx_text line, place at)
{
    if (!in->has_mail)
        in->mail_at = at;
    in->has_mail = true;
    nx_buf_add_text(&in->mail, unquote(line));
    nx_buf_add_byte(&in->mail, '\n');
}

/* The same of a line that was kept, which failed if there was no memory. */
static void add_kept(mbox *in, const nx_buf *kept)
{
    add_line(in, nx_buf_text(kept), in->waiting_at);
    if (kept->status < 0 && in->mail.status >= 0)
        in->mail.status = kept->status;
}

/*
 * What one line is. True if the mail before it is whole: the line is then kept
 * for the next one.
 */
static bool take_line(mbox *in, newsidx_text line, place at)
{
    const newsidx_text plain = without_return(line);
    const bool after_blank = in->after_blank;

    in->after_blank = plain.length == 0;
    if (in->has_waiting) {
        in->has_waiting = false;
        if (begins_header(plain)) {
            const bool is_whole = in->has_mail;

            in->has_first = true;
            nx_buf_clear(&in->first);
            nx_buf_add_text(&in->first, line);
            return is_whole;
        }
        add_kept(in, &in->waiting);
    }
    if (after_blank && is_separator(plain)) {
        nx_buf_clear(&in->waiting);
        nx_buf_add_text(&in->waiting, plain);
        in->has_waiting = true;
        in->waiting_at = at;
        return false;
    }
    if (plain.length > 0 || in->has_mail)
        add_line(in, line, at);
    return false;
}

/* The line that was kept begins a mail, at its separator. */
static void begin_mail(mbox *in)
{
    in->has_first = false;
    add_kept(in, &in->first);
    if (in->waiting.status < 0)
        in->mail.status = in->waiting.status;
}

/* Read up to the next separator. NEWSIDX_DONE at the end, if nothing came. */
static newsidx_status read_mail(mbox *in, newsidx_error *err)
{
    bool is_whole = false;

    while (!is_whole && !in->ended) {
        const place at = {in->line + 1, in->input->offset};
        newsidx_text line;
        newsidx_status status;

        if (in->has_first)
            begin_mail(in);
        status = nx_input_line(in->input, &in->spill, &line, err);
        in->line += status == NEWSIDX_DONE ? 0 : 1;
        in->ended = status == NEWSIDX_DONE;
        if (status == NEWSIDX_ERR_LIMIT) {
            in->is_too_long = true;
            add_line(in, nx_str(""), at);
        } else if (status < 0) {
            return status;
        }
        if (status == NEWSIDX_OK)
            is_whole = take_line(in, line, at);
    }
    if (!is_whole && in->has_waiting) {
        in->has_waiting = false;
        add_kept(in, &in->waiting);
    }
    return in->has_mail ? NEWSIDX_OK : NEWSIDX_DONE;
}

static void forget(nx_buf *buf)
{
    if (buf->capacity > KEPT_MAIL_BYTES)
        nx_buf_finish(buf);
    nx_buf_clear(buf);
}

/* Forget the mail before, and read the next. */
static newsidx_status cut_mail(mbox *in, newsidx_error *err)
{
    forget(&in->mail);
    forget(&in->spill);
    in->has_mail = false;
    in->is_too_long = false;
    return read_mail(in, err);
}

static newsidx_status skip_mail(void *state, bool may_parse, nx_item *scratch,
                                newsidx_error *err)
{
    (void)may_parse;
    (void)scratch;
    return cut_mail(state, err);
}

static newsidx_status next_mail(void *state, nx_item *item, newsidx_error *err)
{
    mbox *in = state;
    newsidx_status status = cut_mail(in, err);

    if (status != NEWSIDX_OK)
        return status;
    item->line = in->mail_at.line;
    item->start_bytes = in->mail_at.bytes;
    if (in->mail.status == NEWSIDX_ERR_MEMORY)
        status = nx_fail_memory(err);
    else if (in->mail.status < 0 || in->is_too_long)
        status = nx_fail(err, NEWSIDX_ERR_LIMIT, "longer than %zu bytes",
                         NX_LIMIT_ARTICLE_BYTES);
    else
        status = nx_mail_message_read(nx_buf_text(&in->mail), item, err);
    if (status < 0 && err != NULL)
        err->offset = (size_t)item->start_bytes;
    return status;
}

const nx_format nx_format_mbox = {
    .number = NEWSIDX_FORMAT_MBOX,
    .is_raw = true,
    .recognises = recognises,
    .open = open_mbox,
    .next = next_mail,
    .close = close_mbox,
    .skip = skip_mail,
};
