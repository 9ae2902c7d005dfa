#include "base/status.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

/* Each status with its sentence; both functions below are made from it. */
#define STATUSES(X)                                                            \
    X(NEWSIDX_OK, "ok")                                                        \
    X(NEWSIDX_DONE, "there is no next item")                                   \
    X(NEWSIDX_NOT_FOUND, "nothing has that key or id")                         \
    X(NEWSIDX_UNCHANGED, "the same article was stored already")                \
    X(NEWSIDX_OUTDATED, "stored, but what is there stays in force")            \
    X(NEWSIDX_ERR_MEMORY, "out of memory")                                     \
    X(NEWSIDX_ERR_MISUSE, "an argument breaks the contract")                   \
    X(NEWSIDX_ERR_OPTIONS, "options this version doesn't know")                \
    X(NEWSIDX_ERR_IO, "reading or writing failed")                             \
    X(NEWSIDX_ERR_BUSY, "another process is writing")                          \
    X(NEWSIDX_ERR_FULL, "no room left on the disk")                            \
    X(NEWSIDX_ERR_READ_ONLY, "the index is open for reading only")             \
    X(NEWSIDX_ERR_NOT_AN_INDEX, "the file is not an index")                    \
    X(NEWSIDX_ERR_FORMAT, "the index needs a feature we don't know")           \
    X(NEWSIDX_ERR_CORRUPT, "the index contradicts itself")                     \
    X(NEWSIDX_ERR_LANGUAGE, "no analyzer for that language")                   \
    X(NEWSIDX_ERR_QUERY, "the query doesn't fit the language")                 \
    X(NEWSIDX_ERR_INPUT, "bad article or line")                                \
    X(NEWSIDX_ERR_LIMIT, "a documented limit was passed")                      \
    X(NEWSIDX_ERR_CANCELLED, "a callback or an interrupt said stop")           \
    X(NEWSIDX_ERR_INTERNAL, "a bug in newsidx")                                \
    X(NEWSIDX_ERR_REBUILD, "the index was analyzed by other rules")

static void fill(newsidx_error *err, newsidx_status status, int system_code,
                 size_t offset, const char *format, va_list arguments)
    NX_PRINTF(5, 0);

static void fill(newsidx_error *err, newsidx_status status, int system_code,
                 size_t offset, const char *format, va_list arguments)
{
    int length;

    err->status = status;
    err->system_code = system_code;
    err->offset = offset;
    length = vsnprintf(err->message, sizeof err->message, format, arguments);
    if (length < 0)
        err->message[0] = '\0';
    else if ((size_t)length >= sizeof err->message)
        err->message[nx_utf8_cut(err->message, sizeof err->message - 1)] = '\0';
}

newsidx_status nx_fail(newsidx_error *err, newsidx_status status,
                       const char *format, ...)
{
    va_list arguments;

    if (err != NULL) {
        va_start(arguments, format);
        fill(err, status, 0, NEWSIDX_NO_OFFSET, format, arguments);
        va_end(arguments);
    }
    return status;
}

newsidx_status nx_fail_at(newsidx_error *err, newsidx_status status,
                          size_t offset, const char *format, ...)
{
    va_list arguments;

    if (err != NULL) {
        va_start(arguments, format);
        fill(err, status, 0, offset, format, arguments);
        va_end(arguments);
    }
    return status;
}

newsidx_status nx_fail_system(newsidx_error *err, newsidx_status status,
                              int system_code, const char *format, ...)
{
    va_list arguments;

    if (err != NULL) {
        va_start(arguments, format);
        fill(err, status, system_code, NEWSIDX_NO_OFFSET, format, arguments);
        va_end(arguments);
    }
    return status;
}

newsidx_status nx_fail_memory(newsidx_error *err)
{
    return nx_fail(err, NEWSIDX_ERR_MEMORY, "out of memory");
}

const char *nx_status_name(newsidx_status status)
{
    switch (status) {
#define NAME(code, text)                                                       \
    case code:                                                                 \
        return #code;
        STATUSES(NAME)
#undef NAME
    }
    return "unknown status";
}

const char *nx_status_text(newsidx_status status)
{
    switch (status) {
#define TEXT(code, text)                                                       \
    case code:                                                                 \
        return text;
        STATUSES(TEXT)
#undef TEXT
    }
    return "unknown status";
}
