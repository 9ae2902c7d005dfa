#include "query/names.h"

#include "base/edits.h"
#include "base/str.h"

#include <string.h>

/* Since when a name works. */
typedef enum nx_since { NOW, LATER, RESERVED } nx_since;

typedef struct nx_name {
    const char *name;
    unsigned int uses;
    nx_since since;
    uint32_t most; /* digits belong to it, up to so many: atleast5 */
    nx_meaning meaning;
} nx_name;

#define TEXT_FIELD (NX_NAME_COLON | NX_NAME_CALL)
#define RANGE (NX_NAME_COLON | NX_NAME_COMPARE)

#define FIELD(name, uses, field_value)                                         \
    {                                                                          \
        name, uses, NOW, 0,                                                    \
        {                                                                      \
            .shown = name ":", .kind = NX_NAME_FIELD, .field = (field_value)   \
        }                                                                      \
    }
#define FILTER(name, uses, filter_value, sign_value)                           \
    {                                                                          \
        name, uses, NOW, 0,                                                    \
        {                                                                      \
            .shown = name ":", .kind = NX_NAME_FILTER,                         \
            .filter = (filter_value), .sign = (sign_value)                     \
        }                                                                      \
    }
#define FUNCTION(name, ...)                                                    \
    {                                                                          \
        name, NX_NAME_CALL, NOW, 0,                                            \
        {                                                                      \
            .shown = name "( )", .kind = NX_NAME_FUNCTION, __VA_ARGS__         \
        }                                                                      \
    }
#define COUNTING(name, most, function_value)                                   \
    {                                                                          \
        name, NX_NAME_CALL, NOW, most,                                         \
        {                                                                      \
            .shown = name "N( )", .kind = NX_NAME_FUNCTION,                    \
            .function = (function_value)                                       \
        }                                                                      \
    }
#define NO_NAME(name, uses, since)                                             \
    {                                                                          \
        name, uses, since, 0,                                                  \
        {                                                                      \
            .shown = name ":"                                                  \
        }                                                                      \
    }

/*
 * Every name of the language. One of a later version is never read as a word:
 * a query that means something else after an upgrade is worse than an error.
 */
static const nx_name names[] = {
    FIELD("headline", TEXT_FIELD, NX_FIELD_HEADLINE),
    FIELD("hd", TEXT_FIELD, NX_FIELD_HEADLINE),
    FIELD("title", TEXT_FIELD, NX_FIELD_HEADLINE),
    FIELD("byline", TEXT_FIELD, NX_FIELD_BYLINE),
    FIELD("by", NX_NAME_COLON, NX_FIELD_BYLINE),
    FIELD("author", TEXT_FIELD, NX_FIELD_BYLINE),
    FIELD("dateline", TEXT_FIELD, NX_FIELD_DATELINE),
    FIELD("lead", TEXT_FIELD, NX_FIELD_LEAD),
    FIELD("hlead", TEXT_FIELD, NX_FIELD_HEADLINE_LEAD),
    FIELD("body", TEXT_FIELD, NX_FIELD_BODY),
    FIELD("tag", TEXT_FIELD, NX_FIELD_TAG),
    FIELD("keywords", TEXT_FIELD, NX_FIELD_TAG),

    FILTER("source", NX_NAME_COLON, NX_FILTER_SOURCE, NX_SIGN_COLON),
    FILTER("rst", NX_NAME_COLON, NX_FILTER_SOURCE, NX_SIGN_COLON),
    FILTER("section", NX_NAME_COLON, NX_FILTER_SECTION, NX_SIGN_COLON),
    FILTER("desk", NX_NAME_COLON, NX_FILTER_SECTION, NX_SIGN_COLON),
    FILTER("lang", NX_NAME_COLON, NX_FILTER_LANGUAGE, NX_SIGN_COLON),
    FILTER("language", NX_NAME_COLON, NX_FILTER_LANGUAGE, NX_SIGN_COLON),
    FILTER("status", NX_NAME_COLON, NX_FILTER_STATUS, NX_SIGN_COLON),
    FILTER("id", NX_NAME_COLON, NX_FILTER_ID, NX_SIGN_COLON),
    FILTER("key", NX_NAME_COLON, NX_FILTER_KEY, NX_SIGN_COLON),
    FILTER("date", RANGE, NX_FILTER_PUBLISHED, NX_SIGN_COLON),
    FILTER("published", RANGE, NX_FILTER_PUBLISHED, NX_SIGN_COLON),
    FILTER("updated", RANGE, NX_FILTER_UPDATED, NX_SIGN_COLON),
    FILTER("ingested", RANGE, NX_FILTER_INGESTED, NX_SIGN_COLON),
    FILTER("after", NX_NAME_COLON, NX_FILTER_PUBLISHED, NX_SIGN_AT_LEAST),
    FILTER("before", NX_NAME_COLON, NX_FILTER_PUBLISHED, NX_SIGN_LESS),
    FILTER("length", RANGE, NX_FILTER_LENGTH, NX_SIGN_COLON),
    FILTER("wc", RANGE, NX_FILTER_LENGTH, NX_SIGN_COLON),

    COUNTING("atleast", 10000, NX_FUNCTION_ATLEAST),
    COUNTING("first", 1000000, NX_FUNCTION_FIRST),
    FUNCTION("caps", .function = NX_FUNCTION_CASE, .letters = NX_CASE_CAPS),
    FUNCTION("allcaps", .function = NX_FUNCTION_CASE,
             .letters = NX_CASE_ALLCAPS),
    FUNCTION("nocaps", .function = NX_FUNCTION_CASE, .letters = NX_CASE_NOCAPS),
    FUNCTION("sentence", .function = NX_FUNCTION_SCOPE,
             .scope = NX_REACH_SENTENCE),
    FUNCTION("paragraph", .function = NX_FUNCTION_SCOPE,
             .scope = NX_REACH_PARAGRAPH),
    FUNCTION("exact", .function = NX_FUNCTION_EXACT),
    FUNCTION("stem", .function = NX_FUNCTION_STEM),
    FUNCTION("variants", .function = NX_FUNCTION_VARIANTS),
    FUNCTION("verbatim", .function = NX_FUNCTION_VERBATIM),

    NO_NAME("slug", NX_NAME_COLON, LATER),
    NO_NAME("type", NX_NAME_COLON, LATER),
    NO_NAME("versions", RANGE, LATER),
    NO_NAME("has", NX_NAME_COLON, LATER),
    NO_NAME("copies", RANGE, LATER),
    NO_NAME("person", NX_NAME_COLON, RESERVED),
    NO_NAME("org", NX_NAME_COLON, RESERVED),
    NO_NAME("place", NX_NAME_COLON, RESERVED),
    NO_NAME("asof", NX_NAME_COLON, RESERVED),
    NO_NAME("saved", NX_NAME_COLON, RESERVED),
    NO_NAME("story", NX_NAME_COLON, RESERVED),
};

