/* Articles as ninjs 3.0 of the IPTC, an object a line. */
#include "export.h"

#include <inttypes.h>

/* Letters that addresses hold as they are (RFC 3986). */
static bool is_address_byte(unsigned char byte)
{
    static const char others[] = "-._~:/?#[]@!$&'()*+,;=%";
    if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
        (byte >= '0' && byte <= '9'))
        return true;
    for (const char *at = others; *at != '\0'; at++) {
        if (byte == (unsigned char)*at)
            return true;
    }
    return false;
}

/* Has it a scheme, and only letters of addresses? */
static bool is_address(newsidx_text text)
{
    size_t scheme = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (!is_address_byte((unsigned char)text.bytes[i]))
            return false;
        if (text.bytes[i] == '[' || text.bytes[i] == ']')
            return false;
    }
    while (scheme < text.length && ((text.bytes[scheme] | 0x20) >= 'a' &&
                                    (text.bytes[scheme] | 0x20) <= 'z'))
        scheme++;
    return scheme > 1 && scheme + 1 < text.length && text.bytes[scheme] == ':';
}

/* `uri` has to be one; another key is escaped into a name of our own. */
static void add_uri(nq_json *json, newsidx_text key)
{
    nq_buffer name = BUFFER_INIT;

    json_key(json, "uri");
    if (is_address(key)) {
        json_text(json, key);
        return;
    }
    buffer_add_string(&name, "urn:x-newsidx:");
    for (size_t i = 0; i < key.length; i++) {
        unsigned char byte = (unsigned char)key.bytes[i];
        bool is_plain = (byte >= '0' && byte <= '9') ||
                        (byte >= 'a' && byte <= 'z') ||
                        (byte >= 'A' && byte <= 'Z') || byte == '-' ||
                        byte == '.' || byte == '_' || byte == '/';
        if (is_plain)
            buffer_add(&name, key.bytes + i, 1);
        else
            buffer_add_format(&name, "%%%02X", byte);
    }
    json_string(json, buffer_string(&name));
    buffer_finish(&name);
    json_key(json, "altIds");
    json_open(json, '[');
    json_open(json, '{');
    json_key(json, "role");
    json_string(json, "key");
    export_json_field(json, "value", key);
    json_close(json, '}');
    json_close(json, ']');
}

static void add_time(nq_json *json, const char *key, int64_t seconds)
{
    unsigned date[3];
    if (!export_date(seconds, date))
        return;
    json_key(json, key);
    json_time(json, seconds);
}

/* A list of one object of two texts, as ninjs likes them. */
static void add_pair(nq_json *json, const char *list, const char *first_key,
                     const char *first, const char *second_key,
                     newsidx_text second)
{
    if (second.length == 0)
        return;
    json_key(json, list);
    json_open(json, '[');
    json_open(json, '{');
    json_key(json, first_key);
    json_string(json, first);
    json_key(json, second_key);
    json_text(json, second);
    json_close(json, '}');
    json_close(json, ']');
}

static void add_subject(nq_json *json, const char *relation, newsidx_text name)
{
    json_open(json, '{');
    json_key(json, "name");
    json_text(json, name);
    json_key(json, "rel");
    json_string(json, relation);
    json_close(json, '}');
}

static void add_subjects(nq_json *json, const newsidx_article *article)
{
    newsidx_text keyword;
    size_t offset = 0;
    bool has_keyword =
        export_next_keyword(article->keywords, &offset, &keyword);

    if (!has_keyword && article->section.length == 0)
        return;
    json_key(json, "subjects");
    json_open(json, '[');
    if (article->section.length > 0)
        add_subject(json, "section", article->section);
    while (has_keyword) {
        add_subject(json, "keyword", keyword);
        has_keyword = export_next_keyword(article->keywords, &offset, &keyword);
    }
    json_close(json, ']');
}

static void add_standard(nq_json *json)
{
    json_key(json, "standard");
    json_open(json, '{');
    json_key(json, "name");
    json_string(json, "ninjs");
    json_key(json, "version");
    json_string(json, "3.0");
    json_key(json, "schema");
    json_string(json, "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json#");
    json_close(json, '}');
}

static void add_numbers(nq_json *json, const newsidx_article *article)
{
    if (article->edition > 0) {
        char version[16];
        snprintf(version, sizeof version, "%" PRIu32, article->edition);
        json_key(json, "version");
        json_string(json, version);
    }
    if (article->urgency >= 1 && article->urgency <= 9) {
        json_key(json, "urgency");
        json_count(json, article->urgency);
    }
}

void export_ninjs(nq_export *export)
{
    const newsidx_article *article = export->article;
    nq_json *json = &export->json;
    int64_t version_at = article->updated_at != NEWSIDX_NO_TIME
                             ? article->updated_at
                             : article->published_at;

    json->needs_comma = false;
    json_open(json, '{');
    add_uri(json, article->key);
    json_key(json, "type");
    json_string(json, "text");
    json_key(json, "representationType");
    json_string(json, "full");
    json_key(json, "pubStatus");
    json_string(json, "usable");
    add_standard(json);
    add_numbers(json, article);
    add_time(json, "firstCreated", article->published_at);
    add_time(json, "versionCreated", version_at);
    add_time(json, "embargoedUntil", article->embargoed_until);
    export_json_field(json, "language", article->language);
    export_json_field(json, "copyrightNotice", article->copyright);
    export_json_field(json, "by", article->byline);
    export_json_field(json, "located", article->dateline);
    add_pair(json, "headlines", "role", "main", "value", article->headline);
    add_pair(json, "bodies", "contentType", "text/plain", "value",
             article->body);
    add_pair(json, "infoSources", "role", "source", "name", article->source);
    add_subjects(json, article);
    if (is_address(article->url))
        add_pair(json, "renditions", "name", "web", "href", article->url);
    json_close(json, '}');
    buffer_add(&export->out, "\n", 1);
}
