#include "formats/charset/decoder.h"

#include "base/memory.h"
#include "base/str.h"
#include "base/utf8.h"
#include "formats/charset/guess.h"

#include <errno.h>
#include <iconv.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>

/* A charset is guessed from so many bytes, from the first that is not ASCII.
 * The number is the same whatever the pieces, and so is the guess. */
#define GUESS_BYTES ((size_t)16 * 1024)

/* More than the longest character or escape sequence of any charset. */
#define KEPT_BYTES 16

struct nx_decoder {
    iconv_t iconv;
    bool has_iconv; /* false: UTF-8 */
    size_t unit_bytes;
    bool keeps_shifts; /* ISO 2022: what follows depends on escapes before */
    bool may_guess;
    nx_buf waiting; /* while it may: from the first byte that isn't ASCII */
    char kept[KEPT_BYTES]; /* the beginning of a character */
    size_t kept_length;
    uint64_t replaced;
};

static pthread_mutex_t opening = PTHREAD_MUTEX_INITIALIZER;

void nx_decoder_hold_opening(void)
{
    pthread_mutex_lock(&opening);
}

void nx_decoder_release_opening(void)
{
    pthread_mutex_unlock(&opening);
}

static newsidx_status use_charset(nx_decoder *decoder, const char *charset,
                                  newsidx_error *err)
{
    if (strcmp(charset, "UTF-8") == 0)
        return NEWSIDX_OK;
    nx_decoder_hold_opening();
    decoder->iconv = iconv_open("UTF-8", charset);
    nx_decoder_release_opening();
    decoder->has_iconv = (intptr_t)decoder->iconv != -1;
    if (!decoder->has_iconv)
        return errno == ENOMEM ? nx_fail_memory(err)
                               : nx_fail(err, NEWSIDX_ERR_INPUT,
                                         "charset %s can't be read", charset);
    decoder->keeps_shifts = strncmp(charset, "ISO-2022", 8) == 0;
    decoder->unit_bytes = 1;
    if (strncmp(charset, "UTF-16", 6) == 0)
        decoder->unit_bytes = 2;
    else if (strncmp(charset, "UTF-32", 6) == 0)
        decoder->unit_bytes = 4;
    return NEWSIDX_OK;
}

newsidx_status nx_decoder_new(const char *charset, nx_decoder **out_decoder,
                              newsidx_error *err)
{
    nx_decoder *decoder = nx_new(nx_decoder);
    newsidx_status status = NEWSIDX_OK;

    *out_decoder = NULL;
    if (decoder == NULL)
        return nx_fail_memory(err);
    decoder->may_guess = charset == NULL;
    nx_buf_init(&decoder->waiting, GUESS_BYTES);
    if (charset != NULL)
        status = use_charset(decoder, charset, err);
    if (status < 0) {
        nx_decoder_free(decoder);
        return status;
    }
    *out_decoder = decoder;
    return NEWSIDX_OK;
}

void nx_decoder_free(nx_decoder *decoder)
{
    if (decoder == NULL)
        return;
    if (decoder->has_iconv) {
        nx_decoder_hold_opening();
        iconv_close(decoder->iconv);
        nx_decoder_release_opening();
    }
    nx_buf_finish(&decoder->waiting);
    nx_free(decoder);
}

bool nx_decoder_is_exact(const nx_decoder *decoder)
{
    return !decoder->has_iconv && decoder->replaced == 0;
}

uint64_t nx_decoder_replaced(const nx_decoder *decoder)
{
    return decoder->replaced;
}

static void replace(nx_decoder *decoder, nx_buf *out)
{
    nx_buf_add_string(out, "\xEF\xBF\xBD");
    decoder->replaced++;
}

/* Vietnamese and Hebrew letters wait in iconv for an accent that may follow. */
static void flush(const nx_decoder *decoder, nx_buf *out)
{
    char text[64];
    char *to = text;
    size_t room = sizeof text;

    (void)iconv(decoder->iconv, NULL, NULL, &to, &room);
    nx_buf_add(out, text, (size_t)(to - text));
}

/*
 * All of `bytes` but what may be the beginning of a character: its length.
 * Where escapes shift, what glibc makes of a wrong one depends on how many
 * bytes it sees, so it is given as few as will do, however they come in.
 */
