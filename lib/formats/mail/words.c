#include "formats/mail/words.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/str.h"
#include "formats/charset/charset.h"
#include "formats/mail/transfer.h"
#include "ingest/clean.h"

#include <string.h>

/* RFC 2047 allows 75 bytes a word; programs write longer ones. */
#define LONGEST_WORD_BYTES 2000
#define LONGEST_CHARSET_BYTES 40

/* Encoded words side by side may share a character between them, so their
 * bytes are decoded together, if they are of one charset. */
typedef struct words {
    nx_buf bytes;         /* of one charset, not yet decoded */
    newsidx_text charset; /* {NULL, 0}: not declared */
    nx_buf out;
    newsidx_error *err;
} words;

typedef struct encoded_word {
    newsidx_text charset;
    char encoding; /* 'q' or 'b' */
    newsidx_text text;
    size_t length; /* of all, "=?" to "?=" */
} encoded_word;

newsidx_status nx_mail_decode(newsidx_text bytes, newsidx_text charset,
                              nx_buf *out, uint64_t *replaced,
                              newsidx_error *err)
{
    char label[LONGEST_CHARSET_BYTES + 1];
    const size_t before = out->length;
    uint64_t count = 0;
    newsidx_status status;

    if (charset.length > LONGEST_CHARSET_BYTES)
        charset.length = 0;
    if (charset.length > 0)
        memcpy(label, charset.bytes, charset.length);
    label[charset.length] = '\0';
    status = nx_charset_decode(bytes, charset.length > 0 ? label : NULL, out,
                               &count, err);
    if (status == NEWSIDX_ERR_INPUT && charset.length > 0) {
        /* The C library doesn't know it. */
        if (out->length > before)
            nx_buf_truncate(out, before);
        status = nx_charset_decode(bytes, NULL, out, &count, err);
    }
    if (replaced != NULL)
        *replaced += count;
    return status;
}

static newsidx_status flush(words *w)
{
    newsidx_status status;

    if (w->bytes.status < 0)
        return nx_fail_memory(w->err);
    if (w->bytes.length == 0)
        return NEWSIDX_OK;
    status = nx_mail_decode(nx_buf_text(&w->bytes), w->charset, &w->out, NULL,
                            w->err);
    nx_buf_clear(&w->bytes);
    return status;
}

/* Read the word that begins at `offset`. */
static bool read_word(newsidx_text value, size_t offset, encoded_word *out)
{
    const size_t room = value.length - offset;
    const newsidx_text rest =
        nx_str_slice(value.bytes + offset,
                     room < LONGEST_WORD_BYTES ? room : LONGEST_WORD_BYTES);
    size_t at = 2;

    if (!nx_str_starts_with(rest, nx_str("=?")))
        return false;
    while (at < rest.length && rest.bytes[at] > ' ' && rest.bytes[at] != '?' &&
           at < LONGEST_CHARSET_BYTES)
        at++;
    if (rest.length - at < 3 || rest.bytes[at] != '?' ||
        rest.bytes[at + 2] != '?')
        return false;
    out->charset = nx_str_slice(rest.bytes + 2, at - 2);
    out->encoding = nx_to_lower(rest.bytes[at + 1]);
    if (out->encoding != 'q' && out->encoding != 'b')
        return false;
    at += 3;
    out->text.bytes = rest.bytes + at;
    /* No word has another ? in it, so no byte is looked at for two words. */
    while (at < rest.length && rest.bytes[at] != '?')
        at++;
    if (at + 1 >= rest.length || rest.bytes[at + 1] != '=')
        return false;
    out->text.length = (size_t)(rest.bytes + at - out->text.bytes);
    out->length = at + 2;
    return true;
}

static newsidx_status add_word(words *w, encoded_word word)
{
    /* "utf-8*en": the language behind it is of no use here. */
    const char *star = memchr(word.charset.bytes, '*', word.charset.length);

    if (star != NULL)
        word.charset.length = (size_t)(star - word.charset.bytes);
    if (!nx_str_equal_ascii(word.charset, w->charset)) {
        const newsidx_status status = flush(w);

        if (status < 0)
            return status;
        w->charset = word.charset;
    }
    if (word.encoding == 'q')
        nx_mail_decode_q(word.text, &w->bytes);
    else
        nx_mail_decode_base64(word.text, &w->bytes);
    return NEWSIDX_OK;
}

static newsidx_status add_plain(words *w, newsidx_text text)
{
    if (w->charset.length > 0) {
        const newsidx_status status = flush(w);

        if (status < 0)
            return status;
        w->charset = nx_str(NULL);
    }
    nx_buf_add_text(&w->bytes, text);
    return NEWSIDX_OK;
}

/* Cut the value into encoded words and what is none. */
static newsidx_status add_value(words *w, newsidx_text value)
{
    newsidx_status status = NEWSIDX_OK;
    size_t start = 0; /* of what is no encoded word */
    bool after_word = false;

    for (size_t i = 0; i < value.length && status >= 0;) {
        const newsidx_text plain = nx_str_slice(value.bytes + start, i - start);
        encoded_word word;

        if (value.bytes[i] != '=' || !read_word(value, i, &word)) {
            i++;
            continue;
        }
        /* Blanks between two encoded words are not part of the text. */
        if (plain.length > 0 && !(after_word && nx_str_trim(plain).length == 0))
            status = add_plain(w, plain);
        if (status >= 0)
            status = add_word(w, word);
        after_word = true;
        i += word.length;
        start = i;
    }
    if (status >= 0 && start < value.length)
        status = add_plain(
            w, nx_str_slice(value.bytes + start, value.length - start));
    return status < 0 ? status : flush(w);
}

static newsidx_status to_line(newsidx_text value, newsidx_text charset,
                              bool has_words, nx_arena *arena,
                              newsidx_text *out_text, newsidx_error *err)
{
    words w = {.charset = {NULL, 0}, .err = err};
    newsidx_status status;

    nx_buf_init(&w.bytes, NX_LIMIT_ARTICLE_BYTES);
    nx_buf_init(&w.out, NX_LIMIT_ARTICLE_BYTES);
    if (has_words)
        status = add_value(&w, value);
    else
        status = nx_mail_decode(value, charset, &w.out, NULL, err);
    if (status >= 0 && w.out.status < 0)
        status = nx_fail_memory(err);
    if (status >= 0) {
        *out_text = nx_clean_line(arena, nx_buf_text(&w.out));
        if (out_text->bytes == NULL)
            status = nx_fail_memory(err);
    }
    nx_buf_finish(&w.bytes);
    nx_buf_finish(&w.out);
    return status;
}

newsidx_status nx_mail_words(newsidx_text value, nx_arena *arena,
                             newsidx_text *out_text, newsidx_error *err)
{
    return to_line(value, nx_str(NULL), true, arena, out_text, err);
}

newsidx_status nx_mail_words_in(newsidx_text bytes, newsidx_text charset,
                                nx_arena *arena, newsidx_text *out_text,
                                newsidx_error *err)
{
    return to_line(bytes, charset, false, arena, out_text, err);
}
