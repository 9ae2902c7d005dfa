#include "formats/json/members.h"

#include "base/str.h"

#include <string.h>

#define LONGEST_NAME 24

/*
 * In order of names, which are in lower case and without "_" and "-". The rank
 * is the place among the names of one field, so the tables of README.md can be
 * read off it.
 */
static const struct {
    const char *name;
    nx_json_field field;
    uint32_t rank;
} members[] = {{"abstract", NX_JSON_DESCRIPTION, 6},
               {"agency", NX_JSON_SOURCE, 1},
               {"article", NX_JSON_BODY, 5},
               {"articlebody", NX_JSON_BODY, 8},
               {"author", NX_JSON_BYLINE, 2},
               {"authors", NX_JSON_BYLINE, 3},
               {"bodies", NX_JSON_BODY, 4},
               {"body", NX_JSON_BODY, 1},
               {"bodyhtml", NX_JSON_BODY_HTML, 0},
               {"bodytext", NX_JSON_BODY, 3},
               {"bodyxhtml", NX_JSON_BODY_HTML, 1},
               {"by", NX_JSON_BYLINE, 1},
               {"byline", NX_JSON_BYLINE, 0},
               {"canonical", NX_JSON_URL, 2},
               {"canonicalurl", NX_JSON_URL, 3},
               {"category", NX_JSON_SECTION, 3},
               {"content", NX_JSON_BODY, 2},
               {"contenthtml", NX_JSON_BODY_HTML, 2},
               {"contenttext", NX_JSON_BODY, 9},
               {"copyright", NX_JSON_COPYRIGHT, 0},
               {"copyrightholder", NX_JSON_SOURCE, 4},
               {"copyrightnotice", NX_JSON_COPYRIGHT, 1},
               {"creator", NX_JSON_BYLINE, 4},
               {"date", NX_JSON_PUBLISHED, 0},
               {"dateline", NX_JSON_DATELINE, 0},
               {"datelinelocation", NX_JSON_DATELINE, 3},
               {"datemodified", NX_JSON_UPDATED, 3},
               {"datepublished", NX_JSON_PUBLISHED, 4},
               {"description", NX_JSON_DESCRIPTION, 0},
               {"descriptioncaption", NX_JSON_DESCRIPTION, 3},
               {"descriptionhtml", NX_JSON_DESCRIPTION, 4},
               {"descriptions", NX_JSON_DESCRIPTION, 2},
               {"descriptiontext", NX_JSON_DESCRIPTION, 1},
               {"descriptionxhtml", NX_JSON_DESCRIPTION, 5},
               {"desk", NX_JSON_SECTION, 4},
               {"dropped", NX_JSON_DROPPED, 0},
               {"edition", NX_JSON_EDITION, 0},
               {"embargo", NX_JSON_EMBARGOED, 2},
               {"embargoed", NX_JSON_EMBARGOED, 0},
               {"embargoeduntil", NX_JSON_EMBARGOED, 1},
               {"embargountil", NX_JSON_EMBARGOED, 3},
               {"excerpt", NX_JSON_DESCRIPTION, 8},
               {"extra", NX_JSON_EXTRA, 0},
               {"firstcreated", NX_JSON_PUBLISHED, 5},
               {"firstpublished", NX_JSON_PUBLISHED, 6},
               {"fulltext", NX_JSON_BODY, 7},
               {"guid", NX_JSON_KEY, 2},
               {"headline", NX_JSON_HEADLINE, 0},
               {"headlines", NX_JSON_HEADLINE, 1},
               {"hl1", NX_JSON_HEADLINE, 3},
               {"html", NX_JSON_BODY_HTML, 3},
               {"id", NX_JSON_KEY, 0},
               {"key", NX_JSON_KEY, 1},
               {"keywords", NX_JSON_KEYWORDS, 0},
               {"lang", NX_JSON_LANGUAGE, 0},
               {"language", NX_JSON_LANGUAGE, 1},
               {"lastmodified", NX_JSON_UPDATED, 5},
               {"leadparagraph", NX_JSON_DESCRIPTION, 9},
               {"link", NX_JSON_URL, 1},
               {"located", NX_JSON_DATELINE, 1},
               {"location", NX_JSON_DATELINE, 2},
               {"modified", NX_JSON_UPDATED, 2},
               {"priority", NX_JSON_URGENCY, 1},
               {"provider", NX_JSON_SOURCE, 3},
               {"pubdate", NX_JSON_PUBLISHED, 3},
               {"publicationdate", NX_JSON_PUBLISHED, 7},
               {"published", NX_JSON_PUBLISHED, 1},
               {"publishedat", NX_JSON_PUBLISHED, 2},
               {"publisher", NX_JSON_SOURCE, 2},
               {"pubstatus", NX_JSON_USAGE, 1},
               {"rights", NX_JSON_COPYRIGHT, 2},
               {"section", NX_JSON_SECTION, 0},
               {"sectionname", NX_JSON_SECTION, 5},
               {"service", NX_JSON_SECTION, 1},
               {"services", NX_JSON_SECTION, 2},
               {"source", NX_JSON_SOURCE, 0},
               {"status", NX_JSON_USAGE, 2},
               {"story", NX_JSON_BODY, 6},
               {"subject", NX_JSON_SUBJECTS, 0},
               {"subjects", NX_JSON_SUBJECTS, 1},
               {"summary", NX_JSON_DESCRIPTION, 7},
               {"tags", NX_JSON_KEYWORDS, 1},
               {"text", NX_JSON_BODY, 0},
               {"title", NX_JSON_HEADLINE, 2},
               {"updated", NX_JSON_UPDATED, 0},
               {"updatedat", NX_JSON_UPDATED, 1},
               {"urgency", NX_JSON_URGENCY, 0},
               {"uri", NX_JSON_KEY, 3},
               {"url", NX_JSON_URL, 0},
               {"usage", NX_JSON_USAGE, 0},
               {"version", NX_JSON_EDITION, 1},
               {"versioncreated", NX_JSON_VERSION_CREATED, 0},
               {"versionupdated", NX_JSON_UPDATED, 4},
               {"webpublicationdate", NX_JSON_PUBLISHED, 8},
               {"weburl", NX_JSON_URL, 4}};

