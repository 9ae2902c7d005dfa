#include "ingest/dateline.h"

#include "base/calendar.h"
#include "base/str.h"
#include "ingest/agency.h"
#include "ingest/clean.h"

#include <string.h>

/*
 *     LONDON, March 3 (Reuters) - British ministers said ...
 *     <place> <date>  <agency>  ^ separator
 *
 * The agency may come first ("AP, Geneva :"), or be between strokes
 * ("/TASS/."); date and agency may be missing. What makes a piece of text a
 * dateline is the separator together with the capitals before it and the
 * beginning of a sentence after it.
 */
#define LONGEST_DATELINE_BYTES 100
#define MOST_CAPITAL_WORDS 8
#define MOST_TITLE_WORDS 4
#define LONGEST_AGENCY_BYTES 40

typedef enum separator {
    NONE,
    DASH,   /* em or en dash, -- or _ with blanks around */
    HYPHEN, /* - with blanks around */
    TIGHT,  /* em dash without blanks */
    COLON
} separator;

typedef struct place {
    bool is_capitals; /* up to the first comma: "BEIRUT, Lebanon" */
    bool has_comma;
    size_t words;
    size_t letters;
} place;

static bool begins(newsidx_text text, size_t offset, const char *what)
{
    return nx_str_starts_with(
        nx_str_slice(text.bytes + offset, text.length - offset), nx_str(what));
}

static bool is_blank_at(newsidx_text text, size_t offset)
{
    return offset < text.length && nx_is_space(text.bytes[offset]);
}

/* The separator at `offset`, with its bytes in `*out_length`. */
static separator separator_at(newsidx_text text, size_t offset,
                              size_t *out_length)
{
    static const char *const dashes[] = {"\xE2\x80\x94", "\xE2\x80\x93", "--",
                                         "_"};
    const bool blank_before = offset > 0 && is_blank_at(text, offset - 1);

    for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++) {
        *out_length = strlen(dashes[i]);
        if (!begins(text, offset, dashes[i]))
            continue;
        if (blank_before && is_blank_at(text, offset + *out_length))
            return DASH;
        return i == 0 ? TIGHT : NONE;
    }
    *out_length = 1;
    if (blank_before && begins(text, offset, "-") &&
        is_blank_at(text, offset + 1))
        return HYPHEN;
    return begins(text, offset, ":") ? COLON : NONE;
}

static bool is_upper_at(newsidx_text text, size_t offset)
{
    return offset < text.length && nx_is_upper(text.bytes[offset]);
}

/* Could a sentence begin here? Not with a small letter of ours. */
static bool begins_sentence(newsidx_text text)
{
    const unsigned char first =
        text.length > 0 ? (unsigned char)text.bytes[0] : 0;

    return nx_is_upper((char)first) || nx_is_digit((char)first) ||
           first == '"' || first == '\'' || first == '(' || first == '[' ||
           first == '$' || first >= 0x80;
}

/* Words that begin sentences and never a name of a place. */
static bool is_function_word(newsidx_text word)
{
    static const char *const words[] = {
        "a",    "all",  "and",      "at",   "but",   "dr",   "even", "for",
        "he",   "here", "how",      "i",    "if",    "in",   "it",   "just",
        "mr",   "mrs",  "ms",       "no",   "not",   "now",  "on",   "or",
        "rep",  "sen",  "she",      "so",   "still", "that", "then", "there",
        "they", "this", "we",       "well", "what",  "when", "who",  "why",
        "yes",  "you",  "president"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (nx_str_equal_ascii(word, nx_str(words[i])))
            return true;
    }
    return false;
}

/* "March", "Sept.", "Fri": parts of a date behind the place. */
static bool is_date_word(newsidx_text word)
{
    static const char *const days[] = {"mon", "tue", "wed", "thu",
                                       "fri", "sat", "sun"};
    char date[32] = "1 ";
    int64_t seconds;
    size_t length = word.length;

    while (length > 0 &&
           (word.bytes[length - 1] == '.' || word.bytes[length - 1] == ','))
        length--;
    if (length == 0 || length > 12)
        return false;
    if (nx_is_digit(word.bytes[0]))
        return length <= 4;
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        if (length >= 3 &&
            nx_str_equal_ascii(nx_str_slice(word.bytes, 3), nx_str(days[i])))
            return true;
    }
    /* The calendar knows the months: does it know the first of this one? */
    memcpy(date + 2, word.bytes, length);
    memcpy(date + 2 + length, " 2000", 6);
    return nx_calendar_read(nx_str(date), &seconds);
}