#define NAME_COUNT (sizeof names / sizeof names[0])

/* The number at the end of a text, or UINT32_MAX for a larger one. */
static uint32_t read_number(newsidx_text digits)
{
    uint64_t number = 0;

    for (size_t i = 0; i < digits.length && number <= UINT32_MAX; i++)
        number = number * 10 + (uint64_t)(digits.bytes[i] - '0');
    return number > UINT32_MAX ? UINT32_MAX : (uint32_t)number;
}

/* Into 1 to `most`; true if it was there. */
static bool clamp(uint32_t *number, uint32_t most)
{
    const uint32_t before = *number;

    if (*number < 1)
        *number = 1;
    if (*number > most)
        *number = most;
    return *number == before;
}

static newsidx_status refuse(const nx_name *name, size_t offset,
                             newsidx_error *err)
{
    if (name->since == RESERVED)
        return nx_fail_at(err, NEWSIDX_ERR_QUERY, offset,
                          "%s is reserved for a later version",
                          name->meaning.shown);
    return nx_fail_at(err, NEWSIDX_ERR_QUERY, offset,
                      "%s is not in this version yet", name->meaning.shown);
}

/* The name without the digits that may end it. */
static newsidx_text cut_digits(newsidx_text text)
{
    while (text.length > 0 && nx_is_digit(text.bytes[text.length - 1]))
        text.length--;
    return text;
}

static const nx_name *find(newsidx_text text, nx_name_use use)
{
    const newsidx_text letters = cut_digits(text);

    for (size_t i = 0; i < NAME_COUNT; i++) {
        const bool has_number = names[i].most > 0;

        if ((names[i].uses & (unsigned int)use) == 0)
            continue;
        if (has_number && text.length == letters.length)
            continue;
        if (nx_str_equal_ascii(nx_str(names[i].name),
                               has_number ? letters : text))
            return &names[i];
    }
    return NULL;
}

newsidx_status nx_names_find(newsidx_text name, nx_name_use use, size_t offset,
                             nx_meaning *out, newsidx_error *err)
{
    const nx_name *found = find(name, use);
    const size_t letter_count = cut_digits(name).length;

    if (found == NULL)
        return NEWSIDX_NOT_FOUND;
    if (found->since != NOW)
        return refuse(found, offset, err);
    *out = found->meaning;
    if (found->most > 0) {
        out->count = read_number(nx_str_slice(name.bytes + letter_count,
                                              name.length - letter_count));
        out->is_count_changed = !clamp(&out->count, found->most);
    }
    return NEWSIDX_OK;
}

bool nx_names_is_known(newsidx_text name, nx_name_use use)
{
    return find(name, use) != NULL;
}

/* ------------------------------------------------------------ spelling ---- */

#define LONGEST_NAME 12

static newsidx_text lower(newsidx_text name, char out[LONGEST_NAME])
{
    for (size_t i = 0; i < name.length; i++)
        out[i] = nx_to_lower(name.bytes[i]);
    return nx_str_slice(out, name.length);
}