static size_t convert(nx_decoder *decoder, newsidx_text bytes, nx_buf *out)
{
    /* Iconv is not const, but doesn't write there. */
    char *from = (char *)bytes.bytes;
    const size_t least = decoder->keeps_shifts ? 1 : bytes.length;
    size_t left = bytes.length;
    size_t window = least;

    while (left > 0 && out->status >= 0) {
        char text[4096];
        char *to = text;
        size_t room = sizeof text;
        size_t given = window < left ? window : left;
        const size_t hidden = left - given;
        const size_t done = iconv(decoder->iconv, &from, &given, &to, &room);
        const int code = errno;

        nx_buf_add(out, text, (size_t)(to - text));
        left = hidden + given;
        window = least;
        if (done != (size_t)-1 || code == E2BIG)
            continue;
        if (code == EINVAL && given < KEPT_BYTES) {
            if (hidden == 0)
                return left;
            window = given + 1;
            continue;
        }
        if (!decoder->keeps_shifts)
            flush(decoder, out);
        replace(decoder, out);
        /* And sometimes it has read what it complains of. */
        if (given < decoder->unit_bytes) {
            from += given;
            left -= given;
        } else {
            from += decoder->unit_bytes;
            left -= decoder->unit_bytes;
        }
    }
    return 0;
}

/* Finish the character that `kept` begins: a few bytes more and it is whole. */
static void convert_kept(nx_decoder *decoder, newsidx_text *bytes, nx_buf *out)
{
    char joined[2 * KEPT_BYTES];
    const size_t kept_length = decoder->kept_length;
    const size_t more = bytes->length < KEPT_BYTES ? bytes->length : KEPT_BYTES;
    size_t left;

    memcpy(joined, decoder->kept, kept_length);
    memcpy(joined + kept_length, bytes->bytes, more);
    left = convert(decoder, nx_str_slice(joined, kept_length + more), out);
    if (left > more) {
        /* Not yet: then these were all the bytes. */
        memcpy(decoder->kept, joined + kept_length + more - left, left);
        decoder->kept_length = left;
        left = 0;
    } else {
        decoder->kept_length = 0;
    }
    *bytes =
        nx_str_slice(bytes->bytes + more - left, bytes->length + left - more);
}

static void decode_by_iconv(nx_decoder *decoder, newsidx_text bytes,
                            bool is_last, nx_buf *out)
{
    if (decoder->kept_length > 0 && bytes.length > 0)
        convert_kept(decoder, &bytes, out);
    if (decoder->kept_length == 0 && bytes.length > 0) {
        decoder->kept_length = convert(decoder, bytes, out);
        memcpy(decoder->kept, bytes.bytes + bytes.length - decoder->kept_length,
               decoder->kept_length);
    }
    if (!is_last)
        return;
    flush(decoder, out);
    if (decoder->kept_length > 0)
        replace(decoder, out);
    decoder->kept_length = 0;
}

/* May bytes that follow make a character of `bytes`, which are ill-formed? */
static bool is_beginning(newsidx_text bytes, size_t step)
{
    const unsigned char lead = (unsigned char)bytes.bytes[0];
    size_t wanted = 1;

    if (lead >= 0xC2 && lead <= 0xDF)
        wanted = 2;
    else if (lead >= 0xE0 && lead <= 0xEF)
        wanted = 3;
    else if (lead >= 0xF0 && lead <= 0xF4)
        wanted = 4;
    return step == bytes.length && step < wanted;
}

/* Of `bytes`, what is well-formed: its length. The rest begins with an
 * ill-formed piece of *out_step bytes. */
static size_t add_valid(newsidx_text bytes, nx_buf *out, size_t *out_step)
{
    const size_t invalid = nx_utf8_find_invalid(bytes.bytes, bytes.length);

    *out_step = 0;
    if (invalid == NEWSIDX_NO_OFFSET) {
        nx_buf_add_text(out, bytes);
        return bytes.length;
    }
    nx_buf_add(out, bytes.bytes, invalid);
    (void)nx_utf8_decode(bytes.bytes + invalid, bytes.length - invalid,
                         out_step);
    return invalid;
}

/* One byte after the other, until `kept` is a character or none. */
static void complete_kept(nx_decoder *decoder, newsidx_text *bytes, nx_buf *out)
{
    while (decoder->kept_length > 0 && bytes->length > 0) {
        size_t step;

        decoder->kept[decoder->kept_length++] = bytes->bytes[0];
        *bytes = nx_str_slice(bytes->bytes + 1, bytes->length - 1);
        if (nx_utf8_decode(decoder->kept, decoder->kept_length, &step) !=
            NX_UTF8_INVALID) {
            nx_buf_add(out, decoder->kept, decoder->kept_length);
            decoder->kept_length = 0;
        } else if (!is_beginning(
                       nx_str_slice(decoder->kept, decoder->kept_length),
                       step)) {
            /* The last byte is what it doesn't go on with. */
            *bytes = nx_str_slice(bytes->bytes - 1, bytes->length + 1);
            replace(decoder, out);
            decoder->kept_length = 0;
        }
    }
}

