#include "query/names.h"

#include "base/str.h"

#include <string.h>

/* Since when a name works. */
typedef enum nx_since { NOW, LATER, RESERVED } nx_since;

typedef struct nx_name {
    const char *name;
    const char *shown; /* in messages and suggestions */
    unsigned int uses;
    nx_since since;
    bool has_number; /* digits belong to it: atleast5 */
    nx_field field;
} nx_name;

#define TEXT_FIELD (NX_NAME_COLON | NX_NAME_CALL)
#define RANGE (NX_NAME_COLON | NX_NAME_COMPARE)

/*
 * Every name of the language. One of a later version is never read as a word:
 * a query that means something else after an upgrade is worse than an error.
 */
static const nx_name names[] = {
    {"headline", "headline:", TEXT_FIELD, NOW, false, NX_FIELD_HEADLINE},
    {"hd", "hd:", NX_NAME_COLON, NOW, false, NX_FIELD_HEADLINE},
    {"title", "title:", NX_NAME_COLON, NOW, false, NX_FIELD_HEADLINE},

    {"byline", "byline:", TEXT_FIELD, LATER, false, 0},
    {"by", "by:", NX_NAME_COLON, LATER, false, 0},
    {"dateline", "dateline:", TEXT_FIELD, LATER, false, 0},
    {"lead", "lead:", TEXT_FIELD, LATER, false, 0},
    {"hlead", "hlead:", TEXT_FIELD, LATER, false, 0},
    {"body", "body:", TEXT_FIELD, LATER, false, 0},
    {"tag", "tag:", NX_NAME_COLON, LATER, false, 0},
    {"person", "person:", NX_NAME_COLON, LATER, false, 0},
    {"org", "org:", NX_NAME_COLON, LATER, false, 0},
    {"place", "place:", NX_NAME_COLON, LATER, false, 0},

    {"source", "source:", NX_NAME_COLON, LATER, false, 0},
    {"rst", "rst:", NX_NAME_COLON, LATER, false, 0},
    {"section", "section:", NX_NAME_COLON, LATER, false, 0},
    {"desk", "desk:", NX_NAME_COLON, LATER, false, 0},
    {"slug", "slug:", NX_NAME_COLON, LATER, false, 0},
    {"lang", "lang:", NX_NAME_COLON, LATER, false, 0},
    {"type", "type:", NX_NAME_COLON, LATER, false, 0},
    {"status", "status:", NX_NAME_COLON, LATER, false, 0},
    {"id", "id:", NX_NAME_COLON, LATER, false, 0},
    {"key", "key:", NX_NAME_COLON, LATER, false, 0},
    {"versions", "versions:", NX_NAME_COLON, LATER, false, 0},
    {"has", "has:", NX_NAME_COLON, LATER, false, 0},
    {"date", "date:", RANGE, LATER, false, 0},
    {"updated", "updated:", RANGE, LATER, false, 0},
    {"ingested", "ingested:", RANGE, LATER, false, 0},
    {"after", "after:", NX_NAME_COLON, LATER, false, 0},
    {"before", "before:", NX_NAME_COLON, LATER, false, 0},
    {"length", "length:", RANGE, LATER, false, 0},
    {"wc", "wc:", RANGE, LATER, false, 0},
    {"copies", "copies:", RANGE, LATER, false, 0},

    {"atleast", "atleastN( )", NX_NAME_CALL, LATER, true, 0},
    {"first", "firstN( )", NX_NAME_CALL, LATER, true, 0},
    {"caps", "caps( )", NX_NAME_CALL, LATER, false, 0},
    {"allcaps", "allcaps( )", NX_NAME_CALL, LATER, false, 0},
    {"nocaps", "nocaps( )", NX_NAME_CALL, LATER, false, 0},
    {"verbatim", "verbatim( )", NX_NAME_CALL, LATER, false, 0},
    {"exact", "exact( )", NX_NAME_CALL, LATER, false, 0},
    {"stem", "stem( )", NX_NAME_CALL, LATER, false, 0},
    {"variants", "variants( )", NX_NAME_CALL, LATER, false, 0},
    {"sentence", "sentence( )", NX_NAME_CALL, LATER, false, 0},
    {"paragraph", "paragraph( )", NX_NAME_CALL, LATER, false, 0},

    {"asof", "asof:", NX_NAME_COLON, RESERVED, false, 0},
    {"saved", "saved:", NX_NAME_COLON, RESERVED, false, 0},
    {"story", "story:", NX_NAME_COLON, RESERVED, false, 0},
};

#define NAME_COUNT (sizeof names / sizeof names[0])

static const char *const shapes[NX_SHAPE_NONE] = {
    [NX_SHAPE_NEAR] = "w/n, words near one another,",
    [NX_SHAPE_BEFORE] = "pre/n, a word soon before another,",
    [NX_SHAPE_SENTENCE] = "w/s, words in one sentence,",
    [NX_SHAPE_PARAGRAPH] = "w/p, words in one paragraph,",
    [NX_SHAPE_STEM] = "~word, a word by its stem,",
    [NX_SHAPE_STEM_PHRASE] = "~\"words\", a phrase by its stems,",
    [NX_SHAPE_FUZZY] = "word~1, words spelled nearly so,",
    [NX_SHAPE_WILDCARD] = "a wildcard inside a word",
    [NX_SHAPE_ALTERNATIVES] = "\"one (of|or) several\" in a phrase",
};

