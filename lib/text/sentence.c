#include "text/sentence.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/chars.h"
#include "text/stop_words.h"

#include <string.h>

/* An abbreviation or a sentence opener is no longer. */
#define SHORT_WORD_BYTES 16

static const char *const abbreviations[] = {
#include "generated/abbreviations.inc"
};

/* Of them, those that are abbreviations before a number only: "He said no."
 * Sorted, as is the next list. */
static const char *const before_numbers[] = {"art", "fig", "figs", "no",
                                             "nos", "nr",  "sec",  "vol"};

/* And those that may end a sentence, which a word like "The" then shows.
 * Titles are none: Mrs. May is a person. */
static const char *const final_ones[] = {"al",   "assn", "bros", "corp", "cos",
                                         "dept", "esq",  "inc",  "jr",   "llc",
                                         "ltd",  "plc",  "univ", "usw"};

/* ------------------------------------------------------------- lines ---- */

/* How wide the line between is; counting stops above NX_WRAPPED_COLUMNS. Han
 * and its like, which begin with 0xE0 or more, are two columns wide. */
static size_t count_columns(newsidx_text text, size_t start, size_t end)
{
    size_t columns = 0;

    for (size_t i = start; i < end && columns <= NX_WRAPPED_COLUMNS; i++) {
        const unsigned char byte = (unsigned char)text.bytes[i];

        if (nx_utf8_is_continuation(text.bytes[i]))
            continue;
        columns += byte >= 0xE0 ? 2 : 1;
    }
    return columns;
}

static size_t count_indent(newsidx_text text, size_t start, size_t end)
{
    size_t indent = 0;

    while (start + indent < end && (text.bytes[start + indent] == ' ' ||
                                    text.bytes[start + indent] == '\t'))
        indent++;
    return indent;
}

/*
 * News copy comes in two kinds: lines wrapped at 60 to 90 columns, where a
 * line's end means nothing, and a paragraph to a line. It is the second kind
 * if a quarter of the lines are too long to have been wrapped.
 */
void nx_sentences_init(nx_sentences *sentences, newsidx_text text,
                       const nx_language *language)
{
    size_t line_count = 0;
    size_t long_count = 0;
    size_t start = 0;
    int newline = '\n';

    memset(sentences, 0, sizeof *sentences);
    sentences->text = text;
    sentences->language = language;
    sentences->word_kind = NX_TOKEN_WORD;
    sentences->indent = count_indent(text, 0, text.length);
    if (text.length > 0 && memchr(text.bytes, newline, text.length) == NULL)
        newline = '\r';
    while (start < text.length) {
        const char *found =
            memchr(text.bytes + start, newline, text.length - start);
        const size_t end =
            found != NULL ? (size_t)(found - text.bytes) : text.length;
        const size_t columns = count_columns(text, start, end);

        if (columns > 1)
            line_count++;
        if (columns > NX_WRAPPED_COLUMNS)
            long_count++;
        else if (columns > sentences->widest_columns)
            sentences->widest_columns = columns;
        start = end + 1;
    }
    sentences->is_wrapped = long_count * 4 < line_count || long_count == 0;
}

/* ------------------------------------------------------------ a gap ---- */

/* What stands between two words, in the order it may come. */
typedef struct gap_signs {
    size_t start;
    size_t end;
    size_t stop_count;
    bool has_stop;       /* the last of the signs that count */
    bool is_point;       /* one plain point, right after the word */
    bool has_others;     /* signs that are neither stops nor invisible */
    bool has_wide_stop;  /* of a script that has no capitals */
    bool closes_quote;   /* between the stop and the blank */
    bool closes_bracket; /* likewise */
    bool has_blank;
    bool opens_quote; /* after the blank */
    size_t newline_count;
    size_t newline_start; /* of the first */
    size_t newline_end;   /* of the last */
    bool has_paragraph_sign;
} gap_signs;

static bool is_quote(int32_t codepoint)
{
    switch (codepoint) {
    case '"':
    case '\'':
    case 0xAB:
    case 0xBB:
        return true;
    default:
        return (codepoint >= 0x2018 && codepoint <= 0x201F) ||
               codepoint == 0x2039 || codepoint == 0x203A ||
               (codepoint >= 0x300C && codepoint <= 0x300F);
    }
}

static bool is_closing_bracket(int32_t codepoint)
{
    return codepoint == ')' || codepoint == ']' || codepoint == '}' ||
           codepoint == 0xFF09 || codepoint == 0x300B || codepoint == 0x3011;
}

static bool is_blank(int32_t codepoint)
{
    return codepoint == ' ' || codepoint == '\t' || codepoint == 0xA0 ||
           codepoint == 0x3000 || (codepoint >= 0x2000 && codepoint <= 0x200B);
}

