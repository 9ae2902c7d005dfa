#include "disk/frame.h"

#include "base/memory.h"

#include <string.h>
#include <zdict.h>
#include <zstd.h>
#include <zstd_errors.h>

/*
 * A sample of 8,000 press releases, 25.9 MB, becomes 8.6 MB in 0.21
 * seconds; 7.9 at level 9 in 1.15, 7.7 at 12 in 1.8, and 7.4 at 19 in 7.6: too
 * little for an optimize to do it all again.
 */
#define LEVEL 3

/* Smaller than the level's own: tables of three quarters of a megabyte push out
 * of the cache what the rest of an import has there. An import of 20,000
 * articles takes a quarter less processor time so, for a file 0.3 % larger. */
#define HASH_LOG 15
#define CHAIN_LOG 14

/* More than zstd takes for a dictionary to write by, and for training. */
#define WRITER_BYTES ((size_t)1024 * 1024)
#define TRAINING_BYTES ((size_t)32 * 1024 * 1024)

/*
 * Zstd asks the C library for memory by itself: to hand it an allocator is not
 * in its stable interface. What it makes is made when it is first wanted.
 */
struct nx_dictionary {
    uint32_t id;
    ZSTD_DCtx *reader;
    ZSTD_DDict *for_reading;
    ZSTD_CCtx *writer;
    size_t length;
    char bytes[];
};

/* What an error of zstd is to us. */
static newsidx_status status_of(size_t code)
{
    if (ZSTD_isError(code) == 0)
        return NEWSIDX_OK;
    switch (ZSTD_getErrorCode(code)) {
    case ZSTD_error_memory_allocation:
        return NEWSIDX_ERR_MEMORY;
    case ZSTD_error_dstSize_tooSmall:
        return NEWSIDX_NOT_FOUND;
    default:
        return NEWSIDX_ERR_CORRUPT;
    }
}

/*
 * Is there so much memory just now? Up to 1.5.5 zstd follows a NULL where it
 * lacks some for a dictionary to write by (its issue 3847), so it had better
 * not come to that.
 */
static bool has_memory(size_t length)
{
    void *memory = nx_alloc(length);

    nx_free(memory);
    return memory != NULL;
}

bool nx_frame_is_known(void)
{
    return true;
}

newsidx_status nx_dictionary_train(const char *samples, const size_t *lengths,
                                   size_t count, char *out, size_t *out_length)
{
    newsidx_status status;
    size_t length;

    *out_length = 0;
    if (!has_memory(TRAINING_BYTES))
        return NEWSIDX_ERR_MEMORY;
    length = ZDICT_trainFromBuffer(out, NX_DICTIONARY_BYTES, samples, lengths,
                                   (unsigned)count);
    status = status_of(length);
    if (status == NEWSIDX_OK)
        *out_length = length;
    return status == NEWSIDX_ERR_CORRUPT ? NEWSIDX_NOT_FOUND : status;
}

/*
 * Zstd gives NULL for a dictionary that it can't read by, whatever the reason
 * is. To read an empty frame tells which.
 */
static newsidx_status prepare_reader(nx_dictionary *dictionary)
{
    static const unsigned char empty[] = {0x28, 0xB5, 0x2F, 0xFD, 0x20,
                                          0x00, 0x01, 0x00, 0x00};
    newsidx_status status;

    dictionary->reader = ZSTD_createDCtx();
    if (dictionary->reader == NULL)
        return NEWSIDX_ERR_MEMORY;
    dictionary->for_reading =
        ZSTD_createDDict(dictionary->bytes, dictionary->length);
    if (dictionary->for_reading != NULL)
        return NEWSIDX_OK;
    status = status_of(ZSTD_decompress_usingDict(
        dictionary->reader, NULL, 0, empty, sizeof empty, dictionary->bytes,
        dictionary->length));
    return status < 0 ? status : NEWSIDX_ERR_MEMORY;
}

newsidx_status nx_dictionary_new(newsidx_text bytes, nx_dictionary **out)
{
    uint32_t id = ZDICT_getDictID(bytes.bytes, bytes.length);
    nx_dictionary *dictionary;
    newsidx_status status;

    *out = NULL;
    if (id == 0 || bytes.length > NX_DICTIONARY_BYTES)
        return NEWSIDX_ERR_CORRUPT;
    dictionary = nx_alloc_zeroed(1, sizeof *dictionary + bytes.length);
    if (dictionary == NULL)
        return NEWSIDX_ERR_MEMORY;
    memcpy(dictionary->bytes, bytes.bytes, bytes.length);
    dictionary->length = bytes.length;
    dictionary->id = id;
    status = prepare_reader(dictionary);
    if (status < 0) {
        nx_dictionary_free(dictionary);
        return status;
    }
    *out = dictionary;
    return NEWSIDX_OK;
}

