#include "base/options.h"

#include <string.h>

/* No struct of ours will pass this: a larger size was never initialized. */
#define LARGEST_SIZE ((size_t)4096)

static newsidx_status read_size(const void *theirs, size_t *out_size,
                                newsidx_error *err)
{
    memcpy(out_size, theirs, sizeof *out_size);
    if (*out_size < sizeof *out_size || *out_size > LARGEST_SIZE)
        return nx_fail(err, NEWSIDX_ERR_MISUSE,
                       "size of a struct is %zu: start from its INIT macro",
                       *out_size);
    return NEWSIDX_OK;
}

newsidx_status nx_options_read(void *mine, size_t my_size, const void *theirs,
                               newsidx_error *err)
{
    const unsigned char *bytes = theirs;
    newsidx_status status;
    size_t size;

    memset(mine, 0, my_size);
    memcpy(mine, &my_size, sizeof my_size);
    if (theirs == NULL)
        return NEWSIDX_OK;
    status = read_size(theirs, &size, err);
    if (status < 0)
        return status;
    for (size_t i = my_size; i < size; i++) {
        if (bytes[i] != 0)
            return nx_fail(err, NEWSIDX_ERR_OPTIONS,
                           "an option at byte %zu is not known", i);
    }
    memcpy(mine, theirs, size < my_size ? size : my_size);
    memcpy(mine, &my_size, sizeof my_size);
    return NEWSIDX_OK;
}

newsidx_status nx_options_write(void *theirs, const void *mine, size_t my_size,
                                newsidx_error *err)
{
    newsidx_status status;
    size_t size;

    if (theirs == NULL)
        return nx_fail(err, NEWSIDX_ERR_MISUSE, "the struct is NULL");
    status = read_size(theirs, &size, err);
    if (status < 0)
        return status;
    memset(theirs, 0, size);
    memcpy(theirs, mine, size < my_size ? size : my_size);
    memcpy(theirs, &size, sizeof size);
    return NEWSIDX_OK;
}
