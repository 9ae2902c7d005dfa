#include "ingest/byline.h"

#include "base/buf.h"
#include "base/calendar.h"
#include "base/str.h"
#include "ingest/agency.h"
#include "ingest/clean.h"

#define LONGEST_BYLINE_BYTES 120

/* A person's name, "Rafael del Valle Ortega" among them. */
#define MOST_NAME_WORDS 5

/* The names of so many writers fit a byline. */
#define MOST_WORDS 16

/* A paragraph that shows that the lines before it are no part of it. */
#define PARAGRAPH_BYTES 80

/* Shorter ones are more likely a year or a number. */
#define SHORTEST_DATE_BYTES 8

/* What one line of the byline says; {NULL, 0} where it doesn't. */
typedef struct signature {
    newsidx_text names;
    newsidx_text agency;
    int64_t published_at;
    bool says_by;
    bool found;
} signature;

static bool is_one_of(newsidx_text word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (nx_str_equal(word, nx_str(list[i])))
            return true;
    }
    return false;
}

#define IS_ONE_OF(word, list)                                                  \
    is_one_of(word, list, sizeof(list) / sizeof((list)[0]))

/* Lower-case words inside a person's name. */
static bool is_particle(newsidx_text word)
{
    static const char *const particles[] = {
        "al",  "bin", "bint", "da",  "das", "de", "del", "della", "den",
        "der", "di",  "dos",  "du",  "e",   "el", "ibn", "la",    "le",
        "los", "ten", "ter",  "van", "von", "y",  "zu"};

    return IS_ONE_OF(word, particles);
}

/* Words that begin headings, not names. */
static bool begins_heading(newsidx_text word)
{
    static const char *const headings[] = {
        "A",     "About", "An",    "At",    "Breaking", "East",  "For",
        "From",  "How",   "Image", "In",    "Latest",   "Live",  "Middle",
        "More",  "New",   "News",  "North", "On",       "Photo", "Picture",
        "Read",  "South", "The",   "Top",   "United",   "Video", "West",
        "White", "Why",   "World"};

    return IS_ONE_OF(word, headings);
}

/* Cut the next word, up to a blank, off `*rest`. */
static newsidx_text next_word(newsidx_text *rest)
{
    size_t length = 0;
    newsidx_text word;

    *rest = nx_str_trim(*rest);
    while (length < rest->length && !nx_is_space(rest->bytes[length]))
        length++;
    word = nx_str_slice(rest->bytes, length);
    rest->bytes += length;
    rest->length -= length;
    return word;
}

static newsidx_text first_word(newsidx_text text)
{
    return next_word(&text);
}

/* "Lee", "O’Brien", "J.R.", "Müller-Weiß"; a comma may follow. */
static bool is_name_word(newsidx_text word, bool *out_lower)
{
    for (size_t i = 0; i < word.length; i++) {
        const char byte = word.bytes[i];
        const bool is_letter = nx_is_alpha(byte) || (unsigned char)byte >= 0x80;

        if (i == 0 && !nx_is_upper(byte) && (unsigned char)byte < 0x80)
            return false;
        if (!is_letter && byte != '-' && byte != '\'' && byte != '.')
            return false;
        if (is_letter && !nx_is_upper(byte))
            *out_lower = true;
    }
    return word.length > 0;
}

/* Without "By", a name has two words or more and isn't all capitals. */
static bool are_names(newsidx_text text, bool says_by)
{
    newsidx_text rest = text;
    size_t words = 0;
    size_t name_words = 0;
    bool lower = false;

    while (nx_str_trim(rest).length > 0) {
        newsidx_text word = next_word(&rest);
        const bool ends_name = word.bytes[word.length - 1] == ',';

        words++;
        if (nx_str_equal_ascii(word, nx_str("and")) ||
            nx_str_equal(word, nx_str("&"))) {
            if (name_words < 1)
                return false;
            name_words = 0;
            continue;
        }
        if (ends_name)
            word.length--;
        if (words == 1 && !says_by && begins_heading(word))
            return false;
        if (!(name_words > 0 && is_particle(word)) &&
            !is_name_word(word, &lower))
            return false;
        name_words++;
        if (name_words > MOST_NAME_WORDS || words > MOST_WORDS)
            return false;
        if (ends_name)
            name_words = 0;
    }
    return says_by ? name_words > 0 : name_words > 1 && lower;
}

