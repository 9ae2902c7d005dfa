#include "formats/format.h"

#include "formats/plain.h"

#ifdef NX_HAVE_JSON
#include "formats/json/documents.h"
#include "formats/json/feed.h"
#include "formats/json/lines.h"
#include "formats/json/ninjs.h"
#endif

#ifdef NX_HAVE_FORMATS
#include "formats/archive/archive.h"
#include "formats/html/page.h"
#include "formats/mail/mail.h"
#include "formats/mail/mbox.h"
#include "formats/sgml/reuters.h"
#include "formats/wire/anpa.h"
#include "formats/wire/iptc7901.h"
#include "formats/xml/feed.h"
#include "formats/xml/newsml.h"
#include "formats/xml/newsml_g2.h"
#include "formats/xml/nitf.h"
#include "formats/xml/wordpress.h"
#endif

/* In the order in which they are asked whether a source is theirs. */
static const nx_format *const formats[] = {
#ifdef NX_HAVE_FORMATS
    &nx_format_archive,
#endif
#ifdef NX_HAVE_JSON
    &nx_format_json_feed, /* which may be a line */
    &nx_format_json_lines, &nx_format_ninjs,     &nx_format_json,
#endif
#ifdef NX_HAVE_FORMATS
    &nx_format_reuters,    &nx_format_wordpress, /* is RSS, too */
    &nx_format_rss,        &nx_format_atom,      &nx_format_newsml_g2,
    &nx_format_newsml,     &nx_format_nitf,      &nx_format_anpa,
    &nx_format_iptc7901,   &nx_format_mbox,      &nx_format_mail,
    &nx_format_html,
#endif
    &nx_format_plain,
};
#define FORMAT_COUNT (sizeof formats / sizeof *formats)

const char *nx_format_name(newsidx_format number)
{
    static const char *const names[] = {
        [NEWSIDX_FORMAT_AUTO] = "auto",
        [NEWSIDX_FORMAT_TEXT] = "text",
        [NEWSIDX_FORMAT_JSON_LINES] = "jsonl",
        [NEWSIDX_FORMAT_JSON] = "json",
        [NEWSIDX_FORMAT_NINJS] = "ninjs",
        [NEWSIDX_FORMAT_JSON_FEED] = "jsonfeed",
        [NEWSIDX_FORMAT_HTML] = "html",
        [NEWSIDX_FORMAT_NITF] = "nitf",
        [NEWSIDX_FORMAT_NEWSML] = "newsml",
        [NEWSIDX_FORMAT_NEWSML_G2] = "newsml-g2",
        [NEWSIDX_FORMAT_RSS] = "rss",
        [NEWSIDX_FORMAT_ATOM] = "atom",
        [NEWSIDX_FORMAT_WORDPRESS] = "wordpress",
        [NEWSIDX_FORMAT_MAIL] = "mail",
        [NEWSIDX_FORMAT_MBOX] = "mbox",
        [NEWSIDX_FORMAT_REUTERS] = "reuters",
        [NEWSIDX_FORMAT_ANPA] = "anpa",
        [NEWSIDX_FORMAT_IPTC_7901] = "iptc7901",
        [NEWSIDX_FORMAT_ARCHIVE] = "archive",
    };

    if ((size_t)number >= sizeof names / sizeof *names)
        return NULL;
    return names[number];
}

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
