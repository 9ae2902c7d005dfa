#include "formats/html/roles.h"

#include "base/str.h"

#include <stdbool.h>
#include <string.h>

/* Words are compared in lower case; no word of a list is longer. */
#define LONGEST_WORD 32

#define MANY_WORDS 3

enum {
    FURNITURE = 1,
    COMMENTS = 2,
    CAPTION = 4,
    IMAGE = 8,
    STORY = 16,   /* "story" of "story-body" */
    CONTENT = 32, /* "body" of "story-body" */
    QUOTED = 64   /* what the article shows from elsewhere */
};

/* Words of classes and ids that say it as they are, in order of bytes. */
static const struct {
    const char *word;
    unsigned meaning;
} words[] = {{"ad", FURNITURE},
             {"ads", FURNITURE},
             {"adv", FURNITURE},
             {"advert", FURNITURE},
             {"alert", FURNITURE},
             {"also", FURNITURE},
             {"article", STORY},
             {"author", FURNITURE},
             {"authors", FURNITURE},
             {"banner", FURNITURE},
             {"bio", FURNITURE},
             {"blog", STORY},
             {"blurb", FURNITURE},
             {"body", CONTENT},
             {"byline", FURNITURE},
             {"bylines", FURNITURE},
             {"caption", CAPTION},
             {"captions", CAPTION},
             {"carousel", FURNITURE},
             {"categories", FURNITURE},
             {"category", FURNITURE},
             {"citation", FURNITURE},
             {"comment", COMMENTS},
             {"comments", COMMENTS},
             {"consent", FURNITURE},
             {"content", CONTENT},
             {"cookie", FURNITURE},
             {"cookies", FURNITURE},
             {"copy", CONTENT},
             {"copyright", FURNITURE},
             {"credit", CAPTION},
             {"credits", CAPTION},
             {"cta", FURNITURE},
             {"date", FURNITURE},
             {"dateline", FURNITURE},
             {"disclaimer", FURNITURE},
             {"donate", FURNITURE},
             {"dropdown", FURNITURE},
             {"embed", QUOTED},
             {"embedded", QUOTED},
             {"entry", STORY},
             {"follow", FURNITURE},
             {"footer", FURNITURE},
             {"gallery", CAPTION},
             {"gdpr", FURNITURE},
             {"image", IMAGE},
             {"images", IMAGE},
             {"img", IMAGE},
             {"login", FURNITURE},
             {"masthead", FURNITURE},
             {"menu", FURNITURE},
             {"meta", FURNITURE},
             {"modal", FURNITURE},
             {"mpu", FURNITURE},
             {"nav", FURNITURE},
             {"navbar", FURNITURE},
             {"navigation", FURNITURE},
             {"news", STORY},
             {"newsletter", FURNITURE},
             {"next", FURNITURE},
             {"overlay", FURNITURE},
             {"pager", FURNITURE},
             {"pagination", FURNITURE},
             {"paywall", FURNITURE},
             {"photo", IMAGE},
             {"photos", IMAGE},
             {"picture", IMAGE},
             {"popular", FURNITURE},
             {"popup", FURNITURE},
             {"post", STORY},
             {"prev", FURNITURE},
             {"previous", FURNITURE},
             {"print", FURNITURE},
             {"privacy", FURNITURE},
             {"promo", FURNITURE},
             {"promos", FURNITURE},
             {"promotion", FURNITURE},
             {"rail", FURNITURE},
             {"rating", FURNITURE},
             {"ratings", FURNITURE},
             {"recirc", FURNITURE},
             {"recirculation", FURNITURE},
             {"register", FURNITURE},
             {"related", FURNITURE},
             {"share", FURNITURE},
             {"shares", FURNITURE},
             {"sharing", FURNITURE},
             {"sidebar", FURNITURE},
             {"signup", FURNITURE},
             {"skip", FURNITURE},
             {"slideshow", CAPTION},
             {"social", FURNITURE},
             {"sponsor", FURNITURE},
             {"sponsored", FURNITURE},
             {"story", STORY},
             {"subscribe", FURNITURE},
             {"subscription", FURNITURE},
             {"tag", FURNITURE},
             {"tags", FURNITURE},
             {"teaser", FURNITURE},
             {"teasers", FURNITURE},
             {"text", CONTENT},
             {"thumbnail", IMAGE},
             {"timestamp", FURNITURE},
             {"toolbar", FURNITURE},
             {"tooltip", FURNITURE},
             {"topics", FURNITURE},
             {"trending", FURNITURE},
             {"widget", FURNITURE},
             {"widgets", FURNITURE}};

