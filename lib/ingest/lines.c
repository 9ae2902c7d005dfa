#include "ingest/lines.h"

#include "base/str.h"
#include "base/utf8.h"

#include <string.h>

/* Mail and terminals wrap between these widths. */
#define NARROWEST_WRAP 40
#define WIDEST_WRAP 100

/* A longer word would be no reason to break a line before it. */
#define LONGEST_WORD 20

newsidx_text nx_lines_text(const nx_lines *lines, size_t number)
{
    const nx_line *line = &lines->lines[number];

    return nx_str_slice(lines->bytes + line->start, line->length);
}

size_t nx_lines_next(const nx_lines *lines, size_t number)
{
    while (number < lines->count && lines->lines[number].role != NX_LINE_BODY)
        number++;
    return number;
}

size_t nx_lines_paragraph_end(const nx_lines *lines, size_t number)
{
    do {
        number++;
    } while (number < lines->count && lines->lines[number].continues);
    return number;
}

size_t nx_text_width(newsidx_text text)
{
    size_t width = 0;

    for (size_t i = 0; i < text.length; i++)
        width += nx_utf8_is_continuation(text.bytes[i]) ? 0 : 1;
    return width;
}

/* The last character, and the text without it. */
static int32_t take_last(newsidx_text *text)
{
    size_t start = text->length;
    size_t step;

    if (start == 0)
        return 0;
    do {
        start--;
    } while (start > 0 && nx_utf8_is_continuation(text->bytes[start]));
    step = text->length - start;
    text->length = start;
    return nx_utf8_decode(text->bytes + start, step, &step);
}

static bool is_closer(int32_t codepoint)
{
    switch (codepoint) {
    case '"':
    case '\'':
    case ')':
    case ']':
    case ' ':
    case 0xA0:
    case 0xBB:   /* » */
    case 0x2018: /* single quotes */
    case 0x2019:
    case 0x201C: /* double quotes; the left one closes in German */
    case 0x201D:
    case 0x203A: /* › */
    case 0x300D: /* corner brackets */
    case 0x300F:
    case 0xFF09: /* wide parenthesis */
        return true;
    default:
        return false;
    }
}

static bool is_stop(int32_t codepoint)
{
    switch (codepoint) {
    case '.':
    case 0x0589: /* Armenian */
    case 0x06D4: /* Urdu */
    case 0x0964: /* danda and double danda */
    case 0x0965:
    case 0x104B: /* Burmese */
    case 0x1362: /* Ethiopic */
    case 0x17D4: /* Khmer */
    case 0x3002: /* ideographic, wide and half-wide */
    case 0xFF0E:
    case 0xFF61:
        return true;
    default:
        return false;
    }
}

/* `rest` stands before a full stop: does it end in a letter of an acronym? */
static nx_ending full_stop_after(newsidx_text rest)
{
    const char *bytes = rest.bytes;
    const size_t length = rest.length;

    if (length > 0 && bytes[length - 1] == '.')
        return NX_ENDING_ELLIPSIS;
    if (length > 1 && nx_is_upper(bytes[length - 1]) &&
        bytes[length - 2] == '.')
        return NX_ENDING_ACRONYM;
    return NX_ENDING_STOP;
}

nx_ending nx_text_ending(newsidx_text text)
{
    int32_t last = take_last(&text);

    while (is_closer(last))
        last = take_last(&text);
    if (last == '.')
        return full_stop_after(text);
    if (is_stop(last))
        return NX_ENDING_STOP;
    switch (last) {
    case '!':
    case '?':
    case 0x061F: /* Arabic */
    case 0x203D: /* interrobang */
    case 0xFF01: /* wide */
    case 0xFF1F:
        return NX_ENDING_ASKING;
    case 0x2026:
        return NX_ENDING_ELLIPSIS;
    case ',':
    case ';':
    case ':':
    case 0x060C: /* Arabic */
    case 0x3001: /* ideographic */
    case 0xFF0C: /* wide */
    case 0xFF1A:
    case 0xFF1B:
        return NX_ENDING_GOES_ON;
    default:
        return NX_ENDING_OPEN;
    }
}

bool nx_text_ends_sentence(newsidx_text text)
{
    const nx_ending ending = nx_text_ending(text);

    return ending != NX_ENDING_OPEN && ending != NX_ENDING_GOES_ON;
}

static size_t first_word_width(newsidx_text text)
{
    size_t length = 0;
    size_t width;

    while (length < text.length && text.bytes[length] != ' ')
        length++;
    width = nx_text_width(nx_str_slice(text.bytes, length));
    return width < LONGEST_WORD ? width : LONGEST_WORD;
}

/* Would the next line's first word have passed the width? */
static bool is_full(const nx_lines *lines, size_t number, size_t width)
{
    return nx_text_width(nx_lines_text(lines, number)) + 1 +
               first_word_width(nx_lines_text(lines, number + 1)) >
           width;
}

/*
 * The width a text is wrapped at: the widest line, were it not for one in
 * fifty that couldn't be broken. 0 if too many are wider than any wrap.
 */
