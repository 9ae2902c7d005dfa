#include "base/findings.h"

#include "base/memory.h"
#include "base/str.h"
#include "base/utf8.h"

#include <stdio.h>

#define TEXT_BYTES 2001

struct nx_finding {
    newsidx_finding public;
    nx_finding *next;
};

newsidx_findings *nx_findings_new(void)
{
    newsidx_findings *findings = nx_new(newsidx_findings);

    if (findings != NULL)
        nx_arena_init(&findings->arena);
    return findings;
}

void nx_findings_free(newsidx_findings *findings)
{
    if (findings == NULL)
        return;
    nx_arena_finish(&findings->arena);
    nx_free(findings);
}

void nx_findings_add(newsidx_findings *to, newsidx_level level,
                     const char *topic, const char *name, const char *format,
                     ...)
{
    char text[TEXT_BYTES];
    nx_finding *added;
    va_list arguments;
    int length;

    if (to->status < 0)
        return;
    va_start(arguments, format);
    length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length >= (int)sizeof text)
        text[nx_utf8_cut(text, sizeof text - 1)] = '\0';
    added = nx_arena_new(&to->arena, nx_finding);
    if (added != NULL)
        added->public.text = nx_arena_text(&to->arena, nx_str(text));
    if (added == NULL || added->public.text.bytes == NULL) {
        to->status = NEWSIDX_ERR_MEMORY;
        return;
    }
    added->public.level = level;
    added->public.topic = topic;
    added->public.name = name;
    if (to->last != NULL)
        to->last->next = added;
    if (to->next == NULL)
        to->next = added;
    to->last = added;
}

const newsidx_finding *nx_findings_next(newsidx_findings *findings)
{
    nx_finding *at = findings->next;

    if (at == NULL)
        return NULL;
    findings->next = at->next;
    return &at->public;
}