const char *nx_names_nearest(newsidx_text name)
{
    const char *nearest = NULL;
    size_t least_distance = 3;
    char lowered[LONGEST_NAME];

    if (name.length > LONGEST_NAME)
        return NULL;
    name = lower(name, lowered);
    for (size_t i = 0; i < NAME_COUNT; i++) {
        const newsidx_text known = nx_str(names[i].name);
        size_t distance;

        if ((names[i].uses & (unsigned int)NX_NAME_COLON) == 0 ||
            names[i].since != NOW)
            continue;
        distance = nx_edits(name, known, 2);
        /* Half of a short name is not a slip of the finger. */
        if (distance < least_distance && distance * 2 < known.length) {
            least_distance = distance;
            nearest = names[i].meaning.shown;
        }
    }
    return nearest;
}

/* ----------------------------------------------------------- operators ---- */

#define DEFAULT_DISTANCE 5
#define LONGEST_DISTANCE 255

static bool is_number(newsidx_text text)
{
    return text.length > 0 && cut_digits(text).length == 0;
}

bool nx_names_proximity(newsidx_text word, nx_near *out, bool *out_is_changed)
{
    /* The longer come first: "near" begins "near/". */
    static const struct {
        const char *mark;
        bool is_ordered;
        bool has_units;   /* s and p, for sentence and paragraph */
        bool can_be_bare; /* without a number, which has a default */
    } marks[] = {
        {"w/", false, true, true},     {"near/", false, false, true},
        {"near", false, false, false}, {"/", false, true, false},
        {"pre/", true, true, true},    {"adj", true, false, false},
    };

    memset(out, 0, sizeof *out);
    *out_is_changed = false;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        const newsidx_text mark = nx_str(marks[i].mark);
        newsidx_text rest = word;
        char unit;

        if (word.length < mark.length ||
            !nx_str_equal_ascii(mark, nx_str_slice(word.bytes, mark.length)))
            continue;
        rest.bytes += mark.length;
        rest.length -= mark.length;
        out->is_ordered = marks[i].is_ordered;
        if (is_number(rest)) {
            out->distance = read_number(rest);
            *out_is_changed = !clamp(&out->distance, LONGEST_DISTANCE);
            return true;
        }
        if (rest.length == 0 && marks[i].can_be_bare) {
            out->distance = DEFAULT_DISTANCE;
            *out_is_changed = true;
            return true;
        }
        unit = rest.length == 1 ? nx_to_lower(rest.bytes[0]) : '\0';
        if (marks[i].has_units && (unit == 's' || unit == 'p')) {
            out->reach = unit == 's' ? NX_REACH_SENTENCE : NX_REACH_PARAGRAPH;
            return true;
        }
    }
    return false;
}

void nx_names_print_proximity(nx_buf *out, const nx_near *near)
{
    nx_buf_add_string(out, near->is_excluding ? "NOT " : "");
    nx_buf_add_string(out, near->is_ordered ? "pre/" : "w/");
    switch (near->reach) {
    case NX_REACH_WORDS:
        nx_buf_add_format(out, "%u", (unsigned int)near->distance);
        break;
    case NX_REACH_SENTENCE:
        nx_buf_add_byte(out, 's');
        break;
    case NX_REACH_PARAGRAPH:
        nx_buf_add_byte(out, 'p');
        break;
    }
}

const char *nx_names_operator(newsidx_text word)
{
    static const char *const operators[] = {"AND", "OR", "NOT"};

    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
        if (nx_str_equal_ascii(word, nx_str(operators[i])))
            return operators[i];
    }
    return NULL;
}

bool nx_names_is_plain(newsidx_text text)
{
    const char *spelling = nx_names_operator(text);
    newsidx_text name = {text.bytes, 0};
    bool is_changed;
    nx_near near;
    char sign;

    if (spelling != NULL && nx_str_equal(text, nx_str(spelling)))
        return false;
    if (nx_names_proximity(text, &near, &is_changed))
        return false;
    while (name.length < text.length && nx_is_alpha(text.bytes[name.length]))
        name.length++;
    if (name.length == 0 || name.length == text.length)
        return true;
    sign = text.bytes[name.length];
    if (sign == ':')
        return false;
    if (sign == '=')
        return !nx_names_is_known(name, NX_NAME_COLON);
    if (sign == '<' || sign == '>')
        return !nx_names_is_known(name, NX_NAME_COMPARE);
    return true;
}

const char *nx_case_name(nx_case letters)
{
    switch (letters) {
    case NX_CASE_CAPS:
        return "caps";
    case NX_CASE_ALLCAPS:
        return "allcaps";
    case NX_CASE_NOCAPS:
        return "nocaps";
    }
    return "";
}

const char *nx_scope_name(nx_reach scope)
{
    return scope == NX_REACH_SENTENCE ? "sentence" : "paragraph";
}