static void see_stop(gap_signs *gap, int32_t codepoint)
{
    gap->stop_count++;
    gap->has_stop = true;
    gap->is_point =
        codepoint == '.' && gap->stop_count == 1 && !gap->has_others;
    gap->has_wide_stop = codepoint >= 0x80 && codepoint != 0x2026;
    gap->closes_quote = false;
    gap->closes_bracket = false;
    gap->has_blank = false;
    gap->opens_quote = false;
}

static void see_break(gap_signs *gap, newsidx_text text, size_t at, size_t step,
                      int32_t codepoint)
{
    gap->has_blank = true;
    if (codepoint != '\n' && codepoint != '\r') {
        gap->has_paragraph_sign = true;
        return;
    }
    if (codepoint == '\r' && at + 1 < text.length && text.bytes[at + 1] == '\n')
        return;
    if (gap->newline_count == 0)
        gap->newline_start = at;
    gap->newline_count++;
    gap->newline_end = at + step;
}

/* Collect the signs of one character that is neither stop nor break. */
static void see_sign(gap_signs *gap, int32_t codepoint)
{
    if (is_blank(codepoint)) {
        gap->has_blank = true;
    } else if (codepoint == ',' || codepoint == ';' || codepoint == ':') {
        gap->has_stop = false;
    } else if (is_quote(codepoint)) {
        if (gap->has_blank)
            gap->opens_quote = true;
        else
            gap->closes_quote = true;
    } else if (is_closing_bracket(codepoint) && !gap->has_blank) {
        gap->closes_bracket = true;
    }
}

static void read_gap(newsidx_text text, gap_signs *gap)
{
    size_t step;

    for (size_t i = gap->start; i < gap->end; i += step) {
        const int32_t codepoint =
            nx_utf8_decode(text.bytes + i, gap->end - i, &step);
        const unsigned class = nx_char_class(codepoint);

        if ((class & (NX_CHAR_IGNORED | NX_CHAR_MARK)) != 0)
            continue;
        if ((class & NX_CHAR_STOP) != 0) {
            see_stop(gap, codepoint);
            continue;
        }
        gap->has_others = true;
        if ((class & NX_CHAR_BREAK) != 0)
            see_break(gap, text, i, step, codepoint);
        else
            see_sign(gap, codepoint);
    }
}

/* -------------------------------------------------------- paragraphs ---- */

/* True if the first word of the next line would have fitted into this one. */
static bool would_have_fitted(const nx_sentences *in, const gap_signs *gap)
{
    const size_t columns = count_columns(in->text, in->line_start, gap->start);
    size_t width = 0;

    while (gap->end + width < in->text.length && width <= NX_WRAPPED_COLUMNS &&
           in->text.bytes[gap->end + width] != ' ' &&
           in->text.bytes[gap->end + width] != '\n')
        width++;
    /* One for the stop, one for the blank. */
    return columns + 2 + width <= in->widest_columns;
}

/*
 * One line's end. Lines of an unwrapped text are paragraphs, and so is what
 * stands before a line's end that is too far right to be wrapped. Of wrapped
 * text, a line that ends a sentence also ends a paragraph if the next one is
 * indented deeper or its first word would still have fitted.
 */
static bool line_ends_paragraph(const nx_sentences *in, const gap_signs *gap,
                                size_t indent)
{
    if (!in->is_wrapped ||
        count_columns(in->text, in->line_start, gap->newline_start) >
            NX_WRAPPED_COLUMNS)
        return true;
    return gap->has_stop && (indent > in->indent || would_have_fitted(in, gap));
}

/* True if a paragraph begins after the gap; keeps count of lines. */
static bool begins_paragraph(nx_sentences *in, const gap_signs *gap)
{
    size_t indent;
    bool begins;

    if (gap->newline_count == 0)
        return gap->has_paragraph_sign;
    indent = count_indent(in->text, gap->newline_end, gap->end);
    begins = gap->has_paragraph_sign || gap->newline_count > 1 ||
             line_ends_paragraph(in, gap, indent);
    in->line_start = gap->newline_end;
    in->indent = indent;
    return begins;
}

/* --------------------------------------------------------- sentences ---- */

static unsigned class_at(newsidx_text text, size_t at, size_t *out_step)
{
    *out_step = 1;
    if (at >= text.length)
        return 0;
    return nx_char_class_at(text.bytes, text.length, at, out_step);
}

