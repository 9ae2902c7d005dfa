#include "formats/format.h"

#include "formats/plain.h"

#ifdef NX_HAVE_JSON
#include "formats/json/documents.h"
#include "formats/json/feed.h"
#include "formats/json/lines.h"
#include "formats/json/ninjs.h"
#endif
#ifdef NX_HAVE_FORMATS
#include "formats/sgml/reuters.h"
#include "formats/xml/feed.h"
#include "formats/xml/wordpress.h"
#endif

/* In the order in which they are asked whether a source is theirs. */
static const nx_format *const formats[] = {
#ifdef NX_HAVE_JSON
    &nx_format_json_feed, /* which may be a line */
    &nx_format_json_lines, &nx_format_ninjs,     &nx_format_json,
#endif
#ifdef NX_HAVE_FORMATS
    &nx_format_reuters,    &nx_format_wordpress, /* is RSS, too */
    &nx_format_rss,        &nx_format_atom,
#endif
    &nx_format_plain,
};
#define FORMAT_COUNT (sizeof formats / sizeof *formats)

const nx_format *nx_format_find(newsidx_format number)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (formats[i]->number == number)
            return formats[i];
    return NULL;
}

const nx_format *nx_format_recognise(newsidx_text head, bool is_raw)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (formats[i]->is_raw == is_raw && formats[i]->recognises != NULL &&
            formats[i]->recognises(head))
            return formats[i];
    return NULL;
}