/* What longer words begin with, or hold. */
static const struct {
    const char *part;
    unsigned meaning;
} parts[] = {{"advert", FURNITURE},
             {"breadcrumb", FURNITURE},
             {"newsletter", FURNITURE},
             {"outbrain", FURNITURE},
             {"promobox", FURNITURE},
             {"recommend", FURNITURE},
             {"related", FURNITURE},
             {"sharebar", FURNITURE},
             {"sharing", FURNITURE},
             {"sharetool", FURNITURE},
             {"sidebar", FURNITURE},
             {"social", FURNITURE},
             {"taboola", FURNITURE},
             {"addthis", FURNITURE},
             {"sharedaddy", FURNITURE},
             {"jetpack", FURNITURE},
             {"disqus", COMMENTS},
             {"livefyre", COMMENTS},
             {"commentlist", COMMENTS},
             {"imgcaption", CAPTION},
             {"gallery", CAPTION},
             {"articlebody", STORY | CONTENT},
             {"articletext", STORY | CONTENT},
             {"articlecontent", STORY | CONTENT},
             {"storybody", STORY | CONTENT},
             {"storytext", STORY | CONTENT},
             {"storycontent", STORY | CONTENT},
             {"entrycontent", STORY | CONTENT},
             {"postcontent", STORY | CONTENT},
             {"postbody", STORY | CONTENT},
             {"newstext", STORY | CONTENT},
             {"bodycopy", STORY | CONTENT},
             {"bodytext", STORY | CONTENT}};

static unsigned meaning_of(const char *word)
{
    size_t low = 0;
    size_t high = sizeof words / sizeof *words;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = strcmp(word, words[middle].word);

        if (order == 0)
            return words[middle].meaning;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    if (strlen(word) < 6)
        return 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (strstr(word, parts[i].part) != NULL)
            return parts[i].meaning;
    }
    return 0;
}

/* All that the words of a class or an id mean; "storyBody" is two words, and
 * then one. */
static unsigned meanings(const char *names)
{
    unsigned found = 0;
    char word[LONGEST_WORD];
    char whole[LONGEST_WORD];
    size_t length = 0;
    size_t whole_length = 0;
    char last = ' ';

    if (names == NULL)
        return 0;
    for (;; names++) {
        const char byte = *names;
        const bool is_letter = nx_is_alpha(byte);
        const bool is_hump =
            nx_is_upper(byte) && !nx_is_upper(last) && nx_is_alpha(last);

        if (length > 0 && (!is_letter || is_hump)) {
            word[length] = '\0';
            found |= meaning_of(word);
            length = 0;
        }
        if (whole_length > 0 && !is_letter) {
            whole[whole_length] = '\0';
            found |= meaning_of(whole);
            whole_length = 0;
        }
        if (byte == '\0')
            return found;
        if (is_letter && length < sizeof word - 1)
            word[length++] = nx_to_lower(byte);
        if (is_letter && whole_length < sizeof whole - 1)
            whole[whole_length++] = nx_to_lower(byte);
        last = byte;
    }
}

/* An id of many words was made of a heading, and says nothing of what's in it.
 */
static unsigned meanings_of_id(const char *id)
{
    size_t hyphens = 0;

    for (const char *at = id; at != NULL && *at != '\0'; at++)
        hyphens += *at == '-' || *at == '_' ? 1 : 0;
    return hyphens < MANY_WORDS ? meanings(id) : 0;
}

static bool has_role(const nx_html_node *node, const char *role)
{
    const char *value = nx_html_value(node, "role");

    return value != NULL && nx_str_equal_ascii(nx_str(value), nx_str(role));
}

static bool is_body_by_property(const nx_html_node *node)
{
    const char *property = nx_html_value(node, "itemprop");

    return property != NULL && strstr(property, "articleBody") != NULL;
}

static nx_html_role role_of_names(const nx_html_node *node)
{
    const unsigned of_class = meanings(nx_html_value(node, "class"));
    const unsigned of_id = meanings_of_id(nx_html_value(node, "id"));
    const unsigned all = of_class | of_id;
    const unsigned body = STORY | CONTENT;

    if ((all & CAPTION) != 0 && (all & body) != body)
        return NX_HTML_CAPTION;
    if ((of_class & body) == body || (of_id & body) == body)
        return (all & (FURNITURE | COMMENTS)) == 0 ? NX_HTML_BODY : NX_HTML_ANY;
    if ((all & COMMENTS) != 0)
        return NX_HTML_COMMENTS;
    if ((all & FURNITURE) != 0 && (all & QUOTED) == 0)
        return NX_HTML_FURNITURE;
    if ((all & IMAGE) != 0)
        return NX_HTML_IMAGE;
    return NX_HTML_ANY;
}

nx_html_role nx_html_role_of(const nx_html_node *node)
{
    if (node->element == NULL)
        return NX_HTML_ANY;
    if (nx_html_value(node, "hidden") != NULL)
        return NX_HTML_UNSEEN;
    switch (node->tag) {
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_ASIDE:
        return NX_HTML_FURNITURE;
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_CAPTION:
        return NX_HTML_CAPTION;
    default:
        break;
    }
    if (is_body_by_property(node))
        return NX_HTML_ARTICLE_BODY;
    if (has_role(node, "navigation") || has_role(node, "complementary") ||
        has_role(node, "dialog") || has_role(node, "banner") ||
        has_role(node, "contentinfo") || has_role(node, "search"))
        return NX_HTML_FURNITURE;
    return role_of_names(node);
}