static bool list_has(const char *const *list, size_t count, newsidx_text word)
{
    size_t low = 0;
    size_t high = count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = nx_str_compare(nx_str(list[middle]), word);

        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

#define LIST_HAS(list, word)                                                   \
    list_has(list, sizeof(list) / sizeof((list)[0]), word)

/* True for "The", "But": a word with a capital that hasn't one of its own. */
static bool is_opener(const nx_sentences *in, size_t at)
{
    char word[SHORT_WORD_BYTES];
    size_t length = 0;

    if ((nx_byte_class(in->text.bytes[at]) & NX_CHAR_UPPER) == 0)
        return false;
    while (at + length < in->text.length &&
           (nx_byte_class(in->text.bytes[at + length]) & NX_CHAR_LETTER) != 0) {
        if (length == sizeof word)
            return false;
        word[length] = nx_to_lower(in->text.bytes[at + length]);
        length++;
    }
    return nx_stop_words_has(in->language->code, nx_str_slice(word, length));
}

/* A point after one letter: an initial, but for "World War I. The". */
static bool letter_ends_sentence(const nx_sentences *in, size_t next)
{
    return in->text.bytes[in->word_start] == 'I' &&
           in->word_end == in->word_start + 1 && is_opener(in, next);
}

/* "2." begins an item, and "am 5. Mai" is a date in some languages. */
static bool number_ends_sentence(const nx_sentences *in)
{
    const bool is_short = in->word_end - in->word_start <= 2;

    return !is_short ||
           !(in->word_began_sentence || in->language->has_ordinal_point);
}

static bool is_one_letter(const nx_sentences *in)
{
    size_t step;
    const unsigned class = class_at(in->text, in->word_start, &step);

    return (class & NX_CHAR_LETTER) != 0 &&
           in->word_start + step == in->word_end;
}

/* Whether a plain point after the last word ends its sentence, in view of the
 * word at `next`. */
static bool point_ends_sentence(const nx_sentences *in, size_t next)
{
    char bytes[SHORT_WORD_BYTES];
    newsidx_text word = {bytes, in->word_end - in->word_start};

    if (in->word_kind == NX_TOKEN_ACRONYM)
        return is_opener(in, next);
    if (in->word_kind == NX_TOKEN_NUMBER)
        return number_ends_sentence(in);
    if (in->word_kind == NX_TOKEN_RUN || word.length > sizeof bytes)
        return true;
    if (is_one_letter(in))
        return letter_ends_sentence(in, next);
    for (size_t i = 0; i < word.length; i++)
        bytes[i] = nx_to_lower(in->text.bytes[in->word_start + i]);
    if (!LIST_HAS(abbreviations, word))
        return true;
    if (LIST_HAS(before_numbers, word))
        return !nx_is_digit(in->text.bytes[next]);
    return LIST_HAS(final_ones, word) && is_opener(in, next);
}

/*
 * "thousands.After", "said.A man": the blank after the point was lost. Names
 * of hosts have a small letter after it, initials no small one before it.
 */
static bool is_lost_blank(const nx_sentences *in, const gap_signs *gap)
{
    size_t step;
    unsigned class;
    size_t last = in->word_end;

    if (in->word_kind == NX_TOKEN_ACRONYM || in->word_kind == NX_TOKEN_RUN ||
        gap->has_others || is_one_letter(in))
        return false;
    do {
        last--;
    } while (last > in->word_start &&
             nx_utf8_is_continuation(in->text.bytes[last]));
    if ((class_at(in->text, last, &step) & (NX_CHAR_LOWER | NX_CHAR_DIGIT)) ==
        0)
        return false;
    if ((class_at(in->text, gap->end, &step) & NX_CHAR_UPPER) == 0)
        return false;
    class = class_at(in->text, gap->end + step, &step);
    return (class & NX_CHAR_LOWER) != 0 ||
           ((class & NX_CHAR_WORD) == 0 && step == 1 &&
            gap->end + 1 < in->text.length &&
            in->text.bytes[gap->end + 1] == ' ');
}

static bool begins_sentence(const nx_sentences *in, const gap_signs *gap)
{
    size_t step;
    const unsigned next = class_at(in->text, gap->end, &step);

    if (!gap->has_stop)
        return false;
    if (gap->has_wide_stop)
        return true;
    if ((next & NX_CHAR_LOWER) != 0 && !gap->opens_quote)
        return false;
    if (!gap->has_blank) {
        if (gap->closes_quote || (next & NX_CHAR_RUN) != 0)
            return (next & (NX_CHAR_UPPER | NX_CHAR_RUN)) != 0;
        if (!is_lost_blank(in, gap))
            return false;
    }
    if (!gap->is_point || gap->closes_quote)
        return true;
    return point_ends_sentence(in, gap->end);
}

nx_beginning nx_sentences_look(nx_sentences *sentences, size_t start,
                               size_t end)
{
    gap_signs gap = {0};

    gap.start = start;
    gap.end = end;
    /* An acronym has its last point in itself. */
    if (sentences->word_kind == NX_TOKEN_ACRONYM &&
        sentences->text.bytes[sentences->word_end - 1] == '.' &&
        start == sentences->word_end) {
        gap.has_stop = true;
        gap.is_point = true;
    }
    read_gap(sentences->text, &gap);
    /* Before the first word there is none to look at. */
    if (begins_paragraph(sentences, &gap) || sentences->word_end == 0)
        return NX_BEGINS_PARAGRAPH;
    return begins_sentence(sentences, &gap) ? NX_BEGINS_SENTENCE
                                            : NX_BEGINS_NOTHING;
}
