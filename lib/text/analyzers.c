#include "text/analyzers.h"

#include "base/memory.h"
#include "base/str.h"
#include "text/stem.h"

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

/* "en" of "en-GB" and of "eng". A longer subtag is no code of a language, and
 * what is left of it is refused. */
static newsidx_text primary_code(newsidx_text language, char lower[4])
{
    const nx_language *known;
    size_t length = 0;

    while (length < language.length && length < 4 &&
           language.bytes[length] != '-' && language.bytes[length] != '_') {
        lower[length] = nx_to_lower(language.bytes[length]);
        length++;
    }
    known = nx_language_find(nx_str_slice(lower, length));
    return known != NULL ? nx_str(known->code) : nx_str_slice(lower, length);
}

newsidx_status nx_analyzers_get(nx_analyzers *analyzers, newsidx_text language,
                                nx_analyzer **out_analyzer, newsidx_error *err)
{
    char lower[4];
    const newsidx_text wanted = primary_code(language, lower);
    void *list = analyzers->list;
    newsidx_status status;

    *out_analyzer = NULL;
    for (size_t i = 0; i < analyzers->count; i++) {
        nx_analyzer *known = analyzers->list[i];

        if (nx_str_equal(nx_str(nx_analyzer_language(known)), wanted)) {
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
