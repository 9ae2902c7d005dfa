#include "formats/worker/worker.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/str.h"
#include "formats/worker/link.h"
#include "formats/worker/process.h"
#include "formats/worker/sandbox.h"
#include "formats/worker/serve.h"
#include "ingest/input.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_MEMORY_BYTES ((uint64_t)1024 * 1024 * 1024)
#define DEFAULT_TIMEOUT_MS 10000
#define START_TIMEOUT_MS 10000

/* So often is looked how much the worker has computed. */
#define GLANCE_MS 100

/* Of a worker that doesn't compute, because it was stopped or waits for a disk,
 * the clock on the wall counts, so many times slower. */
#define WALL_TIMES 10

struct nx_worker {
    nx_worker_options options;
    nx_process process;
    bool is_filtered;
    nx_link link;
    nx_buf out;

    /* The source. */
    nx_message_source source;
    nx_arena texts;       /* of it */
    nx_input input;       /* the file, or the named pipe */
    newsidx_read_fn read; /* the stream */
    void *user;
    newsidx_text unsent; /* of what `read` gave */
    uint64_t bytes;
    bool is_open;   /* there is one, and its end has not been told */
    bool is_begun;  /* the process that runs knows of it */
    bool has_shown; /* since then it told something that counts */
    size_t losses;  /* of processes, on this source */
    uint64_t signs; /* of life, and nothing else, from this process */

    /* How long the article takes. */
    int64_t since_ms;    /* when the last message came, or was waited for */
    int64_t computed_ms; /* what the process had computed then; -1: not asked */
};

/* Is the first thing that it tells that it has begun? */
static bool is_ready(nx_worker *worker)
{
    nx_message message;

    if (nx_link_receive(&worker->link, START_TIMEOUT_MS, NULL) != NEWSIDX_OK ||
        nx_link_find(&worker->link, &message, NULL) != NEWSIDX_OK ||
        message.kind != NX_MESSAGE_READY)
        return false;
    worker->is_filtered = nx_message_number(message.payload) == 1;
    return true;
}

static newsidx_status start(nx_worker *worker, newsidx_error *err)
{
    const newsidx_status status = nx_process_start(
        nx_serve_isolated, worker->options.memory_bytes, &worker->process, err);

    if (status < 0)
        return status;
    nx_link_finish(&worker->link);
    nx_link_init(&worker->link, worker->process.descriptor);
    worker->is_begun = false;
    if (is_ready(worker))
        return NEWSIDX_OK;
    nx_process_end(&worker->process, NULL);
    return nx_fail(err, NEWSIDX_ERR_MEMORY,
                   "the parser's process doesn't begin");
}

newsidx_status nx_worker_new(const nx_worker_options *options,
                             nx_worker **out_worker, newsidx_error *err)
{
    nx_worker *worker = nx_new(nx_worker);
    newsidx_status status;

    *out_worker = NULL;
    if (worker == NULL)
        return nx_fail_memory(err);
    worker->options = *options;
    if (options->memory_bytes == 0)
        worker->options.memory_bytes = DEFAULT_MEMORY_BYTES;
    if (options->timeout_ms == 0)
        worker->options.timeout_ms = DEFAULT_TIMEOUT_MS;
    nx_link_init(&worker->link, -1);
    nx_buf_init(&worker->out, (size_t)1024 * 1024);
    nx_arena_init(&worker->texts);
    nx_input_init(&worker->input);
    nx_sandbox_prepare();
    status = start(worker, err);
    if (status >= 0 && options->needs_filter && !worker->is_filtered)
        status = nx_fail(err, NEWSIDX_ERR_OPTIONS,
                         "the system can't filter the parser's calls here");
    if (status < 0) {
        nx_worker_free(worker);
        return status;
    }
    *out_worker = worker;
    return NEWSIDX_OK;
}

