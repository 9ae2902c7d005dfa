#include "formats/worker/serve.h"

#include "base/memory.h"
#include "base/str.h"
#include "formats/reader.h"
#include "formats/worker/link.h"
#include "formats/worker/sandbox.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Signs of life while articles are stepped over. */
#define SKIPS_A_SIGN 256

typedef struct server {
    nx_link link;
    nx_buf out;
    nx_item item;
    nx_reader *reader;
    char *chunk; /* of a file */
    int file;
    bool is_broken; /* nothing can be sent or received any more */
    bool has_ended; /* the stream */
} server;

static bool send_message(server *in)
{
    if (!in->is_broken && !nx_link_send(&in->link, &in->out, -1, -1))
        in->is_broken = true;
    return !in->is_broken;
}

static bool tell(server *in, nx_message_kind kind, uint64_t number)
{
    nx_message_write(&in->out, kind, number);
    return send_message(in);
}

/* Wait for the next message. */
static bool receive(server *in, nx_message *out)
{
    for (;;) {
        newsidx_status status = nx_link_find(&in->link, out, NULL);

        if (status == NEWSIDX_OK)
            return true;
        if (status == NEWSIDX_NOT_FOUND)
            status = nx_link_receive(&in->link, -1, NULL);
        if (status != NEWSIDX_OK) {
            in->is_broken = true;
            return false;
        }
    }
}

/* The reader's callbacks: from the file that was handed over, or by asking. */
static ptrdiff_t read_file(const char **bytes, void *user)
{
    server *in = user;
    ssize_t length;

    do {
        length = read(in->file, in->chunk, NX_MESSAGE_CHUNK_BYTES);
    } while (length < 0 && errno == EINTR);
    *bytes = in->chunk;
    return length;
}

static ptrdiff_t read_stream(const char **bytes, void *user)
{
    server *in = user;
    nx_message message;

    if (in->has_ended)
        return 0;
    if (!tell(in, NX_MESSAGE_WANT, 0) || !receive(in, &message) ||
        message.kind != NX_MESSAGE_BYTES)
        return -1;
    in->has_ended = message.payload.length == 0;
    *bytes = message.payload.bytes;
    return (ptrdiff_t)message.payload.length;
}

static bool tell_problem(server *in, const newsidx_error *error, bool is_extra)
{
    const nx_message_problem problem = {nx_reader_bytes(in->reader), is_extra};

    nx_message_write_problem(&in->out, &in->item, error, &problem);
    return send_message(in);
}

/* Step over what was told before. The last may be one that can't be stepped
 * over alone, and that has not been told. */
static bool skip(server *in, const nx_message_source *source)
{
    size_t bad = 0;

    for (uint64_t i = 0; i < source->skip; i++) {
        const bool is_bad = bad < source->bad_count && source->bad[bad] == i;
        newsidx_error error = {NEWSIDX_OK, 0, NEWSIDX_NO_OFFSET, ""};
        const newsidx_status status =
            nx_reader_skip(in->reader, !is_bad, &in->item, &error);

        bad += is_bad ? 1 : 0;
        if (status == NEWSIDX_DONE)
            return true;
        if (is_bad && status < 0 && i + 1 == source->skip &&
            !tell_problem(in, &error, true))
            return false;
        if (i % SKIPS_A_SIGN == 0 && !tell(in, NX_MESSAGE_ALIVE, 0))
            return false;
    }
    return true;
}

/* Whoever is out of memory had better begin anew. */
static bool send_all(server *in)
{
    for (;;) {
        newsidx_error error = {NEWSIDX_OK, 0, NEWSIDX_NO_OFFSET, ""};
        const newsidx_status status =
            nx_reader_next(in->reader, &in->item, &error);

        if (status == NEWSIDX_DONE)
            return tell(in, NX_MESSAGE_DONE, nx_reader_bytes(in->reader));
        if (status < 0) {
            if (!tell_problem(in, &error, false) ||
                status == NEWSIDX_ERR_MEMORY)
                return false;
            continue;
        }
        nx_message_write_item(&in->out, &in->item, nx_reader_bytes(in->reader));
        if (!send_message(in))
            return false;
    }
}

/* Read one source; false if there can be no other. */
static bool serve_source(server *in, newsidx_text payload)
{
    nx_message_source source;
    nx_reader_options options = {
        NEWSIDX_FORMAT_AUTO, {NULL, 0}, {NULL, 0}, NULL};
    bool goes_on = false;

    if (nx_message_read_source(payload, &source, NULL) < 0 ||
        (source.is_file && in->link.file < 0))
        return false;
    options.format = source.format;
    options.source = source.source;
    options.key = source.key;
    in->file = in->link.file;
    in->link.file = -1;
    in->has_ended = false;
    if (nx_reader_open(source.is_file ? read_file : read_stream, in, &options,
                       &in->reader, NULL) >= 0)
        goes_on = skip(in, &source) && send_all(in);
    nx_reader_free(in->reader);
    in->reader = NULL;
    if (in->file >= 0)
        close(in->file);
    in->file = -1;
    return goes_on;
}

void nx_serve(int descriptor, uint64_t is_filtered)
{
    nx_message message;
    server in;

    memset(&in, 0, sizeof in);
    nx_link_init(&in.link, descriptor);
    nx_buf_init(&in.out, NX_MESSAGE_HEADER_BYTES + NX_MESSAGE_LIMIT_BYTES);
    nx_item_init(&in.item);
    in.file = -1;
    in.chunk = nx_alloc(NX_MESSAGE_CHUNK_BYTES);
    if (in.chunk != NULL && tell(&in, NX_MESSAGE_READY, is_filtered)) {
        while (receive(&in, &message) && message.kind == NX_MESSAGE_OPEN &&
               serve_source(&in, message.payload)) {
        }
    }
    nx_link_finish(&in.link);
    nx_buf_finish(&in.out);
    nx_item_finish(&in.item);
    nx_free(in.chunk);
}

void nx_serve_isolated(int descriptor, uint64_t memory_bytes)
{
    const bool is_filtered = nx_sandbox_enter(memory_bytes);

    nx_serve(descriptor, is_filtered ? 1 : 0);
}