static void decode_utf8(nx_decoder *decoder, newsidx_text bytes, bool is_last,
                        nx_buf *out)
{
    complete_kept(decoder, &bytes, out);
    while (bytes.length > 0 && out->status >= 0) {
        size_t step;
        const size_t valid = add_valid(bytes, out, &step);

        bytes = nx_str_slice(bytes.bytes + valid, bytes.length - valid);
        if (bytes.length == 0)
            break;
        if (is_beginning(bytes, step)) {
            memcpy(decoder->kept, bytes.bytes, bytes.length);
            decoder->kept_length = bytes.length;
            break;
        }
        replace(decoder, out);
        bytes = nx_str_slice(bytes.bytes + step, bytes.length - step);
    }
    if (is_last && decoder->kept_length > 0) {
        replace(decoder, out);
        decoder->kept_length = 0;
    }
}

static newsidx_status decode_known(nx_decoder *decoder, newsidx_text bytes,
                                   bool is_last, nx_buf *out,
                                   newsidx_error *err)
{
    if (decoder->has_iconv)
        decode_by_iconv(decoder, bytes, is_last, out);
    else
        decode_utf8(decoder, bytes, is_last, out);
    return out->status == NEWSIDX_ERR_MEMORY ? nx_fail_memory(err) : NEWSIDX_OK;
}

/* The length of what is plain ASCII. */
static size_t count_ascii(newsidx_text bytes)
{
    size_t count = 0;
    uint64_t word;

    for (; bytes.length - count >= sizeof word; count += sizeof word) {
        memcpy(&word, bytes.bytes + count, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0)
            break;
    }
    while (count < bytes.length && (unsigned char)bytes.bytes[count] < 0x80)
        count++;
    return count;
}

/* Enough bytes wait, or there are no more. */
static newsidx_status settle(nx_decoder *decoder, bool is_last, nx_buf *out,
                             newsidx_error *err)
{
    const char *charset = nx_charset_guess(nx_buf_text(&decoder->waiting));
    newsidx_status status = charset != NULL ? use_charset(decoder, charset, err)
                                            : nx_fail_memory(err);

    decoder->may_guess = false;
    if (status >= 0)
        status = decode_known(decoder, nx_buf_text(&decoder->waiting), is_last,
                              out, err);
    nx_buf_finish(&decoder->waiting);
    return status;
}

/* ASCII goes through; what isn't waits until it can be guessed. */
static newsidx_status decode_unknown(nx_decoder *decoder, newsidx_text bytes,
                                     bool is_last, nx_buf *out,
                                     newsidx_error *err)
{
    nx_buf *waiting = &decoder->waiting;
    newsidx_status status;
    size_t length;

    if (waiting->length == 0 && bytes.length == 0)
        return NEWSIDX_OK;
    if (waiting->length == 0) {
        length = count_ascii(bytes);
        nx_buf_add(out, bytes.bytes, length);
        bytes = nx_str_slice(bytes.bytes + length, bytes.length - length);
        if (bytes.length == 0)
            return out->status == NEWSIDX_ERR_MEMORY ? nx_fail_memory(err)
                                                     : NEWSIDX_OK;
    }
    length = GUESS_BYTES - waiting->length;
    if (length > bytes.length)
        length = bytes.length;
    nx_buf_add(waiting, bytes.bytes, length);
    if (waiting->status < 0)
        return nx_fail_memory(err);
    bytes = nx_str_slice(bytes.bytes + length, bytes.length - length);
    if (waiting->length < GUESS_BYTES && !is_last)
        return NEWSIDX_OK;
    status = settle(decoder, is_last && bytes.length == 0, out, err);
    if (status < 0 || bytes.length == 0)
        return status;
    return decode_known(decoder, bytes, is_last, out, err);
}

newsidx_status nx_decoder_decode(void *decoder, newsidx_text bytes,
                                 bool is_last, nx_buf *out, newsidx_error *err)
{
    nx_decoder *with = decoder;

    /* At the end there is nothing, which may be at NULL. */
    if (bytes.length == 0)
        bytes = nx_str_slice("", 0);
    return with->may_guess ? decode_unknown(with, bytes, is_last, out, err)
                           : decode_known(with, bytes, is_last, out, err);
}
