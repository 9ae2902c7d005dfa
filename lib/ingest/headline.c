#include "ingest/headline.h"

#include "base/str.h"
#include "ingest/agency.h"
#include "ingest/byline.h"
#include "ingest/dateline.h"

#define LONGEST_HEADLINE_BYTES 200
#define LONGEST_STRAY_BYTES 120

/* A paragraph, when a text without blank lines is to tell one from a line. */
#define PARAGRAPH_BYTES 200

/* Prose that a stray line must have before it: so many paragraphs, or bytes
 * where the paragraphs ran together. */
#define STRAY_PARAGRAPHS 3
#define STRAY_BYTES 800

/* A slug of the photo and one or two headlines; more are a list. */
#define MOST_STRAYS 3

static bool has_letter(newsidx_text text)
{
    for (size_t i = 0; i < text.length; i++) {
        if (nx_is_alpha(text.bytes[i]) || (unsigned char)text.bytes[i] >= 0x80)
            return true;
    }
    return false;
}

/* Bytes of the paragraph from its first line to the end of its last. */
static newsidx_text paragraph(const nx_lines *lines, size_t first, size_t end)
{
    const nx_line *last = &lines->lines[end - 1];
    const size_t start = lines->lines[first].start;

    return nx_str_slice(lines->bytes + start,
                        last->start + last->length - start);
}

/* What follows shows that the first line was a headline. */
static bool stands_apart(const nx_lines *lines, size_t first, size_t next)
{
    newsidx_text text;

    text = nx_lines_text(lines, next);
    if (lines->lines[next].after_blank || nx_is_byline(text) ||
        nx_agency_guess(text))
        return true;
    if (lines->is_wrapped)
        return false;
    /* Pages give the headline twice, and some have no blank lines: then a long
     * paragraph tells, too. */
    if (nx_str_equal(text, nx_lines_text(lines, first)))
        return true;
    return text.length >= PARAGRAPH_BYTES && nx_text_ends_sentence(text);
}

size_t nx_headline_mark(nx_lines *lines)
{
    const size_t first = nx_lines_next(lines, 0);
    newsidx_text text;
    nx_ending ending;
    size_t end;
    size_t next;

    if (first == lines->count)
        return 0;
    end = nx_lines_paragraph_end(lines, first);
    next = nx_lines_next(lines, end);
    text = paragraph(lines, first, end);
    if (next == lines->count || text.length > LONGEST_HEADLINE_BYTES ||
        !has_letter(text))
        return 0;
    ending = nx_text_ending(text);
    if (ending == NX_ENDING_STOP || ending == NX_ENDING_GOES_ON)
        return 0;
    if (!stands_apart(lines, first, next) && !stands_apart(lines, first, end))
        return 0;
    if (nx_is_byline(text) || nx_dateline_length(text) > 0)
        return 0;
    for (size_t i = first; i < end; i++)
        lines->lines[i].role = NX_LINE_HEADLINE;
    return end;
}

/* Paragraphs of the body, counted for nx_stray_headline_drop(). */
typedef struct prose {
    size_t paragraphs;
    size_t sentences; /* paragraphs that end in one */
    size_t bytes;
} prose;

/* Could the paragraph be a stray headline or a slug by its own looks? */
static bool looks_stray(const nx_lines *lines, size_t first, size_t end)
{
    const newsidx_text text = paragraph(lines, first, end);

    return lines->lines[first].after_blank &&
           text.length <= LONGEST_STRAY_BYTES &&
           nx_text_ending(text) == NX_ENDING_OPEN;
}

void nx_stray_headline_drop(nx_lines *lines)
{
    prose before = {0, 0, 0};
    size_t strays = 0;
    size_t first_stray = 0;
    bool is_sentence = false; /* does the prose before the strays end in one */
    size_t end;

    for (size_t i = nx_lines_next(lines, 0); i < lines->count;
         i = nx_lines_next(lines, end)) {
        end = nx_lines_paragraph_end(lines, i);
        if (looks_stray(lines, i, end)) {
            if (strays++ == 0)
                first_stray = i;
            continue;
        }
        /* What looked stray before was a heading. */
        is_sentence = nx_text_ends_sentence(paragraph(lines, i, end));
        before.paragraphs += 1 + strays;
        before.sentences += is_sentence ? 1 : 0;
        before.bytes += paragraph(lines, i, end).length;
        strays = 0;
    }
    /* Where prose doesn't end in full stops (Thai, verse, tables) a line that
     * doesn't either is nothing special, and a row of them is a list. */
    if (strays == 0 || strays > MOST_STRAYS || !is_sentence ||
        before.sentences * 4 < before.paragraphs * 3 ||
        (before.paragraphs < STRAY_PARAGRAPHS && before.bytes < STRAY_BYTES))
        return;
    for (size_t i = first_stray; i < lines->count; i++) {
        if (lines->lines[i].role == NX_LINE_BODY)
            lines->lines[i].role = NX_LINE_DROPPED;
    }
}
