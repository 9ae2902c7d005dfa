/* Any bytes as a JSON object: what is one is one in blanks and in another. */
#include "base/json.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length);

/* `depth` brackets of each kind around the bytes. */
static bool is_object_within(const uint8_t *data, size_t length, size_t depth)
{
    static const char name[] = "{\"a\":";
    const size_t name_length = sizeof name - 1;
    char *text = malloc(length + depth * (name_length + 1) + 1);
    size_t at = 0;
    bool is_object;

    if (text == NULL)
        abort();
    for (size_t i = 0; i < depth; i++, at += name_length)
        memcpy(text + at, name, name_length);
    if (length > 0)
        memcpy(text + at, data, length);
    at += length;
    memset(text + at, '}', depth);
    at += depth;
    is_object = nx_json_is_object((newsidx_text){text, at});
    free(text);
    return is_object;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    /* A copy of its own length, so that a read behind it is seen. */
    if (!is_object_within(data, length, 0))
        return 0;
    if (length < NX_JSON_DEPTH && !is_object_within(data, length, 1))
        abort();
    if (is_object_within(data, length, NX_JSON_DEPTH))
        abort();
    return 0;
}
