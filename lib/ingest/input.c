#include "ingest/input.h"

#include "base/memory.h"
#include "base/str.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK_BYTES ((size_t)64 * 1024)

void nx_input_init(nx_input *input)
{
    memset(input, 0, sizeof *input);
    input->descriptor = -1;
    input->at = "";
    input->end = input->at;
    nx_buf_init(&input->head, (size_t)-1 / 2);
    nx_buf_init(&input->decoded, (size_t)-1 / 2);
}

void nx_input_use(nx_input *input, newsidx_read_fn read, void *user)
{
    input->read = read;
    input->user = user;
}

void nx_input_finish(nx_input *input)
{
    if (input->descriptor >= 0)
        close(input->descriptor);
    nx_free(input->chunk);
    nx_buf_finish(&input->head);
    nx_buf_finish(&input->decoded);
    nx_input_init(input);
}

const char *nx_input_reason(int code, char out[80])
{
    if (strerror_r(code, out, 80) != 0 || out[0] == '\0')
        return "unknown error";
    /* "Permission denied" in the middle of a line; but "I/O error". */
    if (nx_is_upper(out[0]) && !nx_is_upper(out[1]) && out[1] != '/')
        out[0] = nx_to_lower(out[0]);
    return out;
}

static newsidx_status fail_errno(const char *what, newsidx_error *err)
{
    const int code = errno;
    char reason[80];

    return nx_fail_system(err, NEWSIDX_ERR_IO, code, "%s: %s", what,
                          nx_input_reason(code, reason));
}

/* Sleep until there are bytes, or a pipe without a writer yet has one. */
static void wait_for_bytes(int descriptor)
{
    struct pollfd wanted = {descriptor, POLLIN, 0};
    int ready;

    do {
        ready = poll(&wanted, 1, -1);
    } while (ready < 0 && errno == EINTR);
}

/*
 * It is opened without blocking, because an open of a pipe would otherwise
 * wait for a writer before we could even see that it is one.
 */
newsidx_status nx_input_open(nx_input *input, const char *path,
                             newsidx_error *err)
{
    struct stat status;
    int descriptor;

    do {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    } while (descriptor < 0 && errno == EINTR);
    if (descriptor < 0)
        return fail_errno("can't be opened", err);
    input->descriptor = descriptor;
    if (fstat(descriptor, &status) != 0)
        return fail_errno("can't be examined", err);
    if (S_ISDIR(status.st_mode))
        return nx_fail(err, NEWSIDX_ERR_INPUT, "a folder, not a file");
    if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode))
        return nx_fail(err, NEWSIDX_ERR_INPUT, "neither a file nor a pipe");
    if (S_ISFIFO(status.st_mode))
        wait_for_bytes(descriptor);
    input->chunk = nx_alloc(CHUNK_BYTES);
    if (input->chunk == NULL)
        return nx_fail_memory(err);
    return NEWSIDX_OK;
}

static newsidx_status read_file(nx_input *input, const char **out_bytes,
                                size_t *out_length, newsidx_error *err)
{
    ssize_t length;

    for (;;) {
        length = read(input->descriptor, input->chunk, CHUNK_BYTES);
        if (length >= 0)
            break;
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            wait_for_bytes(input->descriptor);
        else if (errno != EINTR)
            return fail_errno("can't be read", err);
    }
    *out_bytes = input->chunk;
    *out_length = (size_t)length;
    return NEWSIDX_OK;
}

/* The next bytes as they are; a length of 0 at the end, and again. */
static newsidx_status read_chunk(nx_input *input, const char **out_bytes,
                                 size_t *out_length, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;
    ptrdiff_t length;

    *out_bytes = NULL;
    *out_length = 0;
    if (input->ended)
        return NEWSIDX_OK;
    if (input->read == NULL) {
        status = read_file(input, out_bytes, out_length, err);
    } else {
        length = input->read(out_bytes, input->user);
        if (length < 0 || (length > 0 && *out_bytes == NULL))
            status = nx_fail(err, NEWSIDX_ERR_IO, "the stream can't be read");
        else
            *out_length = (size_t)length;
    }
    if (status < 0 || *out_length == 0)
        input->ended = true;
    return status;
}

/* What was in the window when decoding began is the first chunk. */
static newsidx_status decode_chunk(nx_input *input, const char **out_bytes,
                                   size_t *out_length, newsidx_error *err)
{
    newsidx_status status = NEWSIDX_OK;

    nx_buf_clear(&input->decoded);
    while (input->decoded.length == 0 && !input->decode_ended) {
        newsidx_text bytes = input->undecoded;

        input->undecoded.length = 0;
        if (bytes.length == 0)
            status = read_chunk(input, &bytes.bytes, &bytes.length, err);
        if (status < 0)
            break;
        if (bytes.length == 0)
            bytes.bytes = ""; /* so that there is a place to count from */
        status = input->decode(input->decoder, bytes, bytes.length == 0,
                               &input->decoded, err);
        if (status >= 0 && input->decoded.status < 0)
            status = nx_fail_memory(err);
        if (status < 0)
            break;
        input->source_before = input->source_bytes;
        input->source_bytes += bytes.length;
        input->decode_ended = bytes.length == 0;
    }
    if (status < 0)
        input->decode_ended = true;
    *out_bytes = input->decoded.bytes;
    *out_length = status < 0 ? 0 : input->decoded.length;
    return status;
}