void nx_worker_free(nx_worker *worker)
{
    if (worker == NULL)
        return;
    nx_process_end(&worker->process, NULL);
    nx_link_finish(&worker->link);
    nx_buf_finish(&worker->out);
    nx_arena_finish(&worker->texts);
    nx_input_finish(&worker->input);
    nx_free(worker);
}

bool nx_worker_is_filtered(const nx_worker *worker)
{
    return worker->is_filtered;
}

long nx_worker_process(const nx_worker *worker)
{
    return (long)worker->process.number;
}

uint64_t nx_worker_bytes(const nx_worker *worker)
{
    return worker->bytes;
}

/* A process that is in the middle of it has no other way to stop. */
void nx_worker_close(nx_worker *worker)
{
    if (worker->is_open && worker->is_begun)
        nx_process_end(&worker->process, NULL);
    worker->is_open = false;
    nx_input_finish(&worker->input);
}

/* Forget the source before, and note what is the same for files and streams. */
static newsidx_status begin(nx_worker *worker, const nx_reader_options *options,
                            newsidx_error *err)
{
    nx_worker_close(worker);
    nx_arena_reset(&worker->texts);
    memset(&worker->source, 0, sizeof worker->source);
    worker->source.format = options->format;
    worker->source.source = nx_arena_text(&worker->texts, options->source);
    worker->source.key = nx_arena_text(&worker->texts, options->key);
    if (worker->source.source.bytes == NULL || worker->source.key.bytes == NULL)
        return nx_fail_memory(err);
    worker->unsent = nx_str(NULL);
    worker->bytes = 0;
    worker->losses = 0;
    worker->is_begun = false;
    worker->is_open = true;
    return NEWSIDX_OK;
}

newsidx_status nx_worker_open(nx_worker *worker, newsidx_read_fn read,
                              void *user, const nx_reader_options *options,
                              newsidx_error *err)
{
    worker->read = read;
    worker->user = user;
    return begin(worker, options, err);
}

/* A named pipe is a stream: only we may have to wait for who writes to it. */
static ptrdiff_t read_input(const char **bytes, void *user)
{
    nx_input *input = user;
    ptrdiff_t length;

    nx_input_take(input, (size_t)(input->end - input->at));
    if (nx_input_more(input, NULL) < 0)
        return -1;
    length = input->end - input->at;
    *bytes = input->at;
    return length;
}

newsidx_status nx_worker_open_file(nx_worker *worker, const char *path,
                                   const nx_reader_options *options,
                                   newsidx_error *err)
{
    newsidx_status status = begin(worker, options, err);
    struct stat about;

    if (status >= 0)
        status = nx_input_open(&worker->input, path, err);
    if (status < 0) {
        nx_worker_close(worker);
        return status;
    }
    worker->read = read_input;
    worker->user = &worker->input;
    worker->source.is_file =
        fstat(worker->input.descriptor, &about) == 0 && S_ISREG(about.st_mode);
    return NEWSIDX_OK;
}

/* Count from here how long the next article takes. */
static void restart_clock(nx_worker *worker)
{
    worker->since_ms = nx_clock_ms();
    worker->computed_ms = -1;
}

static bool send_out(nx_worker *worker, int file)
{
    const int timeout_ms =
        (int)(worker->options.timeout_ms <= 60000 ? worker->options.timeout_ms
                                                  : 60000);

    restart_clock(worker);
    return nx_link_send(&worker->link, &worker->out, file, timeout_ms);
}

/* Tell the process what to read; start one if there is none, or if it went
 * away while nobody needed it. */
static newsidx_status hand_over(nx_worker *worker, newsidx_error *err)
{
    const int file = worker->source.is_file ? worker->input.descriptor : -1;

    for (int attempt = 0; attempt < 2; attempt++) {
        if (worker->process.number == 0) {
            const newsidx_status status = start(worker, err);

            if (status < 0)
                return status;
        }
        /* The descriptor's place in the file is the same for both processes. */
        if (file >= 0 && lseek(file, 0, SEEK_SET) != 0)
            return nx_fail(err, NEWSIDX_ERR_IO, "can't be read");
        nx_message_write_source(&worker->out, &worker->source);
        worker->is_begun = true;
        worker->has_shown = false;
        worker->signs = 0;
        if (send_out(worker, file))
            return NEWSIDX_OK;
        nx_process_end(&worker->process, NULL);
    }
    return nx_fail(err, NEWSIDX_ERR_MEMORY,
                   "the parser's process takes nothing");
}

