#include "disk/chunks.h"

#include "base/memory.h"

#include <assert.h>
#include <string.h>

/* Of one item in the file. */
#define MOST_STORED_BYTES ((size_t)64)

void nx_chunks_init(nx_chunks *chunks, const nx_chunk_format *format)
{
    assert(format->stored_length <= MOST_STORED_BYTES);
    memset(chunks, 0, sizeof *chunks);
    chunks->format = format;
}

void nx_chunks_finish(nx_chunks *chunks)
{
    nx_free(chunks->items);
    nx_free(chunks->dirty);
    nx_chunks_init(chunks, chunks->format);
}

void nx_chunks_forget(nx_chunks *chunks)
{
    nx_chunks_clean(chunks);
    chunks->last_id = 0;
}

void nx_chunks_clean(nx_chunks *chunks)
{
    const size_t count = nx_chunks_count(chunks);

    if (count > 0)
        memset(chunks->dirty, 0, count * sizeof *chunks->dirty);
}

size_t nx_chunks_count(const nx_chunks *chunks)
{
    if (chunks->last_id == 0)
        return 0;
    return (size_t)chunks->last_id / chunks->format->ids_per_chunk + 1;
}

static void *item_at(const nx_chunks *chunks, size_t id)
{
    return (char *)chunks->items + id * chunks->format->item_length;
}

newsidx_status nx_chunks_reserve(nx_chunks *chunks, int64_t last_id,
                                 newsidx_error *err)
{
    const nx_chunk_format *format = chunks->format;
    const size_t had = chunks->last_id > 0 ? (size_t)chunks->last_id + 1 : 0;
    const size_t chunks_had = nx_chunks_count(chunks);
    const size_t count = (size_t)last_id / format->ids_per_chunk + 1;
    void *dirty = chunks->dirty;

    if (last_id <= chunks->last_id)
        return NEWSIDX_OK;
    if (!nx_grow(&chunks->items, &chunks->capacity, (size_t)last_id + 1,
                 format->item_length) ||
        !nx_grow(&dirty, &chunks->dirty_capacity, count, sizeof(bool)))
        return nx_fail_memory(err);
    chunks->dirty = dirty;
    for (size_t i = had; i <= (size_t)last_id; i++)
        memcpy(item_at(chunks, i), format->absent, format->item_length);
    for (size_t i = chunks_had; i < count; i++)
        chunks->dirty[i] = false;
    chunks->last_id = last_id;
    return NEWSIDX_OK;
}

void nx_chunks_touch(nx_chunks *chunks, int64_t id)
{
    chunks->dirty[(size_t)id / chunks->format->ids_per_chunk] = true;
}

void nx_chunks_encode(const nx_chunks *chunks, size_t chunk, nx_buf *out)
{
    const nx_chunk_format *format = chunks->format;
    size_t id = chunk * format->ids_per_chunk;
    size_t end = id + format->ids_per_chunk;

    if (end > (size_t)chunks->last_id + 1)
        end = (size_t)chunks->last_id + 1;
    nx_buf_clear(out);
    for (; id < end; id++) {
        unsigned char bytes[MOST_STORED_BYTES];

        format->encode(item_at(chunks, id), bytes);
        nx_buf_add(out, bytes, format->stored_length);
    }
}

newsidx_status nx_chunks_take(nx_chunks *chunks, int64_t chunk,
                              size_t blob_length, size_t *out_first,
                              size_t *out_count, newsidx_error *err)
{
    const nx_chunk_format *format = chunks->format;
    const size_t count = blob_length / format->stored_length;

    /* Chunks come in order, so a gap means that one is missing. */
    if (chunk < 0 || (size_t)chunk > nx_chunks_count(chunks) ||
        blob_length % format->stored_length != 0 ||
        count > format->ids_per_chunk || count == 0)
        return nx_fail(err, NEWSIDX_ERR_CORRUPT,
                       "%s chunk %lld has %zu bytes or none before it",
                       format->name, (long long)chunk, blob_length);
    *out_first = (size_t)chunk * format->ids_per_chunk;
    *out_count = count;
    return nx_chunks_reserve(chunks, (int64_t)(*out_first + count - 1), err);
}