static newsidx_status next_chunk(nx_input *input, const char **out_bytes,
                                 size_t *out_length, newsidx_error *err)
{
    return input->decode != NULL
               ? decode_chunk(input, out_bytes, out_length, err)
               : read_chunk(input, out_bytes, out_length, err);
}

void nx_input_decode(nx_input *input, nx_decode_fn decode, void *decoder)
{
    assert(input->decode == NULL && input->at < input->end);
    input->undecoded =
        nx_str_slice(input->at, (size_t)(input->end - input->at));
    input->at = "";
    input->end = input->at;
    input->in_head = false;
    input->source_bytes = input->offset;
    input->source_before = input->offset;
    input->decode = decode;
    input->decoder = decoder;
}

uint64_t nx_input_source_bytes(const nx_input *input)
{
    const uint64_t left = (uint64_t)(input->end - input->at);

    if (input->decode == NULL)
        return input->offset;
    return input->source_bytes - input->source_before > left
               ? input->source_bytes - left
               : input->source_before;
}

newsidx_status nx_input_more(nx_input *input, newsidx_error *err)
{
    const char *bytes;
    size_t length;
    newsidx_status status;

    assert(input->at == input->end);
    status = next_chunk(input, &bytes, &length, err);
    if (status < 0)
        return status;
    if (length == 0)
        return NEWSIDX_DONE;
    input->at = bytes;
    input->end = bytes + length;
    input->in_head = false;
    return NEWSIDX_OK;
}

/* Begin `head` with what is left of the window, which may lie in it. */
static void move_to_head(nx_input *input)
{
    const size_t left = (size_t)(input->end - input->at);

    if (input->in_head) {
        memmove(input->head.bytes, input->at, left);
        nx_buf_truncate(&input->head, left);
    } else {
        nx_buf_clear(&input->head);
        nx_buf_add(&input->head, input->at, left);
    }
}

newsidx_status nx_input_peek(nx_input *input, size_t least, newsidx_error *err)
{
    const char *bytes;
    size_t length;
    newsidx_status status;

    if (input->at == input->end) {
        status = nx_input_more(input, err);
        if (status != NEWSIDX_OK)
            return status;
    }
    if ((size_t)(input->end - input->at) >= least)
        return NEWSIDX_OK;
    move_to_head(input);
    while (input->head.status >= 0 && input->head.length < least) {
        status = next_chunk(input, &bytes, &length, err);
        if (status < 0)
            return status;
        if (length == 0)
            break;
        nx_buf_add(&input->head, bytes, length);
    }
    if (input->head.status < 0)
        return nx_fail_memory(err);
    input->at = input->head.bytes;
    input->end = input->head.bytes + input->head.length;
    input->in_head = true;
    return NEWSIDX_OK;
}

void nx_input_take(nx_input *input, size_t length)
{
    assert(length <= (size_t)(input->end - input->at));
    input->at += length;
    input->offset += length;
}

newsidx_status nx_input_line(nx_input *input, nx_buf *spill,
                             newsidx_text *out_line, newsidx_error *err)
{
    const char *newline = NULL;
    bool any = false;

    nx_buf_clear(spill);
    *out_line = nx_str_slice("", 0);
    while (newline == NULL) {
        size_t length;

        if (input->at == input->end) {
            const newsidx_status status = nx_input_more(input, err);

            if (status < 0 || (status == NEWSIDX_DONE && !any))
                return status;
            if (status == NEWSIDX_DONE)
                break;
        }
        length = (size_t)(input->end - input->at);
        newline = memchr(input->at, '\n', length);
        if (newline != NULL)
            length = (size_t)(newline - input->at);
        if (newline != NULL && !any && length <= spill->limit_bytes)
            *out_line = nx_str_slice(input->at, length);
        else
            nx_buf_add(spill, input->at, length);
        any = true;
        nx_input_take(input, newline != NULL ? length + 1 : length);
    }
    if (spill->status == NEWSIDX_ERR_LIMIT)
        return nx_fail(err, NEWSIDX_ERR_LIMIT, "line is longer than %zu bytes",
                       spill->limit_bytes);
    if (spill->status < 0)
        return nx_fail_memory(err);
    if (spill->length > 0)
        *out_line = nx_buf_text(spill);
    return NEWSIDX_OK;
}