static size_t find_width(const nx_lines *lines)
{
    size_t count_of[WIDEST_WRAP + 1] = {0};
    size_t wider = 0;
    size_t width = WIDEST_WRAP;

    for (size_t i = 0; i < lines->count; i++) {
        const size_t length = nx_text_width(nx_lines_text(lines, i));

        if (length <= WIDEST_WRAP)
            count_of[length]++;
        else
            wider++;
    }
    if (wider > lines->count / 50)
        return 0;
    while (width > 0 && wider + count_of[width] <= lines->count / 50) {
        wider += count_of[width];
        width--;
    }
    return width < NARROWEST_WRAP ? 0 : width;
}

/*
 * Text that a program wrapped is recognised by its line ends: nearly each
 * stands where the next word would not have fitted. Lines that end where their
 * writer ended them do so by chance only.
 */
static bool is_wrapped_at(const nx_lines *lines, size_t width)
{
    size_t breaks = 0;
    size_t full = 0;

    if (width == 0)
        return false;
    for (size_t i = 0; i + 1 < lines->count; i++) {
        if (lines->lines[i + 1].after_blank)
            continue;
        breaks++;
        full += is_full(lines, i, width) ? 1 : 0;
    }
    return breaks >= 3 && full * 10 >= breaks * 6;
}

static bool begins_item(newsidx_text text)
{
    return nx_str_starts_with(text, nx_str("- ")) ||
           nx_str_starts_with(text, nx_str("* ")) ||
           nx_str_starts_with(text, nx_str("\xE2\x80\xA2")); /* bullet */
}

/* In a wrapped text, does line `number` go on the paragraph before it? */
static bool continues(const nx_lines *lines, size_t number, size_t width)
{
    const nx_line *line = &lines->lines[number];

    if (line->after_blank || line->indent > line[-1].indent + 1 ||
        begins_item(nx_lines_text(lines, number)))
        return false;
    return is_full(lines, number - 1, width) ||
           !nx_text_ends_sentence(nx_lines_text(lines, number - 1));
}

static void find_paragraphs(nx_lines *lines)
{
    const size_t width = find_width(lines);

    lines->is_wrapped = is_wrapped_at(lines, width);
    if (!lines->is_wrapped)
        return;
    for (size_t i = 1; i < lines->count; i++)
        lines->lines[i].continues = continues(lines, i, width);
}

newsidx_status nx_lines_split(newsidx_text text, nx_arena *arena,
                              nx_lines *out_lines, newsidx_error *err)
{
    size_t most = 1;
    bool after_blank = true;

    for (size_t i = 0; i < text.length; i++)
        most += text.bytes[i] == '\n' ? 1 : 0;
    memset(out_lines, 0, sizeof *out_lines);
    out_lines->bytes = text.bytes;
    out_lines->lines = nx_arena_array(arena, most, sizeof(nx_line));
    if (out_lines->lines == NULL)
        return nx_fail_memory(err);
    for (size_t start = 0; start < text.length;) {
        const char *newline =
            memchr(text.bytes + start, '\n', text.length - start);
        const size_t end =
            newline != NULL ? (size_t)(newline - text.bytes) : text.length;
        size_t first = start;

        while (first < end && nx_is_space(text.bytes[first]))
            first++;
        if (first < end) {
            nx_line *line = &out_lines->lines[out_lines->count++];

            line->start = (uint32_t)first;
            line->length = (uint32_t)(end - first);
            line->indent = (uint8_t)(first - start < 255 ? first - start : 255);
            line->after_blank = after_blank;
        }
        after_blank = first == end;
        start = end + 1;
    }
    find_paragraphs(out_lines);
    return NEWSIDX_OK;
}

/*
 * Where a paragraph ends in a broken-off word, the two halves are joined
 * without a blank: "cease-" and "fire".
 */
static bool is_broken_word(newsidx_text line)
{
    return line.length > 1 && line.bytes[line.length - 1] == '-' &&
           nx_is_alpha(line.bytes[line.length - 2]);
}

newsidx_text nx_lines_collect(const nx_lines *lines, nx_line_role role,
                              nx_arena *arena)
{
    size_t length = 1;
    size_t used = 0;
    char *bytes;
    bool blank_waits = false;

    for (size_t i = 0; i < lines->count; i++) {
        if (lines->lines[i].role == role)
            length += (size_t)lines->lines[i].length + 2;
    }
    bytes = nx_arena_alloc(arena, length);
    if (bytes == NULL)
        return nx_str(NULL);
    for (size_t i = 0; i < lines->count; i++) {
        const nx_line *line = &lines->lines[i];

        blank_waits = blank_waits || line->after_blank;
        if (line->role != role)
            continue;
        if (used > 0 && line->continues) {
            if (!is_broken_word(nx_str_slice(bytes, used)))
                bytes[used++] = ' ';
        } else if (used > 0) {
            bytes[used++] = '\n';
            if (blank_waits && role == NX_LINE_BODY)
                bytes[used++] = '\n';
        }
        memcpy(bytes + used, lines->bytes + line->start, line->length);
        used += line->length;
        blank_waits = false;
    }
    return nx_str_slice(bytes, used);
}

newsidx_status nx_lines_join(newsidx_text text, nx_arena *arena,
                             newsidx_text *out_text, newsidx_error *err)
{
    nx_lines lines;
    newsidx_status status = nx_lines_split(text, arena, &lines, err);

    *out_text = nx_str(NULL);
    if (status < 0)
        return status;
    *out_text = nx_lines_collect(&lines, NX_LINE_BODY, arena);
    return out_text->bytes != NULL ? NEWSIDX_OK : nx_fail_memory(err);
}
