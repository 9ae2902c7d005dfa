#include "formats/xml/feed_language.h"

#include "base/str.h"

newsidx_text nx_feed_language_above(const nx_xml_node *node)
{
    for (; node != NULL; node = node->parent) {
        for (size_t i = 0; i < node->attribute_count; i++) {
            if (nx_str_equal(node->attributes[i].name, nx_str("lang")) &&
                nx_str_equal(node->attributes[i].space, nx_str(NX_XML_SPACE)))
                return nx_str_trim(node->attributes[i].value);
        }
    }
    return nx_str("");
}