#define MEMBER_COUNT (sizeof members / sizeof members[0])

/* The name as the tables have it; false if it's longer than any there. */
static bool make_plain(const char *name, size_t length,
                       char out[LONGEST_NAME + 1])
{
    size_t used = 0;

    for (size_t i = 0; i < length; i++) {
        if (name[i] == '_' || name[i] == '-')
            continue;
        if (used == LONGEST_NAME)
            return false;
        out[used++] = nx_to_lower(name[i]);
    }
    out[used] = '\0';
    return true;
}

bool nx_json_find_member(const char *name, size_t length,
                         nx_json_field *out_field, uint32_t *out_rank)
{
    char plain[LONGEST_NAME + 1];
    size_t low = 0;
    size_t high = MEMBER_COUNT;

    if (!make_plain(name, length, plain))
        return false;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const char *name_there = members[middle].name;
        int order = plain[0] - name_there[0];

        if (order == 0)
            order = strcmp(plain, name_there);
        if (order == 0) {
            *out_field = members[middle].field;
            *out_rank = members[middle].rank;
            return true;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

static bool is_among(const char *name, size_t length, const char *const *names,
                     size_t count)
{
    char plain[LONGEST_NAME + 1];

    if (!make_plain(name, length, plain))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(plain, names[i]) == 0)
            return true;
    }
    return false;
}

bool nx_json_is_wrapper(const char *name, size_t length)
{
    static const char *const names[] = {
        "article", "attributes", "data",   "doc",      "document",
        "fields",  "hits",       "item",   "newsitem", "node",
        "post",    "response",   "result", "source",   "story"};

    return is_among(name, length, names, sizeof names / sizeof names[0]);
}

bool nx_json_is_list(const char *name, size_t length)
{
    static const char *const names[] = {
        "articles", "data",    "docs", "documents", "entries",
        "hits",     "items",   "news", "newsitems", "posts",
        "records",  "results", "rows", "stories"};

    return is_among(name, length, names, sizeof names / sizeof names[0]);
}