static newsidx_status refuse(const char *shown, nx_since since, size_t offset,
                             newsidx_error *err)
{
    if (since == RESERVED)
        return nx_fail_at(err, NEWSIDX_ERR_QUERY, offset,
                          "%s is reserved for a later version", shown);
    return nx_fail_at(err, NEWSIDX_ERR_QUERY, offset,
                      "%s is not in this version yet", shown);
}

static const nx_name *find(newsidx_text text, nx_name_use use)
{
    const newsidx_text whole = text;

    while (text.length > 0 && nx_is_digit(text.bytes[text.length - 1]))
        text.length--;
    for (size_t i = 0; i < NAME_COUNT; i++) {
        if ((names[i].uses & (unsigned int)use) == 0)
            continue;
        if (names[i].has_number && text.length == whole.length)
            continue;
        if (nx_str_equal_ascii(nx_str(names[i].name),
                               names[i].has_number ? text : whole))
            return &names[i];
    }
    return NULL;
}

newsidx_status nx_names_find(newsidx_text name, nx_name_use use, size_t offset,
                             nx_field *out_field, newsidx_error *err)
{
    const nx_name *found = find(name, use);

    if (found == NULL)
        return NEWSIDX_NOT_FOUND;
    if (found->since != NOW)
        return refuse(found->shown, found->since, offset, err);
    *out_field = found->field;
    return NEWSIDX_OK;
}

bool nx_names_is_known(newsidx_text name, nx_name_use use)
{
    return find(name, use) != NULL;
}

/* ------------------------------------------------------------ spelling ---- */

#define LONGEST_NAME 12

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/*
 * Edits that make one word of the other: a letter put in, left out, changed,
 * or two neighbours exchanged (the "optimal string alignment" distance).
 * Neither is longer than LONGEST_NAME.
 */
static size_t edit_distance(newsidx_text a, newsidx_text b)
{
    size_t rows[LONGEST_NAME + 1][LONGEST_NAME + 1];

    for (size_t i = 0; i <= a.length; i++)
        rows[i][0] = i;
    for (size_t j = 0; j <= b.length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a.length; i++) {
        for (size_t j = 1; j <= b.length; j++) {
            const char left = nx_to_lower(a.bytes[i - 1]);
            const char right = nx_to_lower(b.bytes[j - 1]);
            size_t best = rows[i - 1][j - 1] + (left != right);

            best = least(best, rows[i - 1][j] + 1);
            best = least(best, rows[i][j - 1] + 1);
            if (i > 1 && j > 1 && left == nx_to_lower(b.bytes[j - 2]) &&
                nx_to_lower(a.bytes[i - 2]) == right)
                best = least(best, rows[i - 2][j - 2] + 1);
            rows[i][j] = best;
        }
    }
    return rows[a.length][b.length];
}

const char *nx_names_nearest(newsidx_text name)
{
    const char *nearest = NULL;
    size_t least_distance = 3;

    if (name.length > LONGEST_NAME)
        return NULL;
    for (size_t i = 0; i < NAME_COUNT; i++) {
        const newsidx_text known = nx_str(names[i].name);
        size_t distance;

        if ((names[i].uses & (unsigned int)NX_NAME_COLON) == 0)
            continue;
        distance = edit_distance(name, known);
        /* Half of a short name is not a slip of the finger. */
        if (distance < least_distance && distance * 2 < known.length) {
            least_distance = distance;
            nearest = names[i].shown;
        }
    }
    return nearest;
}

/* ----------------------------------------------------------- proximity ---- */

static bool is_number(newsidx_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (!nx_is_digit(text.bytes[i]))
            return false;
    }
    return text.length > 0;
}

nx_shape nx_names_proximity(newsidx_text word)
{
    /* The longer come first: "near" begins "near/". */
    static const struct {
        const char *mark;
        nx_shape shape;
        bool has_units;   /* s and p, for sentence and paragraph */
        bool can_be_bare; /* without a number, which has a default */
    } marks[] = {
        {"w/", NX_SHAPE_NEAR, true, true},
        {"near/", NX_SHAPE_NEAR, false, true},
        {"near", NX_SHAPE_NEAR, false, false},
        {"/", NX_SHAPE_NEAR, true, false},
        {"pre/", NX_SHAPE_BEFORE, true, true},
        {"adj", NX_SHAPE_BEFORE, false, false},
    };

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        const newsidx_text mark = nx_str(marks[i].mark);
        newsidx_text rest = word;

        if (word.length < mark.length ||
            !nx_str_equal_ascii(mark, nx_str_slice(word.bytes, mark.length)))
            continue;
        rest.bytes += mark.length;
        rest.length -= mark.length;
        if (is_number(rest) || (rest.length == 0 && marks[i].can_be_bare))
            return marks[i].shape;
        if (!marks[i].has_units || rest.length != 1)
            continue;
        if (nx_to_lower(rest.bytes[0]) == 's')
            return NX_SHAPE_SENTENCE;
        if (nx_to_lower(rest.bytes[0]) == 'p')
            return NX_SHAPE_PARAGRAPH;
    }
    return NX_SHAPE_NONE;
}

newsidx_status nx_names_refuse(nx_shape shape, size_t offset,
                               newsidx_error *err)
{
    return refuse(shapes[shape], LATER, offset, err);
}
