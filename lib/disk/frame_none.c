/* What there is of frames in a build without zstd. */
#include "disk/frame.h"

bool nx_frame_is_known(void)
{
    return false;
}

newsidx_status nx_dictionary_train(const char *samples, const size_t *lengths,
                                   size_t count, char *out, size_t *out_length)
{
    (void)samples;
    (void)lengths;
    (void)count;
    (void)out;
    *out_length = 0;
    return NEWSIDX_NOT_FOUND;
}

newsidx_status nx_dictionary_new(newsidx_text bytes, nx_dictionary **out)
{
    (void)bytes;
    *out = NULL;
    return NEWSIDX_ERR_FORMAT;
}

void nx_dictionary_free(nx_dictionary *dictionary)
{
    (void)dictionary;
}

uint32_t nx_dictionary_id(const nx_dictionary *dictionary)
{
    (void)dictionary;
    return 0;
}

newsidx_status nx_frame_write(nx_dictionary *dictionary, newsidx_text text,
                              char *out, size_t capacity, size_t *out_length)
{
    (void)dictionary;
    (void)text;
    (void)out;
    (void)capacity;
    *out_length = 0;
    return NEWSIDX_NOT_FOUND;
}

bool nx_frame_look(newsidx_text frame, uint32_t *out_dictionary,
                   uint64_t *out_length)
{
    (void)frame;
    *out_dictionary = 0;
    *out_length = 0;
    return false;
}

newsidx_status nx_frame_read(nx_dictionary *dictionary, newsidx_text frame,
                             char *out, size_t length)
{
    (void)dictionary;
    (void)frame;
    (void)out;
    (void)length;
    return NEWSIDX_ERR_FORMAT;
}