/* "de" in "Rio de Janeiro". */
static bool is_small_word(newsidx_text word)
{
    static const char *const words[] = {"de", "del", "la", "le", "of",
                                        "on", "the", "do", "al", "el"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (nx_str_equal(word, nx_str(words[i])))
            return true;
    }
    return false;
}

static bool is_letter(char byte)
{
    return nx_is_alpha(byte) || (unsigned char)byte >= 0x80;
}

/* Take one word into the place; false if it can't be part of one. */
static bool take_word(newsidx_text word, place *out)
{
    const bool is_small = out->words++ > 0 && is_small_word(word);

    if (is_function_word(word) ||
        (!is_small && (!is_letter(word.bytes[0]) ||
                       (word.bytes[0] >= 'a' && word.bytes[0] <= 'z'))))
        return false;
    for (size_t i = 0; i < word.length; i++) {
        const char byte = word.bytes[i];

        if (!is_letter(byte) && strchr(".,'-/", byte) == NULL)
            return false;
        if (byte >= 'a' && byte <= 'z' && !out->has_comma)
            out->is_capitals = false;
        out->letters += is_letter(byte) ? 1 : 0;
    }
    out->has_comma = out->has_comma || word.bytes[word.length - 1] == ',';
    return true;
}

/* Words of a place, with a date behind it after a comma or full stop. */
static bool read_place(newsidx_text text, place *out)
{
    size_t offset = 0;
    bool may_be_date = false;

    *out = (place){true, false, 0, 0};
    while (offset < text.length) {
        size_t end = offset;
        newsidx_text word;

        while (end < text.length && !nx_is_space(text.bytes[end]))
            end++;
        word = nx_str_slice(text.bytes + offset, end - offset);
        offset = end;
        while (is_blank_at(text, offset))
            offset++;
        if (may_be_date && is_date_word(word))
            continue;
        if (!take_word(word, out))
            return false;
        may_be_date = may_be_date || word.bytes[word.length - 1] == ',' ||
                      word.bytes[word.length - 1] == '.';
    }
    return out->words <=
           (size_t)(out->is_capitals ? MOST_CAPITAL_WORDS : MOST_TITLE_WORDS);
}

/* Is it worth a guess that `text`, between brackets, is an agency? */
static bool could_be_agency(newsidx_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (!nx_is_alpha(text.bytes[i]) && text.bytes[i] != ' ')
            return false;
    }
    return text.length > 1 && text.length <= LONGEST_AGENCY_BYTES;
}

/* An agency, or one that passes on what another wrote: "tca/dpa". */
static bool find_agency(newsidx_text text, newsidx_text *out_name)
{
    newsidx_text last = text;
    newsidx_text name;

    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] == '/')
            last = nx_str_slice(text.bytes + i + 1, text.length - i - 1);
    }
    if (last.length == text.length)
        return nx_agency_find(text, out_name);
    *out_name = text;
    return text.length <= LONGEST_AGENCY_BYTES && text.bytes[0] != '/' &&
           nx_agency_find(last, &name);
}

/*
 * Cut "(AP)" or "/TASS/" off the end of `*head`, or "AP, " off its beginning.
 * `*out_known` says whether it's an agency we know.
 */
static newsidx_text cut_agency(newsidx_text *head, bool *out_known)
{
    newsidx_text agency = {NULL, 0};
    const newsidx_text whole = *head;
    const char *comma = memchr(whole.bytes, ',', whole.length);
    size_t start = whole.length;
    char open;

    *out_known = false;
    if (comma != NULL &&
        nx_agency_find(nx_str_slice(whole.bytes, (size_t)(comma - whole.bytes)),
                       &agency)) {
        *out_known = true;
        *head = nx_str_trim(nx_str_slice(
            comma + 1, (size_t)(whole.bytes + whole.length - comma - 1)));
        return agency;
    }
    if (start < 3)
        return agency;
    open = whole.bytes[start - 1] == ')'   ? '('
           : whole.bytes[start - 1] == '/' ? '/'
                                           : '\0';
    for (start--; open != '\0' && start > 0; start--) {
        if (whole.bytes[start - 1] != open)
            continue;
        agency = nx_str_slice(whole.bytes + start, whole.length - start - 1);
        if (!find_agency(agency, &agency)) {
            if (open == '/' || !could_be_agency(agency))
                return nx_str(NULL);
            *head = nx_str_trim(nx_str_slice(whole.bytes, start - 1));
            return agency;
        }
        *out_known = true;
        *head = nx_str_trim(nx_str_slice(whole.bytes, start - 1));
        return agency;
    }
    return nx_str(NULL);
}