/* The worker has nothing left of the stream. */
static bool give_bytes(nx_worker *worker)
{
    newsidx_text piece;

    if (worker->unsent.length == 0) {
        const char *bytes = NULL;
        const ptrdiff_t length = worker->read(&bytes, worker->user);

        if (length < 0 || (length > 0 && bytes == NULL)) {
            nx_message_write(&worker->out, NX_MESSAGE_BROKEN, 0);
            return send_out(worker, -1);
        }
        worker->unsent = nx_str_slice(bytes, (size_t)length);
    }
    piece = worker->unsent;
    if (piece.length > NX_MESSAGE_CHUNK_BYTES)
        piece.length = NX_MESSAGE_CHUNK_BYTES;
    worker->unsent = nx_str_slice(worker->unsent.bytes + piece.length,
                                  worker->unsent.length - piece.length);
    nx_message_write_bytes(&worker->out, piece);
    return send_out(worker, -1);
}

/*
 * What to tell of a process that was lost, and how to go on without it. One
 * that gets no further than the one before it is the last for this source.
 * NEWSIDX_NOT_FOUND if it was lost while it told something (`reason` is NULL):
 * that had been taken apart, and wasn't the fault.
 */
static newsidx_status lose(nx_worker *worker, newsidx_status kind,
                           const char *reason, nx_item *item,
                           newsidx_error *err)
{
    nx_message_source *source = &worker->source;
    const bool is_torn =
        reason == NULL && worker->link.start < worker->link.end;
    const bool goes_on = source->is_file &&
                         worker->losses < NX_MESSAGE_BAD_ARTICLES &&
                         (worker->losses == 0 || worker->has_shown);
    char how[40];
    char number[40] = "";

    nx_process_end(&worker->process, how);
    nx_item_reset(item);
    if (source->skip > 0)
        snprintf(number, sizeof number,
                 "article %llu: ", (unsigned long long)source->skip + 1);
    worker->losses++;
    worker->is_begun = false;
    worker->is_open = goes_on;
    if (goes_on && is_torn)
        return NEWSIDX_NOT_FOUND;
    if (goes_on)
        source->bad[source->bad_count++] = source->skip++;
    return nx_fail(err, kind, "%sthe parser %s%s", number,
                   reason != NULL ? reason : how,
                   goes_on ? "" : "; what follows was not read");
}

/* What it sent is none of ours, so what else it sends is no matter. */
static newsidx_status lose_liar(nx_worker *worker, nx_item *item,
                                newsidx_error *err)
{
    return lose(worker, NEWSIDX_ERR_INPUT, "sent what can't be", item, err);
}

/* Look at a worker that has told nothing for a while. */
static newsidx_status check_clock(nx_worker *worker, nx_item *item,
                                  newsidx_error *err)
{
    const int64_t timeout_ms = worker->options.timeout_ms;
    const int64_t computed_ms = nx_process_cpu_ms(&worker->process);
    char reason[60];

    if (worker->computed_ms < 0)
        worker->computed_ms = computed_ms;
    if (computed_ms - worker->computed_ms <= timeout_ms &&
        nx_clock_ms() - worker->since_ms <= timeout_ms * WALL_TIMES)
        return NEWSIDX_NOT_FOUND;
    snprintf(reason, sizeof reason, "took longer than %g s",
             (double)timeout_ms / 1000);
    return lose(worker, NEWSIDX_ERR_LIMIT, reason, item, err);
}

