#include "formats/decoding.h"

#include "base/limits.h"
#include "base/str.h"
#include "base/utf8.h"

#ifdef NX_HAVE_FORMATS
#include "formats/charset/charset.h"
#include "formats/charset/declared.h"
#include "formats/charset/decoder.h"

#include <string.h>
#endif

/* Controls in so many bytes show that something is no text. */
#define PROBE_BYTES 1024

void nx_decoding_init(nx_decoding *decoding)
{
    decoding->decoder = NULL;
    decoding->is_changed = false;
    decoding->told = 0;
}

static newsidx_text window(const nx_input *input)
{
    return nx_str_slice(input->at, (size_t)(input->end - input->at));
}

/* Controls that no text has; wire formats do use a few. */
static bool is_odd_control(unsigned char byte)
{
    return byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' &&
           byte != '\f' && byte != 0x1B;
}

/* ISO-2022-KR (RFC 1557) says so before it goes to and fro by SO and SI. */
static bool has_shifts(newsidx_text probe)
{
    return nx_str_contains_ascii(probe, nx_str("\x1B$)C"));
}

static bool is_shift(char byte)
{
    return byte == 0x0E || byte == 0x0F;
}

static newsidx_status refuse_binary(newsidx_text probe, newsidx_error *err)
{
    size_t odd_count = 0;
    size_t first_odd = 0;
    bool may_shift;

    if (probe.length > PROBE_BYTES)
        probe.length = PROBE_BYTES;
    may_shift = has_shifts(probe);
    for (size_t i = 0; i < probe.length; i++) {
        if (!is_odd_control((unsigned char)probe.bytes[i]) ||
            (may_shift && is_shift(probe.bytes[i])))
            continue;
        if (odd_count++ == 0)
            first_odd = i;
        if (probe.bytes[i] == '\0') {
            first_odd = i;
            odd_count = probe.length;
            break;
        }
    }
    if (odd_count >= 4 && odd_count * 20 > probe.length)
        return nx_fail_at(err, NEWSIDX_ERR_INPUT, first_odd,
                          "binary data at byte %zu", first_odd);
    return NEWSIDX_OK;
}

#ifdef NX_HAVE_FORMATS

void nx_decoding_finish(nx_decoding *decoding)
{
    nx_decoder_free(decoding->decoder);
    nx_decoding_init(decoding);
}

static newsidx_status decode_input(nx_decoding *decoding, nx_input *input,
                                   const char *charset, newsidx_error *err)
{
    const newsidx_status status =
        nx_decoder_new(charset, &decoding->decoder, err);

    if (status >= 0)
        nx_input_decode(input, nx_decoder_decode, decoding->decoder);
    return status;
}

newsidx_status nx_decoding_begin(nx_decoding *decoding, nx_input *input,
                                 newsidx_error *err)
{
    size_t mark_length;
    const char *charset = nx_charset_mark(window(input), &mark_length);

    if (charset == NULL)
        charset = nx_charset_wide(window(input));
    if (charset == NULL)
        return refuse_binary(window(input), err);
    nx_input_take(input, mark_length);
    return input->at < input->end ? decode_input(decoding, input, charset, err)
                                  : NEWSIDX_OK;
}

newsidx_status nx_decoding_stream(nx_decoding *decoding, nx_input *input,
                                  newsidx_error *err)
{
    const char *charset;
    newsidx_status status;

    if (decoding->decoder != NULL || input->at == input->end)
        return NEWSIDX_OK;
    status = nx_charset_choose_stream(window(input), &charset, err);
    return status < 0 ? status : decode_input(decoding, input, charset, err);
}

newsidx_status nx_decoding_document(nx_decoding *decoding, nx_buf *document,
                                    size_t start, uint64_t *out_replaced,
                                    newsidx_error *err)
{
    const newsidx_text bytes = nx_buf_text(document);
    const char *charset;
    newsidx_status status;
    nx_buf text;

    (void)start;
    if (decoding->decoder != NULL) {
        *out_replaced = nx_decoding_replaced(decoding);
        return NEWSIDX_OK;
    }
    *out_replaced = 0;
    charset = nx_charset_choose(bytes, NULL);
    if (charset != NULL && strcmp(charset, "UTF-8") == 0 &&
        nx_utf8_find_invalid(bytes.bytes, bytes.length) == NEWSIDX_NO_OFFSET)
        return NEWSIDX_OK;
    nx_buf_init(&text, NX_LIMIT_ARTICLE_BYTES);
    status = nx_charset_decode_from(bytes, charset, &text, out_replaced, err);
    if (status >= 0) {
        const nx_buf before = *document;

        *document = text;
        decoding->is_changed = true;
        text = before;
    }
    nx_buf_finish(&text);
    return status;
}

bool nx_decoding_is_exact(const nx_decoding *decoding)
{
    return !decoding->is_changed && (decoding->decoder == NULL ||
                                     nx_decoder_is_exact(decoding->decoder));
}

uint64_t nx_decoding_replaced(nx_decoding *decoding)
{
    uint64_t replaced = 0;

    if (decoding->decoder != NULL)
        replaced = nx_decoder_replaced(decoding->decoder) - decoding->told;
    decoding->told += replaced;
    return replaced;
}

#else

void nx_decoding_finish(nx_decoding *decoding)
{
    nx_decoding_init(decoding);
}

newsidx_status nx_decoding_begin(nx_decoding *decoding, nx_input *input,
                                 newsidx_error *err)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *name;
    } marks[] = {{"\xFF\xFE\0\0", 4, "UTF-32"},
                 {"\0\0\xFE\xFF", 4, "UTF-32"},
                 {"\xFF\xFE", 2, "UTF-16"},
                 {"\xFE\xFF", 2, "UTF-16"}};
    newsidx_status status;

    (void)decoding;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (nx_str_starts_with(window(input),
                               nx_str_slice(marks[i].bytes, marks[i].length)))
            return nx_fail_at(err, NEWSIDX_ERR_INPUT, 0, "%s, not UTF-8",
                              marks[i].name);
    }
    status = refuse_binary(window(input), err);
    if (status >= 0 &&
        nx_str_starts_with(window(input), nx_str("\xEF\xBB\xBF")))
        nx_input_take(input, 3);
    return status;
}

newsidx_status nx_decoding_stream(nx_decoding *decoding, nx_input *input,
                                  newsidx_error *err)
{
    (void)decoding;
    (void)input;
    (void)err;
    return NEWSIDX_OK;
}

newsidx_status nx_decoding_document(nx_decoding *decoding, nx_buf *document,
                                    size_t start, uint64_t *out_replaced,
                                    newsidx_error *err)
{
    const size_t invalid =
        nx_utf8_find_invalid(document->bytes, document->length);

    (void)decoding;
    *out_replaced = 0;
    if (invalid == NEWSIDX_NO_OFFSET)
        return NEWSIDX_OK;
    return nx_fail_at(err, NEWSIDX_ERR_INPUT, start + invalid,
                      "not UTF-8 at byte %zu", start + invalid);
}

bool nx_decoding_is_exact(const nx_decoding *decoding)
{
    (void)decoding;
    return true;
}

uint64_t nx_decoding_replaced(nx_decoding *decoding)
{
    (void)decoding;
    return 0;
}

#endif