newsidx_text nx_byline_without_by(newsidx_text line)
{
    static const char *const words[] = {"by ", "von ",  "par ", "por ",
                                        "di ", "door ", "av "};

    line = nx_str_trim(line);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const newsidx_text word = nx_str(words[i]);

        if (line.length > word.length &&
            nx_str_equal_ascii(nx_str_slice(line.bytes, word.length), word)) {
            line.bytes += word.length;
            line.length -= word.length;
            return nx_str_trim(line);
        }
    }
    return line;
}

/* "Matthew Lee, Associated Press": where the agency begins, with its name. */
static bool split_agency(newsidx_text text, newsidx_text *out_names,
                         newsidx_text *out_agency)
{
    for (size_t i = 1; i < text.length; i++) {
        const char byte = text.bytes[i];
        newsidx_text rest;

        if (byte != ',' && byte != '|' && byte != '/' && byte != '(')
            continue;
        rest = nx_str_slice(text.bytes + i + 1, text.length - i - 1);
        if (byte == '(' && rest.length > 0 &&
            rest.bytes[rest.length - 1] == ')')
            rest.length--;
        rest = nx_str_trim(rest);
        if (!nx_agency_find(rest, out_agency)) {
            if (!nx_agency_guess(rest))
                continue;
            *out_agency = rest;
        }
        *out_names = nx_str_trim(nx_str_slice(text.bytes, i));
        return true;
    }
    return false;
}

/* "By John Smith, Diplomatic correspondent": the name is before the comma. */
static newsidx_text before_comma(newsidx_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == ',')
            return nx_str_slice(text.bytes, i);
    }
    return text;
}

/* "By our local democracy reporter": somebody without a name. */
static bool is_trade(newsidx_text text)
{
    static const char *const trades[] = {
        "correspondent", "correspondents", "desk",  "editor", "editors",
        "reporter",      "reporters",      "staff", "writer", "writers"};
    newsidx_text last = {NULL, 0};

    while (nx_str_trim(text).length > 0)
        last = next_word(&text);
    for (size_t i = 0; i < sizeof trades / sizeof trades[0]; i++) {
        if (nx_str_equal_ascii(last, nx_str(trades[i])))
            return true;
    }
    return false;
}

/* `guess`: where this line stands, what looks like an agency is one. */
static signature read_signature(newsidx_text line, bool guess)
{
    signature found = {{NULL, 0}, {NULL, 0}, NEWSIDX_NO_TIME, false, false};
    newsidx_text rest;
    newsidx_text names;

    if (line.length == 0 || line.length > LONGEST_BYLINE_BYTES)
        return found;
    rest = nx_byline_without_by(line);
    found.says_by = rest.length < line.length;
    if (nx_agency_find(rest, &found.agency) ||
        ((guess || found.says_by) && nx_agency_guess(rest))) {
        if (found.agency.bytes == NULL)
            found.agency = rest;
        if (found.says_by)
            found.names = rest;
        found.found = true;
        return found;
    }
    names = rest;
    split_agency(rest, &names, &found.agency);
    if (are_names(names, found.says_by || found.agency.bytes != NULL) ||
        (found.says_by && nx_text_ending(names) != NX_ENDING_STOP &&
         (are_names(before_comma(names), true) || is_trade(names)))) {
        found.names = names;
        found.found = true;
    }
    return found;
}

bool nx_is_byline(newsidx_text line)
{
    const signature found = read_signature(line, false);

    return found.found && (found.says_by || found.agency.bytes != NULL);
}