/* Wait for more. NEWSIDX_NOT_FOUND if there may be a message now. */
static newsidx_status wait(nx_worker *worker, nx_item *item, newsidx_error *err)
{
    int64_t glance_ms = worker->options.timeout_ms / 4 + 1;
    newsidx_status status;

    if (glance_ms > GLANCE_MS)
        glance_ms = GLANCE_MS;
    status = nx_link_receive(&worker->link, (int)glance_ms, err);
    if (status == NEWSIDX_DONE)
        return lose(worker, NEWSIDX_ERR_INPUT, NULL, item, err);
    if (status == NEWSIDX_NOT_FOUND)
        return check_clock(worker, item, err);
    return status < 0 ? status : NEWSIDX_NOT_FOUND;
}

static newsidx_status take_problem(nx_worker *worker, newsidx_text payload,
                                   nx_item *item, newsidx_error *err)
{
    nx_message_problem problem;
    newsidx_error told = {NEWSIDX_OK, 0, NEWSIDX_NO_OFFSET, ""};
    newsidx_status status =
        nx_message_read_problem(payload, item, &problem, &told, err);

    if (status < 0)
        return status == NEWSIDX_ERR_MEMORY ? status
                                            : lose_liar(worker, item, err);
    worker->bytes = problem.bytes;
    /* Its memory, not ours; and it ends by itself. */
    if (told.status == NEWSIDX_ERR_MEMORY)
        return lose(worker, NEWSIDX_ERR_LIMIT, "ran out of memory", item, err);
    if (!problem.is_extra)
        worker->source.skip++;
    worker->has_shown = true;
    if (err != NULL)
        *err = told;
    return told.status;
}

static newsidx_status take_item(nx_worker *worker, newsidx_text payload,
                                nx_item *item, newsidx_error *err)
{
    const newsidx_status status =
        nx_message_read_item(payload, item, &worker->bytes, err);

    if (status == NEWSIDX_ERR_MEMORY)
        return status;
    if (status < 0)
        return lose_liar(worker, item, err);
    worker->source.skip++;
    worker->has_shown = true;
    return NEWSIDX_OK;
}

/* NEWSIDX_NOT_FOUND for one that tells nothing of an article. */
static newsidx_status take(nx_worker *worker, const nx_message *message,
                           nx_item *item, newsidx_error *err)
{
    restart_clock(worker);
    switch (message->kind) {
    case NX_MESSAGE_ITEM:
        return take_item(worker, message->payload, item, err);
    case NX_MESSAGE_PROBLEM:
        return take_problem(worker, message->payload, item, err);
    case NX_MESSAGE_DONE:
        worker->bytes = nx_message_number(message->payload);
        worker->is_open = false;
        nx_input_finish(&worker->input);
        return NEWSIDX_DONE;
    case NX_MESSAGE_ALIVE:
        /* Not for ever. */
        if (worker->signs++ <= worker->source.skip)
            return NEWSIDX_NOT_FOUND;
        break;
    case NX_MESSAGE_WANT:
        if (!worker->source.is_file && give_bytes(worker))
            return NEWSIDX_NOT_FOUND;
        if (!worker->source.is_file)
            return lose(worker, NEWSIDX_ERR_INPUT, NULL, item, err);
        break;
    default:
        break;
    }
    return lose_liar(worker, item, err);
}

newsidx_status nx_worker_next(nx_worker *worker, nx_item *item,
                              newsidx_error *err)
{
    newsidx_status status = NEWSIDX_NOT_FOUND;

    restart_clock(worker);
    while (status == NEWSIDX_NOT_FOUND) {
        nx_message message;

        nx_item_reset(item);
        if (!worker->is_open)
            return NEWSIDX_DONE;
        if (!worker->is_begun) {
            status = hand_over(worker, err);
            if (status < 0)
                return status;
        }
        status = nx_link_find(&worker->link, &message, err);
        if (status == NEWSIDX_OK)
            status = take(worker, &message, item, err);
        else if (status == NEWSIDX_NOT_FOUND)
            status = wait(worker, item, err);
        else
            status = lose_liar(worker, item, err);
    }
    return status;
}
