#include "text/analyzers.h"

#include "base/memory.h"
#include "base/str.h"

void nx_analyzers_init(nx_analyzers *analyzers)
{
    analyzers->list = NULL;
    analyzers->count = 0;
    analyzers->capacity = 0;
}

void nx_analyzers_finish(nx_analyzers *analyzers)
{
    for (size_t i = 0; i < analyzers->count; i++)
        nx_analyzer_free(analyzers->list[i]);
    nx_free(analyzers->list);
    nx_analyzers_init(analyzers);
}

/* "en" of "en-GB". */
static newsidx_text primary_subtag(newsidx_text language)
{
    size_t length = 0;

    while (length < language.length && language.bytes[length] != '-' &&
           language.bytes[length] != '_')
        length++;
    return nx_str_slice(language.bytes, length);
}

newsidx_status nx_analyzers_get(nx_analyzers *analyzers, newsidx_text language,
                                nx_analyzer **out_analyzer, newsidx_error *err)
{
    const newsidx_text wanted = primary_subtag(language);
    void *list = analyzers->list;
    newsidx_status status;

    *out_analyzer = NULL;
    for (size_t i = 0; i < analyzers->count; i++) {
        nx_analyzer *known = analyzers->list[i];

        if (nx_str_equal_ascii(nx_str(nx_analyzer_language(known)), wanted)) {
            *out_analyzer = known;
            return NEWSIDX_OK;
        }
    }
    if (!nx_grow(&list, &analyzers->capacity, analyzers->count + 1,
                 sizeof *analyzers->list))
        return nx_fail_memory(err);
    analyzers->list = list;
    status = nx_analyzer_new(language, out_analyzer, err);
    if (status >= 0)
        analyzers->list[analyzers->count++] = *out_analyzer;
    return status;
}