/* A line that is nothing but a date with a month and a year. */
static bool read_date(newsidx_text line, int64_t *out_seconds)
{
    bool has_other = false;

    for (size_t i = 0; i < line.length; i++)
        has_other = has_other || !nx_is_digit(line.bytes[i]);
    return has_other && line.length >= SHORTEST_DATE_BYTES &&
           line.length <= LONGEST_BYLINE_BYTES &&
           nx_calendar_read(line, out_seconds);
}

/* Bare names count before an agency, or if a long paragraph comes after. */
static bool is_bare_name(const nx_lines *lines, size_t number)
{
    const size_t next = nx_lines_next(lines, number + 1);
    newsidx_text after;
    signature following;
    int64_t seconds;

    if (next == lines->count)
        return false;
    after = nx_lines_text(lines, next);
    following = read_signature(after, true);
    if (following.found && following.agency.bytes != NULL)
        return true;
    if (read_date(after, &seconds))
        return true;
    if (following.found && !following.says_by &&
        !lines->lines[next].after_blank) {
        const size_t third = nx_lines_next(lines, next + 1);

        if (third == lines->count)
            return false;
        following = read_signature(nx_lines_text(lines, third), true);
        return following.found && following.agency.bytes != NULL;
    }
    return lines->lines[next].after_blank && after.length >= PARAGRAPH_BYTES;
}

static newsidx_status add_names(newsidx_text names, nx_arena *arena,
                                newsidx_article *article, newsidx_error *err)
{
    nx_buf joined;
    newsidx_text whole;

    nx_buf_init(&joined, (size_t)4 * LONGEST_BYLINE_BYTES);
    if (article->byline.length > 0) {
        nx_buf_add_text(&joined, article->byline);
        nx_buf_add_string(&joined, ", ");
    }
    nx_buf_add_text(&joined, names);
    whole = nx_clean_line(arena, nx_buf_text(&joined));
    if (joined.status < 0)
        whole.bytes = NULL;
    nx_buf_finish(&joined);
    if (whole.bytes == NULL)
        return nx_fail_memory(err);
    article->byline = whole;
    return NEWSIDX_OK;
}

/* Take what a line says; a line that says nothing new ends the byline. */
static newsidx_status take_signature(const signature *found, nx_arena *arena,
                                     newsidx_article *article,
                                     newsidx_error *err)
{
    if (found->agency.bytes != NULL && article->source.bytes == NULL) {
        article->source = nx_clean_line(arena, found->agency);
        if (article->source.bytes == NULL)
            return nx_fail_memory(err);
    }
    if (found->names.length > 0)
        return add_names(found->names, arena, article, err);
    return NEWSIDX_OK;
}

newsidx_status nx_byline_take(nx_lines *lines, size_t number, nx_arena *arena,
                              newsidx_article *article, newsidx_error *err)
{
    size_t name_lines = 0;
    bool has_agency = false;

    for (size_t i = nx_lines_next(lines, number); i < lines->count;
         i = nx_lines_next(lines, i + 1)) {
        const newsidx_text text = nx_lines_text(lines, i);
        signature found = read_signature(
            text, name_lines > 0 || !begins_heading(first_word(text)));
        newsidx_status status;

        if (article->published_at == NEWSIDX_NO_TIME &&
            read_date(text, &article->published_at)) {
            /* The words of the date are in no field: keep the line. */
            lines->lines[i].role = NX_LINE_DROPPED;
            continue;
        }
        if (!found.found || (has_agency && found.agency.bytes != NULL) ||
            (found.names.length > 0 && name_lines == 2))
            break;
        if (!found.says_by && found.agency.bytes == NULL &&
            (has_agency || !is_bare_name(lines, i)))
            break;
        status = take_signature(&found, arena, article, err);
        if (status < 0)
            return status;
        lines->lines[i].role = NX_LINE_BYLINE;
        name_lines += found.names.length > 0 ? 1 : 0;
        has_agency = has_agency || found.agency.bytes != NULL;
    }
    return NEWSIDX_OK;
}