/* Is what stands before the separator a dateline? Fills in `out`. */
static bool read_head(newsidx_text head, separator kind, nx_dateline *out)
{
    newsidx_text where = nx_str_trim(head);
    bool known;
    place found;

    out->text = where;
    if (where.length == 0)
        return false;
    out->agency = cut_agency(&where, &known);
    if (where.bytes + where.length == out->text.bytes + out->text.length)
        out->text = where; /* the agency came first */
    if (where.length == 0)
        return known && kind != NONE;
    if (!read_place(where, &found) || found.letters < 3)
        return false;
    if (known)
        return kind != TIGHT || found.is_capitals;
    /* "The President - ..." but "THE HAGUE" and "The Hague". */
    if (!found.is_capitals && nx_str_starts_with(where, nx_str("The ")) &&
        !nx_str_starts_with(where, nx_str("The Hague")))
        return false;
    if (out->agency.bytes != NULL)
        return found.is_capitals && (kind == DASH || kind == HYPHEN);
    if (found.is_capitals)
        return kind == DASH || kind == HYPHEN || kind == TIGHT;
    return kind == DASH;
}

/*
 * An agency's name may end the dateline by itself, as "(PTI) The" and
 * "/TASS/. The" do. Returns how many bytes do so at `offset`; 0 for none.
 */
static size_t agency_end_at(newsidx_text text, size_t offset)
{
    size_t length = 1;

    if (text.bytes[offset] != ')' && text.bytes[offset] != '/')
        return 0;
    if (offset + 1 < text.length && text.bytes[offset + 1] == '.')
        length++;
    return is_blank_at(text, offset + length) &&
                   is_upper_at(text, offset + length + 1)
               ? length
               : 0;
}

static newsidx_text first_line(newsidx_text body)
{
    const char *newline =
        body.length > 0 ? memchr(body.bytes, '\n', body.length) : NULL;

    if (newline != NULL)
        body.length = (size_t)(newline - body.bytes);
    return body;
}

nx_dateline nx_dateline_read(newsidx_text body)
{
    static const nx_dateline none = {{NULL, 0}, {NULL, 0}, 0};
    const newsidx_text line = first_line(body);
    nx_dateline found = none;

    for (size_t i = 0; i < line.length && i <= LONGEST_DATELINE_BYTES; i++) {
        size_t length;
        const separator kind = separator_at(line, i, &length);
        size_t end;

        if (kind == NONE)
            length = agency_end_at(line, i);
        if (length == 0)
            continue;
        end = i + length;
        while (is_blank_at(line, end))
            end++;
        if (begins_sentence(
                nx_str_slice(line.bytes + end, line.length - end)) &&
            read_head(nx_str_slice(line.bytes, kind == NONE ? i + 1 : i), kind,
                      &found)) {
            found.length = end;
            return found;
        }
        if (kind != NONE && kind != COLON)
            break;
    }
    return none;
}

size_t nx_dateline_length(newsidx_text body)
{
    return nx_dateline_read(body).length;
}

newsidx_status nx_dateline_take(nx_item *item, newsidx_error *err)
{
    newsidx_article *article = &item->article;
    const nx_dateline found = nx_dateline_read(article->body);

    if (found.length == 0)
        return NEWSIDX_OK;
    article->dateline = nx_clean_line(&item->arena, found.text);
    if (article->dateline.bytes == NULL)
        return nx_fail_memory(err);
    if (found.agency.bytes != NULL && article->source.bytes == NULL) {
        article->source = nx_clean_line(&item->arena, found.agency);
        if (article->source.bytes == NULL)
            return nx_fail_memory(err);
    }
    article->body.bytes += found.length;
    article->body.length -= found.length;
    return NEWSIDX_OK;
}
