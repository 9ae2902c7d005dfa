#include "formats/wire/stream.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/str.h"
#include "formats/charset/charset.h"

/* After a message of this length, its memory is given back. */
#define KEPT_MESSAGE_BYTES ((size_t)1024 * 1024)

typedef struct stream {
    nx_input *input;
    nx_wire_read read;
    nx_buf message;
    nx_buf text; /* the same in UTF-8 */
    uint64_t line;
    bool is_first; /* a first message may have lost its SOH */
} stream;

/* Bytes that wires send between messages: controls, blanks and DEL. */
static bool is_filler(char byte)
{
    const unsigned char code = (unsigned char)byte;

    return (code <= 0x20 && byte != NX_WIRE_SOH) || code == 0x7F;
}

newsidx_text nx_wire_header(newsidx_text head, bool *out_has_start)
{
    size_t offset = 0;

    while (offset < head.length && is_filler(head.bytes[offset]))
        offset++;
    *out_has_start = offset < head.length && head.bytes[offset] == NX_WIRE_SOH;
    offset += *out_has_start ? 1 : 0;
    return nx_str_slice(head.bytes + offset, head.length - offset);
}

newsidx_status nx_wire_open(const nx_origin *origin, nx_wire_read read,
                            void **out_state, newsidx_error *err)
{
    stream *in = nx_new(stream);

    if (in == NULL)
        return nx_fail_memory(err);
    in->input = origin->input;
    in->read = read;
    in->line = origin->line;
    in->is_first = true;
    nx_buf_init(&in->message, NX_LIMIT_ARTICLE_BYTES);
    nx_buf_init(&in->text, NX_LIMIT_ARTICLE_BYTES);
    *out_state = in;
    return NEWSIDX_OK;
}

void nx_wire_close(void *state)
{
    stream *in = state;

    if (in == NULL)
        return;
    nx_buf_finish(&in->message);
    nx_buf_finish(&in->text);
    nx_free(in);
}

/* Make sure that the window has a byte. NEWSIDX_DONE at the end. */
static newsidx_status look(stream *in, newsidx_error *err)
{
    return in->input->at < in->input->end ? NEWSIDX_OK
                                          : nx_input_more(in->input, err);
}

/* Step over `length` bytes of the window, and count their lines. */
static void take(stream *in, size_t length)
{
    for (size_t i = 0; i < length; i++)
        in->line += in->input->at[i] == '\n' ? 1 : 0;
    nx_input_take(in->input, length);
}

/*
 * Step over what fills the line, up to the SOH of a message and over it. Text
 * in between belongs to no message: it is said, not swallowed.
 */
static newsidx_status find_start(stream *in, nx_item *item, newsidx_error *err)
{
    bool has_stray = false;
    newsidx_status status;

    for (;;) {
        size_t length = 0;
        bool found = false;

        status = look(in, err);
        if (status != NEWSIDX_OK)
            break;
        while (in->input->at + length < in->input->end && !found) {
            const char byte = in->input->at[length];

            found = byte == NX_WIRE_SOH || (!has_stray && !is_filler(byte));
            length += found ? 0 : 1;
        }
        take(in, length);
        if (!found)
            continue;
        if (*in->input->at == NX_WIRE_SOH || in->is_first)
            break;
        has_stray = true;
        item->line = in->line;
        item->start_bytes = in->input->offset;
    }
    if (has_stray && status >= 0)
        return nx_fail_at(err, NEWSIDX_ERR_INPUT, (size_t)item->start_bytes,
                          "text between two messages");
    if (status != NEWSIDX_OK)
        return status;
    item->line = in->line;
    item->start_bytes = in->input->offset;
    in->is_first = false;
    if (*in->input->at == NX_WIRE_SOH)
        take(in, 1);
    return NEWSIDX_OK;
}

/* Copy up to the EOT, or to the SOH of another message where it is missing. */
static newsidx_status copy_message(stream *in, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    bool found = false;

    while (!found) {
        size_t length = 0;

        status = look(in, err);
        if (status != NEWSIDX_OK)
            break;
        while (in->input->at + length < in->input->end && !found) {
            found = in->input->at[length] == NX_WIRE_EOT ||
                    in->input->at[length] == NX_WIRE_SOH;
            length += found ? 0 : 1;
        }
        nx_buf_add(&in->message, in->input->at, length);
        take(in, length);
        if (found && *in->input->at == NX_WIRE_EOT)
            take(in, 1);
    }
    if (status < 0)
        return status;
    if (in->message.status == NEWSIDX_ERR_LIMIT)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "longer than %zu bytes",
                       NX_LIMIT_ARTICLE_BYTES);
    return in->message.status < 0 ? nx_fail_memory(err) : NEWSIDX_OK;
}

static void forget(nx_buf *buf)
{
    if (buf->capacity > KEPT_MESSAGE_BYTES)
        nx_buf_finish(buf);
    nx_buf_clear(buf);
}

newsidx_status nx_wire_next(void *state, nx_item *item, newsidx_error *err)
{
    stream *in = state;
    newsidx_status status;

    forget(&in->message);
    forget(&in->text);
    status = find_start(in, item, err);
    if (status != NEWSIDX_OK)
        return status;
    status = copy_message(in, err);
    if (status >= 0)
        status = nx_charset_decode(nx_buf_text(&in->message), NULL, &in->text,
                                   &item->replaced, err);
    if (status >= 0)
        status = in->read(nx_buf_text(&in->text), item, err);
    if (status < 0 && err != NULL)
        err->offset = (size_t)item->start_bytes;
    return status;
}
