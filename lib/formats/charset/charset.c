#include "formats/charset/charset.h"

#include "base/str.h"
#include "formats/charset/declared.h"
#include "formats/charset/decoder.h"
#include "formats/charset/guess.h"
#include "formats/charset/labels.h"

#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* More of glibc's modules than there are charsets in labels.c. */
#define MOST_CHARSETS 100

static newsidx_status decode_as(newsidx_text bytes, const char *charset,
                                nx_buf *out, uint64_t *out_replaced,
                                newsidx_error *err)
{
    nx_decoder *decoder;
    newsidx_status status = nx_decoder_new(charset, &decoder, err);

    if (status < 0)
        return status;
    status = nx_decoder_decode(decoder, bytes, true, out, err);
    *out_replaced = nx_decoder_replaced(decoder);
    nx_decoder_free(decoder);
    return status;
}

/* 1 if all of it can be decoded so, 0 if not; NEWSIDX_ERR_MEMORY. */
static newsidx_status is_in(newsidx_text bytes, const char *charset)
{
    uint64_t replaced = 1;
    nx_buf text;
    newsidx_status status;

    nx_buf_init(&text, 3 * bytes.length + 64);
    status = decode_as(bytes, charset, &text, &replaced, NULL);
    nx_buf_finish(&text);
    if (status == NEWSIDX_ERR_MEMORY)
        return status;
    return status >= 0 && replaced == 0 ? 1 : 0;
}

static bool is_wide(const char *charset)
{
    return strncmp(charset, "UTF-16", 6) == 0 ||
           strncmp(charset, "UTF-32", 6) == 0;
}

/* What is declared, or UTF-8 or a guess if the bytes aren't that. */
static const char *check_declared(newsidx_text bytes, const char *declared)
{
    const nx_charset_tally tally = nx_charset_count(bytes);
    newsidx_status status;

    if (strcmp(declared, "UTF-8") == 0)
        return tally.valid > 0 ? declared : nx_charset_guess(bytes);
    if (tally.invalid > 0)
        return declared;
    if (is_wide(declared))
        return "UTF-8";
    if (tally.valid == 0)
        return declared;
    if (nx_charset_is_single_byte(declared))
        return "UTF-8";
    status = is_in(bytes, declared);
    if (status < 0)
        return NULL;
    return status > 0 ? declared : "UTF-8";
}

/* NULL if it declares none. */
static const char *find_in_document(newsidx_text bytes)
{
    const char *charset = nx_charset_find(nx_charset_declared(bytes));

    /* If it were in UTF-16, this declaration could not be read. */
    return charset != NULL && is_wide(charset) ? NULL : charset;
}

const char *nx_charset_choose(newsidx_text bytes, const char *label)
{
    size_t mark_length;
    const char *charset = nx_charset_mark(bytes, &mark_length);

    if (charset == NULL)
        charset = nx_charset_wide(bytes);
    if (charset != NULL)
        return charset;
    charset = nx_charset_find(nx_str(label));
    if (charset == NULL)
        charset = find_in_document(bytes);
    return charset != NULL ? check_declared(bytes, charset)
                           : nx_charset_guess(bytes);
}

newsidx_status nx_charset_choose_stream(newsidx_text head,
                                        const char **out_charset,
                                        newsidx_error *err)
{
    size_t mark_length;
    const char *charset = nx_charset_mark(head, &mark_length);

    if (charset == NULL)
        charset = nx_charset_wide(head);
    *out_charset = charset;
    if (charset != NULL)
        return NEWSIDX_OK;
    charset = find_in_document(head);
    if (charset == NULL)
        return NEWSIDX_OK;
    charset = check_declared(head, charset);
    if (charset == NULL)
        return nx_fail_memory(err);
    /* UTF-8 that isn't begun yet may turn out to be something else. */
    if (strcmp(charset, "UTF-8") != 0 || nx_charset_count(head).valid > 0)
        *out_charset = charset;
    return NEWSIDX_OK;
}

newsidx_status nx_charset_decode(newsidx_text bytes, const char *label,
                                 nx_buf *out, uint64_t *out_replaced,
                                 newsidx_error *err)
{
    return nx_charset_decode_from(bytes, nx_charset_choose(bytes, label), out,
                                  out_replaced, err);
}

newsidx_status nx_charset_decode_from(newsidx_text bytes, const char *charset,
                                      nx_buf *out, uint64_t *out_replaced,
                                      newsidx_error *err)
{
    uint64_t replaced = 0;
    size_t mark_length;
    newsidx_status status;

    if (charset == NULL)
        return nx_fail_memory(err);
    (void)nx_charset_mark(bytes, &mark_length);
    bytes = nx_str_slice(bytes.bytes + mark_length, bytes.length - mark_length);
    status = decode_as(bytes, charset, out, &replaced, err);
    if (out_replaced != NULL)
        *out_replaced = replaced;
    if (status >= 0 && out->status == NEWSIDX_ERR_LIMIT)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "longer than %zu bytes",
                       out->limit_bytes);
    return status;
}

/* All at once: glibc drops a module that nothing has used for a while. */
void nx_charset_preload(void)
{
    static iconv_t kept[MOST_CHARSETS];

    nx_decoder_hold_opening();
    for (size_t i = 0; i < MOST_CHARSETS; i++) {
        const char *charset = nx_charset_name(i);

        if (charset == NULL)
            break;
        if (kept[i] == NULL || (intptr_t)kept[i] == -1)
            kept[i] = iconv_open("UTF-8", charset);
    }
    nx_decoder_release_opening();
}