void nx_dictionary_free(nx_dictionary *dictionary)
{
    if (dictionary == NULL)
        return;
    ZSTD_freeDCtx(dictionary->reader);
    ZSTD_freeDDict(dictionary->for_reading);
    ZSTD_freeCCtx(dictionary->writer);
    nx_free(dictionary);
}

uint32_t nx_dictionary_id(const nx_dictionary *dictionary)
{
    return dictionary->id;
}

/* The checksum makes of damage an error, where it might be another text. */
static newsidx_status set_up(ZSTD_CCtx *writer, newsidx_text dictionary)
{
    static const struct {
        ZSTD_cParameter name;
        int value;
    } parameters[] = {
        {ZSTD_c_compressionLevel, LEVEL},
        {ZSTD_c_hashLog, HASH_LOG},
        {ZSTD_c_chainLog, CHAIN_LOG},
        {ZSTD_c_checksumFlag, 1},
    };
    newsidx_status status = NEWSIDX_OK;

    for (size_t i = 0;
         i < sizeof parameters / sizeof *parameters && status >= 0; i++)
        status = status_of(ZSTD_CCtx_setParameter(writer, parameters[i].name,
                                                  parameters[i].value));
    if (status >= 0)
        status = status_of(ZSTD_CCtx_loadDictionary(writer, dictionary.bytes,
                                                    dictionary.length));
    return status;
}

/* What zstd makes of the dictionary it makes when it writes the first time. */
static newsidx_status prepare_writer(nx_dictionary *dictionary)
{
    const newsidx_text bytes = {dictionary->bytes, dictionary->length};
    newsidx_status status =
        status_of(ZDICT_getDictHeaderSize(bytes.bytes, bytes.length));
    ZSTD_CCtx *writer;

    if (status < 0)
        return status;
    if (!has_memory(WRITER_BYTES))
        return NEWSIDX_ERR_MEMORY;
    writer = ZSTD_createCCtx();
    if (writer == NULL)
        return NEWSIDX_ERR_MEMORY;
    status = set_up(writer, bytes);
    if (status < 0)
        ZSTD_freeCCtx(writer);
    else
        dictionary->writer = writer;
    return status;
}

newsidx_status nx_frame_write(nx_dictionary *dictionary, newsidx_text text,
                              char *out, size_t capacity, size_t *out_length)
{
    newsidx_status status = NEWSIDX_OK;
    size_t length;

    *out_length = 0;
    if (dictionary->writer == NULL)
        status = prepare_writer(dictionary);
    if (status < 0)
        return status;
    length = ZSTD_compress2(dictionary->writer, out, capacity, text.bytes,
                            text.length);
    status = status_of(length);
    if (status == NEWSIDX_OK)
        *out_length = length;
    return status;
}

bool nx_frame_look(newsidx_text frame, uint32_t *out_dictionary,
                   uint64_t *out_length)
{
    unsigned long long length =
        ZSTD_getFrameContentSize(frame.bytes, frame.length);

    *out_dictionary = ZSTD_getDictID_fromFrame(frame.bytes, frame.length);
    *out_length = length;
    return *out_dictionary != 0 && length != ZSTD_CONTENTSIZE_UNKNOWN &&
           length != ZSTD_CONTENTSIZE_ERROR &&
           ZSTD_findFrameCompressedSize(frame.bytes, frame.length) ==
               frame.length;
}

newsidx_status nx_frame_read(nx_dictionary *dictionary, newsidx_text frame,
                             char *out, size_t length)
{
    size_t code =
        ZSTD_decompress_usingDDict(dictionary->reader, out, length, frame.bytes,
                                   frame.length, dictionary->for_reading);
    newsidx_status status = status_of(code);

    if (status == NEWSIDX_ERR_MEMORY)
        return status;
    return status == NEWSIDX_OK && code == length ? NEWSIDX_OK
                                                  : NEWSIDX_ERR_CORRUPT;
}
