#include "formats/xml/feed_link.h"

#include "base/str.h"
#include "ingest/clean.h"

newsidx_status nx_feed_link_read(const nx_xml_node *link, nx_arena *arena,
                                 newsidx_text *out_target,
                                 newsidx_text *out_relation, newsidx_error *err)
{
    const newsidx_text href = nx_str_trim(nx_xml_attribute_of(link, "href"));

    *out_relation = nx_str_trim(nx_xml_attribute_of(link, "rel"));
    if (out_relation->length == 0)
        *out_relation = nx_str("alternate");
    *out_target = href.length > 0 ? nx_clean_line(arena, href)
                                  : nx_xml_line_of(link, arena);
    return out_target->bytes == NULL ? nx_fail_memory(err) : NEWSIDX_OK;
}

bool nx_feed_link_is_html(const nx_xml_node *link)
{
    const newsidx_text type = nx_str_trim(nx_xml_attribute_of(link, "type"));

    return type.length == 0 || nx_str_equal_ascii(type, nx_str("text/html"));
}
